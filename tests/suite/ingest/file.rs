//! Builds Word files part by part.

use std::io::{Cursor, Write};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const WORD: &str = r#"xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" xmlns:w16se="http://schemas.microsoft.com/office/word/2015/wordml/symex""#;

const TYPES: &str = r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>"#;

/// A Word file to be.
pub struct Docx {
    parts: Vec<(String, Vec<u8>)>,
    relations: String,
}

impl Docx {
    /// A file whose body holds this XML.
    pub fn new(body: &str) -> Self {
        let document =
            format!(r#"<?xml version="1.0"?><w:document {WORD}><w:body>{body}</w:body></w:document>"#);
        Docx { parts: vec![("word/document.xml".into(), document.into())], relations: String::new() }
    }

    /// Adds a part of a kind (`header`, `styles`, ...) with this XML inside its root.
    pub fn part(mut self, id: &str, kind: &str, root: &str, inside: &str) -> Self {
        let name = format!("{id}.xml");
        self.relations.push_str(&format!(
            r#"<Relationship Id="{id}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" Target="{name}"/>"#
        ));
        let xml = format!("<w:{root} {WORD}>{inside}</w:{root}>");
        self.parts.push((format!("word/{name}"), xml.into()));
        self
    }

    /// Adds a part as it is, under its whole name.
    pub fn raw(mut self, name: &str, bytes: impl Into<Vec<u8>>) -> Self {
        self.parts.push((name.into(), bytes.into()));
        self
    }

    /// The bytes of the file.
    pub fn bytes(&self) -> Vec<u8> {
        let relations = |inside: &str| {
            format!(
                r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{inside}</Relationships>"#
            )
        };
        let main = r#"<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>"#;
        let mut all = vec![
            ("[Content_Types].xml".to_owned(), TYPES.as_bytes().to_vec()),
            ("_rels/.rels".to_owned(), relations(main).into_bytes()),
            ("word/_rels/document.xml.rels".to_owned(), relations(&self.relations).into_bytes()),
        ];
        all.extend(self.parts.iter().cloned());
        archive(&all)
    }
}

/// A zip archive of parts.
pub fn archive(parts: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        writer.start_file(name.as_str(), SimpleFileOptions::default()).expect("a part");
        writer.write_all(bytes).expect("bytes");
    }
    writer.finish().expect("an archive").into_inner()
}

/// A paragraph with one run.
pub fn p(text: &str) -> String {
    format!(r#"<w:p><w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>"#)
}

/// A paragraph with properties and one run.
pub fn styled(properties: &str, text: &str) -> String {
    format!(r#"<w:p><w:pPr>{properties}</w:pPr>{}</w:p>"#, r(text))
}

/// A run.
pub fn r(text: &str) -> String {
    format!(r#"<w:r><w:t xml:space="preserve">{text}</w:t></w:r>"#)
}
