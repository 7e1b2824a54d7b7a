//! Grammar and usage that need more than a phrase: doubled words, a and an, agreement, possession,
//! capitals. Rules that a phrase can state are entries in `lexicons/accuracy/usage/`.

mod agreement;
mod articles;
mod before_nouns;
mod classes;
mod endings;
mod numbers;
mod possession;
mod relative;
mod verbs;

use crate::document::{Letter, Shape};
use crate::error::Result;
use crate::hashing::WordSet;
use crate::lexicon::Files;
use crate::span::Span;
use crate::words::Words;
use classes::{Class, Classes};
use serde::Deserialize;
use std::collections::HashSet;
use std::ops::Range;

/// One slip.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slip {
    /// The rule's id, as in `accuracy/rules.toml`.
    pub rule: &'static str,
    /// Where.
    pub span: Span,
    /// What the words should be, where that is certain.
    pub instead: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NounFile {
    things: String,
    owned: String,
    owners: String,
    verbs: String,
    either: String,
}

/// The word lists of the rules.
#[derive(Clone, Debug)]
pub struct Grammar {
    singular: WordSet<Box<str>>,
    plural: WordSet<Box<str>>,
    owned: WordSet<Box<str>>,
    owners: WordSet<Box<str>>,
    verbs: WordSet<Box<str>>,
    /// What each word that any rule asks for is.
    classes: Classes,
}

impl Grammar {
    /// Reads `accuracy/grammar/nouns.toml`; the dictionary tells the parts of speech.
    ///
    /// # Errors
    /// Where the file is missing or has an unknown key.
    pub fn load(files: &Files, dictionary: Words) -> Result<Grammar> {
        let file: NounFile = files.need("accuracy/grammar/nouns.toml")?.parse()?;
        let set = |text: &str| -> WordSet<Box<str>> { text.split_whitespace().map(Into::into).collect() };
        let singular = set(&file.things);
        let mut plural: WordSet<Box<str>> = singular.iter().map(|n| plural_of(n).into_boxed_str()).collect();
        plural.extend(["people", "others", "police officers"].map(Into::into));
        let (owned, owners, verbs) = (set(&file.owned), set(&file.owners), set(&file.verbs));
        let classes = Classes::of_rules(&verbs, &owners, set(&file.either), dictionary);
        Ok(Grammar { singular, plural, owned, owners, verbs, classes })
    }

    /// All slips of a letter in order of place. `surnames` are the surnames known in it, in small letters.
    /// `english` tells of each block whether it is to be read as English; `shaped` are contact details.
    pub fn read(
        &self,
        letter: &Letter,
        surnames: &HashSet<String>,
        english: &[bool],
        shaped: &[Span],
    ) -> Vec<Slip> {
        let mut slips = Vec::new();
        let classes = letter.of_forms(|word, hash| self.classes.of(word, hash));
        for sentence in &letter.sentences {
            let block = &letter.blocks[sentence.block];
            if english.get(sentence.block) != Some(&true) {
                continue;
            }
            let text = Text { letter, words: sentence.words.clone(), classes: &classes };
            if !block.kind.is_body() {
                // Headings and lines of addresses are no sentences; what is wrong in them is only what a
                // word and its neighbour show.
                possession::titles(&text, &mut slips);
                if block.kind == crate::document::BlockKind::Heading
                    || block.kind == crate::document::BlockKind::Subject
                {
                    articles::doubled(&text, &mut slips);
                }
                continue;
            }
            articles::doubled(&text, &mut slips);
            articles::a_an(&text, &mut slips);
            agreement::pronouns(&text, &mut slips);
            agreement::nouns(self, &text, &mut slips);
            verbs::been(&text, &mut slips);
            verbs::forms(&text, &mut slips);
            relative::clauses(&text, &mut slips);
            numbers::read(self, &text, &mut slips);
            before_nouns::read(self, &text, &mut slips);
            possession::terms(&text, &mut slips);
            possession::titles(&text, &mut slips);
            possession::owners(self, &text, surnames, &mut slips);
            endings::capitals(&text, &mut slips);
        }
        endings::joints(letter, english, shaped, &mut slips);
        endings::stops(letter, &mut slips);
        slips.sort_by_key(|s| (s.span.start, s.span.end));
        slips.dedup_by(|b, a| a.span.overlaps(b.span) && a.rule == b.rule);
        slips
    }

    pub(super) fn is_singular(&self, word: &str) -> bool {
        self.singular.contains(word)
    }

    pub(super) fn is_plural(&self, word: &str) -> bool {
        self.plural.contains(word)
    }

    /// Whether a word is a noun for one thing and no other: by the list, or by all that the dictionary says.
    pub(super) fn one(&self, text: &Text<'_>, at: usize) -> bool {
        self.is_singular(text.folded(at)) || text.is(at, classes::SURE_SINGULAR)
    }

    /// Whether a word is a noun for several and no other.
    pub(super) fn several(&self, text: &Text<'_>, at: usize) -> bool {
        self.is_plural(text.folded(at)) || text.is(at, classes::SURE_PLURAL)
    }

    pub(super) fn is_owned(&self, word: &str) -> bool {
        self.owned.contains(word)
    }

    /// Whether a word is an owner with a bare -s: "neighbours", "childrens".
    pub(super) fn is_bare_owner(&self, word: &str) -> bool {
        word.strip_suffix('s').is_some_and(|o| self.owners.contains(o))
    }

    pub(super) fn is_verb(&self, word: &str) -> bool {
        self.verbs.contains(word)
    }
}

/// The plural of an English noun, by rule.
fn plural_of(noun: &str) -> String {
    match noun {
        "man" | "woman" => format!("{}en", &noun[..noun.len() - 2]),
        "child" => "children".into(),
        "person" => "persons".into(),
        "knife" | "wife" | "life" => format!("{}ves", &noun[..noun.len() - 2]),
        _ => {
            let before = noun.chars().rev().nth(1);
            if let Some(stem) = noun.strip_suffix('y')
                && !before.is_some_and(|c| "aeou".contains(c))
            {
                format!("{stem}ies")
            } else if noun.ends_with('s')
                || noun.ends_with('x')
                || noun.ends_with("ch")
                || noun.ends_with("sh")
            {
                format!("{noun}es")
            } else {
                format!("{noun}s")
            }
        }
    }
}

/// One sentence as the rules read it.
pub(super) struct Text<'l> {
    pub(super) letter: &'l Letter,
    pub(super) words: Range<usize>,
    /// Of each form of the letter what it is.
    classes: &'l [Class],
}

impl<'l> Text<'l> {
    /// Whether a word of the sentence is of one of these classes.
    pub(super) fn is(&self, word: usize, class: Class) -> bool {
        self.words.contains(&word) && self.classes[self.letter.form(word)] & class != 0
    }

    /// Whether a word is some of these parts of speech and can be no other. Small words of grammar never are:
    /// what a dictionary says of "to" or "you" says nothing.
    pub(super) fn only(&self, word: usize, parts: Class) -> bool {
        self.is(word, parts)
            && !self.is(word, classes::ANY_PART & !parts)
            && !self.is(word, classes::BREAKER | classes::PREPOSITION | classes::DETERMINER | classes::OPENER)
    }

    pub(super) fn folded(&self, word: usize) -> &'l str {
        if self.words.contains(&word) { self.letter.folded(word) } else { "" }
    }

    pub(super) fn span(&self, from: usize, to: usize) -> Span {
        self.letter.words[from].span.join(self.letter.words[to].span)
    }

    /// What stands between this word and the next of the sentence; a line feed where there is none.
    pub(super) fn gap(&self, word: usize) -> &'l str {
        if !self.words.contains(&word) || !self.words.contains(&(word + 1)) {
            return "\n\n";
        }
        let (a, b) = (self.letter.words[word].span.end, self.letter.words[word + 1].span.start);
        if a <= b { &self.letter.text()[a..b] } else { "" }
    }

    /// Whether only white space stands between this word and the next.
    pub(super) fn flows(&self, word: usize) -> bool {
        let gap = self.gap(word);
        !gap.is_empty() && gap != "\n\n" && gap.chars().all(char::is_whitespace)
    }

    /// Whether an apostrophe closes this word ("months'").
    pub(super) fn closed(&self, word: usize) -> bool {
        self.folded(word).ends_with('\'') || self.gap(word).starts_with(['\'', '\u{2019}'])
    }

    pub(super) fn quoted(&self, word: usize) -> bool {
        self.letter.words[word].quoted
    }

    pub(super) fn shape(&self, word: usize) -> Shape {
        self.letter.words[word].shape
    }

    pub(super) fn written(&self, word: usize) -> &'l str {
        self.letter.word_text(word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn makes_plurals() {
        for (one, many) in [
            ("enquiry", "enquiries"),
            ("key", "keys"),
            ("witness", "witnesses"),
            ("man", "men"),
            ("wife", "wives"),
        ] {
            assert_eq!(plural_of(one), many);
        }
    }
}
