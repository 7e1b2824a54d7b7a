//! What is learnt from: passages of a bank, and letters with people's ratings.

use crate::document::Letter;
use crate::error::{Error, Result};
use crate::facts::{kinds, manifest};
use crate::ingest::{self, Source};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Everything that is learnt from.
#[derive(Clone, Debug, Default)]
pub struct Inputs {
    /// The ids to learn, in the order of the columns.
    pub ids: Vec<String>,
    /// The bank.
    pub passages: Vec<Passage>,
    /// The letters, in order of id.
    pub letters: Vec<Rated>,
}

/// One passage of the bank.
#[derive(Clone, Debug)]
pub struct Passage {
    /// Whose: the file's name up to the first hyphen.
    pub hand: String,
    /// Which id it is labelled for, as an index into [`Inputs::ids`].
    pub id: usize,
    /// Whether it says it.
    pub label: Label,
    /// The passage, cut up like a letter.
    pub letter: Letter,
}

/// How a passage or a letter says something.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Label {
    /// Says it.
    Present,
    /// Says it too vaguely to use.
    Vague,
    /// Does not say it.
    Absent,
    /// Need not say it.
    Na,
}

impl Label {
    /// Present or vague.
    pub fn says(self) -> bool {
        matches!(self, Label::Present | Label::Vague)
    }
}

/// One letter with its ratings.
#[derive(Clone, Debug)]
pub struct Rated {
    /// The letter's id.
    pub id: String,
    /// The letter.
    pub letter: Letter,
    /// One a rater.
    pub ratings: Vec<Rating>,
    /// Its kind and decision as `kind/decision`, where its manifest states both.
    pub decision: Option<String>,
}

/// What one rater found in a letter; of a line of ratings only this is learnt from.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Rating {
    /// The letter.
    id: String,
    /// Elements and markers.
    #[serde(default)]
    elements: BTreeMap<String, Label>,
    /// Where they were found.
    #[serde(default)]
    quotes: BTreeMap<String, Quotes>,
    /// Harmful tone.
    #[serde(default)]
    negatives: Vec<Negative>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
enum Quotes {
    One(String),
    Many(Vec<String>),
}

#[derive(Clone, Debug, Deserialize)]
struct Negative {
    category: String,
    #[serde(default)]
    quote: String,
}

impl Rating {
    /// Whether the rater found this element, marker or tone; none where it is not owed or not rated.
    pub fn label(&self, id: &str, tone: bool) -> Option<Label> {
        if tone {
            let found = self.negatives.iter().any(|n| n.category == id);
            return Some(if found { Label::Present } else { Label::Absent });
        }
        self.elements.get(id).copied().filter(|l| *l != Label::Na)
    }

    /// What the rater quoted for any harmful tone.
    pub fn hurtful(&self) -> impl Iterator<Item = &str> {
        self.negatives.iter().map(|n| n.quote.trim()).filter(|q| !q.is_empty())
    }

    /// What the rater quoted for it.
    pub fn quotes<'r>(&'r self, id: &'r str) -> impl Iterator<Item = &'r str> {
        let elements = self.quotes.get(id).into_iter().flat_map(|q| match q {
            Quotes::One(quote) => std::slice::from_ref(quote),
            Quotes::Many(quotes) => quotes,
        });
        let tones = self.negatives.iter().filter(move |n| n.category == id).map(|n| &n.quote);
        elements.chain(tones).map(String::as_str).filter(|q| !q.trim().is_empty())
    }
}

#[derive(Deserialize)]
struct Line {
    element: String,
    label: Label,
    text: String,
}

impl Inputs {
    /// Reads the banks of wordings in these folders (each `HAND-*.jsonl`), and the letters of a manifest
    /// with the ratings of each rater.
    ///
    /// Ids are learnt in the order given by `order`, then of first appearance; `order` may hold ids that do
    /// not occur, which are left out.
    ///
    /// # Errors
    /// Where a file cannot be read, or a line is none: with file and line.
    pub fn read(
        order: &[&str],
        wordings: &[PathBuf],
        letters: Option<&Path>,
        ratings: &[PathBuf],
    ) -> Result<Inputs> {
        let mut lines = Vec::new();
        for folder in wordings {
            for file in jsonl_files(folder)? {
                let name = file.file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default();
                let hand = name.split('-').next().unwrap_or_default().to_owned();
                for line in read_lines::<Line>(&file)? {
                    lines.push((hand.clone(), line));
                }
            }
        }
        let mut ids: Vec<String> = Vec::new();
        for id in order.iter().copied().chain(lines.iter().map(|(_, l)| l.element.as_str())) {
            if !ids.iter().any(|i| i == id) && lines.iter().any(|(_, l)| l.element == id) {
                ids.push(id.to_owned());
            }
        }
        let passages = lines
            .into_iter()
            .filter(|(_, line)| line.label != Label::Na)
            .filter_map(|(hand, line)| {
                let id = ids.iter().position(|i| *i == line.element)?;
                let letter = Letter::read(Source::from_text(line.text));
                Some(Passage { hand, id, label: line.label, letter })
            })
            .collect();
        let letters = match letters {
            Some(path) => read_letters(path, ratings)?,
            None => Vec::new(),
        };
        Ok(Inputs { ids, passages, letters })
    }

    /// The hands of the bank, in order.
    pub fn hands(&self) -> Vec<String> {
        let mut hands: Vec<String> = self.passages.iter().map(|p| p.hand.clone()).collect();
        hands.sort();
        hands.dedup();
        hands
    }

    /// Whether an id is a tone: the bank holds no vague passages for tones, and ratings list them apart.
    pub fn is_tone(&self, id: usize) -> bool {
        let name = &self.ids[id];
        let rated = |r: &Rated| r.ratings.iter().any(|r| r.elements.contains_key(name));
        !self.passages.iter().any(|p| p.id == id && p.label == Label::Vague)
            && !self.letters.iter().any(rated)
    }
}

/// A passage that says what was decided.
#[derive(Deserialize)]
pub(super) struct DecisionLine {
    /// `kind/decision`.
    pub decision: String,
    text: String,
}

impl DecisionLine {
    /// The passage, cut up like a letter.
    pub fn letter(self) -> Letter {
        Letter::read(Source::from_text(self.text))
    }
}

/// The passages of a folder, each with the hand that wrote it.
pub(super) fn read_decisions(folder: &Path) -> Result<Vec<(String, DecisionLine)>> {
    let mut lines = Vec::new();
    for file in jsonl_files(folder)? {
        let hand = file.file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default();
        for (at, line) in read_lines::<DecisionLine>(&file)?.into_iter().enumerate() {
            let known = line.decision.split_once('/').is_some_and(|(kind, decision)| {
                kinds::kind(kind).is_some_and(|k| k.decisions.iter().any(|d| d.id == decision))
            });
            if !known {
                return Err(Error::usage("names no kind and decision that is known")
                    .in_file(&file)
                    .at_line(at + 1)
                    .remedy("write them as in a manifest, `vcl/discontinued`"));
            }
            lines.push((hand.clone(), line));
        }
    }
    Ok(lines)
}

fn jsonl_files(folder: &Path) -> Result<Vec<PathBuf>> {
    let unreadable = |e: std::io::Error| {
        Error::usage(format!("cannot be read ({})", e.kind()))
            .in_file(folder)
            .remedy("give a folder of wordings, HAND-1.jsonl and so on")
    };
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        if path.extension().is_some_and(|e| e == "jsonl") {
            files.push(path);
        }
    }
    files.sort();
    if files.is_empty() {
        return Err(Error::usage("holds no .jsonl file").in_file(folder));
    }
    Ok(files)
}

/// Reads a file of one JSON value a line.
fn read_lines<T: serde::de::DeserializeOwned>(file: &Path) -> Result<Vec<T>> {
    let text = std::fs::read_to_string(file)
        .map_err(|e| Error::usage(format!("cannot be read ({})", e.kind())).in_file(file))?;
    let mut values = Vec::new();
    for (number, line) in text.trim_start_matches('\u{feff}').lines().enumerate() {
        if line.trim().is_empty() {
            continue;
        }
        let value = serde_json::from_str(line).map_err(|e| {
            Error::usage(format!("is not as expected ({})", e.classify_in_words()))
                .in_file(file)
                .at_line(number + 1)
        })?;
        values.push(value);
    }
    Ok(values)
}

/// What kind of fault a JSON error is, without any text of the file.
trait ClassifyInWords {
    fn classify_in_words(&self) -> &'static str;
}

impl ClassifyInWords for serde_json::Error {
    fn classify_in_words(&self) -> &'static str {
        match self.classify() {
            serde_json::error::Category::Data => "a field is missing or of the wrong kind",
            serde_json::error::Category::Eof => "the line ends too soon",
            _ => "no JSON",
        }
    }
}

fn read_letters(path: &Path, ratings: &[PathBuf]) -> Result<Vec<Rated>> {
    let mut by_letter: BTreeMap<String, Vec<Rating>> = BTreeMap::new();
    for file in ratings {
        for rating in read_lines::<Rating>(file)? {
            by_letter.entry(rating.id.clone()).or_default().push(rating);
        }
    }
    let mut letters = Vec::new();
    for row in manifest::open(path)? {
        let facts = row?;
        let (Some(id), Some(file)) = (&facts.id, &facts.file) else { continue };
        let Some(ratings) = by_letter.remove(id) else { continue };
        let source = ingest::read_file(&manifest::letter_path(path, file))?;
        let decision = facts.kind.as_ref().zip(facts.decision.as_ref()).map(|(k, d)| format!("{k}/{d}"));
        letters.push(Rated { id: id.clone(), letter: Letter::read(source), ratings, decision });
    }
    letters.sort_by(|a, b| a.id.cmp(&b.id));
    Ok(letters)
}
