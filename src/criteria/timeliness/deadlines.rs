//! What the letter itself says about time: TL01 to TL06.

use super::checks::Check;
use super::count::Counting;
use super::dates::{ReadDays, coming_such_day, mentions, nearest_such_day};
use super::duties::{Duties, Duty, Letter as Kind, Use};
use super::limits::{self, Stated};
use super::timing::Days;
use crate::calendar::{written, written_full};
use crate::confidence::Confidence;
use crate::criteria::Case;
use crate::criterion::{Criterion, Finding, Severity};
use crate::span::Span;
use jiff::civil::Date;

struct Checks<'c> {
    checks: &'c [Check],
    duties: &'c Duties,
    case: &'c Case<'c>,
    read: &'c ReadDays,
    days: &'c Days<'c>,
    findings: Vec<Finding>,
}

/// Everything that the letter gets wrong about time, in order of place.
pub(super) fn find(
    checks: &[Check],
    duties: &Duties,
    case: &Case,
    read: &ReadDays,
    days: &Days,
    kind: &Kind,
    late: bool,
) -> Vec<Finding> {
    let mut checks = Checks { checks, duties, case, read, days, findings: Vec::new() };
    checks.apology(late);
    checks.order();
    checks.limits(kind);
    checks.past_days();
    checks.vague_promise();
    let mut findings = checks.findings;
    findings.sort_by(|a, b| (a.span, &a.rule).cmp(&(b.span, &b.rule)));
    findings
}

impl Checks<'_> {
    /// Adds a finding, as grave as the check has it; as a look, where it is asked for.
    fn add(&mut self, rule: &str, look: bool, span: Span, message: String) {
        let Some(check) = self.checks.iter().find(|c| c.id == rule) else { return };
        self.findings.push(Finding {
            rule: check.id.clone(),
            criterion: Criterion::Timeliness,
            category: check.category.clone(),
            severity: if look { Severity::Look } else { check.severity() },
            confidence: Confidence::Unmeasured,
            span,
            message,
            suggestion: Some(check.advice.clone()),
            source: check.source.clone(),
        });
    }

    fn has(&self, category: &str, sentence: usize) -> bool {
        self.case.hits.of(self.case.lexicon, category).any(|hit| hit.sentence == sentence)
    }

    /// TL01: a late letter says sorry for it.
    fn apology(&mut self, late: bool) {
        let said = self.case.hits.of(self.case.lexicon, "late_apology").next().is_some();
        if late && !said {
            self.add(
                "TL01",
                false,
                Span::default(),
                "the letter is late and does not say sorry for it".into(),
            );
        }
    }

    /// TL04: a letter is not sent before what it tells of.
    fn order(&mut self) {
        let (Some(decided), Some(sent)) = (self.days.decided.day, self.days.sent.day) else { return };
        if sent < decided {
            let span = self.read.own.map_or(Span::default(), |own| own.span);
            self.add(
                "TL04",
                false,
                span,
                format!("sent on {}, before the decision of {}", written(sent), written(decided)),
            );
        }
    }

    /// TL02, TL03, TL05: the reader's limits.
    fn limits(&mut self, kind: &Kind) {
        let letter = self.case.letter;
        let mut undated = Vec::new();
        for index in 0..letter.sentences.len() {
            if !letter.kind_of(index).is_body() || !self.has("reader_acts", index) {
                continue;
            }
            let stated = limits::in_sentence(letter, letter.sentences[index].words.clone());
            let Some(limit) = stated.first() else { continue };
            if stated.iter().all(|s| self.is_sender_s(index, s)) {
                continue;
            }
            let topic = self.topic(index, kind);
            let dated = [Some(index), index.checked_add(1)]
                .into_iter()
                .flatten()
                .filter_map(|i| letter.sentences.get(i))
                .flat_map(|s| mentions(letter, s.span))
                .any(|m| m.parts.0.is_some());
            if let Some(topic) = topic {
                self.wrong_limit(topic, index, &stated);
                // Two limits for one thing want one date.
                if !dated && !undated.contains(&topic) {
                    undated.push(topic);
                    self.add(
                        "TL02",
                        false,
                        limit.span,
                        format!(
                            "the reader has {} and is not told the date",
                            limit.unit.phrase(limit.number)
                        ),
                    );
                }
                self.wrong_day(topic, index, &stated);
            }
        }
    }

    /// Whether the nearest words before a limit are about what the sender will do.
    fn is_sender_s(&self, sentence: usize, stated: &Stated) -> bool {
        let last = |category| {
            self.case
                .hits
                .of(self.case.lexicon, category)
                .filter(|hit| hit.sentence == sentence && hit.words.start < stated.word)
                .map(|hit| hit.words.end)
                .max()
        };
        last("sender_acts") > last("reader_acts")
    }

    /// What the limits of a sentence are for: said in it, or up to three sentences before in the same block.
    fn topic(&self, sentence: usize, kind: &Kind) -> Option<&'static str> {
        let letter = self.case.letter;
        let block = letter.sentences[sentence].block;
        let said = |category| {
            (sentence.saturating_sub(3)..=sentence)
                .any(|s| letter.sentences[s].block == block && self.has(category, s))
        };
        if said("topic_lenient_sentence") {
            return Some("lenient_sentence");
        }
        match kind.kind {
            Some("complaint") if said("topic_complaint_stage") => Some("complaint_stage"),
            Some("vlo") if said("topic_parole_reconsideration") => Some("parole_reconsideration"),
            Some("vcl") if said("topic_review") => Some("cps_review"),
            Some("police") if said("topic_review") => Some("police_review"),
            _ => None,
        }
    }

    fn of_topic(&self, topic: &str) -> Vec<&Duty> {
        let (day, code) = (self.days.decided.day.or(self.days.sent.day), self.days.code);
        let all = self.duties.all.iter();
        all.filter(|d| d.role == Use::Reader && d.topic.as_deref() == Some(topic) && d.holds(code, day))
            .collect()
    }

    /// TL05: a limit that is not the one that holds.
    fn wrong_limit(&mut self, topic: &str, sentence: usize, stated: &[Stated]) {
        let known = self.of_topic(topic);
        let right = |s: &Stated| known.iter().any(|d| d.limit.is_some_and(|n| s.is(n, d.unit)));
        let Some(wrong) = stated.iter().find(|s| !right(s)) else { return };
        if known.is_empty() || stated.iter().any(right) {
            return;
        }
        // A shorter time may be asked for beside the one that holds: "in five days if you can; ... three months".
        let letter = self.case.letter;
        let block = &letter.blocks[letter.sentences[sentence].block];
        if block
            .sentences
            .clone()
            .any(|s| limits::in_sentence(letter, letter.sentences[s].words.clone()).iter().any(right))
        {
            return;
        }
        let limits: Vec<String> = known.iter().filter_map(|d| d.limit.map(|n| d.unit.phrase(n))).collect();
        let ids: Vec<&str> = known.iter().map(|d| d.id.as_str()).collect();
        let unsure = if known.iter().any(|d| d.source.is_empty()) { ", practice, unconfirmed" } else { "" };
        let message = format!(
            "gives the reader {} for {}; the limit is {} ({}{unsure})",
            wrong.unit.phrase(wrong.number),
            known.first().map(|d| d.what.as_str()).unwrap_or_default(),
            limits.join(", or at the outside "),
            ids.join(", "),
        );
        let span = wrong.span;
        self.add("TL05", false, span, message);
    }

    /// TL03: a date that stands beside a limit agrees with it.
    fn wrong_day(&mut self, topic: &str, sentence: usize, stated: &[Stated]) {
        let letter = self.case.letter;
        let Some(from) = self.read.own.map(|o| o.day).or(self.days.sent.day) else { return };
        let trigger = match topic {
            "lenient_sentence" | "parole_reconsideration" => match self.days.decided.day {
                Some(day) => day,
                None => return,
            },
            _ => from,
        };
        let counting =
            Counting { calendar: &self.duties.calendar, first_day: self.duties.settings.first_day };
        let deadlines: Vec<(Date, Span)> = self
            .case
            .hits
            .of(self.case.lexicon, "deadline_day")
            .filter(|hit| hit.sentence == sentence)
            .flat_map(|hit| mentions(letter, hit.span))
            .filter_map(|m| Some((nearest_such_day(m, from)?, m.span)))
            .collect();
        // A date that stands before the limit, or for another one, is a choice beside it and not its end.
        let ([(printed, span)], [only]) = (&deadlines[..], stated) else { return };
        let (printed, span) = (*printed, *span);
        if span.start < only.span.end {
            return;
        }
        // Counted from the letter's date, the day it was sent or the decision; where it ends on a day off, the
        // day before will do. The date may be the end of another limit for the same thing.
        let starts = [Some(trigger), self.days.sent.day.filter(|_| trigger == from), self.days.decided.day];
        let (mut agrees, mut ends) = (false, None);
        for duty in self.of_topic(topic) {
            let Some(limit) = duty.limit else { continue };
            for start in starts.into_iter().flatten() {
                let Ok(day) = counting.last_day(duty, limit, start) else { return };
                agrees |= day == printed || self.duties.calendar.on_or_before(day) == Ok(printed);
                if only.is(limit, duty.unit) {
                    ends.get_or_insert(day);
                }
            }
        }
        if let Some(end) = ends.filter(|_| !agrees) {
            let message = format!(
                "prints {}, but the limit beside it ends on {}",
                written_full(printed),
                written_full(end)
            );
            self.add("TL03", false, span, message);
        }
    }

    /// TL04: a deadline or a hearing that the letter looks forward to has not passed when it is sent.
    fn past_days(&mut self) {
        let letter = self.case.letter;
        let Some(sent) = self.days.sent.day else { return };
        let mut past = Vec::new();
        for (category, what) in [("deadline_day", "a deadline"), ("hearing_ahead", "a hearing")] {
            for hit in self.case.hits.of(self.case.lexicon, category) {
                let review = self.has("topic_review", hit.sentence)
                    || self.has("topic_lenient_sentence", hit.sentence);
                let asks = review && self.has("reader_acts", hit.sentence);
                if category == "deadline_day" && !asks {
                    continue;
                }
                for mention in mentions(letter, hit.span) {
                    if let Some(day) = coming_such_day(mention, sent).filter(|day| *day < sent) {
                        past.push((mention.span, what, day));
                    }
                }
            }
        }
        past.sort();
        past.dedup();
        for (span, what, day) in past {
            let message = format!(
                "gives {what} of {}, which had passed when the letter was sent on {}",
                written(day),
                written(sent)
            );
            self.add("TL04", false, span, message);
        }
    }

    /// TL06: a promise of news names a date. A look; a finding where the body names no day at all.
    fn vague_promise(&mut self) {
        let letter = self.case.letter;
        let dated = letter
            .blocks
            .iter()
            .filter(|b| b.kind.is_body())
            .any(|b| mentions(letter, b.span).any(|m| m.parts.0.is_some()));
        let spans: Vec<Span> =
            self.case.hits.of(self.case.lexicon, "vague_promise").map(|h| h.span).collect();
        for span in spans {
            self.add("TL06", dated, span, "promises news and names no day".into());
        }
    }
}
