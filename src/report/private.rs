//! What a report may show of an assessment: names, contact details and references taken out.

use crate::assessment::Assessment;
use crate::document::Letter;
use crate::facts::CaseFacts;
use crate::ingest::Source;
use crate::limits;
use crate::people::{Names, slips};
use crate::redact::Redactor;
use std::collections::{BTreeSet, HashSet};

/// What stands for a name that only the manifest knows.
const LABEL: &str = "[NAME]";

/// Words before and in names that are no name.
const NO_NAMES: [&str; 16] = [
    "mr", "mrs", "ms", "miss", "mx", "dr", "sir", "dame", "lady", "lord", "rev", "prof", "pc", "dc", "the",
    "and",
];

/// Takes names and details out of assessments, one after another.
#[derive(Debug)]
pub struct Private {
    names: Names,
    /// Full names of every row, in small letters: another case's name must not stand in a report either.
    known: HashSet<Box<str>>,
    /// How many words the longest of them has.
    longest: usize,
}

impl Private {
    /// With the lists of common names.
    pub fn new(names: Names) -> Private {
        Private { names, known: HashSet::new(), longest: 0 }
    }

    /// Learns a full name, or several joined by `;`, that must not stand in any report.
    pub fn know(&mut self, names: &str) {
        for name in names.split(';') {
            let words = words_of(name);
            if words.len() > 1 {
                self.longest = self.longest.max(words.len());
                self.known.insert(words.join(" ").into_boxed_str());
            }
        }
    }

    /// The assessment with labels for names and details, without file, facts that name people, text and
    /// the manifest's own columns. `letter` makes the labels surer; without it the quotations have to do.
    /// `row` stands in an id that holds a name.
    pub fn strip(&self, mut a: Assessment, letter: Option<&str>, row: u64) -> Assessment {
        let value = |name: &str| a.facts.get(name).and_then(|f| f.value.clone());
        let facts = CaseFacts {
            victim_name: value("victim_name"),
            defendant_name: value("defendant_name"),
            ..CaseFacts::default()
        };
        let own: BTreeSet<String> = [&facts.victim_name, &facts.defendant_name]
            .into_iter()
            .flatten()
            .flat_map(|n| words_of(n))
            .filter(|w| w.chars().count() > 1 && !NO_NAMES.contains(&w.as_str()))
            .collect();
        let text = match letter {
            Some(text) => text.to_owned(),
            None => a.text.clone().unwrap_or_else(|| quotations(&a)),
        };
        let redactor = (!text.trim().is_empty() && text.len() <= limits::TEXT_BYTES)
            .then(|| Redactor::new(&self.names, &Letter::read(Source::from_text(text)), &facts));
        let clean = |s: &mut String| {
            if s.is_empty() {
                return;
            }
            if let Some(redactor) = &redactor {
                *s = redactor.text(s);
            }
            *s = self.sweep(s, &own, false);
        };
        // A path may hold a name; the error without it still says what is wrong.
        if let (Some(error), Some(file)) = (&mut a.error, &a.source.file)
            && let Some((_, after)) = error.split_once(file.as_str())
        {
            *error = after.trim_start_matches([':', ' ']).to_owned();
        }
        a.source.file = None;
        a.text = None;
        a.other.clear();
        let id = self.sweep(&a.id, &own, true);
        if id != a.id {
            a.id = format!("row-{row}");
        }
        for name in ["victim_name", "defendant_name"] {
            a.facts.remove(name);
        }
        for (name, fact) in &mut a.facts {
            if let Some(value) = &mut fact.value {
                if name == "offence" {
                    clean(value);
                } else {
                    // An area may bear the name that a victim bears: only full names go.
                    *value = self.sweep(value, &BTreeSet::new(), false);
                }
            }
        }
        for criterion in &mut a.criteria {
            clean(&mut criterion.reason);
            criterion.to_raise.iter_mut().for_each(clean);
        }
        for element in &mut a.elements {
            element.question.iter_mut().for_each(clean);
            for evidence in &mut element.evidence {
                clean(&mut evidence.quote);
                evidence.words.clear();
            }
        }
        for finding in &mut a.findings {
            clean(&mut finding.quote);
            clean(&mut finding.message);
            finding.suggestion.iter_mut().for_each(clean);
        }
        for note in &mut a.not_assessed {
            clean(&mut note.why);
        }
        a.source.warnings.iter_mut().for_each(clean);
        a.error.iter_mut().for_each(clean);
        a
    }

    /// A passage of a letter with its labels.
    pub fn passage(&self, letter: &str, passage: &str) -> String {
        let whole = Letter::read(Source::from_text(letter.to_owned()));
        let redactor = Redactor::new(&self.names, &whole, &CaseFacts::default());
        self.sweep(&redactor.text(passage), &BTreeSet::new(), false)
    }

    /// A note that a person wrote, with what the known full names are taken out.
    pub fn note(&self, note: &str) -> String {
        self.sweep(note, &BTreeSet::new(), false)
    }

    /// Takes out full names of any row, and single words of this row's names where they begin with a
    /// capital (or anyhow, where `any_case`).
    fn sweep(&self, text: &str, own: &BTreeSet<String>, any_case: bool) -> String {
        let words = split(text);
        let folded: Vec<String> = words.iter().map(|(s, e)| fold(&text[*s..*e])).collect();
        let mut out = String::with_capacity(text.len());
        let mut at = 0;
        let mut i = 0;
        while i < words.len() {
            let full = (2..=self.longest.min(words.len() - i)).rev().find(|n| {
                let joined = folded[i..i + n].join(" ");
                self.known.contains(joined.as_str())
            });
            let (start, _) = words[i];
            let taken = full.unwrap_or_else(|| {
                let capital = any_case || text[start..].chars().next().is_some_and(char::is_uppercase);
                usize::from(capital && is_own(own, &folded[i]))
            });
            if taken == 0 {
                i += 1;
                continue;
            }
            let end = words[i + taken - 1].1;
            out.push_str(&text[at..start]);
            if !out.ends_with(LABEL) {
                out.push_str(LABEL);
            }
            at = end;
            i += taken;
        }
        out.push_str(&text[at..]);
        out
    }
}

/// Whether a word is one of these names, or a longer one with a slip: a name misspelt is still a name.
fn is_own(own: &BTreeSet<String>, word: &str) -> bool {
    own.contains(word)
        || (word.chars().count() > 4 && own.iter().any(|o| o.chars().count() > 4 && slips(o, word, 1) <= 1))
}

/// What the assessment holds of the letter, a paragraph each.
fn quotations(a: &Assessment) -> String {
    let mut spans: Vec<(usize, usize, &str)> = a
        .elements
        .iter()
        .flat_map(|e| &e.evidence)
        .map(|e| (e.start, e.end, e.quote.as_str()))
        .chain(a.findings.iter().map(|f| (f.start, f.end, f.quote.as_str())))
        .filter(|(_, _, quote)| !quote.is_empty())
        .collect();
    spans.sort_by_key(|(start, end, _)| (*start, std::cmp::Reverse(*end)));
    let mut out = String::new();
    let mut covered = 0;
    for (_, end, quote) in spans {
        // A quotation inside the one before says nothing new.
        if end > covered {
            if out.len() + quote.len() > limits::TEXT_BYTES / 2 {
                break;
            }
            out.push_str(quote);
            out.push_str("\n\n");
            covered = end;
        }
    }
    out
}

/// A name's words in small letters.
fn words_of(name: &str) -> Vec<String> {
    split(name).into_iter().map(|(s, e)| fold(&name[s..e])).collect()
}

/// Runs of letters, with the apostrophes inside them; a possessive ending stands outside.
fn split(text: &str) -> Vec<(usize, usize)> {
    let mut words = Vec::new();
    let mut start = None;
    let mut end = 0;
    for (i, c) in text.char_indices() {
        let inside = c.is_alphabetic() || (matches!(c, '\'' | '\u{2019}') && start.is_some());
        match (inside, start) {
            (true, None) => start = Some(i),
            (false, Some(s)) => {
                words.push((s, end));
                start = None;
            }
            _ => {}
        }
        if c.is_alphabetic() {
            end = i + c.len_utf8();
        }
    }
    if let Some(s) = start {
        words.push((s, end));
    }
    words
        .into_iter()
        .map(|(s, e)| {
            let word = &text[s..e];
            let stem = word
                .strip_suffix("'s")
                .or_else(|| word.strip_suffix("\u{2019}s"))
                .filter(|stem| !stem.is_empty())
                .unwrap_or(word);
            (s, s + stem.len())
        })
        .collect()
}

fn fold(word: &str) -> String {
    word.to_lowercase().replace('\u{2019}', "'")
}
