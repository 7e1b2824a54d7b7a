//! Shapes: things told by their form and not by their word, such as dates, telephone numbers, postcodes.
//!
//! They are found once for each sentence, from the shape of its words and a look at the text around them.

pub use super::shaped::{Shaped, TIME_WORDS};

use crate::document::{Letter, Shape};
use crate::span::Span;
use std::ops::Range;

/// The ends of web addresses that are written without "www".
const HOST_ENDS: [&str; 6] = [".uk", ".org", ".com", ".net", ".wales", ".cymru"];

/// The shapes that begin at a word, given as an index into [`Letter::words`], other than those that are
/// seen by the word's own shape (`<number>`, `<capital>`) or stand in the document (`<date>`): calls
/// `found` with the shape and its number of words.
pub fn at_word(letter: &Letter, at: usize, mut found: impl FnMut(Shaped, usize)) {
    let Some(word) = letter.words.get(at) else { return };
    let end = letter.sentences[word.sentence].words.end;
    let look = Look { letter, end };
    let mut tell = |shape: Shaped, words: Option<usize>| {
        if let Some(n) = words {
            found(shape, n);
        }
    };
    tell(Shaped::Postcode, look.postcode(at));
    if word.shape == Shape::Capitals {
        return;
    }
    tell(Shaped::Phone, look.phone(at));
    tell(Shaped::Money, look.money(at));
    tell(Shaped::Time, look.time(at));
    // The document keeps an address together as one word.
    if word.shape == Shape::Mixed {
        let text = letter.word_text(at);
        if is_email(text) {
            found(Shaped::Email, 1);
        } else if is_url(text) {
            found(Shaped::Url, 1);
        }
    }
}

/// The words of each date of a sentence, as indexes into [`Letter::words`].
pub fn dates(letter: &Letter, sentence: usize, mut found: impl FnMut(Range<usize>)) {
    let Some(span) = letter.sentences.get(sentence).map(|s| s.span) else { return };
    let first = letter.dates.partition_point(|d| d.span.end <= span.start);
    for date in letter.dates[first..].iter().take_while(|d| d.span.start < span.end) {
        if let Some(words) = words_of(letter, sentence, date.span) {
            found(words);
        }
    }
}

fn is_email(text: &str) -> bool {
    let Some((user, host)) = text.rsplit_once('@') else { return false };
    !user.is_empty()
        && !user.contains("//")
        && host.contains('.')
        && host.split('.').all(|p| !p.is_empty() && p.chars().all(|c| c.is_ascii_alphanumeric() || c == '-'))
}

fn is_url(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    if lower.starts_with("http://") || lower.starts_with("https://") || lower.starts_with("www.") {
        return lower.len() > 8;
    }
    if lower.contains('@') {
        return false;
    }
    let host = lower.split('/').next().unwrap_or("");
    host.split('.').all(|p| !p.is_empty() && p.chars().all(|c| c.is_ascii_alphanumeric() || c == '-'))
        && HOST_ENDS.iter().any(|t| host.ends_with(t))
}

/// The words of a sentence that a span touches.
fn words_of(letter: &Letter, sentence: usize, span: Span) -> Option<Range<usize>> {
    let words = letter.sentences[sentence].words.clone();
    let slice = letter.words.get(words.clone())?;
    let first = slice.partition_point(|w| w.span.end <= span.start);
    let last = slice.partition_point(|w| w.span.start < span.end);
    (first < last).then(|| words.start + first..words.start + last)
}

struct Look<'l> {
    letter: &'l Letter,
    end: usize,
}

impl Look<'_> {
    fn text(&self, at: usize) -> Option<&str> {
        (at < self.end).then(|| self.letter.word_text(at))
    }

    /// The characters between a word and the one after it.
    fn between(&self, at: usize) -> &str {
        let from = self.letter.words[at].span.end;
        let to = self.letter.words.get(at + 1).map_or(from, |w| w.span.start);
        self.letter.text().get(from..to).unwrap_or("")
    }

    /// The character directly before a word.
    fn before(&self, at: usize) -> Option<char> {
        self.letter.text().get(..self.letter.words[at].span.start)?.chars().next_back()
    }

    fn phone(&self, at: usize) -> Option<usize> {
        let first = self.text(at)?;
        let abroad = first.starts_with("+44") || (first.starts_with("44") && self.before(at) == Some('+'));
        if !abroad && !first.starts_with('0') && first != "116" {
            return None;
        }
        if at > 0 && self.letter.words[at].joined {
            return None;
        }
        let digits = |text: &str| {
            let bare = text.strip_prefix('+').unwrap_or(text);
            bare.bytes().all(|b| b.is_ascii_digit() || b == b'-').then_some(bare.len())
        };
        let (mut total, mut n) = (digits(first)?, 1);
        if first == "116" {
            let next = self.text(at + 1)?;
            return (next.len() == 3 && digits(next) == Some(3)).then_some(2);
        }
        let (least, most) = if abroad { (11, 13) } else { (10, 11) };
        let mut best = (least..=most).contains(&total).then_some(1);
        while let Some(next) = self.text(at + n) {
            if !self.between(at + n - 1).chars().all(|c| matches!(c, ' ' | '\u{a0}' | '-' | '(' | ')')) {
                break;
            }
            let Some(more) = digits(next) else { break };
            total += more;
            if total > most {
                break;
            }
            n += 1;
            if total >= least {
                best = Some(n);
            }
        }
        best
    }

    fn money(&self, at: usize) -> Option<usize> {
        let text = self.text(at)?;
        if text.starts_with(['£', '€']) || matches!(self.before(at), Some('£' | '€')) {
            let more =
                self.text(at + 1).is_some_and(|t| matches!(t, "million" | "billion" | "thousand" | "m"));
            return Some(1 + usize::from(more));
        }
        if !text.bytes().all(|b| b.is_ascii_digit() || b == b',' || b == b'.') {
            return None;
        }
        matches!(self.text(at + 1)?, "pounds" | "pence" | "pound").then_some(2)
    }

    fn time(&self, at: usize) -> Option<usize> {
        let lower = self.text(at)?.to_ascii_lowercase();
        let head = lower.trim_end_matches(|c: char| c.is_ascii_alphabetic() || c == '.');
        let tail = &lower[head.len()..];
        if !is_clock(head) {
            return None;
        }
        if matches!(tail.trim_start_matches('.'), "am" | "pm" | "a.m" | "p.m" | "a.m." | "p.m.") {
            return Some(1);
        }
        if !tail.is_empty() {
            return None;
        }
        match self.text(at + 1).map(str::to_ascii_lowercase).as_deref() {
            Some("am" | "pm" | "a.m" | "p.m" | "a.m." | "p.m." | "o'clock" | "o’clock" | "noon" | "hrs") => {
                return Some(2);
            }
            // "10 a.m." may come as three words.
            Some("a" | "p") => {
                let dotted = self.between(at + 1) == "."
                    && self.text(at + 2).is_some_and(|t| t.eq_ignore_ascii_case("m"));
                if dotted {
                    return Some(3);
                }
            }
            _ => {}
        }
        head.contains(':').then_some(1)
    }

    fn postcode(&self, at: usize) -> Option<usize> {
        let text = self.text(at)?;
        if is_outward(text) && self.text(at + 1).is_some_and(is_inward) && self.between(at).trim().is_empty()
        {
            return Some(2);
        }
        let cut = text.len().checked_sub(3)?;
        let (out, inward) = (text.get(..cut)?, text.get(cut..)?);
        (is_outward(out) && is_inward(inward)).then_some(1)
    }
}

fn is_clock(text: &str) -> bool {
    let (hour, minute) = text.split_once([':', '.']).unwrap_or((text, "00"));
    let small = |t: &str, below: u8| {
        (1..=2).contains(&t.len())
            && t.bytes().all(|b| b.is_ascii_digit())
            && t.parse::<u8>().is_ok_and(|n| n < below)
    };
    small(hour, 25) && minute.len() == 2 && small(minute, 60)
}

fn is_outward(text: &str) -> bool {
    let bytes = text.as_bytes();
    let letters = bytes.iter().take_while(|b| b.is_ascii_uppercase()).count();
    let rest = bytes.get(letters..).unwrap_or(&[]);
    (1..=2).contains(&letters)
        && (1..=2).contains(&rest.len())
        && rest[0].is_ascii_digit()
        && rest.iter().all(|b| b.is_ascii_digit() || b.is_ascii_uppercase())
}

fn is_inward(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() == 3 && bytes[0].is_ascii_digit() && bytes[1..].iter().all(u8::is_ascii_uppercase)
}
