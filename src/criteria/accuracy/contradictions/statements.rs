//! Statements that cannot both be true.

use super::super::{Raw, View};
use crate::document::{Letter, Shape};
use crate::lexicon::Hit;

/// Both halves of a pair of `accuracy/opposites.toml`, each said flatly. A contrary pair must stand side by
/// side or name one day: of two hearings the reader may be needed at one.
pub(super) fn outcomes(view: &View<'_>, raws: &mut Vec<Raw>) {
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
