//! Bytes to a [`Source`]: the decoded text, and what the file's format says of its parts.
//!
//! The format is told from the content; a file's name is only a hint.

use crate::error::Result;
use crate::span::Span;

/// What a letter came as.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Format {
    /// Plain text in UTF-8, UTF-16 with a byte-order mark, or Windows-1252.
    Text,
    /// A Word file (Office Open XML).
    Docx,
}

impl Format {
    /// The name in the output.
    pub fn name(self) -> &'static str {
        match self {
            Format::Text => "txt",
            Format::Docx => "docx",
        }
    }
}

/// A letter's decoded text with the structure that its format states.
#[derive(Clone, Debug, PartialEq)]
pub struct Source {
    /// The whole text. Plain text keeps its line ends as received; a Word file's parts are joined by
    /// line feeds, headers first, then body, then footers.
    pub text: String,
    /// What it came as.
    pub format: Format,
    /// Parts that the format itself marks, in order, not overlapping. Empty for plain text, whose
    /// structure is read from the text alone.
    pub parts: Vec<Part>,
    /// Words the file stresses.
    pub emphasis: Vec<Emphasis>,
    /// What the reader should know: undecodable bytes replaced, comments or tracked changes left in.
    /// Never a text of the letter.
    pub warnings: Vec<String>,
    /// Leftovers of editing that the file holds.
    pub leftovers: Leftovers,
}

/// One part of a Word file.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Where it stands in the text.
    pub span: Span,
    /// What the file calls it.
    pub kind: PartKind,
}

/// What a Word file calls a part.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum PartKind {
    /// A body paragraph.
    Paragraph,
    /// A heading or title style.
    Heading,
    /// A numbered or bulleted item.
    ListItem,
    /// A cell of a table.
    TableCell,
    /// A page header.
    Header,
    /// A page footer, footnote or endnote.
    Footer,
    /// A text box.
    TextBox,
}

/// A stressed stretch.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Emphasis {
    /// Where.
    pub span: Span,
    /// How.
    pub kind: EmphasisKind,
}

/// How a stretch is stressed.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum EmphasisKind {
    /// Bold type.
    Bold,
    /// Underlining.
    Underline,
    /// All capitals by style.
    Capitals,
}

/// Leftovers of editing that a file can hold beside its text.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq)]
pub struct Leftovers {
    /// Comments.
    pub comments: usize,
    /// Tracked insertions and deletions.
    pub tracked_changes: usize,
    /// Merge fields.
    pub merge_fields: usize,
}

impl Source {
    /// Plain text that is already decoded.
    pub fn from_text(text: impl Into<String>) -> Self {
        Source {
            text: text.into(),
            format: Format::Text,
            parts: Vec::new(),
            emphasis: Vec::new(),
            warnings: Vec::new(),
            leftovers: Leftovers::default(),
        }
    }
}

/// Reads a letter from the bytes of a file, telling its format from the content.
///
/// # Errors
/// Where the bytes are no letter: empty, binary, too large, or a damaged or hostile Word file.
pub fn read(bytes: &[u8]) -> Result<Source> {
    let _ = bytes;
    Err(crate::error::Error::letter("not built"))
}
