//! Roads and houses that are named in two ways.

use super::super::Raw;
use crate::document::{BlockKind, Letter};
use crate::shapes::plain;
use crate::span::Span;
use lazy_static::lazy_static;
use regex::Regex;
use std::collections::BTreeMap;

lazy_static! {
    static ref ROAD: Regex = plain(r"\b([AMB]\d{1,4}(?:\(M\))?)\b");
}

/// Kinds of streets.
const STREETS: [&str; 14] = [
    "street", "road", "lane", "avenue", "close", "drive", "terrace", "place", "way", "court", "gardens",
    "grove", "crescent", "row",
];

/// "the A487" once where the letter has the A470.
pub(super) fn roads(letter: &Letter, raws: &mut Vec<Raw>) {
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
pub(super) fn addresses(letter: &Letter, raws: &mut Vec<Raw>) {
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
