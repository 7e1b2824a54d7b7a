//! The trained vocabulary: for each element, marker and tone a small linear model over words, stems and
//! neighbouring pairs, read in one look-up a feature for all ids at once.
//!
//! A window (a sentence, two neighbouring sentences, or a whole text of at most four) has for each id the
//! score `bias + sum of weights / length`, where the length is the root of a constant and the summed squares
//! of how rare its features are. A letter's score is that of its best window. Scores are log-odds on balanced
//! passages, and only thresholds measured out of fold ([`Thresholds`]) turn them into a judgement. One
//! more column, [`FIRM`], tells what is said firmly from what is said too vaguely to use, and another,
//! [`HARM`], wording that hurts in any way from wording that does not: taught by all tones together, it knows
//! far more turns of phrase than the column of one tone.

mod decisions;
pub(crate) mod features;
mod matrix;
mod scores;
mod stem;
mod table;
mod thresholds;
mod tokens;
mod weights;

pub(crate) use decisions::HEAD_SENTENCES;
pub use decisions::{DECISIONS_FILE, Decisions};
pub use scores::{Bar, Scores, Window};
pub use thresholds::{Cut, Cuts, Harm, Judgement, LONG_SENTENCES, Level, Measure, Spread, Thresholds};
pub use weights::{Id, Names, Weights};

use crate::document::{BlockKind, Letter};
use crate::error::{Error, Result};
use crate::hashing::{Lookup, hash_of};
use crate::lexicon::Files;
use features::{LetterFeatures, Reader};
use matrix::{Matrix, Seen, Sum};
use scores::KnownFeatures;
use std::ops::Range;
use table::{Table, UNLISTED};

/// The file of weights under the lexicons' folder.
pub const WEIGHTS_FILE: &str = "vocabulary/weights.bin";
/// The file of thresholds and measurements under the lexicons' folder.
pub const THRESHOLDS_FILE: &str = "vocabulary/thresholds.toml";

/// The column that tells firm from vague, over all elements and markers.
pub const FIRM: &str = "firm";
/// The column that tells harmful tone of any sort from harmless wording.
pub const HARM: &str = "harm";

/// Whether a column stands for an id, and not for a measurement over many.
pub fn is_id(column: &str) -> bool {
    column != FIRM && column != HARM
}

/// A text of at most so many sentences is read as one window.
pub const SHORT_SENTENCES: usize = 4;

/// The trained vocabulary, ready to read letters.
#[derive(Clone, Debug)]
pub struct Vocabulary {
    weights: Weights,
    table: Table,
    matrix: Matrix,
    /// The columns by the names of their ids.
    columns: Lookup,
    thresholds: Thresholds,
    decisions: Option<Decisions>,
}

impl Vocabulary {
    /// Reads weights and thresholds from the lexicons' files.
    ///
    /// # Errors
    /// Where a file is missing or broken, or the two do not hold the same ids.
    pub fn load(files: &Files) -> Result<Vocabulary> {
        let missing = |file: &str| {
            Error::usage("is missing from the lexicons")
                .in_file(file)
                .remedy("make it with `lettermark lexicon train`")
        };
        let weights = files.get(WEIGHTS_FILE).ok_or_else(|| missing(WEIGHTS_FILE))?;
        let weights = Weights::from_bytes(weights.bytes()).map_err(|e| e.in_file(weights.name()))?;
        let file = files.get(THRESHOLDS_FILE).ok_or_else(|| missing(THRESHOLDS_FILE))?;
        let thresholds = Thresholds::read(file)?;
        let judged = |id: &&Id| is_id(&id.name);
        if let Some(id) = weights.ids.iter().filter(judged).find(|id| thresholds.of(&id.name).is_none()) {
            return Err(Error::usage(format!("has no thresholds for '{}'", id.name)).in_file(file.name()));
        }
        Ok(Vocabulary { decisions: Decisions::load(files)?, ..Vocabulary::new(weights, thresholds) })
    }

    /// A vocabulary of these weights.
    pub fn new(weights: Weights, thresholds: Thresholds) -> Vocabulary {
        let table = Table::new(&weights);
        let matrix = Matrix::new(&weights);
        let columns = Lookup::new(weights.ids.iter().map(|id| id.name.as_str()));
        Vocabulary { weights, table, matrix, columns, thresholds, decisions: None }
    }

    /// What tells kind and decision, where the lexicons have it.
    pub fn decisions(&self) -> Option<&Decisions> {
        self.decisions.as_ref()
    }

    /// The ids it judges, without the columns [`FIRM`] and [`HARM`].
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.weights.ids.iter().map(|id| id.name.as_str()).filter(|name| is_id(name))
    }

    /// The column of an id.
    pub fn column(&self, id: &str) -> Option<usize> {
        self.columns.get(hash_of(id), id).map(|column| column as usize)
    }

    /// The weights as stored.
    pub fn weights(&self) -> &Weights {
        &self.weights
    }

    /// The thresholds and what was measured at them.
    pub fn thresholds(&self) -> &Thresholds {
        &self.thresholds
    }

    /// Scores every window of a letter for every id.
    pub fn score(&self, letter: &Letter) -> Scores {
        let ids = self.weights.ids.len();
        let sentences = letter.sentences.len();
        let features = LetterFeatures::read(letter, |sentence| is_read(letter.kind_of(sentence)));
        let rows = self.table.rows(&features.features);
        let mut sums = Sums {
            of: Vec::with_capacity(sentences),
            sums: Vec::with_capacity(sentences * ids),
            lengths: Vec::with_capacity(sentences),
            ids,
        };
        let mut known = KnownFeatures {
            of_sentence: Vec::with_capacity(sentences),
            features: Vec::with_capacity(rows.len()),
        };
        let unseen = u32::from(self.weights.unseen) * u32::from(self.weights.unseen);
        let (mut sum, mut seen) = (Sum::of(&self.matrix), Seen::default());
        for (sentence, range) in features.of_sentence.iter().enumerate() {
            let Some(range) = range.clone() else {
                known.of_sentence.push(None);
                continue;
            };
            let first = known.features.len();
            let mut length = 0u32;
            seen.clear();
            for (row, (_, word)) in rows[range.clone()].iter().zip(&features.features[range]) {
                if *row == UNLISTED {
                    length += unseen;
                    continue;
                }
                known.features.push((*word, *row));
                seen.add(*row);
            }
            length += self.matrix.squares(seen.rows());
            sum.add(seen.rows());
            sum.take(|whole| sums.sums.extend_from_slice(whole));
            sums.of.push(sentence);
            sums.lengths.push(length);
            known.of_sentence.push(Some(first..known.features.len()));
        }
        Scores::new(sums.windows(letter, &self.weights), known, features)
    }

    /// Judges an id by its best window; none for an id it does not know, and for a letter without a
    /// sentence.
    pub fn judge(&self, scores: &Scores, id: &str) -> Option<Judgement> {
        let column = self.column(id)?;
        let cuts = self.thresholds.of(id)?;
        let best = scores.best(column)?;
        let sentences = scores.sentences();
        let said = best.score - cuts.said.at(sentences);
        let firm = if cuts.tone { best.score } else { scores.firm(&best, self.column(FIRM))? };
        let firm = firm - cuts.firm.at(sentences);
        let level = match (said >= 0.0, firm >= 0.0) {
            (false, _) => Level::Silent,
            (true, false) => Level::Lower,
            (true, true) => Level::Upper,
        };
        Some(Judgement { level, said, firm, sentences: best.sentences })
    }

    /// The windows of a letter in which a tone is at least a look, best first, none overlapping a better
    /// one; also for elements, where they are at least vague. Empty for an id it does not know.
    pub fn found(&self, scores: &Scores, id: &str) -> Vec<Judgement> {
        let (Some(column), Some(cuts), Some(firm)) =
            (self.column(id), self.thresholds.of(id), self.column(FIRM))
        else {
            return Vec::new();
        };
        let [said_cut, firm_cut] = [cuts.said, cuts.firm].map(|c| c.at(scores.sentences()));
        let judge = |window: Window| {
            let firm = if cuts.tone { window.score } else { scores.firm(&window, Some(firm))? };
            let firm = firm - firm_cut;
            let level = if firm >= 0.0 { Level::Upper } else { Level::Lower };
            Some(Judgement { level, said: window.score - said_cut, firm, sentences: window.sentences })
        };
        scores.above(column, said_cut).into_iter().filter_map(judge).collect()
    }

    /// The mean score for a column over the body's sentences; none for a short text, which is scored as one
    /// window and says too little of its style, and for a letter without a body.
    pub fn style(&self, letter: &Letter, scores: &Scores, column: usize) -> Option<f32> {
        if scores.sentences() <= SHORT_SENTENCES {
            return None;
        }
        let (mut sum, mut count) = (0.0f32, 0u16);
        for window in scores.windows(column) {
            if window.sentences.len() == 1 && letter.kind_of(window.sentences.start).is_body() {
                sum += window.score;
                count = count.saturating_add(1);
            }
        }
        (count > 0).then(|| sum / f32::from(count))
    }

    /// The words of these sentences that spoke most for an id, heaviest first, at most five. `scores` are
    /// this letter's.
    pub fn deciding_words(
        &self,
        letter: &Letter,
        scores: &Scores,
        id: usize,
        sentences: Range<usize>,
    ) -> Vec<String> {
        // A sentence's features stand in order of their words: a word's weights are summed as they come.
        let mut words: Vec<(usize, i32)> = Vec::with_capacity(32);
        let (mut at, mut sum) = (usize::MAX, 0);
        let mut add = |word: usize, row: u32| {
            if word != at {
                if sum > 0 {
                    words.push((at, sum));
                }
                (at, sum) = (word, 0);
            }
            sum += self.matrix.at(row, id);
        };
        for sentence in sentences {
            if sentence >= letter.sentences.len() {
                break;
            }
            match scores.known().of(sentence) {
                Some(features) => features.iter().for_each(|(word, row)| add(*word as usize, *row)),
                None => Reader::new(letter).read(sentence, |feature| {
                    let row = self.table.row(feature.key);
                    if row != UNLISTED {
                        add(feature.word, row);
                    }
                }),
            }
        }
        if sum > 0 {
            words.push((at, sum));
        }
        let mut named: Vec<usize> = Vec::with_capacity(DECIDING);
        while named.len() < DECIDING {
            // The heaviest that is left, the first of equals.
            let heaviest = words.iter_mut().reduce(|best, next| if next.1 > best.1 { next } else { best });
            let Some((word, weight)) = heaviest.filter(|(_, weight)| *weight > 0) else { break };
            *weight = 0;
            if !named.iter().any(|n| letter.is_same(*n, *word)) {
                named.push(*word);
            }
        }
        named.into_iter().map(|word| letter.folded(word).to_owned()).collect()
    }

    /// The features that weigh most for an id, heaviest first, with their weight in the score.
    pub fn heaviest(&self, id: usize, count: usize) -> Vec<(&str, f32)> {
        let Some(scale) = self.weights.ids.get(id).map(|i| i.scale) else { return Vec::new() };
        let mut rows: Vec<usize> = (0..self.weights.names.len()).collect();
        rows.sort_by_key(|row| (-i32::from(self.weights.row(*row)[id]), *row));
        rows.truncate(count);
        rows.iter()
            .map(|row| (self.weights.names.get(*row), f32::from(self.weights.row(*row)[id]) * scale))
            .collect()
    }
}

/// How many deciding words are named.
const DECIDING: usize = 5;

/// Whether sentences of such a block are read: addresses, dates and references of the letter say nothing
/// of what is judged.
pub(crate) fn is_read(kind: BlockKind) -> bool {
    !matches!(kind, BlockKind::Address | BlockKind::Date | BlockKind::Reference)
}

/// Sums of weights, one row a sentence.
struct Sums {
    of: Vec<usize>,
    sums: Vec<i32>,
    lengths: Vec<u32>,
    ids: usize,
}

impl Sums {
    /// Scores sentences, neighbouring pairs, and a short text as a whole.
    fn windows(&self, letter: &Letter, weights: &Weights) -> scores::Windows {
        let mut windows = scores::Windows {
            ranges: Vec::with_capacity(self.of.len() * 2),
            scores: Vec::with_capacity(self.of.len() * 2 * self.ids),
            ids: self.ids,
            sentences: self.of.len(),
        };
        let mut sum = vec![0i32; self.ids];
        for (from, to) in window_ranges(letter, &self.of) {
            let length: u64 = self.lengths[from..to].iter().map(|l| u64::from(*l)).sum();
            let root = ((length + u64::from(weights.floor)).max(1) as f32).sqrt();
            windows.ranges.push(self.of[from]..self.of[to - 1] + 1);
            let row = |sentence: usize| &self.sums[sentence * self.ids..][..self.ids];
            sum.copy_from_slice(row(from));
            for sentence in from + 1..to {
                sum.iter_mut().zip(row(sentence)).for_each(|(sum, more)| *sum += more);
            }
            let score = |(sum, id): (&i32, &Id)| id.bias + id.scale * (*sum as f32) / root;
            windows.scores.extend(sum.iter().zip(&weights.ids).map(score));
        }
        windows
    }
}

/// The windows over the sentences that are read, as ranges of their places in `read`.
pub(crate) fn window_ranges(letter: &Letter, read: &[usize]) -> Vec<(usize, usize)> {
    if read.is_empty() {
        return Vec::new();
    }
    if read.len() <= SHORT_SENTENCES {
        return vec![(0, read.len())];
    }
    let mut ranges = Vec::with_capacity(read.len() * 2);
    for at in 0..read.len() {
        ranges.push((at, at + 1));
        if let Some(next) = read.get(at + 1) {
            let (here, there) = (letter.sentences[read[at]].block, letter.sentences[*next].block);
            if there - here <= 1 {
                ranges.push((at, at + 2));
            }
        }
    }
    ranges
}
