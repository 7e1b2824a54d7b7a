//! Word files (Office Open XML), read as a reader sees them printed: tracked insertions kept and
//! deletions left out, fields by their result, hidden text left out, each text once.

mod fields;
mod flow;
mod headings;
mod package;
mod relations;
mod story;
mod styles;
mod symbols;
mod xml;

use crate::error::{Error, Result};
use crate::ingest::{Format, Leftovers, PartKind, Source, counted, text};
use crate::limits;
use flow::Passage;
use package::Package;
use relations::Relations;
use story::{Margin, Story};
use styles::Styles;
use xml::{Space, Token};

/// Reads a Word file from the bytes of a zip archive.
///
/// # Errors
/// Where the archive is no Word file, is damaged, or passes a limit.
pub(super) fn read(bytes: &[u8]) -> Result<Source> {
    let mut package = Package::open(bytes)?;
    let main = main_part(&mut package)?;
    package.check_declared()?;
    let relations = Relations::of(&mut package, &main)?;
    let styles = match relations.first("/styles").and_then(|part| package.xml(part).transpose()) {
        Some(xml) => Styles::read(xml?)?,
        None => Styles::default(),
    };
    let Some(xml) = package.xml(&main)? else { return Err(damaged("its main part is missing")) };
    let body = story::read(xml, &styles, None)?;
    if body.root.as_deref() != Some("document") {
        return Err(damaged("its main part is no Word document"));
    }
    let mut letter = Letter::default();
    let even_pages = count(&mut package, relations.first("/settings"), b"evenAndOddHeaders")? > 0;
    let (headers, footers) = margins(&body.margins, &relations, even_pages);
    for part in headers {
        letter.add(&mut package, &styles, &part, PartKind::Header)?;
    }
    letter.add_story(body);
    for notes in ["/footnotes", "/endnotes"] {
        if let Some(part) = relations.first(notes) {
            letter.add(&mut package, &styles, part, PartKind::Footer)?;
        }
    }
    for part in footers {
        letter.add(&mut package, &styles, &part, PartKind::Footer)?;
    }
    // A comment that several marks refer to is one; without its part the marks have to do.
    let comments = count(&mut package, relations.first("/comments"), b"comment")?;
    if comments > 0 {
        letter.leftovers.comments = comments;
    }
    letter.finish()
}

/// The error of a file that says it is one of Word's and cannot be read as such.
fn damaged(how: &str) -> Error {
    Error::letter(format!("the Word file is damaged: {how}")).remedy("open it in Word and save it again")
}

/// The name of the part with the letter's text.
fn main_part(package: &mut Package) -> Result<String> {
    let relations = Relations::of(package, "")?;
    let main = relations.first("/officeDocument").unwrap_or("word/document.xml").to_owned();
    let other = if main.starts_with("xl/") || package.holds("xl/workbook.xml") {
        "an Excel workbook"
    } else if main.starts_with("ppt/") || package.holds("ppt/presentation.xml") {
        "a PowerPoint presentation"
    } else if package.holds(&main) {
        return Ok(main);
    } else if package.holds("mimetype") {
        let kind = package.start_of("mimetype", 80)?;
        let has = |name: &str| kind.windows(name.len()).any(|w| w == name.as_bytes());
        if has("opendocument.text") {
            "an OpenDocument text (.odt), which cannot be read yet"
        } else if has("opendocument") {
            "an OpenDocument file that is no text"
        } else if has("epub") {
            "an e-book"
        } else {
            "a zip archive that holds no Word document"
        }
    } else if package.holds_under("index/") && package.holds_under("metadata/") {
        "a Pages document, which cannot be read"
    } else {
        "a zip archive that holds no Word document"
    };
    Err(Error::letter(format!("the file is {other}")).remedy("save the letter as .docx or as plain text"))
}

/// The parts of headers and of footers, each once, in the order of sections. Headers for even pages
/// count only where the file uses them.
fn margins(margins: &[Margin], relations: &Relations, even_pages: bool) -> (Vec<String>, Vec<String>) {
    let mut parts = (Vec::new(), Vec::new());
    for pages in ["first", "default", "even"] {
        for margin in margins.iter().filter(|margin| margin.pages == pages) {
            let Some(part) = relations.get(&margin.relation) else { continue };
            let into = if margin.header { &mut parts.0 } else { &mut parts.1 };
            if (pages != "even" || even_pages) && !into.iter().any(|known| known == part) {
                into.push(part.to_owned());
            }
        }
    }
    parts
}

/// How often an element occurs in a part and is not switched off; never, where the part is missing.
fn count(package: &mut Package, part: Option<&str>, name: &[u8]) -> Result<usize> {
    let Some(mut xml) = part.and_then(|part| package.xml(part).transpose()).transpose()? else {
        return Ok(0);
    };
    let mut count = 0;
    while let Some(token) = xml.next()? {
        if let Token::Open(element) = token {
            count += usize::from(element.name() == (Space::Word, name) && element.is_on());
        }
    }
    Ok(count)
}

/// A letter's stories as they are put together.
#[derive(Default)]
struct Letter {
    passage: Passage,
    leftovers: Leftovers,
    embedded: bool,
    open_field: bool,
    /// Texts of headers and footers so far: what stands on each page is read once.
    margins: Vec<String>,
}

impl Letter {
    fn add(&mut self, package: &mut Package, styles: &Styles, part: &str, kind: PartKind) -> Result<()> {
        let Some(xml) = package.xml(part)? else { return Ok(()) };
        let story = story::read(xml, styles, Some(kind))?;
        let text = story.passage.text.trim().to_owned();
        if !text.is_empty() && !self.margins.contains(&text) {
            self.add_story(story);
            self.margins.push(text);
        }
        if self.passage.text.len() > limits::TEXT_BYTES { Err(text::too_long()) } else { Ok(()) }
    }

    fn add_story(&mut self, story: Story) {
        if !self.passage.text.is_empty() {
            self.passage.text.push('\n');
        }
        self.passage.append(story.passage);
        self.leftovers.comments += story.leftovers.comments;
        self.leftovers.tracked_changes += story.leftovers.tracked_changes;
        self.leftovers.merge_fields += story.leftovers.merge_fields;
        self.leftovers.empty_controls += story.leftovers.empty_controls;
        self.embedded |= story.embedded;
        self.open_field |= story.open_field;
    }

    fn finish(mut self) -> Result<Source> {
        if self.passage.text.len() > limits::TEXT_BYTES {
            return Err(text::too_long());
        }
        headings::tell_from_items(&self.passage.text, &mut self.passage.parts);
        let mut warnings = Vec::new();
        let left = &self.leftovers;
        if left.comments > 0 {
            let comments = counted(left.comments, "comment", "comments");
            warnings.push(format!("the file holds {comments}, which were not read"));
        }
        if left.tracked_changes > 0 {
            let changes = counted(left.tracked_changes, "tracked change", "tracked changes");
            warnings.push(format!("the file holds {changes}: insertions were read, deletions were not"));
        }
        if left.merge_fields > 0 {
            let fields = counted(left.merge_fields, "merge field", "merge fields");
            warnings.push(format!("the file holds {fields}"));
        }
        if left.empty_controls > 0 {
            let controls = counted(left.empty_controls, "place", "places");
            warnings.push(format!("the file holds {controls} to be filled in"));
        }
        if self.embedded {
            warnings.push("a document inside the file was not read".into());
        }
        if self.open_field {
            warnings.push("a field does not end, and text behind it may be missing".into());
        }
        Ok(Source {
            text: self.passage.text,
            format: Format::Docx,
            parts: self.passage.parts,
            emphasis: self.passage.emphasis,
            warnings,
            leftovers: self.leftovers,
        })
    }
}
