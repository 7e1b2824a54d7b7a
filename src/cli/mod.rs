//! The command line.

pub mod due;
pub mod redact;
