//! Whether letters were in time, and how late.

use super::interval::{Share, share};
use crate::assessment::Assessment;
use serde::Serialize;
use std::collections::BTreeMap;

/// What timeliness says of one letter: of all its duties the one that went worst.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// No duty covers the letter.
    NoDuty,
    /// Covered, but no limit is laid down.
    NoLimit,
    /// Not sent, and not yet due.
    NotYetDue,
    /// A fact is missing.
    Unknown,
    /// In time.
    InTime,
    /// In time or late, by which level of rights the victim has.
    Depends,
    /// Late, by so many of the unit.
    Late(String, i64),
    /// Not sent, and overdue.
    NotSent,
}

impl Verdict {
    /// The verdict of a letter.
    pub fn of(assessment: &Assessment) -> Verdict {
        assessment
            .timeliness
            .iter()
            .map(|duty| match duty.verdict.as_str() {
                "in_time" => Verdict::InTime,
                "late" => Verdict::Late(duty.unit.clone().unwrap_or_default(), duty.late_by.unwrap_or(0)),
                "not_sent" => Verdict::NotSent,
                "not_yet_due" => Verdict::NotYetDue,
                "depends" => Verdict::Depends,
                "no_limit" => Verdict::NoLimit,
                _ => Verdict::Unknown,
            })
            .max()
            .unwrap_or(Verdict::NoDuty)
    }

    /// In words.
    pub fn words(&self) -> String {
        match self {
            Verdict::NoDuty => "no duty".into(),
            Verdict::NoLimit => "no limit".into(),
            Verdict::NotYetDue => "not yet due".into(),
            Verdict::Unknown => "unknown".into(),
            Verdict::InTime => "in time".into(),
            Verdict::Depends => "depends on the victim's rights".into(),
            Verdict::NotSent => "not sent".into(),
            Verdict::Late(unit, by) => {
                let unit = unit.replace('_', " ");
                let unit = if *by == 1 { unit.trim_end_matches('s') } else { unit.as_str() };
                format!("late by {by} {unit}")
            }
        }
    }
}

/// Letters by verdict; exact, so that two halves add up to the whole.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Timely {
    /// In time.
    pub in_time: u64,
    /// Late.
    pub late: u64,
    /// Not sent, and overdue.
    pub not_sent: u64,
    /// In time under one limit and late under the other.
    pub depends: u64,
    /// Not sent and not yet due.
    pub not_yet_due: u64,
    /// A fact is missing.
    pub unknown: u64,
    /// No limit is laid down.
    pub no_limit: u64,
    /// No duty covers the letter.
    pub no_duty: u64,
    /// Late letters by unit, then by how many of it.
    pub late_by: BTreeMap<String, BTreeMap<i64, u64>>,
}

/// A bar of the histogram.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bar {
    /// What it covers, such as `3 to 5`.
    pub label: String,
    /// How many letters.
    pub letters: u64,
}

/// The bars of lateness, each from its first number to the one before the next.
const BARS: [(i64, &str); 6] =
    [(1, "1"), (2, "2"), (3, "3 to 5"), (6, "6 to 10"), (11, "11 to 20"), (21, "over 20")];

impl Timely {
    /// Counts one letter.
    pub fn add(&mut self, verdict: &Verdict) {
        match verdict {
            Verdict::InTime => self.in_time += 1,
            Verdict::NotSent => self.not_sent += 1,
            Verdict::Depends => self.depends += 1,
            Verdict::NotYetDue => self.not_yet_due += 1,
            Verdict::Unknown => self.unknown += 1,
            Verdict::NoLimit => self.no_limit += 1,
            Verdict::NoDuty => self.no_duty += 1,
            Verdict::Late(unit, by) => {
                self.late += 1;
                *self.late_by.entry(unit.clone()).or_default().entry(*by).or_default() += 1;
            }
        }
    }

    /// The share in time of all that were in time, late or not sent.
    pub fn share(&self) -> Option<Share> {
        share(self.in_time, self.in_time + self.late + self.not_sent)
    }

    /// How late, in bars, for one unit.
    pub fn bars(&self, unit: &str) -> Vec<Bar> {
        let counted = self.late_by.get(unit);
        BARS.iter()
            .enumerate()
            .map(|(i, (from, label))| {
                let before = BARS.get(i + 1).map_or(i64::MAX, |(next, _)| *next);
                let letters = counted.map_or(0, |all| {
                    all.iter()
                        .filter(|(by, _)| (**by >= *from || i == 0) && **by < before)
                        .map(|(_, n)| *n)
                        .sum()
                });
                Bar { label: (*label).into(), letters }
            })
            .collect()
    }

    /// Adds another group.
    pub fn merge(&mut self, other: &Timely) {
        self.in_time += other.in_time;
        self.late += other.late;
        self.not_sent += other.not_sent;
        self.depends += other.depends;
        self.not_yet_due += other.not_yet_due;
        self.unknown += other.unknown;
        self.no_limit += other.no_limit;
        self.no_duty += other.no_duty;
        for (unit, counts) in &other.late_by {
            let mine = self.late_by.entry(unit.clone()).or_default();
            for (by, letters) in counts {
                *mine.entry(*by).or_default() += letters;
            }
        }
    }
}
