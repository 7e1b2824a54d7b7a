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
    /// The places of the hits of each category one after the other, and where each category's end.
    by_category: Vec<u32>,
    category_ends: Vec<u32>,
}

impl Hits {
    /// Hits in order, sorted by category: `categories` gives each entry's, below `count`.
    pub(super) fn new(hits: Vec<Hit>, categories: &[u32], count: usize) -> Hits {
        let mut category_ends = vec![0u32; count];
        for hit in &hits {
            category_ends[categories[hit.entry] as usize] += 1;
        }
        let mut all = 0;
        for end in &mut category_ends {
            // Where its first goes; each that is put there moves it on, to its end at last.
            (*end, all) = (all, all + *end);
        }
        let mut by_category = vec![0u32; hits.len()];
        for (place, hit) in hits.iter().enumerate() {
            let next = &mut category_ends[categories[hit.entry] as usize];
            by_category[*next as usize] = place as u32;
            *next += 1;
        }
        Hits { hits, by_category, category_ends }
    }

    /// The places in [`Hits::hits`] of those whose entry has this category, in order.
    pub fn places_of(&self, lexicon: &Lexicon, category: &str) -> &[u32] {
        let Some(number) = lexicon.category_number(category) else { return &[] };
        let Some(end) = self.category_ends.get(number).copied() else { return &[] };
        let start = number.checked_sub(1).map_or(0, |n| self.category_ends[n]);
        &self.by_category[start as usize..end as usize]
    }

    /// The hits whose entry has this category.
    pub fn of<'h>(&'h self, lexicon: &'h Lexicon, category: &'h str) -> impl Iterator<Item = &'h Hit> {
        self.places_of(lexicon, category).iter().map(|place| &self.hits[*place as usize])
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
