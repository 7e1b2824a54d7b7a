//! Spelling: words that no list knows, American forms, and capitalised words one slip away from a word
//! that letters of this kind use.

use crate::document::{BlockKind, Language, Letter, Shape};
use crate::error::{Error, Result};
use crate::hashing::{Lookup, Memo, WordMap, WordSet};
use crate::lexicon::Files;
use crate::people::{self, Names, slips};
use crate::span::Span;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::OnceLock;

/// What was found about one word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Slip {
    /// No list knows it.
    Unknown,
    /// It is one slip away from this word.
    Near(String),
    /// It is American; this is the British form.
    American(String),
    /// It ends in -ize where official British writing has -ise; this is the British form.
    Ize(String),
}

/// One misspelt word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Misspelt {
    /// Where.
    pub span: Span,
    /// Its index in [`Letter::words`].
    pub word: usize,
    /// What is wrong with it.
    pub slip: Slip,
}

/// The dictionary and the lists beside it.
pub struct Speller {
    affixes: String,
    words: String,
    dictionary: OnceLock<Option<spellbook::Dictionary>>,
    /// Words that the built-in dictionary accepts, where that is the one in use.
    spelt: Option<fst::Set<&'static [u8]>>,
    /// Tells this dictionary from others in the memory of each thread.
    memo: Memo,
    common: WordSet<Box<str>>,
    /// The common words, for a letter's words with their hashes.
    common_words: Lookup,
    /// Words that may stand with a capital anywhere, and words that may at the start of a sentence.
    official: ByInitial,
    near_places: ByInitial,
    near: ByInitial,
    known: WordSet<Box<str>>,
    places: WordSet<Box<str>>,
    american: WordMap<Box<str>, Box<str>>,
}

impl std::fmt::Debug for Speller {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Speller")
            .field("common", &self.common.len())
            .field("known", &self.known.len())
            .finish()
    }
}

/// Words that the built-in dictionary accepts, as the build script found them.
static SPELT: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/spelt.fst"));

/// Words by their first letter, sorted.
type ByInitial = BTreeMap<char, Vec<Box<str>>>;

/// At most this many suggestions are made for one letter: each costs milliseconds.
pub const MOST_SUGGESTIONS: usize = 5;

impl Speller {
    /// Reads the lists. The dictionary itself is unpacked when the first unknown word asks for it; one
    /// that was laid over the embedded one is unpacked at once, so that a fault in it shows.
    ///
    /// # Errors
    /// Where a list is missing or cannot be read.
    pub fn load(files: &Files) -> Result<Speller> {
        let affixes = files.need("accuracy/spelling/en-GB.aff")?;
        let words = files.need("accuracy/spelling/en-GB.dic")?;
        let list = |name: &str| -> Result<WordSet<Box<str>>> {
            Ok(people::list(files.need(&format!("accuracy/spelling/{name}"))?.text()?))
        };
        let common = list("common.txt")?;
        let mut known = list("justice.txt")?;
        known.extend(list("british.txt")?);
        let places = list("places.txt")?;
        let official = by_initial(list("official.txt")?.iter());
        let near_places = by_initial(places.iter());
        let near = by_initial(common.iter());
        let american_file = files.need("accuracy/spelling/american.tsv")?;
        let mut american = WordMap::default();
        for (line, text) in american_file.text()?.lines().enumerate() {
            if text.starts_with('#') || text.trim().is_empty() {
                continue;
            }
            let Some((us, gb)) = text.split_once('\t') else {
                return Err(Error::usage("needs two words with a tab between")
                    .in_file(american_file.name())
                    .at_line(line + 1));
            };
            american.insert(us.trim().into(), gb.trim().into());
        }
        let speller = Speller {
            affixes: affixes.text()?.to_string(),
            words: words.text()?.to_string(),
            dictionary: OnceLock::new(),
            spelt: (affixes.is_built_in() && words.is_built_in())
                .then(|| fst::Set::new(SPELT).ok())
                .flatten(),
            memo: Memo::new(),
            common_words: Lookup::new(common.iter().map(|w| &**w)),
            common,
            official,
            near_places,
            near,
            known,
            places,
            american,
        };
        if (affixes.origin.is_some() || words.origin.is_some()) && speller.dictionary().is_none() {
            return Err(Error::usage("the dictionary cannot be read")
                .in_file(words.name())
                .remedy("give Hunspell's .aff and .dic in UTF-8"));
        }
        Ok(speller)
    }

    /// Whether the dictionary can be read; true until the first word has asked for it.
    pub fn is_ready(&self) -> bool {
        self.dictionary.get().is_none_or(Option::is_some)
    }

    fn dictionary(&self) -> Option<&spellbook::Dictionary> {
        self.dictionary.get_or_init(|| spellbook::Dictionary::new(&self.affixes, &self.words).ok()).as_ref()
    }

    /// Whether a word in small letters (or with capitals, as names have) is known.
    pub fn knows(&self, word: &str) -> bool {
        self.memo.remember(word, || u32::from(self.looks_up(word))) == 1
    }

    fn looks_up(&self, word: &str) -> bool {
        let stem = ["'ll", "'d", "'ve", "'re"]
            .iter()
            .find_map(|e| word.strip_suffix(e))
            .unwrap_or(people::bare(word));
        [word, stem]
            .into_iter()
            .any(|w| self.common.contains(w) || self.known.contains(w) || self.places.contains(w))
            || self.is_spelt(word)
            || self.is_spelt(stem)
            || self.dictionary().is_none_or(|d| d.check(word) || (stem != word && d.check(stem)))
    }

    /// Whether the dictionary is known to accept a word as it stands.
    fn is_spelt(&self, word: &str) -> bool {
        self.spelt.as_ref().is_some_and(|words| words.contains(word))
    }

    /// Whether a word in small letters is a town, county or region.
    pub fn is_place(&self, folded: &str) -> bool {
        self.places.contains(folded)
    }

    /// Whether a word in small letters is an ordinary word, in small letters, of the dictionary.
    pub fn is_ordinary(&self, folded: &str) -> bool {
        self.common.contains(folded)
            || self.is_spelt(folded)
            || self.dictionary().is_some_and(|d| d.check(folded))
    }

    /// What is wrong with a word in small letters, if anything.
    pub fn check(&self, folded: &str) -> Option<Slip> {
        if self.common.contains(folded) {
            return None;
        }
        let stem = people::bare(folded);
        if let Some(british) = self.american.get(stem) {
            return Some(Slip::American(british.to_string()));
        }
        if self.knows(folded) {
            return None;
        }
        if let Some(british) = self.ise(stem) {
            return Some(Slip::Ize(british));
        }
        Some(Slip::Unknown)
    }

    /// The -ise form of an -ize word, where the dictionary has it.
    fn ise(&self, word: &str) -> Option<String> {
        let at = word.rfind('z')?;
        let before = word[..at].chars().next_back()?;
        let tail = &word[at + 1..];
        if !matches!(before, 'i' | 'y')
            || !(tail.starts_with('e') || tail.starts_with("ing") || tail.starts_with("a"))
        {
            return None;
        }
        let british = format!("{}s{}", &word[..at], tail);
        self.knows(&british).then_some(british)
    }

    /// The town that a capitalised word is a slip away from: always where two neighbours are swapped, else
    /// only where the letter names the town too, since many villages are a letter apart.
    fn near_place(&self, folded: &str, letter: &Letter) -> Option<&str> {
        let place = nearest(&self.near_places, folded, 6)?;
        let swapped = place.len() == folded.len() && {
            let mut a: Vec<u8> = place.bytes().collect();
            let mut b: Vec<u8> = folded.bytes().collect();
            a.sort_unstable();
            b.sort_unstable();
            a == b
        };
        (swapped || (0..letter.words.len()).any(|w| people::bare(letter.folded(w)) == place)).then_some(place)
    }

    /// The official word that a capitalised word is one slip away from; at the start of a
    /// sentence any common word.
    pub fn near(&self, folded: &str, opens: bool) -> Option<&str> {
        let official = nearest(&self.official, folded, 6);
        if opens { official.or_else(|| nearest(&self.near, folded, 5)) } else { official }
    }
}

fn by_initial<'w>(words: impl Iterator<Item = &'w Box<str>>) -> ByInitial {
    let mut near = ByInitial::new();
    for word in words.filter(|w| w.chars().count() >= 5) {
        if let Some(letter) = word.chars().next() {
            near.entry(letter).or_default().push(word.clone());
        }
    }
    for words in near.values_mut() {
        words.sort_unstable();
        words.dedup();
    }
    near
}

fn nearest<'w>(near: &'w ByInitial, folded: &str, least: usize) -> Option<&'w str> {
    let length = folded.chars().count();
    if length < least {
        return None;
    }
    let first = folded.chars().next()?;
    near.get(&first)?
        .iter()
        .find(|w| w.len().abs_diff(folded.len()) <= 1 && slips(w, folded, 1) == 1 && !plural_pair(w, folded))
        .map(|w| &**w)
}

impl Speller {
    /// At most `most` words that an unknown one may stand for, the likeliest first. Costs milliseconds.
    pub fn suggest(&self, word: &str, most: usize) -> Vec<String> {
        let mut out = Vec::new();
        if let Some(dictionary) = self.dictionary() {
            dictionary.suggest(word, &mut out);
        }
        out.truncate(most);
        out
    }

    /// Of each block, whether it is to be read as English: by its language, or because most of its words
    /// are known, since a paragraph full of slips may look like no language at all.
    pub fn english(&self, letter: &Letter) -> Vec<bool> {
        letter
            .blocks
            .iter()
            .map(|block| {
                block.language == Language::English || {
                    let words: Vec<usize> =
                        block.words.clone().filter(|w| letter.words[*w].shape == Shape::Lower).collect();
                    let known = words.iter().filter(|w| self.knows(letter.folded(**w))).count();
                    words.len() >= 4 && known * 10 >= words.len() * 6
                }
            })
            .collect()
    }

    /// All misspelt words of a letter, in order. `names` are words in small letters that are names in
    /// this letter; `shaped` are stretches (addresses, references) to leave alone, in order.
    pub fn read(
        &self,
        letter: &Letter,
        english: &[bool],
        names: &Names,
        learnt: &HashSet<String>,
        shaped: &[Span],
    ) -> Vec<Misspelt> {
        let mut found = Vec::new();
        let mut shaped = shaped.iter().peekable();
        let common = letter.of_forms(|word, hash| self.common_words.get(hash, word).is_some());
        let mut seen: HashMap<(&str, bool), Option<Slip>> = HashMap::new();
        for (number, block) in letter.blocks.iter().enumerate() {
            if english.get(number) != Some(&true)
                || matches!(block.kind, BlockKind::Reference | BlockKind::Date)
            {
                continue;
            }
            for index in block.words.clone() {
                let word = &letter.words[index];
                while shaped.peek().is_some_and(|s| s.end <= word.span.start) {
                    shaped.next();
                }
                if shaped.peek().is_some_and(|s| s.overlaps(word.span)) {
                    continue;
                }
                if common[letter.form(index)] {
                    continue;
                }
                let folded = letter.folded(index);
                let small = matches!(word.shape, Shape::Lower);
                let slip = match word.shape {
                    Shape::Lower if !matches!(block.kind, BlockKind::Address | BlockKind::Letterhead) => {
                        seen.entry((folded, true)).or_insert_with(|| self.check(folded)).clone()
                    }
                    Shape::Capital | Shape::Capitals => {
                        let opens = letter.sentences[word.sentence].words.start == index;
                        let opens = opens && block.kind.is_body();
                        if word.shape == Shape::Capitals && folded.chars().count() < 7 {
                            continue;
                        }
                        seen.entry((folded, false))
                            .or_insert_with(|| {
                                self.capital(folded, letter.word_text(index), opens, letter, names, learnt)
                            })
                            .clone()
                    }
                    _ => None,
                };
                let Some(slip) = slip else { continue };
                if small && (learnt.contains(people::bare(folded)) || !wordlike(letter, index)) {
                    continue;
                }
                found.push(Misspelt { span: word.span, word: index, slip });
            }
        }
        found
    }

    fn capital(
        &self,
        folded: &str,
        text: &str,
        opens: bool,
        letter: &Letter,
        names: &Names,
        learnt: &HashSet<String>,
    ) -> Option<Slip> {
        let stem = people::bare(folded);
        if learnt.contains(stem) || names.is_name(stem) || self.is_spelt(text) || self.knows(folded) {
            return None;
        }
        if self.dictionary().is_some_and(|d| d.check(text)) {
            return None;
        }
        if let Some(british) = self.american.get(stem).filter(|_| opens) {
            return Some(Slip::American(british.to_string()));
        }
        let near = self.near(stem, opens).or_else(|| self.near_place(stem, letter)).map(str::to_string);
        near.or_else(|| opens.then(|| self.one_slip(stem)).flatten()).map(Slip::Near)
    }

    /// A word of the dictionary that a long word at the start of a sentence is one slip away from. Names
    /// hardly ever are; some hundred look-ups, for a word or two of a letter.
    fn one_slip(&self, word: &str) -> Option<String> {
        let letters: Vec<char> = word.chars().collect();
        if letters.len() < 7 || !word.is_ascii() {
            return None;
        }
        let dictionary = self.dictionary()?;
        let fits = |candidate: Vec<char>| {
            let text: String = candidate.into_iter().collect();
            dictionary.check(&text).then_some(text)
        };
        for at in 1..letters.len() {
            let mut swapped = letters.clone();
            swapped.swap(at - 1, at);
            let mut cut = letters.clone();
            cut.remove(at);
            for candidate in [swapped, cut] {
                if let Some(text) = fits(candidate) {
                    return Some(text);
                }
            }
            for letter in 'a'..='z' {
                let mut changed = letters.clone();
                changed[at] = letter;
                let mut grown = letters.clone();
                grown.insert(at, letter);
                for candidate in [grown, changed] {
                    if let Some(text) = fits(candidate) {
                        return Some(text);
                    }
                }
            }
        }
        None
    }
}

/// "officers" beside "officer" is no slip of spelling.
fn plural_pair(a: &str, b: &str) -> bool {
    let (long, short) = if a.len() > b.len() { (a, b) } else { (b, a) };
    long.strip_suffix('s') == Some(short)
}

/// Whether the word stands by itself: not glued to figures, slashes, underscores or an at sign, as in
/// file names and codes.
fn wordlike(letter: &Letter, index: usize) -> bool {
    let span = letter.words[index].span;
    let text = letter.text();
    let glue = |c: char| {
        matches!(c, '@' | '_' | '\\' | '#' | '=' | '+' | '<' | '>' | '{' | '}') || c.is_ascii_digit()
    };
    let before = text[..span.start].chars().next_back();
    let after = text[span.end..].chars().next();
    !before.is_some_and(|c| glue(c) || c == '.') && !after.is_some_and(glue)
}
