//! What stands above the greeting: letterhead, date, reference, address, subject.

use super::BlockKind;
use super::labels::{self, Header, LineDates};
use super::lines::Line;
use crate::ingest::PartKind;

/// Reads the lines above the greeting, one after the other.
pub(super) struct Top<'t> {
    text: &'t str,
    /// The greeting in small letters, for the reader's name.
    greeted: String,
    /// Whether the reader's address is being read.
    address: bool,
    /// Whether a letterhead, and whether the reader's address, was seen.
    headed: bool,
    /// Whether some line names the reader for certain, so that no other name is taken for the reader's.
    known: bool,
    addressed: bool,
    last: Option<BlockKind>,
}

/// The kind of an e-mail's header line.
pub(super) fn header_kind(header: Header) -> BlockKind {
    match header {
        Header::From => BlockKind::Letterhead,
        Header::To => BlockKind::Address,
        Header::Date => BlockKind::Date,
        Header::Subject => BlockKind::Subject,
    }
}

impl<'t> Top<'t> {
    /// For the lines above a greeting.
    pub fn new(text: &'t str, greeted: String, lines: &[Line]) -> Self {
        let mut top =
            Top { text, greeted, address: false, headed: false, known: false, addressed: false, last: None };
        top.known = lines.iter().any(|l| {
            let written = l.of(text);
            labels::is_titled(written) || top.is_reader(&labels::small(written))
        });
        top
    }

    /// The kind of the next line, and whether it begins a block. `closes` says that an empty line follows.
    pub fn kind(&mut self, line: &Line, closes: bool, dates: &mut LineDates) -> (BlockKind, bool) {
        let kind = self.tell(line, closes, dates);
        let begins = self.last != Some(kind)
            || matches!(kind, BlockKind::Date | BlockKind::Reference)
            || (kind == BlockKind::Paragraph && line.para);
        self.last = Some(kind);
        self.headed |= kind == BlockKind::Letterhead;
        self.addressed |= kind == BlockKind::Address;
        if kind != BlockKind::Address {
            self.address = false;
        }
        (kind, begins)
    }

    fn tell(&mut self, line: &Line, closes: bool, dates: &mut LineDates) -> BlockKind {
        let written = line.of(self.text);
        let small = labels::small(written);
        if let Some(header) = labels::header(&small)
            && (header != Header::Date || line.digits)
        {
            return header_kind(header);
        }
        if labels::is_subject_label(&small) {
            return BlockKind::Subject;
        }
        if dates.is_date(self.text, line, &small) {
            return BlockKind::Date;
        }
        if labels::is_reference(written, &small) && !line.is_prose() {
            return BlockKind::Reference;
        }
        if labels::is_contact(written, &small) && !line.is_prose() {
            return BlockKind::Letterhead;
        }
        if self.last == Some(BlockKind::Reference) && !line.opens && small.contains("quote") {
            return BlockKind::Reference;
        }
        if labels::is_marking(written, &small) {
            return BlockKind::Address;
        }
        if line.part == Some(PartKind::Header) {
            return BlockKind::Letterhead;
        }
        if labels::is_titled(written) {
            self.address = true;
            return BlockKind::Address;
        }
        if line.is_prose() {
            return BlockKind::Paragraph;
        }
        if self.last == Some(BlockKind::Subject) && !line.opens && !line.para {
            return BlockKind::Subject;
        }
        let office = labels::is_office(&small);
        if self.address && !line.opens {
            return BlockKind::Address;
        }
        let opens = line.opens
            || line.para
            || self.last.is_some_and(|k| matches!(k, BlockKind::Date | BlockKind::Reference));
        if opens
            && !office
            && (self.is_reader(&small)
                || (self.headed && !self.addressed && !self.known && labels::is_name(written, 2)))
        {
            self.address = true;
            return BlockKind::Address;
        }
        if line.part == Some(PartKind::Heading) && self.headed {
            return BlockKind::Subject;
        }
        // A line of its own behind the address: what the letter is about.
        if self.addressed && line.opens && !office && closes_or_runs(line, closes) {
            return BlockKind::Subject;
        }
        if self.last == Some(BlockKind::Reference) && self.addressed && !line.opens && line.tokens > 3 {
            return BlockKind::Subject;
        }
        // Offices named below the reader's address are the sender's; what is left goes with its neighbour.
        if self.addressed && self.last == Some(BlockKind::Address) && !line.opens && !office {
            return BlockKind::Address;
        }
        BlockKind::Letterhead
    }

    /// Whether the line holds the name that the greeting bears.
    fn is_reader(&self, small: &str) -> bool {
        let name = |s: &str| -> Option<String> {
            s.split(|c: char| !(c.is_alphabetic() || c == '\'' || c == '-'))
                .rfind(|w| w.len() > 2)
                .map(str::to_owned)
        };
        let Some(greeted) = name(&self.greeted) else { return false };
        !matches!(greeted.as_str(), "dear" | "sir" | "madam" | "hello" | "hiya")
            && small.split_whitespace().count() <= 6
            && small.split(|c: char| !(c.is_alphabetic() || c == '\'' || c == '-')).any(|w| w == greeted)
    }
}

fn closes_or_runs(line: &Line, closes: bool) -> bool {
    closes && line.tokens >= 2
}
