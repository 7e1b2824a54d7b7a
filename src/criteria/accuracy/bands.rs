//! From findings to a rating, by `accuracy/bands.toml`.

use crate::criterion::{Criterion, Finding, Outcome, Rating, Severity};
use crate::document::Letter;
use crate::error::Result;
use crate::lexicon::Files;
use crate::profile::Strictness;
use serde::Deserialize;

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Band {
    minor: f64,
    major: f64,
    critical: f64,
    fully: f64,
    partially: f64,
    long_words: usize,
    long_extra: f64,
}

/// The bands of both strictnesses.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Bands {
    #[serde(rename = "realistic-2023")]
    realistic: Band,
    #[serde(rename = "strict-2018")]
    strict: Band,
}

impl Bands {
    pub(super) fn load(files: &Files) -> Result<Bands> {
        files.need("accuracy/bands.toml")?.parse()
    }

    pub(super) fn rate(&self, strictness: Strictness, findings: &[Finding], letter: &Letter) -> Outcome {
        let words = letter.count_words(0..letter.words.len());
        let by = |band: &Band| rating(band, findings, words);
        let rating = match strictness {
            Strictness::Realistic2023 => by(&self.realistic),
            // Strict is never kinder, whatever numbers a file laid over this one holds.
            Strictness::Strict2018 => {
                let (a, b) = (by(&self.realistic), by(&self.strict));
                if a.points() < b.points() { a } else { b }
            }
        };
        let counted: Vec<&Finding> = findings.iter().filter(|f| f.severity != Severity::Look).collect();
        let most = counted.iter().map(|f| f.severity).max();
        let mut decided: Vec<String> = counted
            .iter()
            .filter(|f| most != Some(Severity::Critical) || f.severity == Severity::Critical)
            .map(|f| f.rule.clone())
            .collect();
        decided.dedup();
        decided.sort();
        decided.dedup();
        let reason = reason(&counted, most);
        let to_raise = match (rating, most) {
            (Rating::Fully, _) | (_, None) => None,
            (_, Some(Severity::Critical)) => {
                Some("Correct what is marked critical: one such fault alone fails the letter.".to_string())
            }
            _ => Some("Correct the slips that are marked.".to_string()),
        };
        Outcome {
            criterion: Criterion::Accuracy,
            rating,
            reason,
            decided_by: if rating == Rating::Fully { Vec::new() } else { decided },
            to_raise,
        }
    }
}

fn rating(band: &Band, findings: &[Finding], words: usize) -> Rating {
    let weight: f64 = findings
        .iter()
        .map(|f| match f.severity {
            Severity::Look => 0.0,
            Severity::Minor => band.minor,
            Severity::Major => band.major,
            Severity::Critical => band.critical,
        })
        .sum();
    let extra = if words >= band.long_words { band.long_extra } else { 0.0 };
    if weight <= band.fully {
        Rating::Fully
    } else if weight <= band.partially + extra {
        Rating::Partially
    } else {
        Rating::Not
    }
}

fn reason(counted: &[&Finding], most: Option<Severity>) -> String {
    let count = |severity: Severity| counted.iter().filter(|f| f.severity == severity).count();
    match most {
        None => "No slip was found.".to_string(),
        Some(Severity::Critical) => {
            let serious = count(Severity::Critical);
            let rest = counted.len() - serious;
            format!(
                "{} found{}.",
                number(serious, "serious fault"),
                if rest > 0 { format!(", and {}", number(rest, "slip")) } else { String::new() }
            )
        }
        _ => format!("{} found.", number(counted.len(), "slip")),
    }
}

fn number(count: usize, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}
