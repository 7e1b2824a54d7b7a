//! Initials: which tokens are some, and whether the letter spells them out at or before their first use.

use crate::document::{Letter, Shape};
use crate::words::Words;
use std::collections::HashSet;

/// Small words that initials leave out ("Victims' Right to Review" is VRR).
fn is_skipped(word: &str) -> bool {
    matches!(word, "of" | "and" | "the" | "to" | "for" | "in" | "on" | "a" | "an" | "with" | "by" | "at" | "or")
}

/// The letters of a token of initials, in capitals: "RUI'd" and "VLOs" give RUI and VLO.
pub(super) fn letters_of(token: &str) -> String {
    let mut out = String::new();
    for c in token.chars() {
        if c.is_uppercase() || c.is_ascii_digit() {
            out.push(c);
        } else if c == '.' || c == '&' {
        } else {
            break;
        }
    }
    out
}

/// Whether the letter gives the words behind the initials at `at`, before or right after their first use.
pub(super) fn spelled_out(letter: &Letter, at: usize) -> bool {
    let Some(word) = letter.words.get(at) else { return false };
    let initials: Vec<char> =
        letters_of(letter.word_text(at)).chars().filter(|c| c.is_alphabetic()).collect();
    if initials.len() < 2 {
        return false;
    }
    // Right after, in brackets: "VRR (Victims' Right to Review)".
    let end = letter.sentences.get(word.sentence).map_or(at, |s| s.words.end);
    let opens = letter.words.get(at + 1).is_some_and(|next| {
        letter.text().get(word.span.end..next.span.start).is_some_and(|t| t.contains('(') || t.contains(','))
    });
    if opens && run_spells(letter, at + 1, end, &initials) {
        return true;
    }
    // Anywhere before, in text that the reader has read.
    (0..at).any(|from| {
        let first = letter.folded(from).chars().next();
        first.is_some_and(|c| c.eq_ignore_ascii_case(&initials[0])) && run_spells(letter, from, at, &initials)
    })
}

/// Whether the words from `from` on begin with these initials one after the other, within one sentence.
fn run_spells(letter: &Letter, from: usize, end: usize, initials: &[char]) -> bool {
    let Some(sentence) = letter.words.get(from).map(|w| w.sentence) else { return false };
    let mut wanted = initials.iter();
    let mut next = wanted.next();
    let mut at = from;
    while let Some(c) = next {
        let Some(word) = letter.words.get(at).filter(|w| at < end && w.sentence == sentence) else {
            return false;
        };
        let folded = letter.folded(at);
        let fits = folded.chars().next().is_some_and(|f| f.eq_ignore_ascii_case(c));
        if fits && !matches!(word.shape, Shape::Capitals | Shape::Number) {
            next = wanted.next();
        } else if !is_skipped(folded) || at == from {
            return false;
        }
        at += 1;
    }
    true
}

/// Whether a token looks like initials or office shorthand that no list knows: capitals that are no word,
/// capitals with digits behind ("MG11"), a plural or past of capitals ("RUI'd").
pub(super) fn looks_like_initials(letter: &Letter, at: usize, words: &Words, known: &HashSet<String>) -> bool {
    let Some(word) = letter.words.get(at) else { return false };
    if word.quoted || word.joined || !matches!(word.shape, Shape::Capitals | Shape::Mixed) {
        return false;
    }
    let text = letter.word_text(at);
    let capitals = text.chars().take_while(|c| c.is_ascii_uppercase()).count();
    let rest = text.get(capitals..).unwrap_or("");
    let shaped = match word.shape {
        Shape::Capitals => rest.is_empty() && (2..=5).contains(&capitals),
        _ => {
            (2..=5).contains(&capitals)
                && (matches!(rest, "s" | "'s" | "’s" | "'d" | "’d")
                    || (!rest.is_empty() && rest.len() <= 2 && rest.bytes().all(|b| b.is_ascii_digit())))
        }
    };
    if !shaped {
        return false;
    }
    let initials = text.get(..capitals).unwrap_or("");
    if known.contains(initials) || initials.chars().all(|c| matches!(c, 'I' | 'V' | 'X')) {
        return false;
    }
    // "NOT", "MUST": a word in capitals is emphasis.
    let folded = initials.to_lowercase();
    if rest.is_empty() && (words.is_familiar(&folded) || words.common(&folded).is_some_and(|c| c >= 40) && capitals > 3) {
        return false;
    }
    // Part of a reference, a postcode, a web address, a name in capitals.
    let around = |from: usize, to: usize| letter.text().get(from..to).unwrap_or("");
    let before = around(word.span.start.saturating_sub(1), word.span.start);
    let after = around(word.span.end, word.span.end + 1);
    if ["/", "-", ".", "@", "_"].contains(&before) || ["/", "-", "@", "_"].contains(&after) {
        return false;
    }
    let neighbour = |n: Option<usize>| {
        n.and_then(|n| letter.words.get(n)).filter(|w| w.sentence == word.sentence).map(|w| w.shape)
    };
    let before = neighbour(at.checked_sub(1));
    let after = neighbour(Some(at + 1));
    if matches!(after, Some(Shape::Number)) || matches!(before, Some(Shape::Number)) && capitals < 3 {
        return false;
    }
    let postcode = after == Some(Shape::Mixed)
        && letter.words.get(at + 1).is_some_and(|w| {
            let t = w.span.of(letter.text());
            t.len() == 3 && t.starts_with(|c: char| c.is_ascii_digit())
        });
    if postcode {
        return false;
    }
    // "Mr JR Smith", "J AMIN": initials of a name.
    let title = at > 0
        && matches!(
            letter.folded(at - 1),
            "mr" | "mrs" | "ms" | "miss" | "dr" | "pc" | "dc" | "ds" | "dear" | "sergeant" | "constable" | "inspector"
        );
    let runs = |s: Option<Shape>| s == Some(Shape::Capitals);
    !title && !(runs(before) && runs(after))
}
