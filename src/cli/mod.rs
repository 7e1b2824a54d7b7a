//! The command line.

pub mod due;
