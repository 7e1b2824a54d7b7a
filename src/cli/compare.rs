//! `lettermark compare`: a draft beside its revision.

use super::common::{self, EngineArgs, Exit, FactArgs, Form};
use crate::assessment::compare::compare;
use crate::document::Letter;
use crate::ingest;
use crate::people::Names;
use crate::redact::Redactor;
use crate::report::comparison;
use clap::Args;
use std::io::Write;
use std::path::PathBuf;

#[derive(Args)]
pub struct CompareArgs {
    /// The draft (text or Word).
    draft: PathBuf,
    /// The revision.
    revision: PathBuf,
    /// Write one HTML file that stands alone.
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
    /// Write over the HTML file.
    #[arg(long)]
    force: bool,
    /// Leave names, contact details and dates in.
    #[arg(long)]
    keep_names: bool,
    #[command(flatten)]
    facts: FactArgs,
    #[command(flatten)]
    engine: EngineArgs,
    /// Form of the output.
    #[arg(long, value_enum, default_value_t = Form::Text)]
    format: Form,
}

pub fn run(args: CompareArgs) -> anyhow::Result<Exit> {
    let engine = args.engine.engine()?;
    let options = args.engine.options()?;
    let facts = args.facts.facts()?;
    let names = Names::load(engine.files())?;
    let mut sides = Vec::new();
    for path in [&args.draft, &args.revision] {
        let source = ingest::read_file(path)?;
        let letter = Letter::read(source.clone());
        sides.push((engine.assess(source, &facts, &options), Redactor::new(&names, &letter, &facts), letter));
    }
    let compared = compare(&sides[0].0, &sides[1].0);
    // What either letter introduces is taken out of both.
    let say = |text: &str| {
        if args.keep_names { text.to_owned() } else { sides[1].1.text(&sides[0].1.text(text)) }
    };
    let whole = |side: usize| {
        let (_, redactor, letter) = &sides[side];
        if args.keep_names { letter.text().to_owned() } else { redactor.letter(letter) }
    };
    let mut out = std::io::stdout().lock();
    match args.format {
        Form::Json => {
            let mut compared = compared.clone();
            for finding in compared.fixed.iter_mut().chain(&mut compared.new).chain(&mut compared.remaining) {
                finding.quote = say(&finding.quote);
                finding.message = say(&finding.message);
                finding.suggestion = finding.suggestion.as_deref().map(say);
            }
            serde_json::to_writer_pretty(&mut out, &compared)?;
            writeln!(out)?;
        }
        Form::Text => out.write_all(comparison::text(&compared, &say).as_bytes())?,
    }
    if let Some(path) = &args.html {
        let mut file = common::create(path, args.force)?;
        file.write_all(comparison::html(&compared, &whole(0), &whole(1), &say).as_bytes())?;
        common::finish(file, path)?;
    }
    Ok(Exit::Done)
}
