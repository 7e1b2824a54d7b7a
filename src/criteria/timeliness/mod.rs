//! Sent in time, and right about time: the duties, the days taken, and what the letter says of dates.
//!
//! The limits are data (`lexicons/timeliness/`); no number stands in this code. A day that is not known
//! gives "unknown" with the day's name, and never a failure.

pub mod checks;
pub mod count;
mod dates;
mod deadlines;
pub mod due;
pub mod duties;
mod limits;
mod rate;
pub mod timing;

use super::{Case, Judged};
use crate::error::Result;
use crate::facts::CaseFacts;
use crate::lexicon::Files;
use duties::{Covered, Duties, Letter};
use jiff::civil::Date;
use timing::{Days, Known, Timing, Verdict, weigh};

pub use timing::{DayFrom, Timing as Row};

/// The data by which letters are judged.
#[derive(Clone, Debug)]
pub struct Rules {
    /// The duties, what they cover and how time is counted.
    pub duties: Duties,
    /// The checks of what a letter says about time.
    pub checks: Vec<checks::Check>,
}

/// What was found of one letter: the contract's rows, and what they and the findings amount to.
#[derive(Clone, Debug)]
pub struct Assessed {
    /// One row for each duty that the letter is judged by.
    pub rows: Vec<Timing>,
    /// The rating, the findings and what was not assessed.
    pub judged: Judged,
}

impl Rules {
    /// Reads the data.
    ///
    /// # Errors
    /// Where a file is missing or wrong.
    pub fn load(files: &Files) -> Result<Rules> {
        Ok(Rules { duties: Duties::load(files)?, checks: checks::load(files)? })
    }

    /// Judges a letter.
    pub fn judge(&self, case: &Case) -> Judged {
        self.assess(case).judged
    }

    /// Judges a letter and gives the rows that the judgement rests on.
    pub fn assess(&self, case: &Case) -> Assessed {
        let read = dates::read(case, self.duties.settings.decision_within_days);
        let said = case.said;
        let letter = Letter {
            kind: said.kind.value.as_deref(),
            decision: said.decision.value.as_deref(),
            variant: said.variant.value.as_deref(),
            bereaved: case.facts.is_bereaved(),
            agency: case.facts.agency.as_deref(),
        };
        let days = Days {
            facts: case.facts,
            decided: Known::given_or(case.facts.decision_date, read.decided.map(|d| d.day)),
            asked: read.asked.map(|d| d.day),
            sent: Known::given_or(case.facts.sent_date, read.own.map(|d| d.day)),
            exists: true,
            as_of: case.as_of,
            enhanced: case.facts.is_enhanced(),
            code: &case.profile.code,
        };
        let (rows, missing) = self.rows(&letter, &days);
        let late = rate::overall(&rows) == Some(Verdict::Late);
        let findings = deadlines::find(&self.checks, &self.duties, case, &read, &days, &letter, late);
        let judged = rate::rate(&self.duties, &rows, missing, findings, &days);
        Assessed { rows, judged }
    }

    /// Judges a row of a manifest that names a duty but neither a file nor a sent date.
    pub fn assess_row(&self, facts: &CaseFacts, as_of: Option<Date>, code: &str) -> Assessed {
        let days = Days {
            facts,
            decided: Known::given_or(facts.decision_date, None),
            asked: None,
            sent: Known::given_or(facts.sent_date, None),
            exists: facts.file.is_some() || facts.sent_date.is_some(),
            as_of,
            enhanced: facts.is_enhanced(),
            code,
        };
        let (rows, missing) = self.rows(&self.letter_of(facts), &days);
        let judged = rate::rate(&self.duties, &rows, missing, Vec::new(), &days);
        Assessed { rows, judged }
    }

    /// What must be known of a case before its duties are; none where nothing is missing.
    pub fn missing(&self, facts: &CaseFacts, code: &str) -> Option<&'static str> {
        match self.duties.covering(&self.letter_of(facts), code) {
            Covered::Unknown(what) => Some(what),
            Covered::None | Covered::AnyOf(_) => None,
        }
    }

    /// The page of a check (`TL01`); none where there is no such check.
    pub fn check_page(&self, id: &str) -> Option<String> {
        self.checks.iter().find(|c| c.id == id).map(checks::Check::page)
    }

    /// What the case facts alone say of the letter.
    pub(crate) fn letter_of<'f>(&self, facts: &'f CaseFacts) -> Letter<'f> {
        Letter {
            kind: facts.kind.as_deref(),
            decision: facts.decision.as_deref(),
            variant: facts.variant.as_deref(),
            bereaved: facts.is_bereaved(),
            agency: facts.agency.as_deref(),
        }
    }

    /// A row for each duty; where there is none, why.
    fn rows(&self, letter: &Letter, days: &Days) -> (Vec<Timing>, Option<String>) {
        match self.duties.covering(letter, days.code) {
            Covered::Unknown(what) => {
                (Vec::new(), Some(format!("{what} is not known, so neither is the limit")))
            }
            Covered::None => (Vec::new(), Some("no limit of time is known for such a letter".into())),
            Covered::AnyOf(covered) => {
                let rows = covered.into_iter().map(|(duty, same)| {
                    let mut row = weigh(&self.duties, duty, days);
                    if !same.is_empty() {
                        row.say(format!("{} would give the same result", same.join(", ")));
                    }
                    row
                });
                (rows.collect(), None)
            }
        }
    }
}

#[cfg(test)]
mod tests;
