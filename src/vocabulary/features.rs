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

/// A word in a feature: as it stands, or its stem.
#[derive(Copy, Clone, Debug)]
struct Part<'t> {
    text: &'t str,
    stemmed: bool,
}

impl Part<'_> {
    fn plain(text: &str) -> Part<'_> {
        Part { text, stemmed: false }
    }

    fn name(self) -> String {
        let mut room = String::new();
        if self.stemmed { stem(self.text, &mut room).to_owned() } else { self.text.to_owned() }
    }
}

/// One feature of a sentence.
#[derive(Copy, Clone, Debug)]
pub(crate) struct Feature<'t> {
    /// The number it is looked up by.
    pub key: u64,
    /// What kind it is.
    pub kind: Kind,
    /// Its word, or the first of its two, and the second.
    words: (Part<'t>, Option<Part<'t>>),
    /// The word at which it stands, as an index into the letter's words.
    pub word: usize,
}

impl Feature<'_> {
    /// Its name: "w:sorry", "b:be sorry".
    pub(crate) fn name(&self) -> String {
        let letter = char::from(self.kind as isize as u8);
        match self.words {
            (first, None) => format!("{letter}:{}", first.name()),
            (first, Some(second)) => format!("{letter}:{} {}", first.name(), second.name()),
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

/// What a word gives wherever it stands.
#[derive(Copy, Clone, Debug)]
struct Form {
    /// The hashes of the word and of its stem.
    whole: u64,
    root: u64,
    negates: bool,
}

impl Form {
    fn of(text: &str, room: &mut String) -> Form {
        let whole = hash(text);
        let root = stem(text, room);
        let root = if root == text { whole } else { hash(root) };
        Form { whole, root, negates: is_negation(text) }
    }

    /// Of what is no word: a shape or a mark.
    fn of_mark(text: &str) -> Form {
        let whole = hash(text);
        Form { whole, root: whole, negates: false }
    }
}

/// Reads the sentences of one letter, and each of its different words once.
pub(crate) struct Reader<'l> {
    letter: &'l Letter,
    forms: Vec<Option<Form>>,
    stem: String,
    tokens: Vec<Token<'l>>,
}

impl<'l> Reader<'l> {
    /// A reader of this letter.
    pub(crate) fn new(letter: &'l Letter) -> Self {
        Reader { letter, forms: vec![None; letter.forms()], stem: String::new(), tokens: Vec::new() }
    }

    /// Gives every feature of a sentence to `found`, in order, repeats included.
    pub(crate) fn read(&mut self, sentence: usize, mut found: impl FnMut(&Feature)) {
        let letter = self.letter;
        let words: Range<usize> = letter.sentences[sentence].words.clone();
        tokens::read(letter, words.clone(), &mut self.tokens);
        let kind = letter.kind_of(sentence);
        if !kind.is_body() {
            let name = kind.name();
            found(&Feature {
                key: key(Kind::Block, hash(name), 0),
                kind: Kind::Block,
                words: (Part::plain(name), None),
                word: words.start,
            });
        }
        let mut before = (Part::plain("^"), hash("^"));
        let mut negated = 0usize;
        for token in &self.tokens {
            let (text, word) = (token.text, token.word);
            let of_word = token.is_word;
            let form = if of_word {
                let room = &mut self.stem;
                *self.forms[letter.form(word)].get_or_insert_with(|| Form::of(text, room))
            } else {
                Form::of_mark(text)
            };
            let plain = Part::plain(text);
            let stemmed = Part { text, stemmed: of_word };
            found(&Feature {
                key: key(Kind::Word, form.whole, 0),
                kind: Kind::Word,
                words: (plain, None),
                word,
            });
            if form.root != form.whole {
                found(&Feature {
                    key: key(Kind::Stem, form.root, 0),
                    kind: Kind::Stem,
                    words: (stemmed, None),
                    word,
                });
            }
            found(&Feature {
                key: key(Kind::Pair, before.1, form.root),
                kind: Kind::Pair,
                words: (before.0, Some(stemmed)),
                word,
            });
            if form.negates {
                negated = NEGATED_WORDS;
            } else if negated > 0 {
                found(&Feature {
                    key: key(Kind::Negated, form.root, 0),
                    kind: Kind::Negated,
                    words: (stemmed, None),
                    word,
                });
                negated -= 1;
            }
            before = (stemmed, form.root);
        }
    }
}

/// The features of a letter as numbers: read once, for all tables in which they are looked up.
#[derive(Clone, Debug, Default)]
pub(crate) struct LetterFeatures {
    /// For each sentence of the letter where its features stand; none where it is not read.
    pub of_sentence: Vec<Option<Range<usize>>>,
    /// The number of each feature, and the word at which it stands; in order, repeats included.
    pub features: Vec<(u64, u32)>,
}

impl LetterFeatures {
    /// Reads the sentences of a letter that `is_read` names.
    pub(crate) fn read(letter: &Letter, is_read: impl Fn(usize) -> bool) -> LetterFeatures {
        let mut all = LetterFeatures {
            of_sentence: Vec::with_capacity(letter.sentences.len()),
            // About three a word.
            features: Vec::with_capacity(letter.words.len() * 4),
        };
        let mut reader = Reader::new(letter);
        for sentence in 0..letter.sentences.len() {
            let first = all.features.len();
            let read = is_read(sentence);
            if read {
                reader.read(sentence, |feature| all.features.push((feature.key, feature.word as u32)));
            }
            all.of_sentence.push(read.then_some(first..all.features.len()));
        }
        all
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
