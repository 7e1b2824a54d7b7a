//! The forms of a word: regular ones by rule, irregular ones from a list. No stemmer: every form is
//! written out when the lexicons are loaded.

use super::files::Files;
use crate::error::{Error, Result};
use serde::Deserialize;
use std::collections::BTreeMap;

/// Where the irregular forms stand.
pub const FILE: &str = "words/inflections.toml";

/// The irregular forms.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Inflections {
    /// Verbs: the forms that replace the regular ones in -ed; -s and -ing stay regular.
    verbs: BTreeMap<String, Vec<String>>,
    /// Nouns: the forms that replace the regular plural; no verb forms are made.
    nouns: BTreeMap<String, Vec<String>>,
    /// Words whose forms are exactly these beside the word itself.
    exact: BTreeMap<String, Vec<String>>,
}

impl Inflections {
    /// Reads them.
    ///
    /// # Errors
    /// Where the file is missing or wrong.
    pub fn load(files: &Files) -> Result<Inflections> {
        let file = files.need(FILE)?;
        let read: Inflections = file.parse()?;
        for (word, forms) in [&read.verbs, &read.nouns, &read.exact].into_iter().flatten() {
            if forms.iter().chain([word]).any(|w| w.is_empty() || w.chars().any(char::is_uppercase)) {
                return Err(Error::usage(format!("`{word}` has an empty form or one with a capital"))
                    .in_file(file.name())
                    .remedy("write forms in small letters"));
            }
        }
        Ok(read)
    }

    /// Calls `each` with the word and every form of it, perhaps more than once with the same. Forms that
    /// are no words ("telled") do no harm, as no letter has them.
    pub fn forms(&self, word: &str, mut each: impl FnMut(&str)) {
        each(word);
        if let Some(forms) = self.exact.get(word) {
            forms.iter().for_each(|f| each(f));
            return;
        }
        let noun = self.nouns.get(word);
        let verb = self.verbs.get(word);
        let mut form = String::with_capacity(word.len() + 5);
        let mut emit = |stem: &str, ending: &str| {
            form.clear();
            form.push_str(stem);
            form.push_str(ending);
            each(&form);
            // -ise and -ize are one word.
            if let Some(at) = stem.strip_suffix("is").map(str::len)
                && at > 2
                && matches!(ending, "e" | "es" | "ed" | "ing")
            {
                form.replace_range(at + 1..at + 2, "z");
                each(&form);
            }
        };
        if let Some(stem) = word.strip_suffix("ise") {
            emit(&format!("{stem}is"), "e");
        }
        emit(word, "'s");
        if let Some(forms) = noun {
            forms.iter().for_each(|f| {
                emit(f, "");
                emit(f, "'s");
            });
            if verb.is_none() {
                return;
            }
        }
        // -s
        let last = word.chars().next_back();
        let consonant_y = word.strip_suffix('y').is_some_and(|s| !ends_in_vowel(s) && !s.is_empty());
        if let (true, Some(stem)) = (consonant_y, word.strip_suffix('y')) {
            emit(stem, "ies");
        } else if let Some(stem) = word.strip_suffix("e").filter(|s| s.ends_with("is")) {
            emit(stem, "es");
        } else if ["s", "x", "z", "ch", "sh"].iter().any(|e| word.ends_with(e)) {
            emit(word, "es");
        } else {
            emit(word, "s");
            if last == Some('o') {
                emit(word, "es");
            }
        }
        // -ing and -ed
        let doubled = doubles(word).then(|| {
            let mut doubled = word.to_owned();
            doubled.extend(last);
            doubled
        });
        // One syllable always doubles ("stopping"); with more it may ("offering", "referring").
        let plain = doubled.is_none() || vowel_groups(word) > 1;
        if let Some(stem) = &doubled {
            emit(stem, "ing");
            if verb.is_none() {
                emit(stem, "ed");
            }
        }
        if plain {
            if let Some(stem) = word.strip_suffix("ie") {
                emit(&format!("{stem}y"), "ing");
            } else if let Some(stem) =
                word.strip_suffix('e').filter(|s| !s.ends_with(['e', 'o', 'y']) && !s.is_empty())
            {
                emit(stem, "ing");
            } else {
                emit(word, "ing");
            }
            if verb.is_none() {
                if let (true, Some(stem)) = (consonant_y, word.strip_suffix('y')) {
                    emit(stem, "ied");
                } else if let Some(stem) = word.strip_suffix('e') {
                    emit(stem, "ed");
                } else {
                    emit(word, "ed");
                }
            }
        }
        verb.into_iter().flatten().for_each(|f| emit(f, ""));
    }
}

fn is_vowel(c: char) -> bool {
    matches!(c, 'a' | 'e' | 'i' | 'o' | 'u')
}

fn ends_in_vowel(text: &str) -> bool {
    text.chars().next_back().is_some_and(is_vowel)
}

/// Whether the last consonant doubles before -ed and -ing, or may: consonant, one vowel, consonant.
fn doubles(word: &str) -> bool {
    let mut back = word.chars().rev();
    let (Some(c), Some(b)) = (back.next(), back.next()) else { return false };
    let a = back.next();
    c.is_ascii_lowercase()
        && !is_vowel(c)
        && !matches!(c, 'w' | 'x' | 'y' | 'h')
        && is_vowel(b)
        && match a {
            None => true,
            // "quit" doubles.
            Some(a) => !is_vowel(a) || (a == 'u' && back.next() == Some('q')),
        }
}

fn vowel_groups(word: &str) -> usize {
    let mut groups = 0;
    let mut inside = false;
    for c in word.chars() {
        let vowel = is_vowel(c) || (c == 'y' && groups > 0);
        groups += usize::from(vowel && !inside);
        inside = vowel;
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::*;

    fn forms(word: &str) -> Vec<String> {
        let table = Inflections::load(&Files::embedded()).expect("the built-in list");
        let mut all = Vec::new();
        table.forms(word, |f| all.push(f.to_owned()));
        all
    }

    #[test]
    fn regular_and_irregular_forms() {
        for (word, wanted) in [
            ("stop", "stop stops stopped stopping"),
            ("charge", "charge charges charged charging"),
            ("apologise", "apologises apologised apologising apologize apologizes apologized apologizing"),
            ("try", "tries tried trying"),
            ("stay", "stays stayed staying"),
            ("refer", "referred referring refers"),
            ("offer", "offered offering"),
            ("cancel", "cancelled cancelling"),
            ("die", "dies died dying"),
            ("tell", "tell tells told telling"),
            ("write", "writes wrote written writing"),
            ("child", "child children child's children's"),
            ("be", "be am is are was were been being"),
            ("have", "have has had having"),
            ("witness", "witnesses witness's"),
            ("agree", "agrees agreed agreeing"),
            ("victim", "victim victims victim's"),
            ("know", "knew known knows knowing"),
            ("put", "putting puts"),
            ("analyse", "analysed analysing analyses"),
            ("understand", "understood understanding"),
        ] {
            let all = forms(word);
            for form in wanted.split(' ') {
                assert!(all.iter().any(|f| f == form), "{word}~ lacks {form}: {all:?}");
            }
        }
    }

    #[test]
    fn forms_of_other_words_stay_out() {
        for (word, other) in [
            ("hop", "hoped"),
            ("plan", "planed"),
            ("see", "seed"),
            ("fee", "feed"),
            ("let", "let's"),
            ("tell", "telled"),
        ] {
            assert!(!forms(word).iter().any(|f| f == other), "{word}~ takes in {other}");
        }
    }
}
