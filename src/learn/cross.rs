//! Measuring on what was not trained on: passages by hand, letters by folds.

use super::fit::{Part, Prepared, Recipe};
use super::inputs::{Inputs, Label};
use crate::vocabulary::{FIRM, HARM, Thresholds, Vocabulary};

/// Folds of letters.
pub(super) const FOLDS: usize = 5;

/// Scores of passages and letters by a vocabulary that was not trained on them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CrossValidation {
    /// The passages of the hands that were asked for, in order.
    pub passages: Vec<PassageScore>,
    /// The letters, in order.
    pub letters: Vec<LetterScore>,
}

/// The score of one passage for its id.
#[derive(Copy, Clone, Debug, PartialEq)]
pub struct PassageScore {
    /// Which passage of the inputs.
    pub passage: usize,
    /// The score for its id.
    pub said: f32,
    /// The score for being firm.
    pub firm: f32,
}

/// The scores of one letter, one an id.
#[derive(Clone, Debug, PartialEq)]
pub struct LetterScore {
    /// Which letter of the inputs.
    pub letter: usize,
    /// The score of the best window.
    pub said: Vec<f32>,
    /// The score of that window for being firm.
    pub firm: Vec<f32>,
    /// For each column of the vocabulary, the mean score of the body's sentences; empty for a short text.
    pub style: Vec<f32>,
    /// The sentences of the body.
    pub sentences: Vec<HarmScore>,
}

/// How harmful one sentence of a letter is.
#[derive(Copy, Clone, Debug, PartialEq)]
pub struct HarmScore {
    /// Its score in the column of harm.
    pub harm: f32,
    /// How many raters quoted it for a tone.
    pub raters: usize,
}

/// Scores the passages of each of these hands by what the other hands and all letters teach, and (where
/// asked) each letter by what all hands and the other folds of letters teach.
pub fn cross_validate(inputs: &Inputs, recipe: &Recipe, hands: &[String], letters: bool) -> CrossValidation {
    let prepared = Prepared::new(inputs);
    let mut result = CrossValidation::default();
    for hand in hands {
        let part = Part {
            passages: inputs.passages.iter().map(|p| p.hand != *hand).collect(),
            letters: vec![true; inputs.letters.len()],
        };
        let vocabulary = Vocabulary::new(prepared.train(recipe, &part), Thresholds::default());
        for (passage, of) in inputs.passages.iter().enumerate().filter(|(_, p)| p.hand == *hand) {
            let (said, firm) = best(&vocabulary, &of.letter, &[of.id]);
            result.passages.push(PassageScore { passage, said: said[0], firm: firm[0] });
        }
    }
    let all: Vec<usize> = (0..inputs.ids.len()).collect();
    let mut firsts = Vec::with_capacity(inputs.letters.len());
    for (at, window) in prepared.samples.windows.iter().enumerate() {
        firsts.resize(firsts.len().max(window.of + 1), at);
    }
    for fold in 0..if letters { FOLDS } else { 0 } {
        let part = Part {
            passages: vec![true; inputs.passages.len()],
            letters: (0..inputs.letters.len()).map(|l| l % FOLDS != fold).collect(),
        };
        let vocabulary = Vocabulary::new(prepared.train(recipe, &part), Thresholds::default());
        for (letter, rated) in inputs.letters.iter().enumerate().filter(|(at, _)| at % FOLDS == fold) {
            let (said, firm) = best(&vocabulary, &rated.letter, &all);
            let scores = vocabulary.score(&rated.letter);
            let style = (0..vocabulary.weights().ids.len())
                .map_while(|column| vocabulary.style(&rated.letter, &scores, column))
                .collect();
            let harm = vocabulary.column(HARM).into_iter().flat_map(|column| scores.windows(column));
            let sentences = harm
                .filter(|w| w.sentences.len() == 1 && rated.letter.kind_of(w.sentences.start).is_body())
                .filter_map(|w| {
                    let raters = *prepared.harmed.get(firsts.get(letter)? + w.window)?;
                    Some(HarmScore { harm: w.score, raters })
                })
                .collect();
            result.letters.push(LetterScore { letter, said, firm, style, sentences });
        }
    }
    result.passages.sort_by_key(|p| p.passage);
    result.letters.sort_by_key(|l| l.letter);
    result
}

/// The best score for each of these ids, and how firm its window is. A text without a sentence says
/// nothing.
fn best(vocabulary: &Vocabulary, letter: &crate::document::Letter, ids: &[usize]) -> (Vec<f32>, Vec<f32>) {
    let scores = vocabulary.score(letter);
    let firm = vocabulary.column(FIRM);
    ids.iter()
        .map(|id| match scores.best(*id) {
            Some(window) => (window.score, scores.firm(&window, firm).unwrap_or_default()),
            None => (f32::MIN, f32::MIN),
        })
        .unzip()
}

/// How the raters of a letter label an id: whether it is said, where they agree on that, and whether it is
/// present, where they agree on that; none where it is not owed or they differ.
pub fn consensus(inputs: &Inputs, letter: usize, id: usize) -> (Option<bool>, Option<bool>) {
    let tone = inputs.is_tone(id);
    let labels: Option<Vec<Label>> =
        inputs.letters[letter].ratings.iter().map(|r| r.label(&inputs.ids[id], tone)).collect();
    let agreed = |of: fn(Label) -> bool| {
        let labels = labels.as_deref()?;
        let first = of(*labels.first()?);
        labels.iter().all(|l| of(*l) == first).then_some(first)
    };
    (agreed(Label::says), agreed(|l| l == Label::Present))
}
