//! Readability: what the formulas say of the letter's prose, and how far to believe them.

mod counts;
mod formulas;

pub use counts::Counts;
pub use formulas::{ENOUGH_SENTENCES, ENOUGH_WORDS, Formulas, METHODS, Method};

use super::{Case, Criterion, Judged, Outcome, Rating};
use crate::document::{Language, Letter};
use crate::error::{Error, Result};
use crate::hashing::Lookup;
use crate::lexicon::Files;
use crate::words::Words;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// The data of this criterion.
#[derive(Debug)]
pub struct Rules {
    words: Words,
    unavoidable: Lookup,
    bands: BTreeMap<String, Bands>,
}

/// The limits of one profile.
#[derive(Copy, Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Bands {
    fully_flesch: f64,
    not_flesch: f64,
    not_words_a_sentence: f64,
    not_unfamiliar: f64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct BandsFile {
    #[serde(rename = "source")]
    _source: String,
    profiles: BTreeMap<String, Bands>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct UnavoidableFile {
    words: Vec<String>,
}

/// What was measured.
#[derive(Clone, Debug, PartialEq)]
pub struct Measurements {
    /// The language that was measured; for Welsh only LIX means anything.
    pub language: Language,
    /// The counts.
    pub counts: Counts,
    /// The formulas.
    pub formulas: Formulas,
    /// The formulas with the unavoidable long words taken out.
    pub without_unavoidable: Formulas,
    /// The range of ages at which most people can read it; none for Welsh or without words.
    pub reading_age: Option<[u8; 2]>,
    /// Whether there are too few words for any formula.
    pub too_short: bool,
    /// Whether there are too few sentences for SMOG.
    pub too_short_for_smog: bool,
}

impl Rules {
    /// Reads the data.
    ///
    /// # Errors
    /// Where a file is missing or wrong.
    pub fn load(files: &Files) -> Result<Rules> {
        Rules::load_with(files, Words::load(files)?)
    }

    /// Reads the data, but for the words that are read already.
    ///
    /// # Errors
    /// Where a file is missing or wrong.
    pub fn load_with(files: &Files, words: Words) -> Result<Rules> {
        let file = files.need("readability/bands.toml")?;
        let bands: BandsFile = file.parse()?;
        for id in ["realistic-2023", "strict-2018"] {
            if !bands.profiles.contains_key(id) {
                return Err(Error::usage(format!("has no profile `{id}`")).in_file(file.name()));
            }
        }
        let unavoidable: UnavoidableFile = files.need("readability/unavoidable.toml")?.parse()?;
        let unavoidable: BTreeSet<String> = unavoidable.words.into_iter().collect();
        let unavoidable = Lookup::new(unavoidable.iter().map(String::as_str));
        Ok(Rules { words, unavoidable, bands: bands.profiles })
    }

    /// Measures a letter's prose. Welsh is measured where the letter as a whole is Welsh; else English.
    pub fn measure(&self, letter: &Letter) -> Measurements {
        let language = match letter.language {
            Language::Welsh => Language::Welsh,
            _ => Language::English,
        };
        let (counts, without) = counts::count(letter, language, &self.words, &self.unavoidable);
        let formulas = Formulas::of(&counts);
        let english = language == Language::English;
        Measurements {
            language,
            counts,
            formulas,
            without_unavoidable: Formulas::of(&without),
            reading_age: (english && counts.words > 0).then(|| formulas.reading_age(&counts)),
            too_short: counts.words < ENOUGH_WORDS,
            too_short_for_smog: counts.sentences < ENOUGH_SENTENCES,
        }
    }

    /// Measures and rates.
    pub fn judge(&self, case: &Case) -> Judged {
        self.judge_measured(case, &self.measure(case.letter))
    }

    /// Rates what was measured already.
    pub fn judge_measured(&self, case: &Case, measured: &Measurements) -> Judged {
        let mut not_assessed = Vec::new();
        let welsh = case.letter.blocks.iter().any(|b| b.kind.is_prose() && b.language == Language::Welsh);
        if welsh {
            let why = "the letter has Welsh, for which there is no tested formula; LIX alone is given";
            not_assessed.push(("readability of the Welsh text".to_owned(), why.to_owned()));
        }
        Judged { outcome: self.rate(case, measured), findings: Vec::new(), not_assessed }
    }

    fn rate(&self, case: &Case, measured: &Measurements) -> Outcome {
        let outcome = |rating, reason: String, decided_by: &[&str], to_raise: Option<String>| Outcome {
            criterion: Criterion::Readability,
            rating,
            reason,
            decided_by: decided_by.iter().map(|s| (*s).to_owned()).collect(),
            to_raise,
        };
        match case.letter.language {
            Language::English => {}
            Language::Welsh => {
                let reason = format!("Welsh: LIX {:.0}, no other formula applies.", measured.formulas.lix);
                return outcome(Rating::NotAssessed, reason, &["readability.language"], None);
            }
            Language::Other => {
                let reason = "The letter is in neither English nor Welsh.".to_owned();
                return outcome(Rating::NotAssessed, reason, &["readability.language"], None);
            }
        }
        if measured.too_short {
            let reason = format!(
                "Too short to rely on: {} words of prose, and the formulas need {ENOUGH_WORDS}.",
                measured.counts.words
            );
            return outcome(Rating::NotAssessed, reason, &["readability.too_short"], None);
        }
        // `load` has made sure that both profiles are there.
        let Some(bands) = self.bands.get(case.profile.strictness.id()) else {
            let reason = "There are no bands for this profile.".to_owned();
            return outcome(Rating::NotAssessed, reason, &[], None);
        };
        let flesch = measured.formulas.flesch_reading_ease;
        let eased = measured.without_unavoidable.flesch_reading_ease.max(flesch);
        let length = measured.counts.words_a_sentence();
        let unfamiliar = measured.counts.unfamiliar_percent();
        let figures = format!(
            "Flesch Reading Ease {flesch:.0} ({eased:.0} without unavoidable long words), {length:.0} words a sentence, {unfamiliar:.0} unfamiliar words in a hundred"
        );
        if eased >= bands.fully_flesch {
            return outcome(
                Rating::Fully,
                format!("{figures}; {:.0} or more is clear enough.", bands.fully_flesch),
                &["readability.flesch"],
                None,
            );
        }
        let long = length >= bands.not_words_a_sentence;
        let strange = unfamiliar >= bands.not_unfamiliar;
        let easier = "shorten the longest sentences and use everyday words";
        if eased < bands.not_flesch && (long || strange) {
            let mut by = vec!["readability.flesch"];
            if long {
                by.push("readability.long_sentences");
            }
            if strange {
                by.push("readability.unfamiliar_words");
            }
            let why = if long { "long sentences" } else { "unfamiliar words" };
            return outcome(
                Rating::Not,
                format!("{figures}; hard to read, and {why} bear it out."),
                &by,
                Some(format!("{easier}: {:.0} or more would do for PM.", bands.not_flesch)),
            );
        }
        outcome(
            Rating::Partially,
            format!("{figures}; {:.0} or more would be clear enough.", bands.fully_flesch),
            &["readability.flesch"],
            Some(format!("{easier}: {:.0} or more would do for FM.", bands.fully_flesch)),
        )
    }

    /// The measurements for the output.
    pub fn measurements(&self, case: &Case) -> serde_json::Value {
        self.measure(case.letter).note()
    }
}

/// The measurements as they are written out.
#[derive(Serialize)]
struct Note<'m> {
    words: usize,
    sentences: usize,
    words_a_sentence: f64,
    longest_sentence: usize,
    syllables: usize,
    unfamiliar_percent: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    readability: Option<&'m Formulas>,
    #[serde(skip_serializing_if = "Option::is_none")]
    readability_without_unavoidable: Option<&'m Formulas>,
    #[serde(skip_serializing_if = "Option::is_none")]
    lix: Option<f64>,
    reading_age: Option<[u8; 2]>,
    too_short: bool,
    too_short_for_smog: bool,
    readability_method: &'static [Method],
}

impl Measurements {
    /// As the output gives it, each formula with its constants and counting rules.
    pub fn note(&self) -> serde_json::Value {
        let round = |v: f64| (v * 100.0).round() / 100.0;
        let english = self.language == Language::English;
        let note = Note {
            words: self.counts.words,
            sentences: self.counts.sentences,
            words_a_sentence: round(self.counts.words_a_sentence()),
            longest_sentence: self.counts.longest_sentence,
            syllables: self.counts.syllables,
            unfamiliar_percent: round(self.counts.unfamiliar_percent()),
            readability: english.then_some(&self.formulas),
            readability_without_unavoidable: english.then_some(&self.without_unavoidable),
            lix: (!english).then_some(self.formulas.lix),
            reading_age: self.reading_age,
            too_short: self.too_short,
            too_short_for_smog: self.too_short_for_smog,
            readability_method: &METHODS,
        };
        serde_json::to_value(note).unwrap_or_default()
    }
}
