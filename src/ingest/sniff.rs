//! What a file is, told from its first bytes.

use crate::error::{Error, Result};

/// What the bytes are to be read as.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(super) enum Sniffed {
    /// A zip archive, perhaps a Word file.
    Zip,
    /// No known magic number: text, if anything.
    Text,
}

const REMEDY: &str = "save it as .docx or as plain text";

/// Tells the formats apart.
///
/// # Errors
/// For each known format that is not read, naming it and what to do.
pub(super) fn sniff(bytes: &[u8]) -> Result<Sniffed> {
    if is_zip(bytes) {
        return Ok(Sniffed::Zip);
    }
    if bytes.starts_with(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1") {
        return Err(ole(bytes));
    }
    let start = skip_blank(bytes);
    let named = if find(&bytes[..bytes.len().min(1024)], b"%PDF-").is_some() {
        "a PDF file, which cannot be read yet"
    } else if start.starts_with(b"{\\rtf") {
        "an RTF file, which cannot be read yet"
    } else if is_html(start) {
        "an HTML page, which cannot be read yet"
    } else if starts_with(start, b"<?xml") {
        "an XML file"
    } else if bytes.starts_with(b"\x89PNG")
        || bytes.starts_with(b"\xFF\xD8\xFF")
        || bytes.starts_with(b"GIF8")
    {
        "a picture"
    } else if bytes.starts_with(b"\x1F\x8B") || bytes.starts_with(b"7z\xBC\xAF") || bytes.starts_with(b"Rar!")
    {
        "a compressed archive"
    } else {
        return Ok(Sniffed::Text);
    };
    Err(Error::letter(format!("the file is {named}")).remedy(REMEDY))
}

/// Whether the bytes start as a zip archive does.
pub(super) fn is_zip(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") || bytes.starts_with(b"PK\x07\x08")
}

/// Old Office files and protected new ones share one container.
fn ole(bytes: &[u8]) -> Error {
    let utf16 = |name: &str| name.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>();
    let holds = |name: &str| find(bytes, &utf16(name)).is_some();
    if holds("EncryptedPackage") {
        Error::letter("the file is protected by a password").remedy("take the password off and save it again")
    } else if holds("WordDocument") {
        Error::letter("the file is an old Word file (.doc), which cannot be read yet").remedy(REMEDY)
    } else {
        Error::letter("the file is an old Office file (.doc, .xls or .msg), which cannot be read yet")
            .remedy(REMEDY)
    }
}

fn is_html(start: &[u8]) -> bool {
    let tags: [&[u8]; 5] = [b"<!doctype html", b"<html", b"<head", b"<body", b"<meta "];
    tags.iter().any(|tag| starts_with(start, tag))
}

fn starts_with(bytes: &[u8], start: &[u8]) -> bool {
    bytes.get(..start.len()).is_some_and(|b| b.eq_ignore_ascii_case(start))
}

/// The bytes behind a byte-order mark and white space.
fn skip_blank(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes).trim_ascii_start()
}

fn find(bytes: &[u8], what: &[u8]) -> Option<usize> {
    bytes.windows(what.len()).position(|w| w == what)
}
