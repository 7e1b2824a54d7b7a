//! What the caller knows of the case: a manifest's row, or the fields of a request.

mod conflicts;
mod fields;
mod given;
pub mod kinds;
pub mod manifest;
mod rights;
mod rows;
pub mod values;

pub use fields::COLUMNS;

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Case facts. Every one is optional; what is unknown is said to be unknown.
///
/// Field names are the manifest's column names.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct CaseFacts {
    /// The caller's id of the letter.
    pub id: Option<String>,
    /// The letter's file, relative to the manifest.
    pub file: Option<String>,
    /// The agency that wrote (CPS, police, probation, ...).
    pub agency: Option<String>,
    /// The CPS area, force or region.
    pub area: Option<String>,
    /// The letter kind (`vcl`, `vlo`, `police`, `vrr`, `complaint`, `wcu`, `yot`).
    pub kind: Option<String>,
    /// The decision under the kind.
    pub decision: Option<String>,
    /// The variant under the decision.
    pub variant: Option<String>,
    /// The offence, in words.
    pub offence: Option<String>,
    /// One or several categories: standard, vulnerable, intimidated, serious, bereaved, persistent, child.
    pub victim_category: Vec<String>,
    /// The victim's name.
    pub victim_name: Option<String>,
    /// The defendant's, suspect's or offender's name.
    pub defendant_name: Option<String>,
    /// The day of the decision or event.
    pub decision_date: Option<jiff::civil::Date>,
    /// The day it was sent.
    pub sent_date: Option<jiff::civil::Date>,
    /// Whether the first decision can be reviewed at the victim's request.
    pub vrr_eligible: Option<bool>,
    /// Whether enhanced rights apply.
    pub enhanced: Option<bool>,
    /// domestic_abuse, sexual, hate, stalking, ... (free text, folded).
    pub offence_group: Option<String>,
    /// Whether the reader is a bereaved relative.
    pub bereaved: Option<bool>,
    /// Whether the victim is under 18.
    pub child: Option<bool>,
    /// Whether the victim withdrew.
    pub victim_withdrew: Option<bool>,
    /// Whether all proceedings about this victim have ended.
    pub all_proceedings_ended: Option<bool>,
    /// Whether a suspect was interviewed under caution.
    pub suspect_interviewed: Option<bool>,
    /// Whether the case is one in which a meeting must be offered.
    pub specified_for_meeting: Option<bool>,
    /// Whether the reader chose Welsh.
    pub welsh_preferred: Option<bool>,
    /// Another language the reader prefers.
    pub language_preferred: Option<String>,
    /// Whether a letter could put the reader at risk.
    pub safe_contact_risk: Option<bool>,
    /// Columns that are no facts of ours, carried through to the output.
    pub other: BTreeMap<String, String>,
    /// Facts that conflict with one another.
    pub warnings: Vec<String>,
}
