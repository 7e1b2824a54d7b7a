//! A comparison for the terminal and as one HTML file.

use super::markup::{named, rating_words};
use crate::assessment::FindingNote;
use crate::assessment::compare::Comparison;
use similar::{ChangeTag, TextDiff};
use std::fmt::Write;

/// The comparison as lines of at most 80 columns. `say` takes names out, or leaves them.
pub fn text(comparison: &Comparison, say: &dyn Fn(&str) -> String) -> String {
    let mut out = format!("{:<20}{:<14}{:<14}\n", "criterion", "draft", "revision");
    for rating in &comparison.ratings {
        let mark = match rating.change {
            1 => "better",
            -1 => "worse",
            _ => "",
        };
        let _ = writeln!(
            out,
            "{:<20}{:<14}{:<14}{mark}",
            rating.id.replace('_', " "),
            rating.before,
            rating.after
        );
    }
    for (title, findings) in
        [("Fixed", &comparison.fixed), ("New", &comparison.new), ("Remaining", &comparison.remaining)]
    {
        let _ = writeln!(out, "\n{title}: {}", findings.len());
        for finding in findings {
            out.push_str(&line(finding, say));
        }
    }
    for (title, ids) in [("Said now", &comparison.gained), ("No longer said", &comparison.lost)] {
        if !ids.is_empty() {
            let names: Vec<String> = ids.iter().map(|i| i.replace('_', " ")).collect();
            let _ = writeln!(out, "\n{title}: {}", names.join(", "));
        }
    }
    out
}

fn line(finding: &FindingNote, say: &dyn Fn(&str) -> String) -> String {
    let quote: String = say(&finding.quote).split_whitespace().collect::<Vec<_>>().join(" ");
    let text = if quote.is_empty() { say(&finding.message) } else { format!("\"{quote}\"") };
    let room = 76usize.saturating_sub(finding.rule.chars().count());
    let mut shown: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(room).collect();
    if text.chars().count() > room {
        shown.truncate(shown.char_indices().rev().nth(2).map_or(0, |(at, _)| at));
        shown.push_str("...");
    }
    format!("  {}  {shown}\n", finding.rule)
}

/// The comparison as one HTML file that stands alone: ratings side by side, findings, the changed words.
/// Both texts, and all that is quoted, have been through `say`.
pub fn html(comparison: &Comparison, draft: &str, revision: &str, say: &dyn Fn(&str) -> String) -> String {
    let mut out = String::from(
        "<!doctype html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>A draft and its revision</title>\n<style>\n",
    );
    out.push_str(STYLE);
    out.push_str("</style>\n</head>\n<body>\n<main>\n<h1>A draft and its revision</h1>\n<h2>Ratings</h2>\n<table>\n<thead><tr><th scope=\"col\">Criterion</th><th scope=\"col\">Draft</th><th scope=\"col\">Revision</th><th scope=\"col\">Change</th></tr></thead>\n<tbody>\n");
    for rating in &comparison.ratings {
        let mark = match rating.change {
            1 => "\u{25b2} better",
            -1 => "\u{25bc} worse",
            _ => "same",
        };
        let _ = writeln!(
            out,
            "<tr><th scope=\"row\">{}</th><td>{}</td><td>{}</td><td>{mark}</td></tr>",
            escape(&named(&rating.id)),
            escape(rating_words(&rating.before)),
            escape(rating_words(&rating.after))
        );
    }
    out.push_str("</tbody>\n</table>\n");
    for (title, findings) in
        [("Fixed", &comparison.fixed), ("New", &comparison.new), ("Remaining", &comparison.remaining)]
    {
        let _ = writeln!(out, "<h2>{title}: {}</h2>", findings.len());
        if findings.is_empty() {
            continue;
        }
        out.push_str("<ul>\n");
        for finding in findings {
            let quote = say(&finding.quote);
            let quoted = if quote.is_empty() { String::new() } else { format!("<q>{}</q> ", escape(&quote)) };
            let _ = writeln!(
                out,
                "<li>{quoted}{} <span class=\"rule\">{}</span></li>",
                escape(&say(&finding.message)),
                escape(&finding.rule)
            );
        }
        out.push_str("</ul>\n");
    }
    for (title, ids) in [("Said now", &comparison.gained), ("No longer said", &comparison.lost)] {
        if !ids.is_empty() {
            let names: Vec<String> = ids.iter().map(|i| escape(&named(i))).collect();
            let _ = writeln!(out, "<h2>{title}</h2>\n<p>{}</p>", names.join(", "));
        }
    }
    out.push_str("<h2>Changed words</h2>\n<p class=\"key\"><del>taken out</del> <ins>put in</ins></p>\n<div class=\"letter\">");
    for change in TextDiff::from_words(draft, revision).iter_all_changes() {
        let words = escape(change.value());
        match change.tag() {
            ChangeTag::Equal => out.push_str(&words),
            ChangeTag::Delete => {
                let _ = write!(out, "<del>{words}</del>");
            }
            ChangeTag::Insert => {
                let _ = write!(out, "<ins>{words}</ins>");
            }
        }
    }
    out.push_str("</div>\n</main>\n</body>\n</html>\n");
    out
}

fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c if c.is_control() && c != '\n' => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

const STYLE: &str = "body{font:1.1rem/1.5 Arial,sans-serif;color:#0b0c0c;background:#fff;margin:0}\
main{max-width:48rem;margin:0 auto;padding:1rem}\
table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.4rem .6rem;border-bottom:1px solid #505a5f}\
.rule{color:#505a5f;font-size:.85em}.letter{white-space:pre-wrap;border:1px solid #505a5f;padding:1rem}\
ins{background:#cce2d8;text-decoration:underline}del{background:#f6d7d2;text-decoration:line-through}\
@media print{main{max-width:none}body{font-size:11pt}}\n";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_letter_becomes_markup() {
        let comparison = Comparison {
            ratings: Vec::new(),
            fixed: Vec::new(),
            new: Vec::new(),
            remaining: Vec::new(),
            gained: Vec::new(),
            lost: Vec::new(),
        };
        let page = html(&comparison, "a <script>x</script>", "a <b onload='x'>", &|s| s.to_owned());
        assert!(!page.contains("<script>") && !page.contains("<b "));
        assert!(page.contains("<ins>") && page.contains("<del>"));
    }
}
