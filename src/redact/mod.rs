//! A letter with names, contact details, references and dates replaced by labels, for training and sharing.
//!
//! The same person, number or date keeps the same label all through one letter. Rules cannot know every
//! name: what comes out is a draft that a person must read before it is shared, and [`NOTICE`] says so.

mod labels;

use crate::document::{BlockKind, DateMention, Letter, Shape};
use crate::facts::CaseFacts;
use crate::people::{self, Known, Mention, Names, bare, slips};
use crate::shapes;
use crate::span::Span;
use labels::{Label, Labels};
use std::collections::BTreeMap;

pub use labels::What;

/// What every redacted text must say.
pub const NOTICE: &str = "[Redacted by rule: names, contact details, addresses, references and dates were replaced. \
Rules miss things. A person must read this before it is shared.]";

/// A stretch of the letter and the label that stands for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replaced {
    /// Where.
    pub span: Span,
    /// What stands for it: `[VICTIM]`, `[PERSON 1]`, `[PHONE 1]`.
    pub label: String,
}

/// The labels of one letter, for its text and for anything that quotes it.
#[derive(Clone, Debug)]
pub struct Redactor {
    spans: Vec<Replaced>,
    labels: Labels,
    /// A name's words, in small letters, and the label of whom they name.
    words: BTreeMap<String, String>,
}

impl Redactor {
    /// Reads one letter. `facts` may name victim and defendant; without them the reader is taken from
    /// address and salutation, and everybody else is a numbered person.
    pub fn new(names: &Names, letter: &Letter, facts: &CaseFacts) -> Redactor {
        let known = Known::of(facts);
        let mentions = people::mentions(letter, names, &known);
        let mut labels = Labels::default();
        let mut words: BTreeMap<String, String> = BTreeMap::new();
        let mut found: Vec<(Span, Label)> = Vec::new();
        people_of(letter, names, &known, &mentions, &mut labels, &mut words, &mut found);
        shaped(letter, &mut labels, &mut found);
        let spans =
            settle(found).into_iter().map(|(span, label)| Replaced { span, label: label.0 }).collect();
        Redactor { spans, labels, words }
    }

    /// What is replaced in the letter, in order, not overlapping.
    pub fn spans(&self) -> &[Replaced] {
        &self.spans
    }

    /// The letter with its labels. `letter` is the one that this was made from.
    pub fn letter(&self, letter: &Letter) -> String {
        replaced(letter.text(), &self.spans)
    }

    /// A quotation or message about the letter with the same labels. What the letter itself does not hold
    /// gets a label without a number.
    pub fn text(&self, text: &str) -> String {
        let mut found: Vec<(Span, Label)> = Vec::new();
        for shape in shapes::find(text) {
            if let Some(what) = What::of(shape.kind) {
                let label = self
                    .labels
                    .known(what, shape.span.of(text))
                    .unwrap_or_else(|| Label(format!("[{}]", what.name())));
                found.push((shape.span, label));
            }
        }
        let mut at = 0;
        for word in text.split(|c: char| !(c.is_alphanumeric() || c == '\'' || c == '\u{2019}')) {
            let start = at;
            at += word.len();
            let span = Span::new(start, at);
            at += text[at..].chars().next().map_or(0, char::len_utf8);
            let folded = word.to_lowercase().replace('\u{2019}', "'");
            let stem = bare(&folded);
            if word.chars().next().is_some_and(char::is_uppercase)
                && let Some(label) = self.words.get(stem)
            {
                let cut =
                    span.start + word.char_indices().nth(stem.chars().count()).map_or(word.len(), |(i, _)| i);
                found.push((Span::new(span.start, cut), Label(label.clone())));
            }
        }
        let spans: Vec<Replaced> =
            settle(found).into_iter().map(|(span, label)| Replaced { span, label: label.0 }).collect();
        // "Ana Shah" is one person: neighbours with one label become one.
        let mut joined: Vec<Replaced> = Vec::new();
        for next in spans {
            match joined.last_mut() {
                Some(last)
                    if last.label == next.label
                        && text[last.span.end..next.span.start]
                            .chars()
                            .all(|c| c == ' ' || c == '.' || c == '-') =>
                {
                    last.span = last.span.join(next.span);
                }
                _ => joined.push(next),
            }
        }
        replaced(text, &joined)
    }
}

fn replaced(text: &str, spans: &[Replaced]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for r in spans {
        if r.span.start < at || r.span.end > text.len() {
            continue;
        }
        out.push_str(&text[at..r.span.start]);
        out.push_str(&r.label);
        at = r.span.end;
    }
    out.push_str(&text[at..]);
    out
}

/// In order, without overlaps: of two the one that begins first stays, then the longer; what the other
/// covers beyond it is joined to it.
fn settle(mut found: Vec<(Span, Label)>) -> Vec<(Span, Label)> {
    found.sort_by_key(|(s, _)| (s.start, std::cmp::Reverse(s.end)));
    let mut kept: Vec<(Span, Label)> = Vec::with_capacity(found.len());
    for (span, label) in found.into_iter().filter(|(s, _)| !s.is_empty()) {
        match kept.last_mut() {
            Some((last, _)) if last.overlaps(span) => *last = last.join(span),
            _ => kept.push((span, label)),
        }
    }
    kept
}

/// Common words that are first names too: at the start of a sentence they are the word.
const WORDS_TOO: &[&str] = &[
    "may",
    "mark",
    "hope",
    "faith",
    "grace",
    "joy",
    "rose",
    "dawn",
    "april",
    "june",
    "will",
    "rob",
    "rich",
    "bill",
    "frank",
    "art",
    "precious",
    "blessing",
    "mercy",
    "sue",
    "pat",
    "ray",
    "rod",
    "guy",
    "miles",
    "chase",
    "dale",
    "lance",
    "clement",
    "amber",
    "ruby",
    "pearl",
    "ivy",
    "holly",
    "hazel",
    "heather",
    "iris",
    "daisy",
    "poppy",
    "violet",
    "olive",
    "penny",
    "carol",
    "eve",
    "constance",
    "gene",
    "jack",
    "mo",
    "tia",
    "gill",
    "jean",
    "summer",
    "autumn",
    "august",
    "christian",
    "norman",
    "roman",
    "victor",
    "victoria",
    "harry",
    "nick",
    "sally",
    "max",
    "chi",
    "long",
    "hale",
    "gale",
    "chelsea",
    "florence",
    "kent",
    "lincoln",
    "chester",
    "preston",
    "bradley",
    "ashley",
    "kingsley",
    "beverley",
    "stanley",
    "sidney",
    "london",
    "wells",
    "marina",
    "mina",
    "pearl",
    "ali",
    "an",
    "see",
    "les",
    "don",
    "drew",
];

struct Person {
    label: Label,
    first: Vec<String>,
    last: Option<String>,
}

fn people_of(
    letter: &Letter,
    names: &Names,
    known: &Known,
    mentions: &[Mention],
    labels: &mut Labels,
    words: &mut BTreeMap<String, String>,
    found: &mut Vec<(Span, Label)>,
) {
    let mut people: Vec<Person> = Vec::new();
    let add = |what: What,
               label_key: &str,
               first: Vec<String>,
               last: Option<String>,
               people: &mut Vec<Person>,
               labels: &mut Labels| {
        let label = labels.give(what, label_key);
        people.push(Person { label, first, last });
    };
    if let Some(victim) = &known.victim {
        let last = (!victim.last.is_empty()).then(|| victim.last.to_lowercase());
        add(
            What::Victim,
            "victim",
            victim.first.iter().map(|f| f.to_lowercase()).collect(),
            last,
            &mut people,
            labels,
        );
    } else if let Some(reader) =
        mentions.iter().find(|m| matches!(m.block, BlockKind::Address | BlockKind::Salutation))
    {
        add(What::Victim, "victim", reader.first.clone(), reader.last.clone(), &mut people, labels);
    }
    for (index, defendant) in known.defendants.iter().enumerate() {
        let last = (!defendant.last.is_empty()).then(|| defendant.last.to_lowercase());
        let key = format!("defendant {index}");
        add(
            What::Defendant,
            &key,
            defendant.first.iter().map(|f| f.to_lowercase()).collect(),
            last,
            &mut people,
            labels,
        );
    }
    for m in mentions {
        let index = people.iter().position(|p| same(p, m)).unwrap_or_else(|| {
            let key = format!("{} {}", m.first.join(" "), m.last.as_deref().unwrap_or(""));
            let label = labels.give(What::Person, &key);
            people.push(Person { label, first: m.first.clone(), last: m.last.clone() });
            people.len() - 1
        });
        let person = &mut people[index];
        if person.first.is_empty() {
            person.first.clone_from(&m.first);
        }
        if person.last.is_none() {
            person.last.clone_from(&m.last);
        }
        found.push((name_span(letter, m), person.label.clone()));
        for w in m.words.clone() {
            let word = bare(letter.folded(w));
            if word.chars().count() > 2 {
                words.entry(word.to_string()).or_insert_with(|| person.label.0.clone());
            }
        }
    }
    for person in &people {
        for word in person.first.iter().chain(&person.last) {
            for part in word.split('-').filter(|p| p.chars().count() > 2) {
                words.entry(part.to_string()).or_insert_with(|| person.label.0.clone());
            }
        }
    }
    // Words with a capital that stand alone: names known by now, and common first names.
    for (index, word) in letter.words.iter().enumerate() {
        if !matches!(word.shape, Shape::Capital | Shape::Capitals | Shape::Mixed)
            || found.iter().any(|(s, _)| s.overlaps(word.span))
        {
            continue;
        }
        let stem = bare(letter.folded(index));
        let glued = stem.strip_suffix('s').filter(|s| words.contains_key(*s));
        let opens = letter.sentences[word.sentence].words.start == index;
        let label = match words.get(stem).or_else(|| glued.and_then(|g| words.get(g))) {
            Some(label) => Some(label.clone()),
            None if names.is_plain_last(stem) => Some(labels.give(What::Person, stem).0),
            None if names.is_first(stem) && !WORDS_TOO.contains(&stem) => {
                Some(labels.give(What::Person, stem).0)
            }
            None if names.is_first(stem)
                && !opens
                && !matches!(
                    stem,
                    "may"
                        | "april"
                        | "june"
                        | "august"
                        | "london"
                        | "kent"
                        | "lincoln"
                        | "chester"
                        | "preston"
                ) =>
            {
                Some(labels.give(What::Person, stem).0)
            }
            None => None,
        };
        if let Some(label) = label {
            words.entry(stem.to_string()).or_insert_with(|| label.clone());
            let end = word.span.start + prefix(letter.word_text(index), stem);
            found.push((Span::new(word.span.start, end), Label(label)));
        }
    }
}

/// The bytes of a word without its possessive ending.
fn prefix(text: &str, stem: &str) -> usize {
    text.char_indices().nth(stem.chars().count()).map_or(text.len(), |(i, _)| i)
}

/// A mention's name without its title and without a possessive ending.
fn name_span(letter: &Letter, m: &Mention) -> Span {
    let last = m.words.end - 1;
    let start = letter.words[m.words.start].span.start;
    let word = letter.words[last].span;
    let end = (word.start + prefix(letter.word_text(last), bare(letter.folded(last)))).max(start);
    let turned = if m.first.is_empty() { initial_behind(letter.text(), end) } else { 0 };
    Span::new(start, end + turned)
}

/// The bytes of an initial that stands behind a surname, as in "R v BIRKETT, S."
fn initial_behind(text: &str, end: usize) -> usize {
    match text.as_bytes().get(end..) {
        Some([b',', b' ', b'A'..=b'Z', b'.', ..]) => 4,
        // Without its point only at the end of a line: "Mr Hale, I write" goes on.
        Some([b',', b' ', b'A'..=b'Z'] | [b',', b' ', b'A'..=b'Z', b'\n' | b'\r' | b')', ..]) => 3,
        _ => 0,
    }
}

/// Whether a mention names this person. A slip of spelling does not make another person.
fn same(person: &Person, m: &Mention) -> bool {
    let like = |a: &str, b: &str| {
        a == b || (a.chars().count() >= 4 && b.chars().count() >= 4 && slips(a, b, 1) <= 1)
    };
    let firsts = m.first.is_empty()
        || person.first.is_empty()
        || m.first.iter().any(|f| {
            person.first.iter().any(|p| like(p, f) || p.starts_with(f.as_str()) || f.starts_with(p.as_str()))
        });
    match (&person.last, &m.last) {
        (Some(a), Some(b)) => like(a, b) && firsts,
        (None, Some(_)) | (_, None) => !m.first.is_empty() && !person.first.is_empty() && firsts,
    }
}

fn shaped(letter: &Letter, labels: &mut Labels, found: &mut Vec<(Span, Label)>) {
    let text = letter.text();
    let mut at: Vec<(Span, What, String)> = Vec::new();
    for shape in shapes::find(text) {
        if let Some(what) = What::of(shape.kind) {
            let key = letter
                .dates
                .iter()
                .find(|d| what == What::Date && d.span.overlaps(shape.span))
                .map_or_else(|| shape.span.of(text).to_string(), date_key);
            at.push((shape.span, what, key));
        }
    }
    for date in &letter.dates {
        at.push((date.span, What::Date, date_key(date)));
    }
    // The reader's street wherever else it stands, in capitals too.
    let flat = text.to_ascii_lowercase();
    let streets: Vec<(String, String)> = at
        .iter()
        .filter(|(s, w, _)| {
            *w == What::Address
                && letter.blocks.iter().any(|b| b.kind == BlockKind::Address && b.span.contains(*s))
        })
        .map(|(s, _, key)| (s.of(&flat).to_string(), key.clone()))
        .collect();
    for (street, key) in streets.iter().filter(|(s, _)| s.len() >= 6) {
        for (start, found) in flat.match_indices(street.as_str()) {
            at.push((Span::new(start, start + found.len()), What::Address, key.clone()));
        }
    }
    for span in shapes::outward_codes(text) {
        let near = at
            .iter()
            .any(|(s, w, _)| matches!(w, What::Address) && span.start >= s.end && span.start - s.end < 40);
        let in_address = letter.blocks.iter().any(|b| b.kind == BlockKind::Address && b.span.contains(span));
        if near || in_address {
            at.push((span, What::Postcode, span.of(text).to_string()));
        }
    }
    for span in postcode_forms(letter) {
        at.push((span, What::Postcode, span.of(text).to_string()));
    }
    for block in &letter.blocks {
        match block.kind {
            // The lines of the reader's address, without the name.
            BlockKind::Address => {
                let street = at.iter().find(|(s, w, _)| *w == What::Address && block.span.contains(*s));
                let key = street.map_or_else(|| "address block".to_string(), |(_, _, key)| key.clone());
                let mut start = block.span.start;
                for line in block.span.of(text).split_inclusive('\n') {
                    let span = Span::new(start, start + line.trim_end().len());
                    start += line.len();
                    let lead = line.len() - line.trim_start().len();
                    let span = Span::new((span.start + lead).min(span.end), span.end);
                    let named = found.iter().any(|(s, _)| s.overlaps(span));
                    let private = line.to_lowercase().contains("private")
                        || line.to_lowercase().contains("confidential")
                        || line.trim_start().to_lowercase().starts_with("by ");
                    if !named && !private && !span.is_empty() {
                        at.push((span, What::Address, key.clone()));
                    }
                }
            }
            BlockKind::Reference => {
                for w in block.words.clone() {
                    let span = letter.words[w].span;
                    if span.of(text).bytes().any(|b| b.is_ascii_digit()) {
                        let end = text[span.end..]
                            .find(char::is_whitespace)
                            .map_or(text.len(), |e| span.end + e)
                            .min(block.span.end);
                        let start = text[block.span.start..span.start]
                            .rfind(char::is_whitespace)
                            .map_or(block.span.start, |s| block.span.start + s + 1);
                        if start <= end {
                            at.push((Span::new(start, end), What::Reference, text[start..end].to_string()));
                        }
                    }
                }
            }
            _ => {}
        }
    }
    at.sort_by_key(|(s, w, _)| (s.start, std::cmp::Reverse(s.end), *w));
    for (span, what, key) in at {
        let label = labels.give(what, &key);
        labels.alias(what, span.of(text), &label);
        found.push((span, label));
    }
}

/// What has a postcode's form in a letterhead, address, signature or footer, whether or not such a postcode is
/// in use: "S1 9ZV".
fn postcode_forms(letter: &Letter) -> Vec<Span> {
    let outward = |word: &str| {
        let letters = word.bytes().take_while(u8::is_ascii_alphabetic).count();
        let rest = &word.as_bytes()[letters..];
        (1..=2).contains(&letters)
            && matches!(rest, [d] | [d, _] if d.is_ascii_digit())
            && rest.iter().all(u8::is_ascii_alphanumeric)
    };
    let inward = |word: &str| matches!(word.as_bytes(), [d, a, b] if d.is_ascii_digit() && a.is_ascii_alphabetic() && b.is_ascii_alphabetic());
    let mut spans = Vec::new();
    for block in letter.blocks.iter().filter(|b| {
        matches!(
            b.kind,
            BlockKind::Letterhead | BlockKind::Address | BlockKind::Signature | BlockKind::Footer
        )
    }) {
        for at in block.words.clone() {
            let word = letter.word_text(at);
            let next = at + 1;
            if word.is_ascii()
                && word.len() >= 5
                && outward(&word[..word.len() - 3])
                && inward(&word[word.len() - 3..])
            {
                spans.push(letter.words[at].span);
            } else if outward(word) && block.words.contains(&next) && inward(letter.word_text(next)) {
                let span = letter.words[at].span.join(letter.words[next].span);
                if span.of(letter.text()).chars().all(|c| c.is_ascii_alphanumeric() || c.is_whitespace()) {
                    spans.push(span);
                }
            }
        }
    }
    spans
}

fn date_key(date: &DateMention) -> String {
    format!("{:?}-{}-{:?}", date.parts.0, date.parts.1, date.parts.2)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::Source;
    use crate::lexicon::Files;

    const LETTER: &str = "Victim Liaison Unit\nTel: 01632 960118\nvlu@cps.example.org\n\n9 June 2025\n\nOur ref: 13WD0482125\n\nMs Rhian Fraser\n27 Oakwell Rise\nCastleford\nWF10 4QT\n\nDear Ms Fraser\n\nGareth Turner will not be charged. Mr Turner's solicitor wrote to PC Jas Dhillon on 22 May. Dhillon is on 01632 960142. You told us this on 9 June 2025.\n\nYours sincerely\n\nDenise Ruddock\nCrown Prosecutor\n";

    fn redactor(facts: &CaseFacts) -> (Letter, Redactor) {
        let letter = Letter::read(Source::from_text(LETTER));
        let names = Names::load(&Files::embedded()).expect("the lists");
        let redactor = Redactor::new(&names, &letter, facts);
        (letter, redactor)
    }

    #[test]
    fn replaces_names_and_details_with_stable_labels() {
        let facts = CaseFacts {
            victim_name: Some("Rhian Fraser".into()),
            defendant_name: Some("Gareth Turner".into()),
            ..CaseFacts::default()
        };
        let (letter, redactor) = redactor(&facts);
        let out = redactor.letter(&letter);
        for gone in [
            "Rhian", "Fraser", "Gareth", "Turner", "Dhillon", "Ruddock", "01632", "@", "13WD", "Oakwell",
            "WF10", "June", "22 May",
        ] {
            assert!(!out.contains(gone), "{gone} is left in:\n{out}");
        }
        assert!(out.contains("Dear Ms [VICTIM]"), "{out}");
        assert!(
            out.contains(
                "[DEFENDANT] will not be charged. Mr [DEFENDANT]'s solicitor wrote to PC [PERSON 1]"
            ),
            "{out}"
        );
        assert!(out.contains("[PERSON 1] is on [PHONE 2]"), "{out}");
        assert_eq!(out.matches("[DATE 1]").count(), 2, "{out}");
        assert_eq!(
            redactor.text("Mr Turner of 27 Oakwell Rise, on 22 May"),
            "Mr [DEFENDANT] of [ADDRESS 1], on [DATE 2]"
        );
    }

    #[test]
    fn needs_no_facts() {
        let (letter, redactor) = redactor(&CaseFacts::default());
        let out = redactor.letter(&letter);
        assert!(out.contains("Dear Ms [VICTIM]"), "{out}");
        assert!(!out.contains("Turner") && !out.contains("Gareth"), "{out}");
    }
}
