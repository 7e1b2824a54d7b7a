//! Findings against raters' quotations: they match when their stretches of the letter share a word.

use super::QuoteAgreement;
use super::ratings::{LetterSide, Quoted, Side};
use crate::span::Span;

/// A text with white space folded, and the way back to the original's bytes.
struct Folded {
    text: String,
    back: Vec<usize>,
}

fn fold(text: &str) -> Folded {
    let mut out = Folded { text: String::with_capacity(text.len()), back: Vec::with_capacity(text.len()) };
    let mut space = true;
    for (at, c) in text.char_indices() {
        let c = match c {
            '\u{2018}' | '\u{2019}' => '\'',
            '\u{201c}' | '\u{201d}' => '"',
            c => c,
        };
        if c.is_whitespace() {
            if !space {
                out.text.push(' ');
                out.back.push(at);
            }
            space = true;
        } else {
            out.text.push(c);
            out.back.resize(out.text.len(), at);
            space = false;
        }
    }
    out
}

/// Every place where a quotation stands in a text, white space folded.
pub fn places(text: &str, quote: &str) -> Vec<Span> {
    let hay = fold(text);
    let needle = fold(quote);
    let needle = needle.text.trim();
    if needle.is_empty() {
        return Vec::new();
    }
    hay.text
        .match_indices(needle)
        .map(|(at, found)| {
            let start = hay.back[at];
            let last = hay.back[at + found.len() - 1];
            let end = last + text[last..].chars().next().map_or(1, char::len_utf8);
            Span { start, end }
        })
        .collect()
}

fn share_a_word(text: &str, a: Span, b: Span) -> bool {
    let start = a.start.max(b.start);
    let end = a.end.min(b.end);
    start < end
        && text.get(start..end).is_some_and(|shared| shared.chars().any(char::is_alphanumeric) || a == b)
}

/// Whether two quotations are of the same stretch: by place where the text is at hand, else by one
/// holding the other.
fn same_stretch(text: Option<&str>, a: &Quoted, b: &Quoted) -> bool {
    let spans = |q: &Quoted, text: &str| match q.span {
        Some(span) => vec![span],
        None => places(text, &q.quote),
    };
    if let Some(text) = text {
        let (left, right) = (spans(a, text), spans(b, text));
        if !left.is_empty() && !right.is_empty() {
            return left.iter().any(|x| right.iter().any(|y| share_a_word(text, *x, *y)));
        }
    }
    let (a, b) = (fold(&a.quote).text, fold(&b.quote).text);
    let (a, b) = (a.trim(), b.trim());
    !a.is_empty() && !b.is_empty() && (a.contains(b) || b.contains(a))
}

/// Compares one kind of quotation over all letters; none where a side gives no such quotations at all.
pub fn agreement(
    ours: &Side,
    raters: &[Side],
    ids: &[&String],
    text: &dyn Fn(&str) -> Option<String>,
    pick: &dyn Fn(&LetterSide) -> Option<&Vec<Quoted>>,
    looks: bool,
) -> Option<QuoteAgreement> {
    let mut sum = QuoteAgreement::default();
    let mut compared = false;
    for id in ids {
        let Some(mine) = pick(&ours.letters[*id]) else { continue };
        let theirs: Vec<&Vec<Quoted>> = raters.iter().filter_map(|r| pick(&r.letters[*id])).collect();
        if theirs.len() < raters.len() {
            continue;
        }
        compared = true;
        let text = text(id);
        let text = text.as_deref();
        let mine: Vec<&Quoted> = mine.iter().filter(|q| looks || !q.look).collect();
        for q in &mine {
            let matching: Vec<&Quoted> =
                theirs.iter().flat_map(|t| t.iter()).filter(|t| same_stretch(text, q, t)).collect();
            sum.ours += 1;
            sum.ours_matched += usize::from(!matching.is_empty());
            sum.ours_matched_category += usize::from(matching.iter().any(|t| t.category == q.category));
            let row = sum.by_category.entry(q.category.clone()).or_default();
            row.0 += 1;
            row.1 += usize::from(!matching.is_empty());
        }
        for (side, quotes) in theirs.iter().enumerate() {
            for quote in quotes.iter() {
                let found: Vec<&&Quoted> = mine.iter().filter(|q| same_stretch(text, q, quote)).collect();
                sum.any += 1;
                sum.any_found += usize::from(!found.is_empty());
                let shared = theirs
                    .iter()
                    .enumerate()
                    .all(|(i, t)| i == side || t.iter().any(|o| same_stretch(text, quote, o)));
                if side == 0 && shared {
                    sum.shared += 1;
                    sum.shared_found += usize::from(!found.is_empty());
                    sum.shared_found_category +=
                        usize::from(found.iter().any(|q| q.category == quote.category));
                    let row = sum.shared_by_category.entry(quote.category.clone()).or_default();
                    row.0 += 1;
                    row.1 += usize::from(!found.is_empty());
                }
            }
        }
    }
    compared.then_some(sum)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_found_across_line_ends_and_curly_quotes() {
        let text = "You can\n  ask us\u{2019} now, caf\u{e9}.";
        let spans = places(text, "ask us' now");
        assert_eq!(spans.len(), 1);
        assert_eq!(spans[0].of(text), "ask us\u{2019} now");
        assert_eq!(places(text, "caf\u{e9}")[0].of(text), "caf\u{e9}");
        assert!(places(text, "   ").is_empty());
    }

    #[test]
    fn a_shared_space_is_no_shared_word() {
        let text = "one two three";
        assert!(!share_a_word(text, Span::new(0, 4), Span::new(3, 7)));
        assert!(share_a_word(text, Span::new(0, 5), Span::new(4, 7)));
    }
}
