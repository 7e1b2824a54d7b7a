//! A fast hash for words. It is for tables whose keys come from the data files: a letter's words are only
//! looked up in them, so that no text can fill one bucket.

mod memo;

pub(crate) use memo::Memo;

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};

/// A set of words from the data files.
pub(crate) type WordSet<W = String> = HashSet<W, BuildHasherDefault<WordHasher>>;
/// A map from words of the data files.
pub(crate) type WordMap<W, V> = HashMap<W, V, BuildHasherDefault<WordHasher>>;

/// Mixes eight bytes at a time.
#[derive(Clone, Copy, Default)]
pub(crate) struct WordHasher(u64);

impl WordHasher {
    #[inline]
    fn add(&mut self, part: u64) {
        self.0 = (self.0.rotate_left(5) ^ part).wrapping_mul(0x517c_c1b7_2722_0a95);
    }
}

impl Hasher for WordHasher {
    #[inline]
    fn write(&mut self, bytes: &[u8]) {
        let (whole, rest) = bytes.as_chunks::<8>();
        whole.iter().for_each(|part| self.add(u64::from_le_bytes(*part)));
        if !rest.is_empty() {
            self.add(rest.iter().rev().fold(0, |all, b| all << 8 | u64::from(*b)));
        }
    }

    #[inline]
    fn write_u8(&mut self, byte: u8) {
        self.add(u64::from(byte));
    }

    #[inline]
    fn finish(&self) -> u64 {
        // The table takes its bucket from low bits and its tag from high ones: mix both.
        self.0 ^ (self.0 >> 32)
    }
}

/// The hash of a word, as [`Lookup`] takes it.
#[inline]
pub(crate) fn hash_of(word: &str) -> u64 {
    let mut hasher = WordHasher::default();
    hasher.write(word.as_bytes());
    // Every bit of a short word must reach the top, from which slots are taken.
    (hasher.0 ^ (hasher.0 >> 29) ^ word.len() as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

/// Words of the data files with a number each, in two stretches of memory, looked up by a hash that was
/// taken before: a letter's words are hashed once and then looked up in many such tables.
#[derive(Clone, Debug, Default)]
pub(crate) struct Lookup {
    /// A power of two of slots: the upper half of a word's hash, and its place in `ends` counted from 1.
    slots: Vec<(u32, u32)>,
    text: String,
    ends: Vec<u32>,
}

impl Lookup {
    /// A table of these words, which must all be different; a word's number is its place.
    pub(crate) fn new<'w>(words: impl Iterator<Item = &'w str>) -> Lookup {
        let mut table = Lookup::default();
        for word in words {
            table.text.push_str(word);
            table.ends.push(table.text.len() as u32);
        }
        table.fill();
        table
    }

    /// A table as it was taken apart.
    pub(crate) fn from_parts(text: String, ends: Vec<u32>, slots: Vec<(u32, u32)>) -> Lookup {
        Lookup { slots, text, ends }
    }

    /// The text of all words, where each ends, and the slots.
    #[allow(dead_code)] // The build script asks.
    pub(crate) fn parts(&self) -> (&str, &[u32], &[(u32, u32)]) {
        (&self.text, &self.ends, &self.slots)
    }

    fn fill(&mut self) {
        let size = (self.ends.len() * 2).next_power_of_two().max(2);
        self.slots = vec![(0, 0); size];
        for number in 0..self.ends.len() as u32 {
            let hash = hash_of(self.word(number));
            let mut at = hash as usize & (size - 1);
            while self.slots[at].1 != 0 {
                at = (at + 1) & (size - 1);
            }
            self.slots[at] = ((hash >> 32) as u32, number + 1);
        }
    }

    /// A word by its number.
    pub(crate) fn word(&self, number: u32) -> &str {
        let end = self.ends.get(number as usize).map_or(0, |e| *e as usize);
        let start =
            (number as usize).checked_sub(1).and_then(|n| self.ends.get(n)).map_or(0, |e| *e as usize);
        self.text.get(start..end).unwrap_or("")
    }

    /// The number of a word, by its hash and itself.
    #[inline]
    pub(crate) fn get(&self, hash: u64, word: &str) -> Option<u32> {
        let last = self.slots.len().checked_sub(1)?;
        let mut at = hash as usize & last;
        loop {
            let (tag, number) = self.slots[at];
            if number == 0 {
                return None;
            }
            if tag == (hash >> 32) as u32 && self.word(number - 1) == word {
                return Some(number - 1);
            }
            at = (at + 1) & last;
        }
    }

    /// How many words it holds.
    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_by_their_hash() {
        let words: Vec<String> = (0..5000).map(|n| format!("word{n}")).collect();
        let table = Lookup::new(words.iter().map(String::as_str));
        assert_eq!(table.len(), words.len());
        for (number, word) in words.iter().enumerate() {
            assert_eq!(table.get(hash_of(word), word), Some(number as u32));
            assert_eq!(table.word(number as u32), word);
        }
        for word in ["", "word", "word5000", "Word1"] {
            assert_eq!(table.get(hash_of(word), word), None);
        }
        assert_eq!(Lookup::default().get(hash_of("a"), "a"), None);
        let (text, ends, slots) = table.parts();
        let again = Lookup::from_parts(text.to_owned(), ends.to_vec(), slots.to_vec());
        assert_eq!(again.get(hash_of("word17"), "word17"), Some(17));
    }
}
