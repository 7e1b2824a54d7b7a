//! A rule as a page: what it looks for, why, the plain alternative, examples, source.

use crate::assessment::Engine;
use crate::lexicon::explain;

/// The page of a rule, lexicon entry, element, tone or duty; none where there is no such id.
pub fn page(engine: &Engine, id: &str) -> Option<String> {
    explain::explain(engine.lexicon(), id)
}

/// Ids that look like this one, nearest first.
pub fn close(engine: &Engine, id: &str) -> Vec<String> {
    explain::close_ids(engine.lexicon(), id)
}
