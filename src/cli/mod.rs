//! The command line: one file a subcommand, each thin.

mod agree;
mod check;
mod common;
mod compare;
mod due;
mod explain;
mod lexicon;
mod redact;
mod report;
mod score;
#[cfg(feature = "serve")]
mod serve;

use clap::{Parser, Subcommand};
use common::Exit;
use std::process::ExitCode;

/// Scores letters to victims of crime in England and Wales for plain English, readability, explanation,
/// empathy, required content, timeliness and accuracy.
#[derive(Parser)]
#[command(name = "lettermark", version, about, max_term_width = 80, propagate_version = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

// One is made in the life of the program: its size does not matter.
#[allow(clippy::large_enum_variant)]
#[derive(Subcommand)]
enum Command {
    /// Check one or a few letters and show what was found in them.
    Check(check::CheckArgs),
    /// Score many letters: a folder, a manifest, or one JSON object a line.
    Score(score::ScoreArgs),
    /// Compare ratings: the program's with people's, or two people's.
    Agree(agree::AgreeArgs),
    /// Compare a draft with its revision: what was fixed, what is new, what remains.
    Compare(compare::CompareArgs),
    /// Print the last day to send a letter, for one case or a caseload.
    Due(due::DueArgs),
    /// Print a letter with names, contact details and dates replaced by labels.
    Redact(redact::RedactArgs),
    /// Make an inspection's report of scored letters: a summary, HTML, XLSX, CSV; take moderation back in.
    Report(report::ReportArgs),
    /// Print a rule or lexicon entry as a page.
    Explain(explain::ExplainArgs),
    /// Check or train the lexicons.
    Lexicon(lexicon::LexiconArgs),
    /// Serve the API and the page for checking a draft.
    #[cfg(feature = "serve")]
    Serve(serve::ServeArgs),
}

/// Runs the command line and gives its exit code: 0 done, 1 some letters could not be read, 2 wrong use,
/// 3 a letter below `--fail-under`, 4 could not do it.
pub fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(e) => {
            let _ = e.print();
            return ExitCode::from(if e.use_stderr() { 2 } else { 0 });
        }
    };
    let result = match cli.command {
        Command::Check(args) => check::run(args),
        Command::Score(args) => score::run(args),
        Command::Agree(args) => agree::run(args),
        Command::Compare(args) => compare::run(args),
        Command::Due(args) => due_days(&args),
        Command::Redact(args) => {
            redact::run(&args, &mut std::io::BufWriter::new(std::io::stdout().lock())).map(|()| Exit::Done)
        }
        Command::Report(args) => report::run(&args),
        Command::Explain(args) => explain::run(args),
        Command::Lexicon(args) => lexicon::run(args),
        #[cfg(feature = "serve")]
        Command::Serve(args) => serve::run(args),
    };
    match result {
        Ok(exit) => exit.code(),
        Err(e) => {
            // A closed pipe ("| head") is the reader's wish and no fault.
            if common::is_closed_pipe(&e) {
                return Exit::Done.code();
            }
            eprintln!("lettermark: {e}");
            common::exit_of(&e).code()
        }
    }
}

fn due_days(args: &due::DueArgs) -> anyhow::Result<Exit> {
    let unread = due::run(args, &mut std::io::BufWriter::new(std::io::stdout().lock()))?;
    for error in &unread {
        eprintln!("lettermark: {error}");
    }
    Ok(if unread.is_empty() { Exit::Done } else { Exit::SomeUnread })
}
