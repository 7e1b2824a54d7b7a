//! From a trigger and a limit to the last day, and from a day to what was taken and how late it was.

use super::duties::{Duty, FirstDay, Unit};
use crate::calendar::{self, BeyondCalendar, Calendar};
use jiff::civil::Date;

/// Counts by one calendar and one reading of day 0.
#[derive(Copy, Clone, Debug)]
pub struct Counting<'c> {
    /// The working days.
    pub calendar: &'c Calendar,
    /// How the day of the trigger counts.
    pub first_day: FirstDay,
}

impl Counting<'_> {
    /// The last day on which a duty is done in time.
    ///
    /// # Errors
    /// Where the calendar does not reach so far.
    pub fn last_day(&self, duty: &Duty, limit: u32, trigger: Date) -> Result<Date, BeyondCalendar> {
        let day = self.after(trigger, limit, duty.unit)?;
        if duty.moves_back { self.calendar.on_or_before(day) } else { Ok(day) }
    }

    /// So many units after a trigger.
    ///
    /// # Errors
    /// Where the calendar does not reach so far.
    pub fn after(&self, trigger: Date, limit: u32, unit: Unit) -> Result<Date, BeyondCalendar> {
        let start = self.start(trigger);
        let (first, last) = self.calendar.range();
        let beyond = BeyondCalendar { first, last };
        match unit {
            Unit::WorkingDays => self.calendar.add(start, limit),
            Unit::Days => calendar::add_days(start, limit).ok_or(beyond),
            Unit::Months => calendar::add_months(start, limit).ok_or(beyond),
        }
    }

    /// How many units were taken from a trigger to a day, a month begun counting as one; negative where
    /// the day came first (then in calendar days for months).
    ///
    /// # Errors
    /// Where the calendar does not reach so far.
    pub fn taken(&self, trigger: Date, day: Date, unit: Unit) -> Result<i64, BeyondCalendar> {
        let start = self.start(trigger);
        match unit {
            Unit::WorkingDays if day < trigger => self.calendar.count(day, trigger).map(|n| -i64::from(n)),
            Unit::WorkingDays => self.calendar.count(start, day).map(i64::from),
            Unit::Days => Ok(calendar::days_between(start, day)),
            Unit::Months if day <= start => Ok(calendar::days_between(start, day)),
            Unit::Months => Ok(months_begun(start, day)),
        }
    }

    /// By how much a day is late, 0 where it is not: in working days for limits in working days, else in
    /// calendar days.
    ///
    /// # Errors
    /// Where the calendar does not reach so far.
    pub fn late_by(&self, due: Date, day: Date, unit: Unit) -> Result<i64, BeyondCalendar> {
        match unit {
            Unit::WorkingDays => self.calendar.count(due, day).map(i64::from),
            Unit::Days | Unit::Months => Ok(calendar::days_between(due, day).max(0)),
        }
    }

    fn start(&self, trigger: Date) -> Date {
        match self.first_day {
            FirstDay::DayAfter => trigger,
            FirstDay::SameDay => calendar::day_before(trigger),
        }
    }
}

/// The smallest number of months after `start` that reaches `day`.
fn months_begun(start: Date, day: Date) -> i64 {
    let whole = (i64::from(day.year()) - i64::from(start.year())) * 12 + i64::from(day.month())
        - i64::from(start.month());
    let reaches =
        u32::try_from(whole).ok().and_then(|n| calendar::add_months(start, n)).is_none_or(|end| end >= day);
    if reaches { whole } else { whole + 1 }
}
