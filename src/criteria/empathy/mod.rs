//! Empathy: whether the reader is treated as a person. Markers of empathy against harmful tone.

use crate::criteria::{Case, Judged};
use crate::criterion::{Criterion, Finding, Outcome, Rating, Severity};
use crate::document::Language;
use crate::elements::{MARKERS, Status, TONES, Tone};
use crate::error::Result;
use crate::lexicon::Files;
use serde::Deserialize;

const FILE: &str = "empathy/bands.toml";

/// The bands.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rules {
    base: f64,
    marker: f64,
    specific: f64,
    worst: f64,
    finding: f64,
    grave: f64,
    courtesy_only: Vec<String>,
    #[serde(rename = "realistic-2023")]
    realistic: Bands,
    #[serde(rename = "strict-2018")]
    strict: Bands,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Bands {
    fewest: usize,
    partially: f64,
    fully: f64,
    partial_tone: f64,
    not_tone: f64,
    few: usize,
    few_tone: f64,
}

impl Rules {
    /// Reads the bands.
    ///
    /// # Errors
    /// Where the file is missing or cannot be read.
    pub fn load(files: &Files) -> Result<Rules> {
        files.need(FILE)?.parse()
    }

    /// Rates a letter's empathy.
    pub fn judge(&self, case: &Case) -> Judged {
        if case.letter.language != Language::English {
            return Judged::not_english(Criterion::Empathy);
        }
        let bands = case.profile.strictness.of(&self.realistic, &self.strict);
        let present: Vec<&str> = MARKERS
            .into_iter()
            .filter(|m| case.said.element(m).is_some_and(|e| e.status == Status::Present))
            .collect();
        let findings: Vec<&Tone> = case.said.tones.iter().filter(|t| !t.look).collect();
        let looks = case.said.tones.iter().filter(|t| t.look).count();
        // Several rules may speak of one sentence: it hurts once, by the gravest of them.
        let mut by_sentence: std::collections::BTreeMap<usize, f64> = std::collections::BTreeMap::new();
        for tone in &findings {
            let at = case.letter.sentences.partition_point(|s| s.span.end <= tone.evidence.span.start);
            let weight = by_sentence.entry(at).or_default();
            *weight = weight.max(if tone.grave { self.grave } else { self.finding });
        }
        let weight: f64 = by_sentence.values().sum();
        let n = present.len();
        let style = &case.said.style;
        let warmth = self.base
            + self.marker * n as f64
            + self.specific * f64::from(style.specificity.unwrap_or(USUAL_SPECIFICITY))
            + self.worst * f64::from(style.worst.unwrap_or(0.0));
        let by_warmth = if (warmth >= bands.fully && n >= bands.fewest) || self.is_courtesy_only(case) {
            Rating::Fully
        } else if warmth >= bands.partially || n >= 3 {
            Rating::Partially
        } else {
            Rating::Not
        };
        let hurtful = !findings.is_empty();
        let by_tone = if weight >= bands.not_tone || (n < bands.few && weight >= bands.few_tone) {
            Rating::Not
        } else if weight >= bands.partial_tone {
            Rating::Partially
        } else {
            Rating::Fully
        };
        let rating = if by_warmth.points() <= by_tone.points() { by_warmth } else { by_tone };

        let names = |ids: &[&str]| ids.iter().map(|i| i.replace('_', " ")).collect::<Vec<_>>().join(", ");
        let mut reason = if n == 0 {
            "Nothing in it recognises the reader as a person".to_owned()
        } else {
            format!("It shows {}", names(&present))
        };
        if hurtful {
            let mut tones: Vec<&str> = findings.iter().map(|t| t.id).collect();
            tones.dedup();
            tones.sort_unstable();
            tones.dedup();
            reason.push_str(&format!("; hurtful wording found: {}", names(&tones)));
        } else if looks > 0 {
            reason.push_str(&format!("; {looks} passages are worth a look for their tone"));
        }
        reason.push('.');
        let to_raise = match rating {
            Rating::Fully => None,
            _ if hurtful => Some(format!(
                "put right the wording marked as {}",
                findings.first().map_or("hurtful", |t| t.id)
            )),
            _ => Some("say what this news means to this reader, in words that fit this case".to_owned()),
        };
        let mut decided_by: Vec<String> = findings.iter().map(|t| rule_id(t)).collect();
        if decided_by.is_empty() && rating != Rating::Fully {
            decided_by = ["sympathy", "impact"]
                .iter()
                .filter(|w| !present.contains(*w))
                .map(|w| (*w).to_owned())
                .collect();
        }
        decided_by.sort();
        decided_by.dedup();
        Judged {
            outcome: Outcome { criterion: Criterion::Empathy, rating, reason, decided_by, to_raise },
            findings: case.said.tones.iter().map(|t| tone_finding(t, case)).collect(),
            not_assessed: Vec::new(),
        }
    }

    fn is_courtesy_only(&self, case: &Case) -> bool {
        let Some(kind) = &case.said.kind.value else { return false };
        let full = case.said.decision.value.as_ref().map(|d| format!("{kind}/{d}"));
        self.courtesy_only.iter().any(|c| c == kind || Some(c) == full.as_ref())
    }
}

/// How specific the middle letter is: taken for a text too short to be measured.
const USUAL_SPECIFICITY: f32 = 0.8;

fn rule_id(tone: &Tone) -> String {
    tone.evidence.rule.clone().unwrap_or_else(|| tone.id.to_owned())
}

fn tone_finding(tone: &Tone, case: &Case) -> Finding {
    let entry = tone.evidence.rule.as_ref().and_then(|id| case.lexicon.entry(id));
    let severity = if tone.look {
        Severity::Look
    } else if tone.grave {
        Severity::Critical
    } else {
        Severity::Major
    };
    let (what, advice) = TONES
        .iter()
        .zip(ABOUT)
        .find(|(id, _)| **id == tone.id)
        .map_or(("may hurt", "say it otherwise"), |(_, about)| about);
    let message = match entry.and_then(|e| e.message.clone()) {
        Some(message) => message,
        None if tone.look => format!("Worth a look: this {what}."),
        None => format!("This {what}."),
    };
    Finding {
        rule: rule_id(tone),
        criterion: Criterion::Empathy,
        category: tone.id.to_owned(),
        severity,
        confidence: tone.confidence,
        span: tone.evidence.span,
        message,
        suggestion: Some(entry.and_then(|e| e.advice.clone()).unwrap_or_else(|| advice.to_owned())),
        source: entry.map_or_else(|| "domain 4.3; the trained vocabulary".to_owned(), |e| e.source.clone()),
    }
}

/// What each tone does and what to do about it, in the order of [`TONES`].
const ABOUT: [(&str, &str); 7] = [
    ("may put the fault on the reader", "say what the other person did, or leave it out"),
    (
        "may cast doubt on the reader's word",
        "say what could not be proved, and why, without doubting the reader",
    ),
    ("may make the harm seem small", "leave the size of the harm to the reader"),
    ("may read as cold", "write it as you would say it to the reader in person"),
    ("may sound light about it", "say it plainly, without a joke or slang"),
    ("may sound as if it protected the organisation", "say plainly what went wrong, or leave it out"),
    ("may press or command the reader", "say what the reader can do, and that it is their choice"),
];
