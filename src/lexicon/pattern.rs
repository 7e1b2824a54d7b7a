//! The pattern language: its text read into a tree.
//!
//! ```text
//! pattern  = part { "&" part }                 all parts in one sentence, in any order
//! part     = item { item }                     one after the other
//! item     = word | word "~" | "(" options ")" | "[" options "]" | "@" concept | ".." number
//!          | "^" | "$" | "<" shape ">"
//! options  = item { item } { "|" item { item } }
//! ```

use super::shaped::Shaped;
use std::fmt;

/// Characters of one pattern.
pub const PATTERN_CHARS: usize = 2_400;
/// Depth of brackets inside brackets.
pub const DEPTH: usize = 8;
/// The widest gap, in words.
pub const GAP: usize = 20;
/// Words that one part of a pattern can span at most.
pub const SPAN_WORDS: usize = 64;

/// One pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    /// The parts that all have to occur; one where no `&` is used.
    pub parts: Vec<Vec<Item>>,
}

/// One thing in a pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Item {
    /// `word`, folded.
    Word(String),
    /// `word~`: the word with its inflections.
    Inflected(String),
    /// `[a|b]`: one of them, or nothing.
    Optional(Vec<Vec<Item>>),
    /// `(a|b)`: one of them.
    OneOf(Vec<Vec<Item>>),
    /// `@concept`.
    Concept(String),
    /// `..n`: up to n words.
    Gap(usize),
    /// `<shape>`.
    Shape(Shaped),
    /// `^`: the start of the sentence.
    Start,
    /// `$`: the end of the sentence.
    End,
}

/// What is wrong with a pattern, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PatternError {
    /// The character at which it is seen, counted from 1.
    pub column: usize,
    /// What is wrong.
    pub what: String,
    /// What to write instead.
    pub remedy: String,
}

impl fmt::Display for PatternError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} (column {} of the pattern)", self.what, self.column)
    }
}

impl Pattern {
    /// Reads a pattern.
    ///
    /// # Errors
    /// With the column and what is wrong there. Whether its concepts exist is not looked at here.
    pub fn read(text: &str) -> Result<Pattern, PatternError> {
        Pattern::read_as(text, false)
    }

    /// Reads a pattern of what stands directly beside a hit, which may also be `^` or `$` alone.
    ///
    /// # Errors
    /// As [`Pattern::read`].
    pub fn read_beside(text: &str) -> Result<Pattern, PatternError> {
        Pattern::read_as(text, true)
    }

    fn read_as(text: &str, beside: bool) -> Result<Pattern, PatternError> {
        let chars: Vec<char> = text.chars().collect();
        if chars.len() > PATTERN_CHARS {
            return Err(error(PATTERN_CHARS, "the pattern is too long", "split it into several patterns"));
        }
        let mut reader = Reader { chars, at: 0 };
        let mut parts = Vec::new();
        loop {
            let start = reader.at;
            let part = reader.sequence(0)?;
            if part.is_empty() {
                let what = if parts.is_empty() && reader.peek().is_none() {
                    "the pattern is empty"
                } else {
                    "there is nothing on one side of `&`"
                };
                return Err(error(start, what, "write at least one word"));
            }
            if !(beside && matches!(part.as_slice(), [Item::Start | Item::End])) {
                check_part(&part, start)?;
            }
            parts.push(part);
            match reader.peek() {
                None => break,
                Some('&') => reader.at += 1,
                Some('|') => {
                    return Err(error(
                        reader.at,
                        "`|` stands outside brackets",
                        "put the alternatives in round brackets, or write two patterns",
                    ));
                }
                Some(c @ (')' | ']')) => {
                    return Err(error(
                        reader.at,
                        format!("`{c}` closes a bracket that was never opened"),
                        "delete it, or open the bracket before",
                    ));
                }
                Some(_) => return Err(reader.unknown()),
            }
        }
        Ok(Pattern { parts })
    }

    /// The ids of the concepts it uses, in order, perhaps more than once.
    pub fn concepts(&self) -> Vec<&str> {
        let mut found = Vec::new();
        self.parts.iter().for_each(|p| collect_concepts(p, &mut found));
        found
    }
}

fn collect_concepts<'p>(items: &'p [Item], into: &mut Vec<&'p str>) {
    for item in items {
        match item {
            Item::Concept(id) => into.push(id),
            Item::Optional(options) | Item::OneOf(options) => {
                options.iter().for_each(|o| collect_concepts(o, into));
            }
            _ => {}
        }
    }
}

fn error(at: usize, what: impl Into<String>, remedy: impl Into<String>) -> PatternError {
    PatternError { column: at + 1, what: what.into(), remedy: remedy.into() }
}

/// The fewest and the most words that a sequence spans.
pub fn width(items: &[Item]) -> (usize, usize) {
    items.iter().fold((0, 0), |(least, most), item| {
        let (l, m) = match item {
            Item::Word(_) | Item::Inflected(_) => (1, 1),
            // A concept never spans nothing; how much it spans at most is checked where it is defined.
            Item::Concept(_) => (1, 1),
            Item::Shape(_) => (1, 1),
            Item::Gap(n) => (0, *n),
            Item::Start | Item::End => (0, 0),
            Item::Optional(options) => (0, options.iter().map(|o| width(o).1).max().unwrap_or(0)),
            Item::OneOf(options) => {
                let widths: Vec<_> = options.iter().map(|o| width(o)).collect();
                (widths.iter().map(|w| w.0).min().unwrap_or(0), widths.iter().map(|w| w.1).max().unwrap_or(0))
            }
        };
        (least + l, most + m)
    })
}

/// Whether a sequence can match without a word, concept or shape of its own in it.
fn is_idle(items: &[Item]) -> bool {
    items.iter().all(|item| match item {
        Item::Word(_) | Item::Inflected(_) | Item::Concept(_) => false,
        Item::Shape(shape) => *shape == Shaped::Any,
        Item::OneOf(options) => options.iter().any(|o| is_idle(o)),
        Item::Optional(_) | Item::Gap(_) | Item::Start | Item::End => true,
    })
}

fn check_part(part: &[Item], at: usize) -> Result<(), PatternError> {
    let (_, most) = width(part);
    if is_idle(part) {
        return Err(error(
            at,
            "the pattern could match without any word of its own",
            "give it at least one word, concept or shape that is neither optional nor `<any>`",
        ));
    }
    if matches!(part.first(), Some(Item::Gap(_))) || matches!(part.last(), Some(Item::Gap(_))) {
        return Err(error(
            at,
            "a gap at the beginning or the end of a pattern does nothing",
            "delete the gap, or write a word on its other side",
        ));
    }
    if most > SPAN_WORDS {
        return Err(error(
            at,
            format!("the pattern could span {most} words; {SPAN_WORDS} is the most"),
            "narrow the gaps, or join two parts with `&`",
        ));
    }
    Ok(())
}

struct Reader {
    chars: Vec<char>,
    at: usize,
}

impl Reader {
    fn peek(&self) -> Option<char> {
        self.chars.get(self.at).copied()
    }

    fn sequence(&mut self, depth: usize) -> Result<Vec<Item>, PatternError> {
        let mut items = Vec::new();
        loop {
            while self.peek().is_some_and(char::is_whitespace) {
                self.at += 1;
            }
            let start = self.at;
            let Some(c) = self.peek() else { return Ok(items) };
            match c {
                '&' if depth > 0 => {
                    return Err(error(
                        start,
                        "`&` stands inside brackets",
                        "use `&` only between whole parts of a pattern (\"A&E\" in a letter is `a e`)",
                    ));
                }
                '&' | '|' | ')' | ']' => return Ok(items),
                '(' | '[' => {
                    if depth >= DEPTH {
                        return Err(error(
                            start,
                            "brackets lie too deep inside brackets",
                            "make a concept of the inner part, or write several patterns",
                        ));
                    }
                    self.at += 1;
                    let close = if c == '(' { ')' } else { ']' };
                    let options = self.options(start, close, depth + 1)?;
                    items.push(if c == '(' { Item::OneOf(options) } else { Item::Optional(options) });
                    if self.peek() == Some('~') {
                        return Err(error(
                            self.at,
                            "`~` stands after a bracket",
                            "put `~` directly after each word it belongs to",
                        ));
                    }
                }
                '@' => {
                    self.at += 1;
                    let id: String = self.take(|c| c.is_ascii_alphanumeric() || c == '_');
                    if id.is_empty() {
                        return Err(error(
                            start,
                            "`@` has no name after it",
                            "write the id of a concept: `@decide`",
                        ));
                    }
                    items.push(Item::Concept(id.to_ascii_lowercase()));
                }
                '.' => items.push(self.gap(start)?),
                '<' => {
                    self.at += 1;
                    let name: String = self.take(|c| c.is_ascii_alphabetic() || c == '_');
                    if self.peek() != Some('>') {
                        return Err(error(
                            start,
                            "`<` opens a shape that is not closed",
                            "write the shape's name and `>`: `<date>`",
                        ));
                    }
                    self.at += 1;
                    let shape = Shaped::from_name(&name.to_ascii_lowercase()).ok_or_else(|| {
                        error(
                            start,
                            format!("there is no shape `<{name}>`"),
                            format!("use one of {}", Shaped::names()),
                        )
                    })?;
                    items.push(Item::Shape(shape));
                }
                '^' => {
                    self.at += 1;
                    items.push(Item::Start);
                }
                '$' => {
                    self.at += 1;
                    items.push(Item::End);
                }
                _ if is_word_char(c) => items.push(self.word(start)?),
                _ => return Err(self.unknown()),
            }
        }
    }

    fn options(&mut self, open: usize, close: char, depth: usize) -> Result<Vec<Vec<Item>>, PatternError> {
        let mut options = Vec::new();
        loop {
            let start = self.at;
            let option = self.sequence(depth)?;
            if option.is_empty() {
                let remedy = if close == ')' {
                    "delete the extra `|`, or use square brackets for what may be left out"
                } else {
                    "write a word inside the brackets, or delete them"
                };
                // An unclosed bracket is the likelier fault at the end of the text.
                if self.peek().is_some() {
                    return Err(error(start, "an alternative is empty", remedy));
                }
            }
            options.push(option);
            match self.peek() {
                Some('|') => self.at += 1,
                Some(c) if c == close => {
                    self.at += 1;
                    return Ok(options);
                }
                Some(c @ (')' | ']')) => {
                    return Err(error(
                        self.at,
                        format!("`{c}` closes a bracket that was opened otherwise"),
                        format!("write `{close}`"),
                    ));
                }
                _ => {
                    return Err(error(
                        open,
                        "a bracket is opened and not closed",
                        format!("write `{close}` where it ends"),
                    ));
                }
            }
        }
    }

    fn gap(&mut self, start: usize) -> Result<Item, PatternError> {
        if self.chars.get(start + 1) != Some(&'.') {
            return Err(error(
                start,
                "a full stop stands in the pattern",
                "leave punctuation out: patterns see only words (a gap is `..3`)",
            ));
        }
        self.at += 2;
        let digits: String = self.take(|c| c.is_ascii_digit());
        match digits.parse::<usize>() {
            Ok(n @ 1..=GAP) => Ok(Item::Gap(n)),
            Ok(_) => Err(error(
                start,
                format!("a gap of {digits} words"),
                format!("write a gap of 1 to {GAP} words: `..3`"),
            )),
            Err(_) => Err(error(
                start,
                "a gap without a number",
                "write the most words it may skip directly after it: `..3`",
            )),
        }
    }

    fn word(&mut self, start: usize) -> Result<Item, PatternError> {
        let mut word = String::with_capacity(16);
        let address = self.address(start);
        while let Some(c) = self.peek() {
            let digit = |at: usize| self.chars.get(at).is_some_and(char::is_ascii_digit);
            let inside = matches!(c, '.' | ',' | ':' | '/')
                && self.at > start
                && digit(self.at - 1)
                && digit(self.at + 1);
            if !is_word_char(c) && !inside && self.at >= address {
                break;
            }
            match c {
                '’' | '‘' => word.push('\''),
                _ if c.is_ascii() => word.push(c.to_ascii_lowercase()),
                _ => word.extend(c.to_lowercase()),
            }
            self.at += 1;
        }
        match self.peek() {
            Some('~') => {
                self.at += 1;
                if self.peek().is_some_and(is_word_char) {
                    return Err(error(
                        self.at,
                        "`~` stands inside a word",
                        "write `~` at the end of the word: `stop~`",
                    ));
                }
                Ok(Item::Inflected(word))
            }
            Some('-' | '‐' | '‑') => {
                let rest: String =
                    self.chars[self.at..].iter().skip(1).take_while(|c| is_word_char(**c)).collect();
                Err(error(
                    self.at,
                    "a hyphen stands in the pattern",
                    format!("hyphens split words in letters, so write `{word} {rest}`"),
                ))
            }
            Some('.') if self.chars.get(self.at + 1) != Some(&'.') => Err(error(
                self.at,
                "a full stop stands in the pattern",
                "leave it out (`eg`, `am`), and write a blank where it parts a word from a number: `s 47`",
            )),
            Some(',' | ';' | ':' | '!' | '?' | '"' | '/') => Err(error(
                self.at,
                "punctuation stands in the pattern",
                "leave it out: patterns see only words",
            )),
            Some('*') => Err(error(
                start,
                "`*` is not in the pattern language",
                "write `word~` for a word's inflections, or list the words",
            )),
            _ => Ok(Item::Word(word)),
        }
    }

    /// The end of the web or e-mail address at `start`, which is one word in letters; `start` where there
    /// is none.
    fn address(&self, start: usize) -> usize {
        let rest = &self.chars[start..];
        let len = rest
            .iter()
            .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '/' | ':' | '-' | '@' | '_'))
            .count();
        // An address holds one of these; words do not.
        if !rest[..len].iter().any(|c| matches!(c, '.' | ':')) {
            return start;
        }
        let text: String = rest[..len].iter().collect();
        let text = text.trim_end_matches(['.', '/', ':', '-']);
        let host = text.split('/').next().unwrap_or("");
        let is_address = text.starts_with("www.")
            || text.contains("://")
            || [".uk", ".com", ".org", ".net", ".wales", ".cymru"].iter().any(|e| host.ends_with(e));
        if is_address { start + text.len() } else { start }
    }

    fn take(&mut self, wanted: impl Fn(char) -> bool) -> String {
        let start = self.at;
        while self.peek().is_some_and(&wanted) {
            self.at += 1;
        }
        self.chars[start..self.at].iter().collect()
    }

    fn unknown(&self) -> PatternError {
        let c = self.peek().unwrap_or(' ');
        error(
            self.at,
            format!("`{}` is not in the pattern language", c.escape_debug()),
            "write words, `word~`, `[optional]`, `(one|other)`, `@concept`, `..3`, `&`, `^`, `$` or `<shape>`",
        )
    }
}

fn is_word_char(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '\'' | '’' | '‘' | '£' | '%')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn wrong(text: &str) -> PatternError {
        Pattern::read(text).expect_err(text)
    }

    #[test]
    fn every_construct_is_read() {
        let pattern =
            Pattern::read("^ We [have|had] (decided|made (a|the) decision) ..3 stop~ <date> & @Sorry $")
                .expect("a pattern");
        assert_eq!(pattern.parts.len(), 2);
        assert_eq!(pattern.parts[0][0], Item::Start);
        assert_eq!(pattern.parts[0][1], Item::Word("we".into()));
        assert!(matches!(&pattern.parts[0][2], Item::Optional(o) if o.len() == 2));
        assert!(matches!(&pattern.parts[0][3], Item::OneOf(o) if o[1].len() == 3));
        assert_eq!(pattern.parts[0][4], Item::Gap(3));
        assert_eq!(pattern.parts[0][5], Item::Inflected("stop".into()));
        assert_eq!(pattern.parts[0][6], Item::Shape(Shaped::Date));
        assert_eq!(pattern.parts[1], vec![Item::Concept("sorry".into()), Item::End]);
        assert_eq!(pattern.concepts(), ["sorry"]);
    }

    #[test]
    fn words_are_folded_like_the_letters() {
        let pattern = Pattern::read("Don’t 10.30 www.Gov.uk/x £250").expect("a pattern");
        let words: Vec<_> = pattern.parts[0].iter().map(|i| format!("{i:?}")).collect();
        assert_eq!(words, ["Word(\"don't\")", "Word(\"10.30\")", "Word(\"www.gov.uk/x\")", "Word(\"£250\")"]);
    }

    #[test]
    fn faults_are_told_with_their_column() {
        for (text, column, part) in [
            ("", 1, "empty"),
            ("  ", 1, "empty"),
            ("a & ", 4, "one side of `&`"),
            ("& a", 1, "one side of `&`"),
            ("a | b", 3, "outside brackets"),
            ("(a|b", 1, "not closed"),
            ("(a|b]", 5, "otherwise"),
            ("a)", 2, "never opened"),
            ("(a|)", 4, "empty"),
            ("[]", 2, "empty"),
            ("(a & b)", 4, "inside brackets"),
            ("(a|b)~", 6, "after a bracket"),
            ("sto~pped", 5, "inside a word"),
            ("follow-up", 7, "hyphen"),
            ("stop.", 5, "full stop"),
            ("s.47", 2, "full stop"),
            ("stop, now", 5, "punctuation"),
            ("and/or", 4, "punctuation"),
            ("stop*", 1, "`*`"),
            ("a .. b", 3, "without a number"),
            ("a ..0 b", 3, "gap of 0"),
            ("a ..21 b", 3, "gap of 21"),
            ("a ..3", 1, "does nothing"),
            ("..3 a", 1, "does nothing"),
            ("[a]", 1, "any word of its own"),
            ("([a]|b)", 1, "any word of its own"),
            ("<any> ^", 1, "any word of its own"),
            ("<colour>", 1, "no shape"),
            ("<date", 1, "not closed"),
            ("@ a", 1, "no name"),
            ("a ..20 b ..20 c ..20 d", 1, "span 64"),
            ("a {b}", 3, "not in the pattern language"),
            ("((((((((((a))))))))))", 9, "too deep"),
        ] {
            if text.starts_with("a ..20") {
                assert!(Pattern::read(text).is_ok(), "64 words are the most, not too many");
                continue;
            }
            let error = wrong(text);
            assert_eq!(error.column, column, "{text}: {error}");
            assert!(error.what.contains(part), "{text}: {error}");
            assert!(!error.remedy.is_empty());
        }
        assert!(wrong("a ..20 b ..20 c ..20 d e").what.contains("65"));
    }

    proptest! {
        #[test]
        fn no_text_makes_the_reader_panic(text in "\\PC{0,80}") {
            let _ = Pattern::read(&text);
        }

        #[test]
        fn no_jumble_of_its_own_signs_makes_the_reader_panic(text in "[a-c~|()\\[\\]@.0-9&^$<> '’-]{0,60}") {
            if let Ok(pattern) = Pattern::read(&text) {
                prop_assert!(!pattern.parts.is_empty());
                for part in &pattern.parts {
                    prop_assert!(width(part).0 >= 1);
                }
            }
        }
    }
}
