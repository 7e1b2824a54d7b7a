//! Whether a term is explained where the letter first uses it (domain 5.2).
//!
//! Read from the words and the punctuation around it: a bracket, an apposition, "or" between commas, "which
//! means", "called", a sentence that defines, the plain words themselves close by, a glossary.

use crate::document::{BlockKind, Letter};
use crate::error::Result;
use crate::hashing::WordMap;
use crate::lexicon::Files;
use crate::words::Words;
use serde::Deserialize;
use std::ops::Range;

/// How a term is explained.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum How {
    /// In brackets after it, or itself in brackets after plain words.
    Brackets,
    /// By an apposition or a dash.
    Apposition,
    /// By "or" between commas.
    Or,
    /// By "which means" and the like.
    Means,
    /// By "called", "known as" before it.
    Called,
    /// By a sentence that defines it.
    Defined,
    /// By its plain words close by.
    PlainWords,
    /// In a glossary: half credit.
    Glossary,
}

/// How many sentences after the first use may hold the explanation.
const SENTENCES: usize = 2;

/// The marks of an explanation.
#[derive(Debug)]
pub struct Marks {
    after: Phrases,
    next: Phrases,
    before: Phrases,
    glossary: Phrases,
}

/// Phrases by their first word.
#[derive(Debug, Default)]
struct Phrases(WordMap<String, Vec<Vec<String>>>);

impl Phrases {
    fn of(list: &[String]) -> Phrases {
        let mut phrases = Phrases::default();
        for phrase in list {
            let words: Vec<String> = phrase.split_whitespace().map(str::to_owned).collect();
            if let Some(first) = words.first() {
                phrases.0.entry(first.clone()).or_default().push(words);
            }
        }
        phrases
    }

    /// Where in `range` one of them begins first; only at the head of the range where `at_head`.
    fn find(&self, letter: &Letter, range: &Range<usize>, at_head: bool) -> Option<usize> {
        let end = range.end.min(letter.words.len());
        let last = if at_head { (range.start + 1).min(end) } else { end };
        (range.start..last).find(|&at| {
            self.0.get(letter.folded(at)).is_some_and(|phrases| {
                phrases.iter().any(|p| {
                    at + p.len() <= end && p.iter().zip(at..).all(|(w, place)| letter.folded(place) == w)
                })
            })
        })
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MarksFile {
    after: Vec<String>,
    next: Vec<String>,
    before: Vec<String>,
    glossary: Vec<String>,
}

impl Marks {
    /// Reads the marks.
    ///
    /// # Errors
    /// Where the file is missing or wrong.
    pub fn load(files: &Files) -> Result<Marks> {
        let file: MarksFile = files.need("plain_english/explained.toml")?.parse()?;
        Ok(Marks {
            after: Phrases::of(&file.after),
            next: Phrases::of(&file.next),
            before: Phrases::of(&file.before),
            glossary: Phrases::of(&file.glossary),
        })
    }

    /// How the words `term` are explained, where they are. `plain` is the plain explanation that the
    /// lexicon knows; `hard` tells whether a word belongs to another hard term, which an explanation must
    /// not rest on.
    pub fn explain(
        &self,
        letter: &Letter,
        term: &Range<usize>,
        plain: Option<&str>,
        words: &Words,
        hard: &dyn Fn(usize) -> bool,
    ) -> Option<How> {
        let sentence = letter.words.get(term.start)?.sentence;
        let here = letter.sentences.get(sentence)?.words.clone();
        let first = letter.words.get(term.start)?.span;
        let last = letter.words.get(term.end.checked_sub(1)?)?.span;
        let before = text_between(letter, letter.sentences.get(sentence)?.span.start, first.start);
        let after = text_between(letter, last.end, letter.sentences.get(sentence)?.span.end);
        let left = term.start - here.start.min(term.start);
        let right = here.end.saturating_sub(term.end);
        let clear = |range: Range<usize>| !range.into_iter().any(hard);

        // A bracket after the term, or the term in one after plain words.
        let opens = after.trim_start_matches(['"', '\'', '”', '’', '*', '_', ' ', '\n', '\r', '\t']);
        if let Some(inside) = opens.strip_prefix('(') {
            let n = inside.split(')').next().unwrap_or("").split_whitespace().count();
            if n >= 2 && clear(term.end..(term.end + n).min(here.end)) {
                return Some(How::Brackets);
            }
        }
        let closes = before.trim_end_matches(['"', '\'', '“', '‘', '*', '_', ' ', '\n', '\r', '\t']);
        if closes.ends_with('(') && left >= 3 && clear(term.start - 3..term.start) {
            return Some(How::Brackets);
        }
        // "discontinued, or stopped," and "stopped, or discontinued,".
        let word = |at: usize| if here.contains(&at) { letter.folded(at) } else { "" };
        if opens.starts_with(',') && word(term.end) == "or" && right >= 2 && clear(term.end..term.end + 2) {
            return Some(How::Or);
        }
        if left >= 2 && word(term.start - 1) == "or" {
            let comma = closes.trim_end().strip_suffix("or").is_some_and(|s| s.trim_end().ends_with(','));
            if comma && clear(term.start - 2..term.start - 1) {
                return Some(How::Or);
            }
        }
        // ", a barrister who ..." and "- the rules that ..."
        let apposes = matches!(
            word(term.end),
            "a" | "an"
                | "someone"
                | "somebody"
                | "people"
                | "when"
                | "where"
                | "namely"
                | "meaning"
                | "our"
                | "your"
                | "who"
                | "which"
                | "rules"
                | "those"
        ) || (word(term.end) == "the" && opens.matches([',', '–', '—']).count() > 1);
        if opens.starts_with(',') && apposes && right >= 3 && clear(term.end..(term.end + 6).min(here.end)) {
            let which = matches!(word(term.end), "who" | "which" | "when" | "where");
            let naming = |w: &str| {
                matches!(
                    w,
                    "a" | "an"
                        | "the"
                        | "how"
                        | "what"
                        | "when"
                        | "where"
                        | "why"
                        | "whether"
                        | "people"
                        | "someone"
                )
            };
            let linking = match word(term.end + 1) {
                // "which is a ...", but not "which is published ...".
                "is" | "are" => naming(word(term.end + 2)),
                "means" | "asks" | "takes" | "looks" | "runs" | "helps" | "lets" | "decides" | "keeps"
                | "sets" | "says" => true,
                w => naming(w) || w == "you",
            };
            if !which || linking {
                return Some(How::Apposition);
            }
        }
        let dash = ["–", "—", "- ", "-- "].iter().any(|d| opens.starts_with(d));
        if dash && right >= 3 && clear(term.end..(term.end + 6).min(here.end)) {
            return Some(How::Apposition);
        }
        let colon = opens.starts_with(':')
            && matches!(word(term.end), "a" | "an" | "the" | "when" | "where" | "someone" | "whether" | "is");
        if colon && right >= 4 && clear(term.end..(term.end + 6).min(here.end)) {
            return Some(How::Apposition);
        }
        // "called the sentencing hearing"
        let window = term.start.saturating_sub(7).max(here.start)..term.start;
        if left >= 3 && self.before.find(letter, &window, false).is_some() {
            return Some(How::Called);
        }
        // "Bail is when ...", "The evidential stage asks whether ..."
        if left <= 4 && right >= 4 {
            let verb = word(term.end);
            let object = word(term.end + 1);
            let links = matches!(verb, "is" | "are")
                && matches!(
                    object,
                    "a" | "an"
                        | "the"
                        | "when"
                        | "where"
                        | "how"
                        | "what"
                        | "that"
                        | "people"
                        | "rules"
                        | "someone"
                        | "our"
                        | "your"
                        | "whether"
                        | "about"
                        | "just"
                        | "simply"
                        | "only"
                );
            if (links || matches!(verb, "means" | "mean" | "asks" | "lets" | "allows"))
                && clear(term.end..(term.end + 8).min(here.end))
            {
                return Some(How::Defined);
            }
        }
        // "which means" later in the sentence, or at the head of one of the next two.
        if let Some(found) = self.after.find(letter, &(term.end..here.end), false)
            && found - term.end <= 14
            && clear(found..(found + 8).min(here.end))
        {
            return Some(How::Means);
        }
        for next in sentence + 1..=sentence + SENTENCES {
            let Some(range) = letter.sentences.get(next).map(|s| s.words.clone()) else { break };
            if !letter.kind_of(next).is_body() {
                break;
            }
            let head = range.start..(range.start + 6).min(range.end);
            if self.after.find(letter, &head, false).is_some()
                || self.next.find(letter, &head, true).is_some()
            {
                return clear(range).then_some(How::Means);
            }
        }
        if plain.is_some_and(|p| says_plainly(letter, term, sentence, p, words)) {
            return Some(How::PlainWords);
        }
        self.in_glossary(letter, term)
    }

    /// The term stands again behind the heading of a glossary.
    fn in_glossary(&self, letter: &Letter, term: &Range<usize>) -> Option<How> {
        let heading = letter
            .blocks
            .iter()
            .filter(|b| b.kind == BlockKind::Heading)
            .find(|b| self.glossary.find(letter, &b.words, false).is_some())?;
        let n = term.len();
        let same =
            |at: usize| term.clone().zip(at..at + n).all(|(a, b)| letter.folded(a) == letter.folded(b));
        let last = letter.words.len().checked_sub(n)?;
        (heading.words.end..=last).any(same).then_some(How::Glossary)
    }
}

/// Whether most of the plain explanation's telling words stand in the same sentence, the one before or
/// the next two.
fn says_plainly(letter: &Letter, term: &Range<usize>, sentence: usize, plain: &str, words: &Words) -> bool {
    let telling: Vec<String> = plain
        .split([';', ':', '('])
        .next()
        .unwrap_or("")
        .split(|c: char| !c.is_alphanumeric() && c != '\'')
        .map(str::to_lowercase)
        .filter(|w| w.len() > 2 && words.common(w).is_none_or(|c| c < 58))
        .filter(|w| !is_empty_word(w))
        .collect();
    if telling.len() < 2 {
        return false;
    }
    let block = letter.sentences.get(sentence).map(|s| s.block);
    let from = sentence.saturating_sub(1);
    let mut seen = vec![false; telling.len()];
    for s in from..=sentence + SENTENCES {
        let Some(next) = letter.sentences.get(s) else { break };
        // Two sentences of another paragraph explain nothing about this one, but for the next block.
        if block.is_some_and(|b| next.block.abs_diff(b) > 1) {
            continue;
        }
        for at in next.words.clone().filter(|w| !term.contains(w)) {
            let word = letter.folded(at);
            for (k, wanted) in telling.iter().enumerate() {
                seen[k] |= same_stem(word, wanted);
            }
        }
    }
    let n = seen.iter().filter(|s| **s).count();
    n >= 2 && n * 3 >= telling.len() * 2
}

/// Words that say nothing of a term.
fn is_empty_word(word: &str) -> bool {
    matches!(
        word,
        "the"
            | "and"
            | "for"
            | "that"
            | "this"
            | "with"
            | "has"
            | "have"
            | "had"
            | "are"
            | "was"
            | "were"
            | "been"
            | "being"
            | "can"
            | "could"
            | "may"
            | "might"
            | "will"
            | "would"
            | "must"
            | "not"
            | "who"
            | "whom"
            | "which"
            | "what"
            | "when"
            | "where"
            | "how"
            | "why"
            | "you"
            | "your"
            | "our"
            | "they"
            | "their"
            | "his"
            | "her"
            | "its"
            | "from"
            | "into"
            | "than"
            | "then"
            | "there"
            | "here"
            | "case"
            | "person"
            | "people"
            | "such"
            | "any"
            | "all"
            | "some"
            | "other"
            | "one"
            | "court"
            | "about"
            | "after"
            | "before"
            | "more"
    )
}

/// Equal but for a regular ending.
fn same_stem(a: &str, b: &str) -> bool {
    if a.as_bytes().first() != b.as_bytes().first() {
        return false;
    }
    if a == b {
        return true;
    }
    let shared = a.bytes().zip(b.bytes()).take_while(|(x, y)| x == y).count();
    let ending = |w: &str| w.len().saturating_sub(shared);
    shared >= 4 && ending(a) <= 3 && ending(b) <= 3
}

fn text_between(letter: &Letter, start: usize, end: usize) -> &str {
    letter.text().get(start..end).unwrap_or("")
}
