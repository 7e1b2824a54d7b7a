//! The marked-up letter: it holds the letter, whole and unaltered, its notes, and no name.

use lettermark::assessment::{Engine, Options};
use lettermark::document::Letter;
use lettermark::facts::CaseFacts;
use lettermark::ingest::Source;
use lettermark::people::Names;
use lettermark::redact::{NOTICE, Redactor};
use lettermark::report::html;
use lettermark::report::markup::Markup;

const LETTER: &str = "Crown Prosecution Service\nSeaport\n\nRef: 52AB1234526\n\n14 September 2025\n\n\
Ms Eleri Nowak\n7 Larch Close\nSeaport\nSP3 9TT\n\nDear Ms Nowak\n\nR v Darren Pike\n\n\
I am writing to inform you that this matter has been discontinued. <script>alert('Nowak & Pike')</script> \
I am sorry for what Mr Pike did to you, and I can see how much the attack has affected you.\n\n\
- Call DC Amir Shah on 01632 960 117.\n\nYours sincerely\n\nT. Marsh\n";

struct Made {
    engine: &'static Engine,
    letter: Letter,
    facts: CaseFacts,
    assessment: lettermark::assessment::Assessment,
}

fn made(text: &str) -> Made {
    let engine = Engine::embedded().expect("sound data");
    let fields =
        [("kind", "vcl"), ("decision", "discontinued"), ("victim_name", "Eleri Nowak"), ("id", "a7")];
    let facts = CaseFacts::from_fields(fields).expect("good facts");
    let source = Source::from_text(text);
    let assessment = engine.assess(source.clone(), &facts, &Options::default());
    Made { engine, letter: Letter::read(source), facts, assessment }
}

fn rows(markup: &Markup) -> Vec<String> {
    markup.rows.iter().map(|r| r.pieces.iter().map(|p| p.text.as_str()).collect()).collect()
}

#[test]
fn the_letter_stands_in_it_whole() {
    let m = made(LETTER);
    let markup = Markup::of(m.engine, &m.letter, &m.assessment, None);
    let blocks: Vec<&str> = m.letter.blocks.iter().map(|b| b.span.of(m.letter.text())).collect();
    assert_eq!(rows(&markup), blocks);
    let windows = made(&LETTER.replace('\n', "\r\n"));
    let markup = Markup::of(windows.engine, &windows.letter, &windows.assessment, None);
    assert_eq!(rows(&markup), blocks);
}

#[test]
fn every_number_in_the_letter_has_its_note() {
    let m = made(LETTER);
    let markup = Markup::of(m.engine, &m.letter, &m.assessment, None);
    let mut noted: Vec<usize> = markup.rows.iter().flat_map(|r| &r.notes).map(|n| n.number).collect();
    let mut ends: Vec<usize> =
        markup.rows.iter().flat_map(|r| &r.pieces).flat_map(|p| &p.ends).copied().collect();
    let count = noted.len();
    assert!(count > 3, "a letter like this one has notes");
    noted.sort_unstable();
    noted.dedup();
    assert_eq!(noted.len(), count, "no note stands twice");
    assert_eq!(noted, (1..=count).collect::<Vec<_>>());
    ends.sort_unstable();
    ends.dedup();
    assert_eq!(ends, noted);
    assert!(markup.rows.iter().flat_map(|r| &r.notes).any(|n| n.mark == "strength"), "sympathy is praised");
    assert!(markup.notes.iter().all(|n| n.number == 0));
}

#[test]
fn no_name_or_number_is_left_unless_asked() {
    let m = made(LETTER);
    let page = html::letter(m.engine, &m.letter, &m.assessment, &m.facts, false).expect("written");
    for gone in ["Nowak", "Eleri", "Pike", "Shah", "Marsh", "Larch", "SP3", "960", "52AB", "14 September"] {
        assert!(!page.contains(gone), "{gone} is left");
    }
    assert!(page.contains(NOTICE) && page.contains("Dear Ms [VICTIM]"));
    let redactor = Redactor::new(&Names::load(m.engine.files()).expect("lists"), &m.letter, &m.facts);
    let markup = Markup::of(m.engine, &m.letter, &m.assessment, Some(&redactor));
    let redacted = redactor.letter(&m.letter);
    for row in rows(&markup) {
        for line in row.lines() {
            assert!(redacted.contains(line.trim()), "`{line}` is not as redact prints it");
        }
    }
    let kept = html::letter(m.engine, &m.letter, &m.assessment, &m.facts, true).expect("written");
    assert!(kept.contains("Dear Ms Nowak") && !kept.contains(NOTICE));
}

#[test]
fn nothing_runs_in_it_and_nothing_comes_from_elsewhere() {
    let m = made(LETTER);
    let page = html::letter(m.engine, &m.letter, &m.assessment, &m.facts, true).expect("written");
    let low = page.to_lowercase();
    for forbidden in ["<script", "<img", "<link", "http://", "https://", "url(", "@import", "@font-face"] {
        assert!(!low.contains(forbidden), "{forbidden}");
    }
    assert!(page.contains("default-src 'none'"));
    for part in ["Ratings", "What this letter has to say", "How it treats the reader", "Done well"] {
        assert!(page.contains(part), "{part}");
    }
}

#[test]
fn a_letter_in_other_letters_is_cut_at_characters() {
    let m = made(
        &LETTER
            .replace("Seaport", "S\u{e9}\u{1f4e7}port")
            .replace("discontinued", "discontinued \u{2013}\u{feff}"),
    );
    for redacted in [false, true] {
        let page = html::letter(m.engine, &m.letter, &m.assessment, &m.facts, !redacted).expect("written");
        assert!(page.contains("</html>"));
    }
}
