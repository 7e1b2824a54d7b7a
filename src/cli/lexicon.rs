//! `lettermark lexicon check` and `lettermark lexicon train`.

use super::common::Exit;
use crate::error::Error;
use crate::learn::{self, DecisionInputs, Inputs, Recipe};
use crate::lexicon::{Files, check};
use clap::{Args, Subcommand};
use std::io::Write;
use std::path::{Path, PathBuf};

#[derive(Args)]
pub struct LexiconArgs {
    #[command(subcommand)]
    command: LexiconCommand,
}

#[derive(Subcommand)]
enum LexiconCommand {
    /// Read every file of a folder and run every entry's own examples.
    Check {
        /// A folder laid over the built-in lexicons; without it the built-in ones alone are checked.
        dir: Option<PathBuf>,
    },
    /// Learn the vocabulary's weights and thresholds from labelled passages and rated letters.
    Train {
        /// A folder of labelled passages (`HAND-N.jsonl`). May be repeated.
        #[arg(long, value_name = "DIR", required = true)]
        wordings: Vec<PathBuf>,
        /// A manifest of letters that were rated.
        #[arg(long, value_name = "CSV", requires = "ratings")]
        letters: Option<PathBuf>,
        /// Their ratings (JSONL), one file a rater. Letters without ratings are left out.
        #[arg(long, value_name = "FILE", num_args = 1..)]
        ratings: Vec<PathBuf>,
        /// A folder of passages that say what was decided (`HAND.jsonl`); with it the program learns to tell
        /// a letter's kind and decision.
        #[arg(long, value_name = "DIR")]
        decisions: Option<PathBuf>,
        /// The folder of lexicons to write into; without it nothing is written.
        #[arg(long, value_name = "DIR")]
        out: Option<PathBuf>,
    },
}

pub fn run(args: LexiconArgs) -> anyhow::Result<Exit> {
    match args.command {
        LexiconCommand::Check { dir } => {
            let files = match dir {
                Some(dir) => Files::overlaid(&dir)?,
                None => Files::embedded(),
            };
            let report = check::check(&files)?;
            let mut out = std::io::stdout().lock();
            for failure in &report.failures {
                writeln!(out, "{failure}")?;
            }
            writeln!(
                out,
                "{} entries with {} examples checked, {} failed.",
                report.entries,
                report.examples,
                report.failures.len()
            )?;
            // The other data files must be readable too before an inspector relies on them.
            crate::assessment::Engine::load(files)?;
            if report.failures.is_empty() {
                Ok(Exit::Done)
            } else {
                Err(Error::failed(format!("{} examples fail", report.failures.len()))
                    .remedy("change the pattern or the example, each is named above")
                    .into())
            }
        }
        LexiconCommand::Train { wordings, letters, ratings, decisions, out } => {
            train(&wordings, letters.as_deref(), &ratings, decisions.as_deref(), out.as_deref())
        }
    }
}

fn train(
    wordings: &[PathBuf],
    letters: Option<&Path>,
    ratings: &[PathBuf],
    decisions: Option<&Path>,
    out: Option<&Path>,
) -> anyhow::Result<Exit> {
    let inputs = Inputs::read(&learn::reading_order(), wordings, letters, ratings)?;
    eprintln!(
        "Learning from {} passages by {} hands and {} letters; this takes a minute.",
        inputs.passages.len(),
        inputs.hands().len(),
        inputs.letters.len()
    );
    let recipe = Recipe::default();
    let mut trained = learn::train_and_measure(&inputs, &recipe)?;
    if let Some(folder) = decisions {
        trained.decisions = Some(DecisionInputs::read(folder, &inputs.letters)?.train(&recipe));
    }
    let mut screen = std::io::stdout().lock();
    writeln!(screen, "On passages by hands, and letters, that were not learnt from (said or not):\n")?;
    writeln!(
        screen,
        "{:<18}{:>9}{:>13}{:>10}{:>11}{:>8}",
        "id", "found", "left alone", "balanced", "letters F1", ""
    )?;
    let share = |v: Option<f64>| v.map_or("-".to_owned(), |v| format!("{v:.3}"));
    for (id, cuts) in &trained.thresholds.id {
        let passages = cuts.passages.unwrap_or_default();
        writeln!(
            screen,
            "{id:<18}{:>9}{:>13}{:>10}{:>11}",
            share(passages.recall()),
            share(passages.specificity()),
            share(passages.balanced_accuracy()),
            share(cuts.letters.and_then(|m| m.f1()))
        )?;
    }
    for (name, tones) in [("elements, markers", false), ("tones", true)] {
        let (passages, letters) = learn::pooled(&trained.thresholds, tones);
        writeln!(
            screen,
            "{name:<18}{:>9}{:>13}{:>10}{:>11}",
            share(passages.recall()),
            share(passages.specificity()),
            share(passages.balanced_accuracy()),
            share(letters.f1())
        )?;
    }
    match out {
        Some(folder) => {
            trained.write(folder)?;
            writeln!(screen, "\nWritten into {}.", folder.display())?;
        }
        None => writeln!(screen, "\nNothing was written: give --out to keep it.")?,
    }
    Ok(Exit::Done)
}
