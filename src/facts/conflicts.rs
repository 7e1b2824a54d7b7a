//! Facts that cannot all be true.

use super::{CaseFacts, kinds};

impl CaseFacts {
    /// A line for each conflict.
    pub(super) fn conflicts(&self) -> Vec<String> {
        let mut found = Vec::new();
        self.rights_conflicts(&mut found);
        self.kind_conflicts(&mut found);
        found
    }

    fn rights_conflicts(&self, found: &mut Vec<String>) {
        let mut say = |text: String| found.push(text);
        if self.has_category("standard") && self.victim_category.len() > 1 {
            let others =
                self.victim_category.iter().filter(|c| *c != "standard").cloned().collect::<Vec<_>>();
            say(format!("victim_category is standard and {}: read as enhanced", others.join(", ")));
        }
        for (name, given) in [("bereaved", self.bereaved), ("child", self.child)] {
            if given == Some(false) && self.has_category(name) {
                say(format!("{name} is no, but victim_category is {name}: read as no"));
            }
            if given == Some(true) && self.is_standard() {
                say(format!("{name} is yes, but victim_category is standard: read as enhanced"));
            }
        }
        let brings = self.brings_enhanced();
        match self.enhanced {
            Some(false) if brings => {
                say("enhanced is no, but another fact brings enhanced rights: read as no".into());
            }
            Some(true) if self.is_standard() => {
                say("enhanced is yes, but victim_category is standard: read as enhanced".into());
            }
            None if self.is_standard()
                && self.bereaved != Some(true)
                && self.child != Some(true)
                && brings =>
            {
                say(
                    "victim_category is standard, but offence_group brings enhanced rights: read as enhanced"
                        .into(),
                );
            }
            _ => {}
        }
    }

    fn kind_conflicts(&self, found: &mut Vec<String>) {
        let Some(given) = self.kind.as_deref() else {
            if let Some(decision) = &self.decision
                && kinds::kinds_of(decision).next().is_none()
            {
                found.push(format!("decision {decision} is not known under any kind"));
            }
            return;
        };
        let Some(kind) = kinds::kind(given) else {
            let known = kinds::KINDS.iter().map(|kind| kind.id).collect::<Vec<_>>().join(", ");
            found.push(format!("kind {given} is not known; known are {known}"));
            return;
        };
        if let Some(body) = self.agency.as_deref().and_then(body)
            && !writes(kind.id).contains(&body)
        {
            found.push(format!("agency {body} does not write letters of kind {given}"));
        }
        let Some(decision) = self.decision.as_deref() else { return };
        let Some(known) = kind.decision(decision) else {
            let known = kind.decisions.iter().map(|decision| decision.id).collect::<Vec<_>>().join(", ");
            found.push(format!("decision {decision} is none of kind {given}, which knows {known}"));
            return;
        };
        if let Some(variant) = self.variant.as_deref()
            && !known.variants.contains(&variant)
        {
            let known = match known.variants {
                [] => "has none".to_owned(),
                variants => format!("knows {}", variants.join(", ")),
            };
            found.push(format!("variant {variant} is none of decision {decision}, which {known}"));
        }
    }
}

const BODIES: [&str; 5] = ["CPS", "police", "probation", "Witness Care Unit", "youth offending team"];

/// The body that an agency's name clearly tells.
fn body(agency: &str) -> Option<&'static str> {
    let name = agency.to_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| name.contains(word));
    let tells = [
        has(&["cps", "crown prosecution"]),
        has(&["police", "constabulary"]),
        has(&["probation", "hmpps"]),
        has(&["witness care"]),
        has(&["youth offending", "youth justice"]),
    ];
    let mut told = BODIES.into_iter().zip(tells).filter(|(_, tells)| *tells);
    // A joint name, such as a Witness Care Unit of the police, tells nothing for certain.
    told.next().filter(|_| told.next().is_none()).map(|(body, _)| body)
}

/// The bodies that write letters of a kind.
fn writes(kind: &str) -> &'static [&'static str] {
    match kind {
        "vcl" => &["CPS"],
        "vlo" => &["probation"],
        "police" => &["police"],
        "vrr" => &["CPS", "police"],
        "wcu" => &["Witness Care Unit", "police", "CPS"],
        "yot" => &["youth offending team", "probation", "police"],
        _ => &BODIES,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn warnings(fields: &[(&str, &str)]) -> Vec<String> {
        CaseFacts::from_fields(fields.iter().copied()).expect("good values").warnings
    }

    #[test]
    fn says_which_facts_conflict() {
        for (fields, part) in [
            (&[("victim_category", "standard;bereaved")][..], "standard and bereaved"),
            (&[("victim_category", "bereaved"), ("bereaved", "no")], "bereaved is no"),
            (&[("victim_category", "child"), ("child", "no")], "child is no"),
            (&[("victim_category", "standard"), ("child", "yes")], "child is yes"),
            (&[("victim_category", "serious"), ("enhanced", "no")], "enhanced is no"),
            (&[("victim_category", "standard"), ("enhanced", "yes")], "enhanced is yes"),
            (&[("victim_category", "standard"), ("offence_group", "sexual")], "offence_group"),
            (&[("kind", "vlc")], "kind vlc is not known; known are vcl, vlo"),
            (&[("kind", "vcl"), ("decision", "introduction")], "none of kind vcl"),
            (&[("decision", "nothing")], "not known under any kind"),
            (&[("kind", "vcl"), ("decision", "charge_altered"), ("variant", "sideways")], "knows down, up"),
            (&[("kind", "vcl"), ("agency", "Wessex Police")], "agency police"),
        ] {
            let found = warnings(fields);
            assert_eq!(found.len(), 1, "{fields:?}: {found:?}");
            assert!(found[0].contains(part), "{fields:?}: {found:?}");
        }
    }

    #[test]
    fn is_silent_where_facts_agree() {
        for fields in [
            &[("victim_category", "serious;bereaved"), ("enhanced", "yes"), ("bereaved", "yes")][..],
            &[("victim_category", "standard"), ("child", "no"), ("enhanced", "no")],
            &[("kind", "vcl"), ("decision", "charge_altered"), ("variant", "down"), ("agency", "CPS")],
            &[("kind", "wcu"), ("agency", "Dyfed-Powys Police Witness Care Unit")],
            &[("decision", "out_of_court")],
            &[("kind", "complaint"), ("decision", "complaint-response"), ("variant", "stage 1")],
        ] {
            assert_eq!(warnings(fields), Vec::<String>::new());
        }
    }

    #[test]
    fn each_decision_is_named_once_in_its_kind() {
        for kind in kinds::KINDS {
            for (at, decision) in kind.decisions.iter().enumerate() {
                let first = kind.decisions.iter().position(|other| other.id == decision.id);
                assert_eq!(first, Some(at), "{}", decision.id);
            }
        }
    }
}
