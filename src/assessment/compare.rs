//! A draft beside its revision: what was fixed, what is new, what remains, and the ratings of both.

use super::{Assessment, FindingNote};
use serde::Serialize;

/// Two assessments of one letter's two versions, compared.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Comparison {
    /// Each criterion's rating before and after.
    pub ratings: Vec<RatingChange>,
    /// Findings of the draft that the revision no longer has.
    pub fixed: Vec<FindingNote>,
    /// Findings that the revision brought.
    pub new: Vec<FindingNote>,
    /// Findings that stand in both; places are the revision's.
    pub remaining: Vec<FindingNote>,
    /// Elements and markers that are said now and were not, or only vaguely.
    pub gained: Vec<String>,
    /// Elements and markers that were said and are no longer, or only vaguely.
    pub lost: Vec<String>,
}

/// One criterion before and after.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RatingChange {
    /// The criterion.
    pub id: String,
    /// The draft's rating.
    pub before: String,
    /// The revision's.
    pub after: String,
    /// 1 where it rose, -1 where it fell, 0 where it stayed or cannot be compared.
    pub change: i8,
}

fn points(rating: &str) -> Option<i8> {
    match rating {
        "FM" => Some(2),
        "PM" => Some(1),
        "NM" => Some(0),
        _ => None,
    }
}

/// Compares two assessments. Findings are the same where rule and quotation (white space folded) are; one
/// that stands twice in the draft and once in the revision is fixed once. Looks are left out.
pub fn compare(draft: &Assessment, revision: &Assessment) -> Comparison {
    let ratings = draft
        .criteria
        .iter()
        .filter_map(|before| {
            let after = revision.criteria.iter().find(|c| c.id == before.id)?;
            let change = match (points(&before.rating), points(&after.rating)) {
                (Some(a), Some(b)) => (b - a).signum(),
                _ => 0,
            };
            Some(RatingChange {
                id: before.id.clone(),
                before: before.rating.clone(),
                after: after.rating.clone(),
                change,
            })
        })
        .collect();
    let proper = |a: &Assessment| -> Vec<FindingNote> {
        a.findings.iter().filter(|f| f.severity != "look").cloned().collect()
    };
    let mut left = proper(draft);
    let (mut new, mut remaining) = (Vec::new(), Vec::new());
    for finding in proper(revision) {
        match left.iter().position(|old| same(old, &finding)) {
            Some(at) => {
                left.remove(at);
                remaining.push(finding);
            }
            None => new.push(finding),
        }
    }
    let (mut gained, mut lost) = (Vec::new(), Vec::new());
    for before in &draft.elements {
        let Some(after) = revision.elements.iter().find(|e| e.id == before.id) else { continue };
        let (was, is) = (said(&before.status), said(&after.status));
        if is > was {
            gained.push(before.id.clone());
        } else if is < was {
            lost.push(before.id.clone());
        }
    }
    Comparison { ratings, fixed: left, new, remaining, gained, lost }
}

fn said(status: &str) -> u8 {
    match status {
        "present" => 2,
        "vague" => 1,
        _ => 0,
    }
}

fn same(a: &FindingNote, b: &FindingNote) -> bool {
    a.rule == b.rule && a.category == b.category && a.quote.split_whitespace().eq(b.quote.split_whitespace())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assessment::{Engine, Options};
    use crate::facts::CaseFacts;

    #[test]
    fn what_is_mended_is_fixed_and_the_rest_remains() {
        let engine = Engine::embedded().unwrap();
        let assess =
            |text: &str| engine.assess_text(text.into(), &CaseFacts::default(), &Options::default()).unwrap();
        let draft = assess(
            "Dear Ms Ward\n\nThe case was discontinued. The indictment was quashed.\n\nYours sincerely\n",
        );
        let revision =
            assess("Dear Ms Ward\n\nThe case was stopped. The indictment was quashed.\n\nYours sincerely\n");
        let compared = compare(&draft, &revision);
        assert!(compared.fixed.iter().any(|f| f.rule == "term.discontinue"));
        assert!(compared.remaining.iter().any(|f| f.rule == "term.indictment"));
        assert!(compare(&draft, &draft).fixed.is_empty());
        assert!(compare(&draft, &draft).new.is_empty());
    }
}
