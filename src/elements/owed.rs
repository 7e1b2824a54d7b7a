//! What a letter of this kind owes its reader: the rules of `lexicons/letters/`, one file a kind.

use super::{Applies, ELEMENTS, MARKERS, Owed, Weight};
use crate::error::{Error, Result};
use crate::facts::{CaseFacts, kinds};
use crate::lexicon::{DataFile, Files};
use serde::Deserialize;
use std::collections::BTreeMap;

/// The rules of every kind.
#[derive(Clone, Debug, Default)]
pub struct LetterRules {
    rules: Vec<Rule>,
}

/// One rule: an element that is owed, when, and how much its lack weighs.
#[derive(Clone, Debug)]
pub struct Rule {
    /// Its fine id (`V04`), or several joined by a space.
    pub ids: Vec<String>,
    /// The element or marker.
    pub element: &'static str,
    /// The kind; none for every kind.
    pub kind: Option<String>,
    /// The decisions; empty for all.
    pub decisions: Vec<String>,
    /// The variants; empty for all.
    pub variants: Vec<String>,
    /// The editions of the Code; empty for all.
    pub codes: Vec<String>,
    /// All of these must hold.
    pub when: Vec<Condition>,
    /// How much its lack weighs.
    pub weight: Weight,
    /// Where it comes from.
    pub source: String,
    /// What it asks of the letter, in a line.
    pub asks: String,
}

/// A condition on the case.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Condition {
    /// Holds in every case.
    Always,
    /// The decision can be reviewed at the victim's request (domain 2.3).
    Review,
    /// Enhanced rights apply.
    Enhanced,
    /// The reader is bereaved.
    Bereaved,
    /// The victim is a child.
    Child,
    /// The victim withdrew.
    Withdrew,
    /// A meeting must be offered.
    Meeting,
    /// A suspect was interviewed under caution.
    Interviewed,
    /// Domestic abuse.
    DomesticAbuse,
    /// A sexual offence.
    Sexual,
    /// A letter could put the reader at risk.
    Risk,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RuleFile {
    #[allow(dead_code)]
    title: String,
    kind: Option<String>,
    #[serde(default)]
    owe: Vec<toml::Spanned<OweFile>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OweFile {
    element: String,
    rules: Vec<String>,
    #[serde(default)]
    decisions: Vec<String>,
    #[serde(default)]
    variants: Vec<String>,
    #[serde(default)]
    code: Vec<String>,
    #[serde(default)]
    when: Vec<Condition>,
    weight: WeightFile,
    source: String,
    asks: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum WeightFile {
    Essential,
    Main,
    Useful,
}

/// The facts by which rules are chosen: those given, with kind and decision as they were told.
#[derive(Clone, Copy, Debug)]
pub struct Situation<'a> {
    /// The letter kind, where known.
    pub kind: Option<&'a str>,
    /// The decision, where known.
    pub decision: Option<&'a str>,
    /// The variant, where known.
    pub variant: Option<&'a str>,
    /// The edition of the Code.
    pub code: &'a str,
    /// What the caller knows.
    pub facts: &'a CaseFacts,
}

impl LetterRules {
    /// Reads the rules of every kind: the files of `letters/` that hold `[[owe]]` tables.
    ///
    /// # Errors
    /// With file, line and remedy.
    pub fn load(files: &Files) -> Result<LetterRules> {
        let mut rules = Vec::new();
        for data in files.under("letters/") {
            if !data.path.ends_with(".toml") || !data.text()?.contains("[[owe]]") {
                continue;
            }
            let text = data.text()?;
            let file: RuleFile = data.parse()?;
            if let Some(kind) = &file.kind
                && kinds::kind(kind).is_none()
            {
                return Err(Error::usage(format!("`{kind}` is no letter kind"))
                    .in_file(data.name())
                    .remedy("use one of the seven kinds, or leave `kind` out for all of them"));
            }
            for owe in file.owe {
                let line = text[..owe.span().start.min(text.len())].matches('\n').count() + 1;
                rules.push(rule(owe.into_inner(), file.kind.as_deref(), data, line)?);
            }
        }
        if rules.is_empty() {
            return Err(Error::usage("holds no rules of what letters owe").in_file("lexicons/letters"));
        }
        Ok(LetterRules { rules })
    }

    /// All rules, in order of file and place.
    pub fn rules(&self) -> &[Rule] {
        &self.rules
    }

    /// What is owed, an element once: heaviest first, then in reading order.
    pub fn owed(&self, situation: &Situation) -> Vec<Owed> {
        let mut by_element: BTreeMap<usize, Owed> = BTreeMap::new();
        let order = |id: &str| ELEMENTS.iter().chain(&MARKERS).position(|e| *e == id).unwrap_or(usize::MAX);
        for rule in &self.rules {
            let Some(applies) = rule.applies(situation) else { continue };
            let new = Owed {
                element: rule.element,
                applies,
                weight: rule.weight,
                rules: rule.ids.clone(),
                asks: rule.asks.clone(),
                source: rule.source.clone(),
            };
            match by_element.entry(order(rule.element)) {
                std::collections::btree_map::Entry::Vacant(place) => {
                    place.insert(new);
                }
                std::collections::btree_map::Entry::Occupied(mut place) => place.get_mut().merge(new),
            }
        }
        let mut owed: Vec<Owed> = by_element.into_values().collect();
        owed.sort_by_key(|o| std::cmp::Reverse(o.weight));
        owed
    }
}

impl Owed {
    /// Two rules that ask for one element: what applies wins over what does not, the heavier over the
    /// lighter, and a ban over all.
    fn merge(&mut self, other: Owed) {
        let rank = |a: &Applies| match a {
            Applies::Never => 3,
            Applies::Yes => 2,
            Applies::Unknown(_) => 1,
            Applies::No => 0,
        };
        let mut other = other;
        if rank(&other.applies) > rank(&self.applies) {
            std::mem::swap(self, &mut other);
        } else if rank(&other.applies) == rank(&self.applies) {
            self.weight = self.weight.max(other.weight);
            for rule in other.rules {
                if !self.rules.contains(&rule) {
                    self.rules.push(rule);
                }
            }
        }
    }
}

fn rule(owe: OweFile, kind: Option<&str>, data: &DataFile, line: usize) -> Result<Rule> {
    let bad = |what: String, remedy: &str| {
        Error::usage(what).in_file(data.name()).at_line(line).remedy(remedy.to_owned())
    };
    let element = ELEMENTS.iter().chain(&MARKERS).find(|e| **e == owe.element).copied().ok_or_else(|| {
        bad(format!("`{}` is no element or marker", owe.element), "see lexicons/README.md for the ids")
    })?;
    if let Some(kind) = kind.and_then(kinds::kind) {
        for decision in &owe.decisions {
            if kind.decision(decision).is_none() {
                return Err(bad(
                    format!("`{decision}` is no decision of `{}`", kind.id),
                    "check its spelling",
                ));
            }
        }
    }
    if owe.rules.is_empty() {
        return Err(bad("names no rule".into(), "give the ids of the rules that ask for it"));
    }
    Ok(Rule {
        ids: owe.rules,
        element,
        kind: kind.map(str::to_owned),
        decisions: owe.decisions,
        variants: owe.variants,
        codes: owe.code,
        when: owe.when,
        weight: match owe.weight {
            WeightFile::Essential => Weight::Essential,
            WeightFile::Main => Weight::Main,
            WeightFile::Useful => Weight::Useful,
        },
        source: owe.source,
        asks: owe.asks,
    })
}

impl Rule {
    /// Whether it applies; none where it is a rule of other letters.
    fn applies(&self, at: &Situation) -> Option<Applies> {
        if let Some(kind) = &self.kind
            && at.kind != Some(kind)
        {
            return None;
        }
        if !self.codes.is_empty() && !self.codes.iter().any(|c| c == at.code) {
            return None;
        }
        for (wanted, given, name) in
            [(&self.decisions, at.decision, "decision"), (&self.variants, at.variant, "variant")]
        {
            if wanted.is_empty() {
                continue;
            }
            match given {
                Some(given) if wanted.iter().any(|w| w == given) => {}
                Some(_) => return None,
                // A variant narrows: where it is not known the finer rule is not held against a letter.
                None if name == "variant" => return None,
                None => return Some(Applies::Unknown("Which decision does this letter tell?".into())),
            }
        }
        let mut open = None;
        for condition in &self.when {
            match condition.holds(at) {
                Applies::Yes => {}
                Applies::Unknown(question) => open = open.or(Some(question)),
                decided => return Some(decided),
            }
        }
        Some(open.map_or(Applies::Yes, Applies::Unknown))
    }
}

/// Decisions after which the CPS review right never applies (domain 2.3 and its table of decisions).
const NEVER_REVIEWED: [&str; 3] = ["charge_altered", "charged", "out_of_court"];

impl Condition {
    fn holds(self, at: &Situation) -> Applies {
        let facts = at.facts;
        let known = |fact: Option<bool>, question: &str| match fact {
            Some(true) => Applies::Yes,
            Some(false) => Applies::No,
            None => Applies::Unknown(question.to_owned()),
        };
        let group = |words: &[&str]| -> Option<bool> {
            let text = format!(
                "{} {}",
                facts.offence_group.as_deref().unwrap_or_default(),
                facts.offence.as_deref().unwrap_or_default()
            )
            .to_lowercase();
            if facts.offence_group.is_none() && facts.offence.is_none() {
                return None;
            }
            Some(words.iter().any(|w| text.contains(w)))
        };
        match self {
            Condition::Always => Applies::Yes,
            Condition::Review => review(at),
            Condition::Enhanced => known(facts.is_enhanced(), "Do enhanced rights apply?"),
            Condition::Bereaved => known(facts.is_bereaved(), "Is the reader a bereaved relative?"),
            Condition::Child => known(facts.is_child(), "Is the victim under 18?"),
            Condition::Withdrew => known(facts.victim_withdrew, "Did the victim withdraw?"),
            Condition::Meeting => known(
                facts.specified_for_meeting.or_else(|| facts.is_bereaved().filter(|b| *b)),
                "Is this a case in which a meeting must be offered?",
            ),
            Condition::Interviewed => {
                known(facts.suspect_interviewed, "Was a suspect interviewed under caution?")
            }
            Condition::DomesticAbuse => known(
                group(&[
                    "domestic",
                    "coercive",
                    "controlling",
                    "ex-partner",
                    "partner",
                    "husband",
                    "wife",
                    "strangulation",
                ]),
                "Is this a case of domestic abuse?",
            ),
            Condition::Sexual => known(
                group(&["rape", "sexual", "indecent", "voyeur", "exposure"]),
                "Is this a sexual offence?",
            ),
            Condition::Risk => known(facts.safe_contact_risk, "Could a letter put the reader at risk?"),
        }
    }
}

/// Whether the first decision can be reviewed at the victim's request: as given, else by the rule table of
/// domain 2.3. What is not known is never guessed.
fn review(at: &Situation) -> Applies {
    let facts = at.facts;
    // In review letters the first decision's right is spent; what follows it has rules of its own.
    if matches!(at.kind, Some("vcl" | "police"))
        && let Some(eligible) = facts.vrr_eligible
    {
        return if eligible { Applies::Yes } else { Applies::Never };
    }
    match at.kind {
        Some("vcl") => {
            let Some(decision) = at.decision else {
                return Applies::Unknown("Which decision does this letter tell?".into());
            };
            if NEVER_REVIEWED.contains(&decision) || at.variant == Some("mixed") {
                return Applies::Never;
            }
            match (facts.all_proceedings_ended, facts.victim_withdrew) {
                (Some(false), _) | (_, Some(true)) => Applies::Never,
                (Some(true), Some(false)) => Applies::Yes,
                (None, _) => Applies::Unknown(
                    "Have all proceedings about this victim ended? The review right depends on it.".into(),
                ),
                (_, None) => {
                    Applies::Unknown("Did the victim withdraw? The review right depends on it.".into())
                }
            }
        }
        Some("police") => match at.decision {
            Some("no_further_action") => match facts.suspect_interviewed {
                Some(true) => Applies::Yes,
                Some(false) => Applies::Never,
                None => Applies::Unknown(
                    "Was a suspect interviewed under caution? The police review right depends on it.".into(),
                ),
            },
            Some(_) => Applies::No,
            None => Applies::Unknown("Which decision does this letter tell?".into()),
        },
        Some(_) => Applies::No,
        None => Applies::Unknown("What kind of letter is this?".into()),
    }
}
