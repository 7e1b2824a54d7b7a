//! The files inside the program, and a folder's laid over them file by file.

use super::files::{DataFile, Files, sha256};
use crate::error::{Error, Result};
use crate::limits;
use include_dir::{Dir, include_dir};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::Path;

/// The SHA-256 of every embedded file by its path, in order of path.
static HASHES: &[(&str, [u8; 32])] = include!(concat!(env!("OUT_DIR"), "/lexicon_hashes.rs"));

/// The entries of the embedded files, compiled when the program was built; empty where they hold a fault.
pub(super) static COMPILED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/lexicons.bin"));

static EMBEDDED: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/lexicons");

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

    /// Whether the TOML files are just those in the program, so that what was made of them while it was built
    /// holds.
    pub(super) fn have_the_built_in_entries(&self) -> bool {
        let is_toml = |path: &str| path.ends_with(".toml");
        let built_in = HASHES.iter().filter(|(path, _)| is_toml(path));
        self.files.keys().filter(|path| is_toml(path)).count() == built_in.clone().count()
            && built_in.into_iter().all(|(path, hash)| self.get(path).is_some_and(|f| f.sha256 == *hash))
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
