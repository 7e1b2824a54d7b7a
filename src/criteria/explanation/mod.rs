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
use serde::Deserialize;

const FILE: &str = "explanation/bands.toml";

/// The bands.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rules {
    news: Vec<String>,
    base: f32,
    specific: f32,
    plain: f32,
    test: f32,
    #[serde(rename = "realistic-2023")]
    realistic: Bands,
    #[serde(rename = "strict-2018")]
    strict: Bands,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Bands {
    partially: f32,
    fully: f32,
    generic: f32,
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

    /// Rates the explanation. `plain` is the letter's rating for plain English: reasons in words that the
    /// reader does not know explain nothing.
    pub fn judge(&self, case: &Case, plain: Rating) -> Judged {
        if case.letter.language != Language::English {
            return Judged::not_english(Criterion::Explanation);
        }
        let bands = case.profile.strictness.of(&self.realistic, &self.strict);
        let status = |id: &str| case.said.element(id).map_or(Status::Absent, |e| e.status);
        let (decision, reasons, test) = (status("decision"), status("reasons"), status("test"));
        let spans: Vec<_> = case
            .said
            .element("reasons")
            .map(|e| e.evidence.iter().map(|e| e.span).collect())
            .unwrap_or_default();
        let counted = count_case_facts(case.letter, &spans);
        let news = self.is_news(case);

        // Each stock reason ("insufficient evidence" and no more) takes away from what the rest says.
        let stock = case
            .hits
            .of(case.lexicon, "generic_reason")
            .map(|h| h.sentence)
            .collect::<std::collections::BTreeSet<_>>()
            .len();
        let stock_weight = bands.generic * f32::from(u16::try_from(stock).unwrap_or(u16::MAX));
        let tested = if test == Status::Present { self.test } else { 0.0 };
        let hard = f32::from(plain.points().unwrap_or(2)) * self.plain;
        let understood = case
            .said
            .style
            .specificity
            .map(|mean| self.base + self.specific * (mean - stock_weight) + hard + tested);
        let specific = match understood {
            Some(score) if score >= bands.fully => Rating::Fully,
            Some(score) if score >= bands.partially => Rating::Partially,
            Some(_) => Rating::Not,
            None if counted.facts >= bands.facts_for_full => Rating::Fully,
            None if counted.facts >= bands.facts_for_part => Rating::Partially,
            None => Rating::Not,
        };
        let facts = match counted.facts {
            0 => "no names, dates or figures of the case".to_owned(),
            1 => "one name, date or figure of the case".to_owned(),
            n => format!("{n} names, dates and figures of the case"),
        };
        let (rating, reason, decided, to_raise): (_, String, &[&str], Option<&str>) = if decision
            == Status::Absent
        {
            (
                Rating::Not,
                "It does not say plainly what was decided or done.".into(),
                &["decision"],
                Some("say in one plain sentence what was decided"),
            )
        } else if reasons == Status::Absent && !news {
            (
                Rating::Not,
                "It gives no reason for what was decided.".into(),
                &["reasons"],
                Some("say what in this case led to the decision"),
            )
        } else {
            match specific {
                Rating::Fully if decision == Status::Present => (
                    Rating::Fully,
                    format!("What was decided is plain, and the sentences with the reason hold {facts}."),
                    &[],
                    None,
                ),
                Rating::Fully | Rating::Partially => (
                    Rating::Partially,
                    format!(
                        "It speaks partly of this case and partly in phrases that fit any case; the reason holds {facts}."
                    ),
                    if test == Status::Vague { &["reasons", "test"] } else { &["reasons"] },
                    Some(
                        "say which evidence, person, place or time the reason rests on, and put the test in ordinary words",
                    ),
                ),
                _ => (
                    Rating::Not,
                    format!(
                        "Most of it would fit any case: no reason belongs to this one alone; it holds {facts}."
                    ),
                    &["reasons"],
                    Some("say what in this case led to the decision"),
                ),
            }
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
