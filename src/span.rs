//! The one unit of position: a half-open range of bytes into the letter's decoded text.

use serde::{Deserialize, Serialize};

/// A half-open range `start..end` of UTF-8 bytes into the decoded text of one letter, line ends as
/// received.
///
/// Both ends lie on character boundaries and `start <= end`. Other units (lines and columns, UTF-16)
/// are made at the edges only, from a `Span` and the text.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Span {
    /// The first byte.
    pub start: usize,
    /// The byte after the last one.
    pub end: usize,
}

impl Span {
    /// A span from `start` up to, and without, `end`.
    ///
    /// # Panics
    /// Where `start` lies behind `end`: a fault of the program, never of its input.
    pub fn new(start: usize, end: usize) -> Self {
        assert!(start <= end, "a span runs forwards");
        Span { start, end }
    }

    /// The text that this span cuts out.
    pub fn of<'t>(&self, text: &'t str) -> &'t str {
        &text[self.start..self.end]
    }

    /// How many bytes it covers.
    pub fn len(&self) -> usize {
        self.end - self.start
    }

    /// Whether it covers nothing.
    pub fn is_empty(&self) -> bool {
        self.start == self.end
    }

    /// Whether the two share at least one byte.
    pub fn overlaps(&self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// Whether `other` lies wholly inside this span.
    pub fn contains(&self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// The smallest span that covers both.
    pub fn join(&self, other: Span) -> Span {
        Span { start: self.start.min(other.start), end: self.end.max(other.end) }
    }
}
