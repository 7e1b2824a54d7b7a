//! The built-in lexicons hold what they promise.

use lettermark::document::Letter;
use lettermark::ingest::Source;
use lettermark::lexicon::{Files, Lexicon, check, close_ids, explain};

#[test]
fn every_built_in_entry_keeps_its_own_examples() {
    let report = check(&Files::embedded()).expect("the built-in lexicons load");
    assert!(report.entries > 100, "{} entries", report.entries);
    assert!(report.is_ok(), "\n{report}");
}

#[test]
fn every_built_in_entry_and_concept_has_a_page() {
    let lexicon = Lexicon::load(&Files::embedded()).expect("the built-in lexicons load");
    for entry in &lexicon.entries {
        let page = explain(&lexicon, &entry.id).expect("a page");
        assert!(page.starts_with(&format!("# {}\n", entry.id)), "{page}");
        for text in entry.matches.iter().chain(&entry.yes).chain(&entry.no) {
            let line = text.trim().lines().next().unwrap_or("");
            assert!(page.contains(line), "the page of {} lacks {line:?}", entry.id);
        }
        assert!(page.contains(&entry.source));
    }
    for concept in &lexicon.concepts {
        assert!(explain(&lexicon, &format!("@{}", concept.id)).is_some(), "@{}", concept.id);
    }
    assert!(explain(&lexicon, "no.such.entry").is_none());
}

#[test]
fn a_slip_in_an_id_finds_the_id() {
    let lexicon = Lexicon::load(&Files::embedded()).expect("the built-in lexicons load");
    let entry = &lexicon.entries[lexicon.entries.len() / 2];
    let slip: String = entry.id.chars().take(entry.id.len() - 1).collect();
    assert!(close_ids(&lexicon, &slip).contains(&entry.id), "{slip}");
    assert!(close_ids(&lexicon, "@negashun").contains(&"@negation".to_owned()));
}

#[test]
fn a_folder_is_laid_over_the_built_in_files() {
    let dir = tempfile::tempdir().expect("a folder");
    std::fs::create_dir(dir.path().join("empathy")).expect("a folder");
    let file = dir.path().join("empathy/our_own.toml");
    let good = r#"
title = "Our own"
criterion = "empathy"
category = "our_own"
strength = "look"
source = "our guide"
why = "It sounds cold."
[[entry]]
id = "our_own.rest_assured"
match = ["rest assured"]
yes = ["You can rest assured that we looked."]
no = ["We looked at all of it with care."]
"#;
    std::fs::write(&file, good).expect("a file");
    let files = Files::overlaid(dir.path()).expect("readable");
    assert_ne!(files.hash(), Files::embedded().hash());
    let lexicon = Lexicon::load(&files).expect("loads");
    let letter = Letter::read(Source::from_text(
        "Dear Ms Ward\n\nPlease rest assured of it.\n\nYours sincerely\n\nA Hall\n",
    ));
    let hits = lexicon.scan(&letter);
    let found: Vec<_> = hits.of(&lexicon, "our_own").map(|h| h.span.of(letter.text())).collect();
    assert_eq!(found, ["rest assured"]);

    std::fs::write(&file, good.replace("match =", "matches =")).expect("a file");
    let files = Files::overlaid(dir.path()).expect("readable");
    let error = Lexicon::load(&files).expect_err("a typo is refused").to_string();
    let place = format!("{}:10: unknown field `matches`", file.display());
    assert!(error.starts_with(&place), "{error}");
    assert!(error.contains("README.md"), "{error}");
}

#[test]
fn hits_come_in_order_of_place_and_the_same_each_time() {
    let lexicon = Lexicon::load(&Files::embedded()).expect("the built-in lexicons load");
    let text = "Dear Ms Ward\n\nThe case was discontinued because the evidential test was not met. The \
                defendant was bailed, and the indictment was withdrawn at the plea hearing.\n\nPlease do not \
                hesitate to contact me.\n\nYours sincerely\n\nA Hall\n";
    let letter = Letter::read(Source::from_text(text));
    let hits = lexicon.scan(&letter);
    assert!(hits.hits.len() > 3);
    let places: Vec<_> = hits.hits.iter().map(|h| (h.words.start, h.entry)).collect();
    assert!(places.is_sorted());
    for index in 0..letter.sentences.len() {
        let words = &letter.sentences[index].words;
        for hit in hits.in_sentence(index) {
            assert!(words.start <= hit.words.start && hit.words.end <= words.end);
            assert_eq!(hit.span, letter.words_span(hit.words.clone()));
        }
    }
    assert_eq!(lexicon.scan(&letter), hits);
}
