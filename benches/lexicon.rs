//! The lexicon engine: loading, one letter of 400 words, and text made to be slow.

use criterion::{Criterion, criterion_group, criterion_main};
use lettermark::document::Letter;
use lettermark::ingest::Source;
use lettermark::lexicon::{Files, Lexicon};
use std::hint::black_box;

/// About 450 words, as such letters are written.
const LETTER: &str = include_str!("letter.txt");

/// The built-in lexicons, and copies of their entry files under other ids until there are `wanted` entries.
fn grown(wanted: usize) -> Files {
    let built_in = Files::embedded();
    let lexicon = Lexicon::load(&built_in).expect("the built-in lexicons load");
    let text = |path: &str| built_in.need(path).and_then(|f| f.text()).expect("a text").to_owned();
    let mut parts: Vec<(String, String)> = built_in
        .all()
        .filter(|f| f.path.ends_with(".toml"))
        .map(|f| (f.path.clone(), text(&f.path)))
        .collect();
    let mut sources: Vec<&str> = lexicon.entries.iter().map(|e| e.file.as_str()).collect();
    sources.dedup();
    let mut entries = lexicon.entries.len();
    for copy in 0.. {
        for path in &sources {
            if entries >= wanted {
                return Files::from_parts(parts);
            }
            // Concepts stand once; only entries are copied.
            let original = text(path);
            let (head, rest) = original.split_once("[[").unwrap_or((&original, ""));
            let mut changed = head.to_owned();
            for table in format!("[[{rest}").split("\n[[").filter_map(|t| t.split_once("entry]]")) {
                entries += 1;
                changed.push_str("\n[[entry]]");
                for line in table.1.lines() {
                    match line.strip_prefix("id = \"").and_then(|r| r.strip_suffix('"')) {
                        Some(id) => changed.push_str(&format!("id = \"{id}.copy{copy}\"\n")),
                        None => changed.push_str(&format!("{line}\n")),
                    }
                }
            }
            parts.push((path.replace(".toml", &format!("-{copy}.toml")), changed));
        }
    }
    Files::from_parts(parts)
}

fn lexicon(c: &mut Criterion) {
    let built_in = Files::embedded();
    c.bench_function("load the built-in lexicons", |b| {
        b.iter(|| Lexicon::load(black_box(&built_in)).expect("loads"));
    });
    let small = Lexicon::load(&built_in).expect("loads");
    let files = grown(3000);
    let large = Lexicon::load(&files).expect("loads");
    c.bench_function(&format!("load {} entries", large.entries.len()), |b| {
        b.iter(|| Lexicon::load(black_box(&files)).expect("loads"));
    });
    let letter = Letter::read(Source::from_text(LETTER));
    let words = letter.words.len();
    for lexicon in [&small, &large] {
        let name = format!("scan {words} words for {} entries", lexicon.entries.len());
        c.bench_function(&name, |b| b.iter(|| lexicon.scan(black_box(&letter))));
    }
    for (name, word) in [("you", "you "), ("not", "not "), ("evidence", "evidence "), ("a number", "10 ")] {
        let hostile = Letter::read(Source::from_text(format!("{}.", word.repeat(400))));
        c.bench_function(&format!("scan 400 times {name}"), |b| b.iter(|| large.scan(black_box(&hostile))));
    }
}

criterion_group!(benches, lexicon);
criterion_main!(benches);
