//! Lists of phrases, looked up by their first word.

use super::Letter;
use crate::hashing::WordMap;
use std::ops::Range;

/// Phrases by their first word, in the order of their list.
#[derive(Clone, Debug, Default)]
pub(crate) struct Phrases(WordMap<String, Vec<Vec<String>>>);

impl Phrases {
    /// The phrases of a list: words in small letters with blanks between.
    pub fn of(list: &[String]) -> Phrases {
        let mut phrases = Phrases::default();
        for phrase in list {
            let words: Vec<String> = phrase.split_whitespace().map(str::to_owned).collect();
            if let Some(first) = words.first() {
                phrases.0.entry(first.clone()).or_default().push(words);
            }
        }
        phrases
    }

    /// The first phrase of the list that begins at a word and ends before the word `end`.
    pub fn at(&self, letter: &Letter, at: usize, end: usize) -> Option<&[String]> {
        let end = end.min(letter.words.len());
        let phrases = self.0.get(letter.folded(at))?;
        phrases.iter().map(Vec::as_slice).find(|p| {
            at + p.len() <= end && p.iter().zip(at..).all(|(word, place)| letter.folded(place) == word)
        })
    }

    /// Where in `range` one of them begins first; only at the head of the range where `at_head`.
    pub fn find(&self, letter: &Letter, range: &Range<usize>, at_head: bool) -> Option<usize> {
        let end = range.end.min(letter.words.len());
        let last = if at_head { (range.start + 1).min(end) } else { end };
        (range.start..last).find(|&at| self.at(letter, at, end).is_some())
    }
}
