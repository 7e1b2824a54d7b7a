//! The days that a letter itself gives: its own, that of the decision, that of the request it answers.

use crate::calendar::days_between;
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
    /// That of the decision, or of the last event; the last one where the letter gives several.
    pub decided: Option<ReadDay>,
    /// That of the request or complaint it answers; none where the letter gives several.
    pub asked: Option<ReadDay>,
}

/// Reads them; the decision's day lies no more than `within` days before the letter.
pub(super) fn read(case: &Case, within: i64) -> ReadDays {
    let letter = case.letter;
    let own = letter
        .own_date
        .and_then(|i| letter.dates.get(i))
        .and_then(|m| Some(ReadDay { day: m.date?, span: m.span }));
    let near = case.facts.sent_date.or(own.map(|d| d.day));
    // Of several days the last is the news that the letter brings.
    let recent = |d: &ReadDay| near.is_none_or(|near| days_between(d.day, near) <= within);
    let last = |category| joined(case, category, near).pop().filter(recent);
    let decided = last(DECISION_DAY).or_else(|| last(EVENT_DAY));
    ReadDays { own, decided, asked: only(joined(case, ASKED_DAY, near)) }
}

/// The past days inside the hits of a category, in order of time.
fn joined(case: &Case, category: &str, near: Option<Date>) -> Vec<ReadDay> {
    let mut found = Vec::new();
    for hit in case.hits.of(case.lexicon, category) {
        for mention in mentions(case.letter, hit.span) {
            let day = match near {
                Some(near) => nearest_such_day(mention, near),
                None => mention.date,
            };
            let Some(day) = day else { continue };
            if near.is_none_or(|near| day <= near) {
                found.push(ReadDay { day, span: mention.span });
            }
        }
    }
    found.sort_by_key(|d| (d.day, d.span));
    found.dedup_by_key(|d| d.day);
    found
}

/// The only one.
fn only(days: Vec<ReadDay>) -> Option<ReadDay> {
    if days.len() == 1 { days.first().copied() } else { None }
}

/// The dates that begin inside a span.
pub(super) fn mentions(letter: &Letter, span: Span) -> impl Iterator<Item = &DateMention> {
    letter.dates.iter().filter(move |m| span.start <= m.span.start && m.span.start < span.end)
}

/// The day of a mention; where it has no year, the nearest such day to one that is known.
pub(super) fn nearest_such_day(mention: &DateMention, near: Date) -> Option<Date> {
    if let Some(day) = mention.date {
        return Some(day);
    }
    let (Some(day), month, None) = mention.parts else { return None };
    [near.year() - 1, near.year(), near.year() + 1]
        .into_iter()
        .filter_map(|year| Date::new(year, month, day).ok())
        .min_by_key(|date| days_between(near, *date).abs())
}

/// How long ago a day without a year may have passed and still be meant by a letter that looks ahead.
const JUST_PASSED: i64 = 45;

/// The day of a mention that looks ahead: where it has no year, the next such day, unless one has only just
/// passed.
pub(super) fn coming_such_day(mention: &DateMention, near: Date) -> Option<Date> {
    if let Some(day) = mention.date {
        return Some(day);
    }
    let (Some(day), month, None) = mention.parts else { return None };
    [near.year() - 1, near.year(), near.year() + 1]
        .into_iter()
        .filter_map(|year| Date::new(year, month, day).ok())
        .find(|date| days_between(*date, near) <= JUST_PASSED)
}
