//! List markers: bullets, numbers and letters at the start of a line.

/// A marker at the start of a line.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(super) struct Marker {
    /// Its sort; items of one list share it.
    pub sort: Sort,
    /// Bytes from the start of the line to the item's text.
    pub len: usize,
}

/// The sorts of marker.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(super) enum Sort {
    /// "-", "•" and their like.
    Bullet,
    /// "1.", "1)", "(1)".
    Number,
    /// "1.1", "2.3.1".
    Level,
    /// "(a)", "a)", "(iv)".
    Letter,
}

/// The marker that a line (without its indent) begins with. Some text must follow it.
pub(super) fn marker(line: &str) -> Option<Marker> {
    let first = line.chars().next()?;
    let (sort, len) = match first {
        '-' | '–' | '—' | '*' | '+' => (Sort::Bullet, spaced(line, first.len_utf8())?),
        '•' | '·' | '◦' | '▪' | '▫' | '■' | '□' | '●' | '○' | '‣' | '⁃' | '➢' | '✓' | '✔' | '\u{f0b7}' => {
            (Sort::Bullet, blanks(line, first.len_utf8()))
        }
        'o' if line[1..].starts_with(['\t', '\u{a0}']) || line[1..].starts_with("  ") => {
            (Sort::Bullet, spaced(line, 1)?)
        }
        '(' => bracketed(line)?,
        '0'..='9' => numbered(line)?,
        'a'..='z' => lettered(line)?,
        _ => return None,
    };
    line[len..].chars().any(char::is_alphanumeric).then_some(Marker { sort, len })
}

/// The byte after the blanks that follow `at`.
fn blanks(line: &str, at: usize) -> usize {
    line.len() - line[at..].trim_start().len()
}

/// The same, where at least one blank follows.
fn spaced(line: &str, at: usize) -> Option<usize> {
    let to = blanks(line, at);
    (to > at).then_some(to)
}

fn bracketed(line: &str) -> Option<(Sort, usize)> {
    let close = line.as_bytes().iter().take(7).position(|&b| b == b')')?;
    let inside = &line[1..close];
    let sort = if is_number(inside) {
        Sort::Number
    } else if is_letter(inside) {
        Sort::Letter
    } else {
        return None;
    };
    Some((sort, spaced(line, close + 1)?))
}

fn numbered(line: &str) -> Option<(Sort, usize)> {
    let head = line.as_bytes().iter().take(12).take_while(|b| b.is_ascii_digit() || **b == b'.').count();
    let token = &line[..head];
    if let Some(number) = token.strip_suffix('.') {
        let sort = if number.contains('.') { Sort::Level } else { Sort::Number };
        return is_levels(number).then_some(()).and_then(|()| Some((sort, spaced(line, head)?)));
    }
    if line[head..].starts_with(')') && is_number(token) {
        return Some((Sort::Number, spaced(line, head + 1)?));
    }
    // "1.1 The claim", but not "10.30 a.m." nor "1.5 metres": a capital must follow.
    if token.contains('.') && is_levels(token) {
        let to = spaced(line, head)?;
        let capital = line[to..].chars().next().is_some_and(char::is_uppercase);
        return capital.then_some((Sort::Level, to));
    }
    None
}

fn lettered(line: &str) -> Option<(Sort, usize)> {
    let head = line.as_bytes().iter().take(5).take_while(|b| b.is_ascii_lowercase()).count();
    let inside = &line[..head];
    (is_letter(inside) && line[head..].starts_with([')', '.']))
        .then_some(())
        .and_then(|()| Some((Sort::Letter, spaced(line, head + 1)?)))
}

fn is_number(s: &str) -> bool {
    (1..=3).contains(&s.len()) && s.bytes().all(|b| b.is_ascii_digit())
}

fn is_levels(s: &str) -> bool {
    s.split('.').all(|n| (1..=2).contains(&n.len()) && is_number(n))
}

/// One letter, or a small Roman number.
fn is_letter(s: &str) -> bool {
    (s.len() == 1 && s.bytes().all(|b| b.is_ascii_alphabetic()))
        || ((2..=4).contains(&s.len()) && s.bytes().all(|b| matches!(b, b'i' | b'v' | b'x')))
}
