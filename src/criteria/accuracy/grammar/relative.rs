//! The verb behind "who", "which" and "that", and the noun before them.

use super::agreement::S_FORMS;
use super::classes::{BASE, NOUNS, RELATIVE, SURE_PLURAL, SURE_SINGULAR, THIRD};
use super::{Slip, Text};
use crate::document::Shape;

/// "officers who was", "the order which keep".
pub(super) fn clauses(text: &Text<'_>, slips: &mut Vec<Slip>) {
    for at in text.words.clone() {
        if text.is(at, RELATIVE) && at > text.words.start && !text.quoted(at) && disagrees(text, at) {
            slips.push(Slip { rule: "grammar.relative", span: text.span(at - 1, at + 1), instead: None });
        }
    }
}

/// Whether the noun before the word and the verb behind it are not of one number.
fn disagrees(text: &Text<'_>, at: usize) -> bool {
    let (noun, verb) = (at - 1, at + 1);
    if !text.flows(noun) || !text.flows(at) || text.shape(noun) != Shape::Lower || text.closed(noun) {
        return false;
    }
    let before = || text.words.start.max(noun.saturating_sub(6))..noun;
    let word = text.folded(verb);
    if text.is(noun, SURE_PLURAL) {
        let singular =
            matches!(word, "is" | "was" | "has" | "isn't" | "wasn't" | "hasn't" | "doesn't" | "does")
                || text.only(verb, THIRD)
                || (S_FORMS.contains(&word) && text.folded(at) == "who");
        // "one of the officers who was", "the account of his neighbours that is": it may speak of the first.
        let other = before().any(|w| {
            matches!(
                text.folded(w),
                "of" | "one"
                    | "each"
                    | "neither"
                    | "either"
                    | "none"
                    | "any"
                    | "only"
                    | "from"
                    | "in"
                    | "by"
                    | "about"
                    | "with"
                    | "for"
                    | "on"
                    | "to"
                    | "at"
                    | "against"
                    | "a"
                    | "an"
                    | "another"
            ) || text.is(w, SURE_SINGULAR)
        });
        singular && !other
    } else if text.is(noun, SURE_SINGULAR) && text.folded(at) != "that" {
        let plural = matches!(word, "are" | "were" | "have" | "aren't" | "weren't" | "haven't" | "don't")
            || text.only(verb, BASE)
            || matches!(word, "keep" | "make" | "show" | "need" | "want" | "lead" | "deal");
        let other = before().any(|w| {
            text.is(w, NOUNS) || matches!(text.folded(w), "and" | "or" | "with" | "both" | "if" | "though")
        });
        plural && !other
    } else {
        false
    }
}
