//! Blocks: the lines of a letter, from the letterhead to the small print, each given its kind.
//!
//! Three stretches follow one another: what stands above the greeting, the body, and what stands below
//! the farewell. A second greeting begins a second body (a letter in two languages).

use super::BlockKind;
use super::labels::{self, Farewell, Header, LineDates};
use super::lines::{self, Line};
use super::lists::Sort;
use super::top::Top;
use crate::ingest::{Emphasis, EmphasisKind, Part, PartKind};
use crate::span::Span;
use std::collections::VecDeque;

/// Most lines above the greeting.
const TOP_LINES: usize = 60;
/// Columns beyond which no text is wrapped by hand.
const WRAP_COLUMNS: usize = 110;
/// Groups and lines in which a signature without a farewell is looked for.
const TAIL_LINES: usize = 8;

/// A block whose sentences are not cut yet.
#[derive(Clone, Debug)]
pub(super) struct RawBlock {
    pub kind: BlockKind,
    pub span: Span,
    /// The first byte of its text, behind a list marker.
    pub content: usize,
    /// Its lines.
    pub lines: Vec<Span>,
}

/// Cuts a text into blocks.
pub(super) fn cut(text: &str, parts: &[Part], emphasis: &[Emphasis]) -> Vec<RawBlock> {
    let lines = lines::scan(text, parts);
    let mut cutter =
        Cutter { text, lines, bold: bold(emphasis), out: Vec::new(), dates: LineDates::default() };
    cutter.run();
    cutter.out
}

fn bold(emphasis: &[Emphasis]) -> Vec<Span> {
    emphasis
        .iter()
        .filter(|e| matches!(e.kind, EmphasisKind::Bold | EmphasisKind::Underline))
        .map(|e| e.span)
        .collect()
}

pub(super) struct Cutter<'t> {
    pub(super) text: &'t str,
    pub(super) lines: Vec<Line>,
    pub(super) bold: Vec<Span>,
    pub(super) out: Vec<RawBlock>,
    dates: LineDates,
}

/// Where the cutter stands.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
enum Zone {
    /// Behind the greeting; nothing of the body was seen yet.
    Fresh,
    Body,
    Closing,
}

impl<'t> Cutter<'t> {
    pub(super) fn written(&self, i: usize) -> &'t str {
        self.lines[i].of(self.text)
    }

    fn small(&self, i: usize) -> String {
        labels::small(self.written(i))
    }

    fn run(&mut self) {
        let start = self.begin();
        let signed = (start.body..self.lines.len()).any(|i| self.farewell(i));
        let tail = if signed { self.lines.len() } else { self.tail(start.body) };
        let mut zone = if start.fresh { Zone::Fresh } else { Zone::Body };
        let mut i = start.body;
        while i < self.lines.len() {
            if i >= tail {
                zone = Zone::Closing;
            }
            i = self.step(i, &mut zone);
        }
    }

    /// Classifies what stands above the body.
    fn begin(&mut self) -> Start {
        let greeting = self.find_greeting();
        let end = greeting.unwrap_or_else(|| self.top_end());
        let greeted = greeting.map(|g| self.small(g)).unwrap_or_default();
        let mut top = Top::new(self.text, greeted, &self.lines[..end]);
        for i in 0..end {
            let line = &self.lines[i];
            // Two columns are two lines.
            let pieces: VecDeque<Line> = match line.gap {
                Some((left, right)) => [(line.start, left), (right, line.end)]
                    .into_iter()
                    .filter_map(|(from, to)| lines::read(self.text, from, to))
                    .map(|piece| Line {
                        opens: line.opens,
                        para: line.para,
                        part: line.part,
                        wrap: line.wrap,
                        ..piece
                    })
                    .collect(),
                None => VecDeque::from([line.clone()]),
            };
            for (n, mut piece) in pieces.into_iter().enumerate() {
                piece.opens &= n == 0;
                let closes = self.lines.get(i + 1).is_none_or(|l| l.opens || l.para);
                let (kind, begins) = top.kind(&piece, closes, &mut self.dates);
                let begins = begins || piece.opens;
                self.add(kind, &piece, begins);
            }
        }
        let Some(g) = greeting else {
            return Start { body: end, fresh: end > 0 };
        };
        self.greet(g);
        Start { body: g + 1, fresh: true }
    }

    /// Adds the greeting, and the text that follows it in its line.
    fn greet(&mut self, g: usize) {
        let line = self.lines[g].clone();
        if let Some(Some(len)) = labels::greeting(&line, self.written(g)) {
            let at = line.start + len;
            let parts = [lines::read(self.text, line.start, at), lines::read(self.text, at, line.end)];
            if let [Some(head), Some(rest)] = parts {
                self.add(BlockKind::Salutation, &head, true);
                self.add(BlockKind::Paragraph, &rest, true);
                return;
            }
        }
        self.add(BlockKind::Salutation, &line, true);
    }

    /// The line that greets: "Dear", or a name alone with a comma or below an e-mail's header.
    fn find_greeting(&self) -> Option<usize> {
        let end = self.lines.len().min(TOP_LINES);
        let mut prose = 0;
        let mut named = None;
        let mut header = 0;
        for i in 0..end {
            let line = &self.lines[i];
            let written = self.written(i);
            if line.part == Some(PartKind::Footer) {
                continue;
            }
            if labels::greeting(line, written).is_some() {
                return Some(i);
            }
            let small = labels::small(written);
            if labels::header(&small).is_some() {
                header += 1;
            }
            if line.is_prose() && line.marker.is_none() {
                prose += 1;
                if prose > 2 {
                    break;
                }
            }
            let alone = (line.opens || line.para) && self.lines.get(i + 1).is_some_and(|l| l.opens || l.para);
            let short = line.tokens <= 4 && (labels::is_titled(written) || labels::is_name(written, 1));
            let comma = written.ends_with(',') || (header >= 2 && line.tokens <= 3);
            if named.is_none()
                && prose == 0
                && i > 0
                && alone
                && short
                && comma
                && !labels::is_office(&small)
                && labels::farewell(line, &small).is_none()
            {
                named = Some(i);
            }
        }
        named
    }

    /// Where the body begins in a letter that greets nobody.
    fn top_end(&mut self) -> usize {
        let mut end = 0;
        let mut evidence = false;
        for i in 0..self.lines.len().min(TOP_LINES) {
            let line = self.lines[i].clone();
            let written = self.written(i);
            let small = labels::small(written);
            let part = line.part == Some(PartKind::Header);
            let labelled = part
                || labels::header(&small).is_some()
                || labels::is_reference(written, &small)
                || (labels::is_contact(written, &small) && !line.stops())
                || labels::is_marking(written, &small)
                || labels::is_titled(written)
                || (i < 3 && labels::is_office(&small) && !line.stops())
                || self.dates.is_date(self.text, &line, &small);
            if line.is_prose() || (line.marker.is_some() && !labelled) {
                break;
            }
            if !labelled && (line.stops() || line.tokens > 8) {
                break;
            }
            evidence |= labelled;
            end = i + 1;
        }
        if !evidence {
            return 0;
        }
        // What heads the text is a subject line, not a letterhead.
        if end > 0 && end < self.lines.len() {
            let last = end - 1;
            let line = &self.lines[last];
            let written = self.written(last);
            let small = labels::small(written);
            let alone = line.opens || line.para;
            if alone
                && last > 0
                && labels::header(&small).is_none()
                && !labels::is_reference(written, &small)
                && !labels::is_contact(written, &small)
                && !labels::is_titled(written)
                && !labels::is_marking(written, &small)
                && !self.dates.is_date(self.text, &self.lines[last].clone(), &small)
            {
                end = last;
            }
        }
        end
    }

    fn farewell(&self, i: usize) -> bool {
        let line = &self.lines[i];
        if line.tokens > 8 || line.part == Some(PartKind::Header) {
            return false;
        }
        let starts = i == 0 || line.opens || line.para || {
            let last = &self.lines[i - 1];
            let next = self.lines.get(i + 1).filter(|n| !n.opens);
            last.had_room(line)
                || (last.stops() && (last.wrap > WRAP_COLUMNS || next.is_some_and(|n| line.had_room(n))))
        };
        match labels::farewell(line, &self.small(i)) {
            // "I remain, Sir," stands above it.
            Some(Farewell::Sure) => starts || self.lines[i - 1].tokens <= 6 && self.lines[i - 1].last != '.',
            Some(Farewell::Likely) => {
                let follows = self.lines[i + 1..].iter().take(2).all(|l| !l.is_prose() && l.marker.is_none());
                starts && follows
            }
            None => false,
        }
    }

    /// Where a signature begins that no farewell announces.
    fn tail(&self, body: usize) -> usize {
        let count = self.lines.len();
        let mut from = count;
        while from > body && count - from < TAIL_LINES {
            let line = &self.lines[from - 1];
            let written = self.written(from - 1);
            let small = labels::small(written);
            let fits = line.part == Some(PartKind::Footer)
                || labels::is_enclosure(&small)
                || labels::is_small_print(&small)
                || (line.marker.is_none()
                    && line.tokens <= 9
                    && !line.starts_small
                    && !matches!(line.last, '.' | '?' | '!' | ':' | ';')
                    && !line.is_prose())
                || (line.tokens <= 6 && labels::is_contact(written, &small));
            if !fits {
                break;
            }
            from -= 1;
        }
        // The first line that can be a name, with something of a body before it.
        (from..count)
            .find(|&i| {
                let line = &self.lines[i];
                let apart = line.opens
                    || line.para
                    || (i > body && self.lines[i - 1].stops() && self.lines[i - 1].had_room(line));
                let small = self.small(i);
                let first = i > body || body > 0;
                apart
                    && first
                    && (self.signs(i) || labels::is_enclosure(&small) || labels::is_small_print(&small))
            })
            .unwrap_or(count)
    }

    /// Whether a line can be the name under a letter: "K. Oldroyd", "DS 1178 Garrod", "Sandra x".
    fn signs(&self, i: usize) -> bool {
        let (line, written) = (&self.lines[i], self.written(i));
        let office = labels::is_office(&labels::small(written));
        if labels::is_name(written, 1) && !office {
            return !line.caps;
        }
        // An office alone, over a further line.
        if office && line.opens && !line.caps && self.lines.get(i + 1).is_some_and(|l| !l.opens) {
            return true;
        }
        let rank = written.split_whitespace().next().unwrap_or("");
        matches!(
            rank,
            "PC" | "DC"
                | "DS"
                | "DI"
                | "PS"
                | "DCI"
                | "Sgt"
                | "Insp"
                | "Inspector"
                | "WPC"
                | "PCSO"
                | "T/DC"
                | "A/PS"
                | "Sergeant"
                | "Det"
        )
    }

    /// Classifies line `i` below the greeting and returns the next line to look at.
    fn step(&mut self, i: usize, zone: &mut Zone) -> usize {
        let line = self.lines[i].clone();
        let begins = line.opens || line.para;
        match line.part {
            Some(PartKind::Header) => return self.take(BlockKind::Letterhead, &line, begins, i),
            Some(PartKind::Footer) => return self.take(BlockKind::Footer, &line, begins, i),
            Some(PartKind::TableCell) => {
                settle(zone);
                return self.take(BlockKind::TableCell, &line, begins, i);
            }
            Some(PartKind::ListItem) if *zone != Zone::Closing || line.is_prose() => {
                settle(zone);
                return self.take(BlockKind::ListItem, &line, begins, i);
            }
            _ => {}
        }
        let small = self.small(i);
        if begins && *zone == Zone::Closing && matches!(labels::greeting(&line, self.written(i)), Some(None))
        {
            *zone = Zone::Fresh;
            return self.take(BlockKind::Salutation, &line, true, i);
        }
        if let Some(next) = self.header_run(i) {
            return next;
        }
        if line.tokens <= 8 && self.farewell(i) {
            *zone = Zone::Closing;
            return self.take(BlockKind::SignOff, &line, true, i);
        }
        match *zone {
            Zone::Closing => self.closing(i, &line, &small),
            _ => self.body(i, &line, &small, zone),
        }
    }

    /// Two or more lines of an e-mail's header inside the letter: an older message follows.
    fn header_run(&mut self, i: usize) -> Option<usize> {
        let header = |i: usize| (i < self.lines.len()).then(|| labels::header(&self.small(i))).flatten();
        if header(i) != Some(Header::From) {
            return None;
        }
        header(i + 1)?;
        let mut at = i;
        while let Some(header) = (at < self.lines.len()).then(|| labels::header(&self.small(at))).flatten() {
            let line = self.lines[at].clone();
            self.add(super::top::header_kind(header), &line, true);
            at += 1;
        }
        Some(at)
    }

    fn body(&mut self, i: usize, line: &Line, small: &str, zone: &mut Zone) -> usize {
        let begins = line.opens || line.para;
        let fresh = *zone == Zone::Fresh;
        if line.part == Some(PartKind::Heading) {
            let kind = if fresh { BlockKind::Subject } else { BlockKind::Heading };
            return self.take(kind, line, begins, i);
        }
        if fresh && begins && (labels::is_subject_label(small) && line.tokens <= 30 || self.is_subject(i)) {
            return self.subject(i, line);
        }
        if fresh && begins && labels::is_reference(self.written(i), small) && !line.is_prose() {
            return self.take(BlockKind::Reference, line, true, i);
        }
        settle(zone);
        self.prose(i, line)
    }

    /// A heading, a list item or a paragraph's line.
    fn prose(&mut self, i: usize, line: &Line) -> usize {
        if self.is_heading(i) {
            return self.take(BlockKind::Heading, line, true, i);
        }
        let before = self.out.last().map(|b| b.kind);
        let begins = line.opens || line.para || !before.is_some_and(BlockKind::is_prose);
        if line.marker.is_some() && (begins || self.is_item(i)) {
            return self.take(BlockKind::ListItem, line, true, i);
        }
        if begins {
            return self.take(BlockKind::Paragraph, line, true, i);
        }
        let last = &self.lines[i - 1];
        let room = last.had_room(line);
        let broken = match before {
            // Text under an item, set back to the margin.
            Some(BlockKind::ListItem) => room && !line.starts_small && line.indent <= self.item_indent(i),
            // A line ended on purpose after a full stop: the next paragraph, with no empty line between.
            _ => {
                // Nobody wraps so wide: each line is a paragraph.
                let wide = line.wrap > WRAP_COLUMNS;
                last.stops() && !line.starts_small && (wide || (room && last.width * 5 <= line.wrap * 4))
            }
        };
        let kind = match before {
            Some(kind) if !broken => kind,
            _ => BlockKind::Paragraph,
        };
        self.take(kind, line, broken, i)
    }

    /// The indent of the list item that line `i` may continue.
    fn item_indent(&self, i: usize) -> usize {
        (0..i).rev().take(40).find(|&j| self.lines[j].marker.is_some()).map_or(0, |j| self.lines[j].indent)
    }

    /// Whether a marker inside a group begins an item, and is no dash or number at which a line wrapped.
    fn is_item(&self, i: usize) -> bool {
        let (last, line) = (&self.lines[i - 1], &self.lines[i]);
        let Some(marker) = line.marker else { return false };
        let listed =
            (0..i).rev().take(12).find_map(|j| self.lines[j].marker).is_some_and(|m| m.sort == marker.sort)
                && self.out.last().is_some_and(|b| b.kind == BlockKind::ListItem);
        listed
            || last.had_room(line)
            || matches!(last.last, ':' | '.' | ';')
            || (marker.sort == Sort::Bullet && self.written(i)[marker.len..].starts_with(char::is_uppercase))
            || self.written(i).starts_with(['•', '●', '▪', '◦', '‣', '\u{f0b7}'])
    }

    /// Adds a subject and the lines of its group that carry it on.
    fn subject(&mut self, i: usize, line: &Line) -> usize {
        self.add(BlockKind::Subject, line, true);
        let mut at = i + 1;
        while at < self.lines.len() && at < i + 4 {
            let next = &self.lines[at];
            let same =
                !next.opens && !next.para && !next.is_prose() && next.marker.is_none() && !next.stops();
            let group = at + self.lines[at..].iter().take_while(|l| !l.opens && !l.para).count();
            if !(same && (next.caps || group <= i + 3)) {
                break;
            }
            let next = next.clone();
            self.add(BlockKind::Subject, &next, false);
            at += 1;
        }
        at
    }

    /// What stands below the farewell.
    fn closing(&mut self, i: usize, line: &Line, small: &str) -> usize {
        let begins = line.opens || line.para;
        let written = self.written(i);
        let before = self.out.last().map_or(BlockKind::SignOff, |b| b.kind);
        if labels::is_small_print(small) {
            return self.take(BlockKind::Footer, line, true, i);
        }
        if labels::is_enclosure(small) {
            return self.take(BlockKind::Enclosure, line, true, i);
        }
        if labels::is_postscript(small) {
            return self.take(BlockKind::Paragraph, line, true, i);
        }
        if !begins
            && matches!(before, BlockKind::Enclosure | BlockKind::Footer)
            && (line.marker.is_some() || !line.is_prose() || before == BlockKind::Footer)
        {
            return self.take(before, line, false, i);
        }
        if before == BlockKind::Enclosure && line.marker.is_some() && !line.is_prose() {
            return self.take(before, line, false, i);
        }
        if !begins && before.is_prose() {
            return self.prose(i, line);
        }
        let contact = labels::is_contact(written, small) && line.tokens <= 8;
        let talk = line.is_prose()
            || line.tokens >= 9 && !labels::is_office(small) && !contact
            || (line.tokens >= 5 && matches!(line.last, '.' | '?' | '!'));
        if line.marker.is_some() && !contact || talk {
            return self.prose(i, line);
        }
        if self.dates.is_date(self.text, line, small) && begins {
            return self.take(BlockKind::Date, line, true, i);
        }
        // A heading over text that follows the signature.
        if begins
            && before == BlockKind::Signature
            && self.is_heading(i)
            && self.lines.get(i + 1).is_some_and(|n| n.is_prose() || n.marker.is_some())
            && !labels::is_name(written, 2)
        {
            return self.take(BlockKind::Heading, line, true, i);
        }
        self.take(BlockKind::Signature, line, begins || before != BlockKind::Signature, i)
    }

    fn take(&mut self, kind: BlockKind, line: &Line, begins: bool, i: usize) -> usize {
        self.add(kind, line, begins);
        i + 1
    }

    /// Adds a line to the block before, or as a block of its own.
    fn add(&mut self, kind: BlockKind, line: &Line, begins: bool) {
        let span = Span::new(line.start, line.end);
        if !begins
            && let Some(block) = self.out.last_mut()
            && block.kind == kind
        {
            block.span = block.span.join(span);
            block.lines.push(span);
            return;
        }
        let content = match line.marker {
            Some(marker)
                if matches!(
                    kind,
                    BlockKind::ListItem | BlockKind::Heading | BlockKind::Enclosure | BlockKind::TableCell
                ) =>
            {
                line.start + marker.len
            }
            _ => line.start,
        };
        self.out.push(RawBlock { kind, span, content, lines: vec![span] });
    }
}

/// Where the body begins, and whether a subject line may come first.
struct Start {
    body: usize,
    fresh: bool,
}

fn settle(zone: &mut Zone) {
    if *zone == Zone::Fresh {
        *zone = Zone::Body;
    }
}
