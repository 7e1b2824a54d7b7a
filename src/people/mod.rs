//! People: which words of a letter are names, and which of them name the same person.
//!
//! Below the criteria, since both the accuracy criterion and redaction read it.

mod mentions;

pub use mentions::{Mention, Title, bare, mentions};

use crate::error::Result;
use crate::facts::CaseFacts;
use crate::hashing::WordSet;
use crate::lexicon::Files;

/// The lists of common first names and surnames.
#[derive(Clone, Debug, Default)]
pub struct Names {
    first: WordSet<Box<str>>,
    last: WordSet<Box<str>>,
    plain: WordSet<Box<str>>,
}

impl Names {
    /// Reads `people/first_names.txt`, `people/surnames.txt` and `people/plain_surnames.txt`.
    ///
    /// # Errors
    /// Where a list is missing or is no UTF-8.
    pub fn load(files: &Files) -> Result<Names> {
        Ok(Names {
            first: list(files.need("people/first_names.txt")?.text()?),
            last: list(files.need("people/surnames.txt")?.text()?),
            plain: list(files.need("people/plain_surnames.txt")?.text()?),
        })
    }

    /// Whether a word, in small letters, is a common first name.
    pub fn is_first(&self, folded: &str) -> bool {
        self.first.contains(folded)
    }

    /// Whether a word, in small letters, is a common surname.
    pub fn is_last(&self, folded: &str) -> bool {
        self.last.contains(folded)
    }

    /// Whether a word, in small letters, is a surname and neither a word, a town nor a first name.
    pub fn is_plain_last(&self, folded: &str) -> bool {
        self.plain.contains(folded)
    }

    /// Whether a word, in small letters, is either.
    pub fn is_name(&self, folded: &str) -> bool {
        self.is_first(folded) || self.is_last(folded)
    }
}

/// A word list: one a line, `#` begins a comment, kept in small letters.
pub(crate) fn list(text: &str) -> WordSet<Box<str>> {
    text.lines()
        .map(str::trim)
        .filter(|l| !l.is_empty() && !l.starts_with('#'))
        .map(|l| l.to_lowercase().replace('\u{2019}', "'").into_boxed_str())
        .collect()
}

/// A person's name cut into its words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FullName {
    /// First names, as written.
    pub first: Vec<String>,
    /// The surname, as written; empty where the name has one word only.
    pub last: String,
}

impl FullName {
    /// Cuts "Ms Dorota Davies" into its parts; titles and marks are dropped. None where nothing is left.
    pub fn parse(text: &str) -> Option<FullName> {
        let mut words: Vec<String> = text
            .split(|c: char| c.is_whitespace() || c == ',')
            .map(|w| w.trim_matches(|c: char| !c.is_alphanumeric()).to_string())
            .filter(|w| {
                !w.is_empty() && w.chars().any(char::is_alphabetic) && Title::of(&w.to_lowercase()).is_none()
            })
            .collect();
        let last = words.pop()?;
        if words.is_empty() {
            Some(FullName { first: vec![last], last: String::new() })
        } else {
            Some(FullName { first: words, last })
        }
    }

    /// Whether a word, in small letters, is the surname.
    pub fn has_last(&self, folded: &str) -> bool {
        !self.last.is_empty() && is_folded(&self.last, folded)
    }

    /// Whether a word, in small letters, is one of the first names.
    pub fn has_first(&self, folded: &str) -> bool {
        self.first.iter().any(|f| is_folded(f, folded))
    }
}

/// Whether a word as written is this one in small letters.
fn is_folded(written: &str, folded: &str) -> bool {
    if written.is_ascii() {
        return written.len() == folded.len()
            && written.bytes().zip(folded.bytes()).all(|(w, f)| w.to_ascii_lowercase() == f);
    }
    written.to_lowercase() == folded
}

/// The people whom the case facts name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Known {
    /// The victim.
    pub victim: Option<FullName>,
    /// The defendants, suspects or offenders; several where the fact joins them with "and", "&", ";" or "/".
    pub defendants: Vec<FullName>,
}

impl Known {
    /// Reads them from the case facts.
    pub fn of(facts: &CaseFacts) -> Known {
        Known {
            victim: facts.victim_name.as_deref().and_then(FullName::parse),
            defendants: facts
                .defendant_name
                .as_deref()
                .map(|d| d.replace(" and ", ";").split([';', '&', '/']).filter_map(FullName::parse).collect())
                .unwrap_or_default(),
        }
    }

    /// All of them.
    pub fn all(&self) -> impl Iterator<Item = &FullName> {
        self.victim.iter().chain(&self.defendants)
    }
}

/// How many single slips part two words: letters put in, left out, changed, or two neighbours swapped.
/// Stops counting above `most` and gives `most + 1`.
pub fn slips(a: &str, b: &str, most: usize) -> usize {
    if a.is_ascii() && b.is_ascii() {
        let letters = |w: &str| w.bytes().fold(0u128, |all, b| all | 1 << b);
        let (in_a, in_b) = (letters(a), letters(b));
        // A slip takes away, puts in or changes one letter: no more letters than that can be in one alone.
        let apart = (in_a & !in_b).count_ones().max((in_b & !in_a).count_ones()) as usize;
        if apart > most || a.len().abs_diff(b.len()) > most {
            return most + 1;
        }
    }
    let a: Vec<char> = a.chars().collect();
    let b: Vec<char> = b.chars().collect();
    if a.len().abs_diff(b.len()) > most {
        return most + 1;
    }
    let width = b.len() + 1;
    let mut before: Vec<usize> = vec![0; width];
    let mut above: Vec<usize> = (0..width).collect();
    let mut row: Vec<usize> = vec![0; width];
    for i in 1..=a.len() {
        row[0] = i;
        let mut least = i;
        for j in 1..width {
            let changed = above[j - 1] + usize::from(a[i - 1] != b[j - 1]);
            row[j] = changed.min(above[j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                row[j] = row[j].min(before[j - 2] + 1);
            }
            least = least.min(row[j]);
        }
        if least > most {
            return most + 1;
        }
        std::mem::swap(&mut before, &mut above);
        std::mem::swap(&mut above, &mut row);
    }
    above[b.len()].min(most + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_slips() {
        assert_eq!(slips("hughes", "hughs", 2), 1);
        assert_eq!(slips("cambridge", "cambrigde", 2), 1);
        assert_eq!(slips("ferreira", "ferriera", 2), 1);
        assert_eq!(slips("same", "same", 2), 0);
        assert_eq!(slips("hopkins", "hughes", 2), 3);
    }

    #[test]
    fn cuts_names() {
        let name = FullName::parse("Ms. Dorota Anna Davies").expect("a name");
        assert!(name.has_last("davies") && name.has_first("dorota") && name.has_first("anna"));
        assert_eq!(FullName::parse("  ,"), None);
        let facts = CaseFacts { defendant_name: Some("Ann Lee and Bo Carr".into()), ..CaseFacts::default() };
        assert_eq!(Known::of(&facts).defendants.len(), 2);
    }
}
