//! What is looked up of a sentence: each word, its stem, each pair of neighbouring stems,
//! stems behind a negation, and the kind of block where that is not the body.
//!
//! A feature is a number made of its kind and its words, so that reading builds no strings; its name is
//! put together only where a person is to read it.

use super::stem::stem;
use super::tokens::{self, Token};
use crate::document::Letter;
use std::ops::Range;

/// The kinds of feature; the letter is the first of the feature's name.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Kind {
    /// A word as folded.
    Word = b'w' as isize,
    /// The stem of a word that differs from it.
    Stem = b's' as isize,
    /// Two neighbouring stems; `^` stands before the first.
    Pair = b'b' as isize,
    /// A stem within four words behind a negation.
    Negated = b'n' as isize,
    /// The kind of a block that is not the body.
    Block = b'k' as isize,
}

impl Kind {
    pub(crate) fn of(letter: u8) -> Option<Kind> {
        [Kind::Word, Kind::Stem, Kind::Pair, Kind::Negated, Kind::Block]
            .into_iter()
            .find(|k| *k as isize == isize::from(i16::from(letter)))
    }
}

/// One feature of a sentence.
#[derive(Copy, Clone, Debug)]
pub(crate) struct Feature<'t> {
    /// The number it is looked up by.
    pub key: u64,
    /// What kind it is.
    pub kind: Kind,
    /// Its word, or the first of its two.
    pub first: &'t str,
    /// The second of its two words; empty where it has one.
    pub second: &'t str,
    /// The word at which it stands, as an index into the letter's words.
    pub word: usize,
}

impl Feature<'_> {
    /// Its name: "w:sorry", "b:be sorry".
    pub(crate) fn name(&self) -> String {
        let letter = char::from(self.kind as isize as u8);
        match self.second {
            "" => format!("{letter}:{}", self.first),
            second => format!("{letter}:{} {second}", self.first),
        }
    }
}

/// Whether this is the name of a feature.
pub(crate) fn is_name(name: &str) -> bool {
    matches!(name.as_bytes(), [letter, b':', ..] if Kind::of(*letter).is_some())
}

/// The number of the feature that has this name, where it is a name.
pub(crate) fn key_of_name(name: &str) -> Option<u64> {
    let kind = Kind::of(*name.as_bytes().first()?)?;
    let words = name.get(1..)?.strip_prefix(':')?;
    Some(match words.split_once(' ') {
        Some((first, second)) => key(kind, hash(first), hash(second)),
        None => key(kind, hash(words), 0),
    })
}

/// How many words behind a negation count as negated.
const NEGATED_WORDS: usize = 4;

/// Words and numbers kept from sentence to sentence, so that reading allocates nothing anew.
#[derive(Default)]
pub(crate) struct Reader<'l> {
    stem: String,
    tokens: Vec<Token<'l>>,
}

impl<'l> Reader<'l> {
    /// Gives every feature of a sentence to `found`, in order, repeats included.
    pub(crate) fn read(&mut self, letter: &'l Letter, sentence: usize, mut found: impl FnMut(&Feature)) {
        let words: Range<usize> = letter.sentences[sentence].words.clone();
        tokens::read(letter, words.clone(), &mut self.tokens);
        let kind = letter.kind_of(sentence);
        if !kind.is_body() {
            let name = kind.name();
            found(&Feature {
                key: key(Kind::Block, hash(name), 0),
                kind: Kind::Block,
                first: name,
                second: "",
                word: words.start,
            });
        }
        let mut before = String::from("^");
        let mut before_hash = hash("^");
        let mut negated = 0usize;
        for token in &self.tokens {
            let text = token.text;
            let whole = hash(text);
            found(&Feature {
                key: key(Kind::Word, whole, 0),
                kind: Kind::Word,
                first: text,
                second: "",
                word: token.word,
            });
            let (root, root_hash) = if token.is_word {
                let root = stem(text, &mut self.stem);
                (root, if root.len() == text.len() && root == text { whole } else { hash(root) })
            } else {
                (text, whole)
            };
            if token.is_word && root_hash != whole {
                found(&Feature {
                    key: key(Kind::Stem, root_hash, 0),
                    kind: Kind::Stem,
                    first: root,
                    second: "",
                    word: token.word,
                });
            }
            found(&Feature {
                key: key(Kind::Pair, before_hash, root_hash),
                kind: Kind::Pair,
                first: &before,
                second: root,
                word: token.word,
            });
            if is_negation(text) {
                negated = NEGATED_WORDS;
            } else if negated > 0 {
                found(&Feature {
                    key: key(Kind::Negated, root_hash, 0),
                    kind: Kind::Negated,
                    first: root,
                    second: "",
                    word: token.word,
                });
                negated -= 1;
            }
            before.clear();
            before.push_str(root);
            before_hash = root_hash;
        }
    }
}

fn is_negation(word: &str) -> bool {
    matches!(
        word,
        "not"
            | "no"
            | "never"
            | "nor"
            | "none"
            | "nothing"
            | "nobody"
            | "neither"
            | "without"
            | "cannot"
            | "hardly"
    ) || word.ends_with("n't")
}

/// FNV-1a over the bytes of a word.
fn hash(word: &str) -> u64 {
    word.bytes().fold(0xcbf2_9ce4_8422_2325, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0000_0100_0000_01b3))
}

/// Mixes kind and words into one number; the order of the words counts.
fn key(kind: Kind, first: u64, second: u64) -> u64 {
    let mixed = first
        .rotate_left(23)
        .wrapping_add((kind as isize as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15))
        .wrapping_mul(0xff51_afd7_ed55_8ccd)
        ^ second.wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    let mixed = (mixed ^ (mixed >> 32)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    mixed ^ (mixed >> 29)
}
