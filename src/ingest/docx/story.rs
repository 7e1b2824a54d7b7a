//! One story of a Word file, read in one pass: the body, a header, a footer or the notes.

use std::io::Read;

use super::fields::Fields;
use super::flow::{Flow, Passage};
use super::styles::{Look, Styles, is_outline};
use super::symbols;
use super::xml::{Element, Space, Token, Xml};
use crate::error::Result;
use crate::ingest::{Leftovers, PartKind, text};
use crate::limits;

/// What a story holds.
#[derive(Default)]
pub(super) struct Story {
    pub passage: Passage,
    pub leftovers: Leftovers,
    /// The sections' headers and footers, in order.
    pub margins: Vec<Margin>,
    /// Whether a part of the text stands in another document inside this file, which is not read.
    pub embedded: bool,
    /// Whether a field never ends, so that text behind it may be taken for its instruction.
    pub open_field: bool,
    /// The name of the outermost element, where it is one of Word's.
    pub root: Option<String>,
}

/// A header or footer that a section names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Margin {
    pub header: bool,
    /// `default`, `first` or `even`.
    pub pages: String,
    /// The relation that leads to its part.
    pub relation: String,
}

/// Headers and footers that are looked at; a letter has a handful.
const MARGINS: usize = 200;

/// Reads a story. All its parts are of the kind given, if one is.
///
/// # Errors
/// Where the XML is damaged, or the text passes the limit.
pub(super) fn read<R: Read>(mut xml: Xml<R>, styles: &Styles, kind: Option<PartKind>) -> Result<Story> {
    let mut reader = Reader {
        styles,
        kind,
        story: Story::default(),
        open: Vec::new(),
        dropped: None,
        flows: vec![Flow::default()],
        run: Run::default(),
        text: None,
        fields: Fields::default(),
        choices: Vec::new(),
        title_page: false,
        margins: Vec::new(),
        length: 0,
    };
    while let Some(token) = xml.next()? {
        match token {
            Token::Open(element) => reader.open(&element)?,
            Token::Close => reader.close()?,
            Token::Text(text) => {
                if let Some(collected) = &mut reader.text {
                    collected.text.push_str(&text);
                }
            }
        }
    }
    Ok(reader.finish())
}

/// The elements whose inside matters.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
enum Tag {
    Alternatives,
    Alternative,
    Paragraph,
    ParagraphProperties,
    MarkProperties,
    Numbering,
    Run,
    RunProperties,
    Text,
    Instruction,
    Table,
    Row,
    RowProperties,
    Cell,
    CellProperties,
    TextBox,
    ControlProperties,
    Section,
    Other,
}

#[derive(Default)]
struct Run {
    look: Look,
    style: Look,
}

struct Collected {
    text: String,
    preserve: bool,
}

struct Reader<'s> {
    styles: &'s Styles,
    kind: Option<PartKind>,
    story: Story,
    open: Vec<Tag>,
    /// How many elements were open around one whose inside is passed over.
    dropped: Option<usize>,
    /// The story's own paragraphs, and those of each text box that is open.
    flows: Vec<Flow>,
    run: Run,
    text: Option<Collected>,
    fields: Fields,
    /// For each open element of alternatives, whether one was taken.
    choices: Vec<bool>,
    title_page: bool,
    margins: Vec<Margin>,
    length: usize,
}

impl Reader<'_> {
    fn open(&mut self, element: &Element) -> Result<()> {
        if self.dropped.is_some() {
            self.open.push(Tag::Other);
            return Ok(());
        }
        if self.open.is_empty()
            && let (Space::Word, name) = element.name()
        {
            self.story.root = Some(String::from_utf8_lossy(name).into_owned());
        }
        let tag = match element.name() {
            (Space::Word, name) => self.open_word(name, element)?,
            (Space::Compatibility, name) => self.open_alternative(name),
            (Space::Math, b"t") => {
                self.text = Some(Collected { text: String::new(), preserve: true });
                Some(Tag::Text)
            }
            (_, b"symEx") => {
                if let Some(c) = element.attribute("char").as_deref().and_then(symbols::extended) {
                    self.push(c.encode_utf8(&mut [0; 4]))?;
                }
                Some(Tag::Other)
            }
            _ => Some(Tag::Other),
        };
        if tag.is_none() {
            self.dropped = Some(self.open.len());
        }
        self.open.push(tag.unwrap_or(Tag::Other));
        Ok(())
    }

    /// The element around the present one, alternatives being seen through.
    fn parent(&self) -> Option<Tag> {
        self.open.iter().rev().copied().find(|tag| !matches!(tag, Tag::Alternatives | Tag::Alternative))
    }

    /// Alternatives are one text for programs of different age: the first choice is taken, so that
    /// nothing is read twice.
    fn open_alternative(&mut self, name: &[u8]) -> Option<Tag> {
        match name {
            b"AlternateContent" => {
                self.choices.push(false);
                Some(Tag::Alternatives)
            }
            b"Choice" | b"Fallback" if self.open.last() == Some(&Tag::Alternatives) => {
                let taken = self.choices.last_mut()?;
                if std::mem::replace(taken, true) { None } else { Some(Tag::Alternative) }
            }
            _ => Some(Tag::Other),
        }
    }

    /// What one of Word's elements is, or none where its inside is to be passed over.
    fn open_word(&mut self, name: &[u8], element: &Element) -> Result<Option<Tag>> {
        // What a tracked change of format replaced.
        if name.ends_with(b"Change") {
            return Ok(None);
        }
        let tag = match self.parent() {
            Some(Tag::RunProperties) => {
                if name == b"rStyle" {
                    let id = element.attribute("val").unwrap_or_default();
                    self.run.style = self.styles.characters(&id);
                }
                self.run.look.take(element);
                Tag::Other
            }
            Some(Tag::ParagraphProperties) => self.open_paragraph_property(name, element),
            Some(Tag::MarkProperties) => {
                self.track(name);
                if matches!(name, b"del" | b"moveFrom")
                    && let Some(paragraph) = self.flow().paragraph()
                {
                    paragraph.mark_deleted = true;
                }
                Tag::Other
            }
            Some(Tag::Numbering) => {
                if name == b"numId" {
                    let numbered = element.attribute("val").as_deref() != Some("0");
                    if let Some(paragraph) = self.flow().paragraph() {
                        paragraph.style.list = Some(numbered);
                    }
                }
                Tag::Other
            }
            Some(Tag::Section) => self.open_section_property(name, element),
            Some(Tag::RowProperties) => {
                self.track(name);
                if name == b"del" {
                    self.drop_around(Tag::Row);
                }
                Tag::Other
            }
            Some(Tag::CellProperties) => {
                if matches!(name, b"cellIns" | b"cellDel") {
                    self.story.leftovers.tracked_changes += 1;
                }
                if name == b"cellDel" {
                    self.drop_around(Tag::Cell);
                }
                Tag::Other
            }
            Some(Tag::ControlProperties) => {
                self.story.leftovers.empty_controls += usize::from(name == b"showingPlcHdr");
                Tag::Other
            }
            Some(Tag::Run) => return self.open_in_run(name, element),
            parent => return self.open_elsewhere(name, element, parent),
        };
        Ok(Some(tag))
    }

    fn open_paragraph_property(&mut self, name: &[u8], element: &Element) -> Tag {
        match name {
            b"pStyle" => {
                let styles = self.styles;
                let id = element.attribute("val");
                if let Some(paragraph) = self.flow().paragraph() {
                    paragraph.style = styles.paragraph(id.as_deref());
                }
            }
            b"outlineLvl" => {
                let heading = is_outline(element);
                if let Some(paragraph) = self.flow().paragraph() {
                    paragraph.style.heading = Some(heading);
                }
            }
            b"numPr" => return Tag::Numbering,
            b"rPr" => return Tag::MarkProperties,
            b"sectPr" => return self.open_section(),
            _ => {}
        }
        Tag::Other
    }

    fn open_section(&mut self) -> Tag {
        self.title_page = false;
        Tag::Section
    }

    fn open_section_property(&mut self, name: &[u8], element: &Element) -> Tag {
        match name {
            b"headerReference" | b"footerReference" => {
                if let Some(relation) = element.attribute("id") {
                    let pages = element.attribute("type").unwrap_or_else(|| "default".into());
                    self.margins.push(Margin { header: name == b"headerReference", pages, relation });
                }
            }
            b"titlePg" => self.title_page = element.is_on(),
            _ => {}
        }
        Tag::Other
    }

    fn open_in_run(&mut self, name: &[u8], element: &Element) -> Result<Option<Tag>> {
        match name {
            b"rPr" => return Ok(Some(Tag::RunProperties)),
            b"t" | b"instrText" => {
                let preserve = element.attribute("space").as_deref() == Some("preserve");
                self.text = Some(Collected { text: String::new(), preserve });
                return Ok(Some(if name == b"t" { Tag::Text } else { Tag::Instruction }));
            }
            b"tab" | b"ptab" => self.push("\t")?,
            b"br" | b"cr" => self.push("\n")?,
            b"noBreakHyphen" => self.push("-")?,
            b"sym" => {
                let font = element.attribute("font").unwrap_or_default();
                let code = element.attribute("char").unwrap_or_default();
                self.push(symbols::symbol(&font, &code).encode_utf8(&mut [0; 4]))?;
            }
            b"fldChar" => {
                let shown = self.fields.character(element.attribute("fldCharType").as_deref());
                if let Some(shown) = shown {
                    self.push(&shown)?;
                }
            }
            b"commentReference" => self.story.leftovers.comments += 1,
            _ => return self.open_elsewhere(name, element, Some(Tag::Run)),
        }
        Ok(Some(Tag::Other))
    }

    fn open_elsewhere(&mut self, name: &[u8], element: &Element, parent: Option<Tag>) -> Result<Option<Tag>> {
        let tag = match (name, parent) {
            (b"p", _) => {
                let (style, kind) = (self.styles.paragraph(None), self.part_kind());
                self.flow().begin_paragraph(style, kind);
                Tag::Paragraph
            }
            (b"pPr", Some(Tag::Paragraph)) => Tag::ParagraphProperties,
            (b"r", _) => {
                self.run = Run::default();
                Tag::Run
            }
            (b"ins" | b"moveTo", _) => {
                self.track(name);
                Tag::Other
            }
            (b"del" | b"moveFrom", _) => {
                self.track(name);
                return Ok(None);
            }
            (b"tbl", _) => {
                self.flow().begin_table();
                Tag::Table
            }
            (b"tr", _) => {
                self.flow().begin_row();
                Tag::Row
            }
            (b"trPr", Some(Tag::Row)) => Tag::RowProperties,
            (b"tc", _) => {
                self.flow().begin_cell();
                Tag::Cell
            }
            (b"tcPr", Some(Tag::Cell)) => Tag::CellProperties,
            (b"txbxContent", _) => {
                self.flows.push(Flow::default());
                Tag::TextBox
            }
            (b"sdtPr", _) => Tag::ControlProperties,
            (b"fldSimple", _) => {
                self.fields.simple(&element.attribute("instr").unwrap_or_default());
                Tag::Other
            }
            (b"sectPr", _) => self.open_section(),
            (b"footnote" | b"endnote", _) => {
                // Separators are drawn by Word; only notes without a type are text.
                if element.attribute("type").is_some_and(|kind| kind != "normal") {
                    return Ok(None);
                }
                Tag::Other
            }
            (b"altChunk" | b"subDoc", _) => {
                self.story.embedded = true;
                Tag::Other
            }
            // The reading aid above East Asian characters.
            (b"rt", _) => return Ok(None),
            _ => Tag::Other,
        };
        Ok(Some(tag))
    }

    fn close(&mut self) -> Result<()> {
        let Some(tag) = self.open.pop() else { return Ok(()) };
        if let Some(around) = self.dropped {
            if self.open.len() > around {
                return Ok(());
            }
            self.dropped = None;
        }
        match tag {
            Tag::Alternatives => {
                self.choices.pop();
            }
            Tag::Paragraph => {
                let kind = self.part_kind();
                self.flow().end_paragraph(kind);
            }
            Tag::Text => {
                if let Some(text) = self.text.take() {
                    let spaced = text.text.replace(['\n', '\r', '\t'], " ");
                    self.push(if text.preserve { &spaced } else { spaced.trim_matches(' ') })?;
                }
            }
            Tag::Instruction => {
                if let Some(text) = self.text.take() {
                    self.fields.instruction(&text.text);
                }
            }
            Tag::Run => self.run = Run::default(),
            Tag::Cell => self.flow().end_cell(),
            Tag::Table => self.flow().end_table(),
            Tag::TextBox => {
                let kind = self.part_kind();
                if self.flows.len() > 1
                    && let Some(inside) = self.flows.pop()
                {
                    let inside = inside.finish(kind);
                    self.flow().push_box(inside);
                }
            }
            Tag::Section => {
                let title_page = self.title_page;
                let room = MARGINS.saturating_sub(self.story.margins.len());
                let shown = self.margins.drain(..).filter(|margin| margin.pages != "first" || title_page);
                self.story.margins.extend(shown.take(room));
            }
            _ => {}
        }
        Ok(())
    }

    /// Adds text, unless it is hidden or part of a field's instruction.
    fn push(&mut self, text: &str) -> Result<()> {
        if text.is_empty() || !self.fields.shows() {
            return Ok(());
        }
        let (style, kind) = (self.styles.paragraph(None), self.part_kind());
        let run = self.run.look.or(self.run.style);
        let flow = self.flow();
        if flow.paragraph().is_none() {
            flow.begin_paragraph(style, kind);
        }
        let look = flow.paragraph().map_or(run, |paragraph| run.or(paragraph.style.look));
        if look.hidden == Some(true) {
            return Ok(());
        }
        let clean = text.replace(|c: char| (c.is_control() && c != '\n' && c != '\t') || c == '\u{AD}', "");
        self.flow().push(&clean, look);
        self.length += text.len();
        if self.length > limits::TEXT_BYTES { Err(text::too_long()) } else { Ok(()) }
    }

    fn flow(&mut self) -> &mut Flow {
        if self.flows.is_empty() {
            self.flows.push(Flow::default());
        }
        let last = self.flows.len() - 1;
        &mut self.flows[last]
    }

    /// The kind that all parts here have, if they have one.
    fn part_kind(&self) -> Option<PartKind> {
        self.kind.or_else(|| (self.flows.len() > 1).then_some(PartKind::TextBox))
    }

    fn track(&mut self, name: &[u8]) {
        let tracked = matches!(name, b"ins" | b"del" | b"moveFrom" | b"moveTo");
        self.story.leftovers.tracked_changes += usize::from(tracked);
    }

    /// Passes over the rest of the innermost open element of a kind.
    fn drop_around(&mut self, tag: Tag) {
        self.dropped = self.open.iter().rposition(|open| *open == tag);
    }

    fn finish(mut self) -> Story {
        // Well-formed XML has closed every text box; the story's own paragraphs are left.
        let kind = self.part_kind();
        while let Some(flow) = self.flows.pop() {
            let passage = flow.finish(kind);
            match self.flows.last_mut() {
                Some(outer) => outer.push_box(passage),
                None => self.story.passage = passage,
            }
        }
        self.story.leftovers.merge_fields = self.fields.merge_fields;
        self.story.open_field = self.fields.is_open();
        self.story
    }
}
