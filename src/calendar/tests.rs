use super::*;
use jiff::civil::date;
use proptest::prelude::*;

fn calendar() -> Calendar {
    Calendar::load(&Files::embedded()).expect("the built-in calendar loads")
}

#[test]
fn every_special_day_is_known() {
    let calendar = calendar();
    for day in [
        date(2011, 4, 29),
        date(2012, 6, 4),
        date(2012, 6, 5),
        date(2020, 5, 8),
        date(2022, 6, 2),
        date(2022, 6, 3),
        date(2022, 9, 19),
        date(2023, 5, 8),
    ] {
        assert_eq!(calendar.is_working_day(day), Ok(false), "{day}");
        assert!(calendar.holiday(day).is_some(), "{day}");
    }
    // Days from which a holiday was moved away are working days.
    for day in [date(2012, 5, 28), date(2020, 5, 4), date(2022, 5, 30)] {
        assert_eq!(calendar.is_working_day(day), Ok(true), "{day}");
    }
    // Scottish and Northern Irish holidays do not count.
    for day in [date(2026, 1, 2), date(2026, 3, 17), date(2026, 7, 13), date(2026, 8, 3), date(2026, 11, 30)]
    {
        assert_eq!(calendar.is_working_day(day), Ok(true), "{day}");
    }
}

#[test]
fn no_year_is_short_of_holidays() {
    let calendar = calendar();
    for year in 2010..=2030 {
        let days = calendar.holidays.keys().filter(|d| d.year() == year).count();
        let extra = match year {
            2011 | 2012 | 2023 => 1,
            2022 => 2,
            _ => 0,
        };
        assert_eq!(days, 8 + extra, "{year}");
        assert_eq!(calendar.is_computed(year), year >= 2029, "{year}");
    }
    assert!(calendar.holidays.keys().all(|d| !is_weekend(*d)));
}

#[test]
fn outside_the_calendar_nothing_is_guessed() {
    let calendar = calendar();
    let beyond = BeyondCalendar { first: date(2010, 1, 1), last: date(2030, 12, 31) };
    assert_eq!(calendar.add(date(2009, 12, 31), 1), Err(beyond));
    assert_eq!(calendar.add(date(2031, 1, 1), 1), Err(beyond));
    assert_eq!(calendar.add(date(2030, 12, 31), 1), Err(beyond));
    assert_eq!(calendar.add(date(2030, 12, 30), 1), Ok(date(2030, 12, 31)));
    assert_eq!(calendar.add(date(2030, 1, 1), u32::MAX), Err(beyond));
    assert_eq!(calendar.sub(date(2010, 1, 5), 1), Ok(date(2010, 1, 4)));
    assert_eq!(calendar.sub(date(2010, 1, 4), 1), Err(beyond));
    assert_eq!(calendar.count(date(2010, 1, 1), date(2040, 1, 1)), Err(beyond));
    assert_eq!(calendar.is_working_day(date(2031, 1, 1)), Err(beyond));
    assert_eq!(calendar.on_or_before(date(2010, 1, 1)), Err(beyond));
    assert_eq!(
        beyond.to_string(),
        "beyond the calendar: bank holidays are known from 1 January 2010 to 31 December 2030"
    );
}

#[test]
fn an_override_adds_and_removes_days() {
    let dir = tempfile::tempdir().expect("a folder");
    let folder = dir.path().join("calendar");
    std::fs::create_dir_all(&folder).expect("made");
    let write = |text: &str| std::fs::write(folder.join("overrides.toml"), text).expect("written");
    write(
        "title = 'Changes'\n[[add]]\ndate = '2027-06-04'\nname = 'Jubilee'\n[[remove]]\ndate = '2027-05-31'\n",
    );
    let changed = Calendar::load(&Files::overlaid(dir.path()).expect("read")).expect("loads");
    assert_eq!(changed.holiday(date(2027, 6, 4)), Some("Jubilee"));
    assert_eq!(changed.is_working_day(date(2027, 5, 31)), Ok(true));
    assert_eq!(changed.add(date(2027, 5, 28), 5), Ok(date(2027, 6, 7)));
    assert_eq!(calendar().add(date(2027, 5, 28), 5), Ok(date(2027, 6, 7)));
    assert_eq!(changed.add(date(2027, 6, 3), 1), Ok(date(2027, 6, 7)));
    assert_eq!(calendar().add(date(2027, 6, 3), 1), Ok(date(2027, 6, 4)));

    write("title = 'Changes'\n[[remove]]\ndate = '2027-06-04'\n");
    let error = Calendar::load(&Files::overlaid(dir.path()).expect("read")).expect_err("no such holiday");
    assert!(error.message().contains("2027-06-04"), "{error}");
    write("title = 'Changes'\n[[add]]\ndate = '2040-06-04'\n");
    assert!(Calendar::load(&Files::overlaid(dir.path()).expect("read")).is_err());
    write("title = 'Changes'\n[[add]]\nday = '2027-06-04'\n");
    assert!(
        Calendar::load(&Files::overlaid(dir.path()).expect("read")).is_err(),
        "an unknown key is an error"
    );
}

#[test]
fn months_end_on_the_same_day_or_the_last() {
    assert_eq!(add_months(date(2024, 1, 31), 1), Some(date(2024, 2, 29)));
    assert_eq!(add_months(date(2025, 1, 31), 1), Some(date(2025, 2, 28)));
    assert_eq!(add_months(date(2024, 2, 29), 12), Some(date(2025, 2, 28)));
    assert_eq!(add_months(date(2024, 11, 30), 3), Some(date(2025, 2, 28)));
    assert_eq!(add_months(date(2024, 8, 15), 6), Some(date(2025, 2, 15)));
    assert_eq!(add_months(date(9999, 12, 1), 1), None);
    assert_eq!(add_days(date(9999, 12, 31), 1), None);
    assert_eq!(add_days(date(2020, 12, 4), 28), Some(date(2021, 1, 1)));
}

proptest! {
    #[test]
    fn adding_then_subtracting_returns(offset in 0i32..6000, n in 0u32..200) {
        let calendar = calendar_once();
        let day = add_days(date(2011, 6, 1), offset as u32).expect("in range");
        let later = calendar.add(day, n).expect("inside the calendar");
        if calendar.is_working_day(day) == Ok(true) {
            prop_assert_eq!(calendar.sub(later, n), Ok(day));
            prop_assert_eq!(calendar.count(day, later), Ok(n));
        } else if n > 0 {
            let before = calendar.on_or_before(day).expect("inside");
            prop_assert_eq!(calendar.add(before, n), Ok(later));
            prop_assert_eq!(calendar.sub(later, n), Ok(before));
        }
        if n > 0 {
            prop_assert_eq!(calendar.is_working_day(later), Ok(true));
        }
    }

    #[test]
    fn sums_never_run_backwards(a in 0u32..6000, b in 0u32..6000, n in 0u32..100, m in 0u32..100) {
        let calendar = calendar_once();
        let (a, b) = (a.min(b), a.max(b));
        let first = add_days(date(2011, 6, 1), a).expect("in range");
        let second = add_days(date(2011, 6, 1), b).expect("in range");
        prop_assert!(calendar.add(first, n)? <= calendar.add(second, n)?);
        prop_assert!(calendar.sub(first, n)? <= calendar.sub(second, n)?);
        prop_assert!(calendar.add(first, n.min(m))? <= calendar.add(first, n.max(m))?);
        prop_assert!(add_months(first, n) <= add_months(second, n));
        prop_assert!(calendar.on_or_before(first)? <= first);
        let whole = calendar.count(first, second)?;
        prop_assert!(i64::from(whole) <= days_between(first, second));
        // Late by the working days after the last one allowed.
        let due = calendar.add(first, n)?;
        prop_assert_eq!(calendar.count(due, second)? > 0, calendar.on_or_before(second)? > due);
    }

    #[test]
    fn no_day_and_number_panic(year in 1i16..9999, month in 1i8..=12, day in 1i8..=28, n in any::<u32>()) {
        let calendar = calendar_once();
        let day = date(year, month, day);
        let _ = (calendar.add(day, n), calendar.sub(day, n), calendar.count(day, date(2020, 1, 1)));
        let _ = (add_months(day, n), add_days(day, n), calendar.on_or_before(day), day_before(day));
    }
}

/// One calendar for all cases of a property test.
fn calendar_once() -> &'static Calendar {
    lazy_static::lazy_static! {
        static ref CALENDAR: Calendar = calendar();
    }
    &CALENDAR
}
