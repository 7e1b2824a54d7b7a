//! Whole letters: how many a second, what a start costs, and text made to be slow.

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use lettermark::assessment::{Engine, Options};
use lettermark::facts::CaseFacts;
use lettermark::lexicon::Files;
use std::hint::black_box;

/// About 450 words, as such letters are written.
const LETTER: &str = include_str!("letter.txt");

/// A letter of some fifty words, as one checked at the command line may be.
const SHORT: &str = "Dear Ms Ward\n\nI am sorry to tell you that we have decided to stop the case against \
Mr Hale. There is not enough evidence for a realistic prospect of conviction. You can ask for a review within \
ten working days. Please ring me on 01632 960123.\n\nYours sincerely\n\nJo Marsh\n";

fn letters(c: &mut Criterion) {
    let engine = Engine::embedded().expect("the built-in data load");
    let facts = CaseFacts::default();
    let options = Options::default();
    let assess = |text: &str| {
        let assessment = engine.assess_text(text.to_owned(), &facts, &options).expect("a letter");
        serde_json::to_string(&assessment).expect("plain data")
    };

    let mut group = c.benchmark_group("letters");
    group.throughput(Throughput::Elements(1));
    group.bench_function("a letter of 450 words, to JSON", |b| b.iter(|| assess(black_box(LETTER))));
    group.bench_function("a letter of 50 words, to JSON", |b| b.iter(|| assess(black_box(SHORT))));
    group.finish();

    let mut group = c.benchmark_group("start");
    group.sample_size(20);
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
