//! Initials: which tokens are some, and whether the letter spells them out at or before their first use.

use crate::document::{Letter, Shape};
use crate::hashing::WordSet;
use crate::words::Words;

/// How many words back the full name is looked for; a letter has a few hundred.
const LOOK_BACK: usize = 2000;

/// Small words that initials leave out ("Victims' Right to Review" is VRR).
fn is_skipped(word: &str) -> bool {
    matches!(
        word,
        "of" | "and" | "the" | "to" | "for" | "in" | "on" | "a" | "an" | "with" | "by" | "at" | "or"
    )
}

/// The letters of a token of initials, in capitals: "RUI'd" and "VLOs" give RUI and VLO.
pub(super) fn letters_of(token: &str) -> String {
    let mut out = String::new();
    for c in token.chars() {
        if c.is_uppercase() || c.is_ascii_digit() {
            out.push(c);
        } else if c == '.' || c == '&' {
        } else {
            break;
        }
    }
    out
}

/// Whether the letter gives the words behind the initials at `at`, before or right after their first use.
/// `full` is the name as the lexicon has it, where it knows one.
pub(super) fn spelled_out(letter: &Letter, at: usize, full: Option<&str>) -> bool {
    let Some(word) = letter.words.get(at) else { return false };
    let initials: Vec<char> =
        letters_of(letter.word_text(at)).chars().filter(|c| c.is_alphabetic()).collect();
    if initials.len() < 2 {
        return false;
    }
    let between = |a: usize, b: usize| match (letter.words.get(a), letter.words.get(b)) {
        (Some(a), Some(b)) if a.span.end <= b.span.start => {
            letter.text().get(a.span.end..b.span.start).unwrap_or("")
        }
        _ => "",
    };
    // Right after: "VRR (Victims' Right to Review)", "VRR, Victims' Right to Review".
    let end = letter.sentences.get(word.sentence).map_or(at, |s| s.words.end);
    if between(at, at + 1).contains(['(', ',', ':', '–', '—'])
        && run_spells(letter, at + 1, end, &initials, false).is_some()
    {
        return true;
    }
    // Right before, with the initials in brackets: small letters will do.
    let bracket = at > 0 && between(at - 1, at).contains('(');
    if bracket {
        let from = at.saturating_sub(3 * initials.len());
        if (from..at).any(|f| run_spells(letter, f, at, &initials, false) == Some(at)) {
            return true;
        }
    }
    let read = at.saturating_sub(LOOK_BACK)..at;
    // The full name, as the lexicon has it, anywhere before.
    let name: Vec<String> = full
        .and_then(|f| f.split(':').next())
        .unwrap_or("")
        .split(|c: char| !c.is_alphanumeric() && c != '\'')
        .filter(|w| !w.is_empty())
        .map(|w| stem(&w.to_lowercase()).to_owned())
        .collect();
    if name.len() > 1
        && read.clone().any(|f| {
            f + name.len() <= at && name.iter().zip(f..).all(|(n, w)| stem(letter.folded(w)) == n.as_str())
        })
    {
        return true;
    }
    // A name in capitals with these first letters, anywhere before.
    read.clone().any(|f| {
        letter.words[f].shape == Shape::Capital && run_spells(letter, f, at, &initials, true).is_some()
    })
}

/// Without the ending of a plural or possessive.
fn stem(word: &str) -> &str {
    word.trim_end_matches(['s', '\''])
}

/// Where a run of words ends that begin with these initials one after the other, within one sentence, from
/// the word `from` on; `capitals` asks each of them to have a capital.
fn run_spells(letter: &Letter, from: usize, end: usize, initials: &[char], capitals: bool) -> Option<usize> {
    let sentence = letter.words.get(from)?.sentence;
    let mut wanted = initials.iter();
    let mut next = wanted.next();
    let mut at = from;
    while let Some(c) = next {
        let word = letter.words.get(at).filter(|w| at < end && w.sentence == sentence)?;
        let folded = letter.folded(at);
        let fits = folded.chars().next().is_some_and(|f| f.eq_ignore_ascii_case(c));
        let shape = if capitals {
            word.shape == Shape::Capital
        } else {
            !matches!(word.shape, Shape::Capitals | Shape::Number)
        };
        if fits && shape {
            next = wanted.next();
        } else if !is_skipped(folded) || at == from {
            return None;
        }
        at += 1;
    }
    Some(at)
}

/// Whether a token looks like initials or office shorthand that no list knows: capitals that are no word,
/// capitals with digits behind ("MG11"), a plural or past of capitals ("RUI'd").
pub(super) fn looks_like_initials(letter: &Letter, at: usize, words: &Words, known: &WordSet) -> bool {
    let Some(word) = letter.words.get(at) else { return false };
    if word.quoted || word.joined {
        return false;
    }
    if is_slashed(letter, at) {
        return true;
    }
    if !matches!(word.shape, Shape::Capitals | Shape::Mixed) {
        return false;
    }
    let text = letter.word_text(at);
    let capitals = text.chars().take_while(|c| c.is_ascii_uppercase()).count();
    let rest = text.get(capitals..).unwrap_or("");
    let shaped = match word.shape {
        Shape::Capitals => rest.is_empty() && (2..=5).contains(&capitals),
        _ => {
            (2..=5).contains(&capitals)
                && (matches!(rest, "s" | "'s" | "’s" | "'d" | "’d")
                    || (!rest.is_empty() && rest.len() <= 2 && rest.bytes().all(|b| b.is_ascii_digit())))
        }
    };
    if !shaped {
        return false;
    }
    let initials = text.get(..capitals).unwrap_or("");
    if known.contains(initials) || initials.chars().all(|c| matches!(c, 'I' | 'V' | 'X')) {
        return false;
    }
    // "NOT", "MUST": a word in capitals is emphasis.
    let folded = initials.to_lowercase();
    if rest.is_empty()
        && (words.is_familiar(&folded) || words.common(&folded).is_some_and(|c| c >= 40) && capitals > 3)
    {
        return false;
    }
    // Part of a reference, a postcode, a web address, a name in capitals.
    let around = |from: usize, to: usize| letter.text().get(from..to).unwrap_or("");
    let before = around(word.span.start.saturating_sub(1), word.span.start);
    let after = around(word.span.end, word.span.end + 1);
    if ["/", "-", ".", "@", "_"].contains(&before) || ["/", "-", "@", "_"].contains(&after) {
        return false;
    }
    let neighbour = |n: Option<usize>| {
        n.and_then(|n| letter.words.get(n)).filter(|w| w.sentence == word.sentence).map(|w| w.shape)
    };
    let before = neighbour(at.checked_sub(1));
    let after = neighbour(Some(at + 1));
    if matches!(after, Some(Shape::Number)) || matches!(before, Some(Shape::Number)) && capitals < 3 {
        return false;
    }
    let postcode = after == Some(Shape::Mixed)
        && letter.words.get(at + 1).is_some_and(|w| {
            let t = w.span.of(letter.text());
            t.len() == 3 && t.starts_with(|c: char| c.is_ascii_digit())
        });
    if postcode {
        return false;
    }
    // "Mr JR Smith", "J AMIN": initials of a name.
    let title = at > 0
        && matches!(
            letter.folded(at - 1),
            "mr" | "mrs"
                | "ms"
                | "miss"
                | "dr"
                | "pc"
                | "dc"
                | "ds"
                | "dear"
                | "sergeant"
                | "constable"
                | "inspector"
        );
    let runs = |s: Option<Shape>| s == Some(Shape::Capitals);
    !(title || (runs(before) && runs(after)))
}

/// "u/s", "v/a", "D/Supt": one letter, a slash, a few letters; not "c/o" and "s/he".
fn is_slashed(letter: &Letter, at: usize) -> bool {
    let (Some(word), Some(next)) = (letter.words.get(at), letter.words.get(at + 1)) else { return false };
    let (a, b) = (letter.folded(at), letter.folded(at + 1));
    let letters = |w: &str| w.chars().all(char::is_alphabetic);
    let before = letter.text().get(word.span.start.saturating_sub(1)..word.span.start);
    letter.text().get(word.span.end..next.span.start) == Some("/")
        && before.is_some_and(|b| b.chars().all(char::is_whitespace))
        && a.len() == 1
        && b.len() <= 4
        && letters(a)
        && letters(b)
        && !matches!((a, b), ("c", "o") | ("s", "he") | ("a", "c"))
}
