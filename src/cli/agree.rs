//! `lettermark agree`: the program's ratings beside people's.

use super::common::{Exit, Form, read_file};
use crate::assessment::agreement::{self, Ask, Side};
use crate::error::Error;
use crate::report::terminal;
use clap::Args;
use std::io::Write;
use std::path::{Path, PathBuf};

#[derive(Args)]
pub struct AgreeArgs {
    /// Assessments (OUT.jsonl) or a rater's file; then one or two raters' files.
    #[arg(required = true, num_args = 2..=3, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// The letters, so that quotations can be matched by place.
    #[arg(long, value_name = "DIR")]
    letters: Option<PathBuf>,
    /// Count looks beside findings.
    #[arg(long)]
    looks: bool,
    /// How many of the letters that differ most to list.
    #[arg(long, value_name = "N", default_value_t = 10)]
    differ: usize,
    /// Compare only the letters whose ids stand in this file, one a line.
    #[arg(long, value_name = "FILE")]
    only: Option<PathBuf>,
    /// Form of the output.
    #[arg(long, value_enum, default_value_t = Form::Text)]
    format: Form,
}

pub fn run(args: AgreeArgs) -> anyhow::Result<Exit> {
    let mut sides = Vec::new();
    for path in &args.files {
        // Whole runs of assessments may be far larger than a letter may.
        let bytes = std::fs::read(path).map_err(|e| Error::usage(super::common::reason(&e)).in_file(path))?;
        sides.push(Side::read(&bytes, path)?);
    }
    if let Some(path) = &args.only {
        let bytes = read_file(path)?;
        let list = String::from_utf8_lossy(&bytes);
        let ids: std::collections::BTreeSet<&str> = list.split_whitespace().collect();
        for side in &mut sides {
            side.letters.retain(|id, _| ids.contains(id.as_str()));
        }
    }
    let ours = sides.remove(0);
    if let Some(dir) = &args.letters
        && !dir.is_dir()
    {
        return Err(Error::usage("there is no such folder of letters").in_file(dir).into());
    }
    let text = |id: &str| letter_text(args.letters.as_deref(), ours.files.get(id).map(String::as_str), id);
    let ask = Ask { looks: args.looks, differ: args.differ };
    let agreement = agreement::compare(&ours, &sides, &text, ask);
    if agreement.letters == 0 {
        return Err(Error::usage("the files have no letter in common")
            .remedy("check that the ids in the manifest are those of the ratings")
            .into());
    }
    let mut out = std::io::stdout().lock();
    match args.format {
        Form::Json => {
            serde_json::to_writer_pretty(&mut out, &agreement)?;
            writeln!(out)?;
        }
        Form::Text => write!(out, "{}", terminal::agreement(&agreement, &ours, &sides))?,
    }
    Ok(Exit::Done)
}

/// A letter's text: `DIR/FILE` as the assessment names it, else `DIR/ID.txt` or `.docx`.
fn letter_text(dir: Option<&Path>, file: Option<&str>, id: &str) -> Option<String> {
    let dir = dir?;
    let mut tries = Vec::new();
    if let Some(file) = file {
        tries.push(dir.join(file));
        tries.push(dir.join(Path::new(file).file_name()?));
    }
    tries.push(dir.join(format!("{id}.txt")));
    tries.push(dir.join(format!("{id}.docx")));
    tries.push(dir.join("letters").join(format!("{id}.txt")));
    let path = tries.into_iter().find(|p| p.is_file())?;
    let bytes = read_file(&path).ok()?;
    crate::ingest::read(&bytes).ok().map(|s| s.text)
}
