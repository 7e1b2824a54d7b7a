//! Numbers and months as words: the one list of each.

/// The months.
pub const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// Words that are numbers: one to twenty, the tens, and the words for many.
pub const NUMBER_WORDS: [&str; 31] = [
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
    "thirty",
    "forty",
    "fifty",
    "sixty",
    "seventy",
    "eighty",
    "ninety",
    "hundred",
    "thousand",
    "million",
    "dozen",
];

/// The number that a word in small letters is, from one to twenty and then by tens up to ninety.
pub fn number(word: &str) -> Option<u32> {
    let place = NUMBER_WORDS.iter().position(|w| *w == word).filter(|place| *place < 27)?;
    let place = u32::try_from(place).ok()?;
    Some(if place < 20 { place + 1 } else { (place - 17) * 10 })
}

/// The month, from 1, that a word is, whatever its capitals.
pub fn month(word: &str) -> Option<u8> {
    (1..).zip(MONTHS).find(|(_, name)| name.eq_ignore_ascii_case(word)).map(|(number, _)| number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_numbers() {
        for (word, value) in [("one", 1), ("eleven", 11), ("twenty", 20), ("thirty", 30), ("ninety", 90)] {
            assert_eq!(number(word), Some(value), "{word}");
        }
        for word in ["hundred", "dozen", "zero", ""] {
            assert_eq!(number(word), None, "{word}");
        }
    }

    #[test]
    fn reads_months() {
        assert_eq!(month("january"), Some(1));
        assert_eq!(month("DECEMBER"), Some(12));
        assert_eq!(month("sept"), None);
    }
}
