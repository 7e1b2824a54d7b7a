//! One letter and one duty: the last day, the days taken, and the verdict.

use super::count::Counting;
use super::duties::{Clock, Duties, Duty, Relation, Unit};
use crate::calendar::{BeyondCalendar, written, written_full};
use crate::facts::{CaseFacts, values};
use jiff::civil::Date;
use serde::{Serialize, Serializer};

/// Where a day came from.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum DayFrom {
    /// The case facts.
    Given,
    /// The letter.
    Letter,
    /// It is not known.
    Unknown,
}

impl DayFrom {
    /// The name in the output.
    pub fn name(self) -> &'static str {
        match self {
            DayFrom::Given => "given",
            DayFrom::Letter => "letter",
            DayFrom::Unknown => "unknown",
        }
    }
}

/// A day and where it came from.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// The day, where it is known.
    pub day: Option<Date>,
    /// Where it came from.
    pub from: DayFrom,
}

impl Known {
    /// Not known.
    pub const NOT: Known = Known { day: None, from: DayFrom::Unknown };

    /// The day of the case facts, else that of the letter.
    pub fn given_or(given: Option<Date>, letter: Option<Date>) -> Known {
        match (given, letter) {
            (Some(day), _) => Known { day: Some(day), from: DayFrom::Given },
            (None, Some(day)) => Known { day: Some(day), from: DayFrom::Letter },
            (None, None) => Known::NOT,
        }
    }
}

/// What became of a duty.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Sent on or before the last day.
    InTime,
    /// Sent after it.
    Late,
    /// Not sent by the day of the check, which is after the last day.
    NotSent,
    /// Not sent by the day of the check, which is not after the last day.
    NotYetDue,
    /// In time under one limit and late under another, and which applies is not known.
    Depends,
    /// The duty has no number.
    NoLimit,
    /// A day is not known.
    Unknown,
}

impl Verdict {
    /// The name in the output.
    pub fn name(self) -> &'static str {
        match self {
            Verdict::InTime => "in_time",
            Verdict::Late => "late",
            Verdict::NotSent => "not_sent",
            Verdict::NotYetDue => "not_yet_due",
            Verdict::Depends => "depends",
            Verdict::NoLimit => "no_limit",
            Verdict::Unknown => "unknown",
        }
    }
}

impl Serialize for Verdict {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

/// One row of the contract's `timeliness`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Timing {
    /// The duty's id.
    pub duty: String,
    /// Whether enhanced rights apply; none where it is not known.
    pub enhanced: Option<bool>,
    /// The day that started the clock.
    pub trigger: Option<Date>,
    /// Where that day came from.
    pub trigger_from: DayFrom,
    /// The day it was sent.
    pub sent: Option<Date>,
    /// Where that day came from.
    pub sent_from: DayFrom,
    /// How many units it took, a month begun counting as one.
    pub taken: Option<i64>,
    /// The limit; the shorter where two could apply.
    pub limit: Option<u32>,
    /// What the limit and `taken` are counted in; none where there is no limit.
    pub unit: Option<Unit>,
    /// The last day in time; the earlier where two limits could apply.
    pub due: Option<Date>,
    /// What became of it.
    pub verdict: Verdict,
    /// Working days late for limits in working days, calendar days for others. Where two limits could
    /// apply and both are missed, by the longer.
    pub late_by: Option<i64>,
    /// The standard limit, where the level of rights is not known and matters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit_standard: Option<u32>,
    /// The last day under the standard limit, where the level of rights is not known and matters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due_standard: Option<Date>,
    /// What is owed, in words.
    pub what: String,
    /// Where the duty is known from.
    pub source: String,
    /// What the reader should know of it: why the verdict is not known, what the day stands for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Whether the limit depends on the level of rights.
    #[serde(skip)]
    pub rights_matter: bool,
}

/// What is known of one letter for counting.
#[derive(Copy, Clone, Debug)]
pub struct Days<'a> {
    /// The case facts.
    pub facts: &'a CaseFacts,
    /// The day of the decision or event.
    pub decided: Known,
    /// The day that the letter gives for the request or complaint it answers.
    pub asked: Option<Date>,
    /// The day it was sent.
    pub sent: Known,
    /// Whether there is a letter at all.
    pub exists: bool,
    /// The day of the check.
    pub as_of: Option<Date>,
    /// Whether enhanced rights apply, where it is known.
    pub enhanced: Option<bool>,
    /// The edition of the Code.
    pub code: &'a str,
}

/// How a known day stands to the one that starts the clock.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
enum Stands {
    /// It is that day.
    On,
    /// That day is the same or later: what is in time from here is in time.
    NotAfter,
    /// That day is the same or earlier: what is late from here is late.
    NotBefore,
}

struct Trigger {
    day: Known,
    stands: Stands,
    note: Option<String>,
}

/// Weighs one duty. Where the day of being told is unknown, a duty that stands in for it may answer.
pub fn weigh(duties: &Duties, duty: &Duty, days: &Days) -> Timing {
    let trigger = trigger(duties, duty, days);
    let stands = trigger.stands;
    let timing = weigh_from(duties, duty, days, trigger);
    let settled = matches!(timing.verdict, Verdict::InTime | Verdict::NotYetDue);
    if stands != Stands::NotAfter || settled || timing.due.is_none() {
        return timing;
    }
    match duties.backstop(&duty.id).filter(|b| b.holds(days.code, days.decided.day)) {
        None => timing,
        Some(backstop) => {
            let note = format!(
                "the day of {} is not known, so {} counts from {} in place of {}",
                duty.trigger.trim_start_matches("the "),
                backstop.id,
                backstop.trigger,
                duty.id
            );
            let trigger = Trigger { day: days.decided, stands: Stands::On, note: Some(note) };
            weigh_from(duties, backstop, days, trigger)
        }
    }
}

/// The last day of a duty that is still to be done, counted from the day that is known. Where the sender
/// may have been told later, that is the cautious day, and the note says so.
pub fn plan(duties: &Duties, duty: &Duty, days: &Days) -> Timing {
    let mut trigger = trigger(duties, duty, days);
    if trigger.stands == Stands::NotAfter {
        let backstop = duties.backstop(&duty.id).filter(|b| b.holds(days.code, days.decided.day));
        trigger.note = days.decided.day.map(|_| {
            let told = duty.trigger.trim_start_matches("the ");
            let mut note = format!("taken to be the day of {told}; where that came later, count from it");
            if let Some((backstop, limit)) = backstop.and_then(|b| Some((b, b.limit?))) {
                note += &format!(
                    ", but to no later than {} after {} ({})",
                    backstop.unit.phrase(limit),
                    backstop.trigger,
                    backstop.id
                );
            }
            note
        });
    }
    let trigger = Trigger { stands: Stands::On, ..trigger };
    // Checked on the day of the trigger itself, nothing is overdue and no verdict is missing.
    let as_of = trigger.day.day;
    weigh_from(duties, duty, &Days { exists: false, as_of, sent: Known::NOT, ..*days }, trigger)
}

/// Which day starts the clock, as far as it is known.
fn trigger(duties: &Duties, duty: &Duty, days: &Days) -> Trigger {
    let settings = &duties.settings;
    let other =
        |name: &String| column(days.facts, name).and_then(|text| values::day(name, text).ok().flatten());
    if duty.interval
        && let Some(day) = other(&settings.last_update_column)
    {
        return Trigger { day: Known::given_or(Some(day), None), stands: Stands::On, note: None };
    }
    if duty.clock == Clock::Event {
        return Trigger { day: days.decided, stands: Stands::On, note: None };
    }
    if let Some(day) = settings.received_columns.iter().find_map(other) {
        return Trigger { day: Known::given_or(Some(day), None), stands: Stands::On, note: None };
    }
    let stands_for = |what: &str| Some(format!("counted from the decision date, {what} {}", duty.trigger));
    match duty.decision_date {
        Relation::Same => Trigger { day: days.decided, stands: Stands::On, note: None },
        Relation::Before => Trigger {
            day: days.decided,
            stands: Stands::NotAfter,
            note: stands_for("which is not after").filter(|_| days.decided.day.is_some()),
        },
        // Nothing was decided where nothing was sent: the day given is that of the request.
        Relation::After if !days.exists => Trigger {
            day: days.decided,
            stands: Stands::On,
            note: stands_for("taken to be the day of").filter(|_| days.decided.day.is_some()),
        },
        Relation::After => match days.asked {
            Some(day) => Trigger { day: Known::given_or(None, Some(day)), stands: Stands::On, note: None },
            None => Trigger {
                day: days.decided,
                stands: Stands::NotBefore,
                note: stands_for("which is not before").filter(|_| days.decided.day.is_some()),
            },
        },
    }
}

/// A further column of the manifest, by its folded name.
fn column<'f>(facts: &'f CaseFacts, name: &str) -> Option<&'f str> {
    facts.other.iter().find(|(given, _)| values::fold(given) == name).map(|(_, value)| value.as_str())
}

fn weigh_from(duties: &Duties, duty: &Duty, days: &Days, trigger: Trigger) -> Timing {
    let counting = Counting { calendar: &duties.calendar, first_day: duties.settings.first_day };
    let interval = duty.interval.then(|| column(days.facts, &duties.settings.interval_column)).flatten();
    let interval: Option<u32> = interval.and_then(|n| n.trim().parse().ok());
    let two = duty.rights_matter() && days.enhanced.is_none();
    let limit = interval.or(duty.limit_for(days.enhanced.unwrap_or(true)));
    let unit = if interval.is_some() { Unit::Days } else { duty.unit };
    let mut timing = Timing {
        duty: duty.id.clone(),
        enhanced: days.enhanced,
        trigger: trigger.day.day,
        trigger_from: trigger.day.from,
        sent: days.sent.day,
        sent_from: days.sent.from,
        taken: None,
        limit,
        unit: limit.map(|_| unit),
        due: None,
        verdict: Verdict::Unknown,
        late_by: None,
        limit_standard: duty.limit.filter(|_| two),
        due_standard: None,
        what: duty.what.clone(),
        source: duties.source(duty),
        note: trigger.note.clone(),
        rights_matter: duty.rights_matter(),
    };
    if let (Some(start), Some(sent)) = (timing.trigger, timing.sent) {
        timing.taken = counting.taken(start, sent, unit).ok().filter(|_| limit.is_some());
    }
    if !duty.holds_on(timing.trigger) {
        let day = timing.trigger.map(written).unwrap_or_default();
        timing.say(format!("{} did not hold on {day}", duty.id));
        return timing;
    }
    let begun = timing.trigger.zip(days.facts.area.as_deref());
    if let Some(why) = begun.and_then(|(day, area)| duties.not_begun(duty, day, area)) {
        timing.say(why);
        return timing;
    }
    let Some(limit) = limit else {
        timing.verdict = Verdict::NoLimit;
        if let Some(note) = &duty.note {
            timing.say(note.clone());
        }
        return timing;
    };
    let Some(start) = timing.trigger else {
        timing.say(format!("the day of {} is not known", duty.trigger.trim_start_matches("the ")));
        return timing;
    };
    match settle(&counting, duty, &mut timing, (start, trigger.stands), limit, unit, days) {
        Ok(()) => {}
        Err(beyond) => {
            timing.verdict = Verdict::Unknown;
            timing.say(beyond.to_string());
        }
    }
    timing
}

/// Fills in the last day and the verdict.
fn settle(
    counting: &Counting,
    duty: &Duty,
    timing: &mut Timing,
    (start, stands): (Date, Stands),
    limit: u32,
    unit: Unit,
    days: &Days,
) -> Result<(), BeyondCalendar> {
    let end = |limit| {
        let day = counting.after(start, limit, unit)?;
        if duty.moves_back { counting.calendar.on_or_before(day) } else { Ok(day) }
    };
    let due = end(limit)?;
    timing.due = Some(due);
    timing.due_standard = timing.limit_standard.map(end).transpose()?;
    let latest = timing.due_standard.unwrap_or(due);
    let sent = timing.sent;
    let (day, good, bad) = match (sent, days.exists, days.as_of) {
        (Some(sent), _, _) => (sent, Verdict::InTime, Verdict::Late),
        (None, false, Some(as_of)) => (as_of, Verdict::NotYetDue, Verdict::NotSent),
        (None, true, _) => {
            timing.say("the day it was sent is not known");
            return Ok(());
        }
        (None, false, None) => {
            timing.say("not sent; whether it is overdue needs the day of the check (--as-of)");
            return Ok(());
        }
    };
    let (early, late) = (day <= due, day > latest);
    timing.verdict = match (early, late, stands) {
        (true, _, Stands::On | Stands::NotAfter) => good,
        (true, _, Stands::NotBefore) => Verdict::Unknown,
        (_, true, Stands::On | Stands::NotBefore) => bad,
        (_, true, Stands::NotAfter) | (false, false, Stands::NotAfter | Stands::NotBefore) => {
            Verdict::Unknown
        }
        (false, false, Stands::On) => Verdict::Depends,
    };
    if timing.verdict == Verdict::Unknown {
        let bound = if stands == Stands::NotAfter { "earlier" } else { "later" };
        timing.note = Some(format!(
            "{} after {}, whose day is not known (no {bound} than the decision date)",
            unit.phrase(limit),
            duty.trigger
        ));
        return Ok(());
    }
    if timing.verdict == bad {
        if duty.firm {
            timing.late_by = Some(counting.late_by(latest, day, unit)?);
        } else {
            timing.verdict = Verdict::Depends;
            timing.say("past what is usual, which is no firm limit");
        }
    }
    if timing.verdict == Verdict::Depends && timing.limit_standard.is_some() {
        let standard = timing.limit_standard.unwrap_or(limit);
        timing.say(format!(
            "inside the limit of {}, outside that of {} for enhanced rights: which applies?",
            unit.phrase(standard),
            unit.phrase(limit)
        ));
    }
    if let Some(note) = duty.note.as_ref().filter(|_| timing.verdict != good) {
        timing.say(note.clone());
    }
    Ok(())
}

impl Timing {
    /// Adds to the note.
    pub(super) fn say(&mut self, text: impl Into<String>) {
        let text = text.into();
        match &mut self.note {
            Some(note) => {
                note.push_str("; ");
                note.push_str(&text);
            }
            None => self.note = Some(text),
        }
    }

    /// The row in a sentence for people.
    pub fn in_words(&self) -> String {
        let unit = self.unit.unwrap_or(Unit::WorkingDays);
        let due = self.due.map(written_full).unwrap_or_default();
        let limit = self.limit.map(|n| unit.phrase(n)).unwrap_or_default();
        let rights = if self.enhanced == Some(true) && self.rights_matter { ", enhanced rights" } else { "" };
        let note = self.note.as_deref().unwrap_or("a day is not known");
        let late_unit = if unit == Unit::WorkingDays { Unit::WorkingDays } else { Unit::Days };
        let late =
            self.late_by.and_then(|n| u32::try_from(n).ok()).map(|n| late_unit.phrase(n)).unwrap_or_default();
        match self.verdict {
            Verdict::InTime => {
                format!("sent in time: {limit} allowed{rights}, last day {due} ({})", self.duty)
            }
            Verdict::Late => {
                let last = self.due_standard.map_or(due, written_full);
                format!("sent {late} late: {limit} allowed{rights}, last day {last} ({})", self.duty)
            }
            Verdict::NotSent => {
                let last = self.due_standard.map_or(due, written_full);
                format!("not sent, {late} overdue: last day {last} ({})", self.duty)
            }
            Verdict::NotYetDue => format!("not sent yet, due by {due} ({})", self.duty),
            Verdict::Depends | Verdict::NoLimit | Verdict::Unknown => format!("{}: {note}", self.duty),
        }
    }
}
