//! Cells of a table that another program will open: hostile text must stay text.

/// The longest text in one cell, in characters. A spreadsheet takes 32,767 at most, and nobody reads more
/// than a few lines.
pub const MOST: usize = 2_000;

/// Text for any output: no control characters (they steer terminals, break XML and hide), no characters
/// that turn the direction of writing, and not endless.
pub fn clean(text: &str) -> String {
    let mut out = String::with_capacity(text.len().min(MOST * 4));
    for (count, c) in text.chars().enumerate() {
        if count == MOST {
            out.push('…');
            break;
        }
        out.push(match c {
            c if c.is_control() => ' ',
            '\u{2028}' | '\u{2029}' => ' ',
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}' => ' ',
            c => c,
        });
    }
    out
}

/// Text for a cell of CSV or XLSX. A cell that a spreadsheet could take for a formula gets an apostrophe
/// before it, and so does the start of one after a semicolon, at which some spreadsheets cut a row.
pub fn cell(text: &str) -> String {
    let text = clean(text);
    let mut out = String::with_capacity(text.len() + 1);
    let mut starts = true;
    for c in text.chars() {
        if starts && is_formula(c) {
            out.push('\'');
        }
        // White space and quotation marks before a formula do not stop a spreadsheet.
        starts = if c == ';' { true } else { starts && (c.is_whitespace() || c == '"') };
        out.push(c);
    }
    out
}

/// A cell read back: the apostrophe that [`cell`] put before it is taken off.
pub fn uncell(text: &str) -> String {
    let trimmed = text.trim();
    match trimmed.strip_prefix('\'') {
        Some(rest) if rest.chars().next().is_some_and(is_formula) => rest.to_owned(),
        _ => trimmed.to_owned(),
    }
}

fn is_formula(c: char) -> bool {
    // The full-width forms are read as the narrow ones in some languages.
    matches!(c, '=' | '+' | '-' | '@' | '|' | '%' | '\u{ff1d}' | '\u{ff0b}' | '\u{ff0d}' | '\u{ff20}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_stay_text() {
        for (hostile, safe) in [
            ("=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"),
            ("+44 20", "'+44 20"),
            ("-1", "'-1"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\t=1+1", " '=1+1"),
            ("\r\n=1", "  '=1"),
            ("a;=1", "a;'=1"),
            ("a; \"=1", "a; \"'=1"),
            ("\u{ff1d}1", "'\u{ff1d}1"),
            ("North East", "North East"),
            ("a - b = c", "a - b = c"),
        ] {
            assert_eq!(cell(hostile), safe);
        }
        assert_eq!(uncell("'=x"), "=x");
        assert_eq!(uncell("'tis"), "'tis");
    }

    #[test]
    fn nothing_is_endless_or_hidden() {
        let huge = "a".repeat(10_000_000);
        assert_eq!(cell(&huge).chars().count(), MOST + 1);
        assert_eq!(clean("a\u{0}b\u{1b}[2Jc\u{202e}d"), "a b [2Jc d");
    }
}
