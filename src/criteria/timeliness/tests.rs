use super::*;
use crate::confidence::Confidence;
use crate::criterion::{Rating, Severity};
use crate::document::Letter as Read;
use crate::elements::{Fact, From, Said};
use crate::ingest::Source;
use crate::lexicon::Lexicon;
use crate::profile::Profile;
use std::sync::OnceLock;

fn data() -> &'static (Rules, Lexicon) {
    static DATA: OnceLock<(Rules, Lexicon)> = OnceLock::new();
    DATA.get_or_init(|| {
        let files = Files::embedded();
        (Rules::load(&files).expect("the duties load"), Lexicon::load(&files).expect("the lexicon loads"))
    })
}

/// Judges a letter with a date line and a body, and the case facts that are given.
fn judge(date: &str, body: &str, facts: &[(&str, &str)]) -> Assessed {
    let (rules, lexicon) = data();
    let facts = CaseFacts::from_fields(facts.iter().copied()).expect("good facts");
    let text = format!(
        "Crown Prosecution Service\nWessex\n\n{date}\n\nMs A Reader\n1 Long Street\n\nDear Ms Reader\n\n{body}\n\n\
         Yours sincerely\n\nP Writer\nProsecutor\n"
    );
    let letter = Read::read(Source::from_text(text));
    let fact = |value: &Option<String>| Fact {
        value: value.clone(),
        from: if value.is_some() { From::Given } else { From::Unknown },
        confidence: Confidence::High,
        evidence: None,
    };
    let said = Said {
        kind: fact(&facts.kind),
        decision: fact(&facts.decision),
        variant: fact(&facts.variant),
        elements: Vec::new(),
        tones: Vec::new(),
        owed: Vec::new(),
        style: Default::default(),
    };
    let hits = lexicon.scan(&letter);
    let profile = Profile::default();
    rules.assess(&Case {
        letter: &letter,
        lexicon,
        hits: &hits,
        said: &said,
        facts: &facts,
        profile: &profile,
        as_of: None,
    })
}

const STOPPED: [(&str, &str); 3] =
    [("kind", "vcl"), ("decision", "discontinued"), ("victim_category", "standard")];

fn with<'a>(more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    STOPPED.iter().copied().chain(more.iter().copied()).collect()
}

fn rules_of(assessed: &Assessed) -> Vec<&str> {
    assessed.judged.findings.iter().map(|f| f.rule.as_str()).collect()
}

#[test]
fn given_days_decide() {
    let facts = with(&[("decision_date", "2025-03-03"), ("sent_date", "2025-03-10")]);
    let assessed = judge("4 March 2025", "We have stopped the case.", &facts);
    let row = &assessed.rows[0];
    assert_eq!(
        (row.duty.as_str(), row.verdict, row.taken, row.limit),
        ("TC02", Verdict::InTime, Some(5), Some(5))
    );
    assert_eq!(
        (row.trigger_from, row.sent_from, row.enhanced),
        (DayFrom::Given, DayFrom::Given, Some(false))
    );
    assert_eq!(assessed.judged.outcome.rating, Rating::Fully);
    assert!(assessed.judged.findings.is_empty(), "{:?}", assessed.judged.findings);
}

#[test]
fn days_are_read_from_the_letter_where_none_is_given() {
    let body = "On 3 March 2025 we decided to stop the case. I know that this is hard to read.";
    let assessed = judge("12 March 2025", body, &STOPPED);
    let row = &assessed.rows[0];
    assert_eq!((row.trigger, row.trigger_from), ("2025-03-03".parse().ok(), DayFrom::Letter));
    assert_eq!((row.sent, row.sent_from), ("2025-03-12".parse().ok(), DayFrom::Letter));
    assert_eq!((row.verdict, row.taken, row.late_by), (Verdict::Late, Some(7), Some(2)));
    assert_eq!(assessed.judged.outcome.rating, Rating::Not);
    assert_eq!(rules_of(&assessed), ["TL01"]);
}

#[test]
fn an_apology_for_lateness_is_seen_and_one_for_the_crime_is_not_one() {
    let facts = with(&[("decision_date", "2025-03-03"), ("sent_date", "2025-03-17")]);
    for (body, told) in [
        ("I am sorry that this letter comes late. We have stopped the case.", true),
        ("You should have heard from us last week. I apologise for that. We have stopped the case.", true),
        ("We have stopped the case. We regret the delay in telling you.", true),
        ("I am sorry for what he did to you. We have stopped the case.", false),
        ("I am sorry that you lost your late husband's watch. We have stopped the case.", false),
        ("We have stopped the case.", false),
    ] {
        let assessed = judge("17 March 2025", body, &facts);
        assert_eq!(assessed.rows[0].verdict, Verdict::Late);
        assert_eq!(assessed.judged.outcome.rating, Rating::Not, "{body}");
        assert_eq!(rules_of(&assessed).contains(&"TL01"), !told, "{body}");
    }
}

#[test]
fn a_missing_day_is_named_and_never_a_failure() {
    let assessed = judge("12 March 2025", "We have stopped the case.", &STOPPED);
    assert_eq!(assessed.rows[0].verdict, Verdict::Unknown);
    assert_eq!(assessed.judged.outcome.rating, Rating::NotAssessed);
    assert!(
        assessed.judged.outcome.reason.contains("the day of decision is not known"),
        "{:?}",
        assessed.judged
    );
    assert_eq!(assessed.judged.not_assessed.len(), 1);
    let assessed = judge("", "We have stopped the case.", &with(&[("decision_date", "2025-03-03")]));
    assert!(
        assessed.judged.outcome.reason.contains("the day it was sent is not known"),
        "{:?}",
        assessed.judged
    );
    let assessed = judge("12 March 2025", "Something happened.", &[("decision_date", "2025-03-03")]);
    assert_eq!(assessed.judged.outcome.rating, Rating::NotAssessed);
    assert!(assessed.judged.outcome.reason.contains("kind is not known"), "{:?}", assessed.judged);
}

#[test]
fn unknown_rights_need_a_person_only_where_they_matter() {
    let facts = |sent| {
        vec![
            ("kind", "vcl"),
            ("decision", "discontinued"),
            ("decision_date", "2025-03-03"),
            ("sent_date", sent),
        ]
    };
    for (sent, verdict, rating) in [
        ("2025-03-04", Verdict::InTime, Rating::Fully),
        ("2025-03-06", Verdict::Depends, Rating::NeedsPerson),
        ("2025-03-11", Verdict::Late, Rating::Not),
    ] {
        let assessed = judge("4 March 2025", "We have stopped the case.", &facts(sent));
        let row = &assessed.rows[0];
        assert_eq!((row.verdict, assessed.judged.outcome.rating), (verdict, rating), "{sent}");
        assert_eq!((row.limit, row.limit_standard), (Some(1), Some(5)));
        assert_eq!(row.due_standard, "2025-03-10".parse().ok());
    }
    let assessed = judge("6 March 2025", "We have stopped the case.", &facts("2025-03-06"));
    assert!(assessed.judged.outcome.reason.contains("which applies?"), "{}", assessed.judged.outcome.reason);
}

#[test]
fn no_number_needs_a_person() {
    let facts = [("kind", "vlo"), ("decision", "release_or_recall"), ("decision_date", "2025-03-03")];
    let assessed = judge("4 March 2025", "He has been recalled.", &facts);
    assert_eq!(assessed.rows[0].verdict, Verdict::NoLimit);
    assert_eq!(assessed.judged.outcome.rating, Rating::NeedsPerson);
    assert!(assessed.judged.outcome.reason.contains("human judgement"));
    let facts = [("kind", "vlo"), ("decision", "sentence_explained"), ("decision_date", "2025-03-03")];
    assert_eq!(judge("4 March 2025", "Six years.", &facts).judged.outcome.rating, Rating::NotAssessed);
}

#[test]
fn the_pilot_holds_only_where_it_has_begun() {
    let rules = &data().0;
    for (area, day, verdict) in [
        ("West Midlands", "2025-07-01", Verdict::NoLimit),
        ("North West", "2025-12-31", Verdict::Unknown),
        ("North West", "2026-01-01", Verdict::NoLimit),
        ("Wessex", "2026-06-01", Verdict::Unknown),
        ("", "2026-06-01", Verdict::NoLimit),
    ] {
        let fields = [
            ("kind", "vcl"),
            ("decision", "no_evidence_proposed"),
            ("area", area),
            ("decision_date", day),
            ("sent_date", day),
        ];
        let facts = CaseFacts::from_fields(fields).expect("good facts");
        let row = rules.assess_row(&facts, None, "vc-2021").rows.remove(0);
        assert_eq!((row.duty.as_str(), row.verdict), ("TC09", verdict), "{area} {day}: {:?}", row.note);
    }
}

#[test]
fn an_edition_of_the_code_that_is_not_known_is_said_to_be() {
    let rules = &data().0;
    let facts = CaseFacts::from_fields(with(&[("decision_date", "2025-03-03")])).expect("good facts");
    assert_eq!(rules.missing(&facts, "vc-2021"), None);
    assert_eq!(rules.missing(&facts, "vc-2026"), None);
    assert_eq!(rules.missing(&facts, "vc-1999"), Some("such an edition of the Code"));
    assert_eq!(rules.assess_row(&facts, None, "vc-1999").judged.outcome.rating, Rating::NotAssessed);
}

/// The limits that a letter tells the reader.
#[test]
fn limits_told_to_the_reader() {
    let facts = with(&[("decision_date", "2025-03-03"), ("sent_date", "2025-03-04")]);
    for (body, expected) in [
        // A number without a date; and with one, near it or in the next sentence.
        ("You can ask us to review this decision. Please ask within 10 working days.", &["TL02"][..]),
        ("You have ten working days to ask for a review.", &["TL02"]),
        (
            "Ten working days is how long you have to ask for a review. You may take up to three months.",
            &["TL02"],
        ),
        (
            "Ask for a review in the next five working days if you can. Three months is the limit for asking.",
            &["TL02"],
        ),
        ("You can ask for a review within 10 working days, that is by 18 March 2025.", &[]),
        ("You can ask for a review within 10 working days. The last day is 18 March 2025.", &[]),
        ("You can ask for a review by 18 March 2025.", &[]),
        // Not the duty's limit.
        ("You can ask for a review within three weeks, by 25 March 2025.", &["TL05"]),
        ("You can ask for a review within 10 days, by 14 March 2025.", &["TL05"]),
        ("Please ask for a review within 28 working days.", &["TL02", "TL05"]),
        (
            "Ask for a review within 10 working days, or at the latest within three months, by 4 June 2025.",
            &[],
        ),
        // The date does not agree with the number.
        ("You can ask for a review within 10 working days, that is by 19 March 2025.", &["TL03"]),
        ("You can ask for a review within three months, that is by 4 June 2025.", &[]),
        ("You can ask for a review within three months, that is by 14 June 2025.", &["TL03"]),
        // What the sender promises is no limit of the reader's.
        ("If you ask for a review we will answer within 30 working days.", &[]),
        ("If you complain you will have a reply within 20 working days.", &[]),
        ("The police kept the review for three weeks.", &[]),
        // Deadlines and hearings that have passed.
        ("You can ask for a review by 28 February 2025.", &["TL04"]),
        ("Please tell us by 1 March if you want a review.", &["TL04"]),
        ("You can ask for a review any time up to 17 November.", &[]),
        ("The hearing will be on 3 February 2025 at Leeds Crown Court.", &["TL04"]),
        ("The hearing will be on 3 April 2025 at Leeds Crown Court.", &[]),
        ("The hearing was on 3 February 2025 at Leeds Crown Court.", &[]),
    ] {
        let assessed = judge("4 March 2025", body, &facts);
        assert_eq!(rules_of(&assessed), expected, "{body}: {:?}", assessed.judged.findings);
        let rating = if expected.is_empty() { Rating::Fully } else { Rating::Partially };
        assert_eq!(assessed.judged.outcome.rating, rating, "{body}");
        if rating == Rating::Partially {
            assert!(assessed.judged.outcome.to_raise.is_some(), "{body}");
        }
    }
}

#[test]
fn the_sentence_review_counts_calendar_days() {
    let facts = [
        ("kind", "wcu"),
        ("decision", "hearing_or_outcome"),
        ("variant", "sentence"),
        ("decision_date", "2026-12-04"),
        ("sent_date", "2026-12-07"),
    ];
    let ask = "If you think the sentence is too low you can ask the Attorney General to look at it";
    for (limit, expected) in [
        ("within 28 days, by 31 December 2026.", &[][..]),
        ("within 28 days, by 1 January 2027.", &["TL03"]),
        ("within 28 working days, by 31 December 2026.", &["TL05"]),
        ("within 28 days.", &["TL02"]),
    ] {
        let assessed = judge("7 December 2026", &format!("{ask} {limit}"), &facts);
        assert_eq!(rules_of(&assessed), expected, "{limit}: {:?}", assessed.judged.findings);
    }
}

#[test]
fn sent_before_decided_is_a_fault_of_order() {
    let facts = with(&[("decision_date", "2025-03-10"), ("sent_date", "2025-03-04")]);
    let assessed = judge("4 March 2025", "We have stopped the case.", &facts);
    assert_eq!(rules_of(&assessed), ["TL04"]);
    assert_eq!(assessed.rows[0].taken, Some(-4));
    assert_eq!(assessed.judged.outcome.rating, Rating::Partially);
}

#[test]
fn a_vague_promise_is_a_look_unless_no_day_is_named() {
    let facts = with(&[("decision_date", "2025-03-03"), ("sent_date", "2025-03-04")]);
    let vague = judge("4 March 2025", "We will write to you in due course.", &facts);
    assert_eq!(vague.judged.findings[0].severity, Severity::Minor);
    assert_eq!(vague.judged.outcome.rating, Rating::Partially);
    let dated = judge("4 March 2025", "We will write in due course, and by 4 April in any case.", &facts);
    assert_eq!(dated.judged.findings[0].severity, Severity::Look);
    assert_eq!(dated.judged.outcome.rating, Rating::Fully);
}

#[test]
fn the_day_of_a_request_is_read_from_the_reply() {
    let facts = [("kind", "vrr"), ("decision", "review_outcome"), ("variant", "final"), ("agency", "CPS")];
    let facts: Vec<_> =
        facts.iter().copied().chain([("decision_date", "2025-04-10"), ("sent_date", "2025-04-11")]).collect();
    let body = "Thank you for your letter of 3 March 2025. I have looked at everything again.";
    let assessed = judge("11 April 2025", body, &facts);
    let row = &assessed.rows[0];
    assert_eq!((row.trigger, row.trigger_from), ("2025-03-03".parse().ok(), DayFrom::Letter));
    assert_eq!((row.verdict, row.taken), (Verdict::InTime, Some(29)));
    // Without that day only lateness could be certain.
    let assessed = judge("11 April 2025", "I have looked at everything again.", &facts);
    assert_eq!(
        (assessed.rows[0].verdict, assessed.judged.outcome.rating),
        (Verdict::Unknown, Rating::NotAssessed)
    );
    let mut late = facts.clone();
    late.pop();
    late.push(("sent_date", "2025-06-30"));
    let assessed = judge("30 June 2025", "I have looked at everything again.", &late);
    assert_eq!(assessed.rows[0].verdict, Verdict::Late);
}

#[test]
fn a_backstop_answers_where_the_day_of_being_told_is_unknown() {
    let facts = |sent| {
        [
            ("kind", "wcu"),
            ("decision", "hearing_or_outcome"),
            ("variant", "outcome"),
            ("decision_date", "2025-03-03"),
            ("sent_date", sent),
        ]
    };
    for (sent, duty, verdict) in [
        ("2025-03-04", "TW06", Verdict::InTime),
        ("2025-03-11", "TW07", Verdict::InTime),
        ("2025-03-12", "TW07", Verdict::Late),
    ] {
        let row = judge("4 March 2025", "He was found guilty.", &facts(sent)).rows.remove(0);
        assert_eq!((row.duty.as_str(), row.verdict), (duty, verdict), "{sent}: {row:?}");
    }
}

#[test]
fn a_letter_not_sent_counts_from_its_last_day() {
    let facts =
        CaseFacts::from_fields(with(&[("id", "x"), ("decision_date", "2025-03-03")])).expect("good facts");
    let rules = &data().0;
    let day = |text: &str| text.parse::<Date>().ok();
    for (as_of, verdict, rating, late) in [
        (None, Verdict::Unknown, Rating::NotAssessed, None),
        (day("2025-03-10"), Verdict::NotYetDue, Rating::NotAssessed, None),
        (day("2025-03-11"), Verdict::NotSent, Rating::Not, Some(1)),
        (day("2025-03-17"), Verdict::NotSent, Rating::Not, Some(5)),
    ] {
        let assessed = rules.assess_row(&facts, as_of, "vc-2021");
        let row = &assessed.rows[0];
        assert_eq!(
            (row.verdict, assessed.judged.outcome.rating, row.late_by),
            (verdict, rating, late),
            "{as_of:?}"
        );
        assert_eq!((row.sent, row.sent_from), (None, DayFrom::Unknown));
    }
    let unknown = rules.assess_row(&facts, None, "vc-2021");
    assert!(unknown.judged.outcome.reason.contains("--as-of"), "{}", unknown.judged.outcome.reason);
}

#[test]
fn the_rows_keep_the_contract() {
    let facts = with(&[("decision_date", "2025-03-03"), ("sent_date", "2025-03-12")]);
    let assessed = judge("12 March 2025", "We have stopped the case.", &facts);
    let row = serde_json::to_value(&assessed.rows[0]).expect("serialises");
    for (key, value) in [
        ("duty", serde_json::json!("TC02")),
        ("enhanced", serde_json::json!(false)),
        ("trigger", serde_json::json!("2025-03-03")),
        ("trigger_from", serde_json::json!("given")),
        ("sent", serde_json::json!("2025-03-12")),
        ("sent_from", serde_json::json!("given")),
        ("taken", serde_json::json!(7)),
        ("limit", serde_json::json!(5)),
        ("unit", serde_json::json!("working_days")),
        ("due", serde_json::json!("2025-03-10")),
        ("verdict", serde_json::json!("late")),
        ("late_by", serde_json::json!(2)),
    ] {
        assert_eq!(row[key], value, "{key}");
    }
}

#[test]
fn a_wrong_data_file_is_told_with_its_name() {
    let dir = tempfile::tempdir().expect("a folder");
    std::fs::create_dir_all(dir.path().join("timeliness")).expect("made");
    for (file, text, wanted) in [
        ("duties.toml", "title = 'x'\ncodes = []\nfrom = '2021-04-01'\nduty = []\n[sources]\n", "names"),
        (
            "coverage.toml",
            "title = 'x'\n[[covers]]\nkind = 'vcl'\ndecision = 'x'\nduties = ['TC99']\n",
            "TC99",
        ),
        ("settings.toml", "title = 'x'\nfirst_day = 'never'\n", "first_day"),
        ("checks.toml", "title = 'x'\ncheck = []\n", "TL01"),
        ("changes.toml", "title = 'x'\nchange = [{ what = 'x', effect = 'y', sauce = 'z' }]\n", "sauce"),
    ] {
        let path = dir.path().join("timeliness").join(file);
        std::fs::write(&path, text).expect("written");
        let error = Rules::load(&Files::overlaid(dir.path()).expect("read")).expect_err(file);
        assert!(error.to_string().contains(wanted) || error.to_string().contains("never"), "{file}: {error}");
        assert!(error.file().is_some(), "{file}");
        std::fs::remove_file(&path).expect("removed");
    }
}

#[test]
fn every_check_has_a_page() {
    let rules = &data().0;
    for check in &rules.checks {
        let page = rules.check_page(&check.id).expect("a page");
        assert!(page.contains(&check.why) && page.contains(&check.advice), "{page}");
    }
    assert_eq!(rules.check_page("TL99"), None);
}

#[test]
fn the_first_day_is_a_setting() {
    let dir = tempfile::tempdir().expect("a folder");
    std::fs::create_dir_all(dir.path().join("timeliness")).expect("made");
    let files = Files::embedded();
    let text = files.need("timeliness/settings.toml").and_then(|f| f.text()).expect("there");
    let changed = text.replace("first_day = \"day_after\"", "first_day = \"same_day\"");
    assert_ne!(text, changed);
    std::fs::write(dir.path().join("timeliness/settings.toml"), changed).expect("written");
    let rules = Rules::load(&Files::overlaid(dir.path()).expect("read")).expect("loads");
    let facts = CaseFacts::from_fields(with(&[("decision_date", "2025-03-03")])).expect("good facts");
    assert_eq!(due::due(&rules, &facts, "vc-2021")[0].due, "2025-03-07".parse().ok());
    assert_eq!(due::due(&data().0, &facts, "vc-2021")[0].due, "2025-03-10".parse().ok());
}

#[test]
fn there_are_41_duties_and_9_limits_of_the_reader() {
    let duties = &data().0.duties.all;
    let reader = duties.iter().filter(|d| d.role == duties::Use::Reader).count();
    assert_eq!((duties.len() - reader, reader), (41, 9));
}
