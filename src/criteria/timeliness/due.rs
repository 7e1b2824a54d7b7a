//! The last day to send a letter that is not sent yet, and why.

use super::Rules;
use super::duties::Covered;
use super::timing::{Days, Known, plan};
use crate::calendar::{written, written_full};
use crate::facts::CaseFacts;
use jiff::civil::Date;
use serde::Serialize;

/// One case and duty.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Due {
    /// The case's id, where it has one.
    pub id: Option<String>,
    /// The last day to send; the earlier where the level of rights is not known and matters. None where it
    /// cannot be told, which `why` explains.
    pub due: Option<Date>,
    /// The duty's id; none where none is known.
    pub duty: Option<String>,
    /// The limit that `due` keeps.
    pub limit: Option<u32>,
    /// What the limit is counted in.
    pub unit: Option<&'static str>,
    /// Where the duty is known from.
    pub source: Option<String>,
    /// The last day under the standard limit, where the level of rights is not known and matters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due_standard: Option<Date>,
    /// What is owed, and why by then.
    pub why: String,
}

/// Every duty of a case that is not sent yet. Empty where it is sent, or where no limit of time is known
/// for such a letter.
pub fn due(rules: &Rules, facts: &CaseFacts, code: &str) -> Vec<Due> {
    if facts.sent_date.is_some() {
        return Vec::new();
    }
    let duties = &rules.duties;
    let nothing = |why: String| Due {
        id: facts.id.clone(),
        due: None,
        duty: None,
        limit: None,
        unit: None,
        source: None,
        due_standard: None,
        why,
    };
    let covered = match duties.covering(&rules.letter_of(facts), code) {
        Covered::Unknown(what) => return vec![nothing(format!("{what} is not known"))],
        Covered::None => return vec![nothing("no limit of time is known for such a letter".into())],
        Covered::AnyOf(covered) => covered,
    };
    let days = Days {
        facts,
        decided: Known::given_or(facts.decision_date, None),
        asked: None,
        sent: Known::NOT,
        exists: false,
        as_of: None,
        enhanced: facts.is_enhanced(),
        code,
    };
    let several = covered.len() > 1;
    covered
        .into_iter()
        .map(|(duty, same)| {
            let planned = plan(duties, duty, &days);
            let mut why = format!("{}, owed by {}", duty.what, duty.owed_by);
            match (planned.due, planned.trigger, planned.limit, planned.unit) {
                (Some(due), Some(trigger), Some(limit), Some(unit)) => {
                    let rights = match (planned.enhanced, duty.rights_matter()) {
                        (Some(true), true) => " under enhanced rights",
                        (None, true) => " if enhanced rights apply",
                        _ => "",
                    };
                    why += &format!(
                        ": {}{rights} after {} on {}",
                        unit.phrase(limit),
                        duty.trigger,
                        written_full(trigger)
                    );
                    if let (Some(standard), Some(day)) = (planned.limit_standard, planned.due_standard) {
                        why += &format!(
                            "; otherwise {}, by {}: which applies is not known",
                            unit.phrase(standard),
                            written(day)
                        );
                    }
                    if duties.calendar.is_computed(due.year()) {
                        why += &format!("; the bank holidays of {} are computed, not published", due.year());
                    }
                }
                _ => why += ": the last day cannot be told",
            }
            if several {
                why += "; one of several duties that may apply";
            }
            if !same.is_empty() {
                why += &format!("; {} would give the same day", same.join(", "));
            }
            if let Some(note) = &planned.note {
                why += &format!("; {note}");
            }
            Due {
                id: facts.id.clone(),
                due: planned.due,
                duty: Some(planned.duty),
                limit: planned.limit,
                unit: planned.unit.map(|u| u.name()),
                source: Some(planned.source),
                due_standard: planned.due_standard,
                why,
            }
        })
        .collect()
}

/// Sorts by urgency: the earliest day first, what cannot be told last; else in the order that it came.
pub fn by_urgency(rows: &mut [Due]) {
    rows.sort_by_key(|row| (row.due.is_none(), row.due));
}
