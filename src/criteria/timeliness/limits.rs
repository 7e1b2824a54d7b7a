//! Limits of time as a letter writes them: "within ten working days", "28 days", "three months".

use super::duties::Unit;
use crate::document::Letter;
use crate::numerals;
use crate::span::Span;
use std::ops::Range;

/// A number with a unit of time.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(super) struct Stated {
    /// How many.
    pub number: u32,
    /// Of what, as written.
    pub unit: Written,
    /// Where.
    pub span: Span,
    /// The first of its words, as an index into the letter's words.
    pub word: usize,
}

/// A unit of time as a letter writes it.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(super) enum Written {
    /// "working days".
    WorkingDays,
    /// "days", "calendar days".
    Days,
    /// "weeks".
    Weeks,
    /// "months".
    Months,
    /// "years".
    Years,
}

impl Written {
    /// The name with its number.
    pub fn phrase(self, n: u32) -> String {
        let word = match self {
            Written::WorkingDays => "working day",
            Written::Days => "day",
            Written::Weeks => "week",
            Written::Months => "month",
            Written::Years => "year",
        };
        format!("{n} {word}{}", if n == 1 { "" } else { "s" })
    }
}

impl Stated {
    /// Whether this is a limit of so many units; a fortnight of ten working days is two weeks.
    pub fn is(&self, limit: u32, unit: Unit) -> bool {
        match (self.unit, unit) {
            (Written::WorkingDays, Unit::WorkingDays)
            | (Written::Days, Unit::Days)
            | (Written::Months, Unit::Months) => self.number == limit,
            (Written::Weeks, Unit::Days) => self.number.checked_mul(7) == Some(limit),
            (Written::Years, Unit::Months) => self.number.checked_mul(12) == Some(limit),
            _ => false,
        }
    }
}

/// The limits that a sentence states after a word such as "within".
pub(super) fn in_sentence(letter: &Letter, words: Range<usize>) -> Vec<Stated> {
    let mut found = Vec::new();
    let end = words.end.min(letter.words.len());
    let mut at = words.start;
    while at < end {
        let Some((number, used)) = number_at(letter, at, end) else {
            at += 1;
            continue;
        };
        let mut next = at + used;
        let mut working = false;
        while next < end
            && matches!(letter.folded(next), "working" | "business" | "calendar" | "clear" | "full")
        {
            working |= matches!(letter.folded(next), "working" | "business");
            next += 1;
        }
        let unit = if next < end { unit_of(letter.folded(next), working) } else { None };
        let limits = leads_in(letter, words.start, at) || leads_out(letter, next + 1, end);
        if let Some(unit) = unit.filter(|_| limits) {
            found.push(Stated { number, unit, span: letter.words_span(at..next + 1), word: at });
        }
        at = next.max(at + 1);
    }
    found
}

/// Whether the words before a number make it a limit.
fn leads_in(letter: &Letter, start: usize, at: usize) -> bool {
    (start.max(at.saturating_sub(3))..at).any(|w| {
        let word = letter.folded(w);
        matches!(
            word,
            "within" | "inside" | "have" | "up" | "next" | "most" | "than" | "allows" | "limit" | "you've"
        )
    })
}

/// Whether the words behind a unit make it a limit: "ten working days to ask", "is what you have".
fn leads_out(letter: &Letter, after: usize, end: usize) -> bool {
    let word = |i: usize| if i < end { letter.folded(i) } else { "" };
    match word(after) {
        "to" => matches!(
            word(after + 1),
            "ask"
                | "tell"
                | "say"
                | "request"
                | "reply"
                | "decide"
                | "come"
                | "let"
                | "write"
                | "apply"
                | "seek"
        ),
        "for" => matches!(word(after + 1), "asking" | "requesting" | "seeking" | "applying"),
        "in" => word(after + 1) == "which",
        "is" => matches!(word(after + 1), "what" | "how" | "all" | "the"),
        "please" => true,
        _ => false,
    }
}

fn unit_of(word: &str, working: bool) -> Option<Written> {
    match word {
        "day" | "days" if working => Some(Written::WorkingDays),
        "day" | "days" => Some(Written::Days),
        "week" | "weeks" => Some(Written::Weeks),
        "month" | "months" => Some(Written::Months),
        "year" | "years" => Some(Written::Years),
        _ => None,
    }
}

/// A number in figures or words, and how many words it takes.
fn number_at(letter: &Letter, at: usize, end: usize) -> Option<(u32, usize)> {
    let word = letter.folded(at);
    if let Ok(number) = word.parse() {
        return Some((number, 1));
    }
    let number = numerals::number(word)?;
    if number >= 20
        && number % 10 == 0
        && at + 1 < end
        && let Some(unit) = numerals::number(letter.folded(at + 1)).filter(|n| *n < 10)
    {
        return Some((number + unit, 2));
    }
    // "28 (twenty eight) days": brackets are invisible, and the figure before has been read already.
    Some((number, 1))
}
