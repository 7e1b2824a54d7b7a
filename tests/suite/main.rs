//! The integration tests, in one binary.

mod document;
mod ingest;
mod lexicon;
mod timeliness;
mod vocabulary;
