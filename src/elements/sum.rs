//! Patterns and the trained vocabulary summed into one score a window.

use super::Evidence;
use crate::document::Letter;
use crate::error::Result;
use crate::lexicon::{Files, Hit, Hits, Lexicon, Strength};
use crate::span::Span;
use crate::vocabulary::{Scores, Vocabulary};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::ops::Range;

const FILE: &str = "vocabulary/sum.toml";

/// What each kind of evidence adds, in log-odds.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sum {
    present: f32,
    vague: f32,
    cancel: f32,
    structure: f32,
    #[serde(default)]
    by_id: BTreeMap<String, Own>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Own {
    present: Option<f32>,
    vague: Option<f32>,
    cancel: Option<f32>,
    structure: Option<f32>,
}

/// A window of sentences that scored, with what spoke for it.
#[derive(Clone, Debug)]
pub struct Scored {
    /// The sentences.
    pub sentences: Range<usize>,
    /// The summed score.
    pub score: f32,
    /// The best pattern in it, as an index into the hits.
    pub hit: Option<usize>,
}

/// Places where the letter's structure says something, as spans.
pub type Structure = BTreeMap<&'static str, Vec<Span>>;

impl Sum {
    /// Reads the weights.
    ///
    /// # Errors
    /// Where the file is missing or cannot be read.
    pub fn load(files: &Files) -> Result<Sum> {
        files.need(FILE)?.parse()
    }

    /// Every window's summed score for an id, best first; at most one window a stretch of sentences.
    #[allow(clippy::too_many_arguments)]
    pub fn windows(
        &self,
        id: &str,
        letter: &Letter,
        lexicon: &Lexicon,
        hits: &Hits,
        vocabulary: &Vocabulary,
        scores: &Scores,
        structure: &Structure,
    ) -> Vec<Scored> {
        let own = self.by_id.get(id);
        let weigh = |pick: fn(&Own) -> Option<f32>, common: f32| own.and_then(pick).unwrap_or(common);
        let (present, vague) = (weigh(|o| o.present, self.present), weigh(|o| o.vague, self.vague));
        let (cancel, built) = (weigh(|o| o.cancel, self.cancel), weigh(|o| o.structure, self.structure));
        // What patterns and structure add to each sentence.
        let mut added: BTreeMap<usize, (f32, f32, Option<usize>)> = BTreeMap::new();
        for (at, hit) in hits.hits.iter().enumerate() {
            let entry = &lexicon.entries[hit.entry];
            if entry.category != id {
                continue;
            }
            let place = added.entry(hit.sentence).or_insert((0.0, 0.0, None));
            match entry.strength {
                Strength::Present if place.0 < present => {
                    place.0 = present;
                    place.2 = Some(at);
                }
                Strength::Vague if place.0 < vague => {
                    place.0 = vague;
                    place.2 = Some(at);
                }
                Strength::Cancel => place.1 = cancel,
                _ => {}
            }
        }
        for span in structure.get(id).into_iter().flatten() {
            let sentence = letter.sentences.partition_point(|s| s.span.end <= span.start);
            let place = added.entry(sentence).or_insert((0.0, 0.0, None));
            place.0 = place.0.max(built);
        }
        let bonus = |range: &Range<usize>| {
            let mut best = (0.0f32, None);
            let mut taken = 0.0f32;
            for (_, (plus, minus, hit)) in added.range(range.clone()) {
                if *plus > best.0 {
                    best = (*plus, *hit);
                }
                taken = taken.max(*minus);
            }
            (best.0 - taken, best.1)
        };
        let mut all: Vec<Scored> = match vocabulary.column(id) {
            Some(column) => scores
                .windows(column)
                .map(|w| {
                    let (plus, hit) = bonus(&w.sentences);
                    Scored { score: w.score + plus, sentences: w.sentences, hit }
                })
                .collect(),
            None => Vec::new(),
        };
        // Structure can stand in sentences that the vocabulary does not read.
        for (sentence, (plus, minus, hit)) in &added {
            if !all.iter().any(|w| w.sentences.contains(sentence)) {
                all.push(Scored { sentences: *sentence..*sentence + 1, score: plus - minus, hit: *hit });
            }
        }
        all.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.sentences.start.cmp(&b.sentences.start)));
        let mut kept: Vec<Scored> = Vec::new();
        for window in all {
            if kept.len() == MOST {
                break;
            }
            let apart = |k: &Scored| {
                window.sentences.end <= k.sentences.start || k.sentences.end <= window.sentences.start
            };
            if kept.iter().all(apart) {
                kept.push(window);
            }
        }
        kept
    }

    /// A window as evidence: the pattern's sentence where a pattern spoke, and the words that decided.
    pub fn evidence(
        &self,
        id: &str,
        window: &Scored,
        letter: &Letter,
        lexicon: &Lexicon,
        hits: &Hits,
        vocabulary: &Vocabulary,
    ) -> Option<Evidence> {
        let first = letter.sentences.get(window.sentences.start)?;
        let last = letter.sentences.get(window.sentences.end.checked_sub(1)?)?;
        let words = vocabulary
            .column(id)
            .map(|column| vocabulary.deciding_words(letter, column, window.sentences.clone()))
            .unwrap_or_default();
        let rule = window.hit.map(|h: usize| lexicon.entries[hits.hits[h].entry].id.clone());
        let span = match window.hit.map(|h: usize| -> &Hit { &hits.hits[h] }) {
            Some(hit) if window.sentences.len() > 1 => letter.sentences[hit.sentence].span,
            _ => first.span.join(last.span),
        };
        Some(Evidence { span, words, rule })
    }
}

/// Stretches kept as evidence for one id.
const MOST: usize = 12;
