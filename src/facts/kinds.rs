//! The letter kinds, their decisions and variants, in the order in which they are always listed.

/// A letter kind.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Kind {
    /// The id, as in a manifest.
    pub id: &'static str,
    /// What such a letter is about: the decisions it can tell.
    pub decisions: &'static [Decision],
}

/// A decision under a kind.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// The id, as in a manifest.
    pub id: &'static str,
    /// Finer kinds of the decision that some rules or duties tell apart.
    pub variants: &'static [&'static str],
}

const fn decision(id: &'static str, variants: &'static [&'static str]) -> Decision {
    Decision { id, variants }
}

/// Every kind that is known.
pub const KINDS: &[Kind] = &[
    Kind {
        id: "vcl",
        decisions: &[
            decision("not_to_charge", &["evidential", "public_interest", "mixed"]),
            decision("discontinued", &["withdrawn"]),
            decision("no_evidence_offered", &[]),
            decision("no_evidence_proposed", &[]),
            decision("lie_on_file", &[]),
            decision("charge_altered", &["down", "up"]),
            decision("charged", &[]),
            decision("out_of_court", &[]),
        ],
    },
    Kind {
        id: "vlo",
        decisions: &[
            decision("introduction", &["short_sentence"]),
            decision("sentence_explained", &[]),
            decision("annual_update", &[]),
            decision("parole_and_licence", &["hearing", "tribunal", "result", "licence"]),
            decision("release_or_recall", &["open_conditions", "release", "recall", "escape"]),
            decision("further_offence_review", &[]),
        ],
    },
    Kind {
        id: "police",
        decisions: &[
            decision("crime_recorded", &[]),
            decision("investigation_update", &[]),
            decision(
                "suspect_charged_or_bailed",
                &[
                    "arrested",
                    "interviewed",
                    "released",
                    "bailed",
                    "under_investigation",
                    "conditions",
                    "charged",
                ],
            ),
            decision("no_further_action", &["stopped", "not_investigated"]),
            decision("out_of_court", &[]),
        ],
    },
    Kind { id: "vrr", decisions: &[decision("review_outcome", &["local", "final", "police"])] },
    Kind {
        id: "complaint",
        decisions: &[decision("complaint_response", &["stage_1", "stage_2", "holding", "acknowledgement"])],
    },
    Kind {
        id: "wcu",
        decisions: &[decision("hearing_or_outcome", &["hearing", "outcome", "sentence", "appeal"])],
    },
    Kind { id: "yot", decisions: &[decision("information", &[])] },
];

/// The categories that a victim can be given.
pub const VICTIM_CATEGORIES: &[&str] =
    &["standard", "vulnerable", "intimidated", "serious", "bereaved", "persistent", "child"];

/// The kind of an id.
pub fn kind(id: &str) -> Option<&'static Kind> {
    KINDS.iter().find(|kind| kind.id == id)
}

/// The kinds under which a decision stands; more than one for `out_of_court`.
pub fn kinds_of(decision: &str) -> impl Iterator<Item = &'static Kind> {
    KINDS.iter().filter(move |kind| kind.decision(decision).is_some())
}

impl Kind {
    /// The decision of an id under this kind.
    pub fn decision(&self, id: &str) -> Option<&'static Decision> {
        self.decisions.iter().find(|decision| decision.id == id)
    }
}
