//! Shapes of contact details and numbers, found in raw text and validated where a check exists.
//!
//! Below the criteria, since both the accuracy criterion and redaction read them.

use crate::span::Span;
use lazy_static::lazy_static;
use regex::Regex;

/// What a stretch of text has the shape of.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// An e-mail address.
    Email,
    /// A web address.
    Url,
    /// A telephone number of the United Kingdom (or with +44).
    Phone,
    /// A postcode whose area exists, whole or only its outward half ("WF2").
    Postcode,
    /// A street address: house number, name and a word such as Road.
    Address,
    /// A National Insurance number with a prefix that is issued.
    NationalInsurance,
    /// An NHS number whose check digit fits.
    Nhs,
    /// A reference: URN, crime number, letters and digits mixed.
    Reference,
    /// A date written out, in figures or in words.
    Date,
}

/// One stretch.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Shaped {
    /// Where.
    pub span: Span,
    /// What.
    pub kind: Kind,
}

/// Postcode areas of the United Kingdom, the Channel Islands and the Isle of Man.
const AREAS: &[&str] = &[
    "AB", "AL", "B", "BA", "BB", "BD", "BH", "BL", "BN", "BR", "BS", "BT", "CA", "CB", "CF", "CH", "CM",
    "CO", "CR", "CT", "CV", "CW", "DA", "DD", "DE", "DG", "DH", "DL", "DN", "DT", "DY", "E", "EC", "EH",
    "EN", "EX", "FK", "FY", "G", "GL", "GU", "GY", "HA", "HD", "HG", "HP", "HR", "HS", "HU", "HX", "IG",
    "IM", "IP", "IV", "JE", "KA", "KT", "KW", "KY", "L", "LA", "LD", "LE", "LL", "LN", "LS", "LU", "M", "ME",
    "MK", "ML", "N", "NE", "NG", "NN", "NP", "NR", "NW", "OL", "OX", "PA", "PE", "PH", "PL", "PO", "PR",
    "RG", "RH", "RM", "S", "SA", "SE", "SG", "SK", "SL", "SM", "SN", "SO", "SP", "SR", "SS", "ST", "SW",
    "SY", "TA", "TD", "TF", "TN", "TQ", "TR", "TS", "TW", "UB", "W", "WA", "WC", "WD", "WF", "WN", "WR",
    "WS", "WV", "YO", "ZE",
];

/// Words that end the name of a street.
const STREETS: &str = "Road|Rd|Street|Lane|Avenue|Ave|Close|Drive|Crescent|Terrace|Gardens|Grove|Place|Court|Way|Square|\
Mount|Rise|View|Hill|Park|Row|Walk|Mews|Green|Parade|Gate|Croft|Fold|Buildings|House|Cottages|Cottage|Villas|Yard|\
Wharf|Quay|Path|Field|Fields|Meadow|Meadows|Bank|Side|Vale|Heights|Orchard|Common|Estate|Chase|Circus|Dene|Garth|\
Loke|Hythe|Broadway|Boulevard|Approach|Embankment|Esplanade|Promenade";

lazy_static! {
    static ref EMAIL: Regex = plain(r"(?i)\b[a-z0-9][a-z0-9._%+'-]*@[a-z0-9-]+(?:\.[a-z0-9-]+)+");
    static ref URL: Regex = plain(
        r"(?i)\b(?:https?://|www\.)[^\s<>()]+|\b[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:gov\.uk|police\.uk|org\.uk|co\.uk|nhs\.uk|ac\.uk|org|com|net|wales|cymru)\b(?:/[^\s<>()]*)?"
    );
    static ref PHONE: Regex = anchored(r"(?:\+\s?44\s?(?:\(0\)\s?)?|\(0|\b0)[\d][\d \u{a0}().-]{5,16}\d\b");
    static ref POSTCODE: Regex = anchored(r"(?i)\b([A-Z]{1,2})(\d[A-Z\d]?)\s{0,2}(\d[ABD-HJLNP-UW-Z]{2})\b");
    static ref OUTWARD: Regex = plain(r"\b([A-Z]{1,2})(\d{1,2}|\d[A-Z])\b");
    static ref ADDRESS: Regex = anchored(&format!(
        r"\b(?:(?:[Ff]lat|[Uu]nit|[Rr]oom|[Aa]partment)\s+\w{{1,4}},?\s+)?(?:[Nn]umber\s+|[Nn]o\.?\s*)?\d{{1,4}}[A-Za-z]?(?:[-–/]\d{{1,4}})?,?\s+(?:the\s+|The\s+)?(?:[A-Z][\w'’.-]*[ \t]+){{1,3}}?(?:{STREETS})\b|\b\d{{1,4}}[A-Za-z]?,?\s+(?:Heol|Clos|Cwrt|Maes|Ffordd|Bryn|Stryd|Lon|Rhodfa|Tan|Parc|Llys|Teras|Cae|Gerddi)(?:[ \t]+(?:y|yr|Y|Yr|[A-Z][\w'’-]*)){{1,3}}|\b(?:[Ff]lat|[Aa]partment)\s+\d{{1,4}}[A-Za-z]?\b(?:,\s+(?:[A-Z][\w'’-]*[ \t]+){{0,2}}(?:{STREETS})\b)?"
    ));
    static ref NI: Regex =
        anchored(r"(?i)\b([A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z])\s?\d{2}\s?\d{2}\s?\d{2}\s?[A-D]\b");
    static ref TEN: Regex = anchored(r"\b\d{3}[ -]?\d{3}[ -]?\d{4}\b");
    static ref REFERENCE: Regex = anchored(
        r"\b\d{2}\s?/?\s?[A-Z]{1,2}\s?/?\s?\d{3,7}(?:\s?/\s?\d{2})?\b|\b[A-Z]{1,6}(?:/[A-Z0-9]{1,10}){1,4}\b|\b\d{2,8}/\d{3,8}/\d{2,4}\b|\b[A-Z]{1,4}[- ]?\d{4,12}\b|\b[A-Z]{2,4}-\d{2,6}(?:-\w{1,8})*\b|\b\d{2,4}[A-Z]{1,3}\d{2,9}\b"
    );
    static ref LABELLED: Regex = anchored(
        r"(?im)\b(?:(?:our|your|case|crime|review|complaint|vlu|vcu|vrr|incident|log|occurrence|exhibit|custody|prison)\s+(?:ref(?:erence)?|number|no\.?)(?:\s+(?:number|no\.?))?|ref(?:erence)?(?:\s+(?:number|no\.?))?|urn)\s*\.?\s*:?[ \t]*(?:is[ \t]+)?([A-Za-z0-9][A-Za-z0-9/.-]*\d[A-Za-z0-9/.-]*(?-i:(?: [A-Z0-9/]*\d[A-Z0-9/]*\b)*))"
    );
    static ref DATE: Regex = anchored(
        r"(?i)\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)(?:day)?,?\s+(?:the\s+)?)?\d{1,2}(?:st|nd|rd|th)?\s+(?:day\s+)?(?:of\s+)?(?:jan(?:uary)?|feb(?:r?uary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?,?(?:\s+(?:19|20)?\d{2}\b)?|\b(?:january|february|march|april|may|june|july|august|september|october|november|december)\s+\d{1,2}(?:st|nd|rd|th)?\b(?:,?\s+(?:19|20)\d{2}\b)?|\b\d{1,2}([./-])\d{1,2}[./-](?:19|20)?\d{2}\b|\b(?:19|20)\d{2}-\d{2}-\d{2}\b|\b\d{1,2}/\d{1,2}\b|\b(?:january|february|march|april|may|june|july|august|september|october|november|december),?\s+(?:19|20)\d{2}\b"
    );
}

/// Compiles a fixed pattern. Word boundaries, digits and word characters are those of ASCII: the marks of
/// other scripts do not occur in numbers and references, and the fast engines read plain bytes.
pub(crate) fn plain(pattern: &str) -> Regex {
    let pattern = pattern.replace(r"\b", r"(?-u:\b)").replace(r"\d", "[0-9]").replace(r"\w", "[0-9A-Za-z_]");
    Regex::new(&pattern).expect("a fixed pattern")
}

/// A fixed pattern that matches at the start of what it is given, and nowhere else.
fn anchored(pattern: &str) -> Regex {
    plain(&format!(r"\A(?:{pattern})"))
}

/// A place where something with a shape may begin: a letter or digit behind none, or the sign of a telephone
/// number; with what may begin there, as bits.
#[derive(Copy, Clone)]
struct Start {
    at: usize,
    may: u8,
}

const ADDRESSES: u8 = 1;
const INSURANCE: u8 = 1 << 1;
const TENS: u8 = 1 << 2;
const REFERENCES: u8 = 1 << 3;
const LABELS: u8 = 1 << 4;
const DATES: u8 = 1 << 5;
const PHONES: u8 = 1 << 6;
const POSTCODES: u8 = 1 << 7;

/// What a byte is to a search for starts.
const MARK: u8 = 0;
/// The sign of a telephone number.
const SIGN: u8 = 1;
/// A letter, digit or `_`: the bytes of words in the patterns.
const WORD: u8 = 2;

const SORTS: [u8; 256] = {
    let mut sorts = [MARK; 256];
    let mut b = 0;
    while b < 128 {
        if (b as u8).is_ascii_alphanumeric() || b as u8 == b'_' {
            sorts[b] = WORD;
        }
        b += 1;
    }
    sorts[b'+' as usize] = SIGN;
    sorts[b'(' as usize] = SIGN;
    sorts
};

/// The starts in a text, in order, without those at which nothing may begin. Patterns are tried at these
/// alone: nearly all of a letter is plain words.
fn starts(text: &str) -> Vec<Start> {
    let bytes = text.as_bytes();
    let mut starts = Vec::with_capacity(64);
    let mut before = MARK;
    for (at, byte) in bytes.iter().enumerate() {
        let sort = SORTS[usize::from(*byte)];
        // Most bytes are letters behind letters, or blanks.
        if sort == MARK || sort == before && sort == WORD {
            before = sort;
            continue;
        }
        let may = match sort {
            SIGN => PHONES,
            _ => may_begin(&bytes[at..]),
        };
        if may != 0 {
            starts.push(Start { at, may });
        }
        before = sort;
    }
    starts
}

/// What may begin with these bytes, the first of which is a letter or digit behind none.
fn may_begin(rest: &[u8]) -> u8 {
    let at = |n: usize| rest.get(n).copied().unwrap_or(0);
    if rest[0].is_ascii_digit() {
        let (count, _) = digits(rest);
        let mut may = 0;
        if may_number_a_house(rest) {
            may |= ADDRESSES;
        }
        if count >= 3 {
            may |= TENS;
        }
        if count >= 2 {
            may |= REFERENCES;
        }
        if may_be_a_day(rest) {
            may |= DATES;
        }
        if rest[0] == b'0' {
            may |= PHONES;
        }
        return may;
    }
    let mut may = 0;
    let letters = rest.iter().take(3).take_while(|b| b.is_ascii_alphabetic()).count();
    if letters < 3 {
        // Two letters, then a digit or a blank; one or two, then a digit.
        if letters == 2 {
            may |= INSURANCE;
        }
        if letters > 0 && at(letters).is_ascii_digit() {
            may |= POSTCODES;
        }
        if at(0).eq_ignore_ascii_case(&b'n') && at(1).eq_ignore_ascii_case(&b'o') {
            may |= ADDRESSES;
        }
    } else {
        let head = [at(0), at(1), at(2)].map(|b| b.to_ascii_lowercase());
        may |= match &head {
            b"fla" | b"uni" | b"roo" | b"apa" | b"num" => ADDRESSES,
            b"mon" | b"tue" | b"wed" | b"thu" | b"fri" | b"sat" | b"sun" | b"jan" | b"feb" | b"mar"
            | b"apr" | b"may" | b"jun" | b"jul" | b"aug" | b"sep" | b"oct" | b"nov" | b"dec"
                if may_be_dated(rest) =>
            {
                DATES
            }
            b"ref" | b"urn" => LABELS,
            b"our" | b"you" | b"cas" | b"cri" | b"rev" | b"com" | b"vlu" | b"vcu" | b"vrr" | b"inc"
            | b"log" | b"occ" | b"exh" | b"cus" | b"pri"
                if may_be_label(rest) =>
            {
                LABELS
            }
            _ => 0,
        };
    }
    // Capitals before a digit, a slash, a hyphen or a blank.
    if rest[0].is_ascii_uppercase() {
        let capitals = rest.iter().take(7).take_while(|b| b.is_ascii_uppercase()).count();
        if match at(capitals) {
            b'/' | b'-' | b'0'..=b'9' => true,
            b' ' => at(capitals + 1).is_ascii_digit(),
            _ => false,
        } {
            may |= REFERENCES;
        }
    }
    may
}

/// The matches of an anchored pattern at those of the starts that may begin one, none overlapping the one
/// before.
fn matches<'t>(
    text: &'t str,
    starts: &[Start],
    pattern: &Regex,
    sort: u8,
    mut found: impl FnMut(usize, regex::Match<'t>),
) {
    let mut end = 0;
    for start in starts.iter().filter(|s| s.may & sort != 0) {
        if start.at >= end
            && let Some(m) = pattern.find(&text[start.at..])
        {
            end = start.at + m.end();
            found(start.at, m);
        }
    }
}

/// Everything with a shape in a text, in order of place; where two overlap the longer one stays, then
/// the one that comes first in [`Kind`].
pub fn find(text: &str) -> Vec<Shaped> {
    let starts = starts(text);
    let count = text.bytes().filter(u8::is_ascii_digit).count();
    let mut all = contacts_at(text, &starts, count);
    let mut add = |at: usize, length: usize, kind: Kind| {
        all.push(Shaped { span: Span::new(at, at + length), kind });
    };
    if count > 0 {
        matches(text, &starts, &ADDRESS, ADDRESSES, |at, m| add(at, m.len(), Kind::Address));
        if count >= 6 {
            matches(text, &starts, &NI, INSURANCE, |at, m| {
                if national_insurance(m.as_str()) {
                    add(at, m.len(), Kind::NationalInsurance);
                }
            });
        }
        if count >= 10 {
            matches(text, &starts, &TEN, TENS, |at, m| {
                if nhs_number(m.as_str()) {
                    add(at, m.len(), Kind::Nhs);
                }
            });
        }
        matches(text, &starts, &REFERENCE, REFERENCES, |at, m| {
            if m.as_str().bytes().any(|b| b.is_ascii_digit()) {
                add(at, m.len(), Kind::Reference);
            }
        });
        let mut end = 0;
        for start in starts.iter().filter(|s| s.may & LABELS != 0) {
            if start.at < end {
                continue;
            }
            let Some(c) = LABELLED.captures(&text[start.at..]) else { continue };
            end = start.at + c.get(0).map_or(0, |m| m.end());
            if let Some(m) = c.get(1) {
                add(start.at + m.start(), m.len(), Kind::Reference);
            }
        }
        matches(text, &starts, &DATE, DATES, |at, m| {
            let trimmed = m.as_str().trim_end_matches([',', '.', ' ', '\n', '\r', '\t']);
            add(at, trimmed.len(), Kind::Date);
        });
    }
    unpile(all)
}

/// What follows blanks, of which there must be one; none where there is none. Other scripts have blanks of their
/// own: a byte of theirs is given as it stands.
fn behind_blanks(rest: &[u8]) -> Option<u8> {
    let next = rest.iter().position(|b| !matches!(b, b' ' | b'\t'..=b'\r'))?;
    let byte = *rest.get(next)?;
    (next > 0 || !byte.is_ascii()).then_some(byte)
}

/// Up to so many digits, and the bytes behind all of them.
fn digits(rest: &[u8]) -> (usize, &[u8]) {
    let n = rest.iter().take_while(|b| b.is_ascii_digit()).count();
    (n, rest.get(n..).unwrap_or(&[]))
}

/// Whether figures may be the number of a house: up to four, perhaps with a letter or a second number, then a
/// blank and a capital.
fn may_number_a_house(rest: &[u8]) -> bool {
    let (n, mut rest) = digits(rest);
    if n > 4 {
        return false;
    }
    if rest.first().is_some_and(u8::is_ascii_alphabetic) {
        rest = &rest[1..];
    }
    match rest {
        [b'-' | b'/', second @ ..] => rest = digits(second).1,
        [b, ..] if !b.is_ascii() => return true,
        _ => {}
    }
    let rest = rest.strip_prefix(b",").unwrap_or(rest);
    // "14 the Close".
    behind_blanks(rest).is_some_and(|b| b.is_ascii_uppercase() || b == b't' || !b.is_ascii())
}

/// Whether figures may be a day, or a whole date: one or two before a month, or parted by points, slashes or
/// hyphens.
fn may_be_a_day(rest: &[u8]) -> bool {
    let (n, rest) = digits(rest);
    match (n, rest) {
        (1 | 2, [b'.' | b'/' | b'-', next, ..]) if next.is_ascii_digit() => true,
        (4, [b'-', ..]) => true,
        (1 | 2, _) => {
            let ending = rest.iter().take(2).take_while(|b| b.is_ascii_alphabetic()).count();
            behind_blanks(&rest[ending..]).is_some_and(|b| {
                matches!(b.to_ascii_lowercase(), b'd' | b'o' | b'j' | b'f' | b'm' | b'a' | b's' | b'n')
                    || !b.is_ascii()
            })
        }
        _ => false,
    }
}

/// Whether a number follows a weekday or month, perhaps behind "the".
fn may_be_dated(rest: &[u8]) -> bool {
    let word = rest.iter().take_while(|b| b.is_ascii_alphabetic()).count();
    let rest = &rest[word..];
    let rest = rest.strip_prefix(b".").unwrap_or(rest);
    let rest = rest.strip_prefix(b",").unwrap_or(rest);
    rest.first().is_some_and(|b| !b.is_ascii())
        || behind_blanks(rest)
            .is_some_and(|b| b.is_ascii_digit() || matches!(b, b't' | b'T') || !b.is_ascii())
}

/// Whether a word of a label goes on as labels do: before a word that begins with "ref", "no" or "num".
fn may_be_label(rest: &[u8]) -> bool {
    let word = rest.iter().take(12).take_while(|b| b.is_ascii_alphabetic()).count();
    let next = rest[word..].iter().position(|b| b.is_ascii_alphanumeric());
    match next.map(|n| &rest[word + n..]) {
        Some([a, b, ..]) => {
            matches!([a.to_ascii_lowercase(), b.to_ascii_lowercase()], [b'r', b'e'] | [b'n', b'o' | b'u'])
        }
        _ => false,
    }
}

/// Only contact details: e-mail and web addresses, telephone numbers, postcodes.
pub fn contacts(text: &str) -> Vec<Shaped> {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    contacts_at(text, &starts(text), digits)
}

fn contacts_at(text: &str, starts: &[Start], digits: usize) -> Vec<Shaped> {
    let mut all = Vec::new();
    let mut add =
        |start: usize, end: usize, kind: Kind| all.push(Shaped { span: Span::new(start, end), kind });
    // No address holds a blank: each stretch between blanks is looked at by itself.
    if text.contains('@') {
        for (from, token) in tokens(text).filter(|(_, token)| token.contains('@')) {
            for m in EMAIL.find_iter(token) {
                add(from + m.start(), from + m.end(), Kind::Email);
            }
        }
    }
    if may_hold_url(text) {
        for (from, token) in tokens(text).filter(|(_, token)| may_hold_url(token)) {
            for m in URL.find_iter(token) {
                let trimmed = m.as_str().trim_end_matches(['.', ',', ';', ':', ')', '\'', '"']);
                add(from + m.start(), from + m.start() + trimmed.len(), Kind::Url);
            }
        }
    }
    if digits >= 10 {
        matches(text, starts, &PHONE, PHONES, |at, m| {
            if phone(m.as_str()) {
                add(at, at + m.end(), Kind::Phone);
            }
        });
    }
    if digits >= 2 {
        let mut end = 0;
        for start in starts.iter().filter(|s| s.may & POSTCODES != 0) {
            if start.at < end {
                continue;
            }
            let Some(c) = POSTCODE.captures(&text[start.at..]) else { continue };
            let (Some(m), Some(area)) = (c.get(0), c.get(1)) else { continue };
            end = start.at + m.end();
            if postcode_area(area.as_str()) && m.as_str().chars().any(|ch| ch.is_ascii_uppercase()) {
                add(start.at, end, Kind::Postcode);
            }
        }
    }
    unpile(all)
}

/// The stretches between blanks, with where each begins.
fn tokens(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.split_ascii_whitespace().map(|token| (token.as_ptr() as usize - text.as_ptr() as usize, token))
}

/// Whether a text has what every web address has: "://", or a full stop before a letter or behind a w.
fn may_hold_url(text: &str) -> bool {
    let bytes = text.as_bytes();
    memchr::memchr2_iter(b'.', b':', bytes).any(|at| {
        let (before, after) = (at.checked_sub(1).and_then(|b| bytes.get(b)), &bytes[at + 1..]);
        match (bytes[at], before, after) {
            (b'.', Some(before), [after, ..]) => {
                after.is_ascii_alphabetic() || before.eq_ignore_ascii_case(&b'w')
            }
            (b':', _, [b'/', b'/', ..]) => true,
            _ => false,
        }
    })
}

/// Outward halves of postcodes ("WF2") that stand alone, with an area that exists.
pub fn outward_codes(text: &str) -> Vec<Span> {
    OUTWARD
        .captures_iter(text)
        .filter_map(|c| {
            let (m, area) = (c.get(0)?, c.get(1)?);
            // One letter and a figure ("S18", "E4") is as often a section or an exhibit.
            (area.as_str().len() == 2 && postcode_area(area.as_str())).then(|| Span::new(m.start(), m.end()))
        })
        .collect()
}

fn unpile(mut all: Vec<Shaped>) -> Vec<Shaped> {
    all.sort_by_key(|s| (s.span.start, std::cmp::Reverse(s.span.end), s.kind));
    let mut kept: Vec<Shaped> = Vec::with_capacity(all.len());
    for s in all {
        match kept.last_mut() {
            Some(last) if last.span.overlaps(s.span) => {
                if s.span.len() > last.span.len() && s.kind != Kind::Date {
                    *last = Shaped { span: last.span.join(s.span), kind: s.kind };
                }
            }
            _ => kept.push(s),
        }
    }
    kept
}

/// Whether a number with these digits can be rung in the United Kingdom: 01, 02, 03, 05, 07, 08 or 09
/// and ten or eleven digits in all; +44 stands for the first 0.
pub fn phone(text: &str) -> bool {
    let mut digits: String = text.chars().filter(char::is_ascii_digit).collect();
    if text.trim_start().starts_with('+') {
        let Some(rest) = digits.strip_prefix("44") else { return false };
        digits = format!("0{}", rest.trim_start_matches('0'));
    }
    let bytes = digits.as_bytes();
    (bytes.len() == 11 || bytes.len() == 10)
        && bytes[0] == b'0'
        && matches!(bytes[1], b'1' | b'2' | b'3' | b'5' | b'7' | b'8' | b'9')
}

/// Whether letters are a postcode area.
pub fn postcode_area(area: &str) -> bool {
    AREAS.binary_search(&area.to_ascii_uppercase().as_str()).is_ok()
}

/// Whether ten digits are an NHS number: the last is 11 less the weighted sum of the first nine, modulo 11.
pub fn nhs_number(text: &str) -> bool {
    let digits: Vec<u32> = text.chars().filter_map(|c| c.to_digit(10)).collect();
    if digits.len() != 10 || digits.iter().all(|d| *d == digits[0]) {
        return false;
    }
    let sum: u32 = digits.iter().take(9).zip((2..=10).rev()).map(|(d, weight)| d * weight).sum();
    let check = (11 - sum % 11) % 11;
    check != 10 && check == digits[9]
}

/// Whether text is a National Insurance number whose prefix is issued.
pub fn national_insurance(text: &str) -> bool {
    let prefix: String =
        text.chars().filter(|c| c.is_ascii_alphabetic()).take(2).collect::<String>().to_ascii_uppercase();
    !matches!(prefix.as_str(), "BG" | "GB" | "KN" | "NK" | "NT" | "TN" | "ZZ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    lazy_static! {
        /// Each anchored pattern, what begins it, and the same pattern let loose on the whole text.
        static ref LOOSE: Vec<(&'static Regex, u8, Regex)> = {
            let all: [(&'static Regex, u8); 8] = [
                (&ADDRESS, ADDRESSES),
                (&NI, INSURANCE),
                (&TEN, TENS),
                (&REFERENCE, REFERENCES),
                (&LABELLED, LABELS),
                (&DATE, DATES),
                (&PHONE, PHONES),
                (&POSTCODE, POSTCODES),
            ];
            let loose = |r: &Regex| Regex::new(r.as_str().strip_prefix(r"\A").expect("anchored")).expect("compiles");
            all.into_iter().map(|(pattern, sort)| (pattern, sort, loose(pattern))).collect()
        };
    }

    const PIECES: &[&str] = &[
        "14",
        "7",
        "2024",
        "40",
        "123456",
        "5th",
        "12a",
        "1",
        "March",
        "may",
        "Tuesday,",
        "mon",
        "of",
        "the",
        "The",
        "Moorland",
        "Place",
        "Bell Street",
        "Heol",
        "y",
        "Bedw",
        "Flat",
        "flat 2,",
        "Unit",
        "Room 3",
        "Number",
        "no.",
        "No4",
        "LS1",
        "4QT",
        "ls1 4qt",
        "WF2",
        "01632 960 145",
        "+44 7700 900318",
        "(0",
        "0",
        "+",
        "(0)161",
        "AB",
        "12 34 56",
        "C",
        "AB123456C",
        "943 476 5919",
        "42CA",
        "/",
        "18820/24",
        "VCU/W/SE",
        "T-12",
        "R",
        "A470",
        "Our",
        "your",
        "case",
        "Crime",
        "ref",
        "Ref:",
        "reference",
        "number",
        "URN",
        "is",
        "é",
        "_",
        "–",
        "-",
        ".",
        ",",
        ":",
        "\u{a0}",
        "\n",
        "x",
        "January",
        "Sept",
        "12/03/24",
        "1.2.2024",
        "2024-05-01",
        "day",
    ];

    fn texts() -> impl Strategy<Value = String> {
        let piece =
            (0..PIECES.len(), prop_oneof![Just(" "), Just(" "), Just(" "), Just(""), Just("\n"), Just(", ")]);
        proptest::collection::vec(piece, 0..14)
            .prop_map(|all| all.into_iter().flat_map(|(n, gap)| [PIECES[n], gap]).collect())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(3000))]
        #[test]
        fn nothing_with_a_shape_begins_where_it_is_not_tried(text in texts()) {
            let starts = starts(&text);
            for (pattern, sort, loose) in LOOSE.iter() {
                let anywhere: Vec<_> = loose.find_iter(&text).map(|m| (m.start(), m.end())).collect();
                let mut tried = Vec::new();
                matches(&text, &starts, pattern, *sort, |at, m| tried.push((at, at + m.len())));
                prop_assert_eq!(tried, anywhere, "{}", loose.as_str());
            }
        }

        #[test]
        fn no_address_holds_a_blank(text in "(a@b|www|x|\\.co\\.uk|\\.org|[./@:()'a-z0-9 \n\u{a0}é_-]){0,24}") {
            let by_token = |pattern: &Regex| -> Vec<(usize, usize)> {
                let of = |(from, token)| pattern.find_iter(token).map(move |m| (from + m.start(), from + m.end()));
                tokens(&text).flat_map(of).collect()
            };
            for pattern in [&*EMAIL, &*URL] {
                let whole: Vec<_> = pattern.find_iter(&text).map(|m| (m.start(), m.end())).collect();
                prop_assert_eq!(by_token(pattern), whole);
            }
        }
    }

    fn kinds(text: &str) -> Vec<(Kind, &str)> {
        find(text).into_iter().map(|s| (s.kind, s.span.of(text))).collect()
    }

    #[test]
    fn areas_are_sorted_for_the_search() {
        assert!(AREAS.windows(2).all(|w| w[0] < w[1]));
    }

    #[test]
    fn finds_contact_details() {
        assert_eq!(
            kinds("Ring 01632 960 145 or write to help.desk@cps.example.gov.uk, www.example.org. LS1 4QT"),
            vec![
                (Kind::Phone, "01632 960 145"),
                (Kind::Email, "help.desk@cps.example.gov.uk"),
                (Kind::Url, "www.example.org"),
                (Kind::Postcode, "LS1 4QT"),
            ]
        );
        assert_eq!(kinds("+44 7700 900318"), vec![(Kind::Phone, "+44 7700 900318")]);
        assert!(kinds("in 2024 12 people, 999, 101 and 0.5").is_empty());
    }

    #[test]
    fn finds_addresses_references_and_dates() {
        assert_eq!(kinds("at 14 Moorland Place, Hull"), vec![(Kind::Address, "14 Moorland Place")]);
        assert_eq!(kinds("9 Heol Bedw, Barry"), vec![(Kind::Address, "9 Heol Bedw")]);
        assert_eq!(kinds("Flat 2, 40 Bell Street"), vec![(Kind::Address, "Flat 2, 40 Bell Street")]);
        assert_eq!(kinds("Our ref: VCU/W/SE/4471"), vec![(Kind::Reference, "VCU/W/SE/4471")]);
        assert_eq!(kinds("URN 42CA/18820/24 applies"), vec![(Kind::Reference, "42CA/18820/24")]);
        assert_eq!(kinds("on Tuesday, 5th March 2024."), vec![(Kind::Date, "Tuesday, 5th March 2024")]);
        assert_eq!(kinds("recorded 09/04/2025"), vec![(Kind::Date, "09/04/2025")]);
        assert!(kinds("I saw 12 people. The road was wet.").is_empty());
    }

    #[test]
    fn checks_numbers() {
        assert!(nhs_number("943 476 5919"));
        assert!(!nhs_number("943 476 5918"));
        assert_eq!(kinds("NHS no 943 476 5919"), vec![(Kind::Nhs, "943 476 5919")]);
        assert_eq!(kinds("AB 12 34 56 C"), vec![(Kind::NationalInsurance, "AB 12 34 56 C")]);
        assert!(!national_insurance("GB123456A"));
        assert!(!postcode_area("QQ") && postcode_area("ls"));
    }
}
