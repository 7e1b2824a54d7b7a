//! Plain text: decoded, and refused where it is none.

use crate::decode::{self, Decoded, Encoding};
use crate::error::{Error, Result};
use crate::ingest::{Source, counted};
use crate::limits;

/// Reads plain text.
///
/// # Errors
/// Where the bytes are binary, are text in a coding that cannot be told, or are too long.
pub(super) fn read(bytes: &[u8]) -> Result<Source> {
    let decoded = decode::decode(bytes);
    refuse_noise(&decoded, bytes)?;
    if decoded.text.len() > limits::TEXT_BYTES {
        return Err(too_long());
    }
    let warning = match decoded.encoding {
        _ if decoded.replaced > 0 => Some(format!(
            "{} could not be read in the file's coding",
            counted(decoded.replaced, "character", "characters")
        )),
        Encoding::Windows1252 => Some("the text is no UTF-8 and was read as Windows-1252".into()),
        _ => None,
    };
    let mut source = Source::from_text(decoded.text);
    source.warnings.extend(warning);
    Ok(source)
}

/// The error of a letter whose text passes the limit.
pub(super) fn too_long() -> Error {
    let limit = limits::TEXT_BYTES / (1024 * 1024);
    Error::letter(format!("the letter holds more than {limit} MB of text")).remedy("give one letter a file")
}

/// Refuses what people cannot have typed: NUL bytes, many control characters, mostly foreign bytes.
fn refuse_noise(decoded: &Decoded, bytes: &[u8]) -> Result<()> {
    let remedy = "save the letter as .docx or as plain text in UTF-8";
    if decoded.text.contains('\0') {
        let nul = |from| bytes.iter().skip(from).step_by(2).filter(|b| **b == 0).count() * 3 > bytes.len();
        let message = if decoded.encoding != Encoding::Utf16 && nul(0) != nul(1) {
            "the file looks like UTF-16 without a byte-order mark"
        } else {
            "the file is binary, not text"
        };
        return Err(Error::letter(message).remedy(remedy));
    }
    let (mut all, mut control, mut foreign) = (0usize, 0usize, 0usize);
    for c in decoded.text.chars() {
        all += 1;
        control += usize::from(c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{B}' | '\u{C}'));
        foreign += usize::from(!c.is_ascii());
    }
    if control * 100 > all {
        return Err(Error::letter("the file is binary, not text").remedy(remedy));
    }
    let unread = match decoded.encoding {
        Encoding::Windows1252 => foreign * 10 > all * 3,
        _ => decoded.replaced * 20 > all,
    };
    if unread && all > 0 {
        return Err(Error::letter("the coding of the text is none of UTF-8, UTF-16 and Windows-1252")
            .remedy("save the letter as plain text in UTF-8"));
    }
    Ok(())
}
