//! A summary as text, for the terminal and for an e-mail.

use super::cells::clean;
use super::letter_row::{percent, words};
use crate::assessment::summary::{DIMENSIONS, Moderator, Published, SMALL, Summary, Tally};
use crate::criterion::Criterion;
use std::fmt::Write;

/// A sentence that stands in many letters, as the report shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StockRow {
    /// How many letters it stands in.
    pub letters: u32,
    /// Its words with labels for names; none where the letters were not given.
    pub quote: Option<String>,
    /// Its hash in the assessments.
    pub hash: String,
}

/// All that a report shows beside the letters' own rows.
pub struct Data<'a> {
    /// What was counted.
    pub summary: &'a Summary,
    /// The inspector's ratings, where they were given.
    pub moderator: Option<&'a Moderator>,
    /// The published figures.
    pub published: &'a Published,
    /// Stock passages.
    pub stock: &'a [StockRow],
    /// Whether names were kept.
    pub names_kept: bool,
}

/// How many of the commonest findings are listed.
pub const COMMONEST: usize = 20;

impl Data<'_> {
    /// What the reader must know before the figures, a sentence or two each.
    pub fn notices(&self) -> Vec<String> {
        let mut notices = Vec::new();
        let summary = self.summary;
        match self.moderator {
            Some(m) if m.letters > 0 => {
                let mut said = format!(
                    "An inspector moderated {} of {}: the inspector's ratings stand in the place of the \
                     program's. They differ in {}.",
                    m.letters,
                    many(summary.letters(), "letter"),
                    many(m.differing, "rating")
                );
                if m.overall_again > 0 {
                    let _ = write!(
                        said,
                        " Where no overall rating was given, it was worked out again by the rule ({}).",
                        many(m.overall_again, "letter")
                    );
                }
                notices.push(said);
            }
            Some(_) => notices.push("The moderated file holds no ratings for these letters.".into()),
            None => notices.push(
                "These are the program's own ratings: provisional, and not moderated by a person.".into(),
            ),
        }
        if let Some(m) = self.moderator {
            let unknown = m.unknown().len() as u64;
            if unknown > 0 {
                let rows = many(unknown, "moderated row");
                notices.push(format!("Left out, since no letter here bears the id: {rows}."));
            }
        }
        if summary.made_by.len() > 1 {
            notices.push(
                "The letters were scored by different versions or settings of the program: their ratings \
                 may not compare."
                    .into(),
            );
        }
        notices.push(if self.names_kept {
            "Names and contact details were kept in this report: handle it as you would the letters.".into()
        } else {
            "Names, contact details and references were replaced by rule. Rules miss things: a person must \
             read this before it is shared."
                .into()
        });
        if summary.unread > 0 {
            let rows = many(summary.unread, "row");
            notices.push(format!("Not read, and counted nowhere else: {rows}."));
        }
        if summary.no_letter > 0 {
            let rows = many(summary.no_letter, "row");
            notices.push(format!("For {rows} no letter was given: only timeliness is counted."));
        }
        notices
    }

    /// How to read the figures.
    pub fn method() -> String {
        format!(
            "Shares are of the letters that could be rated, with Wilson 95% intervals in brackets. Points: 2 \
             for fully, 1 for partially, 0 for not meeting the standard, as a percentage of the points \
             possible. * marks groups of fewer than {SMALL}, which are too small to set beside others."
        )
    }

    /// Program, lexicons, edition of the Code, strictness.
    pub fn made_by(&self) -> Vec<String> {
        self.summary
            .made_by
            .iter()
            .map(|[version, lexicons, code, strictness]| {
                clean(&format!("lettermark {version}, lexicons {lexicons}, {code}, {strictness}"))
            })
            .collect()
    }
}

/// The summary in 100 columns.
pub fn text(data: &Data<'_>) -> String {
    let summary = data.summary;
    let mut out = String::new();
    let _ = writeln!(out, "{}\n", many(summary.letters(), "letter"));
    for notice in data.notices() {
        out.push_str(&wrapped("- ", &notice));
    }
    out.push('\n');
    out.push_str(&wrapped("", &Data::method()));
    out.push('\n');
    let _ = writeln!(
        out,
        "{:<18}{:>26}{:>26}{:>26}{:>8}{:>9}",
        "", "fully", "partially", "not met", "points", "unrated"
    );
    for criterion in Criterion::ALL {
        let counts = summary.all.of(criterion);
        let _ = writeln!(
            out,
            "{:<18}{:>26}{:>26}{:>26}{:>8}{:>9}",
            words(criterion.id()),
            percent(counts.fully_share()),
            percent(counts.partially_share()),
            percent(counts.not_share()),
            points(counts.points()),
            counts.unrated()
        );
    }
    let timely = &summary.all.timely;
    let _ = writeln!(
        out,
        "\nIn time: {}; {} in time, {} late, {} not sent, {} depend on the victim's rights, {} unknown.",
        percent(timely.share()),
        timely.in_time,
        timely.late,
        timely.not_sent,
        timely.depends,
        timely.unknown
    );
    for unit in timely.late_by.keys() {
        let bars: Vec<String> =
            timely.bars(unit).into_iter().map(|b| format!("{}: {}", b.label, b.letters)).collect();
        let _ = writeln!(out, "Late by {}: {}", words(&clean(unit)), bars.join(", "));
    }
    for dimension in DIMENSIONS {
        let _ = writeln!(
            out,
            "\n{:<40}{:>8}{:>26}{:>8}{:>26}",
            dimension.words(),
            "letters",
            "overall fully",
            "points",
            "in time"
        );
        for (name, tally) in summary.by(dimension) {
            let _ = writeln!(out, "{}", group(name, tally));
        }
    }
    let _ = writeln!(out, "\nCommonest missing or vague elements (of the letters that owe them)");
    for (id, count) in summary.commonest_missing().into_iter().take(COMMONEST) {
        let _ = writeln!(out, "{:<24}{:>6} of {}", words(&clean(id)), count.missing, count.owed);
    }
    let _ = writeln!(out, "\nCommonest findings (letters)");
    for (rule, count) in summary.commonest_findings().into_iter().take(COMMONEST) {
        let _ = writeln!(out, "{:>6}  {:<32} {}", count.letters, clean(rule), clean(&count.message));
    }
    if !data.stock.is_empty() {
        let _ = writeln!(out, "\nSentences that stand in many letters");
        for row in data.stock {
            let quote = row
                .quote
                .as_deref()
                .map_or_else(|| format!("{} (give --letters to quote it)", row.hash), clean);
            let _ = writeln!(out, "{:>6}  {quote}", row.letters);
        }
    }
    if let Some(moderator) = data.moderator {
        let _ = writeln!(out, "\nAgreement of program and inspector (quadratic weighted kappa)");
        for (criterion, compared) in Criterion::ALL.iter().zip(&moderator.compared) {
            if compared.table.total() > 0 {
                let _ = writeln!(out, "{:<18}{}", words(criterion.id()), kappa(compared));
            }
        }
        for d in &moderator.differ {
            let _ = writeln!(
                out,
                "  {}  {}: {} by the program, {} by the inspector  {}",
                clean(&d.id),
                words(&d.criterion),
                d.ours,
                d.theirs,
                clean(&d.note)
            );
        }
    }
    out.push('\n');
    out.push_str(&wrapped(
        "",
        &format!("Published figures beside these letters. {}", data.published.warning),
    ));
    for figure in &data.published.figures {
        let _ = writeln!(
            out,
            "{} {}: {:.1}% {} ({}); here {}",
            figure.year,
            words(&figure.criterion),
            figure.percent,
            figure.what,
            figure.sample,
            percent(figure.beside(summary))
        );
    }
    for line in data.made_by() {
        let _ = writeln!(out, "\n{line}");
    }
    out
}

/// A number with its noun, in the plural where it is not one.
fn many(n: u64, noun: &str) -> String {
    if n == 1 { format!("1 {noun}") } else { format!("{n} {noun}s") }
}

/// Prose in lines of at most 110 columns, the first with a mark before it.
fn wrapped(mark: &str, prose: &str) -> String {
    let mut out = String::new();
    let mut line = mark.to_owned();
    for word in prose.split(' ') {
        if line.chars().count() + word.chars().count() > 110 {
            let _ = writeln!(out, "{}", line.trim_end());
            line = " ".repeat(mark.len());
        }
        line.push_str(word);
        line.push(' ');
    }
    let _ = writeln!(out, "{}", line.trim_end());
    out
}

/// One criterion's agreement in words.
pub fn kappa(compared: &crate::assessment::summary::moderation::Compared) -> String {
    let n = compared.table.total();
    let exact = format!("{n} letters, {:.0}% equal", 100.0 * compared.table.exact());
    match compared.kappa() {
        Some(k) => format!("{:.2} ({:.2} to {:.2}), {exact}", k.value, k.low, k.high),
        None => format!("not defined (one rating throughout), {exact}"),
    }
}

/// Points as a percentage; a dash where nothing was rated.
pub fn points(points: Option<f64>) -> String {
    points.map_or_else(|| "–".into(), |p| format!("{p:.1}%"))
}

fn group(name: &str, tally: &Tally) -> String {
    let overall = tally.of(Criterion::Overall);
    format!(
        "{:<40}{:>8}{:>26}{:>8}{:>26}",
        clean(name),
        tally.letters,
        percent(overall.fully_share()),
        points(overall.points()),
        percent(tally.timely.share())
    )
}
