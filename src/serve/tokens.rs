//! Who may use the API: named clients, each with the SHA-256 of its token.

use crate::error::{Error, Result};
use crate::limits;
use sha2::{Digest, Sha256};
use std::path::Path;

/// The clients of a tokens file.
#[derive(Clone, Debug, Default)]
pub struct Tokens {
    clients: Vec<(String, [u8; 32])>,
}

impl Tokens {
    /// Reads a file with one client a line: a name, blanks, and the SHA-256 of the client's token in 64
    /// hexadecimal digits. Empty lines and lines that begin with `#` say nothing.
    ///
    /// # Errors
    /// Where it cannot be read, a line is neither, a name stands twice, or there is no client at all.
    pub fn read(path: &Path) -> Result<Tokens> {
        let bytes = std::fs::read(path)
            .map_err(|e| Error::usage(format!("cannot be read ({})", e.kind())).in_file(path))?;
        if bytes.len() > limits::ROW_BYTES {
            return Err(Error::usage("is too large for a list of clients").in_file(path));
        }
        let text =
            std::str::from_utf8(&bytes).map_err(|_| Error::usage("is not UTF-8 text").in_file(path))?;
        Tokens::parse(text).map_err(|e| e.in_file(path))
    }

    /// Reads the text of such a file.
    ///
    /// # Errors
    /// As [`Tokens::read`].
    pub fn parse(text: &str) -> Result<Tokens> {
        let mut tokens = Tokens::default();
        for (i, line) in text.lines().enumerate() {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let wrong = |what: &str| {
                Error::usage(what).at_line(i + 1).remedy(
                    "write a name, a blank and the SHA-256 of the token: `printf %s TOKEN | sha256sum`",
                )
            };
            let mut parts = line.split_whitespace();
            let (Some(name), Some(hex), None) = (parts.next(), parts.next(), parts.next()) else {
                return Err(wrong("is not a name and a hash"));
            };
            let hash = unhex(hex).ok_or_else(|| wrong("the hash is not 64 hexadecimal digits"))?;
            if tokens.clients.iter().any(|(known, _)| known == name) {
                return Err(wrong("this name stands twice"));
            }
            tokens.clients.push((name.to_owned(), hash));
        }
        if tokens.clients.is_empty() {
            return Err(
                Error::usage("names no client").remedy("add a line: a name and the SHA-256 of its token")
            );
        }
        Ok(tokens)
    }

    /// The client whose token this is. Every client is compared in full, so that the time taken tells
    /// nothing of the hashes.
    pub fn client(&self, token: &str) -> Option<&str> {
        let hash: [u8; 32] = Sha256::digest(token.as_bytes()).into();
        let mut found = None;
        for (name, known) in &self.clients {
            let differs = known.iter().zip(&hash).fold(0_u8, |all, (a, b)| all | (a ^ b));
            if std::hint::black_box(differs) == 0 {
                found = Some(name.as_str());
            }
        }
        found
    }
}

fn unhex(hex: &str) -> Option<[u8; 32]> {
    let digits = hex.as_bytes();
    if digits.len() != 64 {
        return None;
    }
    let mut hash = [0; 32];
    for (byte, pair) in hash.iter_mut().zip(digits.chunks_exact(2)) {
        let high = char::from(*pair.first()?).to_digit(16)?;
        let low = char::from(*pair.get(1)?).to_digit(16)?;
        *byte = u8::try_from(high * 16 + low).ok()?;
    }
    Some(hash)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_a_client_by_its_token_only() {
        let hex =
            |t: &str| Sha256::digest(t.as_bytes()).iter().map(|b| format!("{b:02x}")).collect::<String>();
        let text = format!("# clients\n\nnorth {}\nsouth {}\n", hex("spade-7"), hex("kettle-9"));
        let tokens = Tokens::parse(&text).expect("good");
        assert_eq!(tokens.client("spade-7"), Some("north"));
        assert_eq!(tokens.client("kettle-9"), Some("south"));
        assert_eq!(tokens.client("spade-8"), None);
        assert_eq!(tokens.client(&hex("spade-7")), None, "the hash is no token");
    }

    #[test]
    fn names_the_line_that_is_wrong() {
        let hash = "0".repeat(64);
        for (text, line) in [
            ("north".to_owned(), Some(1)),
            (format!("\nnorth {}x", "0".repeat(63)), Some(2)),
            (format!("a {hash}\na {hash}"), Some(2)),
            (format!("a {}\u{e9}", "0".repeat(62)), Some(1)),
            ("# nobody\n".to_owned(), None),
        ] {
            assert_eq!(Tokens::parse(&text).expect_err("refused").line(), line, "{text}");
        }
    }
}
