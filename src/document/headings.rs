//! Subject lines and headings: told by their length, capitals, bold type and what stands around them.

use super::BlockKind;
use super::blocks::Cutter;
use super::lines::Line;
use super::lists::Sort;
use crate::ingest::PartKind;

/// Most tokens of a heading, and of a subject line or a heading in capitals or bold type.
const HEADING_TOKENS: usize = 10;
const SUBJECT_TOKENS: usize = 18;

impl Cutter<'_> {
    /// Whether line `i`, first behind the greeting, says what the letter is about.
    pub fn is_subject(&self, i: usize) -> bool {
        let line = &self.lines[i];
        let next = self.lines.get(i + 1);
        let alone = next.is_none_or(|n| n.opens || n.para);
        if next.is_none() || line.marker.is_some_and(|m| m.sort != Sort::Bullet) || line.starts_small {
            return false;
        }
        // A heading stands upon its text.
        if !alone && next.is_some_and(|n| n.is_prose() || n.stops()) {
            return false;
        }
        if line.caps {
            return line.tokens <= SUBJECT_TOKENS;
        }
        if self.is_bold(line) && line.tokens <= SUBJECT_TOKENS && !matches!(line.last, ',') {
            return true;
        }
        // Two or three short lines by themselves: the case, then the person.
        let group = self.lines[i..].iter().skip(1).take_while(|l| !l.opens && !l.para).count();
        let several = (1..3).contains(&group)
            && self.lines[i..=i + group]
                .iter()
                .all(|l| l.tokens <= 12 && !l.stops() && l.last != ',' && l.marker.is_none());
        (alone || several)
            && line.tokens <= SUBJECT_TOKENS
            && line.width <= 110
            && (!matches!(line.last, '.' | '!' | ':' | ',' | ';' | '…'))
            && line.marker.is_none()
            && !(line.last == '?' && line.tokens > 10)
    }

    /// Whether line `i` heads what follows it.
    pub fn is_heading(&self, i: usize) -> bool {
        let line = &self.lines[i];
        let last = i.checked_sub(1).map(|j| &self.lines[j]);
        let Some(next) = self.lines.get(i + 1) else { return false };
        let begins = line.opens || line.para;
        let ends = next.opens || next.para;
        let apart = begins
            // Wrapped text never leaves room for the next word: such a line was ended on purpose.
            || (!ends && last.is_some_and(Line::stops) && line.had_room(next))
            || last.is_some_and(|l| {
                l.had_room(line)
                    && (l.stops() || self.out.last().is_some_and(|b| b.kind != BlockKind::Paragraph))
            });
        let apart =
            apart || (line.marker.is_some_and(|m| m.sort == Sort::Number) && last.is_some_and(Line::stops));
        // A line that wrapped is no heading.
        let whole = ends || line.had_room(next) || (begins && next.marker.is_some());
        if !apart || !whole || line.starts_small || line.tokens > SUBJECT_TOKENS {
            return false;
        }
        if line.part == Some(PartKind::Heading) {
            return true;
        }
        if let Some(marker) = line.marker {
            return self.is_numbered_heading(i, line, next, marker.sort);
        }
        if matches!(line.last, '.' | '!' | ',' | ';' | '…') && !line.caps {
            return false;
        }
        if line.caps {
            return line.tokens <= SUBJECT_TOKENS && (ends || !next.starts_small);
        }
        if line.tokens > HEADING_TOKENS || line.width > 80 {
            return self.is_bold(line) && line.tokens <= SUBJECT_TOKENS && ends;
        }
        if !ends && (next.starts_small || line.tokens > 8) {
            return false;
        }
        if line.last == ':' {
            return line.tokens <= 5 && !leads_in(self.written(i)) || self.is_bold(line);
        }
        // A heading heads something.
        next.tokens >= 6
            || next.marker.is_some()
            || next.part == Some(PartKind::TableCell)
            || next.stops()
            || self.is_bold(line)
    }

    fn is_numbered_heading(&self, i: usize, line: &Line, next: &Line, sort: Sort) -> bool {
        if matches!(sort, Sort::Bullet | Sort::Letter)
            || line.tokens > HEADING_TOKENS + 1
            || matches!(line.last, '.' | ',' | ';' | '!')
        {
            return false;
        }
        let same = |l: &Line| l.marker.is_some_and(|m| m.sort == sort);
        let after_item = self.out.last().is_some_and(|b| b.kind == BlockKind::ListItem)
            && i > 0
            && same(&self.lines[i - 1]);
        if line.caps {
            return !(after_item && self.lines[i - 1].caps);
        }
        !same(next) && !after_item && (next.tokens >= 6 || next.marker.is_some() || next.stops())
    }

    /// Whether the file sets the whole line in bold or underlines it.
    fn is_bold(&self, line: &Line) -> bool {
        let at = self.bold.partition_point(|s| s.end <= line.start);
        let mut reached = line.start;
        for span in &self.bold[at..] {
            if span.start > reached
                && !self.text.get(reached..span.start).is_some_and(|t| t.trim().is_empty())
            {
                return false;
            }
            reached = reached.max(span.end);
            if reached >= line.end {
                return true;
            }
        }
        false
    }
}

/// Whether a line before a list is the beginning of its sentence ("You can:") and no heading.
fn leads_in(written: &str) -> bool {
    let first = written.split_whitespace().next().unwrap_or("");
    [
        "you", "we", "i", "this", "to", "if", "please", "they", "he", "she", "it", "there", "that", "these",
        "and", "the", "your", "my", "our",
    ]
    .iter()
    .any(|w| first.eq_ignore_ascii_case(w))
}
