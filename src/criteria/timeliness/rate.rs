//! From the rows and the findings to the rating.

use super::duties::Duties;
use super::timing::{Days, Timing, Verdict};
use crate::calendar::written;
use crate::criteria::Judged;
use crate::criterion::{Criterion, Finding, Outcome, Rating, Severity};

/// The verdict of several duties of which one applies: theirs where they agree; "depends" where some
/// are kept and some are not, or where a person must say; "unknown" where a day that matters is not known.
pub(super) fn overall(rows: &[Timing]) -> Option<Verdict> {
    let first = rows.first()?.verdict;
    if rows.iter().all(|row| row.verdict == first) {
        return Some(first);
    }
    let any = |verdict| rows.iter().any(|row| row.verdict == verdict);
    if any(Verdict::Unknown) { Some(Verdict::Unknown) } else { Some(Verdict::Depends) }
}

/// Rates.
pub(super) fn rate(
    duties: &Duties,
    rows: &[Timing],
    missing: Option<String>,
    findings: Vec<Finding>,
    days: &Days,
) -> Judged {
    let faults: Vec<&Finding> = findings.iter().filter(|f| f.severity > Severity::Look).collect();
    let mut reason = rows.iter().map(Timing::in_words).collect::<Vec<_>>().join("; ");
    if rows.len() > 1 {
        reason = format!("one of these applies: {reason}");
    }
    let mut decided_by: Vec<String> = rows.iter().map(|row| row.duty.clone()).collect();
    let mut not_assessed = Vec::new();
    let mut to_raise = None;
    let rating = match overall(rows) {
        None => {
            reason = missing.unwrap_or_else(|| "no duty is known".into());
            Rating::NotAssessed
        }
        Some(Verdict::InTime) if faults.is_empty() => Rating::Fully,
        Some(Verdict::InTime) => {
            reason += &format!(
                "; but {}",
                faults.iter().map(|f| f.message.as_str()).collect::<Vec<_>>().join("; ")
            );
            decided_by.extend(faults.iter().map(|f| f.rule.clone()));
            decided_by.dedup();
            to_raise = faults.first().and_then(|f| f.suggestion.clone());
            Rating::Partially
        }
        Some(Verdict::Late) => {
            to_raise = rows.first().and_then(|row| row.due_standard.or(row.due)).map(|due| {
                format!("nothing in the letter can raise it now; it had to be sent by {}", written(due))
            });
            if let Some(fault) = faults.iter().find(|f| f.rule == "TL01") {
                decided_by.push(fault.rule.clone());
                reason += "; and the letter has no apology for it";
            }
            Rating::Not
        }
        Some(Verdict::NotSent) => {
            to_raise = Some("send it now, and say sorry in it that it comes late".into());
            Rating::Not
        }
        Some(Verdict::Depends | Verdict::NoLimit) => Rating::NeedsPerson,
        Some(Verdict::NotYetDue | Verdict::Unknown) => Rating::NotAssessed,
    };
    if let (Rating::Not, Some(change)) = (rating, legal_duty(duties, days)) {
        reason += &format!("; {change}");
    }
    if matches!(rating, Rating::NotAssessed | Rating::NeedsPerson) {
        not_assessed.push(("whether it was sent in time".to_owned(), reason.clone()));
    }
    let outcome =
        Outcome { criterion: Criterion::Timeliness, rating, reason: capital(&reason), decided_by, to_raise };
    Judged { outcome, findings, not_assessed }
}

/// The legal duty to keep the Code, where it had begun when the case was decided.
fn legal_duty(duties: &Duties, days: &Days) -> Option<String> {
    let day = days.decided.day?;
    let change = duties.changes_on(day, days.facts.area.as_deref()).find(|c| c.effect == "legal_duty")?;
    Some(format!("since {} {}", written(change.from?), change.what))
}

/// The first letter large, and a full stop.
fn capital(text: &str) -> String {
    let mut chars = text.chars();
    let first = chars.next().map(|c| c.to_uppercase().collect::<String>()).unwrap_or_default();
    format!("{first}{}.", chars.as_str())
}
