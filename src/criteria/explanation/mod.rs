//! Explanation: would this victim understand what was decided and why, in this case?
//!
//! Whether the reason is true, and right in law, no rule can tell: it stands beside the rating as a question
//! for a person.

mod facts;

pub use facts::{CaseFactCount, count as count_case_facts};

use crate::criteria::{Case, Judged};
use crate::criterion::{Criterion, Outcome, Rating};
use crate::document::Language;
use crate::elements::Status;
use crate::error::Result;
use crate::lexicon::Files;
use crate::profile::Strictness;
use serde::Deserialize;

const FILE: &str = "explanation/bands.toml";

/// The bands.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rules {
    news: Vec<String>,
    #[serde(rename = "realistic-2023")]
    realistic: Bands,
    #[serde(rename = "strict-2018")]
    strict: Bands,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Bands {
    facts_for_full: usize,
    facts_for_part: usize,
}

impl Rules {
    /// Reads the bands.
    ///
    /// # Errors
    /// Where the file is missing or cannot be read.
    pub fn load(files: &Files) -> Result<Rules> {
        files.need(FILE)?.parse()
    }

    /// Rates the explanation.
    pub fn judge(&self, case: &Case) -> Judged {
        if case.letter.language != Language::English {
            return Judged::not_english(Criterion::Explanation);
        }
        let bands = match case.profile.strictness {
            Strictness::Realistic2023 => &self.realistic,
            Strictness::Strict2018 => &self.strict,
        };
        let status = |id: &str| case.said.element(id).map_or(Status::Absent, |e| e.status);
        let (decision, reasons, test) = (status("decision"), status("reasons"), status("test"));
        let spans: Vec<_> = case
            .said
            .element("reasons")
            .map(|e| e.evidence.iter().map(|e| e.span).collect())
            .unwrap_or_default();
        let counted = count_case_facts(case.letter, &spans);
        let news = self.is_news(case);

        let (rating, reason, decided, to_raise): (_, String, &[&str], Option<&str>) = match (
            decision, reasons,
        ) {
            (Status::Absent, _) => (
                Rating::Not,
                "It does not say plainly what was decided or done.".into(),
                &["decision"],
                Some("say in one plain sentence what was decided"),
            ),
            (Status::Vague, r) if r != Status::Present => (
                Rating::Not,
                "Neither the decision nor the reason is said plainly.".into(),
                &["decision", "reasons"],
                Some("say what was decided, and what in this case led to it"),
            ),
            (_, Status::Present) if counted.facts >= bands.facts_for_full && decision == Status::Present => {
                if test == Status::Vague && counted.facts < 2 * bands.facts_for_full {
                    (
                        Rating::Partially,
                        format!(
                            "The reason is given with {} facts of the case, but the test that it was measured by is not put in ordinary words.",
                            counted.facts
                        ),
                        &["test"],
                        Some("put the test in ordinary words"),
                    )
                } else {
                    (
                        Rating::Fully,
                        format!(
                            "What was decided is plain, and the reason holds {} facts of this case.",
                            counted.facts
                        ),
                        &[],
                        None,
                    )
                }
            }
            (_, Status::Present) => (
                Rating::Partially,
                format!("A reason is given, with only {} facts of this case.", counted.facts),
                &["reasons"],
                Some("say which evidence, person, place or time the reason rests on"),
            ),
            (Status::Present, _) if news => (
                Rating::Fully,
                "It says plainly what happened; news of this kind needs no further reason.".into(),
                &[],
                None,
            ),
            (_, Status::Vague) if counted.facts > 2 * bands.facts_for_part => (
                Rating::Partially,
                "The reason is partly of this case and partly of any case.".into(),
                &["reasons"],
                Some("say what in this case led to the decision"),
            ),
            _ => (
                Rating::Not,
                "No reason is given that belongs to this case and no other.".into(),
                &["reasons"],
                Some("say what in this case led to the decision"),
            ),
        };
        Judged {
            outcome: Outcome {
                criterion: Criterion::Explanation,
                rating,
                reason,
                decided_by: decided.iter().map(|d| (*d).to_owned()).collect(),
                to_raise: to_raise.map(str::to_owned),
            },
            findings: Vec::new(),
            not_assessed: vec![(
                "explanation: truth".into(),
                "Is the reason true, and right in law? That needs a person who knows the file.".into(),
            )],
        }
    }

    fn is_news(&self, case: &Case) -> bool {
        let Some(kind) = &case.said.kind.value else { return false };
        let full = case.said.decision.value.as_ref().map(|d| format!("{kind}/{d}"));
        self.news.iter().any(|n| n == kind || Some(n) == full.as_ref())
    }
}
