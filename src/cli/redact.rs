//! `lettermark redact`: a letter with names, details and dates replaced by labels, for training and sharing.

use crate::document::Letter;
use crate::error::{Error, Result};
use crate::facts::{CaseFacts, manifest};
use crate::lexicon::Files;
use crate::people::Names;
use crate::redact::{NOTICE, Redactor};
use crate::{ingest, limits};
use clap::Args;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

/// Which letter, and whose names are known.
#[derive(Args, Clone, Debug, Default)]
pub struct RedactArgs {
    /// The letter (text or Word); `-` reads standard input.
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// The victim's name, replaced by [VICTIM].
    #[arg(long, value_name = "NAME", conflicts_with = "manifest")]
    pub victim_name: Option<String>,
    /// The defendant's name, replaced by [DEFENDANT]; several are joined by semicolons.
    #[arg(long, value_name = "NAME", conflicts_with = "manifest")]
    pub defendant_name: Option<String>,
    /// A manifest (CSV) whose row for this file gives the names.
    #[arg(long, value_name = "CSV")]
    pub manifest: Option<PathBuf>,
    /// Lay this folder of lexicons over the built-in ones, file by file.
    #[arg(long, value_name = "DIR")]
    pub lexicons: Option<PathBuf>,
}

/// Writes the notice and the letter with its labels.
///
/// # Errors
/// Where the letter, the manifest or the lexicons cannot be read, the manifest has no row for the letter,
/// or the output cannot be written.
pub fn run(args: &RedactArgs, out: &mut impl Write) -> anyhow::Result<()> {
    let files = match &args.lexicons {
        Some(dir) => Files::overlaid(dir)?,
        None => Files::embedded(),
    };
    let names = Names::load(&files)?;
    let source = if args.file == Path::new("-") {
        let mut bytes = Vec::new();
        let most = u64::try_from(limits::FILE_BYTES).unwrap_or(u64::MAX);
        std::io::stdin().lock().take(most + 1).read_to_end(&mut bytes)?;
        ingest::read(&bytes)?
    } else {
        ingest::read_file(&args.file)?
    };
    let facts = facts(args)?;
    let letter = Letter::read(source);
    let redactor = Redactor::new(&names, &letter, &facts);
    writeln!(out, "{NOTICE}\n")?;
    out.write_all(redactor.letter(&letter).as_bytes())?;
    if !letter.text().ends_with('\n') {
        writeln!(out)?;
    }
    Ok(())
}

fn facts(args: &RedactArgs) -> Result<CaseFacts> {
    let Some(path) = &args.manifest else {
        return Ok(CaseFacts {
            victim_name: args.victim_name.clone(),
            defendant_name: args.defendant_name.clone(),
            ..CaseFacts::default()
        });
    };
    let wanted = args.file.canonicalize().unwrap_or_else(|_| args.file.clone());
    for row in manifest::open(path)?.flatten() {
        let file = row.file.as_deref().map(|f| manifest::letter_path(path, f));
        if file.is_some_and(|f| f.canonicalize().unwrap_or(f) == wanted) {
            return Ok(row);
        }
    }
    Err(Error::usage("no row of the manifest names this letter")
        .in_file(path)
        .remedy("give --victim-name and --defendant-name, or a manifest whose column `file` names it"))
}
