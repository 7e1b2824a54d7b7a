//! The contract: every assessment has the committed schema's shape, every span quotes itself, and the same
//! bytes go in and come out, on one thread or many.

use lettermark::assessment::{Assessment, Engine, Options};
use lettermark::facts::CaseFacts;
use lettermark::profile::{Profile, Strictness};
use proptest::prelude::*;
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn letters() -> Vec<(String, String)> {
    let mut paths: Vec<PathBuf> =
        fs::read_dir(root().join("corpus/letters")).unwrap().map(|e| e.unwrap().path()).collect();
    paths.sort();
    paths
        .into_iter()
        .map(|p| (p.file_stem().unwrap().to_string_lossy().into_owned(), fs::read_to_string(&p).unwrap()))
        .collect()
}

fn assess(text: &str, facts: &CaseFacts, options: &Options) -> Assessment {
    Engine::embedded().unwrap().assess_text(text.to_owned(), facts, options).unwrap()
}

/// The part of JSON Schema that the committed schema uses.
fn check(schema: &Value, value: &Value, at: &str) -> Result<(), String> {
    let fail = |what: String| Err(format!("{at}: {what}"));
    if let Some(kind) = schema.get("type") {
        let is = |kind: &str| match kind {
            "string" => value.is_string(),
            "integer" => value.is_u64() || value.is_i64(),
            "boolean" => value.is_boolean(),
            "null" => value.is_null(),
            "object" => value.is_object(),
            "array" => value.is_array(),
            other => panic!("the schema uses the type {other}, which this test does not know"),
        };
        let fits = match kind {
            Value::Array(kinds) => kinds.iter().any(|k| is(k.as_str().unwrap())),
            kind => is(kind.as_str().unwrap()),
        };
        if !fits {
            return fail(format!("is not {kind}"));
        }
    }
    if let Some(known) = schema.get("enum")
        && !known.as_array().unwrap().contains(value)
    {
        return fail(format!("{value} is not one of {known}"));
    }
    if let Value::Object(object) = value {
        for name in schema.get("required").and_then(Value::as_array).into_iter().flatten() {
            if !object.contains_key(name.as_str().unwrap()) {
                return fail(format!("lacks {name}"));
            }
        }
        let properties = schema.get("properties").and_then(Value::as_object);
        for (name, member) in object {
            let at = format!("{at}.{name}");
            match (properties.and_then(|p| p.get(name)), schema.get("additionalProperties")) {
                (Some(schema), _) => check(schema, member, &at)?,
                (None, Some(Value::Bool(false))) => return Err(format!("{at} is not in the schema")),
                (None, Some(schema @ Value::Object(_))) => check(schema, member, &at)?,
                (None, _) => {}
            }
        }
    }
    if let (Value::Array(items), Some(schema)) = (value, schema.get("items")) {
        for (i, item) in items.iter().enumerate() {
            check(schema, item, &format!("{at}[{i}]"))?;
        }
    }
    Ok(())
}

#[test]
fn every_assessment_has_the_committed_shape() {
    let schema: Value =
        serde_json::from_str(&fs::read_to_string(root().join("docs/assessment.schema.json")).unwrap())
            .unwrap();
    let options = Options { as_of: "2026-06-01".parse().ok(), with_text: true, ..Options::default() };
    for (id, text) in letters().into_iter().step_by(7) {
        let value = serde_json::to_value(assess(&text, &CaseFacts::default(), &options)).unwrap();
        check(&schema, &value, &id).unwrap();
    }
    let engine = Engine::embedded().unwrap();
    let facts = CaseFacts::from_fields([
        ("id", "n1"),
        ("kind", "vcl"),
        ("decision", "discontinued"),
        ("decision_date", "2026-05-01"),
        ("team", "A"),
    ])
    .unwrap();
    check(&schema, &serde_json::to_value(engine.not_sent(&facts, &options)).unwrap(), "not sent").unwrap();
    let error = lettermark::error::Error::letter("is empty");
    let failed = engine.failed("x", Some("x.txt"), &error, &facts, &options);
    check(&schema, &serde_json::to_value(failed).unwrap(), "failed").unwrap();
    // The test itself must be able to fail.
    let mut broken = serde_json::to_value(engine.not_sent(&facts, &options)).unwrap();
    broken["criteria"][0]["rating"] = "excellent".into();
    assert!(check(&schema, &broken, "broken").is_err());
}

fn quotes_itself(assessment: &Assessment, text: &str) {
    for finding in &assessment.findings {
        assert_eq!(&text[finding.start..finding.end], finding.quote, "{}", finding.rule);
    }
    for element in &assessment.elements {
        for evidence in &element.evidence {
            assert_eq!(&text[evidence.start..evidence.end], evidence.quote, "{}", element.id);
        }
    }
}

#[test]
fn every_span_of_the_corpus_quotes_itself() {
    for (_, text) in letters() {
        quotes_itself(&assess(&text, &CaseFacts::default(), &Options::default()), &text);
    }
}

#[test]
fn every_rule_that_is_named_has_its_page() {
    let engine = Engine::embedded().unwrap();
    let (mut findings, mut evidence) = (0, 0);
    let mut lost = Vec::new();
    for (id, text) in letters().into_iter().step_by(3) {
        let assessment = assess(&text, &CaseFacts::default(), &Options::default());
        for finding in &assessment.findings {
            findings += 1;
            if lettermark::report::rule_page::page(engine, &finding.rule).is_none() {
                lost.push(format!("{id}: {}", finding.rule));
            }
        }
        for rule in assessment.elements.iter().flat_map(|e| &e.evidence).filter_map(|e| e.rule.as_ref()) {
            evidence += 1;
            if lettermark::report::rule_page::page(engine, rule).is_none() {
                lost.push(format!("{id}: {rule}"));
            }
        }
    }
    lost.sort();
    lost.dedup();
    assert!(findings > 100 && evidence > 100, "{findings} findings, {evidence} named in evidence");
    assert!(lost.is_empty(), "{}", lost.join("\n"));
}

#[test]
fn strict_is_never_kinder() {
    let strict = Options {
        profile: Profile { strictness: Strictness::Strict2018, ..Profile::default() },
        ..Options::default()
    };
    let points = |a: &Assessment, id: &str| match a.rating(id) {
        Some("FM") => Some(2),
        Some("PM") => Some(1),
        Some("NM") => Some(0),
        _ => None,
    };
    for (id, text) in letters() {
        let (mild, hard) = (
            assess(&text, &CaseFacts::default(), &Options::default()),
            assess(&text, &CaseFacts::default(), &strict),
        );
        for criterion in &mild.criteria {
            if let (Some(mild), Some(hard)) = (points(&mild, &criterion.id), points(&hard, &criterion.id)) {
                assert!(hard <= mild, "{id}: {} is {hard} under strict, {mild} otherwise", criterion.id);
            }
        }
    }
}

#[test]
fn utf16_positions_cut_the_same_words() {
    let text = "Dear Ms \u{1F600} O\u{2019}Ward\n\nThe case was discontinued on 4 May under s.23.\n\nYours sincerely\n";
    let bytes = assess(text, &CaseFacts::default(), &Options::default());
    let units: Vec<u16> = text.encode_utf16().collect();
    let utf16 = bytes.clone().in_utf16(text);
    assert!(!bytes.findings.is_empty());
    for finding in &utf16.findings {
        assert_eq!(String::from_utf16(&units[finding.start..finding.end]).unwrap(), finding.quote);
    }
}

/// What a finding says, apart from where: rule, and quotation with white space folded.
fn said(assessment: &Assessment) -> Vec<(String, String)> {
    assessment
        .findings
        .iter()
        .map(|f| (f.rule.clone(), f.quote.split_whitespace().collect::<Vec<_>>().join(" ")))
        .collect()
}

#[test]
fn line_ends_and_blanks_alter_no_finding() {
    for (id, text) in letters().into_iter().step_by(5) {
        let plain = said(&assess(&text, &CaseFacts::default(), &Options::default()));
        let crlf = text.replace('\n', "\r\n");
        assert_eq!(plain, said(&assess(&crlf, &CaseFacts::default(), &Options::default())), "{id} with CRLF");
        let trailing = text.replace('\n', "  \n");
        assert_eq!(
            plain,
            said(&assess(&trailing, &CaseFacts::default(), &Options::default())),
            "{id} trailing"
        );
    }
}

#[test]
fn a_letter_without_facts_fails_on_nothing_unknown() {
    for (id, text) in letters().into_iter().step_by(3) {
        let assessment = assess(&text, &CaseFacts::default(), &Options::default());
        for element in &assessment.elements {
            if element.status == "unknown" {
                assert!(element.question.is_some(), "{id}: {} is unknown and asks nothing", element.id);
                assert!(
                    !assessment.findings.iter().any(|f| f.criterion == "required_content"
                        && f.category == element.id
                        && f.severity != "look"),
                    "{id}: {} is unknown and held against the letter",
                    element.id
                );
            }
        }
        for duty in &assessment.timeliness {
            if duty.trigger.is_none() || duty.sent.is_none() {
                assert!(!matches!(duty.verdict.as_str(), "late" | "not_sent"), "{id}: {}", duty.duty);
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn odd_text_is_assessed_without_a_panic(text in "(\\PC|[\\r\\n\\t ]){1,400}") {
        prop_assume!(!text.trim().is_empty());
        let assessment = assess(&text, &CaseFacts::default(), &Options::default());
        quotes_itself(&assessment, &text);
        prop_assert_eq!(
            assess(&text, &CaseFacts::default(), &Options::default()).to_json_line(),
            assessment.to_json_line()
        );
    }
}

#[test]
fn the_page_of_rules_is_up_to_date() {
    let made = lettermark::report::rule_page::all(Engine::embedded().unwrap());
    let path: &Path = &root().join("docs/rules.md");
    if std::env::var_os("LETTERMARK_WRITE").is_some() {
        fs::write(path, &made).unwrap();
    }
    let kept = fs::read_to_string(path).unwrap_or_default();
    assert!(made == kept, "docs/rules.md has drifted: run `lettermark explain --all > docs/rules.md`");
}
