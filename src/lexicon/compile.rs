//! Patterns to programs: one vocabulary of all their words, symbols for what a word can stand for, and for
//! each pattern the symbol that has to occur before it is looked at.

use super::entry::{Blocks, Guards, Mode};
use super::inflect::Inflections;
use super::pattern::{Item, Pattern};
use super::program::{BODY_ONLY, Compiled, Do, GuardSet, Program, STAGES, Step, Symbol, Wake};
use super::rarity::{RARE, often};
use super::shaped::{Shaped, TIME_WORDS};
use super::suggest::closest;
use crate::error::{Error, Result};
use crate::hashing::{Lookup, WordMap};
use crate::numerals::NUMBER_WORDS;
use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;

/// Concepts that the guards read.
pub(super) const NEGATION: &str = "negation";
/// Where a negation word negates nothing ("not only").
pub(super) const NOT_NEGATION: &str = "not_negation";
/// Words at which a clause ends ("but").
pub(super) const CLAUSE_BREAK: &str = "clause_break";

/// Where a pattern stands.
#[derive(Copy, Clone, Debug)]
pub(super) struct Site {
    /// The file, as [`Compiler::add_file`] numbered it.
    pub file: usize,
    /// The line, counted from 1.
    pub line: usize,
}

/// A pattern as a tree, before it is laid out in steps.
#[derive(Clone, Debug)]
enum Op {
    /// A stretch that is this symbol.
    Symbol(Symbol),
    /// Any one word.
    Any,
    /// Up to so many words.
    Gap(usize),
    /// One after the other.
    Seq(Vec<Op>),
    /// One of them.
    OneOf(Vec<Op>),
    /// This or nothing.
    Optional(Box<Op>),
    /// The start of the sentence.
    Start,
    /// Its end.
    End,
}

struct RawConcept {
    patterns: Vec<(Pattern, Site)>,
}

struct RawEntry {
    /// match, unless, not_before, not_after, near.
    lists: [Vec<(Pattern, Site)>; 5],
    negated: Mode,
    quoted: Mode,
    blocks: Blocks,
    near_sentences: usize,
}

/// Gathers patterns, then compiles them together.
pub(super) struct Compiler {
    inflections: Inflections,
    files: Vec<PathBuf>,
    concepts: BTreeMap<String, RawConcept>,
    entries: Vec<RawEntry>,
}

/// What a symbol may stand for beside a shape; the number is that of its table.
#[derive(Copy, Clone)]
enum Key {
    Word,
    Inflected,
    Concept,
}

/// The table that grows while programs are built.
#[derive(Default)]
struct Table {
    /// The symbols of each kind of key.
    keys: [WordMap<Box<str>, Symbol>; 3],
    words: WordMap<Box<str>, u32>,
    /// The words in the order of their numbers.
    listed: Vec<Box<str>>,
    symbols_of: Vec<Vec<Symbol>>,
    /// For each symbol, how often it is expected in a thousand words.
    common: Vec<f32>,
    /// For each symbol, whether all its stretches are one word.
    single: Vec<bool>,
    /// The sets and their numbers, which are made those of symbols once all symbols are known.
    sets: BTreeMap<Vec<Symbol>, u32>,
    set_members: Vec<Vec<Symbol>>,
    steps: Vec<Step>,
    needs: Vec<Symbol>,
    programs: Vec<Program>,
    wakes: Vec<(u8, Symbol, Wake)>,
    /// How often common words are expected in a thousand.
    often: HashMap<&'static str, f32>,
}

/// Marks the number of a set while the number of symbols is not known.
const SET: Symbol = 1 << 31;

impl Compiler {
    pub fn new(inflections: Inflections) -> Compiler {
        Compiler { inflections, files: Vec::new(), concepts: BTreeMap::new(), entries: Vec::new() }
    }

    /// Names a file for [`Site`].
    pub fn add_file(&mut self, name: PathBuf) -> usize {
        self.files.push(name);
        self.files.len() - 1
    }

    fn wrong(&self, site: Site, message: impl Into<String>, remedy: impl Into<String>) -> Error {
        Error::usage(message).in_file(&self.files[site.file]).at_line(site.line).remedy(remedy)
    }

    fn read(&self, text: &str, site: Site, beside: bool) -> Result<(Pattern, Site)> {
        let read = if beside { Pattern::read_beside(text) } else { Pattern::read(text) };
        read.map(|p| (p, site)).map_err(|e| {
            let shown: String = text.chars().take(60).collect();
            self.wrong(site, format!("in the pattern {shown:?}: {e}"), e.remedy)
        })
    }

    pub fn add_concept<'p>(
        &mut self,
        id: &str,
        patterns: impl Iterator<Item = (&'p str, Site)>,
    ) -> Result<()> {
        let mut read = Vec::new();
        for (text, place) in patterns {
            let pattern = self.read(text, place, false)?;
            if pattern.0.parts.len() > 1 {
                return Err(self.wrong(
                    place,
                    format!("`&` stands in the concept `{id}`"),
                    "use `&` only in an entry's patterns",
                ));
            }
            read.push(pattern);
        }
        self.concepts.insert(id.to_owned(), RawConcept { patterns: read });
        Ok(())
    }

    /// Adds an entry's lists of patterns (match, unless, not_before, not_after, near), each with its place.
    pub fn add_entry(
        &mut self,
        guards: &Guards,
        lists: [&Vec<String>; 5],
        sites: &[Vec<Site>; 5],
    ) -> Result<()> {
        let mut read: [Vec<(Pattern, Site)>; 5] = Default::default();
        for (n, (into, (list, sites))) in read.iter_mut().zip(lists.iter().zip(sites)).enumerate() {
            into.reserve_exact(list.len());
            for (text, site) in list.iter().zip(sites) {
                // What stands directly beside a hit is one stretch.
                let beside = n == 2 || n == 3;
                let pattern = self.read(text, *site, beside)?;
                if pattern.0.parts.len() > 1 && beside {
                    return Err(self.wrong(
                        *site,
                        "`&` stands in a pattern of `not_before` or `not_after`",
                        "use `unless` for what may stand anywhere in the sentence",
                    ));
                }
                into.push(pattern);
            }
        }
        self.entries.push(RawEntry {
            lists: read,
            negated: guards.negated,
            quoted: guards.quoted,
            blocks: guards.blocks,
            near_sentences: guards.near_sentences,
        });
        Ok(())
    }

    /// The level of each concept: 0 where it uses none, 1 where it uses some.
    fn levels(&self) -> Result<HashMap<&str, u8>> {
        let mut levels = HashMap::new();
        for (id, concept) in &self.concepts {
            let mut level = 0;
            for (pattern, site) in &concept.patterns {
                for inner in pattern.concepts() {
                    level = 1;
                    let Some(used) = self.concepts.get(inner) else {
                        return Err(self.unknown_concept(inner, *site));
                    };
                    if inner == id || used.patterns.iter().any(|p| p.0.concepts().contains(&id.as_str())) {
                        return Err(self.wrong(
                            *site,
                            format!("the concept `{id}` is made of itself through `@{inner}`"),
                            "write the words out in one of the two",
                        ));
                    }
                    if let Some(deep) = used.patterns.iter().flat_map(|p| p.0.concepts()).next() {
                        return Err(self.wrong(
                            *site,
                            format!(
                                "`@{inner}` in `{id}` is itself made of `@{deep}`: concepts nest one level"
                            ),
                            format!("use `@{deep}` here, or write the words out in `{inner}`"),
                        ));
                    }
                }
            }
            levels.insert(id.as_str(), level);
        }
        Ok(levels)
    }

    fn unknown_concept(&self, id: &str, site: Site) -> Error {
        let near = closest(id, self.concepts.keys().map(String::as_str), 1);
        let remedy = match near.first() {
            Some(near) => format!("did you mean `@{near}`?"),
            None => "define it under `[[concept]]` in a file of concepts/".to_owned(),
        };
        self.wrong(site, format!("there is no concept `@{id}`"), remedy)
    }

    /// Compiles all that was added.
    pub fn finish(self) -> Result<Compiled> {
        let levels = self.levels()?;
        let mut table = Table { often: often(), ..Table::default() };
        // Shapes come first, so that a shape's index is its symbol.
        for shape in Shaped::ALL {
            table.common.push(match shape {
                Shaped::Number => 25.0,
                Shaped::Capital => 60.0,
                Shaped::Any => 1000.0,
                _ => 3.0,
            });
            table.single.push(matches!(shape, Shaped::Number | Shaped::Capital));
        }
        for word in NUMBER_WORDS {
            table.word(word, Shaped::Number as u32);
        }
        for word in TIME_WORDS {
            table.word(word, Shaped::Time as u32);
        }
        for (level, stage) in [(0, 0u8), (1, 1)] {
            for (id, concept) in self.concepts.iter().filter(|(id, _)| levels[id.as_str()] == level) {
                let symbol = table.symbol(Key::Concept, id);
                let mut common = 0.0;
                let mut single = true;
                for (pattern, site) in &concept.patterns {
                    let [part] = pattern.parts.as_slice() else { continue };
                    if let Some(words) = single_words(part) {
                        for item in words {
                            common += table.forms(item, symbol, &self.inflections);
                        }
                    } else {
                        let rarest = self.program(&mut table, pattern, *site, symbol, Some(stage))?;
                        common += rarest;
                        single &= table.programs.last().is_some_and(|p| p.words == 1);
                    }
                }
                table.common[symbol as usize] = common;
                table.single[symbol as usize] = single;
            }
        }
        let mut guards = Vec::with_capacity(self.entries.len());
        for (index, entry) in self.entries.iter().enumerate() {
            let index = index as u32;
            let [matches, unless, not_before, not_after, near] = &entry.lists;
            for (pattern, site) in matches {
                self.program(&mut table, pattern, *site, index, Some(2))?;
            }
            let mut compile = |list: &[(Pattern, Site)]| -> Result<Box<[u32]>> {
                list.iter()
                    .map(|(pattern, site)| {
                        self.program(&mut table, pattern, *site, index, None)?;
                        Ok(table.programs.len() as u32 - 1)
                    })
                    .collect()
            };
            guards.push(GuardSet {
                negated: entry.negated,
                quoted: entry.quoted,
                blocks: entry.blocks,
                unless: compile(unless)?,
                not_before: compile(not_before)?,
                not_after: compile(not_after)?,
                near: compile(near)?,
                near_sentences: entry.near_sentences,
            });
        }
        let needs_negation = self.entries.iter().position(|e| e.negated != Mode::Allow);
        if let Some(index) = needs_negation
            && !self.concepts.contains_key(NEGATION)
        {
            let site = self.entries[index].lists[0].first().map_or(Site { file: 0, line: 1 }, |p| p.1);
            return Err(self.wrong(
                site,
                "the guard `negated` needs the concept `negation`, which is missing",
                "define it in a file of concepts/",
            ));
        }
        Ok(table.close(guards))
    }

    /// Compiles a pattern, and returns how common its anchor is.
    fn program(
        &self,
        table: &mut Table,
        pattern: &Pattern,
        site: Site,
        owner: u32,
        stage: Option<u8>,
    ) -> Result<f32> {
        let mut parts = Vec::new();
        for part in &pattern.parts {
            parts.push(self.sequence(table, part, site)?);
        }
        let mut clauses = Vec::new();
        parts.iter().for_each(|p| table.clauses(p, &mut clauses));
        clauses.sort_by(|a, b| a.1.total_cmp(&b.1));
        // The reader refuses patterns that need no symbol. Where a pattern needs nothing that wakes it
        // first, as a guard, its rarest clause is among its needs.
        let mut needs: Vec<Symbol> = Vec::new();
        let common = clauses.first().map_or(f32::MAX, |c| c.1);
        let anchor = match stage {
            Some(_) if !clauses.is_empty() => clauses.remove(0).0,
            _ => Vec::new(),
        };
        for (symbols, _) in clauses {
            let need = table.set(symbols);
            if !needs.contains(&need) {
                needs.push(need);
            }
        }
        let id = table.programs.len() as u32;
        if let Some(stage) = stage {
            // A program that needs nothing more needs what woke it.
            let wake = |symbol: Symbol| Wake { program: id, need: needs.first().copied().unwrap_or(symbol) };
            table.wakes.extend(anchor.iter().map(|s| (stage, *s, wake(*s))));
        }
        let words = match parts.as_slice() {
            [part] => table.width(part).unwrap_or(0),
            _ => 0,
        };
        let steps: Vec<Step> = parts.iter().map(|p| table.step(p)).collect();
        let parts = table.lay(&steps);
        let from = table.needs.len() as u32;
        table.needs.extend(needs);
        let needs = (from, table.needs.len() as u32);
        table.programs.push(Program { parts, needs, owner, words });
        Ok(common)
    }

    fn sequence(&self, table: &mut Table, items: &[Item], site: Site) -> Result<Op> {
        let mut ops = Vec::with_capacity(items.len());
        for item in items {
            ops.push(match item {
                Item::Word(word) => Op::Symbol(self.word_symbol(table, Key::Word, word, item)),
                Item::Inflected(word) => Op::Symbol(self.word_symbol(table, Key::Inflected, word, item)),
                Item::Concept(id) => {
                    if !self.concepts.contains_key(id) {
                        return Err(self.unknown_concept(id, site));
                    }
                    Op::Symbol(table.symbol(Key::Concept, id))
                }
                Item::Shape(Shaped::Any) => Op::Any,
                Item::Shape(shape) => Op::Symbol(*shape as u32),
                Item::Gap(n) => Op::Gap(*n),
                Item::Start => Op::Start,
                Item::End => Op::End,
                Item::OneOf(options) => Op::OneOf(self.options(table, options, site)?),
                Item::Optional(options) => {
                    let mut options = self.options(table, options, site)?;
                    let inner = match options.len() {
                        1 => options.remove(0),
                        _ => Op::OneOf(options),
                    };
                    Op::Optional(Box::new(inner))
                }
            });
        }
        Ok(match ops.len() {
            1 => ops.remove(0),
            _ => Op::Seq(ops),
        })
    }

    /// The symbol of a word, or of a word with its forms.
    fn word_symbol(&self, table: &mut Table, key: Key, word: &str, item: &Item) -> Symbol {
        if let Some(symbol) = table.keys[key as usize].get(word) {
            return *symbol;
        }
        let symbol = table.symbol(key, word);
        table.common[symbol as usize] = table.forms(item, symbol, &self.inflections);
        table.single[symbol as usize] = true;
        symbol
    }

    fn options(&self, table: &mut Table, options: &[Vec<Item>], site: Site) -> Result<Vec<Op>> {
        options.iter().map(|o| self.sequence(table, o, site)).collect()
    }
}

impl Table {
    fn symbol(&mut self, key: Key, name: &str) -> Symbol {
        let keys = &mut self.keys[key as usize];
        if let Some(symbol) = keys.get(name) {
            return *symbol;
        }
        let symbol = self.common.len() as u32;
        self.common.push(0.0);
        self.single.push(false);
        keys.insert(name.into(), symbol);
        symbol
    }

    /// Lets a word stand for a symbol; returns how common the word is.
    fn word(&mut self, word: &str, symbol: Symbol) -> f32 {
        let id = match self.words.get(word) {
            Some(id) => *id,
            None => {
                let id = self.symbols_of.len() as u32;
                self.words.insert(word.into(), id);
                self.listed.push(word.into());
                self.symbols_of.push(Vec::new());
                id
            }
        };
        let symbols = &mut self.symbols_of[id as usize];
        if symbols.contains(&symbol) {
            return 0.0;
        }
        symbols.push(symbol);
        self.often.get(word).copied().unwrap_or(RARE)
    }

    /// Lets a word, or all its forms, stand for a symbol; returns how common they are together.
    fn forms(&mut self, item: &Item, symbol: Symbol, inflections: &Inflections) -> f32 {
        match item {
            Item::Word(word) => self.word(word, symbol),
            Item::Inflected(word) => {
                let mut common = 0.0;
                inflections.forms(word, |form| common += self.word(form, symbol));
                common
            }
            _ => 0.0,
        }
    }

    /// The number of a set of symbols; the symbol itself where it is one.
    fn set(&mut self, mut symbols: Vec<Symbol>) -> Symbol {
        symbols.sort_unstable();
        symbols.dedup();
        if let [only] = symbols.as_slice() {
            return *only;
        }
        if let Some(set) = self.sets.get(&symbols) {
            return *set;
        }
        let set = self.set_members.len() as u32 | SET;
        self.set_members.push(symbols.clone());
        self.sets.insert(symbols, set);
        set
    }

    /// Sets of symbols of which every match of an op holds at least one, with how common they are together.
    fn clauses(&self, op: &Op, into: &mut Vec<(Vec<Symbol>, f32)>) {
        match op {
            Op::Seq(ops) => ops.iter().for_each(|o| self.clauses(o, into)),
            _ => into.extend(anchors(op, &self.common)),
        }
    }

    /// How many words every match of an op has, where that is one number.
    fn width(&self, op: &Op) -> Option<u32> {
        match op {
            Op::Symbol(symbol) => self.single[*symbol as usize].then_some(1),
            Op::Any => Some(1),
            Op::Seq(ops) => ops.iter().map(|o| self.width(o)).sum(),
            Op::OneOf(ops) => {
                let first = self.width(ops.first()?)?;
                ops.iter().all(|o| self.width(o) == Some(first)).then_some(first)
            }
            Op::Start | Op::End => Some(0),
            Op::Gap(_) | Op::Optional(_) => None,
        }
    }

    /// An op as a step; what it holds is laid out before it.
    fn step(&mut self, op: &Op) -> Step {
        let step = |what, count, at| Step { what, count, at };
        match op {
            Op::Symbol(symbol) => step(Do::Symbol, 0, *symbol),
            Op::Any => step(Do::Any, 0, 0),
            Op::Gap(words) => step(Do::Gap, *words as u32, 0),
            Op::Start => step(Do::Start, 0, 0),
            Op::End => step(Do::End, 0, 0),
            Op::Seq(ops) => {
                let steps: Vec<Step> = ops.iter().map(|o| self.step(o)).collect();
                let (at, count) = self.lay(&steps);
                step(Do::Seq, count, at)
            }
            Op::Optional(op) => {
                let inner = self.step(op);
                let (at, _) = self.lay(&[inner]);
                step(Do::Optional, 1, at)
            }
            Op::OneOf(ops) => {
                let (mut symbols, mut others) = (Vec::new(), Vec::new());
                split(ops, &mut symbols, &mut others);
                let mut steps = Vec::new();
                if !symbols.is_empty() {
                    steps.push(step(Do::Symbol, 0, self.set(symbols)));
                }
                steps.extend(others.into_iter().map(|o| self.step(o)));
                if let [only] = steps.as_slice() {
                    return *only;
                }
                let (at, count) = self.lay(&steps);
                step(Do::OneOf, count, at)
            }
        }
    }

    /// Lays steps side by side; gives the first's place and their number.
    fn lay(&mut self, steps: &[Step]) -> (u32, u32) {
        let at = self.steps.len() as u32;
        self.steps.extend_from_slice(steps);
        (at, steps.len() as u32)
    }

    fn close(mut self, guards: Vec<GuardSet>) -> Compiled {
        let symbols = self.common.len();
        let number =
            |symbol: Symbol| if symbol & SET != 0 { (symbol & !SET) + symbols as u32 } else { symbol };
        for step in self.steps.iter_mut().filter(|s| s.what == Do::Symbol) {
            step.at = number(step.at);
        }
        self.needs.iter_mut().for_each(|need| *need = number(*need));
        let mut word_ends = Vec::with_capacity(self.symbols_of.len());
        let mut word_symbols = Vec::new();
        for list in &self.symbols_of {
            word_symbols.extend_from_slice(list);
            word_ends.push(word_symbols.len() as u32);
        }
        let mut member_ends = Vec::with_capacity(self.set_members.len());
        let mut members = Vec::new();
        for list in &mut self.set_members {
            // Whether any occurs is told soonest by the commonest.
            list.sort_by(|a, b| self.common[*b as usize].total_cmp(&self.common[*a as usize]).then(a.cmp(b)));
            members.extend_from_slice(list);
            member_ends.push(members.len() as u32);
        }
        self.wakes.sort_unstable();
        self.wakes.dedup();
        let mut wake_ends = Vec::with_capacity(symbols * STAGES);
        let mut wakes = Vec::with_capacity(self.wakes.len());
        let mut all = self.wakes.iter().peekable();
        for stage in 0..STAGES as u8 {
            for symbol in 0..symbols as u32 {
                while let Some((.., wake)) = all.next_if(|w| (w.0, w.1) == (stage, symbol)) {
                    let owner = self.programs[wake.program as usize].owner as usize;
                    let of_entry = usize::from(stage) == STAGES - 1;
                    let body = of_entry && guards[owner].blocks.are_body();
                    let program = wake.program | if body { BODY_ONLY } else { 0 };
                    wakes.push(Wake { program, need: number(wake.need) });
                }
                wake_ends.push(wakes.len() as u32);
            }
        }
        let concept = |id: &str| self.keys[Key::Concept as usize].get(id).copied();
        Compiled {
            negation: concept(NEGATION),
            not_negation: concept(NOT_NEGATION),
            clause_break: concept(CLAUSE_BREAK),
            words: Lookup::new(self.listed.iter().map(|w| &**w)),
            word_ends,
            word_symbols,
            wake_ends,
            wakes,
            member_ends,
            members,
            steps: self.steps,
            needs: self.needs,
            programs: self.programs,
            guards,
            symbols,
        }
    }
}

/// Parts alternatives into single symbols and others.
fn split<'o>(ops: &'o [Op], symbols: &mut Vec<Symbol>, others: &mut Vec<&'o Op>) {
    for op in ops {
        match op {
            Op::Symbol(symbol) => symbols.push(*symbol),
            Op::OneOf(ops) => split(ops, symbols, others),
            _ => others.push(op),
        }
    }
}

/// The words of a part that is one word, or alternatives of one word each.
fn single_words(part: &[Item]) -> Option<Vec<&Item>> {
    match part {
        [item @ (Item::Word(_) | Item::Inflected(_))] => Some(vec![item]),
        [Item::OneOf(options)] => {
            let mut all = Vec::new();
            for option in options {
                all.extend(single_words(option)?);
            }
            Some(all)
        }
        _ => None,
    }
}

/// Symbols of which every match holds at least one, with how common they are together: the rarest such
/// set. None where an op can match without any symbol.
fn anchors(op: &Op, common: &[f32]) -> Option<(Vec<Symbol>, f32)> {
    match op {
        Op::Symbol(symbol) => Some((vec![*symbol], common[*symbol as usize])),
        Op::Seq(ops) => ops.iter().filter_map(|o| anchors(o, common)).min_by(|a, b| a.1.total_cmp(&b.1)),
        Op::OneOf(ops) => {
            let mut all = (Vec::with_capacity(ops.len()), 0.0);
            for op in ops {
                let (symbols, weight) = anchors(op, common)?;
                all.0.extend(symbols);
                all.1 += weight;
            }
            all.0.sort_unstable();
            all.0.dedup();
            Some(all)
        }
        Op::Any | Op::Gap(_) | Op::Optional(_) | Op::Start | Op::End => None,
    }
}
