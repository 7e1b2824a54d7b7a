//! The trainer's worked pairs: the better letter is better where its notes say so, and nowhere worse.

use lettermark::assessment::compare::compare;
use lettermark::assessment::{Engine, Options};
use lettermark::facts::manifest;
use std::fs;
use std::path::Path;

#[test]
fn the_better_letter_is_better_where_its_notes_say() {
    let engine = Engine::embedded().unwrap();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus/training");
    let mut pairs: Vec<_> = fs::read_dir(&root)
        .unwrap()
        .map(|e| e.unwrap().path())
        .filter(|p| p.join("notes.md").is_file())
        .collect();
    pairs.sort();
    assert!(pairs.len() >= 8, "the worked pairs were not found");
    let mut faults = Vec::new();
    for pair in &pairs {
        let name = pair.file_name().unwrap().to_string_lossy().into_owned();
        let path = pair.join("facts.csv");
        let rows = manifest::read(&fs::read(&path).unwrap(), &path).unwrap().rows;
        let assess = |at: usize, file: &str| {
            let facts = rows[at].as_ref().unwrap();
            assert_eq!(facts.file.as_deref(), Some(file));
            engine.assess_bytes(&fs::read(pair.join(file)).unwrap(), facts, &Options::default()).unwrap()
        };
        let compared = compare(&assess(0, "draft.txt"), &assess(1, "better.txt"));
        let notes = fs::read_to_string(pair.join("notes.md")).unwrap();
        let raises = notes.lines().find_map(|l| l.strip_prefix("raises:")).expect("the notes name criteria");
        for wanted in raises.split(',').map(str::trim) {
            if !compared.ratings.iter().any(|r| r.id == wanted && r.change > 0) {
                faults.push(format!("{name}: {wanted} does not rise"));
            }
        }
        for fell in compared.ratings.iter().filter(|r| r.change < 0) {
            faults.push(format!("{name}: {} falls from {} to {}", fell.id, fell.before, fell.after));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
