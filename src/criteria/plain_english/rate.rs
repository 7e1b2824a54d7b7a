//! The rating of plain English: what the findings weigh together, held against bands from data.

use crate::criterion::{Criterion, Finding, Outcome, Rating, Severity};
use crate::error::{Error, Result};
use crate::lexicon::Files;
use crate::profile::Strictness;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// Words of a letter up to which the load is taken as it is.
const FULL_WORDS: f64 = 300.0;

/// Weights and bands.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bands {
    #[serde(rename = "source")]
    _source: String,
    weights: BTreeMap<String, f64>,
    profiles: BTreeMap<String, Band>,
}

/// The limits of one profile.
#[derive(Copy, Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Band {
    fully_to: f64,
    not_from: f64,
    free_terms: usize,
}

impl Bands {
    /// Reads them.
    ///
    /// # Errors
    /// Where the file is missing or wrong, or a profile or weight is missing.
    pub fn load(files: &Files) -> Result<Bands> {
        let file = files.need("plain_english/bands.toml")?;
        let bands: Bands = file.parse()?;
        for id in ["realistic-2023", "strict-2018"] {
            if !bands.profiles.contains_key(id) {
                return Err(Error::usage(format!("has no profile `{id}`")).in_file(file.name()));
            }
        }
        Ok(bands)
    }

    fn weight(&self, finding: &Finding) -> f64 {
        let key = if finding.severity == Severity::Look { "look" } else { finding.category.as_str() };
        let weight = self.weights.get(key).or_else(|| self.weights.get("other")).copied().unwrap_or(0.0);
        match finding.severity {
            Severity::Major | Severity::Critical => weight * 1.5,
            _ => weight,
        }
    }

    /// What the findings weigh together, in a letter with this many words of prose.
    pub fn load_of(&self, findings: &[Finding], words: usize) -> f64 {
        let sum: f64 = findings.iter().map(|f| self.weight(f)).sum();
        sum * scale(words)
    }

    /// Rates.
    pub fn rate(&self, findings: &[Finding], words: usize, text: &str, strictness: Strictness) -> Outcome {
        let realistic = self.rate_by(findings, words, text, Strictness::Realistic2023);
        if strictness == Strictness::Realistic2023 {
            return realistic;
        }
        // Strict is never kinder.
        let strict = self.rate_by(findings, words, text, strictness);
        if strict.rating.points() <= realistic.rating.points() { strict } else { realistic }
    }

    fn rate_by(&self, findings: &[Finding], words: usize, text: &str, strictness: Strictness) -> Outcome {
        let Some(band) = self.profiles.get(strictness.id()) else {
            return Outcome {
                criterion: Criterion::PlainEnglish,
                rating: Rating::NotAssessed,
                reason: "There are no bands for this profile.".to_owned(),
                decided_by: Vec::new(),
                to_raise: None,
            };
        };
        let load = self.load_of(findings, words);
        let hard: Vec<&Finding> = findings
            .iter()
            .filter(|f| f.severity != Severity::Look && matches!(f.category.as_str(), "term" | "initials"))
            .collect();
        let rating = if load >= band.not_from {
            Rating::Not
        } else if load > band.fully_to || hard.len() > band.free_terms {
            Rating::Partially
        } else {
            Rating::Fully
        };
        let mut weighing: Vec<(f64, &Finding)> =
            findings.iter().map(|f| (self.weight(f), f)).filter(|(weight, _)| *weight > 0.0).collect();
        // The heaviest first, then in order of place.
        weighing.sort_by(|(a, x), (b, y)| b.total_cmp(a).then(x.span.cmp(&y.span)));
        let decided: BTreeSet<&str> = weighing.iter().map(|(_, f)| f.rule.as_str()).collect();
        let summary = summary(&weighing);
        let reason = match rating {
            Rating::Fully if weighing.is_empty() => {
                "Everyday words and clear sentences; no term left unexplained.".to_owned()
            }
            Rating::Fully => {
                format!("Mostly everyday words and clear sentences; small things only: {summary}.")
            }
            Rating::Partially => format!("Readable on the whole, but with {summary}."),
            _ => format!("Hard for a reader outside the office: {summary}."),
        };
        let to_raise = match rating {
            Rating::Not => Some(self.to_raise(&weighing, words, text, |l, _| l < band.not_from, "PM")),
            Rating::Partially => Some(self.to_raise(
                &weighing,
                words,
                text,
                |l, h| l <= band.fully_to && h <= band.free_terms,
                "FM",
            )),
            _ => None,
        };
        Outcome {
            criterion: Criterion::PlainEnglish,
            rating,
            reason,
            decided_by: decided.into_iter().map(str::to_owned).collect(),
            to_raise,
        }
    }

    /// The fewest of the heaviest findings, each with its weight, whose mending would do.
    fn to_raise(
        &self,
        weighing: &[(f64, &Finding)],
        words: usize,
        text: &str,
        enough: impl Fn(f64, usize) -> bool,
        next: &str,
    ) -> String {
        let mut left = weighing.to_vec();
        let mut mended: Vec<&Finding> = Vec::new();
        let is_hard = |f: &Finding| matches!(f.category.as_str(), "term" | "initials");
        loop {
            let load = left.iter().map(|(weight, _)| weight).sum::<f64>() * scale(words);
            let hard = left.iter().filter(|(_, f)| is_hard(f)).count();
            if enough(load, hard) || left.is_empty() {
                break;
            }
            // Where the load is low already, only terms and initials are left to mend.
            let at = if enough(load, 0) { left.iter().position(|(_, f)| is_hard(f)).unwrap_or(0) } else { 0 };
            mended.push(left.remove(at).1);
        }
        mended.sort_by_key(|f| f.span);
        let quotes: Vec<String> = mended.iter().take(4).map(|f| quote(f, text)).collect();
        let more = mended.len().saturating_sub(4);
        let rest = if more > 0 { format!(" and {more} more") } else { String::new() };
        let n = mended.len();
        let what = if n == 1 { "this one".to_owned() } else { format!("these {n}") };
        format!("Put {what} into plain words for {next}: {}{rest}.", quotes.join(", "))
    }
}

fn scale(words: usize) -> f64 {
    if words as f64 > FULL_WORDS { FULL_WORDS / words as f64 } else { 1.0 }
}

/// The words of a finding, shortened.
fn quote(finding: &Finding, text: &str) -> String {
    let cut = text.get(finding.span.start..finding.span.end).unwrap_or("");
    let words: Vec<&str> = cut.split_whitespace().collect();
    if words.len() > 6 {
        format!("\"{} ...\"", words.iter().take(6).copied().collect::<Vec<_>>().join(" "))
    } else {
        format!("\"{}\"", words.join(" "))
    }
}

/// "3 unexplained terms, 2 long sentences".
fn summary(findings: &[(f64, &Finding)]) -> String {
    const NAMES: [(&str, &str, &str); 9] = [
        ("term", "unexplained term", "unexplained terms"),
        ("initials", "set of initials not spelled out", "sets of initials not spelled out"),
        ("officialese", "office phrase", "office phrases"),
        ("wordy", "wordy phrase", "wordy phrases"),
        ("long_sentence", "long sentence", "long sentences"),
        ("long_paragraph", "long paragraph", "long paragraphs"),
        ("passive", "run of passives", "runs of passives"),
        ("unfamiliar", "unfamiliar word", "unfamiliar words"),
        ("other", "other point", "other points"),
    ];
    let parts: Vec<String> = NAMES
        .iter()
        .filter_map(|(id, one, many)| {
            let n = findings.iter().filter(|(_, f)| f.category == *id).count();
            match n {
                0 => None,
                1 => Some(format!("1 {one}")),
                _ => Some(format!("{n} {many}")),
            }
        })
        .collect();
    parts.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::confidence::Confidence;
    use crate::span::Span;

    fn finding(category: &str, at: usize) -> Finding {
        Finding {
            rule: format!("{category}.x"),
            criterion: Criterion::PlainEnglish,
            category: category.to_owned(),
            severity: Severity::Minor,
            confidence: Confidence::High,
            span: Span::new(at, at + 1),
            message: String::new(),
            suggestion: None,
            source: String::new(),
        }
    }

    #[test]
    fn more_findings_never_rate_higher_and_strict_is_never_kinder() {
        let bands = Bands::load(&Files::embedded()).unwrap();
        let text = "x".repeat(100);
        let mut last = 2;
        for n in 0..30 {
            let findings: Vec<Finding> = (0..n).map(|i| finding("term", i)).collect();
            let points = |s| bands.rate(&findings, 250, &text, s).rating.points().unwrap();
            let realistic = points(Strictness::Realistic2023);
            assert!(realistic <= last);
            assert!(points(Strictness::Strict2018) <= realistic);
            last = realistic;
        }
        assert_eq!(last, 0);
    }

    #[test]
    fn one_unexplained_term_fails_only_under_strict() {
        let bands = Bands::load(&Files::embedded()).unwrap();
        let one = [finding("term", 0)];
        assert_eq!(bands.rate(&one, 250, "bail", Strictness::Realistic2023).rating, Rating::Fully);
        let strict = bands.rate(&one, 250, "bail", Strictness::Strict2018);
        assert_eq!(strict.rating, Rating::Partially);
        assert!(strict.to_raise.unwrap().contains("this one"));
    }

    #[test]
    fn looks_weigh_nothing() {
        let bands = Bands::load(&Files::embedded()).unwrap();
        let looks: Vec<Finding> =
            (0..50).map(|i| Finding { severity: Severity::Look, ..finding("term", i) }).collect();
        assert_eq!(bands.rate(&looks, 250, "", Strictness::Strict2018).rating, Rating::Fully);
    }

    #[test]
    fn mending_what_is_named_raises_the_rating() {
        let bands = Bands::load(&Files::embedded()).unwrap();
        let text = "abcdefghijklmnopqrstuvwxyz";
        let findings: Vec<Finding> = (0..20).map(|i| finding("initials", i)).collect();
        let outcome = bands.rate(&findings, 250, text, Strictness::Realistic2023);
        assert_eq!(outcome.rating, Rating::Not);
        let said = outcome.to_raise.unwrap();
        let n: usize = said.split_whitespace().find_map(|w| w.parse().ok()).unwrap();
        assert!(bands.rate(&findings[n..], 250, text, Strictness::Realistic2023).rating.points() > Some(0));
        assert_eq!(bands.rate(&findings[n - 1..], 250, text, Strictness::Realistic2023).rating, Rating::Not);
    }
}
