//! The eight formulas, with their constants.

use super::counts::{Counts, ratio};
use serde::Serialize;

/// The least number of words that a formula needs.
pub const ENOUGH_WORDS: usize = 100;
/// The least number of sentences that SMOG needs.
pub const ENOUGH_SENTENCES: usize = 30;

/// The value of each formula on one text. Rounded to two places, which is more than they can bear.
#[derive(Copy, Clone, Debug, Default, PartialEq, Serialize)]
pub struct Formulas {
    /// Flesch Reading Ease: 0 (hard) to 100 (easy), and beyond.
    pub flesch_reading_ease: f64,
    /// Flesch-Kincaid grade: years of school in the United States.
    pub flesch_kincaid: f64,
    /// Gunning Fog index: years of school.
    pub gunning_fog: f64,
    /// SMOG: years of school.
    pub smog: f64,
    /// Coleman-Liau: years of school.
    pub coleman_liau: f64,
    /// Automated Readability Index: years of school.
    pub ari: f64,
    /// Dale-Chall, with a word list of this program's own: 4.9 and less is easy, 10 hard.
    pub dale_chall: f64,
    /// LIX: under 30 very easy, over 55 hard. The one that is used for Welsh.
    pub lix: f64,
}

/// How a formula is reckoned, for the output.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Method {
    /// The name, as in [`Formulas`].
    pub id: &'static str,
    /// The formula with its constants.
    pub formula: &'static str,
    /// What it counts.
    pub counts: &'static str,
}

/// How each formula is reckoned, in the order of [`Formulas`].
pub const METHODS: [Method; 8] = [
    Method {
        id: "flesch_reading_ease",
        formula: "206.835 - 1.015 words/sentences - 84.6 syllables/words (Flesch 1948)",
        counts: "a number is one word of one syllable, a hyphenated word is one word, initials are said letter by letter",
    },
    Method {
        id: "flesch_kincaid",
        formula: "0.39 words/sentences + 11.8 syllables/words - 15.59 (Kincaid and others 1975)",
        counts: "as for Flesch Reading Ease",
    },
    Method {
        id: "gunning_fog",
        formula: "0.4 (words/sentences + 100 complex/words) (Gunning 1952)",
        counts: "complex: three syllables and more, but for names, hyphenated words and words that reach three only by -es, -ed or -ing",
    },
    Method {
        id: "smog",
        formula: "1.0430 sqrt(30 polysyllables/sentences) + 3.1291 (McLaughlin 1969)",
        counts: "polysyllables: three syllables and more; made for 30 sentences, less is scaled up and is not to be relied on",
    },
    Method {
        id: "coleman_liau",
        formula: "5.88 letters/words - 29.6 sentences/words - 15.8 (Coleman and Liau 1975)",
        counts: "letters without digits",
    },
    Method {
        id: "ari",
        formula: "4.71 characters/words + 0.5 words/sentences - 21.43 (Smith and Senter 1967)",
        counts: "characters: letters and digits",
    },
    Method {
        id: "dale_chall",
        formula: "0.1579 percentage of unfamiliar words + 0.0496 words/sentences, + 3.6365 where the percentage is over 5 (Dale and Chall 1948, as now used)",
        counts: "unfamiliar: not in lexicons/words/familiar.txt (a list of this program's own, not the list of 1948) by a regular ending, no name, no number",
    },
    Method {
        id: "lix",
        formula: "words/sentences + 100 long/words (Björnsson 1968)",
        counts: "long: more than six letters",
    },
];

impl Formulas {
    /// Reckons all eight; all 0 where there are no words.
    pub fn of(counts: &Counts) -> Formulas {
        if counts.words == 0 || counts.sentences == 0 {
            return Formulas::default();
        }
        let length = counts.words_a_sentence();
        let syllables = counts.syllables_a_word();
        let share = |n: usize| 100.0 * ratio(n, counts.words);
        let unfamiliar = counts.unfamiliar_percent();
        Formulas {
            flesch_reading_ease: round(206.835 - 1.015 * length - 84.6 * syllables),
            flesch_kincaid: round(0.39 * length + 11.8 * syllables - 15.59),
            gunning_fog: round(0.4 * (length + share(counts.complex))),
            smog: round(1.0430 * libm::sqrt(30.0 * ratio(counts.polysyllables, counts.sentences)) + 3.1291),
            coleman_liau: round(0.0588 * share(counts.letters) - 0.296 * share(counts.sentences) - 15.8),
            ari: round(4.71 * ratio(counts.characters, counts.words) + 0.5 * length - 21.43),
            dale_chall: round(
                0.1579 * unfamiliar + 0.0496 * length + if unfamiliar > 5.0 { 3.6365 } else { 0.0 },
            ),
            lix: round(length + share(counts.long_words)),
        }
    }

    /// The range of ages at which most people can read it: years of school plus five, over the formulas
    /// that give years, without the lowest and the highest. SMOG has a say only over 30 sentences.
    pub fn reading_age(&self, counts: &Counts) -> [u8; 2] {
        let mut grades = vec![self.flesch_kincaid, self.gunning_fog, self.coleman_liau, self.ari];
        if counts.sentences >= ENOUGH_SENTENCES {
            grades.push(self.smog);
        }
        grades.sort_by(f64::total_cmp);
        let age = |grade: f64| (grade + 5.0).clamp(5.0, 25.0);
        let (low, high) = (grades[1], grades[grades.len() - 2]);
        [age(low).floor() as u8, age(high).ceil() as u8]
    }
}

/// Two places.
fn round(value: f64) -> f64 {
    (value * 100.0).round() / 100.0
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 100 words in 5 sentences, 140 syllables, 430 letters and digits of which 420 letters, 12 words of
    /// three syllables (10 of them complex), 20 of more than six letters, 8 unfamiliar.
    const EXAMPLE: Counts = Counts {
        sentences: 5,
        words: 100,
        syllables: 140,
        letters: 420,
        characters: 430,
        long_words: 20,
        polysyllables: 12,
        complex: 10,
        unfamiliar: 8,
        longest_sentence: 30,
    };

    #[test]
    fn golden_values_worked_by_hand() {
        let f = Formulas::of(&EXAMPLE);
        // 206.835 - 1.015 * 20 - 84.6 * 1.4 = 206.835 - 20.3 - 118.44
        assert_eq!(f.flesch_reading_ease, 68.10);
        // 0.39 * 20 + 11.8 * 1.4 - 15.59 = 7.8 + 16.52 - 15.59
        assert_eq!(f.flesch_kincaid, 8.73);
        // 0.4 * (20 + 10)
        assert_eq!(f.gunning_fog, 12.0);
        // 1.0430 * sqrt(72) + 3.1291 = 8.8501 + 3.1291
        assert_eq!(f.smog, 11.98);
        // 0.0588 * 420 - 0.296 * 5 - 15.8 = 24.696 - 1.48 - 15.8
        assert_eq!(f.coleman_liau, 7.42);
        // 4.71 * 4.3 + 10 - 21.43
        assert_eq!(f.ari, 8.82);
        // 0.1579 * 8 + 0.0496 * 20 + 3.6365 = 1.2632 + 0.992 + 3.6365
        assert_eq!(f.dale_chall, 5.89);
        // 20 + 20
        assert_eq!(f.lix, 40.0);
        // Grades 7.42, 8.73, 8.82, 12: without the ends 8.73 to 8.82, so 13.73 to 13.82.
        assert_eq!(f.reading_age(&EXAMPLE), [13, 14]);
    }

    #[test]
    fn nothing_gives_nothing() {
        assert_eq!(Formulas::of(&Counts::default()), Formulas::default());
    }

    #[test]
    fn few_unfamiliar_words_bring_no_surcharge() {
        let f = Formulas::of(&Counts { unfamiliar: 5, ..EXAMPLE });
        // 0.1579 * 5 + 0.992 = 1.7815
        assert_eq!(f.dale_chall, 1.78);
    }
}
