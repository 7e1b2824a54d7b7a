//! The zip archive around a Word file: its parts, opened one by one and metered.

use std::cell::Cell;
use std::collections::{HashMap, HashSet};
use std::io::{self, Cursor, Read};
use std::rc::Rc;

use zip::ZipArchive;

use super::damaged;
use super::xml::Xml;
use crate::error::{Error, Result};
use crate::limits;

/// An archive whose directory has been checked.
pub(super) struct Package<'b> {
    archive: ZipArchive<Cursor<&'b [u8]>>,
    /// The place of each part by its name in small letters, which is how parts are compared.
    places: HashMap<String, usize>,
    meter: Meter,
}

/// What may still be read of all parts together.
#[derive(Clone)]
pub(super) struct Meter {
    /// Bytes, counted as they are unpacked and not as declared.
    pub bytes: Rc<Cell<usize>>,
    /// Bytes of the present XML token.
    pub token: Rc<Cell<usize>>,
    /// XML elements.
    pub elements: Rc<Cell<usize>>,
}

/// Messages of a metered stream that came to its limit.
pub(super) const TOO_MANY_BYTES: &str = "unpacked bytes";
pub(super) const TOO_LONG_TOKEN: &str = "token bytes";

impl<'b> Package<'b> {
    /// Opens an archive.
    ///
    /// # Errors
    /// Where it is damaged, holds too many parts or one twice, or declares that it unpacks to too much.
    pub fn open(bytes: &'b [u8]) -> Result<Self> {
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| {
            Error::letter(
                "the file is a damaged or cut off zip archive, and no Word file can be read from it",
            )
            .remedy("open it in Word and save it again")
        })?;
        let listed = listed_names(bytes, archive.central_directory_start());
        if archive.len() > limits::PARTS || listed.len() > limits::PARTS {
            return Err(Error::letter(format!("the Word file holds more than {} parts", limits::PARTS))
                .remedy("open it in Word and save it again"));
        }
        let distinct = listed.iter().collect::<HashSet<_>>().len();
        if distinct < listed.len() || archive.len() != listed.len() {
            return Err(damaged("it lists a part twice"));
        }
        let mut places = HashMap::new();
        for place in 0..archive.len() {
            let name = part_name(archive.name_for_index(place).unwrap_or_default());
            if places.insert(name, place).is_some() {
                return Err(damaged("it lists a part twice"));
            }
        }
        let cell = |limit| Rc::new(Cell::new(limit));
        let meter = Meter {
            bytes: cell(limits::INFLATED_BYTES),
            token: cell(usize::MAX),
            elements: cell(limits::XML_ELEMENTS),
        };
        Ok(Package { archive, places, meter })
    }

    /// Whether it holds a part.
    pub fn holds(&self, name: &str) -> bool {
        self.places.contains_key(&part_name(name))
    }

    /// Whether it holds a part whose name starts so.
    pub fn holds_under(&self, start: &str) -> bool {
        self.places.keys().any(|name| name.starts_with(start))
    }

    /// Refuses an archive that declares more than the limit. The bytes are counted when they are read
    /// too, since a declaration can lie; this one spares the reading.
    ///
    /// # Errors
    /// Where all parts together declare too much.
    pub fn check_declared(&mut self) -> Result<()> {
        let mut declared = 0u64;
        for place in 0..self.archive.len() {
            let part = self.archive.by_index_raw(place).map_err(|_| damaged("a part cannot be found"))?;
            declared = declared.saturating_add(part.size());
        }
        if declared > limits::INFLATED_BYTES as u64 { Err(too_many_bytes()) } else { Ok(()) }
    }

    /// Opens a part as XML, or none where there is no such part.
    ///
    /// # Errors
    /// Where the part is encrypted or packed in a way that Word does not use.
    pub fn xml(&mut self, name: &str) -> Result<Option<Xml<impl Read + use<'_, 'b>>>> {
        let meter = self.meter.clone();
        Ok(self.part(name)?.map(|part| Xml::new(part, meter)))
    }

    /// The first bytes of a part, for a look at what it is.
    pub fn start_of(&mut self, name: &str, length: u64) -> Result<Vec<u8>> {
        let mut start = Vec::new();
        if let Some(part) = self.part(name)? {
            part.take(length).read_to_end(&mut start).map_err(|_| damaged("a part cannot be unpacked"))?;
        }
        Ok(start)
    }

    fn part(&mut self, name: &str) -> Result<Option<impl Read + use<'_, 'b>>> {
        let Some(&place) = self.places.get(&part_name(name)) else { return Ok(None) };
        let meter = self.meter.clone();
        let part = self.archive.by_index(place).map_err(|error| match error {
            zip::result::ZipError::UnsupportedArchive(_) => {
                damaged("a part is encrypted, or packed in a way that Word does not use")
            }
            _ => damaged("a part cannot be found"),
        })?;
        Ok(Some(Metered { part, meter }))
    }
}

/// The error of a file that unpacks to more than the limit.
pub(super) fn too_many_bytes() -> Error {
    let limit = limits::INFLATED_BYTES / (1024 * 1024);
    Error::letter(format!("the Word file unpacks to more than {limit} MB"))
        .remedy("open it in Word, take out large pictures and save it again")
}

/// A part's name as it is compared: no leading slash, small letters.
fn part_name(name: &str) -> String {
    name.replace('\\', "/").trim_start_matches('/').to_lowercase()
}

/// The names in the archive's directory, in order, a name as often as it is listed. The archive's own
/// list hides duplicates.
fn listed_names(bytes: &[u8], start: u64) -> Vec<String> {
    let mut names = Vec::new();
    let mut rest = usize::try_from(start).ok().and_then(|start| bytes.get(start..)).unwrap_or_default();
    while rest.starts_with(b"PK\x01\x02") && names.len() <= limits::PARTS {
        let length = |at: usize| match rest.get(at..at + 2) {
            Some([low, high]) => usize::from(u16::from_le_bytes([*low, *high])),
            _ => 0,
        };
        let (name, extra, comment) = (length(28), length(30), length(32));
        let Some(text) = rest.get(46..46 + name) else { break };
        names.push(part_name(&String::from_utf8_lossy(text)));
        rest = rest.get(46 + name + extra + comment..).unwrap_or_default();
    }
    names
}

/// A stream that stops with an error at a limit.
struct Metered<R> {
    part: R,
    meter: Meter,
}

impl<R: Read> Read for Metered<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if buffer.is_empty() {
            return Ok(0);
        }
        let (bytes, token) = (self.meter.bytes.get(), self.meter.token.get());
        // One byte more than may be read is asked for, so that a part which ends at the limit passes.
        let room = bytes.min(token).saturating_add(1).min(buffer.len());
        let got = self.part.read(&mut buffer[..room])?;
        if got > bytes {
            return Err(io::Error::other(TOO_MANY_BYTES));
        }
        if got > token {
            return Err(io::Error::other(TOO_LONG_TOKEN));
        }
        self.meter.bytes.set(bytes - got);
        self.meter.token.set(token - got);
        Ok(got)
    }
}
