//! Words: letters and digits that stand together, with their folded form and shape.
//!
//! A hyphen parts words and is remembered in [`Word::joined`]; an apostrophe inside a word stays. Points,
//! commas, colons and slashes stay between digits ("10.30", "1,150", "14/05/2026") and vanish between
//! single letters ("e.g." is `eg`, "a.m." is `am`). An e-mail or web address is one word.

use super::{Shape, Word};
use crate::span::Span;

/// Longest local part and domain of an e-mail address (RFC 5321); keeps the look ahead short.
const LOCAL_BYTES: usize = 64;
const DOMAIN_BYTES: usize = 255;
/// Most bytes that are looked at to tell whether a stretch between blanks may be an address.
const TOKEN_BYTES: usize = 384;

/// Endings of a host name that is written without "www.".
const HOST_ENDINGS: [&str; 12] =
    ["uk", "com", "org", "net", "gov", "info", "wales", "cymru", "eu", "london", "scot", "police"];

/// Words and their folded forms, as they are gathered over a letter.
#[derive(Default)]
pub(super) struct Gathered {
    pub words: Vec<Word>,
    pub folded: String,
}

/// Gathers the words of `span`. Stops after `limit` words and returns where the next one begins, where
/// there is one.
pub(super) fn gather(
    text: &str,
    span: Span,
    sentence: usize,
    limit: usize,
    out: &mut Gathered,
) -> Option<usize> {
    let mut scan = Scan { text, bytes: text.as_bytes(), end: span.end, token: Token::default() };
    let first = out.words.len();
    let mut at = span.start;
    while let Some(start) = scan.next_start(at) {
        if out.words.len() - first >= limit {
            return Some(start);
        }
        let folded_from = out.folded.len();
        let (end, shape) = match scan.plain_word(start, &mut out.folded) {
            Some(plain) => plain,
            None => scan.word(start, &mut out.folded),
        };
        let joined = out.words.len() > first
            && out.words.last().is_some_and(|before| is_join(&text[before.span.end..start]));
        out.words.push(Word {
            span: Span::new(start, end),
            sentence,
            joined,
            shape,
            quoted: false,
            folded: (folded_from as u32, out.folded.len() as u32),
        });
        at = end;
    }
    None
}

/// Whether only a hyphen stands between two words, or a hyphen at the end of a line.
fn is_join(between: &str) -> bool {
    if between.starts_with(' ') {
        return false;
    }
    let Some(rest) = between.strip_prefix(['-', '\u{2010}', '\u{2011}']) else { return false };
    rest.is_empty() || (rest.starts_with(['\n', '\r']) && rest.bytes().all(|b| b.is_ascii_whitespace()))
}

/// What is known of the stretch between blanks that a word begins in.
#[derive(Default)]
struct Token {
    end: usize,
    /// Whether it holds an at sign, a full stop, the ending of a host's name, the beginning of a web address.
    at_sign: bool,
    dot: bool,
    host: bool,
    web: bool,
}

struct Scan<'t> {
    text: &'t str,
    bytes: &'t [u8],
    end: usize,
    token: Token,
}

impl Scan<'_> {
    fn char_at(&self, at: usize) -> Option<char> {
        if at >= self.end {
            return None;
        }
        match self.bytes[at] {
            b if b.is_ascii() => Some(char::from(b)),
            _ => self.text[at..self.end].chars().next(),
        }
    }

    fn digit_at(&self, at: usize) -> bool {
        at < self.end && self.bytes[at].is_ascii_digit()
    }

    /// Where the next word begins.
    fn next_start(&self, mut at: usize) -> Option<usize> {
        // One blank, then a letter: the commonest case by far.
        if self.bytes.get(at) == Some(&b' ') {
            at += 1;
        }
        if at < self.end && self.bytes[at].is_ascii_alphabetic() {
            return Some(at);
        }
        while let Some(c) = self.char_at(at) {
            let after = at + c.len_utf8();
            // The sign of an amount or a telephone number belongs to it, unless it stands inside a sum.
            let sign = matches!(c, '£' | '$' | '€' | '+')
                && self.digit_at(after)
                && !self.text[..at].ends_with(char::is_alphanumeric);
            if c.is_alphanumeric() || sign {
                return Some(at);
            }
            at = after;
        }
        None
    }

    /// Reads the word at `start` where it is nothing but plain letters with a blank behind it, or a mark and
    /// a blank: most words are, and no address or number can be among them.
    #[inline]
    fn plain_word(&self, start: usize, folded: &mut String) -> Option<(usize, Shape)> {
        if start < self.token.end {
            return None;
        }
        let bytes = &self.bytes[start..self.end];
        let mut upper = 0;
        let mut run = 0;
        while let Some(b) = bytes.get(run).filter(|b| b.is_ascii_alphabetic()) {
            upper += usize::from(b.is_ascii_uppercase());
            run += 1;
        }
        let blank = |at: usize| bytes.get(at).is_none_or(|b| matches!(b, b' ' | b'\n'));
        // "www." may begin an address.
        let closed = blank(run)
            || matches!(bytes[run], b',' | b'.' | b';' | b':' | b')' | b'?' | b'!')
                && blank(run + 1)
                && run != 3;
        if run == 0 || !closed {
            return None;
        }
        let from = folded.len();
        folded.push_str(&self.text[start..start + run]);
        let shape = match upper {
            0 => Shape::Lower,
            1 if bytes[0].is_ascii_uppercase() => Shape::Capital,
            _ if upper == run => Shape::Capitals,
            _ => Shape::Mixed,
        };
        if upper > 0 {
            folded[from..].make_ascii_lowercase();
        }
        Some((start + run, shape))
    }

    /// Reads the word at `start`, adds its folded form, and returns its end and shape.
    fn word(&mut self, start: usize, folded: &mut String) -> (usize, Shape) {
        if start >= self.token.end {
            self.read_token(start);
        }
        if let Some(end) = self.address(start) {
            self.text[start..end].chars().flat_map(char::to_lowercase).for_each(|c| folded.push(c));
            return (end, Shape::Mixed);
        }
        // Nearly every word begins with, and mostly is, a run of plain letters.
        let run = self.bytes[start..self.end].iter().take_while(|b| b.is_ascii_alphabetic()).count();
        let mut seen = Seen::of_letters(&self.bytes[start..start + run]);
        let from = folded.len();
        folded.push_str(&self.text[start..start + run]);
        folded[from..].make_ascii_lowercase();
        let mut at = start + run;
        while let Some(c) = self.char_at(at) {
            let next = at + c.len_utf8();
            if c.is_ascii_alphanumeric() {
                seen.add(c);
                folded.push(c.to_ascii_lowercase());
            } else if c.is_alphanumeric() {
                seen.add(c);
                c.to_lowercase().for_each(|l| folded.push(l));
            } else if at == start {
                // A currency sign or the plus of a telephone number.
                folded.push(c);
            } else if is_mark(c) {
                folded.push(c);
            } else if is_invisible(c) {
                if !self.char_at(next).is_some_and(char::is_alphanumeric) {
                    break;
                }
            } else if matches!(c, '\'' | '’' | 'ʼ' | '‘') {
                if !self.char_at(next).is_some_and(char::is_alphanumeric) {
                    break;
                }
                seen.apostrophe();
                folded.push('\'');
            } else if c == '.' && seen.dotted(at == start + 1 || seen.dots > 0) && self.lone_letter(next) {
                seen.dots += 1;
                seen.run = 0;
            } else if self.links_digits(c, at, next) {
                folded.push(c);
            } else {
                break;
            }
            at = next;
        }
        (at, seen.shape(&self.text[start..at]))
    }

    fn links_digits(&self, c: char, at: usize, next: usize) -> bool {
        if !matches!(c, '.' | ',' | ':' | '/') || !self.bytes[at - 1].is_ascii_digit() || !self.digit_at(next)
        {
            return false;
        }
        // A comma parts thousands only.
        c != ',' || (self.digit_at(next + 1) && self.digit_at(next + 2) && !self.digit_at(next + 3))
    }

    /// Whether one letter stands at `at` with no letter or digit after it.
    fn lone_letter(&self, at: usize) -> bool {
        self.char_at(at).is_some_and(|c| {
            c.is_alphabetic() && !self.char_at(at + c.len_utf8()).is_some_and(char::is_alphanumeric)
        })
    }

    fn read_token(&mut self, start: usize) {
        let stop = self.end.min(start + TOKEN_BYTES);
        let mut token = Token { end: start + 1, ..Token::default() };
        while token.end < stop && !self.bytes[token.end].is_ascii_whitespace() {
            match self.bytes[token.end] {
                b'@' => token.at_sign = true,
                b':' => token.web |= self.bytes[token.end..].starts_with(b"://"),
                b'.' => {
                    let rest = &self.bytes[token.end + 1..];
                    token.dot = true;
                    token.host |= HOST_ENDINGS.iter().any(|e| rest.starts_with(e.as_bytes()));
                }
                _ => {}
            }
            token.end += 1;
        }
        token.web |=
            token.dot && self.bytes[start..].get(..4).is_some_and(|b| b.eq_ignore_ascii_case(b"www."));
        self.token = token;
    }

    /// The end of the e-mail or web address at `start`.
    fn address(&self, start: usize) -> Option<usize> {
        if !self.bytes[start].is_ascii_alphanumeric() {
            return None;
        }
        if self.token.at_sign
            && let Some(end) = self.email(start)
        {
            return Some(end);
        }
        if self.token.web {
            let rest = &self.bytes[start..self.end];
            let begins =
                |p: &&str| rest.len() > p.len() && rest[..p.len()].eq_ignore_ascii_case(p.as_bytes());
            if ["http://", "https://", "www."].iter().any(begins) {
                return Some(self.web_end(start));
            }
        }
        if !self.token.host {
            return None;
        }
        let host = self.run(start, DOMAIN_BYTES, |b| b.is_ascii_alphanumeric() || b == b'.' || b == b'-');
        let host = self.trim_address(start, host);
        let name = &self.text[start..host];
        let (before, ending) = name.rsplit_once('.')?;
        if before.is_empty() || !HOST_ENDINGS.contains(&ending) {
            return None;
        }
        if self.bytes.get(host) == Some(&b'/') {
            return Some(self.web_end(start));
        }
        Some(host)
    }

    /// The end of the web address at `start`.
    fn web_end(&self, start: usize) -> usize {
        let end =
            self.run(start, self.end - start, |b| b.is_ascii_graphic() && !matches!(b, b'<' | b'>' | b'"'));
        self.trim_address(start, end)
    }

    fn email(&self, start: usize) -> Option<usize> {
        let at = self.run(start, LOCAL_BYTES, |b| {
            b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'%' | b'+' | b'-' | b'\'')
        });
        if self.bytes.get(at) != Some(&b'@') || at >= self.end {
            return None;
        }
        let end = self.run(at + 1, DOMAIN_BYTES, |b| b.is_ascii_alphanumeric() || b == b'.' || b == b'-');
        let end = self.trim_address(at + 1, end);
        self.text[at + 1..end].contains('.').then_some(end)
    }

    /// The end of the bytes from `start` that `keep` takes, at most `most` of them.
    fn run(&self, start: usize, most: usize, keep: impl Fn(u8) -> bool) -> usize {
        let stop = self.end.min(start + most);
        (start..stop).find(|&i| !keep(self.bytes[i])).unwrap_or(stop)
    }

    /// Leaves out the punctuation that ends the sentence and not the address.
    fn trim_address(&self, start: usize, end: usize) -> usize {
        let kept = self.text[start..end].trim_end_matches(|c: char| !c.is_alphanumeric() && c != '/');
        // The first character is a letter or digit, or the sign of an address.
        start + kept.len()
    }
}

/// Combining marks of the Latin, Greek and Cyrillic scripts.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}' | '\u{fe20}'..='\u{fe2f}')
}

/// Characters that show nothing: soft hyphen, joiners, variation selectors.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}')
}

/// Counts over the characters of one word.
#[derive(Default)]
struct Seen {
    upper: usize,
    lower: usize,
    digits: usize,
    first_upper: bool,
    dots: usize,
    run: usize,
    /// Counts of capitals and small letters up to the last apostrophe.
    before: Option<(usize, usize)>,
}

impl Seen {
    /// The counts over a run of plain letters at the start of a word.
    fn of_letters(letters: &[u8]) -> Seen {
        let upper = letters.iter().filter(|b| b.is_ascii_uppercase()).count();
        Seen {
            upper,
            lower: letters.len() - upper,
            first_upper: letters.first().is_some_and(u8::is_ascii_uppercase),
            run: letters.len(),
            ..Seen::default()
        }
    }

    fn add(&mut self, c: char) {
        self.run += 1;
        if c.is_ascii_digit() {
            self.digits += 1;
        } else if c.is_uppercase() {
            if self.upper + self.lower + self.digits == 0 {
                self.first_upper = true;
            }
            self.upper += 1;
        } else {
            self.lower += 1;
        }
    }

    fn apostrophe(&mut self) {
        self.before = Some((self.upper, self.lower));
    }

    /// Whether the word so far is single letters parted by points.
    fn dotted(&self, begun: bool) -> bool {
        begun && self.run == 1 && self.digits == 0
    }

    fn shape(&self, written: &str) -> Shape {
        if self.digits > 0 {
            let ordinal = ["st", "nd", "rd", "th", "ST", "ND", "RD", "TH"];
            return if self.upper + self.lower == 0
                || (self.upper + self.lower == 2 && ordinal.iter().any(|o| written.ends_with(o)))
            {
                Shape::Number
            } else {
                Shape::Mixed
            };
        }
        if self.upper == 0 {
            return Shape::Lower;
        }
        if self.lower == 0 {
            return if self.upper == 1 { Shape::Capital } else { Shape::Capitals };
        }
        if self.upper == 1 && self.first_upper {
            return Shape::Capital;
        }
        // "CPS's".
        match self.before {
            Some((upper, 0)) if upper == self.upper && upper > 1 => Shape::Capitals,
            _ => Shape::Mixed,
        }
    }
}
