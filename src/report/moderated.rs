//! The inspector's workbook, or its letters as CSV, read back: own ratings and notes beside ours.

use super::cells::uncell;
use crate::assessment::summary::Moderation;
use crate::assessment::summary::moderation::{Moderated, rating};
use crate::criterion::{Criterion, Rating};
use crate::error::{Error, Result};
#[cfg(feature = "xlsx")]
use crate::limits;
use std::path::Path;

/// The sheet that holds the letters.
pub const SHEET: &str = "letters";

/// Where the columns stand.
struct Columns {
    id: usize,
    row: Option<usize>,
    note: Option<usize>,
    own: Vec<(usize, &'static str)>,
}

/// Reads a moderated file; a workbook is told from CSV by its content.
///
/// # Errors
/// Where it is neither, has no column `id`, or a cell holds something else than FM, PM or NM.
pub fn read(bytes: &[u8], path: &Path) -> Result<Moderation> {
    let mut moderation = Moderation::default();
    let mut columns: Option<Columns> = None;
    let mut take = |line: usize, cells: &[String]| -> Result<()> {
        match &columns {
            None => columns = Some(header(cells, path)?),
            Some(columns) => row(columns, cells, line, path, &mut moderation)?,
        }
        Ok(())
    };
    if bytes.starts_with(b"PK") {
        workbook(bytes, path, &mut take)?;
    } else {
        table(bytes, path, &mut take)?;
    }
    if columns.is_none() {
        return Err(Error::usage("holds no letters")
            .in_file(path)
            .remedy("give the workbook that `report` wrote"));
    }
    Ok(moderation)
}

fn header(cells: &[String], path: &Path) -> Result<Columns> {
    let names: Vec<String> = cells.iter().map(|c| c.trim().to_lowercase().replace(' ', "_")).collect();
    let place = |name: &str| names.iter().position(|n| n == name);
    let own: Vec<(usize, &'static str)> = Criterion::ALL
        .iter()
        .filter_map(|c| Some((place(&format!("{}_(yours)", c.id()))?, c.id())))
        .collect();
    match place("id") {
        Some(id) if !own.is_empty() => Ok(Columns { id, row: place("row"), note: place("note"), own }),
        _ => Err(Error::usage("has no columns `id` and `overall (yours)`")
            .in_file(path)
            .remedy("keep the headers of the sheet `letters` as `report` wrote them")),
    }
}

fn row(columns: &Columns, cells: &[String], line: usize, path: &Path, into: &mut Moderation) -> Result<()> {
    let cell = |place: usize| cells.get(place).map_or("", String::as_str);
    let id = uncell(cell(columns.id));
    if id.is_empty() {
        return Ok(());
    }
    let mut moderated = Moderated::default();
    for (place, criterion) in &columns.own {
        let value = cell(*place).trim().to_uppercase();
        if value.is_empty() {
            continue;
        }
        let own = rating(&value).filter(|r| matches!(r, Rating::Fully | Rating::Partially | Rating::Not));
        let own = own.ok_or_else(|| {
            Error::usage(format!("the rating of {criterion} is not FM, PM or NM"))
                .in_file(path)
                .at_line(line)
                .remedy("choose from the list in the cell, or leave it empty")
        })?;
        moderated.ratings.insert(criterion, own);
    }
    moderated.note = columns.note.map(|n| uncell(cell(n))).unwrap_or_default();
    let row = columns.row.and_then(|r| cell(r).trim().parse().ok());
    if moderated != Moderated::default() && into.letters.insert((id, row), moderated).is_some() {
        return Err(Error::usage("an id stands twice")
            .in_file(path)
            .at_line(line)
            .remedy("give every letter an id of its own in the manifest"));
    }
    Ok(())
}

fn table(bytes: &[u8], path: &Path, take: &mut impl FnMut(usize, &[String]) -> Result<()>) -> Result<()> {
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => std::borrow::Cow::Borrowed(text),
        // Excel saves plain CSV in the old Windows letters.
        Err(_) => encoding_rs::WINDOWS_1252.decode(bytes).0,
    };
    let text = text.trim_start_matches('\u{feff}');
    let first = text.lines().next().unwrap_or("");
    let by = if first.matches(';').count() > first.matches(',').count() { b';' } else { b',' };
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(by)
        .from_reader(text.as_bytes());
    for record in reader.records() {
        let record =
            record.map_err(|_| Error::usage("is no table").in_file(path).remedy("give a workbook or CSV"))?;
        let line = record.position().map_or(1, |p| usize::try_from(p.line()).unwrap_or(usize::MAX));
        let cells: Vec<String> = record.iter().map(str::to_owned).collect();
        take(line, &cells)?;
    }
    Ok(())
}

#[cfg(feature = "xlsx")]
fn workbook(bytes: &[u8], path: &Path, take: &mut impl FnMut(usize, &[String]) -> Result<()>) -> Result<()> {
    use calamine::{Data, DataRef, Reader, Xlsx};
    use std::io::Cursor;

    let broken = || Error::usage("is no workbook that can be read").in_file(path).remedy("save it as .xlsx");
    inflates(bytes, path)?;
    let mut book: Xlsx<Cursor<&[u8]>> = Xlsx::new(Cursor::new(bytes)).map_err(|_| broken())?;
    let name =
        book.sheet_names().into_iter().find(|n| n.trim().eq_ignore_ascii_case(SHEET)).ok_or_else(|| {
            Error::usage("has no sheet `letters`")
                .in_file(path)
                .remedy("give the workbook that `report` wrote")
        })?;
    // Cell by cell: a sheet that claims a cell in its last corner must not make us hold the whole grid.
    let mut cells = book.worksheet_cells_reader(&name).map_err(|_| broken())?;
    let mut line: Option<u32> = None;
    let mut row: Vec<String> = Vec::new();
    while let Some(cell) = cells.next_cell().map_err(|_| broken())? {
        let (at, column) = cell.get_position();
        if line != Some(at) {
            if let Some(before) = line {
                take(before as usize + 1, &row)?;
            }
            row.clear();
            line = Some(at);
        }
        let column = column as usize;
        if column >= 100 {
            continue;
        }
        if row.len() <= column {
            row.resize(column + 1, String::new());
        }
        row[column] = match cell.get_value() {
            DataRef::Empty => String::new(),
            DataRef::String(s) => s.clone(),
            DataRef::SharedString(s) => (*s).to_owned(),
            DataRef::Float(f) => f.to_string(),
            DataRef::Int(i) => i.to_string(),
            other => Data::from(other.clone()).to_string(),
        };
    }
    if let Some(before) = line {
        take(before as usize + 1, &row)?;
    }
    Ok(())
}

/// Refuses a workbook that unpacks to more than a compressed file may.
#[cfg(feature = "xlsx")]
fn inflates(bytes: &[u8], path: &Path) -> Result<()> {
    use std::io::{Read, copy, sink};
    let broken = || Error::usage("is no workbook that can be read").in_file(path).remedy("save it as .xlsx");
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).map_err(|_| broken())?;
    if zip.len() > limits::PARTS {
        return Err(broken());
    }
    let mut left = limits::INFLATED_BYTES as u64;
    for place in 0..zip.len() {
        let part = zip.by_index(place).map_err(|_| broken())?;
        let read = copy(&mut part.take(left + 1), &mut sink()).map_err(|_| broken())?;
        if read > left {
            return Err(Error::usage("unpacks to more than 100 MB")
                .in_file(path)
                .remedy("give the sheet `letters` as CSV"));
        }
        left -= read;
    }
    Ok(())
}

#[cfg(not(feature = "xlsx"))]
fn workbook(_: &[u8], path: &Path, _: &mut impl FnMut(usize, &[String]) -> Result<()>) -> Result<()> {
    Err(Error::usage("is a workbook, which this build cannot read")
        .in_file(path)
        .remedy("save the sheet `letters` as CSV"))
}
