//! The cutting of letters: spans, blocks, sentences, words.

use lettermark::document::{BlockKind, Letter};
use lettermark::ingest::Source;
use lettermark::limits;
use proptest::prelude::*;

fn read(text: &str) -> Letter {
    Letter::read(Source::from_text(text))
}

/// Spans nest, are ordered and quote themselves.
fn check(letter: &Letter) {
    let text = letter.text();
    let mut end = 0;
    for (i, block) in letter.blocks.iter().enumerate() {
        assert!(end <= block.span.start && block.span.start < block.span.end && block.span.end <= text.len());
        let quote = text.get(block.span.start..block.span.end).expect("a block lies on characters");
        assert_eq!(quote, quote.trim());
        end = block.span.end;
        let mut inner = block.span.start;
        for s in block.sentences.clone() {
            let sentence = &letter.sentences[s];
            assert_eq!(sentence.block, i);
            assert!(inner <= sentence.span.start && sentence.span.end <= end && !sentence.words.is_empty());
            assert!(sentence.words.len() <= limits::SENTENCE_WORDS);
            assert!(text.get(sentence.span.start..sentence.span.end).is_some());
            inner = sentence.span.end;
            let mut word_end = sentence.span.start;
            for w in sentence.words.clone() {
                let word = &letter.words[w];
                assert_eq!(word.sentence, s);
                assert!(
                    word_end <= word.span.start && word.span.start < word.span.end && word.span.end <= inner
                );
                assert!(!word.span.of(text).contains(char::is_whitespace));
                assert!(!letter.folded(w).is_empty());
                assert!(!letter.between(w).is_empty() || w + 1 == letter.words.len() || !text.is_ascii());
                word_end = word.span.end;
            }
        }
        assert_eq!(
            block.words.len(),
            block.sentences.clone().map(|s| letter.sentences[s].words.len()).sum::<usize>()
        );
    }
    assert_eq!(letter.sentences.len(), letter.blocks.iter().map(|b| b.sentences.len()).sum::<usize>());
    assert_eq!(letter.words.len(), letter.sentences.iter().map(|s| s.words.len()).sum::<usize>());
    assert!(letter.quotes.windows(2).all(|q| q[0].end <= q[1].start));
    for quote in &letter.quotes {
        assert!(!quote.of(text).is_empty());
        assert!(letter.blocks.iter().any(|b| b.span.contains(*quote)));
    }
    assert!(letter.dates.windows(2).all(|d| d[0].span.end <= d[1].span.start));
    for date in &letter.dates {
        assert!(letter.sentences.iter().any(|s| s.span.contains(date.span)));
    }
}

/// Kinds and sentences with white space folded: what must not depend on how the lines run.
fn outline(letter: &Letter) -> Vec<(BlockKind, Vec<String>, Vec<String>)> {
    let fold = |s: &str| s.split_whitespace().collect::<Vec<_>>().join(" ");
    letter
        .blocks
        .iter()
        .map(|b| {
            (
                b.kind,
                b.sentences.clone().map(|s| fold(letter.sentence_text(s))).collect(),
                letter.folded_words(b.words.clone()).map(str::to_owned).collect(),
            )
        })
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_cut_without_a_panic(text in any::<String>()) {
        check(&read(&text));
    }

    #[test]
    fn odd_text_is_cut_without_a_panic(
        text in prop::collection::vec(prop::sample::select(vec![
            "a", "B", "Mr.", "J.", "s.", "47", "...", "…", "?", "!", "\"", "'", "“", "”", "‘", "’", " ", "  ", "\n", "\r\n", "\r",
            "\t", "- ", "• ", "(a) ", "1. ", "1.1 ", "Dear ", "Yours ", "sincerely", "From: ", "Date: ", "@", ".uk", "www.", "http://",
            "\u{301}", "\u{200f}", "\0", "\u{ad}", "\u{200d}", "£", "£5", "+44", "/", "-", "May", "2026", "31/02/2026", "é", "İ", "ß", "中文", "。",
            "\u{2028}", "\u{a0}", "y", "yr", "Annwyl ", "Enc", "PS ", ",", ":", "Re: ", "Our ref: ", "_", "*",
        ]), 0..60)
    ) {
        check(&read(&text.concat()));
    }
}

#[test]
fn hostile_text_is_cut() {
    for unit in [
        "a",
        ".",
        " ",
        "\"",
        "'",
        "“",
        "- ",
        "•",
        "- a\n",
        ". ",
        "a.",
        "A.B",
        "1.",
        "(",
        "Mr. ",
        "a-",
        "@",
        "a@",
        "a.a@",
        "1/",
        "\n",
        "\u{301}",
        ".)",
        ".\u{301}",
        "a\n",
        "A\n",
        "Dear A\n",
        "From: a\nTo: b\n",
        "? \"",
        "x' ",
        "May 1 ",
    ] {
        let text = unit.repeat(limits::TEXT_BYTES / 4 / unit.len());
        let letter = read(&text);
        assert!(letter.words.len() <= text.len());
    }
}

const LETTER: &str = include_str!("document/letter.txt");

/// Wraps each paragraph (a line, here) at a width.
fn wrap(text: &str, width: usize) -> String {
    let mut out = String::new();
    for line in text.lines() {
        let mut column = 0;
        for word in line.split(' ') {
            let len = word.chars().count();
            if column > 0 && column + 1 + len > width {
                out.push('\n');
                column = 0;
            } else if column > 0 {
                out.push(' ');
                column += 1;
            }
            out.push_str(word);
            column += len;
        }
        out.push('\n');
    }
    out
}

#[test]
fn wrapping_line_ends_and_blanks_alter_nothing() {
    let plain = read(LETTER);
    check(&plain);
    let expected = outline(&plain);
    for width in 60..=100 {
        let wrapped = wrap(LETTER, width);
        assert_eq!(outline(&read(&wrapped)), expected, "wrapped at {width}");
    }
    assert_eq!(outline(&read(&LETTER.replace('\n', "\r\n"))), expected, "CRLF");
    assert_eq!(outline(&read(&LETTER.replace('\n', "  \n"))), expected, "trailing blanks");
    assert_eq!(outline(&read(&LETTER.replace(". ", ".  "))), expected, "double blanks");
    assert_eq!(outline(&read(&LETTER.replace("\n\n", "\n\n\n"))), expected, "empty lines");
}
