//! The one public error: which file, which place in it, what is wrong, what to do.

use std::fmt;
use std::path::{Path, PathBuf};

/// What went wrong, in one line a user can act on.
///
/// It never holds text of a letter: a letter's content stays in the letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error {
    kind: ErrorKind,
    file: Option<PathBuf>,
    line: Option<usize>,
    message: String,
    remedy: Option<String>,
}

/// The kinds of error, which decide the exit code and the HTTP status.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErrorKind {
    /// One letter, or one row of a manifest, cannot be read; others may be.
    Letter,
    /// The request itself is wrong: a path that is not there, a manifest or a lexicon that cannot be read.
    Usage,
    /// The work could not be done: disk full, port taken, an entry's example fails.
    Failed,
}

impl Error {
    /// An error of one letter.
    pub fn letter(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Letter, message)
    }

    /// An error of use.
    pub fn usage(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Usage, message)
    }

    /// Work that could not be done.
    pub fn failed(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Failed, message)
    }

    fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Error { kind, file: None, line: None, message: message.into(), remedy: None }
    }

    /// Names the file.
    #[must_use]
    pub fn in_file(mut self, file: impl AsRef<Path>) -> Self {
        self.file.get_or_insert_with(|| file.as_ref().to_path_buf());
        self
    }

    /// Names the line, counted from 1.
    #[must_use]
    pub fn at_line(mut self, line: usize) -> Self {
        self.line.get_or_insert(line);
        self
    }

    /// Says what to do about it.
    #[must_use]
    pub fn remedy(mut self, remedy: impl Into<String>) -> Self {
        self.remedy = Some(remedy.into());
        self
    }

    /// The kind of error.
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// The file, where one is to blame.
    pub fn file(&self) -> Option<&Path> {
        self.file.as_deref()
    }

    /// The line in the file, counted from 1, where it is known.
    pub fn line(&self) -> Option<usize> {
        self.line
    }

    /// What is wrong, without file and remedy.
    pub fn message(&self) -> &str {
        &self.message
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(file) = &self.file {
            write!(f, "{}", file.display())?;
            if let Some(line) = self.line {
                write!(f, ":{line}")?;
            }
            f.write_str(": ")?;
        }
        f.write_str(&self.message)?;
        if let Some(remedy) = &self.remedy {
            write!(f, "; {remedy}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Error {}

/// A result with the one [`Error`].
pub type Result<T, E = Error> = std::result::Result<T, E>;
