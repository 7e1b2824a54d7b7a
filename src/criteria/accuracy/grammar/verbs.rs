//! "been" without "has" or "have": "with the date been vacated".

use super::classes::BEEN;
use super::{Slip, Text};

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
