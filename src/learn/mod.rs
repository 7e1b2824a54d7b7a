//! Labelled passages and rated letters to the vocabulary's weights and thresholds.
//!
//! An id's positives are its own passages that say it and the sentences that raters quoted for it; its
//! negatives are its own passages that do not say it and every window of letters in which all raters say
//! absent. Other ids' passages are unlabelled for it. Everything is fitted in one thread and one order.

mod cross;
mod cuts;
mod decisions;
mod fit;
mod inputs;
mod logistic;
mod samples;

pub use cross::{CrossValidation, HarmScore, LetterScore, PassageScore, consensus, cross_validate};
pub use cuts::thresholds;
pub use decisions::DecisionInputs;
pub use fit::Recipe;
pub use inputs::{Inputs, Label, Passage, Rated, Rating};

use crate::elements::{ELEMENTS, MARKERS, TONES};
use crate::error::{Error, Result};
use crate::vocabulary::{DECISIONS_FILE, Measure, THRESHOLDS_FILE, Thresholds, WEIGHTS_FILE, Weights};
use fit::{Part, Prepared};
use std::path::Path;

/// The order of the columns: elements, markers, tones.
pub fn reading_order() -> Vec<&'static str> {
    ELEMENTS.into_iter().chain(MARKERS).chain(TONES).collect()
}

/// Fits the vocabulary on everything given. The same inputs give the same bytes.
pub fn train(inputs: &Inputs, recipe: &Recipe) -> Weights {
    let prepared = Prepared::new(inputs);
    let part =
        Part { passages: vec![true; inputs.passages.len()], letters: vec![true; inputs.letters.len()] };
    prepared.train(recipe, &part)
}

/// What training gives: the weights, and the thresholds with their measurements.
#[derive(Clone, Debug)]
pub struct Trained {
    /// Fitted on everything.
    pub weights: Weights,
    /// Chosen, and measured, on scores out of fold.
    pub thresholds: Thresholds,
    /// What tells kind and decision, where passages for them were given.
    pub decisions: Option<Weights>,
}

/// Trains, and chooses thresholds by cross-validation over all hands and letters.
///
/// # Errors
/// Where the bank has passages of fewer than two hands: there is nothing to measure on.
pub fn train_and_measure(inputs: &Inputs, recipe: &Recipe) -> Result<Trained> {
    let hands = inputs.hands();
    if hands.len() < 2 {
        return Err(Error::usage("the bank holds passages of one hand only, so nothing can be measured")
            .remedy("give wordings of at least two hands, or name the files for the hand that wrote them"));
    }
    let scores = cross_validate(inputs, recipe, &hands, !inputs.letters.is_empty());
    Ok(Trained { weights: train(inputs, recipe), thresholds: thresholds(inputs, &scores), decisions: None })
}

impl Trained {
    /// Writes the two files under a folder of lexicons.
    ///
    /// # Errors
    /// Where they cannot be written.
    pub fn write(&self, lexicons: &Path) -> Result<()> {
        let text = toml::to_string(&self.thresholds)
            .map_err(|_| Error::failed("the thresholds cannot be put into TOML"))?;
        let decisions = self.decisions.iter().map(|w| (DECISIONS_FILE, w.to_bytes()));
        let files = [(WEIGHTS_FILE, self.weights.to_bytes()), (THRESHOLDS_FILE, text.into_bytes())];
        for (file, bytes) in files.into_iter().chain(decisions) {
            let path = lexicons.join(file);
            let written = path
                .parent()
                .map_or(Ok(()), std::fs::create_dir_all)
                .and_then(|()| std::fs::write(&path, bytes));
            written.map_err(|e| Error::failed(format!("cannot be written ({})", e.kind())).in_file(&path))?;
        }
        Ok(())
    }
}

/// Said or not, pooled over the ids of a group: on passages, then on letters.
pub fn pooled(thresholds: &Thresholds, tones: bool) -> (Measure, Measure) {
    let mut sums = (Measure::default(), Measure::default());
    for cuts in thresholds.id.values().filter(|c| c.tone == tones) {
        if let Some(passages) = &cuts.passages {
            sums.0.merge(passages);
        }
        if let Some(letters) = &cuts.letters {
            sums.1.merge(letters);
        }
    }
    sums
}
