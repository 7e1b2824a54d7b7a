//! Doubled words, and "a" before a vowel or "an" before a consonant.

use super::classes::ARTICLE;
use super::{Slip, Text};
use crate::document::Shape;

/// Pairs that may stand twice.
const MAY_DOUBLE: &[&str] = &[
    "had", "that", "very", "really", "so", "no", "far", "much", "many", "long", "bye", "there", "ha",
    "knock", "night", "is", "it", "her", "you", "please", "never", "now", "again", "yes", "step", "time",
    "day", "side", "more", "over", "hear", "well", "in", "on", "do", "who",
];

/// A word written twice: "and and".
pub(super) fn doubled(text: &Text<'_>, slips: &mut Vec<Slip>) {
    for at in text.words.clone() {
        if !text.words.contains(&(at + 1)) || !text.letter.is_same(at, at + 1) {
            continue;
        }
        let word = text.folded(at);
        if !text.flows(at)
            || text.quoted(at)
            || word.bytes().any(|b| b.is_ascii_digit())
            || word.chars().count() < 2 && word != "a"
        {
            continue;
        }
        // Names and words in capitals may double ("Baden-Baden", "NO NO"); verbs and pronouns may where
        // the second begins a clause ("what it is is"): those are told by their neighbours.
        if !matches!(text.shape(at + 1), Shape::Lower) {
            continue;
        }
        let allowed = match word {
            "in" | "on" | "do" | "you" | "it" | "her" | "who" => !matches!(
                (word, text.folded(at + 2)),
                (
                    "in" | "on",
                    "the" | "a" | "your" | "this" | "our" | "my" | "his" | "her" | "an" | "court" | "any"
                ) | ("you" | "it", "are" | "have" | "were" | "can" | "will" | "may" | "is" | "was" | "has")
            ),
            _ => MAY_DOUBLE.contains(&word),
        };
        if !allowed {
            slips.push(Slip {
                rule: "grammar.doubled",
                span: text.span(at, at + 1),
                instead: Some(text.written(at).to_string()),
            });
        }
    }
}

/// "a apology", "an decision".
pub(super) fn a_an(text: &Text<'_>, slips: &mut Vec<Slip>) {
    for at in text.words.clone() {
        let article = text.folded(at);
        if !text.is(at, ARTICLE) || text.gap(at) != " " || text.quoted(at) || text.quoted(at + 1) {
            continue;
        }
        // A capital A inside a sentence is a grade, a list mark or an exhibit.
        if text.written(at).starts_with('A') && at != text.words.start {
            continue;
        }
        let Some(vowel) = vowel_sound(text.folded(at + 1), text.written(at + 1), text.shape(at + 1)) else {
            continue;
        };
        if vowel != (article == "an") {
            let right = if vowel { "an" } else { "a" };
            slips.push(Slip {
                rule: "grammar.a_an",
                span: text.span(at, at + 1),
                instead: Some(format!("{right} {}", text.written(at + 1))),
            });
        }
    }
}

/// Whether a word begins with a vowel as it is spoken; none where that cannot be told.
fn vowel_sound(folded: &str, written: &str, shape: Shape) -> Option<bool> {
    if folded.chars().count() < 2 {
        return None;
    }
    if matches!(shape, Shape::Number) {
        let digits: String = folded.chars().take_while(char::is_ascii_digit).collect();
        return match digits.as_str() {
            "8" | "11" | "18" | "80" | "800" => Some(true),
            "" => None,
            d if d.starts_with('8') => Some(true),
            d if d.starts_with("11") || d.starts_with("18") => None,
            _ => Some(false),
        };
    }
    if matches!(shape, Shape::Capitals | Shape::Mixed) || written.chars().skip(1).any(char::is_uppercase) {
        // Initials may be spelt out or spoken as a word: only those with no vowel are sure to be spelt.
        let spelt =
            !folded.chars().any(|c| "aeiouy".contains(c)) && folded.chars().all(|c| c.is_ascii_alphabetic());
        return (spelt && folded.len() <= 5)
            .then(|| folded.starts_with(['f', 'h', 'l', 'm', 'n', 'r', 's', 'x']));
    }
    let silent_h = ["hour", "honest", "honour", "heir"];
    let consonant = [
        "uni", "use", "usu", "eu", "one", "once", "ewe", "util", "ubiq", "uk", "ura", "ure", "uro", "usab",
        "oui", "uterus", "unanim", "uran",
    ];
    let really_vowel = ["unin", "unim", "unid"];
    let first = folded.chars().next()?;
    Some(match first {
        'h' if silent_h.iter().any(|h| folded.starts_with(h)) => true,
        // Both are written before an unstressed h.
        'h' if ["hist", "hotel", "habit", "horri", "hero", "hypo", "hosp"]
            .iter()
            .any(|h| folded.starts_with(h)) =>
        {
            return None;
        }
        'a' | 'e' | 'i' | 'o' | 'u' => {
            really_vowel.iter().any(|v| folded.starts_with(v))
                || !consonant.iter().any(|c| folded.starts_with(c))
        }
        'a'..='z' => false,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hears_the_first_sound() {
        let lower = |w: &str| vowel_sound(w, w, Shape::Lower);
        for vowel in
            ["apology", "hour", "honest", "element", "uninvited", "unimportant", "offence", "umbrella"]
        {
            assert_eq!(lower(vowel), Some(true), "{vowel}");
        }
        for consonant in ["decision", "unit", "user", "european", "one", "university", "house"] {
            assert_eq!(lower(consonant), Some(false), "{consonant}");
        }
        assert_eq!(lower("historic"), None);
        assert_eq!(vowel_sound("nfa", "NFA", Shape::Capitals), None);
        assert_eq!(vowel_sound("sms", "SMS", Shape::Capitals), Some(true));
    }
}
