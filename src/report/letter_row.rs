//! One letter as a row of a report, the same in CSV, XLSX and HTML.

use crate::assessment::summary::moderation::Moderated;
use crate::assessment::summary::{Verdict, fact};
use crate::assessment::{Assessment, summary};
use crate::criterion::Criterion;

/// One letter's row.
#[derive(Clone, Debug, PartialEq)]
pub struct LetterRow {
    /// Place in the input, from 1.
    pub row: u64,
    /// The id as shown.
    pub id: String,
    /// The area.
    pub area: String,
    /// The letter kind.
    pub kind: String,
    /// The decision.
    pub decision: String,
    /// The victim's categories, joined by `;`.
    pub victim_category: String,
    /// The day it was sent.
    pub sent: String,
    /// The program's ratings, in reading order; empty where the letter could not be read.
    pub program: Vec<String>,
    /// The inspector's own, in reading order; empty where none was given.
    pub own: Vec<String>,
    /// The ratings that count: moderated where the inspector gave one.
    pub ratings: Vec<String>,
    /// Why, per criterion.
    pub reasons: Vec<String>,
    /// What would raise the overall rating.
    pub to_raise: String,
    /// Whether it was in time, in words.
    pub timely: String,
    /// Owed elements that are absent.
    pub missing: Vec<String>,
    /// Owed elements that are vague.
    pub vague: Vec<String>,
    /// Findings, looks left out.
    pub findings: usize,
    /// Looks.
    pub looks: usize,
    /// Words.
    pub words: Option<f64>,
    /// Flesch Reading Ease.
    pub flesch: Option<f64>,
    /// The inspector's note.
    pub note: String,
    /// Why it could not be read.
    pub error: String,
    /// Each element's status, in the letter's order.
    pub elements: Vec<(String, String)>,
}

impl LetterRow {
    /// The row of an assessment; `program` holds the ratings before moderation, `moderated`
    /// what the inspector wrote.
    pub fn of(row: u64, a: &Assessment, program: Vec<String>, moderated: Option<Moderated>) -> LetterRow {
        let moderated = moderated.unwrap_or_default();
        let known = |name: &str| fact(a, name).unwrap_or_default().to_owned();
        let lacking = |status: &str| {
            a.elements
                .iter()
                .filter(|e| e.status == status && !e.rules.is_empty())
                .map(|e| words(&e.id))
                .collect()
        };
        let number = |path: &str| a.measurements.pointer(path).and_then(serde_json::Value::as_f64);
        let looks = a.findings.iter().filter(|f| f.severity == "look").count();
        LetterRow {
            row,
            id: a.id.clone(),
            area: known("area"),
            kind: known("kind"),
            decision: known("decision"),
            victim_category: known("victim_category"),
            sent: known("sent_date"),
            program,
            own: Criterion::ALL
                .iter()
                .map(|c| moderated.ratings.get(c.id()).map_or("", |r| r.name()).to_owned())
                .collect(),
            ratings: ratings(a),
            reasons: Criterion::ALL
                .iter()
                .map(|c| a.criteria.iter().find(|n| n.id == c.id()).map_or("", |n| &n.reason).to_owned())
                .collect(),
            to_raise: a
                .criteria
                .iter()
                .find(|c| c.id == Criterion::Overall.id())
                .and_then(|c| c.to_raise.clone())
                .unwrap_or_default(),
            timely: if a.error.is_some() { String::new() } else { Verdict::of(a).words() },
            missing: lacking("absent"),
            vague: lacking("vague"),
            findings: a.findings.len() - looks,
            looks,
            words: number("/words"),
            flesch: number("/readability/flesch_reading_ease"),
            note: moderated.note,
            error: a.error.clone().unwrap_or_default(),
            elements: a.elements.iter().map(|e| (e.id.clone(), e.status.clone())).collect(),
        }
    }
}

/// All ratings, in reading order; none of a letter that could not be read.
pub fn ratings(a: &Assessment) -> Vec<String> {
    if a.error.is_some() {
        return Vec::new();
    }
    Criterion::ALL.iter().map(|c| a.rating(c.id()).unwrap_or("not_assessed").to_owned()).collect()
}

/// An id in words.
pub fn words(id: &str) -> String {
    if id == Criterion::PlainEnglish.id() {
        return "plain English".into();
    }
    id.replace('_', " ")
}

/// A rating in a few letters.
pub fn short(rating: &str) -> &str {
    match rating {
        "needs_person" => "?",
        "not_assessed" => "–",
        other => other,
    }
}

/// A share as a percentage with its interval, in words; a dash where there is none.
pub fn percent(share: Option<summary::Share>) -> String {
    share.map_or_else(
        || "–".into(),
        |s| {
            let mark = if s.small { " *" } else { "" };
            format!("{:.1}% ({:.1} to {:.1}){mark}", 100.0 * s.value, 100.0 * s.low, 100.0 * s.high)
        },
    )
}
