//! Dates written out: "14 May 2026", "Thursday the 14th of May", "May 14, 2026", 14/05/2026, 14.05.26,
//! 14-5-2026, 2026-05-14. A bare month or weekday is no date here.

use super::{DateMention, Shape, Word};
use crate::span::Span;
use jiff::civil::Date;

/// How many days one month is carried back over.
const MOST_SHARED: usize = 8;
/// Years that a date of four digits may have.
const YEARS: std::ops::RangeInclusive<i16> = 1850..=2149;

/// Adds the dates among `words`, whose folded forms lie in `folded`. A date lies in one sentence.
pub(super) fn find(text: &str, words: &[Word], folded: &str, out: &mut Vec<DateMention>) {
    let view = View { text, words, folded };
    let mut i = 0;
    while i < words.len() {
        if !view.may_begin(i) {
            i += 1;
            continue;
        }
        match view.date_at(i).or_else(|| view.shared(i)) {
            Some((mention, next)) => {
                out.push(mention);
                i = next.max(i + 1);
            }
            None => i += 1,
        }
    }
}

struct View<'t> {
    text: &'t str,
    words: &'t [Word],
    folded: &'t str,
}

/// Where the parts of a date stand, as indexes into the words; `last` is part of it.
struct Parts {
    first: usize,
    last: usize,
    day: Option<i8>,
    month: i8,
    year: Option<i16>,
}

impl<'t> View<'t> {
    fn fold(&self, i: usize) -> &'t str {
        let (from, to) = self.words[i].folded;
        &self.folded[from as usize..to as usize]
    }

    fn written(&self, i: usize) -> &'t str {
        self.words[i].span.of(self.text)
    }

    /// Whether `i` and `i + 1` stand in one sentence with only `allowed` between them.
    fn near(&self, i: usize, allowed: &[char]) -> bool {
        i + 1 < self.words.len()
            && self.words[i].sentence == self.words[i + 1].sentence
            && self.text[self.words[i].span.end..self.words[i + 1].span.start]
                .chars()
                .all(|c| c.is_whitespace() || allowed.contains(&c))
    }

    /// Whether a word looks like the first of a date: figures, or the beginning of a weekday's, month's or
    /// ordinal's name. Most words do not, and are told so at once.
    fn may_begin(&self, i: usize) -> bool {
        if self.words[i].shape == Shape::Number {
            return true;
        }
        match self.fold(i).as_bytes() {
            [b'0'..=b'9', ..] => true,
            [a, b, c, ..] => matches!(
                &[*a, *b, *c],
                // Weekdays, English and Welsh.
                b"mon" | b"tue" | b"wed" | b"thu" | b"fri" | b"sat" | b"sun" | b"llu" | b"mer" | b"iau"
                | b"gwe" | b"sad" | b"sul"
                // Months.
                | b"jan" | b"feb" | b"mar" | b"apr" | b"may" | b"jun" | b"jul" | b"aug" | b"sep" | b"oct"
                | b"nov" | b"dec" | b"ion" | b"chw" | b"maw" | b"ebr" | b"mai" | b"meh" | b"gor" | b"aws"
                | b"med" | b"hyd" | b"tac" | b"rha"
                // Ordinals.
                | b"fir" | b"sec" | b"thi" | b"fou" | b"fif" | b"six" | b"sev" | b"eig" | b"nin" | b"ten"
                | b"ele" | b"twe"
            ),
            _ => false,
        }
    }

    /// The date that begins with word `i` (a weekday before it was seen already by its own word).
    fn date_at(&self, i: usize) -> Option<(DateMention, usize)> {
        let weekday = self.weekday(i);
        let start = match weekday {
            Some(_) if self.near(i, &[',', '.']) => {
                let mut next = i + 1;
                if self.fold(next) == "the" && self.near(next, &[]) {
                    next += 1;
                }
                next
            }
            Some(_) => return None,
            None => i,
        };
        let parts = self.written_date(start).or_else(|| self.figures(start))?;
        let mut last = parts.last;
        let mut weekday = weekday;
        // "14 May 2026 (Thursday)".
        if weekday.is_none() && self.near(last, &['(', ',']) {
            let day = self.weekday(last + 1);
            let gap = &self.text[self.words[last].span.end..self.words[last + 1].span.start];
            if day.is_some() && gap.contains('(') {
                weekday = day;
                last += 1;
            }
        }
        let first = if start == i { parts.first } else { i };
        let span = self.words[first].span.join(self.words[last].span);
        Some((mention(span, &parts, weekday), last + 1))
    }

    /// The first of "3 and 4 May 2026", "Monday 3 or Tuesday 4 May", "3, 4 and 5 May", "3-4 May": a day whose
    /// month and year are said with a later one.
    fn shared(&self, i: usize) -> Option<(DateMention, usize)> {
        let weekday = self.weekday(i);
        let at = match weekday {
            Some(_) if self.near(i, &[',']) => i + 1,
            Some(_) => return None,
            None => i,
        };
        if !self.fold(at).starts_with(|c: char| c.is_ascii_digit()) || self.words[at].joined {
            return None;
        }
        let (day, _) = day_number(self.fold(at)).filter(|(day, _)| *day <= 31)?;
        // "charges 3 and 4 May be tried together": numbers of things are no days.
        let before = i.checked_sub(1).filter(|&b| self.words[b].sentence == self.words[i].sentence);
        if before.is_some_and(|b| {
            matches!(
                self.fold(b),
                "charge"
                    | "charges"
                    | "count"
                    | "counts"
                    | "section"
                    | "sections"
                    | "page"
                    | "pages"
                    | "rule"
                    | "rules"
                    | "paragraph"
                    | "paragraphs"
                    | "part"
                    | "parts"
                    | "number"
                    | "numbers"
                    | "room"
                    | "court"
                    | "courts"
                    | "stage"
                    | "stages"
                    | "point"
                    | "points"
                    | "item"
                    | "items"
                    | "s"
                    | "ss"
                    | "para"
                    | "paras"
                    | "right"
                    | "rights"
                    | "line"
                    | "lines"
                    | "exhibit"
                    | "exhibits"
            )
        }) {
            return None;
        }
        let (month, year) = self.carried(at, MOST_SHARED)?;
        let parts = Parts { first: i, last: at, day: Some(day), month, year };
        let mut found = mention(self.words[i].span.join(self.words[at].span), &parts, weekday);
        found.carried = true;
        Some((found, at + 1))
    }

    /// Month and year that a day takes from the next one behind "and", "or", "to", a dash, or a comma in a
    /// list that ends so.
    fn carried(&self, at: usize, most: usize) -> Option<(i8, Option<i16>)> {
        if most == 0 || at + 1 >= self.words.len() || self.words[at + 1].sentence != self.words[at].sentence {
            return None;
        }
        let gap = &self.text[self.words[at].span.end..self.words[at + 1].span.start];
        let word = matches!(self.fold(at + 1), "and" | "or" | "to" | "until");
        let (mut next, listed) = if word && self.near(at, &[',']) && self.near(at + 1, &[]) {
            (at + 2, false)
        } else if gap.trim() == "&" || matches!(gap.trim(), "-" | "\u{2013}") {
            (at + 1, false)
        } else if gap.trim() == "," {
            (at + 1, true)
        } else {
            return None;
        };
        if self.fold(next) == "the" && self.near(next, &[]) {
            next += 1;
        }
        if self.weekday(next).is_some() && self.near(next, &[',']) {
            next += 1;
        }
        let (day, _) = day_number(self.fold(next))?;
        if day > 31 {
            return None;
        }
        match self.written_date(next) {
            Some(parts) => (!listed && parts.day.is_some()).then_some((parts.month, parts.year)),
            None => self.carried(next, most - 1),
        }
    }

    /// "14 May 2026", "14th of May", "May 14, 2026", "May 2026".
    fn written_date(&self, i: usize) -> Option<Parts> {
        let word = self.fold(i);
        if let Some((day, ordinal)) = day_number(word) {
            let mut at = i;
            let mut of = false;
            if self.near(at, &[]) && self.fold(at + 1) == "of" {
                at += 1;
                of = true;
            }
            if !self.near(at, &['-', '.', ',']) {
                return None;
            }
            let month = month_name(self.fold(at + 1))?;
            let named = at + 1;
            let (year, last) = self.year_after(named);
            // "14 may have seen it", "10 march to court".
            let verb = matches!(self.fold(named), "may" | "march" | "mar" | "sun" | "jan" | "dec")
                && self.words[named].shape == Shape::Lower;
            if verb && !ordinal && !of && year.is_none() {
                return None;
            }
            return Some(Parts { first: i, last, day: Some(day), month, year });
        }
        let month = month_name(word)?;
        if self.words[i].shape == Shape::Lower && matches!(word, "may" | "march" | "mar" | "dec" | "jan") {
            return None;
        }
        if !self.near(i, &[',', '.', '-']) {
            return None;
        }
        // "May 2026": the year must follow at once, with no clause between.
        if let Some(year) = full_year(self.fold(i + 1)) {
            return Some(Parts { first: i, last: i + 1, day: None, month, year: Some(year) });
        }
        let (day, ordinal) = day_number(self.fold(i + 1)).filter(|_| self.near(i, &[]))?;
        let (year, last) = match full_year_near(self, i + 1) {
            Some(year) => (Some(year), i + 2),
            None => (None, i + 1),
        };
        (ordinal || year.is_some()).then_some(Parts { first: i, last, day: Some(day), month, year })
    }

    /// The year after a month's name, and the last word of the date.
    fn year_after(&self, month: usize) -> (Option<i16>, usize) {
        if !self.near(month, &[',', '-', '.', '\'', '’', '‘']) {
            return (None, month);
        }
        let next = self.fold(month + 1);
        if let Some(year) = full_year(next) {
            return (Some(year), month + 1);
        }
        // "14 May 26" at the end of what is said, but not "14 May 26 people".
        let closes = self.words.get(month + 2).is_none_or(|w| {
            w.sentence != self.words[month + 1].sentence
                || self.text[self.words[month + 1].span.end..w.span.start]
                    .contains([',', ';', ')', ':', '.', '\n'])
        });
        let short = next.len() == 2 && next.bytes().all(|b| b.is_ascii_digit());
        if short && closes && self.near(month, &['\'', '’', '‘', '-', '.']) {
            return (next.parse::<i16>().ok().map(|y| 2000 + y), month + 1);
        }
        (None, month)
    }

    /// 14/05/2026 and its like.
    fn figures(&self, i: usize) -> Option<Parts> {
        if self.words[i].shape != Shape::Number {
            return None;
        }
        let word = self.fold(i);
        let before = i.checked_sub(1).filter(|&b| self.words[b].sentence == self.words[i].sentence);
        if word.contains(['/', '.']) {
            // "2026-05-14T10:30" and references such as "37/45/24/A" are no dates.
            let sign = if word.contains('/') { '/' } else { '.' };
            let mut numbers = word.split(sign);
            let (a, b, c) = (numbers.next()?, numbers.next()?, numbers.next());
            if numbers.next().is_some() {
                return None;
            }
            let stuck = |at: usize| self.text[at..].starts_with(['/', '\\', '*']);
            if stuck(self.words[i].span.end) {
                return None;
            }
            let Some(c) = c else {
                // "on 19/06": only after a word that a date follows.
                let leads = before.is_some_and(|b| {
                    matches!(
                        self.fold(b),
                        "on" | "by"
                            | "dated"
                            | "until"
                            | "till"
                            | "since"
                            | "before"
                            | "from"
                            | "after"
                            | "yesterday"
                    ) || self.weekday(b).is_some()
                });
                if sign != '/' || !leads {
                    return None;
                }
                let (day, month) = (small(a)?, small(b)?);
                let fits = (1..=31).contains(&day) && (1..=12).contains(&month);
                return fits.then_some(Parts { first: i, last: i, day: Some(day), month, year: None });
            };
            if before.is_some_and(|b| {
                matches!(self.fold(b), "section" | "s" | "rule" | "paragraph" | "para" | "part" | "version")
            }) {
                return None;
            }
            return triple(a, b, c, i, i);
        }
        // Hyphens part words.
        let parted = |i: usize| self.words.get(i).is_some_and(|w| w.joined && w.shape == Shape::Number);
        if self.words[i].joined || !parted(i + 1) || !parted(i + 2) || parted(i + 3) {
            return None;
        }
        triple(word, self.fold(i + 1), self.fold(i + 2), i, i + 2)
    }

    /// A weekday written out, or shortened with a capital.
    fn weekday(&self, i: usize) -> Option<i8> {
        let word = self.fold(i);
        let full = match word {
            "monday" => 1,
            "tuesday" => 2,
            "wednesday" => 3,
            "thursday" => 4,
            "friday" => 5,
            "saturday" => 6,
            "sunday" => 7,
            _ => 0,
        };
        if full > 0 {
            return Some(full);
        }
        if !self.written(i).starts_with(|c: char| c.is_ascii_uppercase()) {
            return None;
        }
        match word {
            "mon" => Some(1),
            "tue" | "tues" => Some(2),
            "wed" | "weds" => Some(3),
            "thu" | "thur" | "thurs" => Some(4),
            "fri" => Some(5),
            "sat" => Some(6),
            "sun" => Some(7),
            "llun" => Some(1),
            "mercher" => Some(3),
            "iau" => Some(4),
            "gwener" => Some(5),
            "sadwrn" => Some(6),
            "sul" => Some(7),
            _ => None,
        }
    }
}

fn full_year_near(view: &View<'_>, i: usize) -> Option<i16> {
    view.near(i, &[',']).then(|| full_year(view.fold(i + 1))).flatten()
}

/// Day, month and year of three written numbers, in British or ISO order.
fn triple(a: &str, b: &str, c: &str, first: usize, last: usize) -> Option<Parts> {
    let month = small(b)?;
    let (day, year) = if a.len() == 4 {
        (small(c)?, full_year(a)?)
    } else {
        let year = match c.len() {
            4 => full_year(c)?,
            2 => 2000 + c.parse::<i16>().ok()?,
            _ => return None,
        };
        (small(a)?, year)
    };
    // Two numbers that can be neither day nor month, or a short year behind a day that cannot be, are a
    // reference.
    let plausible = if c.len() == 2 && a.len() != 4 {
        (1..=31).contains(&day) && (1..=12).contains(&month)
    } else {
        (1..=39).contains(&day) && (1..=31).contains(&month)
    };
    plausible.then_some(Parts { first, last, day: Some(day), month, year: Some(year) })
}

/// One or two digits.
fn small(s: &str) -> Option<i8> {
    (1..=2).contains(&s.len()).then(|| s.parse().ok()).flatten()
}

fn full_year(s: &str) -> Option<i16> {
    (s.len() == 4).then(|| s.parse::<i16>().ok()).flatten().filter(|y| YEARS.contains(y))
}

/// A day in figures, and whether it bears an ordinal ending (or is an ordinal word).
fn day_number(word: &str) -> Option<(i8, bool)> {
    let digits = word.bytes().take_while(u8::is_ascii_digit).count();
    if digits == 0 {
        return day_word(word).map(|day| (day, true));
    }
    let day = small(&word[..digits])?;
    let ending = &word[digits..];
    let ordinal = matches!(ending, "st" | "nd" | "rd" | "th" | "af" | "ain" | "ydd" | "fed" | "eg");
    ((1..=39).contains(&day) && (ending.is_empty() || ordinal)).then_some((day, ordinal))
}

fn day_word(word: &str) -> Option<i8> {
    const WORDS: [&str; 20] = [
        "first",
        "second",
        "third",
        "fourth",
        "fifth",
        "sixth",
        "seventh",
        "eighth",
        "ninth",
        "tenth",
        "eleventh",
        "twelfth",
        "thirteenth",
        "fourteenth",
        "fifteenth",
        "sixteenth",
        "seventeenth",
        "eighteenth",
        "nineteenth",
        "twentieth",
    ];
    WORDS.iter().position(|w| *w == word).map(|i| i as i8 + 1)
}

/// The month that a word names, in English or Welsh.
fn month_name(word: &str) -> Option<i8> {
    Some(match word {
        "january" | "jan" | "ionawr" => 1,
        "february" | "feb" | "febuary" | "chwefror" => 2,
        "march" | "mar" | "mawrth" => 3,
        "april" | "apr" | "ebrill" => 4,
        "may" | "mai" => 5,
        "june" | "jun" | "mehefin" => 6,
        "july" | "jul" | "gorffennaf" => 7,
        "august" | "aug" | "awst" => 8,
        "september" | "sept" | "sep" | "medi" => 9,
        "october" | "oct" | "hydref" => 10,
        "november" | "nov" | "tachwedd" => 11,
        "december" | "dec" | "rhagfyr" => 12,
        _ => return None,
    })
}

fn mention(span: Span, parts: &Parts, weekday: Option<i8>) -> DateMention {
    let date = match (parts.year, parts.day) {
        (Some(year), Some(day)) => Date::new(year, parts.month, day).ok(),
        _ => None,
    };
    let impossible = match (parts.year, parts.day) {
        (Some(_), Some(_)) => date.is_none(),
        // A leap year, since the year is not said.
        (None, Some(day)) => Date::new(2024, parts.month, day).is_err(),
        (_, None) => !(1..=12).contains(&parts.month),
    };
    DateMention {
        span,
        date,
        parts: (parts.day, parts.month, parts.year),
        weekday,
        impossible,
        carried: false,
    }
}
