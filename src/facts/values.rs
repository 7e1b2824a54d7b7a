//! One field's value, read from how people and Excel write it.

use jiff::civil::{Date, date};

use crate::error::{Error, Result};
use crate::numerals::{self, MONTHS};

/// A name as it is compared: small letters, spaces, hyphens and stops as one underscore.
pub fn fold(name: &str) -> String {
    let mut folded = String::with_capacity(name.len());
    for c in name.trim().trim_start_matches('\u{FEFF}').chars() {
        if c.is_whitespace() || matches!(c, '_' | '-' | '.' | '\u{2010}' | '\u{2011}' | '\u{2013}') {
            if !folded.ends_with('_') {
                folded.push('_');
            }
        } else {
            folded.extend(c.to_lowercase());
        }
    }
    folded.trim_matches('_').to_owned()
}

/// A value with its white space folded; none where it is empty or says that nothing is known.
pub fn known(value: &str) -> Option<String> {
    let value = value.split_whitespace().collect::<Vec<_>>().join(" ");
    let unknown = ["", "-", "–", "?", "n/a", "none", "unknown", "not known", "null"];
    if unknown.iter().any(|u| value.eq_ignore_ascii_case(u)) { None } else { Some(value) }
}

/// Yes, no, or none where it is not known.
///
/// # Errors
/// Where the value is none of the words for yes and no.
pub fn yes_or_no(column: &str, value: &str) -> Result<Option<bool>> {
    let Some(value) = known(value) else { return Ok(None) };
    match value.to_lowercase().as_str() {
        "yes" | "y" | "true" | "t" | "1" => Ok(Some(true)),
        "no" | "n" | "false" | "f" | "0" => Ok(Some(false)),
        _ => Err(bad(column, &value, "is neither yes nor no")
            .remedy("write yes or no, or leave it empty where it is not known")),
    }
}

/// A day, from ISO 8601 or from British forms; a time behind it is dropped. None where not known.
///
/// # Errors
/// Where the value is no date, or is one that cannot be.
pub fn day(column: &str, value: &str) -> Result<Option<Date>> {
    let Some(value) = known(value) else { return Ok(None) };
    let remedy = "write it as 2025-08-21 or 21/08/2025";
    let parts = match (value.get(..10), value.as_bytes().get(10)) {
        (Some(iso), Some(b'T')) => iso.to_owned(),
        _ => value.replace(',', " "),
    };
    let parts = parts.split_whitespace().collect::<Vec<_>>();
    let numbers = match parts.as_slice() {
        [day, month, year] if month.starts_with(|c: char| c.is_alphabetic()) => {
            month_number(month).map(|month| (number(ordinal(day)), Some(month), number(year), year.len()))
        }
        [day] | [day, ..] if parts.len() <= 2 => numeric(day),
        _ => None,
    };
    let Some((day, month, year, year_digits)) = numbers else {
        let error = bad(column, &value, "is no date");
        return Err(match value.parse::<u32>() {
            Ok(20_000..=80_000) => {
                error.remedy("it looks like Excel's number for a day: format the column as a date")
            }
            _ => error.remedy(remedy),
        });
    };
    if year_digits != 4 {
        return Err(bad(column, &value, "has no year of four digits").remedy(remedy));
    }
    let (Some(day), Some(month), Some(year)) = (day, month, year) else {
        return Err(bad(column, &value, "is no date").remedy(remedy));
    };
    let found = i8::try_from(day)
        .ok()
        .zip(i8::try_from(month).ok())
        .zip(i16::try_from(year).ok())
        .and_then(|((day, month), year)| Date::new(year, month, day).ok());
    match found {
        Some(found) if found >= date(1900, 1, 1) && found < date(2200, 1, 1) => Ok(Some(found)),
        Some(_) => Err(bad(column, &value, "lies in a year that cannot be meant").remedy(remedy)),
        None => Err(bad(column, &value, "is a day that does not exist").remedy(remedy)),
    }
}

type DayMonthYear = (Option<u16>, Option<u16>, Option<u16>, usize);

/// `2025-08-21`, `21/08/2025`, `21.8.2025` or `21-Aug-2025`.
fn numeric(text: &str) -> Option<DayMonthYear> {
    let parts = text.split(['/', '-', '.', '\u{2011}']).collect::<Vec<_>>();
    let [first, second, third] = parts.as_slice() else { return None };
    let month = number(second).or_else(|| month_number(second));
    if first.len() == 4 {
        Some((number(third), month, number(first), 4))
    } else {
        Some((number(first), month, number(third), third.len()))
    }
}

fn number(text: &str) -> Option<u16> {
    if text.len() <= 4 && text.bytes().all(|b| b.is_ascii_digit()) { text.parse().ok() } else { None }
}

/// "21st" without its ending.
fn ordinal(day: &str) -> &str {
    ["st", "nd", "rd", "th"].iter().find_map(|end| day.strip_suffix(end)).unwrap_or(day)
}

fn month_number(text: &str) -> Option<u16> {
    let short = |month: &str| {
        let month = month.to_lowercase();
        (text.len() == 3 && month.starts_with(&text.to_lowercase()))
            || (month == "september" && text.eq_ignore_ascii_case("sept"))
    };
    numerals::month(text)
        .map(u16::from)
        .or_else(|| (1..).zip(MONTHS).find(|(_, month)| short(month)).map(|(n, _)| n))
}

/// The error of a value, which quotes no more than the start of it.
pub fn bad(column: &str, value: &str, what: &str) -> Error {
    let mut start = value.chars().take(40).collect::<String>();
    if start.len() < value.len() {
        start.push('…');
    }
    Error::letter(format!("column {column}: \"{start}\" {what}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_dates_that_excel_writes() {
        let expected = Some(date(2025, 8, 2));
        for text in [
            "2025-08-02",
            "2025-08-02T00:00:00",
            "2025-08-02 00:00",
            "02/08/2025",
            "2/8/2025",
            "2.8.2025",
            "02-08-2025",
            "02/08/2025 00:00:00",
            "2-Aug-2025",
            "2-AUG-2025",
            "2 August 2025",
            "2nd August, 2025",
            " 2 aug 2025 ",
        ] {
            assert_eq!(day("sent_date", text), Ok(expected), "{text}");
        }
        for text in ["", " ", "unknown", "n/a", "-"] {
            assert_eq!(day("sent_date", text), Ok(None), "{text}");
        }
    }

    #[test]
    fn refuses_dates_that_are_none() {
        for (text, what) in [
            ("31/02/2025", "does not exist"),
            ("08/21/2025", "does not exist"),
            ("02/08/25", "four digits"),
            ("2-Aug-25", "four digits"),
            ("45890", "Excel's number"),
            ("soon", "is no date"),
            ("0025-08-02", "cannot be meant"),
            ("2/Smarch/2025", "is no date"),
            ("２/8/2025", "is no date"),
            ("1/1/1/2025", "is no date"),
        ] {
            let error = day("sent_date", text).expect_err(text).to_string();
            assert!(error.contains(what) && error.contains("sent_date"), "{text}: {error}");
        }
    }

    #[test]
    fn tells_yes_from_no_and_neither() {
        for text in ["yes", "Y", "TRUE", "1", " true "] {
            assert_eq!(yes_or_no("child", text), Ok(Some(true)));
        }
        for text in ["No", "n", "FALSE", "0"] {
            assert_eq!(yes_or_no("child", text), Ok(Some(false)));
        }
        for text in ["", "unknown", "N/A"] {
            assert_eq!(yes_or_no("child", text), Ok(None));
        }
        let error = yes_or_no("child", "perhaps").expect_err("no answer").to_string();
        assert!(error.contains("column child") && error.contains("write yes or no"), "{error}");
    }

    #[test]
    fn folds_headers() {
        for name in ["Sent Date", " sent-date ", "SENT_DATE", "\u{FEFF}sent  date", "Sent. Date"] {
            assert_eq!(fold(name), "sent_date");
        }
    }
}
