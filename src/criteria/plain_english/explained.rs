//! Whether a term is explained where the letter first uses it (domain 5.2).
//!
//! Read from the words and the punctuation around it: a bracket, an apposition, "or" between commas, "which
//! means", "called", a sentence that defines, the plain words themselves close by, a glossary.

use crate::document::{BlockKind, Letter, Phrases};
use crate::error::Result;
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

/// What is to be explained.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Sort {
    /// A word or phrase.
    Term,
    /// Initials.
    Initials,
}

/// How many words behind a term "in other words" may stand.
const RESTATED_WITHIN: usize = 14;

/// How many sentences after the first use may hold the explanation.
const SENTENCES: usize = 2;

/// The marks of an explanation.
#[derive(Debug)]
pub struct Marks {
    after: Phrases,
    linking: Phrases,
    next: Phrases,
    never: Phrases,
    before: Phrases,
    glossary: Phrases,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MarksFile {
    after: Vec<String>,
    linking: Vec<String>,
    next: Vec<String>,
    never: Vec<String>,
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
            linking: Phrases::of(&file.linking),
            next: Phrases::of(&file.next),
            never: Phrases::of(&file.never),
            before: Phrases::of(&file.before),
            glossary: Phrases::of(&file.glossary),
        })
    }

    /// How the words `term` are explained, where they are. `plain` is the plain explanation that the
    /// lexicon knows; `hard` tells whether a word belongs to another hard term, which an explanation must
    /// not rest on. Initials need more: a bracket around them alone tells nothing.
    pub fn explain(
        &self,
        letter: &Letter,
        term: &Range<usize>,
        sort: Sort,
        plain: Option<&str>,
        words: &Words,
        hard: &dyn Fn(usize) -> bool,
    ) -> Option<How> {
        let around = Around::of(letter, term, sort, hard)?;
        around
            .in_brackets()
            .or_else(|| around.between_commas())
            .or_else(|| around.apposed())
            .or_else(|| self.called(&around))
            .or_else(|| around.defined())
            .or_else(|| self.means(&around))
            .or_else(|| {
                let plain = plain.filter(|p| says_plainly(letter, term, around.sentence, p, words));
                plain.map(|_| How::PlainWords)
            })
            .or_else(|| self.in_glossary(letter, term))
    }

    /// "called the sentencing hearing"
    fn called(&self, around: &Around) -> Option<How> {
        let window = around.term.start.saturating_sub(7).max(around.here.start)..around.term.start;
        let called = around.left() >= 3 && self.before.find(around.letter, &window, false).is_some();
        called.then_some(How::Called)
    }

    /// "which means" in the same sentence or at the head of one of the next two.
    fn means(&self, around: &Around) -> Option<How> {
        let (letter, term, here) = (around.letter, around.term, &around.here);
        let reach = if around.sort == Sort::Term { RESTATED_WITHIN } else { 1 };
        let linked = self.linking.find(letter, &(term.end..(term.end + 2).min(here.end)), false);
        let restated = self.after.find(letter, &(term.end..here.end), false);
        if let Some(found) = linked.or(restated.filter(|f| f - term.end <= reach))
            && around.clear(found..(found + 8).min(here.end))
        {
            return Some(How::Means);
        }
        // "This is a ..." speaks of what stood last.
        let last = around.right() <= if around.sort == Sort::Term { 8 } else { 2 };
        for next in around.sentence + 1..=around.sentence + SENTENCES {
            let range = letter.sentences.get(next).filter(|_| letter.kind_of(next).is_body())?.words.clone();
            if self.never.find(letter, &range, true).is_some() {
                continue;
            }
            let led = matches!(letter.folded(range.start), "and" | "so" | "but" | "all" | "here");
            let head = range.start + usize::from(led)..range.end;
            if (around.sort == Sort::Term && self.after.find(letter, &head, true).is_some())
                || (last && self.next.find(letter, &head, true).is_some())
            {
                return around.clear(range).then_some(How::Means);
            }
        }
        None
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

/// What stands around a term in its sentence.
struct Around<'a> {
    letter: &'a Letter,
    term: &'a Range<usize>,
    sort: Sort,
    sentence: usize,
    /// The words of the sentence.
    here: Range<usize>,
    /// The sentence's text before the term, and behind it, without marks of quotation next to the term.
    before: &'a str,
    after: &'a str,
    hard: &'a dyn Fn(usize) -> bool,
}

impl<'a> Around<'a> {
    fn of(
        letter: &'a Letter,
        term: &'a Range<usize>,
        sort: Sort,
        hard: &'a dyn Fn(usize) -> bool,
    ) -> Option<Around<'a>> {
        let first = letter.words.get(term.start)?;
        let last = letter.words.get(term.end.checked_sub(1)?)?;
        let sentence = letter.sentences.get(first.sentence)?;
        let before = text_between(letter, sentence.span.start, first.span.start);
        let after = text_between(letter, last.span.end, sentence.span.end);
        Some(Around {
            letter,
            term,
            sort,
            sentence: first.sentence,
            here: sentence.words.clone(),
            before: before.trim_end_matches(['"', '\'', '“', '‘', '*', '_', ' ', '\n', '\r', '\t']),
            after: after.trim_start_matches(['"', '\'', '”', '’', '*', '_', ' ', '\n', '\r', '\t']),
            hard,
        })
    }

    /// A word of the same sentence, in small letters; nothing outside it.
    fn word(&self, at: usize) -> &'a str {
        if self.here.contains(&at) { self.letter.folded(at) } else { "" }
    }

    fn left(&self) -> usize {
        self.term.start - self.here.start.min(self.term.start)
    }

    fn right(&self) -> usize {
        self.here.end.saturating_sub(self.term.end)
    }

    /// Whether no word of these belongs to another hard term.
    fn clear(&self, range: Range<usize>) -> bool {
        !range.into_iter().any(self.hard)
    }

    /// Whether the next few words are.
    fn clear_behind(&self, n: usize) -> bool {
        self.clear(self.term.end..(self.term.end + n).min(self.here.end))
    }

    /// A bracket after the term, or the term in one after plain words.
    fn in_brackets(&self) -> Option<How> {
        if let Some(inside) = self.after.strip_prefix('(') {
            let n = inside.split(')').next().unwrap_or("").split_whitespace().count();
            // "(to be confirmed)", "(see below)" say nothing of it.
            let aside = matches!(self.word(self.term.end), "to" | "see" | "as" | "ref" | "tel");
            if n >= 2 && !aside && self.clear_behind(n) {
                return Some(How::Brackets);
            }
        }
        let within = self.before.ends_with('(') && self.sort == Sort::Term && self.left() >= 3;
        (within && self.clear(self.term.start - 3..self.term.start)).then_some(How::Brackets)
    }

    /// "discontinued, or stopped," and "stopped, or discontinued,".
    fn between_commas(&self) -> Option<How> {
        let behind = self.term.end;
        // "..., or it can direct release" goes on with something else.
        let goes_on = matches!(
            self.word(behind + 1),
            "it" | "he"
                | "she"
                | "they"
                | "we"
                | "you"
                | "i"
                | "to"
                | "can"
                | "may"
                | "if"
                | "whether"
                | "by"
        );
        if self.after.starts_with(',')
            && self.word(behind) == "or"
            && !goes_on
            && self.right() >= 2
            && self.clear_behind(2)
        {
            return Some(How::Or);
        }
        let start = self.term.start;
        let comma = self.left() >= 2
            && self.word(start - 1) == "or"
            && self.before.strip_suffix("or").is_some_and(|s| s.trim_end().ends_with(','));
        (comma && self.clear(start - 2..start - 1)).then_some(How::Or)
    }

    /// ", a barrister who ...", "- the rules that ...", ": the place where ...".
    fn apposed(&self) -> Option<How> {
        let behind = self.term.end;
        let apposes = matches!(
            self.word(behind),
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
        ) || (self.word(behind) == "the" && self.after.matches([',', '–', '—']).count() > 1);
        if self.after.starts_with(',') && apposes && self.right() >= 3 && self.clear_behind(6) {
            let linking = match self.word(behind + 1) {
                // "which is a ...", but not "which is published ..." nor "which is a matter for ...".
                "is" | "are" => {
                    is_naming(self.word(behind + 2))
                        && !matches!(
                            self.word(behind + 3),
                            "matter" | "question" | "decision" | "pity" | "shame"
                        )
                }
                "means" | "asks" | "takes" | "looks" | "runs" | "helps" | "lets" | "decides" | "keeps"
                | "sets" | "says" => true,
                w => is_naming(w) || w == "you",
            };
            let which = matches!(self.word(behind), "who" | "which" | "when" | "where");
            if if which { linking } else { !self.is_clause() } {
                return Some(How::Apposition);
            }
        }
        let dash = ["–", "—", "- ", "-- "].iter().any(|d| self.after.starts_with(d));
        let names = self.sort == Sort::Term || is_naming(self.word(behind));
        if dash && names && self.right() >= 3 && self.clear_behind(6) {
            return Some(How::Apposition);
        }
        let colon = self.after.starts_with(':')
            && matches!(
                self.word(behind),
                "a" | "an" | "the" | "when" | "where" | "someone" | "whether" | "is"
            );
        (colon && !self.is_clause() && self.right() >= 4 && self.clear_behind(6)).then_some(How::Apposition)
    }

    /// Whether what follows is a clause of its own ("..., a decision has been reached") and not a name for
    /// the term ("..., a lawyer who has ...").
    fn is_clause(&self) -> bool {
        (self.term.end + 1..self.term.end + 6)
            .map(|at| self.word(at))
            .take_while(|w| {
                !matches!(*w, "who" | "that" | "which" | "whose" | "where" | "when" | "whether" | "how")
            })
            .any(|w| {
                matches!(
                    w,
                    "is" | "are" | "was" | "were" | "has" | "have" | "had" | "will" | "being" | "having"
                )
            })
    }

    /// "Bail is when ...", "The evidential stage asks whether ...".
    fn defined(&self) -> Option<How> {
        if self.left() > 4 || self.right() < 4 {
            return None;
        }
        let verb = self.word(self.term.end);
        let links = matches!(verb, "is" | "are")
            && (is_naming(self.word(self.term.end + 1))
                || matches!(
                    self.word(self.term.end + 1),
                    "that" | "rules" | "our" | "your" | "about" | "just" | "simply" | "only"
                ));
        let says = links || matches!(verb, "means" | "mean" | "asks" | "lets" | "allows");
        (says && self.clear_behind(8)).then_some(How::Defined)
    }
}

/// Words that begin a naming of something.
fn is_naming(word: &str) -> bool {
    matches!(
        word,
        "a" | "an" | "the" | "how" | "what" | "when" | "where" | "why" | "whether" | "people" | "someone"
    )
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
