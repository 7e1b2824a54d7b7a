//! Plain English: everyday words, terms and initials explained, short clear sentences, a sensible order.
//!
//! Each file measures one thing; [`Rules::judge`] turns what was measured into findings and a rating.

mod explained;
mod findings;
mod initials;
mod passive;
mod rate;
mod terms;
mod text;

pub use explained::{How, Marks};
pub use findings::Rule as Page;
pub use passive::{Passive, PassiveRule};
pub use rate::Bands;
pub use terms::{Term, Terms};
pub use text::{Lengths, Long};

use super::{Case, Criterion, Judged, Outcome, Rating};
use crate::document::{Language, Letter};
use crate::error::Result;
use crate::lexicon::Files;
use crate::span::Span;
use crate::words::Words;
use findings::Measures;

/// The data of this criterion.
#[derive(Debug)]
pub struct Rules {
    words: Words,
    passive: PassiveRule,
    marks: Marks,
    measures: Measures,
    bands: Bands,
}

/// What was measured.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Measurements {
    /// Words of English prose.
    pub words: usize,
    /// Sentences and paragraphs by length.
    pub lengths: Lengths,
    /// Sentences with a passive, the court's own acts not counted: where, in order.
    pub passives: Vec<Span>,
    /// Passives that are the court's own acts.
    pub court_passives: usize,
    /// Words that few readers will know, each once: the word's index and whether it is only a look.
    pub unfamiliar: Vec<(usize, bool)>,
    /// Double negatives, by their words.
    pub double_negatives: Vec<Span>,
    /// Capitals and underlining.
    pub emphasis: Vec<Span>,
    /// Where the decision is said, and after how many words of prose, where that is late.
    pub late_decision: Option<(Span, usize)>,
    /// Terms, initials and office phrases.
    pub terms: Terms,
}

impl Measurements {
    /// The share of sentences that are passive, 0 to 1.
    pub fn passive_rate(&self) -> f64 {
        if self.lengths.sentences.is_empty() {
            return 0.0;
        }
        self.passives.len() as f64 / self.lengths.sentences.len() as f64
    }
}

impl Rules {
    /// Reads the data.
    ///
    /// # Errors
    /// Where a file is missing or wrong.
    pub fn load(files: &Files) -> Result<Rules> {
        Rules::load_with(files, Words::load(files)?)
    }

    /// Reads the data, but for the words that are read already.
    ///
    /// # Errors
    /// Where a file is missing or wrong.
    pub fn load_with(files: &Files, words: Words) -> Result<Rules> {
        Ok(Rules {
            words,
            passive: PassiveRule::load(files)?,
            marks: Marks::load(files)?,
            measures: Measures::load(files)?,
            bands: Bands::load(files)?,
        })
    }

    /// What a rule that is measured says and why, by its id (`plain_english.passive`), and its category.
    pub fn page(&self, id: &str) -> Option<(&Page, &'static str)> {
        self.measures.page(id)
    }

    /// Measures a letter.
    pub fn measure(&self, case: &Case) -> Measurements {
        let letter = case.letter;
        let lengths = text::lengths(letter);
        let words = lengths.sentences.iter().map(|s| s.words).sum();
        let (passives, court_passives) = self.passives(letter);
        let terms = terms::read(case, &self.words, &self.marks, &self.measures);
        let skip = |at: usize| terms.covers(at);
        let limits = self.measures.limits();
        let unfamiliar =
            text::unfamiliar(letter, &self.words, limits.rare_look, self.measures.everyday(), &skip)
                .into_iter()
                .map(|at| (at, self.words.common(letter.folded(at)).is_some_and(|c| c >= limits.rare)))
                .collect();
        let double_negatives = text::double_negatives(letter, self.measures.negated())
            .into_iter()
            .map(|range| letter.words_span(range))
            .collect();
        Measurements {
            words,
            lengths,
            passives,
            court_passives,
            unfamiliar,
            double_negatives,
            emphasis: text::emphasis(letter, &self.words),
            late_decision: self.late_decision(case, words),
            terms,
        }
    }

    fn passives(&self, letter: &Letter) -> (Vec<Span>, usize) {
        let (mut passives, mut of_court) = (Vec::new(), 0);
        let mut folded: Vec<&str> = Vec::new();
        for block in text::prose(letter) {
            for sentence in letter.sentences.get(block.sentences.clone()).into_iter().flatten() {
                folded.clear();
                folded.extend(sentence.words.clone().map(|at| letter.folded(at)));
                let found = self.passive.find(&folded);
                of_court += found.iter().filter(|p| p.of_court).count();
                if let Some(first) = found.iter().find(|p| !p.of_court) {
                    let start = sentence.words.start;
                    passives.push(letter.words_span(start + first.auxiliary..start + first.participle + 1));
                }
            }
        }
        (passives, of_court)
    }

    /// The first place where the decision is said, where it comes after much else.
    fn late_decision(&self, case: &Case, words: usize) -> Option<(Span, usize)> {
        let limits = self.measures.limits();
        let decision = case.said.element("decision").filter(|e| e.status.is_said())?;
        let first = decision.evidence.iter().map(|e| e.span).min()?;
        let letter = case.letter;
        let before: usize = text::prose(letter)
            .flat_map(|b| b.words.clone())
            .filter(|at| letter.words.get(*at).is_some_and(|w| !w.joined && w.span.end <= first.start))
            .count();
        let late = before >= limits.late_words && before as f64 >= limits.late_share * words as f64;
        late.then_some((first, before))
    }

    /// Measures and rates.
    pub fn judge(&self, case: &Case) -> Judged {
        self.judge_measured(case, &self.measure(case))
    }

    /// Rates what was measured already.
    pub fn judge_measured(&self, case: &Case, measured: &Measurements) -> Judged {
        let outcome = |reason: &str| Outcome {
            criterion: Criterion::PlainEnglish,
            rating: Rating::NotAssessed,
            reason: reason.to_owned(),
            decided_by: Vec::new(),
            to_raise: None,
        };
        let mut not_assessed = Vec::new();
        let welsh = case.letter.blocks.iter().any(|b| b.kind.is_prose() && b.language == Language::Welsh);
        if welsh {
            let why = "the lexicons of terms and phrases are English";
            not_assessed.push(("plain English of the Welsh text".to_owned(), why.to_owned()));
        }
        if measured.words == 0 || case.letter.language != Language::English {
            let why = match case.letter.language {
                Language::Welsh => "The letter is in Welsh; the lexicons are English.",
                Language::Other => "The letter is in neither English nor Welsh.",
                Language::English => "The letter has no prose to read.",
            };
            return Judged { outcome: outcome(why), findings: Vec::new(), not_assessed };
        }
        let findings = self.measures.findings(case, measured);
        let outcome = self.bands.rate(&findings, measured.words, case.letter.text(), case.profile.strictness);
        Judged { outcome, findings, not_assessed }
    }

    /// The measurements for the output.
    pub fn measurements(&self, case: &Case) -> serde_json::Value {
        self.note(&self.measure(case))
    }

    /// Measurements made before, for the output.
    pub fn note(&self, measured: &Measurements) -> serde_json::Value {
        let round = |v: f64| (v * 1000.0).round() / 1000.0;
        let limits = self.measures.limits();
        let over = |list: &[Long], n: usize| list.iter().filter(|l| l.words >= n).count();
        serde_json::json!({
            "sentence_length_spread": round(measured.lengths.spread()),
            "long_sentences": over(&measured.lengths.sentences, limits.long_sentence_look),
            "long_paragraphs": over(&measured.lengths.paragraphs, limits.long_paragraph_look),
            "passive_sentences": measured.passives.len(),
            "passive_rate": round(measured.passive_rate()),
            "court_passives": measured.court_passives,
            "unfamiliar_words": measured.unfamiliar.len(),
            "double_negatives": measured.double_negatives.len(),
            "emphasis": measured.emphasis.len(),
            "terms": measured.terms.count("term"),
            "terms_explained": measured.terms.explained("term"),
            "initials": measured.terms.count("initials"),
            "initials_spelled_out": measured.terms.explained("initials"),
        })
    }
}
