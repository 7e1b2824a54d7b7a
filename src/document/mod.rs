//! A [`Source`] to a [`Letter`]: one text, cut into blocks, sentences and words, with quoted speech,
//! dates and languages, all as byte spans.

mod abbreviations;
mod blocks;
mod boundaries;
mod dates;
mod forms;
mod headings;
mod kind;
mod labels;
mod language;
mod lines;
mod lists;
mod phrases;
mod quotes;
mod sentences;
mod top;
mod words;

pub use kind::BlockKind;
pub(crate) use phrases::Phrases;

use crate::ingest::Source;
use crate::limits;
use crate::span::Span;
use std::ops::Range;

/// A letter, cut up. Everything else reads this and nothing reads the bytes again.
#[derive(Clone, Debug)]
pub struct Letter {
    /// What it was read from; `source.text` is the text that all spans cut.
    pub source: Source,
    /// Blocks in order, not overlapping. White space between them belongs to none.
    pub blocks: Vec<Block>,
    /// Sentences in order; each lies in one block.
    pub sentences: Vec<Sentence>,
    /// Words in order; each lies in one sentence. Numbers are words; punctuation is not.
    pub words: Vec<Word>,
    /// Stretches between quotation marks, without the marks.
    pub quotes: Vec<Span>,
    /// Dates written out, in order.
    pub dates: Vec<DateMention>,
    /// Which of `dates` is the letter's own, where one is.
    pub own_date: Option<usize>,
    /// The language of the letter as a whole (of its body).
    pub language: Language,
    folded: String,
    forms: forms::Forms,
}

/// One block of a letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Where, without the line end.
    pub span: Span,
    /// Its sentences, as indexes into [`Letter::sentences`].
    pub sentences: Range<usize>,
    /// Its words, as indexes into [`Letter::words`].
    pub words: Range<usize>,
    /// Its language.
    pub language: Language,
}

/// One sentence, or one heading, list item or line that is none but is read alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// From its first character to its last, closing punctuation included.
    pub span: Span,
    /// The block it lies in, as an index into [`Letter::blocks`].
    pub block: usize,
    /// Its words, as indexes into [`Letter::words`].
    pub words: Range<usize>,
}

/// One word or number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// Where.
    pub span: Span,
    /// The sentence it lies in.
    pub sentence: usize,
    /// Whether a hyphen joins it to the word before: "follow-up" is two words here and one where words
    /// are counted.
    pub joined: bool,
    /// What it looks like.
    pub shape: Shape,
    /// Whether it lies between quotation marks.
    pub quoted: bool,
    folded: (u32, u32),
}

/// What a word looks like.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash)]
pub enum Shape {
    /// Small letters.
    Lower,
    /// A capital, then small letters.
    Capital,
    /// Two or more capitals and nothing small.
    Capitals,
    /// Digits, perhaps with points, commas, colons or an ordinal ending ("14th", "10.30", "£250").
    Number,
    /// Anything else ("McDonald", "52AB1234526").
    Mixed,
}

/// A date written out in the letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DateMention {
    /// Where.
    pub span: Span,
    /// The date, where year, month and day are all there and such a day exists.
    pub date: Option<jiff::civil::Date>,
    /// Day, month and year as written; the year or the day may be missing.
    pub parts: (Option<i8>, i8, Option<i16>),
    /// A weekday written with it, Monday being 1 (ISO 8601).
    pub weekday: Option<i8>,
    /// Whether such a day cannot be (31 February).
    pub impossible: bool,
    /// Whether only its day is written here, its month with the next one: the 3 of "3 and 4 May".
    pub carried: bool,
}

/// The languages that are told apart.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq)]
pub enum Language {
    /// English.
    #[default]
    English,
    /// Welsh.
    Welsh,
    /// Any other.
    Other,
}

impl Letter {
    /// Cuts up a source.
    pub fn read(source: Source) -> Letter {
        let raw = blocks::cut(&source.text, &source.parts, &source.emphasis);
        let mut letter = Letter {
            source,
            blocks: Vec::with_capacity(raw.len()),
            sentences: Vec::new(),
            words: Vec::new(),
            quotes: Vec::new(),
            dates: Vec::new(),
            own_date: None,
            language: Language::English,
            folded: String::new(),
            forms: forms::Forms::default(),
        };
        letter.cut_sentences(&raw);
        for block in &letter.blocks {
            quotes::find(&letter.source.text, block.span, &mut letter.quotes);
        }
        letter.mark_quoted();
        dates::find(&letter.source.text, &letter.words, &letter.folded, &mut letter.dates);
        letter.own_date = letter.find_own_date();
        letter.language = language::tell(
            &letter.source.text,
            &letter.words,
            &letter.folded,
            &letter.forms,
            &mut letter.blocks,
        );
        letter
    }

    /// Cuts the blocks into sentences and words.
    fn cut_sentences(&mut self, raw: &[blocks::RawBlock]) {
        let text = &self.source.text;
        let mut splitter = sentences::Splitter::default();
        let mut gathered = words::Gathered {
            words: Vec::with_capacity(text.len() / 5),
            folded: String::with_capacity(text.len()),
        };
        let mut spans = Vec::new();
        for block in raw {
            let (first_sentence, first_word) = (self.sentences.len(), gathered.words.len());
            spans.clear();
            if matches!(
                block.kind,
                BlockKind::Paragraph | BlockKind::ListItem | BlockKind::TableCell | BlockKind::Footer
            ) {
                splitter.split(text, Span::new(block.content, block.span.end), &mut spans);
            } else if matches!(block.kind, BlockKind::Heading | BlockKind::Subject) {
                // Read as one, however many lines it runs over.
                spans.push(Span::new(block.content, block.span.end));
            } else {
                spans.extend(block.lines.iter().map(|l| Span::new(l.start.max(block.content), l.end)));
            }
            for span in &spans {
                let mut rest = *span;
                loop {
                    let words = gathered.words.len();
                    let sentence = self.sentences.len();
                    let next = words::gather(text, rest, sentence, limits::SENTENCE_WORDS, &mut gathered);
                    let Some(last) = gathered.words[words..].last() else { break };
                    let end = if next.is_some() { last.span.end } else { rest.end };
                    self.sentences.push(Sentence {
                        span: Span::new(rest.start, end),
                        block: self.blocks.len(),
                        words: words..gathered.words.len(),
                    });
                    let Some(next) = next else { break };
                    rest = Span::new(next, rest.end);
                }
            }
            self.blocks.push(Block {
                kind: block.kind,
                span: block.span,
                sentences: first_sentence..self.sentences.len(),
                words: first_word..gathered.words.len(),
                language: Language::English,
            });
        }
        self.words = gathered.words;
        self.folded = gathered.folded;
        self.forms = forms::Forms::of(&self.words, &self.folded);
    }

    fn mark_quoted(&mut self) {
        let mut words = self.words.iter_mut().peekable();
        for quote in &self.quotes {
            while words.next_if(|w| w.span.start < quote.start).is_some() {}
            while let Some(word) = words.next_if(|w| w.span.start < quote.end) {
                word.quoted = true;
            }
        }
    }

    /// The letter's own date: that of the date line, else one among reference, letterhead and address,
    /// else one near the signature. A date that the body speaks of is never the letter's own.
    fn find_own_date(&self) -> Option<usize> {
        let kind = |d: &DateMention| {
            let word = self.words.partition_point(|w| w.span.start < d.span.start);
            self.words.get(word).map(|w| self.kind_of(w.sentence))
        };
        let kinds: Vec<Option<BlockKind>> = self.dates.iter().map(kind).collect();
        let first = |wanted: &[BlockKind], whole: bool| {
            (0..self.dates.len()).find(|&i| {
                kinds[i].is_some_and(|k| wanted.contains(&k))
                    && (!whole || self.dates[i].date.is_some() || self.dates[i].impossible)
            })
        };
        first(&[BlockKind::Date], true)
            .or_else(|| first(&[BlockKind::Date], false))
            .or_else(|| first(&[BlockKind::Reference, BlockKind::Letterhead, BlockKind::Address], true))
            .or_else(|| first(&[BlockKind::SignOff, BlockKind::Signature, BlockKind::Footer], true))
    }

    /// The letter's text.
    pub fn text(&self) -> &str {
        &self.source.text
    }

    /// A word as the lexicons see it: small letters, straight apostrophes, no hyphens.
    ///
    /// # Panics
    /// Where the letter has no such word.
    #[inline]
    pub fn folded(&self, word: usize) -> &str {
        let (start, end) = self.words[word].folded;
        &self.folded[start as usize..end as usize]
    }

    /// The folded forms of a range of words, such as a sentence's or a block's.
    pub fn folded_words(&self, words: Range<usize>) -> impl DoubleEndedIterator<Item = &str> + Clone {
        self.words[words].iter().map(|w| &self.folded[w.folded.0 as usize..w.folded.1 as usize])
    }

    /// How many different words it has; each has a number below this, its form.
    pub fn forms(&self) -> usize {
        self.forms.count()
    }

    /// The form of a word.
    ///
    /// # Panics
    /// Where the letter has no such word.
    #[inline]
    pub fn form(&self, word: usize) -> usize {
        self.forms.of_word(word)
    }

    /// Whether two words are the same, folded.
    ///
    /// # Panics
    /// Where the letter has no such word.
    pub fn is_same(&self, one: usize, other: usize) -> bool {
        let (a, b) = (self.form(one), self.form(other));
        a == b || self.forms.first(a).1 == self.forms.first(b).1 && self.folded(one) == self.folded(other)
    }

    /// Something of each form, asked once of each: of its word, folded, and its hash as the tables of words
    /// take it.
    pub(crate) fn of_forms<T>(&self, mut of: impl FnMut(&str, u64) -> T) -> Vec<T> {
        self.forms.all().map(|(word, hash)| of(self.folded(word), hash)).collect()
    }

    /// The text of a word as written.
    pub fn word_text(&self, word: usize) -> &str {
        self.words[word].span.of(self.text())
    }

    /// What stands between a word and the next: blanks, punctuation, line ends. Behind the last word, the
    /// rest of the text.
    pub fn between(&self, word: usize) -> &str {
        let from = self.words[word].span.end;
        let to = self.words.get(word + 1).map_or(self.source.text.len(), |w| w.span.start);
        &self.source.text[from..to.max(from)]
    }

    /// The text of a sentence.
    pub fn sentence_text(&self, sentence: usize) -> &str {
        self.sentences[sentence].span.of(self.text())
    }

    /// The text of a block, list marker and line ends included.
    pub fn block_text(&self, block: usize) -> &str {
        self.blocks[block].span.of(self.text())
    }

    /// The kind of the block that a sentence lies in.
    pub fn kind_of(&self, sentence: usize) -> BlockKind {
        self.blocks[self.sentences[sentence].block].kind
    }

    /// Whether the rules for English are applied to a block: whether it is in English.
    pub fn is_scored(&self, block: usize) -> bool {
        self.blocks[block].language == Language::English
    }

    /// The sentences of English running text (paragraphs and list items), as indexes.
    pub fn prose_sentences(&self) -> impl Iterator<Item = usize> + '_ {
        self.blocks
            .iter()
            .filter(|b| b.kind.is_prose() && b.language == Language::English)
            .flat_map(|b| b.sentences.clone())
    }

    /// The words that begin inside a span.
    pub fn words_in(&self, span: Span) -> Range<usize> {
        let from = self.words.partition_point(|w| w.span.start < span.start);
        let to = self.words.partition_point(|w| w.span.start < span.end);
        from..to.max(from)
    }

    /// The block that holds a byte, where one does.
    pub fn block_at(&self, byte: usize) -> Option<usize> {
        let block = self.blocks.partition_point(|b| b.span.end <= byte);
        self.blocks.get(block).filter(|b| b.span.start <= byte).map(|_| block)
    }

    /// The sentence that holds a byte, where one does.
    pub fn sentence_at(&self, byte: usize) -> Option<usize> {
        let sentence = self.sentences.partition_point(|s| s.span.end <= byte);
        self.sentences.get(sentence).filter(|s| s.span.start <= byte).map(|_| sentence)
    }

    /// The letter's own date, where it is whole and exists.
    pub fn date(&self) -> Option<jiff::civil::Date> {
        self.own_date.and_then(|i| self.dates[i].date)
    }

    /// The span from the first to the last of these words; an empty span at the start of the text where
    /// the range is empty.
    pub fn words_span(&self, words: Range<usize>) -> Span {
        match self.words.get(words).filter(|w| !w.is_empty()) {
            Some([only]) => only.span,
            Some([first, .., last]) => first.span.join(last.span),
            _ => Span::default(),
        }
    }

    /// How many words a range holds as people count them: "follow-up" is one.
    pub fn count_words(&self, words: Range<usize>) -> usize {
        self.words[words].iter().filter(|w| !w.joined).count()
    }
}
