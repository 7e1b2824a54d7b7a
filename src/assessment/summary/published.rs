//! The inspectorate's published figures, shown beside a sample's where they compare.

use super::interval::Share;
use super::{Dimension, Summary};
use crate::criterion::Criterion;
use crate::error::{Error, Result};
use crate::lexicon::Files;
use serde::Deserialize;

const FILE: &str = "published.toml";

/// All published figures, and the warning that goes with them.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Published {
    /// Why they may only be set beside each other with care.
    pub warning: String,
    /// The figures, in order of year.
    #[serde(rename = "figure")]
    pub figures: Vec<Figure>,
}

/// One published figure.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Figure {
    /// The domain's id.
    pub id: String,
    /// The year it was published.
    pub year: u16,
    /// What it says, in words.
    pub what: String,
    /// The letters it is of, in words.
    pub sample: String,
    /// The letter kind it is of; none for all kinds.
    pub kind: Option<String>,
    /// The criterion it compares with; `timeliness` compares with the share sent in time.
    pub criterion: String,
    /// The published percentage.
    pub percent: f64,
    /// Where it was published.
    pub source: String,
    /// A caution of its own.
    pub note: Option<String>,
}

impl Published {
    /// Reads the figures.
    ///
    /// # Errors
    /// Where the file is missing, has an unknown key or names no criterion.
    pub fn load(files: &Files) -> Result<Published> {
        let data = files.need(FILE)?;
        let published: Published = data.parse()?;
        for figure in &published.figures {
            if Criterion::from_id(&figure.criterion).is_none() {
                return Err(Error::usage(format!("`{}` is no criterion", figure.criterion))
                    .in_file(data.name())
                    .remedy("use the ids of the criteria"));
            }
        }
        Ok(published)
    }
}

impl Figure {
    /// What the sample shows for the same thing: the share of letters of the kind that fully meet the
    /// criterion, or that were in time. None where the sample has no such letters.
    pub fn beside(&self, summary: &Summary) -> Option<Share> {
        let tally = match &self.kind {
            Some(kind) => summary.by(Dimension::Kind).find(|(name, _)| *name == kind).map(|(_, t)| t)?,
            None => &summary.all,
        };
        match Criterion::from_id(&self.criterion)? {
            Criterion::Timeliness => tally.timely.share(),
            criterion => tally.of(criterion).fully_share(),
        }
    }
}
