//! "Did you mean": the ids closest to a mistyped one.

/// The known names closest to one that is not known, best first, at most `most`, none that is far off.
pub fn closest<'n>(name: &str, known: impl Iterator<Item = &'n str>, most: usize) -> Vec<&'n str> {
    let name: Vec<char> = name.chars().take(80).collect();
    let far = 1 + name.len() / 3;
    let mut found: Vec<(usize, &str)> = known
        .filter_map(|k| {
            let other: Vec<char> = k.chars().collect();
            // What is left out at either end counts for less than what is wrong: "stop" finds "term.stop".
            let inside = name.len() >= 3 && k.contains(name.iter().collect::<String>().as_str());
            let distance = if inside { 1 } else { distance(&name, &other) };
            (distance <= far).then_some((distance, k))
        })
        .collect();
    found.sort_unstable();
    found.truncate(most);
    found.into_iter().map(|f| f.1).collect()
}

/// Letters to add, drop or change to get from one to the other.
fn distance(a: &[char], b: &[char]) -> usize {
    if a.len().abs_diff(b.len()) > 1 + a.len() / 3 {
        return usize::MAX;
    }
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let change = diagonal + usize::from(x != y);
            diagonal = row[j + 1];
            row[j + 1] = change.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::closest;

    #[test]
    fn slips_find_what_was_meant() {
        let known = ["term.discontinue", "term.indictment", "blame.chose", "decide"];
        assert_eq!(closest("term.discontinu", known.into_iter(), 2), ["term.discontinue"]);
        assert_eq!(closest("decied", known.into_iter(), 1), ["decide"]);
        assert_eq!(closest("chose", known.into_iter(), 1), ["blame.chose"]);
        assert!(closest("xylophone", known.into_iter(), 3).is_empty());
    }
}
