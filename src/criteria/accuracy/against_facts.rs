//! The letter against the case facts: who withdrew, which offence, which day, whether a review applies.

use super::{Raw, View};
use crate::elements::Status;
use crate::span::Span;

/// Words that name an offence, by group. A letter about one group that never names it, and names another,
/// may belong to another case.
const OFFENCES: &[(&str, &[&str])] = &[
    ("burglary", &["burglary", "burgled", "burglar", "break-in", "broke", "burglaries"]),
    ("robbery", &["robbery", "robbed", "robbers", "mugging", "mugged"]),
    ("theft", &["theft", "stole", "stolen", "stealing", "thief", "took"]),
    ("fraud", &["fraud", "fraudulent", "deception", "scam", "false"]),
    ("criminal damage", &["damage", "damaged", "smashed", "broke", "vandalism", "graffiti"]),
    ("arson", &["arson", "fire", "burned", "burnt"]),
    ("rape", &["rape", "raped", "sexual", "sex", "ra"]),
    ("sexual assault", &["sexual", "sexually", "indecent", "rape", "touched", "assault"]),
    ("stalking", &["stalking", "stalked", "stalker", "harassment", "following"]),
    ("harassment", &["harassment", "harassed", "harassing", "messages", "stalking"]),
    ("manslaughter", &["manslaughter", "death", "died", "killed"]),
    ("murder", &["murder", "murdered", "killed", "death", "died"]),
    ("kidnap", &["kidnap", "kidnapped", "kidnapping", "imprisonment", "held"]),
    ("dangerous driving", &["driving", "drove", "collision", "crash", "driver"]),
    ("blackmail", &["blackmail", "blackmailed", "threat", "threats"]),
];

pub(super) fn read(view: &View<'_>) -> Vec<Raw> {
    let mut raws = Vec::new();
    withdrew(view, &mut raws);
    offence(view, &mut raws);
    sent(view, &mut raws);
    review(view, &mut raws);
    missing(view, &mut raws);
    raws
}

/// "you withdrew", where the facts say that the victim did not.
fn withdrew(view: &View<'_>, raws: &mut Vec<Raw>) {
    if view.case.facts.victim_withdrew != Some(false) {
        return;
    }
    let letter = view.letter;
    for sentence in letter.sentences.iter().filter(|s| letter.blocks[s.block].kind.is_body()) {
        for at in sentence.words.clone() {
            let word = |offset: usize| {
                if sentence.words.contains(&(at + offset)) { letter.folded(at + offset) } else { "" }
            };
            let you = matches!(word(0), "you" | "you've");
            let verb = matches!(word(1), "withdrew" | "withdrawn")
                || (matches!(word(1), "have" | "had") && word(2) == "withdrawn")
                || (word(1) == "decided"
                    && word(2) == "not"
                    && word(3) == "to"
                    && matches!(word(4), "support" | "proceed" | "continue" | "give" | "go"))
                || (word(1) == "no"
                    && word(2) == "longer"
                    && matches!(word(3), "wished" | "wanted" | "wish" | "want" | "support" | "supported"));
            let asked = at > sentence.words.start
                && matches!(letter.folded(at - 1), "if" | "when" | "should" | "whether" | "unless");
            if you && verb && !asked {
                let to = (at + 2).min(sentence.words.end - 1);
                raws.push(Raw::new("facts.withdrew", letter.words[at].span.join(letter.words[to].span)));
            }
        }
    }
}

/// Another offence than the one in the facts.
fn offence(view: &View<'_>, raws: &mut Vec<Raw>) {
    let Some(offence) = view.case.facts.offence.as_deref() else { return };
    let offence = offence.to_lowercase();
    let Some((_, words)) = OFFENCES.iter().find(|(name, _)| offence.contains(name)) else { return };
    let letter = view.letter;
    let has = |words: &[&str]| (0..letter.words.len()).find(|w| words.contains(&letter.folded(*w)));
    if has(words).is_some() {
        return;
    }
    let other = OFFENCES
        .iter()
        .filter(|(name, _)| !offence.contains(name))
        .filter_map(|(name, _)| {
            let name: Vec<&str> = name.split(' ').collect();
            (name.len() == 1).then(|| has(&name)).flatten()
        })
        .min();
    if let Some(word) = other {
        raws.push(Raw::with(
            "facts.offence",
            letter.words[word].span,
            view.case.facts.offence.clone().unwrap_or_default(),
        ));
    }
}

/// The letter's date against the day it was sent.
fn sent(view: &View<'_>, raws: &mut Vec<Raw>) {
    let own = view.letter.own_date.and_then(|i| view.letter.dates.get(i));
    if let (Some(mention), Some(sent)) = (own, view.case.facts.sent_date)
        && let Some(date) = mention.date
        && date != sent
        && i64::from((date - sent).get_days()).abs() > 5
    {
        raws.push(Raw::with("facts.sent", mention.span, sent.to_string()));
    }
}

/// A review offered where none applies.
fn review(view: &View<'_>, raws: &mut Vec<Raw>) {
    let facts = view.case.facts;
    if facts.vrr_eligible != Some(false) || !matches!(facts.kind.as_deref(), Some("vcl" | "police")) {
        return;
    }
    if let Some(element) = view.case.said.element("review_how")
        && element.status == Status::Present
        && let Some(evidence) = element.evidence.first()
    {
        raws.push(Raw::new("facts.review", evidence.span));
    }
}

/// A defendant or victim of whom the letter says nothing.
fn missing(view: &View<'_>, raws: &mut Vec<Raw>) {
    for name in view.known.defendants.iter().take(1) {
        let there = view.mentions.iter().any(|m| {
            m.last.as_deref().is_some_and(|l| name.has_last(l)) || m.first.iter().any(|f| name.has_first(f))
        });
        let anybody = view.mentions.iter().any(|m| m.block.is_body());
        if !there && anybody {
            let full = format!("{} {}", name.first.join(" "), name.last);
            raws.push(Raw::with("facts.name_missing", Span::new(0, 0), full.trim().to_string()));
        }
    }
}
