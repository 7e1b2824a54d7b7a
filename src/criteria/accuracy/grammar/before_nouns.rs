//! Words taken for one another right before a noun: "there decision", "you case", "it's officers".

use super::classes::BEFORE_NOUN;
use super::{Grammar, Slip, Text};
use crate::document::Shape;

/// Nouns that "there is", "gave you" and "it's" may well stand before.
const OPEN: &[&str] = &[
    "time",
    "evidence",
    "property",
    "information",
    "home",
    "work",
    "people",
    "part",
    "copies",
    "questions",
    "details",
    "letters",
    "correspondence",
    "advice",
    "material",
    "possession",
    "way",
    "name",
    "names",
    "word",
    "space",
    "help",
    "support",
    "number",
    "place",
    "damage",
    "others",
    "footage",
    "weekends",
    "days",
    "weeks",
    "months",
    "years",
    "house",
    "street",
    "door",
    "report",
    "review",
    "right",
    "proof",
    "sign",
    "message",
    "messages",
    "text",
    "phone",
    "call",
    "calls",
    "address",
    "face",
    "hand",
    "mother",
    "family",
    "things",
    "note",
    "notes",
    "reply",
    "document",
    "documents",
    "photographs",
    "pictures",
    "view",
    "total",
    "reason",
    "reasons",
    "turn",
];

pub(super) fn read(grammar: &Grammar, text: &Text<'_>, slips: &mut Vec<Slip>) {
    for at in text.words.clone() {
        if !text.is(at, BEFORE_NOUN) || text.quoted(at) || !text.flows(at) {
            continue;
        }
        let word = text.folded(at);
        let next = text.folded(at + 1);
        if word == "your" {
            if matches!(next, "a" | "an" | "the") {
                slips.push(Slip {
                    rule: "grammar.before_noun",
                    span: text.span(at, at + 1),
                    instead: Some("you're".into()),
                });
            }
            continue;
        }
        if !matches!(text.shape(at + 1), Shape::Lower) {
            continue;
        }
        let singular = grammar.is_singular(next);
        let noun = singular || grammar.is_plural(next) || grammar.is_owned(next);
        if !noun {
            continue;
        }
        let before = if at > text.words.start { text.folded(at - 1) } else { "" };
        let after = text.folded(at + 2);
        let (wrong, right) = match word {
            "there" => {
                let inverted = matches!(
                    before,
                    "is" | "are"
                        | "was"
                        | "were"
                        | "be"
                        | "been"
                        | "has"
                        | "have"
                        | "had"
                        | "will"
                        | "may"
                        | "might"
                        | "would"
                        | "can"
                        | "could"
                        | "should"
                        | "seems"
                        | "not"
                        | "isn't"
                        | "wasn't"
                        | "aren't"
                        | "weren't"
                        | "did"
                        | "do"
                        | "does"
                        | "out"
                        | "over"
                        | "up"
                        | "down"
                        | "in"
                        | "back"
                        | "left"
                        | "got"
                        | "get"
                        | "go"
                        | "went"
                        | "going"
                        | "live"
                        | "lived"
                        | "still"
                        | "being"
                        | "stay"
                        | "stayed"
                        | "work"
                        | "worked"
                        | "happened"
                        | "stood"
                        | "waiting"
                        | "arrived"
                );
                (
                    !inverted && !before.is_empty() && !OPEN.contains(&next)
                        || matches!(before, "of" | "with" | "about" | "for") && !OPEN.contains(&next),
                    "their",
                )
            }
            // "you're family" is said; "you're witness to it" nearly so.
            "you're" => (
                singular
                    && !next.ends_with("ing")
                    && !OPEN.contains(&next)
                    && !matches!(next, "witness" | "friend" | "mistake" | "victim"),
                "your",
            ),
            "they're" => (!OPEN.contains(&next) && singular, "their"),
            "it's" => {
                // "it's officers who ..." may open a clause; behind a verb or a preposition it cannot.
                let led = singular
                    || matches!(
                        before,
                        "of" | "to"
                            | "for"
                            | "with"
                            | "from"
                            | "by"
                            | "in"
                            | "on"
                            | "at"
                            | "under"
                            | "about"
                            | "into"
                            | "keep"
                            | "keeps"
                            | "kept"
                            | "has"
                            | "have"
                            | "had"
                            | "use"
                            | "uses"
                            | "used"
                            | "lost"
                            | "gave"
                            | "gives"
                            | "made"
                            | "makes"
                            | "took"
                            | "takes"
                            | "changed"
                            | "explains"
                            | "explained"
                            | "follows"
                            | "followed"
                            | "met"
                            | "meets"
                            | "sets"
                            | "all"
                            | "train"
                            | "trains"
                            | "check"
                            | "checks"
                            | "checked"
                    );
                (led && !OPEN.contains(&next) && !matches!(after, "that" | "who" | "and"), "its")
            }
            _ => {
                let led = matches!(
                    before,
                    "of" | "in"
                        | "on"
                        | "with"
                        | "from"
                        | "about"
                        | "by"
                        | "against"
                        | "after"
                        | "during"
                        | "into"
                        | "discuss"
                        | "reviewed"
                        | "read"
                        | "considered"
                        | "closed"
                        | "regarding"
                        | "concerning"
                        | "received"
                );
                (led && singular && !OPEN.contains(&next), "your")
            }
        };
        if wrong {
            slips.push(Slip {
                rule: "grammar.before_noun",
                span: text.span(at, at + 1),
                instead: Some(right.into()),
            });
        }
    }
}
