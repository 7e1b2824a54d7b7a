//! Which edition of the Code and which strictness an assessment was made under; every result names both.

/// The profile of an assessment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Profile {
    /// The dated edition of the Victims' Code, by its id in the lexicons.
    pub code: String,
    /// How strictly ratings are given.
    pub strictness: Strictness,
}

impl Default for Profile {
    fn default() -> Self {
        Profile { code: "vc-2021".into(), strictness: Strictness::Realistic2023 }
    }
}

/// How strictly ratings are given.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq, Hash)]
pub enum Strictness {
    /// One unexplained term or one slip fails, as inspectors judged in 2018 and 2020.
    Strict2018,
    /// Small one-off slips no longer fail a letter, as inspectors have judged since 2023.
    #[default]
    Realistic2023,
}

impl Strictness {
    /// The id in the output.
    pub fn id(self) -> &'static str {
        match self {
            Strictness::Strict2018 => "strict-2018",
            Strictness::Realistic2023 => "realistic-2023",
        }
    }

    /// Of what stands for each strictness, that of this one.
    pub fn of<'b, T>(self, realistic: &'b T, strict: &'b T) -> &'b T {
        match self {
            Strictness::Realistic2023 => realistic,
            Strictness::Strict2018 => strict,
        }
    }

    /// The strictness of an id.
    pub fn from_id(id: &str) -> Option<Self> {
        [Strictness::Strict2018, Strictness::Realistic2023].into_iter().find(|s| s.id() == id)
    }
}
