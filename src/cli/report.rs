//! `lettermark report`: an inspection's report from scored letters.

use super::common::{self, Exit, Form};
use crate::assessment::engine::hashed_sentences;
use crate::assessment::summary::moderation::Moderation;
use crate::assessment::summary::{Moderator, Published, Summary};
use crate::assessment::{Assessment, summary};
use crate::document::Letter;
use crate::error::{Error, Result};
use crate::facts::manifest;
use crate::lexicon::Files;
use crate::people::Names;
use crate::report::csv_tables::Tables;
use crate::report::letter_row::{LetterRow, ratings};
use crate::report::private::Private;
use crate::report::summary_html;
use crate::report::summary_text::{self, Data, StockRow};
use crate::report::{moderated, terminal};
use crate::{ingest, limits};
use clap::Args;
use rayon::prelude::*;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

/// Assessments that are read and stripped of names together.
const BATCH: usize = 128;
/// Bytes of one assessment's line: a letter's text, and all that can be said of it.
const LINE_BYTES: usize = 20 * limits::FILE_BYTES;
/// Stock sentences that are shown.
const STOCK: usize = 30;

#[derive(Args)]
pub struct ReportArgs {
    /// What `score` wrote.
    #[arg(value_name = "OUT.jsonl")]
    assessments: PathBuf,
    /// Write a page with charts and tables, one file that needs nothing else.
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
    /// Write a workbook with room for the inspector's own ratings and notes.
    #[arg(long, value_name = "FILE")]
    xlsx: Option<PathBuf>,
    /// Write one row a letter, and into FILE-findings.csv beside it one row a finding.
    #[arg(long, value_name = "FILE")]
    csv: Option<PathBuf>,
    /// The workbook (or its sheet of letters as CSV) with the inspector's ratings, which then count.
    #[arg(long, value_name = "FILE")]
    moderated: Option<PathBuf>,
    /// The letters: stock passages are quoted from them, and names are found more surely.
    #[arg(long, value_name = "DIR")]
    letters: Option<PathBuf>,
    /// The manifest (CSV): further names in it are taken out too.
    #[arg(long, value_name = "CSV")]
    manifest: Option<PathBuf>,
    /// Leave names, contact details and references in.
    #[arg(long)]
    keep_names: bool,
    /// Lay this folder of lexicons over the built-in ones, file by file.
    #[arg(long, value_name = "DIR")]
    lexicons: Option<PathBuf>,
    /// Write over files that are there.
    #[arg(long)]
    force: bool,
    /// Form of the summary on standard output.
    #[arg(long, value_enum, default_value_t = Form::Text)]
    format: Form,
}

/// What a first look at a line needs.
#[derive(Deserialize)]
struct Head {
    #[serde(default)]
    facts: BTreeMap<String, Fact>,
    #[serde(default)]
    sentence_hashes: Vec<String>,
    source: Source,
}

#[derive(Deserialize)]
struct Fact {
    value: Option<String>,
}

#[derive(Deserialize)]
struct Source {
    file: Option<String>,
}

pub fn run(args: &ReportArgs) -> anyhow::Result<Exit> {
    let files = match &args.lexicons {
        Some(dir) => Files::overlaid(dir)?,
        None => Files::embedded(),
    };
    if let Some(dir) = &args.letters
        && !dir.is_dir()
    {
        return Err(Error::usage("there is no such folder of letters").in_file(dir).into());
    }
    let published = Published::load(&files)?;
    let mut private = Private::new(Names::load(&files)?);
    if !args.keep_names {
        known_names(args, &mut private)?;
    }
    let mut moderator = match &args.moderated {
        Some(path) => Some(Moderator::new(moderation(path)?, &files)?),
        None => None,
    };

    let mut outputs = Outputs::open(args)?;
    let mut summary = Summary::default();
    let mut exit = Exit::Done;
    let mut lines = Lines::open(&args.assessments)?;
    loop {
        let batch = lines.batch()?;
        if batch.is_empty() {
            break;
        }
        let read: Vec<Result<Assessment>> = batch
            .into_par_iter()
            .map(|(row, line)| {
                let assessment = parse::<Assessment>(&line, &args.assessments, row)?;
                if args.keep_names {
                    return Ok(assessment);
                }
                let text = letter_text(args.letters.as_deref(), assessment.source.file.as_deref());
                Ok(private.strip(assessment, text.as_deref(), row))
            })
            .collect();
        for assessment in read {
            let mut assessment = assessment?;
            let row = summary.all.letters + summary.unread + 1;
            let program = ratings(&assessment);
            let mut given = moderator.as_mut().and_then(|m| m.take_over(&mut assessment, row));
            if let (Some(given), false) = (&mut given, args.keep_names) {
                given.note = private.note(&given.note);
            }
            if assessment.error.is_some() {
                exit = Exit::SomeUnread;
            }
            summary.add(&assessment);
            outputs.add(LetterRow::of(row, &assessment, program, given), &assessment)?;
        }
    }
    if summary.all.letters + summary.unread == 0 {
        return Err(Error::usage("holds no assessments").in_file(&args.assessments).into());
    }
    if let Some(moderator) = &mut moderator {
        summary.moderated = moderator.letters;
        if !args.keep_names {
            for differs in &mut moderator.differ {
                differs.note = private.note(&differs.note);
            }
        }
    }
    let stock = stock(args, &summary, &private)?;
    let data = Data {
        summary: &summary,
        moderator: moderator.as_ref(),
        published: &published,
        stock: &stock,
        names_kept: args.keep_names,
    };
    outputs.finish(args, &data)?;
    if let Some(moderator) = &moderator {
        for id in moderator.unknown().into_iter().take(10) {
            eprintln!("lettermark: moderated, but no letter here: {}", terminal::printable(id));
        }
    }
    let mut out = std::io::stdout().lock();
    match args.format {
        Form::Text => write!(out, "{}", summary_text::text(&data))?,
        Form::Json => {
            serde_json::to_writer_pretty(&mut out, &summary)?;
            writeln!(out)?;
        }
    }
    Ok(exit)
}

fn moderation(path: &Path) -> Result<Moderation> {
    let file = File::open(path).map_err(|e| Error::usage(common::reason(&e)).in_file(path))?;
    let most = limits::INFLATED_BYTES as u64;
    let mut bytes = Vec::new();
    file.take(most + 1)
        .read_to_end(&mut bytes)
        .map_err(|e| Error::usage(common::reason(&e)).in_file(path))?;
    if bytes.len() as u64 > most {
        return Err(Error::usage("is larger than 100 MB").in_file(path));
    }
    moderated::read(&bytes, path)
}

/// Learns every name of a victim or defendant in assessments and manifest.
fn known_names(args: &ReportArgs, private: &mut Private) -> Result<()> {
    let mut lines = Lines::open(&args.assessments)?;
    loop {
        let batch = lines.batch()?;
        if batch.is_empty() {
            break;
        }
        for (row, line) in batch {
            let head: Head = parse(&line, &args.assessments, row)?;
            for name in ["victim_name", "defendant_name"] {
                if let Some(value) = head.facts.get(name).and_then(|f| f.value.as_deref()) {
                    private.know(value);
                }
            }
        }
    }
    if let Some(path) = &args.manifest {
        for facts in manifest::open(path)?.flatten() {
            for name in [&facts.victim_name, &facts.defendant_name].into_iter().flatten() {
                private.know(name);
            }
        }
    }
    Ok(())
}

/// The stock sentences, quoted where the letters can be read.
fn stock(args: &ReportArgs, summary: &Summary, private: &Private) -> Result<Vec<StockRow>> {
    let least = u32::try_from(summary.all.letters / 100).unwrap_or(u32::MAX).max(3);
    let passages = summary.stock.at_least(least, STOCK);
    let mut quotes: BTreeMap<String, String> = BTreeMap::new();
    if args.letters.is_some() {
        let mut wanted: BTreeSet<&str> = passages.iter().map(|p| p.hash.as_str()).collect();
        let mut lines = Lines::open(&args.assessments)?;
        while !wanted.is_empty() {
            let batch = lines.batch()?;
            if batch.is_empty() {
                break;
            }
            for (row, line) in batch {
                let head: Head = parse(&line, &args.assessments, row)?;
                if !head.sentence_hashes.iter().any(|h| wanted.contains(h.as_str())) {
                    continue;
                }
                let Some(text) = letter_text(args.letters.as_deref(), head.source.file.as_deref()) else {
                    continue;
                };
                let letter = Letter::read(ingest::Source::from_text(text));
                for (sentence, hash) in hashed_sentences(&letter) {
                    if wanted.remove(hash.as_str()) {
                        let quote = letter.sentences[sentence].span.of(letter.text());
                        let quote = if args.keep_names {
                            quote.to_owned()
                        } else {
                            private.passage(letter.text(), quote)
                        };
                        quotes.insert(hash, quote);
                    }
                }
            }
        }
    }
    Ok(passages
        .into_iter()
        .map(|p: summary::Passage| StockRow {
            letters: p.letters,
            quote: quotes.remove(&p.hash),
            hash: p.hash,
        })
        .collect())
}

fn letter_text(dir: Option<&Path>, file: Option<&str>) -> Option<String> {
    let file = file?.replace('\\', "/");
    let dir = dir?;
    let path =
        [dir.join(&file), dir.join(Path::new(&file).file_name()?)].into_iter().find(|p| p.is_file())?;
    let bytes = common::read_file(&path).ok()?;
    ingest::read(&bytes).ok().map(|s| s.text)
}

fn parse<'l, T: Deserialize<'l>>(line: &'l [u8], path: &Path, row: u64) -> Result<T> {
    serde_json::from_slice(line).map_err(|_| {
        Error::usage("this line is no assessment")
            .in_file(path)
            .at_line(usize::try_from(row).unwrap_or(usize::MAX))
            .remedy("give what `score` wrote; `score --resume` mends a file that was broken off")
    })
}

/// The lines of a file, a batch at a time, so that memory does not grow with it.
struct Lines {
    path: PathBuf,
    reader: BufReader<File>,
    row: u64,
}

impl Lines {
    fn open(path: &Path) -> Result<Lines> {
        let file = File::open(path).map_err(|e| Error::usage(common::reason(&e)).in_file(path))?;
        Ok(Lines { path: path.to_path_buf(), reader: BufReader::new(file), row: 0 })
    }

    fn batch(&mut self) -> Result<Vec<(u64, Vec<u8>)>> {
        let mut batch = Vec::new();
        let mut held = 0;
        while batch.len() < BATCH && held < limits::FILE_BYTES {
            let mut line = Vec::new();
            let read = (&mut self.reader)
                .take(LINE_BYTES as u64 + 1)
                .read_until(b'\n', &mut line)
                .map_err(|e| Error::usage(common::reason(&e)).in_file(&self.path))?;
            if read == 0 {
                break;
            }
            self.row += 1;
            if read > LINE_BYTES {
                return Err(Error::usage("this line is too long for an assessment")
                    .in_file(&self.path)
                    .at_line(usize::try_from(self.row).unwrap_or(usize::MAX)));
            }
            held += read;
            if !line.trim_ascii().is_empty() {
                batch.push((self.row, line));
            }
        }
        Ok(batch)
    }
}

/// The files that are written as the letters come.
struct Outputs {
    html: Option<(Vec<LetterRow>, BufWriter<File>)>,
    csv: Option<Tables<BufWriter<File>>>,
    #[cfg(feature = "xlsx")]
    book: Option<(crate::report::xlsx::Book, BufWriter<File>)>,
}

impl Outputs {
    fn open(args: &ReportArgs) -> Result<Outputs> {
        let csv = match &args.csv {
            Some(path) => {
                let letters = common::create(path, args.force)?;
                let findings = common::create(&findings_path(path), args.force)?;
                Some(Tables::new(letters, findings).map_err(|e| written(&e, path))?)
            }
            None => None,
        };
        #[cfg(not(feature = "xlsx"))]
        if let Some(path) = &args.xlsx {
            return Err(Error::usage("this build writes no workbooks").in_file(path).remedy("use --csv"));
        }
        Ok(Outputs {
            html: match &args.html {
                Some(path) => Some((Vec::new(), common::create(path, args.force)?)),
                None => None,
            },
            csv,
            #[cfg(feature = "xlsx")]
            book: match &args.xlsx {
                Some(path) => {
                    let file = common::create(path, args.force)?;
                    Some((crate::report::xlsx::Book::new().map_err(|e| written(&e, path))?, file))
                }
                None => None,
            },
        })
    }

    fn add(&mut self, row: LetterRow, assessment: &Assessment) -> Result<()> {
        let path = Path::new("report");
        if let Some(csv) = &mut self.csv {
            csv.add(&row, &assessment.findings).map_err(|e| written(&e, path))?;
        }
        #[cfg(feature = "xlsx")]
        if let Some((book, _)) = &mut self.book {
            book.add(&row, &assessment.findings).map_err(|e| written(&e, path))?;
        }
        if let Some((rows, _)) = &mut self.html
            && rows.len() < summary_html::MOST_LETTERS
        {
            rows.push(row);
        }
        Ok(())
    }

    fn finish(self, args: &ReportArgs, data: &Data<'_>) -> Result<()> {
        if let (Some(csv), Some(path)) = (self.csv, &args.csv) {
            csv.finish().map_err(|e| written(&e, path))?;
        }
        if let (Some((rows, mut file)), Some(path)) = (self.html, &args.html) {
            let page = summary_html::page(data, &rows).map_err(|e| written(&e, path))?;
            file.write_all(page.as_bytes()).map_err(|e| written(&e, path))?;
            common::finish(file, path)?;
        }
        #[cfg(feature = "xlsx")]
        if let (Some((book, mut file)), Some(path)) = (self.book, &args.xlsx) {
            let bytes = book.finish(data).map_err(|e| written(&e, path))?;
            file.write_all(&bytes).map_err(|e| written(&e, path))?;
            common::finish(file, path)?;
        }
        Ok(())
    }
}

/// `letters.csv` -> `letters-findings.csv`.
fn findings_path(path: &Path) -> PathBuf {
    let mut name = path.file_stem().unwrap_or_default().to_owned();
    name.push("-findings");
    if let Some(ending) = path.extension() {
        name.push(".");
        name.push(ending);
    }
    path.with_file_name(name)
}

fn written(error: &dyn std::fmt::Display, path: &Path) -> Error {
    Error::failed(format!("cannot be written ({error})")).in_file(path)
}
