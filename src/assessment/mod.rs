//! One letter's [`Assessment`], in the contract's shape; the [`Engine`] that makes it.
//!
//! The shape is described by `docs/assessment.schema.json`, which a test checks against real output.

pub mod agreement;
pub mod compare;
pub mod engine;
pub mod input;
mod line;
pub mod summary;

pub use engine::{Engine, Options};

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The name and version of the shape.
pub const SCHEMA: &str = "lettermark/assessment/1";

/// All that the program says of one letter. The same letter and facts give the same assessment by
/// whichever door they came in; only `id` and `source` may differ.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "serve", derive(utoipa::ToSchema))]
pub struct Assessment {
    /// [`SCHEMA`].
    pub schema: String,
    /// The caller's id, or the file's name without its ending.
    pub id: String,
    /// Where the letter came from.
    pub source: SourceNote,
    /// Which program and data made this.
    pub program: Program,
    /// Under which profile.
    pub profile: ProfileNote,
    /// The day of the check, as given; none where the caller gave none.
    #[cfg_attr(feature = "serve", schema(value_type = Option<String>, format = Date))]
    pub as_of: Option<jiff::civil::Date>,
    /// The language of the letter's body: `English`, `Welsh` or `Other`.
    pub language: String,
    /// The case facts used, each with where it came from.
    pub facts: BTreeMap<String, FactNote>,
    /// The ratings, in reading order, `overall` last.
    pub criteria: Vec<CriterionNote>,
    /// Elements and markers.
    pub elements: Vec<ElementNote>,
    /// Findings and looks, in order of place.
    pub findings: Vec<FindingNote>,
    /// Counts and rates.
    #[cfg_attr(feature = "serve", schema(value_type = Object))]
    pub measurements: serde_json::Value,
    /// Each duty that covers this letter.
    pub timeliness: Vec<DutyNote>,
    /// What was not assessed, and why.
    pub not_assessed: Vec<NotAssessed>,
    /// Columns of the manifest that are no facts of ours.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub other: BTreeMap<String, String>,
    /// Short hashes of the body's sentences, by which stock passages are found across letters; they
    /// cannot be turned back into text, but a known sentence can be recognised by its hash.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sentence_hashes: Vec<String>,
    /// The decoded text, only where asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Why the letter could not be read; all else is empty then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
}

/// Where a letter came from.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "serve", derive(utoipa::ToSchema))]
pub struct SourceNote {
    /// The file as the caller named it; none for text that came without one.
    pub file: Option<String>,
    /// `txt` or `docx`.
    pub format: String,
    /// What the reader should know of the file.
    pub warnings: Vec<String>,
}

/// The program and its data.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "serve", derive(utoipa::ToSchema))]
pub struct Program {
    /// The program's version.
    pub version: String,
    /// The hash of its lexicons.
    pub lexicons: String,
}

/// The profile by its ids.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "serve", derive(utoipa::ToSchema))]
pub struct ProfileNote {
    /// The edition of the Code.
    pub code: String,
    /// The strictness.
    pub strictness: String,
}

/// One fact.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "serve", derive(utoipa::ToSchema))]
pub struct FactNote {
    /// The value; none where it is unknown.
    pub value: Option<String>,
    /// `given`, `letter` or `unknown`.
    pub from: String,
    /// `high`, `medium`, `low` or `unmeasured`.
    pub confidence: String,
}

/// One rating.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "serve", derive(utoipa::ToSchema))]
pub struct CriterionNote {
    /// The criterion.
    pub id: String,
    /// `FM`, `PM`, `NM`, `needs_person` or `not_assessed`.
    pub rating: String,
    /// Why.
    pub reason: String,
    /// The rules that decided.
    pub decided_by: Vec<String>,
    /// The smallest change that would raise it; none where it is `FM` or cannot be raised.
    pub to_raise: Option<String>,
}

/// One element or marker.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "serve", derive(utoipa::ToSchema))]
pub struct ElementNote {
    /// Its id.
    pub id: String,
    /// `present`, `vague`, `absent`, `not_applicable`, `unknown` or `needs_person`.
    pub status: String,
    /// How far to rely on it.
    pub confidence: String,
    /// The fine rules under which it is owed here.
    pub rules: Vec<String>,
    /// Where it was said.
    pub evidence: Vec<EvidenceNote>,
    /// What a person would have to answer.
    pub question: Option<String>,
}

/// A quotation from the letter.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "serve", derive(utoipa::ToSchema))]
pub struct EvidenceNote {
    /// First byte (or UTF-16 unit, where the caller asked for those).
    pub start: usize,
    /// The one after the last.
    pub end: usize,
    /// The words cut out.
    pub quote: String,
    /// The words that decided, where the trained vocabulary did.
    pub words: Vec<String>,
    /// The lexicon entry that spoke, where one did; `explain` prints it.
    pub rule: Option<String>,
}

/// One finding or look.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "serve", derive(utoipa::ToSchema))]
pub struct FindingNote {
    /// The rule, which `explain` prints.
    pub rule: String,
    /// The criterion.
    pub criterion: String,
    /// The category.
    pub category: String,
    /// `critical`, `major`, `minor` or `look`.
    pub severity: String,
    /// How far to rely on it.
    pub confidence: String,
    /// First byte (or UTF-16 unit).
    pub start: usize,
    /// The one after the last; equal to `start` where something is missing.
    pub end: usize,
    /// The words cut out.
    pub quote: String,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub suggestion: Option<String>,
    /// The source of the rule.
    pub source: String,
}

/// One duty that covers this letter.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "serve", derive(utoipa::ToSchema))]
pub struct DutyNote {
    /// The duty's id.
    pub duty: String,
    /// Whether enhanced rights apply; none where it is not known.
    pub enhanced: Option<bool>,
    /// The day that started the clock.
    #[cfg_attr(feature = "serve", schema(value_type = Option<String>, format = Date))]
    pub trigger: Option<jiff::civil::Date>,
    /// Where that day came from: `given`, `letter` or `unknown`.
    pub trigger_from: String,
    /// The day it was sent.
    #[cfg_attr(feature = "serve", schema(value_type = Option<String>, format = Date))]
    pub sent: Option<jiff::civil::Date>,
    /// Where that day came from.
    pub sent_from: String,
    /// How many units it took.
    pub taken: Option<i64>,
    /// The limit; the shorter where two could apply.
    pub limit: Option<u32>,
    /// What `taken` and `limit` are counted in: `working_days`, `days` or `months`.
    pub unit: Option<String>,
    /// The last day in time; the earlier where two limits could apply.
    #[cfg_attr(feature = "serve", schema(value_type = Option<String>, format = Date))]
    pub due: Option<jiff::civil::Date>,
    /// `in_time`, `late`, `not_sent`, `not_yet_due`, `depends`, `no_limit` or `unknown`.
    pub verdict: String,
    /// How late, in the duty's units.
    pub late_by: Option<i64>,
    /// The standard limit, where the level of rights is not known and matters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit_standard: Option<u32>,
    /// The last day under it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "serve", schema(value_type = Option<String>, format = Date))]
    pub due_standard: Option<jiff::civil::Date>,
    /// What is owed, in words.
    pub what: String,
    /// Where the duty is known from.
    pub source: String,
    /// What the reader should know of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// Something that was not assessed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "serve", derive(utoipa::ToSchema))]
pub struct NotAssessed {
    /// What.
    pub what: String,
    /// Why.
    pub why: String,
}

/// Bytes of the lines of most letters.
const LINE_BYTES: usize = 1 << 15;

impl Assessment {
    /// One rating by its criterion's id.
    pub fn rating(&self, criterion: &str) -> Option<&str> {
        self.criteria.iter().find(|c| c.id == criterion).map(|c| c.rating.as_str())
    }

    /// The same assessment with positions in UTF-16 units of the letter's text, as browsers and word
    /// processors count.
    #[must_use]
    pub fn in_utf16(mut self, text: &str) -> Assessment {
        // One pass over the sorted positions rather than one over the text for each.
        let mut places: Vec<&mut usize> = Vec::new();
        for element in &mut self.elements {
            for evidence in &mut element.evidence {
                places.push(&mut evidence.start);
                places.push(&mut evidence.end);
            }
        }
        for finding in &mut self.findings {
            places.push(&mut finding.start);
            places.push(&mut finding.end);
        }
        places.sort();
        let mut chars = text.char_indices().peekable();
        let mut units = 0;
        for place in places {
            while let Some(&(at, c)) = chars.peek() {
                if at >= *place {
                    break;
                }
                units += c.len_utf16();
                chars.next();
            }
            *place = units;
        }
        self
    }

    /// The one line that JSONL holds, without its line end.
    pub fn to_json_line(&self) -> String {
        let mut line = String::with_capacity(LINE_BYTES);
        match line::write(self, &mut line) {
            Ok(()) => line,
            Err(_) => serde_json::to_string(self).unwrap_or_default(),
        }
    }
}
