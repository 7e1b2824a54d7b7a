//! The seven criteria, in reading order, and `overall`. Each folder measures (pure functions) and rates
//! (by bands read from data). No criterion imports another; what two of them need stands below them.

pub use crate::criterion::{Criterion, Finding, Outcome, Rating, Severity};

pub mod accuracy;
pub mod empathy;
pub mod explanation;
pub mod overall;
pub mod plain_english;
pub mod readability;
pub mod required_content;
pub mod timeliness;

/// All that a criterion may read of one letter.
#[derive(Clone, Copy)]
pub struct Case<'a> {
    /// The letter.
    pub letter: &'a crate::document::Letter,
    /// The lexicons.
    pub lexicon: &'a crate::lexicon::Lexicon,
    /// What matched in it.
    pub hits: &'a crate::lexicon::Hits,
    /// What it says.
    pub said: &'a crate::elements::Said,
    /// What the caller knows.
    pub facts: &'a crate::facts::CaseFacts,
    /// The profile to rate by.
    pub profile: &'a crate::profile::Profile,
    /// The day of the check, where the caller gave one.
    pub as_of: Option<jiff::civil::Date>,
}

/// What a criterion makes of a letter. Each criterion's `Rules::load(&Files)` reads its data and
/// `Rules::judge(&Case)` gives this, with measurements of its own beside.
#[derive(Clone, Debug, PartialEq)]
pub struct Judged {
    /// The rating and why.
    pub outcome: Outcome,
    /// What was found, in order of place.
    pub findings: Vec<Finding>,
    /// Things in this criterion that were not assessed: what, and why.
    pub not_assessed: Vec<(String, String)>,
}

impl Judged {
    /// What a criterion that reads English says of a letter in another language.
    pub fn not_english(criterion: Criterion) -> Judged {
        Judged {
            outcome: Outcome {
                criterion,
                rating: Rating::NotAssessed,
                reason: "The letter is not in English.".into(),
                decided_by: Vec::new(),
                to_raise: None,
            },
            findings: Vec::new(),
            not_assessed: vec![(criterion.id().into(), "the letter is not in English".into())],
        }
    }
}
