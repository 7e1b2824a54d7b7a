//! The lexicons: data files, embedded and overridable by file, and the patterns in them, compiled once
//! and matched in one pass over a letter.

pub mod files;

pub use files::{DataFile, Files};

use crate::criterion::{Criterion, Severity};
use crate::document::Letter;
use crate::error::Result;
use crate::span::Span;
use std::ops::Range;

/// All entries of all lexicons, compiled.
#[derive(Debug)]
pub struct Lexicon {
    /// The entries, in order of file and place.
    pub entries: Vec<Entry>,
}

/// One entry, as its file states it.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Its id, unique over all lexicons: `term.discontinue`, `blame.chose`.
    pub id: String,
    /// The criterion it belongs to.
    pub criterion: Criterion,
    /// The contract's category (`term`, `initials`, `officialese`, `wordy`, `blame`, ...), or the id of
    /// the element or marker that it says.
    pub category: String,
    /// Whether a hit says it, says it vaguely, is a finding or a look.
    pub strength: Strength,
    /// How much a finding weighs.
    pub severity: Severity,
    /// `H`, `S` or `A` for terms (domain 5.2); none elsewhere.
    pub level: Option<char>,
    /// The plain alternative or explanation.
    pub plain: Option<String>,
    /// What to say of a hit.
    pub message: Option<String>,
    /// What the writer should do.
    pub advice: Option<String>,
    /// Why it matters.
    pub why: String,
    /// Where the rule comes from.
    pub source: String,
    /// The patterns, as written.
    pub matches: Vec<String>,
    /// Texts that it must match.
    pub yes: Vec<String>,
    /// Texts that it must not match.
    pub no: Vec<String>,
    /// The file, relative to the lexicons' folder.
    pub file: String,
    /// The line on which it begins.
    pub line: usize,
}

/// What a hit of an entry amounts to.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Strength {
    /// Says its element vaguely.
    Vague,
    /// Says its element.
    Present,
    /// A finding.
    Finding,
    /// A look only.
    Look,
    /// Takes back what other hits of the same category say in the sentence ("sorry for the delay").
    Cancel,
    /// A concept for other code to read (kinds, decisions, facts), no result of its own.
    Cue,
}

/// One place where an entry matched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// The entry, as an index into [`Lexicon::entries`].
    pub entry: usize,
    /// Where.
    pub span: Span,
    /// Its words, as indexes into [`Letter::words`].
    pub words: Range<usize>,
    /// The sentence in which it begins.
    pub sentence: usize,
}

/// All hits in one letter, in order of place, then of entry.
#[derive(Clone, Debug, Default)]
pub struct Hits {
    /// The hits.
    pub hits: Vec<Hit>,
}

impl Lexicon {
    /// Reads and compiles every entry file.
    ///
    /// # Errors
    /// Where a file has an unknown key, a bad pattern, an id twice: with file, line and remedy.
    pub fn load(files: &Files) -> Result<Lexicon> {
        let _ = files;
        Ok(Lexicon { entries: Vec::new() })
    }

    /// Finds every entry in a letter, guards applied.
    pub fn scan(&self, letter: &Letter) -> Hits {
        let _ = letter;
        Hits::default()
    }

    /// An entry by its id.
    pub fn entry(&self, id: &str) -> Option<&Entry> {
        self.entries.iter().find(|e| e.id == id)
    }
}

impl Hits {
    /// The hits whose entry has this category.
    pub fn of<'h>(&'h self, lexicon: &'h Lexicon, category: &'h str) -> impl Iterator<Item = &'h Hit> {
        self.hits.iter().filter(move |h| lexicon.entries[h.entry].category == category)
    }
}
