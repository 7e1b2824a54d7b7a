//! Required content: what this letter had to say, what of it is there, and what is missing.

use crate::confidence::Confidence;
use crate::criteria::{Case, Judged};
use crate::criterion::{Criterion, Finding, Outcome, Rating, Severity};
use crate::elements::{Applies, Owed, Status, Weight};
use crate::error::Result;
use crate::lexicon::Files;
use crate::span::Span;
use serde::Deserialize;
use std::collections::BTreeMap;

const FILE: &str = "required_content/bands.toml";

/// What a lack costs and how much cost is too much.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rules {
    vague_share: f64,
    main: f64,
    useful: f64,
    lost: BTreeMap<String, f64>,
    #[serde(rename = "realistic-2023")]
    realistic: Bands,
    #[serde(rename = "strict-2018")]
    strict: Bands,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Bands {
    fully: f64,
    partially: f64,
}

/// One thing that is owed and not said, or not said usably.
struct Lack<'a> {
    owed: &'a Owed,
    vague: bool,
    lost: f64,
}

impl Rules {
    /// Reads the bands.
    ///
    /// # Errors
    /// Where the file is missing or cannot be read.
    pub fn load(files: &Files) -> Result<Rules> {
        files.need(FILE)?.parse()
    }

    /// Rates what is there against what is owed.
    pub fn judge(&self, case: &Case) -> Judged {
        let outcome = |rating, reason: String, decided_by, to_raise| Outcome {
            criterion: Criterion::RequiredContent,
            rating,
            reason,
            decided_by,
            to_raise,
        };
        let mut not_assessed = Vec::new();
        if case.said.kind.value.is_none() {
            let why = "The letter's kind is not known, so what it owes is not known.".to_owned();
            not_assessed.push(("required_content".to_owned(), "the letter kind is unknown".to_owned()));
            return Judged {
                outcome: outcome(
                    Rating::NotAssessed,
                    why,
                    Vec::new(),
                    Some("say which kind of letter it is".into()),
                ),
                findings: Vec::new(),
                not_assessed,
            };
        }
        let mut lacks: Vec<Lack> = Vec::new();
        let mut open = Vec::new();
        for owed in &case.said.owed {
            // Empathy markers are rated under empathy; here they are only listed.
            if crate::elements::MARKERS.contains(&owed.element) || matches!(owed.element, "reasons" | "test")
            {
                continue;
            }
            let Some(element) = case.said.element(owed.element) else { continue };
            match (&owed.applies, element.status) {
                (Applies::Yes, Status::Absent) => {
                    lacks.push(Lack { owed, vague: false, lost: self.cost(owed, false) })
                }
                (Applies::Yes, Status::Vague) => {
                    lacks.push(Lack { owed, vague: true, lost: self.cost(owed, true) })
                }
                (Applies::Unknown(question), Status::Absent | Status::Unknown) => {
                    open.push((owed.element, question.clone()));
                }
                _ => {}
            }
        }
        lacks.sort_by(|a, b| b.lost.total_cmp(&a.lost).then_with(|| a.owed.element.cmp(b.owed.element)));
        let bands = case.profile.strictness.of(&self.realistic, &self.strict);
        let lost: f64 = lacks.iter().map(|l| l.lost).sum();
        let essential: Vec<&Lack> =
            lacks.iter().filter(|l| l.owed.weight == Weight::Essential && !l.vague).collect();
        let rating = if !essential.is_empty() || lost > bands.partially {
            Rating::Not
        } else if lost > bands.fully {
            Rating::Partially
        } else {
            Rating::Fully
        };
        for (element, question) in open {
            not_assessed.push((element.to_owned(), question));
        }
        let heavy: Vec<&Lack> =
            lacks.iter().filter(|l| l.lost >= 0.1 || l.owed.weight == Weight::Essential).collect();
        let reason = if heavy.is_empty() {
            "All that matters for this kind of letter is there and can be used.".to_owned()
        } else {
            let list = |vague: bool| -> Vec<String> {
                heavy.iter().filter(|l| l.vague == vague).map(|l| l.owed.element.replace('_', " ")).collect()
            };
            let mut parts = Vec::new();
            if !list(false).is_empty() {
                parts.push(format!("Missing: {}", list(false).join(", ")));
            }
            if !list(true).is_empty() {
                parts.push(format!("too vague: {}", list(true).join(", ")));
            }
            format!("{}.", parts.join("; "))
        };
        let to_raise = match rating {
            Rating::Fully => None,
            Rating::Partially => Some(self.smallest(&lacks, lost, bands.fully)),
            _ if !essential.is_empty() => Some(format!("say this first: {}", name(essential[0].owed))),
            _ => Some(self.smallest(&lacks, lost, bands.partially)),
        };
        let decided_by = if rating == Rating::Fully {
            Vec::new()
        } else {
            heavy
                .iter()
                .flat_map(|l| l.owed.rules.clone())
                .collect::<std::collections::BTreeSet<_>>()
                .into_iter()
                .collect()
        };
        let findings = lacks.iter().map(|l| self.finding(case, l)).collect();
        Judged { outcome: outcome(rating, reason, decided_by, to_raise), findings, not_assessed }
    }

    fn cost(&self, owed: &Owed, vague: bool) -> f64 {
        let full = match (self.lost.get(owed.element), owed.weight) {
            (_, Weight::Useful) => self.useful,
            (Some(lost), _) => *lost,
            (None, _) => self.main,
        };
        if vague { full * self.vague_share } else { full }
    }

    /// The fewest things that would bring the loss under a band, heaviest first.
    fn smallest(&self, lacks: &[Lack], lost: f64, band: f64) -> String {
        let mut left = lost;
        let mut add = Vec::new();
        for lack in lacks {
            if left <= band {
                break;
            }
            left -= lack.lost;
            add.push(name(lack.owed));
        }
        format!("say, or say usably: {}", add.join(", "))
    }

    fn finding(&self, case: &Case, lack: &Lack) -> Finding {
        let owed = lack.owed;
        let evidence = case.said.element(owed.element).and_then(|e| e.evidence.first()).map(|e| e.span);
        let what = name(owed);
        let asks = owed.asks.trim_end_matches('.');
        let (message, suggestion) = if lack.vague {
            (format!("Too vague to use ({what}): {asks}."), "Make it plain enough to act on.".to_owned())
        } else {
            (format!("Missing ({what}): {asks}."), format!("Say it: {}.", lower_first(asks)))
        };
        let confidence = case.said.element(owed.element).map_or(Confidence::Unmeasured, |e| e.confidence);
        Finding {
            rule: owed.rules.first().cloned().unwrap_or_default(),
            criterion: Criterion::RequiredContent,
            category: owed.element.to_owned(),
            severity: match owed.weight {
                Weight::Essential if !lack.vague => Severity::Critical,
                Weight::Useful => Severity::Look,
                _ if lack.lost >= 0.15 => Severity::Major,
                _ => Severity::Minor,
            },
            confidence,
            span: if lack.vague { evidence.unwrap_or_default() } else { Span::default() },
            message,
            suggestion: Some(suggestion),
            source: owed.source.clone(),
        }
    }
}

fn lower_first(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |c| c.to_lowercase().chain(chars).collect())
}

fn name(owed: &Owed) -> String {
    owed.element.replace('_', " ")
}
