//! Unicode's sentence boundaries (UAX 29) for text of the characters that letters are made of, by looking
//! only around full stops, question and exclamation marks. Other text goes the long way.

/// What the boundary rules tell apart.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
enum Class {
    Lower,
    Upper,
    Digit,
    Stop,
    Mark,
    Close,
    Blank,
    Continue,
    Other,
}

/// The class of a character, where it is one of those that are known here.
fn class(c: char) -> Option<Class> {
    Some(match c {
        'a'..='z' | 'é' | 'è' | 'ö' | 'ü' | 'ŵ' | 'ŷ' | 'â' | 'ê' | 'ô' => Class::Lower,
        'A'..='Z' => Class::Upper,
        '0'..='9' => Class::Digit,
        '.' => Class::Stop,
        '?' | '!' => Class::Mark,
        '"' | '\'' | '(' | ')' | '[' | ']' | '{' | '}' | '‘' | '’' | '“' | '”' => Class::Close,
        ' ' | '\t' => Class::Blank,
        ',' | '-' | ':' | ';' | '–' | '—' => Class::Continue,
        '\u{20}'..='\u{7e}' | '£' | '€' | '…' | '•' => Class::Other,
        _ => return None,
    })
}

/// Adds the boundaries inside `text`, which begins at `base`, to `out`; false, and nothing added, where it
/// holds a character that is not known here.
pub(super) fn add(text: &str, base: usize, out: &mut Vec<usize>) -> bool {
    let plain = |b: &u8| matches!(b, b' '..=b'~');
    if !text.bytes().all(|b| plain(&b)) && !text.chars().all(|c| class(c).is_some()) {
        return false;
    }
    let class_at = |at: usize| text.get(at..)?.chars().next().and_then(|c| Some((class(c)?, c.len_utf8())));
    let past = |mut at: usize, wanted: Class| {
        while let Some((found, length)) = class_at(at).filter(|next| next.0 == wanted) {
            debug_assert_eq!(found, wanted);
            at += length;
        }
        at
    };
    for i in memchr::memchr3_iter(b'.', b'?', b'!', text.as_bytes()) {
        let stop = text.as_bytes()[i] == b'.';
        if stop {
            match class_at(i + 1).map(|next| next.0) {
                // SB6 and SB7: "10.30", "U.K".
                Some(Class::Digit) => continue,
                Some(Class::Upper) => {
                    let before = text[..i].chars().next_back().and_then(class);
                    if matches!(before, Some(Class::Upper | Class::Lower)) {
                        continue;
                    }
                }
                _ => {}
            }
        }
        let at = past(past(i + 1, Class::Close), Class::Blank);
        match class_at(at).map(|next| next.0) {
            // The end, and SB8a.
            None | Some(Class::Continue | Class::Stop | Class::Mark) => continue,
            _ => {}
        }
        if stop && next_letter_is_small(&text[at..]) {
            continue;
        }
        out.push(base + at);
    }
    true
}

/// SB8: whether a small letter comes next, before any other letter or mark that ends a sentence.
fn next_letter_is_small(after: &str) -> bool {
    after.chars().map(class).find(|c| {
        !matches!(c, Some(Class::Digit | Class::Close | Class::Blank | Class::Continue | Class::Other))
    }) == Some(Some(Class::Lower))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use unicode_segmentation::UnicodeSegmentation;

    fn both_ways(text: &str) -> Option<(Vec<usize>, Vec<usize>)> {
        let mut own = Vec::new();
        add(text, 0, &mut own)
            .then(|| (own, text.split_sentence_bound_indices().map(|(at, _)| at).skip(1).collect()))
    }

    #[test]
    fn unknown_characters_go_the_long_way() {
        assert!(both_ways("Ünder. Ω").is_none() && both_ways("A.\nB").is_none());
        assert!(both_ways("He’s here. “Is he?” – Yes… £5.").is_some());
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4000))]
        #[test]
        fn boundaries_are_those_of_unicode(text in "[ab AZ19.?!,;:()'\"’“”–—£…•é&/_-]{0,24}") {
            let (own, unicode) = both_ways(&text).expect("known characters only");
            prop_assert_eq!(own, unicode);
        }

        #[test]
        fn boundaries_are_those_of_unicode_in_all_plain_text(text in "[ -~]{0,40}") {
            let (own, unicode) = both_ways(&text).expect("known characters only");
            prop_assert_eq!(own, unicode);
        }
    }
}
