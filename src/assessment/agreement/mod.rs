//! How far two sides agree: the program with raters, or two raters with each other.

pub mod kappa;
pub mod quotes;
pub mod ratings;

pub use kappa::{Kappa, Table};
pub use ratings::{Quoted, Side};

use crate::criterion::Criterion;
use crate::elements::{ELEMENTS, MARKERS, TONES};
use serde::Serialize;
use std::collections::BTreeMap;

/// The criteria that raters rate.
pub const RATED: [Criterion; 6] = [
    Criterion::PlainEnglish,
    Criterion::Explanation,
    Criterion::Empathy,
    Criterion::RequiredContent,
    Criterion::Accuracy,
    Criterion::Overall,
];

/// Everything that is compared.
#[derive(Clone, Debug, Serialize)]
pub struct Agreement {
    /// Letters that stand on every side.
    pub letters: usize,
    /// Ids that stand on one side only.
    pub unmatched: usize,
    /// Per criterion and rater.
    pub criteria: Vec<CriterionAgreement>,
    /// Per element and marker against the raters' consensus; empty where a side has no elements.
    pub elements: Vec<Presence>,
    /// All elements and markers together.
    pub pooled: Presence,
    /// Harmful tone.
    pub tones: Option<QuoteAgreement>,
    /// Errors of accuracy.
    pub errors: Option<QuoteAgreement>,
    /// Unexplained jargon.
    pub jargon: Option<QuoteAgreement>,
    /// The letters that differ most.
    pub differ: Vec<Difference>,
}

/// One criterion against one rater.
#[derive(Clone, Debug, Serialize)]
pub struct CriterionAgreement {
    /// The criterion.
    pub criterion: String,
    /// The rater's name (the file's).
    pub rater: String,
    /// The 3 by 3 table, ours down and the rater's across, NM, PM, FM; what we leave unrated is counted
    /// as the rating furthest from the rater's.
    pub table: Table,
    /// How many of ours were `needs_person` or `not_assessed`.
    pub unrated: usize,
    /// The share of equal ratings, 0 to 1.
    pub exact: f64,
    /// Quadratic weighted kappa with its 95% interval; none where it is undefined.
    pub kappa: Option<Kappa>,
    /// The same without the unrated.
    pub kappa_rated: Option<Kappa>,
}

/// Presence of an element: present or vague against absent.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Presence {
    /// The element's id; `all` where pooled.
    pub id: String,
    /// Said by both.
    pub both: usize,
    /// Said by us alone.
    pub ours_only: usize,
    /// Said by the consensus alone.
    pub theirs_only: usize,
    /// Said by neither.
    pub neither: usize,
}

impl Presence {
    /// Of those that we call said, the share that is.
    pub fn precision(&self) -> Option<f64> {
        share(self.both, self.both + self.ours_only)
    }
    /// Of those that are said, the share that we find.
    pub fn recall(&self) -> Option<f64> {
        share(self.both, self.both + self.theirs_only)
    }
    /// The harmonic mean of the two.
    pub fn f1(&self) -> Option<f64> {
        share(2 * self.both, 2 * self.both + self.ours_only + self.theirs_only)
    }
    fn add(&mut self, other: &Presence) {
        self.both += other.both;
        self.ours_only += other.ours_only;
        self.theirs_only += other.theirs_only;
        self.neither += other.neither;
    }
}

/// Quotations matched by overlapping spans.
#[derive(Clone, Debug, Default, Serialize)]
pub struct QuoteAgreement {
    /// How many stretches we found.
    pub ours: usize,
    /// How many of them overlap a quote of any rater.
    pub ours_matched: usize,
    /// The same where the category is the same too.
    pub ours_matched_category: usize,
    /// How many quotes all raters gave (counted on the first rater's side).
    pub shared: usize,
    /// How many of them we found.
    pub shared_found: usize,
    /// The same where the category is the same too.
    pub shared_found_category: usize,
    /// How many quotes any rater gave.
    pub any: usize,
    /// How many of them we found.
    pub any_found: usize,
    /// By category: ours, matched without regard to theirs.
    pub by_category: BTreeMap<String, (usize, usize)>,
    /// By the rater's category: shared quotes, found.
    pub shared_by_category: BTreeMap<String, (usize, usize)>,
}

/// A letter on which the sides differ.
#[derive(Clone, Debug, Serialize)]
pub struct Difference {
    /// Its id.
    pub id: String,
    /// The sum of squared distances over criteria and raters.
    pub distance: u32,
    /// Criterion, our rating, the raters'.
    pub ratings: Vec<(String, String, Vec<String>)>,
    /// Our reasons for those ratings.
    pub our_reasons: Vec<String>,
    /// The raters' notes.
    pub their_notes: Vec<String>,
}

/// A share of a whole, 0 to 1; none of an empty whole.
pub fn share(part: usize, whole: usize) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

/// What is asked for.
#[derive(Clone, Copy, Debug, Default)]
pub struct Ask {
    /// Whether looks count beside findings.
    pub looks: bool,
    /// How many differing letters to list.
    pub differ: usize,
}

/// Compares one side with one or two raters. `text` gives a letter's text where it can be had.
pub fn compare(ours: &Side, raters: &[Side], text: &dyn Fn(&str) -> Option<String>, ask: Ask) -> Agreement {
    let ids: Vec<&String> =
        ours.letters.keys().filter(|id| raters.iter().all(|r| r.letters.contains_key(*id))).collect();
    let all: std::collections::BTreeSet<&String> =
        ours.letters.keys().chain(raters.iter().flat_map(|r| r.letters.keys())).collect();

    let mut criteria = Vec::new();
    for criterion in RATED {
        for rater in raters {
            if let Some(row) = one_criterion(criterion, ours, rater, &ids) {
                criteria.push(row);
            }
        }
    }
    let mut elements = Vec::new();
    for id in ELEMENTS.iter().chain(&MARKERS) {
        let row = one_element(id, ours, raters, &ids);
        if row.both + row.ours_only + row.theirs_only + row.neither > 0 {
            elements.push(row);
        }
    }
    let mut pooled = Presence { id: "all".into(), ..Presence::default() };
    for row in &elements {
        pooled.add(row);
    }
    let quoted = |pick: &dyn Fn(&ratings::LetterSide) -> Option<&Vec<Quoted>>| {
        quotes::agreement(ours, raters, &ids, text, pick, ask.looks)
    };
    Agreement {
        letters: ids.len(),
        unmatched: all.len() - ids.len(),
        criteria,
        elements,
        pooled,
        tones: quoted(&|l| l.tones.as_ref()),
        errors: quoted(&|l| l.errors.as_ref()),
        jargon: quoted(&|l| l.jargon.as_ref()),
        differ: differences(ours, raters, &ids, ask.differ),
    }
}

fn level(rating: &str) -> Option<usize> {
    match rating {
        "NM" => Some(0),
        "PM" => Some(1),
        "FM" => Some(2),
        _ => None,
    }
}

/// What an unrated letter counts as: the rating furthest from the rater's.
fn furthest(from: usize) -> usize {
    if from == 0 { 2 } else { 0 }
}

fn one_criterion(
    criterion: Criterion,
    ours: &Side,
    rater: &Side,
    ids: &[&String],
) -> Option<CriterionAgreement> {
    let mut table = Table::default();
    let mut rated = Table::default();
    let mut unrated = 0;
    for id in ids {
        let (Some(mine), Some(theirs)) =
            (ours.letters[*id].ratings.get(criterion.id()), rater.letters[*id].ratings.get(criterion.id()))
        else {
            continue;
        };
        let Some(theirs) = level(theirs) else { continue };
        match level(mine) {
            Some(mine) => {
                table.add(mine, theirs);
                rated.add(mine, theirs);
            }
            None => {
                unrated += 1;
                table.add(furthest(theirs), theirs);
            }
        }
    }
    (table.total() > 0).then(|| CriterionAgreement {
        criterion: criterion.id().into(),
        rater: rater.name.clone(),
        exact: table.exact(),
        kappa: table.kappa(),
        kappa_rated: rated.kappa(),
        table,
        unrated,
    })
}

fn one_element(id: &str, ours: &Side, raters: &[Side], ids: &[&String]) -> Presence {
    let mut row = Presence { id: id.into(), ..Presence::default() };
    for letter in ids {
        let mut consensus: Option<bool> = None;
        let mut counts = true;
        for rater in raters {
            let said = match rater.letters[*letter].elements.get(id).map(String::as_str) {
                Some("present" | "vague") => true,
                Some("absent") => false,
                _ => {
                    counts = false;
                    break;
                }
            };
            if consensus.is_some_and(|c| c != said) {
                counts = false;
                break;
            }
            consensus = Some(said);
        }
        let (true, Some(theirs)) = (counts, consensus) else { continue };
        let Some(mine) = ours.letters[*letter].elements.get(id) else { continue };
        match (matches!(mine.as_str(), "present" | "vague"), theirs) {
            (true, true) => row.both += 1,
            (true, false) => row.ours_only += 1,
            (false, true) => row.theirs_only += 1,
            (false, false) => row.neither += 1,
        }
    }
    row
}

fn differences(ours: &Side, raters: &[Side], ids: &[&String], most: usize) -> Vec<Difference> {
    let mut all = Vec::new();
    for id in ids {
        let mine = &ours.letters[*id];
        let mut difference = Difference {
            id: (*id).clone(),
            distance: 0,
            ratings: Vec::new(),
            our_reasons: Vec::new(),
            their_notes: Vec::new(),
        };
        for criterion in RATED {
            let Some(rating) = mine.ratings.get(criterion.id()) else { continue };
            let mut theirs = Vec::new();
            let mut distance = 0;
            for rater in raters {
                if let Some(other) = rater.letters[*id].ratings.get(criterion.id()) {
                    theirs.push(other.clone());
                    if let Some(b) = level(other) {
                        let a = level(rating).unwrap_or_else(|| furthest(b));
                        distance += (a.abs_diff(b) as u32).pow(2);
                    }
                }
            }
            if distance > 0 {
                difference.distance += distance;
                difference.ratings.push((criterion.id().into(), rating.clone(), theirs));
                if let Some(reason) = mine.reasons.get(criterion.id()) {
                    difference.our_reasons.push(format!("{}: {reason}", criterion.id()));
                }
            }
        }
        if difference.distance > 0 {
            difference.their_notes = raters.iter().filter_map(|r| r.letters[*id].note.clone()).collect();
            all.push(difference);
        }
    }
    all.sort_by(|a, b| b.distance.cmp(&a.distance).then_with(|| a.id.cmp(&b.id)));
    all.truncate(most);
    all
}

/// The ids of harmful tones, for whoever sorts findings.
pub fn is_tone(category: &str) -> bool {
    TONES.contains(&category)
}
