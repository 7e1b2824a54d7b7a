//! Lines: the text cut at its line ends, each line with the few facts that tell what it is.

use super::lists::{self, Marker};
use crate::ingest::{Part, PartKind};

/// One line that holds at least one letter or digit, without the blanks around it.
#[derive(Clone, Debug)]
pub(super) struct Line {
    /// First byte after the indent.
    pub start: usize,
    /// Byte after the last character that is no blank.
    pub end: usize,
    /// Columns of blanks before it.
    pub indent: usize,
    /// Characters of the indent and the line, runs of blanks counted once.
    pub width: usize,
    /// Characters of its first token.
    pub first: usize,
    /// Tokens between blanks.
    pub tokens: usize,
    /// The widest line of its group, in characters.
    pub wrap: usize,
    /// Whether an empty line (or the start of the text) stands before it.
    pub opens: bool,
    /// Whether the format says that a paragraph begins here.
    pub para: bool,
    /// What the format calls it.
    pub part: Option<PartKind>,
    /// Its list marker.
    pub marker: Option<Marker>,
    /// Whether it is in capitals, all but a stray letter.
    pub caps: bool,
    /// Whether its first letter or digit is a small letter.
    pub starts_small: bool,
    /// Whether it holds a digit.
    pub digits: bool,
    /// Its last character, closing quotes and brackets skipped.
    pub last: char,
    /// The first run of four or more blanks (or a tab) inside it: two columns.
    pub gap: Option<(usize, usize)>,
}

impl Line {
    /// The line's own text.
    pub fn of<'t>(&self, text: &'t str) -> &'t str {
        &text[self.start..self.end]
    }

    /// Whether it ends as a sentence ends.
    pub fn stops(&self) -> bool {
        matches!(self.last, '.' | '?' | '!' | '…')
    }

    /// Whether the first token of `next` would have found room in this line, so that the line was
    /// ended on purpose and not by wrapping.
    pub fn had_room(&self, next: &Line) -> bool {
        self.width + 1 + next.first <= self.wrap.max(next.wrap)
    }

    /// Whether it reads as running text.
    pub fn is_prose(&self) -> bool {
        (self.tokens >= 7 && self.stops()) || self.tokens >= 13
    }
}

/// Cuts a text into lines. Parts cut it too; lines without a letter or digit are left out and count as
/// empty.
pub(super) fn scan(text: &str, parts: &[Part]) -> Vec<Line> {
    let mut lines = Vec::with_capacity(text.len() / 40 + 4);
    let mut opens = true;
    let mut at = 0;
    for part in parts {
        let (start, end) = (part.span.start.max(at), part.span.end);
        if end < start || !text.is_char_boundary(start) || !text.is_char_boundary(end) {
            continue;
        }
        cut(text, at, start, None, &mut opens, &mut lines);
        cut(text, start, end, Some(part.kind), &mut opens, &mut lines);
        at = end;
    }
    cut(text, at, text.len(), None, &mut opens, &mut lines);
    measure_groups(&mut lines);
    lines
}

fn cut(text: &str, from: usize, to: usize, part: Option<PartKind>, opens: &mut bool, lines: &mut Vec<Line>) {
    let mut para = part.is_some();
    let mut at = from;
    while at < to {
        let (end, next) = line_end(text, at, to);
        match read(text, at, end) {
            Some(mut line) => {
                line.opens = *opens;
                line.para = para;
                line.part = part;
                lines.push(line);
                *opens = false;
                para = false;
            }
            // The blanks that join two parts are no empty line.
            None if part.is_none() && at == from && next >= to && from > 0 && to < text.len() => {}
            None => *opens = true,
        }
        at = next;
    }
}

/// Bytes that end a line, or begin a character that may.
const MAY_END: [bool; 256] = {
    let mut may = [false; 256];
    let ends = [b'\n', 0x0b, 0x0c, b'\r', 0xc2, 0xe2];
    let mut n = 0;
    while n < ends.len() {
        may[ends[n] as usize] = true;
        n += 1;
    }
    may
};

/// The end of the line that begins at `at`, and the start of the next.
fn line_end(text: &str, at: usize, to: usize) -> (usize, usize) {
    let bytes = text.as_bytes();
    let mut i = at;
    while i < to {
        let Some(next) = bytes[i..to].iter().position(|b| MAY_END[usize::from(*b)]) else { break };
        i += next;
        match bytes[i] {
            b'\n' | 0x0b | 0x0c => return (i, i + 1),
            b'\r' => {
                let next = if i + 1 < to && bytes[i + 1] == b'\n' { i + 2 } else { i + 1 };
                return (i, next);
            }
            // U+0085, and U+2028 and U+2029.
            0xc2 if i + 1 < to && bytes[i + 1] == 0x85 => return (i, i + 2),
            0xe2 if i + 2 < to && bytes[i + 1] == 0x80 && matches!(bytes[i + 2], 0xa8 | 0xa9) => {
                return (i, i + 3);
            }
            _ => i += 1,
        }
    }
    (to, to)
}

/// What a line's characters are told apart by.
#[derive(Copy, Clone, PartialEq, Eq)]
enum Sort {
    Tab,
    Blank,
    Digit,
    Lower,
    Upper,
    /// Other letters and numbers.
    Other,
    Mark,
}

impl Sort {
    fn of(c: char) -> Sort {
        match c {
            _ if c.is_ascii() => Sort::of_byte(c as u8),
            _ if c.is_whitespace() => Sort::Blank,
            _ if c.is_lowercase() => Sort::Lower,
            _ if c.is_uppercase() => Sort::Upper,
            _ if c.is_alphanumeric() => Sort::Other,
            _ => Sort::Mark,
        }
    }

    #[inline]
    fn of_byte(b: u8) -> Sort {
        match b {
            b'a'..=b'z' => Sort::Lower,
            b' ' | b'\n'..=b'\r' => Sort::Blank,
            b'A'..=b'Z' => Sort::Upper,
            b'0'..=b'9' => Sort::Digit,
            b'\t' => Sort::Tab,
            _ => Sort::Mark,
        }
    }
}

/// What was seen of a line so far.
#[derive(Default)]
struct Seen {
    upper: usize,
    lower: usize,
    /// Whether a letter or digit was.
    some: bool,
    blank_from: Option<usize>,
    tab: bool,
    in_token: bool,
}

impl Seen {
    /// The letters and digits of a line of plain bytes, counted all together.
    fn of_letters(body: &[u8]) -> Seen {
        let upper = body.iter().filter(|b| b.is_ascii_uppercase()).count();
        let lower = body.iter().filter(|b| b.is_ascii_lowercase()).count();
        let some = upper + lower > 0 || body.iter().any(u8::is_ascii_digit);
        Seen { upper, lower, some, ..Seen::default() }
    }

    #[inline]
    fn add(&mut self, line: &mut Line, i: usize, sort: Sort) {
        if matches!(sort, Sort::Blank | Sort::Tab) {
            self.in_token = false;
            self.tab |= sort == Sort::Tab;
            if self.blank_from.is_none() {
                self.blank_from = Some(i);
                line.width += 1;
            }
            return;
        }
        line.width += 1;
        if !self.in_token {
            self.in_token = true;
            line.tokens += 1;
            if let Some(blank) = self.blank_from.take() {
                if line.gap.is_none() && (self.tab || i - blank >= 4) {
                    line.gap = Some((line.start + blank, line.start + i));
                }
                self.tab = false;
            }
        }
        line.first += usize::from(line.tokens == 1);
        match sort {
            Sort::Lower => {
                line.starts_small |= !self.some;
                self.lower += 1;
                self.some = true;
            }
            Sort::Upper => {
                self.upper += 1;
                self.some = true;
            }
            Sort::Digit => {
                line.digits = true;
                self.some = true;
            }
            Sort::Other => self.some = true,
            Sort::Mark | Sort::Blank | Sort::Tab => {}
        }
    }
}

/// What [`Seen::add`] makes of a line's tokens, for a line of plain bytes: token by token, as a line has few.
fn read_tokens(body: &[u8], line: &mut Line) {
    let is_blank = |b: &u8| matches!(b, b'\t'..=b'\r' | b' ');
    line.starts_small = body.iter().find(|b| b.is_ascii_alphanumeric()).is_some_and(u8::is_ascii_lowercase);
    line.digits = body.iter().any(u8::is_ascii_digit);
    let mut at = 0;
    while let Some(length) = body[at..].iter().position(is_blank) {
        let blank = at + length;
        line.tokens += usize::from(length > 0);
        // A run of blanks counts once.
        line.width += length + 1;
        let run = body[blank..].iter().take_while(|b| is_blank(b)).count();
        at = blank + run;
        if line.gap.is_none() && (run >= 4 || body[blank..at].contains(&b'\t')) {
            line.gap = Some((line.start + blank, line.start + at));
        }
        if line.tokens == 1 {
            line.first = length;
        }
    }
    line.tokens += usize::from(at < body.len());
    line.width += body.len() - at;
    if line.tokens == 1 {
        line.first = body.len() - at;
    }
}

/// The facts of one line, or of a stretch of one; none where it holds no letter or digit.
pub(super) fn read(text: &str, from: usize, to: usize) -> Option<Line> {
    let whole = &text[from..to];
    let body = whole.trim_start();
    let start = to - body.len();
    let body = body.trim_end();
    let end = start + body.len();
    let indent = whole[..start - from].chars().map(|c| if c == '\t' { 4 } else { 1 }).sum();

    let mut line = Line {
        start,
        end,
        indent,
        width: 0,
        first: 0,
        tokens: 0,
        wrap: 0,
        opens: false,
        para: false,
        part: None,
        marker: None,
        caps: false,
        starts_small: false,
        digits: false,
        last: ' ',
        gap: None,
    };
    let Seen { upper, lower, some, .. } = if body.is_ascii() {
        let seen = Seen::of_letters(body.as_bytes());
        if seen.some {
            read_tokens(body.as_bytes(), &mut line);
        }
        seen
    } else {
        let mut seen = Seen::default();
        body.char_indices().for_each(|(i, c)| seen.add(&mut line, i, Sort::of(c)));
        seen
    };
    if !some {
        return None;
    }
    line.width += indent;
    line.caps = upper >= 3 && lower * 8 <= upper;
    line.last = body
        .chars()
        .rev()
        .take(8)
        .find(|c| !matches!(c, '"' | '\'' | '”' | '’' | ')' | ']' | '*' | '_'))
        .unwrap_or(' ');
    line.marker = lists::marker(body);
    Some(line)
}

fn measure_groups(lines: &mut [Line]) {
    let mut from = 0;
    while from < lines.len() {
        let to = (from + 1..lines.len()).find(|&i| lines[i].opens).unwrap_or(lines.len());
        let wrap = lines[from..to].iter().map(|l| l.width).max().unwrap_or(0);
        lines[from..to].iter_mut().for_each(|l| l.wrap = wrap);
        from = to;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// A line with nothing read of it yet.
    fn blank() -> Line {
        Line { start: 0, end: 0, width: 0, ..read("x", 0, 1).expect("a letter") }
    }

    proptest! {
        /// Token by token or byte by byte, a line of plain bytes comes to the same.
        #[test]
        fn tokens_come_to_what_bytes_come_to(line in "[aB7.,]([aB7., \t\x0b]{0,30}[aB7.,])?") {
            let none = Line { tokens: 0, first: 0, starts_small: false, digits: false, ..blank() };
            let (mut by_byte, mut by_token) = (none.clone(), none);
            let mut seen = Seen::default();
            line.bytes().enumerate().for_each(|(i, b)| seen.add(&mut by_byte, i, Sort::of_byte(b)));
            read_tokens(line.as_bytes(), &mut by_token);
            prop_assert_eq!(format!("{by_byte:?}"), format!("{by_token:?}"));
            let letters = Seen::of_letters(line.as_bytes());
            prop_assert_eq!((letters.upper, letters.lower, letters.some), (seen.upper, seen.lower, seen.some));
        }
    }
}
