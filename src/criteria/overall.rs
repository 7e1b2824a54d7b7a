//! Five criteria into one rating. Provisional always: the program cannot tell whether a reason is true.

use crate::criterion::{Criterion, Outcome, Rating};
use crate::error::{Error, Result};
use crate::lexicon::Files;
use crate::profile::Profile;
use serde::Deserialize;

const FILE: &str = "overall.toml";

/// The rule, as `lexicons/overall.toml` states it.
#[derive(Clone, Debug)]
pub struct Rules {
    counted: Vec<Criterion>,
    not_met: usize,
    realistic: Bands,
    strict: Bands,
}

#[derive(Clone, Debug)]
struct Bands {
    fatal: Vec<Criterion>,
    harmless: Vec<Criterion>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    counted: Vec<String>,
    not_met: usize,
    #[serde(rename = "realistic-2023")]
    realistic: BandsFile,
    #[serde(rename = "strict-2018")]
    strict: BandsFile,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct BandsFile {
    fatal: Vec<String>,
    harmless: Vec<String>,
}

impl Rules {
    /// Reads the rule.
    ///
    /// # Errors
    /// Where the file is missing, has an unknown key or names no criterion of ours.
    pub fn load(files: &Files) -> Result<Rules> {
        let data = files.need(FILE)?;
        let file: File = data.parse()?;
        let criteria = |names: &[String]| {
            names
                .iter()
                .map(|name| {
                    Criterion::from_id(name).ok_or_else(|| {
                        Error::usage(format!("`{name}` is no criterion"))
                            .in_file(data.name())
                            .remedy("use the ids of the seven criteria")
                    })
                })
                .collect::<Result<Vec<_>>>()
        };
        let bands =
            |b: &BandsFile| Ok(Bands { fatal: criteria(&b.fatal)?, harmless: criteria(&b.harmless)? });
        Ok(Rules {
            counted: criteria(&file.counted)?,
            not_met: file.not_met,
            realistic: bands(&file.realistic)?,
            strict: bands(&file.strict)?,
        })
    }

    /// Rates a letter from its criteria.
    pub fn rate(&self, outcomes: &[Outcome], profile: &Profile) -> Outcome {
        let bands = profile.strictness.of(&self.realistic, &self.strict);
        let counted: Vec<&Outcome> =
            outcomes.iter().filter(|o| self.counted.contains(&o.criterion)).collect();
        let with = |rating: Rating| -> Vec<&Outcome> {
            counted.iter().copied().filter(|o| o.rating == rating).collect()
        };
        let not = with(Rating::Not);
        let partial = with(Rating::Partially);
        let open: Vec<&Outcome> = counted.iter().copied().filter(|o| o.rating.points().is_none()).collect();
        let fatal: Vec<&Outcome> =
            not.iter().copied().filter(|o| bands.fatal.contains(&o.criterion)).collect();

        let (rating, why, decided): (Rating, String, Vec<&Outcome>) = if !fatal.is_empty() {
            (Rating::Not, format!("{} not met, which is essential", names(&fatal)), fatal)
        } else if not.len() >= self.not_met {
            (Rating::Not, format!("{} not met", names(&not)), not)
        } else if open.len() == counted.len() {
            let rating = if open.iter().any(|o| o.rating == Rating::NeedsPerson) {
                Rating::NeedsPerson
            } else {
                Rating::NotAssessed
            };
            (rating, "none of its criteria could be rated".into(), open)
        } else if let Some(gate) = open.iter().find(|o| o.criterion == Criterion::Explanation) {
            (gate.rating, "the explanation could not be rated, and it decides".into(), vec![*gate])
        } else if !not.is_empty() {
            (Rating::Partially, format!("{} not met, the rest met at least in part", names(&not)), not)
        } else if partial.is_empty() {
            (Rating::Fully, "every criterion that counts is fully met".into(), Vec::new())
        } else if partial.len() == 1 && bands.harmless.contains(&partial[0].criterion) {
            (
                Rating::Fully,
                format!("only {} is partially met, which alone does no harm", names(&partial)),
                partial,
            )
        } else {
            (Rating::Partially, format!("{} partially met", names(&partial)), partial)
        };
        let to_raise = (rating.points().is_some_and(|p| p < 2))
            .then(|| {
                // The criterion nearest to its next level is the one whose own advice is worth most.
                decided.first().map(|o| match &o.to_raise {
                    Some(advice) => format!("{}: {advice}", plain_name(o.criterion)),
                    None => format!("raise {}", plain_name(o.criterion)),
                })
            })
            .flatten();
        Outcome {
            criterion: Criterion::Overall,
            rating,
            reason: format!("Provisional: {why}. Whether the reasons are true needs a person's judgement."),
            decided_by: decided.iter().map(|o| o.criterion.id().to_owned()).collect(),
            to_raise,
        }
    }
}

fn plain_name(criterion: Criterion) -> String {
    criterion.id().replace('_', " ")
}

fn names(outcomes: &[&Outcome]) -> String {
    let names: Vec<String> = outcomes.iter().map(|o| plain_name(o.criterion)).collect();
    match names.as_slice() {
        [] => String::new(),
        [one] => one.clone(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::Strictness;

    fn outcomes(ratings: [Rating; 5]) -> Vec<Outcome> {
        [
            Criterion::PlainEnglish,
            Criterion::Explanation,
            Criterion::Empathy,
            Criterion::RequiredContent,
            Criterion::Accuracy,
        ]
        .into_iter()
        .zip(ratings)
        .map(|(criterion, rating)| Outcome {
            criterion,
            rating,
            reason: String::new(),
            decided_by: Vec::new(),
            to_raise: None,
        })
        .collect()
    }

    #[test]
    fn the_rule_of_the_raters_holds() {
        use Rating::{Fully as F, Not as N, NotAssessed as O, Partially as P};
        let rules = Rules::load(&Files::embedded()).unwrap();
        for (ratings, realistic, strict) in [
            ([F, F, F, F, F], F, F),
            ([P, F, F, F, F], F, P),
            ([F, F, P, F, F], P, P),
            ([P, F, P, F, F], P, P),
            ([N, F, F, F, F], P, P),
            ([F, N, F, F, F], N, N),
            ([F, F, F, N, F], N, N),
            ([N, F, F, F, N], N, N),
            ([F, O, F, F, F], O, O),
        ] {
            let profile = Profile::default();
            assert_eq!(rules.rate(&outcomes(ratings), &profile).rating, realistic, "{ratings:?}");
            let profile = Profile { strictness: Strictness::Strict2018, ..profile };
            assert_eq!(rules.rate(&outcomes(ratings), &profile).rating, strict, "{ratings:?} strictly");
        }
    }
}
