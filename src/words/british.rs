//! British spellings turned into those of an American pronouncing dictionary.

/// A change of spelling: what to look for, what to put, and whether only at the end of the word.
const CHANGES: &[(&str, &str, bool)] = &[
    ("isational", "izational", false),
    ("isation", "ization", false),
    ("ise", "ize", true),
    ("ises", "izes", true),
    ("ised", "ized", true),
    ("ising", "izing", true),
    ("iser", "izer", true),
    ("isers", "izers", true),
    ("isable", "izable", true),
    ("yse", "yze", true),
    ("yses", "yzes", true),
    ("ysed", "yzed", true),
    ("ysing", "yzing", true),
    ("our", "or", false),
    ("lled", "led", true),
    ("lling", "ling", true),
    ("ller", "ler", true),
    ("llers", "lers", true),
    ("llor", "lor", true),
    ("llors", "lors", true),
    ("llous", "lous", true),
    ("llery", "lry", true),
    ("llation", "lation", true),
    ("lment", "llment", true),
    ("lments", "llments", true),
    ("lful", "llful", true),
    ("lfil", "lfill", true),
    ("lfils", "lfills", true),
    ("tre", "ter", true),
    ("tres", "ters", true),
    ("bre", "ber", true),
    ("bred", "bered", true),
    ("ence", "ense", true),
    ("ences", "enses", true),
    ("ogue", "og", true),
    ("ogues", "ogs", true),
    ("ae", "e", false),
    ("oe", "e", false),
    ("gement", "gment", false),
    ("mme", "m", true),
    ("mmes", "ms", true),
    ("enquir", "inquir", false),
    ("plough", "plow", false),
    ("tyre", "tire", false),
    ("grey", "gray", false),
    ("mould", "mold", false),
];

/// The spellings that a British one may have in America, likeliest first, made one change at a time.
pub(super) fn american(word: &str) -> impl Iterator<Item = String> + '_ {
    CHANGES.iter().filter_map(move |&(from, to, at_end)| {
        let at = if at_end { word.strip_suffix(from)?.len() } else { word.find(from)? };
        let (head, tail) = (word.get(..at)?, word.get(at + from.len()..)?);
        Some([head, to, tail].concat())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_british_spellings_are_mapped() {
        for (british, us) in [
            ("colour", "color"),
            ("organisation", "organization"),
            ("analysed", "analyzed"),
            ("counselling", "counseling"),
            ("theatre", "theater"),
            ("defence", "defense"),
            ("paediatric", "pediatric"),
            ("judgement", "judgment"),
            ("fulfil", "fulfill"),
            ("enrolment", "enrollment"),
        ] {
            assert!(american(british).any(|w| w == us), "{british}");
        }
    }
}
