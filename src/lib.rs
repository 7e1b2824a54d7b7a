//! Scores letters to victims of crime in England and Wales.
//!
//! ```text
//! bytes -> ingest -> Source -> document -> Letter -> lexicon + vocabulary -> elements -> criteria -> assessment -> report | serve
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
pub mod ingest;
pub mod learn;
pub mod lexicon;
pub mod limits;
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
