//! The data files themselves, wherever they come from.

use crate::error::{Error, Result};
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Every data file, by its path under the lexicons' folder, written with `/`.
#[derive(Clone, Debug)]
pub struct Files {
    pub(super) files: BTreeMap<String, DataFile>,
    hash: String,
}

/// One data file.
#[derive(Clone, Debug)]
pub struct DataFile {
    /// Its path under the lexicons' folder, written with `/`.
    pub path: String,
    /// Where it was read from; none where it is embedded.
    pub origin: Option<PathBuf>,
    pub(super) bytes: Cow<'static, [u8]>,
    pub(super) sha256: [u8; 32],
}

impl Files {
    /// Files held in memory, by path; nothing built in is among them.
    pub fn from_parts<P: Into<String>, B: Into<Vec<u8>>>(parts: impl IntoIterator<Item = (P, B)>) -> Files {
        let file = |(path, bytes): (P, B)| {
            let (path, bytes) = (path.into(), bytes.into());
            let sha256 = sha256(&bytes);
            (path.clone(), DataFile { path, origin: None, bytes: Cow::Owned(bytes), sha256 })
        };
        Files::hashed(parts.into_iter().map(file).collect())
    }

    /// The hash of all is that of each file's path and own hash, so that embedded files need not be hashed
    /// again.
    pub(super) fn hashed(files: BTreeMap<String, DataFile>) -> Files {
        let mut hasher = Sha256::new();
        for (path, file) in &files {
            // Prose beside the data decides nothing.
            if path.ends_with(".md") {
                continue;
            }
            hasher.update((path.len() as u64).to_le_bytes());
            hasher.update(path.as_bytes());
            hasher.update(file.sha256);
        }
        let hash = hasher.finalize().iter().take(8).map(|b| format!("{b:02x}")).collect();
        Files { files, hash }
    }

    /// A short hash of all data: the same files give the same hash.
    pub fn hash(&self) -> &str {
        &self.hash
    }

    /// A file by its path.
    pub fn get(&self, path: &str) -> Option<&DataFile> {
        self.files.get(path)
    }

    /// A file that must be there.
    ///
    /// # Errors
    /// Where it is not.
    pub fn need(&self, path: &str) -> Result<&DataFile> {
        self.get(path).ok_or_else(|| Error::usage("this lexicon file is missing").in_file(path))
    }

    /// The files under a folder (`"letters/"`), in order of path.
    pub fn under<'f>(&'f self, folder: &'f str) -> impl Iterator<Item = &'f DataFile> {
        self.files.values().filter(move |f| f.path.starts_with(folder))
    }

    /// All files, in order of path.
    pub fn all(&self) -> impl Iterator<Item = &DataFile> {
        self.files.values()
    }
}

pub(super) fn sha256(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

impl DataFile {
    /// The file's bytes.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Whether it is the one inside the program.
    pub(crate) fn is_built_in(&self) -> bool {
        matches!(self.bytes, Cow::Borrowed(_))
    }

    /// The file's bytes, to keep: those inside the program are not copied.
    pub(crate) fn kept_bytes(&self) -> Cow<'static, [u8]> {
        self.bytes.clone()
    }

    /// The file's text.
    ///
    /// # Errors
    /// Where it is no UTF-8.
    pub fn text(&self) -> Result<&str> {
        std::str::from_utf8(&self.bytes)
            .map_err(|_| Error::usage("is not UTF-8 text").in_file(self.name()).remedy("save it as UTF-8"))
    }

    /// The name to print: where it was read from, or its path under `lexicons/`.
    pub fn name(&self) -> PathBuf {
        self.origin.clone().unwrap_or_else(|| Path::new("lexicons").join(&self.path))
    }

    /// Reads the file as TOML. Give every struct `#[serde(deny_unknown_fields)]`, so that a typo is an
    /// error and never ignored.
    ///
    /// # Errors
    /// With file, line and what was expected.
    pub fn parse<T: DeserializeOwned>(&self) -> Result<T> {
        let text = self.text()?;
        toml::from_str(text).map_err(|e| {
            let line = e.span().map_or(1, |s| text[..s.start.min(text.len())].matches('\n').count() + 1);
            Error::usage(e.message().replace('\n', ", "))
                .in_file(self.name())
                .at_line(line)
                .remedy("see lexicons/README.md for the keys")
        })
    }
}
