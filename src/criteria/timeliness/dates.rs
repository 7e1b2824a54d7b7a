//! The days that a letter itself gives: its own, that of the decision, that of the request it answers.

use crate::criteria::Case;
use crate::document::{DateMention, Letter};
use crate::span::Span;
use jiff::civil::Date;

/// Category of entries that join a day to the decision: "on <date> we decided".
const DECISION_DAY: &str = "decision_day";
/// Category of entries that join a day to an event: "he was released on <date>".
const EVENT_DAY: &str = "event_day";
/// Category of entries that join a day to the request or complaint: "your letter of <date>".
const ASKED_DAY: &str = "asked_day";

/// A day and where the letter says it.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(super) struct ReadDay {
    /// The day.
    pub day: Date,
    /// Where.
    pub span: Span,
}

/// The days that a letter gives.
#[derive(Clone, Debug, Default)]
pub(super) struct ReadDays {
    /// The letter's own.
    pub own: Option<ReadDay>,
    /// That of the decision; none where the letter gives several.
    pub decided: Option<ReadDay>,
    /// That of the request or complaint it answers; none where the letter gives several.
    pub asked: Option<ReadDay>,
}

/// Reads them.
pub(super) fn read(case: &Case) -> ReadDays {
    let letter = case.letter;
    let own = letter
        .own_date
        .and_then(|i| letter.dates.get(i))
        .and_then(|m| Some(ReadDay { day: m.date?, span: m.span }));
    let near = case.facts.sent_date.or(own.map(|d| d.day));
    let said = case.hits.of(case.lexicon, DECISION_DAY).next().is_some();
    let decided = joined(case, if said { DECISION_DAY } else { EVENT_DAY }, near);
    ReadDays { own, decided, asked: joined(case, ASKED_DAY, near) }
}

/// The one past day inside the hits of a category.
fn joined(case: &Case, category: &str, near: Option<Date>) -> Option<ReadDay> {
    let mut found: Option<ReadDay> = None;
    for hit in case.hits.of(case.lexicon, category) {
        for mention in mentions(case.letter, hit.span) {
            let Some(day) = last_such_day(mention, near) else { continue };
            if near.is_some_and(|near| day > near) {
                continue;
            }
            match found {
                Some(other) if other.day != day => return None,
                Some(_) => {}
                None => found = Some(ReadDay { day, span: mention.span }),
            }
        }
    }
    found
}

/// The dates that begin inside a span.
pub(super) fn mentions(letter: &Letter, span: Span) -> impl Iterator<Item = &DateMention> {
    letter.dates.iter().filter(move |m| span.start <= m.span.start && m.span.start < span.end)
}

/// The day of a mention; where it has no year, the last such day up to a day that is known.
fn last_such_day(mention: &DateMention, near: Option<Date>) -> Option<Date> {
    if let Some(day) = mention.date {
        return Some(day);
    }
    let (Some(day), month, None) = mention.parts else { return None };
    let near = near?;
    [near.year(), near.year() - 1]
        .into_iter()
        .filter_map(|year| Date::new(year, month, day).ok())
        .find(|date| *date <= near)
}

/// The day of a mention that looks ahead; where it has no year, the nearest such day to one that is known:
/// a deadline without a year is of this year, or of the next.
pub(super) fn nearest_such_day(mention: &DateMention, near: Date) -> Option<Date> {
    if let Some(day) = mention.date {
        return Some(day);
    }
    let (Some(day), month, None) = mention.parts else { return None };
    [near.year() - 1, near.year(), near.year() + 1]
        .into_iter()
        .filter_map(|year| Date::new(year, month, day).ok())
        .min_by_key(|date| crate::calendar::days_between(near, *date).abs())
}
