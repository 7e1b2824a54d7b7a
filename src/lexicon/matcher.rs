//! Programs run over a letter, sentence by sentence.
//!
//! A sentence's words set the places of their symbols; symbols wake the programs anchored on them; concepts
//! made of several words are matched first, once, and become symbols themselves; then the entries' programs
//! run. A program is run backwards to find all places at which it can begin, then forwards from the first
//! of them to find its longest end, and on behind that: its matches are leftmost, longest, and do not
//! overlap. Each run moves whole sets of places ([`Places`]), so the work grows with the sentence and the
//! pattern and not with the number of ways in which they can be laid on each other.

use super::compile::{Compiled, Op, Program, STAGES, Symbol};
use super::places::{Places, Wide};
use super::shapes::{self, Shaped};
use super::{Hit, Hits};
use crate::document::{Letter, Shape};
use std::cmp::Reverse;

/// Finds every entry in a letter. With `ignore_blocks` a hit counts in any block.
pub(super) fn scan(compiled: &Compiled, letter: &Letter, ignore_blocks: bool) -> Hits {
    let longest = letter.sentences.iter().map(|s| s.words.len()).max().unwrap_or(0);
    if longest <= u64::WORDS {
        Scan::<u64>::new(compiled, letter, ignore_blocks).run()
    } else if longest <= u128::WORDS {
        Scan::<u128>::new(compiled, letter, ignore_blocks).run()
    } else {
        Scan::<Wide>::new(compiled, letter, ignore_blocks).run()
    }
}

/// Where a symbol occurs in the sentence at hand.
#[derive(Copy, Clone, Debug)]
struct Slot<P> {
    /// The sentence for which it holds.
    stamp: u32,
    /// Where a stretch of one word begins.
    ones: P,
    /// The first of its longer stretches in the pool.
    longer: u32,
}

/// Longer stretches of a symbol, all of one length.
#[derive(Copy, Clone, Debug)]
struct Stretch<P> {
    starts: P,
    words: u32,
    next: u32,
}

const NONE: u32 = u32::MAX;

/// One match of an entry, as places in its sentence.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Found {
    entry: u32,
    start: u32,
    end: Reverse<u32>,
}

/// A match that waits for what stands near it.
struct Waiting {
    hit: Hit,
}

/// One run over a letter.
pub(super) struct Scan<'l, P> {
    pub(super) compiled: &'l Compiled,
    pub(super) letter: &'l Letter,
    ignore_blocks: bool,
    slot_of: Vec<u32>,
    slots: Vec<Slot<P>>,
    pool: Vec<Stretch<P>>,
    touched: Vec<Symbol>,
    looked_at: Vec<u32>,
    awake: [Vec<u32>; STAGES],
    stamp: u32,
    /// Words of the sentence at hand, and its first word's index.
    pub(super) n: usize,
    pub(super) first: usize,
    all: P,
    /// The words that negate, once they have been asked for.
    pub(super) negations: Option<P>,
    found: Vec<Found>,
    /// Steps taken, for a test that counts them instead of timing them.
    #[cfg(test)]
    steps: std::cell::Cell<usize>,
}

/// How many steps of programs a scan takes.
#[cfg(test)]
pub(super) fn steps(compiled: &Compiled, letter: &Letter) -> usize {
    let mut scan = Scan::<Wide>::new(compiled, letter, false);
    let (mut hits, mut waiting) = (Vec::new(), Vec::new());
    for sentence in 0..letter.sentences.len() {
        scan.prepare(sentence);
        scan.entries(sentence, &mut hits, &mut waiting);
    }
    scan.settle(waiting, &mut hits);
    scan.steps.get()
}

impl<'l, P: Places> Scan<'l, P> {
    fn new(compiled: &'l Compiled, letter: &'l Letter, ignore_blocks: bool) -> Self {
        Scan {
            compiled,
            letter,
            ignore_blocks,
            slot_of: vec![0; compiled.symbols],
            slots: Vec::with_capacity(256),
            pool: Vec::new(),
            touched: Vec::with_capacity(128),
            looked_at: vec![0; compiled.programs.len()],
            awake: Default::default(),
            stamp: 0,
            n: 0,
            first: 0,
            all: P::default(),
            negations: None,
            found: Vec::new(),
            #[cfg(test)]
            steps: Default::default(),
        }
    }

    fn run(mut self) -> Hits {
        let mut hits = Vec::new();
        let mut waiting = Vec::new();
        for sentence in 0..self.letter.sentences.len() {
            self.prepare(sentence);
            self.entries(sentence, &mut hits, &mut waiting);
        }
        self.settle(waiting, &mut hits);
        hits.sort_unstable_by_key(|h| (h.words.start, h.entry, h.words.end));
        Hits { hits }
    }

    /// Sets the symbols of a sentence, concepts included, and wakes its programs.
    fn prepare(&mut self, sentence: usize) {
        let words = self.letter.sentences[sentence].words.clone();
        self.stamp += 1;
        self.first = words.start;
        self.n = words.len().min(P::WORDS);
        self.all = P::up_to(self.n);
        self.negations = None;
        self.pool.clear();
        self.touched.clear();
        self.awake.iter_mut().for_each(Vec::clear);
        let letter = self.letter;
        let compiled = self.compiled;
        for k in 0..self.n {
            let at = self.first + k;
            let folded = letter.folded(at);
            for symbol in compiled.symbols_of(folded) {
                self.set(*symbol, k, 1);
            }
            let shape = letter.words[at].shape;
            if shape == Shape::Lower {
                continue;
            }
            if shape == Shape::Number {
                self.set(Shaped::Number as u32, k, 1);
            } else if k > 0 && is_capital(letter, at, folded) {
                self.set(Shaped::Capital as u32, k, 1);
            }
            if shape != Shape::Capital {
                shapes::at_word(letter, at, |shape, words| {
                    self.set(shape as u32, k, words.min(self.n - k));
                });
            }
        }
        let (first, n) = (self.first, self.n);
        shapes::dates(letter, sentence, |words| {
            let (start, end) = (words.start - first, (words.end - first).min(n));
            if start < end {
                self.set(Shaped::Date as u32, start, end - start);
            }
        });
        let mut asked = 0;
        for stage in 0..STAGES {
            while let Some(symbol) = self.touched.get(asked) {
                for (stage, program) in compiled.wakes(*symbol) {
                    let looked_at = &mut self.looked_at[*program as usize];
                    if *looked_at != self.stamp {
                        *looked_at = self.stamp;
                        self.awake[*stage as usize].push(*program);
                    }
                }
                asked += 1;
            }
            if stage + 1 < STAGES {
                for k in 0..self.awake[stage].len() {
                    self.concept(self.awake[stage][k]);
                }
            }
        }
    }

    /// Lets a stretch of words stand for a symbol.
    fn set(&mut self, symbol: Symbol, start: usize, words: usize) {
        let index = &mut self.slot_of[symbol as usize];
        if *index == 0 {
            self.slots.push(Slot { stamp: 0, ones: P::default(), longer: NONE });
            *index = self.slots.len() as u32;
        }
        let slot = &mut self.slots[*index as usize - 1];
        if slot.stamp != self.stamp {
            *slot = Slot { stamp: self.stamp, ones: P::default(), longer: NONE };
            self.touched.push(symbol);
        }
        if words == 1 {
            slot.ones = slot.ones.or(P::one(start));
            return;
        }
        let mut next = slot.longer;
        while let Some(stretch) = self.pool.get_mut(next as usize) {
            if stretch.words as usize == words {
                stretch.starts = stretch.starts.or(P::one(start));
                return;
            }
            next = stretch.next;
        }
        let stretch = Stretch { starts: P::one(start), words: words as u32, next: slot.longer };
        slot.longer = self.pool.len() as u32;
        self.pool.push(stretch);
    }

    fn slot(&self, symbol: Symbol) -> Option<&Slot<P>> {
        let index = self.slot_of[symbol as usize];
        let slot = self.slots.get((index as usize).checked_sub(1)?)?;
        (slot.stamp == self.stamp).then_some(slot)
    }

    /// The words that lie inside a stretch of a symbol.
    pub(super) fn covered(&self, symbol: Option<Symbol>) -> P {
        let Some(slot) = symbol.and_then(|s| self.slot(s)) else { return P::default() };
        let mut all = slot.ones;
        let mut next = slot.longer;
        while let Some(stretch) = self.pool.get(next as usize) {
            for k in 0..stretch.words as usize {
                all = all.or(stretch.starts.up(k));
            }
            next = stretch.next;
        }
        all
    }

    /// The places after which an op can end that begins at one of these.
    fn forwards(&self, op: &Op, from: P) -> P {
        #[cfg(test)]
        self.steps.set(self.steps.get() + 1);
        if from.is_empty() {
            return from;
        }
        match op {
            Op::Symbol(symbol) => {
                let Some(slot) = self.slot(*symbol) else { return P::default() };
                let mut to = from.and(slot.ones).up(1);
                let mut next = slot.longer;
                while let Some(stretch) = self.pool.get(next as usize) {
                    to = to.or(from.and(stretch.starts).up(stretch.words as usize));
                    next = stretch.next;
                }
                to
            }
            Op::Any => from.up(1).and(self.all),
            Op::Gap(n) => {
                let mut to = from;
                for k in 1..=*n {
                    to = to.or(from.up(k));
                }
                to.and(self.all)
            }
            Op::Seq(ops) => ops.iter().fold(from, |at, op| self.forwards(op, at)),
            Op::OneOf(ops) => ops.iter().fold(P::default(), |to, op| to.or(self.forwards(op, from))),
            Op::Optional(op) => from.or(self.forwards(op, from)),
            Op::Start => from.and(P::one(0)),
            Op::End => from.and(P::one(self.n)),
        }
    }

    /// The places at which an op can begin that ends at one of these.
    fn backwards(&self, op: &Op, to: P) -> P {
        #[cfg(test)]
        self.steps.set(self.steps.get() + 1);
        if to.is_empty() {
            return to;
        }
        match op {
            Op::Symbol(symbol) => {
                let Some(slot) = self.slot(*symbol) else { return P::default() };
                let mut from = to.down(1).and(slot.ones);
                let mut next = slot.longer;
                while let Some(stretch) = self.pool.get(next as usize) {
                    from = from.or(to.down(stretch.words as usize).and(stretch.starts));
                    next = stretch.next;
                }
                from
            }
            Op::Any => to.down(1),
            Op::Gap(n) => (1..=*n).fold(to, |from, k| from.or(to.down(k))),
            Op::Seq(ops) => ops.iter().rev().fold(to, |at, op| self.backwards(op, at)),
            Op::OneOf(ops) => ops.iter().fold(P::default(), |from, op| from.or(self.backwards(op, to))),
            Op::Optional(op) => to.or(self.backwards(op, to)),
            Op::Start => to.and(P::one(0)),
            Op::End => to.and(P::one(self.n)),
        }
    }

    /// The leftmost longest match of an op that begins at or after a place, among its possible starts.
    fn next_match(&self, op: &Op, starts: P, from: usize) -> Option<(usize, usize)> {
        let start = starts.first_from(from)?;
        let end = self.forwards(op, P::one(start)).last()?;
        (end > start).then_some((start, end))
    }

    fn can_match(&self, program: &Program) -> bool {
        program.needs.iter().all(|s| self.slot(*s).is_some())
    }

    /// Matches one pattern of a concept in every way, and lets the stretches stand for the concept.
    fn concept(&mut self, id: u32) {
        let compiled = self.compiled;
        let program = &compiled.programs[id as usize];
        if !self.can_match(program) {
            return;
        }
        let Some(op) = program.parts.first() else { return };
        let mut starts = self.backwards(op, self.all);
        while let Some(start) = starts.first() {
            starts = starts.without(P::one(start));
            let mut ends = self.forwards(op, P::one(start));
            while let Some(end) = ends.first() {
                ends = ends.without(P::one(end));
                if end > start {
                    self.set(program.owner, start, end - start);
                }
            }
        }
    }

    /// Whether a guard's pattern occurs in the sentence at hand.
    pub(super) fn occurs(&self, id: u32) -> bool {
        let program = &self.compiled.programs[id as usize];
        self.can_match(program) && program.parts.iter().all(|op| !self.backwards(op, self.all).is_empty())
    }

    /// Whether a guard's pattern begins at a place.
    pub(super) fn begins_at(&self, id: u32, place: usize) -> bool {
        let program = &self.compiled.programs[id as usize];
        self.can_match(program) && program.parts.iter().all(|op| !self.forwards(op, P::one(place)).is_empty())
    }

    /// Whether a guard's pattern ends at a place.
    pub(super) fn ends_at(&self, id: u32, place: usize) -> bool {
        let program = &self.compiled.programs[id as usize];
        self.can_match(program)
            && program.parts.iter().all(|op| !self.backwards(op, P::one(place)).is_empty())
    }

    /// Runs the entries' programs that woke, and makes hits of what they find.
    fn entries(&mut self, sentence: usize, hits: &mut Vec<Hit>, waiting: &mut Vec<Waiting>) {
        let compiled = self.compiled;
        self.found.clear();
        for k in 0..self.awake[STAGES - 1].len() {
            let program = &compiled.programs[self.awake[STAGES - 1][k] as usize];
            if !self.can_match(program) {
                continue;
            }
            let guards = &compiled.guards[program.owner as usize];
            if !self.ignore_blocks && !guards.blocks.has(self.letter.kind_of(sentence)) {
                continue;
            }
            if let [op] = &*program.parts {
                let starts = self.backwards(op, self.all);
                let mut from = 0;
                while let Some((start, end)) = self.next_match(op, starts, from) {
                    from = end;
                    self.keep(program.owner, start, end);
                }
            } else if let Some((start, end)) = self.together(program) {
                self.keep(program.owner, start, end);
            }
        }
        self.found.sort_unstable();
        let mut last = None;
        for found in &self.found {
            let (start, end) = (found.start as usize, found.end.0 as usize);
            if last.is_some_and(|(entry, until)| entry == found.entry && start < until) {
                continue;
            }
            last = Some((found.entry, end));
            let words = self.first + start..self.first + end;
            let hit = Hit {
                entry: found.entry as usize,
                span: self.letter.words_span(words.clone()),
                words,
                sentence,
            };
            if compiled.guards[found.entry as usize].near_sentences > 0 {
                waiting.push(Waiting { hit });
            } else {
                hits.push(hit);
            }
        }
    }

    /// Keeps a match that its entry's guards let pass.
    fn keep(&mut self, entry: u32, start: usize, end: usize) {
        if self.passes(entry, start, end) {
            self.found.push(Found { entry, start: start as u32, end: Reverse(end as u32) });
        }
    }

    /// The match of a pattern of several parts: from the first to the last word of the parts' first matches.
    fn together(&self, program: &Program) -> Option<(usize, usize)> {
        let mut all: Option<(usize, usize)> = None;
        for op in &program.parts {
            let (start, end) = self.next_match(op, self.backwards(op, self.all), 0)?;
            all = Some(all.map_or((start, end), |(s, e)| (s.min(start), e.max(end))));
        }
        all
    }

    /// Looks around the matches that wait for something near them, each sentence once.
    fn settle(&mut self, waiting: Vec<Waiting>, hits: &mut Vec<Hit>) {
        if waiting.is_empty() {
            return;
        }
        let last = self.letter.sentences.len().saturating_sub(1);
        let mut looks: Vec<(usize, usize)> = Vec::new();
        for (k, w) in waiting.iter().enumerate() {
            let reach = self.compiled.guards[w.hit.entry].near_sentences;
            let from = w.hit.sentence.saturating_sub(reach);
            looks.extend((from..=(w.hit.sentence + reach).min(last)).map(|sentence| (sentence, k)));
        }
        looks.sort_unstable();
        let mut near = vec![false; waiting.len()];
        let mut at = None;
        for (sentence, k) in looks {
            if near[k] {
                continue;
            }
            if at != Some(sentence) {
                self.prepare(sentence);
                at = Some(sentence);
            }
            near[k] = self.compiled.guards[waiting[k].hit.entry].near.iter().any(|p| self.occurs(*p));
        }
        hits.extend(waiting.into_iter().zip(near).filter(|w| w.1).map(|w| w.0.hit));
    }
}

/// Whether a word inside a sentence begins with a capital, "I" and its contractions apart.
fn is_capital(letter: &Letter, at: usize, folded: &str) -> bool {
    folded != "i"
        && !folded.starts_with("i'")
        && letter.word_text(at).chars().next().is_some_and(char::is_uppercase)
}
