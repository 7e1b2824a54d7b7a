//! Styles: which paragraphs are headings and list items by style, and how a style makes words look.

use std::collections::HashMap;
use std::io::Read;

use super::xml::{Element, Space, Token, Xml};
use crate::error::Result;

/// How words look, where it is said.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Look {
    pub bold: Option<bool>,
    pub underline: Option<bool>,
    pub capitals: Option<bool>,
    pub hidden: Option<bool>,
}

impl Look {
    /// Takes a run property, where it is one that counts.
    pub fn take(&mut self, element: &Element) {
        match element.name().1 {
            b"b" => self.bold = Some(element.is_on()),
            b"u" => self.underline = Some(element.attribute("val").is_some() && element.is_on()),
            b"caps" => self.capitals = Some(element.is_on()),
            b"vanish" => self.hidden = Some(element.is_on()),
            _ => {}
        }
    }

    /// This look, and the other where this one says nothing.
    pub fn or(self, other: Look) -> Look {
        Look {
            bold: self.bold.or(other.bold),
            underline: self.underline.or(other.underline),
            capitals: self.capitals.or(other.capitals),
            hidden: self.hidden.or(other.hidden),
        }
    }
}

/// One style, or what a style and those it is based on say together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Style {
    /// Whether its paragraphs are headings.
    pub heading: Option<bool>,
    /// Whether its paragraphs are items of a list.
    pub list: Option<bool>,
    /// How its words look.
    pub look: Look,
    name: String,
    based_on: Option<String>,
}

/// The styles of a file.
#[derive(Default)]
pub(super) struct Styles {
    styles: HashMap<String, Style>,
    default_paragraph: Option<String>,
}

/// The elements whose inside matters.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
enum Tag {
    Style,
    Paragraph,
    Numbering,
    Run,
    Other,
}

impl Tag {
    fn of(name: &[u8]) -> Tag {
        match name {
            b"style" => Tag::Style,
            b"pPr" => Tag::Paragraph,
            b"numPr" => Tag::Numbering,
            b"rPr" => Tag::Run,
            _ => Tag::Other,
        }
    }
}

/// Styles that are followed from one to the next; Word stops at eleven.
const CHAIN: usize = 12;

impl Styles {
    /// Reads the part that holds them.
    pub fn read<R: Read>(mut xml: Xml<R>) -> Result<Styles> {
        let mut styles = Styles::default();
        let mut open: Vec<Tag> = Vec::new();
        let mut style = Style::default();
        let mut id = None;
        while let Some(token) = xml.next()? {
            match token {
                Token::Open(element) => {
                    let (space, name) = element.name();
                    let tag = if space == Space::Word { Tag::of(name) } else { Tag::Other };
                    match (open.last().unwrap_or(&Tag::Other), name) {
                        (_, b"style") if tag == Tag::Style => {
                            style = Style::default();
                            id = element.attribute("styleId");
                            let default =
                                element.attribute("default").is_some_and(|v| v != "0" && v != "false");
                            if default && element.attribute("type").as_deref() == Some("paragraph") {
                                styles.default_paragraph.clone_from(&id);
                            }
                        }
                        (Tag::Style, b"name") => style.name = element.attribute("val").unwrap_or_default(),
                        (Tag::Style, b"basedOn") => style.based_on = element.attribute("val"),
                        (Tag::Paragraph, b"outlineLvl") => style.heading = Some(is_outline(&element)),
                        (Tag::Numbering, b"numId") => {
                            style.list = Some(element.attribute("val").as_deref() != Some("0"));
                        }
                        // Those of a table's conditional formats lie deeper and say nothing of paragraphs.
                        (Tag::Run, _) if open.len() == 3 => style.look.take(&element),
                        _ => {}
                    }
                    open.push(tag);
                }
                Token::Close => {
                    if open.pop() == Some(Tag::Style)
                        && let Some(id) = id.take()
                    {
                        style.name_tells();
                        styles.styles.insert(id, std::mem::take(&mut style));
                    }
                }
                Token::Text(_) => {}
            }
        }
        Ok(styles)
    }

    /// The style of a paragraph, or of the file's ordinary paragraphs where none is named.
    pub fn paragraph(&self, id: Option<&str>) -> Style {
        let known = id.filter(|id| self.styles.contains_key(*id));
        known.or(self.default_paragraph.as_deref()).map(|id| self.resolve(id)).unwrap_or_default()
    }

    /// The look of a character style.
    pub fn characters(&self, id: &str) -> Look {
        self.resolve(id).look
    }

    fn resolve(&self, id: &str) -> Style {
        let mut resolved = Style::default();
        let mut next = Some(id);
        for _ in 0..CHAIN {
            let Some(style) = next.and_then(|id| self.styles.get(id)) else { break };
            resolved.heading = resolved.heading.or(style.heading);
            resolved.list = resolved.list.or(style.list);
            resolved.look = resolved.look.or(style.look);
            next = style.based_on.as_deref();
        }
        resolved
    }
}

impl Style {
    /// Reads what Word's own names say where the style itself does not.
    fn name_tells(&mut self) {
        let name = self.name.to_lowercase();
        if name.starts_with("heading ") || name == "title" || name == "subtitle" {
            self.heading = self.heading.or(Some(true));
        }
        if name.starts_with("list bullet") || name.starts_with("list number") {
            self.list = self.list.or(Some(true));
        }
    }
}

/// Whether an outline level is that of a heading: the tenth level is body text.
pub(super) fn is_outline(element: &Element) -> bool {
    element.attribute("val").and_then(|level| level.parse::<u8>().ok()).is_some_and(|level| level < 9)
}
