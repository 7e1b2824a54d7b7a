//! Bytes to a [`Source`]: the decoded text, and what the file's format says of its parts.
//!
//! The format is told from the content; a file's name is only a hint.

mod docx;
mod sniff;
mod text;

use std::fs::File;
use std::io::Read;
use std::path::Path;

use crate::error::{Error, Result};
use crate::limits;
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
    /// The whole text. Plain text keeps its line ends as received. In a Word file's text each paragraph
    /// ends with a line feed, and a break inside one is a line feed too; headers come first, then the
    /// body, notes and footers, with an empty line between. List items bear no bullet or number.
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

/// One part of a Word file: one paragraph that is not blank, without the white space around it.
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
    /// A heading or title style, or a numbered title that stands alone over a paragraph.
    Heading,
    /// A numbered or bulleted item.
    ListItem,
    /// A paragraph in a cell of a table. Headings and lists in a cell keep their kind, and a table of
    /// one cell is a frame around ordinary paragraphs.
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
    /// Content controls that still show their placeholder ("Click or tap here to enter text").
    pub empty_controls: usize,
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
    if bytes.len() > limits::FILE_BYTES {
        return Err(too_large());
    }
    let source = match sniff::sniff(bytes)? {
        sniff::Sniffed::Zip => docx::read(bytes)?,
        sniff::Sniffed::Text => text::read(bytes)?,
    };
    if source.text.chars().all(|c| c.is_whitespace() || matches!(c, '\u{FEFF}' | '\u{200B}')) {
        return Err(match source.format {
            Format::Text => Error::letter("the file is empty"),
            Format::Docx => Error::letter("the Word file holds no text")
                .remedy("if the letter is a picture in it, save the letter as text"),
        });
    }
    Ok(source)
}

/// Reads a letter from a file, never more of it than the limit allows. Errors name the file.
///
/// # Errors
/// Where the file cannot be opened, and as [`read`].
pub fn read_file(path: &Path) -> Result<Source> {
    let failed = |error: std::io::Error| {
        let message = match error.kind() {
            std::io::ErrorKind::NotFound => "there is no such file".into(),
            std::io::ErrorKind::IsADirectory => "this is a folder, not a letter".into(),
            _ => format!("the file cannot be read: {error}"),
        };
        Error::letter(message).in_file(path)
    };
    let file = File::open(path).map_err(failed)?;
    let size = file.metadata().map_err(failed)?.len();
    if size > limits::FILE_BYTES as u64 {
        return Err(too_large().in_file(path));
    }
    let mut bytes = Vec::new();
    // A file can grow while it is read, and a device has no size: the limit holds all the same.
    file.take(limits::FILE_BYTES as u64 + 1).read_to_end(&mut bytes).map_err(failed)?;
    let mut source = read(&bytes).map_err(|error| error.in_file(path))?;
    let named = path.extension().is_some_and(|e| e.eq_ignore_ascii_case("docx"));
    if named != (source.format == Format::Docx) {
        match source.format {
            Format::Text => source.warnings.push("the file is named .docx but is plain text".into()),
            Format::Docx => source.warnings.push("the file is a Word file, but is not named .docx".into()),
        }
    }
    Ok(source)
}

fn too_large() -> Error {
    Error::letter(format!("the file is larger than {} MB", limits::FILE_BYTES / (1024 * 1024)))
        .remedy("give one letter a file, without large pictures")
}

/// A number with its noun.
fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(bytes: &[u8]) -> String {
        let error = read(bytes).expect_err("no letter");
        assert_eq!(error.kind(), crate::error::ErrorKind::Letter);
        error.to_string()
    }

    #[test]
    fn text_keeps_its_line_ends() {
        for text in ["Dear Ms Okafor\r\n\r\nWe have stopped the case.\r\n", "Dear Siân,\n\u{C}Two\n", "a"] {
            let source = read(text.as_bytes()).expect("a letter");
            assert_eq!(source, Source::from_text(text));
        }
    }

    #[test]
    fn says_how_doubtful_bytes_were_read() {
        let source = read(b"Dear Si\xE2n, it\x92s over").expect("Windows-1252");
        assert_eq!(source.text, "Dear Siân, it’s over");
        assert!(source.warnings[0].contains("Windows-1252"));
        let source = read("Dear Siân, née Sioned’s\u{FFFD}".as_bytes()).expect("UTF-8");
        assert_eq!(source.warnings, ["1 character could not be read in the file's coding"]);
    }

    #[test]
    fn names_what_it_cannot_read() {
        let utf16 = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>();
        let ole =
            |stream: &str| [b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1\0\0\0\0".as_slice(), &utf16(stream)].concat();
        for (bytes, part) in [
            (b"".to_vec(), "is empty"),
            (b" \r\n\t\n".to_vec(), "is empty"),
            (b"\xEF\xBB\xBF\n".to_vec(), "is empty"),
            (b"%PDF-1.7\n%\xE2\xE3".to_vec(), "a PDF file"),
            (b"\n{\\rtf1\\ansi Dear}".to_vec(), "an RTF file"),
            (b"\xEF\xBB\xBF<!DOCTYPE HTML><p>Dear".to_vec(), "an HTML page"),
            (b"<?xml version=\"1.0\"?><w/>".to_vec(), "an XML file"),
            (b"\x89PNG\r\n\x1a\n".to_vec(), "a picture"),
            (b"\x1F\x8B\x08".to_vec(), "a compressed archive"),
            (ole("WordDocument"), "old Word file"),
            (ole("EncryptedPackage"), "protected by a password"),
            (ole("Workbook"), "old Office file"),
            (utf16("Dear Ms Okafor"), "UTF-16 without a byte-order mark"),
            (b"Dear\0\0\0\0\0\x01Ms".to_vec(), "binary"),
            ((1..=255).cycle().take(3_000).collect(), "binary"),
            ("Здравствуйте".chars().map(|c| (u32::from(c) % 64 + 0xC0) as u8).collect(), "none of UTF-8"),
            (vec![b'a'; limits::TEXT_BYTES + 1], "more than 1 MB of text"),
            (vec![b'a'; limits::FILE_BYTES + 1], "larger than 20 MB"),
        ] {
            let error = error(&bytes);
            assert!(error.contains(part), "{part}: {error}");
        }
    }

    #[test]
    fn files_are_named_in_errors() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("letter.docx");
        let error = read_file(&file).expect_err("not there");
        assert_eq!((error.file(), error.message()), (Some(file.as_path()), "there is no such file"));
        std::fs::write(&file, "Dear Ms Okafor").expect("written");
        let source = read_file(&file).expect("plain text");
        assert_eq!(source.warnings, ["the file is named .docx but is plain text"]);
        let sparse = std::fs::File::create(&file).expect("created");
        sparse.set_len(200 * 1024 * 1024).expect("sized");
        assert!(read_file(&file).expect_err("too large").message().contains("larger than 20 MB"));
        assert!(read_file(folder.path()).expect_err("a folder").to_string().contains("folder"));
    }
}
