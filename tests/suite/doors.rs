//! The same letter by every door gives the same assessment; bad input gives one clear line.

use assert_cmd::Command;
use lettermark::assessment::{Assessment, Engine, Options};
use lettermark::facts::CaseFacts;
use std::fs;
use std::path::Path;
use tempfile::TempDir;

const LETTER: &str = "Dorset Police\nDorchester\n\n14 May 2026\n\nDear Ms Ward\n\nI am writing to tell you that we have closed the \
case about the break-in at your shop on 3 April 2026. The only camera in the street was broken, and nobody saw who did it.\n\n\
You can ask for this decision to be looked at again within 3 months.\n\nYours sincerely\n\nPC Alan Peel\n01632 960123\n";

fn lettermark() -> Command {
    Command::cargo_bin("lettermark").unwrap()
}

/// Apart from id and source, which may differ by door.
fn bare(json: &str) -> serde_json::Value {
    let mut assessment: Assessment = serde_json::from_str(json).unwrap();
    assessment.id.clear();
    assessment.source.file = None;
    serde_json::to_value(assessment).unwrap()
}

fn write(dir: &TempDir, name: &str, bytes: impl AsRef<[u8]>) -> std::path::PathBuf {
    let path = dir.path().join(name);
    fs::write(&path, bytes).unwrap();
    path
}

#[test]
fn every_door_gives_the_same_assessment() {
    let dir = TempDir::new().unwrap();
    let letter = write(&dir, "l1.txt", LETTER);
    write(
        &dir,
        "manifest.csv",
        "id,file,kind,decision,sent_date,decision_date\nl1,l1.txt,police,no_further_action,2026-05-14,2026-05-11\n",
    );
    let facts = CaseFacts::from_fields([
        ("kind", "police"),
        ("decision", "no_further_action"),
        ("sent_date", "2026-05-14"),
        ("decision_date", "2026-05-11"),
    ])
    .unwrap();
    let engine = Engine::embedded().unwrap();
    let library = engine.assess_text(LETTER.into(), &facts, &Options::default()).unwrap();
    let library = bare(&library.to_json_line());

    let checked = lettermark()
        .args(["check", "--format", "json", "--kind", "police", "--decision", "no_further_action"])
        .args(["--sent-date", "14/05/2026", "--decision-date", "2026-05-11"])
        .arg(&letter)
        .output()
        .unwrap();
    assert!(checked.status.success());
    assert_eq!(bare(std::str::from_utf8(&checked.stdout).unwrap()), library);

    let out = dir.path().join("out.jsonl");
    lettermark()
        .args(["score", "--manifest"])
        .arg(dir.path().join("manifest.csv"))
        .arg("--out")
        .arg(&out)
        .assert()
        .success();
    assert_eq!(bare(&fs::read_to_string(&out).unwrap()), library);

    let line = serde_json::json!({
        "id": "l1", "text": LETTER, "kind": "police", "decision": "no_further_action",
        "sent_date": "2026-05-14", "decision_date": "2026-05-11",
    });
    let scored = lettermark().args(["score", "--jsonl"]).write_stdin(format!("{line}\n")).output().unwrap();
    assert!(scored.status.success());
    assert_eq!(bare(std::str::from_utf8(&scored.stdout).unwrap()), library);

    let by_row = lettermark()
        .args(["check", "--format", "json", "--manifest"])
        .arg(dir.path().join("manifest.csv"))
        .arg(&letter)
        .output()
        .unwrap();
    assert_eq!(bare(std::str::from_utf8(&by_row.stdout).unwrap()), library);
}

#[test]
fn one_thread_and_many_write_the_same_bytes() {
    let dir = TempDir::new().unwrap();
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus/manifest.csv");
    let mut written = Vec::new();
    for threads in ["1", "4"] {
        let out = dir.path().join(format!("{threads}.jsonl"));
        lettermark()
            .args(["score", "-q", "--threads", threads, "--manifest"])
            .arg(&corpus)
            .arg("--out")
            .arg(&out)
            .assert()
            .success();
        written.push(fs::read(out).unwrap());
    }
    assert!(written[0] == written[1]);
}

#[test]
fn a_broken_run_goes_on_to_the_same_bytes() {
    let dir = TempDir::new().unwrap();
    for i in 0..12 {
        write(&dir, &format!("l{i:02}.txt"), LETTER.replace("Ward", &format!("Ward{i}")));
    }
    let out = dir.path().join("out.jsonl");
    let run = |more: &[&str]| {
        let mut command = lettermark();
        command.args(["score", "-q"]).arg(dir.path()).arg("--out").arg(&out).args(more);
        command.assert()
    };
    run(&[]).success();
    let whole = fs::read(&out).unwrap();
    for cut in [0, 1, whole.len() / 3, whole.len() / 2, whole.len() - 1, whole.len()] {
        fs::write(&out, &whole[..cut]).unwrap();
        run(&["--resume"]).success();
        assert!(fs::read(&out).unwrap() == whole, "cut at {cut}");
    }
    // Other settings, or another folder, are refused and the file is left as it was.
    run(&["--resume", "--strictness", "strict-2018"]).code(2);
    write(&dir, "a-new-first-letter.txt", LETTER);
    run(&["--resume"]).code(2);
    assert!(fs::read(&out).unwrap() == whole);
    // And nothing is written over without a word.
    run(&[]).code(2);
}

/// Runs a command that must fail with this code and one line that holds these words and no more.
fn one_line(command: &mut Command, code: i32, words: &[&str]) {
    let output = command.output().unwrap();
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(code), "{stderr}");
    assert_eq!(stderr.trim_end().lines().count(), 1, "{stderr}");
    for word in words {
        assert!(stderr.contains(word), "{word} is not in: {stderr}");
    }
    assert!(!stderr.contains("panicked"), "{stderr}");
}

#[test]
fn bad_input_gets_one_clear_line() {
    let dir = TempDir::new().unwrap();
    let empty = write(&dir, "empty.txt", "");
    one_line(lettermark().arg("check").arg(&empty), 1, &["empty.txt", "empty"]);
    let noise = write(&dir, "noise.txt", (0..4000u32).map(|i| (i * 7919 % 256) as u8).collect::<Vec<_>>());
    one_line(lettermark().arg("check").arg(&noise), 1, &["noise.txt"]);
    let fake = write(&dir, "fake.docx", b"PK\x03\x04 this is no zip");
    one_line(lettermark().arg("check").arg(&fake), 1, &["fake.docx"]);
    one_line(lettermark().args(["check", "not-there.txt"]), 2, &["not-there.txt"]);
    one_line(lettermark().args(["score", "no-such-folder"]), 2, &["no-such-folder"]);
    one_line(lettermark().args(["explain", "term.discontinu"]), 2, &["term.discontinue"]);

    let lexicons = dir.path().join("lexicons/plain_english");
    fs::create_dir_all(&lexicons).unwrap();
    fs::write(
        lexicons.join("mine.toml"),
        "title = \"Mine\"\ncriterion = \"plain_english\"\n\n[[entry]]\nid = \"term.x\"\nmatchs = [\"x\"]\n",
    )
    .unwrap();
    one_line(
        lettermark().arg("check").arg(&empty).arg("--lexicons").arg(dir.path().join("lexicons")),
        2,
        &["mine.toml:", "matchs"],
    );

    let large = dir.path().join("large.txt");
    fs::File::create(&large).unwrap().set_len(200 * 1024 * 1024).unwrap();
    one_line(lettermark().arg("check").arg(&large), 1, &["large.txt"]);
}

#[test]
fn one_bad_letter_does_not_stop_the_rest() {
    let dir = TempDir::new().unwrap();
    write(&dir, "a.txt", LETTER);
    write(&dir, "b.txt", "");
    write(&dir, "c.txt", LETTER);
    let out = dir.path().join("out.jsonl");
    // As Excel saves it, with one bad cell.
    let manifest = write(
        &dir,
        "m.csv",
        "\u{feff}ID;File;Sent date\r\na;a.txt;14/05/2026\r\nb;b.txt;\r\nc;c.txt;2026-05-14\r\nd;a.txt;yesterday\r\n",
    );
    let result =
        lettermark().args(["score", "--manifest"]).arg(&manifest).arg("--out").arg(&out).output().unwrap();
    assert_eq!(result.status.code(), Some(1));
    let rows: Vec<Assessment> =
        fs::read_to_string(&out).unwrap().lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    assert_eq!(rows.len(), 4);
    assert_eq!(rows.iter().filter(|r| r.error.is_some()).count(), 2);
    assert_eq!(rows[0].facts["sent_date"].value.as_deref(), Some("2026-05-14"));
}

#[test]
fn the_exit_code_tells_of_a_letter_below_the_bar() {
    let dir = TempDir::new().unwrap();
    let letter = write(&dir, "l.txt", LETTER);
    lettermark().arg("check").arg(&letter).args(["--fail-under", "required_content=FM"]).assert().code(3);
}

#[test]
fn terminal_output_stays_within_eighty_columns() {
    let dir = TempDir::new().unwrap();
    let letter = write(
        &dir,
        "l.txt",
        LETTER.replace("broken", "out of order and the matter was discontinued pursuant to section 23"),
    );
    let output = lettermark().arg("check").arg(&letter).arg("--looks").output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.contains("term.discontinue"));
    for line in text.lines() {
        // The path of a letter is the caller's and may be long.
        assert!(line.chars().count() <= 80 || line.contains("-->"), "{line}");
    }
}
