//! The words of which another may be a regular form.

/// Tries the words of which this one may be a regular form.
pub(super) fn each_stem(word: &str, seen: &mut dyn FnMut(&str)) {
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
