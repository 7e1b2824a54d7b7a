//! What is known of single words: syllables, how common they are, whether a reader will know them.
//!
//! One table, `lexicons/words/english.tsv`, holds a word, its syllables and how common it is on a line;
//! `english.fst` is the same table made ready to look up, and a test builds it again and compares every
//! byte. `uk.tsv` is a small list for these letters, laid over the table, which a user may replace.

mod british;
mod familiar;
mod syllables;

pub use syllables::Counted;

use crate::error::{Error, Result};
use crate::lexicon::Files;
use std::collections::{HashMap, HashSet};

/// The dictionary of single words.
pub struct Words {
    table: fst::Map<Vec<u8>>,
    ours: HashMap<String, Known>,
    familiar: HashSet<String>,
}

/// What the tables say of one word.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
struct Known {
    /// Syllables; 0 where the table does not say.
    syllables: u32,
    /// Ten times the logarithm of occurrences in a thousand million words; 0 where it is not listed.
    common: u32,
}

impl Known {
    fn unpack(value: u64) -> Known {
        Known { syllables: (value & 0xff) as u32, common: ((value >> 8) & 0xff) as u32 }
    }
}

impl std::fmt::Debug for Words {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Words").field("listed", &self.table.len()).finish_non_exhaustive()
    }
}

impl Words {
    /// Reads the tables.
    ///
    /// # Errors
    /// Where a table is missing or damaged.
    pub fn load(files: &Files) -> Result<Words> {
        let file = files.need("words/english.fst")?;
        let table = fst::Map::new(file.bytes().to_vec()).map_err(|_| {
            Error::usage("is no word table")
                .in_file(file.name())
                .remedy("build it from english.tsv, or leave it out to use the built-in one")
        })?;
        let file = files.need("words/uk.tsv")?;
        let mut ours = HashMap::new();
        for (n, line) in file.text()?.lines().enumerate() {
            let (word, known) = parse_line(line).ok_or_else(|| {
                Error::usage("expects a word, its syllables and how common it is, with tabs between")
                    .in_file(file.name())
                    .at_line(n + 1)
            })?;
            ours.insert(word.to_owned(), known);
        }
        let familiar = files.need("words/familiar.txt")?.text()?;
        let familiar = familiar
            .lines()
            .filter(|l| !l.starts_with('#'))
            .flat_map(str::split_whitespace)
            .map(str::to_owned)
            .collect();
        Ok(Words { table, ours, familiar })
    }

    /// The tables' row for a word in small letters.
    fn known(&self, word: &str) -> Option<Known> {
        if let Some(known) = self.ours.get(word) {
            return Some(*known);
        }
        self.table.get(word).map(Known::unpack)
    }
}

/// One line of a table.
fn parse_line(line: &str) -> Option<(&str, Known)> {
    let mut cells = line.split('\t');
    let word = cells.next().filter(|w| !w.is_empty())?;
    let syllables = cells.next()?.trim().parse::<u8>().ok()?.into();
    let common = cells.next()?.trim().parse::<u8>().ok()?.into();
    cells.next().is_none().then_some((word, Known { syllables, common }))
}

/// The look-up table made from the text of `english.tsv`, whose lines are in order of bytes.
///
/// # Errors
/// With the line that cannot be read or stands out of order.
pub fn build_table(tsv: &str) -> Result<Vec<u8>> {
    let mut builder = fst::MapBuilder::memory();
    for (n, line) in tsv.lines().enumerate() {
        let bad = || Error::usage("is no line of the word table").in_file("english.tsv").at_line(n + 1);
        let (word, known) = parse_line(line).ok_or_else(bad)?;
        builder
            .insert(word, u64::from(known.common) << 8 | u64::from(known.syllables))
            .map_err(|_| bad().remedy("keep the lines in order of bytes, each word once"))?;
    }
    builder.into_inner().map_err(|_| Error::failed("the word table cannot be built"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_committed_table_is_built_from_the_committed_list() {
        let files = Files::embedded();
        let list = files.need("words/english.tsv").unwrap();
        let built = build_table(list.text().unwrap()).unwrap();
        // To write it afresh after a change to the list: LETTERMARK_WRITE=1 cargo test --lib words::
        if std::env::var_os("LETTERMARK_WRITE").is_some() {
            let path = concat!(env!("CARGO_MANIFEST_DIR"), "/lexicons/words/english.fst");
            std::fs::write(path, &built).unwrap();
        }
        assert!(built == files.need("words/english.fst").unwrap().bytes(), "english.fst is out of date");
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
    fn a_table_out_of_order_names_its_line() {
        let error = build_table("b\t1\t10\na\t1\t10\n").unwrap_err().to_string();
        assert!(error.contains('2'), "{error}");
    }
}
