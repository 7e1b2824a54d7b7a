//! Scores letters to victims of crime in England and Wales for plain English, readability, explanation,
//! empathy, required content, timeliness and accuracy.
//!
//! The whole path, one direction, each folder importing only from those before it:
//!
//! ```text
//! bytes -> ingest -> Source -> document -> Letter -> lexicon + vocabulary -> elements -> what was said
//!       -> criteria -> ratings -> assessment -> report | serve
//! ```
//!
//! - [`ingest`] reads bytes (text or Word) into a [`ingest::Source`].
//! - [`document`] cuts it into blocks, sentences, words, quotations and dates: a [`document::Letter`].
//! - [`lexicon`] finds patterns written by people; [`vocabulary`] scores sentences by weights learnt from
//!   labelled passages ([`learn`]).
//! - [`elements`] sums both into what was said: kind, decision, elements, markers, tones.
//! - [`criteria`] measure and rate, one folder each; [`assessment`] holds the result and the
//!   [`assessment::Engine`] that makes it.
//! - [`report`] and `serve` show it.
//!
//! ```
//! use lettermark::assessment::{Engine, Options};
//! use lettermark::facts::CaseFacts;
//!
//! let engine = Engine::embedded()?;
//! let letter = "Dear Ms Ward\n\nWe have decided to stop the case against Mr Hale.\n".to_owned();
//! let assessment = engine.assess_text(letter, &CaseFacts::default(), &Options::default())?;
//! assert_eq!(assessment.criteria.len(), 8);
//! # Ok::<(), lettermark::error::Error>(())
//! ```

pub mod assessment;
pub mod calendar;
pub mod confidence;
pub mod criteria;
pub mod criterion;
pub mod decode;
pub mod document;
pub mod elements;
pub mod error;
pub mod facts;
mod hashing;
pub mod ingest;
pub mod learn;
pub mod lexicon;
pub mod limits;
pub mod numerals;
pub mod people;
pub mod profile;
pub mod redact;
pub mod report;
pub mod shapes;
pub mod span;
pub mod vocabulary;
pub mod words;

#[cfg(feature = "cli")]
pub mod cli;
#[cfg(feature = "serve")]
pub mod serve;
