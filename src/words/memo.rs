//! A small memory of looked-up words for each thread: a letter asks for the same few hundred words several
//! times, and the next letter for most of them again.

use super::Known;
use std::cell::Cell;
use std::sync::atomic::{AtomicU32, Ordering};

/// Words that are remembered at once; a power of two.
const SLOTS: usize = 4096;
/// Longest word that is remembered, in bytes: what fits into one number.
const BYTES: usize = 16;

/// Which dictionary an answer came from.
#[derive(Debug)]
pub(super) struct Owner(u32);

#[derive(Copy, Clone, Default)]
struct Slot {
    word: u128,
    owner: u32,
    known: Known,
}

thread_local! {
    static SLOT: Box<[Cell<Slot>]> = std::iter::repeat_with(Cell::default).take(SLOTS).collect();
}

static OWNERS: AtomicU32 = AtomicU32::new(0);

impl Owner {
    /// An owner unlike all others.
    pub(super) fn new() -> Owner {
        // 0 marks an empty slot; after four thousand million dictionaries an owner would come again.
        Owner(OWNERS.fetch_add(1, Ordering::Relaxed).wrapping_add(1).max(1))
    }

    /// What is remembered of a word, else what `look_up` says of it.
    pub(super) fn remember(&self, word: &str, look_up: impl FnOnce() -> Known) -> Known {
        let Some(key) = key(word) else { return look_up() };
        SLOT.with(|slots| {
            let mixed = ((key as u64) ^ ((key >> 64) as u64).rotate_left(29) ^ u64::from(self.0))
                .wrapping_mul(0x9e37_79b9_7f4a_7c15);
            let Some(slot) = slots.get((mixed >> 40) as usize % SLOTS) else { return look_up() };
            let held = slot.get();
            if held.word == key && held.owner == self.0 {
                return held.known;
            }
            let known = look_up();
            slot.set(Slot { word: key, owner: self.0, known });
            known
        })
    }
}

/// The bytes of a word as one number; none where it is too long, or ends as the padding does.
fn key(word: &str) -> Option<u128> {
    let bytes = word.as_bytes();
    if bytes.len() > BYTES || bytes.last().is_none_or(|b| *b == 0) {
        return None;
    }
    let mut key = [0; BYTES];
    key.get_mut(..bytes.len())?.copy_from_slice(bytes);
    Some(u128::from_le_bytes(key))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_word_keeps_its_own_answer() {
        let (one, other) = (Owner::new(), Owner::new());
        let known = |common| Known { common, ..Known::default() };
        for n in 0..20_000u32 {
            assert_eq!(one.remember(&format!("word{n}"), || known(n)), known(n));
        }
        assert_eq!(one.remember("word19999", || known(7)), known(19_999));
        assert_eq!(other.remember("word19999", || known(7)), known(7));
        assert_eq!(one.remember("", || known(3)), known(3));
        assert_eq!(one.remember("a word of more than sixteen bytes", || known(4)), known(4));
        assert_eq!(one.remember("a word of more than sixteen bytes", || known(5)), known(5));
    }
}
