//! The language of each block and of the letter: English, Welsh or another.
//!
//! Common words settle nearly every block. Where they do not, whatlang is asked: once a letter over all
//! languages, and for a block over English and Welsh.

use super::forms::Forms;
use super::{Block, BlockKind, Language, Word};
use crate::hashing::Lookup;
use lazy_static::lazy_static;
use whatlang::{Detector, Lang};

/// Share of common English words from which a stretch is English with no further question.
const CLEARLY: f32 = 0.2;
/// Share of common words under which a stretch is neither English nor Welsh to judge by them.
const HARDLY: f32 = 0.08;
/// Words under which a block takes its neighbour's language.
const FEW_WORDS: usize = 10;
/// Characters of the body that whatlang sees over all languages.
const SAMPLE_CHARS: usize = 400;
/// Words under which a letter is English unless its common words say otherwise.
const SHORT_WORDS: usize = 25;

/// Bytes of the longest common word.
const LONGEST: usize = 5;

lazy_static! {
    /// Common words of both languages, the English ones first.
    static ref COMMON: Lookup = Lookup::new(ENGLISH.into_iter().chain(WELSH));
    static ref ALL: Detector = Detector::new();
    static ref BRITISH: Detector = Detector::with_allowlist(vec![Lang::Eng, Lang::Cym]);
}

/// Sets the language of every block and returns that of most of the body's words.
pub(super) fn tell(
    text: &str,
    words: &[Word],
    folded: &str,
    forms: &Forms,
    blocks: &mut [Block],
) -> Language {
    // Each different word is looked up once.
    let languages: Vec<Option<Language>> = forms
        .all()
        .map(|(first, hash)| {
            let (from, to) = words[first].folded;
            let short = (to - from) as usize <= LONGEST;
            short.then(|| common(&folded[from as usize..to as usize], hash)).flatten()
        })
        .collect();
    let mut whole = Counts::default();
    let counts: Vec<Counts> = blocks
        .iter()
        .map(|block| {
            let counts = Counts::of(block.words.clone().map(|word| languages[forms.of_word(word)]));
            if block.kind.is_body() {
                whole.add(&counts);
            }
            counts
        })
        .collect();
    if whole.words == 0 {
        counts.iter().for_each(|c| whole.add(c));
    }
    let default = whole.clear().unwrap_or_else(|| {
        if whole.words < SHORT_WORDS {
            Language::English
        } else {
            ask(&ALL, &sample(text, blocks)).unwrap_or_default()
        }
    });

    let mut told: Vec<Option<Language>> = Vec::with_capacity(blocks.len());
    for (block, counts) in blocks.iter().zip(&counts) {
        told.push(counts.clear().filter(|_| counts.words >= FEW_WORDS || counts.is_plain()).or_else(|| {
            if counts.words < FEW_WORDS || !block.kind.is_body() {
                return None;
            }
            let written = block.span.of(text);
            if default == Language::Other
                && counts.english() < CLEARLY / 2.0
                && counts.welsh() < CLEARLY / 2.0
            {
                return Some(Language::Other);
            }
            // Neither language's common words at all: a third language, or a list of names.
            let third = counts.words >= 15 && counts.english() < HARDLY && counts.welsh() < HARDLY;
            ask(if third { &ALL } else { &BRITISH }, head(written))
        }));
    }
    settle(blocks, &told, default);
    majority(blocks).unwrap_or(default)
}

/// Gives the blocks that could not be told their neighbour's language.
fn settle(blocks: &mut [Block], told: &[Option<Language>], default: Language) {
    // What stands above a text (address, greeting, heading) goes with what follows; all else with what
    // stands before.
    let mut following = vec![None; told.len()];
    let mut next = None;
    for i in (0..told.len()).rev() {
        following[i] = next;
        if told[i].is_some() {
            next = told[i];
        }
        if blocks[i].kind == BlockKind::SignOff {
            next = told[i];
        }
    }
    let mut before = None;
    for i in 0..blocks.len() {
        let above = matches!(
            blocks[i].kind,
            BlockKind::Letterhead
                | BlockKind::Date
                | BlockKind::Reference
                | BlockKind::Address
                | BlockKind::Salutation
                | BlockKind::Subject
                | BlockKind::Heading
        );
        let neighbours = if above { [following[i], before] } else { [before, following[i]] };
        blocks[i].language = told[i].or(neighbours[0]).or(neighbours[1]).unwrap_or(default);
        if told[i].is_some() {
            before = told[i];
        }
    }
}

/// The language that most of the body's words are in.
fn majority(blocks: &[Block]) -> Option<Language> {
    let mut words = [0usize; 3];
    for block in blocks.iter().filter(|b| b.kind.is_body()) {
        words[block.language as usize] += block.words.len();
    }
    [Language::English, Language::Welsh, Language::Other]
        .into_iter()
        .filter(|l| words[*l as usize] > 0)
        .max_by_key(|l| (words[*l as usize], std::cmp::Reverse(*l as usize)))
}

/// The first characters of the body.
fn sample(text: &str, blocks: &[Block]) -> String {
    let mut out = String::with_capacity(SAMPLE_CHARS * 2);
    let mut left = SAMPLE_CHARS;
    let any_body = blocks.iter().any(|b| b.kind.is_body());
    for block in blocks.iter().filter(|b| b.kind.is_body() || !any_body) {
        for c in block.span.of(text).chars().take(left) {
            out.push(c);
            left -= 1;
        }
        out.push(' ');
        if left == 0 {
            break;
        }
    }
    out
}

fn head(text: &str) -> &str {
    let end = text.char_indices().nth(SAMPLE_CHARS).map_or(text.len(), |(i, _)| i);
    &text[..end]
}

fn ask(detector: &Detector, text: &str) -> Option<Language> {
    let info = detector.detect(text)?;
    if !info.is_reliable() && info.confidence() < 0.5 {
        return None;
    }
    Some(match info.lang() {
        Lang::Eng => Language::English,
        Lang::Cym => Language::Welsh,
        _ => Language::Other,
    })
}

/// Common words counted.
#[derive(Copy, Clone, Debug, Default)]
struct Counts {
    words: usize,
    english: usize,
    welsh: usize,
}

impl Counts {
    fn of(words: impl Iterator<Item = Option<Language>>) -> Counts {
        let mut counts = Counts::default();
        for word in words {
            counts.words += 1;
            match word {
                Some(Language::English) => counts.english += 1,
                Some(Language::Welsh) => counts.welsh += 1,
                _ => {}
            }
        }
        counts
    }

    fn add(&mut self, other: &Counts) {
        self.words += other.words;
        self.english += other.english;
        self.welsh += other.welsh;
    }

    fn english(&self) -> f32 {
        self.english as f32 / self.words.max(1) as f32
    }

    fn welsh(&self) -> f32 {
        self.welsh as f32 / self.words.max(1) as f32
    }

    /// Two common words of one language and none of the other: enough for a short block.
    fn is_plain(&self) -> bool {
        (self.english >= 2 && self.welsh == 0) || (self.welsh >= 2 && self.english == 0)
    }

    fn clear(&self) -> Option<Language> {
        if self.english() >= CLEARLY && self.english > 2 * self.welsh {
            Some(Language::English)
        } else if self.welsh() >= CLEARLY && self.welsh > 2 * self.english {
            Some(Language::Welsh)
        } else {
            None
        }
    }
}

/// Common English words that no Welsh text uses.
const ENGLISH: [&str; 71] = [
    "the", "and", "of", "to", "in", "is", "that", "it", "you", "for", "was", "on", "with", "as", "are",
    "have", "this", "be", "not", "we", "he", "she", "his", "her", "they", "from", "by", "or", "had", "but",
    "what", "were", "can", "will", "your", "an", "my", "our", "been", "has", "if", "would", "there", "their",
    "which", "who", "when", "so", "do", "did", "him", "them", "me", "us", "about", "could", "no", "any",
    "after", "it's", "i'm", "i've", "don't", "this'", "these", "those", "than", "then", "into", "out", "up",
];

/// Common Welsh words that no English text uses.
const WELSH: [&str; 59] = [
    "y", "yr", "yn", "ar", "mae", "wedi", "ei", "eich", "ni", "chi", "ac", "nid", "bydd", "gyda", "hwn",
    "hon", "neu", "os", "fel", "dros", "oedd", "fod", "bod", "gan", "hyn", "oes", "ein", "eu", "dim", "ond",
    "sydd", "bu", "ydych", "rydym", "roedd", "cael", "gael", "wrth", "trwy", "drwy", "hefyd", "beth", "pan",
    "na", "nad", "fydd", "chwi", "iddo", "iddi", "atoch", "ichi", "ddim", "yw", "dyw", "rwyf", "rwy'n",
    "i'r", "o'r", "a'r",
];

/// The language that a common word belongs to.
fn common(word: &str, hash: u64) -> Option<Language> {
    let number = COMMON.get(hash, word)? as usize;
    Some(if number < ENGLISH.len() { Language::English } else { Language::Welsh })
}
