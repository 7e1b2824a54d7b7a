//! A Word file and a plain text of one letter are one letter.

use lettermark::document::Letter;
use lettermark::ingest;

use super::file::{Docx, p, styled};

/// An invented letter: lists, a hard-wrapped paragraph, a heading.
const LETTER: &str = "\
Crown Prosecution Service
Northshire Area
Telephone: 01632 960 044

4 June 2026

Ms Ffion Adeyemi
9 Quarry Row
Seaton

Dear Ms Adeyemi

The damage to your car

I am writing because we have stopped the case against Mr Dale Pryce. I know
that this is not what you hoped for, and I would like to explain why.

Why we stopped the case

The camera outside No. 12 shows a man beside your car at 10.40 p.m. but not
his face. Mr. Pryce's sister says that he was with her. We have no other way
of showing who it was.

You can:

- ask us to look at the decision again by 18 June 2026;
- talk to Victim Support on 01632 960 045.

I am sorry that you were left with the cost of the repair.

Yours sincerely

Tom Brace
Crown Prosecutor
";

fn sentences(letter: &Letter) -> Vec<(&'static str, String)> {
    let text = |at: usize| {
        letter.sentences[at].span.of(letter.text()).split_whitespace().collect::<Vec<_>>().join(" ")
    };
    (0..letter.sentences.len()).map(|at| (letter.kind_of(at).name(), text(at))).collect()
}

/// The letter as a Word file: a line a paragraph, except that wrapped lines are one, with lists as Word
/// makes them; `between` stands for the empty line between blocks.
fn docx(between: &str) -> Docx {
    let number = r#"<w:numPr><w:numId w:val="1"/></w:numPr>"#;
    let block = |block: &str| {
        if block.lines().all(|line| line.starts_with("- ")) {
            return block.lines().map(|line| styled(number, &line[2..])).collect::<String>();
        }
        if block.lines().next().is_some_and(|line| line.len() > 60) {
            return p(&block.replace('\n', " "));
        }
        block.lines().map(p).collect()
    };
    Docx::new(&LETTER.trim_end().split("\n\n").map(block).collect::<Vec<_>>().join(between))
}

#[test]
fn a_docx_and_a_txt_say_the_same() {
    let text = Letter::read(ingest::read(LETTER.as_bytes()).expect("text"));
    let expected = sentences(&text);
    assert!(
        expected.contains(&("list_item", "talk to Victim Support on 01632 960 045.".into())),
        "{expected:?}"
    );
    assert!(expected.contains(&("paragraph", "Mr. Pryce's sister says that he was with her.".into())));
    for between in ["", "<w:p/>"] {
        let word = Letter::read(ingest::read(&docx(between).bytes()).expect("a Word file"));
        assert_eq!(sentences(&word), expected, "paragraphs with \"{between}\" between");
    }
    let crlf = LETTER.replace('\n', "\r\n");
    let utf16 = crlf.encode_utf16().flat_map(u16::to_le_bytes);
    let utf16 = [0xFF, 0xFE].into_iter().chain(utf16).collect::<Vec<_>>();
    assert_eq!(sentences(&Letter::read(ingest::read(&utf16).expect("UTF-16"))), expected);
}
