//! Accuracy: spelling, grammar, names, leftovers, contradictions, other people's data; and the rating.
//!
//! Rules that a phrase can state are entries of the lexicon (`lexicons/accuracy/usage/` and its
//! neighbours); the rest is code here, and `lexicons/accuracy/rules.toml` says of each rule what it tells
//! the writer, how much it weighs and where it comes from.

mod against_facts;
mod bands;
mod contradictions;
pub mod grammar;
mod leftovers;
mod names;
mod privacy;
mod rules;
pub mod spelling;

pub use rules::Page;

use super::{Case, Criterion, Finding, Judged, Severity};
use crate::confidence::Confidence;
use crate::document::{BlockKind, Letter};
use crate::error::Result;
use crate::lexicon::{Files, Strength};
use crate::people::{self, Known, Mention, Names, bare};
use crate::shapes::{self, Kind, Shaped};
use crate::span::Span;
use crate::words::Words;
use std::collections::HashSet;

/// What a rule found, before it is put into words.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Raw {
    rule: &'static str,
    span: Span,
    /// Fills the `{}` of the rule's message.
    detail: Option<String>,
    suggestion: Option<String>,
}

impl Raw {
    fn new(rule: &'static str, span: Span) -> Raw {
        Raw { rule, span, detail: None, suggestion: None }
    }

    fn with(rule: &'static str, span: Span, detail: impl Into<String>) -> Raw {
        Raw { rule, span, detail: Some(detail.into()), suggestion: None }
    }
}

/// What the rules share of one letter.
struct View<'a> {
    case: &'a Case<'a>,
    letter: &'a Letter,
    known: Known,
    mentions: Vec<Mention>,
    /// The mention that each word of the letter lies in.
    at_word: Vec<Option<usize>>,
    shaped: Vec<Shaped>,
}

/// The rules and data of this criterion.
#[derive(Debug)]
pub struct Rules {
    pages: rules::Pages,
    bands: bands::Bands,
    speller: spelling::Speller,
    grammar: grammar::Grammar,
    names: Names,
    privacy: privacy::Privacy,
}

impl Rules {
    /// Reads the data under `accuracy/` and `people/`.
    ///
    /// # Errors
    /// Where a file is missing or wrong, with its name and line.
    pub fn load(files: &Files) -> Result<Rules> {
        Rules::load_with(files, Words::load(files)?)
    }

    /// Reads the data, but for the words that are read already.
    ///
    /// # Errors
    /// Where a file is missing or wrong, with its name and line.
    pub fn load_with(files: &Files, words: Words) -> Result<Rules> {
        Ok(Rules {
            pages: rules::Pages::load(files)?,
            bands: bands::Bands::load(files)?,
            speller: spelling::Speller::load(files)?,
            grammar: grammar::Grammar::load(files, words)?,
            names: Names::load(files)?,
            privacy: privacy::Privacy::load(files)?,
        })
    }

    /// The dictionary, for suggestions on demand.
    pub fn speller(&self) -> &spelling::Speller {
        &self.speller
    }

    /// The page of a rule that is written in code: what it says, why, and where it comes from.
    pub fn page(&self, rule: &str) -> Option<&Page> {
        self.pages.get(rule)
    }

    /// The pages of all such rules, in the order of their file.
    pub fn pages(&self) -> &[Page] {
        self.pages.all()
    }

    /// Judges one letter.
    pub fn judge(&self, case: &Case<'_>) -> Judged {
        let letter = case.letter;
        let known = Known::of(case.facts);
        let mentions = people::mentions(letter, &self.names, &known);
        let mut at_word = vec![None; letter.words.len()];
        for (index, m) in mentions.iter().enumerate() {
            at_word[m.words.clone()].fill(Some(index));
        }
        let shaped = shapes::find(letter.text());
        let view = View { case, letter, known, mentions, at_word, shaped };
        let english = self.speller.english(letter);
        let mut raws = self.spelling(&view, &english);
        raws.extend(self.grammar(&view, &english));
        raws.extend(names::read(&view, &self.names, &self.speller));
        raws.extend(leftovers::read(&view));
        raws.extend(contradictions::read(&view));
        raws.extend(against_facts::read(&view));
        raws.extend(privacy::read(&self.privacy, &view));
        let mut findings: Vec<Finding> = raws.iter().filter_map(|r| self.finding(r)).collect();
        findings.extend(entries(&view));
        let findings = settle(findings);
        let outcome = self.bands.rate(case.profile.strictness, &findings, letter);
        let not_assessed = if self.speller.is_ready() {
            Vec::new()
        } else {
            vec![("spelling".to_string(), "the dictionary could not be read".to_string())]
        };
        Judged { outcome, findings, not_assessed }
    }

    /// Fills in what misspelt words may stand for, at most [`spelling::MOST_SUGGESTIONS`] a letter. Each
    /// costs milliseconds, so that [`Rules::judge`] leaves it to those who show the letter to its writer.
    pub fn suggest(&self, letter: &Letter, findings: &mut [Finding]) {
        let mut left = spelling::MOST_SUGGESTIONS;
        for finding in findings.iter_mut().filter(|f| f.rule == "spelling.unknown" && f.suggestion.is_none())
        {
            if left == 0 {
                break;
            }
            left -= 1;
            let words = self.speller.suggest(finding.span.of(letter.text()), 3);
            if !words.is_empty() {
                finding.suggestion = Some(format!("Did you mean {}?", words.join(", ")));
            }
        }
    }

    fn spelling(&self, view: &View<'_>, english: &[bool]) -> Vec<Raw> {
        let learnt = learnt(view);
        let spans: Vec<Span> = view.shaped.iter().filter(|s| s.kind != Kind::Date).map(|s| s.span).collect();
        self.speller
            .read(view.letter, english, &self.names, &learnt, &spans)
            .into_iter()
            .map(|m| match m.slip {
                spelling::Slip::Unknown => Raw::new("spelling.unknown", m.span),
                spelling::Slip::Near(word) => Raw::with("spelling.near", m.span, word),
                spelling::Slip::American(word) => Raw::with("spelling.american", m.span, word),
                spelling::Slip::Ize(word) => Raw::with("spelling.ize", m.span, word),
            })
            .collect()
    }

    fn grammar(&self, view: &View<'_>, english: &[bool]) -> Vec<Raw> {
        let mut surnames: HashSet<String> = view.mentions.iter().filter_map(|m| m.last.clone()).collect();
        surnames.extend(view.known.all().filter(|n| !n.last.is_empty()).map(|n| n.last.to_lowercase()));
        surnames.extend(
            view.known
                .all()
                .flat_map(|n| n.first.iter())
                .map(|f| f.to_lowercase())
                .filter(|f| f.chars().count() > 2),
        );
        let spans: Vec<Span> = view.shaped.iter().map(|s| s.span).collect();
        self.grammar
            .read(view.letter, &surnames, english, &spans)
            .into_iter()
            .map(|s| Raw { rule: s.rule, span: s.span, suggestion: None, detail: s.instead })
            .collect()
    }

    fn finding(&self, raw: &Raw) -> Option<Finding> {
        let page = self.pages.get(raw.rule)?;
        Some(Finding {
            rule: page.id.clone(),
            criterion: Criterion::Accuracy,
            category: page.category.clone(),
            severity: page.severity(),
            confidence: page.confidence(),
            span: raw.span,
            message: page.message.replace("{}", raw.detail.as_deref().unwrap_or("something else")),
            suggestion: raw.suggestion.clone(),
            source: page.source.clone(),
        })
    }
}

/// The findings and looks that entries of the lexicon state.
fn entries(view: &View<'_>) -> Vec<Finding> {
    let lexicon = view.case.lexicon;
    let mut findings = Vec::new();
    for hit in &view.case.hits.hits {
        let Some(entry) = lexicon.entries.get(hit.entry) else { continue };
        if entry.criterion != Criterion::Accuracy
            || !matches!(entry.strength, Strength::Finding | Strength::Look)
        {
            continue;
        }
        // A mark between the words parts them: "you, was it".
        if entry.category != "other" && parted(view.letter, hit.words.clone()) {
            continue;
        }
        if entry.id.starts_with("other.trial_") && ended(view.case) {
            continue;
        }
        let look = entry.strength == Strength::Look;
        findings.push(Finding {
            rule: entry.id.clone(),
            criterion: Criterion::Accuracy,
            category: entry.category.clone(),
            severity: if look { Severity::Look } else { entry.severity },
            confidence: if look { Confidence::Unmeasured } else { Confidence::High },
            span: hit.span,
            message: entry.message.clone().unwrap_or_else(|| entry.why.clone()),
            suggestion: entry.advice.clone(),
            source: entry.source.clone(),
        });
    }
    findings
}

/// Decisions after which no trial is to come, as far as a letter can tell.
const LAST: &[&str] = &[
    "not_to_charge",
    "discontinued",
    "no_evidence_offered",
    "lie_on_file",
    "no_further_action",
    "out_of_court",
    "review_outcome",
    "complaint_response",
    "sentence_explained",
    "parole_and_licence",
    "release_or_recall",
    "annual_update",
    "introduction",
];

/// Whether all proceedings have ended: by the case facts, and where they are silent by the decision.
fn ended(case: &Case<'_>) -> bool {
    let decision = case.facts.decision.as_deref().or(case.said.decision.value.as_deref());
    case.facts.all_proceedings_ended.unwrap_or_else(|| decision.is_some_and(|d| LAST.contains(&d)))
}

fn parted(letter: &Letter, words: std::ops::Range<usize>) -> bool {
    (words.start..words.end.saturating_sub(1)).any(|w| {
        let (a, b) = (letter.words[w].span.end, letter.words[w + 1].span.start);
        a <= b
            && letter.text()[a..b]
                .contains([',', ';', ':', '(', ')', '.', '!', '?', '\u{2013}', '\u{2014}', '/', '|'])
    })
}

/// Words in small letters that are names in this letter.
fn learnt(view: &View<'_>) -> HashSet<String> {
    let letter = view.letter;
    let mut words: HashSet<String> = HashSet::new();
    for name in view.known.all() {
        words.extend(name.first.iter().map(|f| f.to_lowercase()));
        words.insert(name.last.to_lowercase());
    }
    for m in &view.mentions {
        for w in m.words.clone() {
            words.insert(bare(letter.folded(w)).to_string());
        }
    }
    // Streets and houses of the address block are names too.
    for block in letter.blocks.iter().filter(|b| b.kind == BlockKind::Address) {
        for w in block.words.clone() {
            words.insert(bare(letter.folded(w)).to_string());
        }
    }
    words
}

/// In order of place; of two that lie on one another in one or neighbouring categories, the weightier stays.
fn settle(mut findings: Vec<Finding>) -> Vec<Finding> {
    findings.sort_by(|a, b| {
        (a.span.start, std::cmp::Reverse(a.severity), a.span.end, &a.rule).cmp(&(
            b.span.start,
            std::cmp::Reverse(b.severity),
            b.span.end,
            &b.rule,
        ))
    });
    let word = |c: &str| matches!(c, "spelling" | "grammar" | "wrong_name" | "other");
    let mut kept: Vec<Finding> = Vec::with_capacity(findings.len());
    for finding in findings {
        let rival = kept.iter().rposition(|k| {
            !k.span.is_empty()
                && k.span.overlaps(finding.span)
                && (k.category == finding.category || (word(&k.category) && word(&finding.category)))
        });
        match rival {
            None => kept.push(finding),
            Some(at) if weight(&finding) > weight(&kept[at]) => kept[at] = finding,
            Some(_) => {}
        }
    }
    kept.sort_by(|a, b| (a.span.start, a.span.end, &a.rule).cmp(&(b.span.start, b.span.end, &b.rule)));
    kept
}

/// Heavier first; of two alike a rule of grammar says more than an unknown word; then the shorter stretch.
fn weight(finding: &Finding) -> (Severity, bool, usize) {
    (finding.severity, finding.rule != "spelling.unknown", usize::MAX - finding.span.len())
}
