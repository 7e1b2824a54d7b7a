//! What a standard letter, a merge or an edit left behind.

use super::{Raw, View};
use crate::document::{BlockKind, Letter};
use crate::shapes::plain;
use crate::span::Span;
use lazy_static::lazy_static;
use memchr::memmem::Finder;
use regex::Regex;
use std::collections::BTreeMap;

lazy_static! {
    static ref HINTS: Hints = Hints::new();
    static ref BRACKETS: Regex = plain(r"\[([^\[\]\n]{0,160})\]");
    static ref ANGLES: Regex = plain(r"<<?\s*([A-Za-z][^<>\n@]{1,60})>>?");
    static ref BRACES: Regex = plain(
        r"\{\{?[^{}\n]{1,80}\}\}?|«[^»\n]{1,80}»|\$\{[^}\n]{1,80}\}|%%?[A-Z_]{3,40}%%?|\bMERGEFIELD\b[^\n]{0,40}"
    );
    static ref CROSSES: Regex =
        plain(r"(?i)\bx{3,}\b|\b(?:dd|xx)[/.-](?:mm|xx)[/.-](?:yy|yyyy|xx|xxxx)\b|\bxx\b");
    static ref WORDS: Regex = plain(
        r"(?i)\blorem ipsum\b|\binsert (?:here|name|date|details|address|text|offence|number|court)\b|\bTO BE (?:CONFIRMED|COMPLETED|INSERTED) BY\b|\bdelete as (?:appropriate|applicable|necessary)\b|\*\s*delete (?:as|if|where)\b|\bclick (?:or tap )?here to enter\b|\benter text\b"
    );
    static ref CAPITALS: Regex = plain(
        r"\b(?:VICTIM(?:'S)? ?NAME|DEFENDANT(?:'S)? ?NAME|OFFENDER ?NAME|SUSPECT ?NAME|INSERT [A-Z ]{3,40}|FIRST ?NAME|SURNAME|NAME OF [A-Z ]{3,30}|COURT NAME|OFFICER NAME)\b|[a-z,] (?:NAME|DATE|OFFENCE|ADDRESS|COURT)\b"
    );
    static ref OPTIONS: Regex = plain(
        r"(?i)\bmr\s?/\s?(?:mrs|ms|miss)\b(?:\s?/\s?(?:mrs|ms|miss|mx))*|\bhis\s?/\s?her\b|\bher\s?/\s?his\b|\bhim\s?/\s?her\b|\b(?:s/he|he\s?/\s?she|she\s?/\s?he)\b|\b(?:has|is|was)\s?/\s?(?:has|is|was) not\b|\bguilty\s?/\s?not guilty\b|\b(?:defendant|suspect|offender)\(s\)|\b(?:day|week|month)\(s\)"
    );
    static ref CODES: Regex = plain(
        r"#(?:REF|N/A|VALUE|NAME|DIV/0)[!?]?|\bError! (?:Reference source|Bookmark|Unknown)[^\n]{0,40}|\[object Object\]|&(?:nbsp|amp|lt|gt|quot|#39);|\x{fffd}|\bNaN\b|(?i)</?(?:p|br|b|i|span|div|font|strong)\b[^>\n]{0,80}>"
    );
    static ref OPENING: Regex = plain(r"(?m)^[ \t]*Dear [A-Z][A-Za-z'’. -]{1,40},?[ \t]*\r?$");
    static ref EMPTY: Regex = plain(r"(?m)^[ \t]*[•·▪‣◦●][ \t]*\r?$");
    static ref BLANK: Regex = plain(r"_{4,}|\.{6,}|\bTB[AC]\b");
}

/// Words inside square brackets that show a gap rather than an editor's addition to a quotation.
const GAPS: &[&str] = &[
    "insert",
    "delete",
    "attach",
    "enclose",
    "confirm",
    "provide",
    "remove",
    "update",
    "type",
    "paste",
    "copy",
    "oic",
    "recipient",
    "reader",
    "sender",
    "surname",
    "first",
    "full",
    "rank",
    "job",
    "force",
    "station",
    "amount",
    "hearing",
    "name",
    "date",
    "address",
    "number",
    "tel",
    "phone",
    "amend",
    "enter",
    "add",
    "if",
    "select",
    "choose",
    "court",
    "title",
    "details",
    "reason",
    "reasons",
    "optional",
    "offence",
    "para",
    "paragraph",
    "victim",
    "defendant",
    "suspect",
    "officer",
    "team",
    "link",
    "email",
    "ref",
    "urn",
    "xx",
    "xxx",
    "tbc",
    "here",
    "as",
    "complete",
    "include",
    "where",
    "signature",
    "his/her",
    "he/she",
    "day",
    "month",
    "year",
    "time",
    "location",
    "place",
    "contact",
    "standard",
    "note",
    "check",
    "flo",
    "area",
    "unit",
    "sentence",
    "or",
];

/// Pieces of text without which a pattern cannot match. Each pattern runs only over text that holds one of its
/// pieces: most letters hold none.
struct Hints {
    crosses: Vec<Finder<'static>>,
    /// In small letters.
    words: Vec<Finder<'static>>,
    capitals: Vec<Finder<'static>>,
    blanks: Vec<Finder<'static>>,
    bullets: Vec<Finder<'static>>,
    codes: Vec<Finder<'static>>,
    merge_field: Finder<'static>,
}

impl Hints {
    fn new() -> Hints {
        let of = |pieces: &[&'static str]| pieces.iter().map(|p| Finder::new(*p)).collect();
        Hints {
            crosses: of(&["xx", "XX", "Xx", "DD", "dd/", "dd.", "dd-"]),
            words: of(&[
                "lorem",
                "insert ",
                "confirmed by",
                "completed by",
                "inserted by",
                "delete ",
                "click ",
                "enter text",
            ]),
            capitals: of(&["NAME", "INSERT ", "DATE", "OFFENCE", "ADDRESS", "COURT"]),
            blanks: of(&["____", "......", "TBC", "TBA"]),
            bullets: of(&["•", "·", "▪", "‣", "◦", "●"]),
            codes: of(&["#", "&", "<", "\u{fffd}", "Error!", "[object", "NaN"]),
            merge_field: Finder::new("MERGEFIELD"),
        }
    }
}

fn any(pieces: &[Finder<'static>], text: &str) -> bool {
    pieces.iter().any(|p| p.find(text.as_bytes()).is_some())
}

/// Which of the plain characters a text holds.
fn plain_characters(text: &str) -> u128 {
    text.bytes().fold(0, |all, b| if b < 128 { all | 1 << b } else { all })
}

pub(super) fn read(view: &View<'_>) -> Vec<Raw> {
    let mut raws = Vec::new();
    placeholders(view.letter, &mut raws);
    codes(view.letter, &mut raws);
    seams(view.letter, &mut raws);
    repeated(view.letter, &mut raws);
    enclosures(view.letter, &mut raws);
    editing(view, &mut raws);
    raws
}

/// Adds what does not lie on something found before.
fn add(raws: &mut Vec<Raw>, rule: &'static str, start: usize, end: usize) {
    let span = Span::new(start, end);
    if !raws.iter().any(|r| r.span.overlaps(span)) {
        raws.push(Raw::new(rule, span));
    }
}

fn placeholders(letter: &Letter, raws: &mut Vec<Raw>) {
    let text = letter.text();
    let characters = plain_characters(text);
    let has = |c: char| characters & (1 << (c as u32)) != 0;
    if has('[') {
        for c in BRACKETS.captures_iter(text) {
            let (Some(all), Some(inside)) = (c.get(0), c.get(1)) else { continue };
            if is_gap(inside.as_str())
                && !letter.quotes.iter().any(|q| q.contains(Span::new(all.start(), all.end())))
            {
                add(raws, "leftover.placeholder", all.start(), all.end());
            }
        }
    }
    if has('<') {
        for c in ANGLES.captures_iter(text) {
            let (Some(all), Some(inside)) = (c.get(0), c.get(1)) else { continue };
            let inside = inside.as_str().trim_end_matches('>');
            let link = inside.contains("://")
                || inside.starts_with("www.")
                || inside.starts_with("mailto:")
                || inside.contains('.');
            let tag = ["p", "br", "b", "i", "span", "div", "font", "strong"]
                .contains(&inside.split([' ', '/']).next().unwrap_or(""));
            if !link && !tag {
                add(raws, "leftover.placeholder", all.start(), all.end());
            }
        }
    }
    if has('{')
        || has('%')
        || has('$')
        || text.contains('«')
        || HINTS.merge_field.find(text.as_bytes()).is_some()
    {
        for m in BRACES.find_iter(text) {
            add(raws, "leftover.placeholder", m.start(), m.end());
        }
    }
    let crosses = any(&HINTS.crosses, text);
    for m in found(crosses, &CROSSES, text) {
        // "XX" closes a friendly message; alone it is a gap only in capitals inside a line.
        let gap = m.as_str().chars().count() > 2 || m.as_str() == "XX";
        if gap && !(m.as_str().chars().count() <= 3 && m.as_str().chars().all(|c| c == 'x')) {
            add(raws, "leftover.placeholder", m.start(), m.end());
        }
    }
    let small = text.to_ascii_lowercase();
    let words = any(&HINTS.words, &small);
    for m in found(words, &WORDS, text) {
        let options = m.as_str().to_ascii_lowercase().contains("delete");
        add(raws, if options { "leftover.options" } else { "leftover.placeholder" }, m.start(), m.end());
    }
    let capitals = any(&HINTS.capitals, text);
    for m in found(capitals, &CAPITALS, text) {
        let start = m.start() + m.as_str().find(|c: char| c.is_ascii_uppercase()).unwrap_or(0);
        // "The DATE OF HEARING": words stressed by capitals go on.
        let mut rest = text[m.end()..].chars();
        if start > m.start()
            && rest.next() == Some(' ')
            && rest.take(2).filter(char::is_ascii_uppercase).count() == 2
        {
            continue;
        }
        add(raws, "leftover.placeholder", start, m.end());
    }
    let options = has('/') && offers_two(text) || has('(') && text.contains("(s)");
    for m in found(options, &OPTIONS, text) {
        // "his/her" may be meant, where nobody knows who did it.
        let pronoun = ["his", "her", "him", "he", "she", "s/he"].iter().any(|p| {
            m.as_str().split('/').next().is_some_and(|first| first.trim().eq_ignore_ascii_case(p))
                || m.as_str().eq_ignore_ascii_case(p)
        }) || m.as_str().eq_ignore_ascii_case("s/he");
        let meant = pronoun && !somebody_known(letter, m.start());
        add(raws, if meant { "leftover.pronouns" } else { "leftover.options" }, m.start(), m.end());
    }
    let blanks = any(&HINTS.blanks, text);
    for m in found(blanks, &BLANK, text) {
        add(raws, "leftover.blank", m.start(), m.end());
    }
    let bullets = any(&HINTS.bullets, text);
    for m in found(bullets, &EMPTY, text) {
        add(raws, "leftover.empty_item", m.start(), m.end());
    }
}

/// Whether a slash stands between letters that end and begin the words of a choice ("mr/mrs", "his/her").
fn offers_two(text: &str) -> bool {
    text.match_indices('/').any(|(at, _)| {
        let small = |c: Option<char>| c.map(|c| c.to_ascii_lowercase());
        let before = small(text[..at].chars().rev().find(|c| !c.is_whitespace()));
        let after = small(text[at + 1..].chars().find(|c| !c.is_whitespace()));
        matches!(before, Some('r' | 's' | 'm' | 'e' | 'y'))
            && matches!(after, Some('m' | 'h' | 's' | 'i' | 'w' | 'n'))
            // Letters of other scripts that count as these.
            || before.is_some_and(|c| !c.is_ascii())
            || after.is_some_and(|c| !c.is_ascii())
    })
}

/// The matches of a pattern where it may have some; it is not even compiled before.
fn found<'t>(
    may: bool,
    pattern: &'static (impl std::ops::Deref<Target = Regex> + Sync),
    text: &'t str,
) -> impl Iterator<Item = regex::Match<'t>> {
    may.then(|| pattern.find_iter(text)).into_iter().flatten()
}

fn is_gap(inside: &str) -> bool {
    let inside = inside.trim();
    if inside.is_empty()
        || inside.chars().all(|c| matches!(c, '.' | '_' | '-' | ' ' | 'x' | 'X' | '\u{2026}'))
    {
        return !matches!(inside, "..." | "\u{2026}" | "x" | "X" | ". . .");
    }
    let words: Vec<String> = inside
        .split(|c: char| !(c.is_alphanumeric() || c == '/' || c == '\''))
        .filter(|w| !w.is_empty())
        .map(str::to_lowercase)
        .collect();
    if words.first().is_some_and(|w| {
        matches!(w.as_str(), "sic" | "redacted" | "emphasis" | "translation" | "signed" | "by")
    }) {
        return false;
    }
    // "[2024] EWCA" and "[12]" cite.
    if words.iter().all(|w| w.bytes().all(|b| b.is_ascii_digit())) {
        return false;
    }
    let capitals =
        inside.chars().filter(|c| c.is_alphabetic()).count() >= 3 && !inside.chars().any(char::is_lowercase);
    capitals || words.iter().any(|w| GAPS.contains(&w.as_str()))
}

/// Whether the words before a "he/she" speak of one definite person, whose sex the writer can know.
fn somebody_known(letter: &Letter, at: usize) -> bool {
    let end = letter.words.partition_point(|w| w.span.end <= at);
    let words: Vec<&str> = (end.saturating_sub(20)..end).map(|w| letter.folded(w)).collect();
    let open = words.iter().any(|w| {
        matches!(
            *w,
            "someone"
                | "somebody"
                | "anyone"
                | "anybody"
                | "whoever"
                | "unknown"
                | "nobody"
                | "person"
                | "any"
                | "each"
                | "every"
                | "if"
                | "another"
        )
    });
    let definite = words.windows(2).any(|w| {
        matches!(w[0], "the" | "your" | "our" | "my")
            && matches!(
                w[1],
                "prosecutor"
                    | "officer"
                    | "lawyer"
                    | "reviewer"
                    | "barrister"
                    | "judge"
                    | "defendant"
                    | "suspect"
                    | "offender"
                    | "driver"
                    | "manager"
                    | "inspector"
                    | "solicitor"
                    | "advocate"
                    | "witness"
            )
    });
    definite && !open
}

fn codes(letter: &Letter, raws: &mut Vec<Raw>) {
    let text = letter.text();
    let codes = any(&HINTS.codes, text);
    for m in found(codes, &CODES, text) {
        add(raws, "leftover.code", m.start(), m.end());
    }
}

/// Two salutations, two sign-offs.
fn seams(letter: &Letter, raws: &mut Vec<Raw>) {
    let of = |kind: BlockKind| letter.blocks.iter().filter(move |b| b.kind == kind);
    // A second one stands where the reader of blocks no longer expects it: told by its line.
    let twice = letter.text().matches("Dear ").nth(1).is_some();
    if let Some(second) = found(twice, &OPENING, letter.text()).nth(1) {
        add(raws, "leftover.salutation", second.start(), second.end());
    }
    if let Some(second) = of(BlockKind::SignOff).nth(1) {
        add(raws, "leftover.sign_off", second.span.start, second.span.end);
    }
}

/// A sentence of twelve words or more that stands twice.
fn repeated(letter: &Letter, raws: &mut Vec<Raw>) {
    let mut seen: BTreeMap<Vec<&str>, usize> = BTreeMap::new();
    let mut last: Option<Span> = None;
    for (index, sentence) in letter.sentences.iter().enumerate() {
        if sentence.words.len() < 12 || !letter.blocks[sentence.block].kind.is_body() {
            continue;
        }
        let key: Vec<&str> = sentence.words.clone().map(|w| letter.folded(w)).collect();
        if seen.insert(key, index).is_some() {
            match last {
                // One finding for a whole repeated paragraph.
                Some(span) if sentence.span.start <= span.end + 3 => {
                    if let Some(raw) = raws.last_mut().filter(|r| r.rule == "leftover.repeated") {
                        raw.span = raw.span.join(sentence.span);
                    }
                }
                _ => add(raws, "leftover.repeated", sentence.span.start, sentence.span.end),
            }
            last = Some(sentence.span);
        }
    }
}

/// "Enc" with nothing named.
fn enclosures(letter: &Letter, raws: &mut Vec<Raw>) {
    let mut blocks = letter.blocks.iter().enumerate().filter(|(_, b)| b.kind == BlockKind::Enclosure);
    if let Some((index, block)) = blocks.next() {
        let line = block.span.of(letter.text()).trim().trim_end_matches(['.', ':', ' ']).to_ascii_lowercase();
        let bare = matches!(line.as_str(), "enc" | "encs" | "enclosure" | "enclosures" | "encl");
        let more = letter.blocks.get(index + 1).is_some_and(|b| b.kind == BlockKind::Enclosure);
        if bare && !more {
            add(raws, "leftover.enclosure", block.span.start, block.span.end);
        }
    }
}

/// Comments, tracked changes and merge fields that the file holds.
fn editing(view: &View<'_>, raws: &mut Vec<Raw>) {
    let left = view.letter.source.leftovers;
    for (count, one, many) in [
        (left.comments, "comment", "comments"),
        (left.tracked_changes, "tracked change", "tracked changes"),
        (left.merge_fields, "merge field", "merge fields"),
    ] {
        if count > 0 {
            raws.push(Raw::with(
                "leftover.comments",
                Span::new(0, 0),
                format!("{count} {}", if count == 1 { one } else { many }),
            ));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::Source;

    fn found(text: &str) -> Vec<String> {
        let letter = Letter::read(Source::from_text(text));
        let mut raws = Vec::new();
        placeholders(&letter, &mut raws);
        codes(&letter, &mut raws);
        raws.iter().filter(|r| r.rule != "leftover.blank").map(|r| r.span.of(text).to_string()).collect()
    }

    #[test]
    fn finds_gaps() {
        for (text, gap) in [
            ("Dear [NAME],\n\nWe wrote to you.", "[NAME]"),
            ("Ring [insert number] today.", "[insert number]"),
            ("Dear <first name>,", "<first name>"),
            ("Dear {{victim.name}},", "{{victim.name}}"),
            ("Your officer is XXXX today.", "XXXX"),
            ("The hearing is on DD/MM/YYYY.", "DD/MM/YYYY"),
            ("You can ring him/her.", "him/her"),
            ("Dear Mr/Mrs/Ms Hale", "Mr/Mrs/Ms"),
            ("It was on «Date» at court.", "«Date»"),
            ("We met on DATE at court.", "DATE"),
            ("See Error! Reference source not found.", "Error! Reference source not found."),
        ] {
            assert_eq!(found(text), vec![gap.to_string()], "{text}");
        }
    }

    #[test]
    fn leaves_editors_and_links_alone() {
        for text in [
            "He said \"I [the officer] saw it\".",
            "The rule is in [2024] EWCA Crim 12.",
            "Write to <help@example.org> or <https://www.example.org>.",
            "It was 5 < 6 and 7 > 3.",
            "The DATE OF HEARING is below.",
            "She wrote: \"[sic]\".",
        ] {
            assert!(found(text).is_empty(), "{text}: {:?}", found(text));
        }
    }
}
