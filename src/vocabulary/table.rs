//! From a feature's number to its row: one look-up.

use super::features::key_of_name;
use super::weights::Weights;

/// An open hash table; its numbers are hashes already. Half of a number tells it from others in its slot: the
/// rest of it has led there.
#[derive(Clone, Debug)]
pub(super) struct Table {
    slots: Vec<(u32, u32)>,
    mask: usize,
}

/// What stands for the row of a feature that is not listed.
pub(super) const UNLISTED: u32 = u32::MAX;

impl Table {
    pub(super) fn new(weights: &Weights) -> Table {
        let size = (weights.names.len() * 2).next_power_of_two().max(16);
        let mut table = Table { slots: vec![(0, UNLISTED); size], mask: size - 1 };
        for (row, name) in weights.names.iter().enumerate() {
            let Some(key) = key_of_name(name) else { continue };
            let mut at = key as usize & table.mask;
            while table.slots[at].1 != UNLISTED {
                at = (at + 1) & table.mask;
            }
            table.slots[at] = (tag(key), row as u32);
        }
        table
    }

    /// The rows of many features. No look-up waits for another's, so that what memory takes is shared.
    pub(super) fn rows(&self, features: &[(u64, u32)]) -> Vec<u32> {
        features.iter().map(|(key, _)| self.row(*key)).collect()
    }

    /// The row of a feature, or [`UNLISTED`].
    #[inline]
    pub(super) fn row(&self, key: u64) -> u32 {
        let mut at = key as usize & self.mask;
        loop {
            let (found, row) = self.slots[at];
            if row == UNLISTED || found == tag(key) {
                return row;
            }
            at = (at + 1) & self.mask;
        }
    }
}

/// The half of a number that its place in the table does not tell.
#[inline]
fn tag(key: u64) -> u32 {
    (key >> 32) as u32
}
