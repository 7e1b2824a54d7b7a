//! A fast hash for words. It is for tables whose keys come from the data files: a letter's words are only
//! looked up in them, so that no text can fill one bucket.

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
