//! The lexicons are embedded at compile time: a new or changed file in them has to compile anew. Their
//! hashes are taken here and their entries compiled, so that no start of the program does it again.

// Of what reads and compiles entries the program uses more than this script.
#![allow(dead_code, unused_imports)]

mod confidence;
mod criterion;
mod error;
mod hashing;
mod numerals;
mod span;

mod document {
    mod kind;
    pub use kind::BlockKind;
}

mod lexicon {
    mod baked;
    mod compile;
    pub mod entry;
    pub mod files;
    mod inflect;
    mod parse;
    pub mod pattern;
    mod program;
    mod rarity;
    mod shaped;
    mod suggest;

    /// The entries of these files, compiled, as bytes.
    pub fn bake(files: &files::Files) -> crate::error::Result<Vec<u8>> {
        let mut compiler = compile::Compiler::new(inflect::Inflections::load(files)?);
        let parsed = parse::read(files, &mut compiler)?;
        Ok(baked::to_bytes(&parsed, &compiler.finish()?))
    }
}

use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

const FOLDER: &str = "lexicons";

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed={FOLDER}");
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default()).join(FOLDER);
    let mut paths = Vec::new();
    gather(&root, &mut paths)?;
    let mut files: Vec<(String, Vec<u8>)> = Vec::new();
    for path in paths {
        let relative = path.strip_prefix(&root).unwrap_or(&path).to_string_lossy().replace('\\', "/");
        files.push((relative, fs::read(&path)?));
    }
    files.sort();
    let mut table = String::from("&[\n");
    for (path, bytes) in &files {
        let hash: [u8; 32] = Sha256::digest(bytes).into();
        // Writing to a string cannot fail.
        let _ = writeln!(table, "    ({path:?}, {hash:?}),");
    }
    table.push_str("]\n");
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    fs::write(out.join("lexicon_hashes.rs"), table)?;
    // With a fault in them the program is built all the same, and tells of it when it starts.
    let baked = lexicon::bake(&lexicon::files::Files::from_parts(files)).unwrap_or_else(|error| {
        println!("cargo::warning={error}");
        Vec::new()
    });
    fs::write(out.join("lexicons.bin"), baked)?;
    fs::write(out.join("spelt.fst"), spelt(&root)?)
}

/// The words of the lists that the spelling dictionary accepts as they stand: nearly all that a letter has, so
/// that the dictionary itself, which takes longest of all to read, is seldom asked.
fn spelt(root: &Path) -> io::Result<Vec<u8>> {
    let read = |path: &str| fs::read_to_string(root.join(path));
    let (affixes, listed) = (read("accuracy/spelling/en-GB.aff")?, read("accuracy/spelling/en-GB.dic")?);
    let common = read("words/english.tsv")?;
    let mut builder = fst::SetBuilder::memory();
    if let Ok(dictionary) = spellbook::Dictionary::new(&affixes, &listed) {
        let stems = listed.lines().skip(1).filter_map(|line| line.split(['/', ' ', '\t']).next());
        let words: BTreeSet<&str> =
            common.lines().filter_map(|line| line.split('\t').next()).chain(stems).collect();
        for word in words.into_iter().filter(|word| !word.is_empty() && dictionary.check(word)) {
            builder.insert(word).map_err(io::Error::other)?;
        }
    }
    builder.into_inner().map_err(io::Error::other)
}

fn gather(dir: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(dir)? {
        let path = entry?.path();
        if path.is_dir() {
            gather(&path, files)?;
        } else {
            files.push(path);
        }
    }
    Ok(())
}
