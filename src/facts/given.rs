//! Case facts back into names and values, and one set of facts laid over another.

use super::CaseFacts;

impl CaseFacts {
    /// The facts that are given, by their column names and in the columns' order, as a manifest would
    /// write them.
    pub fn given(&self) -> Vec<(&'static str, String)> {
        let text = |value: &Option<String>| value.clone();
        let answer = |value: Option<bool>| value.map(|v| v.to_string());
        let day = |value: Option<jiff::civil::Date>| value.map(|v| v.to_string());
        let categories = (!self.victim_category.is_empty()).then(|| self.victim_category.join(";"));
        [
            ("id", text(&self.id)),
            ("file", text(&self.file)),
            ("kind", text(&self.kind)),
            ("decision", text(&self.decision)),
            ("variant", text(&self.variant)),
            ("agency", text(&self.agency)),
            ("area", text(&self.area)),
            ("offence", text(&self.offence)),
            ("offence_group", text(&self.offence_group)),
            ("victim_category", categories),
            ("victim_name", text(&self.victim_name)),
            ("defendant_name", text(&self.defendant_name)),
            ("decision_date", day(self.decision_date)),
            ("sent_date", day(self.sent_date)),
            ("vrr_eligible", answer(self.vrr_eligible)),
            ("enhanced", answer(self.enhanced)),
            ("bereaved", answer(self.bereaved)),
            ("child", answer(self.child)),
            ("victim_withdrew", answer(self.victim_withdrew)),
            ("all_proceedings_ended", answer(self.all_proceedings_ended)),
            ("suspect_interviewed", answer(self.suspect_interviewed)),
            ("specified_for_meeting", answer(self.specified_for_meeting)),
            ("welsh_preferred", answer(self.welsh_preferred)),
            ("language_preferred", text(&self.language_preferred)),
            ("safe_contact_risk", answer(self.safe_contact_risk)),
        ]
        .into_iter()
        .filter_map(|(name, value)| value.map(|value| (name, value)))
        .collect()
    }

    /// These facts with those of `over` in their place wherever `over` gives one.
    ///
    /// # Errors
    /// Never for facts that were read once: they are read again in the same way.
    pub fn overlaid(&self, over: &CaseFacts) -> crate::error::Result<CaseFacts> {
        let mut fields: Vec<(String, String)> = Vec::new();
        let above = over.given();
        for (name, value) in self.given() {
            if !above.iter().any(|(other, _)| *other == name) {
                fields.push((name.to_owned(), value));
            }
        }
        fields.extend(above.into_iter().map(|(name, value)| (name.to_owned(), value)));
        for (name, value) in
            self.other.iter().filter(|(name, _)| !over.other.contains_key(*name)).chain(&over.other)
        {
            fields.push((name.clone(), value.clone()));
        }
        CaseFacts::from_fields(fields)
    }
}

#[cfg(test)]
mod tests {
    use super::super::fields::COLUMNS;
    use super::*;

    #[test]
    fn every_column_comes_back() {
        let fields: Vec<(&str, &str)> = COLUMNS
            .iter()
            .map(|column| {
                let value = match *column {
                    "kind" => "vcl",
                    "decision" => "discontinued",
                    "victim_category" => "serious;child",
                    c if c.ends_with("_date") => "2026-05-14",
                    "vrr_eligible"
                    | "enhanced"
                    | "bereaved"
                    | "child"
                    | "victim_withdrew"
                    | "all_proceedings_ended"
                    | "suspect_interviewed"
                    | "specified_for_meeting"
                    | "welsh_preferred"
                    | "safe_contact_risk" => "true",
                    _ => "x",
                };
                (*column, value)
            })
            .collect();
        let facts = CaseFacts::from_fields(fields.clone()).unwrap();
        let back: Vec<(&str, String)> = facts.given();
        assert_eq!(back.len(), COLUMNS.len());
        for ((name, value), (given, back)) in fields.iter().zip(&back) {
            assert_eq!(name, given);
            assert_eq!(value, back);
        }
    }

    #[test]
    fn a_flag_wins_over_the_row() {
        let row = CaseFacts::from_fields([("kind", "vcl"), ("area", "Wessex"), ("grade", "7")]).unwrap();
        let flags = CaseFacts::from_fields([("kind", "police")]).unwrap();
        let both = row.overlaid(&flags).unwrap();
        assert_eq!(both.kind.as_deref(), Some("police"));
        assert_eq!(both.area.as_deref(), Some("Wessex"));
        assert_eq!(both.other["grade"], "7");
    }
}
