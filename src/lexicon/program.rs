//! Compiled patterns: what a program is made of, and the tables that all of them share.

use super::entry::{Blocks, Mode};
use crate::hashing::Lookup;

/// A symbol: a word, a word with its inflections, a shape or a concept. In a sentence it stands for the
/// stretches of words that are it.
pub(super) type Symbol = u32;

/// What a step does.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Do {
    /// Passes a stretch that is the symbol `at`.
    Symbol,
    /// Passes any one word.
    Any,
    /// Passes up to `count` words.
    Gap,
    /// Takes `count` steps from `at` on, one after the other.
    Seq,
    /// Takes one of `count` steps from `at` on.
    OneOf,
    /// Takes the step `at`, or none.
    Optional,
    /// Stays, at the start of the sentence only.
    Start,
    /// Stays, at its end only.
    End,
}

/// One step of a program. Steps that belong together lie together in [`Compiled::steps`].
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(super) struct Step {
    pub what: Do,
    pub count: u32,
    pub at: u32,
}

/// One pattern, compiled.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(super) struct Program {
    /// Its parts, as a stretch of the steps; all have to match.
    pub parts: (u32, u32),
    /// Symbols without which it cannot match, the rarest first, as a stretch of [`Compiled::needs`].
    pub needs: (u32, u32),
    /// The concept's symbol, or the entry's index.
    pub owner: u32,
    /// How many words a match has, where all have the same number and the program has one part; else 0.
    pub words: u32,
}

/// Marks the program of a wake whose entry counts in the body alone.
pub(super) const BODY_ONLY: u32 = 1 << 31;

/// A program to look at once a symbol occurs, and a further symbol that it needs. Those of a symbol that need the
/// same stand together.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Wake {
    pub need: Symbol,
    pub program: u32,
}

/// When a program runs: concepts without concepts first, then concepts with, then entries.
pub(super) const STAGES: usize = 3;

/// A compiled entry's guards.
#[derive(Clone, Debug)]
pub(super) struct GuardSet {
    pub negated: Mode,
    pub quoted: Mode,
    pub blocks: Blocks,
    pub unless: Box<[u32]>,
    pub not_before: Box<[u32]>,
    pub not_after: Box<[u32]>,
    pub near: Box<[u32]>,
    pub near_sentences: usize,
}

/// All patterns of all lexicons.
///
/// Behind the symbols proper come sets of them, numbered on: a set stands for the stretches of all its
/// members. Alternatives that are single symbols are one step so, whose stretches are gathered once a
/// sentence and only where a program asks.
#[derive(Debug, Default)]
pub(super) struct Compiled {
    pub words: Lookup,
    /// For each word, the end of its symbols in `word_symbols`; they begin where the former word's end.
    pub word_ends: Vec<u32>,
    pub word_symbols: Vec<Symbol>,
    /// For each stage and in it each symbol, the end of its programs in `wakes`.
    pub wake_ends: Vec<u32>,
    pub wakes: Vec<Wake>,
    /// For each set, the end of its members.
    pub member_ends: Vec<u32>,
    pub members: Vec<Symbol>,
    pub steps: Vec<Step>,
    pub needs: Vec<Symbol>,
    pub programs: Vec<Program>,
    pub guards: Vec<GuardSet>,
    /// How many symbols there are, without the sets.
    pub symbols: usize,
    pub negation: Option<Symbol>,
    pub not_negation: Option<Symbol>,
    pub clause_break: Option<Symbol>,
}

impl Compiled {
    /// The number of a folded word in its vocabulary, by its hash and itself.
    pub fn word(&self, word: &str, hash: u64) -> Option<u32> {
        self.words.get(hash, word)
    }

    /// The symbols that a word stands for.
    pub fn symbols_of(&self, word: u32) -> &[Symbol] {
        slice(&self.word_symbols, &self.word_ends, word)
    }

    /// The programs to look at in a stage once a symbol occurs.
    pub fn wakes(&self, stage: usize, symbol: Symbol) -> &[Wake] {
        slice(&self.wakes, &self.wake_ends, (stage * self.symbols) as u32 + symbol)
    }

    /// The members of a set; none of a symbol proper.
    pub fn members(&self, set: Symbol) -> &[Symbol] {
        match (set as usize).checked_sub(self.symbols) {
            Some(set) => slice(&self.members, &self.member_ends, set as u32),
            None => &[],
        }
    }

    /// Symbols and sets.
    pub fn symbols_and_sets(&self) -> usize {
        self.symbols + self.member_ends.len()
    }

    /// The steps from one on.
    pub fn steps(&self, at: u32, count: u32) -> &[Step] {
        &self.steps[at as usize..(at + count) as usize]
    }

    /// The parts of a program.
    pub fn parts(&self, program: &Program) -> &[Step] {
        self.steps(program.parts.0, program.parts.1)
    }

    /// What a program needs beside the symbol that wakes it.
    pub fn needs(&self, program: &Program) -> &[Symbol] {
        &self.needs[program.needs.0 as usize..program.needs.1 as usize]
    }

    /// How many words its vocabulary holds.
    pub fn vocabulary(&self) -> usize {
        self.words.len()
    }
}

fn slice<'a, T>(all: &'a [T], ends: &[u32], id: u32) -> &'a [T] {
    let id = id as usize;
    let start = if id == 0 { 0 } else { ends[id - 1] as usize };
    &all[start..ends[id] as usize]
}
