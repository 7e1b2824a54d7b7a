//! What the formulas count, over the English paragraphs and list items of a letter.
//!
//! The rules of counting: a hyphenated word is one word, with the syllables and letters of its parts; a
//! number is one word of one syllable; initials are said letter by letter; the end of a list item ends a
//! sentence; a line end inside a paragraph does not. Letterhead, addresses, headings, tables and
//! signature are not read.

use crate::document::{Language, Letter, Shape};
use crate::hashing::{Lookup, hash_of};
use crate::words::{Known, Words};

/// The counts of one text.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Sentences with at least one word.
    pub sentences: usize,
    /// Words, numbers among them.
    pub words: usize,
    /// Syllables.
    pub syllables: usize,
    /// Letters, without digits.
    pub letters: usize,
    /// Letters and digits.
    pub characters: usize,
    /// Words of more than six letters (LIX).
    pub long_words: usize,
    /// Words of three syllables and more (SMOG).
    pub polysyllables: usize,
    /// Words of three syllables and more, but for names, hyphenated words and words that reach three
    /// only by -es, -ed or -ing (Gunning Fog).
    pub complex: usize,
    /// Words that are neither on the familiar list, nor names, nor numbers (Dale-Chall).
    pub unfamiliar: usize,
    /// Words in the longest sentence.
    pub longest_sentence: usize,
}

/// One word as it is counted, its hyphenated parts joined.
#[derive(Copy, Clone, Debug, Default)]
struct Unit {
    syllables: usize,
    letters: usize,
    characters: usize,
    parts: usize,
    name: bool,
    ending: bool,
    unfamiliar: bool,
    unavoidable: bool,
}

impl Counts {
    fn add(&mut self, unit: &Unit) {
        self.words += 1;
        self.syllables += unit.syllables;
        self.letters += unit.letters;
        self.characters += unit.characters;
        self.long_words += usize::from(unit.letters > 6);
        self.polysyllables += usize::from(unit.syllables >= 3);
        let complex = unit.syllables >= 3 && !unit.name && unit.parts == 1;
        self.complex += usize::from(complex && !(unit.ending && unit.syllables == 3));
        self.unfamiliar += usize::from(unit.unfamiliar);
    }

    /// Words a sentence.
    pub fn words_a_sentence(&self) -> f64 {
        ratio(self.words, self.sentences)
    }

    /// Syllables a word.
    pub fn syllables_a_word(&self) -> f64 {
        ratio(self.syllables, self.words)
    }

    /// How many in a hundred words are unfamiliar.
    pub fn unfamiliar_percent(&self) -> f64 {
        100.0 * ratio(self.unfamiliar, self.words)
    }
}

/// `a / b`, and 0 where there is nothing to divide by.
pub(super) fn ratio(a: usize, b: usize) -> f64 {
    if b == 0 { 0.0 } else { a as f64 / b as f64 }
}

/// Counts all prose in one language: as it stands, and with the unavoidable words taken out.
pub(super) fn count(
    letter: &Letter,
    language: Language,
    words: &Words,
    unavoidable: &Lookup,
) -> (Counts, Counts) {
    let (mut all, mut without) = (Counts::default(), Counts::default());
    // Each different word is looked up once.
    let mut seen: Vec<Option<Form>> = vec![None; letter.forms()];
    for block in letter.blocks.iter().filter(|b| b.kind.is_prose() && b.language == language) {
        for sentence in letter.sentences.get(block.sentences.clone()).into_iter().flatten() {
            let before = all.words;
            let mut unit: Option<Unit> = None;
            for at in sentence.words.clone() {
                let Some(word) = letter.words.get(at) else { break };
                if !word.joined
                    && let Some(done) = unit.take()
                {
                    add(&mut all, &mut without, &done);
                }
                let first = at == sentence.words.start;
                let form = seen[letter.form(at)]
                    .get_or_insert_with(|| Form::of(letter.folded(at), words, unavoidable));
                read(unit.get_or_insert_default(), word.shape, first, form, letter.folded(at));
            }
            if let Some(done) = unit {
                add(&mut all, &mut without, &done);
            }
            let length = all.words - before;
            if length > 0 {
                all.sentences += 1;
                without.sentences += 1;
                all.longest_sentence = all.longest_sentence.max(length);
                without.longest_sentence = all.longest_sentence;
            }
        }
    }
    (all, without)
}

fn add(all: &mut Counts, without: &mut Counts, unit: &Unit) {
    all.add(unit);
    if !unit.unavoidable {
        without.add(unit);
    }
}

/// What is known of a word wherever it stands.
#[derive(Copy, Clone, Debug)]
struct Form {
    familiar: bool,
    common: u32,
    syllables: usize,
    letters: usize,
    characters: usize,
    ending: bool,
    unavoidable: bool,
}

impl Form {
    fn of(folded: &str, words: &Words, unavoidable: &Lookup) -> Form {
        let number = folded.bytes().any(|b| b.is_ascii_digit());
        let known = if number { Known { familiar: true, ..Known::default() } } else { words.known(folded) };
        let syllables = match known.syllables {
            0 => words.syllables(folded),
            n => n,
        };
        let (letters, characters) = letters_and_characters(folded);
        Form {
            familiar: known.familiar,
            common: known.common,
            syllables: syllables as usize,
            letters,
            characters,
            ending: ["es", "ed", "ing"].iter().any(|e| folded.ends_with(e)),
            unavoidable: unavoidable.get(hash_of(folded), folded).is_some(),
        }
    }
}

fn read(unit: &mut Unit, shape: Shape, first: bool, form: &Form, folded: &str) {
    let initials = shape == Shape::Capitals && form.common < 20;
    // A capital inside a sentence is a name, unless the word is an everyday one.
    let name = match shape {
        Shape::Capital => !first && !form.familiar,
        Shape::Mixed => true,
        Shape::Capitals => initials,
        Shape::Lower | Shape::Number => false,
    };
    unit.syllables += if initials { Words::spelt_out(folded) as usize } else { form.syllables };
    unit.letters += form.letters;
    unit.characters += form.characters;
    unit.parts += 1;
    unit.name |= name;
    unit.ending = form.ending;
    unit.unfamiliar |= !name && !form.familiar;
    unit.unavoidable |= form.unavoidable;
}

/// Letters, and letters with digits.
fn letters_and_characters(word: &str) -> (usize, usize) {
    if word.is_ascii() {
        let (mut letters, mut digits) = (0, 0);
        for b in word.bytes() {
            letters += usize::from(b.is_ascii_alphabetic());
            digits += usize::from(b.is_ascii_digit());
        }
        return (letters, letters + digits);
    }
    (word.chars().filter(|c| c.is_alphabetic()).count(), word.chars().filter(|c| c.is_alphanumeric()).count())
}
