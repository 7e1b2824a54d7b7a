//! `lettermark lexicon check` and `lettermark lexicon train`.

use super::common::Exit;
use crate::error::Error;
use crate::lexicon::{Files, check};
use clap::{Args, Subcommand};
use std::io::Write;
use std::path::PathBuf;

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
    }
}
