//! Names against the case facts: another reader, another defendant, somebody whom nothing introduces.

use super::super::spelling::Speller;
use super::super::{Raw, View};
use super::{Base, after, before, couple, display, last_word, mention_at, sentence_words, vocative};
use crate::document::{BlockKind, Shape};
use crate::people::{Mention, Names, Title, bare};
use crate::shapes::Kind;
use std::collections::{BTreeMap, BTreeSet};

/// What the accused does or undergoes, near whose name another's does not belong.
const ACCUSED: &[&str] = &[
    "arrest",
    "arrested",
    "charge",
    "charged",
    "charges",
    "bail",
    "interview",
    "interviewed",
    "plead",
    "pleaded",
    "pleads",
    "sentence",
    "sentenced",
    "sentencing",
    "convict",
    "convicted",
    "conviction",
    "prosecute",
    "prosecuted",
    "prosecution",
    "custody",
    "denied",
    "denies",
    "denial",
    "admitted",
    "admits",
    "acquitted",
    "discharged",
    "guilty",
    "released",
    "release",
    "recall",
    "recalled",
    "licence",
    "trial",
    "suspect",
    "defendant",
    "remanded",
    "remand",
    "caution",
    "cautioned",
    "imprisonment",
    "offender",
    "accused",
    "offence",
    "dishonestly",
    "assaulted",
    "held",
    "attacked",
    "threatened",
    "stole",
    "punched",
    "alibi",
    "fingerprints",
    "prison",
    "parole",
    "evidence",
    "solicitor",
    "barrister",
];

/// Words that say who somebody is.
pub(super) const ROLES: &[&str] = &[
    "neighbour",
    "boss",
    "neighbours",
    "witness",
    "colleague",
    "manager",
    "officer",
    "lawyer",
    "solicitor",
    "barrister",
    "prosecutor",
    "mother",
    "father",
    "sister",
    "brother",
    "son",
    "daughter",
    "partner",
    "husband",
    "wife",
    "friend",
    "advocate",
    "expert",
    "doctor",
    "consultant",
    "landlord",
    "employer",
    "supervisor",
    "surgeon",
    "pathologist",
    "caseworker",
    "worker",
    "named",
    "called",
    "counsel",
    "coordinator",
    "colleagues",
    "caretaker",
    "owner",
    "tenant",
    "widow",
    "family",
    "late",
    "uncle",
    "aunt",
    "cousin",
    "nephew",
    "niece",
    "ex",
    "boyfriend",
    "girlfriend",
    "teacher",
    "nurse",
    "judge",
    "engineer",
    "sergeant",
    "constable",
    "inspector",
    "detective",
    "reviewer",
    "inspector's",
    "intermediary",
    "supporter",
    "isva",
    "idva",
    "adviser",
    "advisor",
    "secretary",
    "chaplain",
    "vicar",
    "carer",
    "driver",
    "clerk",
    "coach",
    "head",
    "mentor",
    "support",
    "specialist",
    "psychologist",
    "interpreter",
    "mediator",
    "tutor",
    "foreman",
    "steward",
    "agent",
];

/// Words right before a name that show somebody who can be reached or who acted for the writer.
const REACHED: &[&str] = &[
    "by", "with", "from", "contact", "ring", "call", "ask", "email", "told", "tell", "thank", "am", "is",
    "for", "to", "see", "justice",
];

/// "The defendant, Liam Speight", where the facts have Leon Speight.
pub(super) fn first_name(view: &View<'_>, wrong: &BTreeSet<usize>, raws: &mut Vec<Raw>) {
    for name in view.known.defendants.iter().filter(|n| !n.last.is_empty()) {
        let full = name.first.iter().any(|f| f.chars().count() > 1);
        let alone = view.known.all().filter(|n| n.has_last(&name.last.to_lowercase())).count() == 1;
        if !full || !alone {
            continue;
        }
        let others: Vec<&Mention> = view
            .mentions
            .iter()
            .filter(|m| m.last.as_deref().is_some_and(|l| name.has_last(l)) && m.first.len() == 1)
            .filter(|m| !m.first.iter().any(|f| name.has_first(f)))
            .collect();
        let Some(m) = others.first() else { continue };
        let kin = others.iter().any(|o| o.first != m.first)
            || m.title.is_some()
            || !(m.block.is_body() || m.block == BlockKind::Subject)
            || m.words.clone().any(|w| wrong.contains(&w));
        // Only who is called the accused, or heads the letter, is surely meant for him.
        let accused = m.block == BlockKind::Subject
            || matches!(
                last_word(before(view, m)).as_str(),
                "defendant" | "suspect" | "offender" | "accused" | "against"
            );
        // "Gavin and Gareth Pemberton": two who are charged together.
        let beside = view.mentions.iter().any(|o| {
            sentence_words(view, m).contains(&o.words.start) && o.first.iter().any(|f| name.has_first(f))
        });
        if !kin && accused && !beside {
            let first = name.first.first().cloned().unwrap_or_default();
            raws.push(Raw::with("names.misspelt", m.span, format!("{first} {}", name.last)));
        }
    }
}

/// The salutation against the address and the facts.
pub(super) fn salutation(view: &View<'_>, wrong: &BTreeSet<usize>, raws: &mut Vec<Raw>) {
    let letter = view.letter;
    for block in letter.blocks.iter().filter(|b| b.kind == BlockKind::Salutation) {
        let words: Vec<&str> = block.words.clone().map(|w| letter.folded(w)).collect();
        if words.iter().any(|w| matches!(*w, "sir" | "madam" | "sirs")) && view.known.victim.is_some() {
            raws.push(Raw::new("names.sir_madam", block.span));
        }
        let Some(m) =
            view.mentions.iter().find(|m| m.block == BlockKind::Salutation && block.span.contains(m.span))
        else {
            continue;
        };
        let Some(last) = m.last.as_deref() else { continue };
        if m.words.clone().any(|w| wrong.contains(&w)) {
            continue;
        }
        let in_address = view.mentions.iter().filter(|a| a.block == BlockKind::Address);
        let address: Vec<&str> = in_address.filter_map(|a| a.last.as_deref()).collect();
        let victim = view.known.victim.as_ref();
        let fits_facts = victim.is_none_or(|v| v.last.is_empty() || v.has_last(last));
        let fits_address = address.contains(&last);
        // The reader may be a parent, a widow, a friend who acts: then the address bears the same name.
        if (!fits_facts && !fits_address && (!address.is_empty() || !spoken_for(view)))
            || (fits_facts && victim.is_none() && !address.is_empty() && !fits_address)
        {
            let expected = victim
                .map(|v| display(&v.last.to_lowercase()))
                .or_else(|| address.first().map(|a| display(a)))
                .unwrap_or_default();
            raws.push(Raw::with("names.other_reader", m.span, expected));
        }
    }
}

/// Whether the victim is spoken of as somebody else than the reader: a child, somebody who has died.
fn spoken_for(view: &View<'_>) -> bool {
    let facts = view.case.facts;
    facts.bereaved == Some(true)
        || facts.child == Some(true)
        || facts.victim_category.iter().any(|c| c == "bereaved" || c == "child")
        || view.known.victim.as_ref().is_some_and(|v| {
            view.mentions.iter().any(|m| m.block.is_body() && m.first.iter().any(|f| v.has_first(f)))
        })
}

/// Titles and surnames that the letter introduces nowhere.
pub(super) fn strangers(
    view: &View<'_>,
    names: &Names,
    speller: &Speller,
    bases: &[Base],
    wrong: &BTreeSet<usize>,
    raws: &mut Vec<Raw>,
) {
    let letter = view.letter;
    let reader: BTreeSet<String> = reader_names(view);
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for m in &view.mentions {
        if let Some(last) = m.last.as_deref() {
            *counts.entry(last).or_default() += 1;
        }
    }
    let whole = view.known.victim.is_some() && letter.blocks.iter().any(|b| b.kind == BlockKind::Salutation);
    let reader_title = view.mentions.iter().find(|m| m.block == BlockKind::Salutation).and_then(|m| m.title);
    let accused_name = view
        .known
        .defendants
        .first()
        .map(|d| if d.last.is_empty() { d.first.join(" ") } else { d.last.clone() });
    for m in view
        .mentions
        .iter()
        .filter(|m| m.block.is_body() && m.title.is_some() && m.title != Some(Title::Office))
    {
        let Some(last) = m.last.as_deref() else { continue };
        if m.title == Some(Title::Neutral)
            || m.words.clone().any(|w| wrong.contains(&w) || letter.words[w].quoted)
        {
            continue;
        }
        let known = view.known.all().any(|n| n.has_last(last));
        if vocative(view, m) {
            if !reader.is_empty() && !reader.contains(last) && (m.first.is_empty()) {
                raws.push(Raw::with(
                    "names.other_reader",
                    m.span,
                    reader.iter().next().map(|r| display(r)).unwrap_or_default(),
                ));
            }
            continue;
        }
        if reader.contains(last) && !view.known.defendants.iter().any(|d| d.has_last(last)) {
            // The reader in the third person: a parent's letter may speak of "Mrs Hale"; near words of the
            // accused it is a confusion.
            let kin = reader_title.is_some_and(|t| Some(t) != m.title);
            if !couple(view, m) && !kin && is_subject(view, m) && accused_near(view, m) && !spoken_for(view) {
                raws.push(Raw::new("names.swapped", m.span));
            }
            continue;
        }
        let once = counts.get(last).copied().unwrap_or(0) == 1;
        if known
            || !once
            || !m.first.is_empty()
            || bases.iter().any(|b| b.text == last)
            || introduced(view, m)
        {
            continue;
        }
        match &accused_name {
            Some(name) if accused_near(view, m) => {
                raws.push(Raw::with("names.other_defendant", m.span, name.clone()))
            }
            // Only where both parties are known, and in a whole letter, can it be told that the name is nobody's.
            Some(_) if whole => raws.push(Raw::new("names.unintroduced", m.span)),
            _ => raws.push(Raw::new("names.unintroduced_look", m.span)),
        }
    }
    // A bare surname that begins a sentence and does what the accused does: "Turnbull stays on bail".
    let Some(name) = accused_name else { return };
    for sentence in letter.sentences.iter().filter(|s| letter.blocks[s.block].kind.is_body()) {
        let at = sentence.words.start;
        if sentence.words.len() < 3
            || wrong.contains(&at)
            || letter.words[at].shape != Shape::Capital
            || letter.words[at].quoted
        {
            continue;
        }
        let folded = letter.folded(at);
        let verb = letter.folded(at + 1);
        let acts = matches!(
            verb,
            "stays"
                | "was"
                | "is"
                | "has"
                | "will"
                | "pleaded"
                | "denied"
                | "denies"
                | "remains"
                | "admitted"
                | "admits"
                | "had"
                | "did"
                | "does"
                | "must"
                | "cannot"
                | "can't"
                | "appeared"
                | "accepts"
                | "accepted"
                | "arrested"
                | "charged"
                | "sentenced"
                | "released"
                | "bailed"
                | "got"
                | "says"
        );
        if !acts {
            continue;
        }
        let unknown = names.is_last(folded)
            && !names.is_first(folded)
            && mention_at(view, at).is_none()
            && !speller.is_ordinary(folded)
            && !speller.is_place(folded);
        let cued = || sentence.words.clone().any(|w| ACCUSED.contains(&letter.folded(w)));
        let alone = || (0..letter.words.len()).filter(|w| bare(letter.folded(*w)) == folded).count() == 1;
        if unknown && cued() && alone() {
            raws.push(Raw::with("names.other_defendant", letter.words[at].span, name.clone()));
        }
    }
}

/// Surnames of the reader: the victim's, and those of address and salutation.
fn reader_names(view: &View<'_>) -> BTreeSet<String> {
    let mut names: BTreeSet<String> =
        view.known.victim.iter().filter(|v| !v.last.is_empty()).map(|v| v.last.to_lowercase()).collect();
    names.extend(
        view.mentions
            .iter()
            .filter(|m| matches!(m.block, BlockKind::Address | BlockKind::Salutation))
            .filter_map(|m| m.last.clone()),
    );
    names
}

fn accused_near(view: &View<'_>, m: &Mention) -> bool {
    sentence_words(view, m).any(|w| ACCUSED.contains(&view.letter.folded(w)))
}

fn is_subject(view: &View<'_>, m: &Mention) -> bool {
    let next: String = after(view, m)
        .trim_start()
        .chars()
        .take_while(|c| c.is_alphabetic() || *c == '\'')
        .collect::<String>()
        .to_lowercase();
    matches!(
        next.as_str(),
        "had"
            | "was"
            | "has"
            | "did"
            | "is"
            | "pleaded"
            | "denied"
            | "admitted"
            | "denies"
            | "admits"
            | "will"
            | "would"
            | "must"
            | "accepted"
            | "stole"
            | "attacked"
            | "assaulted"
    )
}

/// Whether the letter says who this is, where it names them.
fn introduced(view: &View<'_>, m: &Mention) -> bool {
    let (before, after) = (before(view, m), after(view, m));
    let tail: Vec<String> = before
        .split(|c: char| !(c.is_alphanumeric() || c == '\''))
        .filter(|w| !w.is_empty())
        .rev()
        .take(3)
        .map(str::to_lowercase)
        .collect();
    if tail.iter().any(|w| ROLES.contains(&w.as_str()))
        || tail.first().is_some_and(|w| REACHED.contains(&w.as_str()))
    {
        return true;
    }
    if introduced_before(view, m) {
        return true;
    }
    let next = after.trim_start();
    // "Ms Lyle's account": somebody whose word was heard.
    let owned = m
        .words
        .end
        .checked_sub(1)
        .map(|w| view.letter.folded(w))
        .is_some_and(|w| w.ends_with("'s") || w.ends_with('\''));
    if owned
        && next.split(|c: char| !c.is_alphabetic()).next().is_some_and(|word| {
            matches!(
                word,
                "account" | "evidence" | "statement" | "statements" | "recollection" | "description"
            )
        })
    {
        return true;
    }
    if next.starts_with("at ") || next.starts_with("of ") || next.starts_with("from ") {
        return true;
    }
    if let Some(rest) = next.strip_prefix(',').or_else(|| next.strip_prefix('(')) {
        let word: String =
            rest.trim_start().chars().take_while(|c| c.is_alphabetic()).collect::<String>().to_lowercase();
        if matches!(
            word.as_str(),
            "who"
                | "a"
                | "an"
                | "the"
                | "your"
                | "our"
                | "his"
                | "her"
                | "whose"
                | "from"
                | "of"
                | "at"
                | "then"
                | "now"
                | "my"
        ) {
            return true;
        }
    }
    let range = sentence_words(view, m);
    let (Some(a), Some(b)) = (range.clone().next(), range.clone().last()) else { return true };
    let span = view.letter.words[a].span.join(view.letter.words[b].span);
    view.shaped
        .iter()
        .any(|s| matches!(s.kind, Kind::Phone | Kind::Email | Kind::Address) && span.overlaps(s.span))
}

/// "The prosecutor. I uphold this in part. Mr Denham had four trials": one of the two sentences before, or the
/// heading above, speaks of the person whom the name then names.
fn introduced_before(view: &View<'_>, m: &Mention) -> bool {
    let letter = view.letter;
    let Some(sentence) = letter.words.get(m.words.start).map(|w| w.sentence) else { return false };
    // The name must carry on from there: it opens its sentence.
    if !before(view, m).trim().is_empty() {
        return false;
    }
    let block = letter.sentences[sentence].block;
    (sentence.saturating_sub(2)..sentence).any(|s| {
        let there = &letter.sentences[s];
        let near = there.block == block
            || (there.block + 1 == block && letter.blocks[there.block].kind == BlockKind::Heading);
        let words: Vec<&str> = there.words.clone().map(|w| letter.folded(w)).collect();
        // The role is what that sentence is about: it opens it, or is nearly all of it.
        let about = if words.len() <= 6 { words.as_slice() } else { words.get(..2).unwrap_or_default() };
        near && about
            .windows(2)
            .any(|w| matches!(w[0], "the" | "your" | "our" | "my" | "a" | "another") && ROLES.contains(&w[1]))
    })
}
