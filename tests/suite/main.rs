//! The integration tests, in one binary.

mod accuracy;
mod connections;
mod contract;
mod document;
mod doors;
mod house;
mod ingest;
mod lexicon;
mod marked;
mod plain_english;
mod readability;
mod redact;
mod report;
mod serve;
mod timeliness;
mod tone;
mod training;
mod vocabulary;
