//! The report as CSV: one row a letter, and in a second file one row a finding.

use super::cells::cell;
use super::letter_row::LetterRow;
use crate::assessment::FindingNote;
use crate::criterion::Criterion;
use std::io::Write;

/// Writes letters and findings as they come, in flat memory.
pub struct Tables<W: Write> {
    letters: csv::Writer<W>,
    findings: csv::Writer<W>,
}

fn writer<W: Write>(to: W) -> csv::Writer<W> {
    // Every cell in quotes: a spreadsheet that cuts at other signs still sees one cell.
    csv::WriterBuilder::new()
        .quote_style(csv::QuoteStyle::Always)
        .terminator(csv::Terminator::CRLF)
        .from_writer(to)
}

impl<W: Write> Tables<W> {
    /// Writes the headers.
    ///
    /// # Errors
    /// Where the output cannot be written.
    pub fn new(mut letters: W, mut findings: W) -> csv::Result<Tables<W>> {
        // The mark by which Excel knows UTF-8.
        letters.write_all("\u{feff}".as_bytes())?;
        findings.write_all("\u{feff}".as_bytes())?;
        let mut tables = Tables { letters: writer(letters), findings: writer(findings) };
        let mut header: Vec<String> =
            ["row", "id", "area", "kind", "decision", "victim_category", "sent", "timely"]
                .map(str::to_owned)
                .to_vec();
        for criterion in Criterion::ALL {
            header.push(criterion.id().into());
            header.push(format!("{} (yours)", criterion.id()));
        }
        header.extend(
            [
                "note",
                "missing",
                "vague",
                "findings",
                "looks",
                "words",
                "flesch_reading_ease",
                "to_raise",
                "error",
            ]
            .map(str::to_owned),
        );
        tables.letters.write_record(&header)?;
        tables.findings.write_record([
            "row",
            "id",
            "area",
            "criterion",
            "rule",
            "category",
            "severity",
            "confidence",
            "quote",
            "message",
            "suggestion",
            "source",
        ])?;
        Ok(tables)
    }

    /// Writes one letter and its findings.
    ///
    /// # Errors
    /// Where the output cannot be written.
    pub fn add(&mut self, row: &LetterRow, findings: &[FindingNote]) -> csv::Result<()> {
        let mut cells = vec![
            row.row.to_string(),
            cell(&row.id),
            cell(&row.area),
            cell(&row.kind),
            cell(&row.decision),
            cell(&row.victim_category),
            cell(&row.sent),
            cell(&row.timely),
        ];
        for place in 0..Criterion::ALL.len() {
            let program = row.program.get(place).map_or("", String::as_str);
            cells.push(program.to_owned());
            cells.push(row.own.get(place).cloned().unwrap_or_default());
        }
        let number = |n: Option<f64>| n.map_or_else(String::new, |n| n.to_string());
        cells.extend([
            cell(&row.note),
            cell(&row.missing.join("; ")),
            cell(&row.vague.join("; ")),
            row.findings.to_string(),
            row.looks.to_string(),
            number(row.words),
            cell(&number(row.flesch)),
            cell(&row.to_raise),
            cell(&row.error),
        ]);
        self.letters.write_record(&cells)?;
        for f in findings {
            self.findings.write_record([
                row.row.to_string(),
                cell(&row.id),
                cell(&row.area),
                cell(&f.criterion),
                cell(&f.rule),
                cell(&f.category),
                cell(&f.severity),
                cell(&f.confidence),
                cell(&f.quote),
                cell(&f.message),
                cell(f.suggestion.as_deref().unwrap_or("")),
                cell(&f.source),
            ])?;
        }
        Ok(())
    }

    /// Writes what is still held back.
    ///
    /// # Errors
    /// Where the output cannot be written.
    pub fn finish(mut self) -> std::io::Result<()> {
        self.letters.flush()?;
        self.findings.flush()
    }
}
