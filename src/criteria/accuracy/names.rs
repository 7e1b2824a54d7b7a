//! Names: the reader's and the defendant's must be the ones in the letter, and nobody may be called by two.

use super::{Raw, View};
use crate::document::{BlockKind, Shape};
use crate::people::{Mention, Names, Title, bare, slips};
use crate::shapes::Kind;
use crate::span::Span;
use std::collections::{BTreeMap, BTreeSet};

use super::spelling::Speller;

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
const ROLES: &[&str] = &[
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
    let wrong = misspelt(view, names, speller, &bases, &mut raws);
    ties(view, &wrong, &mut raws);
    titles(view, &mut raws);
    reader_title(view, &mut raws);
    first_name(view, &wrong, &mut raws);
    salutation(view, &wrong, &mut raws);
    strangers(view, names, speller, &bases, &wrong, &mut raws);
    pronouns(view, &mut raws);
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

/// Names one or two slips away from a name that the letter is held to. Gives the words that are wrong.
fn misspelt(
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
fn ties(view: &View<'_>, wrong: &BTreeSet<usize>, raws: &mut Vec<Raw>) {
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

fn display(name: &str) -> String {
    let mut chars = name.chars();
    chars.next().map(|c| c.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

/// "Mr Morgan" once among several "Ms Morgan".
fn titles(view: &View<'_>, raws: &mut Vec<Raw>) {
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
fn reader_title(view: &View<'_>, raws: &mut Vec<Raw>) {
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

/// "The defendant, Liam Speight", where the facts have Leon Speight.
fn first_name(view: &View<'_>, wrong: &BTreeSet<usize>, raws: &mut Vec<Raw>) {
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
        if !kin && accused {
            let first = name.first.first().cloned().unwrap_or_default();
            raws.push(Raw::with("names.misspelt", m.span, format!("{first} {}", name.last)));
        }
    }
}

/// "Mr and Mrs Shaw".
fn couple(view: &View<'_>, m: &Mention) -> bool {
    let before = &view.letter.text()[..m.span.start];
    before.trim_end().ends_with("and") || before.trim_end().ends_with('&')
}

/// The salutation against the address and the facts.
fn salutation(view: &View<'_>, wrong: &BTreeSet<usize>, raws: &mut Vec<Raw>) {
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
fn strangers(
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
        return !ROLES.contains(&last.as_str())
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
    let owned = view.letter.words.get(m.words.end.wrapping_sub(1)).is_some_and(|_| {
        let last = view.letter.folded(m.words.end - 1);
        last.ends_with("'s") || last.ends_with('\'')
    });
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

/// "He (Ms Morgan)".
fn pronouns(view: &View<'_>, raws: &mut Vec<Raw>) {
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
