//! Subject and verb: "the conditions is", "your property have", "he have".

use super::classes::{
    AFTER_SUBJECT, ANY_PART, BREAKER, DETERMINER, OPENER, PLURAL_VERB, PREPOSITION, SINGULAR_VERB, SUBJECT,
    THIRD, VERB,
};
use super::{Grammar, Slip, Text};
use crate::document::Shape;

/// Words that begin a clause, so that a subject may follow.
pub(super) const OPENERS: &[&str] = &[
    "that", "because", "if", "when", "whether", "where", "but", "so", "although", "though", "while", "as",
    "since", "until", "unless", "once", "how", "why", "whom", "which", "whereas", "for", "whilst",
];
/// Words that begin a subject.
pub(super) const DETERMINERS: &[&str] = &[
    "the", "this", "these", "those", "your", "our", "my", "his", "her", "their", "its", "all", "both",
    "some", "two", "three", "four", "five", "six", "several", "many", "most", "other", "such", "a", "an",
    "any", "that", "no",
];
pub(super) const PREPOSITIONS: &[&str] = &[
    "of",
    "in",
    "on",
    "at",
    "for",
    "from",
    "to",
    "with",
    "about",
    "against",
    "by",
    "under",
    "over",
    "into",
    "between",
    "after",
    "before",
    "during",
    "without",
    "within",
    "through",
    "near",
    "behind",
    "towards",
    "than",
    "like",
    "as",
    "concerning",
    "regarding",
    "including",
    "upon",
    "around",
    "across",
    "along",
    "among",
    "amongst",
    "outside",
    "inside",
    "beside",
    "per",
    "via",
    "except",
    "beyond",
    "despite",
];
/// Words that show that a stretch is no plain noun phrase.
pub(super) const BREAKERS: &[&str] = &[
    "and", "or", "nor", "is", "are", "was", "were", "be", "been", "being", "has", "have", "had", "do",
    "does", "did", "will", "would", "can", "could", "may", "might", "must", "shall", "should", "not", "who",
    "which", "that", "what", "when", "where", "why", "how", "if", "you", "i", "we", "they", "he", "she",
    "it", "them", "him", "us", "me", "there", "here", "because", "but", "so", "told", "gave", "said", "than",
    "whether", "whose", "whom", "made", "took", "let", "one", "each", "either", "neither", "none", "only",
    "cannot", "can't", "won't", "don't", "didn't", "isn't", "wasn't", "hasn't", "haven't", "aren't",
    "weren't",
];
pub(super) const SINGULAR_VERBS: &[&str] =
    &["is", "was", "has", "isn't", "wasn't", "hasn't", "does", "doesn't"];
pub(super) const PLURAL_VERBS: &[&str] =
    &["are", "were", "have", "aren't", "weren't", "haven't", "do", "don't"];
/// Verbs that miss their -s after "he", "she" and "it".
pub(super) const BASE_FORMS: &[&str] = &[
    "say", "want", "mean", "know", "think", "go", "come", "take", "make", "live", "seem", "become", "tell",
    "ask", "give", "get", "look", "feel", "remain", "deny", "accept", "admit", "include", "apply", "depend",
    "happen", "work", "show", "prove",
];
/// Verbs that have an -s too many after "I", "we", "they" and "you".
pub(super) const S_FORMS: &[&str] = &[
    "says",
    "wants",
    "means",
    "needs",
    "knows",
    "thinks",
    "goes",
    "comes",
    "takes",
    "makes",
    "lives",
    "seems",
    "tells",
    "asks",
    "gives",
    "gets",
    "looks",
    "feels",
    "remains",
    "denies",
    "accepts",
    "understands",
    "believes",
    "hopes",
];
/// Plurals that are read as one amount: "two years is a long time".
const AMOUNTS: &[&str] =
    &["days", "weeks", "months", "years", "times", "parts", "minutes", "points", "proceedings", "counts"];
/// Heads that take a plural verb through what follows: "a number of witnesses are".
const QUANTITIES: &[&str] = &[
    "number",
    "majority",
    "range",
    "lot",
    "couple",
    "variety",
    "series",
    "group",
    "team",
    "set",
    "pair",
    "panel",
    "total",
    "rest",
    "half",
    "kind",
    "sort",
    "type",
    "handful",
    "list",
    "part",
    "third",
    "quarter",
    "minority",
    "mix",
    "combination",
    "host",
    "piece",
    "person",
];

fn is(set: &[&str], word: &str) -> bool {
    set.contains(&word)
}

/// "he have", "she don't", "everyone are".
pub(super) fn pronouns(text: &Text<'_>, slips: &mut Vec<Slip>) {
    for at in text.words.clone() {
        if !text.is(at, SUBJECT) || !text.is(at + 1, AFTER_SUBJECT | THIRD) {
            continue;
        }
        let (subject, verb) = (text.folded(at), text.folded(at + 1));
        let singular = matches!(
            subject,
            "he" | "she"
                | "it"
                | "this"
                | "everyone"
                | "everybody"
                | "nobody"
                | "someone"
                | "somebody"
                | "anyone"
                | "nothing"
                | "everything"
                | "neither"
        );
        let wrong = match verb {
            "have" | "haven't" | "are" | "aren't" | "do" | "don't" | "weren't" | "were" => singular,
            "has" | "hasn't" | "is" | "isn't" | "does" | "doesn't" => subject == "i",
            _ if matches!(subject, "he" | "she" | "it") => is(BASE_FORMS, verb),
            _ if matches!(subject, "i" | "we" | "they" | "you") => {
                is(S_FORMS, verb) || text.is(at + 1, THIRD) && !text.is(at + 1, ANY_PART & !THIRD)
            }
            _ => false,
        };
        if !wrong || !text.flows(at) || text.quoted(at) {
            continue;
        }
        // "did he have", "if it were", "than he do", "what this have": the words before decide. Only a clause
        // that begins with the subject is sure.
        let before = if at > text.words.start { text.folded(at - 1) } else { "" };
        let open = at == text.words.start
            || !text.flows(at - 1)
            || is(
                &[
                    "that", "because", "but", "so", "when", "where", "as", "and", "if", "once", "unless",
                    "while", "until", "although", "though", "whenever",
                ],
                before,
            );
        let subjunctive = matches!(verb, "were" | "weren't")
            && (matches!(before, "as" | "if" | "though" | "unless" | "although")
                || text
                    .words
                    .clone()
                    .take_while(|w| *w < at)
                    .any(|w| matches!(text.folded(w), "if" | "though" | "wish" | "unless" | "whether")));
        let asked = text.words.clone().take_while(|w| *w < at).any(|w| {
            matches!(
                text.folded(w),
                "did"
                    | "does"
                    | "will"
                    | "would"
                    | "could"
                    | "should"
                    | "can"
                    | "may"
                    | "might"
                    | "must"
                    | "do"
                    | "let"
                    | "make"
                    | "makes"
                    | "made"
                    | "had"
                    | "ensure"
                    | "recommend"
                    | "ask"
                    | "asked"
                    | "request"
                    | "insist"
                    | "suggest"
            )
        });
        if open && !subjunctive && !(asked && before != "because") {
            slips.push(Slip { rule: "grammar.agreement", span: text.span(at, at + 1), instead: None });
        }
    }
}

/// A noun and its verb.
pub(super) fn nouns(grammar: &Grammar, text: &Text<'_>, slips: &mut Vec<Slip>) {
    for at in text.words.clone() {
        if at == text.words.start || !text.is(at, SINGULAR_VERB | PLURAL_VERB | VERB) || text.quoted(at) {
            continue;
        }
        let verb = text.folded(at);
        let last = at - 1;
        if !text.flows(last) {
            continue;
        }
        if text.is(at, SINGULAR_VERB) {
            if let Some(start) =
                plural_subject(grammar, text, last).or_else(|| listed_subject(grammar, text, last))
            {
                slips.push(Slip { rule: "grammar.agreement", span: text.span(start, at), instead: None });
            }
        } else if text.is(at, PLURAL_VERB) {
            if let Some(start) = singular_subject(grammar, text, last, verb) {
                slips.push(Slip { rule: "grammar.agreement", span: text.span(start, at), instead: None });
            }
        } else if grammar.is_verb(verb)
            && let Some(start) = bare_verb_subject(grammar, text, last, at)
        {
            slips.push(Slip { rule: "grammar.agreement", span: text.span(start, at), instead: None });
        }
    }
}

/// Where the clause begins that this word lies in: behind the last mark or the last word that opens one.
fn clause_start(text: &Text<'_>, word: usize) -> usize {
    let mut start = word;
    while start > text.words.start {
        let before = start - 1;
        if !text.flows(before) && !text.gap(before).starts_with(['\'', '\u{2019}', '-']) {
            break;
        }
        if text.is(before, OPENER) && text.folded(before) != "for" && text.folded(before) != "as" {
            break;
        }
        start -= 1;
    }
    start
}

fn plain(text: &Text<'_>, from: usize, to: usize) -> bool {
    (from..to).all(|w| {
        !text.is(w, BREAKER) && (w == from || !text.is(w, DETERMINER) || text.is(w - 1, PREPOSITION))
    })
}

/// "The officers was", "The enquiries in this case is", "where things has".
fn plural_subject(grammar: &Grammar, text: &Text<'_>, last: usize) -> Option<usize> {
    let start = clause_start(text, last);
    if last - start > 8 || !matches!(text.shape(last), Shape::Lower) || text.closed(last) {
        return None;
    }
    let first = text.folded(start);
    // The head: the last word before the first preposition, else the last word.
    let preposition = (start..=last).find(|w| text.is(*w, PREPOSITION));
    let head = match preposition {
        Some(p) if p == start => return None,
        Some(p) => p - 1,
        None => last,
    };
    let noun = text.folded(head);
    if !grammar.several(text, head) || is(AMOUNTS, noun) || noun == "police officers" || text.closed(head) {
        return None;
    }
    // "one of the officers", "neither", "what the officers": no plural subject.
    if !plain(text, start, last) || head - start > 3 {
        return None;
    }
    let determined =
        text.is(start, DETERMINER) && first != "a" && first != "an" && first != "this" && first != "that";
    let bare = head == start && start > text.words.start && text.is(start - 1, OPENER);
    if !(determined || bare) || (head == start && determined) {
        return None;
    }
    if let Some(p) = preposition {
        // What follows the preposition must be one thing; with a plural beside the verb writers slip less
        // and readers mind less.
        let object = text.folded(last);
        if p == last
            || !(grammar.one(text, last)
                || is(&["case", "court", "licence", "scheme", "area", "order"], object))
        {
            return None;
        }
    }
    // A question turns the order round: "is the officers".
    (!question_before(text, start)).then_some(start)
}

/// "his phone, shoes and vehicle is".
fn listed_subject(grammar: &Grammar, text: &Text<'_>, last: usize) -> Option<usize> {
    let first = last.checked_sub(3).filter(|f| text.words.contains(f))?;
    let noun = |w: usize| grammar.is_singular(text.folded(w)) || grammar.is_plural(text.folded(w));
    let listed = text.folded(last - 1) == "and"
        && grammar.is_singular(text.folded(last))
        && noun(last - 2)
        && text.gap(first).starts_with(',')
        && text.flows(last - 2)
        && noun(first);
    listed.then_some(first)
}

/// "your property have", "the scheme do not", "information as to his means were".
fn singular_subject(grammar: &Grammar, text: &Text<'_>, last: usize, verb: &str) -> Option<usize> {
    let start = clause_start(text, last);
    if last - start > 12 || last == start || text.is(last, PREPOSITION) {
        return None;
    }
    let first = text.folded(start);
    let head_given = text.is(start, DETERMINER)
        && !is(
            &[
                "these", "those", "all", "both", "some", "two", "three", "four", "five", "six", "several",
                "many", "most", "other", "any", "no", "such",
            ],
            first,
        );
    let preposition = (start..=last).find(|w| *w > start && text.is(*w, PREPOSITION));
    let head = preposition.map_or(last, |p| p - 1);
    let noun = text.folded(head);
    if head < start || !grammar.one(text, head) || is(QUANTITIES, noun) || text.folded(last) == "you" {
        return None;
    }
    if !(head_given || (head == start && matches!(noun, "information" | "evidence" | "footage"))) {
        return None;
    }
    // Any other plural, "and" or a verb before the noun, and the verb may belong to that.
    for w in start..=last {
        let word = text.folded(w);
        if text.is(w, BREAKER)
            || (w != start && text.is(w, DETERMINER) && !text.is(w - 1, PREPOSITION) && w > head)
        {
            return None;
        }
        let plural = word.len() > 3
            && word.ends_with('s')
            && !word.ends_with("ss")
            && !word.ends_with("us")
            && !word.ends_with("'s")
            && !text.closed(w);
        if w <= head
            && (plural
                || is(&["people", "police", "children", "men", "women", "staff", "those", "public"], word))
        {
            return None;
        }
    }
    // A verb in the past between noun and noun ("the man arrested in the case have") is not told apart; the
    // object of the preposition must be plain.
    if preposition.is_some_and(|p| last - p > 7) || head - start > 5 {
        return None;
    }
    if matches!(verb, "were" | "weren't")
        && text
            .words
            .clone()
            .take_while(|w| *w < start)
            .any(|w| matches!(text.folded(w), "if" | "though" | "wish" | "unless" | "whether"))
    {
        return None;
    }
    // "the evidence do ..." in "do not" only; "have" and "are" stand as they are.
    if verb == "do" && text.folded(last + 2) != "not" {
        return None;
    }
    if before_joins(text, start) || question_before(text, start) {
        return None;
    }
    Some(start)
}

/// "The camera on the bus show him", "The completion of this review bring the process".
fn bare_verb_subject(grammar: &Grammar, text: &Text<'_>, last: usize, at: usize) -> Option<usize> {
    let start = text.words.start;
    let first = text.folded(start);
    if clause_start(text, last) != start
        || !is(&["the", "this", "your", "our", "my", "his", "her", "that", "each", "every"], first)
        || last - start > 8
    {
        return None;
    }
    if text.folded(start + 1).is_empty() || !text.flows(at) {
        return None;
    }
    let preposition =
        (start + 1..=last).find(|w| is(&["of", "on", "in", "from", "at", "for"], text.folded(*w)));
    let head = preposition.map_or(last, |p| p - 1);
    let next = text.folded(at + 1);
    let object = is(
        &[
            "the", "that", "you", "him", "her", "a", "an", "us", "me", "it", "them", "your", "this", "to",
            "no", "our", "how", "what", "why", "somebody", "someone", "two", "one",
        ],
        next,
    );
    if !grammar.one(text, head)
        || is(QUANTITIES, text.folded(head))
        || !object
        || head == start
        || head - start > 3
    {
        return None;
    }
    let clean = (start..=last).all(|w| {
        let word = text.folded(w);
        !text.is(w, BREAKER) || (w == start && word == "that")
    });
    let one = text.folded(last);
    (clean
        && (grammar.is_singular(one) || (preposition.is_some() && !one.ends_with('s')))
        && preposition.is_none_or(|p| p < last))
    .then_some(start)
}

/// Whether a list before the subject makes it plural: "your statement, the film and the map have".
fn before_joins(text: &Text<'_>, start: usize) -> bool {
    start > text.words.start && {
        let before = text.folded(start - 1);
        matches!(before, "and" | "or" | "nor" | "with")
            || (text.gap(start - 1).contains(',') && !opened_by_phrase(text, start))
    }
}

/// Whether what stands before the comma is a phrase that opens the sentence ("In April, the case ...").
fn opened_by_phrase(text: &Text<'_>, start: usize) -> bool {
    let first = text.folded(text.words.start);
    start - text.words.start <= 8
        && (text.is(text.words.start, PREPOSITION)
            || text.is(text.words.start, OPENER)
            || is(&["however", "therefore", "unfortunately", "sadly", "finally"], first))
}

fn question_before(text: &Text<'_>, start: usize) -> bool {
    start > text.words.start
        && text.flows(start - 1)
        && matches!(
            text.folded(start - 1),
            "is" | "was"
                | "has"
                | "does"
                | "did"
                | "do"
                | "will"
                | "would"
                | "can"
                | "could"
                | "should"
                | "may"
                | "might"
                | "must"
                | "are"
                | "were"
                | "have"
                | "had"
                | "let"
                | "make"
                | "makes"
                | "made"
                | "nor"
                | "and"
                | "or"
                | "than"
                | "shall"
        )
}
