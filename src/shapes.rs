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
    static ref PHONE: Regex = plain(r"(?:\+\s?44\s?(?:\(0\)\s?)?|\(0|\b0)[\d][\d \u{a0}().-]{5,16}\d\b");
    static ref POSTCODE: Regex = plain(r"(?i)\b([A-Z]{1,2})(\d[A-Z\d]?)\s{0,2}(\d[ABD-HJLNP-UW-Z]{2})\b");
    static ref OUTWARD: Regex = plain(r"\b([A-Z]{1,2})(\d{1,2}|\d[A-Z])\b");
    static ref ADDRESS: Regex = plain(&format!(
        r"\b(?:(?:[Ff]lat|[Uu]nit|[Rr]oom|[Aa]partment)\s+\w{{1,4}},?\s+)?(?:[Nn]umber\s+|[Nn]o\.?\s*)?\d{{1,4}}[A-Za-z]?(?:[-–/]\d{{1,4}})?,?\s+(?:the\s+|The\s+)?(?:[A-Z][\w'’.-]*[ \t]+){{1,3}}?(?:{STREETS})\b|\b\d{{1,4}}[A-Za-z]?,?\s+(?:Heol|Clos|Cwrt|Maes|Ffordd|Bryn|Stryd|Lon|Rhodfa|Tan|Parc|Llys|Teras|Cae|Gerddi)(?:[ \t]+(?:y|yr|Y|Yr|[A-Z][\w'’-]*)){{1,3}}|\b(?:[Ff]lat|[Aa]partment)\s+\d{{1,4}}[A-Za-z]?\b(?:,\s+(?:[A-Z][\w'’-]*[ \t]+){{0,2}}(?:{STREETS})\b)?"
    ));
    static ref NI: Regex =
        plain(r"(?i)\b([A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z])\s?\d{2}\s?\d{2}\s?\d{2}\s?[A-D]\b");
    static ref TEN: Regex = plain(r"\b\d{3}[ -]?\d{3}[ -]?\d{4}\b");
    static ref REFERENCE: Regex = plain(
        r"\b\d{2}\s?/?\s?[A-Z]{1,2}\s?/?\s?\d{3,7}(?:\s?/\s?\d{2})?\b|\b[A-Z]{1,6}(?:/[A-Z0-9]{1,10}){1,4}\b|\b\d{2,8}/\d{3,8}/\d{2,4}\b|\b[A-Z]{1,4}[- ]?\d{4,12}\b|\b[A-Z]{2,4}-\d{2,6}(?:-\w{1,8})*\b|\b\d{2,4}[A-Z]{1,3}\d{2,9}\b"
    );
    static ref LABELLED: Regex = plain(
        r"(?im)\b(?:(?:our|your|case|crime|review|complaint|vlu|vcu|vrr|incident|log|occurrence|exhibit|custody|prison)\s+(?:ref(?:erence)?|number|no\.?)(?:\s+(?:number|no\.?))?|ref(?:erence)?(?:\s+(?:number|no\.?))?|urn)\s*\.?\s*:?[ \t]*(?:is[ \t]+)?([A-Za-z0-9][A-Za-z0-9/.-]*\d[A-Za-z0-9/.-]*(?-i:(?: [A-Z0-9/]*\d[A-Z0-9/]*\b)*))"
    );
    static ref DATE: Regex = plain(
        r"(?i)\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)(?:day)?,?\s+(?:the\s+)?)?\d{1,2}(?:st|nd|rd|th)?\s+(?:day\s+)?(?:of\s+)?(?:jan(?:uary)?|feb(?:r?uary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?,?(?:\s+(?:19|20)?\d{2}\b)?|\b(?:january|february|march|april|may|june|july|august|september|october|november|december)\s+\d{1,2}(?:st|nd|rd|th)?\b(?:,?\s+(?:19|20)\d{2}\b)?|\b\d{1,2}([./-])\d{1,2}[./-](?:19|20)?\d{2}\b|\b(?:19|20)\d{2}-\d{2}-\d{2}\b|\b\d{1,2}/\d{1,2}\b|\b(?:january|february|march|april|may|june|july|august|september|october|november|december),?\s+(?:19|20)\d{2}\b"
    );
}

/// Compiles a fixed pattern. Word boundaries, digits and word characters are those of ASCII: the marks of
/// other scripts do not occur in numbers and references, and the fast engines read plain bytes.
pub(crate) fn plain(pattern: &str) -> Regex {
    let pattern = pattern.replace(r"\b", r"(?-u:\b)").replace(r"\d", "[0-9]").replace(r"\w", "[0-9A-Za-z_]");
    Regex::new(&pattern).expect("a fixed pattern")
}

/// Everything with a shape in a text, in order of place; where two overlap the longer one stays, then
/// the one that comes first in [`Kind`].
pub fn find(text: &str) -> Vec<Shaped> {
    let mut all = contacts(text);
    let mut add = |span: Span, kind: Kind| all.push(Shaped { span, kind });
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    if digits > 0 {
        for m in ADDRESS.find_iter(text) {
            add(Span::new(m.start(), m.end()), Kind::Address);
        }
        for m in NI.find_iter(if digits < 6 { "" } else { text }) {
            if national_insurance(m.as_str()) {
                add(Span::new(m.start(), m.end()), Kind::NationalInsurance);
            }
        }
        for m in TEN.find_iter(if digits < 10 { "" } else { text }) {
            if nhs_number(m.as_str()) {
                add(Span::new(m.start(), m.end()), Kind::Nhs);
            }
        }
        for m in REFERENCE.find_iter(text) {
            if m.as_str().bytes().any(|b| b.is_ascii_digit()) {
                add(Span::new(m.start(), m.end()), Kind::Reference);
            }
        }
        for c in LABELLED.captures_iter(text) {
            if let Some(m) = c.get(1) {
                add(Span::new(m.start(), m.end()), Kind::Reference);
            }
        }
        for m in DATE.find_iter(text) {
            let trimmed = m.as_str().trim_end_matches([',', '.', ' ', '\n', '\r', '\t']);
            add(Span::new(m.start(), m.start() + trimmed.len()), Kind::Date);
        }
    }
    unpile(all)
}

/// Only contact details: e-mail and web addresses, telephone numbers, postcodes.
pub fn contacts(text: &str) -> Vec<Shaped> {
    let mut all = Vec::new();
    let mut add =
        |start: usize, end: usize, kind: Kind| all.push(Shaped { span: Span::new(start, end), kind });
    if text.contains('@') {
        for m in EMAIL.find_iter(text) {
            add(m.start(), m.end(), Kind::Email);
        }
    }
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    for m in URL.find_iter(if may_hold_url(text) { text } else { "" }) {
        let trimmed = m.as_str().trim_end_matches(['.', ',', ';', ':', ')', '\'', '"']);
        add(m.start(), m.start() + trimmed.len(), Kind::Url);
    }
    for m in PHONE.find_iter(if digits < 10 { "" } else { text }) {
        if phone(m.as_str()) {
            add(m.start(), m.end(), Kind::Phone);
        }
    }
    for c in POSTCODE.captures_iter(if digits < 2 { "" } else { text }) {
        if let (Some(m), Some(area)) = (c.get(0), c.get(1))
            && postcode_area(area.as_str())
            && m.as_str().chars().any(|ch| ch.is_ascii_uppercase())
        {
            add(m.start(), m.end(), Kind::Postcode);
        }
    }
    unpile(all)
}

/// Whether a text has what every web address has: "://", or a full stop before a letter or behind a w.
fn may_hold_url(text: &str) -> bool {
    let stop = |three: &[u8]| match three {
        [before, b'.', after] => after.is_ascii_alphabetic() || before.eq_ignore_ascii_case(&b'w'),
        _ => false,
    };
    text.as_bytes().windows(3).any(stop) || text.contains("://")
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
