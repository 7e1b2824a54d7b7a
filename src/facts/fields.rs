//! Names and values into [`CaseFacts`]: the one way in for manifests, JSON, options and the API.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::values::{bad, day, fold, known, yes_or_no};
use super::{CaseFacts, kinds};
use crate::error::{Error, Result};
use crate::limits;

/// The columns that are facts, in the order in which they are always listed.
pub const COLUMNS: &[&str] = &[
    "id",
    "file",
    "kind",
    "decision",
    "variant",
    "agency",
    "area",
    "offence",
    "offence_group",
    "victim_category",
    "victim_name",
    "defendant_name",
    "decision_date",
    "sent_date",
    "vrr_eligible",
    "enhanced",
    "bereaved",
    "child",
    "victim_withdrew",
    "all_proceedings_ended",
    "suspect_interviewed",
    "specified_for_meeting",
    "welsh_preferred",
    "language_preferred",
    "safe_contact_risk",
];

impl CaseFacts {
    /// Case facts from named values. Names are compared with any case, and with spaces or hyphens for
    /// underscores; an unknown name is kept in [`CaseFacts::other`] as written. An empty value, "unknown"
    /// and "n/a" say nothing. Facts that conflict become warnings.
    ///
    /// # Errors
    /// Where a value cannot be read or is too long, or a fact is given twice; the error names the column.
    pub fn from_fields<N, V>(fields: impl IntoIterator<Item = (N, V)>) -> Result<CaseFacts>
    where
        N: AsRef<str>,
        V: AsRef<str>,
    {
        let mut facts = CaseFacts::default();
        let mut seen = BTreeSet::new();
        for (name, value) in fields {
            let (name, value) = (name.as_ref(), value.as_ref());
            if value.len() > limits::CELL_BYTES {
                let column = name.chars().take(40).collect::<String>();
                let limit = limits::CELL_BYTES / 1024;
                return Err(Error::letter(format!("column {column}: the cell is longer than {limit} KB"))
                    .remedy("a quotation mark may not be closed"));
            }
            let folded = fold(name);
            // Several categories may be given one by one.
            if !seen.insert(folded.clone()) && folded != "victim_category" {
                return Err(
                    Error::letter(format!("column {folded} is given twice")).remedy("keep one of them")
                );
            }
            facts.set(name, &folded, value)?;
        }
        facts.warnings.extend(facts.conflicts());
        Ok(facts)
    }

    /// Case facts from the members of a JSON object but those named in `skip`. Text, numbers, `true`,
    /// `false`, `null` and lists of text are read as the cells of a manifest would be.
    ///
    /// # Errors
    /// As [`CaseFacts::from_fields`], and where a member is an object or a list of anything but text.
    pub fn from_json(object: &Map<String, Value>, skip: &[&str]) -> Result<CaseFacts> {
        let members = object.iter().filter(|(name, _)| !skip.contains(&name.as_str()));
        let fields = members.map(|(name, value)| Ok((name.as_str(), cell(name, value)?)));
        CaseFacts::from_fields(fields.collect::<Result<Vec<_>>>()?)
    }

    fn set(&mut self, name: &str, column: &str, value: &str) -> Result<()> {
        let text = || known(value);
        let id = || known(value).map(|value| fold(&value));
        let answer = || yes_or_no(column, value);
        match column {
            // An id or a file is taken by the letter: "none" is a name here, not a want of one.
            "id" => self.id = Some(value.trim().to_owned()).filter(|id| !id.is_empty()),
            "file" => self.file = Some(value.trim().to_owned()).filter(|file| !file.is_empty()),
            "agency" => self.agency = text(),
            "area" => self.area = text(),
            "kind" => self.kind = id(),
            "decision" => self.decision = id(),
            "variant" => self.variant = id(),
            "offence" => self.offence = text(),
            "offence_group" => self.offence_group = id(),
            "victim_category" => self.add_categories(value),
            "victim_name" => self.victim_name = text(),
            "defendant_name" => self.defendant_name = text(),
            "decision_date" => self.decision_date = day(column, value)?,
            "sent_date" => self.sent_date = day(column, value)?,
            "vrr_eligible" => self.vrr_eligible = answer()?,
            "enhanced" => self.enhanced = answer()?,
            "bereaved" => self.bereaved = answer()?,
            "child" => self.child = answer()?,
            "victim_withdrew" => self.victim_withdrew = answer()?,
            "all_proceedings_ended" => self.all_proceedings_ended = answer()?,
            "suspect_interviewed" => self.suspect_interviewed = answer()?,
            "specified_for_meeting" => self.specified_for_meeting = answer()?,
            "welsh_preferred" => self.welsh_preferred = answer()?,
            "language_preferred" => self.language_preferred = text(),
            "safe_contact_risk" => self.safe_contact_risk = answer()?,
            _ => {
                if !value.trim().is_empty() {
                    self.other.insert(name.trim().to_owned(), value.trim().to_owned());
                }
            }
        }
        Ok(())
    }

    /// Adds the known categories of a cell; the others become a warning.
    fn add_categories(&mut self, value: &str) {
        for part in value.split([';', ',', '|']).filter_map(known) {
            let category = fold(&part);
            if !kinds::VICTIM_CATEGORIES.contains(&category.as_str()) {
                let known = kinds::VICTIM_CATEGORIES.join(", ");
                let warning = bad("victim_category", &part, "is not known and was left out");
                self.warnings.push(format!("{}; known are {known}", warning.message()));
            } else if !self.victim_category.contains(&category) {
                self.victim_category.push(category);
            }
        }
    }
}

/// A JSON member as the text of a cell.
fn cell(name: &str, value: &Value) -> Result<String> {
    match value {
        Value::Null => Ok(String::new()),
        Value::Bool(answer) => Ok(if *answer { "yes" } else { "no" }.into()),
        Value::Number(number) => Ok(number.to_string()),
        Value::String(text) => Ok(text.clone()),
        Value::Array(items) => {
            let texts = items.iter().map(Value::as_str).collect::<Option<Vec<_>>>();
            texts.map(|texts| texts.join(";")).ok_or_else(|| no_cell(name))
        }
        Value::Object(_) => Err(no_cell(name)),
    }
}

fn no_cell(name: &str) -> Error {
    let name = name.chars().take(40).collect::<String>();
    Error::letter(format!("member {name} is neither text, number, true, false nor a list of text"))
        .remedy("case facts bear the names of the manifest's columns")
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use serde_json::json;

    #[test]
    fn reads_every_column() {
        let facts = CaseFacts::from_fields([
            ("ID", " a1 "),
            ("File", "letters/a1.txt"),
            ("Kind", "VCL"),
            ("decision", "Not to charge"),
            ("Victim Category", "Serious; bereaved"),
            ("victim-name", "Eleri  Nowak"),
            ("Defendant name", "unknown"),
            ("Decision Date", "21/08/2025"),
            ("sent_date", "2025-09-08"),
            ("VRR eligible", "TRUE"),
            ("offence group", "Domestic abuse"),
            ("child", "n"),
            ("Case officer", "T. Marsh"),
            ("Notes", " "),
        ])
        .expect("good fields");
        let expected = CaseFacts {
            id: Some("a1".into()),
            file: Some("letters/a1.txt".into()),
            kind: Some("vcl".into()),
            decision: Some("not_to_charge".into()),
            victim_category: vec!["serious".into(), "bereaved".into()],
            victim_name: Some("Eleri Nowak".into()),
            decision_date: Some(date(2025, 8, 21)),
            sent_date: Some(date(2025, 9, 8)),
            vrr_eligible: Some(true),
            offence_group: Some("domestic_abuse".into()),
            child: Some(false),
            other: [("Case officer".to_owned(), "T. Marsh".to_owned())].into(),
            ..CaseFacts::default()
        };
        assert_eq!(facts, expected);
    }

    #[test]
    fn every_listed_column_is_a_fact() {
        for column in COLUMNS {
            let value = if column.ends_with("_date") { "2025-08-21" } else { "yes" };
            let facts = CaseFacts::from_fields([(column, value)]).expect("good value");
            assert!(facts.other.is_empty(), "{column} is not read");
        }
    }

    #[test]
    fn names_the_column_that_is_wrong() {
        for (name, value) in [("Sent Date", "soon"), ("Child", "maybe"), ("victim_name", &"x".repeat(70_000))]
        {
            let error = CaseFacts::from_fields([(name, value)]).expect_err("bad value").to_string();
            assert!(fold(&error).contains(&fold(name)), "{error}");
            assert!(error.len() < 300, "{error}");
        }
        let twice = [("sent date", "2025-01-02"), ("sent_date", "2025-01-03")];
        let error = CaseFacts::from_fields(twice).expect_err("given twice").to_string();
        assert!(error.contains("sent_date is given twice"), "{error}");
    }

    #[test]
    fn an_unknown_category_is_a_warning() {
        let facts = CaseFacts::from_fields([("victim_category", "vulnerabel;child")]).expect("good");
        assert_eq!(facts.victim_category, ["child"]);
        assert_eq!(facts.warnings.len(), 1);
        assert!(facts.warnings[0].contains("vulnerabel") && facts.warnings[0].contains("intimidated"));
    }

    #[test]
    fn json_reads_as_a_manifest_does() {
        let object = json!({
            "id": 17, "text": "Dear", "child": true, "bereaved": null, "sent_date": "2025-09-08",
            "victim_category": ["child", "vulnerable"], "region": "north"
        });
        let json = CaseFacts::from_json(object.as_object().expect("an object"), &["text"]).expect("good");
        let fields = [
            ("id", "17"),
            ("child", "yes"),
            ("sent_date", "08/09/2025"),
            ("victim_category", "child;vulnerable"),
            ("region", "north"),
        ];
        assert_eq!(json, CaseFacts::from_fields(fields).expect("good"));
        let nested = json!({ "child": {"age": 9} });
        let error = CaseFacts::from_json(nested.as_object().expect("an object"), &[]).expect_err("nested");
        assert!(error.to_string().contains("member child"));
    }
}
