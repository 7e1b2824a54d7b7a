//! `lettermark due`: the last day to send a letter, and why; for one case or a whole caseload.

use crate::calendar::{days_between, written_full};
use crate::criteria::timeliness::Rules;
use crate::criteria::timeliness::due::{Due, by_urgency, due};
use crate::error::{Error, ErrorKind};
use crate::facts::{CaseFacts, manifest};
use crate::lexicon::Files;
use clap::{Args, ValueEnum};
use jiff::civil::Date;
use std::io::Write;
use std::path::PathBuf;

/// Which case or cases, and how to show the days.
#[derive(Args, Clone, Debug, Default)]
pub struct DueArgs {
    /// The day of the decision or event (2026-05-01 or 01/05/2026).
    #[arg(long, value_name = "DATE", required_unless_present = "caseload")]
    pub decision_date: Option<String>,
    /// The letter kind: vcl, vlo, police, vrr, complaint, wcu, yot.
    #[arg(long, value_name = "KIND")]
    pub kind: Option<String>,
    /// The decision: not_to_charge, discontinued, ...
    #[arg(long, value_name = "DECISION")]
    pub decision: Option<String>,
    /// The variant under the decision, where it has one.
    #[arg(long, value_name = "VARIANT")]
    pub variant: Option<String>,
    /// One or several, joined by semicolons: standard, vulnerable, intimidated, serious, bereaved, persistent,
    /// child.
    #[arg(long, value_name = "CATEGORY")]
    pub victim_category: Vec<String>,
    /// Whether enhanced rights apply, where it is known.
    #[arg(long, value_name = "yes|no")]
    pub enhanced: Option<String>,
    /// Who writes: CPS, police, probation, ...
    #[arg(long, value_name = "AGENCY")]
    pub agency: Option<String>,
    /// A manifest (CSV): list every letter in it that is not sent yet, the most urgent first.
    #[arg(long, value_name = "CSV", conflicts_with_all = ["decision_date", "kind", "decision", "variant",
          "victim_category", "enhanced", "agency"])]
    pub caseload: Option<PathBuf>,
    /// Form of the output.
    #[arg(long, value_enum, default_value_t = DueForm::Text)]
    pub format: DueForm,
    /// The edition of the Victims' Code to count by.
    #[arg(long, value_name = "ID", default_value = "vc-2021")]
    pub code: String,
    /// Lay this folder of lexicons over the built-in ones, file by file.
    #[arg(long, value_name = "DIR")]
    pub lexicons: Option<PathBuf>,
    /// The day from which "overdue" is told in text; today unless given.
    #[arg(long, value_name = "DATE")]
    pub as_of: Option<Date>,
}

/// The forms of the list.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum DueForm {
    /// For people.
    #[default]
    Text,
    /// A table.
    Csv,
    /// One object a case and duty.
    Jsonl,
}

/// Writes the days. Gives the errors of caseload rows that could not be read; the others are listed.
///
/// # Errors
/// Where the data, the arguments or the caseload cannot be used, or the output cannot be written.
pub fn run(args: &DueArgs, out: &mut impl Write) -> anyhow::Result<Vec<Error>> {
    let files = match &args.lexicons {
        Some(dir) => Files::overlaid(dir)?,
        None => Files::embedded(),
    };
    let rules = Rules::load(&files)?;
    let mut unread = Vec::new();
    let mut rows = Vec::new();
    if let Some(path) = &args.caseload {
        for row in manifest::open(path)? {
            match row {
                Ok(facts) => rows.extend(due(&rules, &facts, &args.code)),
                Err(error) if error.kind() == ErrorKind::Letter => unread.push(error),
                Err(error) => return Err(error.into()),
            }
        }
        by_urgency(&mut rows);
    } else {
        let facts = one_case(args)?;
        if let Some(what) = rules.missing(&facts, &args.code) {
            return Err(Error::usage(format!("{what} is not known"))
                .remedy("give --kind and --decision, as in a manifest")
                .into());
        }
        rows = due(&rules, &facts, &args.code);
        by_urgency(&mut rows);
    }
    let today = args.as_of.unwrap_or_else(|| jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date());
    match args.format {
        DueForm::Jsonl => {
            for row in &rows {
                serde_json::to_writer(&mut *out, row)?;
                writeln!(out)?;
            }
        }
        DueForm::Csv => csv(&rows, &mut *out)?,
        DueForm::Text if args.caseload.is_some() => {
            for row in &rows {
                list_line(row, today, out)?;
            }
        }
        DueForm::Text => {
            for row in &rows {
                explain(row, today, out)?;
            }
        }
    }
    Ok(unread)
}

/// The case that the options describe.
fn one_case(args: &DueArgs) -> Result<CaseFacts, Error> {
    let categories = args.victim_category.join(";");
    let fields = [
        ("decision_date", args.decision_date.as_deref()),
        ("kind", args.kind.as_deref()),
        ("decision", args.decision.as_deref()),
        ("variant", args.variant.as_deref()),
        ("victim_category", Some(categories.as_str())),
        ("enhanced", args.enhanced.as_deref()),
        ("agency", args.agency.as_deref()),
    ];
    CaseFacts::from_fields(fields.into_iter().filter_map(|(name, value)| Some((name, value?))))
        // A fault in an option is wrong use, not a letter that cannot be read.
        .map_err(|e| Error::usage(e.to_string()))
}

fn csv(rows: &[Due], out: &mut impl Write) -> anyhow::Result<()> {
    let mut table = csv::Writer::from_writer(out);
    table.write_record(["id", "due", "due_standard", "duty", "limit", "unit", "source", "why"])?;
    let day = |d: Option<Date>| d.map(|d| d.to_string()).unwrap_or_default();
    for row in rows {
        table.write_record([
            row.id.as_deref().unwrap_or_default(),
            &day(row.due),
            &day(row.due_standard),
            row.duty.as_deref().unwrap_or_default(),
            &row.limit.map(|n| n.to_string()).unwrap_or_default(),
            row.unit.unwrap_or_default(),
            row.source.as_deref().unwrap_or_default(),
            &row.why,
        ])?;
    }
    table.flush()?;
    Ok(())
}

/// One line of a caseload's list.
fn list_line(row: &Due, today: Date, out: &mut impl Write) -> std::io::Result<()> {
    let day = row.due.map_or_else(|| "no day    ".to_owned(), |d| d.to_string());
    let state = match row.due {
        Some(due) if due < today => "overdue",
        Some(due) if due == today => "today",
        _ => "",
    };
    let (id, duty) = (row.id.as_deref().unwrap_or("-"), row.duty.as_deref().unwrap_or("-"));
    writeln!(out, "{day}  {state:<7}  {id}  {duty}  {}", row.why)
}

/// One case and duty, told in full.
fn explain(row: &Due, today: Date, out: &mut impl Write) -> std::io::Result<()> {
    match (row.due, row.due_standard) {
        (Some(due), Some(standard)) => writeln!(
            out,
            "Send by {} if enhanced rights apply, else by {}.",
            written_full(due),
            written_full(standard)
        )?,
        (Some(due), None) => writeln!(out, "Send by {}.", written_full(due))?,
        (None, _) => writeln!(out, "No last day.")?,
    }
    if let Some(due) = row.due.filter(|due| *due < today) {
        let days = days_between(due, today);
        writeln!(out, "  That was {days} day{} ago.", if days == 1 { "" } else { "s" })?;
    }
    match &row.duty {
        Some(duty) => writeln!(out, "  {duty}: {}", row.why)?,
        None => writeln!(out, "  {}", row.why)?,
    }
    if let Some(source) = &row.source {
        writeln!(out, "  Source: {source}")?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(args: &DueArgs) -> String {
        let mut out = Vec::new();
        assert!(run(args, &mut out).expect("runs").is_empty());
        String::from_utf8(out).expect("UTF-8")
    }

    fn args() -> DueArgs {
        DueArgs { code: "vc-2021".into(), as_of: Some(Date::constant(2026, 5, 1)), ..DueArgs::default() }
    }

    #[test]
    fn one_case_is_told_with_its_reason() {
        let case = DueArgs {
            decision_date: Some("01/05/2026".into()),
            kind: Some("vcl".into()),
            decision: Some("discontinued".into()),
            victim_category: vec!["standard".into()],
            ..args()
        };
        let told = text(&case);
        assert!(told.contains("Send by Monday 11 May 2026."), "{told}");
        assert!(
            told.contains("TC02") && told.contains("5 working days after the decision on Friday 1 May 2026")
        );
        assert!(told.contains("Source: CPS guidance"), "{told}");
        let unknown = DueArgs { victim_category: Vec::new(), ..case.clone() };
        assert!(
            text(&unknown)
                .contains("Send by Tuesday 5 May 2026 if enhanced rights apply, else by Monday 11 May")
        );
        let final_review = DueArgs {
            kind: Some("vrr".into()),
            decision: Some("review_outcome".into()),
            variant: Some("final".into()),
            ..case.clone()
        };
        assert!(
            text(&final_review).contains("Source: practice, unconfirmed"),
            "a fact from memory is not cited"
        );
        for wrong in [
            DueArgs { decision_date: Some("31/02/2026".into()), ..case.clone() },
            DueArgs { kind: Some("vlc".into()), ..case.clone() },
            DueArgs { decision: None, ..case.clone() },
            DueArgs { decision: Some("no_such".into()), ..case },
        ] {
            let error = run(&wrong, &mut Vec::new()).expect_err("wrong use");
            assert_eq!(error.downcast_ref::<Error>().map(Error::kind), Some(ErrorKind::Usage), "{error}");
        }
    }

    #[test]
    fn a_caseload_is_sorted_and_its_bad_rows_are_told() {
        let dir = tempfile::tempdir().expect("a folder");
        let path = dir.path().join("caseload.csv");
        let table = "id,kind,decision,victim_category,decision_date,sent_date\n\
            late,vcl,discontinued,standard,2026-04-01,\n\
            sent,vcl,discontinued,standard,2026-04-01,2026-04-02\n\
            soon,vcl,not_to_charge,,2026-04-30,\n\
            bad,vcl,not_to_charge,,31/02/2026,\n\
            none,vlo,release_or_recall,serious,2026-04-30,\n\
            first,police,crime_recorded,,2026-03-02,\n";
        std::fs::write(&path, table).expect("written");
        let list = DueArgs { caseload: Some(path), format: DueForm::Jsonl, ..args() };
        let mut out = Vec::new();
        let unread = run(&list, &mut out).expect("runs");
        assert_eq!(unread.len(), 1);
        assert_eq!(unread[0].line(), Some(5));
        let rows: Vec<serde_json::Value> = String::from_utf8(out)
            .expect("UTF-8")
            .lines()
            .map(|l| serde_json::from_str(l).expect("an object a line"))
            .collect();
        let ids: Vec<_> = rows.iter().map(|r| r["id"].as_str().unwrap_or_default()).collect();
        assert_eq!(ids, ["first", "late", "soon", "none"]);
        assert_eq!(rows[2]["due"], "2026-05-01");
        assert_eq!(rows[2]["due_standard"], "2026-05-08");
        assert_eq!(
            (&rows[2]["duty"], &rows[2]["limit"], &rows[2]["unit"]),
            (&serde_json::json!("TC01"), &serde_json::json!(1), &serde_json::json!("working_days"))
        );
        assert!(rows[2]["source"].is_string() && rows[3]["due"].is_null());
        let told = {
            let mut out = Vec::new();
            run(&DueArgs { format: DueForm::Text, ..list.clone() }, &mut out).expect("runs");
            String::from_utf8(out).expect("UTF-8")
        };
        assert!(told.starts_with("2026-03-09  overdue  first  TP01"), "{told}");
        assert!(told.contains("2026-05-01  today    soon"), "{told}");
        let mut out = Vec::new();
        run(&DueArgs { format: DueForm::Csv, ..list }, &mut out).expect("runs");
        assert_eq!(String::from_utf8(out).expect("UTF-8").lines().count(), 5);
    }
}
