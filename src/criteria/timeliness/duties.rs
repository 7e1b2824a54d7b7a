//! The duties, the letters that they cover, and the dated changes of the law: data, read and checked.

use crate::calendar::{Calendar, written};
use crate::error::{Error, Result};
use crate::lexicon::{DataFile, Files};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

const DUTIES: &str = "timeliness/duties.toml";
const COVERAGE: &str = "timeliness/coverage.toml";
const SETTINGS: &str = "timeliness/settings.toml";
const CHANGES: &str = "timeliness/changes.toml";

/// What a limit is counted in.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// Days that are no Saturday, Sunday or bank holiday in England and Wales.
    WorkingDays,
    /// Calendar days.
    Days,
    /// Calendar months.
    Months,
}

impl Unit {
    /// The name in the output.
    pub fn name(self) -> &'static str {
        match self {
            Unit::WorkingDays => "working_days",
            Unit::Days => "days",
            Unit::Months => "months",
        }
    }

    /// "1 working day", "28 days", "3 months".
    pub fn phrase(self, n: u32) -> String {
        let word = match self {
            Unit::WorkingDays => "working day",
            Unit::Days => "day",
            Unit::Months => "month",
        };
        format!("{n} {word}{}", if n == 1 { "" } else { "s" })
    }
}

/// What starts a duty's clock.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Clock {
    /// The day of the event or decision itself.
    Event,
    /// The day on which the sender was told.
    Received,
}

/// What a duty is to a letter.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Use {
    /// A letter is judged by it.
    Letter,
    /// A limit that the reader must keep, so that the letter must state it rightly.
    Reader,
    /// Owed by somebody, but no letter that is judged here fulfils it.
    Other,
}

/// How the case facts' decision date stands to the day on which the sender was told.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Relation {
    /// The same day.
    #[default]
    Same,
    /// The event came first, then the sender was told.
    Before,
    /// The sender was told, then decided.
    After,
}

/// One duty or limit.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Duty {
    /// Its id: `TC01`.
    pub id: String,
    /// What is owed.
    pub what: String,
    /// What it is to a letter.
    #[serde(rename = "use")]
    pub role: Use,
    /// What a limit for the reader is about, for finding it in a letter.
    pub topic: Option<String>,
    /// Who owes it.
    pub owed_by: String,
    /// What starts the clock, in words.
    pub trigger: String,
    /// What starts the clock.
    pub clock: Clock,
    /// How the decision date stands to the day of being told.
    #[serde(default)]
    pub decision_date: Relation,
    /// The limit; none where no number exists.
    pub limit: Option<u32>,
    /// The limit under enhanced rights, where it differs.
    pub enhanced: Option<u32>,
    /// What the limit is counted in.
    #[serde(default = "working_days")]
    pub unit: Unit,
    /// Whether a last day that is no working day moves back to one.
    #[serde(default)]
    pub moves_back: bool,
    /// Whether the number is a limit, and not what is usual or aimed at.
    #[serde(default = "yes")]
    pub firm: bool,
    /// Whether the limit is what was agreed with the reader.
    #[serde(default)]
    pub interval: bool,
    /// The effect of the dated change that it rests on, area by area.
    pub rests_on: Option<String>,
    /// What else the reader of a result should know.
    pub note: Option<String>,
    /// The duty that this one stands in for where the day of being told is unknown.
    pub backstop_of: Option<String>,
    /// The agencies that owe it; all where empty.
    #[serde(default)]
    pub agencies: Vec<String>,
    /// The editions of the Code under which it holds; the file's where empty.
    #[serde(default)]
    pub codes: Vec<String>,
    /// The first trigger day for which it holds; the file's where none is given.
    pub from: Option<Date>,
    /// The last trigger day for which it holds.
    pub until: Option<Date>,
    /// Whether it has begun.
    #[serde(default = "yes")]
    pub commenced: bool,
    /// Keys of the sources; empty where no page confirms it.
    pub source: Vec<String>,
}

fn yes() -> bool {
    true
}

fn working_days() -> Unit {
    Unit::WorkingDays
}

impl Duty {
    /// Whether it holds under an edition of the Code for a trigger on a day, where the day is known.
    pub fn holds(&self, code: &str, trigger: Option<Date>) -> bool {
        self.commenced && self.codes.iter().any(|c| c == code) && self.holds_on(trigger)
    }

    /// Whether a trigger day lies inside the days for which it holds.
    pub fn holds_on(&self, trigger: Option<Date>) -> bool {
        trigger.is_none_or(|day| self.from.is_none_or(|f| day >= f) && self.until.is_none_or(|u| day <= u))
    }

    /// The limit for a level of rights.
    pub fn limit_for(&self, enhanced: bool) -> Option<u32> {
        if enhanced { self.enhanced.or(self.limit) } else { self.limit }
    }

    /// Whether the level of rights changes the limit.
    pub fn rights_matter(&self) -> bool {
        self.enhanced.is_some_and(|e| self.limit != Some(e))
    }

    /// Two duties with the same key give the same result for the same letter.
    fn key(&self) -> impl Ord + use<> {
        (
            (self.clock, self.decision_date, self.limit, self.enhanced, self.unit),
            (self.moves_back, self.firm, self.interval),
        )
    }
}

/// How the day of the trigger counts.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FirstDay {
    /// Counting starts on the day after: the trigger is day 0.
    DayAfter,
    /// The trigger is day 1 (where it is a working day, for limits in working days).
    SameDay,
}

/// How time is counted, and where further dates are found.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    #[allow(dead_code, reason = "prose for the reader of the file")]
    title: String,
    /// How the day of the trigger counts.
    pub first_day: FirstDay,
    /// How many days before a letter a day may lie that is taken for the decision's.
    pub decision_within_days: i64,
    /// Columns that may hold the day on which the sender was told.
    pub received_columns: Vec<String>,
    /// The column with the days agreed between two updates.
    pub interval_column: String,
    /// The column with the day of the last update.
    pub last_update_column: String,
    agencies: BTreeMap<String, Vec<String>>,
    agency_of_kind: BTreeMap<String, String>,
}

/// A dated change of the law.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Change {
    /// The first day; none where it is not known to have begun.
    pub from: Option<Date>,
    /// Whether only the month is known, its first day standing for it.
    #[serde(default)]
    pub month_only: bool,
    /// What changed.
    pub what: String,
    /// What it bears on: `legal_duty`, `pilot`, ...
    pub effect: String,
    /// The area it is confined to, in small letters.
    pub area: Option<String>,
    /// Where this is known from.
    pub source: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DutyFile {
    #[allow(dead_code, reason = "prose for the reader of the file")]
    title: String,
    codes: Vec<String>,
    from: Date,
    sources: BTreeMap<String, String>,
    duty: Vec<Duty>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CoverageFile {
    #[allow(dead_code, reason = "prose for the reader of the file")]
    title: String,
    covers: Vec<Covers>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Covers {
    kind: String,
    decision: String,
    duties: Vec<String>,
    bereaved: Option<Vec<String>>,
    #[serde(default)]
    variants: BTreeMap<String, Vec<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ChangeFile {
    #[allow(dead_code, reason = "prose for the reader of the file")]
    title: String,
    change: Vec<Change>,
}

/// All of them.
#[derive(Clone, Debug)]
pub struct Duties {
    /// The duties, in the file's order.
    pub all: Vec<Duty>,
    covers: Vec<Covers>,
    /// How time is counted.
    pub settings: Settings,
    /// The dated changes.
    pub changes: Vec<Change>,
    /// The working days.
    pub calendar: Calendar,
    sources: BTreeMap<String, String>,
}

/// What decides which duties a letter is judged by.
#[derive(Copy, Clone, Debug, Default)]
pub struct Letter<'a> {
    /// The letter kind.
    pub kind: Option<&'a str>,
    /// The decision.
    pub decision: Option<&'a str>,
    /// The variant.
    pub variant: Option<&'a str>,
    /// Whether the reader is a bereaved relative, where that is known.
    pub bereaved: Option<bool>,
    /// Who wrote, as the manifest names them.
    pub agency: Option<&'a str>,
}

/// The duties that a letter is judged by.
#[derive(Clone, Debug)]
pub enum Covered<'d> {
    /// The kind or the decision is not known.
    Unknown(&'static str),
    /// No limit of time is known for such a letter.
    None,
    /// One of these; with each the ids of others that have the same limit.
    AnyOf(Vec<(&'d Duty, Vec<&'d str>)>),
}

impl Duties {
    /// Reads and checks the data.
    ///
    /// # Errors
    /// Where a file is missing or malformed, an id stands twice, or one file names what another lacks.
    pub fn load(files: &Files) -> Result<Duties> {
        let file = files.need(DUTIES)?;
        let data: DutyFile = file.parse()?;
        let mut all = data.duty;
        let mut ids = BTreeSet::new();
        for duty in &mut all {
            if duty.codes.is_empty() {
                duty.codes.clone_from(&data.codes);
            }
            duty.from.get_or_insert(data.from);
            if !ids.insert(duty.id.clone()) {
                return Err(fault(file, format!("{} stands twice", duty.id)));
            }
            if let Some(key) = duty.source.iter().find(|s| !data.sources.contains_key(*s)) {
                return Err(fault(
                    file,
                    format!("{} names the source {key}, which [sources] lacks", duty.id),
                ));
            }
            if duty.enhanced.is_some() && duty.limit.is_none() {
                return Err(fault(file, format!("{} has an enhanced limit and no standard one", duty.id)));
            }
            if duty.enhanced > duty.limit {
                return Err(fault(file, format!("{} gives longer under enhanced rights", duty.id)));
            }
        }
        if let Some(duty) = all.iter().find(|d| d.backstop_of.as_ref().is_some_and(|b| !ids.contains(b))) {
            return Err(fault(file, format!("{} stands in for a duty that is not there", duty.id)));
        }
        let file = files.need(COVERAGE)?;
        let covers = file.parse::<CoverageFile>()?.covers;
        for cover in &covers {
            let named = cover.duties.iter().chain(cover.bereaved.iter().flatten());
            let named = named.chain(cover.variants.values().flatten());
            if let Some(id) = named.into_iter().find(|id| !ids.contains(*id)) {
                return Err(fault(file, format!("{} {} names {id}, no duty", cover.kind, cover.decision)));
            }
        }
        Ok(Duties {
            all,
            covers,
            settings: files.need(SETTINGS)?.parse()?,
            changes: files.need(CHANGES)?.parse::<ChangeFile>()?.change,
            calendar: Calendar::load(files)?,
            sources: data.sources,
        })
    }

    /// A duty by its id.
    pub fn get(&self, id: &str) -> Option<&Duty> {
        self.all.iter().find(|d| d.id == id)
    }

    /// The duty that stands in for another where the day of being told is unknown.
    pub fn backstop(&self, id: &str) -> Option<&Duty> {
        self.all.iter().find(|d| d.backstop_of.as_deref() == Some(id))
    }

    /// Where a duty is known from, in words; practice that no page confirms is said to be that.
    pub fn source(&self, duty: &Duty) -> String {
        if duty.source.is_empty() {
            return "practice, unconfirmed".into();
        }
        let named: Vec<String> = duty
            .source
            .iter()
            .map(|key| match self.sources.get(key) {
                Some(text) if key != "D" => format!("{text} ({key})"),
                Some(text) => text.clone(),
                None => key.clone(),
            })
            .collect();
        named.join("; ")
    }

    /// The duties that a letter is judged by under an edition of the Code.
    pub fn covering(&self, letter: &Letter, code: &str) -> Covered<'_> {
        if !self.all.iter().any(|d| d.codes.iter().any(|c| c == code)) {
            return Covered::Unknown("such an edition of the Code");
        }
        if letter.kind.is_some_and(|kind| !self.covers.iter().any(|c| c.kind == kind)) {
            return Covered::Unknown("such a letter kind");
        }
        let Some(decision) = letter.decision else {
            let what = if letter.kind.is_none() { "the letter kind" } else { "the decision" };
            return Covered::Unknown(what);
        };
        let mut found = self
            .covers
            .iter()
            .filter(|c| c.decision == decision && letter.kind.is_none_or(|kind| c.kind == kind));
        let Some(cover) = found.next() else { return Covered::Unknown("a letter of this kind and decision") };
        if found.next().is_some() {
            return Covered::Unknown("the letter kind");
        }
        let ids = letter.variant.and_then(|v| cover.variants.get(v)).unwrap_or(&cover.duties);
        let ids = cover.bereaved.as_ref().filter(|_| letter.bereaved == Some(true)).unwrap_or(ids);
        let agency = letter
            .agency
            .and_then(|name| self.agency(name))
            .or_else(|| self.settings.agency_of_kind.get(&cover.kind).map(String::as_str));
        let mut any: Vec<(&Duty, Vec<&str>)> = Vec::new();
        for duty in ids.iter().filter_map(|id| self.get(id)) {
            let owes =
                duty.agencies.is_empty() || agency.is_none_or(|a| duty.agencies.iter().any(|d| d == a));
            if !owes || !duty.commenced || !duty.codes.iter().any(|c| c == code) {
                continue;
            }
            let same = |other: &Duty| {
                other.key() == duty.key()
                    && self.backstop(&other.id).is_some() == self.backstop(&duty.id).is_some()
            };
            match any.iter_mut().find(|(other, _)| same(other)) {
                Some((_, others)) => others.push(&duty.id),
                None => any.push((duty, Vec::new())),
            }
        }
        if any.is_empty() { Covered::None } else { Covered::AnyOf(any) }
    }

    /// The agency that a name means, by the longest of the settings' words in it.
    fn agency(&self, name: &str) -> Option<&str> {
        let name = name.to_lowercase();
        self.settings
            .agencies
            .iter()
            .flat_map(|(id, words)| words.iter().map(move |w| (w, id)))
            .filter(|(word, _)| name.contains(word.as_str()))
            .max_by_key(|(word, _)| word.len())
            .map(|(_, id)| id.as_str())
    }

    /// Why a duty that rests on a dated change does not hold on a day in an area; none where it does, or where
    /// the area is not known.
    pub fn not_begun(&self, duty: &Duty, day: Date, area: &str) -> Option<String> {
        let effect = duty.rests_on.as_ref()?;
        let begun = self.changes_on(day, Some(area)).any(|change| change.effect == *effect);
        (!begun).then(|| format!("{} had not begun in {area} on {}", duty.id, written(day)))
    }

    /// The changes of the law that had begun on a day, for an area where they are confined to one.
    pub fn changes_on(&self, day: Date, area: Option<&str>) -> impl Iterator<Item = &Change> {
        let area = area.map(str::to_lowercase);
        self.changes.iter().filter(move |change| {
            change.from.is_some_and(|from| from <= day)
                && change.area.as_ref().is_none_or(|a| area.as_ref().is_some_and(|given| given.contains(a)))
        })
    }
}

fn fault(file: &DataFile, message: String) -> Error {
    Error::usage(message).in_file(file.name())
}
