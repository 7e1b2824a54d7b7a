//! The integration tests, in one binary.

mod document;
mod house;
mod ingest;
mod lexicon;
mod readability;
mod timeliness;
mod vocabulary;
