//! The report as a workbook that an inspector can work in: own ratings and notes stand beside ours, and
//! `--moderated` reads them back.

use super::cells::cell;
use super::letter_row::{LetterRow, words};
use super::moderated::SHEET;
use super::summary_text::{Data, kappa};
use crate::assessment::FindingNote;
use crate::assessment::summary::{DIMENSIONS, Dimension, Share, Tally};
use crate::criterion::Criterion;
use crate::elements::{ELEMENTS, MARKERS};
use rust_xlsxwriter::{
    Color, DataValidation, DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, Worksheet, XlsxError,
};

type Done<T = ()> = Result<T, XlsxError>;

/// The most findings in the workbook; CSV holds them all.
pub const MOST_FINDINGS: u32 = 200_000;
/// The most letters that a sheet can hold beside its header.
pub const MOST_LETTERS: u32 = 1_048_575;

/// The height of a header of two or three lines, in points: not every program works it out by itself.
const HEAD: f64 = 42.0;
/// The number that stands for A4.
const A4: u8 = 9;

const SUMMARY: usize = 0;
const AREAS: usize = 1;
const LETTERS: usize = 2;
const FINDINGS: usize = 3;
const ELEMENTS_SHEET: usize = 4;
const ABOUT: usize = 5;

/// A workbook in the making.
pub struct Book {
    book: Workbook,
    head: Format,
    percent: Format,
    wrap: Format,
    own: Format,
    letters: u32,
    findings: u32,
    left_out: u64,
}

impl Book {
    /// The sheets with their headers.
    ///
    /// # Errors
    /// Where the writer of workbooks refuses, which no input brings about.
    pub fn new() -> Done<Book> {
        let mut book = Workbook::new();
        // No date of making: the same letters give the same bytes.
        let day = ExcelDateTime::from_ymd(2000, 1, 1)?;
        book.set_properties(
            &DocProperties::new().set_title("Letters to victims").set_creation_datetime(&day),
        );
        for name in ["summary", "areas", SHEET, "findings", "elements", "about"] {
            book.add_worksheet().set_name(name)?;
        }
        let head = Format::new()
            .set_bold()
            .set_font_color(Color::White)
            .set_background_color(Color::RGB(0x1f_3a_5f))
            .set_text_wrap()
            .set_align(FormatAlign::Top);
        let mut book = Book {
            book,
            head,
            percent: Format::new().set_num_format("0.0%"),
            wrap: Format::new().set_text_wrap().set_align(FormatAlign::Top),
            own: Format::new().set_background_color(Color::RGB(0xff_f8_dc)).set_align(FormatAlign::Top),
            letters: 0,
            findings: 0,
            left_out: 0,
        };
        book.headers()?;
        Ok(book)
    }

    fn headers(&mut self) -> Done {
        let mut letters: Vec<(String, f64)> = [
            ("row", 6.0),
            ("id", 14.0),
            ("area", 22.0),
            ("kind", 10.0),
            ("decision", 20.0),
            ("victim category", 16.0),
            ("sent", 11.0),
            ("timely", 22.0),
        ]
        .map(|(name, width)| (name.to_owned(), width))
        .to_vec();
        for criterion in Criterion::ALL {
            letters.push((words(criterion.id()), 11.0));
            letters.push((format!("{} (yours)", words(criterion.id())), 11.0));
        }
        letters.extend(
            [
                ("note", 40.0),
                ("missing", 36.0),
                ("vague", 24.0),
                ("findings", 9.0),
                ("looks", 8.0),
                ("words", 8.0),
                ("Flesch Reading Ease", 9.0),
                ("to raise the overall rating", 40.0),
                ("error", 30.0),
            ]
            .map(|(name, width)| (name.to_owned(), width)),
        );
        self.header(LETTERS, &letters)?;
        let findings = [
            ("row", 6.0),
            ("id", 14.0),
            ("area", 22.0),
            ("criterion", 16.0),
            ("rule", 26.0),
            ("category", 16.0),
            ("severity", 10.0),
            ("confidence", 12.0),
            ("quote", 50.0),
            ("message", 50.0),
            ("suggestion", 50.0),
            ("source", 30.0),
        ]
        .map(|(name, width)| (name.to_owned(), width));
        self.header(FINDINGS, &findings)?;
        let mut elements: Vec<(String, f64)> = vec![("row".into(), 6.0), ("id".into(), 14.0)];
        elements.extend(ELEMENTS.iter().chain(&MARKERS).map(|id| (words(id), 13.0)));
        self.header(ELEMENTS_SHEET, &elements)
    }

    fn header(&mut self, sheet: usize, columns: &[(String, f64)]) -> Done {
        let head = self.head.clone();
        let sheet = self.book.worksheet_from_index(sheet)?;
        for (column, (name, width)) in (0u16..).zip(columns) {
            sheet.write_string_with_format(0, column, name, &head)?;
            sheet.set_column_width(column, *width)?;
        }
        sheet.set_row_height(0, HEAD)?;
        sheet.set_freeze_panes(1, 2)?;
        sheet.set_landscape();
        sheet.set_paper_size(A4);
        sheet.set_repeat_rows(0, 0)?;
        sheet.set_print_fit_to_pages(1, 0);
        Ok(())
    }

    /// Writes one letter, its elements and its findings.
    ///
    /// # Errors
    /// As [`Book::new`].
    pub fn add(&mut self, row: &LetterRow, findings: &[FindingNote]) -> Done {
        if self.letters == MOST_LETTERS {
            self.left_out += 1;
            return Ok(());
        }
        self.letters += 1;
        let at = self.letters;
        let own = self.own.clone();
        let sheet = self.book.worksheet_from_index(LETTERS)?;
        sheet.write_number(at, 0, row.row as f64)?;
        let texts =
            [&row.id, &row.area, &row.kind, &row.decision, &row.victim_category, &row.sent, &row.timely];
        for (column, text) in (1u16..).zip(texts) {
            put(sheet, at, column, text)?;
        }
        let mut column = 8u16;
        for place in 0..Criterion::ALL.len() {
            put(sheet, at, column, row.program.get(place).map_or("", String::as_str))?;
            let mine = row.own.get(place).map_or("", String::as_str);
            sheet.write_string_with_format(at, column + 1, mine, &own)?;
            column += 2;
        }
        sheet.write_string_with_format(at, column, cell(&row.note), &own)?;
        put(sheet, at, column + 1, &row.missing.join("; "))?;
        put(sheet, at, column + 2, &row.vague.join("; "))?;
        sheet.write_number(at, column + 3, row.findings as f64)?;
        sheet.write_number(at, column + 4, row.looks as f64)?;
        for (place, number) in [(5, row.words), (6, row.flesch)] {
            if let Some(number) = number {
                sheet.write_number(at, column + place, number)?;
            }
        }
        put(sheet, at, column + 7, &row.to_raise)?;
        put(sheet, at, column + 8, &row.error)?;

        let sheet = self.book.worksheet_from_index(ELEMENTS_SHEET)?;
        sheet.write_number(at, 0, row.row as f64)?;
        put(sheet, at, 1, &row.id)?;
        for (column, id) in (2u16..).zip(ELEMENTS.iter().chain(&MARKERS)) {
            if let Some((_, status)) = row.elements.iter().find(|(e, _)| e == id) {
                put(sheet, at, column, &words(status))?;
            }
        }

        let sheet = self.book.worksheet_from_index(FINDINGS)?;
        for f in findings {
            if self.findings == MOST_FINDINGS {
                self.left_out += 1;
                continue;
            }
            self.findings += 1;
            let at = self.findings;
            sheet.write_number(at, 0, row.row as f64)?;
            let texts = [
                row.id.as_str(),
                &row.area,
                &f.criterion,
                &f.rule,
                &f.category,
                &f.severity,
                &f.confidence,
                &f.quote,
                &f.message,
                f.suggestion.as_deref().unwrap_or(""),
                &f.source,
            ];
            for (column, text) in (1u16..).zip(texts) {
                put(sheet, at, column, text)?;
            }
        }
        Ok(())
    }

    /// Writes summary, areas and about, the filters and the drop-downs, and gives the workbook's bytes.
    ///
    /// # Errors
    /// As [`Book::new`].
    pub fn finish(mut self, data: &Data<'_>) -> Done<Vec<u8>> {
        let last = self.letters.max(1);
        let sheet = self.book.worksheet_from_index(LETTERS)?;
        sheet.autofilter(0, 0, last, 32)?;
        // Too wide for one page across.
        sheet.set_print_fit_to_pages(3, 0);
        let choice = DataValidation::new()
            .allow_list_strings(&["FM", "PM", "NM"])?
            .set_input_title("Your rating")?
            .set_input_message(
                "FM fully, PM partially, NM not meeting the standard. Leave it empty to keep the program's.",
            )?
            .set_error_title("Not a rating")?
            .set_error_message("Choose FM, PM or NM, or leave the cell empty.")?;
        for place in 0..8u16 {
            let column = 9 + 2 * place;
            sheet.add_data_validation(1, column, last, column, &choice)?;
        }
        self.book.worksheet_from_index(FINDINGS)?.autofilter(0, 0, self.findings.max(1), 11)?;
        let columns = 1 + u16::try_from(ELEMENTS.len() + MARKERS.len()).unwrap_or(0);
        self.book.worksheet_from_index(ELEMENTS_SHEET)?.autofilter(0, 0, last, columns)?;
        self.summary(data)?;
        self.areas(data)?;
        self.about(data)?;
        self.book.save_to_buffer()
    }

    fn summary(&mut self, data: &Data<'_>) -> Done {
        let (head, percent) = (self.head.clone(), self.percent.clone());
        let sheet = self.book.worksheet_from_index(SUMMARY)?;
        let summary = data.summary;
        let mut at = 0;
        let titles = [
            "criterion",
            "letters rated",
            "fully",
            "low",
            "high",
            "partially",
            "low",
            "high",
            "not met",
            "low",
            "high",
            "points",
            "not rated",
        ];
        heads(sheet, at, &titles, &head)?;
        for criterion in Criterion::ALL {
            at += 1;
            let counts = summary.all.of(criterion);
            put(sheet, at, 0, &words(criterion.id()))?;
            sheet.write_number(at, 1, counts.rated() as f64)?;
            shares(
                sheet,
                at,
                2,
                &[counts.fully_share(), counts.partially_share(), counts.not_share()],
                &percent,
            )?;
            if let Some(points) = counts.points() {
                sheet.write_number_with_format(at, 11, points / 100.0, &percent)?;
            }
            sheet.write_number(at, 12, counts.unrated() as f64)?;
        }
        at += 2;
        heads(sheet, at, &["timeliness", "letters"], &head)?;
        let t = &summary.all.timely;
        for (name, count) in [
            ("in time", t.in_time),
            ("late", t.late),
            ("not sent", t.not_sent),
            ("depends on the victim's rights", t.depends),
            ("not yet due", t.not_yet_due),
            ("unknown", t.unknown),
            ("no limit", t.no_limit),
            ("no duty", t.no_duty),
        ] {
            at += 1;
            put(sheet, at, 0, name)?;
            sheet.write_number(at, 1, count as f64)?;
        }
        for unit in t.late_by.keys() {
            for bar in t.bars(unit) {
                at += 1;
                put(sheet, at, 0, &format!("late by {} {}", bar.label, words(unit)))?;
                sheet.write_number(at, 1, bar.letters as f64)?;
            }
        }
        at += 2;
        heads(
            sheet,
            at,
            &["element", "owed by letters", "missing or vague", "of those", "present", "vague", "absent"],
            &head,
        )?;
        for (id, count) in summary.commonest_missing() {
            at += 1;
            put(sheet, at, 0, &words(id))?;
            sheet.write_number(at, 1, count.owed as f64)?;
            sheet.write_number(at, 2, count.missing as f64)?;
            sheet.write_number_with_format(
                at,
                3,
                count.missing as f64 / count.owed.max(1) as f64,
                &percent,
            )?;
            for (column, n) in (4u16..).zip([count.present, count.vague, count.absent]) {
                sheet.write_number(at, column, n as f64)?;
            }
        }
        at += 2;
        heads(sheet, at, &["finding", "letters", "findings", "severity", "criterion", "for example"], &head)?;
        for (rule, count) in summary.commonest_findings().into_iter().take(50) {
            at += 1;
            put(sheet, at, 0, rule)?;
            sheet.write_number(at, 1, count.letters as f64)?;
            sheet.write_number(at, 2, count.findings as f64)?;
            put(sheet, at, 3, &count.severity)?;
            put(sheet, at, 4, &words(&count.criterion))?;
            put(sheet, at, 5, &count.message)?;
        }
        at += 2;
        heads(sheet, at, &["sentence in many letters", "letters"], &head)?;
        for row in data.stock {
            at += 1;
            put(sheet, at, 0, row.quote.as_deref().unwrap_or(&row.hash))?;
            sheet.write_number(at, 1, f64::from(row.letters))?;
        }
        at += 2;
        heads(
            sheet,
            at,
            &[
                "published figure",
                "published",
                "here",
                "low",
                "high",
                "letters here",
                "year",
                "sample",
                "source",
                "note",
            ],
            &head,
        )?;
        for figure in &data.published.figures {
            at += 1;
            put(sheet, at, 0, &format!("{}: {}", words(&figure.criterion), figure.what))?;
            sheet.write_number_with_format(at, 1, figure.percent / 100.0, &percent)?;
            if let Some(here) = figure.beside(summary) {
                shares(sheet, at, 2, &[Some(here)], &percent)?;
                sheet.write_number(at, 5, here.whole as f64)?;
            }
            sheet.write_number(at, 6, f64::from(figure.year))?;
            put(sheet, at, 7, &figure.sample)?;
            put(sheet, at, 8, &figure.source)?;
            put(sheet, at, 9, figure.note.as_deref().unwrap_or(""))?;
        }
        at += 1;
        put(sheet, at, 0, &data.published.warning)?;
        sheet.set_column_width(0, 44)?;
        for column in 1..13u16 {
            sheet.set_column_width(column, 11)?;
        }
        sheet.set_row_height(0, HEAD)?;
        sheet.set_freeze_panes(1, 1)?;
        sheet.set_landscape();
        sheet.set_paper_size(A4);
        sheet.set_print_fit_to_pages(1, 0);
        Ok(())
    }

    fn areas(&mut self, data: &Data<'_>) -> Done {
        let (head, percent) = (self.head.clone(), self.percent.clone());
        let sheet = self.book.worksheet_from_index(AREAS)?;
        let mut titles =
            vec!["grouped by".to_owned(), "group".into(), "letters".into(), "small group".into()];
        for criterion in Criterion::ALL {
            let name = words(criterion.id());
            titles.extend([format!("{name} points"), format!("{name} fully"), "low".into(), "high".into()]);
        }
        titles.extend(["in time".into(), "low".into(), "high".into(), "late".into(), "not sent".into()]);
        let titles: Vec<&str> = titles.iter().map(String::as_str).collect();
        heads(sheet, 0, &titles, &head)?;
        let mut at = 0;
        let mut write = |dimension: Dimension, name: &str, tally: &Tally| -> Done {
            at += 1;
            put(sheet, at, 0, dimension.words())?;
            put(sheet, at, 1, name)?;
            sheet.write_number(at, 2, tally.letters as f64)?;
            let small = tally.letters < crate::assessment::summary::SMALL;
            put(sheet, at, 3, if small { "small" } else { "" })?;
            let mut column = 4u16;
            for criterion in Criterion::ALL {
                let counts = tally.of(criterion);
                if let Some(points) = counts.points() {
                    sheet.write_number_with_format(at, column, points / 100.0, &percent)?;
                }
                shares(sheet, at, column + 1, &[counts.fully_share()], &percent)?;
                column += 4;
            }
            shares(sheet, at, column, &[tally.timely.share()], &percent)?;
            sheet.write_number(at, column + 3, tally.timely.late as f64)?;
            sheet.write_number(at, column + 4, tally.timely.not_sent as f64)?;
            Ok(())
        };
        for dimension in DIMENSIONS {
            for (name, tally) in data.summary.by(dimension) {
                write(dimension, name, tally)?;
            }
        }
        let last = u16::try_from(titles.len()).unwrap_or(1) - 1;
        sheet.autofilter(0, 0, at.max(1), last)?;
        sheet.set_freeze_panes(1, 2)?;
        sheet.set_column_width(0, 16)?;
        sheet.set_column_width(1, 30)?;
        for column in 2..=last {
            sheet.set_column_width(column, 11)?;
        }
        sheet.set_row_height(0, HEAD)?;
        sheet.set_landscape();
        sheet.set_paper_size(A4);
        sheet.set_repeat_rows(0, 0)?;
        Ok(())
    }

    fn about(&mut self, data: &Data<'_>) -> Done {
        let (head, wrap) = (self.head.clone(), self.wrap.clone());
        let left_out = self.left_out;
        let sheet = self.book.worksheet_from_index(ABOUT)?;
        heads(sheet, 0, &["about this workbook"], &head)?;
        let mut lines = data.notices();
        lines.push(Data::method());
        lines.push(
            "On the sheet `letters` the yellow columns are yours: choose FM, PM or NM where you rate \
             otherwise or agree, and write a note. Save it and give it to `lettermark report OUT.jsonl \
             --moderated FILE`. Sorting and filtering are safe; keep the columns row and id as they are."
                .into(),
        );
        if left_out > 0 {
            lines
                .push(format!("{left_out} rows had no place in this workbook; the CSV files hold them all."));
        }
        lines.push(data.published.warning.clone());
        lines.extend(data.made_by());
        let mut at = 0;
        for line in &lines {
            at += 1;
            sheet.write_string_with_format(at, 0, cell(line), &wrap)?;
            sheet.set_row_height(at, 15.0 * (1 + line.chars().count() / 95) as f64)?;
        }
        sheet.set_paper_size(A4);
        sheet.set_column_width(0, 90)?;
        sheet.set_freeze_panes(1, 0)?;
        if let Some(moderator) = data.moderator {
            at += 2;
            heads(sheet, at, &["agreement of program and inspector (quadratic weighted kappa)"], &head)?;
            for (criterion, compared) in Criterion::ALL.iter().zip(&moderator.compared) {
                if compared.table.total() > 0 {
                    at += 1;
                    put(sheet, at, 0, &format!("{}: {}", words(criterion.id()), kappa(compared)))?;
                }
            }
            at += 2;
            heads(sheet, at, &["letters that differ"], &head)?;
            for d in &moderator.differ {
                at += 1;
                let line = format!(
                    "{}: {}: {} by the program, {} by the inspector. {}",
                    d.id,
                    words(&d.criterion),
                    d.ours,
                    d.theirs,
                    d.note
                );
                put(sheet, at, 0, &line)?;
            }
        }
        Ok(())
    }
}

fn put(sheet: &mut Worksheet, row: u32, column: u16, text: &str) -> Done {
    if !text.is_empty() {
        sheet.write_string(row, column, cell(text))?;
    }
    Ok(())
}

fn heads(sheet: &mut Worksheet, row: u32, titles: &[&str], head: &Format) -> Done {
    for (column, title) in (0u16..).zip(titles) {
        sheet.write_string_with_format(row, column, *title, head)?;
    }
    Ok(())
}

/// Each share in three cells: value, lower and upper end, all numbers.
fn shares(sheet: &mut Worksheet, row: u32, from: u16, shares: &[Option<Share>], percent: &Format) -> Done {
    for (place, share) in (0u16..).zip(shares) {
        if let Some(share) = share {
            for (offset, value) in (0u16..).zip([share.value, share.low, share.high]) {
                sheet.write_number_with_format(row, from + 3 * place + offset, value, percent)?;
            }
        }
    }
    Ok(())
}
