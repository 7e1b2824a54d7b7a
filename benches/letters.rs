//! Whole letters: how many a second on one core, what `check` takes from start to end, what loading costs, and
//! text made to be slow.

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use lettermark::assessment::{Engine, Options};
use lettermark::facts::CaseFacts;
use lettermark::lexicon::Files;
use std::hint::black_box;
use std::path::Path;
use std::process::{Command, Stdio};

/// About 450 words, as such letters are written.
const LETTER: &str = include_str!("letter.txt");

/// A letter of some fifty words, as one checked at the command line may be.
const SHORT: &str = "Dear Ms Ward\n\nI am sorry to tell you that we have decided to stop the case against \
Mr Hale. There is not enough evidence for a realistic prospect of conviction. You can ask for a review within \
ten working days. Please ring me on 01632 960123.\n\nYours sincerely\n\nJo Marsh\n";

/// The letters of the corpus, some 420 words each; the one above where there is no corpus.
fn corpus() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus/letters");
    let mut paths: Vec<_> =
        std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    paths.sort();
    let letters: Vec<String> = paths.iter().filter_map(|path| std::fs::read_to_string(path).ok()).collect();
    if letters.is_empty() { vec![LETTER.to_owned()] } else { letters }
}

fn letters(c: &mut Criterion) {
    let engine = Engine::embedded().expect("the built-in data load");
    let facts = CaseFacts::default();
    let options = Options::default();
    let assess = |text: &str| {
        let assessment = engine.assess_text(text.to_owned(), &facts, &options).expect("a letter");
        assessment.to_json_line()
    };

    // What `score --jsonl` does of each letter, on one core and with everything in it: letters a second.
    let corpus = corpus();
    let mut group = c.benchmark_group("letters");
    group.throughput(Throughput::Elements(corpus.len() as u64));
    group.bench_function("the corpus, to JSON, on one core", |b| {
        b.iter(|| corpus.iter().map(|letter| assess(black_box(letter)).len()).sum::<usize>());
    });
    group.throughput(Throughput::Elements(1));
    group.bench_function("a letter of 450 words, to JSON", |b| b.iter(|| assess(black_box(LETTER))));
    group.bench_function("a letter of 50 words, to JSON", |b| b.iter(|| assess(black_box(SHORT))));
    group.finish();

    // The whole process, as a writer waits for it.
    let mut group = c.benchmark_group("start");
    group.sample_size(20);
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("letter.txt");
    std::fs::write(&file, SHORT).expect("written");
    group.bench_function("`lettermark check` on a letter of 50 words", |b| {
        b.iter(|| {
            let status = Command::new(env!("CARGO_BIN_EXE_lettermark"))
                .arg("check")
                .arg(&file)
                .stdout(Stdio::null())
                .status()
                .expect("runs");
            assert!(status.success());
        });
    });
    group.bench_function("load the engine and check a letter of 50 words", |b| {
        b.iter(|| {
            let engine = Engine::load(Files::embedded()).expect("loads");
            engine.assess_text(SHORT.to_owned(), &facts, &options).expect("a letter")
        });
    });
    group.finish();

    // What grows faster than the text would show here: each is 40,000 bytes or so.
    let hostile = [
        ("one word without end", "a".repeat(40_000)),
        ("full stops", ". ".repeat(20_000)),
        ("opening brackets", "[".repeat(40_000)),
        ("figures", "0161 496 ".repeat(4_500)),
        ("not", "not ".repeat(10_000)),
        ("initials", "C.P.S. ".repeat(5_700)),
        ("one sentence", "the officer who said that ".repeat(1_500)),
        ("short lines", "Dear you\n".repeat(4_400)),
    ];
    let mut group = c.benchmark_group("hostile");
    group.sample_size(10);
    for (name, text) in &hostile {
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_function(*name, |b| b.iter(|| assess(black_box(text))));
    }
    group.finish();
}

criterion_group!(benches, letters);
criterion_main!(benches);
