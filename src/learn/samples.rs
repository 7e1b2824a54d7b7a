//! Passages and letters as rows of features.

use super::inputs::{Inputs, Rated};
use super::logistic::Rows;
use crate::document::Letter;
use crate::vocabulary::features::Reader;
use crate::vocabulary::{is_read, window_ranges};
use std::collections::HashMap;
use std::ops::Range;

/// Every feature that occurs, numbered in order of first appearance.
#[derive(Default)]
pub(super) struct Dictionary {
    numbers: HashMap<u64, u32>,
    pub names: Vec<String>,
}

/// One sentence: its features with how often each stands in it, in order of number.
type Counted = Vec<(u32, u16)>;

/// A stretch of sentences that is one example.
#[derive(Clone, Debug)]
pub(super) struct Sample {
    /// The sentences, as indexes into [`Samples::sentences`].
    pub sentences: Range<usize>,
    /// The passage or letter it is of.
    pub of: usize,
    /// Its first and last sentence in the letter, and what lies between.
    pub place: Range<usize>,
}

/// All passages and letters, cut into samples.
pub(super) struct Samples {
    pub dictionary: Dictionary,
    sentences: Vec<Counted>,
    /// Of each passage, the hand that wrote it.
    hands: Vec<usize>,
    /// Passages, each as a whole; `of` is the passage.
    pub passages: Vec<Sample>,
    /// The windows of letters; `of` is the letter.
    pub windows: Vec<Sample>,
}

/// How rare each feature is in the texts that are trained on.
pub(super) struct Rarity {
    /// The rarity of each feature in sixteenths; none for a feature that is not taken.
    pub of: Vec<Option<u8>>,
    /// That of all others.
    pub unseen: u8,
}

/// A longer feature is no word.
const NAME_BYTES: usize = 60;

impl Samples {
    pub fn read(inputs: &Inputs) -> Samples {
        let mut samples = Samples {
            dictionary: Dictionary::default(),
            sentences: Vec::new(),
            hands: Vec::new(),
            passages: Vec::new(),
            windows: Vec::new(),
        };
        let hands = inputs.hands();
        for (of, passage) in inputs.passages.iter().enumerate() {
            samples.hands.push(hands.partition_point(|h| *h < passage.hand));
            let from = samples.sentences.len();
            let read = samples.add(&passage.letter);
            let place = place(&read);
            samples.passages.push(Sample { sentences: from..samples.sentences.len(), of, place });
        }
        for (of, rated) in inputs.letters.iter().enumerate() {
            let from = samples.sentences.len();
            let read = samples.add(&rated.letter);
            for (a, b) in window_ranges(&rated.letter, &read) {
                let place = place(&read[a..b]);
                samples.windows.push(Sample { sentences: from + a..from + b, of, place });
            }
        }
        samples
    }

    /// The first sentences of each letter, as one sample a letter.
    pub fn heads(&self, letters: usize, sentences: usize) -> Vec<Sample> {
        let mut heads: Vec<Sample> =
            (0..letters).map(|of| Sample { sentences: 0..0, of, place: 0..0 }).collect();
        for window in &self.windows {
            let head = &mut heads[window.of];
            let from = if head.sentences.is_empty() { window.sentences.start } else { head.sentences.start };
            let to = window.sentences.end.max(head.sentences.end).min(from + sentences);
            head.sentences = from..to;
        }
        heads
    }

    /// Adds the sentences of a letter that are read, and returns which those are.
    fn add(&mut self, letter: &Letter) -> Vec<usize> {
        let mut reader = Reader::new(letter);
        let read: Vec<usize> = (0..letter.sentences.len()).filter(|s| is_read(letter.kind_of(*s))).collect();
        for &sentence in &read {
            let mut found: Vec<u32> = Vec::new();
            reader.read(sentence, |feature| {
                let Dictionary { numbers, names } = &mut self.dictionary;
                found.push(*numbers.entry(feature.key).or_insert_with(|| {
                    names.push(feature.name());
                    names.len() as u32 - 1
                }));
            });
            found.sort_unstable();
            let mut counted: Counted = Vec::with_capacity(found.len());
            for number in found {
                match counted.last_mut() {
                    Some((last, count)) if *last == number => *count = count.saturating_add(1),
                    _ => counted.push((number, 1)),
                }
            }
            self.sentences.push(counted);
        }
        read
    }

    /// How rare each feature is in these passages and letters. A feature that one writer alone has (most of
    /// them names and turns of speech) is not taken.
    pub fn rarity(&self, passages: &[bool], letters: &[bool]) -> Rarity {
        let mut counts = vec![0u32; self.dictionary.names.len()];
        // The writer that a feature was first seen with, and whether another has it too.
        let mut writers = vec![(usize::MAX, false); self.dictionary.names.len()];
        let mut sentences = 0u32;
        let mut count = |range: Range<usize>, writer: usize| {
            for sentence in &self.sentences[range] {
                sentences += 1;
                for (feature, _) in sentence {
                    counts[*feature as usize] += 1;
                    let (first, shared) = &mut writers[*feature as usize];
                    if *first == usize::MAX {
                        *first = writer;
                    }
                    *shared |= *first != writer;
                }
            }
        };
        let hands = self.hands.iter().max().map_or(0, |h| h + 1);
        for sample in self.passages.iter().filter(|s| passages[s.of]) {
            count(sample.sentences.clone(), self.hands[sample.of]);
        }
        let mut counted = 0;
        for sample in self.windows.iter().filter(|s| letters[s.of]) {
            // Windows overlap; each sentence counts once.
            if sample.sentences.start >= counted {
                count(sample.sentences.clone(), hands + sample.of);
                counted = sample.sentences.end;
            }
        }
        let rarity = |count: u32| {
            let odds = f64::from(sentences + 1) / f64::from(count.max(1));
            (libm::log(odds) * 16.0 + 0.5).clamp(1.0, 255.0) as u8
        };
        let of = counts
            .iter()
            .zip(&writers)
            .zip(&self.dictionary.names)
            .map(|((c, (_, shared)), name)| (*shared && name.len() <= NAME_BYTES).then(|| rarity(*c)))
            .collect();
        Rarity { of, unseen: rarity(1) }
    }

    /// Samples as rows, divided by the root of the summed squares of their features' rarity.
    pub fn rows(&self, samples: &[Sample], rarity: &Rarity, floor: u32) -> Rows {
        let mut rows = Rows::default();
        let mut features: Vec<(u32, f32)> = Vec::new();
        let unseen = f64::from(rarity.unseen) / 16.0;
        for sample in samples {
            features.clear();
            let mut square = f64::from(floor) / 256.0;
            for (feature, count) in self.sentences[sample.sentences.clone()].iter().flatten() {
                match rarity.of[*feature as usize] {
                    // As in reading: a known feature counts once a sentence, others each time.
                    Some(rare) => {
                        let rare = f64::from(rare) / 16.0;
                        square += rare * rare;
                        features.push((*feature, rare as f32));
                    }
                    None => square += f64::from(*count) * unseen * unseen,
                }
            }
            features.sort_unstable_by_key(|(feature, _)| *feature);
            features.dedup_by(|next, kept| {
                let same = next.0 == kept.0;
                if same {
                    kept.1 += next.1;
                }
                same
            });
            let root = square.max(1e-9).sqrt() as f32;
            rows.push(features.iter().map(|(feature, value)| (*feature, value / root)));
        }
        rows
    }
}

fn place(read: &[usize]) -> Range<usize> {
    match (read.first(), read.last()) {
        (Some(first), Some(last)) => *first..last + 1,
        _ => 0..0,
    }
}

/// The windows of a letter that hold what a rater quoted: the sentence, or the pair, that the quotation
/// lies in.
pub(super) fn quoted(rated: &Rated, windows: &[Sample], id: &str) -> Vec<usize> {
    let mut found = Vec::new();
    for quote in rated.ratings.iter().flat_map(|r| r.quotes(id)) {
        let quote = fold(quote);
        let holds = |w: &&(usize, String)| w.1.contains(&quote);
        let texts: Vec<(usize, String)> = windows
            .iter()
            .enumerate()
            .map(|(at, w)| {
                let sentences = &rated.letter.sentences;
                let span = sentences[w.place.start].span.join(sentences[w.place.end - 1].span);
                (at, fold(span.of(rated.letter.text())))
            })
            .collect();
        let single = |w: &&(usize, String)| windows[w.0].sentences.len() == 1;
        let best = texts.iter().filter(holds).find(single).or_else(|| texts.iter().find(holds));
        found.extend(best.map(|(at, _)| *at));
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// For each window of a letter, how many raters quoted for a tone something that lies in it, or that it lies
/// in.
pub(super) fn raters_hurt(rated: &Rated, windows: &[Sample]) -> Vec<usize> {
    let texts: Vec<String> = windows
        .iter()
        .map(|w| {
            let sentences = &rated.letter.sentences;
            fold(sentences[w.place.start].span.join(sentences[w.place.end - 1].span).of(rated.letter.text()))
        })
        .collect();
    let mut hurt = vec![0; windows.len()];
    for rating in &rated.ratings {
        let quotes: Vec<String> = rating.hurtful().map(fold).collect();
        for (hurt, text) in hurt.iter_mut().zip(&texts) {
            let meets = |q: &String| text.contains(q.as_str()) || (text.len() >= LEAST && q.contains(text));
            *hurt += usize::from(quotes.iter().any(meets));
        }
    }
    hurt
}

/// A sentence of fewer bytes may stand in a quotation by chance.
const LEAST: usize = 8;

/// White space folded to single blanks.
fn fold(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
