//! A small memory of looked-up words for each thread: a letter asks for the same few hundred words several
//! times, and the next letter for most of them again.

use std::cell::Cell;
use std::sync::atomic::{AtomicU32, Ordering};

/// Words that are remembered at once; a power of two.
const SLOTS: usize = 1 << 14;
/// Longest word that is remembered, in bytes: what fits into one number.
const BYTES: usize = 16;

/// The answers of one dictionary, each a number, as far as a thread remembers them.
#[derive(Copy, Clone, Debug)]
pub(crate) struct Memo(u32);

#[derive(Copy, Clone, Default)]
struct Slot {
    word: u128,
    owner: u32,
    answer: u32,
}

thread_local! {
    static SLOT: Box<[Cell<Slot>]> = std::iter::repeat_with(Cell::default).take(SLOTS).collect();
}

static OWNERS: AtomicU32 = AtomicU32::new(0);

impl Memo {
    /// A memory apart from all others.
    pub(crate) fn new() -> Memo {
        // 0 marks an empty slot; after four thousand million dictionaries an owner would come again.
        Memo(OWNERS.fetch_add(1, Ordering::Relaxed).wrapping_add(1).max(1))
    }

    /// What is remembered of a word, else what `look_up` says of it.
    pub(crate) fn remember(&self, word: &str, look_up: impl FnOnce() -> u32) -> u32 {
        let Some(key) = key(word) else { return look_up() };
        SLOT.with(|slots| {
            let mixed = ((key as u64) ^ ((key >> 64) as u64).rotate_left(29) ^ u64::from(self.0))
                .wrapping_mul(0x9e37_79b9_7f4a_7c15);
            let at = (mixed >> 40) as usize % SLOTS;
            // Each word has two places, so that two words that would push one another out both stay.
            let (Some(first), Some(second)) = (slots.get(at), slots.get(at ^ 1)) else { return look_up() };
            let mine = |held: Slot| held.word == key && held.owner == self.0;
            let (one, other) = (first.get(), second.get());
            if mine(one) {
                return one.answer;
            }
            if mine(other) {
                return other.answer;
            }
            let answer = look_up();
            // The newest stands first.
            second.set(one);
            first.set(Slot { word: key, owner: self.0, answer });
            answer
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
        let (one, other) = (Memo::new(), Memo::new());
        for n in 0..20_000 {
            assert_eq!(one.remember(&format!("word{n}"), || n), n);
        }
        assert_eq!(one.remember("word19999", || 7), 19_999);
        assert_eq!(other.remember("word19999", || 7), 7);
        assert_eq!(one.remember("", || 3), 3);
        assert_eq!(one.remember("a word of more than sixteen bytes", || 4), 4);
        assert_eq!(one.remember("a word of more than sixteen bytes", || 5), 5);
    }
}
