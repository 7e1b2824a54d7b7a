//! What is known of single words: syllables, how common they are, whether a reader will know them, what parts
//! of speech they can be.
//!
//! `lexicons/words/english.tsv` holds a word, its syllables, how common it is and what parts of speech it can
//! be on a line; `uk.tsv`, a small
//! list for these letters, is laid over it; `familiar.txt` lists the words that readers know. `english.fst`
//! is what the three come to, ready to look up, and a test builds it again and compares every byte.

mod british;
mod familiar;
mod parts;
mod syllables;

pub use parts::Parts;
pub use syllables::Counted;

use crate::error::{Error, Result};
use crate::hashing::Memo;
use crate::lexicon::Files;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The dictionary of single words. A clone shares its tables.
#[derive(Clone)]
pub struct Words {
    /// For each listed word what the lists come to, ready to look up.
    table: Arc<fst::Map<Cow<'static, [u8]>>>,
    /// The lists themselves, where a user has laid one of their own over them: the table is out of date then.
    lists: Option<Arc<Lists>>,
    /// Tells this dictionary from others in the memory of each thread.
    memo: Memo,
}

/// What is known of one word, endings and spellings considered.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq)]
pub struct Known {
    /// Syllables; 0 where the lists do not say.
    pub syllables: u32,
    /// How common: ten times the base-10 logarithm of its occurrences in a thousand million running words
    /// (the Zipf scale, times ten), the commonest of the word, its American spelling and its stem. 60 and
    /// over is the commonest few hundred words, 40 an everyday word, under 30 a rare one; 0 is not listed.
    pub common: u32,
    /// Whether a reader can be expected to know it: it stands on the familiar list, as it is or with a
    /// regular ending.
    pub familiar: bool,
    /// The parts of speech it can be; none where the lists do not say.
    pub parts: Parts,
}

impl Known {
    fn pack(self) -> u64 {
        u64::from(self.syllables)
            | u64::from(self.common) << 8
            | u64::from(self.familiar) << 16
            | u64::from(self.parts.bits()) << 17
    }

    fn unpack(value: u64) -> Known {
        Known {
            syllables: (value & 0xff) as u32,
            common: (value >> 8 & 0xff) as u32,
            familiar: value >> 16 & 1 == 1,
            parts: Parts::from_bits((value >> 17 & 0x7fff) as u16),
        }
    }
}

impl std::fmt::Debug for Words {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Words").field("listed", &self.table.len()).finish_non_exhaustive()
    }
}

impl Words {
    /// Reads the table, and the lists too where a user's own are laid over them.
    ///
    /// # Errors
    /// Where one is missing or damaged.
    pub fn load(files: &Files) -> Result<Words> {
        let file = files.need(TABLE)?;
        let table = fst::Map::new(file.kept_bytes()).map_err(|_| {
            Error::usage("is no word table")
                .in_file(file.name())
                .remedy("build it from the lists beside it, or leave it out to use the built-in one")
        })?;
        let own = LISTS.iter().any(|path| files.get(path).is_some_and(|f| f.origin.is_some()));
        let lists = if own { Some(Arc::new(Lists::load(files)?)) } else { None };
        Ok(Words { table: Arc::new(table), lists, memo: Memo::new() })
    }

    /// What is known of a word in small letters with straight apostrophes.
    pub fn known(&self, word: &str) -> Known {
        let remembered = self.memo.remember(word, || self.look_up(word).pack() as u32);
        Known::unpack(u64::from(remembered))
    }

    fn look_up(&self, word: &str) -> Known {
        if let Some(lists) = &self.lists {
            return lists.resolve(word);
        }
        // No address is a word, nor is any part of one that the lists may hold.
        if word.bytes().any(in_address) {
            return Known::default();
        }
        if let Some(value) = self.table.get(word) {
            return Known::unpack(value);
        }
        // A form that no list holds may have a stem that one holds.
        resolve(word, &|w| self.table.get(w).map(Known::unpack))
    }

    /// How common a word is, as [`Known::common`]; none where it is not listed.
    pub fn common(&self, word: &str) -> Option<u32> {
        Some(self.known(word).common).filter(|c| *c > 0)
    }

    /// Whether a reader can be expected to know a word. Numbers are familiar.
    pub fn is_familiar(&self, word: &str) -> bool {
        word.bytes().any(|b| b.is_ascii_digit()) || self.known(word).familiar
    }
}

/// Whether a byte stands in addresses and in no word of the built-in lists.
fn in_address(byte: u8) -> bool {
    matches!(byte, b'@' | b'/' | b':' | b'.')
}

/// What the lists come to for a word, `row` giving the row of a word as it stands.
fn resolve(word: &str, row: &dyn Fn(&str) -> Option<Known>) -> Known {
    let mut known = row(word).unwrap_or_default();
    let mut better = |other: Option<Known>| {
        if let Some(other) = other {
            known.common = known.common.max(other.common);
            known.familiar |= other.familiar;
        }
    };
    let mut parts = None;
    for spelling in british::american(word) {
        let other = row(&spelling);
        parts = parts.or(other.map(|k| k.parts));
        better(other);
    }
    familiar::each_stem(word, &mut |stem| better(row(stem)));
    if known.parts.is_none() {
        known.parts = parts.unwrap_or_default();
    }
    if known.syllables == 0 {
        known.syllables =
            syllables::listed(word, &|w| row(w).map(|k| k.syllables).filter(|n| *n > 0)).unwrap_or(0);
    }
    known
}

/// The look-up table.
const TABLE: &str = "words/english.fst";
/// The lists that it is made of.
const LISTS: [&str; 3] = ["words/english.tsv", "words/uk.tsv", "words/familiar.txt"];

/// The lists as they are written.
struct Lists {
    rows: BTreeMap<String, Known>,
}

impl Lists {
    fn load(files: &Files) -> Result<Lists> {
        let mut rows: BTreeMap<String, Known> = BTreeMap::new();
        for path in [LISTS[0], LISTS[1]] {
            let file = files.need(path)?;
            for (n, line) in file.text()?.lines().enumerate() {
                let (word, known) = parse_line(line).ok_or_else(|| {
                    Error::usage(
                        "expects a word, its syllables, how common it is and the letters of its parts of \
                         speech, if any, with tabs between",
                    )
                    .in_file(file.name())
                    .at_line(n + 1)
                })?;
                rows.insert(word.to_owned(), known);
            }
        }
        let familiar = files.need(LISTS[2])?.text()?;
        for word in familiar.lines().filter(|l| !l.starts_with('#')).flat_map(str::split_whitespace) {
            rows.entry(word.to_owned()).or_default().familiar = true;
        }
        Ok(Lists { rows })
    }

    fn resolve(&self, word: &str) -> Known {
        resolve(word, &|w| self.rows.get(w).copied())
    }
}

/// One line of a list.
fn parse_line(line: &str) -> Option<(&str, Known)> {
    let mut cells = line.split('\t');
    let word = cells.next().filter(|w| !w.is_empty())?;
    let syllables = cells.next()?.trim().parse::<u8>().ok()?.into();
    let common = cells.next()?.trim().parse::<u8>().ok()?.into();
    let parts = cells.next().map_or(Some(Parts::default()), Parts::parse)?;
    cells.next().is_none().then_some((word, Known { syllables, common, familiar: false, parts }))
}

/// The look-up table made from the lists.
///
/// # Errors
/// With the line that cannot be read.
pub fn build_table(files: &Files) -> Result<Vec<u8>> {
    let lists = Lists::load(files)?;
    let mut builder = fst::MapBuilder::memory();
    let failed = |_| Error::failed("the word table cannot be built");
    for word in lists.rows.keys() {
        builder.insert(word, lists.resolve(word).pack()).map_err(failed)?;
    }
    builder.into_inner().map_err(failed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_committed_table_is_built_from_the_committed_lists() {
        let files = Files::embedded();
        let built = build_table(&files).unwrap();
        // To write it afresh after a change to a list: LETTERMARK_WRITE=1 cargo test --lib words::
        if std::env::var_os("LETTERMARK_WRITE").is_some() {
            let path = concat!(env!("CARGO_MANIFEST_DIR"), "/lexicons/words/english.fst");
            std::fs::write(path, &built).unwrap();
        }
        let lists = Lists::load(&files).unwrap();
        assert!(!lists.rows.keys().any(|word| word.bytes().any(in_address)));
        assert!(built == files.need(TABLE).unwrap().bytes(), "english.fst is out of date");
    }

    #[test]
    fn syllables_agree_with_counts_by_hand() {
        let words = Words::load(&Files::embedded()).unwrap();
        let (mut all, mut right, mut uk, mut uk_right) = (0, 0, 0, 0);
        let (mut by_rule, mut rule_right) = (0, 0);
        let mut wrong = Vec::new();
        for line in include_str!("../../tests/data/syllables.tsv").lines() {
            let cells: Vec<&str> = line.split('\t').collect();
            let (word, by_hand, british) = (cells[0], cells[1].parse::<u32>().unwrap(), cells[2] == "uk");
            let counted = words.count_syllables(word);
            let ok = counted.syllables() == by_hand;
            all += 1;
            right += u32::from(ok);
            uk += u32::from(british);
            uk_right += u32::from(british && ok);
            // What the rules alone would have said of the same word.
            by_rule += 1;
            rule_right += u32::from(syllables::by_rule(word) == by_hand);
            if !ok {
                wrong.push(format!("{word} {by_hand} {counted:?}"));
            }
        }
        println!(
            "dictionary and rules {right}/{all}, British and justice {uk_right}/{uk}, rules alone {rule_right}/{by_rule}"
        );
        assert!(all >= 500 && uk >= 150);
        assert!(right * 100 >= all * 98, "{wrong:#?}");
        assert!(uk_right * 100 >= uk * 98, "{wrong:#?}");
        assert!(rule_right * 100 >= by_rule * 85, "rules alone {rule_right}/{by_rule}");
    }

    #[test]
    fn a_list_of_ones_own_is_used() {
        let dir = tempfile::tempdir().unwrap();
        std::fs::create_dir(dir.path().join("words")).unwrap();
        std::fs::write(dir.path().join("words/uk.tsv"), "zyzzyva\t3\t45\n").unwrap();
        let words = Words::load(&Files::overlaid(dir.path()).unwrap()).unwrap();
        assert_eq!(words.known("zyzzyvas"), Known { syllables: 3, common: 45, ..Known::default() });
        std::fs::write(dir.path().join("words/uk.tsv"), "zyzzyva three 45\n").unwrap();
        let error = Words::load(&Files::overlaid(dir.path()).unwrap()).unwrap_err().to_string();
        assert!(error.contains("uk.tsv") && error.contains('1'), "{error}");
    }

    #[test]
    fn endings_and_spellings_are_understood() {
        let words = Words::load(&Files::embedded()).unwrap();
        for word in ["walked", "stories", "happiest", "neighbour's", "recognised", "they'll", "stopping"] {
            assert!(words.is_familiar(word), "{word}");
        }
        for word in ["moiety", "whereunder", "antecedents", "probative"] {
            assert!(!words.is_familiar(word), "{word}");
        }
        assert!(words.common("adjourned") < words.common("house"));
        assert_eq!(words.common("xqzt"), None);
    }
}
