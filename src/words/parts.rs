//! What parts of speech a word can be.

/// Parts of speech as a set: a word such as "report" is several.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq)]
pub struct Parts(u16);

impl Parts {
    /// A noun that is one thing: "officer", "evidence".
    pub const NOUN: Parts = Parts(1);
    /// A noun that is several: "officers", "people".
    pub const NOUNS: Parts = Parts(1 << 1);
    /// A verb as it follows "to": "decide".
    pub const BASE: Parts = Parts(1 << 2);
    /// A verb as it follows "she": "decides".
    pub const THIRD: Parts = Parts(1 << 3);
    /// A verb in the past: "took", "decided".
    pub const PAST: Parts = Parts(1 << 4);
    /// A verb as it follows "has": "taken", "decided".
    pub const PARTICIPLE: Parts = Parts(1 << 5);
    /// A verb in -ing.
    pub const ING: Parts = Parts(1 << 6);
    /// An adjective.
    pub const ADJECTIVE: Parts = Parts(1 << 7);
    /// An adverb.
    pub const ADVERB: Parts = Parts(1 << 8);

    /// The letters of `english.tsv`, one for each part.
    const LETTERS: [(char, Parts); 9] = [
        ('n', Parts::NOUN),
        ('s', Parts::NOUNS),
        ('v', Parts::BASE),
        ('z', Parts::THIRD),
        ('d', Parts::PAST),
        ('p', Parts::PARTICIPLE),
        ('g', Parts::ING),
        ('j', Parts::ADJECTIVE),
        ('r', Parts::ADVERB),
    ];

    /// The set that these letters name; none where one of them names nothing.
    pub fn parse(letters: &str) -> Option<Parts> {
        letters.chars().try_fold(Parts::default(), |set, letter| {
            let (_, part) = Parts::LETTERS.iter().find(|(l, _)| *l == letter)?;
            Some(Parts(set.0 | part.0))
        })
    }

    /// The set as nine bits.
    pub const fn bits(self) -> u16 {
        self.0
    }

    /// The set of these bits; bits beyond the ninth are dropped.
    pub const fn from_bits(bits: u16) -> Parts {
        Parts(bits & 0x1ff)
    }

    /// Whether nothing is known.
    pub const fn is_none(self) -> bool {
        self.0 == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_name_parts() {
        assert_eq!(Parts::parse("sz").unwrap().bits(), Parts::NOUNS.bits() | Parts::THIRD.bits());
        assert_eq!(Parts::parse(""), Some(Parts::default()));
        assert_eq!(Parts::parse("nx"), None);
        let all = Parts::parse("nsvzdpgjr").unwrap();
        assert_eq!(Parts::from_bits(all.bits()), all);
    }
}
