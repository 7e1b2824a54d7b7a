//! `lettermark score`: many letters, from a folder, a manifest or JSONL.

mod jobs;
mod jsonl;
mod resume;

use super::common::{self, Bar, EngineArgs, Exit};
use crate::assessment::{Assessment, Engine, Options};
use crate::error::Error;
use crate::report::terminal;
use clap::Args;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use jobs::Job;
use rayon::prelude::*;
use std::io::{IsTerminal, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

/// Letters that are read and assessed together; what is held in memory at once.
const BATCH: usize = 64;

#[derive(Args)]
pub struct ScoreArgs {
    /// Letters, or folders of letters. With --manifest only its rows are read.
    #[arg(value_name = "PATH", required_unless_present_any = ["manifest", "jsonl"])]
    paths: Vec<PathBuf>,
    /// Case facts, one row a letter (CSV).
    #[arg(long, value_name = "CSV")]
    manifest: Option<PathBuf>,
    /// Read one JSON object a line (`id`, `text` and the case facts) from PATH or standard input, and
    /// write one assessment a line, in the same order, to --out or standard output.
    #[arg(long, conflicts_with = "manifest")]
    jsonl: bool,
    /// Where the assessments go [default: assessments.jsonl].
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Write over the output file.
    #[arg(long)]
    force: bool,
    /// Go on with an output file that was broken off.
    #[arg(long, conflicts_with = "force")]
    resume: bool,
    /// Threads [default: one a core].
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256))]
    threads: Option<u16>,
    #[command(flatten)]
    engine: EngineArgs,
    /// End with exit code 3 where a letter is rated below this: `PM`, `FM`, `empathy=FM`, ...
    #[arg(long, value_name = "[CRITERION=]PM|FM")]
    fail_under: Vec<Bar>,
    /// Put each letter's text into its assessment.
    #[arg(long)]
    with_text: bool,
    /// Print the totals only, not a line a letter.
    #[arg(long, short)]
    quiet: bool,
}

pub fn run(args: ScoreArgs) -> anyhow::Result<Exit> {
    let threads = args.threads.map_or(0, usize::from);
    rayon::ThreadPoolBuilder::new()
        .num_threads(threads)
        .build()
        .map_err(|e| Error::failed(format!("threads could not be started ({e})")))?
        .install(|| if args.jsonl { jsonl::run(&args) } else { run_files(&args) })
}

fn run_files(args: &ScoreArgs) -> anyhow::Result<Exit> {
    let engine = args.engine.engine()?;
    let mut options = args.engine.options()?;
    options.with_text = args.with_text;
    let jobs = jobs::collect(&args.paths, args.manifest.as_deref())?;
    let path = args.out.clone().unwrap_or_else(|| PathBuf::from("assessments.jsonl"));

    let mut totals = terminal::Totals::default();
    let mut exit = Exit::Done;
    let mut done = 0;
    let mut out = if args.resume && path.exists() {
        let (file, earlier) = resume::open(&path, &engine, &options, &jobs, &mut |assessment| {
            exit = exit.max(tally(&mut totals, assessment, args));
        })?;
        done = earlier;
        file
    } else {
        common::create(&path, args.force)?
    };

    let screen = std::io::stdout();
    let progress = progress(jobs.len(), done);
    if !args.quiet {
        write!(screen.lock(), "{}", terminal::table_head())?;
    }
    for batch in jobs[done..].chunks(BATCH) {
        let assessed: Vec<(Assessment, String)> = batch
            .par_iter()
            .map(|job| {
                let assessment = assess(&engine, job, &options);
                let line = assessment.to_json_line();
                (assessment, line)
            })
            .collect();
        let mut rows = String::new();
        for (assessment, line) in &assessed {
            writeln!(out, "{line}")
                .map_err(|e| Error::failed(format!("cannot be written ({})", e.kind())).in_file(&path))?;
            exit = exit.max(tally(&mut totals, assessment, args));
            if !args.quiet {
                rows.push_str(&terminal::table_row(assessment));
            }
        }
        // Results lie on disk as they come: a run that is stopped can go on from here.
        out.flush().map_err(|e| Error::failed(format!("cannot be written ({})", e.kind())).in_file(&path))?;
        progress.suspend(|| screen.lock().write_all(rows.as_bytes()))?;
        progress.inc(batch.len() as u64);
    }
    progress.finish_and_clear();
    common::finish(out, &path)?;
    write!(screen.lock(), "{}", terminal::totals(&totals))?;
    writeln!(screen.lock(), "\nFull results, with the evidence: {}", path.display())?;
    Ok(exit)
}

fn tally(totals: &mut terminal::Totals, assessment: &Assessment, args: &ScoreArgs) -> Exit {
    totals.add(assessment);
    if args.fail_under.iter().any(|bar| bar.is_missed(assessment)) {
        Exit::BelowBar
    } else if assessment.error.is_some() {
        Exit::SomeUnread
    } else {
        Exit::Done
    }
}

fn assess(engine: &Engine, job: &Job, options: &Options) -> Assessment {
    let file = job.shown.as_deref();
    let facts = match &job.facts {
        Ok(facts) => facts,
        Err(e) => {
            eprintln!("lettermark: {e}");
            return engine.failed(&job.id, file, e, &Default::default(), options);
        }
    };
    let Some(path) = &job.path else {
        let mut assessment = engine.not_sent(facts, options);
        assessment.id.clone_from(&job.id);
        return assessment;
    };
    // One letter that trips over a fault of ours must not take the others with it.
    let result = catch_unwind(AssertUnwindSafe(|| {
        let bytes = common::read_file(path)?;
        engine.assess_bytes(&bytes, facts, options)
    }))
    .unwrap_or_else(|_| Err(Error::letter("could not be assessed because of a fault in the program")));
    match result {
        Ok(mut assessment) => {
            assessment.id.clone_from(&job.id);
            assessment.source.file = job.shown.clone();
            assessment
        }
        Err(e) => {
            let e = e.in_file(path);
            eprintln!("lettermark: {e}");
            engine.failed(&job.id, file, &e, facts, options)
        }
    }
}

fn progress(total: usize, done: usize) -> ProgressBar {
    let target = if std::io::stderr().is_terminal() {
        ProgressDrawTarget::stderr()
    } else {
        ProgressDrawTarget::hidden()
    };
    let bar = ProgressBar::with_draw_target(Some(total as u64), target).with_style(
        ProgressStyle::with_template("{wide_bar} {pos} of {len} letters, {eta} left")
            .unwrap_or_else(|_| ProgressStyle::default_bar()),
    );
    bar.set_position(done as u64);
    bar.reset_eta();
    bar
}

/// Whether a path is one of ours to read: hidden files and the output itself are not.
fn is_letter_name(path: &Path) -> bool {
    let name = path.file_name().map_or_else(String::new, |n| n.to_string_lossy().into_owned());
    let ending = path.extension().map_or_else(String::new, |e| e.to_string_lossy().to_lowercase());
    !name.starts_with('.') && !name.starts_with("~$") && matches!(ending.as_str(), "txt" | "docx" | "text")
}
