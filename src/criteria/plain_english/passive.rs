//! The passive voice: a form of "be" or "get", up to four adverbs or negations, a participle.
//!
//! A closed rule over the words of one sentence, without a tagger. Participles that are adjectives by
//! habit ("I am worried") count only where their surroundings make them passive, and what a court does
//! in the words everybody uses ("was found guilty") is told apart, since no writer should avoid it.

use crate::error::Result;
use crate::hashing::WordSet;
use crate::lexicon::Files;
use serde::Deserialize;
use std::collections::BTreeMap;

/// How many adverbs may stand between.
const BETWEEN: usize = 4;

/// What the rule knows of words.
#[derive(Debug)]
pub struct PassiveRule {
    between: WordSet,
    no_adverbs: WordSet,
    irregular: WordSet,
    no_participles: WordSet,
    by_habit: WordSet,
    habit_passive_before: BTreeMap<String, Vec<String>>,
    court: CourtFile,
    after_get: WordSet,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PassiveFile {
    between: WordSet,
    no_adverbs: WordSet,
    irregular: WordSet,
    no_participles: WordSet,
    by_habit: WordSet,
    habit_passive_before: BTreeMap<String, Vec<String>>,
    court: CourtFile,
    get: GetFile,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct CourtFile {
    always: WordSet,
    before: BTreeMap<String, Vec<String>>,
    later: BTreeMap<String, Vec<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct GetFile {
    before: WordSet,
}

/// One passive, by the places of its words in the sentence.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Passive {
    /// The form of "be" or "get".
    pub auxiliary: usize,
    /// The participle.
    pub participle: usize,
    /// Whether it is what a court, the police or a prison does to the accused: never a fault.
    pub of_court: bool,
}

/// What opens a passive.
#[derive(Copy, Clone, PartialEq, Eq)]
enum Auxiliary {
    Be,
    /// "being": an adjective by habit after it is passive.
    Being,
    /// "it's", "that's", which may stand for "has" too.
    Unsure,
    Get,
}

impl PassiveRule {
    /// Reads the word lists.
    ///
    /// # Errors
    /// Where the file is missing or wrong.
    pub fn load(files: &Files) -> Result<PassiveRule> {
        let file: PassiveFile = files.need("plain_english/passive.toml")?.parse()?;
        Ok(PassiveRule {
            between: file.between,
            no_adverbs: file.no_adverbs,
            irregular: file.irregular,
            no_participles: file.no_participles,
            by_habit: file.by_habit,
            habit_passive_before: file.habit_passive_before,
            court: file.court,
            after_get: file.get.before,
        })
    }

    /// The passives among the words of one sentence, in small letters with straight apostrophes.
    pub fn find(&self, words: &[&str]) -> Vec<Passive> {
        let mut found = Vec::new();
        let mut at = 0;
        while let Some(word) = words.get(at) {
            let next = match auxiliary(word) {
                Some(kind) => self.passive_at(words, at, kind),
                None => None,
            };
            match next {
                Some(passive) => {
                    at = passive.participle + 1;
                    found.push(passive);
                }
                None => at += 1,
            }
        }
        found
    }

    fn passive_at(&self, words: &[&str], at: usize, kind: Auxiliary) -> Option<Passive> {
        let mut place = at + 1;
        // "Were you told", "was anything taken"
        let asks = at == 0
            || matches!(words.get(at - 1), Some(&("why" | "when" | "how" | "where" | "what" | "nor")));
        if asks && kind == Auxiliary::Be && words.get(place).is_some_and(|w| is_subject(w)) {
            place += 1;
        }
        let mut between = 0;
        let mut being = kind == Auxiliary::Being;
        loop {
            let word = words.get(place)?;
            if self.is_participle(word) && !(self.is_between(word) && self.continues(words, place)) {
                break;
            }
            // "been", "being": a new start, found by itself.
            if between == BETWEEN
                || !self.is_between(word)
                || auxiliary(word).is_some_and(|a| a != Auxiliary::Unsure)
            {
                return None;
            }
            being |= *word == "being";
            between += 1;
            place += 1;
        }
        let participle = words.get(place)?;
        let after = words.get(place + 1).copied();
        let existential = at > 0
            && (words.get(at - 1) == Some(&"there")
                || (at > 1 && words.get(at - 2) == Some(&"there"))
                || (at > 2 && words.get(at - 3) == Some(&"there")));
        if existential && after.is_none_or(|w| !is_function_word(w)) {
            return None;
        }
        match kind {
            Auxiliary::Get if !after.is_none_or(|w| self.after_get.contains(w)) => return None,
            Auxiliary::Unsure if !matches!(*participle, "called" | "known" | "named" | "done" | "said") => {
                return None;
            }
            _ => {}
        }
        if self.by_habit.contains(*participle) && !self.is_passive_habit(words, place, being) {
            return None;
        }
        Some(Passive { auxiliary: at, participle: place, of_court: self.is_of_court(words, place) })
    }

    /// Whether a further participle follows, so that this word only stands between ("was put out ...").
    fn continues(&self, words: &[&str], place: usize) -> bool {
        words.get(place + 1).is_some_and(|w| self.is_participle(w))
    }

    fn is_participle(&self, word: &str) -> bool {
        if self.irregular.contains(word) || self.by_habit.contains(word) {
            return true;
        }
        word.len() > 3 && word.ends_with("ed") && !self.no_participles.contains(word)
    }

    fn is_between(&self, word: &str) -> bool {
        self.between.contains(word)
            || (word.len() > 4 && word.ends_with("ly") && !self.no_adverbs.contains(word))
    }

    fn is_passive_habit(&self, words: &[&str], place: usize, being: bool) -> bool {
        if being {
            return true;
        }
        let Some(participle) = words.get(place) else { return false };
        let Some(after) = words.get(place + 1) else { return false };
        // "by" brings in who did it, unless a time follows ("done by Friday").
        if *after == "by" {
            return true;
        }
        if *participle == "used" && *after == "to" {
            // "used to prop the door", but "used to noise", "used to waiting".
            return words.get(place + 2).is_some_and(|w| !w.ends_with("ing") && !is_determiner(w));
        }
        self.habit_passive_before.get(*participle).is_some_and(|l| l.iter().any(|w| w == after))
    }

    fn is_of_court(&self, words: &[&str], place: usize) -> bool {
        let Some(participle) = words.get(place) else { return false };
        if self.court.always.contains(*participle) {
            return true;
        }
        let Some(before) = self.court.before.get(*participle) else { return false };
        let Some(after) = words.get(place + 1) else { return false };
        if !before.iter().any(|w| w == after) {
            return false;
        }
        match self.court.later.get(*participle) {
            None => true,
            Some(later) => words.iter().skip(place + 1).take(12).any(|w| later.iter().any(|l| l == w)),
        }
    }
}

fn auxiliary(word: &str) -> Option<Auxiliary> {
    Some(match word {
        "am" | "is" | "are" | "was" | "were" | "be" | "been" | "isn't" | "aren't" | "wasn't" | "weren't"
        | "i'm" | "you're" | "we're" | "they're" => Auxiliary::Be,
        "being" => Auxiliary::Being,
        "it's" | "that's" | "what's" | "he's" | "she's" | "there's" | "who's" => Auxiliary::Unsure,
        "get" | "gets" | "got" | "getting" => Auxiliary::Get,
        _ => return None,
    })
}

fn is_subject(word: &str) -> bool {
    matches!(
        word,
        "you"
            | "he"
            | "she"
            | "they"
            | "we"
            | "it"
            | "i"
            | "this"
            | "that"
            | "anyone"
            | "anything"
            | "someone"
            | "these"
            | "those"
            | "nothing"
            | "everything"
    )
}

fn is_determiner(word: &str) -> bool {
    matches!(
        word,
        "the"
            | "a"
            | "an"
            | "this"
            | "that"
            | "it"
            | "these"
            | "those"
            | "my"
            | "your"
            | "his"
            | "her"
            | "our"
            | "their"
    )
}

/// Words after which a noun phrase cannot just have begun: prepositions, conjunctions, adverbs of time.
fn is_function_word(word: &str) -> bool {
    matches!(
        word,
        "by" | "in"
            | "on"
            | "at"
            | "to"
            | "from"
            | "for"
            | "with"
            | "into"
            | "as"
            | "when"
            | "and"
            | "or"
            | "that"
            | "against"
            | "over"
            | "under"
            | "during"
            | "about"
            | "within"
            | "inside"
            | "near"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(sentence: &str) -> Vec<String> {
        sentence
            .split(|c: char| c.is_whitespace() || c == '-')
            .map(|w| w.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase())
            .filter(|w| !w.is_empty())
            .collect()
    }

    /// Precision and recall on labelled sentences, how many of them are passive, and which were misread.
    fn measured(lines: &str, counts: impl Fn(&Passive) -> bool) -> (f64, f64, usize, Vec<&str>) {
        let rule = PassiveRule::load(&Files::embedded()).unwrap();
        let (mut hit, mut missed, mut wrong) = (0, 0, 0);
        let mut misread = Vec::new();
        for line in lines.lines() {
            let (label, sentence) = line.split_once('\t').unwrap();
            let words = words(sentence);
            let words: Vec<&str> = words.iter().map(String::as_str).collect();
            let found = rule.find(&words).iter().any(&counts);
            match (label == "passive", found) {
                (true, true) => hit += 1,
                (true, false) => missed += 1,
                (false, true) => wrong += 1,
                (false, false) => {}
            }
            if (label == "passive") != found {
                misread.push(line);
            }
        }
        let share = |rest: u32| f64::from(hit) / f64::from(hit + rest);
        (share(wrong), share(missed), (hit + missed) as usize, misread)
    }

    #[test]
    fn labelled_sentences_are_told_apart() {
        let lines = include_str!("../../../tests/data/passive.tsv");
        let (precision, recall, passives, misread) = measured(lines, |p| !p.of_court);
        let f1 = 2.0 * precision * recall / (precision + recall);
        assert!(passives >= 120);
        assert!(precision >= 0.92 && f1 >= 0.92, "precision {precision:.3} F1 {f1:.3} {misread:#?}");
    }

    /// Sentences by a writer who had not seen the rule; the court's own acts count as passives here, since the
    /// writer labelled the grammar alone.
    #[test]
    fn finds_passives_in_sentences_by_another_hand() {
        let lines = include_str!("../../../tests/data/passive_other_hand.tsv");
        let (precision, recall, passives, misread) = measured(lines, |_| true);
        assert_eq!(passives, 100);
        assert!(
            precision >= 0.97 && recall >= 0.9,
            "precision {precision:.3} recall {recall:.3} {misread:#?}"
        );
    }
}
