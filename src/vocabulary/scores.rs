//! The scores of a letter's windows.

use super::features::LetterFeatures;
use std::ops::Range;

/// Scores of all windows of one letter, for all ids.
#[derive(Clone, Debug)]
pub struct Scores {
    windows: Windows,
    known: KnownFeatures,
    features: LetterFeatures,
}

/// The features of a letter that the vocabulary knows, kept so that nothing is read twice.
#[derive(Clone, Debug, Default)]
pub(super) struct KnownFeatures {
    /// For each sentence of the letter where its features stand in `features`; none where it is not read.
    pub of_sentence: Vec<Option<Range<usize>>>,
    /// Word and row of each feature, in order, repeats included.
    pub features: Vec<(u32, u32)>,
}

impl KnownFeatures {
    /// The features of a sentence; none where it was not read.
    pub fn of(&self, sentence: usize) -> Option<&[(u32, u32)]> {
        let range = self.of_sentence.get(sentence)?.clone()?;
        self.features.get(range)
    }
}

/// The windows, and one row of scores for each.
#[derive(Clone, Debug)]
pub(super) struct Windows {
    pub ranges: Vec<Range<usize>>,
    pub scores: Vec<f32>,
    pub ids: usize,
    pub sentences: usize,
}

/// One window, and its score for one id.
#[derive(Clone, Debug, PartialEq)]
pub struct Window {
    /// Which window of the letter it is.
    pub window: usize,
    /// The sentences from its first to its last, as indexes into the letter's sentences. Sentences that
    /// are not read (an address, a date line) may lie between.
    pub sentences: Range<usize>,
    /// Its score.
    pub score: f32,
}

/// What a window's score for an id is measured by.
#[derive(Copy, Clone, Debug)]
pub struct Bar {
    /// The id's column.
    pub column: usize,
    /// The threshold.
    pub cut: f32,
    /// What may be added to the score before it is compared.
    pub most: f32,
}

/// The share of an id's own score in how firmly it is said. Measured on passages and letters out of fold:
/// without it firm and vague are told apart no better than before on passages, and worse on letters.
const SAID_IN_FIRM: f32 = 0.5;

impl Scores {
    pub(super) fn new(windows: Windows, known: KnownFeatures, features: LetterFeatures) -> Scores {
        Scores { windows, known, features }
    }

    /// The features of the letter, those that the vocabulary does not know among them.
    pub(super) fn features(&self) -> &LetterFeatures {
        &self.features
    }

    pub(super) fn known(&self) -> &KnownFeatures {
        &self.known
    }

    /// How many sentences were read: what thresholds depend on.
    pub fn sentences(&self) -> usize {
        self.windows.sentences
    }

    /// The window with the highest score for an id (a column of the vocabulary), the first of equals; none
    /// where the letter has no sentence.
    pub fn best(&self, id: usize) -> Option<Window> {
        self.windows(id).reduce(|best, next| if next.score > best.score { next } else { best })
    }

    /// All windows with their score for an id, in order of place.
    pub fn windows(&self, id: usize) -> impl Iterator<Item = Window> + '_ {
        self.windows_where(id, |_| true)
    }

    /// The windows whose score for an id passes, in order of place.
    pub fn windows_where<'s>(
        &'s self,
        id: usize,
        passes: impl Fn(f32) -> bool + 's,
    ) -> impl Iterator<Item = Window> + 's {
        let all = &self.windows;
        let column = all.scores.get(id..).filter(|_| id < all.ids).unwrap_or(&[]);
        let scores = column.iter().copied().step_by(all.ids.max(1)).zip(&all.ranges).enumerate();
        scores.filter(move |(_, (score, _))| passes(*score)).map(|(at, (score, range))| Window {
            window: at,
            sentences: range.clone(),
            score,
        })
    }

    /// For each bar the windows that can reach it, in order of place; none where there is no bar.
    pub fn over(&self, bars: &[Option<Bar>]) -> Vec<Vec<Window>> {
        let mut over = vec![Vec::new(); bars.len()];
        let known: Vec<(usize, Bar)> =
            bars.iter().enumerate().filter_map(|(n, b)| Some((n, (*b)?))).collect();
        let rows = self.windows.scores.chunks_exact(self.windows.ids.max(1));
        for (at, (row, range)) in rows.zip(&self.windows.ranges).enumerate() {
            for (n, bar) in &known {
                let Some(score) = row.get(bar.column).copied() else { continue };
                if score - bar.cut + bar.most >= 0.0 {
                    over[*n].push(Window { window: at, sentences: range.clone(), score });
                }
            }
        }
        over
    }

    /// The window that is this one sentence; none where it is not read alone.
    pub fn of_sentence(&self, sentence: usize) -> Option<usize> {
        self.windows.ranges.iter().position(|r| *r == (sentence..sentence + 1))
    }

    /// Whether a sentence lies in any window.
    pub fn covers(&self, sentence: usize) -> bool {
        // Windows stand in order of their first sentence and of their last: of those that begin before, the last
        // reaches farthest.
        let to = self.windows.ranges.partition_point(|r| r.start <= sentence);
        self.windows.ranges[..to].last().is_some_and(|r| sentence < r.end)
    }

    /// The score of a window for an id; none where there is no such window or id.
    pub fn at(&self, window: usize, id: usize) -> Option<f32> {
        let in_row = id < self.windows.ids;
        in_row.then(|| self.windows.scores.get(window * self.windows.ids + id).copied()).flatten()
    }

    /// How firmly a window says what its score says it does: the score of the column that tells firm from
    /// vague, and a share of its own.
    pub(crate) fn firm(&self, window: &Window, column: Option<usize>) -> Option<f32> {
        self.at(window.window, column?).map(|firm| firm + SAID_IN_FIRM * window.score)
    }

    /// The windows of at least this score for an id, best first, none overlapping a better one.
    pub fn above(&self, id: usize, threshold: f32) -> Vec<Window> {
        let mut over: Vec<Window> = self.windows_where(id, |score| score >= threshold).collect();
        over.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.sentences.start.cmp(&b.sentences.start)));
        let mut kept: Vec<Window> = Vec::new();
        for window in over {
            let apart = |k: &Window| {
                window.sentences.end <= k.sentences.start || k.sentences.end <= window.sentences.start
            };
            if kept.iter().all(apart) {
                kept.push(window);
            }
        }
        kept
    }
}
