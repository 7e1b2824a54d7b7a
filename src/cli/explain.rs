//! `lettermark explain ID`: a rule or lexicon entry as a page.

use super::common::{EngineArgs, Exit};
use crate::error::Error;
use clap::Args;
use std::io::Write;

#[derive(Args)]
pub struct ExplainArgs {
    /// The id, as findings and elements name it.
    id: String,
    #[command(flatten)]
    engine: EngineArgs,
}

pub fn run(args: ExplainArgs) -> anyhow::Result<Exit> {
    let engine = args.engine.engine()?;
    let Some(page) = crate::report::rule_page::page(&engine, &args.id) else {
        let near = crate::report::rule_page::close(&engine, &args.id);
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
