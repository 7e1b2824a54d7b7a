//! Quoted speech: what stands between matched quotation marks inside one block.

use crate::span::Span;

/// Adds the stretches between matched marks of one block, without the marks, in order and not
/// overlapping: a quotation inside another belongs to the outer one. An apostrophe is no mark, and a
/// mark that is never closed covers nothing.
pub(super) fn find(text: &str, block: Span, out: &mut Vec<Span>) {
    let source = block.of(text);
    let bytes = source.as_bytes();
    if memchr::memchr2(b'"', b'\'', bytes).is_none()
        && (source.is_ascii() || !source.contains(['“', '”', '‘', '’', '„', '«', '»']))
    {
        return;
    }
    let first = out.len();
    let (mut double, mut single): (Option<(char, usize)>, Option<Single>) = (None, None);
    let mut before = ' ';
    let mut chars = source.char_indices().peekable();
    while let Some((i, c)) = chars.next() {
        let after = chars.peek().map_or(' ', |&(_, c)| c);
        let at = block.start + i;
        let inner = at + c.len_utf8();
        match c {
            '“' | '„' | '«' => double = Some((c, inner)),
            '”' | '»' => close_double(&mut double, at, out),
            '"' => match double {
                Some(_) if !before.is_whitespace() || !after.is_alphanumeric() => {
                    close_double(&mut double, at, out);
                }
                // Twice an opening mark: the first was never closed.
                Some(_) => double = Some((c, inner)),
                None if !after.is_whitespace() && !before.is_alphanumeric() => double = Some((c, inner)),
                None => {}
            },
            '\'' | '‘' | '’' => {
                let opens = c != '’' && !before.is_alphanumeric() && after.is_alphanumeric();
                let closes = c != '‘' && !before.is_whitespace() && !after.is_alphanumeric();
                if opens && !(c == '\'' && is_clipped(&source[i + 1..])) {
                    settle(&mut single, out);
                    single = Some(Single { from: inner, weak: None });
                } else if closes && let Some(open) = &mut single {
                    // "the victims' code": after an s before a small letter it may be a possessive.
                    let rest = source[i + c.len_utf8()..].trim_start();
                    let possessive = before == 's'
                        && after.is_whitespace()
                        && rest.chars().next().is_some_and(char::is_lowercase);
                    if possessive {
                        open.weak.get_or_insert(at);
                    } else {
                        out.push(Span::new(open.from, at));
                        single = None;
                    }
                }
            }
            _ => {}
        }
        before = c;
    }
    settle(&mut single, out);
    tidy(first, out);
}

/// A single quotation mark that is open.
struct Single {
    from: usize,
    /// A closing mark that may be an apostrophe: taken where no better one comes.
    weak: Option<usize>,
}

fn settle(single: &mut Option<Single>, out: &mut Vec<Span>) {
    if let Some(Single { from, weak: Some(at) }) = single.take() {
        out.push(Span::new(from, at));
    }
}

fn close_double(double: &mut Option<(char, usize)>, at: usize, out: &mut Vec<Span>) {
    if let Some((_, from)) = double.take()
        && from < at
    {
        out.push(Span::new(from, at));
    }
}

/// Words written with a leading apostrophe.
fn is_clipped(rest: &str) -> bool {
    let end = rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(rest.len().min(12));
    let word = rest.get(..end).unwrap_or("");
    word.starts_with(|c: char| c.is_ascii_digit())
        || [
            "tis", "twas", "em", "til", "cause", "bout", "round", "n", "cos", "fraid", "s", "t", "re", "ve",
            "ll",
        ]
        .iter()
        .any(|w| word.eq_ignore_ascii_case(w))
}

/// Orders what was found from `first` on and drops what lies inside or across another.
fn tidy(first: usize, out: &mut Vec<Span>) {
    out[first..].sort_unstable_by_key(|s| (s.start, std::cmp::Reverse(s.end)));
    let mut end = 0;
    let mut kept = first;
    for i in first..out.len() {
        if out[i].start >= end && !out[i].is_empty() {
            end = out[i].end;
            out[kept] = out[i];
            kept += 1;
        }
    }
    out.truncate(kept);
}
