//! Programs run over a letter, sentence by sentence.
//!
//! A sentence's words set the places of their symbols; symbols wake the programs anchored on them; concepts
//! made of several words are matched first, once, and become symbols themselves; then the entries' programs
//! run. A program is run backwards to find all places at which it can begin, then forwards from the first
//! of them to find its longest end, and on behind that: its matches are leftmost, longest, and do not
//! overlap. Each run moves whole sets of places ([`Places`]), so the work grows with the sentence and the
//! pattern and not with the number of ways in which they can be laid on each other.

use super::Hit;
use super::places::{Places, Wide};
use super::program::{BODY_ONLY, Compiled, Do, Program, STAGES, Step, Symbol};
use super::shapes::{self, Shaped};
use crate::document::{Letter, Shape};
use std::cell::Cell;
use std::cmp::Reverse;

/// Finds every entry in a letter. With `ignore_blocks` a hit counts in any block.
pub(super) fn scan(compiled: &Compiled, letter: &Letter, ignore_blocks: bool) -> Vec<Hit> {
    let words = &letter.of_forms(|word, hash| compiled.word(word, hash));
    let all = All { compiled, letter, words, ignore_blocks };
    // Nearly every sentence has its places in one machine word; the few that have not need not slow the rest.
    let mut short = Scan::kept(all);
    let mut middle: Option<Box<Scan<u128>>> = None;
    let mut long: Option<Box<Scan<Wide>>> = None;
    let mut hits = Vec::with_capacity(letter.words.len() / 2);
    let mut waiting = Vec::new();
    let length = |sentence: usize| letter.sentences[sentence].words.len();
    for sentence in 0..letter.sentences.len() {
        match length(sentence) {
            n if n <= u64::WORDS => short.read(sentence, &mut hits, &mut waiting),
            n if n <= u128::WORDS => {
                middle.get_or_insert_with(|| Box::new(Scan::new(all))).read(
                    sentence,
                    &mut hits,
                    &mut waiting,
                );
            }
            _ => long.get_or_insert_with(|| Box::new(Scan::new(all))).read(sentence, &mut hits, &mut waiting),
        }
    }
    if !waiting.is_empty() {
        settle(all, waiting, &mut hits, |sentence, programs| match length(sentence) {
            n if n <= u64::WORDS => short.occurs_in(sentence, programs),
            n if n <= u128::WORDS => {
                middle.get_or_insert_with(|| Box::new(Scan::new(all))).occurs_in(sentence, programs)
            }
            _ => long.get_or_insert_with(|| Box::new(Scan::new(all))).occurs_in(sentence, programs),
        });
        hits.sort_unstable_by_key(|h| (h.words.start, h.entry, h.words.end));
    }
    short.put_back();
    hits
}

/// What a run over a letter reads.
#[derive(Copy, Clone)]
pub(super) struct All<'l> {
    pub compiled: &'l Compiled,
    pub letter: &'l Letter,
    /// For each form of the letter its word in the lexicons, where it is one.
    words: &'l [Option<u32>],
    ignore_blocks: bool,
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

const UNKNOWN: u8 = 0;
const PRESENT: u8 = 1;
const ABSENT: u8 = 2;

/// One match of an entry, as places in its sentence.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Found {
    entry: u32,
    start: u32,
    end: Reverse<u32>,
}

/// What a run keeps from sentence to sentence, and a thread from letter to letter. What it holds counts only
/// under the stamp of the sentence at hand, so that nothing has to be cleared.
struct Scratch<P> {
    slots: Vec<Slot<P>>,
    /// For each program the last sentence in which it was looked at.
    looked_at: Vec<u32>,
    stamp: u32,
    /// Of each symbol and set whether it occurs in the sentence: [`PRESENT`], [`ABSENT`], or not known yet, which of
    /// a symbol means that it does not.
    present: Vec<u8>,
    /// The sets of which it is known.
    asked: Vec<Symbol>,
    pool: Vec<Stretch<P>>,
    touched: Vec<Symbol>,
    awake: Vec<u32>,
    found: Vec<Found>,
}

impl<P: Places> Scratch<P> {
    fn new() -> Self {
        Scratch {
            slots: Vec::new(),
            looked_at: Vec::new(),
            stamp: 0,
            present: Vec::new(),
            asked: Vec::new(),
            pool: Vec::new(),
            touched: Vec::new(),
            awake: Vec::new(),
            found: Vec::new(),
        }
    }

    /// Makes ready for a letter.
    fn begin(&mut self, compiled: &Compiled) {
        let empty = Slot { stamp: 0, ones: P::default(), longer: NONE };
        if self.slots.len() < compiled.symbols_and_sets() {
            self.slots.resize(compiled.symbols_and_sets(), empty);
        }
        if self.present.len() < compiled.symbols_and_sets() {
            self.present.resize(compiled.symbols_and_sets(), UNKNOWN);
        }
        if self.looked_at.len() < compiled.programs.len() {
            self.looked_at.resize(compiled.programs.len(), 0);
        }
    }

    /// A stamp that nothing bears yet.
    fn next_stamp(&mut self) {
        if self.stamp == u32::MAX {
            self.slots.iter_mut().for_each(|s| s.stamp = 0);
            self.looked_at.fill(0);
            self.stamp = 0;
        }
        self.stamp += 1;
    }
}

thread_local! {
    static SCRATCH: Cell<Option<Box<Scratch<u64>>>> = const { Cell::new(None) };
}

/// One run over a letter.
pub(super) struct Scan<'l, P> {
    pub(super) all: All<'l>,
    scratch: Box<Scratch<P>>,
    /// The sentence at hand, where there is one.
    at: Option<usize>,
    /// Words of the sentence at hand, and its first word's index.
    pub(super) n: usize,
    pub(super) first: usize,
    places: P,
    /// The words that negate, once they have been asked for.
    pub(super) negations: Option<P>,
    /// Steps taken, for a test that counts them instead of timing them.
    #[cfg(test)]
    steps: usize,
}

/// How many steps of programs a scan takes.
#[cfg(test)]
pub(super) fn steps(compiled: &Compiled, letter: &Letter) -> usize {
    let words = &letter.of_forms(|word, hash| compiled.word(word, hash));
    let all = All { compiled, letter, words, ignore_blocks: false };
    let mut scan = Scan::<Wide>::new(all);
    let (mut hits, mut waiting) = (Vec::new(), Vec::new());
    for sentence in 0..letter.sentences.len() {
        scan.read(sentence, &mut hits, &mut waiting);
    }
    if !waiting.is_empty() {
        settle(all, waiting, &mut hits, |sentence, programs| scan.occurs_in(sentence, programs));
    }
    scan.steps
}

impl<'l> Scan<'l, u64> {
    /// A run with what this thread kept of the last one.
    fn kept(all: All<'l>) -> Self {
        Scan::with(all, SCRATCH.take().unwrap_or_else(|| Box::new(Scratch::new())))
    }

    /// Keeps the memory for this thread's next letter.
    fn put_back(self) {
        SCRATCH.set(Some(self.scratch));
    }
}

impl<'l, P: Places> Scan<'l, P> {
    fn new(all: All<'l>) -> Self {
        Scan::with(all, Box::new(Scratch::new()))
    }

    fn with(all: All<'l>, mut scratch: Box<Scratch<P>>) -> Self {
        scratch.begin(all.compiled);
        Scan {
            all,
            scratch,
            at: None,
            n: 0,
            first: 0,
            places: P::default(),
            negations: None,
            #[cfg(test)]
            steps: 0,
        }
    }

    /// Finds the entries of one sentence.
    fn read(&mut self, sentence: usize, hits: &mut Vec<Hit>, waiting: &mut Vec<Hit>) {
        self.prepare(sentence);
        self.entries(sentence, hits, waiting);
    }

    /// Sets the symbols of a sentence, concepts included.
    fn prepare(&mut self, sentence: usize) {
        let All { letter, compiled, words: known, .. } = self.all;
        let words = letter.sentences[sentence].words.clone();
        self.at = Some(sentence);
        self.scratch.next_stamp();
        self.first = words.start;
        self.n = words.len().min(P::WORDS);
        self.places = P::up_to(self.n);
        self.negations = None;
        self.scratch.pool.clear();
        let Scratch { present, touched, asked, .. } = &mut *self.scratch;
        touched.drain(..).chain(asked.drain(..)).for_each(|symbol| present[symbol as usize] = UNKNOWN);
        for k in 0..self.n {
            let at = self.first + k;
            if let Some(word) = known[letter.form(at)] {
                for symbol in compiled.symbols_of(word) {
                    self.set(*symbol, P::one(k), 1);
                }
            }
            let shape = letter.words[at].shape;
            if shape == Shape::Lower {
                continue;
            }
            if shape == Shape::Number {
                self.set(Shaped::Number as u32, P::one(k), 1);
            } else if k > 0 && is_capital(letter, at) {
                self.set(Shaped::Capital as u32, P::one(k), 1);
            }
            if shape != Shape::Capital {
                shapes::at_word(letter, at, |shape, words| {
                    self.set(shape as u32, P::one(k), words.min(self.n - k));
                });
            }
        }
        let (first, n) = (self.first, self.n);
        shapes::dates(letter, sentence, |words| {
            let (start, end) = (words.start - first, (words.end - first).min(n));
            if start < end {
                self.set(Shaped::Date as u32, P::one(start), end - start);
            }
        });
        for stage in 0..STAGES - 1 {
            self.wake(stage, true);
            for k in 0..self.scratch.awake.len() {
                self.concept(self.scratch.awake[k]);
            }
        }
    }

    /// Wakes the programs of a stage that can match by the first two symbols that each needs.
    fn wake(&mut self, stage: usize, in_body: bool) {
        let compiled = self.all.compiled;
        self.scratch.awake.clear();
        for k in 0..self.scratch.touched.len() {
            let symbol = self.scratch.touched[k];
            let (mut need, mut met) = (symbol, true);
            for wake in compiled.wakes(stage, symbol) {
                if wake.need != need {
                    (need, met) = (wake.need, self.has(wake.need));
                }
                if !met || !in_body && wake.program & BODY_ONLY != 0 {
                    continue;
                }
                let program = wake.program & !BODY_ONLY;
                let stamp = self.scratch.stamp;
                let looked_at = &mut self.scratch.looked_at[program as usize];
                if *looked_at != stamp {
                    *looked_at = stamp;
                    self.scratch.awake.push(program);
                }
            }
        }
    }

    /// Lets stretches of words of one length stand for a symbol.
    fn set(&mut self, symbol: Symbol, starts: P, words: usize) {
        let Scratch { slots, touched, pool, stamp, present, .. } = &mut *self.scratch;
        let slot = &mut slots[symbol as usize];
        if slot.stamp != *stamp {
            *slot = Slot { stamp: *stamp, ones: P::default(), longer: NONE };
            touched.push(symbol);
            present[symbol as usize] = PRESENT;
        }
        add(slot, pool, starts, words);
    }

    /// Where a symbol occurs in the sentence at hand; a set is gathered when it is first asked for.
    #[inline]
    fn slot(&mut self, symbol: Symbol) -> Option<Slot<P>> {
        let slot = self.scratch.slots[symbol as usize];
        if slot.stamp == self.scratch.stamp {
            return Some(slot);
        }
        if (symbol as usize) < self.all.compiled.symbols || !self.has(symbol) {
            return None;
        }
        Some(self.gather(symbol))
    }

    /// The stretches of all members of a set that occur.
    fn gather(&mut self, set: Symbol) -> Slot<P> {
        let Scratch { slots, pool, stamp, present, .. } = &mut *self.scratch;
        let mut all = Slot { stamp: *stamp, ones: P::default(), longer: NONE };
        for member in self.all.compiled.members(set) {
            if present[*member as usize] != PRESENT {
                continue;
            }
            let slot = &slots[*member as usize];
            all.ones = all.ones.or(slot.ones);
            let mut next = slot.longer;
            while let Some(stretch) = pool.get(next as usize).copied() {
                add(&mut all, pool, stretch.starts, stretch.words as usize);
                next = stretch.next;
            }
        }
        slots[set as usize] = all;
        all
    }

    /// Whether a symbol, or any member of a set, occurs in the sentence at hand.
    #[inline]
    fn has(&mut self, symbol: Symbol) -> bool {
        match self.scratch.present[symbol as usize] {
            UNKNOWN => symbol as usize >= self.all.compiled.symbols && self.has_member(symbol),
            known => known == PRESENT,
        }
    }

    fn has_member(&mut self, set: Symbol) -> bool {
        let Scratch { present, asked, .. } = &mut *self.scratch;
        let has = self.all.compiled.members(set).iter().any(|m| present[*m as usize] == PRESENT);
        present[set as usize] = if has { PRESENT } else { ABSENT };
        asked.push(set);
        has
    }

    /// The words that lie inside a stretch of a symbol.
    pub(super) fn covered(&mut self, symbol: Option<Symbol>) -> P {
        let Some(slot) = symbol.and_then(|s| self.slot(s)) else { return P::default() };
        let mut all = slot.ones;
        let mut next = slot.longer;
        while let Some(stretch) = self.scratch.pool.get(next as usize) {
            for k in 0..stretch.words as usize {
                all = all.or(stretch.starts.up(k));
            }
            next = stretch.next;
        }
        all
    }

    /// The places after which a step can end that begins at one of these.
    #[inline]
    fn forwards(&mut self, step: Step, from: P) -> P {
        #[cfg(test)]
        {
            self.steps += 1;
        }
        // Most steps are symbols: they are taken without a call.
        if step.what != Do::Symbol {
            return self.forwards_many(step, from);
        }
        let Some(slot) = self.slot(step.at) else { return P::default() };
        let mut to = from.and(slot.ones).up(1);
        let mut next = slot.longer;
        while let Some(stretch) = self.scratch.pool.get(next as usize) {
            to = to.or(from.and(stretch.starts).up(stretch.words as usize));
            next = stretch.next;
        }
        to
    }

    fn forwards_many(&mut self, step: Step, from: P) -> P {
        let compiled = self.all.compiled;
        match step.what {
            Do::Symbol => self.forwards(step, from),
            Do::Any => from.up(1).and(self.places),
            Do::Gap => {
                let mut to = from;
                for k in 1..=step.count as usize {
                    to = to.or(from.up(k));
                }
                to.and(self.places)
            }
            Do::Seq => {
                let mut at = from;
                for step in compiled.steps(step.at, step.count) {
                    at = self.forwards(*step, at);
                    if at.is_empty() {
                        break;
                    }
                }
                at
            }
            Do::OneOf => {
                let mut to = P::default();
                for step in compiled.steps(step.at, step.count) {
                    to = to.or(self.forwards(*step, from));
                }
                to
            }
            Do::Optional => from.or(self.forwards(compiled.steps[step.at as usize], from)),
            Do::Start => from.and(P::one(0)),
            Do::End => from.and(P::one(self.n)),
        }
    }

    /// The places at which a step can begin that ends at one of these.
    #[inline]
    fn backwards(&mut self, step: Step, to: P) -> P {
        #[cfg(test)]
        {
            self.steps += 1;
        }
        if step.what != Do::Symbol {
            return self.backwards_many(step, to);
        }
        let Some(slot) = self.slot(step.at) else { return P::default() };
        let mut from = to.down(1).and(slot.ones);
        let mut next = slot.longer;
        while let Some(stretch) = self.scratch.pool.get(next as usize) {
            from = from.or(to.down(stretch.words as usize).and(stretch.starts));
            next = stretch.next;
        }
        from
    }

    fn backwards_many(&mut self, step: Step, to: P) -> P {
        let compiled = self.all.compiled;
        match step.what {
            Do::Symbol => self.backwards(step, to),
            Do::Any => to.down(1),
            Do::Gap => (1..=step.count as usize).fold(to, |from, k| from.or(to.down(k))),
            Do::Seq => {
                let mut at = to;
                for step in compiled.steps(step.at, step.count).iter().rev() {
                    at = self.backwards(*step, at);
                    if at.is_empty() {
                        break;
                    }
                }
                at
            }
            Do::OneOf => {
                let mut from = P::default();
                for step in compiled.steps(step.at, step.count) {
                    from = from.or(self.backwards(*step, to));
                }
                from
            }
            Do::Optional => to.or(self.backwards(compiled.steps[step.at as usize], to)),
            Do::Start => to.and(P::one(0)),
            Do::End => to.and(P::one(self.n)),
        }
    }

    /// The leftmost longest match of a step that begins at or after a place, among its possible starts.
    fn next_match(&mut self, step: Step, starts: P, from: usize) -> Option<(usize, usize)> {
        let start = starts.first_from(from)?;
        let end = self.forwards(step, P::one(start)).last()?;
        (end > start).then_some((start, end))
    }

    fn can_match(&mut self, needs: &[Symbol]) -> bool {
        needs.iter().all(|s| self.has(*s))
    }

    /// Whether what a woken program needs is there; the first of it was looked for before it woke.
    fn can_go_on(&mut self, program: &Program) -> bool {
        let needs = self.all.compiled.needs(program);
        needs.len() < 2 || self.can_match(&needs[1..])
    }

    /// Matches one pattern of a concept in every way, and lets the stretches stand for the concept.
    fn concept(&mut self, id: u32) {
        let compiled = self.all.compiled;
        let program = &compiled.programs[id as usize];
        if !self.can_go_on(program) {
            return;
        }
        let Some(step) = compiled.parts(program).first().copied() else { return };
        let mut starts = self.backwards(step, self.places);
        if program.words > 0 {
            if !starts.is_empty() {
                self.set(program.owner, starts, program.words as usize);
            }
            return;
        }
        while let Some(start) = starts.first() {
            starts = starts.without(P::one(start));
            let mut ends = self.forwards(step, P::one(start));
            while let Some(end) = ends.first() {
                ends = ends.without(P::one(end));
                if end > start {
                    self.set(program.owner, P::one(start), end - start);
                }
            }
        }
    }

    /// Whether any of these programs occurs in a sentence.
    fn occurs_in(&mut self, sentence: usize, programs: &[u32]) -> bool {
        if self.at != Some(sentence) {
            self.prepare(sentence);
        }
        programs.iter().any(|p| self.occurs(*p))
    }

    /// Whether all parts of a guard's pattern match in the sentence at hand, as `matches` tells of each.
    fn guards(&mut self, id: u32, matches: impl Fn(&mut Self, Step) -> bool) -> bool {
        let compiled = self.all.compiled;
        let program = &compiled.programs[id as usize];
        self.can_match(compiled.needs(program))
            && compiled.parts(program).iter().all(|step| matches(self, *step))
    }

    /// Whether a guard's pattern occurs in the sentence at hand.
    pub(super) fn occurs(&mut self, id: u32) -> bool {
        self.guards(id, |scan, step| !scan.backwards(step, scan.places).is_empty())
    }

    /// Whether a guard's pattern begins at a place.
    pub(super) fn begins_at(&mut self, id: u32, place: usize) -> bool {
        self.guards(id, |scan, step| !scan.forwards(step, P::one(place)).is_empty())
    }

    /// Whether a guard's pattern ends at a place.
    pub(super) fn ends_at(&mut self, id: u32, place: usize) -> bool {
        self.guards(id, |scan, step| !scan.backwards(step, P::one(place)).is_empty())
    }

    /// Runs the entries' programs that wake, and makes hits of what they find.
    fn entries(&mut self, sentence: usize, hits: &mut Vec<Hit>, waiting: &mut Vec<Hit>) {
        let All { letter, compiled, ignore_blocks, .. } = self.all;
        let kind = letter.kind_of(sentence);
        self.wake(STAGES - 1, ignore_blocks || kind.is_body());
        self.scratch.found.clear();
        for k in 0..self.scratch.awake.len() {
            let program = &compiled.programs[self.scratch.awake[k] as usize];
            if !ignore_blocks && !compiled.guards[program.owner as usize].blocks.has(kind) {
                continue;
            }
            if !self.can_go_on(program) {
                continue;
            }
            if let [step] = compiled.parts(program) {
                let starts = self.backwards(*step, self.places);
                if starts.is_empty() {
                    continue;
                }
                let mut from = 0;
                loop {
                    let next = match program.words as usize {
                        0 => self.next_match(*step, starts, from),
                        words => starts.first_from(from).map(|start| (start, start + words)),
                    };
                    let Some((start, end)) = next else { break };
                    from = end;
                    self.keep(program.owner, start, end);
                }
            } else if let Some((start, end)) = self.together(program) {
                self.keep(program.owner, start, end);
            }
        }
        let mut found = std::mem::take(&mut self.scratch.found);
        found.sort_unstable();
        let mut last = None;
        let before = hits.len();
        for found in &found {
            let (start, end) = (found.start as usize, found.end.0 as usize);
            if last.is_some_and(|(entry, until)| entry == found.entry && start < until) {
                continue;
            }
            last = Some((found.entry, end));
            let words = self.first + start..self.first + end;
            let span = letter.words_span(words.clone());
            let hit = Hit { entry: found.entry as usize, span, words, sentence };
            if compiled.guards[found.entry as usize].near_sentences > 0 {
                waiting.push(hit);
            } else {
                hits.push(hit);
            }
        }
        self.scratch.found = found;
        // A sentence's hits stand in order of place; its words come after those of the sentence before.
        hits[before..].sort_unstable_by_key(|h| (h.words.start, h.entry, h.words.end));
    }

    /// Keeps a match that its entry's guards let pass.
    fn keep(&mut self, entry: u32, start: usize, end: usize) {
        if self.passes(entry, start, end) {
            self.scratch.found.push(Found { entry, start: start as u32, end: Reverse(end as u32) });
        }
    }

    /// The match of a pattern of several parts: from the first to the last word of the parts' first matches.
    fn together(&mut self, program: &Program) -> Option<(usize, usize)> {
        let mut all: Option<(usize, usize)> = None;
        for step in self.all.compiled.parts(program) {
            let starts = self.backwards(*step, self.places);
            let (start, end) = self.next_match(*step, starts, 0)?;
            all = Some(all.map_or((start, end), |(s, e)| (s.min(start), e.max(end))));
        }
        all
    }
}

/// Adds stretches of one length to a slot.
fn add<P: Places>(slot: &mut Slot<P>, pool: &mut Vec<Stretch<P>>, starts: P, words: usize) {
    if words == 1 {
        slot.ones = slot.ones.or(starts);
        return;
    }
    let mut next = slot.longer;
    while let Some(stretch) = pool.get_mut(next as usize) {
        if stretch.words as usize == words {
            stretch.starts = stretch.starts.or(starts);
            return;
        }
        next = stretch.next;
    }
    let stretch = Stretch { starts, words: words as u32, next: slot.longer };
    slot.longer = pool.len() as u32;
    pool.push(stretch);
}

/// Looks around the matches that wait for something near them, each sentence once: `occurs` tells whether
/// any of some programs occurs in a sentence.
fn settle(
    all: All<'_>,
    waiting: Vec<Hit>,
    hits: &mut Vec<Hit>,
    mut occurs: impl FnMut(usize, &[u32]) -> bool,
) {
    let last = all.letter.sentences.len().saturating_sub(1);
    let mut looks: Vec<(usize, usize)> = Vec::new();
    for (k, hit) in waiting.iter().enumerate() {
        let reach = all.compiled.guards[hit.entry].near_sentences;
        let from = hit.sentence.saturating_sub(reach);
        looks.extend((from..=(hit.sentence + reach).min(last)).map(|sentence| (sentence, k)));
    }
    looks.sort_unstable();
    let mut near = vec![false; waiting.len()];
    for (sentence, k) in looks {
        if !near[k] {
            near[k] = occurs(sentence, &all.compiled.guards[waiting[k].entry].near);
        }
    }
    hits.extend(waiting.into_iter().zip(near).filter(|w| w.1).map(|w| w.0));
}

/// Whether a word inside a sentence begins with a capital, "I" and its contractions apart.
fn is_capital(letter: &Letter, at: usize) -> bool {
    let folded = letter.folded(at);
    folded != "i"
        && !folded.starts_with("i'")
        && letter.word_text(at).chars().next().is_some_and(char::is_uppercase)
}
