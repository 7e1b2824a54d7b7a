//! How common a word is, and whether a reader can be expected to know it.

use super::{Words, british};

impl Words {
    /// How common a word is: ten times the base-10 logarithm of its occurrences in a thousand million
    /// running words (the Zipf scale, times ten). 60 and over is the commonest few hundred words, 40 an
    /// everyday word, under 30 a rare one. The commonest of the word, its American spelling and its
    /// stem; none where none of them is listed. The word is in small letters.
    pub fn common(&self, word: &str) -> Option<u32> {
        let mut best = self.exactly(word);
        for other in british::american(word) {
            best = best.max(self.exactly(&other));
        }
        each_stem(word, &mut |stem| best = best.max(self.exactly(stem)));
        best
    }

    fn exactly(&self, word: &str) -> Option<u32> {
        self.known(word).map(|k| k.common).filter(|c| *c > 0)
    }

    /// Whether a word stands on the familiar list, as it is or with a regular ending (`-s -es -ed -ing
    /// -ly -er -est -'s` and the contractions). The word is in small letters. Numbers are familiar.
    pub fn is_familiar(&self, word: &str) -> bool {
        if word.is_empty() || word.bytes().any(|b| b.is_ascii_digit()) || self.familiar.contains(word) {
            return true;
        }
        let mut found = british::american(word).any(|w| self.familiar.contains(w.as_str()));
        each_stem(word, &mut |stem| found = found || self.familiar.contains(stem));
        found
    }
}

/// Tries the words of which this one may be a regular form.
fn each_stem(word: &str, seen: &mut dyn FnMut(&str)) {
    for ending in
        ["'s", "'", "'ll", "'ve", "'re", "'d", "n't", "s", "es", "ed", "d", "ing", "ly", "er", "est"]
    {
        let Some(stem) = word.strip_suffix(ending).filter(|s| s.len() >= 2) else { continue };
        if ending == "s" && stem.ends_with('s') {
            continue;
        }
        seen(stem);
        if matches!(ending, "es" | "ed" | "er" | "est" | "ly")
            && let Some(root) = stem.strip_suffix('i')
        {
            seen(&format!("{root}y"));
        }
        if matches!(ending, "ing" | "er" | "ed" | "est") {
            seen(&format!("{stem}e"));
            let bytes = stem.as_bytes();
            if let [.., a, b] = bytes
                && a == b
                && b.is_ascii_lowercase()
            {
                seen(&stem[..stem.len() - 1]);
            }
        }
    }
}
