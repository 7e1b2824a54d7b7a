//! Bytes to text: UTF-8, UTF-16 with a byte-order mark, else Windows-1252.

use std::borrow::Cow;
use std::io::{self, Read};

use encoding_rs::{Decoder, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// How bytes were read as text.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8, with or without a byte-order mark.
    Utf8,
    /// UTF-16, told by its byte-order mark.
    Utf16,
    /// The Western European code page of Windows, which any bytes can be.
    Windows1252,
}

/// Text and how it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded {
    /// The text, without a byte-order mark, line ends as received.
    pub text: String,
    /// How the bytes were read.
    pub encoding: Encoding,
    /// Characters that stand for bytes which could not be read (U+FFFD).
    pub replaced: usize,
}

/// Reads bytes as text. Bytes that are mostly good UTF-8 are read as such, with the bad ones replaced;
/// other bytes that are no UTF-8 are Windows-1252.
pub fn decode(bytes: &[u8]) -> Decoded {
    let (text, encoding): (Cow<str>, _) = if let Some(rest) = bytes.strip_prefix(b"\xEF\xBB\xBF") {
        (String::from_utf8_lossy(rest), Encoding::Utf8)
    } else if let Some(rest) = bytes.strip_prefix(b"\xFF\xFE") {
        (UTF_16LE.decode_without_bom_handling(rest).0, Encoding::Utf16)
    } else if let Some(rest) = bytes.strip_prefix(b"\xFE\xFF") {
        (UTF_16BE.decode_without_bom_handling(rest).0, Encoding::Utf16)
    } else if is_mostly_utf8(bytes) {
        (String::from_utf8_lossy(bytes), Encoding::Utf8)
    } else {
        (WINDOWS_1252.decode_without_bom_handling(bytes).0, Encoding::Windows1252)
    };
    let replaced = text.matches('\u{FFFD}').count();
    Decoded { text: text.into_owned(), encoding, replaced }
}

/// Reads a short stretch, such as a cell, as UTF-8 or else as Windows-1252.
pub fn decode_cell(bytes: &[u8]) -> Cow<'_, str> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => WINDOWS_1252.decode_without_bom_handling(bytes).0,
    }
}

/// Whether more sequences beyond ASCII are good UTF-8 than bad, or none is bad.
fn is_mostly_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    bad == 0 || good > bad
}

/// Hands on a stream without its byte-order mark, UTF-16 turned into UTF-8; other bytes as they are.
pub struct Utf8Reader<R> {
    inner: R,
    decoder: Option<Decoder>,
    started: bool,
    ended: bool,
    raw: Vec<u8>,
    ready: Vec<u8>,
    at: usize,
}

/// Bytes asked of the stream at a time.
const CHUNK: usize = 8 * 1024;

impl<R: Read> Utf8Reader<R> {
    /// Wraps a stream that stands at its first byte.
    pub fn new(inner: R) -> Self {
        let (raw, ready) = (Vec::new(), Vec::new());
        Utf8Reader { inner, decoder: None, started: false, ended: false, raw, ready, at: 0 }
    }

    /// Fills `raw` up to `length` bytes unless the stream ends before.
    fn fill(&mut self, length: usize) -> io::Result<()> {
        while self.raw.len() < length && !self.ended {
            let held = self.raw.len();
            self.raw.resize(length, 0);
            let got = self.inner.read(&mut self.raw[held..]);
            self.raw.truncate(held + *got.as_ref().unwrap_or(&0));
            match got {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
                Ok(got) => self.ended = got == 0,
            }
        }
        Ok(())
    }

    fn refill(&mut self) -> io::Result<()> {
        self.ready.clear();
        self.at = 0;
        if !self.started {
            self.fill(3)?;
            self.started = true;
            let mark = match self.raw.as_slice() {
                [0xEF, 0xBB, 0xBF, ..] => 3,
                [0xFF, 0xFE, ..] => {
                    self.decoder = Some(UTF_16LE.new_decoder_without_bom_handling());
                    2
                }
                [0xFE, 0xFF, ..] => {
                    self.decoder = Some(UTF_16BE.new_decoder_without_bom_handling());
                    2
                }
                _ => 0,
            };
            self.raw.drain(..mark);
        }
        while self.ready.is_empty() {
            self.fill(CHUNK)?;
            match &mut self.decoder {
                Some(decoder) => {
                    let room = decoder.max_utf8_buffer_length(self.raw.len()).unwrap_or(4 * CHUNK);
                    self.ready.resize(room, 0);
                    let (_, _, written, _) = decoder.decode_to_utf8(&self.raw, &mut self.ready, self.ended);
                    self.ready.truncate(written);
                    self.raw.clear();
                }
                None => std::mem::swap(&mut self.raw, &mut self.ready),
            }
            if self.ended {
                break;
            }
        }
        Ok(())
    }
}

impl<R: Read> Read for Utf8Reader<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.at == self.ready.len() && !(self.ended && self.raw.is_empty()) {
            self.refill()?;
        }
        let length = buffer.len().min(self.ready.len() - self.at);
        buffer[..length].copy_from_slice(&self.ready[self.at..self.at + length]);
        self.at += length;
        Ok(length)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utf16(text: &str, big: bool) -> Vec<u8> {
        let units = std::iter::once(0xFEFF).chain(text.encode_utf16());
        units.flat_map(|u| if big { u.to_be_bytes() } else { u.to_le_bytes() }).collect()
    }

    #[test]
    fn reads_each_encoding() {
        let text = "Dear Siân,\r\nIt’s “over” – £5.\r\n";
        for (bytes, encoding) in [
            (text.as_bytes().to_vec(), Encoding::Utf8),
            ([b"\xEF\xBB\xBF", text.as_bytes()].concat(), Encoding::Utf8),
            (utf16(text, false), Encoding::Utf16),
            (utf16(text, true), Encoding::Utf16),
            (WINDOWS_1252.encode(text).0.into_owned(), Encoding::Windows1252),
        ] {
            assert_eq!(decode(&bytes), Decoded { text: text.into(), encoding, replaced: 0 });
        }
    }

    #[test]
    fn a_broken_byte_does_not_turn_utf8_into_windows() {
        let mut bytes = "Siân’s café".as_bytes().to_vec();
        bytes.push(0xE2);
        let decoded = decode(&bytes);
        assert_eq!((decoded.encoding, decoded.replaced), (Encoding::Utf8, 1));
        assert_eq!(decoded.text, "Siân’s café\u{FFFD}");
    }

    #[test]
    fn streams_as_it_decodes() {
        let text = "Siân 😀 ".repeat(9_000);
        for bytes in [utf16(&text, false), utf16(&text, true), text.as_bytes().to_vec()] {
            let mut streamed = String::new();
            Utf8Reader::new(bytes.as_slice()).read_to_string(&mut streamed).expect("valid text");
            assert!(streamed == text);
        }
        for short in [&b""[..], b"\xFF\xFE", b"\xEF\xBB\xBF", b"a", b"\xFF"] {
            let mut streamed = Vec::new();
            Utf8Reader::new(short).read_to_end(&mut streamed).expect("no error");
            assert_eq!(streamed, if short.len() == 1 { short } else { b"" });
        }
    }
}
