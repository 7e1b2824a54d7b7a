//! Apostrophes that belong and are not there, or are there and do not belong.

use super::classes::{BARE_OWNER, TIME, TITLE};
use super::{Grammar, Slip, Text};
use crate::document::Shape;
use std::collections::HashSet;

/// "six months imprisonment", "two weeks notice"; "26 month's".
pub(super) fn terms(text: &Text<'_>, slips: &mut Vec<Slip>) {
    for at in text.words.clone() {
        let unit = text.folded(at);
        if !text.is(at, TIME) || text.quoted(at) {
            continue;
        }
        let before = if at > text.words.start { text.folded(at - 1) } else { "" };
        let many = counts(before);
        match unit {
            "days" | "weeks" | "months" | "years" | "hours"
                if many && !text.closed(at) && text.flows(at) && owned_by_time(text, at + 1) =>
            {
                slips.push(Slip {
                    rule: "grammar.possessive_term",
                    span: text.span(at - 1, at + 1),
                    instead: Some(format!("{} {}' {}", text.written(at - 1), unit, text.written(at + 1))),
                });
            }
            "years" | "weeks" | "months" | "days" | "hours"
                if matches!(before, "a" | "an" | "one")
                    && text.closed(at)
                    && matches!(text.folded(at + 1), "time" | "notice") =>
            {
                slips.push(Slip {
                    rule: "grammar.plural_apostrophe",
                    span: text.span(at - 1, at + 1),
                    instead: None,
                });
            }
            "day's" | "week's" | "month's" | "year's" if many && before != "one" && before != "1" => {
                slips.push(Slip {
                    rule: "grammar.plural_apostrophe",
                    span: text.span(at - 1, at),
                    instead: None,
                });
            }
            _ => {}
        }
    }
}

/// What belongs to a length of time: "months' imprisonment".
fn owned_by_time(text: &Text<'_>, at: usize) -> bool {
    match text.folded(at) {
        "imprisonment" | "custody" | "detention" | "notice" | "leave" | "pay" | "rent" => true,
        "unpaid" => text.folded(at + 1) == "work",
        "supervision" => text.folded(at + 1) != "order",
        _ => false,
    }
}

fn counts(word: &str) -> bool {
    (word.bytes().all(|b| b.is_ascii_digit()) && !word.is_empty() && word != "1" && word.len() <= 3)
        || matches!(
            word,
            "two"
                | "three"
                | "four"
                | "five"
                | "six"
                | "seven"
                | "eight"
                | "nine"
                | "ten"
                | "eleven"
                | "twelve"
                | "fourteen"
                | "fifteen"
                | "sixteen"
                | "eighteen"
                | "twenty"
                | "thirty"
        )
}

/// Set titles that carry an apostrophe: "Victims Right to Review", "Mens Advice Line", "childrens".
pub(super) fn titles(text: &Text<'_>, slips: &mut Vec<Slip>) {
    for at in text.words.clone() {
        if !text.is(at, TITLE) {
            continue;
        }
        let word = text.folded(at);
        let next = text.folded(at + 1);
        let wrong = match word {
            "victims" => {
                !text.closed(at)
                    && text.flows(at)
                    && (matches!(next, "code" | "commissioner") && text.shape(at) != Shape::Lower
                        || (next == "right" && text.folded(at + 2) == "to"))
            }
            "childrens" | "womens" => true,
            "persons" => {
                at > text.words.start
                    && text.folded(at - 1) == "young"
                    && text.flows(at)
                    && matches!(
                        next,
                        "worker" | "adviser" | "advisor" | "advocate" | "service" | "team" | "counsellor"
                    )
            }
            "mens" => text.flows(at) && next != "rea",
            "peoples" => {
                text.flows(at)
                    && matches!(
                        next,
                        "homes"
                            | "houses"
                            | "lives"
                            | "evidence"
                            | "statements"
                            | "names"
                            | "views"
                            | "phones"
                            | "property"
                            | "rights"
                    )
            }
            _ => false,
        };
        if wrong && !text.quoted(at) {
            let to = if text.flows(at) { at + 1 } else { at };
            slips.push(Slip { rule: "grammar.possessive", span: text.span(at, to), instead: None });
        }
    }
}

/// "Counsels note", "your neighbours evidence", "Ms Turners fingerprints", "SHAHs bail".
pub(super) fn owners(grammar: &Grammar, text: &Text<'_>, surnames: &HashSet<String>, slips: &mut Vec<Slip>) {
    for at in text.words.clone() {
        // A surname has a capital, and any other owner is a word of the list.
        if text.shape(at) == Shape::Lower && !text.is(at, BARE_OWNER) {
            continue;
        }
        let word = text.folded(at);
        if text.quoted(at) || text.closed(at) || !word.ends_with('s') || !text.flows(at) {
            continue;
        }
        let next = text.folded(at + 1);
        let stem = &word[..word.len() - 1];
        let named = surnames.contains(stem) && !surnames.contains(word) && stem.len() >= 3;
        if named && text.shape(at) != Shape::Lower {
            let follows = text.shape(at + 1) == Shape::Lower
                && (grammar.is_owned(next) || grammar.is_singular(next) || grammar.is_plural(next));
            if follows {
                slips.push(Slip {
                    rule: "grammar.possessive",
                    span: text.span(at, at + 1),
                    instead: Some(format!(
                        "{}'s {}",
                        &text.written(at)[..text.written(at).len() - 1],
                        text.written(at + 1)
                    )),
                });
            }
            continue;
        }
        // "The defendants new address".
        let described = matches!(
            next,
            "new" | "old" | "home" | "current" | "previous" | "own" | "full" | "first" | "latest" | "mobile"
        ) && text.flows(at + 1)
            && grammar.is_owned(text.folded(at + 2));
        if !grammar.is_bare_owner(word)
            || !(grammar.is_owned(next) || described)
            || text.shape(at + 1) != Shape::Lower
        {
            continue;
        }
        let mut before = if at > text.words.start { text.folded(at - 1) } else { "" };
        if matches!(
            before,
            "reviewing" | "trial" | "prosecuting" | "new" | "other" | "first" | "defence" | "allocated"
        ) && at >= text.words.start + 2
        {
            before = text.folded(at - 2);
        }
        let owner = matches!(
            before,
            "the"
                | "your"
                | "his"
                | "her"
                | "my"
                | "our"
                | "their"
                | "a"
                | "an"
                | "this"
                | "that"
                | "each"
                | "another"
        ) || at == text.words.start
            && !matches!(next, "name" | "work" | "account" | "record" | "phone" | "view" | "face" | "hand");
        // A verb after the pair shows that the second word is the subject's head; a plural owner followed
        // by a verb-like word needs it ("the officers work hard", "the witnesses account for").
        let verb_like = matches!(
            next,
            "work"
                | "account"
                | "name"
                | "phone"
                | "record"
                | "view"
                | "face"
                | "hand"
                | "address"
                | "note"
                | "house"
                | "number"
                | "fur"
                | "living"
                | "report"
                | "direction"
                | "case"
        ) && matches!(
            text.folded(at + 2),
            "the"
                | "a"
                | "an"
                | "your"
                | "for"
                | "him"
                | "her"
                | "them"
                | "you"
                | "us"
                | "this"
                | "that"
                | "hard"
                | "with"
                | "up"
                | "such"
                | "it"
                | "these"
                | "those"
                | "all"
                | "any"
                | "our"
                | "my"
        );
        if owner && !verb_like {
            slips.push(Slip { rule: "grammar.possessive", span: text.span(at, at + 1), instead: None });
        }
    }
}
