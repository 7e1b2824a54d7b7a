//! The trained vocabulary: the same training gives the same bytes, and what it reached out of hand stands.

use lettermark::document::Letter;
use lettermark::ingest::Source;
use lettermark::learn::{self, DecisionInputs, Inputs, Recipe};
use lettermark::lexicon::Files;
use lettermark::vocabulary::{DECISIONS_FILE, Level, Measure, THRESHOLDS_FILE, Vocabulary, WEIGHTS_FILE};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

fn in_package(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn inputs() -> Inputs {
    Inputs::read(
        &learn::reading_order(),
        &[in_package("corpus/wordings")],
        Some(&in_package("corpus/manifest.csv")),
        &["ratings-A", "ratings-B", "expected", "ratings-C"]
            .map(|f| in_package(&format!("corpus/{f}.jsonl"))),
    )
    .unwrap()
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Floors {
    elements_and_markers: Floor,
    tones: Floor,
    id: BTreeMap<String, Floor>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Floor {
    /// Of the passages that say it, the least share that must be found.
    found: f64,
    /// Of those that do not, the least share that must be left alone.
    left_alone: f64,
}

impl Floor {
    fn complain(&self, name: &str, measure: &Measure) -> Option<String> {
        let (found, left) = (measure.recall()?, measure.specificity()?);
        (found < self.found || left < self.left_alone)
            .then(|| format!("{name}: found {found:.3}, left alone {left:.3}"))
    }
}

/// One training with its whole cross-validation, since it is the slow part: weights, thresholds, floors.
#[test]
fn training_again_gives_the_same_files_and_holds_the_floors() {
    let (inputs, recipe) = (inputs(), Recipe::default());
    let trained = learn::train_and_measure(&inputs, &recipe).unwrap();

    let files = Files::embedded();
    let stored = files.get(WEIGHTS_FILE).unwrap().bytes();
    assert!(trained.weights.to_bytes() == stored, "the weights differ: train and commit them again");
    let stored = files.get(THRESHOLDS_FILE).unwrap().bytes();
    let text = toml::to_string(&trained.thresholds).unwrap();
    assert!(text.as_bytes() == stored, "the thresholds differ: train and commit them again");

    let decisions =
        DecisionInputs::read(&in_package("corpus/decisions"), &inputs.letters).unwrap().train(&recipe);
    let stored = files.get(DECISIONS_FILE).unwrap().bytes();
    assert!(decisions.to_bytes() == stored, "the weights for decisions differ: train and commit them again");

    let floors: Floors =
        toml::from_str(&std::fs::read_to_string(in_package("tests/data/vocabulary_floors.toml")).unwrap())
            .unwrap();
    let mut under = Vec::new();
    for (id, cuts) in &trained.thresholds.id {
        let floor = floors.id.get(id).unwrap_or_else(|| panic!("{id} has no floor"));
        under.extend(floor.complain(id, cuts.passages.as_ref().unwrap()));
    }
    for (floor, tones) in [(&floors.elements_and_markers, false), (&floors.tones, true)] {
        let (passages, _) = learn::pooled(&trained.thresholds, tones);
        under.extend(floor.complain(if tones { "tones" } else { "elements and markers" }, &passages));
    }
    assert!(under.is_empty(), "under the floor out of hand:\n{}", under.join("\n"));
}

#[test]
fn judges_passages_that_no_bank_holds() {
    let vocabulary = Vocabulary::load(&Files::embedded()).unwrap();
    let level = |id: &str, text: &str| {
        let letter = Letter::read(Source::from_text(text));
        let scores = vocabulary.score(&letter);
        vocabulary.judge(&scores, id).unwrap().level
    };
    let complaint = "If you are unhappy with how we dealt with you, you can make a complaint to our team.";
    assert_ne!(level("complaint", complaint), Level::Silent);
    assert_eq!(level("complaint", "The trial will start at the Crown Court on 3 March."), Level::Silent);
    let thanks = "Thank you for coming to court to give evidence and for your patience.";
    assert_ne!(level("thanks", thanks), Level::Silent);
    assert_eq!(level("thanks", "The number plate could not be read on the film."), Level::Silent);
}

#[test]
fn names_the_words_that_decided() {
    let vocabulary = Vocabulary::load(&Files::embedded()).unwrap();
    let letter = Letter::read(Source::from_text("I am so sorry for the terrible loss of your brother."));
    let scores = vocabulary.score(&letter);
    let judgement = vocabulary.judge(&scores, "sympathy").unwrap();
    assert_ne!(judgement.level, Level::Silent);
    let words = vocabulary.deciding_words(
        &letter,
        &scores,
        vocabulary.column("sympathy").unwrap(),
        judgement.sentences,
    );
    assert!(words.iter().any(|w| w == "sorry" || w == "loss"), "{words:?}");
}

#[test]
fn odd_texts_are_read_without_harm() {
    let vocabulary = Vocabulary::load(&Files::embedded()).unwrap();
    for text in [
        "",
        " ",
        "\n\n",
        "?",
        "\u{feff}",
        "a",
        "—",
        "0",
        "£",
        "'",
        "n't",
        &"word ".repeat(5000),
        &"é!? ".repeat(900),
    ] {
        let letter = Letter::read(Source::from_text(text));
        let scores = vocabulary.score(&letter);
        for id in vocabulary.ids() {
            if let Some(judgement) = vocabulary.judge(&scores, id) {
                assert!(judgement.said.is_finite() && judgement.firm.is_finite(), "{id} of {text:.20}");
            }
            let _ = vocabulary.found(&scores, id);
        }
    }
}
