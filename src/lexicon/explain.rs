//! The page of an entry or a concept, written from its file.

use super::Lexicon;
use super::entry::{Concept, Entry, Guards, Mode, Strength};
use super::suggest::closest;
use std::fmt::Write;

/// The page of an entry (`term.discontinue`) or of a concept (`@decide`), in plain text that is Markdown
/// too. None where there is no such id; [`close_ids`] then says what may have been meant.
pub fn explain(lexicon: &Lexicon, id: &str) -> Option<String> {
    let id = id.trim();
    match id.strip_prefix('@') {
        Some(name) => lexicon.concept(name).map(|c| concept_page(lexicon, c)),
        None => lexicon
            .entry(id)
            .map(|e| entry_page(lexicon, e))
            .or_else(|| lexicon.concept(id).map(|c| concept_page(lexicon, c))),
    }
}

/// Up to five ids of entries and concepts that are close to one that does not exist, best first.
pub fn close_ids(lexicon: &Lexicon, id: &str) -> Vec<String> {
    let id = id.trim().to_lowercase();
    let concepts: Vec<String> = lexicon.concepts.iter().map(|c| format!("@{}", c.id)).collect();
    let known = lexicon.entries.iter().map(|e| e.id.as_str()).chain(concepts.iter().map(String::as_str));
    closest(&id, known, 5).into_iter().map(str::to_owned).collect()
}

fn entry_page(lexicon: &Lexicon, entry: &Entry) -> String {
    let mut page = format!("# {}\n\n", entry.id);
    let _ = writeln!(page, "{}: {}.", entry.title, what_it_is(entry));
    paragraph(&mut page, "Why", &entry.why);
    paragraph(&mut page, "Plain English", entry.plain.as_deref().unwrap_or(""));
    paragraph(&mut page, "What to do", entry.advice.as_deref().unwrap_or(""));
    paragraph(&mut page, "Message", entry.message.as_deref().unwrap_or(""));
    list(&mut page, "Looks for", &entry.matches);
    guards(&mut page, &entry.guards);
    let mut used: Vec<&Concept> = Vec::new();
    for pattern in entry.matches.iter().chain(&entry.guards.unless).chain(&entry.guards.near) {
        for name in names_in(pattern) {
            if let Some(concept) = lexicon.concept(name)
                && !used.iter().any(|c| c.id == concept.id)
            {
                used.push(concept);
            }
        }
    }
    if !used.is_empty() {
        page.push_str("\n## Concepts in it\n\n");
        for concept in used {
            let about = concept.about.as_deref().map(|a| format!(" ({a})")).unwrap_or_default();
            let _ = writeln!(page, "- `@{}`{about}: {}", concept.id, sample(&concept.any));
        }
    }
    quotes(&mut page, "Matches", &entry.yes);
    quotes(&mut page, "Does not match", &entry.no);
    let source = if entry.source.is_empty() { "none stated" } else { &entry.source };
    let _ = write!(page, "\nSource: {source}\nFile: lexicons/{}, line {}\n", entry.file, entry.line);
    page
}

fn what_it_is(entry: &Entry) -> String {
    let level = match entry.level {
        Some('H') => ", a hard legal term that always needs explaining",
        Some('S') => ", a term to explain or to replace",
        Some('A') => ", a term that is well known but can be said more simply",
        _ => "",
    };
    let of = format!("`{}` under {}{level}", entry.category, entry.criterion.id());
    match entry.strength {
        Strength::Finding => format!("a finding ({}), {of}", entry.severity.name()),
        Strength::Look => format!("worth a look, {of}; never the only reason for a rating"),
        Strength::Present => format!("says {of}"),
        Strength::Vague => format!("says {of}, too vaguely to use"),
        Strength::Cancel => format!("takes back what says {of} in the same sentence"),
        Strength::Cue => format!("a cue for other rules, {of}; no result of its own"),
    }
}

fn concept_page(lexicon: &Lexicon, concept: &Concept) -> String {
    let mut page = format!("# @{}\n\nA concept: ", concept.id);
    page.push_str(concept.about.as_deref().unwrap_or("any one of the patterns below"));
    page.push_str(".\n");
    list(&mut page, "Any of", &concept.any);
    let uses = |patterns: &[String]| patterns.iter().any(|p| names_in(p).any(|n| n == concept.id));
    let users: Vec<&str> = lexicon
        .entries
        .iter()
        .filter(|e| {
            let g = &e.guards;
            [&e.matches, &g.unless, &g.not_before, &g.not_after, &g.near].into_iter().any(|l| uses(l))
        })
        .map(|e| e.id.as_str())
        .collect();
    let inner: Vec<String> =
        lexicon.concepts.iter().filter(|c| uses(&c.any)).map(|c| format!("@{}", c.id)).collect();
    page.push_str("\n## Used by\n\n");
    for name in inner.iter().map(String::as_str).chain(users.iter().copied()).take(40) {
        let _ = writeln!(page, "- {name}");
    }
    match inner.len() + users.len() {
        0 => page.push_str("No entry.\n"),
        n if n > 40 => {
            let _ = writeln!(page, "- and {} more", n - 40);
        }
        _ => {}
    }
    let _ = write!(page, "\nFile: lexicons/{}, line {}\n", concept.file, concept.line);
    page
}

/// The names of the concepts in a pattern's text.
fn names_in(pattern: &str) -> impl Iterator<Item = &str> {
    pattern.split('@').skip(1).map(|rest| {
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(rest.len());
        &rest[..end]
    })
}

fn sample(patterns: &[String]) -> String {
    const SHOWN: usize = 6;
    let mut text = patterns.iter().take(SHOWN).cloned().collect::<Vec<_>>().join(" | ");
    if patterns.len() > SHOWN {
        let _ = write!(text, " | ... ({} in all)", patterns.len());
    }
    text
}

fn paragraph(page: &mut String, head: &str, text: &str) {
    if !text.is_empty() {
        let _ = write!(page, "\n## {head}\n\n{}\n", text.trim());
    }
}

fn list(page: &mut String, head: &str, patterns: &[String]) {
    if !patterns.is_empty() {
        let _ = write!(page, "\n## {head}\n\n");
        patterns.iter().for_each(|p| {
            let _ = writeln!(page, "- `{p}`");
        });
    }
}

fn quotes(page: &mut String, head: &str, texts: &[String]) {
    if !texts.is_empty() {
        let _ = write!(page, "\n## {head}\n\n");
        texts.iter().for_each(|t| {
            let _ = writeln!(page, "- {}", t.trim().replace('\n', "\n  "));
        });
    }
}

fn guards(page: &mut String, guards: &Guards) {
    let mut lines = Vec::new();
    match guards.negated {
        Mode::Allow => {}
        Mode::Skip => {
            lines.push("not where it is negated (\"not\", \"never\" up to three words before)".to_owned())
        }
        Mode::Only => lines.push("only where it is negated".to_owned()),
    }
    match guards.quoted {
        Mode::Allow => lines.push("also inside quotation marks".to_owned()),
        Mode::Skip => lines.push("not inside quotation marks".to_owned()),
        Mode::Only => lines.push("only inside quotation marks".to_owned()),
    }
    lines.push(format!("in these parts of the letter: {}", guards.blocks.listed().join(", ")));
    for (head, patterns) in [
        ("not where the sentence also has", &guards.unless),
        ("not directly before", &guards.not_before),
        ("not directly after", &guards.not_after),
    ] {
        if !patterns.is_empty() {
            lines.push(format!("{head} {}", ticked(patterns)));
        }
    }
    if !guards.near.is_empty() {
        let reach = match guards.near_sentences {
            0 => "in the same sentence".to_owned(),
            1 => "in the same sentence or the next to it".to_owned(),
            n => format!("at most {n} sentences away"),
        };
        lines.push(format!("only with one of these {reach}: {}", ticked(&guards.near)));
    }
    let _ = write!(page, "\n## Where it counts\n\n");
    lines.iter().for_each(|l| {
        let _ = writeln!(page, "- {l}");
    });
}

fn ticked(patterns: &[String]) -> String {
    patterns.iter().map(|p| format!("`{p}`")).collect::<Vec<_>>().join(", ")
}
