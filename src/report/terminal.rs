//! The terminal's form: one letter like a compiler's diagnostics, many as a table, both in 80 columns.

use crate::assessment::agreement::{Agreement, QuoteAgreement, Side, share};
use crate::assessment::{Assessment, FindingNote};
use crate::criterion::Criterion;
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use std::fmt::Write;

/// Columns that all output fits in.
const WIDTH: usize = 80;

/// Makes foreign text safe to print: no control characters, which could steer the terminal.
pub fn printable(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// One letter: findings with the words marked, then what had to be said, then the ratings.
pub fn letter(assessment: &Assessment, text: &str, looks: bool, colour: bool) -> String {
    let mut out = String::new();
    let name = assessment.source.file.as_deref().unwrap_or(&assessment.id);
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() }.term_width(WIDTH);
    let mut hidden = 0;
    for finding in &assessment.findings {
        if finding.severity == "look" && !looks {
            hidden += 1;
            continue;
        }
        let _ = writeln!(out, "{}\n", diagnostic(finding, name, text, &renderer));
    }
    let _ = writeln!(out, "{}", elements(assessment));
    let _ = writeln!(out, "{}", ratings(assessment));
    for warning in &assessment.source.warnings {
        out.push_str(&wrap(&format!("Note on the file: {}", printable(warning)), "", "  "));
    }
    for open in &assessment.not_assessed {
        out.push_str(&wrap(&format!("Not assessed: {}: {}", open.what, open.why), "", "  "));
    }
    if hidden > 0 {
        let _ = writeln!(out, "{hidden} more worth a look: add --looks.");
    }
    let _ = writeln!(
        out,
        "lettermark {}, lexicons {}, {}, {}",
        assessment.program.version,
        assessment.program.lexicons,
        assessment.profile.code,
        assessment.profile.strictness
    );
    out
}

fn diagnostic(finding: &FindingNote, name: &str, text: &str, renderer: &Renderer) -> String {
    let level = match finding.severity.as_str() {
        "critical" => Level::ERROR.with_name("critical"),
        "major" => Level::ERROR.with_name("major"),
        "minor" => Level::WARNING.with_name("minor"),
        _ => Level::NOTE.with_name("look"),
    };
    // The first line begins with the level and the rule, and all lines are set in under it.
    let lead = " ".repeat(finding.severity.len() + finding.rule.len() + 4);
    let title = wrap(&printable(&finding.message), &lead, &lead);
    let title = title.trim_start().lines().map(str::trim_start).collect::<Vec<_>>().join("\n");
    let window = Window::around(text, finding.start, finding.end);
    let group = if finding.start == finding.end {
        Group::with_title(level.primary_title(title).id(finding.rule.as_str()))
    } else {
        Group::with_title(level.primary_title(title).id(finding.rule.as_str())).element(
            Snippet::source(window.source.as_str())
                .line_start(window.line)
                .path(name)
                .annotation(AnnotationKind::Primary.span(window.start..window.end)),
        )
    };
    let mut groups = vec![group];
    if let Some(suggestion) = &finding.suggestion {
        let help = wrap(&printable(suggestion), "      ", "      ");
        let help = help.trim_start().lines().map(str::trim_start).collect::<Vec<_>>().join("\n");
        groups.push(Group::with_title(Level::HELP.secondary_title(help)));
    }
    renderer.render(&groups).to_string()
}

/// The part of one line that a diagnostic shows, so that a paragraph on one line stays readable.
struct Window {
    source: String,
    line: usize,
    start: usize,
    end: usize,
}

impl Window {
    fn around(text: &str, start: usize, end: usize) -> Window {
        const SHOWN: usize = 66;
        let (start, end) = (start.min(text.len()), end.min(text.len()));
        let line_start = text[..start].rfind('\n').map_or(0, |i| i + 1);
        let line_end = text[start..].find(['\n', '\r']).map_or(text.len(), |i| start + i);
        let end = end.min(line_end).max(start);
        let line = &text[line_start..line_end];
        let marked: Vec<(usize, char)> = line.char_indices().collect();
        let from = line[..start - line_start].chars().count();
        let to = from + text[start..end].chars().count();
        let first =
            if marked.len() <= SHOWN { 0 } else { from.saturating_sub(SHOWN.saturating_sub(to - from) / 2) };
        let last = (first + SHOWN).min(marked.len());
        let mut source = String::new();
        if first > 0 {
            source.push_str("...");
        }
        let (mut at, mut until) = (source.len(), source.len());
        for (i, (_, c)) in marked.iter().enumerate().take(last).skip(first) {
            if i == from {
                at = source.len();
            }
            source.push(if c.is_control() { ' ' } else { *c });
            if i < to {
                until = source.len();
            }
        }
        if last < marked.len() {
            source.push_str("...");
        }
        Window { source, line: text[..line_start].matches('\n').count() + 1, start: at, end: until.max(at) }
    }
}

fn elements(assessment: &Assessment) -> String {
    let mut out = String::from("What the letter says\n");
    for (status, label) in [
        ("present", "said"),
        ("vague", "vague"),
        ("absent", "missing"),
        ("unknown", "open"),
        ("needs_person", "for a person"),
    ] {
        let names: Vec<String> = assessment
            .elements
            .iter()
            .filter(|e| e.status == status && (status != "absent" || !e.rules.is_empty()))
            .map(|e| e.id.replace('_', " "))
            .collect();
        if !names.is_empty() {
            out.push_str(&wrap(&names.join(", "), &format!("  {label:<13}"), &" ".repeat(15)));
        }
    }
    for element in &assessment.elements {
        if let Some(question) = &element.question {
            out.push_str(&wrap(&format!("{}: {question}", element.id.replace('_', " ")), "  ? ", "    "));
        }
    }
    out
}

fn ratings(assessment: &Assessment) -> String {
    let mut out = String::from("Ratings\n");
    for criterion in &assessment.criteria {
        let name = criterion.id.replace('_', " ");
        let label = format!("  {name:<17}{:<13}", criterion.rating);
        let indent = " ".repeat(label.len());
        out.push_str(&wrap(&printable(&criterion.reason), &label, &indent));
        if let Some(raise) = &criterion.to_raise {
            out.push_str(&wrap(&format!("To raise it: {}", printable(raise)), &indent, &indent));
        }
    }
    out
}

/// Breaks a text into lines of at most [`WIDTH`] columns.
fn wrap(text: &str, first: &str, rest: &str) -> String {
    let mut out = String::new();
    let mut line = first.to_owned();
    let mut fresh = true;
    for word in text.split_whitespace() {
        if !fresh && line.chars().count() + 1 + word.chars().count() > WIDTH - 1 {
            out.push_str(line.trim_end());
            out.push('\n');
            line = rest.to_owned();
            fresh = true;
        }
        if !fresh {
            line.push(' ');
        }
        line.push_str(word);
        fresh = false;
    }
    out.push_str(line.trim_end());
    out.push('\n');
    out
}

/// The head of the table of letters.
pub fn table_head() -> String {
    let mut out = format!("{:<26}", "letter");
    for criterion in Criterion::ALL {
        let _ = write!(out, "{:>6}", short(criterion));
    }
    out.push('\n');
    out
}

fn short(criterion: Criterion) -> &'static str {
    match criterion {
        Criterion::PlainEnglish => "plain",
        Criterion::Readability => "read",
        Criterion::Explanation => "expl",
        Criterion::Empathy => "empa",
        Criterion::RequiredContent => "cont",
        Criterion::Timeliness => "time",
        Criterion::Accuracy => "accu",
        Criterion::Overall => "OVER",
    }
}

/// One letter's line in the table.
pub fn table_row(assessment: &Assessment) -> String {
    let mut name: String = printable(&assessment.id).chars().take(25).collect();
    if name.is_empty() {
        name.push('-');
    }
    let mut out = format!("{name:<26}");
    if assessment.error.is_some() {
        out.push_str("  could not be read\n");
        return out;
    }
    for criterion in Criterion::ALL {
        let mark = match assessment.rating(criterion.id()) {
            Some("needs_person") => "?",
            Some("not_assessed") | None => "-",
            Some(rating) => rating,
        };
        let _ = write!(out, "{mark:>6}");
    }
    out.push('\n');
    out
}

/// Counts of ratings by criterion.
#[derive(Clone, Debug, Default)]
pub struct Totals {
    letters: usize,
    unread: usize,
    counts: [[usize; 5]; 8],
}

impl Totals {
    /// Counts one letter.
    pub fn add(&mut self, assessment: &Assessment) {
        self.letters += 1;
        if assessment.error.is_some() {
            self.unread += 1;
            return;
        }
        for (i, criterion) in Criterion::ALL.into_iter().enumerate() {
            let at = match assessment.rating(criterion.id()) {
                Some("FM") => 0,
                Some("PM") => 1,
                Some("NM") => 2,
                Some("needs_person") => 3,
                _ => 4,
            };
            self.counts[i][at] += 1;
        }
    }
}

/// The totals under the table.
pub fn totals(totals: &Totals) -> String {
    let mut out = format!("\n{:<26}", "totals");
    for criterion in Criterion::ALL {
        let _ = write!(out, "{:>6}", short(criterion));
    }
    out.push('\n');
    for (row, label) in
        ["FM  fully met", "PM  partially met", "NM  not met", "?   needs a person", "-   not assessed"]
            .iter()
            .enumerate()
    {
        let _ = write!(out, "{label:<26}");
        for counts in &totals.counts {
            let _ = write!(out, "{:>6}", counts[row]);
        }
        out.push('\n');
    }
    let _ = write!(out, "{} letters", totals.letters);
    if totals.unread > 0 {
        let _ = write!(out, ", of which {} could not be read", totals.unread);
    }
    out.push_str(".\n");
    out
}

/// Agreement as tables.
pub fn agreement(agreement: &Agreement, ours: &Side, raters: &[Side]) -> String {
    let mut out = String::new();
    let names: Vec<&str> = raters.iter().map(|r| r.name.as_str()).collect();
    let mine = if ours.is_program { "the program" } else { ours.name.as_str() };
    let _ = writeln!(out, "{} letters: {mine} against {}", agreement.letters, names.join(" and "));
    if agreement.unmatched > 0 {
        let _ = writeln!(out, "{} ids stand on one side only and are left out.", agreement.unmatched);
    }
    let _ = writeln!(
        out,
        "\n{:<18}{:<12}{:>7}{:>8}  {:<15}{:>7}{:>9}",
        "criterion", "rater", "exact", "kappa", "95% interval", "unrated", "without"
    );
    for row in &agreement.criteria {
        let kappa = row.kappa.map_or("    -".into(), |k| format!("{:.3}", k.value));
        let interval = row.kappa.map_or(String::new(), |k| format!("{:.2} to {:.2}", k.low, k.high));
        let without = row.kappa_rated.map_or("-".into(), |k| format!("{:.3}", k.value));
        let rater: String = row.rater.chars().take(11).collect();
        let _ = writeln!(
            out,
            "{:<18}{:<12}{:>7.3}{:>8}  {:<15}{:>7}{:>9}",
            row.criterion, rater, row.exact, kappa, interval, row.unrated, without
        );
    }
    out.push_str("\nConfusion (rows ours: NM PM FM; columns theirs: NM PM FM)\n");
    for row in &agreement.criteria {
        let _ = writeln!(
            out,
            "{:<18}{:<12} {:?} {:?} {:?}",
            row.criterion, row.rater, row.table.cells[0], row.table.cells[1], row.table.cells[2]
        );
    }
    if !agreement.elements.is_empty() {
        let _ = writeln!(
            out,
            "\n{:<18}{:>6}{:>6}{:>8}{:>9}{:>8}{:>11}{:>8}{:>6}",
            "element", "both", "ours", "theirs", "neither", "", "precision", "recall", "F1"
        );
        for row in agreement.elements.iter().chain([&agreement.pooled]) {
            let _ = writeln!(
                out,
                "{:<18}{:>6}{:>6}{:>8}{:>9}{:>8}{:>11}{:>8}{:>6}",
                row.id,
                row.both,
                row.ours_only,
                row.theirs_only,
                row.neither,
                "",
                figure(row.precision()),
                figure(row.recall()),
                figure(row.f1())
            );
        }
    }
    for (name, quotes) in
        [("Harmful tone", &agreement.tones), ("Errors", &agreement.errors), ("Jargon", &agreement.jargon)]
    {
        if let Some(quotes) = quotes {
            out.push_str(&quotations(name, quotes));
        }
    }
    if !agreement.differ.is_empty() {
        out.push_str("\nLetters that differ most\n");
        for letter in &agreement.differ {
            let _ = writeln!(out, "  {} (distance {})", printable(&letter.id), letter.distance);
            for (criterion, ours, theirs) in &letter.ratings {
                let _ = writeln!(out, "    {criterion:<18}{ours:<13}theirs {}", theirs.join(", "));
            }
            for reason in &letter.our_reasons {
                out.push_str(&wrap(&printable(reason), "    ours: ", "          "));
            }
            for note in &letter.their_notes {
                out.push_str(&wrap(&printable(note), "    theirs: ", "            "));
            }
        }
    }
    out
}

fn figure(value: Option<f64>) -> String {
    value.map_or("-".into(), |v| format!("{v:.2}"))
}

fn quotations(name: &str, quotes: &QuoteAgreement) -> String {
    let mut out = format!("\n{name} (matched where the stretches share a word)\n");
    let mut line = |label: &str, part: usize, whole: usize| {
        let _ = writeln!(out, "  {label:<46}{part:>5} of {whole:<5}{:>6}", figure(share(part, whole)));
    };
    line("our findings that a rater quoted too", quotes.ours_matched, quotes.ours);
    line("  with the same category", quotes.ours_matched_category, quotes.ours);
    line("quotes of all raters that we found", quotes.shared_found, quotes.shared);
    line("  with the same category", quotes.shared_found_category, quotes.shared);
    line("quotes of any rater that we found", quotes.any_found, quotes.any);
    for (category, (whole, part)) in &quotes.by_category {
        line(&format!("  precision, {category}"), *part, *whole);
    }
    for (category, (whole, part)) in &quotes.shared_by_category {
        line(&format!("  recall, {category}"), *part, *whole);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_marks_the_same_words() {
        let text =
            format!("First line\n{} needle caf\u{e9} {}\nlast", "hay ".repeat(60), "straw ".repeat(60));
        let start = text.find("needle").unwrap();
        let window = Window::around(&text, start, start + "needle caf\u{e9}".len());
        assert_eq!(window.line, 2);
        assert_eq!(&window.source[window.start..window.end], "needle caf\u{e9}");
        assert!(window.source.chars().count() <= 72);
    }

    #[test]
    fn nothing_is_wider_than_eighty_columns() {
        for line in wrap(&"word ".repeat(100), "  label      ", "             ").lines() {
            assert!(line.chars().count() < WIDTH);
        }
    }

    #[test]
    fn control_characters_do_not_reach_the_terminal() {
        assert_eq!(printable("a\u{1b}[31mb\tc"), "a [31mb c");
    }
}
