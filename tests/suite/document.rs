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
        let text = unit.repeat(limits::TEXT_BYTES / 16 / unit.len());
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

#[derive(serde::Deserialize)]
struct Sentences {
    cut: Vec<String>,
}

#[test]
fn hard_sentences_are_cut_where_people_cut_them() {
    let table: Sentences =
        toml::from_str(include_str!("document/sentences.toml")).expect("the table is well formed");
    assert!(table.cut.len() >= 60);
    let mut wrong = Vec::new();
    for case in &table.cut {
        let wanted: Vec<&str> = case.split('|').map(str::trim).collect();
        let text = case.replace(" | ", " ").replace('|', "");
        let letter = read(&text);
        let found: Vec<&str> = (0..letter.sentences.len()).map(|s| letter.sentence_text(s)).collect();
        if found != wanted {
            wrong.push(found.join(" | "));
        }
    }
    assert!(wrong.is_empty(), "cut otherwise:\n{}", wrong.join("\n"));
}

#[derive(serde::Deserialize)]
struct Layouts {
    case: Vec<Layout>,
}

#[derive(serde::Deserialize)]
struct Layout {
    name: String,
    text: String,
    blocks: Vec<String>,
}

#[test]
fn hard_layouts_are_told() {
    let table: Layouts =
        toml::from_str(include_str!("document/blocks.toml")).expect("the table is well formed");
    assert!(table.case.iter().map(|c| c.blocks.len()).sum::<usize>() >= 60);
    let mut wrong = Vec::new();
    for case in &table.case {
        for text in [case.text.clone(), case.text.replace('\n', "\r\n")] {
            let letter = read(&text);
            check(&letter);
            let found: Vec<String> = (0..letter.blocks.len())
                .map(|b| {
                    let text = letter.block_text(b).split_whitespace().collect::<Vec<_>>().join(" ");
                    format!("{}: {text}", letter.blocks[b].kind.name())
                })
                .collect();
            let mut at = 0;
            for block in &case.blocks {
                match found[at..].iter().position(|f| f.starts_with(block.as_str())) {
                    Some(i) => at += i + 1,
                    None => {
                        wrong.push(format!("{}: no {block:?} in\n    {}", case.name, found.join("\n    ")));
                        break;
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "told otherwise:\n{}", wrong.join("\n"));
}

#[derive(serde::Deserialize)]
struct Dates {
    case: Vec<DateCase>,
}

#[derive(serde::Deserialize)]
struct DateCase {
    text: String,
    says: Vec<String>,
}

#[test]
fn dates_are_read() {
    let table: Dates = toml::from_str(include_str!("document/dates.toml")).expect("the table is well formed");
    for case in &table.case {
        let letter = read(&case.text.replace(['<', '>'], ""));
        let wanted: Vec<&str> = case.text.split('<').skip(1).filter_map(|s| s.split('>').next()).collect();
        let found: Vec<&str> = letter.dates.iter().map(|d| d.span.of(letter.text())).collect();
        assert_eq!(found, wanted, "{}", case.text);
        let says: Vec<String> = letter
            .dates
            .iter()
            .map(|d| {
                let (day, month, year) = d.parts;
                let or = |n: Option<String>| n.unwrap_or_else(|| "-".to_owned());
                format!(
                    "{}{}-{month}-{}{}",
                    if d.impossible { "!" } else { "" },
                    or(year.map(|y| y.to_string())),
                    or(day.map(|d| d.to_string())),
                    d.weekday.map(|w| format!(" {w}")).unwrap_or_default()
                )
            })
            .collect();
        assert_eq!(says, case.says, "{}", case.text);
        assert!(letter.dates.iter().all(|d| d.date.is_none() || !d.impossible));
    }
}

#[test]
fn the_letters_own_date_is_told_from_others() {
    for (text, own) in [
        (
            "Northshire Police\n14 May 2026\n\nDear Ms Bell\n\nWe met on 3 May 2026 and you told us all of it.\n\nYours sincerely\n\nT. Marsh",
            Some("14 May 2026"),
        ),
        (
            "From: T. Marsh\nTo: Joan Bell\nSent: 14/05/2026 10:00\nSubject: 3 May 2026\n\nJoan\n\nWe met on 3 May 2026 and you told us all of it.",
            Some("14/05/2026"),
        ),
        (
            "Dear Ms Bell\n\nWe met on 3 May 2026 and you told us all of it.\n\nYours sincerely\n\nT. Marsh\n14 May 2026",
            Some("14 May 2026"),
        ),
        (
            "Dear Ms Bell\n\nWe met on 3 May 2026 and you told us all of it.\n\nYours sincerely\n\nT. Marsh",
            None,
        ),
    ] {
        let letter = read(text);
        assert_eq!(letter.own_date.map(|d| letter.dates[d].span.of(text)), own, "{text}");
    }
}

#[test]
fn quotations_are_told_from_apostrophes() {
    for (text, wanted) in [
        ("He said \"I was there\" and left.", vec!["I was there"]),
        ("He said “I was there” and ‘not alone’.", vec!["I was there", "not alone"]),
        ("The victims' code and O'Brien's dog don't count.", vec![]),
        ("It's the victims’ code, isn’t it?", vec![]),
        ("He said 'the victims' code is long' and left.", vec!["the victims' code is long"]),
        ("He said \"I was there and left.", vec![]),
        ("He said \"she told me 'no' twice\" and left.", vec!["she told me 'no' twice"]),
        ("In the '90s and at 5'10\" he was tall.", vec![]),
    ] {
        let letter = read(text);
        let found: Vec<&str> = letter.quotes.iter().map(|q| q.of(text)).collect();
        assert_eq!(found, wanted, "{text}");
        assert!(
            letter.words.iter().all(|w| w.quoted == letter.quotes.iter().any(|q| q.contains(w.span))),
            "{text}"
        );
    }
    // A quotation never reaches into the next paragraph.
    assert!(read("He said \"I was there.\n\nShe said nothing\" at all.").quotes.is_empty());
}

#[test]
fn words_are_folded_and_counted() {
    let letter = read(
        "The follow-up, e.g. at 10.30 a.m., cost £1,150: O’Brien’s CPS file 52AB1234526 is at J.Lowe@example.org.",
    );
    let folded: Vec<&str> = letter.folded_words(0..letter.words.len()).collect();
    assert_eq!(
        folded,
        [
            "the",
            "follow",
            "up",
            "eg",
            "at",
            "10.30",
            "am",
            "cost",
            "£1,150",
            "o'brien's",
            "cps",
            "file",
            "52ab1234526",
            "is",
            "at",
            "j.lowe@example.org"
        ]
    );
    assert_eq!(letter.count_words(0..letter.words.len()), folded.len() - 1);
    assert_eq!(letter.between(2).trim(), ",");
    let sum = read("Ring +44 1632 960 001 about the £5, not 47+44.");
    let folded: Vec<&str> = sum.folded_words(0..sum.words.len()).collect();
    assert_eq!(folded, ["ring", "+44", "1632", "960", "001", "about", "the", "£5", "not", "47", "44"]);
    use lettermark::document::Shape;
    assert_eq!(letter.words[0].shape, Shape::Capital);
    assert_eq!(letter.words[5].shape, Shape::Number);
    assert_eq!(letter.words[10].shape, Shape::Capitals);
    assert_eq!(letter.words[12].shape, Shape::Mixed);
}

#[test]
fn languages_are_told() {
    use lettermark::document::Language;
    let english =
        "I am writing to tell you what has happened in court and what you can do about it if you wish to.";
    let welsh = "Rwyf yn ysgrifennu atoch i ddweud beth sydd wedi digwydd yn y llys a beth y gallwch ei wneud am hyn.";
    let polish = "Piszę do Pani, aby poinformować o tym, co wydarzyło się w sądzie, oraz o tym, co może Pani teraz zrobić. Proszę zadzwonić do mnie w każdej chwili, jeśli ma Pani pytania dotyczące tej sprawy.";
    assert_eq!(read(english).language, Language::English);
    assert_eq!(read(welsh).language, Language::Welsh);
    assert_eq!(read(polish).language, Language::Other);
    assert_eq!(read("Ok").language, Language::English);
    let both = read(&format!(
        "Annwyl Ms Rees\n\n{welsh}\n\nYn gywir\n\nSian Hughes\n\nDear Ms Rees\n\n{english} {english}\n\nYours sincerely\n\nSian Hughes"
    ));
    assert_eq!(both.language, Language::English);
    let languages: Vec<Language> =
        both.blocks.iter().filter(|b| b.kind.is_body()).map(|b| b.language).collect();
    assert_eq!(languages, [Language::Welsh, Language::English]);
    assert_eq!(
        (0..both.blocks.len()).filter(|&b| both.blocks[b].kind.is_body() && both.is_scored(b)).count(),
        1
    );
    assert_eq!(both.prose_sentences().count(), 2);
}

#[test]
fn a_word_files_parts_give_the_same_blocks_as_its_text() {
    use lettermark::ingest::{Format, Part, PartKind};
    use lettermark::span::Span;
    // The same letter as paragraphs joined by line feeds, with no empty lines.
    let lines: Vec<&str> = LETTER.lines().filter(|l| !l.is_empty()).collect();
    let mut text = String::new();
    let mut parts = Vec::new();
    for line in &lines {
        let kind = if line.starts_with("- ") {
            PartKind::ListItem
        } else if line.starts_with("What ") {
            PartKind::Heading
        } else {
            PartKind::Paragraph
        };
        let start = text.len();
        text.push_str(line);
        parts.push(Part { span: Span::new(start, text.len()), kind });
        text.push('\n');
    }
    let source = Source { format: Format::Docx, parts, ..Source::from_text(text) };
    let words = Letter::read(source);
    check(&words);
    let flat = |letter: &Letter| -> Vec<(BlockKind, String)> {
        (0..letter.sentences.len()).map(|s| (letter.kind_of(s), letter.sentence_text(s).to_owned())).collect()
    };
    assert_eq!(flat(&words), flat(&read(LETTER)));
}
