//! The data files themselves: embedded in the program, overlaid file by file by a folder.

use crate::error::{Error, Result};
use crate::limits;
use include_dir::{Dir, include_dir};
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The SHA-256 of every embedded file by its path, in order of path.
static HASHES: &[(&str, [u8; 32])] = include!(concat!(env!("OUT_DIR"), "/lexicon_hashes.rs"));

static EMBEDDED: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/lexicons");

/// Every data file, by its path under the lexicons' folder, written with `/`.
#[derive(Clone, Debug)]
pub struct Files {
    files: BTreeMap<String, DataFile>,
    hash: String,
}

/// One data file.
#[derive(Clone, Debug)]
pub struct DataFile {
    /// Its path under the lexicons' folder, written with `/`.
    pub path: String,
    /// Where it was read from; none where it is embedded.
    pub origin: Option<PathBuf>,
    bytes: Cow<'static, [u8]>,
    sha256: [u8; 32],
}

impl Files {
    /// The files in the program.
    pub fn embedded() -> Files {
        let mut files = BTreeMap::new();
        let mut dirs = vec![&EMBEDDED];
        while let Some(dir) = dirs.pop() {
            dirs.extend(dir.dirs());
            for file in dir.files() {
                let path = file.path().to_string_lossy().replace('\\', "/");
                let known =
                    HASHES.binary_search_by_key(&path.as_str(), |h| h.0).ok().and_then(|i| HASHES.get(i));
                let sha256 = known.map_or_else(|| sha256(file.contents()), |h| h.1);
                files.insert(
                    path.clone(),
                    DataFile { path, origin: None, bytes: Cow::Borrowed(file.contents()), sha256 },
                );
            }
        }
        Files::hashed(files)
    }

    /// The files in the program with those of a folder laid over them, file by file.
    ///
    /// # Errors
    /// Where the folder, or a file in it, cannot be read.
    pub fn overlaid(dir: &Path) -> Result<Files> {
        let mut files = Files::embedded().files;
        if !dir.is_dir() {
            return Err(Error::usage("there is no such folder of lexicons")
                .in_file(dir)
                .remedy("give the folder that holds the .toml files, laid out like the built-in one"));
        }
        let mut dirs = vec![dir.to_path_buf()];
        while let Some(at) = dirs.pop() {
            let entries = std::fs::read_dir(&at)
                .map_err(|e| Error::usage(format!("cannot be listed ({})", e.kind())).in_file(&at))?;
            for entry in entries {
                let entry = entry
                    .map_err(|e| Error::usage(format!("cannot be listed ({})", e.kind())).in_file(&at))?;
                let path = entry.path();
                let name = entry.file_name();
                if name.to_string_lossy().starts_with('.') {
                    continue;
                }
                if path.is_dir() {
                    dirs.push(path);
                    continue;
                }
                let bytes = std::fs::read(&path)
                    .map_err(|e| Error::usage(format!("cannot be read ({})", e.kind())).in_file(&path))?;
                if bytes.len() > limits::FILE_BYTES {
                    return Err(Error::usage("is too large for a lexicon").in_file(&path));
                }
                let relative = path.strip_prefix(dir).unwrap_or(&path).to_string_lossy().replace('\\', "/");
                let sha256 = sha256(&bytes);
                files.insert(
                    relative.clone(),
                    DataFile { path: relative, origin: Some(path), bytes: Cow::Owned(bytes), sha256 },
                );
            }
        }
        Ok(Files::hashed(files))
    }

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
    fn hashed(files: BTreeMap<String, DataFile>) -> Files {
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

fn sha256(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

impl DataFile {
    /// The file's bytes.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_taken_while_building_are_those_of_the_files() {
        let files = Files::embedded();
        assert_eq!(files.all().count(), HASHES.len());
        for file in files.all() {
            assert_eq!(sha256(file.bytes()), file.sha256, "{}", file.path);
        }
    }

    #[test]
    fn the_same_files_have_the_same_hash_wherever_they_lie() {
        let embedded = Files::embedded();
        let copied = Files::from_parts(embedded.all().map(|f| (f.path.clone(), f.bytes().to_vec())));
        assert_eq!(copied.hash(), embedded.hash());
        let data = embedded.all().filter(|f| f.path.ends_with(".toml"));
        let fewer = Files::from_parts(data.skip(1).map(|f| (f.path.clone(), f.bytes().to_vec())));
        assert_ne!(fewer.hash(), embedded.hash());
    }
}
