//! Guards: what a match has to meet to become a hit.

use super::matcher::Scan;
use super::places::Places;

/// How many words before a hit a negation word is looked for.
const NEGATION_WORDS: usize = 3;

impl<P: Places> Scan<'_, P> {
    /// Whether an entry's guards let a match pass. `near` with a reach of several sentences is settled later.
    pub(super) fn passes(&mut self, entry: u32, start: usize, end: usize) -> bool {
        use super::entry::Mode;
        let guards = &self.all.compiled.guards[entry as usize];
        if guards.quoted != Mode::Allow && !guards.quoted.passes(self.is_quoted(start, end)) {
            return false;
        }
        if guards.negated != Mode::Allow && !guards.negated.passes(self.is_negated(start)) {
            return false;
        }
        !guards.not_before.iter().any(|p| self.begins_at(*p, end))
            && !guards.not_after.iter().any(|p| self.ends_at(*p, start))
            && !guards.unless.iter().any(|p| self.occurs(*p))
            && (guards.near.is_empty()
                || guards.near_sentences > 0
                || guards.near.iter().any(|p| self.occurs(*p)))
    }

    /// Whether all words of a match lie between quotation marks.
    fn is_quoted(&self, start: usize, end: usize) -> bool {
        self.all.letter.words[self.first + start..self.first + end].iter().all(|w| w.quoted)
    }

    /// Whether a negation word stands within three words before a match, in the same clause.
    fn is_negated(&mut self, start: usize) -> bool {
        let negations = match self.negations {
            Some(known) => known,
            None => {
                let compiled = self.all.compiled;
                let all = self.covered(compiled.negation).without(self.covered(compiled.not_negation));
                self.negations = Some(all);
                all
            }
        };
        if negations.is_empty() {
            return false;
        }
        let breaks = self.covered(self.all.compiled.clause_break);
        for word in (start.saturating_sub(NEGATION_WORDS)..start).rev() {
            if self.clause_ends_after(word) || breaks.has(word) {
                return false;
            }
            if negations.has(word) {
                return true;
            }
        }
        false
    }

    /// Whether a mark that ends a clause stands between a word and the next.
    fn clause_ends_after(&self, word: usize) -> bool {
        let at = self.first + word;
        let (Some(one), Some(next)) = (self.all.letter.words.get(at), self.all.letter.words.get(at + 1))
        else {
            return true;
        };
        self.all.letter.text().get(one.span.end..next.span.start).is_some_and(|between| {
            between.contains([',', ';', ':', '(', ')', '–', '—', '.', '!', '?']) || between.contains(" - ")
        })
    }
}
