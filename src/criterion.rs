//! The vocabulary of judging: criteria, ratings, severities, findings, outcomes.

use crate::confidence::Confidence;
use crate::span::Span;

/// The criteria in reading order, `overall` last.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Criterion {
    /// Everyday words, terms explained, short clear sentences.
    PlainEnglish,
    /// The formulas.
    Readability,
    /// What was decided and why, in this case.
    Explanation,
    /// The reader treated as a person.
    Empathy,
    /// What this letter had to say.
    RequiredContent,
    /// Sent in time.
    Timeliness,
    /// Free of slips, wrong names, leftovers and other people's data.
    Accuracy,
    /// Five of the seven into one; provisional.
    Overall,
}

impl Criterion {
    /// All of them, in reading order.
    pub const ALL: [Criterion; 8] = [
        Criterion::PlainEnglish,
        Criterion::Readability,
        Criterion::Explanation,
        Criterion::Empathy,
        Criterion::RequiredContent,
        Criterion::Timeliness,
        Criterion::Accuracy,
        Criterion::Overall,
    ];

    /// The id in lexicons and output.
    pub fn id(self) -> &'static str {
        match self {
            Criterion::PlainEnglish => "plain_english",
            Criterion::Readability => "readability",
            Criterion::Explanation => "explanation",
            Criterion::Empathy => "empathy",
            Criterion::RequiredContent => "required_content",
            Criterion::Timeliness => "timeliness",
            Criterion::Accuracy => "accuracy",
            Criterion::Overall => "overall",
        }
    }

    /// The criterion of an id.
    pub fn from_id(id: &str) -> Option<Criterion> {
        Criterion::ALL.into_iter().find(|c| c.id() == id)
    }
}

/// A rating.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash)]
pub enum Rating {
    /// Fully meets the standard.
    Fully,
    /// Partially meets it.
    Partially,
    /// Does not meet it.
    Not,
    /// Needs a person's judgement.
    NeedsPerson,
    /// Not assessed; the reason says why.
    NotAssessed,
}

impl Rating {
    /// The name in the output.
    pub fn name(self) -> &'static str {
        match self {
            Rating::Fully => "FM",
            Rating::Partially => "PM",
            Rating::Not => "NM",
            Rating::NeedsPerson => "needs_person",
            Rating::NotAssessed => "not_assessed",
        }
    }

    /// 2, 1 or 0 points, where it is a rating proper.
    pub fn points(self) -> Option<u8> {
        match self {
            Rating::Fully => Some(2),
            Rating::Partially => Some(1),
            Rating::Not => Some(0),
            _ => None,
        }
    }
}

/// How much a finding weighs.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth a look; never the only reason for a rating.
    Look,
    /// Small.
    Minor,
    /// Weighs.
    Major,
    /// May fail a criterion alone.
    Critical,
}

impl Severity {
    /// The name in the output.
    pub fn name(self) -> &'static str {
        match self {
            Severity::Look => "look",
            Severity::Minor => "minor",
            Severity::Major => "major",
            Severity::Critical => "critical",
        }
    }
}

/// A stretch of the letter with a rule, a message, a suggestion and a source.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// The rule's id, which `explain` prints.
    pub rule: String,
    /// The criterion it belongs to.
    pub criterion: Criterion,
    /// The contract's category.
    pub category: String,
    /// How much it weighs.
    pub severity: Severity,
    /// How far to rely on it.
    pub confidence: Confidence,
    /// Where. An empty span at 0 where something is missing from the whole letter.
    pub span: Span,
    /// What is wrong, in a line of plain English.
    pub message: String,
    /// What to do; a prompt to the writer, never a sentence to paste.
    pub suggestion: Option<String>,
    /// The source of the rule.
    pub source: String,
}

/// One criterion's outcome.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// Which criterion.
    pub criterion: Criterion,
    /// Its rating.
    pub rating: Rating,
    /// Why, in a line or two.
    pub reason: String,
    /// The rules that decided.
    pub decided_by: Vec<String>,
    /// The smallest change that would raise it; none where it is fully met or cannot be raised.
    pub to_raise: Option<String>,
}
