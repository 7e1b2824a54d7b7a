//! From a feature's number to its row: one look-up.

use super::features::key_of_name;
use super::weights::Weights;

/// An open hash table; its numbers are hashes already.
#[derive(Clone, Debug)]
pub(super) struct Table {
    slots: Vec<(u64, u32)>,
    mask: usize,
}

const EMPTY: u32 = u32::MAX;

impl Table {
    pub(super) fn new(weights: &Weights) -> Table {
        let size = (weights.names.len() * 2).next_power_of_two().max(16);
        let mut table = Table { slots: vec![(0, EMPTY); size], mask: size - 1 };
        for (row, name) in weights.names.iter().enumerate() {
            let Some(key) = key_of_name(name) else { continue };
            let mut at = key as usize & table.mask;
            while table.slots[at].1 != EMPTY {
                at = (at + 1) & table.mask;
            }
            table.slots[at] = (key, row as u32);
        }
        table
    }

    #[inline]
    pub(super) fn row(&self, key: u64) -> Option<usize> {
        let mut at = key as usize & self.mask;
        loop {
            let (found, row) = self.slots[at];
            if row == EMPTY {
                return None;
            }
            if found == key {
                return Some(row as usize);
            }
            at = (at + 1) & self.mask;
        }
    }
}
