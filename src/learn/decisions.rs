//! Kind and decision, learnt from passages that say what was decided and from letters whose facts are known.

use super::fit::{Recipe, store};
use super::inputs::{Inputs, Label, Passage, Rated};
use super::logistic::{Example, Rows, fit};
use super::samples::{Rarity, Sample, Samples};
use crate::error::Result;
use crate::vocabulary::{HEAD_SENTENCES, Weights};
use std::path::Path;

/// What is learnt from.
pub struct DecisionInputs {
    inputs: Inputs,
    /// Of each letter, which of the ids it is.
    of_letter: Vec<Option<usize>>,
}

impl DecisionInputs {
    /// Reads a folder of passages (`HAND.jsonl`, each line with `decision` and `text`), and takes the letters
    /// whose kind and decision their manifest states.
    ///
    /// # Errors
    /// Where a file cannot be read, or a line is none: with file and line.
    pub fn read(folder: &Path, letters: &[Rated]) -> Result<DecisionInputs> {
        let lines = super::inputs::read_decisions(folder)?;
        let mut ids: Vec<String> = lines.iter().map(|(_, l)| l.decision.clone()).collect();
        ids.sort();
        ids.dedup();
        let passages: Vec<Passage> = lines
            .into_iter()
            .filter_map(|(hand, line)| {
                let id = ids.binary_search(&line.decision).ok()?;
                Some(Passage { hand, id, label: Label::Present, letter: line.letter() })
            })
            .collect();
        let of_letter =
            letters.iter().map(|l| l.decision.as_ref().and_then(|d| ids.binary_search(d).ok())).collect();
        Ok(DecisionInputs { inputs: Inputs { ids, passages, letters: letters.to_vec() }, of_letter })
    }

    /// Fits one column a pair of kind and decision, each against all others. The same inputs give the same
    /// bytes.
    pub fn train(&self, recipe: &Recipe) -> Weights {
        let samples = Samples::read(&self.inputs);
        let heads = samples.heads(self.inputs.letters.len(), HEAD_SENTENCES);
        let all = vec![true; self.inputs.passages.len()];
        let known: Vec<bool> = self.of_letter.iter().map(Option::is_some).collect();
        let rarity: Rarity = samples.rarity(&all, &known);
        let mut rows_of: Vec<Sample> = samples.passages.clone();
        rows_of.extend(heads);
        let rows: Rows = samples.rows(&rows_of, &rarity, recipe.floor);
        let of: Vec<Option<usize>> =
            self.inputs.passages.iter().map(|p| Some(p.id)).chain(self.of_letter.iter().copied()).collect();
        let count = of.iter().flatten().count();
        let fits: Vec<_> = (0..self.inputs.ids.len())
            .map(|id| {
                let own = of.iter().flatten().filter(|o| **o == id).count();
                // The few of its own weigh as much together as all the others.
                let costs =
                    [count - own, own].map(|n| recipe.decision * count as f64 / (2 * n.max(1)) as f64);
                let examples: Vec<Example> = of
                    .iter()
                    .enumerate()
                    .filter_map(|(row, o)| {
                        let says = (*o)? == id;
                        Some(Example { row, says, cost: costs[usize::from(says)] })
                    })
                    .collect();
                fit(&rows, &examples, rarity.of.len())
            })
            .collect();
        let names: Vec<&str> = self.inputs.ids.iter().map(String::as_str).collect();
        store(&names, &fits, &rarity, &samples.dictionary, recipe)
    }
}
