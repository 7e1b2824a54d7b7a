//! Terms, initials and office phrases: what the lexicon hit, what no list knows, and which of it the letter
//! explains.

use super::explained::{How, Marks, Sort};
use super::findings::Measures;
use super::{Case, initials};
use crate::criterion::Criterion;
use crate::document::{Block, BlockKind, Letter, Shape};
use crate::lexicon::{Hit, Strength};
use crate::span::Span;
use crate::words::Words;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// One term or phrase, at its first use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// The lexicon's entry, as an index; none for initials and section numbers that no list knows.
    pub entry: Option<usize>,
    /// The category.
    pub category: String,
    /// Where it is first used.
    pub span: Span,
    /// Its words.
    pub words: Range<usize>,
    /// How it is explained or spelled out; none where it is not.
    pub explained: Option<How>,
}

/// All of them in order of place, each once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Terms {
    /// The terms.
    pub terms: Vec<Term>,
    /// For each word of the letter whether it belongs to one; words behind the last that does are left out.
    covered: Covered,
}

/// Flags by word.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Covered(Vec<bool>);

impl Covered {
    fn add(&mut self, words: Range<usize>) {
        if self.0.len() < words.end {
            self.0.resize(words.end, false);
        }
        self.0.iter_mut().take(words.end).skip(words.start).for_each(|flag| *flag = true);
    }

    fn has(&self, word: usize) -> bool {
        self.0.get(word).copied().unwrap_or(false)
    }
}

impl Terms {
    /// Whether a word belongs to a term or phrase that is judged already.
    pub fn covers(&self, word: usize) -> bool {
        self.covered.has(word)
    }

    /// How many of a category.
    pub fn count(&self, category: &str) -> usize {
        self.terms.iter().filter(|t| t.category == category).count()
    }

    /// How many of a category are explained.
    pub fn explained(&self, category: &str) -> usize {
        self.terms.iter().filter(|t| t.category == category && t.explained.is_some()).count()
    }
}

/// The most initials that no list knows, and the most laws, of one letter: no letter has so many, and
/// hostile text costs no more for having them.
const MOST: usize = 200;

/// The categories that are read here.
const CATEGORIES: [&str; 4] = ["term", "initials", "officialese", "wordy"];

/// Reads them.
pub(super) fn read(case: &Case, words: &Words, marks: &Marks, measures: &Measures) -> Terms {
    let letter = case.letter;
    let mut covered = Covered::default();
    let mut kept: Vec<&Hit> = Vec::new();
    for hit in &case.hits.hits {
        let Some(entry) = case.lexicon.entries.get(hit.entry) else { continue };
        if entry.criterion != Criterion::PlainEnglish || !CATEGORIES.contains(&entry.category.as_str()) {
            continue;
        }
        if entry.category == "initials" && !is_in_capitals(letter, &hit.words) {
            continue;
        }
        covered.add(hit.words.clone());
        if !is_left_alone(letter, &hit.words) {
            kept.push(hit);
        }
    }
    // Of hits that overlap, the longest counts, then the hardest, then the first in the lexicon.
    let rank = |hit: &Hit| {
        let entry = &case.lexicon.entries[hit.entry];
        (hit.words.len(), entry.level == Some('H'), entry.severity)
    };
    let mut longest: Vec<&Hit> = Vec::new();
    for hit in kept {
        match longest.last_mut() {
            Some(last) if last.words.end > hit.words.start => {
                if rank(hit) > rank(last) {
                    *last = hit;
                }
            }
            _ => longest.push(hit),
        }
    }
    let mut hard_words: BTreeMap<usize, usize> = BTreeMap::new();
    for hit in &longest {
        if case.lexicon.entries[hit.entry].level == Some('H') {
            hard_words.extend(hit.words.clone().map(|w| (w, hit.entry)));
        }
    }
    let mut seen: BTreeSet<(usize, String)> = BTreeSet::new();
    let mut terms = Vec::new();
    for hit in longest {
        let entry = &case.lexicon.entries[hit.entry];
        let initials = entry.category == "initials";
        // Initials are told apart by their letters, since one entry may hold several.
        let key =
            if initials { initials::letters_of(letter.word_text(hit.words.start)) } else { String::new() };
        if matches!(entry.category.as_str(), "term" | "initials") && !seen.insert((hit.entry, key)) {
            continue;
        }
        // An explanation must not rest on another hard term, nor on initials that no list knows.
        let hard = |at: usize| {
            hard_words.get(&at).is_some_and(|e| *e != hit.entry) || is_unknown(letter, at, words, measures)
        };
        let explained = match entry.category.as_str() {
            "term" => marks.explain(letter, &hit.words, Sort::Term, entry.plain.as_deref(), words, &hard),
            "initials" if initials::spelled_out(letter, hit.words.start, entry.plain.as_deref()) => {
                Some(How::Called)
            }
            "initials" => marks.explain(letter, &hit.words, Sort::Initials, None, words, &hard),
            _ => None,
        };
        terms.push(Term {
            entry: Some(hit.entry),
            category: entry.category.clone(),
            span: hit.span,
            words: hit.words.clone(),
            explained,
        });
    }
    unknown_initials(letter, words, measures, marks, &mut covered, &mut terms);
    let is_look = |term: &Term| {
        term.entry.and_then(|e| case.lexicon.entries.get(e)).is_some_and(|e| e.strength == Strength::Look)
    };
    sections_of_acts(letter, &is_look, &mut covered, &mut terms);
    terms.sort_by(|a, b| (a.span, &a.category).cmp(&(b.span, &b.category)));
    Terms { terms, covered }
}

/// Whether a word is initials that no list of known ones has.
fn is_unknown(letter: &Letter, at: usize, words: &Words, measures: &Measures) -> bool {
    initials::looks_like_initials(letter, at, words, measures.known_initials())
}

/// Initials that no list knows.
fn unknown_initials(
    letter: &Letter,
    words: &Words,
    measures: &Measures,
    marks: &Marks,
    covered: &mut Covered,
    terms: &mut Vec<Term>,
) {
    let mut seen = BTreeSet::new();
    for block in letter.blocks.iter().filter(|b| b.kind.is_body()) {
        for at in block.words.clone() {
            if covered.has(at) || !initials::looks_like_initials(letter, at, words, measures.known_initials())
            {
                continue;
            }
            if seen.len() >= MOST {
                return;
            }
            covered.add(at..at + 1);
            if !seen.insert(initials::letters_of(letter.word_text(at))) {
                continue;
            }
            let explained = if initials::spelled_out(letter, at, None) {
                Some(How::Called)
            } else {
                let hard = |other: usize| other != at && is_unknown(letter, other, words, measures);
                marks.explain(letter, &(at..at + 1), Sort::Initials, None, words, &hard)
            };
            let words = at..at + 1;
            terms.push(Term {
                entry: None,
                category: "initials".to_owned(),
                span: letter.words_span(words.clone()),
                words,
                explained,
            });
        }
    }
}

/// "section 23 of the Prosecution of Offences Act 1985", "s.39", "S18" and "R v Hughes": laws named by number
/// and cases by their short title, outside quotations. A term of the lexicon that it overlaps is drawn into
/// it.
fn sections_of_acts(
    letter: &Letter,
    is_look: &dyn Fn(&Term) -> bool,
    covered: &mut Covered,
    terms: &mut Vec<Term>,
) {
    let kinds = |b: &&Block| b.kind.is_body() || matches!(b.kind, BlockKind::Subject | BlockKind::Heading);
    let mut seen: BTreeSet<String> = BTreeSet::new();
    for block in letter.blocks.iter().filter(kinds) {
        let end = block.words.end.min(letter.words.len());
        let mut at = block.words.start;
        while at < end {
            let Some(words) = section_at(letter, at, end).or_else(|| case_name_at(letter, at, end)) else {
                at += 1;
                continue;
            };
            if seen.len() >= MOST {
                return;
            }
            at = words.end;
            covered.add(words.clone());
            let span = letter.words_span(words.clone());
            // The same section again says nothing new.
            let name: Vec<&str> = words.clone().take(2).map(|w| letter.folded(w)).collect();
            let new = seen.insert(name.join(" "));
            match terms.iter_mut().find(|t| t.span.overlaps(span)) {
                Some(term) => {
                    term.span = term.span.join(span);
                    term.words = term.words.start.min(words.start)..term.words.end.max(words.end);
                    term.explained = None;
                    if is_look(term) {
                        term.entry = None;
                        term.category = "term".to_owned();
                    }
                }
                None if !new => {}
                None => {
                    let category = "term".to_owned();
                    terms.push(Term { entry: None, category, span, words, explained: None });
                }
            }
        }
    }
}

fn section_at(letter: &Letter, at: usize, end: usize) -> Option<Range<usize>> {
    let word = letter.words.get(at).filter(|w| !w.quoted)?;
    let folded = letter.folded(at);
    let number = |n: usize| {
        n < end
            && letter.words.get(n).is_some_and(|_| letter.folded(n).starts_with(|c: char| c.is_ascii_digit()))
    };
    let long = matches!(folded, "section" | "sections" | "ss" | "sch" | "schedule" | "s") && number(at + 1);
    // "S18", "s.240ZA"
    let short = folded.len() > 1
        && folded.strip_prefix('s').is_some_and(|r| r.bytes().all(|b| b.is_ascii_digit()))
        && word.shape != Shape::Lower;
    if !long && !short {
        return None;
    }
    let mut last = if long { at + 1 } else { at };
    // On to the year of the Act: "of the Prosecution of Offences Act 1985".
    for n in last + 1..(last + 14).min(end) {
        let next = letter.words.get(n).filter(|w| w.sentence == word.sentence)?;
        let folded = letter.folded(n);
        if matches!(folded, "act" | "regulations" | "order") {
            last = if number(n + 1) { n + 1 } else { n };
            break;
        }
        let small = matches!(folded, "of" | "the" | "and" | "to" | "for" | "from" | "in" | "a" | "b" | "c");
        if next.shape == Shape::Lower && !small {
            break;
        }
    }
    Some(at..last + 1)
}

fn case_name_at(letter: &Letter, at: usize, end: usize) -> Option<Range<usize>> {
    let word = letter.words.get(at).filter(|w| !w.quoted && w.shape != Shape::Lower)?;
    let crown = matches!(letter.folded(at), "r" | "regina" | "rex" | "king" | "queen" | "crown");
    if !crown
        || !matches!(letter.words.get(at + 1).map(|_| letter.folded(at + 1)), Some("v" | "vs" | "versus"))
    {
        return None;
    }
    let name = (at + 2..(at + 5).min(end)).take_while(|n| {
        letter
            .words
            .get(*n)
            .is_some_and(|w| w.sentence == word.sentence && !matches!(w.shape, Shape::Lower | Shape::Number))
    });
    Some(at..name.last().unwrap_or(at + 1) + 1)
}

/// At least two capitals, or capitals and digits: "com" in an address and "da" in a name are no initials.
fn is_in_capitals(letter: &Letter, words: &Range<usize>) -> bool {
    words.clone().any(|at| {
        let text = letter.word_text(at);
        let capitals = text.chars().filter(|c| c.is_uppercase()).count();
        capitals >= 2
            || (capitals >= 1 && text.chars().any(|c| c.is_ascii_digit()))
            || matches!(letter.folded(at), "hrs" | "tbc" | "rui'd")
    })
}

/// Part of the name of a court, an Act, a form, a street or a person.
fn is_left_alone(letter: &Letter, words: &Range<usize>) -> bool {
    let Some(first) = letter.words.get(words.start) else { return true };
    let capital = |at: usize| {
        letter.words.get(at).is_some_and(|w| {
            w.sentence == first.sentence && matches!(w.shape, Shape::Capital | Shape::Capitals | Shape::Mixed)
        })
    };
    if !words.clone().all(capital) {
        return false;
    }
    if words.start > 0
        && matches!(
            letter.folded(words.start - 1),
            "mr" | "mrs" | "ms" | "miss" | "dr" | "pc" | "dc" | "dear"
        )
    {
        return true;
    }
    // How far the run of capitals goes on behind, small words inside it allowed.
    let mut last = words.end.saturating_sub(1);
    let mut at = words.end;
    while at < words.end + 6 {
        if capital(at) {
            last = at;
        } else if !matches!(
            letter.words.get(at).map(|_| letter.folded(at)),
            Some("of" | "and" | "the" | "for")
        ) {
            break;
        }
        at += 1;
    }
    last >= words.end
        && matches!(
            letter.folded(last),
            "court"
                | "act"
                | "form"
                | "road"
                | "street"
                | "lane"
                | "avenue"
                | "house"
                | "close"
                | "way"
                | "square"
                | "regulations"
        )
}
