//! What the subcommands share: exit codes, the engine's options, case facts as flags, output files.

use crate::assessment::{Assessment, Engine, Options};
use crate::criterion::Criterion;
use crate::error::{Error, ErrorKind};
use crate::facts::CaseFacts;
use crate::profile::{Profile, Strictness};
use clap::{Args, ValueEnum};
use std::fs::File;
use std::io::{BufWriter, Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// The exit codes of the contract; the highest wins.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Exit {
    Done,
    SomeUnread,
    WrongUse,
    BelowBar,
    CouldNot,
}

impl Exit {
    pub fn code(self) -> ExitCode {
        ExitCode::from(self as u8)
    }
}

/// The exit code of an error that ended the command.
pub fn exit_of(error: &anyhow::Error) -> Exit {
    match error.downcast_ref::<Error>().map(Error::kind) {
        Some(ErrorKind::Letter) => Exit::SomeUnread,
        Some(ErrorKind::Usage) => Exit::WrongUse,
        Some(ErrorKind::Failed) | None => Exit::CouldNot,
    }
}

/// Whether the reader of our output went away.
pub fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|e| {
        e.downcast_ref::<std::io::Error>().is_some_and(|e| e.kind() == std::io::ErrorKind::BrokenPipe)
    })
}

/// Which data and profile to use.
#[derive(Args, Clone, Debug)]
pub struct EngineArgs {
    /// Lay this folder of lexicons over the built-in ones, file by file.
    #[arg(long, value_name = "DIR")]
    pub lexicons: Option<PathBuf>,
    /// The edition of the Victims' Code to rate by.
    #[arg(long, value_name = "ID", default_value = "vc-2021")]
    pub code: String,
    /// How strictly to rate.
    #[arg(long, value_name = "ID", default_value = "realistic-2023",
          value_parser = ["realistic-2023", "strict-2018"])]
    pub strictness: String,
    /// The day of the check (YYYY-MM-DD): decides whether a letter that was not sent is overdue.
    #[arg(long, value_name = "DATE")]
    pub as_of: Option<jiff::civil::Date>,
}

/// An engine, embedded or read from a folder.
pub enum Loaded {
    Embedded(&'static Engine),
    Own(Box<Engine>),
}

impl std::ops::Deref for Loaded {
    type Target = Engine;
    fn deref(&self) -> &Engine {
        match self {
            Loaded::Embedded(engine) => engine,
            Loaded::Own(engine) => engine,
        }
    }
}

impl EngineArgs {
    pub fn engine(&self) -> Result<Loaded, Error> {
        match &self.lexicons {
            Some(dir) => Ok(Loaded::Own(Box::new(Engine::from_dir(dir)?))),
            None => Ok(Loaded::Embedded(Engine::embedded()?)),
        }
    }

    pub fn options(&self) -> Result<Options, Error> {
        if !matches!(self.code.as_str(), "vc-2021" | "vc-2026") {
            return Err(Error::usage(format!("there is no profile of the Code called `{}`", self.code))
                .remedy("use vc-2021 (in force) or vc-2026 (draft)"));
        }
        Ok(Options {
            profile: Profile {
                code: self.code.clone(),
                strictness: Strictness::from_id(&self.strictness).unwrap_or_default(),
            },
            as_of: self.as_of,
            with_text: false,
        })
    }
}

/// Case facts as flags.
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "Case facts")]
pub struct FactArgs {
    /// Letter kind: vcl, vlo, police, vrr, complaint, wcu, yot.
    #[arg(long)]
    kind: Option<String>,
    /// Decision under the kind, such as discontinued.
    #[arg(long)]
    decision: Option<String>,
    /// Variant under the decision.
    #[arg(long)]
    variant: Option<String>,
    /// The agency that wrote.
    #[arg(long)]
    agency: Option<String>,
    /// The area or force.
    #[arg(long)]
    area: Option<String>,
    /// The offence, in words.
    #[arg(long)]
    offence: Option<String>,
    /// standard, vulnerable, intimidated, serious, bereaved, persistent, child; several joined by `;`.
    #[arg(long)]
    victim_category: Option<String>,
    /// The victim's name.
    #[arg(long)]
    victim_name: Option<String>,
    /// The defendant's name.
    #[arg(long)]
    defendant_name: Option<String>,
    /// The day of the decision (YYYY-MM-DD or DD/MM/YYYY).
    #[arg(long)]
    decision_date: Option<String>,
    /// The day it was sent.
    #[arg(long)]
    sent_date: Option<String>,
    /// Whether the decision can be reviewed at the victim's request.
    #[arg(long)]
    vrr_eligible: Option<String>,
    /// Whether enhanced rights apply.
    #[arg(long)]
    enhanced: Option<String>,
    /// Any further fact, as NAME=VALUE (such as victim_withdrew=yes). May be repeated.
    #[arg(long = "fact", value_name = "NAME=VALUE")]
    facts: Vec<String>,
}

impl FactArgs {
    pub fn facts(&self) -> Result<CaseFacts, Error> {
        let mut fields: Vec<(&str, &str)> = Vec::new();
        for (name, value) in [
            ("kind", &self.kind),
            ("decision", &self.decision),
            ("variant", &self.variant),
            ("agency", &self.agency),
            ("area", &self.area),
            ("offence", &self.offence),
            ("victim_category", &self.victim_category),
            ("victim_name", &self.victim_name),
            ("defendant_name", &self.defendant_name),
            ("decision_date", &self.decision_date),
            ("sent_date", &self.sent_date),
            ("vrr_eligible", &self.vrr_eligible),
            ("enhanced", &self.enhanced),
        ] {
            if let Some(value) = value {
                fields.push((name, value));
            }
        }
        for pair in &self.facts {
            fields.push(pair.split_once('=').ok_or_else(|| {
                Error::usage("`--fact` takes NAME=VALUE").remedy("write it as --fact victim_withdrew=yes")
            })?);
        }
        // A flag that cannot be read is wrong use, not a bad letter.
        CaseFacts::from_fields(fields).map_err(|e| Error::usage(e.to_string()))
    }
}

/// Forms of output.
#[derive(Copy, Clone, Debug, PartialEq, Eq, ValueEnum)]
pub enum Form {
    /// For people, in a terminal.
    Text,
    /// For programs.
    Json,
}

/// `--fail-under [CRITERION=]PM|FM`.
#[derive(Clone, Debug)]
pub struct Bar {
    criterion: Criterion,
    points: u8,
}

impl std::str::FromStr for Bar {
    type Err = String;
    fn from_str(text: &str) -> Result<Bar, String> {
        let (criterion, rating) = text.split_once('=').unwrap_or(("overall", text));
        let criterion = Criterion::from_id(criterion)
            .ok_or_else(|| "give one of the criteria, or none for overall".to_owned())?;
        let points = match rating {
            "FM" => 2,
            "PM" => 1,
            _ => return Err("give PM or FM".into()),
        };
        Ok(Bar { criterion, points })
    }
}

impl Bar {
    /// Whether a letter stays below. What could not be rated does not.
    pub fn is_missed(&self, assessment: &Assessment) -> bool {
        let points = match assessment.rating(self.criterion.id()) {
            Some("FM") => 2,
            Some("PM") => 1,
            Some("NM") => 0,
            _ => return false,
        };
        points < self.points
    }
}

/// Reads a file, refusing one over the limit without reading it whole.
pub fn read_file(path: &Path) -> Result<Vec<u8>, Error> {
    let file = File::open(path).map_err(|e| Error::letter(reason(&e)).in_file(path))?;
    if file.metadata().is_ok_and(|m| m.is_dir()) {
        return Err(Error::letter("is a folder, not a letter")
            .in_file(path)
            .remedy("use `score` for a folder"));
    }
    read_capped(file).map_err(|e| e.in_file(path))
}

/// Reads at most what a letter may have.
pub fn read_capped(from: impl Read) -> Result<Vec<u8>, Error> {
    let limit = crate::limits::FILE_BYTES;
    let mut bytes = Vec::new();
    from.take(limit as u64 + 1).read_to_end(&mut bytes).map_err(|e| Error::letter(reason(&e)))?;
    if bytes.len() > limit {
        return Err(Error::letter(format!("is larger than {} MB", limit / 1024 / 1024))
            .remedy("a letter is far smaller: check that this is the right file"));
    }
    Ok(bytes)
}

/// What the operating system says, in our words.
pub fn reason(error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::NotFound => "is not there".into(),
        std::io::ErrorKind::PermissionDenied => "may not be read".into(),
        other => format!("cannot be read ({other})"),
    }
}

/// Opens a file to write, never over one that is there unless forced.
pub fn create(path: &Path, force: bool) -> Result<BufWriter<File>, Error> {
    let mut open = File::options();
    open.write(true);
    if force {
        open.create(true).truncate(true)
    } else {
        open.create_new(true)
    };
    open.open(path).map(BufWriter::new).map_err(|e| match e.kind() {
        std::io::ErrorKind::AlreadyExists => {
            Error::usage("is there already").in_file(path).remedy("choose another name or add --force")
        }
        std::io::ErrorKind::NotFound => Error::usage("cannot be made: its folder is not there").in_file(path),
        other => Error::failed(format!("cannot be written ({other})")).in_file(path),
    })
}

/// Writes a whole file at once: the last bytes are on disk before it says so.
pub fn finish(mut out: BufWriter<File>, path: &Path) -> Result<(), Error> {
    out.flush().map_err(|e| Error::failed(format!("cannot be written ({})", e.kind())).in_file(path))
}

/// The id of a letter that came as a file: its name without the ending.
pub fn stem(path: &Path) -> String {
    path.file_stem().map_or_else(String::new, |s| s.to_string_lossy().into_owned())
}
