//! From hits, scores and structure to what was said.

use super::kind::Inference;
use super::owed::{LetterRules, Situation};
use super::sum::{Scored, Sum};
use super::{Applies, ELEMENTS, Element, Evidence, MARKERS, Said, Status, Style, TONES, Tone, structure};
use crate::confidence::Confidence;
use crate::criterion::Severity;
use crate::document::Letter;
use crate::error::Result;
use crate::facts::CaseFacts;
use crate::lexicon::{Files, Hits, Lexicon, Strength};
use crate::vocabulary::{FIRM, Level, Measure, SHORT_SENTENCES, Scores, Spread, Vocabulary};

/// Reads what a letter says.
#[derive(Clone, Debug)]
pub struct Reader {
    inference: Inference,
    rules: LetterRules,
    sum: Sum,
}

/// Quotations given as evidence of one element.
const EVIDENCE: usize = 3;

impl Reader {
    /// Reads the data it needs.
    ///
    /// # Errors
    /// With file, line and remedy.
    pub fn load(files: &Files) -> Result<Reader> {
        Ok(Reader {
            inference: Inference::load(files)?,
            rules: LetterRules::load(files)?,
            sum: Sum::load(files)?,
        })
    }

    /// The rules of what letters owe.
    pub fn rules(&self) -> &LetterRules {
        &self.rules
    }

    /// Reads a letter.
    #[allow(clippy::too_many_arguments)]
    pub fn read(
        &self,
        letter: &Letter,
        lexicon: &Lexicon,
        hits: &Hits,
        vocabulary: &Vocabulary,
        scores: &Scores,
        facts: &CaseFacts,
        code: &str,
    ) -> Said {
        let told = self.inference.tell(letter, lexicon, hits, facts);
        let owed = self.rules.owed(&Situation {
            kind: told.kind.value.as_deref(),
            decision: told.decision.value.as_deref(),
            variant: told.variant.value.as_deref(),
            code,
            facts,
        });
        let built = structure::read(letter, lexicon, hits);
        let tones = self.tones(letter, lexicon, hits, vocabulary, scores);
        // A sentence that may put the fault on the reader, doubt them or belittle the harm shows no empathy,
        // whatever its words.
        let hurts = |sentences: &std::ops::Range<usize>| {
            tones
                .iter()
                .filter(|t| matches!(t.id, "blame" | "doubt" | "minimise"))
                .any(|t| letter.sentences[sentences.clone()].iter().any(|s| s.span.overlaps(t.evidence.span)))
        };
        let mut elements = Vec::with_capacity(ELEMENTS.len() + MARKERS.len());
        for id in ELEMENTS.into_iter().chain(MARKERS) {
            let windows = self.sum.windows(id, letter, lexicon, hits, vocabulary, scores, &built);
            // The windows come at or over the threshold only.
            let said: Vec<&Scored> =
                windows.iter().filter(|w| !(MARKERS.contains(&id) && hurts(&w.sentences))).collect();
            // The letter says it usably where any place does.
            let mut status = match said.iter().map(|w| w.firm).reduce(f32::max) {
                Some(firm) if firm >= 0.0 => Status::Present,
                Some(_) => Status::Vague,
                None => Status::Absent,
            };
            let owed = owed.iter().find(|o| o.element == id);
            let mut question = None;
            match (owed.map(|o| &o.applies), status.is_said()) {
                // A right that must not be offered: the fault is accuracy's, the element itself is not owed.
                (Some(Applies::Never), _) => status = Status::NotApplicable,
                (None, true)
                    if scores.sentences() > SHORT_SENTENCES && is_foreign(id, told.kind.value.as_deref()) =>
                {
                    status = Status::NotApplicable;
                }
                (_, true) => {}
                (Some(Applies::Unknown(ask)), false) => {
                    status = Status::Unknown;
                    question = Some(ask.clone());
                }
                (Some(Applies::No), false) => status = Status::NotApplicable,
                (None, false)
                    if told.kind.value.is_some() && is_of_other_kinds(id, told.kind.value.as_deref()) =>
                {
                    status = Status::NotApplicable;
                }
                _ => {}
            }
            let evidence: Vec<Evidence> = said
                .iter()
                .take(EVIDENCE)
                .filter_map(|w| self.sum.evidence(id, w, letter, lexicon, hits, vocabulary, scores))
                .collect();
            let measured = vocabulary.thresholds().of(id).and_then(|c| c.letters.or(c.passages));
            elements.push(Element {
                id,
                status,
                confidence: confidence(measured.as_ref()),
                rules: owed
                    .filter(|o| o.applies == Applies::Yes)
                    .map(|o| o.rules.clone())
                    .unwrap_or_default(),
                evidence,
                question,
            });
        }
        let style = style(letter, vocabulary, scores);
        Said { kind: told.kind, decision: told.decision, variant: told.variant, elements, tones, owed, style }
    }

    /// Harmful tone: patterns as their entries say, and windows over the vocabulary's thresholds.
    fn tones(
        &self,
        letter: &Letter,
        lexicon: &Lexicon,
        hits: &Hits,
        vocabulary: &Vocabulary,
        scores: &Scores,
    ) -> Vec<Tone> {
        let mut tones: Vec<Tone> = Vec::new();
        for id in TONES {
            let cancelled: Vec<usize> = hits
                .of(lexicon, id)
                .filter(|h| lexicon.entries[h.entry].strength == Strength::Cancel)
                .map(|h| h.sentence)
                .collect();
            for hit in hits.of(lexicon, id) {
                let entry = &lexicon.entries[hit.entry];
                let look = match entry.strength {
                    Strength::Finding => false,
                    Strength::Look => true,
                    _ => continue,
                };
                if cancelled.contains(&hit.sentence) {
                    continue;
                }
                tones.push(Tone {
                    id,
                    evidence: Evidence { span: hit.span, words: Vec::new(), rule: Some(entry.id.clone()) },
                    look,
                    grave: entry.severity == Severity::Critical && !look,
                    confidence: if look { Confidence::Medium } else { Confidence::High },
                });
            }
            let Some(cuts) = vocabulary.thresholds().of(id) else { continue };
            for window in vocabulary.found(scores, id) {
                // Headings, sign-offs and signatures have no tone.
                if !letter.kind_of(window.sentences.start).is_body() {
                    continue;
                }
                if window.sentences.clone().any(|s| cancelled.contains(&s))
                    || is_quoted(letter, window.sentences.clone())
                {
                    continue;
                }
                let scored = Scored {
                    sentences: window.sentences.clone(),
                    said: window.said,
                    firm: window.firm,
                    hit: None,
                };
                let Some(evidence) =
                    self.sum.evidence(id, &scored, letter, lexicon, hits, vocabulary, scores)
                else {
                    continue;
                };
                // Where a pattern already speaks of the same words, it says it more exactly.
                if tones.iter().any(|t| t.id == id && t.evidence.span.overlaps(evidence.span)) {
                    continue;
                }
                // A finding must clear the bar of whole letters, however short the text: a single plain
                // sentence says too little to accuse its writer.
                let over = window.firm + cuts.firm.at(scores.sentences()) - cuts.firm.letter;
                let finding = window.level == Level::Upper && over >= 0.0;
                let measured = if finding { cuts.letters_firm } else { cuts.letters };
                tones.push(Tone {
                    id,
                    evidence,
                    look: !finding,
                    grave: false,
                    confidence: confidence(measured.as_ref()),
                });
            }
        }
        tones.sort_by(|a, b| (a.evidence.span, a.id).cmp(&(b.evidence.span, b.id)));
        tones
    }
}

/// The scale on which the bands were set; each training has its own, and is brought to this one by how far
/// the letter stands from others.
const SPECIFICITY: Spread = Spread { mean: 0.79, spread: 0.44 };
const CHILL: Spread = Spread { mean: -0.22, spread: 0.32 };

/// The means over the body's sentences.
fn style(letter: &Letter, vocabulary: &Vocabulary, scores: &Scores) -> Style {
    let mean = |id: &str, scale: Spread| {
        let mean = vocabulary.style(letter, scores, vocabulary.column(id)?)?;
        Some(vocabulary.thresholds().style.get(id).map_or(mean, |own| own.bring_to(scale, mean)))
    };
    Style { specificity: mean(FIRM, SPECIFICITY), chill: mean("cold", CHILL) }
}

/// Whether most words of these sentences stand between quotation marks: somebody else's words.
fn is_quoted(letter: &Letter, sentences: std::ops::Range<usize>) -> bool {
    let (mut all, mut quoted) = (0, 0);
    for sentence in sentences {
        let Some(sentence) = letter.sentences.get(sentence) else { continue };
        for word in &letter.words[sentence.words.clone()] {
            all += 1;
            quoted += usize::from(word.quoted);
        }
    }
    all > 0 && quoted * 2 > all
}

/// Elements of probation's letters in letters of a kind that never speaks of them: what sounds like them
/// there is something else.
fn is_foreign(id: &str, kind: Option<&str>) -> bool {
    matches!(id, "scheme" | "choice" | "events" | "licence" | "statement" | "sentence")
        && matches!(kind, Some("vcl" | "police" | "complaint" | "vrr"))
}

/// Elements that only other kinds of letter ever owe.
fn is_of_other_kinds(id: &str, kind: Option<&str>) -> bool {
    let vlo = matches!(id, "scheme" | "choice" | "sentence" | "events" | "licence" | "statement");
    let review = matches!(id, "review_right" | "review_how" | "review_deadline");
    (vlo && kind != Some("vlo")) || (review && !matches!(kind, Some("vcl" | "police" | "vrr")))
}

/// The word for a measured precision.
fn confidence(measured: Option<&Measure>) -> Confidence {
    match measured.and_then(Measure::precision) {
        None => Confidence::Unmeasured,
        Some(p) if p >= 0.9 => Confidence::High,
        Some(p) if p >= 0.75 => Confidence::Medium,
        Some(_) => Confidence::Low,
    }
}
