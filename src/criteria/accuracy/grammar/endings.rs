//! Capitals of days and months and of "I", and the full stop that is missing.

use super::{Slip, Text};
use crate::document::{BlockKind, Language, Letter, Shape};
use crate::span::Span;

/// "monday", "january", "i".
pub(super) fn capitals(text: &Text<'_>, slips: &mut Vec<Slip>) {
    for at in text.words.clone() {
        if !matches!(text.shape(at), Shape::Lower) {
            continue;
        }
        let word = text.folded(at);
        let calendar = matches!(
            word,
            "monday"
                | "tuesday"
                | "wednesday"
                | "thursday"
                | "friday"
                | "saturday"
                | "sunday"
                | "mondays"
                | "tuesdays"
                | "wednesdays"
                | "thursdays"
                | "fridays"
                | "saturdays"
                | "sundays"
                | "january"
                | "february"
                | "april"
                | "june"
                | "july"
                | "september"
                | "october"
                | "november"
                | "december"
        ) || (matches!(word, "march" | "may" | "august") && at > text.words.start && {
            let before = text.folded(at - 1);
            let day = before.trim_end_matches(|c: char| c.is_ascii_alphabetic());
            !day.is_empty() && day.len() <= 2 && day.bytes().all(|b| b.is_ascii_digit())
        });
        let me = matches!(word, "i" | "i'm" | "i've" | "i'll" | "i'd")
            && text.flows(at)
            && (text.folded(at + 1).len() > 1)
            && !(at > text.words.start && text.letter.words[at].joined)
            && !text.gap(at).contains(')')
            && text.letter.text()[..text.letter.words[at].span.start]
                .chars()
                .next_back()
                .is_none_or(char::is_whitespace);
        if calendar || me {
            slips.push(Slip { rule: "grammar.capital", span: text.span(at, at), instead: None });
        }
    }
}

/// A sentence inside a paragraph that begins with a small letter, where the letter's others do not.
pub(super) fn sentence_starts(letter: &Letter, slips: &mut Vec<Slip>) {
    let mut small = Vec::new();
    let mut count = 0;
    for block in
        letter.blocks.iter().filter(|b| b.kind == BlockKind::Paragraph && b.language == Language::English)
    {
        for sentence in block.sentences.clone().skip(1) {
            let Some(s) = letter.sentences.get(sentence).filter(|s| s.words.len() >= 4) else { continue };
            count += 1;
            let before = letter.text()[..s.span.start].trim_end();
            let closed =
                before.ends_with(['.', '?', '!']) && !before.ends_with("..") && !before.ends_with(".'");
            // The word before may be an abbreviation that the cutter of sentences does not know.
            let word = before
                .trim_end_matches(['.', '?', '!'])
                .rsplit(|c: char| !c.is_alphanumeric())
                .next()
                .unwrap_or("");
            let first = &letter.words[s.words.start];
            if closed
                && word.chars().count() >= 3
                && word.chars().all(char::is_lowercase)
                && first.shape == Shape::Lower
                && !first.quoted
                && s.span.start == first.span.start
            {
                small.push(first.span);
            }
        }
    }
    // Who writes without capitals altogether makes one choice, not forty slips.
    if small.len() * 2 <= count {
        slips.extend(small.into_iter().map(|span| Slip {
            rule: "grammar.sentence_capital",
            span,
            instead: None,
        }));
    }
}

/// "court.The", "back,but".
pub(super) fn spacing(text: &Text<'_>, shaped: &[Span], slips: &mut Vec<Slip>) {
    for at in text.words.clone() {
        let gap = text.gap(at);
        if !matches!(gap, "." | "," | ";" | "?" | "!") {
            continue;
        }
        let (a, b) = (text.written(at), text.written(at + 1));
        let long = |w: &str| {
            w.chars().count() >= 2 && w.chars().all(|c| c.is_alphabetic() || c == '\'' || c == '\u{2019}')
        };
        let sentence = gap == "."
            && b.chars().next().is_some_and(char::is_uppercase)
            && b.chars().skip(1).all(char::is_lowercase);
        let clause = gap != ".";
        let span = text.span(at, at + 1);
        if long(a)
            && long(b)
            && a.chars().skip(1).all(|c| !c.is_uppercase())
            && (sentence || clause)
            && !shaped.iter().any(|s| s.overlaps(span))
        {
            slips.push(Slip { rule: "grammar.spacing", span, instead: None });
        }
    }
}

/// A paragraph of a dozen words or more that ends without a mark.
pub(super) fn stops(letter: &Letter, slips: &mut Vec<Slip>) {
    for (index, block) in letter.blocks.iter().enumerate() {
        if block.kind != BlockKind::Paragraph || block.words.len() < 12 || block.language != Language::English
        {
            continue;
        }
        let text = block.span.of(letter.text()).trim_end();
        let ends_open = text.chars().next_back().is_some_and(char::is_alphabetic);
        let next_is_paragraph = letter.blocks.get(index + 1).is_some_and(|b| {
            matches!(b.kind, BlockKind::Paragraph | BlockKind::SignOff | BlockKind::Heading)
                && b.span.of(letter.text()).chars().next().is_some_and(char::is_uppercase)
        });
        if ends_open && next_is_paragraph {
            let last = letter.words[block.words.end - 1].span;
            slips.push(Slip {
                rule: "grammar.full_stop",
                span: Span::new(last.start, last.end),
                instead: None,
            });
        }
    }
}
