//! Many assessments into one [`Summary`]: whole numbers only, so that the summaries of two halves merge
//! into exactly the summary of the whole, in any order.

pub mod interval;
pub mod moderation;
pub mod published;
pub mod stock;
pub mod tally;
pub mod timely;

pub use interval::{SMALL, Share, share};
pub use moderation::{Moderation, Moderator};
pub use published::{Figure, Published};
pub use stock::{Passage, Stock};
pub use tally::{Counts, Tally};
pub use timely::{Timely, Verdict};

use super::Assessment;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// What stands for a group that is not known.
pub const UNKNOWN: &str = "not known";

/// By what letters are grouped, in the order of the report.
pub const DIMENSIONS: [Dimension; 5] =
    [Dimension::Area, Dimension::Kind, Dimension::Decision, Dimension::VictimCategory, Dimension::Month];

/// A way of grouping letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Dimension {
    /// The CPS area, force or region.
    Area,
    /// The letter kind.
    Kind,
    /// Kind and decision.
    Decision,
    /// The victim's category; a letter with two stands in both groups.
    VictimCategory,
    /// The month it was sent, else that of the decision.
    Month,
}

impl Dimension {
    /// In words, as a heading.
    pub fn words(self) -> &'static str {
        match self {
            Dimension::Area => "Area",
            Dimension::Kind => "Letter kind",
            Dimension::Decision => "Decision",
            Dimension::VictimCategory => "Victim category",
            Dimension::Month => "Month",
        }
    }

    /// The groups that a letter stands in.
    pub fn groups(self, assessment: &Assessment) -> Vec<String> {
        let known = |name: &str| fact(assessment, name).unwrap_or(UNKNOWN).to_owned();
        match self {
            Dimension::Area => vec![known("area")],
            Dimension::Kind => vec![known("kind")],
            Dimension::Decision => {
                vec![match (fact(assessment, "kind"), fact(assessment, "decision")) {
                    (Some(kind), Some(decision)) => format!("{kind}: {decision}"),
                    _ => UNKNOWN.into(),
                }]
            }
            Dimension::VictimCategory => {
                let mut groups: Vec<String> = known("victim_category")
                    .split(';')
                    .map(|c| c.trim().to_owned())
                    .filter(|c| !c.is_empty())
                    .collect();
                groups.sort();
                groups.dedup();
                groups
            }
            Dimension::Month => {
                let day = fact(assessment, "sent_date").or_else(|| fact(assessment, "decision_date"));
                vec![day.and_then(|d| d.get(..7)).unwrap_or(UNKNOWN).to_owned()]
            }
        }
    }
}

/// A fact's value, where it is known and not blank.
pub fn fact<'a>(assessment: &'a Assessment, name: &str) -> Option<&'a str> {
    assessment.facts.get(name)?.value.as_deref().map(str::trim).filter(|v| !v.is_empty())
}

/// An element over all letters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ElementCount {
    /// Letters that say it.
    pub present: u64,
    /// Letters that say it too vaguely to be used.
    pub vague: u64,
    /// Letters that do not say it.
    pub absent: u64,
    /// Letters in which it has no place.
    pub not_applicable: u64,
    /// Letters of which a fact is missing, or that a person must judge.
    pub open: u64,
    /// Letters that owe it by a rule and do not say it, or only vaguely.
    pub missing: u64,
    /// Letters that owe it by a rule.
    pub owed: u64,
}

/// A rule's findings over all letters.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct FindingCount {
    /// Letters with one or more.
    pub letters: u64,
    /// Findings.
    pub findings: u64,
    /// The criterion it belongs to.
    pub criterion: String,
    /// The worst severity it had.
    pub severity: String,
    /// One of its messages: the first in order of the alphabet, so that the order of letters decides
    /// nothing.
    pub message: String,
}

/// Everything that is counted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// Rows that could not be read.
    pub unread: u64,
    /// Rows for which no letter was given.
    pub no_letter: u64,
    /// Letters with a moderated rating.
    pub moderated: u64,
    /// All rows that could be read.
    pub all: Tally,
    /// By area, kind, decision, victim category and month.
    pub groups: BTreeMap<Dimension, BTreeMap<String, Tally>>,
    /// Elements and markers.
    pub elements: BTreeMap<String, ElementCount>,
    /// Findings by rule, looks apart.
    pub findings: BTreeMap<String, FindingCount>,
    /// Looks by rule.
    pub looks: BTreeMap<String, FindingCount>,
    /// Sentences that stand in several letters.
    #[serde(skip)]
    pub stock: Stock,
    /// Program version, lexicons, edition of the Code and strictness; more than one where runs are mixed.
    pub made_by: BTreeSet<[String; 4]>,
}

impl Summary {
    /// Counts one letter.
    pub fn add(&mut self, assessment: &Assessment) {
        self.made_by.insert([
            assessment.program.version.clone(),
            assessment.program.lexicons.clone(),
            assessment.profile.code.clone(),
            assessment.profile.strictness.clone(),
        ]);
        if assessment.error.is_some() {
            self.unread += 1;
            return;
        }
        if assessment.not_assessed.iter().any(|n| n.what == "letter") {
            self.no_letter += 1;
        }
        let verdict = Verdict::of(assessment);
        self.all.add(assessment, &verdict);
        for dimension in DIMENSIONS {
            let groups = self.groups.entry(dimension).or_default();
            for name in dimension.groups(assessment) {
                groups.entry(name).or_default().add(assessment, &verdict);
            }
        }
        for element in &assessment.elements {
            let count = self.elements.entry(element.id.clone()).or_default();
            let owed = !element.rules.is_empty();
            match element.status.as_str() {
                "present" => count.present += 1,
                "vague" => count.vague += 1,
                "absent" => count.absent += 1,
                "not_applicable" => count.not_applicable += 1,
                _ => count.open += 1,
            }
            if owed && matches!(element.status.as_str(), "present" | "vague" | "absent") {
                count.owed += 1;
                count.missing += u64::from(element.status != "present");
            }
        }
        let mut seen = BTreeSet::new();
        for finding in &assessment.findings {
            let counts = if finding.severity == "look" { &mut self.looks } else { &mut self.findings };
            let count = counts.entry(finding.rule.clone()).or_default();
            count.findings += 1;
            count.letters += u64::from(seen.insert((finding.severity == "look", finding.rule.as_str())));
            let next = FindingCount {
                criterion: finding.criterion.clone(),
                severity: finding.severity.clone(),
                message: finding.message.clone(),
                ..FindingCount::default()
            };
            count.describe(&next);
        }
        self.stock.add(&assessment.sentence_hashes);
    }

    /// Adds another summary.
    pub fn merge(&mut self, other: &Summary) {
        self.unread += other.unread;
        self.no_letter += other.no_letter;
        self.moderated += other.moderated;
        self.all.merge(&other.all);
        for (dimension, groups) in &other.groups {
            let mine = self.groups.entry(*dimension).or_default();
            for (name, tally) in groups {
                mine.entry(name.clone()).or_default().merge(tally);
            }
        }
        for (id, theirs) in &other.elements {
            let mine = self.elements.entry(id.clone()).or_default();
            mine.present += theirs.present;
            mine.vague += theirs.vague;
            mine.absent += theirs.absent;
            mine.not_applicable += theirs.not_applicable;
            mine.open += theirs.open;
            mine.missing += theirs.missing;
            mine.owed += theirs.owed;
        }
        for (mine, theirs) in [(&mut self.findings, &other.findings), (&mut self.looks, &other.looks)] {
            for (rule, count) in theirs {
                let mine = mine.entry(rule.clone()).or_default();
                mine.letters += count.letters;
                mine.findings += count.findings;
                mine.describe(count);
            }
        }
        self.stock.merge(&other.stock);
        self.made_by.extend(other.made_by.iter().cloned());
    }

    /// Letters that were read: rows without a letter left out.
    pub fn letters(&self) -> u64 {
        self.all.letters - self.no_letter
    }

    /// The groups of one dimension, in order of name.
    pub fn by(&self, dimension: Dimension) -> impl Iterator<Item = (&String, &Tally)> {
        self.groups.get(&dimension).into_iter().flatten()
    }

    /// Elements that letters owe and lack, the commonest first.
    pub fn commonest_missing(&self) -> Vec<(&str, &ElementCount)> {
        let mut all: Vec<(&str, &ElementCount)> =
            self.elements.iter().map(|(id, c)| (id.as_str(), c)).filter(|(_, c)| c.missing > 0).collect();
        all.sort_by(|a, b| b.1.missing.cmp(&a.1.missing).then(a.0.cmp(b.0)));
        all
    }

    /// Findings by the number of letters, the commonest first.
    pub fn commonest_findings(&self) -> Vec<(&str, &FindingCount)> {
        let mut all: Vec<(&str, &FindingCount)> =
            self.findings.iter().map(|(rule, c)| (rule.as_str(), c)).collect();
        all.sort_by(|a, b| b.1.letters.cmp(&a.1.letters).then(a.0.cmp(b.0)));
        all
    }
}

impl FindingCount {
    /// Takes the worse severity and the earlier message of two.
    fn describe(&mut self, other: &FindingCount) {
        if self.severity.is_empty() || weight(&other.severity) > weight(&self.severity) {
            self.severity.clone_from(&other.severity);
        }
        if self.criterion.is_empty() || other.criterion < self.criterion {
            self.criterion.clone_from(&other.criterion);
        }
        if self.message.is_empty() || other.message < self.message {
            self.message.clone_from(&other.message);
        }
    }
}

fn weight(severity: &str) -> u8 {
    match severity {
        "critical" => 3,
        "major" => 2,
        "minor" => 1,
        _ => 0,
    }
}
