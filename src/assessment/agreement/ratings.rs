//! Reads a side: raters' JSONL, a CSV of ratings, or the program's own assessments.

use super::is_tone;
use crate::assessment::Assessment;
use crate::criterion::Criterion;
use crate::error::{Error, Result};
use crate::span::Span;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::Path;

/// One side's judgement of all letters, by id.
#[derive(Clone, Debug, Default)]
pub struct Side {
    /// What to call it.
    pub name: String,
    /// Its letters.
    pub letters: BTreeMap<String, LetterSide>,
    /// Whether it is the program's.
    pub is_program: bool,
    /// The files that its letters were read from, by id, where it says so.
    pub files: BTreeMap<String, String>,
}

/// One side's judgement of one letter.
#[derive(Clone, Debug, Default)]
pub struct LetterSide {
    /// Rating by criterion.
    pub ratings: BTreeMap<String, String>,
    /// Status by element.
    pub elements: BTreeMap<String, String>,
    /// Harmful tone; none where this side does not say.
    pub tones: Option<Vec<Quoted>>,
    /// Errors of accuracy.
    pub errors: Option<Vec<Quoted>>,
    /// Unexplained jargon.
    pub jargon: Option<Vec<Quoted>>,
    /// Reasons by criterion, where the side gives them.
    pub reasons: BTreeMap<String, String>,
    /// A note on the letter.
    pub note: Option<String>,
}

/// A quotation with its category.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Quoted {
    /// The category.
    pub category: String,
    /// The words.
    pub quote: String,
    /// Where they stand, where the side says so.
    pub span: Option<Span>,
    /// A look only.
    pub look: bool,
}

#[derive(Deserialize)]
struct Line {
    id: String,
    ratings: BTreeMap<String, String>,
    #[serde(default)]
    elements: BTreeMap<String, String>,
    #[serde(default)]
    negatives: Option<Vec<QuotedLine>>,
    #[serde(default)]
    jargon: Option<Vec<String>>,
    #[serde(default)]
    errors: Option<Vec<QuotedLine>>,
    #[serde(default)]
    note: Option<String>,
}

#[derive(Deserialize)]
struct QuotedLine {
    category: String,
    quote: String,
}

impl From<QuotedLine> for Quoted {
    fn from(line: QuotedLine) -> Self {
        Quoted { category: line.category, quote: line.quote, span: None, look: false }
    }
}

impl Side {
    /// Reads a side from a file's bytes, telling its form from the content.
    ///
    /// # Errors
    /// Where a line cannot be read: with file and line.
    pub fn read(bytes: &[u8], path: &Path) -> Result<Side> {
        let text = std::str::from_utf8(bytes)
            .map_err(|_| Error::usage("is not UTF-8 text").in_file(path))?
            .trim_start_matches('\u{feff}');
        let name = path.file_stem().map_or_else(String::new, |s| s.to_string_lossy().into_owned());
        let mut side = Side { name, ..Side::default() };
        if text.trim_start().starts_with('{') {
            side.read_jsonl(text, path)?;
        } else {
            side.read_csv(text, path)?;
        }
        if side.letters.is_empty() {
            return Err(Error::usage("holds no ratings").in_file(path));
        }
        Ok(side)
    }

    fn read_jsonl(&mut self, text: &str, path: &Path) -> Result<()> {
        for (number, line) in text.lines().enumerate() {
            if line.trim().is_empty() {
                continue;
            }
            let bad = |what: String| Error::usage(what).in_file(path).at_line(number + 1);
            if line.contains("\"lettermark/assessment/") {
                let assessment: Assessment =
                    serde_json::from_str(line).map_err(|e| bad(format!("is no assessment ({e})")))?;
                self.is_program = true;
                self.add_assessment(assessment);
            } else {
                let line: Line =
                    serde_json::from_str(line).map_err(|e| bad(format!("is no line of ratings ({e})")))?;
                let quoted =
                    |lines: Option<Vec<QuotedLine>>| lines.map(|l| l.into_iter().map(Quoted::from).collect());
                self.letters.insert(
                    line.id,
                    LetterSide {
                        ratings: line.ratings,
                        elements: line.elements,
                        tones: quoted(line.negatives),
                        errors: quoted(line.errors),
                        jargon: line.jargon.map(|terms| {
                            terms
                                .into_iter()
                                .map(|quote| Quoted { category: "jargon".into(), quote, ..Quoted::default() })
                                .collect()
                        }),
                        reasons: BTreeMap::new(),
                        note: line.note,
                    },
                );
            }
        }
        Ok(())
    }

    fn add_assessment(&mut self, assessment: Assessment) {
        if assessment.error.is_some() {
            return;
        }
        let mut letter = LetterSide::default();
        let (mut tones, mut errors, mut jargon) = (Vec::new(), Vec::new(), Vec::new());
        for criterion in assessment.criteria {
            letter.reasons.insert(criterion.id.clone(), criterion.reason);
            letter.ratings.insert(criterion.id, criterion.rating);
        }
        for element in assessment.elements {
            letter.elements.insert(element.id, element.status);
        }
        for finding in assessment.findings {
            if finding.start == finding.end {
                continue;
            }
            let quoted = Quoted {
                category: finding.category,
                quote: finding.quote,
                span: Some(Span { start: finding.start, end: finding.end }),
                look: finding.severity == "look",
            };
            if finding.criterion == Criterion::Accuracy.id() {
                errors.push(quoted);
            } else if finding.criterion == Criterion::PlainEnglish.id()
                && matches!(quoted.category.as_str(), "term" | "initials" | "officialese")
            {
                jargon.push(quoted);
            } else if is_tone(&quoted.category) {
                tones.push(quoted);
            }
        }
        letter.tones = Some(tones);
        letter.errors = Some(errors);
        letter.jargon = Some(jargon);
        if let Some(file) = assessment.source.file {
            self.files.insert(assessment.id.clone(), file);
        }
        self.letters.insert(assessment.id, letter);
    }

    fn read_csv(&mut self, text: &str, path: &Path) -> Result<()> {
        let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(text.as_bytes());
        let headers: Vec<String> = reader
            .headers()
            .map_err(|_| Error::usage("has no header").in_file(path))?
            .iter()
            .map(|h| h.to_lowercase())
            .collect();
        let column = |name: &str| headers.iter().position(|h| h == name);
        let (Some(id), Some(criterion), Some(rating)) = (column("id"), column("criterion"), column("rating"))
        else {
            return Err(Error::usage("is neither JSONL nor a CSV with the columns id, criterion, rating")
                .in_file(path)
                .remedy("give ratings as `id,criterion,rating,note`, one row a criterion"));
        };
        let note = column("note");
        for (row, record) in reader.records().enumerate() {
            let bad = |what: String| Error::usage(what).in_file(path).at_line(row + 2);
            let record = record.map_err(|_| bad("cannot be read as CSV".into()))?;
            let cell = |i: usize| record.get(i).unwrap_or_default().to_owned();
            let criterion = cell(criterion).to_lowercase().replace([' ', '-'], "_");
            if Criterion::from_id(&criterion).is_none() {
                return Err(bad(format!("`{}` is no criterion", printable(&criterion)))
                    .remedy("use plain_english, explanation, empathy, required_content, accuracy, overall"));
            }
            let rating = cell(rating);
            let rating = match rating.to_uppercase().as_str() {
                "FM" | "PM" | "NM" => rating.to_uppercase(),
                "" => continue,
                _ => {
                    return Err(
                        bad(format!("`{}` is no rating", printable(&rating))).remedy("use FM, PM or NM")
                    );
                }
            };
            let letter = self.letters.entry(cell(id)).or_default();
            letter.ratings.insert(criterion, rating);
            if let Some(text) = note.map(cell).filter(|n| !n.is_empty()) {
                let notes = letter.note.get_or_insert_with(String::new);
                if !notes.is_empty() {
                    notes.push(' ');
                }
                notes.push_str(&text);
            }
        }
        Ok(())
    }
}

fn printable(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(40).collect()
}
