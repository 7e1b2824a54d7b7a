//! A word of number and its noun: "in these circumstance", "another reasons".

use super::classes::NUMBER;
use super::{Grammar, Slip, Text};
use crate::document::Shape;

/// Words that several things follow.
pub(super) const MANY: &[&str] = &[
    "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "several", "these", "those",
    "many", "numerous", "various",
];
/// Words that one thing follows.
pub(super) const ONE: &[&str] = &["a", "an", "another", "every"];
/// Words behind the noun that show that no second noun comes, which the first would only describe.
const CLOSERS: &[&str] = &[
    "is", "are", "was", "were", "have", "has", "had", "in", "on", "at", "to", "of", "that", "which", "who",
    "for", "from", "with", "by", "as", "but", "will", "would", "could", "can", "may", "not", "because",
    "when", "before", "after", "during", "about", "it", "you", "we", "they", "he", "she", "the", "we've",
    "i", "so", "if", "against",
];

pub(super) fn read(grammar: &Grammar, text: &Text<'_>, slips: &mut Vec<Slip>) {
    for at in text.words.clone() {
        if !text.is(at, NUMBER) {
            continue;
        }
        let word = text.folded(at);
        let many = MANY.contains(&word);
        if text.quoted(at) || !text.flows(at) || text.shape(at + 1) != Shape::Lower {
            continue;
        }
        let noun = text.folded(at + 1);
        let wrong = if many {
            grammar.is_singular(noun) && !grammar.is_plural(noun) && noun != "evidence"
        } else {
            grammar.is_plural(noun)
                && !grammar.is_singular(noun)
                && !matches!(noun, "premises" | "proceedings" | "people")
        };
        // "two witness statements", "stage one review", "count two charge": the noun next door counts.
        let ends = !text.flows(at + 1) && !text.closed(at + 1) && !text.gap(at + 1).starts_with('-')
            || CLOSERS.contains(&text.folded(at + 2));
        let before = if at > text.words.start { text.folded(at - 1) } else { "" };
        let numbered = matches!(
            before,
            "stage"
                | "count"
                | "counts"
                | "part"
                | "section"
                | "option"
                | "page"
                | "category"
                | "level"
                | "class"
                | "right"
                | "step"
                | "phase"
                | "paragraph"
                | "charge"
                | "grade"
                | "room"
                | "unit"
                | "and"
                | "or"
                | "of"
        ) && !matches!(word, "these" | "those" | "several" | "many")
            && many;
        // "those charge", "many a case", "as many witness".
        let open = matches!(word, "those" | "these")
            && matches!(
                noun,
                "present" | "concern" | "charge" | "change" | "approach" | "review" | "report" | "claim"
            );
        if wrong && ends && !numbered && !open {
            slips.push(Slip { rule: "grammar.number", span: text.span(at, at + 1), instead: None });
        }
    }
}
