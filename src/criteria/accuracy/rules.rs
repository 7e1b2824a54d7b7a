//! The pages of the rules that are written in code, from `accuracy/rules.toml`.

use crate::confidence::Confidence;
use crate::criterion::Severity;
use crate::error::{Error, Result};
use crate::lexicon::Files;
use serde::Deserialize;
use std::collections::BTreeMap;

const FILE: &str = "accuracy/rules.toml";
const CATEGORIES: [&str; 8] = [
    "spelling",
    "grammar",
    "wrong_name",
    "placeholder",
    "contradiction",
    "third_party_data",
    "wrong_date",
    "other",
];

/// What a rule says, how much it weighs, why it matters.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Page {
    /// Its id.
    pub id: String,
    /// The contract's category.
    pub category: String,
    severity: String,
    /// What it tells the writer; `{}` stands for the word that belongs.
    pub message: String,
    /// Why it matters.
    pub why: String,
    /// Where it comes from.
    pub source: String,
    /// Sentences in which it must find something.
    pub yes: Vec<String>,
    /// Sentences in which it must not.
    pub no: Vec<String>,
}

impl Page {
    /// How much a finding weighs.
    pub fn severity(&self) -> Severity {
        match self.severity.as_str() {
            "critical" => Severity::Critical,
            "major" => Severity::Major,
            "minor" => Severity::Minor,
            _ => Severity::Look,
        }
    }

    /// How far to rely on it: looks are not measured, findings reach .9 out of the development letters.
    pub fn confidence(&self) -> Confidence {
        if self.severity() == Severity::Look { Confidence::Unmeasured } else { Confidence::Medium }
    }
}

/// All pages.
#[derive(Clone, Debug)]
pub(super) struct Pages {
    pages: Vec<Page>,
    by_id: BTreeMap<String, usize>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PageFile {
    rule: Vec<Page>,
}

impl Pages {
    pub(super) fn load(files: &Files) -> Result<Pages> {
        let data = files.need(FILE)?;
        let file: PageFile = data.parse()?;
        let mut by_id = BTreeMap::new();
        for (index, page) in file.rule.iter().enumerate() {
            let known = CATEGORIES.contains(&page.category.as_str())
                && matches!(page.severity.as_str(), "critical" | "major" | "minor" | "look");
            if !known || by_id.insert(page.id.clone(), index).is_some() {
                return Err(Error::usage(format!(
                    "rule {} has an unknown category or severity, or stands twice",
                    page.id
                ))
                .in_file(data.name()));
            }
        }
        Ok(Pages { pages: file.rule, by_id })
    }

    pub(super) fn get(&self, id: &str) -> Option<&Page> {
        self.by_id.get(id).and_then(|i| self.pages.get(*i))
    }

    pub(super) fn all(&self) -> &[Page] {
        &self.pages
    }
}
