//! A sentence as the vocabulary sees it: its words, with dates, telephone numbers, sums and the like as
//! shapes, and the few marks that carry tone.

use crate::document::{Letter, Shape};
use std::ops::Range;

/// One thing that the vocabulary reads.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(super) struct Token<'l> {
    /// The folded word, or the name of a shape or mark.
    pub text: &'l str,
    /// The word it begins with, as an index into the letter's words.
    pub word: usize,
    /// Whether it is a word and not a shape or mark.
    pub is_word: bool,
}

/// Shapes and marks have names that no word can have.
const DATE: &str = "<date>";
const PHONE: &str = "<phone>";
const EMAIL: &str = "<email>";
const URL: &str = "<url>";
const MONEY: &str = "<money>";
const POSTCODE: &str = "<postcode>";
const TIME: &str = "<time>";
const NUMBER: &str = "<number>";
const EMERGENCY: &str = "<emergency>";

/// Reads the tokens of a run of words in one sentence into `out`.
///
/// `next_date` is where to look for dates first: an index into the letter's dates that only grows, since
/// sentences are read in order.
pub(super) fn read<'l>(letter: &'l Letter, words: Range<usize>, out: &mut Vec<Token<'l>>) {
    out.clear();
    let mut date = match letter.words.get(words.start) {
        Some(first) => letter.dates.partition_point(|d| d.span.end <= first.span.start),
        None => return,
    };
    let mut at = words.start;
    while at < words.end {
        let span = letter.words[at].span;
        while letter.dates.get(date).is_some_and(|d| d.span.end <= span.start) {
            date += 1;
        }
        let mut next = at + 1;
        // The 3 of "3 and 4 May" looks like any figure.
        if let Some(mention) = letter.dates.get(date).filter(|d| !d.carried)
            && mention.span.overlaps(span)
        {
            while next < words.end && letter.words[next].span.start < mention.span.end {
                next += 1;
            }
            out.push(Token { text: DATE, word: at, is_word: false });
        } else if let Some((shape, end)) = shape_at(letter, at, words.end) {
            next = end;
            out.push(Token { text: shape, word: at, is_word: false });
        } else {
            out.push(Token { text: letter.folded(at), word: at, is_word: true });
        }
        if let Some(mark) = mark_after(letter, next - 1) {
            out.push(Token { text: mark, word: next - 1, is_word: false });
        }
        at = next;
    }
}

/// A question mark, an exclamation mark or a dash behind a word.
fn mark_after(letter: &Letter, word: usize) -> Option<&'static str> {
    let from = letter.words[word].span.end;
    let to = letter.words.get(word + 1).map_or(letter.text().len(), |w| w.span.start);
    // Marks stand near the word; a long gap holds lines of other blocks.
    let between = letter.text().as_bytes().get(from..to.min(from + 6))?;
    if between == b" " {
        return None;
    }
    for (at, byte) in between.iter().enumerate() {
        match byte {
            b'?' => return Some("?"),
            b'!' => return Some("!"),
            b'\n' => return None,
            // The en dash and the em dash in UTF-8.
            0xe2 if between.get(at + 1) == Some(&0x80)
                && matches!(between.get(at + 2), Some(0x93 | 0x94)) =>
            {
                return Some("--");
            }
            _ => {}
        }
    }
    None
}

/// A shape that begins at a word, with the word behind it.
fn shape_at(letter: &Letter, at: usize, end: usize) -> Option<(&'static str, usize)> {
    let word = &letter.words[at];
    match word.shape {
        Shape::Lower | Shape::Capital => None,
        Shape::Number => Some(number(letter, at, end)),
        Shape::Mixed | Shape::Capitals => {
            let text = letter.folded(at);
            if text.contains('@') {
                return Some((EMAIL, at + 1));
            }
            if text.contains('.') && !text.as_bytes().first().is_some_and(u8::is_ascii_digit) {
                return Some((URL, at + 1));
            }
            let first = text.as_bytes().first()?;
            if first.is_ascii_digit() {
                if text.ends_with("am") || text.ends_with("pm") {
                    return Some((TIME, at + 1));
                }
                return Some((NUMBER, at + 1));
            }
            if text.starts_with('£') || text.starts_with('$') || text.starts_with('€') {
                return Some((MONEY, at + 1));
            }
            if text.starts_with('+') {
                return Some(number(letter, at, end));
            }
            if is_outward(text) && at + 1 < end && is_inward(letter.folded(at + 1)) {
                return Some((POSTCODE, at + 2));
            }
            text.bytes().any(|b| b.is_ascii_digit()).then_some((NUMBER, at + 1))
        }
    }
}

/// What a run of figures is.
fn number(letter: &Letter, at: usize, end: usize) -> (&'static str, usize) {
    let text = letter.folded(at);
    if text.starts_with('£') || text.starts_with('$') || text.starts_with('€') {
        return (MONEY, at + 1);
    }
    if matches!(text, "999" | "101" | "112" | "18000") {
        return (EMERGENCY, at + 1);
    }
    // A telephone number: figures that begin with 0, + or 116 and run on to nine digits or more.
    if text.starts_with('0') || text.starts_with('+') || text == "116" {
        let mut digits = 0;
        let mut next = at;
        while next < end
            && digits < 13
            && letter.folded(next).bytes().all(|b| b.is_ascii_digit() || b == b'+')
            && (next == at || letter.words[next].span.start - letter.words[next - 1].span.end <= 3)
        {
            digits += letter.folded(next).len();
            next += 1;
        }
        if digits >= 9 || (text == "116" && digits == 6) {
            return (PHONE, next);
        }
    }
    let next = letter.words.get(at + 1).filter(|_| at + 1 < end);
    if next.is_some() && matches!(letter.folded(at + 1), "am" | "pm" | "noon" | "o'clock") {
        return (TIME, at + 2);
    }
    if text.ends_with("am") || text.ends_with("pm") || is_clock(text) {
        return (TIME, at + 1);
    }
    (NUMBER, at + 1)
}

/// "10.30", "9:05".
fn is_clock(text: &str) -> bool {
    let Some((hours, minutes)) = text.split_once([':', '.']) else { return false };
    let is = |part: &str, most: u32| part.parse::<u32>().is_ok_and(|n| n < most);
    hours.len() <= 2 && minutes.len() == 2 && is(hours, 24) && is(minutes, 60)
}

/// "sw1a", "m1", "ls12": the first half of a postcode.
fn is_outward(text: &str) -> bool {
    (2..=4).contains(&text.len())
        && text.as_bytes()[0].is_ascii_lowercase()
        && text.bytes().any(|b| b.is_ascii_digit())
}

/// "2aa": the second half.
fn is_inward(text: &str) -> bool {
    matches!(text.as_bytes(), [a, b, c] if a.is_ascii_digit() && b.is_ascii_lowercase() && c.is_ascii_lowercase())
}
