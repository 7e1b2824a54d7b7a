//! Text as it grows: paragraphs one after the other, with the text boxes anchored in them.

use std::ops::Range;

use super::styles::{Look, Style};
use crate::ingest::{Emphasis, EmphasisKind, Part, PartKind};
use crate::span::Span;

/// Finished text with its parts and stressed stretches.
#[derive(Debug, Default)]
pub(super) struct Passage {
    pub text: String,
    pub parts: Vec<Part>,
    pub emphasis: Vec<Emphasis>,
}

impl Passage {
    /// Puts another passage behind this one.
    pub fn append(&mut self, other: Passage) {
        let by = self.text.len();
        let shift = |span: Span| Span::new(span.start + by, span.end + by);
        self.text.push_str(&other.text);
        self.parts.extend(other.parts.into_iter().map(|part| Part { span: shift(part.span), ..part }));
        self.emphasis.extend(other.emphasis.into_iter().map(|e| Emphasis { span: shift(e.span), ..e }));
    }
}

/// A run of paragraphs: the body, a header, or the inside of one text box.
#[derive(Default)]
pub(super) struct Flow {
    pub passage: Passage,
    paragraph: Option<Paragraph>,
    /// Where a paragraph starts whose mark was deleted, so that the next one continues it.
    continued: Option<usize>,
    tables: Vec<Table>,
    /// Text boxes of the present paragraph, which follow it.
    boxes: Vec<Passage>,
}

/// The paragraph that is being read.
#[derive(Default)]
pub(super) struct Paragraph {
    start: usize,
    /// Its style, with what stands over it in the paragraph itself.
    pub style: Style,
    /// Whether its end was deleted.
    pub mark_deleted: bool,
}

struct Table {
    first_part: usize,
    /// Whether a row holds more than one cell.
    wide: bool,
    cells_of_row: usize,
    /// The first part of the present cell.
    cell_start: usize,
    /// Parts of tables inside it, in order.
    inner: Vec<Range<usize>>,
}

/// Paragraphs and words from which a cell holds running text and not an entry: letters are at times
/// laid out in tables.
const PROSE: (usize, usize) = (3, 80);

impl Flow {
    /// Starts a paragraph; one that is still open ends before.
    pub fn begin_paragraph(&mut self, style: Style, kind: Option<PartKind>) {
        self.end_paragraph(kind);
        let start = self.continued.take().unwrap_or(self.passage.text.len());
        self.paragraph = Some(Paragraph { start, style, mark_deleted: false });
    }

    /// The paragraph that is open, if one is.
    pub fn paragraph(&mut self) -> Option<&mut Paragraph> {
        self.paragraph.as_mut()
    }

    /// Ends the paragraph, as a part of the kind given or else of its own.
    pub fn end_paragraph(&mut self, kind: Option<PartKind>) {
        let Some(paragraph) = self.paragraph.take() else { return };
        if paragraph.mark_deleted {
            self.continued = Some(paragraph.start);
            return;
        }
        let text = &self.passage.text[paragraph.start..];
        let start = paragraph.start + text.len() - text.trim_start().len();
        let end = paragraph.start + text.trim_end().len();
        if start < end {
            let kind = kind.unwrap_or(match paragraph.style {
                Style { heading: Some(true), .. } => PartKind::Heading,
                Style { list: Some(true), .. } => PartKind::ListItem,
                _ if !self.tables.is_empty() => PartKind::TableCell,
                _ => PartKind::Paragraph,
            });
            self.passage.parts.push(Part { span: Span::new(start, end), kind });
        }
        self.passage.text.push('\n');
        self.place_boxes();
    }

    fn place_boxes(&mut self) {
        for inside in std::mem::take(&mut self.boxes) {
            self.passage.append(inside);
        }
    }

    /// Adds text to the open paragraph.
    pub fn push(&mut self, text: &str, look: Look) {
        let start = self.passage.text.len();
        self.passage.text.push_str(text);
        let end = self.passage.text.len();
        for (is, kind) in [
            (look.bold, EmphasisKind::Bold),
            (look.underline, EmphasisKind::Underline),
            (look.capitals, EmphasisKind::Capitals),
        ] {
            if is == Some(true) {
                self.stress(Span::new(start, end), kind);
            }
        }
    }

    /// Notes a stressed stretch, joined to the one before of the same kind where they touch.
    fn stress(&mut self, span: Span, kind: EmphasisKind) {
        // The last few suffice: there are three kinds, and stretches grow at the end only.
        let touching = self
            .passage
            .emphasis
            .iter_mut()
            .rev()
            .take(3)
            .find(|e| e.kind == kind && e.span.end == span.start);
        match touching {
            Some(before) => before.span.end = span.end,
            None => self.passage.emphasis.push(Emphasis { span, kind }),
        }
    }

    /// Adds the inside of a text box, behind the paragraph that it is anchored in.
    pub fn push_box(&mut self, inside: Passage) {
        self.boxes.push(inside);
        if self.paragraph.is_none() && self.continued.is_none() {
            self.place_boxes();
        }
    }

    pub fn begin_table(&mut self) {
        let first_part = self.passage.parts.len();
        let (wide, cells_of_row, cell_start, inner) = (false, 0, first_part, Vec::new());
        self.tables.push(Table { first_part, wide, cells_of_row, cell_start, inner });
    }

    pub fn begin_row(&mut self) {
        if let Some(table) = self.tables.last_mut() {
            table.cells_of_row = 0;
        }
    }

    pub fn begin_cell(&mut self) {
        let first_part = self.passage.parts.len();
        if let Some(table) = self.tables.last_mut() {
            table.cells_of_row += 1;
            table.wide |= table.cells_of_row > 1;
            table.cell_start = first_part;
        }
    }

    /// Ends a cell. One that holds running text is a frame around paragraphs.
    pub fn end_cell(&mut self) {
        let Some(table) = self.tables.last() else { return };
        let entries = self.passage.parts.get(table.cell_start..).unwrap_or_default();
        let words = |part: &Part| part.span.of(&self.passage.text).split_whitespace().count();
        let entries = entries.iter().filter(|part| part.kind == PartKind::TableCell);
        if self.tables.len() == 1
            && entries.clone().count() >= PROSE.0
            && entries.map(words).sum::<usize>() >= PROSE.1
        {
            self.frame(table.cell_start);
        }
    }

    /// Ends a table. One without neighbouring cells is a frame around paragraphs, not a table.
    pub fn end_table(&mut self) {
        let Some(table) = self.tables.last() else { return };
        let (first_part, wide) = (table.first_part, table.wide);
        if !wide && self.tables.len() == 1 {
            self.frame(first_part);
        }
        let Some(table) = self.tables.pop() else { return };
        if let Some(outer) = self.tables.last_mut() {
            if wide {
                outer.inner.push(first_part..self.passage.parts.len());
            } else {
                outer.inner.extend(table.inner);
            }
        }
    }

    /// Makes ordinary paragraphs of the cells from a part on, but not of those of tables inside.
    fn frame(&mut self, start: usize) {
        let Some(table) = self.tables.last() else { return };
        for (at, part) in self.passage.parts.iter_mut().enumerate().skip(start) {
            let next = table.inner.partition_point(|inner| inner.end <= at);
            let inside = table.inner.get(next).is_some_and(|inner| inner.start <= at);
            if part.kind == PartKind::TableCell && !inside {
                part.kind = PartKind::Paragraph;
            }
        }
    }

    /// Ends the flow and hands over its text.
    pub fn finish(mut self, kind: Option<PartKind>) -> Passage {
        if let Some(start) = self.continued.take() {
            self.paragraph = Some(Paragraph { start, ..Paragraph::default() });
        }
        if let Some(paragraph) = self.paragraph.as_mut() {
            paragraph.mark_deleted = false;
        }
        self.end_paragraph(kind);
        self.place_boxes();
        self.passage
    }
}
