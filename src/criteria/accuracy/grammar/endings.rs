//! Capitals of days and months and of "I", and the full stop that is missing.

use super::classes::CAPITAL;
use super::{Slip, Text};
use crate::document::{BlockKind, Language, Letter, Shape};
use crate::span::Span;

/// "monday", "january", "i".
pub(super) fn capitals(text: &Text<'_>, slips: &mut Vec<Slip>) {
    for at in text.words.clone() {
        if !matches!(text.shape(at), Shape::Lower) || !text.is(at, CAPITAL) {
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

/// Short forms that end in a full stop and do not end a sentence.
const SHORTENED: &[&str] = &[
    "approx", "para", "paras", "nos", "ref", "tel", "etc", "ext", "min", "mins", "max", "dept", "cont",
    "viz", "incl", "encl", "est", "fig", "inc", "resp", "mon", "tue", "tues", "wed", "thu", "thur", "thurs",
    "fri", "sat", "sun", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec",
    "hrs", "yrs", "wks", "ave",
];

/// What the marks between two words of a paragraph show: a sentence that begins with a small letter
/// ("court. the"), a space that is missing ("court.The", "back,but").
pub(super) fn joints(letter: &Letter, english: &[bool], shaped: &[Span], slips: &mut Vec<Slip>) {
    let mut small = Vec::new();
    let mut sentences = 0;
    for (number, block) in letter.blocks.iter().enumerate() {
        if !block.kind.is_body() || english.get(number) != Some(&true) {
            continue;
        }
        sentences += block.sentences.len();
        for at in block.words.start..block.words.end.saturating_sub(1) {
            let (one, next) = (&letter.words[at], &letter.words[at + 1]);
            if one.span.end > next.span.start {
                continue;
            }
            let gap = &letter.text()[one.span.end..next.span.start];
            if gap == " " {
                continue;
            }
            let (a, b) = (letter.word_text(at), letter.word_text(at + 1));
            let span = one.span.join(next.span);
            let plain = |w: &str| {
                w.chars().count() >= 2 && w.chars().all(|c| c.is_alphabetic() || c == '\'' || c == '\u{2019}')
            };
            match gap {
                ". " | "? " | "! " | ".  " => {
                    let ended =
                        one.shape == Shape::Lower && a.chars().count() >= 3 && !SHORTENED.contains(&a);
                    if ended && next.shape == Shape::Lower && plain(b) && !next.quoted {
                        small.push(next.span);
                    }
                }
                "." | "," | ";" | "?" | "!" => {
                    let capital = next.shape == Shape::Capital;
                    let sentence = gap == "." && capital && one.shape == Shape::Lower;
                    if (sentence || gap != ".")
                        && plain(a)
                        && plain(b)
                        && !shaped.iter().any(|s| s.overlaps(span))
                    {
                        slips.push(Slip { rule: "grammar.spacing", span, instead: None });
                    }
                }
                _ => {}
            }
        }
    }
    // Who writes without capitals altogether makes one choice, not forty slips.
    if small.len() * 2 <= sentences {
        slips.extend(small.into_iter().map(|span| Slip {
            rule: "grammar.sentence_capital",
            span,
            instead: None,
        }));
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
