//! Forms of verbs after the words that ask for them: "will informed", "has receive", "did not told", "I seen";
//! a verb that does not fit "who", "which" or "that".

use super::classes::{
    ADJECTIVE, ADVERB, ANY_PART, BASE, BREAKER, DETERMINER, HELPER, NOUN, NOUNS, OPENER, PARTICIPLE, PAST,
    PREPOSITION, RELATIVE, SURE_PLURAL, SURE_SINGULAR, THIRD,
};
use super::{Slip, Text};
use crate::document::Shape;

/// Verbs that help another, and decide which of its forms may follow.
pub(super) const HELPERS: &[&str] = &[
    "will",
    "would",
    "can",
    "could",
    "shall",
    "should",
    "must",
    "cannot",
    "can't",
    "couldn't",
    "wouldn't",
    "shouldn't",
    "won't",
    "mustn't",
    "might",
    "don't",
    "doesn't",
    "didn't",
    "has",
    "have",
    "had",
    "hasn't",
    "haven't",
    "hadn't",
    "was",
    "were",
    "been",
    "being",
    "wasn't",
    "weren't",
];

/// Reads them.
pub(super) fn read(text: &Text<'_>, slips: &mut Vec<Slip>) {
    for at in text.words.clone() {
        if text.quoted(at) {
            continue;
        }
        if text.is(at, HELPER)
            && let Some(verb) = wrong_after(text, at)
        {
            slips.push(Slip { rule: "grammar.verb_form", span: text.span(at, verb), instead: None });
        }
        if text.is(at, RELATIVE) && at > text.words.start && relative(text, at) {
            slips.push(Slip { rule: "grammar.relative", span: text.span(at - 1, at + 1), instead: None });
        }
        if let Some(verb) = bare_participle(text, at) {
            slips.push(Slip { rule: "grammar.verb_form", span: text.span(at, verb), instead: None });
        }
    }
}

/// Whether a word is some of these parts of speech and can be no other. Small words of grammar never are:
/// what a dictionary of parts says of "to" or "you" says nothing.
fn only(text: &Text<'_>, at: usize, parts: u32) -> bool {
    text.is(at, parts)
        && !text.is(at, ANY_PART & !parts)
        && !text.is(at, BREAKER | PREPOSITION | DETERMINER | OPENER)
}

/// Whether a word is a past that no helping verb takes: "went", but not "decided".
fn only_past(text: &Text<'_>, at: usize) -> bool {
    only(text, at, PAST) && !text.folded(at).ends_with("ed")
}

/// The word that follows `at`, adverbs passed over; none where a mark stands between.
fn next_verb(text: &Text<'_>, at: usize) -> Option<usize> {
    let mut next = at + 1;
    while next < at + 3 && (text.folded(next) == "not" || only(text, next, ADVERB)) {
        if !text.flows(next - 1) {
            return None;
        }
        next += 1;
    }
    (text.flows(next - 1) && text.shape(next) == Shape::Lower && !text.quoted(next)).then_some(next)
}

/// The verb behind a helping verb that is in a form that cannot follow it.
fn wrong_after(text: &Text<'_>, at: usize) -> Option<usize> {
    let verb = next_verb(text, at)?;
    let before = if at > text.words.start { text.folded(at - 1) } else { "" };
    // "your will left", "the can", "what they had": a noun, or the end of a clause about something else.
    let determined =
        matches!(before, "the" | "a" | "your" | "his" | "her" | "their" | "my" | "our" | "this" | "that");
    let wrong = match text.folded(at) {
        "will" | "would" | "can" | "could" | "shall" | "should" | "must" | "cannot" | "can't"
        | "couldn't" | "wouldn't" | "shouldn't" | "won't" | "mustn't" | "might" => {
            !determined && at > text.words.start && no_base(text, verb) && !turns(text, verb)
        }
        "don't" | "doesn't" | "didn't" => no_base(text, verb) && !turns(text, verb),
        "has" | "have" | "had" | "hasn't" | "haven't" | "hadn't" => {
            !relative_before(text, at)
                && text.folded(verb) != "till"
                && (only(text, verb, BASE) || only_past(text, verb))
        }
        _ => {
            let clefts = (text.words.start..at).any(|w| {
                matches!(text.folded(w), "do" | "does" | "did" | "done" | "doing" | "what" | "all" | "only")
            });
            !clefts && (only(text, verb, BASE) || only_past(text, verb))
        }
    };
    wrong.then_some(verb)
}

/// Whether a word is a form of a verb that cannot follow "will" or "did not": "informed", "told", "decides".
fn no_base(text: &Text<'_>, verb: usize) -> bool {
    only(text, verb, PAST | PARTICIPLE | THIRD)
        || text.is(verb, PARTICIPLE) && only(text, verb, PAST | PARTICIPLE | ADJECTIVE)
}

/// Participles that begin a phrase of their own: "as soon as we could given the delay".
fn turns(text: &Text<'_>, verb: usize) -> bool {
    matches!(
        text.folded(verb),
        "given"
            | "provided"
            | "based"
            | "compared"
            | "followed"
            | "combined"
            | "taken"
            | "concerning"
            | "let"
    )
}

/// Whether a helping verb may end a clause that describes a noun: "the evidence we had fell short".
fn relative_before(text: &Text<'_>, at: usize) -> bool {
    let pronoun = at > text.words.start
        && matches!(text.folded(at - 1), "i" | "we" | "you" | "they" | "he" | "she" | "it");
    if !pronoun {
        return at > text.words.start + 1 && text.is(at - 2, RELATIVE);
    }
    at > text.words.start + 1
        && (text.is(at - 2, NOUN | NOUNS | RELATIVE)
            || matches!(
                text.folded(at - 2),
                "what" | "whatever" | "all" | "everything" | "anything" | "those"
            ))
}

/// "officers who was", "the order which keep".
fn relative(text: &Text<'_>, at: usize) -> bool {
    let (noun, verb) = (at - 1, at + 1);
    if !text.flows(noun) || !text.flows(at) || text.shape(noun) != Shape::Lower || text.closed(noun) {
        return false;
    }
    let before = || text.words.start.max(noun.saturating_sub(6))..noun;
    let word = text.folded(verb);
    if text.is(noun, SURE_PLURAL) {
        let singular =
            matches!(word, "is" | "was" | "has" | "isn't" | "wasn't" | "hasn't" | "doesn't" | "does")
                || only(text, verb, THIRD)
                || (super::agreement::S_FORMS.contains(&word) && text.folded(at) == "who");
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
            || only(text, verb, BASE)
            || matches!(word, "keep" | "make" | "show" | "need" | "want" | "lead" | "deal");
        let other = before().any(|w| {
            text.is(w, NOUNS) || matches!(text.folded(w), "and" | "or" | "with" | "both" | "if" | "though")
        });
        plural && !other
    } else {
        false
    }
}

/// "I seen", "they done", "PC Adeyemi done": a participle with nothing to help it.
fn bare_participle(text: &Text<'_>, at: usize) -> Option<usize> {
    let verb = at + 1;
    let folded = text.folded(verb);
    let irregular =
        matches!(folded, "done" | "seen" | "gone" | "been" | "given" | "taken" | "written" | "spoken");
    if !irregular || !text.flows(at) {
        return None;
    }
    let before = if at > text.words.start { text.folded(at - 1) } else { "" };
    let opens = at == text.words.start
        || !text.flows(at - 1)
        || matches!(before, "that" | "because" | "but" | "and" | "when" | "if" | "so" | "after" | "before");
    let pronoun = matches!(text.folded(at), "i" | "he" | "she" | "we" | "they") && opens;
    let titled = matches!(before, "pc" | "dc" | "mr" | "mrs" | "ms" | "miss" | "ds" | "sgt" | "sergeant")
        && text.shape(at) == Shape::Capital
        && matches!(folded, "done" | "seen")
        && (at == text.words.start + 1 || !text.flows(at - 2) || text.folded(at - 2) == "that");
    (pronoun || titled).then_some(verb)
}
