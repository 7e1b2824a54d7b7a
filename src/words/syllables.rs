//! How many syllables a word has: from the table, from the table by its American spelling or its stem,
//! else by rule.

use super::{Words, british};

/// A count of syllables and how it was come by.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Counted {
    /// From the table, perhaps under another spelling or from the word's stem.
    Dictionary(u32),
    /// By rule from the letters.
    Rules(u32),
}

impl Counted {
    /// The count.
    pub fn syllables(self) -> u32 {
        match self {
            Counted::Dictionary(n) | Counted::Rules(n) => n,
        }
    }
}

impl Words {
    /// The syllables of a word in small letters with straight apostrophes; at least 1. A number counts
    /// as one syllable, since it is taken in at a glance.
    pub fn syllables(&self, word: &str) -> u32 {
        self.count_syllables(word).syllables()
    }

    /// The same, saying how the count was come by.
    pub fn count_syllables(&self, word: &str) -> Counted {
        if word.bytes().any(|b| b.is_ascii_digit()) {
            return Counted::Rules(1);
        }
        match self.known(word).syllables {
            0 => Counted::Rules(by_rule(word)),
            n => Counted::Dictionary(n),
        }
    }

    /// Letters said one by one ("CPS" has three syllables, "NSPCW" seven). For a word in capitals that
    /// is not in the table as a word.
    pub fn spelt_out(initials: &str) -> u32 {
        let n: u32 = initials
            .chars()
            .filter(|c| c.is_alphabetic())
            .map(|c| if matches!(c, 'W' | 'w') { 3 } else { 1 })
            .sum();
        n.max(1)
    }
}

/// From the lists: the word as it is, its American spelling, or its stem. `exact` gives the syllables of a
/// word as it stands in them.
pub(super) fn listed(word: &str, exact: &dyn Fn(&str) -> Option<u32>) -> Option<u32> {
    exact(word).or_else(|| british::american(word).find_map(|w| exact(&w))).or_else(|| by_stem(word, exact))
}

/// From the stem of a possessive, a plural, a past form and other endings whose sound is regular.
fn by_stem(word: &str, exact: &dyn Fn(&str) -> Option<u32>) -> Option<u32> {
    let any = |w: &str| exact(w).or_else(|| british::american(w).find_map(|us| exact(&us)));
    if let Some(stem) = word.strip_suffix("'s") {
        return any(stem).map(|n| n + u32::from(hisses(stem)));
    }
    if let Some(stem) = word.strip_suffix('\'') {
        return any(stem);
    }
    if let Some(stem) = word.strip_suffix("'ll").or_else(|| word.strip_suffix("'ve")) {
        return any(stem).map(|n| n + 1);
    }
    if let Some(stem) = word.strip_suffix("'re").or_else(|| word.strip_suffix("'d")) {
        return any(stem);
    }
    // A stem must have three letters, or short words would be taken apart at random.
    let stem = |ending: &str| word.strip_suffix(ending).filter(|s| s.len() >= 3);
    let with_e = |s: &str| any(&format!("{s}e"));
    if let Some(s) = stem("es") {
        if let Some(n) = with_e(s) {
            return Some(n + u32::from(hisses(&format!("{s}e"))));
        }
        if let Some(n) = any(s) {
            return Some(n + u32::from(hisses(s)));
        }
    }
    if let Some(n) = stem("ies").and_then(|s| any(&format!("{s}y"))) {
        return Some(n);
    }
    if let Some(n) = stem("s").filter(|s| !s.ends_with('s')).and_then(&any) {
        return Some(n);
    }
    if let Some(n) = stem("ied").and_then(|s| any(&format!("{s}y"))) {
        return Some(n);
    }
    if let Some(s) = stem("ed") {
        let sounded = u32::from(s.ends_with(['t', 'd']));
        let found = with_e(s).or_else(|| any(s)).or_else(|| undoubled(s).and_then(any));
        if let Some(n) = found {
            return Some(n + sounded);
        }
    }
    if let Some(s) = stem("ing") {
        let found = any(s).or_else(|| with_e(s)).or_else(|| undoubled(s).and_then(any));
        if let Some(n) = found {
            return Some(n + 1);
        }
    }
    for (ending, more) in [("ly", 1), ("ness", 1), ("less", 1), ("ful", 1), ("ment", 1), ("like", 1)] {
        if let Some(n) = stem(ending).and_then(&any) {
            return Some(n + more);
        }
    }
    for (ending, more) in [("ily", 1), ("iness", 1), ("ier", 1), ("iest", 1)] {
        if let Some(n) = stem(ending).and_then(|s| any(&format!("{s}y"))) {
            return Some(n + more);
        }
    }
    for prefix in ["un", "re", "non", "mis", "over", "under", "out", "pre", "co", "anti", "inter", "sub"] {
        if let Some(n) = word.strip_prefix(prefix).filter(|s| s.len() >= 4).and_then(&any) {
            return Some(n + by_rule(prefix));
        }
    }
    None
}

/// Whether a plural or possessive s after this needs a syllable of its own.
fn hisses(stem: &str) -> bool {
    ["s", "z", "x", "sh", "ch", "ce", "se", "ze", "ge", "dge"].iter().any(|e| stem.ends_with(e))
}

/// "stopp" to "stop".
fn undoubled(stem: &str) -> Option<&str> {
    let bytes = stem.as_bytes();
    let n = bytes.len();
    (n >= 3 && bytes[n - 1] == bytes[n - 2] && bytes[n - 1].is_ascii_lowercase()).then(|| &stem[..n - 1])
}

/// Vowel groups, less those that are silent, plus those that break in two.
pub(super) fn by_rule(word: &str) -> u32 {
    let letters: Vec<char> = word.chars().filter(|c| c.is_alphabetic()).map(plain_vowel).collect();
    let (stem, ending) = split_ending(&letters);
    (count_groups(stem) + ending).max(1)
}

/// Endings that are a syllable of their own and leave an e before them silent ("care-ful").
const ENDINGS: [(&str, u32); 9] = [
    ("fully", 2),
    ("lessly", 2),
    ("ful", 1),
    ("less", 1),
    ("ness", 1),
    ("ment", 1),
    ("ments", 1),
    ("some", 1),
    ("ly", 1),
];

/// The word without its plural, past or other regular ending, and that ending's syllables.
fn split_ending(letters: &[char]) -> (&[char], u32) {
    let ends = |ending: &str| {
        let n = ending.chars().count();
        (letters.len() >= n + 3)
            .then(|| letters.split_at(letters.len() - n))
            .filter(|(_, tail)| tail.iter().copied().eq(ending.chars()))
            .map(|(stem, _)| stem)
    };
    for (ending, more) in ENDINGS {
        if let Some(stem) = ends(ending) {
            return (stem, more);
        }
    }
    if let Some(stem) = ends("es") {
        let hissing = matches!(stem, [.., 's' | 'x' | 'z' | 'c' | 'g'] | [.., 's' | 'c', 'h']);
        // "boxes" and "houses" have the syllable; "times" has not, and "tables" keeps that of its stem.
        if hissing {
            return (stem, 1);
        }
        return (letters.split_at(letters.len() - 1).0, 0);
    }
    if let Some(stem) = ends("ed") {
        return match stem {
            [.., 't' | 'd'] => (stem, 1),
            [.., a, 'l'] if !is_vowel(*a) && *a != 'l' => (stem, 1),
            _ => (stem, 0),
        };
    }
    (letters, 0)
}

fn is_vowel(c: char) -> bool {
    matches!(c, 'a' | 'e' | 'i' | 'o' | 'u' | 'y')
}

fn count_groups(letters: &[char]) -> u32 {
    let n = letters.len();
    let mut count = 0;
    let mut i = 0;
    while i < n {
        if !is_vowel(letters[i]) || (i == 0 && letters[i] == 'y') {
            i += 1;
            continue;
        }
        count += 1;
        let start = i;
        while i < n && is_vowel(letters[i]) {
            i += 1;
        }
        let group: String = letters[start..i].iter().collect();
        count += breaks(&group, &letters[i..], start.checked_sub(1).map(|b| letters[b]));
    }
    // A last e is silent after a consonant, unless an l or r after another sounds it ("table", "metre").
    if let [.., before, last, 'e'] = letters
        && !is_vowel(*last)
        && count > 1
        && (!matches!(last, 'l' | 'r') || is_vowel(*before))
    {
        count -= 1;
    }
    if let [.., 's', 'm'] | [.., 't', 'h', 'm'] = letters {
        count += 1;
    }
    count
}

/// How many more syllables a group of vowels has than one.
fn breaks(group: &str, after: &[char], before: Option<char>) -> u32 {
    let soft = matches!(before, Some('t' | 's' | 'c' | 'g'));
    // "going", "being", "carrying"
    if group.len() > 1 && group.ends_with('i') && after == ['n', 'g'] && group != "ai" {
        return 1;
    }
    match group {
        "ia" | "io" | "iou" | "ie" | "iu" if !soft => match group {
            // "view", "field", "brief"
            "ie" => u32::from(after.first() == Some(&'t') || after.starts_with(&['n', 't'])),
            _ => 1,
        },
        "ia" | "io" => u32::from(after.starts_with(&['t', 'e']) || (group == "ia" && after.is_empty())),
        "eo" | "ua" | "uo" | "uou" | "eia" | "uia" | "ayo" | "oyi" | "eyi" | "ayi" | "iei" => {
            // "guard", "quart"
            u32::from(!(group.starts_with('u') && matches!(before, Some('g' | 'q'))))
        }
        "yi" | "ya" | "uei" | "oei" | "uie" | "aye" | "oye" | "ii" | "aii" | "iy" | "eei" | "oui" => {
            u32::from(!matches!(before, Some('q')))
        }
        _ => 0,
    }
}

/// é to e and so on; other letters stay.
fn plain_vowel(c: char) -> char {
    match c {
        'à'..='å' => 'a',
        'è'..='ë' => 'e',
        'ì'..='ï' => 'i',
        'ò'..='ö' => 'o',
        'ù'..='ü' => 'u',
        'ŵ' => 'w',
        'ŷ' | 'ý' | 'ÿ' => 'y',
        _ => c,
    }
}
