//! What a letter says in one place and denies in another.

mod dates;
mod figures;
mod places;
mod statements;

use super::{Raw, View};
use crate::document::Letter;
use crate::span::Span;

/// All contradictions of a letter, in order of the rules.
pub(super) fn read(view: &View<'_>) -> Vec<Raw> {
    let mut raws = Vec::new();
    dates::days(view.letter, &mut raws);
    dates::relative(view, &mut raws);
    dates::decision(view, &mut raws);
    dates::events(view, &mut raws);
    dates::neighbours(view, &mut raws);
    figures::amounts(view.letter, &mut raws);
    statements::outcomes(view, &mut raws);
    dates::order(view, &mut raws);
    figures::sums(view.letter, &mut raws);
    places::roads(view.letter, &mut raws);
    places::addresses(view.letter, &mut raws);
    figures::terms(view.letter, &mut raws);
    raws
}

/// The last words before a place, in its sentence.
fn lead(letter: &Letter, span: Span, most: usize) -> Vec<&str> {
    let end = letter.words.partition_point(|w| w.span.end <= span.start);
    let sentence = letter.words.get(end).or_else(|| letter.words.last()).map(|w| w.sentence);
    let mut start = end;
    while start > 0 && end - start < most && Some(letter.words[start - 1].sentence) == sentence {
        start -= 1;
    }
    (start..end).map(|w| letter.folded(w)).collect()
}

/// The lines of the text in which words of some forms stand, with where each begins, in order.
fn lines_with<'l>(letter: &'l Letter, forms: &[bool]) -> Vec<(usize, &'l str)> {
    let text = letter.text();
    let mut lines: Vec<(usize, &str)> = Vec::new();
    let mut end = 0;
    for (at, word) in letter.words.iter().enumerate() {
        if !forms[letter.form(at)] || word.span.start < end {
            continue;
        }
        let from = text[..word.span.start].rfind('\n').map_or(0, |n| n + 1);
        end = text[word.span.start..].find('\n').map_or(text.len(), |n| word.span.start + n);
        lines.push((from, &text[from..end]));
    }
    lines
}
