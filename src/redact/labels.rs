//! Which label stands for what.

use crate::shapes::Kind;
use std::collections::BTreeMap;

/// What a label stands for.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum What {
    /// The victim, or the reader where nobody else is named as victim.
    Victim,
    /// The defendant, suspect or offender.
    Defendant,
    /// Anybody else.
    Person,
    /// A telephone number.
    Phone,
    /// An e-mail address.
    Email,
    /// A street address.
    Address,
    /// A postcode.
    Postcode,
    /// A reference.
    Reference,
    /// A National Insurance or NHS number.
    Number,
    /// A date.
    Date,
}

impl What {
    /// What a shape is replaced as; none for web addresses, which are published.
    pub fn of(kind: Kind) -> Option<What> {
        Some(match kind {
            Kind::Email => What::Email,
            Kind::Phone => What::Phone,
            Kind::Postcode => What::Postcode,
            Kind::Address => What::Address,
            Kind::NationalInsurance | Kind::Nhs => What::Number,
            Kind::Reference => What::Reference,
            Kind::Date => What::Date,
            Kind::Url => return None,
        })
    }

    /// The word inside the label.
    pub fn name(self) -> &'static str {
        match self {
            What::Victim => "VICTIM",
            What::Defendant => "DEFENDANT",
            What::Person => "PERSON",
            What::Phone => "PHONE",
            What::Email => "EMAIL",
            What::Address => "ADDRESS",
            What::Postcode => "POSTCODE",
            What::Reference => "REF",
            What::Number => "NUMBER",
            What::Date => "DATE",
        }
    }
}

/// A label as it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Label(pub(super) String);

/// The labels given so far.
#[derive(Clone, Debug, Default)]
pub(super) struct Labels {
    given: BTreeMap<(What, String), Label>,
    counts: BTreeMap<What, usize>,
}

impl Labels {
    /// The label of a thing; the same thing gets the same one.
    pub(super) fn give(&mut self, what: What, text: &str) -> Label {
        let key = (what, folded(text));
        if let Some(label) = self.given.get(&key) {
            return label.clone();
        }
        let count = self.counts.entry(what).or_default();
        *count += 1;
        let plain = matches!(what, What::Victim | What::Defendant) && *count == 1;
        let label =
            Label(if plain { format!("[{}]", what.name()) } else { format!("[{} {}]", what.name(), count) });
        self.given.insert(key, label.clone());
        label
    }

    /// Another way of writing a thing that has a label.
    pub(super) fn alias(&mut self, what: What, text: &str, label: &Label) {
        self.given.entry((what, folded(text))).or_insert_with(|| label.clone());
    }

    /// The label that a thing has, if it has one.
    pub(super) fn known(&self, what: What, text: &str) -> Option<Label> {
        self.given.get(&(what, folded(text))).cloned()
    }
}

/// Spaces, marks and capitals do not make another number.
fn folded(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric() || *c == '@').flat_map(char::to_lowercase).collect()
}
