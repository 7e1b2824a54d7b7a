//! What the rules of grammar ask of single words, asked of each word of a letter once: most words are of no
//! class that begins a rule, and are passed over at a glance.

use super::{agreement, numbers, verbs};
use crate::hashing::{Lookup, WordSet};
use crate::words::{Parts, Words};
use std::collections::BTreeMap;

/// Classes as bits.
pub(super) type Class = u32;

pub(super) const OPENER: Class = 1;
pub(super) const DETERMINER: Class = 1 << 1;
pub(super) const PREPOSITION: Class = 1 << 2;
pub(super) const BREAKER: Class = 1 << 3;
pub(super) const SINGULAR_VERB: Class = 1 << 4;
pub(super) const PLURAL_VERB: Class = 1 << 5;
/// A verb that may lack its -s.
pub(super) const VERB: Class = 1 << 6;
/// A subject that is one word.
pub(super) const SUBJECT: Class = 1 << 7;
/// A verb that may not fit such a subject.
pub(super) const AFTER_SUBJECT: Class = 1 << 8;
/// "there", "you" and the like, which may be taken for another word before a noun.
pub(super) const BEFORE_NOUN: Class = 1 << 9;
pub(super) const ARTICLE: Class = 1 << 10;
/// A length of time that may own something, or be written as if it did.
pub(super) const TIME: Class = 1 << 11;
/// The first word of a set title that carries an apostrophe.
pub(super) const TITLE: Class = 1 << 12;
/// An owner that ends in a bare -s.
pub(super) const BARE_OWNER: Class = 1 << 13;
/// A day, a month or "I" in small letters.
pub(super) const CAPITAL: Class = 1 << 14;
/// A word that one thing or several follow.
pub(super) const NUMBER: Class = 1 << 15;
pub(super) const BEEN: Class = 1 << 16;
/// A verb that helps another: "has", "will", "is", "did".
pub(super) const HELPER: Class = 1 << 17;
/// "who", "which", "that".
pub(super) const RELATIVE: Class = 1 << 18;

/// Where the parts of speech of a word begin.
const PARTS: u32 = 20;
pub(super) const NOUN: Class = part(Parts::NOUN);
pub(super) const NOUNS: Class = part(Parts::NOUNS);
pub(super) const BASE: Class = part(Parts::BASE);
pub(super) const THIRD: Class = part(Parts::THIRD);
pub(super) const PAST: Class = part(Parts::PAST);
pub(super) const PARTICIPLE: Class = part(Parts::PARTICIPLE);
pub(super) const ADJECTIVE: Class = part(Parts::ADJECTIVE);
pub(super) const ADVERB: Class = part(Parts::ADVERB);
/// Any part of speech.
pub(super) const ANY_PART: Class = part(Parts::from_bits(u16::MAX));

/// A part of speech as a class.
const fn part(parts: Parts) -> Class {
    (parts.bits() as Class) << PARTS
}

const SUBJECTS: &[&str] = &[
    "he",
    "she",
    "it",
    "this",
    "everyone",
    "everybody",
    "nobody",
    "someone",
    "somebody",
    "anyone",
    "nothing",
    "everything",
    "neither",
    "i",
    "we",
    "they",
    "you",
];
const VERBS: &[&str] = &[
    "have", "haven't", "are", "aren't", "do", "don't", "weren't", "were", "has", "hasn't", "is", "isn't",
    "does", "doesn't",
];
const TIMES: &[&str] = &["days", "weeks", "months", "years", "hours", "day's", "week's", "month's", "year's"];
const TITLES: &[&str] = &["victims", "childrens", "womens", "mens", "peoples", "persons"];
const CAPITALS: &[&str] = &[
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "mondays",
    "tuesdays",
    "wednesdays",
    "thursdays",
    "fridays",
    "saturdays",
    "sundays",
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "i",
    "i'm",
    "i've",
    "i'll",
    "i'd",
];

/// A noun for several that takes a verb for several and no other.
pub(super) const SURE_PLURAL: Class = 1 << 29;
/// A noun for one that takes a verb for one and no other.
pub(super) const SURE_SINGULAR: Class = 1 << 30;

/// The classes of all words that have any.
#[derive(Clone, Debug)]
pub(super) struct Classes {
    words: Lookup,
    classes: Vec<Class>,
    dictionary: Words,
    /// Nouns whose number the verb does not show.
    either: WordSet<Box<str>>,
}

impl Classes {
    pub fn of_rules(
        verbs: &WordSet<Box<str>>,
        owners: &WordSet<Box<str>>,
        either: WordSet<Box<str>>,
        dictionary: Words,
    ) -> Classes {
        let mut all: BTreeMap<String, Class> = BTreeMap::new();
        let mut add = |word: &str, class: Class| *all.entry(word.to_owned()).or_default() |= class;
        for (words, class) in [
            (agreement::OPENERS, OPENER),
            (agreement::DETERMINERS, DETERMINER),
            (agreement::PREPOSITIONS, PREPOSITION),
            (agreement::BREAKERS, BREAKER),
            (agreement::SINGULAR_VERBS, SINGULAR_VERB),
            (agreement::PLURAL_VERBS, PLURAL_VERB),
            (SUBJECTS, SUBJECT),
            (VERBS, AFTER_SUBJECT),
            (agreement::BASE_FORMS, AFTER_SUBJECT),
            (agreement::S_FORMS, AFTER_SUBJECT),
            (&["there", "they're", "you", "it's", "your", "you're"], BEFORE_NOUN),
            (&["a", "an"], ARTICLE),
            (TIMES, TIME),
            (TITLES, TITLE),
            (CAPITALS, CAPITAL),
            (numbers::MANY, NUMBER),
            (numbers::ONE, NUMBER),
            (&["been"], BEEN),
            (verbs::HELPERS, HELPER),
            (&["who", "which", "that"], RELATIVE),
        ] {
            words.iter().for_each(|word| add(word, class));
        }
        verbs.iter().for_each(|verb| add(verb, VERB));
        owners.iter().for_each(|owner| add(&format!("{owner}s"), BARE_OWNER));
        Classes {
            words: Lookup::new(all.keys().map(String::as_str)),
            classes: all.into_values().collect(),
            dictionary,
            either,
        }
    }

    /// The classes of a word, by its hash and itself.
    pub fn of(&self, word: &str, hash: u64) -> Class {
        let listed = self.words.get(hash, word).and_then(|n| self.classes.get(n as usize)).copied();
        let mut class = listed.unwrap_or(0) | part(self.dictionary.known(word).parts);
        let only = |class: Class, parts: Class| class & ANY_PART & !parts == 0;
        if class & (NOUN | NOUNS) != 0 && !self.either.contains(word) && !word.ends_with("ics") {
            if class & NOUNS != 0 && only(class, NOUNS | THIRD) {
                class |= SURE_PLURAL;
            } else if class & NOUN != 0 && only(class, NOUN | BASE | PAST) && !word.ends_with("ss") {
                class |= SURE_SINGULAR;
            }
        }
        class
    }
}
