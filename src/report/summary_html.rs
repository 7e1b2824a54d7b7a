//! An inspection as one page: totals, areas side by side, timeliness, what is missing, then the letters.
//! Charts are SVG beside the figures they show; nothing comes from elsewhere.

use super::cells::clean;
use super::letter_row::{LetterRow, percent, short, words};
use super::summary_text::{COMMONEST, Data, kappa, points};
use crate::assessment::summary::{DIMENSIONS, Dimension, Share, Tally};
use crate::criterion::Criterion;
use askama::Template;

/// The most letters that the page lists; CSV and workbook hold them all.
pub const MOST_LETTERS: usize = 1_000;
/// The most groups that one table lists.
const MOST_GROUPS: usize = 200;
/// The most characters of one cell of the letters' table.
const CELL: usize = 160;

const STYLE: &str = concat!(include_str!("letter.css"), include_str!("summary.css"));

/// A stretch of a bar, in hundredths of its width.
struct Piece {
    class: &'static str,
    x: String,
    width: String,
}

/// One criterion's row.
struct CriterionRow {
    name: String,
    pieces: Vec<Piece>,
    fully: String,
    partially: String,
    not: String,
    points: String,
    unrated: u64,
}

/// One group's row.
struct GroupRow {
    name: String,
    letters: u64,
    interval: Option<Interval>,
    fully: String,
    points: Vec<String>,
    timely: String,
}

/// A share and its interval, drawn.
struct Interval {
    low: String,
    width: String,
    at: String,
}

/// A table of groups.
struct GroupTable {
    id: &'static str,
    title: &'static str,
    rows: Vec<GroupRow>,
    left_out: usize,
}

/// A row with one bar.
struct BarRow {
    name: String,
    about: String,
    count: u64,
    of: String,
    width: String,
}

struct FigureRow {
    year: u16,
    what: String,
    published: String,
    here: String,
    source: String,
    note: String,
}

struct Rated {
    class: String,
    text: String,
}

struct Line {
    id: String,
    area: String,
    decision: String,
    ratings: Vec<Rated>,
    timely: String,
    missing: String,
    findings: usize,
    to_raise: String,
    note: String,
}

struct Moderated {
    rows: Vec<(String, String)>,
    differ: Vec<[String; 5]>,
    differing: u64,
}

#[derive(Template)]
#[template(
    ext = "html",
    source = r##"{% macro bar(b) %}<td class="bar"><svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true" focusable="false"><rect class="grid" x="0" y="8.5" width="100" height="1"/><rect class="one" x="0" y="1" width="{{ b.width }}" height="7"/></svg></td>{% endmacro -%}
{% macro groups(t) %}<div class="scroll" tabindex="0" role="region" aria-label="{{ t.title }}, table">
<table class="wide groups"><caption>{{ t.title }}: letters that fully meet the standard overall, points by criterion, and letters in time</caption>
<thead><tr><th scope="col">{{ t.title }}</th><th scope="col" class="n">Letters</th><th scope="col">Overall fully, 0 to 100%</th><th scope="col" class="n">Share and 95% interval</th>{% for c in criteria %}<th scope="col" class="n">{{ c }}</th>{% endfor %}<th scope="col" class="n">In time</th></tr></thead><tbody>
{% for g in t.rows %}<tr><th scope="row">{{ g.name }}</th><td class="n">{{ g.letters }}</td><td class="bar"><svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true" focusable="false"><rect class="grid" x="0" y="0" width="0.4" height="10"/><rect class="grid" x="24.8" y="0" width="0.4" height="10"/><rect class="grid" x="49.8" y="0" width="0.4" height="10"/><rect class="grid" x="74.8" y="0" width="0.4" height="10"/><rect class="grid" x="99.6" y="0" width="0.4" height="10"/>{% if let Some(i) = g.interval %}<rect class="line" x="{{ i.low }}" y="4.4" width="{{ i.width }}" height="1.2"/><rect class="one" x="{{ i.at }}" y="1.5" width="1.6" height="7"/>{% endif %}</svg></td><td class="n">{{ g.fully }}</td>{% for p in g.points %}<td class="n">{{ p }}</td>{% endfor %}<td class="n">{{ g.timely }}</td></tr>
{% endfor %}</tbody></table></div>
{% if t.left_out > 0 %}<p class="small">{{ t.left_out }} more groups are in the workbook.</p>{% endif %}{% endmacro -%}
<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Letters to victims: inspection of {{ letters }} letters</title>
<style>{{ style|safe }}</style>
</head>
<body>
<a class="skip" href="#main">Go to the report</a>
<main id="main">
<h1>Letters to victims: inspection of {{ letters }} letters</h1>
<ul class="notices">{% for n in notices %}<li>{{ n }}</li>{% endfor %}</ul>
<nav aria-label="Contents"><h2>Contents</h2><ul>
<li><a href="#criteria">Ratings by criterion</a></li>
{% for t in first %}<li><a href="#{{ t.id }}">{{ t.title }}</a></li>{% endfor %}
<li><a href="#timeliness">Timeliness</a></li>
<li><a href="#missing">What is missing</a></li>
<li><a href="#findings">Commonest findings</a></li>
<li><a href="#stock">Sentences in many letters</a></li>
{% for t in rest %}<li><a href="#{{ t.id }}">{{ t.title }}</a></li>{% endfor %}
<li><a href="#published">Published figures</a></li>
{% if moderated.is_some() %}<li><a href="#moderation">Agreement with the inspector</a></li>{% endif %}
<li><a href="#letters">The letters</a></li>
</ul></nav>

<section aria-labelledby="criteria"><h2 id="criteria">Ratings by criterion</h2>
<p class="small">{{ method }}</p>
<ul class="key" aria-label="Key to the bars">
<li><svg viewBox="0 0 10 10" preserveAspectRatio="none" aria-hidden="true" focusable="false"><rect class="FM" width="10" height="10"/></svg>fully meets the standard (FM), left</li>
<li><svg viewBox="0 0 10 10" preserveAspectRatio="none" aria-hidden="true" focusable="false"><rect class="PM" width="10" height="10"/></svg>partially (PM), middle</li>
<li><svg viewBox="0 0 10 10" preserveAspectRatio="none" aria-hidden="true" focusable="false"><rect class="NM" width="10" height="10"/></svg>does not meet it (NM), right</li></ul>
<div class="scroll" tabindex="0" role="region" aria-label="Ratings by criterion, table">
<table class="wide"><caption>How the letters meet each criterion</caption>
<thead><tr><th scope="col">Criterion</th><th scope="col">Distribution</th><th scope="col" class="n">Fully</th><th scope="col" class="n">Partially</th><th scope="col" class="n">Not met</th><th scope="col" class="n">Points</th><th scope="col" class="n">Not rated</th></tr></thead><tbody>
{% for c in rows %}<tr><th scope="row">{{ c.name }}</th><td class="bar"><svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true" focusable="false">{% for p in c.pieces %}<rect class="{{ p.class }}" x="{{ p.x }}" y="0" width="{{ p.width }}" height="10"/>{% endfor %}</svg></td><td class="n">{{ c.fully }}</td><td class="n">{{ c.partially }}</td><td class="n">{{ c.not }}</td><td class="n">{{ c.points }}</td><td class="n">{{ c.unrated }}</td></tr>
{% endfor %}</tbody></table></div></section>

{% for t in first %}<section aria-labelledby="{{ t.id }}"><h2 id="{{ t.id }}">{{ t.title }}</h2>
<p class="small">The mark is the share, the line its 95% interval: where the lines of two groups overlap much, their difference may be chance.</p>
{% call groups(t) %}</section>
{% endfor %}
<section aria-labelledby="timeliness"><h2 id="timeliness">Timeliness</h2>
<p>In time: {{ timely_share }} of the letters that were in time, late or not sent.</p>
<div class="scroll" tabindex="0" role="region" aria-label="Timeliness, table">
<table class="mid"><caption>Letters by whether they were in time</caption>
<thead><tr><th scope="col">Verdict</th><th scope="col">Letters, drawn</th><th scope="col" class="n">Letters</th></tr></thead><tbody>
{% for b in verdicts %}<tr><th scope="row">{{ b.name }}</th>{% call bar(b) %}<td class="n">{{ b.count }}</td></tr>
{% endfor %}</tbody></table></div>
{% for (unit, bars) in late %}<div class="scroll" tabindex="0" role="region" aria-label="Lateness in {{ unit }}, table">
<table class="mid"><caption>Late letters by how late, in {{ unit }}</caption>
<thead><tr><th scope="col">Late by ({{ unit }})</th><th scope="col">Letters, drawn</th><th scope="col" class="n">Letters</th></tr></thead><tbody>
{% for b in bars %}<tr><th scope="row">{{ b.name }}</th>{% call bar(b) %}<td class="n">{{ b.count }}</td></tr>
{% endfor %}</tbody></table></div>{% endfor %}</section>

<section aria-labelledby="missing"><h2 id="missing">What is missing</h2>
<div class="scroll" tabindex="0" role="region" aria-label="What is missing, table">
<table class="mid"><caption>Elements that letters owe and do not say, or say too vaguely</caption>
<thead><tr><th scope="col">Element</th><th scope="col">Share, 0 to 100%</th><th scope="col" class="n">Missing or vague</th><th scope="col" class="n">Of letters that owe it</th></tr></thead><tbody>
{% for b in missing %}<tr><th scope="row">{{ b.name }}</th>{% call bar(b) %}<td class="n">{{ b.count }}</td><td class="n">{{ b.of }}</td></tr>
{% endfor %}</tbody></table></div></section>

<section aria-labelledby="findings"><h2 id="findings">Commonest findings</h2>
<div class="scroll" tabindex="0" role="region" aria-label="Commonest findings, table">
<table class="wide"><caption>Rules by the number of letters in which they found something</caption>
<thead><tr><th scope="col">Rule</th><th scope="col">Share of letters, 0 to 100%</th><th scope="col" class="n">Letters</th><th scope="col" class="n">Findings</th><th scope="col">For example</th></tr></thead><tbody>
{% for b in findings %}<tr><th scope="row">{{ b.name }}</th>{% call bar(b) %}<td class="n">{{ b.count }}</td><td class="n">{{ b.of }}</td><td class="words">{{ b.about }}</td></tr>
{% endfor %}</tbody></table></div></section>

<section aria-labelledby="stock"><h2 id="stock">Sentences in many letters</h2>
{% if stock.is_empty() %}<p>No sentence stands in three letters or more, and in one letter of a hundred.</p>{% else %}
<p>Stock passages are no fault in themselves. Ask of each whether it fits every letter in which it stands.</p>
<div class="scroll" tabindex="0" role="region" aria-label="Sentences in many letters, table">
<table class="mid"><caption>Sentences by the number of letters they stand in</caption>
<thead><tr><th scope="col">Sentence</th><th scope="col" class="n">Letters</th></tr></thead><tbody>
{% for (quote, n) in stock %}<tr><td class="words">{{ quote }}</td><td class="n">{{ n }}</td></tr>
{% endfor %}</tbody></table></div>{% endif %}</section>

{% for t in rest %}<section aria-labelledby="{{ t.id }}"><h2 id="{{ t.id }}">{{ t.title }}</h2>
{% call groups(t) %}</section>
{% endfor %}
<section aria-labelledby="published"><h2 id="published">Published figures</h2>
<p>{{ warning }}</p>
<div class="scroll" tabindex="0" role="region" aria-label="Published figures, table">
<table class="wide"><caption>Figures of the inspectorate beside these letters</caption>
<thead><tr><th scope="col" class="n">Year</th><th scope="col">What</th><th scope="col" class="n">Published</th><th scope="col" class="n">These letters</th><th scope="col">Source</th></tr></thead><tbody>
{% for f in figures %}<tr><td class="n">{{ f.year }}</td><th scope="row">{{ f.what }}</th><td class="n">{{ f.published }}</td><td class="n">{{ f.here }}</td><td class="words">{{ f.source }}{% if !f.note.is_empty() %} <strong>{{ f.note }}</strong>{% endif %}</td></tr>
{% endfor %}</tbody></table></div></section>

{% if let Some(m) = moderated %}<section aria-labelledby="moderation"><h2 id="moderation">Agreement with the inspector</h2>
<div class="scroll" tabindex="0" role="region" aria-label="Agreement with the inspector, table">
<table class="mid"><caption>Quadratic weighted kappa of program and inspector, with its 95% interval</caption>
<thead><tr><th scope="col">Criterion</th><th scope="col">Kappa</th></tr></thead><tbody>
{% for (name, k) in m.rows %}<tr><th scope="row">{{ name }}</th><td>{{ k }}</td></tr>
{% endfor %}</tbody></table></div>
{% if !m.differ.is_empty() %}<div class="scroll" tabindex="0" role="region" aria-label="Ratings that differ, table">
<table class="mid"><caption>Ratings that differ ({{ m.differing }} in all)</caption>
<thead><tr><th scope="col">Letter</th><th scope="col">Criterion</th><th scope="col">Program</th><th scope="col">Inspector</th><th scope="col">Note</th></tr></thead><tbody>
{% for d in m.differ %}<tr><th scope="row">{{ d[0] }}</th><td>{{ d[1] }}</td><td>{{ d[2] }}</td><td>{{ d[3] }}</td><td class="words">{{ d[4] }}</td></tr>
{% endfor %}</tbody></table></div>{% endif %}</section>{% endif %}

<section class="long" aria-labelledby="letters"><h2 id="letters">The letters</h2>
<p class="small">FM fully, PM partially, NM not meeting the standard; ? needs a person&rsquo;s judgement; &ndash; not assessed.{% if more > 0 %} These are the first {{ lines.len() }}; {{ more }} more are in the CSV and the workbook.{% endif %}</p>
<div class="scroll" tabindex="0" role="region" aria-label="The letters, table">
<table class="letters"><caption>Every letter with its ratings</caption>
<thead><tr><th scope="col">Letter</th><th scope="col">Area</th><th scope="col">Decision</th>{% for c in criteria %}<th scope="col">{{ c }}</th>{% endfor %}<th scope="col">Timely</th><th scope="col">Missing</th><th scope="col" class="n">Findings</th><th scope="col">What would raise it</th>{% if moderated.is_some() %}<th scope="col">Inspector&rsquo;s note</th>{% endif %}</tr></thead><tbody>
{% for l in lines %}<tr><th scope="row">{{ l.id }}</th><td>{{ l.area }}</td><td>{{ l.decision }}</td>{% for r in l.ratings %}<td class="r r{{ r.class }}">{{ r.text }}</td>{% endfor %}<td>{{ l.timely }}</td><td>{{ l.missing }}</td><td class="n">{{ l.findings }}</td><td>{{ l.to_raise }}</td>{% if moderated.is_some() %}<td>{{ l.note }}</td>{% endif %}</tr>
{% endfor %}</tbody></table></div></section>
</main>
<footer>{% for m in made_by %}<p>{{ m }}</p>{% endfor %}</footer>
</body>
</html>
"##
)]
struct Page {
    style: &'static str,
    letters: u64,
    notices: Vec<String>,
    method: String,
    criteria: Vec<String>,
    rows: Vec<CriterionRow>,
    first: Vec<GroupTable>,
    rest: Vec<GroupTable>,
    timely_share: String,
    verdicts: Vec<BarRow>,
    late: Vec<(String, Vec<BarRow>)>,
    missing: Vec<BarRow>,
    findings: Vec<BarRow>,
    stock: Vec<(String, u32)>,
    warning: String,
    figures: Vec<FigureRow>,
    moderated: Option<Moderated>,
    lines: Vec<Line>,
    more: u64,
    made_by: Vec<String>,
}

/// The page of an inspection. `letters` are the first [`MOST_LETTERS`] of all.
///
/// # Errors
/// Where the template cannot be filled, which no input brings about.
pub fn page(data: &Data<'_>, letters: &[LetterRow]) -> Result<String, askama::Error> {
    let summary = data.summary;
    let timely = &summary.all.timely;
    let mut tables: Vec<GroupTable> = DIMENSIONS.iter().map(|d| table(data, *d)).collect();
    let rest = tables.split_off(1);
    let verdicts = [
        ("in time", timely.in_time),
        ("late", timely.late),
        ("not sent", timely.not_sent),
        ("depends on the victim's rights", timely.depends),
        ("not yet due", timely.not_yet_due),
        ("unknown", timely.unknown),
        ("no limit laid down", timely.no_limit),
        ("no duty", timely.no_duty),
    ]
    .map(|(name, n)| (name.to_owned(), n));
    let page = Page {
        style: STYLE,
        letters: summary.letters(),
        notices: data.notices(),
        method: Data::method(),
        criteria: Criterion::ALL.iter().map(|c| words(c.id())).collect(),
        rows: Criterion::ALL.iter().map(|c| criterion(*c, &summary.all)).collect(),
        first: tables,
        rest,
        timely_share: percent(timely.share()),
        verdicts: bars(verdicts.to_vec()),
        late: timely
            .late_by
            .keys()
            .map(|unit| {
                let all = timely.bars(unit).into_iter().map(|b| (b.label, b.letters)).collect();
                (words(&clean(unit)), bars(all))
            })
            .collect(),
        missing: summary
            .commonest_missing()
            .into_iter()
            .map(|(id, c)| BarRow {
                name: words(&clean(id)),
                about: String::new(),
                count: c.missing,
                of: c.owed.to_string(),
                width: hundredths(c.missing, c.owed),
            })
            .collect(),
        findings: summary
            .commonest_findings()
            .into_iter()
            .take(COMMONEST)
            .map(|(rule, c)| BarRow {
                name: clean(rule),
                about: format!("{}: {}", words(&clean(&c.criterion)), clean(&c.message)),
                count: c.letters,
                of: c.findings.to_string(),
                width: hundredths(c.letters, summary.all.letters),
            })
            .collect(),
        stock: data
            .stock
            .iter()
            .map(|s| {
                let quote = s
                    .quote
                    .as_deref()
                    .map_or_else(|| format!("hash {}: the letters are needed to quote it", s.hash), clean);
                (quote, s.letters)
            })
            .collect(),
        warning: data.published.warning.clone(),
        figures: data
            .published
            .figures
            .iter()
            .map(|f| FigureRow {
                year: f.year,
                what: format!("{}: {} ({})", words(&f.criterion), f.what, f.sample),
                published: format!("{:.1}%", f.percent),
                here: percent(f.beside(summary)),
                source: f.source.clone(),
                note: f.note.clone().unwrap_or_default(),
            })
            .collect(),
        moderated: data.moderator.map(|m| Moderated {
            rows: Criterion::ALL
                .iter()
                .zip(&m.compared)
                .filter(|(_, c)| c.table.total() > 0)
                .map(|(c, compared)| (words(c.id()), kappa(compared)))
                .collect(),
            differ: m
                .differ
                .iter()
                .map(|d| [&d.id, &words(&d.criterion), &d.ours, &d.theirs, &d.note].map(|text| clipped(text)))
                .collect(),
            differing: m.differing,
        }),
        lines: letters.iter().map(line).collect(),
        more: (summary.all.letters + summary.unread)
            .saturating_sub(u64::try_from(letters.len()).unwrap_or(u64::MAX)),
        made_by: data.made_by(),
    };
    page.render()
}

fn line(row: &LetterRow) -> Line {
    Line {
        id: clipped(&row.id),
        area: clipped(&row.area),
        decision: clipped(&format!("{} {}", row.kind, words(&row.decision))),
        ratings: (0..Criterion::ALL.len())
            .map(|place| {
                let rating = row.ratings.get(place).map_or("", String::as_str);
                let own = row.own.get(place).is_some_and(|o| !o.is_empty());
                let text = if rating.is_empty() { "–" } else { short(rating) };
                Rated {
                    class: if matches!(rating, "FM" | "PM" | "NM") { rating.into() } else { "other".into() },
                    text: if own { format!("{text} (moderated)") } else { text.into() },
                }
            })
            .collect(),
        timely: clipped(&row.timely),
        missing: clipped(&row.missing.join(", ")),
        findings: row.findings,
        to_raise: clipped(if row.error.is_empty() { &row.to_raise } else { &row.error }),
        note: clipped(&row.note),
    }
}

/// A cell of the letters' table: thousands of them must stay a page.
fn clipped(text: &str) -> String {
    let text = clean(text);
    match text.char_indices().nth(CELL) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

fn criterion(criterion: Criterion, all: &Tally) -> CriterionRow {
    let counts = all.of(criterion);
    let rated = counts.rated();
    let mut pieces = Vec::new();
    let mut before = 0;
    for (class, n) in [("FM", counts.fully), ("PM", counts.partially), ("NM", counts.not)] {
        if n > 0 {
            pieces.push(Piece { class, x: hundredths(before, rated), width: hundredths(n, rated) });
        }
        before += n;
    }
    CriterionRow {
        name: words(criterion.id()),
        pieces,
        fully: percent(counts.fully_share()),
        partially: percent(counts.partially_share()),
        not: percent(counts.not_share()),
        points: points(counts.points()),
        unrated: counts.unrated(),
    }
}

fn table(data: &Data<'_>, dimension: Dimension) -> GroupTable {
    let all: Vec<(&String, &Tally)> = data.summary.by(dimension).collect();
    let left_out = all.len().saturating_sub(MOST_GROUPS);
    GroupTable {
        id: match dimension {
            Dimension::Area => "areas",
            Dimension::Kind => "kinds",
            Dimension::Decision => "decisions",
            Dimension::VictimCategory => "categories",
            Dimension::Month => "months",
        },
        title: dimension.words(),
        rows: all
            .into_iter()
            .take(MOST_GROUPS)
            .map(|(name, tally)| {
                let share = tally.of(Criterion::Overall).fully_share();
                GroupRow {
                    name: clipped(&words(name)),
                    letters: tally.letters,
                    interval: share.map(interval),
                    fully: whole_percent(share),
                    points: tally.criteria.iter().map(|c| whole_points(c.points())).collect(),
                    timely: whole_percent(tally.timely.share()),
                }
            })
            .collect(),
        left_out,
    }
}

fn interval(share: Share) -> Interval {
    Interval {
        low: format!("{:.1}", 100.0 * share.low),
        width: format!("{:.1}", 100.0 * (share.high - share.low)),
        // The mark is 1.6 wide and must stay inside.
        at: format!("{:.1}", (100.0 * share.value - 0.8).clamp(0.0, 98.4)),
    }
}

/// A share in whole hundredths: of a group's few letters tenths would say nothing.
fn whole_percent(share: Option<Share>) -> String {
    share.map_or_else(
        || "–".into(),
        |s| {
            let mark = if s.small { " *" } else { "" };
            format!("{:.0}% ({:.0} to {:.0}){mark}", 100.0 * s.value, 100.0 * s.low, 100.0 * s.high)
        },
    )
}

fn whole_points(points: Option<f64>) -> String {
    points.map_or_else(|| "–".into(), |p| format!("{p:.0}%"))
}

/// Rows whose bars are drawn against the longest.
fn bars(rows: Vec<(String, u64)>) -> Vec<BarRow> {
    let longest = rows.iter().map(|(_, n)| *n).max().unwrap_or(0);
    rows.into_iter()
        .map(|(name, count)| BarRow {
            name,
            about: String::new(),
            count,
            of: String::new(),
            width: hundredths(count, longest),
        })
        .collect()
}

fn hundredths(part: u64, whole: u64) -> String {
    format!("{:.2}", 100.0 * part as f64 / whole.max(1) as f64)
}
