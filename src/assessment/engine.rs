//! The whole path as one value: data loaded once, letters assessed many times, from many threads.

use super::{
    Assessment, CriterionNote, DutyNote, ElementNote, EvidenceNote, FactNote, FindingNote, NotAssessed,
    ProfileNote, Program, SCHEMA, SourceNote,
};
use crate::criteria::{
    self, Case, Judged, accuracy, empathy, explanation, overall, plain_english, readability,
    required_content, timeliness,
};
use crate::criterion::{Criterion, Finding};
use crate::document::Letter;
use crate::elements::{self, Fact, From, Said};
use crate::error::{Error, Result};
use crate::facts::CaseFacts;
use crate::ingest::{self, Source};
use crate::lexicon::{Files, Lexicon};
use crate::profile::Profile;
use crate::span::Span;
use crate::vocabulary::Vocabulary;
use crate::words::Words;
use lazy_static::lazy_static;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::path::Path;

lazy_static! {
    static ref EMBEDDED: Result<Engine> = Engine::load(Files::embedded());
}

/// Lexicons, vocabulary and rules, loaded and checked. Passed down as a value; `Send + Sync`.
#[derive(Debug)]
pub struct Engine {
    files: Files,
    lexicon: Lexicon,
    vocabulary: Vocabulary,
    reader: elements::Reader,
    plain_english: plain_english::Rules,
    readability: readability::Rules,
    explanation: explanation::Rules,
    empathy: empathy::Rules,
    required_content: required_content::Rules,
    timeliness: timeliness::Rules,
    accuracy: accuracy::Rules,
    overall: overall::Rules,
}

/// What a caller may choose for one assessment.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The edition of the Code and the strictness.
    pub profile: Profile,
    /// The day of the check.
    pub as_of: Option<jiff::civil::Date>,
    /// Whether the decoded text goes into the assessment.
    pub with_text: bool,
}

impl Engine {
    /// The engine with the data inside the program, loaded once.
    ///
    /// # Errors
    /// Where that data is broken, which the tests rule out.
    pub fn embedded() -> Result<&'static Engine> {
        EMBEDDED.as_ref().map_err(Clone::clone)
    }

    /// An engine with a folder of lexicons laid over the embedded ones.
    ///
    /// # Errors
    /// Where a file cannot be read or holds an error: with file, line and remedy.
    pub fn from_dir(dir: &Path) -> Result<Engine> {
        Engine::load(Files::overlaid(dir)?)
    }

    /// An engine with these files.
    ///
    /// # Errors
    /// As [`Engine::from_dir`].
    pub fn load(files: Files) -> Result<Engine> {
        // The lexicons cost as much as all else together: where a second thread can be had, it reads them.
        let (lexicon, rest) = std::thread::scope(|scope| {
            let thread = std::thread::Builder::new().spawn_scoped(scope, || Lexicon::load(&files));
            let rest = Engine::load_rest(&files);
            let lexicon = thread.ok().and_then(|t| t.join().ok());
            (lexicon.unwrap_or_else(|| Lexicon::load(&files)), rest)
        });
        let lexicon = lexicon?;
        Ok(Engine { lexicon, files, ..rest? })
    }

    /// All but the lexicons.
    fn load_rest(files: &Files) -> Result<Engine> {
        let words = Words::load(files)?;
        Ok(Engine {
            vocabulary: Vocabulary::load(files)?,
            reader: elements::Reader::load(files)?,
            plain_english: plain_english::Rules::load_with(files, words.clone())?,
            readability: readability::Rules::load_with(files, words.clone())?,
            explanation: explanation::Rules::load(files)?,
            empathy: empathy::Rules::load(files)?,
            required_content: required_content::Rules::load(files)?,
            timeliness: timeliness::Rules::load(files)?,
            accuracy: accuracy::Rules::load_with(files, words)?,
            overall: overall::Rules::load(files)?,
            lexicon: Lexicon::default(),
            files: files.clone(),
        })
    }

    /// The lexicons.
    pub fn lexicon(&self) -> &Lexicon {
        &self.lexicon
    }

    /// The data files.
    pub fn files(&self) -> &Files {
        &self.files
    }

    /// The trained vocabulary.
    pub fn vocabulary(&self) -> &Vocabulary {
        &self.vocabulary
    }

    /// The rules of what letters owe.
    pub fn letter_rules(&self) -> &elements::owed::LetterRules {
        self.reader.rules()
    }

    /// The rules of accuracy.
    pub fn accuracy(&self) -> &accuracy::Rules {
        &self.accuracy
    }

    /// The rules of plain English.
    pub fn plain_english(&self) -> &plain_english::Rules {
        &self.plain_english
    }

    /// The duties and the calendar.
    pub fn timeliness(&self) -> &timeliness::Rules {
        &self.timeliness
    }

    /// The rules of each letter kind.
    pub fn required_content(&self) -> &required_content::Rules {
        &self.required_content
    }

    /// Reads a letter from a file's bytes and assesses it.
    ///
    /// # Errors
    /// Where the bytes are no letter.
    pub fn assess_bytes(&self, bytes: &[u8], facts: &CaseFacts, options: &Options) -> Result<Assessment> {
        Ok(self.assess(ingest::read(bytes)?, facts, options))
    }

    /// Assesses a text that is already decoded.
    ///
    /// # Errors
    /// Where it is empty or too long.
    pub fn assess_text(&self, text: String, facts: &CaseFacts, options: &Options) -> Result<Assessment> {
        if text.len() > crate::limits::TEXT_BYTES {
            return Err(Error::letter("is longer than the 1 MB of text that a letter may have")
                .remedy("send one letter at a time"));
        }
        if text.trim().is_empty() {
            return Err(Error::letter("is empty").remedy("give the text of a letter"));
        }
        Ok(self.assess(Source::from_text(text), facts, options))
    }

    /// Assesses a source.
    pub fn assess(&self, source: Source, facts: &CaseFacts, options: &Options) -> Assessment {
        let letter = Letter::read(source);
        let hits = self.lexicon.scan(&letter);
        let scores = self.vocabulary.score(&letter);
        let said = self.reader.read(
            &letter,
            &self.lexicon,
            &hits,
            &self.vocabulary,
            &scores,
            facts,
            &options.profile.code,
        );
        let case = Case {
            letter: &letter,
            lexicon: &self.lexicon,
            hits: &hits,
            said: &said,
            facts,
            profile: &options.profile,
            as_of: options.as_of,
        };
        // Measured once: ratings and the output's measurements read the same numbers.
        let readable = self.readability.measure(&letter);
        let plain = self.plain_english.measure(&case);
        let readability = self.readability.judge_measured(&case, &readable);
        let plain_english = self.plain_english.judge_measured(&case, &plain);
        let explanation = self.explanation.judge(&case, plain_english.outcome.rating);
        let empathy = self.empathy.judge(&case);
        let required_content = self.required_content.judge(&case);
        let timely = self.timeliness.assess(&case);
        let (timeliness, duties) = (timely.judged, timely.rows);
        let accuracy = self.accuracy.judge(&case);
        let mut judged =
            vec![plain_english, readability, explanation, empathy, required_content, timeliness, accuracy];
        let outcomes: Vec<_> = judged.iter().map(|j| j.outcome.clone()).collect();
        judged.push(Judged {
            outcome: self.overall.rate(&outcomes, &options.profile),
            findings: Vec::new(),
            not_assessed: Vec::new(),
        });
        let measurements = merged([readable.note(), self.plain_english.note(&plain), said.style.note()]);
        self.note(&letter, said, judged, measurements, duties, facts, options)
    }

    /// The row of a letter that could not be read.
    pub fn failed(
        &self,
        id: &str,
        file: Option<&str>,
        error: &Error,
        facts: &CaseFacts,
        options: &Options,
    ) -> Assessment {
        let mut assessment = self.blank(facts, options);
        assessment.id = id.to_owned();
        assessment.source.file = file.map(str::to_owned);
        assessment.error = Some(error.to_string());
        assessment
    }

    /// A manifest's row with a duty but no letter: timeliness alone can be judged.
    pub fn not_sent(&self, facts: &CaseFacts, options: &Options) -> Assessment {
        let mut assessment = self.blank(facts, options);
        let timely = self.timeliness.assess_row(facts, options.as_of, &options.profile.code);
        let (judged, duties) = (timely.judged, timely.rows);
        for criterion in Criterion::ALL {
            assessment.criteria.push(if criterion == Criterion::Timeliness {
                criterion_note(&judged.outcome)
            } else {
                CriterionNote {
                    id: criterion.id().into(),
                    rating: "not_assessed".into(),
                    reason: "There is no letter to read.".into(),
                    decided_by: Vec::new(),
                    to_raise: None,
                }
            });
        }
        for (name, value) in given(facts) {
            assessment.facts.insert(
                name.into(),
                FactNote { value: Some(value), from: "given".into(), confidence: "high".into() },
            );
        }
        assessment
            .not_assessed
            .push(NotAssessed { what: "letter".into(), why: "no letter was given".into() });
        assessment
            .not_assessed
            .extend(judged.not_assessed.into_iter().map(|(what, why)| NotAssessed { what, why }));
        assessment.timeliness = duties.into_iter().map(duty_note).collect();
        assessment
    }

    fn blank(&self, facts: &CaseFacts, options: &Options) -> Assessment {
        Assessment {
            schema: SCHEMA.into(),
            id: facts.id.clone().unwrap_or_default(),
            source: SourceNote { file: facts.file.clone(), ..SourceNote::default() },
            program: Program {
                version: env!("CARGO_PKG_VERSION").into(),
                lexicons: self.files.hash().into(),
            },
            profile: ProfileNote {
                code: options.profile.code.clone(),
                strictness: options.profile.strictness.id().into(),
            },
            as_of: options.as_of,
            language: String::new(),
            facts: BTreeMap::new(),
            criteria: Vec::new(),
            elements: Vec::new(),
            findings: Vec::new(),
            measurements: serde_json::Value::Object(serde_json::Map::new()),
            timeliness: Vec::new(),
            not_assessed: Vec::new(),
            other: facts.other.clone(),
            sentence_hashes: Vec::new(),
            text: None,
            error: None,
        }
    }

    #[allow(clippy::too_many_arguments)]
    fn note(
        &self,
        letter: &Letter,
        said: Said,
        judged: Vec<Judged>,
        measurements: serde_json::Value,
        duties: Vec<timeliness::Row>,
        facts: &CaseFacts,
        options: &Options,
    ) -> Assessment {
        let text = letter.text();
        let mut assessment = self.blank(facts, options);
        assessment.source.format = letter.source.format.name().into();
        assessment.source.warnings = letter.source.warnings.clone();
        assessment.source.warnings.extend(facts.warnings.iter().cloned());
        assessment.language = format!("{:?}", letter.language);
        assessment.facts = fact_notes(&said, facts);
        assessment.measurements = measurements;
        assessment.timeliness = duties.into_iter().map(duty_note).collect();
        assessment.sentence_hashes = sentence_hashes(letter);
        for element in said.elements {
            assessment.elements.push(ElementNote {
                id: element.id.into(),
                status: element.status.name().into(),
                confidence: element.confidence.name().into(),
                rules: element.rules,
                evidence: element
                    .evidence
                    .into_iter()
                    .map(|e| EvidenceNote {
                        start: e.span.start,
                        end: e.span.end,
                        quote: e.span.of(text).into(),
                        words: e.words,
                        rule: e.rule,
                    })
                    .collect(),
                question: element.question,
            });
        }
        let mut findings: Vec<Finding> = Vec::new();
        for judged in judged {
            assessment.criteria.push(criterion_note(&judged.outcome));
            findings.extend(judged.findings);
            assessment
                .not_assessed
                .extend(judged.not_assessed.into_iter().map(|(what, why)| NotAssessed { what, why }));
        }
        findings.sort_by(|a, b| {
            (a.span, a.criterion, &a.rule, &a.message).cmp(&(b.span, b.criterion, &b.rule, &b.message))
        });
        findings.dedup();
        assessment.findings = findings.into_iter().map(|f| finding_note(f, text)).collect();
        if options.with_text {
            assessment.text = Some(text.to_owned());
        }
        assessment
    }
}

fn criterion_note(outcome: &criteria::Outcome) -> CriterionNote {
    CriterionNote {
        id: outcome.criterion.id().into(),
        rating: outcome.rating.name().into(),
        reason: outcome.reason.clone(),
        decided_by: outcome.decided_by.clone(),
        to_raise: outcome.to_raise.clone(),
    }
}

fn duty_note(row: timeliness::Row) -> DutyNote {
    DutyNote {
        trigger_from: row.trigger_from.name().into(),
        sent_from: row.sent_from.name().into(),
        unit: row.unit.map(|u| u.name().into()),
        verdict: row.verdict.name().into(),
        duty: row.duty,
        enhanced: row.enhanced,
        trigger: row.trigger,
        sent: row.sent,
        taken: row.taken,
        limit: row.limit,
        due: row.due,
        late_by: row.late_by,
        limit_standard: row.limit_standard,
        due_standard: row.due_standard,
        what: row.what,
        source: row.source,
        note: row.note,
    }
}

fn finding_note(f: Finding, text: &str) -> FindingNote {
    let Span { start, end } = f.span;
    FindingNote {
        rule: f.rule,
        criterion: f.criterion.id().into(),
        category: f.category,
        severity: f.severity.name().into(),
        confidence: f.confidence.name().into(),
        start,
        end,
        quote: f.span.of(text).into(),
        message: f.message,
        suggestion: f.suggestion,
        source: f.source,
    }
}

fn merged(parts: [serde_json::Value; 3]) -> serde_json::Value {
    let mut all = serde_json::Map::new();
    for part in parts {
        if let serde_json::Value::Object(part) = part {
            all.extend(part);
        }
    }
    serde_json::Value::Object(all)
}

/// The facts that the caller gave, by their column names, in order.
fn given(facts: &CaseFacts) -> Vec<(&'static str, String)> {
    facts.given()
}

fn fact_notes(said: &Said, facts: &CaseFacts) -> BTreeMap<String, FactNote> {
    let mut notes = BTreeMap::new();
    for (name, value) in given(facts) {
        if matches!(name, "id" | "file") {
            continue;
        }
        notes.insert(
            name.to_owned(),
            FactNote { value: Some(value), from: "given".into(), confidence: "high".into() },
        );
    }
    for (name, fact) in [("kind", &said.kind), ("decision", &said.decision), ("variant", &said.variant)] {
        if name == "variant" && fact.value.is_none() {
            continue;
        }
        notes.insert(name.to_owned(), fact_note(fact));
    }
    notes
}

fn fact_note(fact: &Fact) -> FactNote {
    FactNote {
        value: fact.value.clone(),
        from: match fact.from {
            From::Given => "given",
            From::Letter => "letter",
            From::Unknown => "unknown",
        }
        .into(),
        confidence: fact.confidence.name().into(),
    }
}

/// A hash of each body sentence of six words or more, its words folded and its figures taken out, so
/// that the same stock sentence is the same hash in every letter.
fn sentence_hashes(letter: &Letter) -> Vec<String> {
    hashed_sentences(letter).into_iter().map(|(_, hash)| hash).collect()
}

/// The sentences that are hashed, by their place in the letter, each with its hash.
pub fn hashed_sentences(letter: &Letter) -> Vec<(usize, String)> {
    let mut hashes = Vec::with_capacity(letter.sentences.len());
    let has_digit = letter.of_forms(|word, _| word.bytes().any(|b| b.is_ascii_digit()));
    let mut folded = String::with_capacity(256);
    for (i, sentence) in letter.sentences.iter().enumerate() {
        if !letter.kind_of(i).is_body() || sentence.words.len() < 6 {
            continue;
        }
        folded.clear();
        for word in sentence.words.clone() {
            folded.push_str(if has_digit[letter.form(word)] { "#" } else { letter.folded(word) });
            folded.push(' ');
        }
        let hash = Sha256::digest(folded.as_bytes());
        let head = hash.first_chunk::<8>().copied().unwrap_or_default();
        hashes.push((i, format!("{:016x}", u64::from_be_bytes(head))));
    }
    hashes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_engine_crosses_threads() {
        fn is_send_sync<T: Send + Sync>() {}
        is_send_sync::<Engine>();
    }
}
