//! Plain English on whole letters.

use lettermark::confidence::Confidence;
use lettermark::criteria::{Case, Judged, Rating, Severity, plain_english::Rules};
use lettermark::document::Letter;
use lettermark::elements::{Fact, From, Said};
use lettermark::facts::CaseFacts;
use lettermark::ingest::Source;
use lettermark::lexicon::{Files, Lexicon};
use lettermark::profile::{Profile, Strictness};

struct Bench {
    lexicon: Lexicon,
    rules: Rules,
}

impl Bench {
    fn new() -> Bench {
        let files = Files::embedded();
        Bench {
            lexicon: Lexicon::load(&files).expect("the lexicons load"),
            rules: Rules::load(&files).expect("the rules load"),
        }
    }

    /// Judges a text; what is found is given by its words.
    fn judge(&self, text: &str, strictness: Strictness) -> (Judged, Vec<String>) {
        let letter = Letter::read(Source::from_text(text));
        let hits = self.lexicon.scan(&letter);
        let fact =
            || Fact { value: None, from: From::Unknown, confidence: Confidence::Unmeasured, evidence: None };
        let said = Said {
            kind: fact(),
            decision: fact(),
            variant: fact(),
            elements: Vec::new(),
            tones: Vec::new(),
            owed: Vec::new(),
            style: Default::default(),
        };
        let profile = Profile { strictness, ..Profile::default() };
        let judged = self.rules.judge(&Case {
            letter: &letter,
            lexicon: &self.lexicon,
            hits: &hits,
            said: &said,
            facts: &CaseFacts::default(),
            profile: &profile,
            as_of: None,
        });
        let found = judged
            .findings
            .iter()
            .filter(|f| f.severity != Severity::Look)
            .map(|f| f.span.of(text).split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase())
            .collect();
        (judged, found)
    }

    fn found(&self, body: &str) -> Vec<String> {
        let text = format!("Dear Ms Diallo\n\n{body}\n\nYours sincerely\n\nR Bell\n");
        self.judge(&text, Strictness::Realistic2023).1
    }
}

/// The faults planted in the letter: a part of the words that a finding must cover.
const PLANTED: [&str; 20] = [
    "further to",
    "with regard to",
    "discontinued",
    "evidential stage",
    "realistic prospect",
    "rui",
    "oic",
    "nqrt",
    "aforementioned",
    "remanded in custody",
    "the account that he gave of the evening",
    "section 4 of the public order act 1986",
    "not unlikely",
    "not contact",
    "licence condition",
    "hearsay",
    "indictment",
    "antecedents",
    "moiety",
    "do not hesitate",
];

#[test]
fn planted_faults_are_found() {
    let bench = Bench::new();
    let (judged, found) = bench.judge(include_str!("../data/planted.txt"), Strictness::Realistic2023);
    let missed: Vec<&&str> = PLANTED.iter().filter(|p| !found.iter().any(|f| f.contains(**p))).collect();
    assert!(missed.len() <= 1, "missed {missed:?}\nfound {found:#?}");
    assert_eq!(judged.outcome.rating, Rating::Not);
    assert!(judged.outcome.to_raise.is_some() && !judged.outcome.decided_by.is_empty());
}

#[test]
fn an_explained_term_is_no_fault() {
    let bench = Bench::new();
    for body in [
        "The case was discontinued (we stopped it before the trial). I am sorry.",
        "The case was discontinued, or stopped, on Monday. I am sorry.",
        "The case was discontinued. This means that we have stopped it.",
        "We stopped the case before the trial, which lawyers call discontinuing. It was discontinued on Monday.",
        "I asked for his antecedents, which means any crimes he was found guilty of before.",
        "The indictment is the list of charges that the judge reads out.",
        "You can use the Victims' Right to Review (VRR). The VRR is free.",
        "The night quarter review team (NQRT) will ring you. The NQRT is in Leeds.",
        "The police team, called the NQRT, will ring you.",
    ] {
        let found = bench.found(body);
        assert!(found.is_empty(), "{body}: {found:?}");
    }
}

#[test]
fn an_unexplained_term_is_found_once() {
    let bench = Bench::new();
    let found =
        bench.found("The case was discontinued. It was discontinued by us. The NQRT knows. Ask the NQRT.");
    assert_eq!(found.iter().filter(|f| f.contains("discontinued")).count(), 1, "{found:?}");
    assert_eq!(found.iter().filter(|f| f.contains("nqrt")).count(), 1, "{found:?}");
}

#[test]
fn names_quotations_and_addresses_are_left_alone() {
    let bench = Bench::new();
    for body in [
        "The hearing is at Leeds Magistrates' Court on Friday.",
        "Mr Bail lives at 4 Licence Road.",
        "She told us that the man shouted \"indictment\" at her.",
        "You can write to me at LS1 4AB, or ring 01632 960123.",
        "PC Amin and DC Jones came to the house. The NHS can help, and so can your GP.",
    ] {
        let found = bench.found(body);
        assert!(found.is_empty(), "{body}: {found:?}");
    }
}

#[test]
fn strict_is_never_kinder() {
    let bench = Bench::new();
    let planted = include_str!("../data/planted.txt");
    let paragraphs: Vec<&str> = planted.split("\n\n").collect();
    for n in 5..paragraphs.len() {
        let text = paragraphs[..n].join("\n\n");
        let points = |s| bench.judge(&text, s).0.outcome.rating.points();
        assert!(points(Strictness::Strict2018) <= points(Strictness::Realistic2023), "{n} paragraphs");
    }
}

#[test]
fn hostile_text_is_read_to_its_end() {
    let bench = Bench::new();
    let mut body = String::new();
    for n in 0..10_000u32 {
        let letter = |k: u32| char::from(b'A' + (n / k % 26) as u8);
        body.extend([letter(1), letter(26), letter(676), ' ']);
        body.push_str(&format!("s{n} R v X "));
    }
    let found = bench.found(&body);
    assert!(found.len() < 2_000, "{}", found.len());
}
