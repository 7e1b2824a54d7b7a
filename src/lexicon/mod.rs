//! The lexicons: data files, embedded and overridable by file, and the patterns in them, compiled once
//! and matched in one pass over a letter.
//!
//! `lexicons/README.md` is the guide for those who write entries; [`pattern`] holds the grammar.

mod baked;
pub mod check;
mod compile;
mod embedded;
pub mod entry;
pub mod explain;
pub mod files;
mod guards;
pub mod hits;
pub mod inflect;
mod matcher;
mod parse;
pub mod pattern;
mod places;
mod program;
mod rarity;
mod shaped;
pub mod shapes;
pub mod suggest;
#[cfg(test)]
mod tests;

pub use check::{CheckReport, check};
pub use entry::{Blocks, Concept, Entry, Guards, Mode, Strength};
pub use explain::{close_ids, explain};
pub use files::{DataFile, Files};
pub use hits::{Hit, Hits};

use crate::document::Letter;
use crate::error::Result;
use crate::hashing::{Lookup, hash_of};
use compile::Compiler;
use inflect::Inflections;
use parse::Parsed;
use program::Compiled;
use std::collections::BTreeMap;

/// All entries of all lexicons, compiled.
#[derive(Debug, Default)]
pub struct Lexicon {
    /// The entries, in order of file and place.
    pub entries: Vec<Entry>,
    /// The concepts, in order of file and place.
    pub concepts: Vec<Concept>,
    by_category: BTreeMap<String, Vec<usize>>,
    by_id: BTreeMap<String, usize>,
    /// The categories in alphabetical order, and each entry's number among them.
    categories: Lookup,
    category_of: Vec<u32>,
    compiled: Compiled,
}

/// Reads and compiles every entry file.
fn read(files: &Files) -> Result<(Parsed, Compiled)> {
    let mut compiler = Compiler::new(Inflections::load(files)?);
    let parsed = parse::read(files, &mut compiler)?;
    Ok((parsed, compiler.finish()?))
}

impl Lexicon {
    /// Reads and compiles every entry file. For the files inside the program that was done when it was built.
    ///
    /// An entry file is a `.toml` file in one of the folders of the criteria or in `concepts/`, or a file
    /// `letters/cues*.toml`, that holds `[[entry]]` or `[[concept]]`; other files belong to other code.
    ///
    /// # Errors
    /// Where a file has an unknown key, a bad pattern, an id twice: with file, line and remedy.
    pub fn load(files: &Files) -> Result<Lexicon> {
        let built =
            files.have_the_built_in_entries().then(|| baked::from_bytes(embedded::COMPILED)).flatten();
        let (parsed, compiled) = match built {
            Some(built) => built,
            None => read(files)?,
        };
        let mut by_category: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        let mut by_id = BTreeMap::new();
        for (index, entry) in parsed.entries.iter().enumerate() {
            by_category.entry(entry.category.clone()).or_default().push(index);
            by_id.insert(entry.id.clone(), index);
        }
        let categories = Lookup::new(by_category.keys().map(String::as_str));
        let mut category_of = vec![0; parsed.entries.len()];
        for (number, entries) in by_category.values().enumerate() {
            entries.iter().for_each(|entry| category_of[*entry] = number as u32);
        }
        let (entries, concepts) = (parsed.entries, parsed.concepts);
        Ok(Lexicon { entries, concepts, by_category, by_id, categories, category_of, compiled })
    }

    /// Finds every entry in a letter, guards applied.
    ///
    /// A pattern's matches are leftmost and longest and do not overlap; of an entry's patterns, again, the
    /// leftmost match counts, of several that begin together the longest, and none that overlaps it. Hits
    /// of different entries may overlap.
    pub fn scan(&self, letter: &Letter) -> Hits {
        let hits = matcher::scan(&self.compiled, letter, false);
        Hits::new(hits, &self.category_of, self.categories.len())
    }

    /// An entry by its id.
    pub fn entry(&self, id: &str) -> Option<&Entry> {
        self.index_of(id).and_then(|index| self.entries.get(index))
    }

    /// An entry's index in [`Lexicon::entries`] by its id.
    pub fn index_of(&self, id: &str) -> Option<usize> {
        self.by_id.get(id).copied()
    }

    /// The entries of a category, as indexes into [`Lexicon::entries`], in their order.
    pub fn by_category(&self, category: &str) -> &[usize] {
        self.by_category.get(category).map_or(&[], Vec::as_slice)
    }

    /// The place of a category among all in alphabetical order.
    fn category_number(&self, category: &str) -> Option<usize> {
        self.categories.get(hash_of(category), category).map(|n| n as usize)
    }

    /// All categories, in alphabetical order.
    pub fn categories(&self) -> impl Iterator<Item = &str> {
        self.by_category.keys().map(String::as_str)
    }

    /// A concept by its id, without `@`.
    pub fn concept(&self, id: &str) -> Option<&Concept> {
        self.concepts.iter().find(|c| c.id == id)
    }

    /// How many patterns it holds, and how many different words they use, inflections included.
    pub fn size(&self) -> (usize, usize) {
        (self.compiled.programs.len(), self.compiled.vocabulary())
    }
}
