//! `lettermark check`: one or a few letters, shown like a compiler's diagnostics.

use super::common::{self, Bar, EngineArgs, Exit, FactArgs, Form};
use crate::assessment::Assessment;
use crate::document::Letter;
use crate::error::Error;
use crate::facts::{CaseFacts, manifest};
use crate::ingest;
use crate::report::{html, terminal};
use clap::Args;
use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};

#[derive(Args)]
pub struct CheckArgs {
    /// Letters, as text or Word files; `-` reads one from standard input.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Take the case facts from the rows of this manifest (CSV).
    #[arg(long, value_name = "CSV")]
    manifest: Option<PathBuf>,
    #[command(flatten)]
    facts: FactArgs,
    #[command(flatten)]
    engine: EngineArgs,
    /// Form of the output.
    #[arg(long, value_enum, default_value_t = Form::Text)]
    format: Form,
    /// Show what is worth a look too.
    #[arg(long)]
    looks: bool,
    /// Put the letter's text into the JSON.
    #[arg(long)]
    with_text: bool,
    /// Write the marked-up letter to this file too (HTML, one letter only).
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
    /// Leave names, numbers, addresses and dates in the marked-up letter.
    #[arg(long, requires = "html")]
    keep_names: bool,
    /// Write over the marked-up letter's file.
    #[arg(long, requires = "html")]
    force: bool,
    /// End with exit code 3 where a letter is rated below this: `PM`, `FM`, `empathy=FM`, ...
    #[arg(long, value_name = "[CRITERION=]PM|FM")]
    fail_under: Vec<Bar>,
}

pub fn run(args: CheckArgs) -> anyhow::Result<Exit> {
    if args.html.is_some() && args.files.len() > 1 {
        return Err(Error::usage("`--html` takes one letter").remedy("check one letter at a time").into());
    }
    let engine = args.engine.engine()?;
    let mut options = args.engine.options()?;
    options.with_text = true;
    let given = args.facts.facts()?;
    let rows = match &args.manifest {
        Some(path) => {
            let bytes = std::fs::read(path).map_err(|e| Error::usage(common::reason(&e)).in_file(path))?;
            Some((path.clone(), manifest::read(&bytes, path)?))
        }
        None => None,
    };
    let mut exit = Exit::Done;
    let mut out = std::io::stdout().lock();
    let colour = std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none();
    for path in &args.files {
        let is_stdin = path.as_os_str() == "-";
        if !is_stdin && !path.exists() {
            return Err(Error::usage("is not there").in_file(path).remedy("check the path").into());
        }
        let assessed = (|| {
            let bytes = if is_stdin {
                common::read_capped(std::io::stdin().lock())
            } else {
                common::read_file(path)
            }?;
            let facts = match &rows {
                Some((manifest, rows)) => row_of(manifest, rows, path)?.overlaid(&given)?,
                None => given.clone(),
            };
            let source = ingest::read(&bytes)?;
            let letter = args.html.is_some().then(|| Letter::read(source.clone()));
            let mut assessment = engine.assess(source, &facts, &options);
            if assessment.id.is_empty() {
                assessment.id = if is_stdin { "stdin".into() } else { common::stem(path) };
            }
            assessment.source.file = (!is_stdin).then(|| path.display().to_string());
            let page = match &letter {
                Some(letter) => Some(html::letter(&engine, letter, &assessment, &facts, args.keep_names)?),
                None => None,
            };
            Ok::<(Assessment, Option<String>), Error>((assessment, page))
        })();
        match assessed {
            Ok((mut assessment, page)) => {
                if let (Some(page), Some(to)) = (page, &args.html) {
                    let mut file = common::create(to, args.force)?;
                    file.write_all(page.as_bytes())?;
                    common::finish(file, to)?;
                }
                if args.fail_under.iter().any(|bar| bar.is_missed(&assessment)) {
                    exit = exit.max(Exit::BelowBar);
                }
                let text = assessment.text.take().unwrap_or_default();
                match args.format {
                    Form::Json => {
                        if args.with_text {
                            assessment.text = Some(text);
                        }
                        serde_json::to_writer_pretty(&mut out, &assessment)?;
                        writeln!(out)?;
                    }
                    Form::Text => {
                        write!(out, "{}", terminal::letter(&assessment, &text, args.looks, colour))?
                    }
                }
            }
            Err(e) => {
                eprintln!("lettermark: {}", e.in_file(path));
                exit = exit.max(Exit::SomeUnread);
            }
        }
    }
    Ok(exit)
}

/// The row whose `file` is this one, or whose id is its name.
fn row_of(manifest: &Path, rows: &manifest::Manifest, file: &Path) -> Result<CaseFacts, Error> {
    let folder = manifest.parent().unwrap_or(Path::new(""));
    let wanted = file.canonicalize().ok();
    let stem = common::stem(file);
    let mut by_name = None;
    for row in &rows.rows {
        let Ok(row) = row else { continue };
        if let Some(name) = &row.file
            && wanted.is_some()
            && folder.join(name).canonicalize().ok() == wanted
        {
            return Ok(row.clone());
        }
        if row.id.as_deref() == Some(stem.as_str()) {
            by_name.get_or_insert_with(|| row.clone());
        }
    }
    by_name.ok_or_else(|| {
        Error::letter(format!("has no row in {}", manifest.display()))
            .remedy("add one, or leave --manifest out")
    })
}
