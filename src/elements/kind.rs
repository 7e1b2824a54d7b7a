//! The letter's kind and decision, read from its text where the caller does not say.
//!
//! Cues are lexicon entries of the categories `kind.KIND` and `decision.KIND.DECISION`; each counts once a
//! letter, by its weight, and more where it stands near the top. A wrong guess is worse than none: the
//! best must reach a bar and be ahead of the next by a margin. To the cues is added what the trained vocabulary
//! makes of the letter's first sentences.

use super::{Fact, From};
use crate::confidence::Confidence;
use crate::criterion::Severity;
use crate::document::{BlockKind, Letter};
use crate::error::Result;
use crate::facts::{CaseFacts, kinds};
use crate::lexicon::{Files, Hits, Lexicon};
use crate::span::Span;
use crate::vocabulary::{Decisions, Scores};
use serde::Deserialize;
use std::collections::BTreeMap;

const FILE: &str = "letters/inference.toml";

/// The bars, as the data file states them.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Inference {
    kind: Bar,
    decision: Bar,
    /// What a cue near the top counts for, against 1.
    near_top: f64,
    /// What a cue in the subject line counts for.
    in_subject: f64,
    /// How many of the body's first sentences are near the top.
    top_sentences: usize,
    /// What the trained vocabulary's log-odds count for, beside the cues.
    trained: Shares,
    /// Which kinds an agency writes, by words in its name.
    agency: BTreeMap<String, Vec<String>>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Bar {
    at_least: f64,
    ahead_by: f64,
    /// From this lead on, confidence is medium and not low.
    sure_ahead_by: f64,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Shares {
    kind: f64,
    decision: f64,
}

/// Kind, decision and variant.
pub struct Told {
    /// The kind.
    pub kind: Fact,
    /// The decision.
    pub decision: Fact,
    /// The variant, only as given.
    pub variant: Fact,
}

impl Inference {
    /// Reads the bars.
    ///
    /// # Errors
    /// Where the file is missing or cannot be read.
    pub fn load(files: &Files) -> Result<Inference> {
        files.need(FILE)?.parse()
    }

    /// Tells kind and decision: as given, else from the cues.
    pub fn tell(
        &self,
        letter: &Letter,
        lexicon: &Lexicon,
        hits: &Hits,
        trained: Option<(&Decisions, &Scores)>,
        facts: &CaseFacts,
    ) -> Told {
        let mut scores = self.scores(letter, lexicon, hits);
        if facts.kind.is_none() || facts.decision.is_none() {
            self.add_trained(&mut scores, trained, letter);
        }
        let mut kind = match &facts.kind {
            Some(kind) => given(kind),
            None => self.best(&scores, "kind.", &self.kind, |k| self.may_write(facts, k)),
        };
        let mut decision = match (&facts.decision, &kind.value) {
            (Some(decision), _) => given(decision),
            (None, Some(kind)) => match sole_decision(kind) {
                Some(only) => Fact { value: Some(only.to_owned()), ..kind_of_fact(&scores, kind) },
                None => self.best(&scores, &format!("decision.{kind}."), &self.decision, |_| true),
            },
            (None, None) => unknown(),
        };
        // A decision that only one kind knows tells the kind too.
        if kind.value.is_none()
            && let Some(given) = &facts.decision
        {
            let mut owners = kinds::kinds_of(given);
            if let (Some(owner), None) = (owners.next(), owners.next()) {
                kind = Fact {
                    value: Some(owner.id.to_owned()),
                    confidence: Confidence::High,
                    ..decision.clone()
                };
                kind.from = From::Letter;
            }
        }
        if decision.value.is_none() {
            decision = unknown();
        }
        let variant = facts.variant.as_deref().map_or_else(unknown, given);
        Told { kind, decision, variant }
    }

    /// The weight of the cues by category.
    fn scores(&self, letter: &Letter, lexicon: &Lexicon, hits: &Hits) -> BTreeMap<String, (f64, Span)> {
        let top = letter
            .sentences
            .iter()
            .enumerate()
            .filter(|(i, _)| letter.kind_of(*i).is_body())
            .nth(self.top_sentences)
            .map_or(letter.text().len(), |(_, s)| s.span.start);
        // The best place of each entry counts, and no more.
        let mut by_entry: BTreeMap<usize, (f64, Span)> = BTreeMap::new();
        for hit in &hits.hits {
            let entry = &lexicon.entries[hit.entry];
            if !entry.category.starts_with("kind.") && !entry.category.starts_with("decision.") {
                continue;
            }
            let weight = match entry.severity {
                Severity::Critical => 3.0,
                Severity::Major => 2.0,
                Severity::Minor | Severity::Look => 1.0,
            };
            let weight = match letter.kind_of(hit.sentence) {
                BlockKind::Subject => weight * self.in_subject,
                _ if hit.span.start < top => weight * self.near_top,
                _ => weight,
            };
            let best = by_entry.entry(hit.entry).or_insert((weight, hit.span));
            if weight > best.0 {
                *best = (weight, hit.span);
            }
        }
        let mut scores: BTreeMap<String, (f64, Span)> = BTreeMap::new();
        for (entry, (weight, span)) in by_entry {
            let score = scores.entry(lexicon.entries[entry].category.clone()).or_insert((0.0, span));
            score.0 += weight;
        }
        scores
    }

    /// Adds what the trained vocabulary says. Its log-odds are brought to nought and above: what it rules out
    /// adds nothing.
    fn add_trained(
        &self,
        scores: &mut BTreeMap<String, (f64, Span)>,
        trained: Option<(&Decisions, &Scores)>,
        letter: &Letter,
    ) {
        let top = letter.sentences.first().map_or(Span { start: 0, end: 0 }, |s| s.span);
        let mut kinds: BTreeMap<&str, f64> = BTreeMap::new();
        for (pair, odds) in trained.map(|(t, read)| t.scores(read)).unwrap_or_default() {
            let Some((kind, decision)) = pair.split_once('/') else { continue };
            let odds = (f64::from(odds) + RULED_OUT).max(0.0);
            let best = kinds.entry(kind).or_default();
            *best = best.max(odds);
            let score = scores.entry(format!("decision.{kind}.{decision}")).or_insert((0.0, top));
            score.0 += self.trained.decision * odds;
        }
        for (kind, odds) in kinds {
            let score = scores.entry(format!("kind.{kind}")).or_insert((0.0, top));
            score.0 += self.trained.kind * odds;
        }
    }

    fn best(
        &self,
        scores: &BTreeMap<String, (f64, Span)>,
        prefix: &str,
        bar: &Bar,
        allowed: impl Fn(&str) -> bool,
    ) -> Fact {
        let mut ranked: Vec<(&str, f64, Span)> = scores
            .iter()
            .filter_map(|(category, (score, span))| {
                category.strip_prefix(prefix).filter(|id| allowed(id)).map(|id| (id, *score, *span))
            })
            .collect();
        ranked.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(b.0)));
        let Some((id, score, span)) = ranked.first().copied() else { return unknown() };
        let ahead = score - ranked.get(1).map_or(0.0, |r| r.1);
        if score < bar.at_least || ahead < bar.ahead_by {
            return unknown();
        }
        Fact {
            value: Some(id.to_owned()),
            from: From::Letter,
            confidence: if ahead >= bar.sure_ahead_by { Confidence::Medium } else { Confidence::Low },
            evidence: Some(span),
        }
    }

    fn may_write(&self, facts: &CaseFacts, kind: &str) -> bool {
        let Some(agency) = &facts.agency else { return true };
        let agency = agency.to_lowercase();
        match self.agency.iter().find(|(words, _)| agency.contains(words.as_str())) {
            Some((_, kinds)) => kinds.iter().any(|k| k == kind),
            None => true,
        }
    }
}

/// The decision of a kind that has only one.
fn sole_decision(kind: &str) -> Option<&'static str> {
    match kinds::kind(kind)?.decisions {
        [only] => Some(only.id),
        _ => None,
    }
}

/// Log-odds of minus so much, and less, count for nothing.
const RULED_OUT: f64 = 4.0;

fn kind_of_fact(scores: &BTreeMap<String, (f64, Span)>, kind: &str) -> Fact {
    Fact {
        value: None,
        from: From::Letter,
        confidence: Confidence::Medium,
        evidence: scores.get(&format!("kind.{kind}")).map(|s| s.1),
    }
}

fn given(value: &str) -> Fact {
    Fact { value: Some(value.to_owned()), from: From::Given, confidence: Confidence::High, evidence: None }
}

/// A fact that is not known.
pub fn unknown() -> Fact {
    Fact { value: None, from: From::Unknown, confidence: Confidence::Unmeasured, evidence: None }
}
