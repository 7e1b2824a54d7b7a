//! From what was measured to findings, with the limits and words of `measures.toml`.

use super::terms::Term;
use super::{Case, Measurements};
use crate::confidence::Confidence;
use crate::criterion::{Criterion, Finding, Severity};
use crate::error::{Error, Result};
use crate::hashing::WordSet;
use crate::lexicon::{Files, Strength};
use crate::span::Span;
use serde::Deserialize;
use std::collections::BTreeMap;

/// Limits, rules and word lists.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Measures {
    limits: Limits,
    rules: BTreeMap<String, Rule>,
    words: WordLists,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Limits {
    pub long_sentence: usize,
    pub long_sentence_look: usize,
    pub long_paragraph: usize,
    pub long_paragraph_look: usize,
    pub passive_sentences: f64,
    pub passive_least: usize,
    pub rare: u32,
    pub rare_look: u32,
    pub late_words: usize,
    pub late_share: f64,
}

/// What a rule of this file says, and why.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// What it finds, in a word or two.
    pub title: String,
    /// What it tells the writer; `{n}` is a number, `{quote}` the words.
    pub message: String,
    /// What to do.
    pub suggestion: String,
    /// Why it matters.
    pub why: String,
    /// Where it comes from.
    pub source: String,
    /// How far to rely on it.
    pub confidence: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct WordLists {
    negated: WordSet,
    known_initials: WordSet,
    everyday: WordSet,
}

/// The rules that the code gives, each with its category.
const RULES: [(&str, &str); 9] = [
    ("long_sentence", "long_sentence"),
    ("long_paragraph", "long_paragraph"),
    ("passive", "passive"),
    ("unfamiliar", "unfamiliar"),
    ("double_negative", "other"),
    ("emphasis", "other"),
    ("late_decision", "other"),
    ("unknown_initials", "initials"),
    ("section_of_act", "term"),
];

impl Measures {
    /// Reads the file.
    ///
    /// # Errors
    /// Where it is missing or wrong, or a rule is missing.
    pub fn load(files: &Files) -> Result<Measures> {
        let file = files.need("plain_english/measures.toml")?;
        let measures: Measures = file.parse()?;
        for (id, _) in RULES {
            if !measures.rules.contains_key(id) {
                return Err(Error::usage(format!("has no rule `{id}`")).in_file(file.name()));
            }
        }
        Ok(measures)
    }

    /// The rule of an id as findings name it (`plain_english.long_sentence`), and its category.
    pub fn page(&self, id: &str) -> Option<(&Rule, &'static str)> {
        let name = id.strip_prefix("plain_english.")?;
        let (_, category) = RULES.iter().find(|(rule, _)| *rule == name)?;
        Some((self.rules.get(name)?, category))
    }

    pub fn limits(&self) -> &Limits {
        &self.limits
    }

    pub fn negated(&self) -> &WordSet {
        &self.words.negated
    }

    pub fn known_initials(&self) -> &WordSet {
        &self.words.known_initials
    }

    pub fn everyday(&self) -> &WordSet {
        &self.words.everyday
    }

    /// All findings and looks, in order of place.
    pub fn findings(&self, case: &Case, measured: &Measurements) -> Vec<Finding> {
        let letter = case.letter;
        let limits = &self.limits;
        let mut found = Vec::new();
        for term in &measured.terms.terms {
            found.extend(self.term(case, term));
        }
        for (list, id, least, look) in [
            (&measured.lengths.sentences, "long_sentence", limits.long_sentence, limits.long_sentence_look),
            (
                &measured.lengths.paragraphs,
                "long_paragraph",
                limits.long_paragraph,
                limits.long_paragraph_look,
            ),
        ] {
            for long in list.iter().filter(|l| l.words >= look) {
                let severity = if long.words >= least { Severity::Minor } else { Severity::Look };
                found.extend(self.finding(case, id, severity, long.span, long.words));
            }
        }
        let n = measured.passives.len();
        if n >= limits.passive_least
            && measured.passive_rate() >= limits.passive_sentences
            && let Some(first) = measured.passives.first()
        {
            found.extend(self.finding(case, "passive", Severity::Minor, *first, n));
        }
        for (at, look) in &measured.unfamiliar {
            let severity = if *look { Severity::Look } else { Severity::Minor };
            let Some(word) = letter.words.get(*at) else { continue };
            found.extend(self.finding(case, "unfamiliar", severity, word.span, 0));
        }
        for span in &measured.double_negatives {
            found.extend(self.finding(case, "double_negative", Severity::Minor, *span, 0));
        }
        for span in &measured.emphasis {
            found.extend(self.finding(case, "emphasis", Severity::Minor, *span, 0));
        }
        if let Some((span, n)) = measured.late_decision {
            found.extend(self.finding(case, "late_decision", Severity::Minor, span, n));
        }
        found.sort_by(|a, b| (a.span, &a.rule).cmp(&(b.span, &b.rule)));
        found
    }

    fn finding(&self, case: &Case, id: &str, severity: Severity, span: Span, n: usize) -> Option<Finding> {
        let rule = self.rules.get(id)?;
        let category = RULES.iter().find(|(r, _)| *r == id).map_or("other", |(_, c)| c);
        let mut message = rule.message.replace("{n}", &n.to_string());
        // A long sentence is not quoted: few rules ask for the words.
        if message.contains("{quote}") {
            message = message.replace("{quote}", &quote(case, span));
        }
        Some(Finding {
            rule: format!("plain_english.{id}"),
            criterion: Criterion::PlainEnglish,
            category: category.to_owned(),
            severity,
            confidence: confidence(&rule.confidence),
            span,
            message,
            suggestion: Some(rule.suggestion.clone()),
            source: rule.source.clone(),
        })
    }

    /// A term, initials or phrase that is not explained.
    fn term(&self, case: &Case, term: &Term) -> Option<Finding> {
        use super::explained::How;
        let half = term.explained == Some(How::Glossary);
        if term.explained.is_some() && !half {
            return None;
        }
        let Some(entry) = term.entry.and_then(|e| case.lexicon.entries.get(e)) else {
            let id = if term.category == "initials" { "unknown_initials" } else { "section_of_act" };
            return self.finding(case, id, Severity::Minor, term.span, 0);
        };
        let severity = match entry.strength {
            Strength::Look => Severity::Look,
            Strength::Finding if half || entry.level == Some('A') => Severity::Look,
            Strength::Finding => entry.severity,
            _ => return None,
        };
        let message = entry.message.clone().unwrap_or_else(|| {
            let quote = quote(case, term.span);
            match term.category.as_str() {
                "term" => format!("\"{quote}\" is a legal or office term that the letter does not explain."),
                "initials" => format!("\"{quote}\" is not spelled out at or before its first use."),
                "officialese" => format!("\"{quote}\" is office language."),
                _ => format!("\"{quote}\" takes more words than it needs."),
            }
        });
        let suggestion = entry.advice.clone().or_else(|| {
            entry.plain.as_ref().map(|plain| match term.category.as_str() {
                "term" => format!("Explain it here, or use plain words: {plain}."),
                "initials" => format!("Write it in full, or use plain words. It stands for: {plain}."),
                _ => format!("Plainer: {plain}."),
            })
        });
        Some(Finding {
            rule: entry.id.clone(),
            criterion: Criterion::PlainEnglish,
            category: term.category.clone(),
            severity,
            confidence: match term.category.as_str() {
                // Measured on rated letters: .84 on those that the lists were tried on, .82 on others.
                "term" | "initials" | "officialese" => Confidence::Medium,
                _ => Confidence::Unmeasured,
            },
            span: term.span,
            message,
            suggestion,
            source: entry.source.clone(),
        })
    }
}

fn quote(case: &Case, span: Span) -> String {
    let cut = case.letter.text().get(span.start..span.end).unwrap_or("");
    let mut words = String::with_capacity(cut.len());
    for word in cut.split_whitespace() {
        if !words.is_empty() {
            words.push(' ');
        }
        words.push_str(word);
    }
    words
}

fn confidence(name: &str) -> Confidence {
    match name {
        "high" => Confidence::High,
        "medium" => Confidence::Medium,
        "low" => Confidence::Low,
        _ => Confidence::Unmeasured,
    }
}
