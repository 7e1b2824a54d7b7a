//! A crude stem: the word without its inflection, so that "visit", "visits", "visited" and "visiting"
//! teach one another. It need not be right, only the same every time.

use lazy_static::lazy_static;
use std::ops::Range;

/// Irregular forms that matter in letters, with their stem.
const IRREGULAR: &[(&str, &str)] = &[
    ("am", "be"),
    ("are", "be"),
    ("ate", "eat"),
    ("been", "be"),
    ("began", "begin"),
    ("begun", "begin"),
    ("being", "be"),
    ("bore", "bear"),
    ("borne", "bear"),
    ("bought", "buy"),
    ("broke", "break"),
    ("broken", "break"),
    ("brought", "bring"),
    ("came", "come"),
    ("caught", "catch"),
    ("children", "child"),
    ("chose", "choose"),
    ("chosen", "choose"),
    ("dealt", "deal"),
    ("did", "do"),
    ("does", "do"),
    ("doing", "do"),
    ("done", "do"),
    ("drawn", "draw"),
    ("drew", "draw"),
    ("driven", "drive"),
    ("drove", "drive"),
    ("fallen", "fall"),
    ("fell", "fall"),
    ("felt", "feel"),
    ("fought", "fight"),
    ("found", "find"),
    ("gave", "give"),
    ("given", "give"),
    ("goes", "go"),
    ("going", "go"),
    ("gone", "go"),
    ("got", "get"),
    ("grew", "grow"),
    ("grown", "grow"),
    ("had", "have"),
    ("has", "have"),
    ("having", "have"),
    ("heard", "hear"),
    ("held", "hold"),
    ("is", "be"),
    ("kept", "keep"),
    ("knew", "know"),
    ("known", "know"),
    ("led", "lead"),
    ("left", "leave"),
    ("lost", "lose"),
    ("made", "make"),
    ("meant", "mean"),
    ("men", "man"),
    ("met", "meet"),
    ("paid", "pay"),
    ("ran", "run"),
    ("rang", "ring"),
    ("rung", "ring"),
    ("said", "say"),
    ("sat", "sit"),
    ("saw", "see"),
    ("seen", "see"),
    ("sent", "send"),
    ("showed", "show"),
    ("shown", "show"),
    ("slept", "sleep"),
    ("spent", "spend"),
    ("spoke", "speak"),
    ("spoken", "speak"),
    ("stole", "steal"),
    ("stolen", "steal"),
    ("stood", "stand"),
    ("taken", "take"),
    ("taught", "teach"),
    ("thought", "think"),
    ("threw", "throw"),
    ("thrown", "throw"),
    ("told", "tell"),
    ("took", "take"),
    ("understood", "understand"),
    ("was", "be"),
    ("went", "go"),
    ("were", "be"),
    ("women", "woman"),
    ("won", "win"),
    ("wore", "wear"),
    ("worn", "wear"),
    ("written", "write"),
    ("wrote", "write"),
];

/// The base of an irregular form. Nearly all words are told by their first letter and length to be none.
fn irregular(word: &str) -> Option<&'static str> {
    let letter = word.as_bytes().first()?.checked_sub(b'a')?;
    let range = FORMS.get(usize::from(letter))?;
    IRREGULAR.get(range.clone())?.iter().find(|(form, _)| *form == word).map(|(_, base)| *base)
}

lazy_static! {
    /// For each small letter the irregular forms that begin with it.
    static ref FORMS: Vec<Range<usize>> = (b'a'..=b'z')
        .map(|letter| {
            let from = IRREGULAR.partition_point(|(form, _)| form.as_bytes() < [letter].as_slice());
            let to = IRREGULAR.partition_point(|(form, _)| form.as_bytes() < [letter + 1].as_slice());
            from..to
        })
        .collect();
}

/// The stem of a folded word: its base form where it is irregular, else the word without a possessive and
/// without the commonest endings. What an ending replaces is added to `buffer`, which is the result then.
pub(super) fn stem<'w>(word: &'w str, buffer: &'w mut String) -> &'w str {
    if let Some(base) = irregular(word) {
        return base;
    }
    let word = word.strip_suffix("'s").unwrap_or(word);
    if word.len() <= 4 || !word.is_ascii() {
        return word;
    }
    if let Some(root) = word.strip_suffix("ies").or_else(|| word.strip_suffix("ied")) {
        buffer.clear();
        buffer.push_str(root);
        buffer.push('y');
        return buffer;
    }
    let mut root = word;
    if !word.ends_with("ss") {
        for ending in ["ing", "ed", "es", "s", "ly"] {
            if let Some(cut) = word.strip_suffix(ending) {
                if cut.len() >= 3 {
                    root = cut;
                }
                break;
            }
        }
    }
    let bytes = root.as_bytes();
    if let [.., before, last] = bytes
        && bytes.len() > 3
        && before == last
        && !matches!(last, b'l' | b's' | b'e')
    {
        root = &root[..root.len() - 1];
    }
    root.strip_suffix('e').unwrap_or(root)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inflections_share_a_stem() {
        for family in [
            ["visit", "visits", "visited", "visiting"],
            ["decide", "decides", "decided", "deciding"],
            ["stop", "stops", "stopped", "stopping"],
            ["worry", "worries", "worried", "worry's"],
            ["speak", "speaks", "spoke", "speaking"],
        ] {
            let stems: Vec<String> = family.iter().map(|w| stem(w, &mut String::new()).to_owned()).collect();
            assert!(stems.iter().all(|s| *s == stems[0]), "{stems:?}");
        }
    }

    #[test]
    fn irregular_forms_are_in_order() {
        assert!(IRREGULAR.windows(2).all(|w| w[0].0 < w[1].0));
    }

    #[test]
    fn short_and_foreign_words_stay() {
        for word in ["bus", "was's", "é", "", "naïveties"] {
            let _ = stem(word, &mut String::new());
        }
        assert_eq!(stem("bus", &mut String::new()), "bus");
    }
}
