//! Sentences, paragraphs, words: what is measured without a lexicon of phrases.

use crate::document::{Block, Language, Letter, Shape};
use crate::hashing::WordSet;
use crate::ingest::EmphasisKind;
use crate::span::Span;
use crate::words::Words;
use std::collections::HashSet;
use std::ops::Range;

/// A sentence or paragraph with its length in words.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Long {
    /// Where.
    pub span: Span,
    /// Words in it.
    pub words: usize,
}

/// Lengths of sentences and paragraphs.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Lengths {
    /// Words of each sentence, in order.
    pub sentences: Vec<Long>,
    /// Words of each paragraph, in order; list items are none.
    pub paragraphs: Vec<Long>,
}

impl Lengths {
    /// The mean length of a sentence in words.
    pub fn mean(&self) -> f64 {
        if self.sentences.is_empty() {
            return 0.0;
        }
        self.sentences.iter().map(|s| s.words as f64).sum::<f64>() / self.sentences.len() as f64
    }

    /// How far lengths spread about the mean: the standard deviation, in words.
    pub fn spread(&self) -> f64 {
        if self.sentences.is_empty() {
            return 0.0;
        }
        let mean = self.mean();
        let sum: f64 = self.sentences.iter().map(|s| (s.words as f64 - mean) * (s.words as f64 - mean)).sum();
        libm::sqrt(sum / self.sentences.len() as f64)
    }
}

/// The English prose of a letter, block by block.
pub(super) fn prose(letter: &Letter) -> impl Iterator<Item = &Block> {
    letter.blocks.iter().filter(|b| b.kind.is_prose() && b.language == Language::English)
}

/// Measures lengths.
pub(super) fn lengths(letter: &Letter) -> Lengths {
    let mut lengths = Lengths::default();
    for block in prose(letter) {
        for sentence in letter.sentences.get(block.sentences.clone()).into_iter().flatten() {
            let words = letter.count_words(sentence.words.clone());
            if words > 0 {
                lengths.sentences.push(Long { span: sentence.span, words });
            }
        }
        if block.kind == crate::document::BlockKind::Paragraph {
            let words = letter.count_words(block.words.clone());
            lengths.paragraphs.push(Long { span: block.span, words });
        }
    }
    lengths
}

/// Words that few readers will know, first use of each: rare ones by the frequency list, and the old
/// legal compounds ("whereunder") that no list holds. Names, quotations, hyphenated words and words in
/// `skip` are left alone.
pub(super) fn unfamiliar(
    letter: &Letter,
    words: &Words,
    rarer_than: u32,
    everyday: &WordSet,
    skip: &dyn Fn(usize) -> bool,
) -> Vec<usize> {
    let mut seen: HashSet<&str> = HashSet::new();
    let mut found = Vec::new();
    let known =
        letter.of_forms(|word, _| word.len() < 4 || everyday.contains(word) || words.is_familiar(word));
    for block in prose(letter) {
        for at in block.words.clone() {
            if known[letter.form(at)] {
                continue;
            }
            let Some(word) = letter.words.get(at) else { break };
            let hyphen = word.joined || letter.words.get(at + 1).is_some_and(|next| next.joined);
            if word.shape != Shape::Lower || word.quoted || hyphen || skip(at) {
                continue;
            }
            let folded = letter.folded(at);
            let rare = match words.common(folded) {
                Some(common) => common < rarer_than,
                None => is_old_compound(folded),
            };
            if rare && seen.insert(folded) {
                found.push(at);
            }
        }
    }
    found
}

/// "whereunder", "herefrom", "thereto".
fn is_old_compound(word: &str) -> bool {
    let rest = ["where", "there", "here"].iter().find_map(|p| word.strip_prefix(p));
    rest.is_some_and(|r| {
        matches!(
            r,
            "under"
                | "from"
                | "of"
                | "to"
                | "unto"
                | "upon"
                | "after"
                | "in"
                | "inafter"
                | "inbefore"
                | "with"
                | "withal"
                | "on"
                | "at"
                | "tofore"
                | "against"
                | "through"
                | "anent"
        )
    })
}

/// Two negations that cancel: "not unlikely", "cannot be ruled out without".
pub(super) fn double_negatives(letter: &Letter, second: &WordSet) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for block in prose(letter) {
        for sentence in letter.sentences.get(block.sentences.clone()).into_iter().flatten() {
            let words = sentence.words.clone();
            for at in words.clone() {
                let folded = letter.folded(at);
                let negation = matches!(folded, "not" | "never" | "cannot" | "nor" | "no" | "hardly")
                    || (folded.ends_with("n't") && folded.len() > 3);
                if !negation {
                    continue;
                }
                let end = (at + 3).min(words.end);
                let hit = (at + 1..end).find(|&w| second.contains(letter.folded(w)));
                // "is not, I know, unusual" is something else; "not only" too.
                if let Some(hit) = hit
                    && letter.folded(at + 1) != "only"
                    && !crosses_comma(letter, at, hit)
                {
                    found.push(at..hit + 1);
                }
            }
        }
    }
    found
}

fn crosses_comma(letter: &Letter, from: usize, to: usize) -> bool {
    let (Some(a), Some(b)) = (letter.words.get(from), letter.words.get(to)) else { return true };
    letter.text().get(a.span.end..b.span.start).is_none_or(|t| t.contains([',', ';', ':', '–', '—']))
}

/// Emphasis by capitals or underlining in the body: runs of words in capitals, single common words in
/// capitals, and what the file underlines.
pub(super) fn emphasis(letter: &Letter, words: &Words) -> Vec<Span> {
    let mut found: Vec<Span> = Vec::new();
    for block in letter.blocks.iter().filter(|b| b.kind.is_prose()) {
        let mut at = block.words.start;
        while at < block.words.end.min(letter.words.len()) {
            let run = (at..block.words.end.min(letter.words.len()))
                .take_while(|&w| is_shouted(letter, w, words))
                .count();
            if run == 0 {
                at += 1;
                continue;
            }
            // A single word must be one that is stressed, and never a name or a set of initials.
            let shouted = run >= 2 || is_stress(letter.folded(at));
            // Two names in capitals side by side are no emphasis; three words with a small one are.
            let telling = (at..at + run).any(|w| is_stress(letter.folded(w)) || letter.folded(w).len() > 4);
            if shouted && telling {
                found.push(letter.words_span(at..at + run));
            }
            at += run;
        }
    }
    let underlined = letter.source.emphasis.iter().filter(|e| e.kind == EmphasisKind::Underline);
    for stretch in underlined {
        let in_body = letter.blocks.iter().any(|b| b.kind.is_prose() && b.span.contains(stretch.span));
        let address = letter
            .text()
            .get(stretch.span.start..stretch.span.end)
            .is_none_or(|t| t.contains('@') || t.contains("www.") || t.contains("http") || t.contains(".uk"));
        if in_body && !address && !found.iter().any(|f| f.overlaps(stretch.span)) {
            found.push(stretch.span);
        }
    }
    found.sort();
    found
}

fn is_shouted(letter: &Letter, at: usize, words: &Words) -> bool {
    letter.words.get(at).is_some_and(|w| w.shape == Shape::Capitals && !w.quoted)
        && (is_stress(letter.folded(at)) || words.is_familiar(letter.folded(at)))
        && !matches!(letter.folded(at), "it" | "us" | "am" | "pm" | "mr" | "mrs" | "ms")
}

/// Words that people put in capitals to stress them.
fn is_stress(word: &str) -> bool {
    matches!(
        word,
        "not"
            | "must"
            | "never"
            | "only"
            | "do"
            | "don't"
            | "no"
            | "all"
            | "any"
            | "will"
            | "cannot"
            | "before"
            | "after"
            | "now"
            | "immediately"
            | "urgent"
            | "important"
            | "always"
            | "very"
            | "both"
            | "please"
            | "should"
            | "may"
            | "and"
            | "or"
            | "is"
            | "are"
            | "was"
            | "did"
            | "have"
            | "you"
            | "your"
            | "within"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spread_is_the_standard_deviation() {
        let long = |words| Long { span: Span::new(0, 0), words };
        let lengths = Lengths { sentences: vec![long(10), long(20), long(30)], paragraphs: Vec::new() };
        assert_eq!(lengths.mean(), 20.0);
        // The mean of 100, 0 and 100 is 66.67, its root 8.165.
        assert!((lengths.spread() - 8.165).abs() < 0.001);
    }

    #[test]
    fn old_compounds_are_told_from_everyday_ones() {
        assert!(is_old_compound("whereunder") && is_old_compound("herefrom") && is_old_compound("thereto"));
        assert!(!is_old_compound("therefore") && !is_old_compound("whereas") && !is_old_compound("there"));
    }
}
