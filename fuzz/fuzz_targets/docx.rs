//! Any bytes as a file, and any bytes as the main part of a Word file: no panic, and spans that hold.
#![no_main]

use std::io::{Cursor, Write};

use lettermark::ingest::{self, Source};
use libfuzzer_sys::fuzz_target;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const START: &[u8] = br#"<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"><w:body>"#;
const END: &[u8] = b"</w:body></w:document>";

fuzz_target!(|bytes: &[u8]| {
    check(ingest::read(bytes));
    // A mutated archive nearly always fails its checksum, so the XML is also tried without one.
    check(ingest::read(&archive(&[START, bytes, END].concat())));
});

fn archive(document: &[u8]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    writer.start_file("word/document.xml", options).expect("a part");
    writer.write_all(document).expect("bytes");
    writer.finish().expect("an archive").into_inner()
}

fn check(read: lettermark::error::Result<Source>) {
    let Ok(source) = read else { return };
    let mut last = 0;
    for part in &source.parts {
        assert!(part.span.start >= last);
        assert!(!part.span.of(&source.text).trim().is_empty());
        last = part.span.end;
    }
    for emphasis in &source.emphasis {
        assert!(!emphasis.span.of(&source.text).is_empty());
    }
}
