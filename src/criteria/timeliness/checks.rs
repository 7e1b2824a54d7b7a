//! The checks of what a letter says about time, as data: why each matters and what to do.

use crate::criterion::Severity;
use crate::error::{Error, Result};
use crate::lexicon::Files;
use serde::Deserialize;

const CHECKS: &str = "timeliness/checks.toml";
/// The checks that this criterion makes.
const MADE: [&str; 6] = ["TL01", "TL02", "TL03", "TL04", "TL05", "TL06"];

/// One check.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Check {
    /// Its id, which findings name.
    pub id: String,
    /// What must hold.
    pub what: String,
    /// The category of its findings.
    pub category: String,
    severity: Weight,
    /// Why it matters.
    pub why: String,
    /// What the writer should do.
    pub advice: String,
    /// Where it comes from.
    pub source: String,
}

#[derive(Copy, Clone, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Weight {
    Look,
    Minor,
    Major,
    Critical,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CheckFile {
    #[allow(dead_code, reason = "prose for the reader of the file")]
    title: String,
    check: Vec<Check>,
}

impl Check {
    /// How much its findings weigh.
    pub fn severity(&self) -> Severity {
        match self.severity {
            Weight::Look => Severity::Look,
            Weight::Minor => Severity::Minor,
            Weight::Major => Severity::Major,
            Weight::Critical => Severity::Critical,
        }
    }

    /// The check as a page.
    pub fn page(&self) -> String {
        format!(
            "# {}\n\nA check of time ({}): {}.\n\nWhy: {}\n\nWhat to do: {}\n\nSource: {}\n",
            self.id,
            self.severity().name(),
            self.what,
            self.why,
            self.advice,
            self.source
        )
    }
}

/// Reads the checks.
///
/// # Errors
/// Where the file is missing or wrong, or one of the checks that are made does not stand in it once.
pub(super) fn load(files: &Files) -> Result<Vec<Check>> {
    let file = files.need(CHECKS)?;
    let checks = file.parse::<CheckFile>()?.check;
    for id in MADE {
        if checks.iter().filter(|c| c.id == id).count() != 1 {
            return Err(Error::usage(format!("{id} must stand in it once")).in_file(file.name()));
        }
    }
    Ok(checks)
}
