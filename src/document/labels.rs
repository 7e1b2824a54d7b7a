//! What single lines say of themselves: a date, a reference, a greeting, a farewell, an address.

use super::dates;
use super::lines::Line;
use super::words::{self, Gathered};
use crate::span::Span;

/// Most bytes of a line that are looked at for a label.
const HEAD_BYTES: usize = 120;

/// The header lines of an e-mail.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(super) enum Header {
    From,
    To,
    Date,
    Subject,
}

/// The beginning of a line in small letters, with straight apostrophes; kept short.
pub(super) fn small(line: &str) -> String {
    let mut end = line.len().min(HEAD_BYTES);
    while !line.is_char_boundary(end) {
        end -= 1;
    }
    let head = &line[..end];
    if head.is_ascii() {
        return head.to_ascii_lowercase();
    }
    head.chars().flat_map(char::to_lowercase).map(|c| if matches!(c, '’' | '‘') { '\'' } else { c }).collect()
}

/// The header that an e-mail's line begins with.
pub(super) fn header(small: &str) -> Option<Header> {
    let (name, _) = small.split_once(':')?;
    Some(match name.trim_matches(|c: char| c == '*' || c.is_whitespace()) {
        "from" | "reply-to" | "oddi wrth" => Header::From,
        "to" | "cc" | "bcc" | "at" => Header::To,
        "sent" | "date" | "dated" | "received" | "dyddiad" | "date sent" | "date of letter" => Header::Date,
        "subject" | "re" | "fw" | "fwd" | "pwnc" => Header::Subject,
        _ => return None,
    })
}

/// Whether a line begins as a subject line does.
pub(super) fn is_subject_label(small: &str) -> bool {
    ["re:", "re -", "re –", "re.", "subject:", "subject -", "parthed:", "pwnc:", "ref:re"]
        .iter()
        .any(|p| small.starts_with(p))
        || small.strip_prefix("re ").is_some_and(|rest| rest.len() < 80)
        || ["in the matter of", "r v ", "r -v-", "r. v", "r v. ", "regina v", "rex v", "the crown against "]
            .iter()
            .any(|p| small.starts_with(p))
}

/// Whether a line is a reference: labelled so, or nothing but a number of letters and digits.
pub(super) fn is_reference(line: &str, small: &str) -> bool {
    let label = match small.find(':') {
        Some(i) if i <= 40 => &small[..i],
        _ => small.split(|c: char| c.is_ascii_digit()).next().unwrap_or(""),
    };
    let mut labelled = false;
    let mut before = "";
    for (i, word) in label.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).enumerate() {
        if i >= 6 {
            break;
        }
        labelled |= matches!(word, "ref" | "refs" | "reference" | "references" | "urn" | "cyf" | "cyfeirnod")
            || (matches!(word, "no" | "number" | "num" | "id")
                && matches!(
                    before,
                    "case"
                        | "crime"
                        | "file"
                        | "complaint"
                        | "incident"
                        | "log"
                        | "occurrence"
                        | "investigation"
                        | "claim"
                        | "report"
                ))
            || (word == "case" && small[label.len()..].starts_with(':'));
        before = word;
    }
    if labelled && label.len() < 48 {
        return true;
    }
    let tokens: Vec<&str> = line.split_whitespace().take(5).collect();
    let numbered = match tokens.as_slice() {
        [one] => is_code(one),
        [first, last] => is_code(last) || (is_code(first) && last.len() < 5),
        [_, _, last] | [_, _, _, last] => is_code(last) && tokens.iter().all(|t| !t.ends_with(',')),
        _ => false,
    };
    numbered && !is_contact(line, small)
}

/// A number of an office: four digits or more with letters or slashes, and no telephone number.
fn is_code(token: &str) -> bool {
    let token = token.trim_matches(|c: char| matches!(c, '(' | ')' | '[' | ']' | ','));
    if token.len() > 40 || token.contains('@') {
        return false;
    }
    let digits = token.bytes().filter(u8::is_ascii_digit).count();
    let other = token.bytes().any(|b| b.is_ascii_uppercase() || matches!(b, b'/' | b'*'));
    let allowed =
        token.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'/' | b'-' | b'*' | b'.' | b'_'));
    let dated = token.split(['/', '-', '.']).count() == 3
        && token.split(['/', '-', '.']).all(|n| n.len() <= 4 && n.bytes().all(|b| b.is_ascii_digit()));
    allowed && !dated && ((digits >= 4 && other) || (digits >= 9 && !token.starts_with('0')))
}

/// Whether a line gives a telephone number, an e-mail or a web address.
pub(super) fn is_contact(line: &str, small: &str) -> bool {
    const LABELS: [&str; 17] = [
        "tel",
        "telephone",
        "phone",
        "direct line",
        "direct dial",
        "mobile",
        "mob",
        "email",
        "e-mail",
        "fax",
        "switchboard",
        "t:",
        "e:",
        "m:",
        "w:",
        "website",
        "ffôn",
    ];
    let labelled = LABELS.iter().any(|l| {
        small
            .strip_prefix(l)
            .is_some_and(|rest| l.ends_with(':') || !rest.starts_with(|c: char| c.is_alphabetic()))
    });
    labelled
        || small.contains("www.")
        || small.contains("http")
        || (line.contains('@') && small.split_whitespace().count() <= 6)
        || is_telephone(line)
}

/// Whether a line is little more than a telephone number.
fn is_telephone(line: &str) -> bool {
    let digits = line.bytes().filter(u8::is_ascii_digit).count();
    let letters = line.chars().filter(|c| c.is_alphabetic()).count();
    digits >= 10
        && letters <= 24
        && line
            .split_whitespace()
            .any(|t| t.starts_with("0") && t.len() >= 3 || t.starts_with("+44") || t.starts_with("(0"))
}

/// Whether a line marks how a letter is sent or who may open it.
pub(super) fn is_marking(line: &str, small: &str) -> bool {
    let head = small.trim_start_matches(['(', '*', '[', '-', ' ']);
    let starts = [
        "private",
        "strictly",
        "confidential",
        "by hand",
        "by post",
        "by email",
        "by e-mail",
        "by first class",
        "by second class",
        "by recorded",
        "by special",
        "by royal mail",
        "sent by",
        "first class",
        "addressee only",
        "to be opened",
        "official",
        "personal",
        "without prejudice",
        "via ",
        "not protectively",
        "in confidence",
        "preifat",
        "restricted",
    ];
    starts.iter().any(|s| head.starts_with(s)) && line.split_whitespace().count() <= 12
}

/// Whether the line begins with a title and a name: "Ms Okafor", "Dr. J. Smith".
pub(super) fn is_titled(line: &str) -> bool {
    let mut tokens = line.split_whitespace();
    let title = tokens.next().unwrap_or("");
    let title = title.trim_end_matches(['.', ',']);
    let known = [
        "mr",
        "mrs",
        "ms",
        "miss",
        "mx",
        "dr",
        "sir",
        "lady",
        "lord",
        "revd",
        "rev",
        "prof",
        "professor",
        "master",
        "messrs",
        "dame",
        "madam",
    ];
    let all = line.split_whitespace().count();
    known.iter().any(|k| title.eq_ignore_ascii_case(k))
        && title.starts_with(|c: char| c.is_uppercase())
        && all <= 8
        && tokens.next().is_some_and(|t| {
            t == "&"
                || t == "and"
                || t.starts_with(|c: char| c.is_uppercase() || matches!(c, '[' | '<' | '{'))
        })
}

/// Whether a line holds nothing but a name of a person: capitalised words and initials, `least` to five.
pub(super) fn is_name(line: &str, least: usize) -> bool {
    let tokens: Vec<&str> = line.trim_end_matches([',', '.', '!']).split_whitespace().take(7).collect();
    (least..=5).contains(&tokens.len())
        && tokens.iter().enumerate().all(|(i, t)| {
            t.starts_with(char::is_uppercase)
                && t.chars().all(|c| c.is_alphabetic() || matches!(c, '.' | '\'' | '’' | '-'))
                || (i > 0
                    && matches!(
                        *t,
                        "de" | "da"
                            | "van"
                            | "von"
                            | "der"
                            | "al"
                            | "bin"
                            | "ap"
                            | "ab"
                            | "ferch"
                            | "and"
                            | "&"
                            | "x"
                            | "xx"
                    ))
        })
}

/// Whether a line speaks of an office, so that it is no person's name or home.
pub(super) fn is_office(small: &str) -> bool {
    small.split(|c: char| !c.is_alphanumeric()).take(20).any(|w| {
        matches!(
            w,
            "police"
                | "constabulary"
                | "service"
                | "services"
                | "unit"
                | "team"
                | "crown"
                | "prosecution"
                | "cps"
                | "probation"
                | "office"
                | "court"
                | "courts"
                | "hm"
                | "hmpps"
                | "department"
                | "care"
                | "complaints"
                | "correspondence"
                | "victim"
                | "victims"
                | "witness"
                | "liaison"
                | "prison"
                | "prosecutor"
                | "heddlu"
                | "gwasanaeth"
                | "uned"
                | "erlyn"
                | "prawf"
                | "section"
                | "directorate"
                | "division"
                | "branch"
                | "agency"
                | "ministry"
                | "justice"
                | "headquarters"
                | "hq"
                | "command"
                | "cid"
                | "homicide"
                | "investigation"
                | "crime"
                | "review"
                | "appeals"
                | "region"
                | "commissioner"
                | "youth"
                | "offending"
                | "council"
                | "yot"
                | "yjs"
                | "plc"
                | "ltd"
                | "trust"
                | "nhs"
        )
    })
}

/// Whether a line greets. Where text follows the greeting in the same line, the bytes of the greeting.
pub(super) fn greeting(line: &Line, written: &str) -> Option<Option<usize>> {
    let mut tokens = written.split_whitespace();
    let first = tokens.next()?.trim_end_matches([',', '!', ':', '.', '-']);
    let is = |w: &str| first.eq_ignore_ascii_case(w);
    let second = tokens.next().unwrap_or("");
    let dear = is("dear") || is("annwyl");
    let good = is("good")
        && ["morning", "afternoon", "evening", "day"]
            .iter()
            .any(|w| second.trim_end_matches([',', '!', '.']).eq_ignore_ascii_case(w));
    let concern = is("to") && second.eq_ignore_ascii_case("whom");
    let hello = ["hello", "hi", "hiya", "hey", "helo", "greetings"].iter().any(|w| is(w));
    if !(dear || good || concern || hello) || line.marker.is_some() {
        return None;
    }
    if line.tokens <= 8 && !matches!(line.last, '.' | '?') && !(hello && line.tokens == 8) {
        return Some(None);
    }
    // "Hi Kwame, only me": the greeting ends at the first comma.
    let comma = written.char_indices().take(60).find(|(_, c)| matches!(c, ',' | '!'))?.0;
    let named = written[..comma].split_whitespace().count() <= 5;
    (named && written[comma + 1..].chars().any(char::is_alphanumeric)).then_some(Some(comma + 1))
}

/// How sure a farewell is.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(super) enum Farewell {
    /// "Yours sincerely".
    Sure,
    /// "Thanks", "Take care": only where a name follows.
    Likely,
}

/// Whether a line takes leave.
pub(super) fn farewell(line: &Line, small: &str) -> Option<Farewell> {
    if line.tokens > 8 || line.marker.is_some() || matches!(line.last, '?' | ':' | ';') {
        return None;
    }
    let words: Vec<&str> =
        small.split(|c: char| !(c.is_alphanumeric() || c == '\'')).filter(|w| !w.is_empty()).collect();
    let has = |w: &str| words.contains(&w);
    let starts = |s: &str| small.starts_with(s);
    let open = !line.stops();
    let sincerely =
        words.iter().any(|w| w.starts_with("sincer") || w.starts_with("sincel") || w.starts_with("faithful"));
    if open
        && ((starts("your") && (sincerely || has("truly") || has("ever") || has("respectfully")))
            || (sincerely && words.len() <= 2))
    {
        return Some(Farewell::Sure);
    }
    if open && (starts("yn gywir") || starts("yr eiddoch") || starts("cofion")) {
        return Some(Farewell::Sure);
    }
    if open
        && (has("regards") || has("rgds"))
        && words.len() <= 4
        && !starts("as regards")
        && !starts("with regards to")
    {
        return Some(Farewell::Sure);
    }
    if starts("i remain,")
        || starts("i remain ") && words.len() <= 5
        || starts("i have the honour to")
        || starts("i am, sir")
        || small.trim_end_matches(',') == "i am"
    {
        return Some(Farewell::Likely);
    }
    let wishes = has("wishes")
        && words.len() <= 8
        && (open && line.last == ',' || !(has("your") || has("his") || has("her")));
    let phrases = [
        "yours",
        "all the best",
        "all my best",
        "best",
        "cheers",
        "take care",
        "look after yourself",
        "many thanks",
        "thanks",
        "thank you",
        "with thanks",
        "with sympathy",
        "with deepest sympathy",
        "with my sympathy",
        "in sympathy",
        "warmly",
        "kindly",
        "diolch",
        "until then",
        "speak soon",
        "ta",
        "respectfully",
        "go well",
    ];
    let phrase = phrases.iter().any(|p| {
        small
            .strip_prefix(p)
            .is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphanumeric() || c == '\''))
            && words.len() <= if p.len() > 9 { 8 } else { 4 }
    });
    (wishes || phrase).then_some(Farewell::Likely)
}

/// Whether a line names what is sent along, or who gets a copy.
pub(super) fn is_enclosure(small: &str) -> bool {
    const LABELS: [&str; 18] = [
        "enc",
        "encs",
        "encl",
        "encls",
        "enclosure",
        "enclosures",
        "enclosed",
        "att",
        "attached",
        "attachment",
        "attachments",
        "cc",
        "copy to",
        "copies to",
        "copied to",
        "with this",
        "amg",
        "c.c",
    ];
    LABELS
        .iter()
        .any(|l| small.strip_prefix(l).is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphanumeric())))
        && (small.split_whitespace().count() <= 3 || small.contains(':') || !small.starts_with("enclosed "))
        && (small.contains(':') || !small.starts_with("with this "))
        && !small.starts_with("attached is")
        && !small.starts_with("enclosed is")
}

/// Whether a line is small print: a page number, a disclaimer, the offer to write in Welsh.
pub(super) fn is_small_print(small: &str) -> bool {
    let page = small.strip_prefix("page ").is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    let starts = [
        "disclaimer",
        "this email",
        "this e-mail",
        "this message",
        "if you are not the intended",
        "croesewir",
        "rydym yn croesawu",
        "we welcome correspondence",
        "we welcome receiving",
        "registered office",
        "registered in england",
        "privacy notice",
        "data protection:",
        "©",
    ];
    page || starts.iter().any(|s| small.starts_with(s))
}

/// Whether a line is a postscript.
pub(super) fn is_postscript(small: &str) -> bool {
    ["ps", "p.s", "pps", "p.p.s"].iter().any(|p| {
        small.strip_prefix(p).is_some_and(|rest| {
            rest.starts_with([':', '.', '-', '–', ','])
                || rest.starts_with(' ') && !rest.trim_start().is_empty()
        })
    })
}

/// Finds the dates of single lines, before the letter's words are known.
#[derive(Default)]
pub(super) struct LineDates {
    gathered: Gathered,
    found: Vec<super::DateMention>,
}

impl LineDates {
    /// Whether a line is a date and nothing else, but for "Date" before it or a place.
    pub fn is_date(&mut self, text: &str, line: &Line, small: &str) -> bool {
        if !line.digits || line.tokens > 8 {
            return false;
        }
        self.gathered.words.clear();
        self.gathered.folded.clear();
        self.found.clear();
        let span = Span::new(line.start, line.end);
        words::gather(text, span, 0, 24, &mut self.gathered);
        dates::find(text, &self.gathered.words, &self.gathered.folded, &mut self.found);
        let Some(date) = self.found.first() else { return false };
        if date.parts.0.is_none() && self.gathered.words.len() > 2 {
            return false;
        }
        let other = self.gathered.words.iter().filter(|w| !date.span.overlaps(w.span)).count();
        let labelled = small.starts_with("date") || small.starts_with("dyddiad") || small.starts_with("sent");
        let placed = line.of(text)[..date.span.start - line.start].trim_end().ends_with(',');
        // A time may follow: "13 August 2024 07:52".
        other <= usize::from(labelled) + if placed { 2 } else { 1 } && !small.starts_with("date of decision")
    }
}
