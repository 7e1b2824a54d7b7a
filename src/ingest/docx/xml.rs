//! XML as a stream of tokens: namespaces told apart, depth and number of elements limited, no document
//! type, no entities but the five that XML itself has, nothing read from outside.

use std::io::{BufReader, Read};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::damaged;
use super::package::{Meter, TOO_LONG_TOKEN, TOO_MANY_BYTES, too_many_bytes};
use crate::decode::Utf8Reader;
use crate::error::{Error, Result};
use crate::limits;

/// The vocabularies that are told apart.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(super) enum Space {
    /// Wordprocessing, in both editions of the standard.
    Word,
    /// Markup compatibility: choices and fallbacks.
    Compatibility,
    /// Formulas.
    Math,
    /// Any other.
    Other,
}

impl Space {
    fn of(name: &[u8]) -> Space {
        match name {
            b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
            | b"http://purl.oclc.org/ooxml/wordprocessingml/main" => Space::Word,
            b"http://schemas.openxmlformats.org/markup-compatibility/2006" => Space::Compatibility,
            b"http://schemas.openxmlformats.org/officeDocument/2006/math"
            | b"http://purl.oclc.org/ooxml/officeDocument/math" => Space::Math,
            _ => Space::Other,
        }
    }
}

/// A token.
pub(super) enum Token {
    /// An element starts.
    Open(Element),
    /// An element ends.
    Close,
    /// Text, references resolved; one stretch may come in several tokens.
    Text(String),
}

/// The start of an element.
pub(super) struct Element {
    space: Space,
    start: BytesStart<'static>,
}

impl Element {
    /// Its vocabulary and its name in it.
    pub fn name(&self) -> (Space, &[u8]) {
        (self.space, self.start.local_name().into_inner())
    }

    /// The value of an attribute, whatever its vocabulary, or none where it is absent or ill-formed.
    pub fn attribute(&self, name: &str) -> Option<String> {
        let attribute = self
            .start
            .attributes()
            .with_checks(false)
            .filter_map(|attribute| attribute.ok())
            .find(|attribute| attribute.key.local_name().as_ref() == name.as_bytes())?;
        Some(attribute.unescape_value().ok()?.into_owned())
    }

    /// Whether a switch such as `<w:b w:val="0"/>` is on; one without a value is.
    pub fn is_on(&self) -> bool {
        !matches!(self.attribute("val").as_deref(), Some("0" | "false" | "off" | "none"))
    }
}

/// A part that is read as XML.
pub(super) struct Xml<R> {
    reader: Reader<BufReader<Utf8Reader<R>>>,
    buffer: Vec<u8>,
    meter: Meter,
    depth: usize,
    /// Namespace prefixes in scope: the depth at which each was bound.
    prefixes: Vec<(usize, Vec<u8>, Space)>,
    rooted: bool,
}

/// Namespace prefixes in scope at a time; Word binds some thirty.
const PREFIXES: usize = 200;

impl<R: Read> Xml<R> {
    pub fn new(part: R, meter: Meter) -> Self {
        let mut reader = Reader::from_reader(BufReader::new(Utf8Reader::new(part)));
        reader.config_mut().expand_empty_elements = true;
        Xml { reader, buffer: Vec::new(), meter, depth: 0, prefixes: Vec::new(), rooted: false }
    }

    /// The next token, or none at the end of the part.
    ///
    /// # Errors
    /// Where the XML is not well-formed or passes a limit.
    pub fn next(&mut self) -> Result<Option<Token>> {
        loop {
            self.buffer.clear();
            self.meter.token.set(limits::XML_TOKEN_BYTES);
            let event = self.reader.read_event_into(&mut self.buffer).map_err(|error| fault(&error))?;
            let text = match event {
                Event::Start(start) => {
                    let start = start.into_owned();
                    return self.open(start).map(Some);
                }
                Event::End(_) => {
                    self.depth = self.depth.saturating_sub(1);
                    while self.prefixes.last().is_some_and(|(depth, ..)| *depth > self.depth) {
                        self.prefixes.pop();
                    }
                    return Ok(Some(Token::Close));
                }
                Event::Text(text) => text.decode().map_err(|_| malformed())?.into_owned(),
                Event::CData(text) => text.decode().map_err(|_| malformed())?.into_owned(),
                Event::GeneralRef(name) => match name.resolve_char_ref() {
                    Ok(Some(c)) => c.to_string(),
                    Ok(None) => {
                        let name = name.decode().map_err(|_| malformed())?;
                        let known = quick_xml::escape::resolve_predefined_entity(&name);
                        known.ok_or_else(|| damaged("it uses an entity, which Word files do not"))?.to_owned()
                    }
                    Err(_) => return Err(malformed()),
                },
                Event::DocType(_) => {
                    return Err(damaged("it declares a document type, which Word files do not"));
                }
                Event::Eof if self.depth > 0 || !self.rooted => return Err(damaged("a part is cut off")),
                Event::Eof => return Ok(None),
                Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::Empty(_) => continue,
            };
            return Ok(Some(Token::Text(text)));
        }
    }

    fn open(&mut self, start: BytesStart<'static>) -> Result<Token> {
        let left = self.meter.elements.get();
        if left == 0 {
            return Err(
                Error::letter("the Word file holds too many elements").remedy("give one letter a file")
            );
        }
        self.meter.elements.set(left - 1);
        self.depth += 1;
        self.rooted = true;
        if self.depth > limits::XML_DEPTH {
            return Err(damaged("its elements are nested too deeply"));
        }
        let attributes = start.attributes_raw();
        // Looking for one byte is quick, and rules most elements out.
        if attributes.contains(&b'x') && attributes.windows(5).any(|w| w == b"xmlns") {
            self.bind(&start)?;
        }
        let name = start.name();
        let prefix = name.prefix().map(|prefix| prefix.into_inner()).unwrap_or_default();
        let bound = self.prefixes.iter().rev().find(|(_, bound, _)| bound == prefix);
        let space = bound.map_or(Space::Other, |(_, _, space)| *space);
        Ok(Token::Open(Element { space, start }))
    }

    fn bind(&mut self, start: &BytesStart) -> Result<()> {
        for attribute in start.attributes().with_checks(false) {
            let attribute = attribute.map_err(|_| malformed())?;
            let key = attribute.key.into_inner();
            let prefix: &[u8] = match key.strip_prefix(b"xmlns:") {
                Some(prefix) => prefix,
                None if key == b"xmlns" => b"",
                None => continue,
            };
            if self.prefixes.len() == PREFIXES {
                return Err(damaged("it binds too many namespaces"));
            }
            let value = attribute.unescape_value().map_err(|_| malformed())?;
            self.prefixes.push((self.depth, prefix.to_vec(), Space::of(value.trim().as_bytes())));
        }
        Ok(())
    }
}

fn malformed() -> Error {
    damaged("a part is not well-formed XML")
}

fn fault(error: &quick_xml::Error) -> Error {
    let quick_xml::Error::Io(error) = error else { return malformed() };
    match error.to_string().as_str() {
        TOO_MANY_BYTES => too_many_bytes(),
        TOO_LONG_TOKEN => damaged("a tag or a stretch of text is too long"),
        _ => damaged("a part cannot be unpacked"),
    }
}
