//! `lettermark explain ID`: a rule or lexicon entry as a page.

use super::common::{EngineArgs, Exit};
use crate::error::Error;
use crate::report::rule_page;
use clap::Args;
use std::io::Write;

#[derive(Args)]
pub struct ExplainArgs {
    /// The id, as findings and elements name it.
    #[arg(required_unless_present = "all")]
    id: Option<String>,
    /// Print every rule as one page of Markdown.
    #[arg(long, conflicts_with = "id")]
    all: bool,
    #[command(flatten)]
    engine: EngineArgs,
}

pub fn run(args: ExplainArgs) -> anyhow::Result<Exit> {
    let engine = args.engine.engine()?;
    let Some(id) = &args.id else {
        std::io::stdout().lock().write_all(rule_page::all(&engine).as_bytes())?;
        return Ok(Exit::Done);
    };
    let Some(page) = rule_page::page(&engine, id) else {
        let near = rule_page::close(&engine, id);
        let remedy = if near.is_empty() {
            "findings name their rule; `lettermark check --format json` shows them".to_owned()
        } else {
            format!("did you mean {}?", near.join(", "))
        };
        return Err(Error::usage("there is no rule or entry of that id").remedy(remedy).into());
    };
    std::io::stdout().lock().write_all(page.as_bytes())?;
    Ok(Exit::Done)
}
