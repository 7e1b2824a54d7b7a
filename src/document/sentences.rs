//! Sentences of running text: Unicode's boundaries, then a pass of our own that joins what an
//! abbreviation parted and parts what a missing blank or a small letter joined.

use super::abbreviations::{Abbreviation, abbreviation, is_calendar_word, opens_sentence};
use super::boundaries;
use crate::span::Span;
use unicode_segmentation::UnicodeSegmentation;

/// Longest stretch without a letter that Unicode's rules are asked about: they look ahead over such a
/// stretch from each of its characters.
const LETTERLESS_BYTES: usize = 96;
/// How far a token is followed to tell an address from two sentences.
const TOKEN_BYTES: usize = 64;

/// Buffers that are kept from block to block.
#[derive(Default)]
pub(super) struct Splitter {
    flat: String,
    breaks: Vec<usize>,
}

impl Splitter {
    /// Adds the sentences of one stretch of running text to `out`, line ends being blanks.
    pub fn split(&mut self, text: &str, span: Span, out: &mut Vec<Span>) {
        let source = span.of(text);
        let simple = !may_break(source);
        if simple {
            push(text, span.start, span.end, out);
            return;
        }
        let mut flat = std::mem::take(&mut self.flat);
        flatten(source, &mut flat);
        self.breaks.clear();
        unicode_breaks(&flat, &mut self.breaks);
        own_breaks(&flat, &mut self.breaks);
        self.breaks.sort_unstable();
        self.breaks.dedup();

        let mut from = 0;
        let mut letter = first_letter(&flat, 0);
        for &at in &self.breaks {
            if at > letter && parts_sentences(&flat, from, at) {
                push(text, span.start + from, span.start + at, out);
                from = at;
                letter = first_letter(&flat, from);
            }
        }
        push(text, span.start + from, span.end, out);
        self.flat = flat;
    }
}

/// The first letter or digit at or after `from`.
fn first_letter(flat: &str, from: usize) -> usize {
    flat[from..].find(char::is_alphanumeric).map_or(flat.len(), |i| from + i)
}

/// Adds a span without the blanks around it.
fn push(text: &str, from: usize, to: usize, out: &mut Vec<Span>) {
    let whole = &text[from..to];
    let body = whole.trim_start();
    let start = to - body.len();
    let body = body.trim_end();
    if !body.is_empty() {
        out.push(Span::new(start, start + body.len()));
    }
}

/// Whether the stretch may hold a boundary before its end.
fn may_break(source: &str) -> bool {
    let body = source.trim_end().trim_end_matches(['.', '!', '?']);
    body.bytes().any(|b| matches!(b, b'.' | b'?' | b'!') || b >= 0xe3 || matches!(b, 0xd6..=0xe1))
        || !body.is_ascii() && body.contains(['…', '‼', '⁇', '⁈', '⁉', '‽'])
}

/// Copies the stretch with its line ends as blanks, byte for byte as long.
fn flatten(source: &str, flat: &mut String) {
    flat.clear();
    flat.reserve(source.len());
    if source.is_ascii() {
        let mut rest = source;
        while let Some(end) = rest.bytes().position(|b| matches!(b, b'\t'..=b'\r')) {
            flat.push_str(&rest[..end]);
            flat.push(' ');
            rest = &rest[end + 1..];
        }
        flat.push_str(rest);
        return;
    }
    for c in source.chars() {
        match c {
            '\n' | '\r' | '\t' | '\u{b}' | '\u{c}' => flat.push(' '),
            '\u{85}' | '\u{a0}' => flat.push_str("  "),
            '\u{2028}' | '\u{2029}' => flat.push_str("   "),
            c => flat.push(c),
        }
    }
}

/// Unicode's sentence boundaries (UAX 29), leaving out long stretches without a letter.
fn unicode_breaks(flat: &str, breaks: &mut Vec<usize>) {
    if flat.is_ascii() && !has_long_letterless(flat.as_bytes()) {
        window(flat, 0, flat.len(), breaks);
        return;
    }
    let mut from = 0;
    let mut run = None;
    for (i, c) in flat.char_indices() {
        if c.is_alphabetic() {
            if let Some(start) = run.take()
                && i - start > LETTERLESS_BYTES
            {
                window(flat, from, start, breaks);
                from = i;
                breaks.push(i);
            }
        } else if run.is_none() {
            run = Some(i);
        }
    }
    let end = run.filter(|start| flat.len() - start > LETTERLESS_BYTES).unwrap_or(flat.len());
    window(flat, from.min(end), end, breaks);
}

/// Whether so long a stretch of plain characters holds no letter: each such stretch covers a place that is a
/// multiple of half its length, and the letters next to that place are far apart.
fn has_long_letterless(bytes: &[u8]) -> bool {
    let letter = |b: &u8| b.is_ascii_alphabetic();
    let step = LETTERLESS_BYTES / 2;
    (0..bytes.len()).step_by(step).any(|at| {
        let (before, after) = bytes.split_at(at);
        let run = before.iter().rev().take_while(|b| !letter(b)).count();
        run + after.iter().take_while(|b| !letter(b)).count() > LETTERLESS_BYTES
    })
}

fn window(flat: &str, from: usize, to: usize, breaks: &mut Vec<usize>) {
    if boundaries::add(&flat[from..to], from, breaks) {
        return;
    }
    breaks.extend(flat[from..to].split_sentence_bound_indices().map(|(i, _)| from + i).skip(1));
}

/// Boundaries that Unicode's rules do not see: after a full stop with no blank ("court.He"), before a
/// small letter or a digit, and after an ellipsis.
fn own_breaks(flat: &str, breaks: &mut Vec<usize>) {
    let bytes = flat.as_bytes();
    for i in memchr::memchr2_iter(b'.', 0xa6, bytes) {
        let after = match bytes[i] {
            b'.' => i + 1,
            0xa6 if flat.is_char_boundary(i + 1) && flat[..i + 1].ends_with('…') => i + 1,
            _ => continue,
        };
        match bytes.get(after) {
            Some(b' ') => {
                let next = skip_blanks(bytes, after);
                if next < bytes.len() && !matches!(bytes[next], b'.' | b'?' | b'!') {
                    breaks.push(next);
                }
            }
            Some(c) if c.is_ascii_uppercase() => breaks.push(after),
            _ => {}
        }
    }
}

fn skip_blanks(bytes: &[u8], from: usize) -> usize {
    // Long stretches of blanks end the search: what follows them is seen by Unicode's rules or not at all.
    let stop = bytes.len().min(from + LETTERLESS_BYTES);
    (from..stop).find(|&i| bytes[i] != b' ').unwrap_or(bytes.len())
}

/// Whether a sentence that begins at `from`, and holds a letter or digit, ends at the candidate `at`.
fn parts_sentences(flat: &str, from: usize, at: usize) -> bool {
    let (before, after) = (&flat[from..at], &flat[at..]);
    let Some(next) = next_letter(after) else { return false };
    let body = before.trim_end();
    let blank = body.len() < before.len();
    let closed = body.trim_end_matches(['"', '\'', '”', '’', ')', ']', '}', '»', '*', '_']);
    let closers = closed.len() < body.len();
    let small = next.is_lowercase();

    if closed.ends_with(['?', '!']) {
        // He asked "why?" and left. An address may hold a question mark.
        return if blank { !(closers && small) } else { !small && missing_blank(flat, at, "??", after) };
    }
    if closed.ends_with('…') || closed.ends_with("..") {
        return !small;
    }
    let Some(stem) = closed.strip_suffix('.') else {
        return !small;
    };
    if is_enumerator(stem) || is_inner_enumerator(stem) {
        return false;
    }
    if closers {
        return !small;
    }
    let token = token_before(stem);
    let word = first_word(after);
    let fresh = begins_sentence(word, after);
    match abbreviation(token) {
        Some(Abbreviation::Title) => fresh && token.eq_ignore_ascii_case("st"),
        Some(Abbreviation::Numbered) => !(next.is_ascii_digit() || small || after.starts_with(['(', '['])),
        Some(Abbreviation::Open) => false,
        Some(Abbreviation::Closing) => !(small || next.is_ascii_digit() || (is_calendar_word(word) && blank)),
        Some(Abbreviation::Calendar) => !(next.is_ascii_digit() || small),
        Some(Abbreviation::Initial) if !blank => false,
        Some(Abbreviation::Initial) if next.is_ascii_digit() => !matches!(token, "S" | "P" | "R"),
        Some(Abbreviation::Initial) => fresh || !(next.is_uppercase() && follows_name(stem)),
        Some(Abbreviation::Dotted) => next.is_uppercase() && fresh,
        None if !blank => missing_blank(flat, at, token, after),
        // An unknown short word with a full stop may be any abbreviation.
        None if small && is_pronoun(word) => true,
        None if small => token.chars().count() >= 4 && token.chars().all(char::is_alphabetic),
        None => true,
    }
}

/// Whether what follows begins as sentences begin, and not with an initial ("A. Smith").
fn begins_sentence(word: &str, after: &str) -> bool {
    opens_sentence(word)
        && !(word.len() == 1 && after.trim_start_matches(['"', '“', '(']).as_bytes().get(1) == Some(&b'.'))
}

/// Whether all before the stop is a number or one letter: "1. Ring me".
fn is_enumerator(stem: &str) -> bool {
    if stem.len() > 8 {
        return false;
    }
    let stem = stem.trim_start().trim_start_matches(['(', '"', '“']);
    match stem.len() {
        1 => stem.as_bytes()[0].is_ascii_alphanumeric() && stem != "I",
        2 | 3 => stem.bytes().all(|b| b.is_ascii_digit()),
        _ => false,
    }
}

/// Whether a number behind a colon or semicolon ends `stem`: "three steps: 1. Ring me".
fn is_inner_enumerator(stem: &str) -> bool {
    let head = stem.trim_end_matches(|c: char| c.is_ascii_digit());
    (1..=2).contains(&(stem.len() - head.len()))
        && head.ends_with(' ')
        && head.trim_end_matches(' ').ends_with([':', ';'])
}

/// Words that begin a sentence even where the writer uses no capitals.
fn is_pronoun(word: &str) -> bool {
    matches!(
        word,
        "i" | "i'm"
            | "im"
            | "i'll"
            | "i've"
            | "we"
            | "we're"
            | "we'll"
            | "you"
            | "he"
            | "she"
            | "they"
            | "it"
            | "it's"
            | "this"
            | "please"
            | "pls"
            | "if"
            | "there"
            | "but"
            | "so"
            | "the"
    )
}

/// The first letter or digit after a boundary, past opening quotes and brackets.
fn next_letter(after: &str) -> Option<char> {
    after.chars().take(LETTERLESS_BYTES).find(|c| c.is_alphanumeric())
}

/// The first word after a boundary.
fn first_word(after: &str) -> &str {
    let start = after.find(char::is_alphanumeric).unwrap_or(after.len());
    let rest = &after[start..];
    let end = rest
        .char_indices()
        .take(TOKEN_BYTES)
        .find(|(_, c)| !c.is_alphanumeric() && !matches!(c, '\'' | '’'))
        .map_or(rest.len().min(TOKEN_BYTES), |(i, _)| i);
    rest.get(..end).unwrap_or("")
}

/// The letters, digits and inner points that end `stem`.
fn token_before(stem: &str) -> &str {
    let mut start = stem.len();
    for (i, c) in stem.char_indices().rev().take(TOKEN_BYTES) {
        if !(c.is_alphanumeric() || c == '.' || c == '\'' || c == '’') {
            break;
        }
        start = i;
    }
    &stem[start..]
}

/// Whether the initial that ends `stem` stands where a name's initial stands: first in its sentence, or
/// after a title, another initial or a capitalised word.
fn follows_name(stem: &str) -> bool {
    let head = stem[..stem.len() - 1].trim_end_matches(' ');
    if head.is_empty() {
        return true;
    }
    if let Some(before) = head.strip_suffix('.') {
        return abbreviation(token_before(before)).is_some_and(|a| {
            matches!(a, Abbreviation::Title | Abbreviation::Initial | Abbreviation::Dotted)
        });
    }
    let word = token_before(head);
    if word.is_empty() {
        return head.ends_with(['(', '"', '“', ',']);
    }
    word.chars().next().is_some_and(char::is_uppercase)
        || matches!(word, "by" | "and" | "from" | "to" | "with" | "v")
}

/// Whether "court.He" are two sentences that lost their blank, and no address or abbreviation.
fn missing_blank(flat: &str, at: usize, token: &str, after: &str) -> bool {
    if token.chars().count() < 2 || token.contains('.') {
        return false;
    }
    let mut chars = after.chars();
    let (first, second) = (chars.next(), chars.next());
    let begins = first.is_some_and(char::is_uppercase)
        && second.is_some_and(|c| c.is_lowercase() || matches!(c, ' ' | '\'' | '’'));
    if !begins {
        return false;
    }
    // An address has one of these signs near by.
    let sign = |c: char| matches!(c, '@' | '/' | '\\' | '_');
    let near_after = after.chars().take(TOKEN_BYTES).take_while(|c| *c != ' ').any(sign);
    let near_before = flat[..at].chars().rev().take(TOKEN_BYTES).take_while(|c| *c != ' ').any(sign);
    !near_after && !near_before
}
