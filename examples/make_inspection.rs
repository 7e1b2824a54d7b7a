//! Makes an inspection to try the program on: 500 letters over the fourteen CPS Areas, from the corpus,
//! with other names, dates and areas, and a few rows for letters that were never sent.
//!
//! ```text
//! cargo run --example make_inspection -- out/inspection [HOW MANY]
//! ```
//!
//! The same call makes the same files. Dates move by whole weeks of weeks (364 days), so that weekdays
//! written beside them still hold.

use jiff::civil::Date;
use lettermark::document::Letter;
use lettermark::facts::{CaseFacts, manifest};
use lettermark::ingest::Source;
use lettermark::numerals::MONTHS;
use lettermark::people::slips;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

const AREAS: [&str; 14] = [
    "Cymru-Wales",
    "East Midlands",
    "East of England",
    "London North",
    "London South",
    "Mersey-Cheshire",
    "North East",
    "North West",
    "South East",
    "South West",
    "Thames and Chiltern",
    "Wessex",
    "West Midlands",
    "Yorkshire and Humberside",
];
const WOMEN: [&str; 12] = [
    "Amina", "Bethan", "Carys", "Dorothy", "Esther", "Fatima", "Grainne", "Helena", "Imogen", "Jasmin",
    "Kasia", "Leila",
];
const MEN: [&str; 12] = [
    "Adrian", "Bilal", "Callum", "Desmond", "Emeka", "Fergus", "Gwilym", "Hamza", "Ivan", "Jerome", "Kiran",
    "Lionel",
];
const LAST: [&str; 20] = [
    "Abernathy",
    "Bakshi",
    "Carragher",
    "Dalgleish",
    "Egbuna",
    "Fairclough",
    "Gopalan",
    "Hathersage",
    "Ibbotson",
    "Jankowski",
    "Kilbride",
    "Llewellyn",
    "Mbeki",
    "Naughton",
    "Osterley",
    "Prendergast",
    "Quilliam",
    "Ramsbottom",
    "Szymanski",
    "Thistlewood",
];

/// Numbers in a fixed order that looks like none (a linear congruential generator).
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) % most.max(1) as u64) as usize
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut args = std::env::args().skip(1);
    let out = PathBuf::from(args.next().ok_or("give the folder to write to")?);
    let many: usize = args.next().map_or(Ok(500), |n| n.parse())?;
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    let path = corpus.join("manifest.csv");
    let rows: Vec<CaseFacts> = manifest::open(&path)?.collect::<Result<_, _>>()?;
    fs::create_dir_all(out.join("letters"))?;
    let mut table = csv::Writer::from_path(out.join("manifest.csv"))?;
    table.write_record([
        "id",
        "file",
        "kind",
        "decision",
        "agency",
        "area",
        "offence",
        "victim_category",
        "victim_name",
        "defendant_name",
        "decision_date",
        "sent_date",
        "vrr_eligible",
    ])?;
    let mut dice = Dice(2026);
    for number in 0..many {
        let row = &rows[number % rows.len()];
        let file = row.file.as_deref().ok_or("a row of the corpus names no file")?;
        let text = fs::read_to_string(manifest::letter_path(&path, file))?;
        let days = -364 * dice.below(3) as i64;
        let area = AREAS[dice.below(AREAS.len())];
        let mut changes = Vec::new();
        let victim = renamed(row.victim_name.as_deref(), &text, &mut dice, &mut changes);
        let defendant = renamed(row.defendant_name.as_deref(), &text, &mut dice, &mut changes);
        if let Some(old) = &row.area {
            changes.push((old.clone(), area.to_owned()));
        }
        let year = row.decision_date.or(row.sent_date).map(Date::year);
        let text = with_names(&with_dates(&text, days, year), &changes);
        let id = format!("i{:04}", number + 1);
        let file = format!("letters/{id}.txt");
        fs::write(out.join(&file), text)?;
        record(&mut table, &id, &file, row, area, &victim, &defendant, days)?;
    }
    // A case list shows what no letter can: letters that were owed and never sent.
    for number in 0..many / 80 {
        let row = &rows[(number * 7) % rows.len()];
        let area = AREAS[dice.below(AREAS.len())];
        let mut unsent = row.clone();
        unsent.sent_date = None;
        let id = format!("u{:04}", number + 1);
        record(&mut table, &id, "", &unsent, area, "", "", -364)?;
    }
    table.flush()?;
    Ok(())
}

#[allow(clippy::too_many_arguments)]
fn record(
    table: &mut csv::Writer<fs::File>,
    id: &str,
    file: &str,
    row: &CaseFacts,
    area: &str,
    victim: &str,
    defendant: &str,
    days: i64,
) -> Result<(), Box<dyn Error>> {
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let day =
        |date: Option<Date>| date.and_then(|d| moved(d, days)).map_or_else(String::new, |d| d.to_string());
    table.write_record([
        id,
        file,
        &text(&row.kind),
        &text(&row.decision),
        &text(&row.agency),
        area,
        &text(&row.offence),
        &row.victim_category.join(";"),
        victim,
        defendant,
        &day(row.decision_date),
        &day(row.sent_date),
        &row.vrr_eligible.map_or_else(String::new, |v| v.to_string()),
    ])?;
    Ok(())
}

fn moved(date: Date, days: i64) -> Option<Date> {
    date.checked_add(jiff::Span::new().try_days(days).ok()?).ok()
}

/// Another name for a person; the changes, word by word, are added to the list.
fn renamed(name: Option<&str>, text: &str, dice: &mut Dice, changes: &mut Vec<(String, String)>) -> String {
    let Some(name) = name.filter(|n| !n.contains(';')) else { return name.unwrap_or_default().to_owned() };
    let words: Vec<&str> = name.split(' ').collect();
    let (Some(first), Some(last)) = (words.first(), words.last()) else { return name.to_owned() };
    let titled = |titles: &[&str]| {
        titles.iter().any(|t| text.contains(&format!("{t} {last}")) || text.contains(&format!("{t} {name}")))
    };
    let (woman, man) = (titled(&["Ms", "Mrs", "Miss"]), titled(&["Mr"]));
    let new_first = match (woman, man) {
        (true, false) => WOMEN[dice.below(WOMEN.len())],
        (false, true) => MEN[dice.below(MEN.len())],
        _ => first,
    };
    let new_last = LAST[dice.below(LAST.len())];
    if words.len() < 2 {
        return name.to_owned();
    }
    changes.push(((*first).to_owned(), new_first.to_owned()));
    changes.push(((*last).to_owned(), new_last.to_owned()));
    format!("{new_first} {new_last}")
}

/// The text with names changed word by word; a name that was misspelt stays misspelt.
fn with_names(text: &str, changes: &[(String, String)]) -> String {
    let mut out = text.to_owned();
    // The area may be several words.
    for (old, new) in changes.iter().filter(|(old, _)| old.contains(' ') || old.contains('-')) {
        out = out.replace(old.as_str(), new);
    }
    out.split_inclusive(|c: char| !c.is_alphabetic())
        .map(|piece| {
            let word = piece.trim_end_matches(|c: char| !c.is_alphabetic());
            let tail = &piece[word.len()..];
            for (old, new) in changes {
                if word == old {
                    return format!("{new}{tail}");
                }
                if word.len() > 2 && word == old.to_uppercase() {
                    return format!("{}{tail}", new.to_uppercase());
                }
                if word.len() > 4 && word.starts_with(char::is_uppercase) && slips(word, old, 1) == 1 {
                    let mut letters: Vec<char> = new.chars().collect();
                    letters.swap(2, 3);
                    return format!("{}{tail}", letters.iter().collect::<String>());
                }
            }
            piece.to_owned()
        })
        .collect()
}

/// The text with every date moved; one without a year is taken to be of `year`.
fn with_dates(text: &str, days: i64, year: Option<i16>) -> String {
    let letter = Letter::read(Source::from_text(text.to_owned()));
    let mut out = String::new();
    let mut at = 0;
    for mention in &letter.dates {
        let (day, month, own_year) = mention.parts;
        let written = mention.span.of(letter.text());
        let known = own_year.or(year).and_then(|y| Date::new(y, month, day?).ok());
        let Some(new) = known.and_then(|d| moved(d, days)) else { continue };
        if mention.span.start < at {
            continue;
        }
        let name = MONTHS[usize::from(new.month().unsigned_abs()) - 1];
        let separator = written.chars().find(|c| matches!(c, '/' | '.' | '-'));
        let renewed = match (own_year, separator) {
            (Some(_), Some(s)) if !written.contains(char::is_alphabetic) => {
                format!("{:02}{s}{:02}{s}{}", new.day(), new.month(), new.year())
            }
            (Some(_), _) => format!("{} {name} {}", new.day(), new.year()),
            (None, _) => format!("{} {name}", new.day()),
        };
        // A weekday written before the date stays: whole weeks lie between old and new.
        let weekday: String = written.chars().take_while(|c| !c.is_ascii_digit()).collect();
        let weekday = if mention.weekday.is_some() { weekday } else { String::new() };
        out.push_str(&letter.text()[at..mention.span.start]);
        out.push_str(&weekday);
        out.push_str(&renewed);
        at = mention.span.end;
    }
    out.push_str(&letter.text()[at..]);
    out
}
