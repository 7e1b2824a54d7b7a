//! Working days and duties, against tables made by other means.

use jiff::civil::Date;
use lettermark::calendar::{Calendar, add_days};
use lettermark::criteria::timeliness::count::Counting;
use lettermark::criteria::timeliness::duties::FirstDay;
use lettermark::criteria::timeliness::{Rules, due};
use lettermark::facts::CaseFacts;
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

/// Duties and edge dates, worked out by hand.
#[test]
fn last_days_of_duties() {
    let rules = Rules::load(&Files::embedded()).expect("the built-in duties load");
    let mut cases = 0;
    for line in include_str!("../data/duties.tsv").lines().filter(|l| !l.starts_with('#')) {
        let cells: Vec<&str> = line.split('\t').collect();
        let [kind, decision, variant, facts, day, duty, due, standard, _why] = cells[..] else {
            panic!("nine cells: {line}")
        };
        // Two facts are parted by ";;", since a category may hold several joined by ";".
        let given = facts.split(";;").filter_map(|f| f.split_once('='));
        let fields = [("kind", kind), ("decision", decision), ("variant", variant), ("decision_date", day)];
        let facts = CaseFacts::from_fields(fields.into_iter().chain(given)).expect(line);
        let found = due::due(&rules, &facts, "vc-2021");
        assert_eq!(found.len(), 1, "{line}: {found:?}");
        assert_eq!(found[0].duty.as_deref(), Some(duty), "{line}");
        let expected: Option<Date> = if due == "-" { None } else { Some(due.parse().expect(line)) };
        assert_eq!(found[0].due, expected, "{line}: {}", found[0].why);
        let standard: Option<Date> =
            if standard.is_empty() { None } else { Some(standard.parse().expect(line)) };
        assert_eq!(found[0].due_standard, standard, "{line}");
        cases += 1;

        // The day itself is in time, the day after is not.
        let Some(last) = standard.or(expected) else { continue };
        for (sent, firm, soft) in
            [(last, "in_time", "in_time"), (last.tomorrow().expect("in range"), "late", "depends")]
        {
            let known = CaseFacts { sent_date: Some(sent), ..facts.clone() };
            let rows = rules.assess_row(&known, None, "vc-2021").rows;
            let verdict = rows[0].verdict.name();
            if rows[0].duty != duty || sent > Date::constant(2030, 12, 31) {
                continue;
            }
            let depends = found[0].due_standard.is_some() && sent == last;
            let expected = if depends {
                "depends"
            } else if duty == "TV04" || duty == "TV06" {
                soft
            } else {
                firm
            };
            // From the day of the event only "in time" is certain, from that of the answer only "late".
            let note = rows[0].note.clone().unwrap_or_default();
            let expected = match expected {
                "late" if note.contains("no earlier than the decision date") => "unknown",
                "in_time" if note.contains("no later than the decision date") => "unknown",
                other => other,
            };
            assert_eq!(verdict, expected, "{line}, sent {sent}: {:?}", rows[0]);
        }
    }
    assert!(cases >= 60, "{cases}");
}

/// The worked examples of the domain's 3.3.
#[test]
fn worked_examples() {
    let calendar = Calendar::load(&Files::embedded()).expect("the built-in calendar loads");
    for (trigger, dues) in [
        (
            "2026-04-02",
            &["1 2026-04-07", "5 2026-04-13", "10 2026-04-20", "20 2026-05-05", "30 2026-05-19"][..],
        ),
        ("2026-06-05", &["1 2026-06-08", "5 2026-06-12", "10 2026-06-19"]),
        ("2026-06-06", &["1 2026-06-08", "5 2026-06-12", "10 2026-06-19"]),
        ("2026-06-03", &["1 2026-06-04", "5 2026-06-10", "10 2026-06-17", "20 2026-07-01", "30 2026-07-15"]),
        ("2026-05-01", &["1 2026-05-05", "5 2026-05-11"]),
        ("2026-12-24", &["1 2026-12-29", "5 2027-01-05"]),
        ("2027-12-24", &["1 2027-12-29", "5 2028-01-05"]),
    ] {
        let trigger: Date = trigger.parse().expect("a date");
        for due in dues {
            let (limit, day) = due.split_once(' ').expect("limit and day");
            let day: Date = day.parse().expect("a date");
            assert_eq!(
                calendar.add(trigger, limit.parse().expect("a number")),
                Ok(day),
                "{trigger} + {limit}"
            );
        }
    }
}

/// The 28 days of the sentence review end on a working day inside them.
#[test]
fn twenty_eight_days_move_back() {
    let rules = Rules::load(&Files::embedded()).expect("loads");
    let duty = rules.duties.get("TA01").expect("TA01");
    let counting = Counting { calendar: &rules.duties.calendar, first_day: FirstDay::DayAfter };
    for (sentence, last) in [
        // Day 28 on Friday 1 January 2027: the Thursday before.
        ("2026-12-04", "2026-12-31"),
        ("2026-05-14", "2026-06-11"),
        // Day 28 on a Saturday, and on Christmas Day.
        ("2026-05-16", "2026-06-12"),
        ("2026-11-27", "2026-12-24"),
        // Day 28 on Easter Monday: back over the whole weekend and Good Friday.
        ("2026-03-09", "2026-04-02"),
        ("2024-02-01", "2024-02-29"),
    ] {
        let sentence: Date = sentence.parse().expect("a date");
        assert_eq!(
            counting.last_day(duty, 28, sentence).map(|d| d.to_string()),
            Ok(last.to_string()),
            "{sentence}"
        );
    }
}

/// Both sides of each dated change.
#[test]
fn dated_changes() {
    let duties = Rules::load(&Files::embedded()).expect("loads").duties;
    let begun = |day: &str, area: Option<&str>, effect: &str| {
        duties.changes_on(day.parse().expect("a date"), area).filter(|c| c.effect == effect).count()
    };
    for (before, from, area, effect) in [
        ("2021-03-31", "2021-04-01", None, "base"),
        ("2025-01-28", "2025-01-29", None, "legal_duty"),
        ("2025-06-24", "2025-06-25", None, "tribunal_statement"),
        ("2025-05-31", "2025-06-01", Some("West Midlands"), "pilot"),
        ("2025-12-31", "2026-01-01", Some("CPS North West"), "pilot"),
        ("2026-01-31", "2026-02-01", Some("Yorkshire and Humberside"), "pilot"),
        ("2026-03-31", "2026-04-01", Some("Cymru-Wales"), "pilot"),
        ("2026-01-21", "2026-01-22", None, "sentencing"),
    ] {
        assert_eq!(begun(before, area, effect), 0, "{effect} on {before}");
        assert_eq!(begun(from, area, effect), 1, "{effect} on {from}");
    }
    assert_eq!(begun("2026-06-01", Some("Wessex"), "pilot"), 0);
    assert_eq!(begun("2026-06-01", None, "pilot"), 0);
    // Enacted, not known to have begun.
    assert_eq!(begun("2026-12-31", None, "lenient_sentence"), 0);
    assert_eq!(begun("2026-12-31", None, "new_code"), 0);
    let six_months = duties.get("TA02").expect("TA02");
    assert!(!six_months.holds("vc-2026", "2026-06-01".parse().ok()));
    assert!(duties.get("TA01").expect("TA01").holds("vc-2021", "2026-06-01".parse().ok()));
}
