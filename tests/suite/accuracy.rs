//! The accuracy criterion: what it must find, what it must leave alone, how it rates.

use lettermark::criteria::accuracy::Rules;
use lettermark::criteria::{Case, Finding, Judged, Rating, Severity};
use lettermark::document::Letter;
use lettermark::elements::{Confidence, Fact, From, Said};
use lettermark::facts::CaseFacts;
use lettermark::ingest::Source;
use lettermark::lexicon::{Files, Lexicon};
use lettermark::profile::{Profile, Strictness};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

struct Engine {
    rules: Rules,
    lexicon: Lexicon,
}

fn engine() -> &'static Engine {
    static ENGINE: OnceLock<Engine> = OnceLock::new();
    ENGINE.get_or_init(|| {
        let files = Files::embedded();
        Engine { rules: Rules::load(&files).unwrap(), lexicon: Lexicon::load(&files).unwrap() }
    })
}

fn said() -> Said {
    let none =
        || Fact { value: None, from: From::Unknown, confidence: Confidence::Unmeasured, evidence: None };
    Said {
        kind: none(),
        decision: none(),
        variant: none(),
        elements: Vec::new(),
        tones: Vec::new(),
        owed: Vec::new(),
        style: Default::default(),
    }
}

fn judge(text: &str, facts: &CaseFacts, strictness: Strictness) -> (Letter, Judged) {
    let engine = engine();
    let letter = Letter::read(Source::from_text(text));
    let hits = engine.lexicon.scan(&letter);
    let (said, profile) = (said(), Profile { strictness, ..Profile::default() });
    let judged = engine.rules.judge(&Case {
        letter: &letter,
        lexicon: &engine.lexicon,
        hits: &hits,
        said: &said,
        facts,
        profile: &profile,
        as_of: None,
    });
    (letter, judged)
}

/// The findings, looks aside, of a sentence inside a short letter.
fn in_letter(sentence: &str) -> Vec<(Finding, String)> {
    let text = format!("Dear Ms Hale\n\n{sentence}\n\nYours sincerely\n\nAnn Archer\n");
    let (letter, judged) = judge(&text, &CaseFacts::default(), Strictness::Realistic2023);
    judged
        .findings
        .into_iter()
        .filter(|f| f.severity != Severity::Look)
        .map(|f| (f.clone(), f.span.of(letter.text()).to_string()))
        .collect()
}

fn data(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(name)
}

fn words(name: &str) -> Vec<String> {
    let text = fs::read_to_string(data(name)).unwrap();
    text.lines().filter(|l| !l.starts_with('#') && !l.is_empty()).map(str::to_string).collect()
}

fn share_flagged(list: &[String]) -> f64 {
    let speller = engine().rules.speller();
    list.iter().filter(|w| speller.check(w).is_some()).count() as f64 / list.len() as f64
}

#[test]
fn common_misspellings_are_caught() {
    let list = words("spelling/misspellings.txt");
    assert!(list.len() > 4000, "the list is short");
    assert!(share_flagged(&list) >= 0.98, "{}", share_flagged(&list));
}

#[test]
fn american_forms_are_caught_and_british_ones_left_alone() {
    let (american, british) = (words("spelling/american.txt"), words("spelling/british.txt"));
    assert!(american.len() > 1500 && british.len() > 1500, "the lists are short");
    assert!(share_flagged(&american) >= 0.90, "{}", share_flagged(&american));
    assert!(share_flagged(&british) <= 0.02, "{}", share_flagged(&british));
}

#[test]
fn every_wrong_sentence_is_found_and_every_right_one_is_not() {
    let pairs = words("grammar_pairs.txt");
    assert!(pairs.len() >= 150, "{} pairs", pairs.len());
    let mut faults = Vec::new();
    for pair in &pairs {
        let (wrong, right) = pair.split_once('|').unwrap();
        if in_letter(wrong).is_empty() {
            faults.push(format!("not found: {wrong}"));
        }
        for (finding, quote) in in_letter(right) {
            faults.push(format!("false alarm of {} on {quote:?}: {right}", finding.rule));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn pages_keep_their_own_examples() {
    let mut faults = Vec::new();
    for page in engine().rules.pages() {
        for yes in &page.yes {
            let text = format!("Dear Ms Hale\n\n{yes}\n\nYours sincerely\n\nAnn Archer\n");
            let (_, judged) = judge(&text, &CaseFacts::default(), Strictness::Realistic2023);
            if !judged.findings.iter().any(|f| f.rule == page.id) {
                faults.push(format!("{}: not found: {yes}", page.id));
            }
        }
        for no in &page.no {
            let text = format!("Dear Ms Hale\n\n{no}\n\nYours sincerely\n\nAnn Archer\n");
            let (_, judged) = judge(&text, &CaseFacts::default(), Strictness::Realistic2023);
            if judged.findings.iter().any(|f| f.rule == page.id) {
                faults.push(format!("{}: false alarm: {no}", page.id));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// Clean prose: at most 1.5 spelling flags in 1,000 words, and of each rule at most one false alarm in 20,000.
#[test]
fn clean_prose_is_left_alone() {
    let mut count = 0;
    let mut spelling = Vec::new();
    let mut by_rule: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let letters = fs::read_to_string(data("clean/letters.txt")).unwrap();
    let passages = fs::read_to_string(data("clean/passages.txt")).unwrap();
    let texts = letters.split("\n\n=====\n\n").chain(passages.lines());
    for text in texts {
        let (letter, judged) = judge(text, &CaseFacts::default(), Strictness::Realistic2023);
        count += letter.count_words(0..letter.words.len());
        for finding in judged.findings.iter().filter(|f| f.severity != Severity::Look) {
            let quote = finding.span.of(letter.text()).to_string();
            if finding.category == "spelling" {
                spelling.push(quote);
            } else if finding.category == "grammar" {
                by_rule.entry(finding.rule.clone()).or_default().push(quote);
            }
        }
    }
    assert!(count >= 20_000, "{count} words");
    assert!(spelling.len() as f64 <= count as f64 * 1.5 / 1000.0, "{spelling:?}");
    let loud: Vec<_> = by_rule.iter().filter(|(_, quotes)| quotes.len() > 1).collect();
    assert!(loud.is_empty(), "{loud:?}");
}

fn facts() -> CaseFacts {
    CaseFacts {
        kind: Some("vcl".into()),
        victim_name: Some("Rosa Whitcombe".into()),
        defendant_name: Some("Gareth Pemberton".into()),
        ..CaseFacts::default()
    }
}

fn rules_of(text: &str, facts: &CaseFacts) -> Vec<String> {
    let (_, judged) = judge(text, facts, Strictness::Realistic2023);
    judged.findings.into_iter().filter(|f| f.severity != Severity::Look).map(|f| f.rule).collect()
}

const CLEAN: &str = "Crown Prosecution Service\n\n3 June 2025\n\nOur reference: 13WD0482125\n\nMs Rosa Whitcombe\n5 Mill Lane\nDerby\n\nDear Ms Whitcombe\n\nWe have stopped the case against Gareth Pemberton. Mr Pemberton will not be tried. I am sorry about this.\n\nYou can ring me on 01632 960118.\n\nYours sincerely\n\nAnn Archer\nCrown Prosecutor\n";

#[test]
fn a_clean_letter_is_fully_accurate_under_both_strictnesses() {
    for strictness in [Strictness::Realistic2023, Strictness::Strict2018] {
        let (_, judged) = judge(CLEAN, &facts(), strictness);
        assert_eq!(judged.outcome.rating, Rating::Fully, "{:?}", judged.findings);
    }
}

#[test]
fn one_serious_fault_fails_a_letter_and_one_slip_does_not() {
    let rate = |text: &str, strictness| judge(text, &facts(), strictness).1.outcome.rating;
    let slip = CLEAN.replace("sorry about", "sorrry about");
    assert_eq!(rate(&slip, Strictness::Realistic2023), Rating::Fully);
    assert_ne!(rate(&slip, Strictness::Strict2018), Rating::Fully);
    let gap = CLEAN.replace("ring me on", "ring [INSERT NAME] on");
    assert_eq!(rate(&gap, Strictness::Realistic2023), Rating::Not);
    let stranger = CLEAN.replace("Mr Pemberton will not", "Mr Lockett will not");
    assert_eq!(rate(&stranger, Strictness::Realistic2023), Rating::Not);
}

#[test]
fn names_are_held_to_the_facts_and_to_one_another() {
    let found = |from: &str, to: &str| rules_of(&CLEAN.replace(from, to), &facts());
    assert!(found("Dear Ms Whitcombe", "Dear Ms Whitcome").contains(&"names.misspelt".into()));
    assert!(found("Dear Ms Whitcombe", "Dear Ms Lockett").contains(&"names.other_reader".into()));
    assert!(found("Mr Pemberton", "Mr Pembreton").contains(&"names.misspelt".into()));
    assert!(
        found("I am sorry about this.", "I am sorry, Mrs Lockett, that I have to tell you this.")
            .contains(&"names.other_reader".into())
    );
    assert!(
        found("I am sorry about this.", "Your officer, Mr Lockett, knows this. You can ask for Mrs Tarrant.")
            .is_empty()
    );
    for (from, to, rule) in [
        ("I am sorry about this.", "I am sorry, Mrs Whitcombe.", "names.title"),
        ("Dear Ms Whitcombe", "Dear Mr Whitcombe", "names.title"),
        ("I am sorry about this.", "The defendant, Gavin Pemberton, is free.", "names.misspelt"),
        ("I am sorry about this.", "Somebody broke in at 5 Milton Lane.", "contradiction.address"),
    ] {
        assert!(found(from, to).contains(&rule.to_string()), "{to}: {:?}", found(from, to));
    }
    for right in [
        "Your caseworker, Mr Lockett, has offered to come with you.",
        "His brother, Gavin Pemberton, was not there.",
        "Somebody broke in at 5 Mill Lane.",
        "When we charged him we had Ms Lockett's account.",
    ] {
        assert!(
            found("I am sorry about this.", right).is_empty(),
            "{right}: {:?}",
            found("I am sorry about this.", right)
        );
    }
    let without = CLEAN.replace("Dear Ms Whitcombe", "Dear Ms Whitcome");
    assert!(
        rules_of(&without.replace("We have", "Whitcombe was read. We have"), &CaseFacts::default())
            .contains(&"names.misspelt".into())
    );
}

#[test]
fn leftovers_are_found() {
    for (from, to, rule) in [
        ("Dear Ms Whitcombe", "Dear <first name>", "leftover.placeholder"),
        ("this.", "this to XXXX.", "leftover.placeholder"),
        ("Mr Pemberton", "Mr/Mrs Pemberton", "leftover.options"),
        ("this.", "this &nbsp; case.", "leftover.code"),
        ("You can ring", "Dear Mr Lockett\n\nYou can ring", "leftover.salutation"),
    ] {
        let found = rules_of(&CLEAN.replace(from, to), &facts());
        assert!(found.contains(&rule.to_string()), "{rule}: {found:?}");
    }
    let twice = "I looked at all of the statements again and at the film from the shop before I decided. ";
    let found =
        rules_of(&CLEAN.replace("You can ring", &format!("{twice}\n\n{twice}\n\nYou can ring")), &facts());
    assert!(found.contains(&"leftover.repeated".into()), "{found:?}");
}

#[test]
fn dates_and_figures_must_fit() {
    for (sentence, rule) in [
        ("The hearing is on Monday 24 June 2025.", "date.weekday"),
        ("The hearing was on 31 April 2025.", "date.impossible"),
        ("I decided this yesterday, 12 May.", "date.relative"),
        (
            "The trial was listed for 14 July at Derby Crown Court. The trial on 15 July will not go ahead.",
            "date.event",
        ),
        ("You lost £4,250 in all. The bank paid back the £4,520.", "contradiction.amount"),
        (
            "He was sentenced to nine years' imprisonment. As he is serving an eight year term he must wait.",
            "contradiction.term",
        ),
        ("You met on the A610 that day. The film shows the A617 at night.", "contradiction.code"),
        ("He (Ms Lockett) gave it to me.", "names.pronoun"),
    ] {
        let found = rules_of(&CLEAN.replace("I am sorry about this.", sentence), &facts());
        assert!(found.contains(&rule.to_string()), "{rule} in {sentence}: {found:?}");
    }
    let fits =
        "The hearing is on Tuesday 24 June 2025. I decided this yesterday, 2 June. You lost £4,250 and £910.";
    let found = rules_of(&CLEAN.replace("I am sorry about this.", fits), &facts());
    assert!(found.is_empty(), "{found:?}");
}

#[test]
fn the_facts_decide_who_withdrew() {
    let text = CLEAN.replace("I am sorry about this.", "You withdrew your statement in May.");
    let withdrew = |answer| rules_of(&text, &CaseFacts { victim_withdrew: answer, ..facts() });
    assert!(withdrew(Some(false)).contains(&"facts.withdrew".into()));
    assert!(withdrew(Some(true)).is_empty() && withdrew(None).is_empty());
}

#[test]
fn other_peoples_data_are_found_and_the_readers_and_senders_are_not() {
    for (sentence, rule) in [
        ("He lives with Mrs Joan Tarrant of 14 Orchard Close.", "privacy.address"),
        ("Mrs Joan Tarrant has been under the doctor for psychosis since May.", "privacy.health"),
        ("He has a caution for theft of a bicycle.", "privacy.record"),
        ("Mrs Joan Tarrant next door saw him at the gate.", "privacy.witness"),
        ("His National Insurance number is AB 12 34 56 C.", "privacy.number"),
        ("His NHS number is 943 476 5919.", "privacy.number"),
        ("His date of birth is 4 May 1990.", "privacy.birth"),
    ] {
        let found = rules_of(&CLEAN.replace("I am sorry about this.", sentence), &facts());
        assert!(found.contains(&rule.to_string()), "{rule} in {sentence}: {found:?}");
    }
    for sentence in [
        "We have written to you at 5 Mill Lane.",
        "You told us that you take medication for your heart.",
        "Victim Support can be reached on 01632 960119.",
        "Send the form to our office at 20 Orchard Street.",
    ] {
        let found = rules_of(&CLEAN.replace("I am sorry about this.", sentence), &facts());
        assert!(found.is_empty(), "{sentence}: {found:?}");
    }
}

#[test]
fn suggestions_come_only_when_asked_for() {
    let text = CLEAN.replace("sorry about", "sorrry abbout").replace("stopped", "stoped");
    let (letter, mut judged) = judge(&text, &facts(), Strictness::Realistic2023);
    let unknown = |judged: &Judged| {
        judged.findings.iter().filter(|f| f.rule == "spelling.unknown").cloned().collect::<Vec<_>>()
    };
    assert_eq!(unknown(&judged).len(), 3);
    assert!(unknown(&judged).iter().all(|f| f.suggestion.is_none()));
    engine().rules.suggest(&letter, &mut judged.findings);
    assert!(unknown(&judged).iter().any(|f| f.suggestion.as_deref().is_some_and(|s| s.contains("sorry"))));
}

#[test]
fn strict_is_never_kinder() {
    for name in ["clean/letters.txt", "clean/passages.txt"] {
        for text in fs::read_to_string(data(name)).unwrap().split("\n\n=====\n\n").take(25) {
            let text = &text[..text.char_indices().nth(3000).map_or(text.len(), |(i, _)| i)];
            let realistic =
                judge(text, &CaseFacts::default(), Strictness::Realistic2023).1.outcome.rating.points();
            let strict = judge(text, &CaseFacts::default(), Strictness::Strict2018).1.outcome.rating.points();
            assert!(strict <= realistic);
        }
    }
}

#[test]
fn every_code_rule_has_its_page_and_every_page_its_rule() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/criteria/accuracy");
    let mut code = String::new();
    let mut dirs = vec![root];
    while let Some(dir) = dirs.pop() {
        for entry in fs::read_dir(dir).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                dirs.push(path);
            } else {
                code.push_str(&fs::read_to_string(path).unwrap());
            }
        }
    }
    for page in engine().rules.pages() {
        assert!(code.contains(&format!("\"{}\"", page.id)), "nothing gives {}", page.id);
    }
    for prefix in ["names", "leftover", "date", "contradiction", "facts", "privacy"] {
        for part in code.split(&format!("\"{prefix}.")).skip(1) {
            let id = format!("{prefix}.{}", part.split('"').next().unwrap());
            assert!(engine().rules.page(&id).is_some(), "{id} has no page");
        }
    }
}

#[test]
fn what_could_harm_a_trial_is_asked_only_while_one_may_come() {
    let text = CLEAN.replace("I am sorry about this.", "Another witness says that he had a knife.");
    let looks = |facts: &CaseFacts| {
        let (_, judged) = judge(&text, facts, Strictness::Realistic2023);
        let trial: Vec<Severity> =
            judged.findings.iter().filter(|f| f.rule == "other.trial_witness").map(|f| f.severity).collect();
        (trial, judged.outcome.rating)
    };
    assert_eq!(looks(&facts()), (vec![Severity::Look], Rating::Fully));
    let ended = CaseFacts { all_proceedings_ended: Some(true), ..facts() };
    assert!(looks(&ended).0.is_empty());
    let stopped = CaseFacts { decision: Some("discontinued".into()), ..facts() };
    assert!(looks(&stopped).0.is_empty());
    let others = CaseFacts { all_proceedings_ended: Some(false), ..stopped };
    assert_eq!(looks(&others).0.len(), 1);
}

#[test]
fn a_name_is_introduced_by_the_role_before_it() {
    let found = |text: &str| rules_of(&CLEAN.replace("I am sorry about this.", text), &facts());
    assert!(found("The prosecutor. I uphold this in part. Mr Denham had four lists that day.").is_empty());
    assert!(found("I uphold this in part. Mr Denham had four lists.").contains(&"names.unintroduced".into()));
}
