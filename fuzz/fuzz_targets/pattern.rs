//! Any text as a pattern, as an entry file and as a letter: no panic, and hits that lie in the letter.
#![no_main]

use lettermark::document::Letter;
use lettermark::ingest::Source;
use lettermark::lexicon::pattern::Pattern;
use lettermark::lexicon::{Files, Lexicon};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    // The first line is the pattern, the rest the letter.
    let (pattern, letter) = text.split_once('\n').unwrap_or((text, text));
    let read = Pattern::read(pattern);
    let built_in = Files::embedded();
    let mut parts: Vec<(&str, Vec<u8>)> = ["words/inflections.toml", "concepts/negation.toml"]
        .into_iter()
        .filter_map(|path| built_in.get(path).map(|f| (path, f.bytes().to_vec())))
        .collect();
    // As a file of its own the text is nearly always refused; that must not panic either.
    let mut whole = parts.clone();
    whole.push(("empathy/fuzz.toml", text.as_bytes().to_vec()));
    let _ = Lexicon::load(&Files::from_parts(whole));

    let quoted: String = pattern.chars().filter(|c| !matches!(c, '\'' | '\r') && !c.is_control()).collect();
    let entry = format!(
        "title = 't'\ncriterion = 'empathy'\ncategory = 't'\nstrength = 'present'\nsource = 't'\n[[entry]]\nid = \
         't.a'\nmatch = ['{quoted}']\nnegated = 'skip'\nyes = ['x']\nno = ['y']\n"
    );
    parts.push(("empathy/fuzz.toml", entry.into_bytes()));
    match Lexicon::load(&Files::from_parts(parts)) {
        Ok(lexicon) => {
            let letter = Letter::read(Source::from_text(letter));
            for hit in lexicon.scan(&letter).hits {
                assert!(hit.words.start < hit.words.end && hit.words.end <= letter.words.len());
                assert!(letter.text().get(hit.span.start..hit.span.end).is_some());
            }
        }
        Err(error) => assert!(error.line().is_some(), "{error}"),
    }
    if let Ok(pattern) = read {
        assert!(!pattern.parts.is_empty());
    }
});
