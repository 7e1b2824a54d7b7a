//! Ratings of a group of letters, counted.

use super::interval::{Share, share};
use super::timely::{Timely, Verdict};
use crate::assessment::Assessment;
use crate::criterion::Criterion;
use serde::Serialize;

/// How often each rating was given for one criterion.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Fully meeting the standard.
    pub fully: u64,
    /// Partially.
    pub partially: u64,
    /// Not.
    pub not: u64,
    /// Left to a person.
    pub needs_person: u64,
    /// Not assessed.
    pub not_assessed: u64,
}

impl Counts {
    /// Counts one rating by its name in the output; an unknown name counts as not assessed.
    pub fn add(&mut self, rating: &str) {
        match rating {
            "FM" => self.fully += 1,
            "PM" => self.partially += 1,
            "NM" => self.not += 1,
            "needs_person" => self.needs_person += 1,
            _ => self.not_assessed += 1,
        }
    }

    /// Letters with a rating proper.
    pub fn rated(&self) -> u64 {
        self.fully + self.partially + self.not
    }

    /// Letters without one, which the shares leave out.
    pub fn unrated(&self) -> u64 {
        self.needs_person + self.not_assessed
    }

    /// The share of the rated letters that fully meet the standard.
    pub fn fully_share(&self) -> Option<Share> {
        share(self.fully, self.rated())
    }

    /// The share that partially meets it.
    pub fn partially_share(&self) -> Option<Share> {
        share(self.partially, self.rated())
    }

    /// The share that does not meet it.
    pub fn not_share(&self) -> Option<Share> {
        share(self.not, self.rated())
    }

    /// Points won of points possible, 0 to 100, at 2, 1 and 0 a letter; none where nothing is rated.
    pub fn points(&self) -> Option<f64> {
        let possible = 2 * self.rated();
        (possible > 0).then(|| 100.0 * (2 * self.fully + self.partially) as f64 / possible as f64)
    }

    /// Adds another group's counts.
    pub fn merge(&mut self, other: &Counts) {
        self.fully += other.fully;
        self.partially += other.partially;
        self.not += other.not;
        self.needs_person += other.needs_person;
        self.not_assessed += other.not_assessed;
    }
}

/// One group of letters.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Tally {
    /// Letters in it; those that could not be read are not among them, rows that were not sent are.
    pub letters: u64,
    /// Per criterion, in reading order.
    pub criteria: [Counts; 8],
    /// Whether they were in time.
    pub timely: Timely,
}

impl Tally {
    /// Counts one letter.
    pub fn add(&mut self, assessment: &Assessment, verdict: &Verdict) {
        self.letters += 1;
        for (criterion, counts) in Criterion::ALL.into_iter().zip(&mut self.criteria) {
            counts.add(assessment.rating(criterion.id()).unwrap_or("not_assessed"));
        }
        self.timely.add(verdict);
    }

    /// One criterion's counts.
    pub fn of(&self, criterion: Criterion) -> &Counts {
        // `ALL` and the array have the same length, so the place is always there.
        &self.criteria[Criterion::ALL.into_iter().position(|c| c == criterion).unwrap_or(0)]
    }

    /// Adds another group.
    pub fn merge(&mut self, other: &Tally) {
        self.letters += other.letters;
        for (mine, theirs) in self.criteria.iter_mut().zip(&other.criteria) {
            mine.merge(theirs);
        }
        self.timely.merge(&other.timely);
    }
}
