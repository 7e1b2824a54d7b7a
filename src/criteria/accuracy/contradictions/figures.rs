//! Amounts of money, sums and lengths of sentences that do not fit one another.

use super::super::Raw;
use super::{lead, lines_with};
use crate::document::Letter;
use crate::numerals;
use crate::shapes::plain;
use crate::span::Span;
use lazy_static::lazy_static;
use regex::Regex;
use std::collections::BTreeMap;

lazy_static! {
    static ref AMOUNT: Regex = plain(r"£\s?(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d{2}))?");
    static ref TERM: Regex = plain(
        r"(?i)\b(\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|twenty)[ -](years?|months?)(?:['’]s?|['’])?(?: and (\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|eleven) months?)?"
    );
}

/// "£14,020" where the letter has £14,200.
pub(super) fn amounts(letter: &Letter, raws: &mut Vec<Raw>) {
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

/// "£40 and £25, £75 in all".
pub(super) fn sums(letter: &Letter, raws: &mut Vec<Raw>) {
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

/// Two lengths for one sentence.
pub(super) fn terms(letter: &Letter, raws: &mut Vec<Raw>) {
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
