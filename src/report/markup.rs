//! A letter as a trainer marks it up: what stands in it, the notes in its margin, the ratings in words.
//!
//! The page and the printed letter are both made from this one value, so that they say the same.

use super::rule_page;
use crate::assessment::{Assessment, DutyNote, ElementNote, Engine, FindingNote};
use crate::calendar::written_full;
use crate::document::{Block, BlockKind, Letter};
use crate::elements::MARKERS;
use crate::ingest::Format;
use crate::redact::Redactor;
use crate::span::Span;
use serde::Serialize;

/// A marked-up letter.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "serve", derive(utoipa::ToSchema))]
pub struct Markup {
    /// The letter's id, for the head of the page.
    pub title: String,
    /// Its blocks in order, with the notes on each.
    pub rows: Vec<Row>,
    /// Notes on the letter as a whole: mostly what is missing.
    pub notes: Vec<Note>,
    /// The ratings, in reading order, `overall` last.
    pub ratings: Vec<Rated>,
    /// What this letter had to say, and whether it says it.
    pub checklist: Vec<Item>,
    /// The markers of empathy that it shows, and does not show.
    pub empathy: Vec<Item>,
    /// The duties and their last days.
    pub duties: Vec<DutyLine>,
    /// What was not assessed, warnings on the file, and questions that a person would have to answer.
    pub open: Vec<String>,
    /// The program, its data and the profile.
    pub made_by: String,
}

/// One block of the letter.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "serve", derive(utoipa::ToSchema))]
pub struct Row {
    /// The block's kind: `letterhead`, `salutation`, `heading`, `paragraph`, `list_item`, ...
    pub kind: String,
    /// Whether its line ends are only where lines were full, so that it may be broken anew.
    pub flows: bool,
    /// Whether a bullet stands before it that the text itself does not hold.
    pub bullet: bool,
    /// Whether an empty line stands before it.
    pub gap: bool,
    /// Its text in pieces, each marked or not.
    pub pieces: Vec<Piece>,
    /// The notes that stand beside it.
    pub notes: Vec<Note>,
}

/// A stretch of text under the same notes.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "serve", derive(utoipa::ToSchema))]
pub struct Piece {
    /// The text.
    pub text: String,
    /// `fault`, `look` or `strength`, with ` wide` behind it where a whole sentence is meant; empty where no
    /// note covers it. Where several do, the gravest of the narrow ones.
    pub mark: String,
    /// The numbers of the notes that end with this piece.
    pub ends: Vec<usize>,
}

/// A note in the margin.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "serve", derive(utoipa::ToSchema))]
pub struct Note {
    /// Its number in the letter, counted from 1; 0 for a note on the letter as a whole.
    pub number: usize,
    /// `fault`, `look` or `strength`.
    pub mark: String,
    /// How much it weighs, in words.
    pub weight: String,
    /// The criterion, in words.
    pub criterion: String,
    /// What is the matter.
    pub message: String,
    /// What to do.
    pub suggestion: Option<String>,
    /// The rule, which the rule's page explains.
    pub rule: String,
    /// Where the rule comes from.
    pub source: String,
}

/// One rating.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "serve", derive(utoipa::ToSchema))]
pub struct Rated {
    /// The criterion's id.
    pub id: String,
    /// The criterion, in words.
    pub name: String,
    /// `FM`, `PM`, `NM`, `needs_person` or `not_assessed`.
    pub rating: String,
    /// The rating, in words.
    pub words: String,
    /// Why.
    pub reason: String,
    /// What would raise it.
    pub to_raise: Option<String>,
}

/// One line of a checklist.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "serve", derive(utoipa::ToSchema))]
pub struct Item {
    /// The element's id.
    pub id: String,
    /// The element, in words.
    pub name: String,
    /// What it is.
    pub about: String,
    /// `present`, `vague`, `absent`, `not_applicable`, `unknown` or `needs_person`.
    pub status: String,
    /// The status, in words.
    pub words: String,
    /// Whether the letter owes it, as far as is known.
    pub owed: bool,
    /// The words of the letter that say it best.
    pub quote: Option<String>,
}

/// One duty.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "serve", derive(utoipa::ToSchema))]
pub struct DutyLine {
    /// What is owed.
    pub what: String,
    /// Whether it was kept, in words.
    pub verdict: String,
    /// The last day, in words.
    pub last_day: Option<String>,
    /// Where the duty comes from.
    pub source: String,
}

/// A note with its place, before the letter is cut into pieces.
struct Placed {
    span: Span,
    rank: usize,
    note: Note,
    /// Why the rule is there; said with the first note that has it.
    why: String,
}

/// A mark over more bytes than this is drawn thinner: whole sentences would drown the words in them.
const WIDE: usize = 120;

impl Markup {
    /// Marks up a letter. `assessment` is the engine's of this very letter, with positions in bytes; with a
    /// redactor all that is quoted bears its labels instead of names, numbers and dates.
    pub fn of(
        engine: &Engine,
        letter: &Letter,
        assessment: &Assessment,
        redactor: Option<&Redactor>,
    ) -> Markup {
        let say = |text: &str| redactor.map_or_else(|| text.to_owned(), |r| r.text(text));
        let mut whole = Vec::new();
        let mut placed = Vec::new();
        for finding in &assessment.findings {
            let note = note_of(finding, &say);
            let why = engine.lexicon().entry(&finding.rule).map(|e| e.why.clone()).unwrap_or_default();
            let rank = rank(&finding.severity);
            if finding.start < finding.end && letter.text().get(finding.start..finding.end).is_some() {
                placed.push(Placed { span: Span::new(finding.start, finding.end), rank, note, why });
            } else {
                whole.push(note);
            }
        }
        placed.extend(assessment.elements.iter().filter_map(|e| strength(e, letter, &say)));
        placed.sort_by(|a, b| {
            (a.span.start, a.span.end, a.rank, &a.note.rule).cmp(&(
                b.span.start,
                b.span.end,
                b.rank,
                &b.note.rule,
            ))
        });
        number(&mut placed, letter.text());
        let item = |e: &ElementNote| item_of(e, letter, redactor, &say);
        let (markers, elements): (Vec<_>, Vec<_>) =
            assessment.elements.iter().partition(|e| MARKERS.contains(&e.id.as_str()));
        let open = open_points(assessment, &say);
        Markup {
            title: say(&assessment.id),
            rows: rows(letter, &placed, redactor),
            notes: whole,
            ratings: assessment
                .criteria
                .iter()
                .map(|c| Rated {
                    id: c.id.clone(),
                    name: named(&c.id),
                    rating: c.rating.clone(),
                    words: rating_words(&c.rating).into(),
                    reason: say(&c.reason),
                    to_raise: c.to_raise.as_deref().map(say),
                })
                .collect(),
            checklist: elements
                .into_iter()
                .filter(|e| e.status != "not_applicable" && (!e.rules.is_empty() || e.status != "absent"))
                .map(item)
                .collect(),
            empathy: markers.into_iter().filter(|e| e.status != "not_applicable").map(item).collect(),
            duties: assessment.timeliness.iter().map(|d| duty_line(d, &say)).collect(),
            open,
            made_by: format!(
                "lettermark {}, lexicons {}, {}, {}",
                assessment.program.version,
                assessment.program.lexicons,
                assessment.profile.code,
                assessment.profile.strictness
            ),
        }
    }
}

/// Warnings, questions and what was not assessed; a question that several elements ask stands once.
fn open_points(assessment: &Assessment, say: &impl Fn(&str) -> String) -> Vec<String> {
    let mut points: Vec<(String, Vec<String>)> = Vec::new();
    let asked = assessment.elements.iter().filter_map(|e| Some((e.question.as_deref()?, e.id.as_str())));
    let open = assessment.not_assessed.iter().map(|n| (n.why.as_str(), n.what.as_str()));
    for (text, what) in asked.chain(open) {
        let (text, what) = (capital(&say(text)), what.replace('_', " "));
        match points.iter_mut().find(|(known, _)| *known == text) {
            Some((_, whats)) if whats.contains(&what) => {}
            Some((_, whats)) => whats.push(what),
            None => points.push((text, vec![what])),
        }
    }
    let warnings = assessment.source.warnings.iter().map(|w| capital(&say(w)));
    warnings.chain(points.into_iter().map(|(text, whats)| format!("{text} ({})", whats.join(", ")))).collect()
}

fn rank(severity: &str) -> usize {
    match severity {
        "critical" => 0,
        "major" => 1,
        "minor" => 2,
        _ => 3,
    }
}

fn note_of(finding: &FindingNote, say: &impl Fn(&str) -> String) -> Note {
    let (mark, weight) = match finding.severity.as_str() {
        "critical" => ("fault", "Put this right before it goes"),
        "major" => ("fault", "Needs work"),
        "minor" => ("fault", "Small point"),
        _ => ("look", "Worth a look"),
    };
    let mut message = say(&finding.message);
    let mut suggestion = finding.suggestion.as_deref().map(|s| capital(&say(s)));
    if let Some(about) =
        rule_page::about(&finding.category).filter(|_| finding.criterion == "required_content")
    {
        if finding.start == finding.end {
            message = format!("Missing: {} ({about}).", finding.category.replace('_', " "));
            // "Add the timescale" says no more than that.
            suggestion = suggestion.filter(|s| s.split_whitespace().count() > 4);
        } else {
            message = format!("{} What is asked for: {about}.", capital(&message));
        }
    }
    Note {
        number: 0,
        mark: mark.into(),
        weight: weight.into(),
        criterion: named(&finding.criterion),
        message: capital(&message),
        suggestion,
        rule: finding.rule.clone(),
        source: finding.source.clone(),
    }
}

/// A marker of empathy that is there, as praise where it is said best.
fn strength(element: &ElementNote, letter: &Letter, say: &impl Fn(&str) -> String) -> Option<Placed> {
    if element.status != "present" || !MARKERS.contains(&element.id.as_str()) {
        return None;
    }
    let best = element.evidence.iter().find(|e| e.start < e.end)?;
    letter.text().get(best.start..best.end)?;
    let about = rule_page::about(&element.id).unwrap_or_default();
    Some(Placed {
        span: Span::new(best.start, best.end),
        rank: 4,
        why: String::new(),
        note: Note {
            number: 0,
            mark: "strength".into(),
            weight: "Done well".into(),
            criterion: named("empathy"),
            message: say(&format!("{}: {about}.", named(&element.id))),
            suggestion: None,
            rule: element.id.clone(),
            source: String::new(),
        },
    })
}

/// Numbers the notes in order of place. The same rule on the same words is noted once; later places bear
/// the first one's number.
fn number(placed: &mut [Placed], text: &str) {
    let fold = |span: Span| {
        let words: Vec<&str> = span.of(text).split_whitespace().collect();
        words.join(" ").to_lowercase()
    };
    let mut known: Vec<(String, String, String)> = Vec::new();
    let mut whys: Vec<String> = Vec::new();
    for p in placed {
        let key = (p.note.rule.clone(), p.note.message.clone(), fold(p.span));
        let at = known.iter().position(|k| *k == key).unwrap_or_else(|| {
            known.push(key);
            known.len() - 1
        });
        p.note.number = at + 1;
        if !p.why.is_empty() && !whys.contains(&p.why) && !p.note.message.contains(&p.why) {
            if !p.note.message.ends_with(['.', '?', '!']) {
                p.note.message.push('.');
            }
            p.note.message.push(' ');
            p.note.message.push_str(&capital(&p.why));
            whys.push(p.why.clone());
        }
    }
}

fn rows(letter: &Letter, placed: &[Placed], redactor: Option<&Redactor>) -> Vec<Row> {
    let text = letter.text();
    let is_docx = letter.source.format == Format::Docx;
    let mut rows = Vec::new();
    let mut last = 0;
    let mut told = 0;
    for block in &letter.blocks {
        let inside: Vec<&Placed> = placed.iter().filter(|p| p.span.overlaps(block.span)).collect();
        let between = text.get(last..block.span.start).unwrap_or_default();
        let mut notes: Vec<Note> = Vec::new();
        for p in &inside {
            // A note stands beside the block in which its first words stand.
            if p.note.number > told {
                told = p.note.number;
                notes.push(p.note.clone());
            }
        }
        rows.push(Row {
            kind: block.kind.name().into(),
            flows: block.kind.is_body() && !is_docx && is_wrapped(block, text),
            bullet: is_docx && block.kind == BlockKind::ListItem,
            gap: last > 0
                && (between.matches('\n').count() > 1 || (is_docx && block.kind == BlockKind::Paragraph)),
            pieces: pieces(block.span, &inside, text, redactor),
            notes,
        });
        last = block.span.end;
    }
    rows
}

/// Whether all lines of a block but the last are so long that they were broken because they were full.
fn is_wrapped(block: &Block, text: &str) -> bool {
    let lines: Vec<&str> = block.span.of(text).lines().collect();
    match lines.split_last() {
        Some((_, full)) => full.iter().all(|line| line.chars().count() > 45),
        None => true,
    }
}

/// Cuts a block where notes begin and end. A redacted stretch is never cut: a note that begins or ends
/// inside it takes in all of it.
fn pieces(block: Span, inside: &[&Placed], text: &str, redactor: Option<&Redactor>) -> Vec<Piece> {
    let hidden: Vec<(Span, &str)> =
        redactor.map(|r| r.spans().iter().map(|h| (h.span, h.label.as_str())).collect()).unwrap_or_default();
    let marks: Vec<(Span, &Placed)> = inside
        .iter()
        .map(|p| {
            let mut span = Span::new(p.span.start.max(block.start), p.span.end.min(block.end));
            for (h, _) in &hidden {
                if h.overlaps(span) {
                    span = span.join(*h);
                }
            }
            (Span::new(span.start.max(block.start), span.end.min(block.end)), *p)
        })
        .collect();
    let mut cuts: Vec<usize> = vec![block.start, block.end];
    for (span, _) in &marks {
        cuts.extend([span.start, span.end]);
    }
    cuts.sort_unstable();
    cuts.dedup();
    let mut pieces = Vec::new();
    for pair in cuts.windows(2) {
        let &[from, to] = pair else { continue };
        let piece = Span::new(from, to);
        let over: Vec<&(Span, &Placed)> = marks.iter().filter(|(span, _)| span.contains(piece)).collect();
        // The narrowest note decides how a piece looks: words show inside a sentence that has a note too.
        let mark = over.iter().min_by_key(|(span, p)| (span.len() > WIDE, p.rank)).map(|(span, p)| {
            let wide = if span.len() > WIDE { " wide" } else { "" };
            format!("{}{wide}", p.note.mark)
        });
        let mut ends: Vec<usize> = over
            .iter()
            .filter(|(span, p)| span.end == to && p.span.end <= block.end.max(to))
            .map(|(_, p)| p.note.number)
            .collect();
        ends.sort_unstable();
        ends.dedup();
        pieces.push(Piece { text: shown(piece, text, &hidden), mark: mark.unwrap_or_default(), ends });
    }
    pieces
}

/// A stretch of the letter with its labels.
fn shown(piece: Span, text: &str, hidden: &[(Span, &str)]) -> String {
    let mut out = String::new();
    let mut at = piece.start;
    for (span, label) in hidden.iter().filter(|(h, _)| h.overlaps(piece)) {
        out.push_str(text.get(at..span.start.max(at)).unwrap_or_default());
        // A label that began in the block before is not said twice.
        if span.start >= piece.start {
            out.push_str(label);
        }
        at = span.end.clamp(at, piece.end);
    }
    out.push_str(text.get(at..piece.end).unwrap_or_default());
    out.replace('\r', "")
}

fn item_of(
    element: &ElementNote,
    letter: &Letter,
    redactor: Option<&Redactor>,
    say: &impl Fn(&str) -> String,
) -> Item {
    let said = matches!(element.status.as_str(), "present" | "vague");
    let quote = element.evidence.first().filter(|_| said).map(|e| {
        let quote = match redactor {
            Some(r) if letter.text().get(e.start..e.end).is_some() => {
                let hidden: Vec<(Span, &str)> =
                    r.spans().iter().map(|h| (h.span, h.label.as_str())).collect();
                say(&shown(Span::new(e.start, e.end), letter.text(), &hidden))
            }
            _ => say(&e.quote),
        };
        quote.split_whitespace().collect::<Vec<_>>().join(" ")
    });
    Item {
        id: element.id.clone(),
        name: named(&element.id),
        about: rule_page::about(&element.id).unwrap_or_default().into(),
        status: element.status.clone(),
        words: match element.status.as_str() {
            "present" => "Said",
            "vague" => "Vague",
            "absent" => "Missing",
            "not_applicable" => "Not needed here",
            "unknown" => "Cannot be told yet",
            _ => "For a person to judge",
        }
        .into(),
        owed: !element.rules.is_empty(),
        quote,
    }
}

fn duty_line(duty: &DutyNote, say: &impl Fn(&str) -> String) -> DutyLine {
    let unit = duty.unit.as_deref().unwrap_or("days").replace('_', " ");
    let count = |n: i64| {
        let unit = if n == 1 { unit.trim_end_matches('s') } else { unit.as_str() };
        format!("{n} {unit}")
    };
    let taken = duty.taken.map(|n| format!(" It took {}.", count(n))).unwrap_or_default();
    let limit = duty.limit.map(|n| format!(" The limit is {}.", count(i64::from(n)))).unwrap_or_default();
    let verdict = match duty.verdict.as_str() {
        "in_time" => "Sent in time.".to_owned(),
        "late" => duty.late_by.map_or("Sent late.".into(), |n| format!("Sent {} late.", count(n))),
        "not_sent" => "Not sent, and the last day has passed.".into(),
        "not_yet_due" => "Not sent yet; there is still time.".into(),
        "depends" => "Whether it is in time depends on the level of rights.".into(),
        "no_limit" => "There is no limit in days.".into(),
        _ => "Cannot be told yet.".into(),
    };
    let note = duty.note.as_deref().map(|n| format!(" {}", capital(n))).unwrap_or_default();
    let last_day = match (duty.due, duty.due_standard) {
        (Some(due), Some(standard)) if due != standard => {
            Some(format!("{} if enhanced rights apply, else {}", written_full(due), written_full(standard)))
        }
        (Some(due), _) => Some(written_full(due)),
        _ => None,
    };
    DutyLine {
        what: capital(&say(&duty.what)),
        verdict: say(&format!("{verdict}{taken}{limit}{note}")),
        last_day: last_day.map(|day| say(&day)),
        source: duty.source.clone(),
    }
}

/// A rating in words.
pub fn rating_words(rating: &str) -> &'static str {
    match rating {
        "FM" => "Fully met",
        "PM" => "Partly met",
        "NM" => "Not met",
        "needs_person" => "Needs a person",
        _ => "Not assessed",
    }
}

/// An id in words: `plain_english` is "Plain English".
pub fn named(id: &str) -> String {
    if id == "plain_english" {
        return "Plain English".into();
    }
    capital(&id.replace('_', " "))
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
