//! Bytes that are no letter: one clear error each, and never a panic.

use lettermark::error::ErrorKind;
use lettermark::{ingest, limits};
use proptest::prelude::*;

use super::file::{Docx, archive, p, r, styled};

fn error(bytes: &[u8]) -> String {
    let error = ingest::read(bytes).expect_err("no letter");
    assert_eq!(error.kind(), ErrorKind::Letter);
    let text = error.to_string();
    assert!(text.lines().count() == 1 && text.len() < 250, "{text}");
    text
}

fn refused(bytes: &[u8], part: &str) {
    let text = error(bytes);
    assert!(text.contains(part), "{part}: {text}");
}

fn parts(parts: &[(&str, &str)]) -> Vec<u8> {
    archive(
        &parts.iter().map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec())).collect::<Vec<_>>(),
    )
}

#[test]
fn other_archives_are_named() {
    refused(&parts(&[("xl/workbook.xml", "<a/>")]), "an Excel workbook");
    refused(&parts(&[("ppt/presentation.xml", "<a/>")]), "a PowerPoint presentation");
    refused(&parts(&[("mimetype", "application/vnd.oasis.opendocument.text")]), "OpenDocument text (.odt)");
    refused(&parts(&[("mimetype", "application/epub+zip")]), "an e-book");
    refused(&parts(&[("letter.txt", "Dear Ms Okafor")]), "a zip archive that holds no Word document");
    refused(&archive(&[]), "a zip archive that holds no Word document");
}

#[test]
fn a_file_without_text_is_refused() {
    refused(&Docx::new("<w:p/><w:p><w:r><w:tab/></w:r></w:p>").bytes(), "holds no text");
}

#[test]
fn cut_off_files_are_refused() {
    let bytes = Docx::new(&p("Dear Ms Okafor")).bytes();
    for length in [4, 30, bytes.len() / 2, bytes.len() - 1] {
        refused(&bytes[..length], "zip archive");
    }
    refused(b"PK\x03\x04 and then nothing that a zip archive would hold", "damaged or cut off zip archive");
}

#[test]
fn xml_that_is_none_is_refused() {
    let with = |xml: &str| parts(&[("word/document.xml", xml)]);
    refused(&with("<w:document>"), "cut off");
    refused(&with(""), "cut off");
    refused(&with("Dear Ms Okafor"), "damaged");
    refused(&with("<a><b></a></b>"), "not well-formed");
    refused(&with("<a/>"), "no Word document");
    refused(&Docx::new("<w:p><w:r><w:t>&nbsp;</w:t></w:r></w:p>").bytes(), "entity");
    refused(&Docx::new("<w:p><w:r><w:t>&#0;</w:t></w:r></w:p>").bytes(), "not well-formed");
    refused(&parts(&[("word/document.xml", "\u{FEFF}<a\u{1}<>")]), "damaged");
    let mut bytes = b"<w:document>\xFF\xFE</w:document>".to_vec();
    bytes.extend_from_slice(b"  ");
    refused(&archive(&[("word/document.xml".into(), bytes)]), "not well-formed");
}

#[test]
fn document_types_and_entities_are_refused() {
    let lol = r#"<!DOCTYPE lolz [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;">]><w:document>&b;</w:document>"#;
    refused(&parts(&[("word/document.xml", lol)]), "document type");
    let outside = r#"<!DOCTYPE x SYSTEM "file:///etc/hostname"><w:document/>"#;
    refused(&parts(&[("word/document.xml", outside)]), "document type");
}

#[test]
fn bombs_are_refused() {
    let long = Docx::new(&format!("<w:p>{}</w:p>", r(&"x".repeat(limits::TEXT_BYTES)))).bytes();
    refused(&Docx::new(&[p("Dear"), p(&"x".repeat(limits::TEXT_BYTES))].concat()).bytes(), "1 MB of text");
    refused(&long, "1 MB of text");
    // Blanks between elements are no text of the letter: only what is unpacked is counted.
    let blank = " ".repeat(limits::XML_TOKEN_BYTES - 100);
    let many = Docx::new(&p("Dear")).raw("word/styles.xml", format!("<a>{}</a>", "<b/>".repeat(10)));
    assert!(ingest::read(&many.bytes()).is_ok());
    let blanks = format!("{}{}", p("Dear"), format!("{blank}<w:x/>").repeat(26));
    refused(&Docx::new(&blanks).bytes(), "unpacks to more than 100 MB");
    refused(&Docx::new(&" ".repeat(limits::XML_TOKEN_BYTES + 100_000)).bytes(), "too long");
    refused(&Docx::new(&"<w:x>".repeat(limits::XML_DEPTH)).bytes(), "nested too deeply");
    refused(&Docx::new(&"<w:x/>".repeat(limits::XML_ELEMENTS)).bytes(), "too many elements");
    let picture = Docx::new(&p("Dear")).raw("word/media/a.bmp", vec![0; limits::INFLATED_BYTES]);
    refused(&picture.bytes(), "unpacks to more than 100 MB");
}

/// The bytes of an archive with the declared size of every part made small, in both of its records.
fn understate(mut bytes: Vec<u8>) -> Vec<u8> {
    for at in 0..bytes.len().saturating_sub(30) {
        let size = match &bytes[at..at + 4] {
            b"PK\x03\x04" => at + 22,
            b"PK\x01\x02" => at + 24,
            _ => continue,
        };
        bytes[size..size + 4].copy_from_slice(&10u32.to_le_bytes());
    }
    bytes
}

#[test]
fn a_declared_size_is_not_believed() {
    let blank = " ".repeat(limits::XML_TOKEN_BYTES - 100);
    let blanks = format!("{}{}", p("Dear"), format!("{blank}<w:x/>").repeat(26));
    refused(&understate(Docx::new(&blanks).bytes()), "the Word file");
    let picture = Docx::new(&p("Dear")).raw("word/media/a.bmp", vec![0; limits::INFLATED_BYTES]);
    // A part that is not read costs nothing, whatever it would unpack to.
    let _ = ingest::read(&understate(picture.bytes()));
}

#[test]
fn parts_are_limited_and_listed_once() {
    let many = (0..limits::PARTS).map(|n| (format!("word/{n}.xml"), Vec::new())).collect::<Vec<_>>();
    let mut docx = Docx::new(&p("Dear"));
    for (name, bytes) in many {
        docx = docx.raw(&name, bytes);
    }
    refused(&docx.bytes(), "more than 2000 parts");
    // Names are compared without regard to case, as Word does.
    refused(&Docx::new(&p("Dear")).raw("WORD/Document.xml", "x").bytes(), "lists a part twice");
    // The writer refuses an exact duplicate, so the name is changed in the finished bytes.
    let mut bytes = Docx::new(&p("Dear")).raw("word/documenT.xmx", "x").bytes();
    let wrong = b"word/documenT.xmx";
    while let Some(at) = bytes.windows(wrong.len()).position(|w| w == wrong) {
        bytes[at..at + wrong.len()].copy_from_slice(b"word/document.xml");
    }
    refused(&bytes, "lists a part twice");
}

/// A file with something of everything.
fn rich() -> Vec<u8> {
    let cell = |text: &str| format!("<w:tc>{}</w:tc>", p(text));
    let body = [
        styled(r#"<w:pStyle w:val="T"/><w:numPr><w:numId w:val="1"/></w:numPr>"#, "One"),
        format!("<w:tbl><w:tr>{}{}</w:tr></w:tbl>", cell("a"), cell("b")),
        format!("<w:p><w:ins>{}</w:ins><w:del>{}</w:del><w:r><w:rPr><w:b/></w:rPr><w:t>&amp;é</w:t></w:r></w:p>", r("x"), r("y")),
        r#"<w:p><w:r><w:fldChar w:fldCharType="begin"/><w:instrText>PAGE</w:instrText><w:fldChar w:fldCharType="separate"/><w:t>1</w:t><w:fldChar w:fldCharType="end"/></w:r></w:p>"#.into(),
        format!(r#"<w:p><w:r><mc:AlternateContent><mc:Choice><w:txbxContent>{}</w:txbxContent></mc:Choice><mc:Fallback/></mc:AlternateContent></w:r></w:p>"#, p("box")),
        r#"<w:sectPr><w:headerReference r:id="h"/></w:sectPr>"#.into(),
    ];
    Docx::new(&body.concat())
        .part("h", "header", "hdr", &p("head"))
        .part(
            "styles",
            "styles",
            "styles",
            r#"<w:style w:type="paragraph" w:styleId="T"><w:name w:val="Title"/></w:style>"#,
        )
        .bytes()
}

fn document(inside: &str) -> Vec<u8> {
    Docx::new(inside).bytes()
}

const PIECES: &[&str] = &[
    "<w:p>",
    "</w:p>",
    "<w:r>",
    "</w:r>",
    "<w:t>",
    "</w:t>",
    "text",
    " ",
    "<w:tbl>",
    "</w:tbl>",
    "<w:tr>",
    "</w:tr>",
    "<w:tc>",
    "</w:tc>",
    "<w:txbxContent>",
    "</w:txbxContent>",
    "<w:pPr>",
    "</w:pPr>",
    "<w:rPr>",
    "</w:rPr>",
    "<w:del/>",
    "<w:del>",
    "</w:del>",
    "<w:ins>",
    "</w:ins>",
    "<w:trPr>",
    "</w:trPr>",
    "<w:vanish/>",
    "<w:b/>",
    "<mc:AlternateContent>",
    "</mc:AlternateContent>",
    "<mc:Choice>",
    "</mc:Choice>",
    "<mc:Fallback>",
    "</mc:Fallback>",
    "<w:fldChar w:fldCharType=\"begin\"/>",
    "<w:fldChar w:fldCharType=\"separate\"/>",
    "<w:fldChar w:fldCharType=\"end\"/>",
    "<w:instrText>",
    "</w:instrText>",
    "<w:cellDel/>",
    "<w:tcPr>",
    "</w:tcPr>",
    "<w:numPr>",
    "</w:numPr>",
    "<w:sectPr>",
    "</w:sectPr>",
    "é",
    "&amp;",
];

/// Elements nested in every order: text, or an element with more inside.
fn nested() -> impl Strategy<Value = String> {
    let leaf = prop::sample::select(vec![
        "text é ".to_owned(),
        "<w:del/>".into(),
        "<w:vanish/>".into(),
        "<w:tab/>".into(),
        "<w:cellDel/>".into(),
        "<w:numId w:val=\"1\"/>".into(),
        "<w:fldChar w:fldCharType=\"begin\"/>".into(),
        "<w:fldChar w:fldCharType=\"end\"/>".into(),
        "<w:sym w:char=\"F0FC\"/>".into(),
    ]);
    leaf.prop_recursive(12, 120, 6, |inner| {
        let name = prop::sample::select(vec![
            "w:p",
            "w:r",
            "w:t",
            "w:t",
            "w:r",
            "w:p",
            "w:pPr",
            "w:rPr",
            "w:tbl",
            "w:tr",
            "w:tc",
            "w:trPr",
            "w:tcPr",
            "w:txbxContent",
            "w:ins",
            "w:del",
            "w:numPr",
            "w:sdtPr",
            "w:sectPr",
            "mc:AlternateContent",
            "mc:Choice",
            "mc:Fallback",
            "w:instrText",
        ]);
        (name, prop::collection::vec(inner, 0..6))
            .prop_map(|(name, inside)| format!("<{name}>{}</{name}>", inside.concat()))
    })
}

fn holds_together(bytes: &[u8]) {
    if let Ok(source) = ingest::read(bytes) {
        let mut last = 0;
        for part in &source.parts {
            assert!(part.span.start >= last && !part.span.of(&source.text).trim().is_empty());
            last = part.span.end;
        }
        for emphasis in &source.emphasis {
            assert!(emphasis.span.of(&source.text).len() == emphasis.span.len());
        }
    }
}

proptest! {
    #[test]
    fn random_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        holds_together(&bytes);
        holds_together(&[b"PK\x03\x04", bytes.as_slice()].concat());
    }

    #[test]
    fn changed_files_never_panic(changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12), cut in any::<prop::sample::Index>()) {
        let mut bytes = rich();
        for (at, byte) in &changes {
            let at = at.index(bytes.len());
            bytes[at] = *byte;
        }
        holds_together(&bytes);
        let cut = cut.index(bytes.len());
        holds_together(&bytes[..cut]);
    }

    #[test]
    fn torn_xml_never_panics(pieces in prop::collection::vec(prop::sample::select(PIECES), 0..60)) {
        holds_together(&document(&pieces.concat()));
    }

    #[test]
    fn elements_in_any_order_never_panic(xml in nested()) {
        let bytes = document(&xml);
        ingest::read(&bytes).map_or_else(
            |error| assert!(error.to_string().contains("holds no text"), "{error}: {xml}"),
            |_| holds_together(&bytes),
        );
    }
}
