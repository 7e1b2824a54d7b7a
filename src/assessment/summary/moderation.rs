//! An inspector's own ratings beside the program's: taken over, said so, and compared.

use crate::assessment::Assessment;
use crate::assessment::agreement::{Kappa, Table};
use crate::criteria::overall;
use crate::criterion::{Criterion, Outcome, Rating};
use crate::error::Result;
use crate::lexicon::Files;
use crate::profile::{Profile, Strictness};
use serde::Serialize;
use std::collections::BTreeMap;

/// One letter's ratings by the inspector.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Moderated {
    /// Per criterion, where the inspector gave one.
    pub ratings: BTreeMap<&'static str, Rating>,
    /// The inspector's note.
    pub note: String,
}

/// All letters that an inspector looked at, by id.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Moderation {
    /// By the letter's id as the workbook shows it, and by its row where the workbook has that: ids
    /// need not be unique.
    pub letters: BTreeMap<(String, Option<u64>), Moderated>,
}

/// A letter that the inspector rated otherwise.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Differs {
    /// Its id as the report shows it.
    pub id: String,
    /// The criterion.
    pub criterion: String,
    /// The program's rating.
    pub ours: String,
    /// The inspector's.
    pub theirs: String,
    /// The inspector's note.
    pub note: String,
}

/// One criterion's agreement.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Compared {
    /// Pairs of ratings, ours down, the inspector's across: NM, PM, FM.
    pub table: Table,
    /// Letters that the program left unrated and the inspector rated.
    pub filled: u64,
}

impl Compared {
    /// Quadratic weighted kappa over the letters that both rated.
    pub fn kappa(&self) -> Option<Kappa> {
        self.table.kappa()
    }
}

/// Takes an inspector's ratings over, letter by letter, and keeps count.
#[derive(Debug)]
pub struct Moderator {
    moderation: Moderation,
    overall: overall::Rules,
    /// Per criterion, in reading order.
    pub compared: [Compared; 8],
    /// Letters that differ, at most [`Moderator::MOST`] of them.
    pub differ: Vec<Differs>,
    /// How many ratings differ in all.
    pub differing: u64,
    /// Letters with one rating or more of the inspector's.
    pub letters: u64,
    /// Letters whose overall rating was worked out again, since the inspector gave none.
    pub overall_again: u64,
}

impl Moderator {
    /// The most differing ratings that are listed.
    pub const MOST: usize = 1_000;

    /// A moderator over these ratings, with the rule for the overall rating.
    ///
    /// # Errors
    /// Where the rule cannot be read.
    pub fn new(moderation: Moderation, files: &Files) -> Result<Moderator> {
        Ok(Moderator {
            moderation,
            overall: overall::Rules::load(files)?,
            compared: [Compared::default(); 8],
            differ: Vec::new(),
            differing: 0,
            letters: 0,
            overall_again: 0,
        })
    }

    /// Puts the inspector's ratings in the place of the program's. Where a criterion was changed and no
    /// overall rating given, that is worked out again by the rule. Gives what the inspector wrote.
    pub fn take_over(&mut self, assessment: &mut Assessment, row: u64) -> Option<Moderated> {
        let letters = &mut self.moderation.letters;
        let given = letters
            .remove(&(assessment.id.clone(), Some(row)))
            .or_else(|| letters.remove(&(assessment.id.clone(), None)))?;
        if assessment.error.is_some() {
            return None;
        }
        let mut changed = false;
        for (place, criterion) in Criterion::ALL.into_iter().enumerate() {
            let Some(theirs) = given.ratings.get(criterion.id()) else { continue };
            let Some(note) = assessment.criteria.iter_mut().find(|c| c.id == criterion.id()) else {
                continue;
            };
            match (level(&note.rating), level(theirs.name())) {
                (Some(ours), Some(theirs)) => self.compared[place].table.add(ours, theirs),
                _ => self.compared[place].filled += 1,
            }
            if note.rating != theirs.name() {
                changed = true;
                self.differing += 1;
                if self.differ.len() < Moderator::MOST {
                    self.differ.push(Differs {
                        id: assessment.id.clone(),
                        criterion: criterion.id().into(),
                        ours: note.rating.clone(),
                        theirs: theirs.name().into(),
                        note: given.note.clone(),
                    });
                }
                note.reason = format!("Moderated by the inspector (the program: {}).", note.rating);
                note.decided_by = vec!["moderation".into()];
                note.to_raise = None;
                note.rating = theirs.name().into();
            }
        }
        if !given.ratings.is_empty() {
            self.letters += 1;
        }
        if changed && !given.ratings.contains_key(Criterion::Overall.id()) {
            self.rate_again(assessment);
        }
        Some(given)
    }

    fn rate_again(&mut self, assessment: &mut Assessment) {
        let outcomes: Vec<Outcome> = assessment
            .criteria
            .iter()
            .filter_map(|c| {
                let criterion = Criterion::from_id(&c.id).filter(|c| *c != Criterion::Overall)?;
                Some(Outcome {
                    criterion,
                    rating: rating(&c.rating)?,
                    reason: c.reason.clone(),
                    decided_by: Vec::new(),
                    to_raise: c.to_raise.clone(),
                })
            })
            .collect();
        let profile = Profile {
            code: assessment.profile.code.clone(),
            strictness: Strictness::from_id(&assessment.profile.strictness).unwrap_or_default(),
        };
        let again = self.overall.rate(&outcomes, &profile);
        if let Some(note) = assessment.criteria.iter_mut().find(|c| c.id == Criterion::Overall.id())
            && note.rating != again.rating.name()
        {
            self.overall_again += 1;
            note.rating = again.rating.name().into();
            note.reason = format!("Worked out again from the moderated ratings. {}", again.reason);
            note.decided_by = again.decided_by;
            note.to_raise = again.to_raise;
        }
    }

    /// Ids in the workbook that no letter bears; known once all letters were taken over.
    pub fn unknown(&self) -> Vec<&str> {
        self.moderation.letters.keys().map(|(id, _)| id.as_str()).collect()
    }
}

/// A rating by its name in the output.
pub fn rating(name: &str) -> Option<Rating> {
    [Rating::Fully, Rating::Partially, Rating::Not, Rating::NeedsPerson, Rating::NotAssessed]
        .into_iter()
        .find(|r| r.name() == name)
}

fn level(name: &str) -> Option<usize> {
    rating(name)?.points().map(usize::from)
}
