//! Every entry's own examples, run: what it must match and what it must not.

use super::matcher;
use super::{Files, Lexicon};
use crate::document::Letter;
use crate::error::{Error, Result};
use crate::ingest::Source;
use std::fmt;
use std::path::{Path, PathBuf};

/// What became of the entries' examples.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CheckReport {
    /// Entry files.
    pub files: usize,
    /// Entries.
    pub entries: usize,
    /// Concepts.
    pub concepts: usize,
    /// Examples run.
    pub examples: usize,
    /// Examples that failed, in order of file and place.
    pub failures: Vec<Failure>,
}

/// One example that failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// The file, as it is to be printed.
    pub file: PathBuf,
    /// The line on which the entry begins.
    pub line: usize,
    /// The entry.
    pub id: String,
    /// Whether it stands in `yes`.
    pub yes: bool,
    /// Which of them, counted from 1.
    pub number: usize,
    /// The example.
    pub text: String,
    /// The words that matched although they must not.
    pub matched: Option<String>,
}

impl Failure {
    /// What to do about it.
    pub fn remedy(&self) -> &'static str {
        if self.yes {
            "widen `match`, look at the guards, or mend the example"
        } else {
            "narrow `match`, add a guard (`unless`, `not_before`, `not_after`, `negated`), or mend the example"
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Failure { file, line, id, yes, number, text, matched } = self;
        let list = if *yes { "yes" } else { "no" };
        write!(f, "{}:{line}: {id}: {list} example {number} ", file.display())?;
        match matched {
            Some(words) => write!(f, "is matched by {words:?}, but must not be: {text:?}")?,
            None => write!(f, "is not matched: {text:?}")?,
        }
        write!(f, "; {}", self.remedy())
    }
}

impl CheckReport {
    /// Whether no example failed.
    pub fn is_ok(&self) -> bool {
        self.failures.is_empty()
    }
}

impl fmt::Display for CheckReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for failure in &self.failures {
            writeln!(f, "{failure}")?;
        }
        write!(
            f,
            "{} files, {} entries, {} concepts, {} examples: {}",
            self.files,
            self.entries,
            self.concepts,
            self.examples,
            match self.failures.len() {
                0 => "all hold".to_owned(),
                1 => "1 fails".to_owned(),
                n => format!("{n} fail"),
            }
        )
    }
}

/// Loads all lexicons and runs every entry's examples.
///
/// An example without a line break is read as a paragraph of a letter, and its entry's `blocks` count as
/// met; one with line breaks is a whole letter, and `blocks` count.
///
/// # Errors
/// Where the lexicons cannot be loaded; a failed example is no error but part of the report.
pub fn check(files: &Files) -> Result<CheckReport> {
    let lexicon = Lexicon::load(files)?;
    let mut report = CheckReport {
        files: count_files(&lexicon),
        entries: lexicon.entries.len(),
        concepts: lexicon.concepts.len(),
        ..CheckReport::default()
    };
    for (index, entry) in lexicon.entries.iter().enumerate() {
        for (yes, list) in [(true, &entry.yes), (false, &entry.no)] {
            for (k, text) in list.iter().enumerate() {
                report.examples += 1;
                let matched = matched(&lexicon, index, text);
                if matched.is_some() != yes {
                    let file = files
                        .get(&entry.file)
                        .map_or_else(|| Path::new("lexicons").join(&entry.file), |f| f.name());
                    report.failures.push(Failure {
                        file,
                        line: entry.line,
                        id: entry.id.clone(),
                        yes,
                        number: k + 1,
                        text: text.clone(),
                        matched,
                    });
                }
            }
        }
    }
    Ok(report)
}

impl CheckReport {
    /// The report as an error where an example failed: the first one's place, and how many more.
    ///
    /// # Errors
    /// Where an example failed.
    pub fn into_result(self) -> Result<CheckReport> {
        let Some(first) = self.failures.first() else { return Ok(self) };
        let more = self.failures.len() - 1;
        let list = if first.yes { "yes" } else { "no" };
        let said = if first.yes { "is not matched" } else { "is matched" };
        let message = format!("{}: {list} example {} {said} (and {more} more fail)", first.id, first.number);
        Err(Error::failed(message).in_file(&first.file).at_line(first.line).remedy(first.remedy()))
    }
}

fn count_files(lexicon: &Lexicon) -> usize {
    let entries = lexicon.entries.iter().map(|e| e.file.as_str());
    let files: std::collections::BTreeSet<&str> =
        entries.chain(lexicon.concepts.iter().map(|c| c.file.as_str())).collect();
    files.len()
}

const BEFORE: &str = "Dear Ms Ward\n\n";
const AFTER: &str = "\n\nYours sincerely\n\nA Hall\n";

/// The words of an example that an entry matches; none where it does not.
fn matched(lexicon: &Lexicon, entry: usize, text: &str) -> Option<String> {
    let text = text.trim();
    let whole = text.contains('\n');
    let letter = if whole { text.to_owned() } else { format!("{BEFORE}{text}{AFTER}") };
    let from = if whole { 0 } else { BEFORE.len() };
    let letter = Letter::read(Source::from_text(letter));
    let hits = matcher::scan(&lexicon.compiled, &letter, !whole);
    hits.iter()
        .filter(|h| h.entry == entry)
        .find(|h| h.span.start >= from && h.span.end <= from + text.len())
        .map(|h| h.span.of(letter.text()).to_owned())
}
