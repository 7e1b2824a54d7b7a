//! The engine as a whole, on small lexicons and letters made for it.

use super::*;
use crate::ingest::Source;
use proptest::prelude::*;

const HEAD: &str = r#"
title = "Test"
criterion = "empathy"
category = "t"
strength = "present"
source = "none"
"#;

/// These files with the built-in inflections and negations.
fn files(parts: &[(&str, &str)]) -> Files {
    let built_in = Files::embedded();
    let own = [inflect::FILE, "concepts/negation.toml"].map(|path| {
        let file = built_in.need(path).expect("a built-in file");
        (path, file.text().expect("UTF-8"))
    });
    Files::from_parts(own.into_iter().chain(parts.iter().copied()))
}

/// A lexicon of one file of entries.
fn load(entries: &str) -> Result<Lexicon> {
    Lexicon::load(&files(&[("empathy/test_only.toml", &format!("{HEAD}{entries}"))]))
}

fn entry(id: &str, matches: &str, more: &str) -> String {
    format!("[[entry]]\nid = \"t.{id}\"\nmatch = [{matches}]\nyes = [\"x\"]\nno = [\"y\"]\n{more}\n")
}

fn letter(body: &str) -> Letter {
    Letter::read(Source::from_text(format!("Dear Ms Ward\n\n{body}\n\nYours sincerely\n\nA Hall\n")))
}

/// What the entry `t.a` with these patterns and keys finds in a body.
fn found(matches: &str, more: &str, body: &str) -> Vec<String> {
    let lexicon = load(&entry("a", matches, more)).expect("a good lexicon");
    let letter = letter(body);
    let hits = lexicon.scan(&letter);
    hits.of_id(&lexicon, "t.a").map(|h| h.span.of(letter.text()).to_owned()).collect()
}

#[test]
fn constructs_match_as_the_guide_says() {
    for (pattern, body, wanted) in [
        ("stop", "We stop here. They stopped.", vec!["stop"]),
        ("stop~", "We stop here. They stopped, stopping.", vec!["stop", "stopped", "stopping"]),
        ("follow up", "A follow-up call.", vec!["follow-up"]),
        ("don't know", "We DON’T KNOW yet what it was.", vec!["DON’T KNOW"]),
        ("very [very] sorry", "I am very sorry, very very sorry.", vec!["very sorry", "very very sorry"]),
        (
            "made (a|the (final|first)) decision",
            "We made a decision and made the first decision.",
            vec!["made a decision", "made the first decision"],
        ),
        (
            "sorry ..2 loss",
            "Sorry for your loss. Sorry for your very great loss.",
            vec!["Sorry for your loss"],
        ),
        ("a ..5 b", "a x b b y b", vec!["a x b b y b"]),
        ("court & police", "The police went to the court today.", vec!["police went to the court"]),
        ("court & police", "The police went. The court sat.", vec![]),
        ("^ we", "We know that we can.", vec!["We"]),
        ("you $", "You write to you.", vec!["you"]),
        ("(^|and) please", "Please write and please call, please.", vec!["Please", "and please"]),
        (
            "within <number> days",
            "Within five days or within 10 days.",
            vec!["Within five days", "within 10 days"],
        ),
        ("on <date>", "It was on 3 May 2026 in court.", vec!["on 3 May 2026"]),
        (
            "call <phone>",
            "Please call 01632 960123 or call 0808 157 0123 now.",
            vec!["call 01632 960123", "call 0808 157 0123"],
        ),
        ("<email>", "Write to help@example.org.uk today.", vec!["help@example.org.uk"]),
        ("<url>", "See www.example.org.uk/help for more.", vec!["www.example.org.uk/help"]),
        ("<money>", "They paid £250 and 30 pounds.", vec!["£250", "30 pounds"]),
        ("<postcode>", "We are at 2 High Street, Leeds LS1 4AB today.", vec!["LS1 4AB"]),
        ("<time>", "At 10.30 a.m. or 2pm or 14:00, not 10.30 metres.", vec!["10.30 a.m", "2pm", "14:00"]),
        ("dear <capital>", "My dear Anna and dear friend.", vec!["dear Anna"]),
        ("in <any> view", "In my view, in a bad view.", vec!["In my view"]),
    ] {
        assert_eq!(found(&format!("{pattern:?}"), "", body), wanted, "{pattern} in {body}");
    }
}

#[test]
fn of_several_matches_the_leftmost_longest_counts() {
    assert_eq!(found(r#""b c", "a b", "a b c d""#, "", "a b c d b c"), ["a b c d", "b c"]);
    assert_eq!(found(r#""a", "a a""#, "", "a a a"), ["a a", "a"]);
}

#[test]
fn concepts_are_shared_and_nest_one_level() {
    let text = format!(
        "{}{}",
        "[[concept]]\nid = \"t_end\"\nany = [\"stop~\", \"bring ..3 to an end\"]\n\
         [[concept]]\nid = \"t_case\"\nany = [\"(case|matter)\", \"@t_end the case\"]\n",
        entry("a", r#""we @t_end", "@t_case now""#, "")
    );
    let lexicon = load(&text).expect("a good lexicon");
    let letter =
        letter("We stopped. We bring the whole thing to an end. The matter now. He stops the case now.");
    let hits = lexicon.scan(&letter);
    let found: Vec<_> = hits.of_id(&lexicon, "t.a").map(|h| h.span.of(letter.text())).collect();
    assert_eq!(
        found,
        ["We stopped", "We bring the whole thing to an end", "matter now", "stops the case now"]
    );
}

#[test]
fn guards_hold_matches_back() {
    let p = "\"sorry\"";
    for (more, body, wanted) in [
        ("negated = \"skip\"", "I am not at all sorry.", 0),
        ("negated = \"skip\"", "I am not only sorry.", 1),
        ("negated = \"skip\"", "It is not so, sorry.", 1),
        ("negated = \"skip\"", "I did not ask but sorry.", 1),
        ("negated = \"skip\"", "Not that he was sorry.", 1),
        ("negated = \"only\"", "I am not sorry. I am sorry.", 1),
        ("quoted = \"skip\"", "He said \"I am sorry\" to me.", 0),
        ("quoted = \"allow\"", "He said \"I am sorry\" to me.", 1),
        ("quoted = \"only\"", "He was sorry and said “I am sorry”.", 1),
        ("unless = [\"delay~\"]", "I am sorry about the long delay.", 0),
        ("unless = [\"delay~ & late\"]", "I am sorry about the long delay.", 1),
        ("not_before = [\"for ..2 delay\"]", "I am sorry for the delay.", 0),
        ("not_before = [\"for ..2 delay\"]", "I am sorry that there was a delay.", 1),
        ("not_after = [\"(not|never) [ever]\"]", "I was never ever sorry.", 0),
        ("not_after = [\"never\"]", "I never was sorry.", 1),
        ("near = [\"loss\"]", "I am sorry for the loss. I am sorry.", 1),
        ("near = [\"loss\"]\nnear_sentences = 1", "A loss. I am sorry. Yes. I am sorry. No. No.", 1),
        ("near = [\"loss\"]\nnear_sentences = 2", "A loss. I am sorry. I am sorry. Yes. I am sorry.", 2),
        ("blocks = [\"subject\", \"heading\"]", "I am sorry.", 0),
        ("blocks = [\"any\"]", "I am sorry.", 1),
    ] {
        assert_eq!(found(p, more, body).len(), wanted, "{more} on {body}");
    }
}

#[test]
fn a_match_that_a_guard_holds_back_hides_no_other() {
    assert_eq!(found("\"a b c\", \"b\"", "not_after = [\"^\"]", "a b c"), ["b"]);
}

/// The error of a lexicon, which must name file and line.
fn refused(entries: &str) -> String {
    let error = load(entries).expect_err(entries);
    assert!(error.file().is_some_and(|f| f.ends_with("empathy/test_only.toml")), "{error}");
    assert!(error.line().is_some(), "{error}");
    error.to_string()
}

#[test]
fn faults_are_refused_with_file_line_and_remedy() {
    for (text, line, part) in [
        (entry("a", "\"x\"", "mach = [\"x\"]"), 12, "unknown field `mach`"),
        (entry("a", "\"(x|y\"", ""), 9, "(column 1 of the pattern)"),
        (entry("a", "\"x\",\n\"y |\"", ""), 10, "(column 3 of the pattern)"),
        (entry("a", "\"x @nonsuch\"", ""), 9, "there is no concept `@nonsuch`"),
        (entry("a", "\"x @negatoin\"", ""), 9, "did you mean `@negation`?"),
        (entry("a", "\"x\"", "") + &entry("a", "\"y\"", ""), 13, "is used twice"),
        (entry("a", "", ""), 7, "has no pattern"),
        (entry("a", "\"\"", ""), 9, "the pattern is empty"),
        (entry("a", "\"x\"", "blocks = [\"bode\"]"), 12, "there is no block kind `bode`"),
        (entry("a", "\"x\"", "strength = \"hard\""), 12, "unknown variant `hard`"),
        (entry("a", "\"x\"", "level = \"Z\""), 7, "has the level `Z`"),
        (entry("a", "\"x\"", "category = \"u\""), 7, "cannot be the id"),
        (entry("a", "\"x\"", "near_sentences = 2"), 7, "without `near`"),
        (entry("a", "\"x\"", "near = [\"y\"]\nnear_sentences = 50"), 7, "50 sentences away"),
        (entry("a", "\"x\"", "strength = \"finding\""), 7, "why it matters"),
        (entry("a", "\"x\"", "not_before = [\"a & b\"]"), 12, "`&` stands in a pattern"),
        ("[[entry]]\nid = \"t.a\"\nmatch = [\"x\"]\nyes = [\"x\"]\n".into(), 7, "lacks an example"),
        ("[[concept]]\nid = \"t_c\"\nany = []\n".into(), 7, "has no pattern"),
        ("[[concept]]\nid = \"t_c\"\nany = [\"a @t_c\"]\n".into(), 9, "made of itself"),
        (
            "[[concept]]\nid = \"t_c\"\nany = [\"a @t_d\"]\n[[concept]]\nid = \"t_d\"\nany = [\"b @t_c\"]\n"
                .into(),
            9,
            "made of itself",
        ),
        (
            "[[concept]]\nid = \"t_c\"\nany = [\"a @t_d\"]\n[[concept]]\nid = \"t_d\"\nany = [\"b @not\"]\n"
                .into(),
            9,
            "nest one level",
        ),
        ("[[concept]]\nid = \"T C\"\nany = [\"a\"]\n".into(), 7, "cannot be the id"),
        ("[[concept]]\nid = \"t_c\"\nany = [\"a & b\"]\n".into(), 9, "`&` stands in the concept"),
    ] {
        let error = refused(&text);
        assert!(error.contains(part), "{error}\nlacks {part}");
        assert!(error.contains(&format!("test_only.toml:{line}: ")), "{error}\nis not at line {line}");
        assert!(error.contains("; "), "{error} has no remedy");
    }
}

#[test]
fn files_are_told_apart() {
    let misplaced =
        files(&[("words/more.toml", "title = \"x\"\n[[concept]]\nid = \"t_x\"\nany = [\"x\"]\n")]);
    let error = Lexicon::load(&misplaced).expect_err("a misplaced file").to_string();
    assert!(error.contains("not read from here"), "{error}");
    let slip = files(&[("empathy/slip.toml", "title = \"x\"\n[[entries]]\nid = \"t.x\"\n")]);
    let error = Lexicon::load(&slip).expect_err("a slip").to_string();
    assert!(error.contains("slip.toml:2: ") && error.contains("write `[[entry]]`"), "{error}");
    let other = files(&[("empathy/numbers.toml", "[[band]]\nfrom = 1\n")]);
    assert!(Lexicon::load(&other).is_ok());
}

#[test]
fn examples_that_fail_are_listed() {
    let text = format!("{HEAD}{}", entry("a", "\"x\", \"y\"", ""));
    let report = check(&files(&[("empathy/test_only.toml", &text)])).expect("loads");
    let failure = report.failures.iter().find(|f| f.id == "t.a").expect("one fails");
    assert!(!failure.yes);
    assert_eq!(failure.matched.as_deref(), Some("y"));
    let line = failure.to_string();
    assert!(line.contains("test_only.toml:7: t.a: no example 1 is matched by \"y\""), "{line}");
    let error = report.clone().into_result().expect_err("fails").to_string();
    assert!(error.contains("test_only.toml"), "{error}");
}

#[test]
fn an_entry_is_explained_and_a_slip_finds_its_neighbours() {
    let text = entry("sorry", "\"@not sorry\"", "why = \"It hurts.\"\nunless = [\"x\"]");
    let lexicon = load(&text).expect("loads");
    let page = explain(&lexicon, "t.sorry").expect("a page");
    for part in [
        "# t.sorry",
        "It hurts.",
        "`@not sorry`",
        "- `@not`",
        "not where the sentence also has `x`",
        "line 7",
    ] {
        assert!(page.contains(part), "{page}\nlacks {part}");
    }
    assert!(explain(&lexicon, "@not").expect("a page").contains("- t.sorry"));
    assert!(explain(&lexicon, "t.sory").is_none());
    assert_eq!(close_ids(&lexicon, "t.sory").first().map(String::as_str), Some("t.sorry"));
    assert_eq!(close_ids(&lexicon, "@nott").first().map(String::as_str), Some("@not"));
}

#[test]
fn the_widths_of_place_sets_agree() {
    let lexicon =
        load(&entry("a", r#""a ..3 b", "(c|d d) [a] b", "c & d", "@not ..2 <number>""#, "")).expect("loads");
    let body = "a c b d d a b not a 12 c c a a a b d d b ".repeat(3);
    let short = letter(&body);
    // The same sentence with a longer one after it takes another width.
    for more in [70, 200] {
        let long = letter(&format!("{body}.\n\n{}.", "x ".repeat(more)));
        let cut = |hits: &Hits| -> Vec<_> {
            let of: Vec<_> = hits.of_id(&lexicon, "t.a").map(|h| (h.span.start, h.span.end)).collect();
            of
        };
        let one = cut(&lexicon.scan(&short));
        assert!(one.len() > 5);
        assert_eq!(one, cut(&lexicon.scan(&long)));
    }
}

#[test]
fn hostile_sentences_cost_no_more_than_their_length() {
    let hard = r#""a ..20 a ..20 a", "(a|a a) (a|a a) (a|a a) b", "[a] [a] [a] [a] [a] a c", "@t_many ..9 @t_many b""#;
    let concept = "[[concept]]\nid = \"t_many\"\nany = [\"a ..9 a\", \"a a [a] a\"]\n";
    let lexicon = load(&format!("{concept}{}", entry("a", hard, "negated = \"skip\""))).expect("loads");
    for word in ["a ", "not a ", "a b ", "10 a "] {
        let words = word.split_whitespace().count();
        let steps = |n: usize| {
            let letter = letter(&format!("x {}.", word.repeat(n / words)));
            matcher::steps(&lexicon.compiled, &letter)
        };
        let (short, long) = (steps(90), steps(360));
        assert!(short > 0);
        // Four times the words take about four times the steps, not sixteen times.
        assert!(long < short * 6, "{word}: {short} steps, then {long}");
    }
}

/// What a plain reading of the language gives, to compare with: all ends of a sequence from a place.
mod plainly {
    use super::super::pattern::{Item, Pattern};
    use std::collections::BTreeSet;

    fn ends(items: &[Item], words: &[&str], at: usize) -> BTreeSet<usize> {
        let Some((item, rest)) = items.split_first() else { return [at].into() };
        let nexts: BTreeSet<usize> = match item {
            Item::Word(w) => words.get(at).filter(|x| *x == w).map(|_| at + 1).into_iter().collect(),
            Item::Gap(n) => (at..=(at + n).min(words.len())).collect(),
            Item::OneOf(options) => options.iter().flat_map(|o| ends(o, words, at)).collect(),
            Item::Optional(options) => options.iter().flat_map(|o| ends(o, words, at)).chain([at]).collect(),
            Item::Start => (at == 0).then_some(at).into_iter().collect(),
            Item::End => (at == words.len()).then_some(at).into_iter().collect(),
            _ => BTreeSet::new(),
        };
        nexts.into_iter().flat_map(|n| ends(rest, words, n)).collect()
    }

    pub fn matches(pattern: &Pattern, words: &[&str]) -> Vec<(usize, usize)> {
        let mut all = Vec::new();
        let mut at = 0;
        while at < words.len() {
            match ends(&pattern.parts[0], words, at).into_iter().next_back().filter(|e| *e > at) {
                Some(end) => {
                    all.push((at, end));
                    at = end;
                }
                None => at += 1,
            }
        }
        all
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn the_matcher_agrees_with_a_plain_reading(
        pattern in proptest::collection::vec(
            prop_oneof!["[abc]", "\\[[ab] [abc]\\]", "\\([ab]\\|[bc] [ac]\\)", "\\.\\.[1-3]", "\\[\\(a\\|b\\) c\\]", "\\$", "\\^"],
            1..5,
        ),
        words in proptest::collection::vec(prop_oneof!["a", "b", "c"], 1..24),
    ) {
        let text = pattern.join(" ");
        let Ok(read) = pattern::Pattern::read(&text) else { return Ok(()) };
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let lexicon = load(&entry("a", &format!("{text:?}"), "blocks = [\"any\"]")).expect("loads");
        let body = words.join(" ");
        let letter = Letter::read(Source::from_text(format!("Dear Ms Ward\n\nx.\n\n{body}.\n\nYours sincerely\n")));
        let hits = lexicon.scan(&letter);
        for (index, sentence) in letter.sentences.iter().enumerate() {
            let folded: Vec<&str> = sentence.words.clone().map(|w| letter.folded(w)).collect();
            let wanted = plainly::matches(&read, &folded);
            let got: Vec<(usize, usize)> = hits
                .in_sentence(index)
                .iter()
                .filter(|h| Some(h.entry) == lexicon.index_of("t.a"))
                .map(|h| (h.words.start - sentence.words.start, h.words.end - sentence.words.start))
                .collect();
            prop_assert_eq!(got, wanted, "{} in {:?}", text, folded);
        }
    }

    #[test]
    fn no_letter_makes_the_matcher_panic(text in "(\\PC|\n){0,300}") {
        let lexicon = built_in();
        let letter = Letter::read(Source::from_text(text));
        for hit in lexicon.scan(&letter).hits {
            prop_assert!(hit.words.start < hit.words.end && hit.words.end <= letter.words.len());
            prop_assert!(letter.text().get(hit.span.start..hit.span.end).is_some());
        }
    }
}

fn built_in() -> &'static Lexicon {
    static LEXICON: std::sync::OnceLock<Lexicon> = std::sync::OnceLock::new();
    LEXICON.get_or_init(|| Lexicon::load(&Files::embedded()).expect("the built-in lexicons load"))
}
