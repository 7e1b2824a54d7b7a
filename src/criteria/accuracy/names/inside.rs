//! Names inside the letter: one name spelt in two ways, one person with two titles.

use super::super::spelling::Speller;
use super::super::{Raw, View};
use super::{Base, before, couple, display, last_word, mention_at, vocative};
use crate::document::{BlockKind, Shape};
use crate::people::{Mention, Names, Title, bare, slips};
use crate::shapes::Kind;
use crate::span::Span;
use std::collections::{BTreeMap, BTreeSet};

/// Names one or two slips away from a name that the letter is held to. Gives the words that are wrong.
pub(super) fn misspelt(
    view: &View<'_>,
    names: &Names,
    speller: &Speller,
    bases: &[Base],
    raws: &mut Vec<Raw>,
) -> BTreeSet<usize> {
    let letter = view.letter;
    let mut wrong = BTreeSet::new();
    for (index, word) in letter.words.iter().enumerate() {
        if !matches!(word.shape, Shape::Capital | Shape::Capitals | Shape::Mixed) {
            continue;
        }
        let folded = bare(letter.folded(index));
        let length = folded.chars().count();
        if length < 3 || folded.bytes().any(|b| b.is_ascii_digit()) || bases.iter().any(|b| b.text == folded)
        {
            continue;
        }
        // A slip hardly ever changes the first letter.
        let initial = folded.chars().next();
        if !bases.iter().any(|b| b.text.chars().next() == initial && b.text.len().abs_diff(folded.len()) <= 2)
        {
            continue;
        }
        // "SHAHs", "Stantons": the apostrophe is missing, not a letter wrong.
        if folded.strip_suffix('s').is_some_and(|s| bases.iter().any(|b| b.text == s))
            && !names.is_name(folded)
            && mention_at(view, index).is_none_or(|m| m.block.is_body())
            && letter.word_text(index).ends_with('s')
            && !ends_name(view, index)
        {
            continue;
        }
        let mention = mention_at(view, index);
        let named =
            mention.is_some_and(|m| m.title.is_some() || m.words.len() > 1) || behind_initial(view, index);
        if !named && (speller.is_ordinary(folded) || speller.is_place(folded)) {
            continue;
        }
        if shaped_address(view, word.span) {
            continue;
        }
        let is_last = mention.and_then(|m| m.last.as_deref()) == Some(folded) || mention.is_none();
        let best = bases
            .iter()
            .filter(|b| {
                let most = if length >= 6 && b.text.chars().count() >= 6 { 2 } else { 1 };
                let distance = slips(folded, &b.text, most);
                // Short names differ by one letter as often as not: "Ana" and "Nia", "Lee" and "Lees".
                let least = if b.given { 4 } else { 5 };
                (1..=most).contains(&distance) && length.min(b.text.chars().count()) >= least
            })
            .min_by_key(|b| slips(folded, &b.text, 2));
        let Some(base) = best else { continue };
        let first: Vec<&String> = mention.map(|m| m.first.iter().collect()).unwrap_or_default();
        // Two people of one family, or two who happen to have like names.
        if is_last
            && !first.is_empty()
            && !base.first.is_empty()
            && !first.iter().any(|f| base.first.iter().any(|b| slips(f, b, 1) <= 1))
        {
            continue;
        }
        let count = view
            .mentions
            .iter()
            .filter(|m| m.last.as_deref() == Some(folded) || m.first.iter().any(|f| f == folded))
            .count();
        let given_name = base.given || base.reader || base.accused;
        if !given_name && (count >= base.count || !named) {
            continue;
        }
        // A first name that is a common name of its own, and stands alone, is somebody else.
        if !named && names.is_name(folded) && !given_name {
            continue;
        }
        if !named && names.is_first(folded) && !is_base_last(bases, &base.text, view) {
            continue;
        }
        wrong.insert(index);
        let span = mention.map_or(word.span, |m| m.span);
        raws.push(Raw::with("names.misspelt", span, display(&base.text)));
    }
    wrong
}

/// One person, named twice and spelt in two ways: "DC Pryce" and "DC Price", "Tanya Blewitt" and "Tanya
/// Blewett". Which is right cannot be told; the later one is shown.
pub(super) fn ties(view: &View<'_>, wrong: &BTreeSet<usize>, raws: &mut Vec<Raw>) {
    for (index, later) in view.mentions.iter().enumerate() {
        let Some(last) = later.last.as_deref() else { continue };
        if later.words.clone().any(|w| wrong.contains(&w))
            || view.known.all().any(|n| n.has_last(last))
            || last.chars().count() < 5
        {
            continue;
        }
        if view.mentions[..index].iter().any(|m| m.last.as_deref() == Some(last)) {
            continue;
        }
        let twin = view.mentions[..index].iter().find(|m| {
            m.last.as_deref().is_some_and(|l| {
                l != last
                    && l.chars().count() >= 5
                    && slips(l, last, 1) == 1
                    && !view.known.all().any(|n| n.has_last(l))
            }) && ((m.title.is_some()
                && m.title == later.title
                && m.title == Some(Title::Office)
                && (m.first.is_empty() || later.first.is_empty() || m.first == later.first))
                || (!m.first.is_empty() && m.first == later.first)
                || (initial_of(view, m).is_some() && initial_of(view, m) == initial_of(view, later)))
        });
        if let Some(base) = twin.and_then(|m| m.last.as_deref()) {
            raws.push(Raw::with("names.misspelt", later.span, display(base)));
        }
    }
}

/// Whether an initial stands right before a word: "D. Rowntree".
fn behind_initial(view: &View<'_>, index: usize) -> bool {
    let letter = view.letter;
    index.checked_sub(1).is_some_and(|before| {
        let text = letter.word_text(before).trim_end_matches('.');
        let gap = &letter.text()[letter.words[before].span.end.min(letter.words[index].span.start)
            ..letter.words[index].span.start];
        text.chars().count() == 1
            && text != "I"
            && text != "A"
            && text.chars().all(char::is_uppercase)
            && matches!(gap, " " | ". " | ".")
    })
}

/// The initial that stands for a first name: "D. Rowntree".
fn initial_of(view: &View<'_>, m: &Mention) -> Option<char> {
    if !m.first.is_empty() || m.words.len() < 2 {
        return None;
    }
    view.letter.word_text(m.words.start).chars().next().filter(|c| c.is_uppercase())
}

fn is_base_last(bases: &[Base], text: &str, view: &View<'_>) -> bool {
    bases.iter().any(|b| b.text == text)
        && (view.known.all().any(|n| n.has_last(text))
            || view.mentions.iter().any(|m| m.last.as_deref() == Some(text)))
}

fn ends_name(view: &View<'_>, index: usize) -> bool {
    // The word is followed by no noun: it ends a line or a clause.
    match (view.letter.words.get(index), view.letter.words.get(index + 1)) {
        (Some(a), Some(b)) => {
            a.sentence != b.sentence
                || view.letter.text()[a.span.end..b.span.start].contains([',', '.', '\n'])
        }
        _ => true,
    }
}

fn shaped_address(view: &View<'_>, span: Span) -> bool {
    view.shaped.iter().any(|s| {
        matches!(s.kind, Kind::Address | Kind::Email | Kind::Url | Kind::Reference) && s.span.overlaps(span)
    })
}

/// "Mr Morgan" once among several "Ms Morgan".
pub(super) fn titles(view: &View<'_>, raws: &mut Vec<Raw>) {
    let mut by_name: BTreeMap<&str, (Vec<&Mention>, Vec<&Mention>)> = BTreeMap::new();
    for m in &view.mentions {
        if let Some(last) = m.last.as_deref() {
            match m.title {
                Some(Title::Mr) => by_name.entry(last).or_default().0.push(m),
                Some(Title::Ms) => by_name.entry(last).or_default().1.push(m),
                _ => {}
            }
        }
    }
    for (last, (men, women)) in by_name {
        if men.is_empty() || women.is_empty() {
            continue;
        }
        // The reader's husband, wife or parent bears the reader's name.
        let kin = view.mentions.iter().any(|m| {
            matches!(m.block, BlockKind::Salutation | BlockKind::Address) && m.last.as_deref() == Some(last)
        });
        if kin && !vocative(view, if men.len() < women.len() { men[0] } else { women[0] }) {
            continue;
        }
        // Two people of one surname.
        let holders = view.known.all().filter(|n| n.has_last(last)).count();
        let firsts: BTreeSet<&String> = men.iter().chain(&women).flat_map(|m| m.first.iter()).collect();
        if holders > 1 || firsts.len() > 1 {
            continue;
        }
        let (few, many, title) =
            if men.len() < women.len() { (&men, &women, "Ms") } else { (&women, &men, "Mr") };
        if few.len() == 1 && many.len() >= 2 && !couple(view, few[0]) {
            raws.push(Raw::with("names.title", few[0].span, format!("{title} {}", display(last))));
        }
    }
}

/// "Dear Ms Crawley", and "I am sorry, Mrs Crawley" below it, or "Miss Crawley" in the address above it.
pub(super) fn reader_title(view: &View<'_>, raws: &mut Vec<Raw>) {
    let word = |m: &Mention| {
        let title = view.letter.folded(view.letter.words.partition_point(|w| w.span.end <= m.span.start));
        matches!(title, "mr" | "ms" | "mrs" | "miss").then_some(title)
    };
    let Some((greeted, title)) =
        view.mentions.iter().find(|m| m.block == BlockKind::Salutation).and_then(|m| Some((m, word(m)?)))
    else {
        return;
    };
    // "Ms" and "Miss" are both said of one who is not married.
    let clash = |other: &str| other != title && !matches!((other, title), ("ms", "miss") | ("miss", "ms"));
    let addressed: Vec<&Mention> = view
        .mentions
        .iter()
        .filter(|m| m.block == BlockKind::Address && m.title.is_some() && m.last == greeted.last)
        .collect();
    if let [one] = addressed.as_slice()
        && let Some(other) = word(one)
        && clash(other)
        && !couple(view, one)
        && !couple(view, greeted)
        && greeted.last.is_some()
    {
        let last = greeted.last.as_deref().unwrap_or_default();
        raws.push(Raw::with("names.title", greeted.span, format!("{} {}", display(other), display(last))));
    }
    for m in view.mentions.iter().filter(|m| m.block.is_body() && m.last.is_some() && m.last == greeted.last)
    {
        let changed = word(m).is_some_and(clash);
        if changed && m.first.is_empty() && !couple(view, m) && vocative(view, m) {
            let last = m.last.as_deref().unwrap_or_default();
            raws.push(Raw::with("names.title", m.span, format!("{} {}", display(title), display(last))));
        }
    }
}

/// "He (Ms Morgan)".
pub(super) fn pronouns(view: &View<'_>, raws: &mut Vec<Raw>) {
    for m in view.mentions.iter().filter(|m| matches!(m.title, Some(Title::Mr | Title::Ms))) {
        let before = before(view, m);
        let Some(rest) = before.strip_suffix('(') else { continue };
        let word = last_word(rest);
        let clash = match m.title {
            Some(Title::Mr) => matches!(word.as_str(), "she" | "her" | "hers"),
            _ => matches!(word.as_str(), "he" | "him" | "his"),
        };
        if clash {
            let start = m.span.start - 1 - rest.len().abs_diff(rest.trim_end().len()) - word.len();
            let start = if view.letter.text().is_char_boundary(start) { start } else { m.span.start };
            raws.push(Raw::new("names.pronoun", Span::new(start, m.span.end)));
        }
    }
}
