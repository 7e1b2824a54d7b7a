//! `score --jsonl`: one letter a line in, one assessment a line out, same order, flat memory.

use super::super::common::{self, Exit};
use super::{BATCH, ScoreArgs};
use crate::assessment::input::Input;
use crate::assessment::{Assessment, Engine, Options};
use crate::error::{Error, Result};
use crate::facts::CaseFacts;
use crate::limits;
use rayon::prelude::*;
use std::fs::File;
use std::io::{BufRead, BufReader, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// What is left of an assessment once it is put into text.
struct Assessed {
    /// With its line end: standard output looks for one in whatever it is given.
    line: String,
    error: Option<String>,
    /// Whether it misses a bar that was given.
    below: bool,
}

pub fn run(args: &ScoreArgs) -> anyhow::Result<Exit> {
    let engine = args.engine.engine()?;
    let mut options = args.engine.options()?;
    options.with_text = args.with_text;
    let mut reader: Box<dyn BufRead> = match args.paths.as_slice() {
        [] => Box::new(BufReader::new(std::io::stdin())),
        [path] if path.as_os_str() == "-" => Box::new(BufReader::new(std::io::stdin())),
        [path] => Box::new(BufReader::new(
            File::open(path).map_err(|e| Error::usage(common::reason(&e)).in_file(path))?,
        )),
        _ => return Err(Error::usage("--jsonl reads one file, or standard input").into()),
    };
    let mut out: Box<dyn Write> = match &args.out {
        Some(path) => Box::new(common::create(path, args.force)?),
        None => Box::new(std::io::BufWriter::new(std::io::stdout())),
    };
    let mut exit = Exit::Done;
    let mut number = 0;
    loop {
        let mut batch = Vec::new();
        let mut held = 0;
        // A batch is bounded by bytes too, so that huge lines cannot add up.
        while batch.len() < BATCH && held < limits::FILE_BYTES {
            match next_line(&mut reader)? {
                None => break,
                Some(line) => {
                    number += 1;
                    held += line.as_ref().map_or(0, Vec::len);
                    batch.push((number, line));
                }
            }
        }
        if batch.is_empty() {
            break;
        }
        // Lines are put into text on the workers too: only the writing is left to one thread. An assessment is
        // let go where it was made, while its memory is warm.
        let assessed: Vec<Assessed> = batch
            .into_par_iter()
            .filter_map(|(number, line)| assess(&engine, number, line, &options))
            .map(|assessment| Assessed {
                line: assessment.to_json_line() + "\n",
                below: args.fail_under.iter().any(|bar| bar.is_missed(&assessment)),
                error: assessment.error,
            })
            .collect();
        for assessed in &assessed {
            out.write_all(assessed.line.as_bytes())?;
            if let Some(error) = &assessed.error {
                eprintln!("lettermark: {error}");
                exit = exit.max(Exit::SomeUnread);
            }
            if assessed.below {
                exit = exit.max(Exit::BelowBar);
            }
        }
        out.flush()?;
    }
    out.flush()?;
    Ok(exit)
}

/// The next line without its end; an error of its own where it is too long.
fn next_line(reader: &mut impl BufRead) -> std::io::Result<Option<Result<Vec<u8>>>> {
    let mut line = Vec::new();
    let mut too_long = false;
    loop {
        let chunk = reader.fill_buf()?;
        if chunk.is_empty() {
            if line.is_empty() && !too_long {
                return Ok(None);
            }
            break;
        }
        let end = chunk.iter().position(|b| *b == b'\n');
        let taken = end.map_or(chunk.len(), |e| e + 1);
        if line.len() + taken > limits::FILE_BYTES {
            too_long = true;
            line.clear();
        } else if !too_long {
            line.extend_from_slice(&chunk[..end.unwrap_or(taken)]);
        }
        reader.consume(taken);
        if end.is_some() {
            break;
        }
    }
    Ok(Some(if too_long {
        Err(Error::letter("is longer than 20 MB").remedy("give one letter a line"))
    } else {
        Ok(line)
    }))
}

fn assess(engine: &Engine, number: usize, line: Result<Vec<u8>>, options: &Options) -> Option<Assessment> {
    let name = "line";
    let mut id = format!("{name}-{number}");
    let mut facts = CaseFacts::default();
    let result = line.and_then(|line| {
        let text = std::str::from_utf8(&line).map_err(|_| Error::letter("is not UTF-8 text"))?;
        let text = text.trim_start_matches('\u{feff}').trim();
        if text.is_empty() {
            return Ok(None);
        }
        let input = Input::from_json(text)?;
        if let Some(given) = &input.facts.id {
            id.clone_from(given);
        }
        facts = input.facts;
        let text = input.text;
        catch_unwind(AssertUnwindSafe(|| engine.assess_text(text, &facts, options)))
            .unwrap_or_else(|_| Err(Error::letter("could not be assessed because of a fault in the program")))
            .map(Some)
    });
    match result {
        Ok(None) => None,
        Ok(Some(mut assessment)) => {
            assessment.id = id;
            Some(assessment)
        }
        Err(e) => {
            let error = Error::letter(format!("line {number}: {e}"));
            Some(engine.failed(&id, None, &error, &facts, options))
        }
    }
}
