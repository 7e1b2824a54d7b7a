//! From scores to judgements: thresholds for each id, and what was measured at them out of fold.

use crate::error::Result;
use crate::lexicon::DataFile;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Thresholds and measurements of all ids.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Thresholds {
    /// What the file is.
    #[serde(default)]
    pub title: String,
    /// One entry an id.
    pub id: BTreeMap<String, Cuts>,
    /// From which score a sentence of a letter is harmful, and how far that was right.
    #[serde(default)]
    pub harm: Harm,
    /// For each column, what the mean score of a letter's body sentences is over letters that were not
    /// trained on: scores change their scale with each training, and how far a letter stands from the
    /// others does not.
    #[serde(default)]
    pub style: BTreeMap<String, Spread>,
}

/// Thresholds for harmful wording of any sort in a letter, and what was measured at them out of fold, over
/// sentences: said or not is whether any rater quoted it.
#[derive(Copy, Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Harm {
    /// The score from which a sentence is worth a look.
    pub look: f32,
    /// The score from which it is a finding.
    pub finding: f32,
    /// Of the looks and findings.
    #[serde(default)]
    pub looks: Measure,
    /// Of the findings.
    #[serde(default)]
    pub findings: Measure,
}

/// Mean and spread (standard deviation) over letters.
#[derive(Copy, Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Spread {
    /// The mean.
    pub mean: f32,
    /// The standard deviation.
    pub spread: f32,
}

impl Spread {
    /// Brings a value that is spread like this to another mean and spread.
    pub fn bring_to(self, other: Spread, value: f32) -> f32 {
        other.mean + other.spread * (value - self.mean) / self.spread.max(1e-6)
    }
}

/// The thresholds of one id, and what was measured at them out of fold.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cuts {
    /// Whether it is a harmful tone.
    #[serde(default)]
    pub tone: bool,
    /// The score from which it is said at all (for a tone: from which it is worth a look).
    pub said: Cut,
    /// For an element or marker, the score of [`FIRM`](super::FIRM) from which it is present and not vague;
    /// for a tone, its own score from which it is a finding.
    pub firm: Cut,
    /// Said or not, on passages of hands that were not trained on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub passages: Option<Measure>,
    /// Said or not, on letters that were not trained on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub letters: Option<Measure>,
    /// Present or not (for a tone: a finding or not), on letters that were not trained on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub letters_firm: Option<Measure>,
}

/// A threshold, by how long the text is.
#[derive(Copy, Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cut {
    /// For a text of at most [`SHORT_SENTENCES`](super::SHORT_SENTENCES), read as a whole.
    pub short: f32,
    /// For a letter of [`LONG_SENTENCES`] or more.
    pub letter: f32,
}

/// Counts from which precision and recall follow.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Measure {
    /// Those that say it and were found.
    pub found: u32,
    /// Those that say it and were missed.
    pub missed: u32,
    /// Those that do not say it and were flagged.
    pub false_alarms: u32,
    /// Those that do not say it and were left alone.
    pub left_alone: u32,
}

impl Measure {
    /// Counts one more.
    pub fn add(&mut self, says: bool, flagged: bool) {
        match (says, flagged) {
            (true, true) => self.found += 1,
            (true, false) => self.missed += 1,
            (false, true) => self.false_alarms += 1,
            (false, false) => self.left_alone += 1,
        }
    }

    /// Adds the counts of another.
    pub fn merge(&mut self, other: &Measure) {
        self.found += other.found;
        self.missed += other.missed;
        self.false_alarms += other.false_alarms;
        self.left_alone += other.left_alone;
    }

    /// Of those that say it, the share that was found; none where there are none.
    pub fn recall(&self) -> Option<f64> {
        share(self.found, self.missed)
    }

    /// Of those that do not say it, the share that was left alone; none where there are none.
    pub fn specificity(&self) -> Option<f64> {
        share(self.left_alone, self.false_alarms)
    }

    /// Of those flagged, the share that says it; none where none was flagged.
    pub fn precision(&self) -> Option<f64> {
        share(self.found, self.false_alarms)
    }

    /// The mean of recall and specificity; none where either is.
    pub fn balanced_accuracy(&self) -> Option<f64> {
        Some((self.recall()? + self.specificity()?) / 2.0)
    }

    /// F1 of those that say it; none where nothing says it and nothing was flagged.
    pub fn f1(&self) -> Option<f64> {
        share(2 * self.found, self.false_alarms + self.missed)
    }
}

fn share(part: u32, rest: u32) -> Option<f64> {
    (part + rest > 0).then(|| f64::from(part) / f64::from(part + rest))
}

/// A letter of so many sentences, or more, is judged by the thresholds for letters: the more windows
/// there are, the higher the best of them by chance. Between short texts and letters the thresholds run
/// in a straight line.
pub const LONG_SENTENCES: usize = 12;

/// What a score amounts to.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Under both thresholds.
    Silent,
    /// At or over the lower one: vague, or a look.
    Lower,
    /// At or over the upper one: present, or a finding.
    Upper,
}

/// What the vocabulary makes of an id in a letter or window.
#[derive(Clone, Debug, PartialEq)]
pub struct Judgement {
    /// What the score amounts to.
    pub level: Level,
    /// How far the score lies above the threshold of saying it (negative: below). A pattern's word may be
    /// added to it before it is compared with nought.
    pub said: f32,
    /// How far above the threshold of firm (for a tone: of a finding).
    pub firm: f32,
    /// The sentences, as indexes into the letter's sentences.
    pub sentences: std::ops::Range<usize>,
}

impl Thresholds {
    /// Reads the file.
    ///
    /// # Errors
    /// Where it is no such file.
    pub fn read(file: &DataFile) -> Result<Thresholds> {
        file.parse()
    }

    /// The thresholds of an id.
    pub fn of(&self, id: &str) -> Option<&Cuts> {
        self.id.get(id)
    }
}

impl Cut {
    /// The threshold for a text of so many sentences.
    pub fn at(&self, sentences: usize) -> f32 {
        let (short, long) = (super::SHORT_SENTENCES as f32, LONG_SENTENCES as f32);
        let share = ((sentences as f32 - short) / (long - short)).clamp(0.0, 1.0);
        self.short + share * (self.letter - self.short)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thresholds_run_from_short_to_long() {
        let cut = Cut { short: 0.0, letter: 2.0 };
        assert_eq!([1, 8, 300].map(|sentences| cut.at(sentences)), [0.0, 1.0, 2.0]);
    }

    #[test]
    fn shares_need_something_to_share() {
        let mut measure = Measure::default();
        assert_eq!(measure.balanced_accuracy(), None);
        measure.add(true, true);
        measure.add(true, false);
        measure.add(false, false);
        assert_eq!(measure.recall(), Some(0.5));
        assert_eq!(measure.balanced_accuracy(), Some(0.75));
        assert_eq!(measure.precision(), Some(1.0));
    }
}
