//! Shortened words that end with a full stop, by what the stop means for the sentence.

/// What a full stop after a word says.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(super) enum Abbreviation {
    /// "Mr.", "Dr.", "Insp.": a name follows; no end.
    Title,
    /// "No.", "s.", "para.": no end before a number.
    Numbered,
    /// "e.g.", "i.e.", "approx.", "v.": never an end while anything follows.
    Open,
    /// "p.m.", "etc.", "Ltd.": an end only before a capital.
    Closing,
    /// "Sept.", "Mon.": no end before a number.
    Calendar,
    /// "J.": an initial, perhaps.
    Initial,
    /// "U.K.", "J.R.": initials with points.
    Dotted,
}

/// The abbreviation that `token` (without its last full stop) is.
pub(super) fn abbreviation(token: &str) -> Option<Abbreviation> {
    let mut small = [0u8; 12];
    if token.is_empty() || token.len() > small.len() || !token.is_ascii() {
        return None;
    }
    let small = &mut small[..token.len()];
    small.copy_from_slice(token.as_bytes());
    small.make_ascii_lowercase();
    let capital = token.as_bytes()[0].is_ascii_uppercase();
    Some(match &*small {
        b"mr" | b"mrs" | b"ms" | b"mx" | b"dr" | b"prof" | b"rev" | b"revd" | b"hon" | b"messrs"
        | b"capt" | b"col" | b"lt" | b"maj" | b"sgt" | b"insp" | b"supt" | b"det" | b"cllr" | b"fr"
        | b"st" | b"d.c" | b"p.c" | b"d.s" | b"p.s" | b"d.i" | b"d.c.i" | b"h.h.j" | b"gen" | b"gov"
            if capital =>
        {
            Abbreviation::Title
        }
        b"no" | b"nos" | b"ss" | b"para" | b"paras" | b"pp" | b"art" | b"arts" | b"ch" | b"cl" | b"sch"
        | b"sched" | b"vol" | b"fig" | b"pt" | b"ext" | b"tel" | b"ref" | b"sec" | b"sect" | b"reg"
        | b"regs" | b"enc" | b"encl" | b"op" | b"cap" | b"mob" | b"rm" | b"apt" => Abbreviation::Numbered,
        b"e.g" | b"eg" | b"i.e" | b"ie" | b"cf" | b"viz" | b"approx" | b"incl" | b"esp" | b"vs" | b"ca"
        | b"al" | b"govt" | b"asst" => Abbreviation::Open,
        b"a.m" | b"p.m" | b"am" | b"pm" | b"etc" | b"ltd" | b"co" | b"inc" | b"plc" | b"jr" | b"snr"
        | b"jnr" | b"esq" | b"dept" | b"rd" | b"ave" | b"hrs" | b"hr" | b"min" | b"mins" | b"yrs" | b"yr"
        | b"ph.d" | b"ll.b" | b"b.a" | b"m.a" | b"b.sc" | b"hons" | b"insuff" | b"misc" | b"prev"
        | b"poss" | b"prob" | b"temp" | b"max" => Abbreviation::Closing,
        b"jan" | b"feb" | b"mar" | b"apr" | b"jun" | b"jul" | b"aug" | b"sep" | b"sept" | b"oct" | b"nov"
        | b"dec" | b"mon" | b"tue" | b"tues" | b"wed" | b"thu" | b"thur" | b"thurs" | b"fri" | b"sat"
        | b"sun"
            if capital =>
        {
            Abbreviation::Calendar
        }
        b"s" | b"p" | b"r" if !capital => Abbreviation::Numbered,
        b"c" | b"v" if !capital => Abbreviation::Open,
        [_] if capital => Abbreviation::Initial,
        [a, b'.', ..] if a.is_ascii_alphabetic() && is_dotted(small) => Abbreviation::Dotted,
        _ => return None,
    })
}

/// Single letters parted by points.
fn is_dotted(token: &[u8]) -> bool {
    token.chunks(2).all(|pair| match pair {
        [letter] => letter.is_ascii_alphabetic(),
        [letter, point] => letter.is_ascii_alphabetic() && *point == b'.',
        _ => false,
    })
}

/// Words that begin a sentence far more often than they are a name: after an initial they show that the
/// sentence ended.
pub(super) fn opens_sentence(word: &str) -> bool {
    matches!(
        word,
        "The"
            | "This"
            | "That"
            | "These"
            | "Those"
            | "There"
            | "Then"
            | "They"
            | "We"
            | "You"
            | "He"
            | "She"
            | "It"
            | "I"
            | "If"
            | "In"
            | "On"
            | "At"
            | "As"
            | "A"
            | "An"
            | "And"
            | "But"
            | "So"
            | "My"
            | "Our"
            | "Your"
            | "His"
            | "Her"
            | "Their"
            | "Please"
            | "When"
            | "What"
            | "Why"
            | "How"
            | "Who"
            | "Where"
            | "For"
            | "To"
            | "From"
            | "After"
            | "Before"
            | "Because"
            | "However"
            | "No"
            | "Not"
            | "Now"
            | "One"
            | "Once"
            | "Under"
            | "With"
            | "Any"
            | "All"
            | "Also"
            | "Although"
            | "By"
            | "Do"
            | "Each"
            | "Both"
            | "Having"
            | "I'm"
            | "I've"
            | "It's"
            | "Is"
            | "Its"
            | "Here"
            | "Had"
            | "Following"
    )
}

/// Weekdays and months, which may follow a time in one sentence ("10.30 a.m. Monday 3 May").
pub(super) fn is_calendar_word(word: &str) -> bool {
    matches!(
        word,
        "Monday"
            | "Tuesday"
            | "Wednesday"
            | "Thursday"
            | "Friday"
            | "Saturday"
            | "Sunday"
            | "January"
            | "February"
            | "March"
            | "April"
            | "May"
            | "June"
            | "July"
            | "August"
            | "September"
            | "October"
            | "November"
            | "December"
    )
}
