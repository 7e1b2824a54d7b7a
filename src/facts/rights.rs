//! What follows from the facts about the reader: enhanced rights, bereavement, childhood.

use super::CaseFacts;

/// Groups of offence whose victims have enhanced rights, as the folded beginnings of words in a group's name.
const ENHANCED_GROUPS: &[&str] = &[
    "domestic_abuse",
    "domestic_violence",
    "coercive",
    "hate",
    "terroris",
    "sexual",
    "rape",
    "rasso",
    "trafficking",
    "slavery",
    "murder",
    "manslaughter",
    "homicide",
    "causing_death",
    "death_by",
    "kidnap",
    "false_imprisonment",
    "arson_with_intent",
    "arson_endanger",
    "wounding_with_intent",
    "gbh_with_intent",
    "grievous_bodily_harm_with_intent",
];

impl CaseFacts {
    /// Whether enhanced rights under the Code apply: as given; else yes where another fact brings them;
    /// no only where the category is given as `standard` alone; else not known.
    pub fn is_enhanced(&self) -> Option<bool> {
        self.enhanced
            .or_else(|| self.brings_enhanced().then_some(true))
            .or_else(|| self.is_standard().then_some(false))
    }

    /// Whether the reader is a bereaved relative: as given; else by category; a victim of category
    /// `standard` alone is none, since bereavement brings enhanced rights; else not known.
    pub fn is_bereaved(&self) -> Option<bool> {
        self.bereaved
            .or_else(|| self.has_category("bereaved").then_some(true))
            .or_else(|| self.is_standard().then_some(false))
    }

    /// Whether the victim is under 18: as given; else by category; a victim of category `standard`
    /// alone is not, since childhood brings enhanced rights; else not known.
    pub fn is_child(&self) -> Option<bool> {
        self.child
            .or_else(|| self.has_category("child").then_some(true))
            .or_else(|| self.is_standard().then_some(false))
    }

    /// Whether a category is given.
    pub fn has_category(&self, category: &str) -> bool {
        self.victim_category.iter().any(|given| given == category)
    }

    /// Whether `standard` is the only category.
    pub(super) fn is_standard(&self) -> bool {
        self.victim_category == ["standard"]
    }

    /// Whether a fact other than `enhanced` brings enhanced rights.
    pub(super) fn brings_enhanced(&self) -> bool {
        let group = format!("_{}", self.offence_group.as_deref().unwrap_or_default());
        self.bereaved == Some(true)
            || self.child == Some(true)
            || self.victim_category.iter().any(|category| category != "standard")
            || ENHANCED_GROUPS.iter().any(|word| group.contains(&format!("_{word}")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rights(name: &str, value: &str) -> [Option<bool>; 3] {
        let facts = CaseFacts::from_fields([(name, value)]).expect("good value");
        [facts.is_enhanced(), facts.is_bereaved(), facts.is_child()]
    }

    #[test]
    fn follows_from_one_fact() {
        let (yes, no) = (Some(true), Some(false));
        for (name, value, expected) in [
            ("victim_category", "standard", [no, no, no]),
            ("victim_category", "serious", [yes, None, None]),
            ("victim_category", "bereaved", [yes, yes, None]),
            ("victim_category", "child", [yes, None, yes]),
            ("victim_category", "persistent", [yes, None, None]),
            ("victim_category", "", [None, None, None]),
            ("bereaved", "yes", [yes, yes, None]),
            ("bereaved", "no", [None, no, None]),
            ("child", "no", [None, None, no]),
            ("enhanced", "no", [no, None, None]),
            ("offence_group", "domestic abuse", [yes, None, None]),
            ("offence_group", "Hate crime", [yes, None, None]),
            ("offence_group", "attempted murder; arson", [yes, None, None]),
            ("offence_group", "domestic burglary", [None, None, None]),
            ("offence_group", "stalking", [None, None, None]),
        ] {
            assert_eq!(rights(name, value), expected, "{name}={value}");
        }
    }

    #[test]
    fn standard_never_outweighs_what_brings_enhanced_rights() {
        let facts = CaseFacts::from_fields([("victim_category", "standard"), ("offence_group", "sexual")]);
        assert_eq!(facts.expect("good values").is_enhanced(), Some(true));
    }
}
