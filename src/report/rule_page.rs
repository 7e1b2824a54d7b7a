//! A rule as a page: what it looks for, why, the plain alternative, examples, source, measurements.

use crate::assessment::Engine;
use crate::elements::{ELEMENTS, MARKERS, TONES};
use crate::lexicon::explain;
use crate::vocabulary::Measure;
use std::fmt::Write;

/// What each element, marker and tone is, in a line. The sample's raters worked by the same lines.
const ABOUT: [(&str, &str); 36] = [
    ("decision", "what was decided, done or happened, said plainly"),
    ("reasons", "why, specific to this case"),
    ("test", "the evidential or public-interest test, or the standard of proof, in ordinary words"),
    ("role", "what the writer or the organisation does"),
    ("review_right", "that the decision can be reviewed at the victim's request"),
    ("review_how", "how to ask for the review"),
    ("review_deadline", "by when to ask for it"),
    ("support", "a support service that is named, or an offer of referral"),
    ("contact", "a working way to reach the writer or the office"),
    ("named_contact", "a named person who can be reached"),
    ("talk", "an offer to meet or talk it through"),
    ("complaint", "how to complain"),
    ("next_steps", "what happens next, or that nothing more will"),
    ("timescale", "when"),
    ("rights", "the Victims' Code or rights beyond review, a Victim Personal Statement among them"),
    ("safety", "what to do about contact, threats or fear; bail or court-order protection"),
    ("scheme", "what the Victim Contact Scheme is"),
    ("choice", "that the victim may join, leave or change their mind"),
    ("sentence", "what the sentence means in practice"),
    ("events", "what the victim will be told about"),
    ("licence", "licence conditions that can be asked for, or that exist"),
    ("statement", "a personal statement to the Parole Board, or why none applies"),
    ("sympathy", "sorrow for the crime or its effect, not for a delay"),
    ("impact", "the harm to this person recognised"),
    ("thanks", "thanks for reporting, giving evidence or patience"),
    ("disappointment", "that the decision may upset"),
    ("believed", "that it does not mean they were disbelieved or at fault"),
    ("report_again", "encouragement to come forward again"),
    ("views", "their views asked for or weighed"),
    ("blame", "puts fault on the reader"),
    ("doubt", "casts doubt on the reader's word"),
    ("minimise", "makes the harm small"),
    ("cold", "treats the reader as a file or a nuisance"),
    ("flippant", "is light or joking about it"),
    ("defensive", "protects the organisation"),
    ("pressure", "commands, threatens or leans on the reader"),
];

/// The page of a lexicon entry, concept, element, marker, tone, letter rule or duty; none where there is no
/// such id.
pub fn page(engine: &Engine, id: &str) -> Option<String> {
    // An element's id may be a concept's name too; findings and checklists mean the element, and `@id` still
    // names the concept.
    said_page(engine, id)
        .or_else(|| explain::explain(engine.lexicon(), id))
        .or_else(|| letter_rule_page(engine, id))
        .or_else(|| duty_page(engine, id))
        .or_else(|| engine.timeliness().check_page(id))
        .or_else(|| accuracy_page(engine, id))
        .or_else(|| measured_page(engine, id))
}

/// Ids that look like this one, nearest first.
pub fn close(engine: &Engine, id: &str) -> Vec<String> {
    explain::close_ids(engine.lexicon(), id)
}

/// All entries by criterion, as one Markdown page: what `docs/rules.md` holds.
pub fn all(engine: &Engine) -> String {
    let mut out = String::from(
        "# The rules\n\nMade by `lettermark explain --all`; change the lexicons, not this page.\n\
         `lettermark explain ID` prints any of them in full, with its patterns and examples.\n",
    );
    let entries = &engine.lexicon().entries;
    for criterion in crate::criterion::Criterion::ALL {
        let mut of: Vec<&crate::lexicon::Entry> = entries
            .iter()
            .filter(|e| e.criterion == criterion && e.strength != crate::lexicon::Strength::Cue)
            .collect();
        if of.is_empty() {
            continue;
        }
        of.sort_by(|a, b| (&a.category, &a.id).cmp(&(&b.category, &b.id)));
        let _ = write!(out, "\n## {}\n", criterion.id().replace('_', " "));
        let mut category = "";
        for entry in of {
            if entry.category != category {
                category = &entry.category;
                let about = about(category).map(|a| format!(": {a}")).unwrap_or_default();
                let _ = write!(
                    out,
                    "\n### {category}{about}\n\n| rule | is | say instead, or do | source |\n|---|---|---|---|\n"
                );
            }
            let cell = |text: &str| text.replace('|', "\\|").replace('\n', " ");
            let plain = entry.plain.as_deref().or(entry.advice.as_deref()).unwrap_or("");
            let _ = writeln!(
                out,
                "| `{}` | {} | {} | {} |",
                entry.id,
                entry.strength.name(),
                cell(plain),
                cell(&entry.source)
            );
        }
    }
    out.push_str("\n## What letters owe\n\n| rule | letter | element | weight | asks | source |\n|---|---|---|---|---|---|\n");
    for rule in engine.letter_rules().rules() {
        let letter = match (&rule.kind, rule.decisions.as_slice()) {
            (None, _) => "every letter".to_owned(),
            (Some(kind), []) => kind.clone(),
            (Some(kind), decisions) => format!("{kind}: {}", decisions.join(", ")),
        };
        let _ = writeln!(
            out,
            "| {} | {letter} | {} | {:?} | {} | {} |",
            rule.ids.join(", "),
            rule.element,
            rule.weight,
            rule.asks,
            rule.source
        );
    }
    out
}

/// What an element, marker or tone is, in a line; none for anything else.
pub fn about(id: &str) -> Option<&'static str> {
    ABOUT.iter().find(|(known, _)| *known == id).map(|(_, about)| *about)
}

fn said_page(engine: &Engine, id: &str) -> Option<String> {
    let about = about(id)?;
    let group = if ELEMENTS.contains(&id) {
        "an element of required content"
    } else if MARKERS.contains(&id) {
        "a marker of empathy"
    } else {
        debug_assert!(TONES.contains(&id));
        "a harmful tone"
    };
    let mut out = format!("# {id}\n\n{group}: {about}.\n");
    let vocabulary = engine.vocabulary();
    if let (Some(column), Some(cuts)) = (vocabulary.column(id), vocabulary.thresholds().of(id)) {
        out.push_str("\n## How well the trained vocabulary tells it\n\n");
        for (what, measure) in [
            ("passages by writers it had not seen", cuts.passages),
            ("letters it had not seen", cuts.letters),
            ("letters, present (for a tone: a finding) or not", cuts.letters_firm),
        ] {
            match measure {
                Some(m) => {
                    let _ = writeln!(out, "- {what}: {}", figures(&m));
                }
                None => {
                    let _ = writeln!(out, "- {what}: not measured, too few say it");
                }
            }
        }
        out.push_str("\n## The words that weigh most\n\n");
        let words: Vec<String> = vocabulary
            .heaviest(column, 20)
            .into_iter()
            .map(|(name, weight)| format!("{name} ({weight:+.2})"))
            .collect();
        let _ = writeln!(out, "{}", words.join(", "));
    }
    let entries = engine.lexicon().by_category(id);
    if !entries.is_empty() {
        out.push_str("\n## Patterns\n\n");
        for &entry in entries {
            let entry = &engine.lexicon().entries[entry];
            let _ = writeln!(out, "- `{}` ({})", entry.id, entry.strength.name());
        }
    }
    let rules: Vec<_> = engine.letter_rules().rules().iter().filter(|r| r.element == id).collect();
    if !rules.is_empty() {
        out.push_str("\n## Letters that owe it\n\n");
        for rule in rules {
            let _ = writeln!(out, "- {}: {} ({})", rule.ids.join(", "), rule.asks, rule.source);
        }
    }
    Some(out)
}

fn figures(m: &Measure) -> String {
    let share = |v: Option<f64>| v.map_or("-".into(), |v| format!("{v:.2}"));
    format!(
        "precision {}, recall {}, left alone where not said {} ({} say it, {} do not)",
        share(m.precision()),
        share(m.recall()),
        share(m.specificity()),
        m.found + m.missed,
        m.false_alarms + m.left_alone
    )
}

fn letter_rule_page(engine: &Engine, id: &str) -> Option<String> {
    let rules: Vec<_> =
        engine.letter_rules().rules().iter().filter(|r| r.ids.iter().any(|i| i == id)).collect();
    if rules.is_empty() {
        return None;
    }
    let mut out = format!("# {id}\n\nA rule of what letters owe their readers.\n\n");
    for rule in rules {
        let kind = rule.kind.as_deref().unwrap_or("every kind");
        let decisions =
            if rule.decisions.is_empty() { "every decision".to_owned() } else { rule.decisions.join(", ") };
        let _ = writeln!(
            out,
            "- {} asks for `{}` ({:?}) in {kind}, {decisions}: {}\n  Source: {}",
            rule.ids.join(", "),
            rule.element,
            rule.weight,
            rule.asks,
            rule.source
        );
    }
    Some(out)
}

fn duty_page(engine: &Engine, id: &str) -> Option<String> {
    let duties = &engine.timeliness().duties;
    let duty = duties.get(id)?;
    let limit = |enhanced: bool| {
        duty.limit_for(enhanced).map_or_else(|| "no number".to_owned(), |n| duty.unit.phrase(n))
    };
    Some(format!(
        "# {id}\n\nA duty of time: {}.\n\nOwed by: {}\nLimit: {}; with enhanced rights: {}\nSource: {}\n",
        duty.what,
        duty.owed_by,
        limit(false),
        limit(true),
        duties.source(duty)
    ))
}

fn measured_page(engine: &Engine, id: &str) -> Option<String> {
    let (rule, category) = engine.plain_english().page(id)?;
    Some(format!(
        "# {id}: {}\n\na finding or look, `{category}` under plain english, measured and not listed.\n\n\
         Message: {}\n\nSay instead, or do: {}\n\nWhy: {}\n\nSource: {}\nConfidence: {}\n",
        rule.title, rule.message, rule.suggestion, rule.why, rule.source, rule.confidence
    ))
}

fn accuracy_page(engine: &Engine, id: &str) -> Option<String> {
    let rule = engine.accuracy().page(id)?;
    let mut out = format!(
        "# {id}\n\na finding ({}), `{}` under accuracy.\n\nMessage: {}\n\nWhy: {}\n",
        rule.severity().name(),
        rule.category,
        rule.message,
        rule.why
    );
    for (title, texts) in [("Finds something in", &rule.yes), ("Finds nothing in", &rule.no)] {
        if !texts.is_empty() {
            let _ = write!(out, "\n## {title}\n\n");
            for text in texts {
                let _ = writeln!(out, "- {text}");
            }
        }
    }
    let _ = writeln!(out, "\nSource: {}", rule.source);
    Some(out)
}
