//! A stream of separated values into rows of cells, in memory that one row bounds.

use std::collections::VecDeque;
use std::io::{self, BufRead, Read};

use crate::decode::decode_cell;
use crate::limits;

/// One row.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Row {
    /// The line on which it starts, counted from 1.
    pub line: usize,
    /// Its cells, or what is wrong with it.
    pub cells: Result<Vec<String>, &'static str>,
}

/// Reads rows from a stream in UTF-8 or Windows-1252.
pub(super) struct Rows<R> {
    input: R,
    separator: u8,
    line_end: u8,
    line: usize,
    /// Lines read ahead for the end of a quoted cell that never came.
    waiting: VecDeque<Vec<u8>>,
    /// Bytes that may still be read ahead in vain, so that many open quotes cost no more than one.
    patience: usize,
}

pub(super) const OPEN_QUOTE: &str = "a quotation mark is not closed, or a cell is too long";
pub(super) const LONG_ROW: &str = "the row is too long";

impl<R: BufRead> Rows<R> {
    /// Tells line ends and separator from the start of the stream.
    pub fn new(mut input: R) -> io::Result<Self> {
        let start = input.fill_buf()?;
        let line_end = if !start.contains(&b'\n') && start.contains(&b'\r') { b'\r' } else { b'\n' };
        let patience = 16 * limits::ROW_BYTES;
        let mut rows = Rows { input, separator: b',', line_end, line: 1, waiting: VecDeque::new(), patience };
        let Some(header) = rows.take_line()? else { return Ok(rows) };
        let content = header.trim_ascii();
        if content.len() == 5 && content[..4].eq_ignore_ascii_case(b"sep=") {
            // Excel's own hint for the separator.
            rows.separator = content[4];
            rows.line += 1;
        } else {
            rows.separator = separator(&header);
            rows.waiting.push_front(header);
        }
        Ok(rows)
    }

    /// The next row that holds anything.
    pub fn next(&mut self) -> io::Result<Option<Row>> {
        loop {
            let line = self.line;
            let Some(first) = self.take_line()? else { return Ok(None) };
            self.line += 1;
            if first.len() > limits::ROW_BYTES {
                return Ok(Some(Row { line, cells: Err(LONG_ROW) }));
            }
            let mut splitter = Splitter::new(self.separator);
            splitter.line(&first);
            let mut ahead = Vec::new();
            let mut length = first.len();
            while splitter.is_open() {
                let hopeless = length > limits::ROW_BYTES
                    || splitter.cell.len() > limits::CELL_BYTES
                    || self.patience == 0;
                let Some(next) = (if hopeless { None } else { self.take_line()? }) else {
                    self.patience = self.patience.saturating_sub(length);
                    ahead.into_iter().rev().for_each(|line| self.waiting.push_front(line));
                    return Ok(Some(Row { line, cells: Err(OPEN_QUOTE) }));
                };
                splitter.line(&next);
                length += next.len();
                ahead.push(next);
            }
            self.line += ahead.len();
            let cells = splitter.finish();
            if cells.iter().any(|cell| !cell.trim().is_empty()) {
                return Ok(Some(Row { line, cells: Ok(cells) }));
            }
        }
    }

    /// The next line with its line end, at most a little over the limit of a row; the rest of a longer
    /// one is passed over.
    fn take_line(&mut self) -> io::Result<Option<Vec<u8>>> {
        if let Some(line) = self.waiting.pop_front() {
            return Ok(Some(line));
        }
        let mut line = Vec::new();
        (&mut self.input).take(limits::ROW_BYTES as u64 + 1).read_until(self.line_end, &mut line)?;
        if line.len() > limits::ROW_BYTES && line.last() != Some(&self.line_end) {
            self.input.skip_until(self.line_end)?;
        }
        Ok(Some(line).filter(|line| !line.is_empty()))
    }
}

/// The likeliest separator of a header.
fn separator(header: &[u8]) -> u8 {
    let mut counts = [(0usize, b'\t'), (0, b';'), (0, b',')];
    let mut quoted = false;
    for byte in header {
        quoted ^= *byte == b'"';
        for (count, separator) in &mut counts {
            *count += usize::from(!quoted && byte == separator);
        }
    }
    // Of equals the last is taken: the comma.
    counts.into_iter().max_by_key(|(count, _)| *count).map_or(b',', |(_, separator)| separator)
}

#[derive(Copy, Clone, PartialEq, Eq)]
enum State {
    CellStart,
    Plain,
    Quoted,
    QuoteInQuoted,
}

/// Splits a row into cells, line by line.
struct Splitter {
    separator: u8,
    state: State,
    cell: Vec<u8>,
    cells: Vec<String>,
}

impl Splitter {
    fn new(separator: u8) -> Self {
        Splitter { separator, state: State::CellStart, cell: Vec::new(), cells: Vec::new() }
    }

    /// Takes a line with its end, which belongs to the cell where that is still open.
    fn line(&mut self, line: &[u8]) {
        let content = line.strip_suffix(b"\n").unwrap_or(line);
        let content = content.strip_suffix(b"\r").unwrap_or(content);
        for &byte in content {
            self.state = match (self.state, byte) {
                (State::CellStart, b'"') => State::Quoted,
                (State::Quoted, b'"') => State::QuoteInQuoted,
                (State::QuoteInQuoted, b'"') => {
                    self.cell.push(byte);
                    State::Quoted
                }
                (State::Quoted, _) => {
                    self.cell.push(byte);
                    State::Quoted
                }
                (_, byte) if byte == self.separator => {
                    self.end_cell();
                    State::CellStart
                }
                (_, _) => {
                    self.cell.push(byte);
                    State::Plain
                }
            };
        }
        if self.state == State::Quoted {
            self.cell.extend_from_slice(&line[content.len()..]);
        }
    }

    fn is_open(&self) -> bool {
        self.state == State::Quoted
    }

    fn end_cell(&mut self) {
        self.cells.push(decode_cell(&self.cell).into_owned());
        self.cell.clear();
    }

    fn finish(mut self) -> Vec<String> {
        self.end_cell();
        self.cells
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str) -> Vec<(usize, Result<Vec<String>, &'static str>)> {
        let mut rows = Rows::new(text.as_bytes()).expect("readable");
        std::iter::from_fn(|| rows.next().expect("readable")).map(|row| (row.line, row.cells)).collect()
    }

    fn cells(cells: &[&str]) -> Result<Vec<String>, &'static str> {
        Ok(cells.iter().map(|cell| (*cell).to_owned()).collect())
    }

    #[test]
    fn splits_each_separator_and_line_end() {
        for separator in [",", ";", "\t"] {
            for end in ["\n", "\r\n", "\r"] {
                let text = ["file|id", "a.txt|\"1 | \"\"one\"\"\"", "||", "", "b.txt|"].join(end);
                let found = rows(&text.replace('|', separator));
                let expected = [
                    (1, cells(&["file", "id"])),
                    (2, cells(&["a.txt", &format!("1 {separator} \"one\"")])),
                    (5, cells(&["b.txt", ""])),
                ];
                assert_eq!(found, expected);
            }
        }
        assert_eq!(rows("sep=;\nfile;a,b\n"), [(2, cells(&["file", "a,b"]))]);
    }

    #[test]
    fn a_quoted_cell_may_hold_lines() {
        let found = rows("file,note\na,\"one\r\ntwo\"\nb,three\n");
        assert_eq!(found[1..], [(2, cells(&["a", "one\r\ntwo"])), (4, cells(&["b", "three"]))]);
    }

    #[test]
    fn an_open_quote_fails_its_row_alone() {
        let found = rows("file,note\na,\"open\nb,two\nc,three");
        assert_eq!(
            found[1..],
            [(2, Err(OPEN_QUOTE)), (3, cells(&["b", "two"])), (4, cells(&["c", "three"]))]
        );
        // A quotation mark inside a cell that did not start with one is a character like any other.
        assert_eq!(rows("a,5\" pipe\nb,c")[..], [(1, cells(&["a", "5\" pipe"])), (2, cells(&["b", "c"]))]);
    }

    #[test]
    fn a_long_row_fails_alone() {
        let text = format!("file\n{}\nb\n", "x".repeat(3 * limits::ROW_BYTES));
        assert_eq!(rows(&text)[1..], [(2, Err(LONG_ROW)), (3, cells(&["b"]))]);
    }

    #[test]
    fn many_open_quotes_end_soon() {
        let text = format!("file,note\n{}", "x\"y,\"z\n".repeat(60_000));
        let found = rows(&text);
        assert_eq!(found.len(), 60_001);
        assert!(found[1..].iter().all(|(_, cells)| *cells == Err(OPEN_QUOTE)));
    }
}
