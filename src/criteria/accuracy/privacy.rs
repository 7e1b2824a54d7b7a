//! Other people's data: addresses, health, records, witnesses, numbers.
//!
//! The sender's own details, published helplines and the reader's own address are no findings.

use super::{Raw, View};
use crate::document::{BlockKind, Letter, Phrases};
use crate::error::Result;
use crate::hashing::{Lookup, WordSet};
use crate::lexicon::Files;
use crate::people::{Mention, Title};
use crate::shapes::Kind;
use crate::span::Span;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::ops::Range;

/// The file of the words that the rules go out from.
const FILE: &str = "accuracy/privacy.toml";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PrivacyFile {
    health: Vec<String>,
    mild: Vec<String>,
    private: Vec<String>,
    record: Vec<String>,
    kin: Vec<String>,
    witnessed: Vec<String>,
    nearby: Vec<String>,
    home: Vec<String>,
    lives: Vec<String>,
    living: Vec<String>,
}

const IS_HEALTH: u8 = 1;
const IS_RECORD: u8 = 1 << 1;
const IS_PRIVATE: u8 = 1 << 2;
const IS_LIVING: u8 = 1 << 3;

/// The words that the rules go out from.
#[derive(Clone, Debug)]
pub(super) struct Privacy {
    health: Phrases,
    mild: WordSet<String>,
    private: Phrases,
    record: Phrases,
    kin: WordSet<String>,
    witnessed: WordSet<String>,
    nearby: WordSet<String>,
    home: WordSet<String>,
    lives: WordSet<String>,
    living: WordSet<String>,
    /// The first words of all phrases ...
    first: Lookup,
    /// ... and for each, as bits, the rules that go out from it.
    rules: Vec<u8>,
}

impl Privacy {
    /// Reads `accuracy/privacy.toml`.
    ///
    /// # Errors
    /// Where the file is missing or has an unknown key.
    pub fn load(files: &Files) -> Result<Privacy> {
        let file: PrivacyFile = files.need(FILE)?.parse()?;
        let mut first: BTreeMap<&str, u8> = BTreeMap::new();
        for (phrases, bit) in [
            (&file.health, IS_HEALTH),
            (&file.record, IS_RECORD),
            (&file.private, IS_PRIVATE),
            (&file.lives, IS_LIVING),
            (&file.living, IS_LIVING),
        ] {
            for word in phrases.iter().filter_map(|p| p.split_whitespace().next()) {
                *first.entry(word).or_default() |= bit;
            }
        }
        let (words, rules) = (Lookup::new(first.keys().copied()), first.values().copied().collect());
        let set = |list: &[String]| list.iter().cloned().collect();
        Ok(Privacy {
            health: Phrases::of(&file.health),
            mild: set(&file.mild),
            private: Phrases::of(&file.private),
            record: Phrases::of(&file.record),
            kin: set(&file.kin),
            witnessed: set(&file.witnessed),
            nearby: set(&file.nearby),
            home: set(&file.home),
            lives: set(&file.lives),
            living: set(&file.living),
            first: words,
            rules,
        })
    }
}

/// Whom a mention names, as far as privacy asks.
#[derive(Copy, Clone, PartialEq, Eq)]
enum Whom {
    Reader,
    Staff,
    Defendant,
    Other,
}

fn whom(view: &View<'_>, m: &Mention) -> Whom {
    let named = |n: &crate::people::FullName| {
        m.last.as_deref().is_some_and(|l| n.has_last(l))
            || (m.last.is_none() && m.first.iter().any(|f| n.has_first(f)))
    };
    let there = |blocks: &[BlockKind]| {
        m.last.is_some() && view.mentions.iter().any(|o| o.last == m.last && blocks.contains(&o.block))
    };
    if view.known.victim.as_ref().is_some_and(named)
        || (m.first.is_empty() && there(&[BlockKind::Address, BlockKind::Salutation]))
    {
        Whom::Reader
    } else if m.title == Some(Title::Office)
        || there(&[BlockKind::Letterhead, BlockKind::Signature])
        || (m.last.is_some()
            && view.mentions.iter().any(|o| o.last == m.last && o.title == Some(Title::Office)))
    {
        Whom::Staff
    } else if view.known.defendants.iter().any(named) {
        Whom::Defendant
    } else {
        Whom::Other
    }
}

/// What a letter says of other people, in order of the rules.
pub(super) fn read(words: &Privacy, view: &View<'_>) -> Vec<Raw> {
    let mut raws = Vec::new();
    numbers(view, &mut raws);
    let roles: Vec<Whom> = view.mentions.iter().map(|m| whom(view, m)).collect();
    let mut named: Vec<Option<Whom>> = vec![None; view.letter.words.len()];
    for (m, role) in view.mentions.iter().zip(&roles) {
        for w in m.words.clone() {
            if let Some(slot) = named.get_mut(w) {
                *slot = Some(*role);
            }
        }
    }
    // Of each different word, the rules that go out from it: few have any.
    let begins = view
        .letter
        .of_forms(|word, hash| words.first.get(hash, word).map_or(0, |number| words.rules[number as usize]));
    for sentence in &view.letter.sentences {
        let block = &view.letter.blocks[sentence.block];
        if !block.kind.is_body() {
            continue;
        }
        let s = Sentence {
            view,
            lists: words,
            span: sentence.span,
            words: sentence.words.clone(),
            roles: &roles,
            named: &named,
            begins: &begins,
        };
        let begins = s.words.clone().fold(0, |all, w| all | s.begins[view.letter.form(w)]);
        let addressed = addresses(&s, &mut raws);
        for (bit, rule) in [
            (IS_HEALTH, health as fn(&Sentence<'_, '_>, &mut Vec<Raw>)),
            (IS_PRIVATE, private),
            (IS_LIVING, lives),
            (IS_RECORD, record),
        ] {
            if begins & bit != 0 {
                rule(&s, &mut raws);
            }
        }
        witness(&s, addressed, &mut raws);
        contact(&s, &mut raws);
        prison(&s, &mut raws);
    }
    subject(view, &mut raws);
    raws
}

struct Sentence<'a, 'b> {
    view: &'a View<'b>,
    lists: &'a Privacy,
    span: Span,
    words: Range<usize>,
    /// Whom each mention names.
    roles: &'a [Whom],
    /// Whom each word of the letter names.
    named: &'a [Option<Whom>],
    /// The rules that go out from each form of the letter, as bits.
    begins: &'a [u8],
}

impl Sentence<'_, '_> {
    fn letter(&self) -> &Letter {
        self.view.letter
    }

    fn folded(&self, word: usize) -> &str {
        self.letter().folded(word)
    }

    /// Whether a rule goes out from a word.
    fn begins(&self, word: usize, rule: u8) -> bool {
        self.begins[self.letter().form(word)] & rule != 0
    }

    fn has(&self, words: &[&str]) -> bool {
        self.words.clone().any(|w| words.contains(&self.folded(w)))
    }

    /// People named here who are neither reader nor official.
    fn others(&self) -> impl Iterator<Item = (&Mention, Whom)> {
        let first = self.view.mentions.partition_point(|m| m.span.start < self.span.start);
        self.view.mentions[first..]
            .iter()
            .zip(&self.roles[first..])
            .take_while(|(m, _)| m.span.start < self.span.end)
            .filter(|(_, r)| matches!(r, Whom::Defendant | Whom::Other))
            .map(|(m, r)| (m, *r))
    }

    /// Whether somebody else than the reader is spoken of in the words before this one.
    fn about_other(&self, word: usize) -> bool {
        let mut third = false;
        for w in (self.words.start..word).rev() {
            match self.folded(w) {
                "you" | "you're" | "you've" => return third && word - w > 6,
                "your" | "yours" | "yourself" if word - w <= 3 => return false,
                "he" | "she" | "his" | "her" | "hers" | "him" | "he's" | "she's" | "who" | "whose" => {
                    third = true
                }
                _ => {
                    third |=
                        matches!(self.named.get(w), Some(Some(Whom::Staff | Whom::Defendant | Whom::Other)))
                }
            }
        }
        third
    }
}

/// Whether an address in the body is the reader's own or the sender's: it stands in their blocks too.
fn own_address(view: &View<'_>, span: Span) -> bool {
    let text = view.letter.text();
    let wanted = squeezed(span.of(text));
    view.letter
        .blocks
        .iter()
        .filter(|b| {
            matches!(
                b.kind,
                BlockKind::Address
                    | BlockKind::Letterhead
                    | BlockKind::Signature
                    | BlockKind::Footer
                    | BlockKind::Subject
            )
        })
        .any(|b| squeezed(b.span.of(text)).contains(&wanted))
}

fn squeezed(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Addresses in the text. Gives those found.
fn addresses(s: &Sentence<'_, '_>, raws: &mut Vec<Raw>) -> Vec<Span> {
    let text = s.letter().text();
    let mut found: Vec<Span> = Vec::new();
    for shaped in s
        .view
        .shaped
        .iter()
        .filter(|h| matches!(h.kind, Kind::Address | Kind::Postcode) && s.span.contains(h.span))
    {
        if own_address(s.view, shaped.span) || is_office(text, shaped.span) {
            continue;
        }
        if let Some(last) = found.last()
            && shaped.span.start.saturating_sub(last.end) < 30
        {
            continue;
        }
        let at = s.letter().words.partition_point(|w| w.span.end <= shaped.span.start);
        let lead: Vec<&str> = (at.saturating_sub(10).max(s.words.start)..at).map(|w| s.folded(w)).collect();
        let person = s.others().any(|(m, whom)| {
            m.span.end <= shaped.span.start
                && shaped.span.start - m.span.end < 90
                && (m.title.is_some() || !m.first.is_empty() || whom == Whom::Defendant)
        });
        let your = lead.contains(&"your");
        let home = lead.iter().rev().take(7).any(|w| s.lists.home.contains(*w)) && !your;
        let service = s.has(&[
            "solicitor",
            "solicitors",
            "office",
            "court",
            "station",
            "centre",
            "write",
            "post",
            "send",
            "team",
            "unit",
            "appointment",
            "meet",
            "service",
        ]);
        // "the defendant's new address at ...": whose it is, is said.
        let owned = lead.windows(2).any(|w| {
            matches!(
                w[0],
                "his"
                    | "her"
                    | "their"
                    | "new"
                    | "home"
                    | "current"
                    | "defendant's"
                    | "defendants"
                    | "suspect's"
                    | "suspects"
            ) && w[1] == "address"
        }) && !your;
        if ((person || home) && !service) || owned {
            let start = s
                .others()
                .filter(|(m, _)| m.span.end <= shaped.span.start && shaped.span.start - m.span.end < 60)
                .map(|(m, _)| m.span.start)
                .min();
            let rule = if person { "privacy.address" } else { "privacy.home" };
            raws.push(Raw::new(rule, Span::new(start.unwrap_or(shaped.span.start), shaped.span.end)));
            found.push(shaped.span);
        } else if !service && shaped.kind == Kind::Address && !your {
            raws.push(Raw::new("privacy.address_look", shaped.span));
        }
    }
    found
}

fn is_office(text: &str, span: Span) -> bool {
    let tail: String = text[span.end..].chars().take(24).collect::<String>().to_lowercase();
    ["court", "police", "station", "office", "centre", "hospital"].iter().any(|w| tail.contains(w))
}

fn health(s: &Sentence<'_, '_>, raws: &mut Vec<Raw>) {
    for at in s.words.clone() {
        if !s.begins(at, IS_HEALTH) {
            continue;
        }
        let Some(phrase) = s.lists.health.at(s.letter(), at, s.words.end) else { continue };
        if !s.about_other(at) || letter_quoted(s, at) {
            continue;
        }
        // Evidence about the crime's effect, support on offer, and the law's own words are no health of others.
        let mild = s.lists.mild.contains(&phrase.join(" "));
        let from = s.words.start.max(at.saturating_sub(12));
        let to = s.words.end.min(at + phrase.len() + 4);
        let generic = (from..to).any(|w| {
            matches!(
                s.folded(w),
                "support"
                    | "helpline"
                    | "service"
                    | "services"
                    | "charity"
                    | "counsellor"
                    | "offer"
                    | "refer"
                    | "referral"
            )
        });
        if generic && mild {
            continue;
        }
        // The reason why a case was stopped may be the defendant's health: a person must weigh that.
        if s.has(&["trial", "court", "fit", "unfit", "prosecution", "prosecute", "stopped", "judge"])
            && !s.has(&["witness"])
        {
            raws.push(Raw::new("privacy.health_look", s.span));
            return;
        }
        let holds = (s.words.start..at).any(|w| {
            matches!(
                s.folded(w),
                "has"
                    | "had"
                    | "is"
                    | "was"
                    | "been"
                    | "his"
                    | "her"
                    | "hers"
                    | "whose"
                    | "suffers"
                    | "suffered"
                    | "suffering"
                    | "came"
                    | "takes"
                    | "for"
                    | "under"
                    | "with"
                    | "goes"
                    | "shows"
            )
        });
        if holds {
            raws.push(Raw::new("privacy.health", s.span));
            return;
        }
    }
}

/// The leave, illness, debts or habits of somebody named, of the accused or of their family. The people of a
/// court and a witness may be too ill to come, which is a reason and no gossip.
fn private(s: &Sentence<'_, '_>, raws: &mut Vec<Raw>) {
    for at in s.words.clone() {
        if !s.begins(at, IS_PRIVATE) {
            continue;
        }
        if s.lists.private.at(s.letter(), at, s.words.end).is_none()
            || letter_quoted(s, at)
            || !s.about_other(at)
        {
            continue;
        }
        if s.has(&[
            "court", "trial", "judge", "jury", "hearing", "fit", "unfit", "attend", "if", "witness", "when",
        ]) {
            return;
        }
        let named = (s.words.start..at)
            .any(|w| matches!(s.named.get(w), Some(Some(Whom::Staff | Whom::Defendant | Whom::Other))));
        let kin = (s.words.start..at).any(|w| {
            s.lists.kin.contains(s.folded(w))
                && w > s.words.start
                && (matches!(
                    s.folded(w - 1),
                    "his" | "her" | "their" | "whose" | "a" | "younger" | "older" | "elder"
                ) || s.folded(w - 1).ends_with("'s"))
        });
        let accused = s.has(&["suspect", "defendant", "offender", "accused", "suspect's", "defendant's"]);
        if named || kin || accused {
            raws.push(Raw::new("privacy.private", s.span));
            return;
        }
    }
}

/// "He lives in Coventry": where the accused or somebody of the case can be found, be it only the town.
fn lives(s: &Sentence<'_, '_>, raws: &mut Vec<Raw>) {
    for at in s.words.clone().filter(|at| s.begins(*at, IS_LIVING)) {
        let lives = s.lists.lives.contains(s.folded(at))
            || (s.lists.living.contains(s.folded(at))
                && at > s.words.start
                && matches!(s.folded(at - 1), "is" | "he's" | "she's" | "now" | "currently" | "still"));
        if !lives
            || letter_quoted(s, at)
            || at + 1 >= s.words.end
            || !matches!(s.folded(at + 1), "in" | "at" | "near" | "on" | "with")
        {
            continue;
        }
        let mut subject = at;
        while subject > s.words.start
            && matches!(s.folded(subject - 1), "now" | "still" | "currently" | "is" | "also" | "there")
        {
            subject -= 1;
        }
        let Some(subject) = subject.checked_sub(1).filter(|w| s.words.contains(w)) else { continue };
        let other = matches!(
            s.folded(subject),
            "he" | "she" | "he's" | "she's" | "suspect" | "defendant" | "offender"
        ) || matches!(s.named.get(subject), Some(Some(Whom::Defendant | Whom::Other)))
            || (s.lists.kin.contains(s.folded(subject))
                && subject > s.words.start
                && matches!(s.folded(subject - 1), "his" | "her" | "whose"));
        // A place by its name, or a house by its keeper.
        let place = (at + 2..(at + 5).min(s.words.end)).any(|w| {
            s.letter().word_text(w).chars().next().is_some_and(char::is_uppercase)
                || (s.folded(at + 1) == "with" && s.lists.kin.contains(s.folded(w)))
                || (s.folded(at + 1) == "at" && s.lists.kin.contains(s.folded(w)))
        });
        if other && place && !s.has(&["if", "whether", "unless"]) {
            let end = (at + 4).min(s.words.end) - 1;
            let span = s.letter().words[subject].span.join(s.letter().words[end].span);
            if !raws.iter().any(|r| r.span.overlaps(span)) {
                raws.push(Raw::new("privacy.home", span));
            }
            return;
        }
    }
}

fn letter_quoted(s: &Sentence<'_, '_>, at: usize) -> bool {
    s.letter().words[at].quoted
}

fn record(s: &Sentence<'_, '_>, raws: &mut Vec<Raw>) {
    for at in s.words.clone() {
        if !s.begins(at, IS_RECORD) {
            continue;
        }
        if s.lists.record.at(s.letter(), at, s.words.end).is_some() && s.about_other(at) {
            let negated = (s.words.start..at)
                .any(|w| matches!(s.folded(w), "no" | "not" | "any" | "without" | "whether" | "if"));
            if !negated {
                raws.push(Raw::new("privacy.record", s.span));
            }
            return;
        }
    }
}

fn witness(s: &Sentence<'_, '_>, addressed: Vec<Span>, raws: &mut Vec<Raw>) {
    let letter = s.letter();
    for (m, whom) in s.others() {
        if whom == Whom::Defendant
            || !(m.title.is_some() || (!m.first.is_empty() && m.last.is_some()))
            || addressed.iter().any(|a| a.start > m.span.start && a.start - m.span.end < 60)
        {
            continue;
        }
        if m.words.clone().any(|w| letter.words[w].quoted) || m.title == Some(Title::Neutral) {
            continue;
        }
        let first = m.words.start.max(s.words.start);
        // What stands behind a semicolon or a colon is said of somebody else.
        let mut to = m.words.end;
        while to < s.words.end.min(m.words.end + 12)
            && !letter.text()[letter.words[to - 1].span.end..letter.words[to].span.start].contains([';', ':'])
        {
            to += 1;
        }
        let after: Vec<&str> = (m.words.end..to).map(|w| letter.folded(w)).collect();
        let before: Vec<&str> =
            (first.saturating_sub(8).max(s.words.start)..first).map(|w| letter.folded(w)).collect();
        if s.has(&["identification", "parade", "viper", "arresting"]) {
            continue;
        }
        let told = after.windows(2).any(|w| w[1] == "told" && w[0] != "been");
        let does = after.iter().any(|w| s.lists.witnessed.contains(*w) && (*w != "told" || told))
            || before.iter().any(|w| matches!(*w, "witness" | "saw" | "statement" | "says"));
        let figure = |w: &&str| w.bytes().all(|b| b.is_ascii_digit()) && !w.is_empty();
        let numbered = after.iter().take(6).chain(&before).any(figure);
        let near = after
            .iter()
            .take(6)
            .chain(&before)
            .any(|w| s.lists.nearby.contains(*w) && (*w != "number" || numbered));
        if does && near {
            raws.push(Raw::new("privacy.witness", Span::new(m.span.start, s.span.end)));
        } else if does {
            raws.push(Raw::new("privacy.witness_look", m.span));
        }
    }
}

/// Phone numbers and e-mail addresses in the text that are given as somebody else's own.
fn contact(s: &Sentence<'_, '_>, raws: &mut Vec<Raw>) {
    for shaped in s
        .view
        .shaped
        .iter()
        .filter(|h| matches!(h.kind, Kind::Phone | Kind::Email) && s.span.contains(h.span))
    {
        let at = s.letter().words.partition_point(|w| w.span.end <= shaped.span.start);
        let lead: Vec<&str> = (at.saturating_sub(6).max(s.words.start)..at).map(|w| s.folded(w)).collect();
        let his = lead.iter().any(|w| matches!(*w, "defendant's" | "suspect's" | "offender's"))
            && lead.iter().any(|w| matches!(*w, "mobile" | "phone" | "number" | "email" | "account"));
        let named = s.others().any(|(m, whom)| {
            whom == Whom::Defendant && m.span.end <= shaped.span.start && shaped.span.start - m.span.end < 40
        });
        let official =
            s.has(&["officer", "lawyer", "prosecutor", "team", "unit", "solicitor", "manager", "liaison"]);
        if (his || named) && !official {
            raws.push(Raw::new("privacy.contact", shaped.span));
        }
    }
}

fn prison(s: &Sentence<'_, '_>, raws: &mut Vec<Raw>) {
    let kind = s.view.case.facts.kind.as_deref().or(s.view.case.said.kind.value.as_deref());
    if kind != Some("vlo") {
        return;
    }
    for at in s.words.clone() {
        if s.folded(at) != "hmp" {
            continue;
        }
        let next = at + 1;
        let named = s.words.contains(&next)
            && s.letter().word_text(next).chars().next().is_some_and(char::is_uppercase)
            && !matches!(s.folded(next), "and" | "service" | "yoi");
        if named {
            raws.push(Raw::new(
                "privacy.prison",
                s.letter().words[at].span.join(s.letter().words[next].span),
            ));
        }
    }
}

/// National Insurance and NHS numbers, and dates of birth, wherever they stand.
fn numbers(view: &View<'_>, raws: &mut Vec<Raw>) {
    let text = view.letter.text();
    for shaped in &view.shaped {
        match shaped.kind {
            Kind::NationalInsurance => raws.push(Raw::new("privacy.number", shaped.span)),
            Kind::Nhs => {
                let lead: String = text[..shaped.span.start]
                    .chars()
                    .rev()
                    .take(30)
                    .collect::<Vec<_>>()
                    .into_iter()
                    .rev()
                    .collect();
                if lead.to_ascii_uppercase().contains("NHS") {
                    raws.push(Raw::new("privacy.number", shaped.span));
                }
            }
            Kind::Date => {
                let lead: String = text[..shaped.span.start]
                    .chars()
                    .rev()
                    .take(24)
                    .collect::<Vec<_>>()
                    .into_iter()
                    .rev()
                    .collect::<String>()
                    .to_lowercase();
                if lead.contains("dob")
                    || lead.contains("d.o.b")
                    || lead.contains("date of birth")
                    || lead.trim_end().ends_with("born")
                    || lead.trim_end().ends_with("born on")
                {
                    raws.push(Raw::new("privacy.birth", shaped.span));
                }
            }
            _ => {}
        }
    }
}

fn subject(view: &View<'_>, raws: &mut Vec<Raw>) {
    let letter = view.letter;
    for block in letter.blocks.iter().filter(|b| b.kind == BlockKind::Subject) {
        if block.words.clone().any(|w| matches!(letter.folded(w), "rape" | "sexual" | "indecent")) {
            raws.push(Raw::new("privacy.subject", block.span));
        }
    }
}
