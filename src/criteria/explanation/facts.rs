//! Case facts in the sentences that give reasons: people, places, times, amounts.

use crate::document::{Letter, Shape};
use crate::span::Span;

/// What was counted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CaseFactCount {
    /// Sentences that give reasons.
    pub sentences: usize,
    /// Case facts in them: names inside a sentence, figures and dates, each counted once.
    pub facts: usize,
}

/// Counts the case facts in the sentences that these spans touch.
///
/// A run of capitalised words is one name; a sentence's first word is none. A figure or date is a fact.
pub fn count(letter: &Letter, spans: &[Span]) -> CaseFactCount {
    let mut counted = CaseFactCount::default();
    for sentence in &letter.sentences {
        if !spans.iter().any(|s| s.overlaps(sentence.span)) {
            continue;
        }
        counted.sentences += 1;
        let mut in_name = false;
        for (place, word) in letter.words[sentence.words.clone()].iter().enumerate() {
            let is_name = place > 0 && matches!(word.shape, Shape::Capital | Shape::Mixed);
            if (is_name && !in_name) || word.shape == Shape::Number {
                counted.facts += 1;
            }
            in_name = is_name;
        }
    }
    counted
}
