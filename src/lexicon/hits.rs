//! What matched in a letter.

use super::Lexicon;
use crate::span::Span;
use std::ops::Range;

/// One place where an entry matched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// The entry, as an index into [`Lexicon::entries`].
    pub entry: usize,
    /// Where.
    pub span: Span,
    /// Its words, as indexes into [`crate::document::Letter::words`].
    pub words: Range<usize>,
    /// The sentence in which it lies.
    pub sentence: usize,
}

/// All hits in one letter, in order of place, then of entry.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hits {
    /// The hits.
    pub hits: Vec<Hit>,
}

impl Hits {
    /// The hits whose entry has this category.
    pub fn of<'h>(&'h self, lexicon: &'h Lexicon, category: &'h str) -> impl Iterator<Item = &'h Hit> {
        let entries = lexicon.by_category(category);
        self.hits.iter().filter(move |h| entries.binary_search(&h.entry).is_ok())
    }

    /// The hits of one entry, by its index.
    pub fn of_entry(&self, entry: usize) -> impl Iterator<Item = &Hit> {
        self.hits.iter().filter(move |h| h.entry == entry)
    }

    /// The hits of one entry, by its id; none where there is no such entry.
    pub fn of_id<'h>(&'h self, lexicon: &Lexicon, id: &str) -> impl Iterator<Item = &'h Hit> {
        let entry = lexicon.index_of(id);
        self.hits.iter().filter(move |h| Some(h.entry) == entry)
    }

    /// The hits of one sentence: a slice, as hits stand in order of place.
    pub fn in_sentence(&self, sentence: usize) -> &[Hit] {
        let start = self.hits.partition_point(|h| h.sentence < sentence);
        let end = self.hits.partition_point(|h| h.sentence <= sentence);
        &self.hits[start..end]
    }
}
