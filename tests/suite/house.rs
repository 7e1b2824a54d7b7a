//! The way through the house: each folder of `src` imports only from those before it.

use std::fs;
use std::path::{Path, PathBuf};

/// The rooms in order. A room may import from those before it and from itself.
const ORDER: &[&str] = &[
    "span",
    "numerals",
    "error",
    "limits",
    "hashing",
    "decode",
    "profile",
    "confidence",
    "criterion",
    "facts",
    "ingest",
    "document",
    "lexicon",
    "words",
    "calendar",
    "shapes",
    "people",
    "redact",
    "vocabulary",
    "elements",
    "learn",
    "criteria",
    "assessment",
    "report",
    "serve",
    "cli",
];

fn sources(dir: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|e| e == "rs") {
            found.push(path);
        }
    }
}

#[test]
fn no_arrow_runs_back() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&root, &mut files);
    assert!(files.len() > 50, "the sources were not found");
    let mut back = Vec::new();
    for file in files {
        let relative = file.strip_prefix(&root).unwrap();
        let first = relative.components().next().unwrap().as_os_str().to_string_lossy().replace(".rs", "");
        if matches!(first.as_str(), "lib" | "main" | "build") {
            continue;
        }
        let here = ORDER.iter().position(|r| *r == first);
        let here = here.unwrap_or_else(|| panic!("{first} has no place in the order"));
        let text = fs::read_to_string(&file).unwrap();
        for path in text.split("crate::").skip(1) {
            let target: String = path.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            match ORDER.iter().position(|r| *r == target) {
                Some(there) if there > here => back.push(format!("{} imports {target}", relative.display())),
                _ => {}
            }
        }
        // No criterion imports another.
        if first == "criteria" && relative.components().count() > 2 {
            let own = relative.components().nth(1).unwrap().as_os_str().to_string_lossy().into_owned();
            for path in text.split("crate::criteria::").skip(1) {
                let target: String = path.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
                let is_criterion = !target.is_empty() && root.join("criteria").join(&target).is_dir();
                if is_criterion && target != own {
                    back.push(format!("{} imports the criterion {target}", relative.display()));
                }
            }
        }
    }
    assert!(back.is_empty(), "{}", back.join("\n"));
}
