//! The shapes that a pattern can ask for, and the words that are one.

/// A shape that a pattern can ask for.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash)]
pub enum Shaped {
    /// Figures, or a number in words up to ninety-nine, hundred or thousand.
    Number,
    /// A date as the document reads it.
    Date,
    /// A sum of money.
    Money,
    /// A telephone number.
    Phone,
    /// An e-mail address.
    Email,
    /// A full British postcode.
    Postcode,
    /// A time of day.
    Time,
    /// A web address.
    Url,
    /// A word with a capital that does not begin the sentence, without "I".
    Capital,
    /// Any one word.
    Any,
}

impl Shaped {
    /// All shapes; a shape's place here is its index.
    pub const ALL: [Shaped; 10] = [
        Shaped::Number,
        Shaped::Date,
        Shaped::Money,
        Shaped::Phone,
        Shaped::Email,
        Shaped::Postcode,
        Shaped::Time,
        Shaped::Url,
        Shaped::Capital,
        Shaped::Any,
    ];

    /// The name in patterns.
    pub fn name(self) -> &'static str {
        match self {
            Shaped::Number => "number",
            Shaped::Date => "date",
            Shaped::Money => "money",
            Shaped::Phone => "phone",
            Shaped::Email => "email",
            Shaped::Postcode => "postcode",
            Shaped::Time => "time",
            Shaped::Url => "url",
            Shaped::Capital => "capital",
            Shaped::Any => "any",
        }
    }

    /// The shape of a name.
    pub fn from_name(name: &str) -> Option<Shaped> {
        Shaped::ALL.into_iter().find(|s| s.name() == name)
    }

    /// All names, for a message.
    pub fn names() -> String {
        Shaped::ALL.map(|s| format!("<{}>", s.name())).join(", ")
    }
}

/// Words that are a `<time>` alone.
pub const TIME_WORDS: [&str; 3] = ["noon", "midday", "midnight"];
