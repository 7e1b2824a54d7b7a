//! Working days of England and Wales: weekends, bank holidays, and the sums that time limits need.
//!
//! The holidays are data (`lexicons/calendar/england_and_wales.toml`), with a file beside them for days
//! proclaimed at short notice. Outside the years that the data cover every sum answers
//! [`BeyondCalendar`], never a guess.

use crate::error::{Error, Result};
use crate::lexicon::Files;
use crate::numerals::MONTHS;
use jiff::civil::{Date, Weekday};
use jiff::{Span, ToSpan};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fmt;

/// The bank holidays.
const HOLIDAYS: &str = "calendar/england_and_wales.toml";
/// Days that differ from them.
const OVERRIDES: &str = "calendar/overrides.toml";
/// The longest calendar that is accepted, in years: a typing error in a year must not fill the memory.
const MOST_YEARS: i16 = 200;

/// The working days between a first and a last day.
#[derive(Clone, Debug)]
pub struct Calendar {
    first: Date,
    last: Date,
    /// For each day from `first`: how many working days lie in `first..=day`.
    counted: Vec<u32>,
    /// The working days, in order.
    working: Vec<Date>,
    holidays: BTreeMap<Date, String>,
    computed: Vec<i16>,
    /// Where the holidays come from.
    pub source: String,
}

/// A day lies outside the calendar, so no sum of working days can be made.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct BeyondCalendar {
    /// The first day of the calendar.
    pub first: Date,
    /// The last day of the calendar.
    pub last: Date,
}

impl fmt::Display for BeyondCalendar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "beyond the calendar: bank holidays are known from {} to {}",
            written(self.first),
            written(self.last)
        )
    }
}

impl std::error::Error for BeyondCalendar {}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct HolidayFile {
    #[allow(dead_code, reason = "prose for the reader of the file")]
    title: String,
    source: String,
    first: Date,
    last: Date,
    year: Vec<Year>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Year {
    year: i16,
    status: Status,
    days: BTreeMap<Date, String>,
}

#[derive(Deserialize, PartialEq)]
#[serde(rename_all = "lowercase")]
enum Status {
    Published,
    Computed,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OverrideFile {
    #[allow(dead_code, reason = "prose for the reader of the file")]
    title: String,
    #[serde(default)]
    add: Vec<Override>,
    #[serde(default)]
    remove: Vec<Override>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Override {
    date: Date,
    name: Option<String>,
    #[allow(dead_code, reason = "prose for the reader of the file")]
    source: Option<String>,
}

impl Calendar {
    /// Reads the holidays and the changes to them.
    ///
    /// # Errors
    /// Where a file is missing or malformed, or names a day outside its own years.
    pub fn load(files: &Files) -> Result<Calendar> {
        let file = files.need(HOLIDAYS)?;
        let data: HolidayFile = file.parse()?;
        if data.first > data.last || data.last.year() - data.first.year() > MOST_YEARS {
            return Err(
                Error::usage("the calendar must run forwards, for at most 200 years").in_file(file.name())
            );
        }
        let mut holidays = BTreeMap::new();
        let mut computed = Vec::new();
        for year in data.year {
            if year.status == Status::Computed {
                computed.push(year.year);
            }
            for (day, name) in year.days {
                if day.year() != year.year || day < data.first || day > data.last {
                    return Err(Error::usage(format!("{day} does not belong to {}", year.year))
                        .in_file(file.name())
                        .remedy("put each day under its own year, inside first and last"));
                }
                holidays.insert(day, name);
            }
        }
        if let Some(file) = files.get(OVERRIDES) {
            let changes: OverrideFile = file.parse()?;
            for change in changes.remove {
                if holidays.remove(&change.date).is_none() {
                    return Err(Error::usage(format!(
                        "{} is no bank holiday, so it cannot be removed",
                        change.date
                    ))
                    .in_file(file.name()));
                }
            }
            for change in changes.add {
                if change.date < data.first || change.date > data.last {
                    return Err(Error::usage(format!("{} lies outside the calendar", change.date))
                        .in_file(file.name())
                        .remedy("extend first and last, and the years, of the holidays first"));
                }
                holidays.insert(change.date, change.name.unwrap_or_else(|| "Bank holiday".into()));
            }
        }
        Ok(Calendar::between(data.first, data.last, holidays, computed, data.source))
    }

    fn between(
        first: Date,
        last: Date,
        holidays: BTreeMap<Date, String>,
        computed: Vec<i16>,
        source: String,
    ) -> Calendar {
        let mut counted = Vec::new();
        let mut working = Vec::new();
        let mut day = first;
        loop {
            if !is_weekend(day) && !holidays.contains_key(&day) {
                working.push(day);
            }
            counted.push(working.len() as u32);
            match day.tomorrow() {
                Ok(next) if next <= last => day = next,
                _ => break,
            }
        }
        Calendar { first, last, counted, working, holidays, computed, source }
    }

    /// The first and the last day that the calendar knows.
    pub fn range(&self) -> (Date, Date) {
        (self.first, self.last)
    }

    /// The bank holiday on a day, by name; none on other days and on weekends.
    pub fn holiday(&self, day: Date) -> Option<&str> {
        self.holidays.get(&day).map(String::as_str)
    }

    /// Whether the year's holidays were computed and not yet published.
    pub fn is_computed(&self, year: i16) -> bool {
        self.computed.contains(&year)
    }

    /// Whether a day is none of Saturday, Sunday and bank holiday.
    ///
    /// # Errors
    /// Outside the calendar.
    pub fn is_working_day(&self, day: Date) -> Result<bool, BeyondCalendar> {
        self.index(day).map(|_| !is_weekend(day) && !self.holidays.contains_key(&day))
    }

    /// The `n`th working day after a day. The day itself is day 0, so a day that is no working day gives
    /// the same answer as the last working day before it; with `n` = 0 the day itself.
    ///
    /// # Errors
    /// Where the day or the answer lies outside the calendar.
    pub fn add(&self, day: Date, n: u32) -> Result<Date, BeyondCalendar> {
        let upto = self.index(day)?;
        if n == 0 {
            return Ok(day);
        }
        // `counted` is the number of working days up to the day, so also the place of the next one.
        let place = u64::from(self.counted[upto]) + u64::from(n) - 1;
        usize::try_from(place).ok().and_then(|p| self.working.get(p)).copied().ok_or(self.beyond())
    }

    /// The `n`th working day before a day; with `n` = 0 the day itself.
    ///
    /// # Errors
    /// Where the day or the answer lies outside the calendar.
    pub fn sub(&self, day: Date, n: u32) -> Result<Date, BeyondCalendar> {
        let upto = self.index(day)?;
        if n == 0 {
            return Ok(day);
        }
        let before = self.counted[upto] - u32::from(self.is_working_day(day)?);
        before.checked_sub(n).and_then(|p| self.working.get(p as usize)).copied().ok_or(self.beyond())
    }

    /// How many working days lie after `from`, up to and with `to`; 0 where `to` is not later.
    ///
    /// # Errors
    /// Where either lies outside the calendar.
    pub fn count(&self, from: Date, to: Date) -> Result<u32, BeyondCalendar> {
        let (from, to) = (self.index(from)?, self.index(to)?);
        Ok(self.counted[to].saturating_sub(self.counted[from]))
    }

    /// The last working day on or before a day: a limit that ends on a day off ends before it.
    ///
    /// # Errors
    /// Where the day or the answer lies outside the calendar.
    pub fn on_or_before(&self, day: Date) -> Result<Date, BeyondCalendar> {
        let upto = self.index(day)?;
        (self.counted[upto] as usize)
            .checked_sub(1)
            .and_then(|p| self.working.get(p))
            .copied()
            .ok_or(self.beyond())
    }

    fn index(&self, day: Date) -> Result<usize, BeyondCalendar> {
        if day < self.first || day > self.last {
            return Err(self.beyond());
        }
        usize::try_from(days_between(self.first, day))
            .ok()
            .filter(|i| *i < self.counted.len())
            .ok_or(self.beyond())
    }

    fn beyond(&self) -> BeyondCalendar {
        BeyondCalendar { first: self.first, last: self.last }
    }
}

/// The same day of the month so many months on; where that month has no such day, its last day.
///
/// None where it lies beyond year 9999.
pub fn add_months(day: Date, months: u32) -> Option<Date> {
    let span = Span::new().try_months(i64::from(months)).ok()?;
    day.checked_add(span).ok()
}

/// So many calendar days on.
///
/// None where it lies beyond year 9999.
pub fn add_days(day: Date, days: u32) -> Option<Date> {
    let span = Span::new().try_days(i64::from(days)).ok()?;
    day.checked_add(span).ok()
}

/// The day before; the day itself at the beginning of time.
pub fn day_before(day: Date) -> Date {
    day.checked_sub(1.day()).unwrap_or(day)
}

/// Calendar days from one day to another; negative where the other is earlier.
pub fn days_between(from: Date, to: Date) -> i64 {
    to.duration_since(from).as_hours() / 24
}

/// Whether a day is a Saturday or a Sunday.
pub fn is_weekend(day: Date) -> bool {
    matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday)
}

/// A day as a letter writes it: "Friday 22 November 2024".
pub fn written_full(day: Date) -> String {
    let weekday = match day.weekday() {
        Weekday::Monday => "Monday",
        Weekday::Tuesday => "Tuesday",
        Weekday::Wednesday => "Wednesday",
        Weekday::Thursday => "Thursday",
        Weekday::Friday => "Friday",
        Weekday::Saturday => "Saturday",
        Weekday::Sunday => "Sunday",
    };
    format!("{weekday} {}", written(day))
}

/// A day as a letter writes it: "22 November 2024".
pub fn written(day: Date) -> String {
    let month = MONTHS.get(usize::try_from(day.month() - 1).unwrap_or(0)).copied().unwrap_or_default();
    format!("{} {month} {}", day.day(), day.year())
}

#[cfg(test)]
mod tests;
