//! Headings that Word numbers: its list numbering is used for "1. What we decided" as much as for lists.

use crate::ingest::{Part, PartKind};

/// Words of a heading at most.
const WORDS: usize = 10;

/// Makes headings of the list items that are none: a short line with a capital and no stop, alone over
/// a paragraph, and not announced by a colon.
pub(super) fn tell_from_items(text: &str, parts: &mut [Part]) {
    let kinds = parts.iter().map(|part| part.kind).collect::<Vec<_>>();
    for at in 0..parts.len() {
        let kind = |at: Option<usize>| at.and_then(|at| kinds.get(at)).copied();
        let (before, after) = (at.checked_sub(1), at.checked_add(1));
        let alone = kind(Some(at)) == Some(PartKind::ListItem)
            && kind(before) != Some(PartKind::ListItem)
            && kind(after) == Some(PartKind::Paragraph);
        let announced = before.is_some_and(|at| parts[at].span.of(text).ends_with(':'));
        if alone && !announced && is_title(parts[at].span.of(text)) {
            parts[at].kind = PartKind::Heading;
        }
    }
}

fn is_title(line: &str) -> bool {
    let capital = line.chars().find(|c| c.is_alphabetic()).is_some_and(char::is_uppercase);
    capital
        && !line.ends_with(['.', ',', ';', ':', '!'])
        && !line.contains('\n')
        && line.split_whitespace().count() <= WORDS
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::span::Span;
    use PartKind::{Heading, ListItem, Paragraph};

    fn told(lines: &[(&str, PartKind)]) -> Vec<PartKind> {
        let mut text = String::new();
        let mut parts = Vec::new();
        for (line, kind) in lines {
            let start = text.len();
            text.push_str(line);
            parts.push(Part { span: Span::new(start, text.len()), kind: *kind });
            text.push('\n');
        }
        tell_from_items(&text, &mut parts);
        parts.iter().map(|part| part.kind).collect()
    }

    #[test]
    fn a_numbered_title_is_a_heading() {
        let lines = [
            ("What we decided", ListItem),
            ("We have stopped the case.", Paragraph),
            ("Can I ask for a review?", ListItem),
            ("You can:", Paragraph),
            ("Ring us", ListItem),
            ("Write to us", ListItem),
            ("We will answer.", Paragraph),
        ];
        let expected = [Heading, Paragraph, Heading, Paragraph, ListItem, ListItem, Paragraph];
        assert_eq!(told(&lines), expected);
    }

    #[test]
    fn a_list_of_one_stays_a_list() {
        for item in ["Ring us", "by telephone", "Ring us.", "Ring us, or write;"] {
            let before = if item == "Ring us" { "You can:" } else { "You can ask for more." };
            let lines = [(before, Paragraph), (item, ListItem), ("We will answer.", Paragraph)];
            assert_eq!(told(&lines)[1], ListItem, "{item}");
        }
        assert_eq!(told(&[("Dear", Paragraph), ("Leaflet", ListItem)])[1], ListItem);
    }
}
