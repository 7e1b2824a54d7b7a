//! Redaction: nothing that names or reaches a person is left.

use lettermark::document::Letter;
use lettermark::facts::{CaseFacts, manifest};
use lettermark::ingest::Source;
use lettermark::lexicon::Files;
use lettermark::people::{Known, Names};
use lettermark::redact::{NOTICE, Redactor};
use lettermark::shapes::{self, Kind};
use std::fs;
use std::path::Path;

fn names() -> Names {
    Names::load(&Files::embedded()).unwrap()
}

/// What is left in a redacted text that should not be: shapes, dates, known names.
fn left(text: &str, facts: &CaseFacts) -> Vec<String> {
    let mut left: Vec<String> = shapes::find(text)
        .into_iter()
        .filter(|s| !matches!(s.kind, Kind::Url))
        .map(|s| s.span.of(text).to_string())
        .collect();
    let letter = Letter::read(Source::from_text(text));
    left.extend(letter.dates.iter().map(|d| d.span.of(text).to_string()));
    let known = Known::of(facts);
    for w in 0..letter.words.len() {
        let word = lettermark::people::bare(letter.folded(w));
        let name = known.all().any(|n| n.has_last(word) || n.has_first(word));
        if name && letter.word_text(w).starts_with(char::is_uppercase) {
            left.push(letter.word_text(w).to_string());
        }
    }
    left
}

#[test]
fn no_detail_is_left_in_any_letter() {
    let names = names();
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/clean/letters.txt"))
        .unwrap();
    let mut faults = Vec::new();
    let mut count = 0;
    for (number, text) in text.split("\n\n=====\n\n").enumerate() {
        count += 1;
        let letter = Letter::read(Source::from_text(text));
        let redactor = Redactor::new(&names, &letter, &CaseFacts::default());
        let out = redactor.letter(&letter);
        for rest in left(&out, &CaseFacts::default()) {
            faults.push(format!("letter {number}: {rest:?}"));
        }
        let again = Redactor::new(&names, &letter, &CaseFacts::default());
        assert_eq!(again.letter(&letter), out, "the same letter gives the same text");
    }
    assert!(count >= 20, "{count} letters");
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// Every letter of the corpus, with the names that its manifest gives.
#[test]
fn no_detail_of_the_corpus_is_left() {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus/manifest.csv");
    let names = names();
    let mut faults = Vec::new();
    let mut count = 0;
    for row in manifest::open(&manifest).unwrap() {
        let facts = row.unwrap();
        let Some(file) = facts.file.as_deref() else { continue };
        let text = fs::read_to_string(manifest::letter_path(&manifest, file)).unwrap();
        count += 1;
        let letter = Letter::read(Source::from_text(text));
        let out = Redactor::new(&names, &letter, &facts).letter(&letter);
        for rest in left(&out, &facts) {
            faults.push(format!("{file}: {rest:?}"));
        }
    }
    assert!(count > 100, "{count} letters");
    assert!(faults.is_empty(), "{} left:\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn known_names_are_gone_however_they_are_spelt() {
    let text = "Ms R Whitcombe\n5 Mill Lane\nDerby DE1 2AB\n\nDear Rosa\n\nMr PEMBERTON pleaded guilty. Pembertons bail ended. Gareth Pemberton and his sister, Joan Tarrant, came with Mrs Tarrant's dog. Rosa, Mr Pembreton will write. RE: 5 MILL LANE. Threlfall stays on bail.\n\nYours sincerely\n\nPC 4471 Dean Mulvey\n";
    let facts = CaseFacts {
        victim_name: Some("Rosa Whitcombe".into()),
        defendant_name: Some("Gareth Pemberton".into()),
        ..CaseFacts::default()
    };
    let letter = Letter::read(Source::from_text(text));
    let redactor = Redactor::new(&names(), &letter, &facts);
    let out = redactor.letter(&letter);
    for gone in [
        "Rosa",
        "Whitcombe",
        "PEMBERTON",
        "Pemberton",
        "Pembreton",
        "Gareth",
        "Tarrant",
        "Joan",
        "Mulvey",
        "Dean",
        "Mill Lane",
        "MILL",
        "Threlfall",
        "DE1",
    ] {
        assert!(!out.contains(gone), "{gone} is left:\n{out}");
    }
    assert!(out.contains("Dear [VICTIM]"), "{out}");
    assert!(out.contains("his sister, [PERSON 1], came with Mrs [PERSON 1]'s dog"), "{out}");
    assert!(out.contains("Mr [DEFENDANT] will write"), "{out}");
    assert!(left(&out, &facts).is_empty(), "{:?}", left(&out, &facts));
}

#[test]
fn quotations_bear_the_letters_labels() {
    let text = "Dear Ms Whitcombe\n\nMr Gareth Pemberton was seen on 4 May 2025. Ring 01632 960118.\n\nYours sincerely\n\nAnn Archer\n";
    let letter = Letter::read(Source::from_text(text));
    let redactor = Redactor::new(&names(), &letter, &CaseFacts::default());
    let whole = redactor.letter(&letter);
    let quote = redactor.text("Gareth Pemberton was seen on 4 May 2025. Ring 01632 960118");
    assert!(whole.contains(&quote), "{quote}\n{whole}");
    assert_eq!(redactor.text("no name here"), "no name here");
    for span in redactor.spans() {
        assert!(span.label.starts_with('[') && span.label.ends_with(']'));
        assert!(!span.span.is_empty());
    }
}

/// A postcode that is not in use reaches nobody, and still shows where somebody lives.
#[test]
fn what_looks_like_a_postcode_goes_with_its_block() {
    let text = "Crown Prosecution Service\nPond Hill\nSheffield S1 9ZV\n\n4 May 2026\n\nMs Ana Ward\n5 Mill Lane\nLeeds ls199zc\n\nDear Ms Ward\n\nBay S1 9VV is free.\n\nYours sincerely\n\nAnn Archer\nQQ1 1CV\n";
    let letter = Letter::read(Source::from_text(text));
    let out = Redactor::new(&names(), &letter, &CaseFacts::default()).letter(&letter);
    for gone in ["9ZV", "S1 9Z", "ls199zc", "QQ1", "1CV"] {
        assert!(!out.contains(gone), "{gone} is left:\n{out}");
    }
    assert!(out.contains("Bay S1 9VV is free"), "{out}");
}

#[test]
fn the_notice_asks_for_a_person() {
    assert!(NOTICE.contains("A person must read this before it is shared"));
}
