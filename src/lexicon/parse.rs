//! Entry files read from TOML: which files are entry files, their keys, and what is refused.

use super::compile::{Compiler, Site};
use super::entry::{Blocks, Concept, Entry, Guards, Mode, Strength};
use super::files::{DataFile, Files};
use crate::criterion::{Criterion, Severity};
use crate::error::{Error, Result};
use serde::Deserialize;
use std::collections::HashMap;
use std::path::PathBuf;
use toml::Spanned;

/// The folders that may hold entry files; in `letters/` only files named `cues*.toml`.
pub const FOLDERS: [&str; 8] = [
    "accuracy/",
    "concepts/",
    "empathy/",
    "explanation/",
    "plain_english/",
    "readability/",
    "required_content/",
    "timeliness/",
];

/// The farthest that `near_sentences` may look.
const NEAR: usize = 20;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFile {
    title: String,
    criterion: Option<Spanned<String>>,
    category: Option<String>,
    strength: Option<RawStrength>,
    severity: Option<RawSeverity>,
    source: Option<String>,
    message: Option<String>,
    why: Option<String>,
    advice: Option<String>,
    plain: Option<String>,
    #[serde(default)]
    guards: RawGuards,
    #[serde(default)]
    concept: Vec<Spanned<RawConcept>>,
    #[serde(default)]
    entry: Vec<Spanned<RawEntry>>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawGuards {
    negated: Option<RawMode>,
    quoted: Option<RawMode>,
    blocks: Option<Vec<Spanned<String>>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawConcept {
    id: String,
    about: Option<String>,
    any: Vec<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawEntry {
    id: String,
    #[serde(rename = "match")]
    matches: Vec<Spanned<String>>,
    category: Option<String>,
    strength: Option<RawStrength>,
    severity: Option<RawSeverity>,
    level: Option<String>,
    plain: Option<String>,
    advice: Option<String>,
    message: Option<String>,
    why: Option<String>,
    source: Option<String>,
    #[serde(default)]
    yes: Vec<String>,
    #[serde(default)]
    no: Vec<String>,
    negated: Option<RawMode>,
    quoted: Option<RawMode>,
    blocks: Option<Vec<Spanned<String>>>,
    #[serde(default)]
    unless: Vec<Spanned<String>>,
    #[serde(default)]
    not_before: Vec<Spanned<String>>,
    #[serde(default)]
    not_after: Vec<Spanned<String>>,
    #[serde(default)]
    near: Vec<Spanned<String>>,
    near_sentences: Option<usize>,
}

#[derive(Copy, Clone, Deserialize)]
#[serde(rename_all = "snake_case")]
enum RawStrength {
    Present,
    Vague,
    Finding,
    Look,
    Cancel,
    Cue,
}

#[derive(Copy, Clone, Deserialize)]
#[serde(rename_all = "snake_case")]
enum RawSeverity {
    Critical,
    Major,
    Minor,
}

#[derive(Copy, Clone, Deserialize)]
#[serde(rename_all = "snake_case")]
enum RawMode {
    Allow,
    Skip,
    Only,
}

impl From<RawMode> for Mode {
    fn from(raw: RawMode) -> Mode {
        match raw {
            RawMode::Allow => Mode::Allow,
            RawMode::Skip => Mode::Skip,
            RawMode::Only => Mode::Only,
        }
    }
}

impl From<RawStrength> for Strength {
    fn from(raw: RawStrength) -> Strength {
        match raw {
            RawStrength::Present => Strength::Present,
            RawStrength::Vague => Strength::Vague,
            RawStrength::Finding => Strength::Finding,
            RawStrength::Look => Strength::Look,
            RawStrength::Cancel => Strength::Cancel,
            RawStrength::Cue => Strength::Cue,
        }
    }
}

impl From<RawSeverity> for Severity {
    fn from(raw: RawSeverity) -> Severity {
        match raw {
            RawSeverity::Critical => Severity::Critical,
            RawSeverity::Major => Severity::Major,
            RawSeverity::Minor => Severity::Minor,
        }
    }
}

/// Whether a path is one where entry files are looked for.
fn may_hold_entries(path: &str) -> bool {
    FOLDERS.iter().any(|f| path.starts_with(f))
        || path.strip_prefix("letters/").is_some_and(|name| name.starts_with("cues") && !name.contains('/'))
}

/// What the headers of arrays of tables (`[[name]]`) say a TOML file is.
enum Sort {
    Entries,
    Other,
    /// A header that is probably a slip: the line, the name, what was meant.
    Slip(usize, String, &'static str),
}

/// Tells an entry file by its `[[entry]]` and `[[concept]]` headers.
fn sort_of(text: &str) -> Sort {
    let mut slip = None;
    for (n, line) in text.lines().enumerate() {
        let Some(name) = line.trim().strip_prefix("[[").and_then(|rest| rest.split("]]").next()) else {
            continue;
        };
        match name.trim() {
            "entry" | "concept" => return Sort::Entries,
            "entries" | "entrys" | "entri" | "enty" | "Entry" => {
                slip.get_or_insert((n + 1, name.to_owned(), "entry"));
            }
            "concepts" | "consept" | "Concept" => {
                slip.get_or_insert((n + 1, name.to_owned(), "concept"));
            }
            _ => {}
        }
    }
    match slip {
        Some((line, name, meant)) => Sort::Slip(line, name, meant),
        None => Sort::Other,
    }
}

/// All that the entry files state.
pub(super) struct Parsed {
    pub entries: Vec<Entry>,
    pub concepts: Vec<Concept>,
}

/// A file's text with its line starts, to turn byte offsets into lines.
struct Lines {
    name: PathBuf,
    starts: Vec<usize>,
}

impl Lines {
    fn new(file: &DataFile, text: &str) -> Lines {
        let starts =
            std::iter::once(0).chain(text.bytes().enumerate().filter(|b| b.1 == b'\n').map(|b| b.0 + 1));
        Lines { name: file.name(), starts: starts.collect() }
    }

    fn line(&self, at: usize) -> usize {
        self.starts.partition_point(|s| *s <= at)
    }

    fn wrong(&self, at: usize, message: impl Into<String>, remedy: impl Into<String>) -> Error {
        Error::usage(message).in_file(&self.name).at_line(self.line(at)).remedy(remedy)
    }
}

/// Reads every entry file; patterns go to the compiler with their place.
pub(super) fn read(files: &Files, compiler: &mut Compiler) -> Result<Parsed> {
    let mut parsed = Parsed { entries: Vec::new(), concepts: Vec::new() };
    let mut ids: HashMap<String, (String, usize)> = HashMap::new();
    let mut concept_ids: HashMap<String, (String, usize)> = HashMap::new();
    for file in files.all().filter(|f| f.path.ends_with(".toml")) {
        let allowed = may_hold_entries(&file.path);
        let text = file.text()?;
        match sort_of(text) {
            Sort::Other => continue,
            Sort::Slip(..) if !allowed => continue,
            Sort::Slip(line, name, meant) => {
                return Err(Error::usage(format!("`[[{name}]]` is not a known table"))
                    .in_file(file.name())
                    .at_line(line)
                    .remedy(format!("write `[[{meant}]]`")));
            }
            Sort::Entries if !allowed => {
                return Err(Error::usage("entries and concepts are not read from here")
                    .in_file(file.name())
                    .remedy(format!(
                        "put the file into one of the folders {} (or name it letters/cues*.toml)",
                        FOLDERS.join(", ")
                    )));
            }
            Sort::Entries => {}
        }
        let lines = Lines::new(file, text);
        let raw: RawFile = file.parse()?;
        read_file(file, &lines, raw, &mut parsed, &mut ids, &mut concept_ids, compiler)?;
    }
    Ok(parsed)
}

fn read_file(
    file: &DataFile,
    lines: &Lines,
    mut raw: RawFile,
    parsed: &mut Parsed,
    ids: &mut HashMap<String, (String, usize)>,
    concept_ids: &mut HashMap<String, (String, usize)>,
    compiler: &mut Compiler,
) -> Result<()> {
    let place = compiler.add_file(lines.name.clone());
    let site = |at: usize| Site { file: place, line: lines.line(at) };
    for spanned in &raw.concept {
        let at = spanned.span().start;
        let concept = spanned.get_ref();
        if concept.id.is_empty()
            || !concept.id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
        {
            return Err(lines.wrong(
                at,
                format!("`{}` cannot be the id of a concept", concept.id),
                "use small letters, digits and `_`",
            ));
        }
        once(concept_ids, &concept.id, file, lines, at)?;
        if concept.any.is_empty() {
            return Err(lines.wrong(
                at,
                format!("the concept `{}` has no pattern", concept.id),
                "list at least one in `any`",
            ));
        }
        let patterns = concept.any.iter().map(|p| (p.get_ref().as_str(), site(p.span().start)));
        compiler.add_concept(&concept.id, patterns)?;
        parsed.concepts.push(Concept {
            id: concept.id.clone(),
            about: concept.about.clone(),
            any: concept.any.iter().map(|p| p.get_ref().clone()).collect(),
            file: file.path.clone(),
            line: lines.line(at),
        });
    }
    if raw.entry.is_empty() {
        return Ok(());
    }
    let criterion = match &raw.criterion {
        None => {
            return Err(lines.wrong(
                0,
                "a file with entries needs `criterion`",
                "name one of plain_english, readability, explanation, empathy, required_content, timeliness, accuracy",
            ));
        }
        Some(id) => Criterion::from_id(id.get_ref()).filter(|c| *c != Criterion::Overall).ok_or_else(|| {
            lines.wrong(
                id.span().start,
                format!("there is no criterion `{}`", id.get_ref()),
                "use plain_english, readability, explanation, empathy, required_content, timeliness or accuracy",
            )
        })?,
    };
    let own = Guards::default();
    let defaults = Guards {
        negated: raw.guards.negated.map_or(own.negated, Mode::from),
        quoted: raw.guards.quoted.map_or(own.quoted, Mode::from),
        blocks: blocks(lines, raw.guards.blocks.as_deref(), own.blocks)?,
        ..own
    };
    for spanned in std::mem::take(&mut raw.entry) {
        let at = spanned.span().start;
        let e = spanned.into_inner();
        once(ids, &e.id, file, lines, at)?;
        let sites = [&e.matches, &e.unless, &e.not_before, &e.not_after, &e.near]
            .map(|list| list.iter().map(|p| site(p.span().start)).collect::<Vec<Site>>());
        let entry = entry(file, lines, &raw, criterion, &defaults, e, at)?;
        let guards = &entry.guards;
        let lists = [&entry.matches, &guards.unless, &guards.not_before, &guards.not_after, &guards.near];
        compiler.add_entry(guards, lists, &sites)?;
        parsed.entries.push(entry);
    }
    Ok(())
}

fn once(
    ids: &mut HashMap<String, (String, usize)>,
    id: &str,
    file: &DataFile,
    lines: &Lines,
    at: usize,
) -> Result<()> {
    match ids.insert(id.to_owned(), (file.path.clone(), lines.line(at))) {
        None => Ok(()),
        Some((other, line)) => Err(lines.wrong(
            at,
            format!("the id `{id}` is used twice, also in {other}:{line}"),
            "give each its own id",
        )),
    }
}

fn blocks(lines: &Lines, names: Option<&[Spanned<String>]>, default: Blocks) -> Result<Blocks> {
    let Some(names) = names else { return Ok(default) };
    let mut all = Blocks::NONE;
    for name in names {
        all = all.add(name.get_ref()).ok_or_else(|| {
            lines.wrong(
                name.span().start,
                format!("there is no block kind `{}`", name.get_ref()),
                format!("use one of {}", Blocks::names().join(", ")),
            )
        })?;
    }
    if all == Blocks::NONE {
        return Err(lines.wrong(0, "`blocks` is an empty list", "name a block kind, or delete the key"));
    }
    Ok(all)
}

fn entry(
    file: &DataFile,
    lines: &Lines,
    raw: &RawFile,
    criterion: Criterion,
    defaults: &Guards,
    e: RawEntry,
    at: usize,
) -> Result<Entry> {
    let wrong = |message: String, remedy: &str| Err(lines.wrong(at, message, remedy));
    let id = &e.id;
    let Some(category) = e.category.as_ref().or(raw.category.as_ref()) else {
        return wrong(
            format!("`{id}` has no category"),
            "give `category` in the entry or at the top of the file",
        );
    };
    let named = id.strip_prefix(category.as_str()).and_then(|rest| rest.strip_prefix('.')).unwrap_or("");
    if named.is_empty()
        || !id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_' || b == b'.')
    {
        return wrong(
            format!("`{id}` cannot be the id of an entry of `{category}`"),
            "write the category, a full stop, and a name of small letters, digits and `_`",
        );
    }
    let Some(strength) = e.strength.or(raw.strength).map(Strength::from) else {
        return wrong(
            format!("`{id}` has no strength"),
            "give `strength` in the entry or at the top of the file: present, vague, finding, look, cancel or cue",
        );
    };
    let severity = match strength {
        Strength::Look => Severity::Look,
        _ => e.severity.or(raw.severity).map_or(Severity::Minor, Severity::from),
    };
    if e.matches.is_empty() {
        return wrong(format!("`{id}` has no pattern"), "list at least one in `match`");
    }
    if e.yes.is_empty() || e.no.is_empty() {
        return wrong(
            format!("`{id}` lacks an example"),
            "give at least one text in `yes` that it must match, and one in `no` that it must not",
        );
    }
    if let Some(empty) = e.yes.iter().chain(&e.no).find(|t| t.trim().is_empty()) {
        return wrong(format!("`{id}` has an empty example {empty:?}"), "write a sentence, or delete it");
    }
    let level = match e.level.as_deref() {
        None => None,
        Some("H") => Some('H'),
        Some("S") => Some('S'),
        Some("A") => Some('A'),
        Some(other) => {
            return wrong(format!("`{id}` has the level `{other}`"), "write \"H\", \"S\" or \"A\"");
        }
    };
    let pick = |own: Option<String>, default: &Option<String>| own.or_else(|| default.clone());
    let why = pick(e.why, &raw.why).unwrap_or_default();
    let source = pick(e.source, &raw.source).unwrap_or_default();
    if source.is_empty() && strength != Strength::Cue {
        return wrong(
            format!("`{id}` has no source"),
            "give `source` in the entry or at the top of the file",
        );
    }
    if why.is_empty() && matches!(strength, Strength::Finding | Strength::Look) {
        return wrong(
            format!("`{id}` does not say why it matters"),
            "give `why` in the entry or at the top of the file",
        );
    }
    let near_sentences = match (e.near_sentences, e.near.is_empty()) {
        (Some(_), true) => {
            return wrong(
                format!("`{id}` has `near_sentences` without `near`"),
                "list the patterns in `near`, or delete the key",
            );
        }
        (Some(n), _) if n > NEAR => {
            return wrong(format!("`{id}` looks {n} sentences away"), "20 is the most");
        }
        (n, _) => n.unwrap_or(0),
    };
    let texts = |list: Vec<Spanned<String>>| list.into_iter().map(Spanned::into_inner).collect();
    let category = category.clone();
    Ok(Entry {
        id: e.id,
        criterion,
        category,
        strength,
        severity,
        level,
        plain: pick(e.plain, &raw.plain),
        message: pick(e.message, &raw.message),
        advice: pick(e.advice, &raw.advice),
        why,
        source,
        matches: texts(e.matches),
        guards: Guards {
            negated: e.negated.map_or(defaults.negated, Mode::from),
            quoted: e.quoted.map_or(defaults.quoted, Mode::from),
            blocks: blocks(lines, e.blocks.as_deref(), defaults.blocks)?,
            unless: texts(e.unless),
            not_before: texts(e.not_before),
            not_after: texts(e.not_after),
            near: texts(e.near),
            near_sentences,
        },
        yes: e.yes,
        no: e.no,
        title: raw.title.clone(),
        file: file.path.clone(),
        line: lines.line(at),
    })
}
