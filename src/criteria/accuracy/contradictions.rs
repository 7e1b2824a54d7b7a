//! Dates that cannot be, and statements that do not fit one another.

use super::{Raw, View};
use crate::calendar::written;
use crate::document::{BlockKind, DateMention, Letter, Shape};
use crate::lexicon::Hit;
use crate::numerals;
use crate::shapes::plain;
use crate::span::Span;
use jiff::civil::Date;
use lazy_static::lazy_static;
use regex::Regex;
use std::collections::BTreeMap;

lazy_static! {
    static ref AMOUNT: Regex = plain(r"£\s?(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d{2}))?");
    static ref ROAD: Regex = plain(r"\b([AMB]\d{1,4}(?:\(M\))?)\b");
    static ref TERM: Regex = plain(
        r"(?i)\b(\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|twenty)[ -](years?|months?)(?:['’]s?|['’])?(?: and (\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|eleven) months?)?"
    );
}

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
/// Kinds of streets.
const STREETS: [&str; 14] = [
    "street", "road", "lane", "avenue", "close", "drive", "terrace", "place", "way", "court", "gardens",
    "grove", "crescent", "row",
];
const WEEKDAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

pub(super) fn read(view: &View<'_>) -> Vec<Raw> {
    let mut raws = Vec::new();
    days(view.letter, &mut raws);
    relative(view, &mut raws);
    decision(view, &mut raws);
    events(view, &mut raws);
    neighbours(view, &mut raws);
    amounts(view.letter, &mut raws);
    outcomes(view, &mut raws);
    order(view, &mut raws);
    sums(view.letter, &mut raws);
    roads(view.letter, &mut raws);
    addresses(view.letter, &mut raws);
    terms(view.letter, &mut raws);
    raws
}

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
fn days(letter: &Letter, raws: &mut Vec<Raw>) {
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
fn relative(view: &View<'_>, raws: &mut Vec<Raw>) {
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
fn decision(view: &View<'_>, raws: &mut Vec<Raw>) {
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

/// The last words before a place, in its sentence.
fn lead(letter: &Letter, span: Span, most: usize) -> Vec<&str> {
    let end = letter.words.partition_point(|w| w.span.end <= span.start);
    let sentence = letter.words.get(end).or_else(|| letter.words.last()).map(|w| w.sentence);
    let mut start = end;
    while start > 0 && end - start < most && Some(letter.words[start - 1].sentence) == sentence {
        start -= 1;
    }
    (start..end).map(|w| letter.folded(w)).collect()
}

/// Two dates for one event: the same noun, days that lie close or share their number.
fn events(view: &View<'_>, raws: &mut Vec<Raw>) {
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
fn neighbours(view: &View<'_>, raws: &mut Vec<Raw>) {
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

/// "£14,020" where the letter has £14,200.
fn amounts(letter: &Letter, raws: &mut Vec<Raw>) {
    if !letter.text().contains('£') {
        return;
    }
    let mut counts: BTreeMap<String, Vec<Span>> = BTreeMap::new();
    for m in AMOUNT.find_iter(letter.text()) {
        let digits: String = m.as_str().chars().filter(char::is_ascii_digit).collect();
        counts.entry(digits).or_default().push(Span::new(m.start(), m.end()));
    }
    for (digits, spans) in &counts {
        if digits.len() < 4 || spans.len() != 1 {
            continue;
        }
        // The same digits in another order.
        let mut sorted: Vec<u8> = digits.bytes().collect();
        sorted.sort_unstable();
        let twin = counts.iter().find(|(other, others)| {
            *other != digits && other.len() == digits.len() && {
                let mut bytes: Vec<u8> = other.bytes().collect();
                bytes.sort_unstable();
                bytes == sorted && (others.len() > 1 || others[0].start < spans[0].start)
            }
        });
        if let Some((_, others)) = twin {
            raws.push(Raw::with("contradiction.amount", spans[0], others[0].of(letter.text())));
        }
    }
}

/// Both halves of a pair of `accuracy/opposites.toml`, each said flatly. A contrary pair must stand side by
/// side or name one day: of two hearings the reader may be needed at one.
fn outcomes(view: &View<'_>, raws: &mut Vec<Raw>) {
    let (letter, lexicon) = (view.letter, view.case.lexicon);
    for (category, rule) in [("opposite", "contradiction.outcome"), ("contrary", "contradiction.flat")] {
        let hits: Vec<(&str, &Hit)> = view
            .case
            .hits
            .of(lexicon, category)
            .filter(|h| flat(letter, h))
            .filter_map(|h| Some((lexicon.entries.get(h.entry)?.id.as_str(), h)))
            .collect();
        let mut told: Vec<&str> = Vec::new();
        for (id, hit) in &hits {
            let half = id.strip_suffix("_not").unwrap_or(id);
            if told.contains(&half) {
                continue;
            }
            let rival = hits.iter().find(|(other, rival)| {
                other != id
                    && other.strip_suffix("_not").unwrap_or(other) == half
                    && rival.span.start > hit.span.start
                    && !rival.span.overlaps(hit.span)
                    && if category == "contrary" {
                        beside(view, hit, rival)
                    } else {
                        rival.sentence != hit.sentence
                    }
            });
            let Some((_, rival)) = rival else { continue };
            told.push(half);
            let first = letter.sentences[hit.sentence].span;
            let quote: String = first.of(letter.text()).split_whitespace().collect::<Vec<_>>().join(" ");
            let last = letter.sentences[rival.sentence].span;
            let span = match rival.sentence - hit.sentence {
                0 => hit.span.join(rival.span),
                1 if category == "contrary" => first.join(last),
                _ => last,
            };
            raws.push(Raw::with(rule, span, quote.chars().take(120).collect::<String>()));
        }
    }
}

/// Whether a statement is made, and not supposed, asked or told of another time.
fn flat(letter: &Letter, hit: &Hit) -> bool {
    letter.sentences.get(hit.sentence).is_some_and(|sentence| {
        !sentence.words.clone().any(|w| {
            // "may", and not the month.
            letter.words[w].shape == Shape::Lower && letter.folded(w) == "may"
                || matches!(
                    letter.folded(w),
                    "if" | "whether"
                        | "might"
                        | "would"
                        | "could"
                        | "unless"
                        | "or"
                        | "had"
                        | "before"
                        | "until"
                        | "other"
                        | "another"
                        | "first"
                )
        })
    })
}

/// Whether two statements stand in one sentence or in neighbours of one paragraph and name no two days, or
/// name one day wherever they stand.
fn beside(view: &View<'_>, one: &Hit, other: &Hit) -> bool {
    let letter = view.letter;
    let days = |hit: &Hit| -> Vec<(Option<i8>, i8)> {
        let span = letter.sentences[hit.sentence].span;
        letter.dates.iter().filter(|d| span.contains(d.span)).map(|d| (d.parts.0, d.parts.1)).collect()
    };
    let (a, b) = (days(one), days(other));
    if !a.is_empty() && !b.is_empty() {
        return one.sentence == other.sentence || a.iter().any(|day| b.contains(day));
    }
    let (s, t) = (&letter.sentences[one.sentence], &letter.sentences[other.sentence]);
    s.block == t.block && other.sentence - one.sentence <= 1
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
fn order(view: &View<'_>, raws: &mut Vec<Raw>) {
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

/// "£40 and £25, £75 in all".
fn sums(letter: &Letter, raws: &mut Vec<Raw>) {
    if !letter.text().contains('£') {
        return;
    }
    for sentence in &letter.sentences {
        let text = sentence.span.of(letter.text());
        let whole = text.find("in total").or_else(|| text.find("in all")).or_else(|| text.find("altogether"));
        let Some(whole) = whole else { continue };
        let amounts: Vec<(usize, usize, u64)> = AMOUNT
            .captures_iter(text)
            .filter_map(|c| {
                let (all, pounds) = (c.get(0)?, c.get(1)?);
                let pounds: u64 =
                    pounds.as_str().replace(',', "").parse().ok().filter(|p| *p < 1_000_000_000)?;
                let pence: u64 = c.get(2).map_or(Some(0), |p| p.as_str().parse().ok())?;
                Some((all.start(), all.end(), pounds * 100 + pence))
            })
            .collect();
        // The total stands right before the words that call it one, or is the last amount.
        let Some((total, parts)) = amounts.split_last() else { continue };
        if parts.len() < 2 || whole.checked_sub(total.1).is_none_or(|gap| gap > 3) {
            continue;
        }
        let sum: u64 = parts.iter().map(|p| p.2).sum();
        if sum != total.2 {
            let span = Span::new(sentence.span.start + total.0, sentence.span.start + total.1);
            let pence = if sum.is_multiple_of(100) { String::new() } else { format!(".{:02}", sum % 100) };
            raws.push(Raw::with("contradiction.sum", span, format!("£{}{pence}", sum / 100)));
        }
    }
}

/// "the A487" once where the letter has the A470.
fn roads(letter: &Letter, raws: &mut Vec<Raw>) {
    let mut counts: BTreeMap<&str, Vec<Span>> = BTreeMap::new();
    let may = |pair: &[u8]| matches!(pair, [b'A' | b'M' | b'B', b'0'..=b'9']);
    let text = if letter.text().as_bytes().windows(2).any(may) { letter.text() } else { "" };
    for m in ROAD.find_iter(text) {
        if letter.blocks.iter().any(|b| b.kind.is_body() && b.span.contains(Span::new(m.start(), m.end()))) {
            counts.entry(m.as_str()).or_default().push(Span::new(m.start(), m.end()));
        }
    }
    if counts.len() != 2 {
        return;
    }
    let pairs: Vec<(&&str, &Vec<Span>)> = counts.iter().collect();
    let (a, b) = (pairs[0], pairs[1]);
    let (first, second) = if a.1[0].start < b.1[0].start { (a, b) } else { (b, a) };
    if second.1.len() == 1
        && first.0.len() == second.0.len()
        && first.0.len() >= 3
        && first.0[..2] == second.0[..2]
    {
        raws.push(Raw::with("contradiction.code", second.1[0], first.0.to_string()));
    }
}

/// "21 DOVEHOUSE LANE" in a letter addressed to 21 Dovecot Lane: one number, one kind of street, two names.
fn addresses(letter: &Letter, raws: &mut Vec<Raw>) {
    // The number, the name and the kind of each address, with the place of its first and last word.
    let find = |words: std::ops::Range<usize>| -> Vec<(usize, usize)> {
        words
            .filter(|w| {
                let text = letter.word_text(*w);
                (1..=4).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit())
            })
            .filter_map(|w| {
                let street =
                    |at: usize| letter.words.get(at).is_some() && STREETS.contains(&letter.folded(at));
                let named = |at: usize| {
                    letter
                        .words
                        .get(at)
                        .is_some_and(|word| word.span.of(letter.text()).starts_with(char::is_uppercase))
                };
                (w + 2..=w + 3).find(|end| street(*end) && (w + 1..*end).all(named)).map(|end| (w, end))
            })
            .collect()
    };
    let own: Vec<(usize, usize)> = letter
        .blocks
        .iter()
        .filter(|b| b.kind == BlockKind::Address)
        .flat_map(|b| find(b.words.clone()))
        .collect();
    if own.is_empty() {
        return;
    }
    let name = |(from, to): (usize, usize)| (from + 1..to).map(|w| letter.folded(w)).collect::<Vec<_>>();
    for block in letter.blocks.iter().filter(|b| b.kind.is_body() || b.kind == BlockKind::Subject) {
        for there in find(block.words.clone()) {
            let alike = own.iter().find(|here| {
                letter.folded(here.0) == letter.folded(there.0)
                    && letter.folded(here.1) == letter.folded(there.1)
            });
            if let Some(here) = alike
                && name(*here) != name(there)
            {
                let span = |(from, to): (usize, usize)| letter.words[from].span.join(letter.words[to].span);
                raws.push(Raw::with("contradiction.address", span(there), span(*here).of(letter.text())));
            }
        }
    }
}

/// Months of a term written in words or figures.
fn months(text: &str) -> Option<u32> {
    let c = TERM.captures(text)?;
    let number =
        |s: &str| -> Option<u32> { s.parse().ok().or_else(|| numerals::number(&s.to_ascii_lowercase())) };
    let count = number(c.get(1)?.as_str())?;
    let unit = if c.get(2)?.as_str().to_ascii_lowercase().starts_with('y') { 12 } else { 1 };
    let rest = c.get(3).and_then(|m| number(m.as_str())).unwrap_or(0);
    Some(count * unit + rest)
}

/// The lines of the text in which words of some forms stand, with where each begins, in order.
fn lines_with<'l>(letter: &'l Letter, forms: &[bool]) -> Vec<(usize, &'l str)> {
    let text = letter.text();
    let mut lines: Vec<(usize, &str)> = Vec::new();
    let mut end = 0;
    for (at, word) in letter.words.iter().enumerate() {
        if !forms[letter.form(at)] || word.span.start < end {
            continue;
        }
        let from = text[..word.span.start].rfind('\n').map_or(0, |n| n + 1);
        end = text[word.span.start..].find('\n').map_or(text.len(), |n| word.span.start + n);
        lines.push((from, &text[from..end]));
    }
    lines
}

/// Two lengths for one sentence.
fn terms(letter: &Letter, raws: &mut Vec<Raw>) {
    // (place, months, whether it is stated as the sentence imposed, whether it is spoken of as known)
    let mut stated: Vec<(Span, u32)> = Vec::new();
    let mut spoken: Vec<(Span, u32)> = Vec::new();
    // Every length of a sentence is said in years or months.
    let lengths = letter.of_forms(|word, _| word.starts_with("year") || word.starts_with("month"));
    if !lengths.contains(&true) {
        return;
    }
    for (start, m) in lines_with(letter, &lengths)
        .into_iter()
        .flat_map(|(from, line)| TERM.find_iter(line).map(move |m| (from + m.start(), m)).collect::<Vec<_>>())
    {
        let span = Span::new(start, start + m.len());
        let Some(length) = months(m.as_str()) else { continue };
        if !letter.blocks.iter().any(|b| b.kind.is_body() && b.span.contains(span)) {
            continue;
        }
        let before = lead(letter, span, 12);
        let end = letter.words.partition_point(|w| w.span.start < span.end);
        let after: Vec<&str> = (end..letter.words.len().min(end + 3)).map(|w| letter.folded(w)).collect();
        let last = before.last().copied().unwrap_or("");
        let follows = |words: &[&str]| after.first().is_some_and(|w| words.contains(w));
        if before
            .iter()
            .any(|w| matches!(*w, "sentenced" | "jailed" | "imposed" | "received" | "given" | "passed"))
            && (last == "to" || follows(&["imprisonment", "custody", "in", "detention"]))
            || (before.contains(&"custodial") && before.contains(&"term") && last == "of")
        {
            stated.push((span, length));
        } else if (before.contains(&"serving") && follows(&["term", "sentence", "extended"]))
            || (last == "of"
                && before.iter().rev().take(4).any(|w| matches!(*w, "one" | "sentence" | "term"))
                && before.iter().any(|w| matches!(*w, "sentence" | "term" | "description")))
            || (matches!(last, "his" | "her" | "the" | "their") && follows(&["sentence", "term"]))
            || (last == "of" && before.len() >= 3 && matches!(before[before.len() - 2], "sentence" | "term"))
            || (before.len() >= 2
                && before[before.len() - 2] == "in"
                && matches!(last, "his" | "her" | "their"))
        {
            spoken.push((span, length));
        }
    }
    let Some((first, length)) = stated.first().copied() else { return };
    for (span, other) in spoken {
        // Parts of a sentence are shorter; an extension, a minimum or half of it is named as such.
        let lead = lead(letter, span, 8);
        let part = lead.iter().any(|w| {
            matches!(
                *w,
                "minimum"
                    | "least"
                    | "half"
                    | "extension"
                    | "extended"
                    | "licence"
                    | "suspended"
                    | "further"
                    | "consecutive"
                    | "concurrent"
                    | "order"
            )
        });
        if other != length
            && !part
            && stated.iter().all(|(_, l)| *l != other)
            && other * 2 != length
            && stated.len() == 1
        {
            raws.push(Raw::with("contradiction.term", span, first.of(letter.text())));
        }
    }
}
