//! Kind and decision told by the trained vocabulary: a linear model over the first sentences of a letter, one
//! column a pair of kind and decision (`vcl/discontinued`). Read only where the caller does not say them.

use super::matrix::{Matrix, Seen, Sum};
use super::scores::Scores;
use super::table::{Table, UNLISTED};
use super::weights::{Id, Weights};
use crate::error::Result;
use crate::lexicon::Files;

/// The file of weights under the lexicons' folder.
pub const DECISIONS_FILE: &str = "vocabulary/decisions.bin";

/// How many sentences from the top are read, letterhead and subject line among them: what was decided stands
/// there, and what follows (rights, support, contact) is much the same in all letters.
pub(crate) const HEAD_SENTENCES: usize = 24;

/// The weights, ready to read letters.
#[derive(Clone, Debug)]
pub struct Decisions {
    weights: Weights,
    table: Table,
    matrix: Matrix,
}

impl Decisions {
    /// Reads the file; none where the lexicons have none.
    ///
    /// # Errors
    /// Where it is broken.
    pub fn load(files: &Files) -> Result<Option<Decisions>> {
        let Some(file) = files.get(DECISIONS_FILE) else { return Ok(None) };
        let weights = Weights::from_bytes(file.bytes()).map_err(|e| e.in_file(file.name()))?;
        Ok(Some(Decisions::new(weights)))
    }

    /// A reader with these weights.
    pub fn new(weights: Weights) -> Decisions {
        let (table, matrix) = (Table::new(&weights), Matrix::new(&weights));
        Decisions { weights, table, matrix }
    }

    /// The log-odds of each pair of kind and decision, in the order of the columns, from what the vocabulary
    /// read of a letter; empty for a letter without a sentence.
    pub fn scores(&self, read: &Scores) -> Vec<(&str, f32)> {
        let features = read.features();
        let mut length = u64::from(self.weights.floor);
        let unseen = u64::from(self.weights.unseen) * u64::from(self.weights.unseen);
        let (mut sum, mut seen) = (Sum::of(&self.matrix), Seen::default());
        let mut empty = true;
        for sentence in features.of_sentence.iter().flatten().take(HEAD_SENTENCES) {
            empty = false;
            seen.clear();
            for row in self.table.rows(&features.features[sentence.clone()]) {
                if row == UNLISTED {
                    length += unseen;
                } else {
                    seen.add(row);
                }
            }
            length += u64::from(self.matrix.squares(seen.rows()));
            sum.add(seen.rows());
        }
        if empty {
            return Vec::new();
        }
        let root = (length.max(1) as f32).sqrt();
        let mut scores = Vec::with_capacity(self.weights.ids.len());
        sum.take(|sums| {
            scores.extend(self.weights.ids.iter().zip(sums).map(|(id, sum)| odds(id, *sum, root)));
        });
        scores
    }
}

fn odds(id: &Id, sum: i32, root: f32) -> (&str, f32) {
    (id.name.as_str(), id.bias + id.scale * sum as f32 / root)
}
