//! The lexicons are embedded at compile time: a new or changed file in them has to compile anew. Their
//! hashes are taken here, so that no start of the program takes them again.

use sha2::{Digest, Sha256};
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

const FOLDER: &str = "lexicons";

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed={FOLDER}");
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default()).join(FOLDER);
    let mut files = Vec::new();
    gather(&root, &mut files)?;
    let mut hashes: Vec<(String, [u8; 32])> = Vec::new();
    for file in files {
        let relative = file.strip_prefix(&root).unwrap_or(&file).to_string_lossy().replace('\\', "/");
        hashes.push((relative, Sha256::digest(fs::read(&file)?).into()));
    }
    hashes.sort();
    let mut table = String::from("&[\n");
    for (path, hash) in &hashes {
        // Writing to a string cannot fail.
        let _ = writeln!(table, "    ({path:?}, {hash:?}),");
    }
    table.push_str("]\n");
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    fs::write(out.join("lexicon_hashes.rs"), table)
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
