//! Where a letter names somebody.

use super::{Known, Names};
use crate::document::{BlockKind, Letter, Shape};
use crate::numerals;
use crate::span::Span;
use std::collections::BTreeSet;
use std::ops::Range;

/// A title before a name.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Title {
    /// Mr.
    Mr,
    /// Mrs, Ms, Miss.
    Ms,
    /// Mx, Dr, Professor, Reverend and the like, which tell no sex.
    Neutral,
    /// A police rank or an office of the court: PC, DC, Sgt, Judge.
    Office,
}

impl Title {
    /// The title that a word is, in small letters.
    pub fn of(folded: &str) -> Option<Title> {
        Some(match folded.trim_end_matches('.') {
            "mr" | "master" => Title::Mr,
            "mrs" | "ms" | "miss" => Title::Ms,
            "mx" | "dr" | "doctor" | "prof" | "professor" | "rev" | "reverend" => Title::Neutral,
            "pc" | "wpc" | "dc" | "ds" | "di" | "dci" | "dsu" | "det" | "ps" | "sgt" | "sergeant"
            | "insp" | "inspector" | "constable" | "detective" | "pcso" | "judge" | "hhj" | "recorder"
            | "superintendent" => Title::Office,
            _ => return None,
        })
    }
}

/// One place where somebody is named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    /// From the title, where there is one, to the end of the name.
    pub span: Span,
    /// The words of the name without its title, as indexes into [`Letter::words`].
    pub words: Range<usize>,
    /// The title.
    pub title: Option<Title>,
    /// First names, in small letters; initials are left out.
    pub first: Vec<String>,
    /// The surname in small letters, where one is written.
    pub last: Option<String>,
    /// Where it stands.
    pub block: BlockKind,
}

/// Words that stand where a name could, with a capital, and are none.
const NO_NAME: &[&str] = &[
    "sir",
    "madam",
    "crown",
    "court",
    "police",
    "justice",
    "service",
    "unit",
    "team",
    "office",
    "officer",
    "house",
    "centre",
    "center",
    "victim",
    "victims",
    "witness",
    "support",
    "care",
    "liaison",
    "review",
    "code",
    "law",
    "act",
    "order",
    "board",
    "prison",
    "probation",
    "magistrates",
    "magistrates'",
    "street",
    "road",
    "lane",
    "avenue",
    "close",
    "drive",
    "terrace",
    "place",
    "park",
    "hill",
    "station",
    "hospital",
    "school",
    "church",
    "north",
    "south",
    "east",
    "west",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "the",
    "a",
    "an",
    "and",
    "or",
    "of",
    "in",
    "on",
    "at",
    "to",
    "for",
    "is",
    "was",
    "has",
    "i",
    "you",
    "he",
    "she",
    "it",
    "we",
    "they",
    "prosecutor",
    "senior",
    "district",
    "chief",
    "manager",
    "lawyer",
    "reviewing",
    "detective",
    "constable",
    "sergeant",
    "inspector",
    "cc",
    "re",
    "ref",
    "our",
    "your",
    "dear",
    "yours",
    "yes",
    "no",
    "not",
    "if",
    "who",
    "what",
    "dna",
    "cctv",
    "cps",
    "hmp",
    "urn",
    "mr",
    "mrs",
    "ms",
    "miss",
    "dr",
    "pc",
    "dc",
    "ds",
    "di",
    "tel",
    "telephone",
    "email",
    "direct",
    "line",
    "his",
    "her",
    "this",
    "that",
    "these",
    "as",
    "but",
    "so",
    "then",
    "when",
    "however",
    "legal",
    "appeal",
    "appeals",
    "parole",
    "statement",
    "personal",
    "scheme",
    "right",
    "rights",
    "number",
    "day",
    "date",
    "new",
    "old",
    "all",
];

fn is_no_name(folded: &str) -> bool {
    NO_NAME.contains(&folded) || numerals::month(folded).is_some()
}

/// Finds every mention of a person: a title and a name, a first name with a surname, and single words
/// that are names in the case facts or in another mention.
pub fn mentions(letter: &Letter, names: &Names, known: &Known) -> Vec<Mention> {
    let mut found: Vec<Mention> = Vec::new();
    let mut taken = vec![false; letter.words.len()];
    for sentence in &letter.sentences {
        let kind = letter.blocks[sentence.block].kind;
        let mut at = sentence.words.start;
        while at < sentence.words.end {
            // No name begins with a small letter.
            if letter.words[at].shape == Shape::Lower {
                at += 1;
                continue;
            }
            let end = titled(letter, names, known, at, sentence.words.end, kind)
                .or_else(|| full(letter, names, known, at, sentence.words.end, kind));
            match end {
                Some(mention) => {
                    at = mention.words.end.max(at + 1);
                    taken[mention.words.clone()].fill(true);
                    found.push(mention);
                }
                None => at += 1,
            }
        }
    }
    let mut lasts: BTreeSet<String> = BTreeSet::new();
    let mut firsts: BTreeSet<String> = BTreeSet::new();
    for name in known.all() {
        lasts.extend((!name.last.is_empty()).then(|| name.last.to_lowercase()));
        firsts.extend(name.first.iter().filter(|f| f.chars().count() > 1).map(|f| f.to_lowercase()));
    }
    for m in &found {
        lasts.extend(m.last.clone());
        firsts.extend(m.first.iter().cloned());
    }
    for (index, word) in letter.words.iter().enumerate() {
        if taken[index] || !matches!(word.shape, Shape::Capital | Shape::Capitals | Shape::Mixed) {
            continue;
        }
        let bare = bare(letter.folded(index));
        let is_last = lasts.contains(bare);
        let is_first = firsts.contains(bare);
        if !(is_last || is_first) || (opens_sentence(letter, index) && is_no_name(bare)) {
            continue;
        }
        found.push(Mention {
            span: word.span,
            words: index..index + 1,
            title: None,
            first: if is_first && !is_last { vec![bare.to_string()] } else { Vec::new() },
            last: is_last.then(|| bare.to_string()),
            block: letter.kind_of(word.sentence),
        });
    }
    found.sort_by_key(|m| (m.span.start, m.span.end));
    found
}

/// A name without its possessive ending: "shah's", "shah'" and "shah" are one.
pub fn bare(folded: &str) -> &str {
    folded.strip_suffix("'s").or_else(|| folded.strip_suffix('\'')).unwrap_or(folded)
}

fn opens_sentence(letter: &Letter, word: usize) -> bool {
    letter.sentences[letter.words[word].sentence].words.start == word
}

fn gap(letter: &Letter, word: usize) -> &str {
    match (letter.words.get(word), letter.words.get(word + 1)) {
        (Some(a), Some(b)) if a.span.end <= b.span.start => &letter.text()[a.span.end..b.span.start],
        _ => "\n",
    }
}

/// Whether a name may go on over the gap behind this word: a space, a full stop after an initial, a hyphen.
fn runs_on(letter: &Letter, word: usize) -> bool {
    let gap = gap(letter, word);
    let short = letter.words[word].span.len() <= 4;
    !gap.contains('\n')
        && gap.chars().all(|c| c == ' ' || c == '\u{a0}' || c == '-' || (c == '.' && short))
        && gap.len() <= 3
}

fn capital(letter: &Letter, word: usize) -> bool {
    matches!(letter.words[word].shape, Shape::Capital | Shape::Capitals | Shape::Mixed)
        && letter.word_text(word).chars().next().is_some_and(char::is_uppercase)
        && !letter.word_text(word).bytes().any(|b| b.is_ascii_digit())
}

fn initial(letter: &Letter, word: usize) -> bool {
    let text = letter.word_text(word);
    text.chars().filter(|c| c.is_alphabetic()).count() <= 2
        && text.chars().all(|c| c.is_uppercase() || c == '.')
}

fn titled(
    letter: &Letter,
    names: &Names,
    known: &Known,
    at: usize,
    end: usize,
    kind: BlockKind,
) -> Option<Mention> {
    // Most words begin with a small letter.
    if letter.word_text(at).chars().next().is_none_or(char::is_lowercase) {
        return None;
    }
    let title = Title::of(letter.folded(at))?;
    let mut next = at + 1;
    // "Detective Constable", and a collar number between rank and name: "PC 4471 Dean Mulvey".
    while next < end && next <= at + 3 && runs_on(letter, next - 1) {
        let folded = letter.folded(next);
        if Title::of(folded) == Some(Title::Office)
            || (title == Title::Office && folded.bytes().all(|b| b.is_ascii_digit()))
        {
            next += 1;
        } else {
            break;
        }
    }
    let start = next;
    while next < end && next < start + 4 && runs_on(letter, next - 1) && capital(letter, next) {
        let folded = bare(letter.folded(next));
        let sure = known.all().any(|n| n.has_last(folded) || n.has_first(folded));
        if !sure && is_no_name(folded) && !initial(letter, next) {
            break;
        }
        let possessive = folded.len() != letter.folded(next).len();
        next += 1;
        if possessive {
            break;
        }
    }
    while next > start && initial(letter, next - 1) {
        next -= 1;
    }
    (next > start).then(|| mention(letter, names, known, at, start..next, Some(title), kind))
}

fn full(
    letter: &Letter,
    names: &Names,
    known: &Known,
    at: usize,
    end: usize,
    kind: BlockKind,
) -> Option<Mention> {
    if !capital(letter, at) {
        return None;
    }
    let folded = letter.folded(at);
    let known_first = known.all().any(|n| n.has_first(folded));
    let opener = names.is_first(folded) || known_first;
    let initials = initial(letter, at)
        && folded != "i"
        && matches!(kind, BlockKind::Signature | BlockKind::Address | BlockKind::Letterhead);
    if !(opener || initials) || (is_no_name(folded) && !known_first && opens_sentence(letter, at)) {
        return None;
    }
    let mut next = at + 1;
    while next < end && next <= at + 3 && runs_on(letter, next - 1) && capital(letter, next) {
        let word = bare(letter.folded(next));
        let sure = names.is_last(word) || known.all().any(|n| n.has_last(word) || n.has_first(word));
        if (!sure && is_no_name(word)) || (word == "i" && !initials) {
            break;
        }
        let possessive = word.len() != letter.folded(next).len();
        next += 1;
        if possessive {
            break;
        }
    }
    while next > at + 1 && initial(letter, next - 1) {
        next -= 1;
    }
    (next > at + 1).then(|| mention(letter, names, known, at, at..next, None, kind))
}

fn mention(
    letter: &Letter,
    names: &Names,
    known: &Known,
    from: usize,
    words: Range<usize>,
    title: Option<Title>,
    block: BlockKind,
) -> Mention {
    let mut first: Vec<String> =
        words.clone().filter(|w| !initial(letter, *w)).map(|w| bare(letter.folded(w)).to_string()).collect();
    let last_word = words.end - 1;
    let hyphened = letter.words[last_word].joined && words.len() > 1;
    let mut last = first.pop();
    if hyphened && let (Some(l), Some(f)) = (&last, first.pop()) {
        last = Some(format!("{f}-{l}"));
    }
    // "Ms Stantons address" lacks an apostrophe; the name is Stanton.
    if let Some(stem) = last.as_deref().and_then(|l| l.strip_suffix('s'))
        && known.all().any(|n| n.has_last(stem))
        && !known.all().any(|n| last.as_deref().is_some_and(|l| n.has_last(l)))
    {
        last = Some(stem.to_string());
    }
    // "Mr Owen" names a surname, "Ms Ana" a first name when the facts say so.
    if words.len() == 1
        && let Some(l) = last.as_deref()
        && known.all().any(|n| n.has_first(l) && !n.has_last(l))
        && !names.is_last(l)
    {
        first = vec![l.to_string()];
        last = None;
    }
    Mention {
        span: letter.words[from].span.join(letter.words[last_word].span),
        words,
        title,
        first,
        last,
        block,
    }
}
