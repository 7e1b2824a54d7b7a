//! The integration tests, in one binary.

mod document;
mod house;
mod ingest;
mod lexicon;
mod plain_english;
mod readability;
mod report;
mod serve;
mod timeliness;
mod vocabulary;
