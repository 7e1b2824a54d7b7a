//! Tone on sentences in which a phrase misleads, and on sentences of good letters.

use lettermark::assessment::{Assessment, Engine, Options};
use lettermark::elements::TONES;
use lettermark::facts::CaseFacts;
use serde::Deserialize;

const FALSE_ALARMS: &str = include_str!("../../corpus/false_alarms.txt");
const EDGE_CASES: &str = include_str!("../../corpus/edge_cases.jsonl");

#[derive(Deserialize)]
struct EdgeCase {
    case: u32,
    text: String,
    expect: Expected,
}

#[derive(Deserialize)]
struct Expected {
    kind: String,
    id: String,
}

/// Reads a passage in the middle of a letter that is plain and friendly otherwise.
fn assess(body: &str) -> Assessment {
    let letter = format!(
        "Dear Mrs Okafor,\n\nThe trial is at Norwich Crown Court on 15 September at ten o'clock.\n\n{body}\n\n\
         The witness room is on the first floor, and a volunteer will meet you at the side door.\n\n\
         Yours sincerely,\n\nPriya Nair\nVictim Liaison Officer\n"
    );
    let engine = Engine::embedded().expect("the built-in data load");
    engine
        .assess_text(letter, &CaseFacts::default(), &Options::default())
        .expect("a letter of a few lines is read")
}

/// The tones found, as `(id, quotation)`: findings, or looks.
fn tones(assessment: &Assessment, looks: bool) -> Vec<(String, String)> {
    assessment
        .findings
        .iter()
        .filter(|f| f.criterion == "empathy" && TONES.contains(&f.category.as_str()))
        .filter(|f| (f.severity == "look") == looks)
        .map(|f| (f.category.clone(), f.quote.clone()))
        .collect()
}

#[test]
fn nothing_hurtful_is_found_in_sentences_of_good_letters() {
    let sentences: Vec<&str> = FALSE_ALARMS.lines().filter(|l| !l.trim().is_empty()).collect();
    assert!(sentences.len() >= 320, "only {} sentences", sentences.len());
    let mut wrong = Vec::new();
    for letter in sentences.chunks(12) {
        let body: Vec<String> = letter.chunks(3).map(|p| p.join(" ")).collect();
        wrong.extend(tones(&assess(&body.join("\n\n")), false));
    }
    assert!(wrong.is_empty(), "{} of {}: {wrong:#?}", wrong.len(), sentences.len());
}

#[test]
fn phrases_that_mislead_are_read_aright() {
    let cases: Vec<EdgeCase> =
        EDGE_CASES.lines().map(|l| serde_json::from_str(l).expect("an edge case")).collect();
    let numbers: Vec<u32> = cases.iter().map(|c| c.case).collect();
    assert_eq!(numbers, (1..=36).collect::<Vec<_>>());
    let mut wrong = Vec::new();
    for EdgeCase { case, text, expect } in &cases {
        let assessment = assess(text);
        let (found, looks) = (tones(&assessment, false), tones(&assessment, true));
        let has = |list: &[(String, String)]| list.iter().any(|(id, _)| *id == expect.id);
        let said = assessment.elements.iter().any(|e| e.id == expect.id && e.status == "present");
        let met = match expect.kind.as_str() {
            "finding" => has(&found),
            "look" => has(&looks) && found.is_empty(),
            "marker" => said && found.is_empty(),
            "silent" => !has(&found) && !has(&looks) && !said && found.is_empty(),
            // Another language is left to a person as a whole; a doubtful sentence is pointed out.
            "needs_person" if expect.id == "language" => {
                let welsh = Engine::embedded()
                    .and_then(|e| e.assess_text(text.clone(), &CaseFacts::default(), &Options::default()))
                    .expect("read");
                welsh.rating("empathy") == Some("not_assessed")
                    && tones(&welsh, false).is_empty()
                    && tones(&welsh, true).is_empty()
            }
            "needs_person" => has(&looks) && found.is_empty(),
            other => panic!("case {case}: what is {other:?}?"),
        };
        if !met {
            wrong.push(format!(
                "{case}: expected {} {}, found {found:?}, looks {looks:?}, said {said}: {text}",
                expect.kind, expect.id
            ));
        }
    }
    assert!(wrong.is_empty(), "{} of 36:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn a_grave_reproach_caps_empathy_however_warm_the_rest() {
    let warm = "I am so sorry that you were attacked. I know how much this has changed your life. \
                Thank you for the courage it took to tell us.";
    let kind = assess(warm);
    assert!(tones(&kind, false).is_empty());
    let reproach =
        assess(&format!("{warm} You put yourself in a vulnerable position by walking home alone."));
    assert!(tones(&reproach, false).iter().any(|(id, _)| id == "blame"));
    assert_ne!(reproach.rating("empathy"), Some("FM"));
}
