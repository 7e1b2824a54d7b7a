//! Names: the reader's and the defendant's must be the ones in the letter, and nobody may be called by two.

mod against_facts;
mod inside;

use super::spelling::Speller;
use super::{Raw, View};
use crate::document::BlockKind;
use crate::people::{Mention, Names, slips};
use std::collections::{BTreeMap, BTreeSet};

struct Base {
    text: String,
    reader: bool,
    accused: bool,
    count: usize,
    /// First names that the letter or the facts join with this surname.
    first: BTreeSet<String>,
    given: bool,
}

pub(super) fn read(view: &View<'_>, names: &Names, speller: &Speller) -> Vec<Raw> {
    let mut raws = Vec::new();
    let bases = bases(view);
    let wrong = inside::misspelt(view, names, speller, &bases, &mut raws);
    inside::ties(view, &wrong, &mut raws);
    inside::titles(view, &mut raws);
    inside::reader_title(view, &mut raws);
    against_facts::first_name(view, &wrong, &mut raws);
    against_facts::salutation(view, &wrong, &mut raws);
    against_facts::strangers(view, names, speller, &bases, &wrong, &mut raws);
    inside::pronouns(view, &mut raws);
    raws
}

/// The surnames and first names that the letter may be held to.
fn bases(view: &View<'_>) -> Vec<Base> {
    let mut counts: BTreeMap<String, (usize, BTreeSet<String>)> = BTreeMap::new();
    for m in &view.mentions {
        if let Some(last) = &m.last {
            let entry = counts.entry(last.clone()).or_default();
            entry.0 += 1;
            entry.1.extend(m.first.iter().cloned());
        }
    }
    let mut bases: Vec<Base> = Vec::new();
    let mut add = |text: &str, reader: bool, accused: bool, first: BTreeSet<String>, given: bool| {
        let text = text.to_lowercase();
        if text.chars().count() < 3 {
            return;
        }
        // Two who share a surname are one base, with the first names of both.
        if let Some(base) = bases.iter_mut().find(|b| b.text == text) {
            if given {
                base.first.extend(first);
            }
            return;
        }
        let count = counts.get(&text).map_or(0, |c| c.0);
        bases.push(Base { text, reader, accused, count, first, given });
    };
    let parts =
        view.known.victim.iter().map(|n| (n, true)).chain(view.known.defendants.iter().map(|n| (n, false)));
    for (name, reader) in parts {
        let first: BTreeSet<String> = name.first.iter().map(|f| f.to_lowercase()).collect();
        add(&name.last, reader, !reader, first, true);
        for f in &name.first {
            add(f, reader, !reader, BTreeSet::new(), true);
        }
    }
    for (last, (count, first)) in &counts {
        let sender = view
            .mentions
            .iter()
            .any(|m| m.last.as_deref() == Some(last) && matches!(m.block, BlockKind::Signature));
        // A name that is a slip away from the facts' is no base of its own, however often it stands.
        let slip = view.known.all().any(|n| {
            let given = n.last.to_lowercase();
            let most = if given.chars().count() >= 6 && last.chars().count() >= 6 { 2 } else { 1 };
            let apart = slips(last, &given, most);
            apart > 0
                && apart <= most
                && given.chars().count().min(last.chars().count()) >= 4
                && (first.is_empty() || first.iter().any(|f| n.has_first(f)))
        });
        if (*count >= 2 || sender) && !slip {
            add(last, false, false, first.clone(), false);
        }
    }
    bases
}

fn mention_at<'v>(view: &'v View<'_>, word: usize) -> Option<&'v Mention> {
    view.at_word.get(word).copied().flatten().and_then(|m| view.mentions.get(m))
}

fn display(name: &str) -> String {
    let mut chars = name.chars();
    chars.next().map(|c| c.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

/// "Mr and Mrs Shaw".
fn couple(view: &View<'_>, m: &Mention) -> bool {
    let before = &view.letter.text()[..m.span.start];
    before.trim_end().ends_with("and") || before.trim_end().ends_with('&')
}

fn sentence_words(view: &View<'_>, m: &Mention) -> std::ops::Range<usize> {
    view.letter.words.get(m.words.start).map_or(0..0, |w| view.letter.sentences[w.sentence].words.clone())
}

fn before<'v>(view: &'v View<'_>, m: &Mention) -> &'v str {
    let range = sentence_words(view, m);
    let from = range.start.min(view.letter.words.len());
    let start = view.letter.words.get(from).map_or(0, |w| w.span.start).min(m.span.start);
    &view.letter.text()[start..m.span.start]
}

fn after<'v>(view: &'v View<'_>, m: &Mention) -> &'v str {
    let end = view
        .letter
        .words
        .get(m.words.start)
        .map_or(m.span.end, |w| view.letter.sentences[w.sentence].span.end);
    &view.letter.text()[m.span.end..end.max(m.span.end)]
}

fn last_word(text: &str) -> String {
    text.trim_end_matches(|c: char| !c.is_alphanumeric())
        .rsplit(|c: char| !(c.is_alphanumeric() || c == '\'' || c == '\u{2019}'))
        .next()
        .unwrap_or("")
        .to_lowercase()
}

/// Whether the name calls on the reader: "I know, Mr Hale, that ..."; "That is not good enough Mr Hale, and".
fn vocative(view: &View<'_>, m: &Mention) -> bool {
    let (before, after) = (before(view, m), after(view, m));
    let comma_before = before.trim_end().ends_with(',');
    let comma_after = after.starts_with(',') || after.is_empty() || after.starts_with(['.', '!', '?']);
    let opens = before.trim().is_empty() && after.starts_with(',');
    let last = last_word(before);
    if opens {
        let next = after.trim_start_matches([',', ' ']);
        let word: String =
            next.chars().take_while(|c| c.is_alphanumeric() || *c == '\'').collect::<String>().to_lowercase();
        return matches!(
            word.as_str(),
            "i" | "i'm" | "i've" | "we" | "you" | "your" | "it" | "please" | "this" | "the" | "if"
        );
    }
    if comma_before && comma_after {
        // "Your caseworker, Mr Aziz, has offered": the name says who the noun before it is.
        let next = after.trim_start_matches([',', ' ']);
        let verb: String = next.chars().take_while(|c| c.is_alphabetic()).collect::<String>().to_lowercase();
        let speaks = before
            .split(|c: char| !(c.is_alphanumeric() || c == '\'' || c == '\u{2019}'))
            .any(|w| matches!(w.to_lowercase().as_str(), "i" | "we" | "you" | "i'm" | "we're" | "you're"));
        if matches!(verb.as_str(), "which" | "who" | "whose" | "whom")
            || (!speaks
                && matches!(
                    verb.as_str(),
                    "has"
                        | "is"
                        | "was"
                        | "had"
                        | "will"
                        | "would"
                        | "can"
                        | "could"
                        | "did"
                        | "does"
                        | "says"
                        | "said"
                        | "told"
                        | "put"
                        | "gave"
                        | "came"
                        | "may"
                        | "must"
                        | "made"
                        | "saw"
                        | "went"
                ))
        {
            return false;
        }
        return !against_facts::ROLES.contains(&last.as_str())
            && !before.contains(':')
            && before.matches(',').count() <= 2
            && !after.trim_start_matches([',', ' ']).starts_with(char::is_uppercase)
            && !before.trim_end_matches([',', ' ']).ends_with(|c: char| c.is_uppercase())
            && says_you(view, m);
    }
    after.starts_with(',')
        && matches!(
            last.as_str(),
            "enough"
                | "sorry"
                | "right"
                | "well"
                | "you"
                | "no"
                | "yes"
                | "thanks"
                | "truly"
                | "fair"
                | "understand"
                | "know"
                | "afraid"
                | "that"
        )
        && says_you(view, m)
        && !matches!(last.as_str(), "you" | "that")
}

fn says_you(view: &View<'_>, m: &Mention) -> bool {
    sentence_words(view, m).any(|w| {
        matches!(
            view.letter.folded(w),
            "you" | "your" | "you've" | "you're" | "you'll" | "you'd" | "i" | "i'm" | "i've" | "we"
        )
    })
}
