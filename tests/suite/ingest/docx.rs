//! What is read of a Word file, and how its parts are called.

use lettermark::ingest::{self, EmphasisKind, Format, Leftovers, PartKind, Source};

use super::file::{Docx, p, r, styled};
use PartKind::{Footer, Header, Heading, ListItem, Paragraph, TableCell, TextBox};

fn read(docx: &Docx) -> Source {
    let source = ingest::read(&docx.bytes()).expect("a letter");
    assert_eq!(source.format, Format::Docx);
    let mut last = 0;
    for part in &source.parts {
        assert!(part.span.start >= last, "parts overlap");
        last = part.span.end;
        let text = part.span.of(&source.text);
        assert!(!text.is_empty() && text.trim() == text, "{text:?}");
    }
    for emphasis in &source.emphasis {
        assert!(!emphasis.span.of(&source.text).is_empty());
    }
    source
}

fn parts(source: &Source) -> Vec<(PartKind, &str)> {
    source.parts.iter().map(|part| (part.kind, part.span.of(&source.text))).collect()
}

fn body(xml: &str) -> Source {
    read(&Docx::new(xml))
}

#[test]
fn paragraphs_are_lines_and_blank_ones_stay() {
    let source = body(&[p("Dear Ms Okafor"), "<w:p/>".into(), p("We have stopped the case. ")].concat());
    assert_eq!(source.text, "Dear Ms Okafor\n\nWe have stopped the case. \n");
    assert_eq!(parts(&source), [(Paragraph, "Dear Ms Okafor"), (Paragraph, "We have stopped the case.")]);
    assert_eq!((source.warnings.len(), source.leftovers), (0, Leftovers::default()));
}

#[test]
fn runs_join_and_special_characters_are_kept() {
    let xml = r#"<w:p><w:r><w:t>Mr Smith &amp; </w:t></w:r><w:proofErr w:type="spellStart"/><w:r><w:t xml:space="preserve"> Mrs</w:t><w:tab/><w:t>O&#8217;Neill</w:t><w:br/><w:t>follow</w:t><w:noBreakHyphen/><w:t>up co</w:t><w:softHyphen/><w:t>operate</w:t><w:sym w:font="Wingdings" w:char="F0FC"/><w:t><![CDATA[<5>]]></w:t></w:r></w:p>"#;
    assert_eq!(body(xml).text, "Mr Smith & Mrs\tO’Neill\nfollow-up cooperate✓<5>\n");
}

#[test]
fn headings_by_name_by_base_and_by_outline() {
    let styles = r#"
        <w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>
        <w:style w:type="paragraph" w:styleId="Berschrift1"><w:name w:val="heading 1"/><w:basedOn w:val="Normal"/></w:style>
        <w:style w:type="paragraph" w:styleId="Own"><w:name w:val="CPS Section"/><w:basedOn w:val="Berschrift1"/></w:style>
        <w:style w:type="paragraph" w:styleId="Level"><w:name w:val="Part"/><w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>
        <w:style w:type="paragraph" w:styleId="Body"><w:name w:val="Body"/><w:pPr><w:outlineLvl w:val="9"/></w:pPr></w:style>
        <w:style w:type="paragraph" w:styleId="Loop"><w:name w:val="Loop"/><w:basedOn w:val="Loop"/></w:style>"#;
    let style = |id: &str, text: &str| styled(&format!(r#"<w:pStyle w:val="{id}"/>"#), text);
    let xml = [
        style("Berschrift1", "One"),
        style("Own", "Two"),
        style("Level", "Three"),
        style("Body", "four"),
        style("Loop", "five"),
        style("Missing", "six"),
        styled(r#"<w:outlineLvl w:val="0"/>"#, "Seven"),
    ];
    let source = read(&Docx::new(&xml.concat()).part("styles", "styles", "styles", styles));
    let expected =
        [(Heading, "One"), (Heading, "Two"), (Heading, "Three"), (Paragraph, "four"), (Paragraph, "five")];
    assert_eq!(parts(&source)[..5], expected);
    assert_eq!(parts(&source)[5..], [(Paragraph, "six"), (Heading, "Seven")]);
}

#[test]
fn list_items_bear_no_marker() {
    let styles = r#"<w:style w:type="paragraph" w:styleId="L"><w:name w:val="CPS bullet"/><w:pPr><w:numPr><w:numId w:val="4"/></w:numPr></w:pPr></w:style>
        <w:style w:type="paragraph" w:styleId="B"><w:name w:val="List Bullet 2"/></w:style>"#;
    let number = |id| format!(r#"<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{id}"/></w:numPr>"#);
    let xml = [
        styled(&number(1), "by telephone"),
        styled(r#"<w:pStyle w:val="L"/>"#, "by post"),
        styled(r#"<w:pStyle w:val="B"/>"#, "in person"),
        styled(&format!(r#"<w:pStyle w:val="L"/>{}"#, number(0)), "Then"),
    ];
    let source = read(&Docx::new(&xml.concat()).part("styles", "styles", "styles", styles));
    let expected =
        [(ListItem, "by telephone"), (ListItem, "by post"), (ListItem, "in person"), (Paragraph, "Then")];
    assert_eq!(parts(&source), expected);
}

#[test]
fn tables_are_read_row_by_row() {
    let cell = |inside: &str| format!("<w:tc><w:tcPr><w:tcW w:w=\"5\"/></w:tcPr>{inside}</w:tc>");
    let row = |cells: &[String]| format!("<w:tr>{}</w:tr>", cells.concat());
    let inner = format!("<w:tbl>{}</w:tbl>", row(&[cell(&p("c")), cell(&p("d"))]));
    let table = format!(
        "<w:tbl><w:tblPr/>{}{}</w:tbl>",
        row(&[cell(&p("Offence")), cell(&p("Sentence"))]),
        row(&[cell(&[p("a"), p("b")].concat()), cell(&inner)])
    );
    let source = body(&[table, p("After")].concat());
    assert_eq!(source.text, "Offence\nSentence\na\nb\nc\nd\nAfter\n");
    assert!(parts(&source)[..6].iter().all(|(kind, _)| *kind == TableCell));
    assert_eq!(parts(&source)[6], (Paragraph, "After"));
    let frame = format!("<w:tbl>{}</w:tbl>", row(&[cell(&[p("Dear"), inner, p("Yours")].concat())]));
    let kinds = parts(&body(&frame)).iter().map(|(kind, _)| *kind).collect::<Vec<_>>();
    assert_eq!(kinds, [Paragraph, TableCell, TableCell, Paragraph]);
}

#[test]
fn a_letter_laid_out_in_a_table_is_paragraphs() {
    let cell = |inside: &str| format!("<w:tc>{inside}</w:tc>");
    let row = |cells: &[String]| format!("<w:tr>{}</w:tr>", cells.concat());
    let long = p(&"We have looked at what you told us. ".repeat(6));
    let letter = cell(&[p("Dear Ms Okafor"), long.clone(), long, p("Yours sincerely")].concat());
    let kinds = |xml: &str| parts(&body(xml)).iter().map(|(kind, _)| *kind).collect::<Vec<_>>();
    let columns = format!("<w:tbl>{}</w:tbl>", row(&[cell(&p("Our ref")), letter]));
    assert_eq!(kinds(&columns), [TableCell, Paragraph, Paragraph, Paragraph, Paragraph]);
    let rows =
        format!("<w:tbl>{}{}</w:tbl>", row(&[cell(&p("Dear Ms Okafor"))]), row(&[cell(&p("We write"))]));
    assert_eq!(kinds(&rows), [Paragraph, Paragraph]);
}

#[test]
fn links_controls_and_tags_keep_their_text() {
    let xml = format!(
        r#"<w:p><w:hyperlink r:id="rId9"><w:r><w:t>the Code</w:t></w:r></w:hyperlink><w:smartTag w:element="place">{}</w:smartTag><w:sdt><w:sdtPr><w:rPr><w:vanish/></w:rPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt></w:p><w:sdt><w:sdtPr/><w:sdtContent>{}</w:sdtContent></w:sdt>"#,
        r(" in Leeds"),
        r(" Click here"),
        p("Block")
    );
    let source = body(&xml);
    assert_eq!(source.text, "the Code in Leeds Click here\nBlock\n");
    assert_eq!(source.leftovers.empty_controls, 1);
}

#[test]
fn fields_show_their_result() {
    let char = |kind: &str| format!(r#"<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>"#);
    let instruction =
        |text: &str| format!(r#"<w:r><w:instrText xml:space="preserve">{text}</w:instrText></w:r>"#);
    let nested = [
        char("begin"),
        instruction(" IF "),
        char("begin"),
        instruction(" MERGEFIELD Sex "),
        char("separate"),
        r("hidden"),
        char("end"),
        instruction(" = \"F\" \"Ms\" \"Mr\" "),
        r("hidden too"),
        char("separate"),
        r("Ms"),
        char("end"),
    ];
    let xml = format!(
        r#"<w:p>{}{}<w:fldSimple w:instr=" MERGEFIELD Surname \* MERGEFORMAT ">{}</w:fldSimple>{}{}{}</w:p>"#,
        r("Dear "),
        nested.concat(),
        r(" «Surname»"),
        char("begin"),
        instruction("MACROBUTTON NoMacro [date]"),
        char("end"),
    );
    let source = body(&xml);
    assert_eq!(source.text, "Dear Ms «Surname»[date]\n");
    assert_eq!(source.leftovers.merge_fields, 2);
    let open = body(&[p("Dear"), format!("<w:p>{}{}</w:p>", char("begin"), r("lost"))].concat());
    assert!(open.warnings.iter().any(|warning| warning.contains("a field does not end")));
}

#[test]
fn insertions_stay_and_deletions_go() {
    let xml = format!(
        r#"<w:p>{}<w:ins w:id="1">{}</w:ins><w:del w:id="2"><w:r><w:delText>not </w:delText></w:r></w:del>{}<w:moveFrom w:id="3">{}</w:moveFrom><w:moveTo w:id="4">{}</w:moveTo></w:p>"#,
        r("We have "),
        r("now "),
        r("decided"),
        r(" there"),
        r(" here"),
    );
    let source = body(&xml);
    assert_eq!(source.text, "We have now decided here\n");
    assert_eq!(source.leftovers.tracked_changes, 4);
    assert!(source.warnings[0].contains("4 tracked changes"));
}

#[test]
fn a_deleted_paragraph_end_joins_two_paragraphs() {
    let first = styled(r#"<w:rPr><w:del w:id="1"/></w:rPr>"#, "We have ");
    let second = styled(r#"<w:rPr><w:ins w:id="2"/></w:rPr>"#, "decided.");
    let source = body(&[first.clone(), second].concat());
    assert_eq!(parts(&source), [(Paragraph, "We have decided.")]);
    assert_eq!(source.leftovers.tracked_changes, 2);
    assert_eq!(body(&first).text, "We have \n");
}

#[test]
fn deleted_rows_and_cells_go() {
    let cell = |text: &str| format!("<w:tc>{}</w:tc>", p(text));
    let xml = format!(
        r#"<w:tbl><w:tr><w:trPr><w:del w:id="1"/></w:trPr>{}</w:tr><w:tr><w:trPr><w:ins w:id="2"/></w:trPr>{}<w:tc><w:tcPr><w:cellDel w:id="3"/></w:tcPr>{}</w:tc>{}</w:tr></w:tbl>{}"#,
        cell("gone"),
        cell("kept"),
        p("gone"),
        cell("too"),
        p("After"),
    );
    let source = body(&xml);
    assert_eq!(source.text, "kept\ntoo\nAfter\n");
    assert_eq!(source.leftovers.tracked_changes, 3);
}

#[test]
fn what_a_change_of_format_replaced_is_not_read() {
    let xml = format!(
        r#"<w:p><w:pPr><w:pPrChange w:id="1"><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:pPrChange></w:pPr><w:r><w:rPr><w:rPrChange w:id="2"><w:rPr><w:b/><w:vanish/></w:rPr></w:rPrChange></w:rPr><w:t>Dear</w:t></w:r></w:p>{}"#,
        p("x")
    );
    let source = body(&xml);
    assert_eq!(parts(&source), [(Paragraph, "Dear"), (Paragraph, "x")]);
    assert!(source.emphasis.is_empty());
}

#[test]
fn text_boxes_are_read_once_behind_their_paragraph() {
    let inside = |text: &str| format!("<w:txbxContent>{}{}</w:txbxContent>", p(text), p("Leeds"));
    let xml = format!(
        r#"<w:p>{}<w:r><w:rPr><w:b/></w:rPr><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx>{}</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict>{}</w:pict></mc:Fallback></mc:AlternateContent></w:r>{}</w:p>{}"#,
        r("Dear "),
        inside("1 High Street"),
        inside("1 High Street"),
        r("Ms Okafor"),
        p("We write"),
    );
    let source = body(&xml);
    let expected = [
        (Paragraph, "Dear Ms Okafor"),
        (TextBox, "1 High Street"),
        (TextBox, "Leeds"),
        (Paragraph, "We write"),
    ];
    assert_eq!(parts(&source), expected);
    let fallback = format!(
        r#"<w:p><mc:AlternateContent><mc:Fallback><w:r><w:pict>{}</w:pict></w:r></mc:Fallback></mc:AlternateContent></w:p>"#,
        inside("only")
    );
    assert_eq!(body(&fallback).text, "\nonly\nLeeds\n");
    let choice = r#"<w:p><w:r><mc:AlternateContent><mc:Choice Requires="w16se"><w16se:symEx w16se:char="260E"/></mc:Choice><mc:Fallback><w:t>x</w:t></mc:Fallback></mc:AlternateContent></w:r></w:p>"#;
    assert_eq!(body(choice).text, "☎\n");
}

#[test]
fn hidden_text_goes() {
    let styles = r#"<w:style w:type="character" w:styleId="H"><w:name w:val="Hidden"/><w:rPr><w:vanish/></w:rPr></w:style>"#;
    let run =
        |properties: &str, text: &str| format!(r#"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"#);
    let xml = format!(
        "<w:p>{}{}{}{}</w:p>",
        run("<w:vanish/>", "a"),
        run(r#"<w:vanish w:val="0"/>"#, "b"),
        run(r#"<w:rStyle w:val="H"/>"#, "c"),
        run(r#"<w:rStyle w:val="H"/><w:vanish w:val="false"/>"#, "d"),
    );
    assert_eq!(read(&Docx::new(&xml).part("styles", "styles", "styles", styles)).text, "bd\n");
}

#[test]
fn emphasis_is_joined_over_runs() {
    let run =
        |properties: &str, text: &str| format!(r#"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"#);
    let xml = format!(
        "<w:p>{}{}{}{}{}</w:p>",
        run("<w:b/>", "must"),
        run(r#"<w:b/><w:u w:val="single"/>"#, "reply"),
        run(r#"<w:b w:val="0"/><w:u w:val="none"/>"#, "by"),
        run("<w:caps/>", "friday"),
        r("then"),
    );
    let source = body(&xml);
    let found = source.emphasis.iter().map(|e| (e.kind, e.span.of(&source.text))).collect::<Vec<_>>();
    let expected = [
        (EmphasisKind::Bold, "mustreply"),
        (EmphasisKind::Underline, "reply"),
        (EmphasisKind::Capitals, "friday"),
    ];
    assert_eq!(found, expected);
}

#[test]
fn headers_come_first_and_footers_last() {
    let section = r#"<w:sectPr><w:headerReference w:type="default" r:id="h1"/><w:headerReference w:type="first" r:id="h2"/><w:headerReference w:type="even" r:id="h3"/><w:footerReference w:type="default" r:id="f1"/><w:footerReference w:type="first" r:id="f2"/>TITLE</w:sectPr>"#;
    let docx = |title: &str, settings: &str| {
        let body = format!("{}{}", p("Dear Ms Okafor"), section.replace("TITLE", title));
        read(
            &Docx::new(&body)
                .part("h1", "header", "hdr", &p("Page 2"))
                .part("h2", "header", "hdr", &p("Crown Prosecution Service"))
                .part("h3", "header", "hdr", &p("Even"))
                .part("f1", "footer", "ftr", &p("Official"))
                .part("f2", "footer", "ftr", &p("Official"))
                .part("settings", "settings", "settings", settings)
                .part(
                    "notes",
                    "footnotes",
                    "footnotes",
                    &format!(
                        r#"<w:footnote w:type="separator" w:id="-1">{}</w:footnote><w:footnote w:id="1">{}</w:footnote>"#,
                        p("drawn"),
                        p("See the Code.")
                    ),
                ),
        )
    };
    let source = docx("<w:titlePg/>", "");
    let expected = [
        (Header, "Crown Prosecution Service"),
        (Header, "Page 2"),
        (Paragraph, "Dear Ms Okafor"),
        (Footer, "See the Code."),
        (Footer, "Official"),
    ];
    assert_eq!(parts(&source), expected);
    let source = docx("", r#"<w:evenAndOddHeaders/>"#);
    assert_eq!(parts(&source)[..2], [(Header, "Page 2"), (Header, "Even")]);
}

#[test]
fn comments_are_counted_and_not_read() {
    let body = format!(r#"<w:p><w:r><w:commentReference w:id="0"/></w:r>{}</w:p>"#, r("Dear"));
    let source = read(&Docx::new(&body));
    assert_eq!((source.text.as_str(), source.leftovers.comments), ("Dear\n", 1));
    let comments = format!(
        r#"<w:comment w:id="0">{}</w:comment><w:comment w:id="1">{}</w:comment>"#,
        p("Is this so?"),
        p("No")
    );
    let source = read(&Docx::new(&body).part("comments", "comments", "comments", &comments));
    assert_eq!((source.text.as_str(), source.leftovers.comments), ("Dear\n", 2));
    assert_eq!(source.warnings, ["the file holds 2 comments, which were not read"]);
}

#[test]
fn strict_files_and_other_prefixes_are_read() {
    let document = r#"<x:document xmlns:x="http://purl.oclc.org/ooxml/wordprocessingml/main"><x:body><x:p><x:r><x:t>Dear</x:t></x:r></x:p></x:body></x:document>"#;
    let parts = [("word/document.xml".to_owned(), document.as_bytes().to_vec())];
    assert_eq!(ingest::read(&super::file::archive(&parts)).expect("a letter").text, "Dear\n");
    let utf16 = "\u{FEFF}".to_owned() + document;
    let bytes = utf16.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let parts = [("word/document.xml".to_owned(), bytes)];
    assert_eq!(ingest::read(&super::file::archive(&parts)).expect("a letter").text, "Dear\n");
}
