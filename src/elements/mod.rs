//! What was said: the letter's kind and decision, each element, marker and tone, with its evidence.

pub mod kind;
pub mod owed;
mod reader;
mod structure;
mod sum;

pub use crate::confidence::Confidence;
pub use reader::Reader;

use crate::span::Span;

/// The ids of elements, in reading order of the output.
pub const ELEMENTS: [&str; 22] = [
    "decision",
    "reasons",
    "test",
    "role",
    "review_right",
    "review_how",
    "review_deadline",
    "support",
    "contact",
    "named_contact",
    "talk",
    "complaint",
    "next_steps",
    "timescale",
    "rights",
    "safety",
    "scheme",
    "choice",
    "sentence",
    "events",
    "licence",
    "statement",
];
/// The ids of empathy markers.
pub const MARKERS: [&str; 7] =
    ["sympathy", "impact", "thanks", "disappointment", "believed", "report_again", "views"];
/// The ids of harmful tones.
pub const TONES: [&str; 7] = ["blame", "doubt", "minimise", "cold", "flippant", "defensive", "pressure"];

/// Whether an element was said.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash)]
pub enum Status {
    /// Said, and usable.
    Present,
    /// Said, but too vaguely to use.
    Vague,
    /// Not said.
    Absent,
    /// Not owed in this letter.
    NotApplicable,
    /// A fact is missing that decides it.
    Unknown,
    /// The facts are there, but judging it takes a person.
    NeedsPerson,
}

impl Status {
    /// The name in the output.
    pub fn name(self) -> &'static str {
        match self {
            Status::Present => "present",
            Status::Vague => "vague",
            Status::Absent => "absent",
            Status::NotApplicable => "not_applicable",
            Status::Unknown => "unknown",
            Status::NeedsPerson => "needs_person",
        }
    }

    /// Present or vague.
    pub fn is_said(self) -> bool {
        matches!(self, Status::Present | Status::Vague)
    }
}

/// Words of the letter that say (or fail to say) something, and which words decided.
#[derive(Clone, Debug, PartialEq)]
pub struct Evidence {
    /// Where.
    pub span: Span,
    /// The words that decided, as the trained vocabulary sees them; empty where a pattern did.
    pub words: Vec<String>,
    /// The lexicon entry that matched, where a pattern did.
    pub rule: Option<String>,
}

/// One element or marker.
#[derive(Clone, Debug, PartialEq)]
pub struct Element {
    /// Its id.
    pub id: &'static str,
    /// Whether it was said.
    pub status: Status,
    /// How far to rely on it.
    pub confidence: Confidence,
    /// The fine rules under which it is owed here.
    pub rules: Vec<String>,
    /// Where it was said, best first.
    pub evidence: Vec<Evidence>,
    /// What a person would have to answer, where the status is unknown or needs a person.
    pub question: Option<String>,
}

/// One stretch of harmful tone.
#[derive(Clone, Debug, PartialEq)]
pub struct Tone {
    /// Its id, one of [`TONES`].
    pub id: &'static str,
    /// Where.
    pub evidence: Evidence,
    /// A look only, not a finding.
    pub look: bool,
    /// Grave enough to fail the letter's empathy alone.
    pub grave: bool,
    /// How far to rely on it.
    pub confidence: Confidence,
}

/// A fact, and where it came from.
#[derive(Clone, Debug, PartialEq)]
pub struct Fact {
    /// The value, where it is known.
    pub value: Option<String>,
    /// Where it came from.
    pub from: From,
    /// How far to rely on it.
    pub confidence: Confidence,
    /// Where in the letter it was read.
    pub evidence: Option<Span>,
}

/// Where a fact came from.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum From {
    /// The caller gave it.
    Given,
    /// It was read from the letter.
    Letter,
    /// It is not known.
    Unknown,
}

/// All that a letter says.
#[derive(Clone, Debug)]
pub struct Said {
    /// The letter kind.
    pub kind: Fact,
    /// The decision.
    pub decision: Fact,
    /// The variant.
    pub variant: Fact,
    /// Elements and markers, in the order of [`ELEMENTS`] then [`MARKERS`].
    pub elements: Vec<Element>,
    /// Harmful tone.
    pub tones: Vec<Tone>,
    /// What this letter owes its reader, by element or marker, heaviest first.
    pub owed: Vec<Owed>,
    /// How the body is written as a whole.
    pub style: Style,
}

/// Measurements of the whole body by the trained vocabulary: means over its sentences, in log-odds.
#[derive(Copy, Clone, Debug, Default, PartialEq)]
pub struct Style {
    /// How firmly and specifically sentences say what they say: about 1 in letters that speak of this case,
    /// under 0 in letters of stock phrases. None for a letter of four sentences or fewer.
    pub specificity: Option<f32>,
    /// How cold sentences are: about -0.5 in warm letters, over 0.3 in cold ones. None as above.
    pub chill: Option<f32>,
    /// How harmful the body's sentences are on average, on the same scale. None as above.
    pub harm: Option<f32>,
    /// The most harmful sentence: 0 where it is just worth a look, 1 where it is just a finding. None as above.
    pub worst: Option<f32>,
}

impl Style {
    /// The measurements as they are written out, to three decimals.
    pub fn note(&self) -> serde_json::Value {
        let number = |value: Option<f32>| value.map(|v| (f64::from(v) * 1000.0).round() / 1000.0);
        serde_json::json!({ "style": {
            "specificity": number(self.specificity),
            "chill": number(self.chill),
            "harm": number(self.harm),
            "worst": number(self.worst),
        }})
    }
}

/// One thing that a letter of this kind owes, by the rules in `lexicons/letters/`.
#[derive(Clone, Debug, PartialEq)]
pub struct Owed {
    /// The element or marker.
    pub element: &'static str,
    /// Whether it applies in this case.
    pub applies: Applies,
    /// How much its lack weighs.
    pub weight: Weight,
    /// The fine rules that ask for it.
    pub rules: Vec<String>,
    /// What it asks of the letter, in a line.
    pub asks: String,
    /// Where the duty comes from.
    pub source: String,
}

/// Whether a duty applies in this case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Applies {
    /// It does.
    Yes,
    /// It does not; saying it all the same is no fault.
    No,
    /// It must not be said: a review offered where none can be had.
    Never,
    /// A fact is missing; the question to ask.
    Unknown(String),
}

/// How much the lack of an element weighs.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Weight {
    /// Good to have; its lack alone lowers nothing.
    Useful,
    /// Its lack is felt.
    Main,
    /// Its lack fails the letter.
    Essential,
}

impl Said {
    /// An element or marker by its id.
    pub fn element(&self, id: &str) -> Option<&Element> {
        self.elements.iter().find(|e| e.id == id)
    }
}
