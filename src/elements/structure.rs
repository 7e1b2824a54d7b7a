//! What a letter's structure says: a telephone number is a contact, a name under the sign-off with a route
//! to it is a named contact, a date or a number of weeks beside the review right is a deadline.

use super::sum::Structure;
use crate::document::{BlockKind, Letter, Shape};
use crate::lexicon::{Hits, Lexicon};
use crate::span::Span;
use lazy_static::lazy_static;
use regex::Regex;

lazy_static! {
    /// Telephone numbers as they are written in Britain: 01632 960123, 0115 496 0231, 07700 900142, 101, 999.
    static ref PHONE: Regex = Regex::new(r"\b(?:\+44[\s\u{a0}]?|0)(?:[\s\u{a0}-]?\(?\d\)?){9,10}\b").expect("a constant");
    static ref EMAIL: Regex = Regex::new(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,6}").expect("a constant");
    static ref PERIOD: Regex = Regex::new(r"(?i)\b(?:\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten|fourteen|twenty|twenty-eight|thirty)\s+(?:working\s+|calendar\s+)?(?:days?|weeks?|months?)\b").expect("a constant");
}

/// The fewest digits of a telephone number, the first 0 among them.
const PHONE_DIGITS: usize = 10;

/// Reads the structure.
pub fn read(letter: &Letter, lexicon: &Lexicon, hits: &Hits) -> Structure {
    let mut found = Structure::new();
    let text = letter.text();
    let mut own_routes: Vec<Span> = Vec::new();
    for block in &letter.blocks {
        if block.kind == BlockKind::Address {
            continue;
        }
        let base = block.span.start;
        let part = block.span.of(text);
        // Both need what few paragraphs hold.
        let many =
            part.contains(['0', '+']) && part.chars().filter(|c| c.is_numeric()).count() >= PHONE_DIGITS;
        let phones = many.then(|| PHONE.find_iter(part));
        let emails = part.contains('@').then(|| EMAIL.find_iter(part));
        for m in phones.into_iter().flatten().chain(emails.into_iter().flatten()) {
            let span = Span::new(base + m.start(), base + m.end());
            let sender =
                matches!(block.kind, BlockKind::Letterhead | BlockKind::Signature | BlockKind::Footer);
            // In the body a number may be a helpline's: it counts where the sentence speaks of the writer.
            if sender || of_the_writer(letter, span) {
                own_routes.push(span);
            }
        }
    }
    if !own_routes.is_empty() {
        let named: Vec<Span> = letter
            .blocks
            .iter()
            .filter(|b| b.kind == BlockKind::Signature && has_name(letter, b.words.clone()))
            .map(|b| b.span)
            .take(1)
            .collect();
        if !named.is_empty() {
            found.insert("named_contact", named);
        }
        found.insert("contact", own_routes);
    }
    let deadlines = deadlines(letter, lexicon, hits);
    if !deadlines.is_empty() {
        found.insert("review_deadline", deadlines);
    }
    found
}

/// Whether the sentence around a number speaks of the writer or the office: "me", "my", "us", "our".
fn of_the_writer(letter: &Letter, span: Span) -> bool {
    let at = letter.sentences.partition_point(|s| s.span.end <= span.start);
    letter.sentences.get(at).is_some_and(|s| {
        s.words.clone().any(|w| matches!(letter.folded(w), "me" | "my" | "us" | "our" | "i'm" | "i" | "i'll"))
    })
}

/// Two capitalised words in a row, or one beside a title.
fn has_name(letter: &Letter, words: std::ops::Range<usize>) -> bool {
    let named = |w: usize| matches!(letter.words[w].shape, Shape::Capital | Shape::Mixed | Shape::Capitals);
    words.clone().zip(words.skip(1)).any(|(a, b)| named(a) && named(b))
}

/// Dates and periods in the sentences that speak of the review right, or beside one.
fn deadlines(letter: &Letter, lexicon: &Lexicon, hits: &Hits) -> Vec<Span> {
    let mut spans = Vec::new();
    for hit in &hits.hits {
        if !matches!(lexicon.entries[hit.entry].category.as_str(), "review_right" | "review_how") {
            continue;
        }
        let last = (hit.sentence + 2).min(letter.sentences.len());
        for sentence in &letter.sentences[hit.sentence..last] {
            let part = sentence.span.of(letter.text());
            let within = part.find("within").or_else(|| part.find(" by ")).or_else(|| part.find("before "));
            if within.is_none() {
                continue;
            }
            spans.extend(
                PERIOD
                    .find_iter(part)
                    .map(|m| Span::new(sentence.span.start + m.start(), sentence.span.start + m.end())),
            );
            spans.extend(letter.dates.iter().filter(|d| sentence.span.contains(d.span)).map(|d| d.span));
        }
    }
    spans.sort();
    spans.dedup();
    spans
}
