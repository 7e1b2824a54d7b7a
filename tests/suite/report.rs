//! The inspection: score with resume, summary, report, moderation; hostile input; names taken out.

use assert_cmd::Command;
use lettermark::assessment::agreement::Table;
use lettermark::assessment::summary::{Summary, share};
use lettermark::assessment::{Assessment, Engine, Options};
use lettermark::facts::CaseFacts;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn lettermark() -> Command {
    Command::new(env!("CARGO_BIN_EXE_lettermark"))
}

/// A folder with the first letters of the corpus and their manifest.
fn inspection(letters: usize) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir(dir.path().join("letters")).unwrap();
    let manifest = fs::read_to_string(root().join("corpus/manifest.csv")).unwrap();
    let lines: Vec<&str> = manifest.lines().take(letters + 1).collect();
    for line in &lines[1..] {
        let file = line.split(',').nth(1).unwrap();
        fs::copy(root().join("corpus").join(file), dir.path().join(file)).unwrap();
    }
    fs::write(dir.path().join("manifest.csv"), lines.join("\n")).unwrap();
    dir
}

fn score(dir: &Path, more: &[&str]) -> assert_cmd::assert::Assert {
    let mut command = lettermark();
    command.args(["score", "--quiet", "--manifest"]).arg(dir.join("manifest.csv"));
    command.arg("--out").arg(dir.join("out.jsonl")).args(more);
    command.assert()
}

fn report(dir: &Path, more: &[&str]) -> assert_cmd::assert::Assert {
    let mut command = lettermark();
    command.current_dir(dir).args(["report", "out.jsonl", "--force"]).args(more).assert()
}

fn numbers(file: &str) -> Vec<Vec<f64>> {
    fs::read_to_string(root().join("tests/data").join(file))
        .unwrap()
        .lines()
        .filter(|l| !l.starts_with('#'))
        .map(|l| l.split('\t').map(|c| c.parse().unwrap()).collect())
        .collect()
}

#[test]
fn wilson_intervals_equal_those_of_statsmodels() {
    let rows = numbers("wilson.tsv");
    assert!(rows.len() >= 200);
    for row in rows {
        let ours = share(row[0] as u64, row[1] as u64).unwrap();
        assert!((ours.low - row[2]).abs() < 1e-9, "{row:?}: {ours:?}");
        assert!((ours.high - row[3]).abs() < 1e-9, "{row:?}: {ours:?}");
    }
    assert_eq!(share(0, 0), None);
}

#[test]
fn kappas_equal_those_of_statsmodels() {
    let rows = numbers("kappa.tsv");
    assert!(rows.len() >= 100);
    for row in rows {
        let cells = std::array::from_fn(|i| std::array::from_fn(|j| row[3 * i + j] as usize));
        let ours = Table { cells }.kappa().unwrap();
        assert!((ours.value - row[9]).abs() < 1e-9, "{row:?}: {ours:?}");
        assert!((ours.low - row[10]).abs() < 1e-9, "{row:?}: {ours:?}");
        assert!((ours.high - row[11].min(1.0)).abs() < 1e-9, "{row:?}: {ours:?}");
    }
}

fn assessments() -> Vec<Assessment> {
    let dir = inspection(9);
    score(dir.path(), &[]).success();
    fs::read_to_string(dir.path().join("out.jsonl"))
        .unwrap()
        .lines()
        .map(|l| serde_json::from_str(l).unwrap())
        .collect()
}

#[test]
fn summaries_of_parts_merge_into_that_of_the_whole() {
    let letters = assessments();
    let of = |part: &[Assessment]| {
        let mut summary = Summary::default();
        part.iter().for_each(|a| summary.add(a));
        summary
    };
    let whole = of(&letters);
    assert_eq!(whole.all.letters, 9);
    assert!(!whole.findings.is_empty() && !whole.elements.is_empty());
    for cut in 0..=letters.len() {
        let (left, right) = (of(&letters[..cut]), of(&letters[cut..]));
        let (mut forth, mut back) = (left.clone(), right.clone());
        forth.merge(&right);
        back.merge(&left);
        assert_eq!(forth, whole);
        assert_eq!(back, whole);
    }
    let backwards: Vec<Assessment> = letters.into_iter().rev().collect();
    assert_eq!(of(&backwards), whole);
}

#[test]
fn a_stock_sentence_is_found_and_quoted_without_names() {
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir(dir.path().join("letters")).unwrap();
    let mut manifest = "id,file,victim_name\n".to_owned();
    for (i, name) in ["Ana Shah", "Ben Okoro", "Cara Lund", "Dev Pillai"].iter().enumerate() {
        let last = name.split(' ').nth(1).unwrap();
        let text = format!(
            "Dear Ms {last}\n\nThe shop's camera number {i} had been switched off that week by its owner. \
             Tariq Malik reads every one of these letters before it leaves us.\n\nYours sincerely\n\nJo Penn\n"
        );
        fs::write(dir.path().join(format!("letters/{i}.txt")), text).unwrap();
        manifest.push_str(&format!("{i},letters/{i}.txt,{name}\n"));
    }
    fs::write(dir.path().join("manifest.csv"), manifest).unwrap();
    score(dir.path(), &[]).success();
    let without = String::from_utf8(report(dir.path(), &[]).success().get_output().stdout.clone()).unwrap();
    assert!(without.contains("give --letters to quote it") && !without.contains("leaves us"), "{without}");
    let with = report(dir.path(), &["--letters", "."]).success();
    let with = String::from_utf8(with.get_output().stdout.clone()).unwrap();
    assert!(with.contains("reads every one of these letters before it leaves us"), "{with}");
    assert!(!with.contains("Malik") && !with.contains("Tariq"), "{with}");
}

/// Every text that a report's files hold, by file.
fn texts(dir: &Path, files: &[&str]) -> BTreeMap<String, String> {
    let mut all = BTreeMap::new();
    for file in files {
        let bytes = fs::read(dir.join(file)).unwrap();
        if file.ends_with(".xlsx") {
            let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
            for i in 0..zip.len() {
                let mut part = zip.by_index(i).unwrap();
                let mut text = String::new();
                std::io::Read::read_to_string(&mut part, &mut text).unwrap();
                all.insert(format!("{file}/{}", part.name()), text);
            }
        } else {
            all.insert((*file).to_owned(), String::from_utf8(bytes).unwrap());
        }
    }
    all
}

const FILES: [&str; 4] = ["r.csv", "r-findings.csv", "r.xlsx", "r.html"];
const OUT: [&str; 6] = ["--csv", "r.csv", "--xlsx", "r.xlsx", "--html", "r.html"];

#[test]
fn no_known_name_stands_in_any_report() {
    let dir = inspection(30);
    score(dir.path(), &[]).success();
    let shown = report(dir.path(), &OUT).success();
    let mut outputs = texts(dir.path(), &FILES);
    outputs.insert("text".into(), String::from_utf8(shown.get_output().stdout.clone()).unwrap());
    let mut names = 0;
    for row in lettermark::facts::manifest::open(&dir.path().join("manifest.csv")).unwrap().flatten() {
        for name in [&row.victim_name, &row.defendant_name].into_iter().flatten() {
            names += 1;
            for (file, text) in &outputs {
                assert!(!text.contains(name.as_str()), "{name} stands in {file}");
            }
            // Nor any single word of a name in what is said of that letter.
            let id = format!("\"{}\"", row.id.as_deref().unwrap());
            for line in outputs["r-findings.csv"].lines().filter(|l| l.split(',').nth(1) == Some(&id)) {
                let words: Vec<&str> = line.split(|c: char| !c.is_alphabetic()).collect();
                for part in name.split(' ').filter(|p| p.len() > 2) {
                    assert!(!words.contains(&part), "{part} stands in {line}");
                }
            }
        }
    }
    assert!(names > 40);
    // The test could fail: kept names do stand there.
    report(dir.path(), &[&OUT[..], &["--keep-names"]].concat()).success();
    assert!(texts(dir.path(), &FILES)["r-findings.csv"].contains("Turner"));
}

#[test]
fn hostile_names_areas_and_letters_leave_every_output_safe() {
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir(dir.path().join("letters")).unwrap();
    let hostile = [
        "=cmd|' /C calc'!A0",
        "<script>alert(1)</script>",
        "@SUM(1+1)*cmd|'x'!A0",
        "+1\u{1b}[2J\u{7}",
        "-2+3;=1+1",
    ];
    let mut lines = Vec::new();
    for (i, h) in hostile.iter().enumerate() {
        let text = format!(
            "Dear {h}\n\n{h} was the accused. {h}\n\nWe have decided to discontinue the case, and {h} recieve \
             it forthwith. {}\n\nYours sincerely\n\n{h}\n",
            "x".repeat(if i == 0 { 100_000 } else { 3 })
        );
        let line = serde_json::json!({
            "id": h, "text": text, "area": h, "offence": h, "victim_name": h, "defendant_name": h,
            "kind": "vcl", "decision": "discontinued", "extra": h,
        });
        lines.push(line.to_string());
    }
    fs::write(dir.path().join("in.jsonl"), lines.join("\n")).unwrap();
    lettermark()
        .current_dir(dir.path())
        .args(["score", "--jsonl", "in.jsonl", "--out", "out.jsonl"])
        .assert()
        .success();
    for keep in [&[][..], &["--keep-names"][..]] {
        report(dir.path(), &[&OUT[..], keep].concat()).success();
        let outputs = texts(dir.path(), &FILES);
        for (file, text) in &outputs {
            // CSV has no mark-up to break out of.
            assert!(file.ends_with(".csv") || !text.contains("<script"), "{file}");
            assert!(
                !text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t')),
                "a control character in {file}"
            );
            assert!(!text.contains("<f>"), "a formula in {file}");
        }
        for file in ["r.csv", "r-findings.csv"] {
            let text = outputs[file].trim_start_matches('\u{feff}');
            let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
            let mut rows = 0;
            for record in reader.records() {
                rows += 1;
                for cell in &record.unwrap() {
                    assert!(cell.chars().count() < 3_000);
                    let first = cell.trim_start().chars().next().unwrap_or(' ');
                    let number = cell.parse::<f64>().is_ok();
                    assert!(number || !"=+-@|%".contains(first), "{file}: {cell}");
                    assert!(!cell.contains(";="), "{file}: {cell}");
                }
            }
            assert!(rows > 5, "{file}");
        }
    }
}

#[test]
fn a_huge_cell_in_the_assessments_is_cut() {
    let dir = inspection(2);
    score(dir.path(), &[]).success();
    let text = fs::read_to_string(dir.path().join("out.jsonl")).unwrap();
    let mut first: Assessment = serde_json::from_str(text.lines().next().unwrap()).unwrap();
    let area = first.facts.get_mut("area").unwrap();
    area.value = Some(format!("={}", "A".repeat(10 * 1024 * 1024)));
    fs::write(dir.path().join("out.jsonl"), first.to_json_line() + "\n").unwrap();
    let out = report(dir.path(), &OUT).success();
    assert!(out.get_output().stdout.len() < 100_000);
    for file in FILES {
        assert!(fs::metadata(dir.path().join(file)).unwrap().len() < 500_000, "{file}");
    }
}

/// The letters' table, header and rows.
fn letters(csv: &str) -> (Vec<String>, Vec<Vec<String>>) {
    let text = csv.trim_start_matches('\u{feff}');
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    let mut rows: Vec<Vec<String>> =
        reader.records().map(|r| r.unwrap().iter().map(str::to_owned).collect()).collect();
    (rows.remove(0), rows)
}

fn set(header: &[String], row: &mut [String], column: &str, value: &str) {
    let at = header.iter().position(|h| h == column).unwrap_or_else(|| panic!("no column {column}"));
    row[at] = value.to_owned();
}

fn moderate(header: &[String], rows: &mut [Vec<String>]) {
    let at = |name: &str| header.iter().position(|h| h.replace(' ', "_") == name).unwrap();
    let (empathy, own, note) = (at("empathy"), at("empathy_(yours)"), at("note"));
    for (i, row) in rows.iter_mut().enumerate() {
        row[own] = row[empathy].clone();
        if i == 0 {
            row[own] = if row[empathy] == "NM" { "FM" } else { "NM" }.into();
            row[note] = "=the warmth is borrowed".into();
        }
    }
    // An inspector sorts.
    rows.reverse();
}

fn check_moderated(dir: &Path, file: &str) {
    let out = report(dir, &["--moderated", file, "--csv", "m.csv"]).success();
    let text = String::from_utf8(out.get_output().stdout.clone()).unwrap();
    let prose = text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(prose.contains("An inspector moderated 9 of 9 letters"), "{text}");
    assert!(prose.contains("They differ in 1 rating."), "{text}");
    assert!(text.contains("9 letters, 89% equal"), "{text}");
    assert!(text.contains("by the inspector  =the warmth is borrowed"), "{text}");
    let (header, rows) = letters(&fs::read_to_string(dir.join("m.csv")).unwrap());
    let at = |name: &str| header.iter().position(|h| h == name).unwrap();
    assert_ne!(rows[0][at("empathy")], rows[0][at("empathy (yours)")]);
    assert_eq!(rows[0][at("note")], "'=the warmth is borrowed");
    assert_eq!(rows[1][at("empathy")], rows[1][at("empathy (yours)")]);
}

#[test]
fn moderation_comes_back_from_csv() {
    let dir = inspection(9);
    score(dir.path(), &[]).success();
    report(dir.path(), &OUT).success();
    let (header, mut rows) = letters(&fs::read_to_string(dir.path().join("r.csv")).unwrap());
    moderate(&header, &mut rows);
    // As a spreadsheet of another country saves it.
    for by in [b',', b';'] {
        let mut writer =
            csv::WriterBuilder::new().delimiter(by).from_path(dir.path().join("moderated.csv")).unwrap();
        writer.write_record(&header).unwrap();
        rows.iter().for_each(|r| writer.write_record(r).unwrap());
        writer.flush().unwrap();
        check_moderated(dir.path(), "moderated.csv");
    }
    set(&header, &mut rows[0], "overall (yours)", "good");
    let mut writer = csv::Writer::from_path(dir.path().join("bad.csv")).unwrap();
    writer.write_record(&header).unwrap();
    rows.iter().for_each(|r| writer.write_record(r).unwrap());
    writer.flush().unwrap();
    let refused = report(dir.path(), &["--moderated", "bad.csv"]).code(2);
    let said = String::from_utf8(refused.get_output().stderr.clone()).unwrap();
    assert!(
        said.contains("bad.csv:2") && said.contains("the rating of overall is not FM, PM or NM"),
        "{said}"
    );
}

#[cfg(feature = "xlsx")]
#[test]
fn moderation_comes_back_from_the_workbook() {
    use calamine::{Reader, Xlsx, open_workbook};
    let dir = inspection(9);
    score(dir.path(), &[]).success();
    report(dir.path(), &OUT).success();
    let mut book: Xlsx<_> = open_workbook(dir.path().join("r.xlsx")).unwrap();
    assert_eq!(book.sheet_names(), ["summary", "areas", "letters", "findings", "elements", "about"]);
    let sheet = book.worksheet_range("letters").unwrap();
    let mut rows: Vec<Vec<String>> =
        sheet.rows().map(|r| r.iter().map(ToString::to_string).collect()).collect();
    let header = rows.remove(0);
    assert_eq!(rows.len(), 9);
    moderate(&header, &mut rows);
    let mut edited = rust_xlsxwriter::Workbook::new();
    edited.add_worksheet().set_name("summary").unwrap();
    let sheet = edited.add_worksheet().set_name("letters").unwrap();
    for (r, row) in std::iter::once(&header).chain(&rows).enumerate() {
        for (c, cell) in row.iter().enumerate() {
            sheet.write_string(r as u32, c as u16, cell).unwrap();
        }
    }
    // A stray cell in the last corner costs nothing.
    sheet.write_string(1_048_575, 16_383, "stray").unwrap();
    edited.save(dir.path().join("moderated.xlsx")).unwrap();
    check_moderated(dir.path(), "moderated.xlsx");
}

#[cfg(feature = "xlsx")]
#[test]
fn the_workbook_has_filters_frozen_headers_drop_downs_and_numbers() {
    let dir = inspection(9);
    score(dir.path(), &[]).success();
    report(dir.path(), &OUT).success();
    let first = fs::read(dir.path().join("r.xlsx")).unwrap();
    let parts = texts(dir.path(), &["r.xlsx"]);
    let letters = &parts["r.xlsx/xl/worksheets/sheet3.xml"];
    assert!(letters.contains("state=\"frozen\"") && letters.contains("<autoFilter"));
    assert_eq!(letters.matches("\"FM,PM,NM\"").count(), 8);
    let summary = &parts["r.xlsx/xl/worksheets/sheet1.xml"];
    assert!(parts["r.xlsx/xl/styles.xml"].contains("0.0%"));
    // The first criterion's share is a number in a cell of its own.
    let cell = summary.split("r=\"C2\"").nth(1).unwrap().split("</c>").next().unwrap();
    assert!(cell.contains("<v>0.") && !cell.contains("t=\"s\""), "{cell}");
    // The same letters give the same bytes.
    report(dir.path(), &OUT).success();
    assert_eq!(fs::read(dir.path().join("r.xlsx")).unwrap(), first);
}

#[test]
fn an_unreadable_letter_and_one_not_sent_are_rows() {
    let dir = inspection(3);
    let mut manifest = fs::read_to_string(dir.path().join("manifest.csv")).unwrap();
    manifest.push_str("\nempty,letters/empty.txt,vcl,discontinued,CPS,Wessex,theft,standard,,,2025-01-06,,");
    manifest.push_str("\nunsent,,vcl,discontinued,CPS,Wessex,theft,standard,,,2025-01-06,,");
    fs::write(dir.path().join("manifest.csv"), manifest).unwrap();
    fs::write(dir.path().join("letters/empty.txt"), "").unwrap();
    score(dir.path(), &["--as-of", "2025-06-02"]).code(1);
    let out = report(dir.path(), &OUT).code(1);
    let text = String::from_utf8(out.get_output().stdout.clone()).unwrap();
    assert!(text.starts_with("3 letters\n"), "{text}");
    assert!(text.contains("counted nowhere else: 1 row.") && text.contains("For 1 row no letter"), "{text}");
    assert!(text.contains("1 not sent"), "{text}");
    let (header, rows) = letters(&fs::read_to_string(dir.path().join("r.csv")).unwrap());
    let error = header.iter().position(|h| h == "error").unwrap();
    assert_eq!(rows.len(), 5);
    assert!(!rows[3][error].is_empty() && !rows[3][error].contains(dir.path().to_str().unwrap()));
}

#[test]
fn a_broken_run_goes_on_with_the_same_bytes() {
    let dir = inspection(8);
    score(dir.path(), &[]).success();
    let path = dir.path().join("out.jsonl");
    let whole = fs::read(&path).unwrap();
    // Twenty places, spread by a fixed rule: inside lines, at their ends, before the first, after the last.
    let mut cuts: Vec<usize> = (0..17).map(|i| (i * 7_919_317) % whole.len()).collect();
    let first = whole.iter().position(|b| *b == b'\n').unwrap();
    cuts.extend([0, first, first + 1, whole.len()]);
    for cut in cuts {
        fs::write(&path, &whole[..cut]).unwrap();
        score(dir.path(), &["--resume"]).success();
        assert!(fs::read(&path).unwrap() == whole, "cut at {cut}");
    }
}

#[test]
fn a_run_that_was_killed_goes_on_with_the_same_bytes() {
    let dir = inspection(6);
    score(dir.path(), &[]).success();
    let path = dir.path().join("out.jsonl");
    let whole = fs::read(&path).unwrap();
    fs::remove_file(&path).unwrap();
    let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_lettermark"))
        .args(["score", "--quiet", "--manifest"])
        .arg(dir.path().join("manifest.csv"))
        .arg("--out")
        .arg(&path)
        .stdout(std::process::Stdio::null())
        .spawn()
        .unwrap();
    // Whenever this falls, the end is the same.
    std::thread::sleep(std::time::Duration::from_millis(150));
    let _ = child.kill();
    child.wait().unwrap();
    score(dir.path(), &["--resume"]).success();
    assert!(fs::read(&path).unwrap() == whole);
}

#[test]
fn resume_is_refused_where_something_changed() {
    let dir = inspection(4);
    score(dir.path(), &[]).success();
    let path = dir.path().join("out.jsonl");
    let whole = fs::read_to_string(&path).unwrap();
    let refused = |why: &str| {
        let out = score(dir.path(), &["--resume"]).code(2);
        let said = String::from_utf8(out.get_output().stderr.clone()).unwrap();
        assert!(said.contains(why), "{said}");
    };
    fs::write(&path, whole.replace("\"lexicons\":\"", "\"lexicons\":\"0")).unwrap();
    refused("another version of the program or its lexicons");
    fs::write(&path, whole.replace("\"version\":\"", "\"version\":\"9.")).unwrap();
    refused("another version of the program or its lexicons");
    fs::write(&path, whole.replace("realistic-2023", "strict-2018")).unwrap();
    refused("other settings");
    fs::write(&path, "not an assessment\n").unwrap();
    refused("a line is no assessment");
    fs::write(&path, &whole).unwrap();
    let manifest: PathBuf = dir.path().join("manifest.csv");
    let rows = fs::read_to_string(&manifest).unwrap();
    fs::write(&manifest, rows.replacen("Wessex", "Wales", 1)).unwrap();
    refused("the manifest or the folder is not the same");
}

#[test]
fn reports_are_never_written_over_unless_forced() {
    let dir = inspection(2);
    score(dir.path(), &[]).success();
    fs::write(dir.path().join("r.csv"), "mine").unwrap();
    lettermark().current_dir(dir.path()).args(["report", "out.jsonl", "--csv", "r.csv"]).assert().code(2);
    assert_eq!(fs::read_to_string(dir.path().join("r.csv")).unwrap(), "mine");
    lettermark().current_dir(dir.path()).args(["report", "none.jsonl"]).assert().code(2);
}

#[test]
fn groups_are_counted_once_a_letter_and_category() {
    let facts = CaseFacts::from_fields([
        ("id", "one"),
        ("area", "Wessex"),
        ("kind", "vcl"),
        ("decision", "discontinued"),
        ("victim_category", "serious;child"),
        ("decision_date", "2025-03-31"),
        ("sent_date", "2025-04-01"),
    ])
    .unwrap();
    let engine = Engine::embedded().unwrap();
    let text = "Dear Ms Ward\n\nWe have decided to stop the case against Mr Hale.\n".to_owned();
    let assessment = engine.assess_text(text, &facts, &Options::default()).unwrap();
    let mut summary = Summary::default();
    summary.add(&assessment);
    let groups: Vec<String> = lettermark::assessment::summary::DIMENSIONS
        .iter()
        .flat_map(|d| summary.by(*d).map(|(name, t)| format!("{name} {}", t.letters)).collect::<Vec<_>>())
        .collect();
    assert_eq!(groups, ["Wessex 1", "vcl 1", "vcl: discontinued 1", "child 1", "serious 1", "2025-04 1"]);
}
