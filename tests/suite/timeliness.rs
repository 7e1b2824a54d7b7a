//! Working days and duties, against tables made by other means.

use jiff::civil::Date;
use lettermark::calendar::{Calendar, add_days};
use lettermark::lexicon::Files;

/// Every day of 2012 to 2028 against an independent calendar, in all cases.
#[test]
fn working_days_agree_with_an_independent_calendar() {
    let calendar = Calendar::load(&Files::embedded()).expect("the built-in calendar loads");
    let table = include_str!("../data/workdays.tsv");
    let mut days = 0;
    for line in table.lines().filter(|l| !l.starts_with('#')) {
        let mut cells = line.split('\t');
        let monday: Date = cells.next().and_then(|c| c.parse().ok()).expect("a date");
        for (weekday, cell) in cells.enumerate() {
            let day = add_days(monday, weekday as u32).expect("in range");
            let offsets: Vec<u32> = cell.split('/').map(|n| n.parse().expect("a number")).collect();
            assert_eq!(offsets.len(), 5, "{day}");
            for (limit, offset) in [1, 5, 10, 20, 30].into_iter().zip(offsets) {
                let due = add_days(day, offset).expect("in range");
                assert_eq!(calendar.add(day, limit), Ok(due), "{day} + {limit} working days");
                assert_eq!(calendar.count(day, due), Ok(limit), "{day} to {due}");
            }
            if (2012..=2028).contains(&day.year()) {
                days += 1;
            }
        }
    }
    // 17 years with five leap days.
    assert_eq!(days, 17 * 365 + 5);
}
