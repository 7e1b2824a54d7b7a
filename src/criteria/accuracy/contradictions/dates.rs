//! Dates that cannot be, dates that do not fit one another, events dated in an order that cannot be.

use super::super::{Raw, View};
use super::lead;
use crate::calendar::written;
use crate::document::{DateMention, Letter};
use crate::span::Span;
use jiff::civil::Date;

/// What happens on a day, by the words beside the date. Two dates of one class contradict one another only
/// where both are named by a noun ("the hearing on ...").
const EVENTS: &[(&str, &[&str])] = &[
    ("hearing", &["hearing", "hearings"]),
    ("trial", &["trial"]),
    ("panel", &["panel"]),
    ("sentence", &["sentencing", "sentenced", "sentence"]),
    (
        "court",
        &["court", "crown", "offered", "verdict", "verdicts", "entered", "granted", "convicted", "dismissed"],
    ),
    ("acquittal", &["acquittal", "acquitted"]),
    ("order", &["order"]),
    ("statement", &["statement"]),
    (
        "incident",
        &[
            "incident",
            "assault",
            "attack",
            "burglary",
            "robbery",
            "offence",
            "collision",
            "theft",
            "happened",
            "place",
        ],
    ),
    ("arrest", &["arrest", "arrested"]),
    ("report", &["reported", "recorded"]),
    ("release", &["release", "re-release", "released"]),
    ("recall", &["recall", "recalled", "custody"]),
];

const WEEKDAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/// The letter's own date, or the day the facts say it was sent.
fn own(view: &View<'_>) -> Option<Date> {
    view.letter
        .own_date
        .and_then(|i| view.letter.dates.get(i))
        .and_then(|d| d.date)
        .or(view.case.facts.sent_date)
}

/// The day that a date without a year means: the one nearest to the letter's own.
fn resolved(mention: &DateMention, own: Option<Date>) -> Option<Date> {
    if mention.date.is_some() {
        return mention.date;
    }
    let (Some(day), month, None) = mention.parts else { return None };
    let own = own?;
    (own.year() - 1..=own.year() + 1)
        .filter_map(|year| Date::new(year, month, day).ok())
        .min_by_key(|d| apart(*d, own).abs())
}

fn apart(a: Date, b: Date) -> i64 {
    i64::from((a - b).get_days())
}

/// Days that cannot be, and weekdays that do not fit.
pub(super) fn days(letter: &Letter, raws: &mut Vec<Raw>) {
    let own = letter.own_date.and_then(|i| letter.dates.get(i)).and_then(|d| d.date);
    for mention in &letter.dates {
        if mention.impossible {
            raws.push(Raw::new("date.impossible", mention.span));
            continue;
        }
        let Some(weekday) = mention.weekday else { continue };
        let years: Vec<i16> = match (mention.parts.2, own) {
            (Some(year), _) => vec![year],
            // Without a year a date may lie a year away from the letter's own.
            (None, Some(own)) => vec![own.year(), own.year() - 1, own.year() + 1],
            (None, None) => continue,
        };
        let Some(day) = mention.parts.0 else { continue };
        let dates: Vec<Date> =
            years.iter().filter_map(|y| Date::new(*y, mention.parts.1, day).ok()).collect();
        let Some(first) = mention.date.or_else(|| match own {
            Some(own) => dates.iter().copied().min_by_key(|d| apart(*d, own).abs()),
            None => dates.first().copied(),
        }) else {
            continue;
        };
        // Only the nearest year and, for dates half a year away, its neighbour are meant.
        let fits = dates.iter().any(|d| {
            d.weekday().to_monday_one_offset() == weekday
                && own.is_none_or(|o| mention.parts.2.is_some() || apart(*d, o).abs() < 300)
        });
        if !fits && !dates.is_empty() {
            let index = usize::try_from(first.weekday().to_monday_one_offset() - 1).unwrap_or(0).min(6);
            raws.push(Raw::with("date.weekday", mention.span, WEEKDAYS[index]));
        }
    }
}

/// "yesterday, 10 January" in a letter of 11 February.
pub(super) fn relative(view: &View<'_>, raws: &mut Vec<Raw>) {
    let letter = view.letter;
    let Some(own) = own(view) else { return };
    for (index, mention) in letter.dates.iter().enumerate() {
        if Some(index) == letter.own_date {
            continue;
        }
        let Some(date) = resolved(mention, Some(own)) else { continue };
        let before = &letter.text()[..mention.span.start];
        let lead: String = before
            .chars()
            .rev()
            .take(28)
            .collect::<Vec<_>>()
            .into_iter()
            .rev()
            .collect::<String>()
            .to_lowercase();
        let lead = lead.trim_end_matches(|c: char| !c.is_alphanumeric());
        let lead =
            lead.strip_suffix("the").map_or(lead, |l| l.trim_end_matches(|c: char| !c.is_alphanumeric()));
        let expected = if lead.ends_with("yesterday") {
            -1
        } else if lead.ends_with("today") {
            0
        } else if lead.ends_with("tomorrow") {
            1
        } else {
            continue;
        };
        if apart(date, own) != expected {
            raws.push(Raw::with("date.relative", mention.span, format!("it is dated {}", written(own))));
        }
    }
}

/// "our decision of 5 March" where the facts give another day close by.
pub(super) fn decision(view: &View<'_>, raws: &mut Vec<Raw>) {
    let letter = view.letter;
    let (Some(given), own) = (view.case.facts.decision_date, own(view)) else { return };
    if !view.case.facts.kind.as_deref().is_none_or(|k| matches!(k, "vcl" | "vrr")) {
        return;
    }
    for (index, mention) in letter.dates.iter().enumerate() {
        if Some(index) == letter.own_date {
            continue;
        }
        let Some(date) = resolved(mention, own) else { continue };
        let days = apart(date, given);
        if days == 0 || days.abs() > 40 {
            continue;
        }
        let lead = lead(letter, mention.span, 7);
        let named =
            lead.windows(2).any(|w| matches!((w[0], w[1]), ("decision", "of" | "on" | "dated" | "made")))
                || lead.windows(3).any(|w| {
                    matches!(
                        (w[0], w[1], w[2]),
                        ("decision", "was", "made" | "taken")
                            | ("decision", "made", "on")
                            | ("i", "decided", "on")
                            | ("we", "decided", "on")
                    )
                });
        let last = lead.last().copied().unwrap_or("");
        if named
            && matches!(last, "of" | "on" | "dated")
            && !lead.contains(&"first")
            && !lead.contains(&"original")
            && view.case.facts.kind.as_deref() != Some("vrr")
        {
            raws.push(Raw::with("date.decision", mention.span, written(given)));
        }
    }
}

/// Two dates for one event: the same noun, days that lie close or share their number.
pub(super) fn events(view: &View<'_>, raws: &mut Vec<Raw>) {
    let letter = view.letter;
    let own = own(view);
    let mut dated: Vec<(usize, &'static str, bool, Date)> = Vec::new();
    // Those named without an article are held only to others of their own kind.
    let mut sure: Vec<usize> = Vec::new();
    for (index, mention) in letter.dates.iter().enumerate() {
        if Some(index) == letter.own_date {
            continue;
        }
        let Some(date) = resolved(mention, own) else { continue };
        let lead = lead(letter, mention.span, 9);
        // "the hearing on 25 June", "the acquittal on 21 January": a noun, a preposition, the date.
        let tail: Vec<&str> = lead.iter().rev().take(4).copied().collect();
        let definite = matches!(tail.first().copied(), Some("on" | "of" | "dated"));
        let noun = tail.get(1).copied().unwrap_or("");
        let recorded = matches!(tail.first().copied(), Some("on"))
            && tail.iter().any(|w| matches!(*w, "reported" | "recorded"));
        let tight = recorded
            || definite
                && lead.len() >= 3
                && matches!(lead[lead.len() - 3], "the" | "that" | "this" | "your" | "his" | "her" | "our");
        // "Until sentence on 11 September" needs no article.
        let bare = definite && matches!(noun, "sentence" | "sentencing" | "trial");
        for (event, words) in EVENTS {
            if bare && words.contains(&noun) && matches!(*event, "sentence" | "trial") && !tight {
                sure.push(index);
                dated.push((index, event, true, date));
                continue;
            }
            if (words.contains(&noun) && tight) || (recorded && *event == "report") {
                dated.push((index, event, true, date));
            } else if lead.iter().any(|w| words.contains(w)) {
                dated.push((index, event, false, date));
            }
        }
    }
    let mut told: Vec<usize> = Vec::new();
    for (index, event, tight, date) in &dated {
        if !tight || told.contains(index) {
            continue;
        }
        // The same day named elsewhere for whatever reason shows that it is meant.
        let again = letter
            .dates
            .iter()
            .enumerate()
            .any(|(other, m)| other != *index && resolved(m, own) == Some(*date));
        if again {
            continue;
        }
        let rival = dated.iter().find(|(other, kind, _, rival)| {
            other != index
                && (kind == event || !sure.contains(index) && same_kind(kind, event))
                && rival != date
                && !together(letter, letter.dates[*other].span, letter.dates[*index].span)
                && {
                    let days = apart(*rival, *date).abs();
                    (days <= 10) || (rival.day() == date.day() && days <= 62)
                }
        });
        if let Some((_, _, _, rival)) = rival {
            told.push(*index);
            raws.push(Raw::with("date.event", letter.dates[*index].span, written(*rival)));
        }
    }
}

/// Whether two dates are named in one breath: "3 and 4 May".
fn together(letter: &Letter, one: Span, other: Span) -> bool {
    let (first, later) = if one.start < other.start { (one, other) } else { (other, one) };
    first.end <= later.start
        && later.start - first.end <= 16
        && !letter.text()[first.end..later.start].contains(['.', ';', '\n'])
}

/// Two dates a day apart, or of one number in neighbouring months, in words that speak of the crime.
pub(super) fn neighbours(view: &View<'_>, raws: &mut Vec<Raw>) {
    let letter = view.letter;
    let own = own(view);
    let dated: Vec<(usize, Date)> = letter
        .dates
        .iter()
        .enumerate()
        .filter(|(index, _)| Some(*index) != letter.own_date)
        .filter_map(|(index, m)| Some((index, resolved(m, own)?)))
        .collect();
    for (place, (index, date)) in dated.iter().enumerate() {
        let mention = &letter.dates[*index];
        let body = letter.blocks.iter().any(|b| b.kind.is_body() && b.span.contains(mention.span));
        let once = dated.iter().filter(|(_, d)| d == date).count() == 1;
        if !body || !once || Some(*date) == own || Some(*date) == view.case.facts.decision_date {
            continue;
        }
        let rival = dated[..place].iter().find(|(other, d)| {
            apart(*date, *d).abs() == 1 && !together(letter, letter.dates[*other].span, mention.span)
        });
        if let Some((_, rival)) = rival
            && !raws.iter().any(|r| r.span == mention.span)
        {
            raws.push(Raw::with("date.neighbour", mention.span, written(*rival)));
        }
    }
}

fn same_kind(a: &str, b: &str) -> bool {
    let court =
        |e: &str| matches!(e, "hearing" | "trial" | "panel" | "sentence" | "acquittal" | "order" | "court");
    a == b || (court(a) && court(b))
}

/// What goes before and what can only follow it: the day of the one cannot lie behind the day of the other.
/// Both are told by the words before a date, in one sentence or two that stand side by side.
const ORDER: &[(&[&str], &[&str])] = &[
    (
        &["application", "applied", "request", "requested", "asked"],
        &["granted", "approved", "allowed", "refused"],
    ),
    (&["convicted", "guilty", "pleaded", "conviction"], &["sentenced"]),
    (&["reported"], &["recorded"]),
    (&["decision"], &["upheld", "reviewed"]),
];

/// "Screens were granted on 16 August. The application was not made until 30 September".
pub(super) fn order(view: &View<'_>, raws: &mut Vec<Raw>) {
    let letter = view.letter;
    let own = own(view);
    let dated: Vec<(usize, Date, Vec<&str>, usize)> = letter
        .dates
        .iter()
        .enumerate()
        .filter(|(index, _)| Some(*index) != letter.own_date)
        .filter_map(|(index, m)| {
            let word = letter.words.partition_point(|w| w.span.end <= m.span.start);
            let sentence = letter.words.get(word)?.sentence;
            letter.blocks[letter.sentences[sentence].block].kind.is_body().then_some(())?;
            Some((index, resolved(m, own)?, lead(letter, m.span, 7), sentence))
        })
        .collect();
    // The word nearest the date tells what happened on it.
    let is = |lead: &[&str], words: &[&str]| {
        matches!(lead.last().copied(), Some("on" | "until" | "dated"))
            && lead.iter().rev().skip(1).take(5).any(|w| words.contains(w))
    };
    for (before, after) in ORDER {
        for (index, day, words, sentence) in dated.iter().filter(|d| is(&d.2, before) && !is(&d.2, after)) {
            let early = dated.iter().find(|(other, earlier, lead, place)| {
                other != index
                    && is(lead, after)
                    && !is(lead, before)
                    && earlier < day
                    && place.abs_diff(*sentence) <= 1
                    && letter.sentences[*place].block == letter.sentences[*sentence].block
            });
            let again =
                words.iter().any(|w| matches!(*w, "second" | "further" | "new" | "another" | "again"));
            if let Some((other, ..)) = early
                && !again
            {
                raws.push(Raw::with(
                    "date.order",
                    letter.dates[*index].span,
                    letter.dates[*other].span.of(letter.text()),
                ));
            }
        }
    }
}
