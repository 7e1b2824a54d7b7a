//! The marked-up letter as one HTML file: no script, nothing from elsewhere, for the screen and for A4.

use super::markup::Markup;
use crate::assessment::{Assessment, Engine};
use crate::document::Letter;
use crate::error::{Error, Result};
use crate::facts::CaseFacts;
use crate::people::Names;
use crate::redact::{NOTICE, Redactor};
use askama::Template;

const STYLE: &str = concat!(include_str!("letter.css"), include_str!("marked.css"));

#[derive(Template)]
#[template(
    ext = "html",
    source = r##"{% macro note(n) %}<li class="note {{ n.mark }}"{% if n.number > 0 %} id="note-{{ n.number }}"{% endif %}>
<p class="head">{% if n.number > 0 %}{{ n.number }}. {% endif %}{{ n.weight }} <span class="criterion">({{ n.criterion }})</span></p>
<p>{{ n.message }}{% if let Some(s) = n.suggestion %} <i>{{ s }}</i>{% endif %}</p>
{% if n.mark != "strength" %}<p class="from">{{ n.rule }}{% if !n.source.is_empty() %}, {{ n.source }}{% endif %}</p>{% endif %}
</li>{% endmacro %}
{%- macro items(list, caption) %}<table class="stack"><caption>{{ caption }}</caption>
<thead><tr><th scope="col">What</th><th scope="col">Here</th><th scope="col">Where it is said best</th></tr></thead><tbody>
{% for i in list %}<tr><th scope="row">{{ i.name }}<span class="about">{{ i.about }}</span></th><td><span class="status {{ i.status }}">{{ i.words }}</span></td><td class="quote">{% if let Some(q) = i.quote %}&ldquo;{{ q }}&rdquo;{% endif %}</td></tr>
{% endfor %}</tbody></table>{% endmacro -%}
<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Marked-up letter {{ m.title }}</title>
<style>{{ style|safe }}</style>
</head>
<body>
<main>
<h1>Marked-up letter{% if !m.title.is_empty() %}: {{ m.title }}{% endif %}</h1>
{% if let Some(n) = notice %}<p class="notice">{{ n }}</p>{% endif %}
<p class="key"><mark class="fault">Underlined</mark> needs work, <mark class="look">dotted</mark> is worth a look, <mark class="strength">double underlined</mark> is done well. The numbers lead to the notes in the margin.</p>
{% if !m.notes.is_empty() %}<section class="whole" aria-label="Notes on the letter as a whole"><h2>On the letter as a whole</h2><ul class="notes">{% for n in m.notes %}{% call note(n) %}{% endfor %}</ul></section>{% endif %}
<section aria-label="The letter with its notes"><h2>The letter</h2>
<div class="letter">
{% for r in m.rows %}<div class="row {{ r.kind }}{% if r.gap %} gap{% endif %}{% if r.bullet %} bullet{% endif %}{% if r.notes.len() > 5 %} many{% endif %}">
<div class="text{% if r.flows %} flows{% endif %}">{% for p in r.pieces %}{% if p.mark.is_empty() %}{{ p.text }}{% else %}<mark class="{{ p.mark }}">{{ p.text }}</mark>{% endif %}{% for e in p.ends %}<span class="ref"><a href="#note-{{ e }}" aria-label="note {{ e }}">{{ e }}</a></span>{% endfor %}{% endfor %}</div>
{% if !r.notes.is_empty() %}<ul class="notes">{% for n in r.notes %}{% call note(n) %}{% endfor %}</ul>{% endif %}
</div>
{% endfor %}</div></section>
<section class="ratings" aria-label="Ratings"><h2>Ratings</h2>
<table class="stack"><caption>How the letter meets each criterion</caption>
<thead><tr><th scope="col">Criterion</th><th scope="col">Rating</th><th scope="col">Why, and what would raise it</th></tr></thead><tbody>
{% for r in m.ratings %}<tr><th scope="row">{{ r.name }}</th><td><span class="rating {{ r.rating }}">{{ r.words }}</span></td><td>{{ r.reason }}{% if let Some(t) = r.to_raise %}<span class="raise"><b>To raise it:</b> {{ t }}</span>{% endif %}</td></tr>
{% endfor %}</tbody></table></section>
<section aria-label="What this letter has to say"><h2>What this letter has to say</h2>
{% if m.checklist.is_empty() %}<p>Which kind of letter this is is not known, so there is no list.</p>{% else %}{% call items(m.checklist, "What the letter says, and what is missing") %}{% endif %}</section>
{% if !m.empathy.is_empty() %}<section aria-label="How it treats the reader"><h2>How it treats the reader</h2>{% call items(m.empathy, "What shows that the reader is seen") %}</section>{% endif %}
{% if !m.duties.is_empty() %}<section aria-label="When it had to go"><h2>When it had to go</h2>
{% for d in m.duties %}<p>{% if let Some(day) = d.last_day %}<strong>Last day: {{ day }}.</strong> {% endif %}{{ d.verdict }}<span class="about">{{ d.what }} ({{ d.source }})</span></p>{% endfor %}</section>{% endif %}
{% if !m.open.is_empty() %}<section aria-label="Open questions"><h2>Open questions, and what was not assessed</h2><ul>{% for o in m.open %}<li>{{ o }}</li>{% endfor %}</ul></section>{% endif %}
</main>
<footer><p>Ratings are a help for writers and trainers, not a decision about the letter: whether reasons are true, only a person can say. {{ m.made_by }}.</p></footer>
</body>
</html>
"##
)]
struct Page<'m> {
    m: &'m Markup,
    notice: Option<&'static str>,
    style: &'static str,
}

/// A letter with its notes as one HTML file. Names, numbers, addresses and dates bear labels unless
/// `keep_names`.
///
/// # Errors
/// Where the lists of names cannot be read.
pub fn letter(
    engine: &Engine,
    letter: &Letter,
    assessment: &Assessment,
    facts: &CaseFacts,
    keep_names: bool,
) -> Result<String> {
    let redactor =
        if keep_names { None } else { Some(Redactor::new(&Names::load(engine.files())?, letter, facts)) };
    let markup = Markup::of(engine, letter, assessment, redactor.as_ref());
    let page = Page { m: &markup, notice: redactor.map(|_| NOTICE), style: STYLE };
    page.render().map_err(|_| Error::failed("the marked-up letter could not be written"))
}
