//! The scores of a letter's windows.

use std::ops::Range;

/// Scores of all windows of one letter, for all ids.
#[derive(Clone, Debug)]
pub struct Scores {
    windows: Windows,
    known: KnownFeatures,
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

/// The share of an id's own score in how firmly it is said. Measured on passages and letters out of fold:
/// without it firm and vague are told apart no better than before on passages, and worse on letters.
const SAID_IN_FIRM: f32 = 0.5;

impl Scores {
    pub(super) fn new(windows: Windows, known: KnownFeatures) -> Scores {
        Scores { windows, known }
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
        let ids = self.windows.ids;
        self.windows.ranges.iter().enumerate().filter(move |_| id < ids).map(move |(at, range)| Window {
            window: at,
            sentences: range.clone(),
            score: self.windows.scores[at * ids + id],
        })
    }

    /// The window that is this one sentence; none where it is not read alone.
    pub fn of_sentence(&self, sentence: usize) -> Option<usize> {
        self.windows.ranges.iter().position(|r| *r == (sentence..sentence + 1))
    }

    /// Whether a sentence lies in any window.
    pub fn covers(&self, sentence: usize) -> bool {
        self.windows.ranges.iter().any(|r| r.contains(&sentence))
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
        let mut over: Vec<Window> = self.windows(id).filter(|w| w.score >= threshold).collect();
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
