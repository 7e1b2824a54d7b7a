//! The manifest: a table of case facts, one letter a row, as Excel saves it.

use std::collections::HashMap;
use std::fs::File;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use super::CaseFacts;
use super::rows::{LONG_ROW, OPEN_QUOTE, Row, Rows};
use super::values::fold;
use crate::decode::Utf8Reader;
use crate::error::{Error, Result};

/// A whole manifest.
#[derive(Clone, Debug)]
pub struct Manifest {
    /// Where it stands; its letters' files are relative to its folder.
    pub path: PathBuf,
    /// The header's cells as written.
    pub columns: Vec<String>,
    /// The rows in order. A row that cannot be read is the error of that letter alone, with its line.
    pub rows: Vec<Result<CaseFacts>>,
}

impl Manifest {
    /// The file of a row's letter, or none for a letter that was not sent.
    pub fn letter_path(&self, facts: &CaseFacts) -> Option<PathBuf> {
        facts.file.as_deref().map(|file| letter_path(&self.path, file))
    }
}

/// Reads a manifest that is held in memory; `path` names it in errors.
///
/// # Errors
/// Where the header cannot be used: no such row, no column `file` or `id`, a column twice, no table at all.
pub fn read(bytes: &[u8], path: &Path) -> Result<Manifest> {
    let reader = Reader::new(bytes, path)?;
    let columns = reader.columns().to_vec();
    Ok(Manifest { path: path.to_path_buf(), columns, rows: reader.collect() })
}

/// Opens a manifest to be read row by row, in memory that does not grow with its cells.
///
/// # Errors
/// Where the file cannot be opened, and as [`read`].
pub fn open(path: &Path) -> Result<Reader<File>> {
    let file = File::open(path).map_err(|error| unreadable(&error).in_file(path))?;
    Reader::new(file, path)
}

/// The file that a manifest's row names, relative to the manifest's folder. Backslashes are read as
/// the slashes that Windows means by them.
pub fn letter_path(manifest: &Path, file: &str) -> PathBuf {
    manifest.parent().unwrap_or(Path::new("")).join(file.replace('\\', "/"))
}

/// A manifest read row by row: an iterator over case facts. A row that cannot be read is an error that
/// names file, line and column, and the next rows are read all the same.
pub struct Reader<R> {
    path: PathBuf,
    columns: Vec<String>,
    rows: Rows<BufReader<Utf8Reader<R>>>,
    /// The line of each id, by a hash of it: a large manifest's ids would be many.
    lines: HashMap<u64, usize>,
    ended: bool,
}

impl<R: Read> Reader<R> {
    /// Reads the header of a manifest; `path` names it in errors.
    ///
    /// # Errors
    /// As [`read`].
    pub fn new(stream: R, path: &Path) -> Result<Self> {
        let mut input = BufReader::with_capacity(64 * 1024, Utf8Reader::new(stream));
        let named = |error: Error| error.in_file(path);
        let failed = |error: io::Error| unreadable(&error).in_file(path);
        refuse_other_formats(input.fill_buf().map_err(failed)?).map_err(named)?;
        let mut rows = Rows::new(input).map_err(failed)?;
        let Some(Row { line, cells }) = rows.next().map_err(failed)? else {
            return Err(named(Error::usage("the manifest is empty")));
        };
        let columns = match cells {
            Ok(cells) => header(cells),
            Err(fault) => Err(Error::usage(format!("the header cannot be read: {fault}"))),
        };
        let columns = columns.map_err(|error| named(error.at_line(line)))?;
        Ok(Reader { path: path.to_path_buf(), columns, rows, lines: HashMap::new(), ended: false })
    }

    /// The header's cells as written.
    pub fn columns(&self) -> &[String] {
        &self.columns
    }

    fn facts(&mut self, row: Row) -> Result<CaseFacts> {
        let cells = row.cells.map_err(|fault| {
            Error::letter(fault).remedy(match fault {
                OPEN_QUOTE => "close it, or write it twice inside a quoted cell",
                LONG_ROW => "look for a line end that is missing",
                _ => "correct the row",
            })
        })?;
        if cells.iter().skip(self.columns.len()).any(|cell| !cell.trim().is_empty()) {
            let (found, known) = (cells.len(), self.columns.len());
            return Err(Error::letter(format!("the row has {found} cells and the header {known}"))
                .remedy("a cell that holds the separator stands in quotation marks"));
        }
        let mut facts = CaseFacts::from_fields(self.columns.iter().zip(&cells))?;
        self.name(&mut facts, row.line)?;
        Ok(facts)
    }

    /// Gives the letter an id that no other row bears.
    fn name(&mut self, facts: &mut CaseFacts, line: usize) -> Result<()> {
        let given = facts.id.is_some();
        let file = facts.file.as_deref().map(|file| file.replace('\\', "/"));
        let id = match (&facts.id, &file) {
            (Some(id), _) => id.clone(),
            (None, Some(file)) => {
                let stem = Path::new(file).file_stem().and_then(|stem| stem.to_str());
                stem.unwrap_or(file).to_owned()
            }
            (None, None) => {
                return Err(Error::letter("the row names no file")
                    .remedy("fill column file, or column id for a letter that was not sent"));
            }
        };
        let mut taken = self.take(&id, line);
        facts.id = Some(id);
        if let (Some(_), false, Some(file)) = (taken, given, file) {
            // Two letters of one name in two folders are told apart by the folder.
            taken = self.take(&file, line);
            facts.id = Some(file);
        }
        match (taken, &facts.id) {
            (Some(other), Some(id)) => Err(Error::letter(format!(
                "column {}: {id} stands in line {other} already",
                if given { "id" } else { "file" }
            ))
            .remedy("give each letter a row and an id of its own")),
            _ => Ok(()),
        }
    }

    /// The line that bears this id already, or none, and then this line does.
    fn take(&mut self, id: &str, line: usize) -> Option<usize> {
        let mut hasher = DefaultHasher::new();
        id.hash(&mut hasher);
        match self.lines.entry(hasher.finish()) {
            std::collections::hash_map::Entry::Occupied(other) => Some(*other.get()),
            std::collections::hash_map::Entry::Vacant(free) => {
                free.insert(line);
                None
            }
        }
    }
}

impl<R: Read> Iterator for Reader<R> {
    type Item = Result<CaseFacts>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        match self.rows.next() {
            Ok(Some(row)) => {
                let line = row.line;
                Some(self.facts(row).map_err(|error| error.in_file(&self.path).at_line(line)))
            }
            Ok(None) => {
                self.ended = true;
                None
            }
            Err(error) => {
                self.ended = true;
                Some(Err(unreadable(&error).in_file(&self.path)))
            }
        }
    }
}

/// Checks a header and names the columns that have no name.
fn header(cells: Vec<String>) -> Result<Vec<String>> {
    let mut columns: Vec<String> = Vec::with_capacity(cells.len());
    let mut lines: HashMap<String, usize> = HashMap::new();
    for (at, cell) in cells.iter().enumerate() {
        let cell = cell.trim().trim_start_matches('\u{FEFF}');
        let column = if cell.is_empty() { format!("column_{}", at + 1) } else { cell.to_owned() };
        if let Some(first) = lines.insert(fold(&column), at) {
            return Err(Error::usage(format!(
                "columns {} and {} are both named {}",
                first + 1,
                at + 1,
                shown(&column)
            ))
            .remedy("rename or remove one of them"));
        }
        columns.push(column);
    }
    if !lines.contains_key("file") && !lines.contains_key("id") {
        let found = columns.iter().take(6).map(|column| shown(column)).collect::<Vec<_>>().join(", ");
        return Err(Error::usage(format!(
            "the first row names neither a column file nor a column id; it holds {found}"
        ))
        .remedy("give the manifest a header with the columns' names"));
    }
    Ok(columns)
}

fn shown(column: &str) -> String {
    column.chars().take(40).collect()
}

fn refuse_other_formats(start: &[u8]) -> Result<()> {
    let remedy = "save it as CSV (Excel: \"CSV UTF-8\")";
    let named = if start.starts_with(b"PK") {
        "a workbook or another zip archive"
    } else if start.starts_with(b"\xD0\xCF\x11\xE0") {
        "an old Office file"
    } else if start.contains(&0) {
        "binary"
    } else {
        return Ok(());
    };
    Err(Error::usage(format!("the manifest is {named}, not a table in text")).remedy(remedy))
}

fn unreadable(error: &io::Error) -> Error {
    match error.kind() {
        io::ErrorKind::NotFound => Error::usage("there is no such manifest"),
        io::ErrorKind::IsADirectory => {
            Error::usage("the manifest is a folder").remedy("name the CSV file in it")
        }
        _ => Error::usage(format!("the manifest cannot be read: {error}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn parse(text: &str) -> Result<Manifest> {
        read(text.as_bytes(), Path::new("in/cases.csv"))
    }

    fn errors(text: &str) -> Vec<String> {
        let manifest = parse(text).expect("a good header");
        manifest.rows.into_iter().filter_map(|row| row.err()).map(|error| error.to_string()).collect()
    }

    #[test]
    fn reads_what_excel_saves() {
        let text = "\u{FEFF}File;Victim Name;Sent-Date;Área\r\nletters\\a.txt;Siân O’Neill;08/09/2025;Llŷn\r\n;;;\r\n";
        let without_mark = &text[3..];
        let units = text.encode_utf16().collect::<Vec<_>>();
        let windows = encoding_rs::WINDOWS_1252.encode(&without_mark.replace('ŷ', "y")).0.into_owned();
        for bytes in [
            text.as_bytes().to_vec(),
            without_mark.as_bytes().to_vec(),
            without_mark.replace(';', "\t").into_bytes(),
            units.iter().flat_map(|unit| unit.to_le_bytes()).collect(),
            units.iter().flat_map(|unit| unit.to_be_bytes()).collect(),
            windows,
        ] {
            let manifest = read(&bytes, Path::new("in/cases.csv")).expect("a good manifest");
            assert_eq!(manifest.columns, ["File", "Victim Name", "Sent-Date", "Área"]);
            let [Ok(facts)] = manifest.rows.as_slice() else { panic!("one row: {:?}", manifest.rows) };
            assert_eq!(facts.id.as_deref(), Some("a"));
            assert_eq!(facts.victim_name.as_deref(), Some("Siân O’Neill"));
            assert_eq!(facts.sent_date, Some(date(2025, 9, 8)));
            assert!(facts.other["Área"].starts_with('L'));
            assert_eq!(manifest.letter_path(facts), Some(PathBuf::from("in/letters/a.txt")));
        }
    }

    #[test]
    fn a_bad_cell_fails_its_row_alone() {
        let text = "id,file,sent_date,child\na,a.txt,2025-01-02,no\nb,b.txt,2025-13-02,no\nc,c.txt,,\nd,d.txt,,maybe\ne,,,\n";
        let manifest = parse(text).expect("a good header");
        let ids = manifest.rows.iter().filter_map(|row| row.as_ref().ok()?.id.clone()).collect::<Vec<_>>();
        assert_eq!(ids, ["a", "c", "e"]);
        let errors = errors(text);
        assert_eq!(errors.len(), 2);
        assert!(errors[0].starts_with("in/cases.csv:3: column sent_date: \"2025-13-02\""), "{}", errors[0]);
        assert!(errors[1].starts_with("in/cases.csv:5: column child: \"maybe\""), "{}", errors[1]);
    }

    #[test]
    fn rows_of_the_wrong_length() {
        let found = errors("file,area\na.txt\nb.txt,Wessex,,\nc.txt,East,of England\n");
        assert_eq!(found.len(), 1);
        assert!(found[0].contains(":4: the row has 3 cells and the header 2"), "{}", found[0]);
    }

    #[test]
    fn a_long_cell_fails_its_row() {
        let long = "x".repeat(crate::limits::CELL_BYTES + 1);
        let found = errors(&format!("file,note\na.txt,{long}\nb.txt,\"{long}\"\nc.txt,short\n"));
        assert_eq!(found.len(), 2);
        assert!(found[0].contains(":2: column note: the cell is longer than 64 KB"), "{}", found[0]);
    }

    #[test]
    fn ids_are_given_or_told_apart() {
        let text = "file,id\nx/a.txt,\ny/a.txt,\nb.txt,b7\nc.txt,b7\ny/a.txt,\n,\"\"\n";
        let manifest = parse(text).expect("a good header");
        let ids = manifest.rows.iter().filter_map(|row| row.as_ref().ok()?.id.clone()).collect::<Vec<_>>();
        assert_eq!(ids, ["a", "y/a.txt", "b7"]);
        let found = errors(text);
        assert!(found[0].contains(":5: column id: b7 stands in line 4 already"), "{}", found[0]);
        assert!(found[1].contains(":6: column file: y/a.txt stands in line 3 already"), "{}", found[1]);
        let nameless = errors("file,area\n,Wessex\n");
        assert!(nameless[0].contains("names no file"), "{}", nameless[0]);
    }

    #[test]
    fn headers_that_cannot_be_used() {
        for (text, part) in [
            ("", "is empty"),
            ("\n\r\n ,\n", "is empty"),
            ("a.txt,vcl\nb.txt,vlo\n", "neither a column file nor a column id; it holds a.txt, vcl"),
            ("file,Sent Date,sent_date\n", "columns 2 and 3 are both named sent_date"),
            ("PK\x03\x04", "workbook"),
            ("file\0,x", "binary"),
        ] {
            let error = parse(text).expect_err(text).to_string();
            assert!(error.starts_with("in/cases.csv") && error.contains(part), "{error}");
        }
        let missing = open(Path::new("not/there.csv")).err().expect("no file").to_string();
        assert!(missing.contains("no such manifest"), "{missing}");
    }

    /// Rows as they are asked for, so that no test file has to be written.
    struct Endless {
        row: usize,
        rows: usize,
        held: Vec<u8>,
    }

    impl Read for Endless {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            if self.held.is_empty() && self.row < self.rows {
                self.row += 1;
                let row = self.row;
                let line = format!("l/{row}.txt,vcl,discontinued,\"Area {row}\nnorth\",2025-01-02\n");
                self.held.extend_from_slice(line.as_bytes());
            }
            let length = buffer.len().min(self.held.len());
            buffer[..length].copy_from_slice(&self.held[..length]);
            self.held.drain(..length);
            Ok(length)
        }
    }

    #[test]
    fn reads_a_hundred_thousand_rows_as_a_stream() {
        let held = b"file,kind,decision,area,sent_date\n".to_vec();
        let stream = Endless { row: 0, rows: 100_000, held };
        let mut count = 0;
        for facts in Reader::new(stream, Path::new("big.csv")).expect("a good header") {
            let facts = facts.expect("a good row");
            count += 1;
            assert_eq!(facts.id, Some(count.to_string()));
            assert_eq!(facts.area, Some(format!("Area {count} north")));
        }
        assert_eq!(count, 100_000);
    }

    proptest::proptest! {
        #[test]
        fn nothing_panics(text in "(file|id|[a-z]|[,;\t\"\r\n ]|20[0-9]{2}-[0-9]{2}-[0-9]{2}|é){0,80}", bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..40)) {
            for input in [text.as_bytes(), bytes.as_slice(), &[b"file,", text.as_bytes(), &bytes].concat()] {
                if let Ok(manifest) = read(input, Path::new("x.csv")) {
                    for facts in manifest.rows.iter().flatten() {
                        proptest::prop_assert!(facts.id.as_ref().is_some_and(|id| !id.is_empty()));
                    }
                }
            }
        }
    }
}
