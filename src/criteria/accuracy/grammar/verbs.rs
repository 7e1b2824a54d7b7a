//! Forms of verbs after the words that ask for them: "will informed", "has receive", "did not told", "I seen",
//! "with the date been vacated".

use super::classes::{ADJECTIVE, ADVERB, BASE, BEEN, HELPER, NOUN, NOUNS, PARTICIPLE, PAST, RELATIVE, THIRD};
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

/// A verb in a form that the word before it does not take.
pub(super) fn forms(text: &Text<'_>, slips: &mut Vec<Slip>) {
    for at in text.words.clone() {
        if text.quoted(at) {
            continue;
        }
        if text.is(at, HELPER)
            && let Some(verb) = wrong_after(text, at)
        {
            slips.push(Slip { rule: "grammar.verb_form", span: text.span(at, verb), instead: None });
        }
        if let Some(verb) = bare_participle(text, at) {
            slips.push(Slip { rule: "grammar.verb_form", span: text.span(at, verb), instead: None });
        }
    }
}

/// Whether a word is a past that no helping verb takes: "went", but not "decided".
fn only_past(text: &Text<'_>, at: usize) -> bool {
    text.only(at, PAST) && !text.folded(at).ends_with("ed")
}

/// The word that follows `at`, adverbs passed over; none where a mark stands between.
fn next_verb(text: &Text<'_>, at: usize) -> Option<usize> {
    let mut next = at + 1;
    while next < at + 3 && (text.folded(next) == "not" || text.only(next, ADVERB)) {
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
                && (text.only(verb, BASE) || only_past(text, verb))
        }
        _ => {
            let clefts = (text.words.start..at).any(|w| {
                matches!(text.folded(w), "do" | "does" | "did" | "done" | "doing" | "what" | "all" | "only")
            });
            !clefts && (text.only(verb, BASE) || only_past(text, verb))
        }
    };
    wrong.then_some(verb)
}

/// Whether a word is a form of a verb that cannot follow "will" or "did not": "informed", "told", "decides".
fn no_base(text: &Text<'_>, verb: usize) -> bool {
    text.only(verb, PAST | PARTICIPLE | THIRD)
        || text.is(verb, PARTICIPLE) && text.only(verb, PAST | PARTICIPLE | ADJECTIVE)
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

/// Whether a word is a form of "have", or ends in one that is cut short: "he's", "they've", "who'd".
fn has(word: &str) -> bool {
    matches!(word, "has" | "have" | "had" | "having" | "hasn't" | "haven't" | "hadn't" | "ve")
        || word.ends_with("'ve")
        || word.ends_with("'d")
        || matches!(word, "he's" | "she's" | "it's" | "that's" | "who's" | "what's" | "there's" | "which's")
}

/// Words right before "been" after which other rules speak, or which cut "has" short behind a noun.
fn close(word: &str) -> bool {
    matches!(word, "of" | "as") || word.ends_with("'s")
}

/// A form of "have" may stand far before its "been", over a list or an aside: the whole sentence before it
/// is looked through, and only where there is none is the word surely wrong.
pub(super) fn been(text: &Text<'_>, slips: &mut Vec<Slip>) {
    if !text.words.clone().any(|at| text.is(at, BEEN)) {
        return;
    }
    let mut have = false;
    for at in text.words.clone() {
        let word = text.folded(at);
        have |= has(word);
        if word != "been" || have || at == text.words.start || text.quoted(at) || !text.flows(at - 1) {
            continue;
        }
        // "ex-been", "a has-been": a hyphen makes another word.
        if text.letter.words[at].joined || !text.flows(at) {
            continue;
        }
        if (at.saturating_sub(2).max(text.words.start)..at).any(|w| close(text.folded(w))) {
            continue;
        }
        slips.push(Slip { rule: "grammar.been", span: text.span(at - 1, at), instead: Some("being".into()) });
    }
}
