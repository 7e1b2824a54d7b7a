//! How far a result can be relied on.

/// How far a result can be relied on: a word tied to measured precision.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Confidence {
    /// No measurement.
    Unmeasured,
    /// Measured precision under .75.
    Low,
    /// Measured precision of .75 to .9.
    Medium,
    /// Measured precision of .9 or more.
    High,
}

impl Confidence {
    /// The name in the output.
    pub fn name(self) -> &'static str {
        match self {
            Confidence::High => "high",
            Confidence::Medium => "medium",
            Confidence::Low => "low",
            Confidence::Unmeasured => "unmeasured",
        }
    }
}
