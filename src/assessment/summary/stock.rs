//! Sentences that stand in many letters: stock paragraphs, or text of another case that was left in.

use std::collections::BTreeMap;

/// How many letters each sentence stands in, by the hash that `score` wrote.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stock {
    letters: BTreeMap<u64, u32>,
}

/// A sentence that stands in many letters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passage {
    /// Its hash, as it stands in the assessments.
    pub hash: String,
    /// How many letters it stands in.
    pub letters: u32,
}

impl Stock {
    /// Counts one letter's sentences, each once.
    pub fn add(&mut self, hashes: &[String]) {
        let mut own: Vec<u64> = hashes.iter().filter_map(|h| u64::from_str_radix(h, 16).ok()).collect();
        own.sort_unstable();
        own.dedup();
        for hash in own {
            *self.letters.entry(hash).or_default() += 1;
        }
    }

    /// Adds another count.
    pub fn merge(&mut self, other: &Stock) {
        for (hash, letters) in &other.letters {
            *self.letters.entry(*hash).or_default() += letters;
        }
    }

    /// The sentences that stand in at least so many letters, the commonest first.
    pub fn at_least(&self, letters: u32, most: usize) -> Vec<Passage> {
        let mut all: Vec<Passage> = self
            .letters
            .iter()
            .filter(|(_, n)| **n >= letters.max(2))
            .map(|(hash, n)| Passage { hash: format!("{hash:016x}"), letters: *n })
            .collect();
        all.sort_by(|a, b| b.letters.cmp(&a.letters).then(a.hash.cmp(&b.hash)));
        all.truncate(most);
        all
    }
}
