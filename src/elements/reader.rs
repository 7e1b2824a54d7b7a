//! From hits, scores and structure to what was said.

use super::kind::Inference;
use super::owed::{LetterRules, Situation};
use super::sum::{Asked, Scored, Sum};
use super::{Applies, ELEMENTS, Element, Evidence, MARKERS, Said, Status, Style, TONES, Tone, structure};
use crate::confidence::Confidence;
use crate::criterion::Severity;
use crate::document::Letter;
use crate::error::Result;
use crate::facts::CaseFacts;
use crate::lexicon::{Files, Hits, Lexicon, Strength};
use crate::vocabulary::{FIRM, HARM, Harm, Level, Measure, SHORT_SENTENCES, Scores, Spread, Vocabulary};
use std::ops::Range;

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
        let trained = vocabulary.decisions().map(|decisions| (decisions, scores));
        let told = self.inference.tell(letter, lexicon, hits, trained, facts);
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
        let ask = |id| self.sum.ask(id, letter, lexicon, hits, vocabulary, scores, &built);
        let asked: Vec<Asked> = ELEMENTS.into_iter().chain(MARKERS).map(ask).collect();
        let over = scores.over(&asked.iter().map(Asked::bar).collect::<Vec<_>>());
        let firm_column = vocabulary.column(FIRM);
        for (asked, over) in asked.iter().zip(over) {
            let id = asked.id;
            let windows = self.sum.windows(asked, over, scores, firm_column);
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

    /// Harmful tone: what patterns and the vocabulary say of each sentence, summed. A short text has too few
    /// sentences for the thresholds of whole letters, so there each speaks for itself.
    fn tones(
        &self,
        letter: &Letter,
        lexicon: &Lexicon,
        hits: &Hits,
        vocabulary: &Vocabulary,
        scores: &Scores,
    ) -> Vec<Tone> {
        let harm = Harmful::read(letter, vocabulary, scores);
        let mut tones: Vec<Tone> = Vec::new();
        // Sentences of which an entry says, for one tone, that they only sound so.
        let mut cancelled: Vec<(&str, usize)> = Vec::new();
        for id in TONES.into_iter().chain([HARMLESS]) {
            cancelled.extend(
                hits.of(lexicon, id)
                    .filter(|h| lexicon.entries[h.entry].strength == Strength::Cancel)
                    .map(|h| (id, h.sentence)),
            );
            for hit in hits.of(lexicon, id) {
                let entry = &lexicon.entries[hit.entry];
                let finding = match entry.strength {
                    Strength::Finding => true,
                    Strength::Look => false,
                    _ => continue,
                };
                if cancelled.contains(&(id, hit.sentence)) {
                    continue;
                }
                let level = match harm.of(hit.sentence) {
                    Some(score) if !self.sum.is_certain(entry) => {
                        harm.level(score + self.sum.of_tone(finding), finding)
                    }
                    _ if finding => Level::Upper,
                    _ => Level::Lower,
                };
                let look = match level {
                    Level::Silent => continue,
                    Level::Lower => true,
                    Level::Upper => false,
                };
                tones.push(Tone {
                    id,
                    evidence: Evidence { span: hit.span, words: Vec::new(), rule: Some(entry.id.clone()) },
                    look,
                    grave: entry.severity == Severity::Critical && !look,
                    confidence: if look { Confidence::Medium } else { Confidence::High },
                });
            }
        }
        let mut add = |id: &'static str, column: &str, sentences: Range<usize>, look: bool, confidence| {
            // Headings, sign-offs and signatures have no tone.
            if !letter.kind_of(sentences.start).is_body() || is_quoted(letter, sentences.clone()) {
                return;
            }
            let scored = Scored { sentences, said: 0.0, firm: 0.0, hit: None };
            let evidence = self.sum.evidence(column, &scored, letter, lexicon, hits, vocabulary, scores);
            // Where a pattern already speaks of the same words, it says it more exactly.
            if let Some(evidence) = evidence
                && !tones.iter().any(|t| t.evidence.rule.is_some() && t.evidence.span.overlaps(evidence.span))
            {
                tones.push(Tone { id, evidence, look, grave: false, confidence });
            }
        };
        if harm.is_letter() {
            for (sentence, score) in harm.sentences() {
                let level = harm.level(score, false);
                // Nearly all sentences are silent.
                if level > Level::Silent
                    && let Some(id) = self.tone_of(sentence, vocabulary, scores, &cancelled)
                {
                    let look = level == Level::Lower;
                    let measured = if look { harm.looks() } else { harm.findings() };
                    add(id, HARM, sentence..sentence + 1, look, confidence(Some(&measured)));
                }
            }
        } else {
            for id in TONES {
                let Some(cuts) = vocabulary.thresholds().of(id) else { continue };
                for window in vocabulary.found(scores, id) {
                    if window.sentences.clone().any(|s| cancelled.contains(&(id, s))) {
                        continue;
                    }
                    // A single sentence says too little to accuse its writer.
                    add(id, id, window.sentences, true, confidence(cuts.passages.as_ref()));
                }
            }
        }
        tones.sort_by(|a, b| (a.evidence.span, a.id).cmp(&(b.evidence.span, b.id)));
        tones
    }

    /// Which tone a sentence comes nearest to, of those that no entry rules out; none where all are.
    fn tone_of(
        &self,
        sentence: usize,
        vocabulary: &Vocabulary,
        scores: &Scores,
        cancelled: &[(&str, usize)],
    ) -> Option<&'static str> {
        if cancelled.contains(&(HARMLESS, sentence)) {
            return None;
        }
        let window = scores.of_sentence(sentence)?;
        let mut best: Option<(&'static str, f32)> = None;
        for id in TONES.into_iter().filter(|id| !cancelled.contains(&(id, sentence))) {
            let (Some(column), Some(cuts)) = (vocabulary.column(id), vocabulary.thresholds().of(id)) else {
                continue;
            };
            let over = scores.at(window, column)? - cuts.said.short;
            if best.is_none_or(|(_, most)| over > most) {
                best = Some((id, over));
            }
        }
        best.map(|(id, _)| id)
    }
}

/// The category of entries that rule out every tone, as far as the vocabulary alone speaks for it.
const HARMLESS: &str = "harmless";

/// How harmful each sentence of a letter's body is by the vocabulary.
struct Harmful {
    scores: Vec<(usize, f32)>,
    cuts: Harm,
}

impl Harmful {
    /// Reads a letter; nothing of a text so short that it is read as a whole.
    fn read(letter: &Letter, vocabulary: &Vocabulary, scores: &Scores) -> Harmful {
        let column = vocabulary.column(HARM).filter(|_| scores.sentences() > SHORT_SENTENCES);
        let scores = column
            .into_iter()
            .flat_map(|column| scores.windows(column))
            .filter(|w| w.sentences.len() == 1 && letter.kind_of(w.sentences.start).is_body())
            .map(|w| (w.sentences.start, w.score))
            .collect();
        Harmful { scores, cuts: vocabulary.thresholds().harm }
    }

    fn is_letter(&self) -> bool {
        !self.scores.is_empty()
    }

    fn sentences(&self) -> impl Iterator<Item = (usize, f32)> + '_ {
        self.scores.iter().copied()
    }

    fn of(&self, sentence: usize) -> Option<f32> {
        let at = self.scores.binary_search_by_key(&sentence, |(s, _)| *s).ok()?;
        Some(self.scores[at].1)
    }

    /// What a score amounts to. What a pattern was written to find is at least worth a look.
    fn level(&self, score: f32, finding: bool) -> Level {
        if score >= self.cuts.finding {
            Level::Upper
        } else if finding || score >= self.cuts.look {
            Level::Lower
        } else {
            Level::Silent
        }
    }

    /// Where the most harmful sentence stands between a look (0) and a finding (1).
    fn worst(&self) -> Option<f32> {
        let most = self.scores.iter().map(|(_, score)| *score).reduce(f32::max)?;
        let step = self.cuts.finding - self.cuts.look;
        (step > 0.0 && step.is_finite()).then(|| (most - self.cuts.look) / step)
    }

    fn looks(&self) -> Measure {
        self.cuts.looks
    }

    fn findings(&self) -> Measure {
        self.cuts.findings
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
    let harm = Harmful::read(letter, vocabulary, scores);
    Style {
        specificity: mean(FIRM, SPECIFICITY),
        chill: mean("cold", CHILL),
        harm: mean(HARM, CHILL).filter(|_| harm.is_letter()),
        worst: harm.worst(),
    }
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
