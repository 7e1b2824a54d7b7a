//! Patterns and the trained vocabulary summed into one score a window.

use super::Evidence;
use crate::criterion::Severity;
use crate::document::Letter;
use crate::error::Result;
use crate::lexicon::{Entry, Files, Hit, Hits, Lexicon, Strength};
use crate::span::Span;
use crate::vocabulary::{Bar, Scores, Vocabulary, Window};
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
    tone: Tones,
    #[serde(default)]
    by_id: BTreeMap<String, Own>,
}

/// What a pattern of harmful tone adds to a sentence's score for harm.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Tones {
    finding: f32,
    look: f32,
    #[serde(default)]
    certain: Vec<String>,
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
    /// How far the summed score lies above the threshold of saying it (negative: below).
    pub said: f32,
    /// How far it lies above that of saying it usably.
    pub firm: f32,
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

    /// Whether what an entry for a tone finds stands, whatever the vocabulary makes of the sentence: it is
    /// grave, or the sources say of these very words what they are.
    pub fn is_certain(&self, entry: &Entry) -> bool {
        entry.severity == Severity::Critical || self.tone.certain.contains(&entry.id)
    }

    /// What an entry for a tone adds, by whether it is written to find or to have a look.
    pub fn of_tone(&self, finding: bool) -> f32 {
        if finding { self.tone.finding } else { self.tone.look }
    }

    /// What patterns and structure add for an id, and what its windows are measured by.
    #[allow(clippy::too_many_arguments)]
    pub fn ask(
        &self,
        id: &'static str,
        letter: &Letter,
        lexicon: &Lexicon,
        hits: &Hits,
        vocabulary: &Vocabulary,
        scores: &Scores,
        structure: &Structure,
    ) -> Asked {
        let own = self.by_id.get(id);
        let weigh = |pick: fn(&Own) -> Option<f32>, common: f32| own.and_then(pick).unwrap_or(common);
        let (present, vague) = (weigh(|o| o.present, self.present), weigh(|o| o.vague, self.vague));
        let (cancel, built) = (weigh(|o| o.cancel, self.cancel), weigh(|o| o.structure, self.structure));
        // What patterns and structure add to each sentence.
        let mut added = ByPlace(Vec::new());
        for at in hits.places_of(lexicon, id).iter().map(|at| *at as usize) {
            let hit = &hits.hits[at];
            let place = added.at(hit.sentence);
            match lexicon.entries[hit.entry].strength {
                Strength::Present => place.raise(present, present, Some(at)),
                Strength::Vague => place.raise(vague, -vague, Some(at)),
                Strength::Cancel => place.minus = cancel,
                _ => {}
            }
        }
        for span in structure.get(id).into_iter().flatten() {
            let sentence = letter.sentences.partition_point(|s| s.span.end <= span.start);
            added.at(sentence).raise(built, built, None);
        }
        let sentences = scores.sentences();
        let (said_cut, firm_cut) = vocabulary
            .thresholds()
            .of(id)
            .map_or((0.0, 0.0), |cuts| (cuts.said.at(sentences), cuts.firm.at(sentences)));
        // Most windows cannot reach the threshold with all that patterns could add to them.
        let most = added.0.iter().fold(0.0f32, |most, (_, place)| most.max(place.plus));
        Asked { id, column: vocabulary.column(id), added, said_cut, firm_cut, most }
    }

    /// The windows that say an id by their summed score, best first; at most one window a stretch of
    /// sentences. `over` are those that can reach its threshold.
    pub fn windows(
        &self,
        asked: &Asked,
        over: Vec<Window>,
        scores: &Scores,
        firm_column: Option<usize>,
    ) -> Vec<Scored> {
        let bonus = |range: &Range<usize>| {
            let (mut plus, mut minus, mut firmness, mut hit) = (0.0f32, 0.0f32, 0.0f32, None);
            for place in asked.added.range(range) {
                if place.plus > plus {
                    (plus, firmness, hit) = (place.plus, place.firm, place.hit);
                }
                minus = minus.max(place.minus);
            }
            (plus - minus, firmness, hit)
        };
        let mut all: Vec<Scored> = Vec::with_capacity(over.len());
        for w in over {
            let (plus, firmness, hit) = bonus(&w.sentences);
            let firm = scores.firm(&w, firm_column).unwrap_or(0.0);
            all.push(Scored {
                said: w.score - asked.said_cut + plus,
                firm: firm - asked.firm_cut + firmness,
                sentences: w.sentences,
                hit,
            });
        }
        // Structure can stand in sentences that the vocabulary does not read.
        for (sentence, _) in &asked.added.0 {
            if asked.column.is_none() || !scores.covers(*sentence) {
                let range = *sentence..*sentence + 1;
                let (plus, firmness, hit) = bonus(&range);
                all.push(Scored { sentences: range, said: plus - UNREAD, firm: firmness, hit });
            }
        }
        all.retain(|w| w.said >= 0.0);
        all.sort_by(|a, b| b.said.total_cmp(&a.said).then(a.sentences.start.cmp(&b.sentences.start)));
        let mut kept: Vec<Scored> = Vec::with_capacity(all.len().min(MOST));
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
    #[allow(clippy::too_many_arguments)]
    pub fn evidence(
        &self,
        id: &str,
        window: &Scored,
        letter: &Letter,
        lexicon: &Lexicon,
        hits: &Hits,
        vocabulary: &Vocabulary,
        scores: &Scores,
    ) -> Option<Evidence> {
        let first = letter.sentences.get(window.sentences.start)?;
        let last = letter.sentences.get(window.sentences.end.checked_sub(1)?)?;
        let words = vocabulary
            .column(id)
            .map(|column| vocabulary.deciding_words(letter, scores, column, window.sentences.clone()))
            .unwrap_or_default();
        let rule = window.hit.map(|h: usize| lexicon.entries[hits.hits[h].entry].id.clone());
        let span = match window.hit.map(|h: usize| -> &Hit { &hits.hits[h] }) {
            Some(hit) if window.sentences.len() > 1 => letter.sentences[hit.sentence].span,
            _ => first.span.join(last.span),
        };
        Some(Evidence { span, words, rule })
    }
}

/// What is asked of a letter's windows for one id.
pub struct Asked {
    /// The id.
    pub id: &'static str,
    column: Option<usize>,
    added: ByPlace,
    said_cut: f32,
    firm_cut: f32,
    most: f32,
}

impl Asked {
    /// What a window's score must reach: the id's column, its threshold, and what may be added to the score.
    pub fn bar(&self) -> Option<Bar> {
        Some(Bar { column: self.column?, cut: self.said_cut, most: self.most })
    }
}

/// What patterns and structure add in one sentence.
#[derive(Clone, Copy, Debug, Default)]
struct Added {
    plus: f32,
    minus: f32,
    firm: f32,
    hit: Option<usize>,
}

impl Added {
    fn raise(&mut self, plus: f32, firm: f32, hit: Option<usize>) {
        if plus > self.plus {
            *self = Added { plus, firm, hit, minus: self.minus };
        }
    }
}

/// What is added, by sentence, in order.
struct ByPlace(Vec<(usize, Added)>);

impl ByPlace {
    fn at(&mut self, sentence: usize) -> &mut Added {
        // Hits come in order of place.
        let place = match self.0.last() {
            Some((last, _)) if *last == sentence => self.0.len() - 1,
            _ => {
                let place = self.0.partition_point(|(s, _)| *s < sentence);
                if self.0.get(place).is_none_or(|(s, _)| *s != sentence) {
                    self.0.insert(place, (sentence, Added::default()));
                }
                place
            }
        };
        &mut self.0[place].1
    }

    fn range(&self, sentences: &Range<usize>) -> impl Iterator<Item = &Added> {
        let first = self.0.partition_point(|(s, _)| *s < sentences.start);
        self.0[first..].iter().take_while(|(s, _)| *s < sentences.end).map(|(_, added)| added)
    }
}

/// What a sentence that the vocabulary does not read must have added to it to say anything.
const UNREAD: f32 = 0.5;
/// Stretches kept as evidence for one id.
const MOST: usize = 12;
