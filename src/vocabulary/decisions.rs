//! Kind and decision told by the trained vocabulary: a linear model over the first sentences of a letter, one
//! column a pair of kind and decision (`vcl/discontinued`). Read only where the caller does not say them.

use super::features::Reader;
use super::is_read;
use super::table::Table;
use super::weights::Weights;
use crate::document::Letter;
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
        let table = Table::new(&weights);
        Decisions { weights, table }
    }

    /// The log-odds of each pair of kind and decision, in the order of the columns; empty for a letter
    /// without a sentence.
    pub fn scores(&self, letter: &Letter) -> Vec<(&str, f32)> {
        let columns = self.weights.ids.len();
        let mut sums = vec![0i32; columns];
        let mut length = u64::from(self.weights.floor);
        let unseen = u64::from(self.weights.unseen) * u64::from(self.weights.unseen);
        let mut reader = Reader::new(letter);
        let mut seen: Vec<usize> = Vec::new();
        // Most rows are told to be new by one bit.
        let mut bits = [0u64; 32];
        let read = (0..letter.sentences.len()).filter(|s| is_read(letter.kind_of(*s)));
        let mut empty = true;
        for sentence in read.take(HEAD_SENTENCES) {
            empty = false;
            seen.clear();
            bits.fill(0);
            reader.read(sentence, |feature| match self.table.row(feature.key) {
                None => length += unseen,
                // A feature counts once a sentence.
                Some(row) if bits[row / 64 % bits.len()] & 1 << (row % 64) != 0 && seen.contains(&row) => {}
                Some(row) => {
                    bits[row / 64 % bits.len()] |= 1 << (row % 64);
                    seen.push(row);
                    let rarity = u64::from(self.weights.rarity[row]);
                    length += rarity * rarity;
                    for (sum, weight) in sums.iter_mut().zip(self.weights.row(row)) {
                        *sum += i32::from(*weight);
                    }
                }
            });
        }
        if empty {
            return Vec::new();
        }
        let root = (length.max(1) as f32).sqrt();
        let ids = self.weights.ids.iter().zip(sums);
        ids.map(|(id, sum)| (id.name.as_str(), id.bias + id.scale * sum as f32 / root)).collect()
    }
}
