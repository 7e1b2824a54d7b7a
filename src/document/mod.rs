//! A [`Source`] to a [`Letter`]: one text, cut into blocks, sentences and words, with quoted speech,
//! dates and languages, all as byte spans.

use crate::ingest::Source;
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

/// What a block is.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum BlockKind {
    /// The sender's name, office, address, telephone, at the top; also e-mail header lines.
    Letterhead,
    /// The line with the letter's date.
    Date,
    /// A reference line ("Our ref: ...").
    Reference,
    /// The reader's name and address.
    Address,
    /// "Dear Ms Okafor".
    Salutation,
    /// The subject line under the salutation, or of an e-mail.
    Subject,
    /// A heading inside the letter.
    Heading,
    /// A paragraph of the body.
    Paragraph,
    /// An item of a list.
    ListItem,
    /// A cell of a table.
    TableCell,
    /// "Yours sincerely".
    SignOff,
    /// The name, role and contact lines under the sign-off.
    Signature,
    /// "Enc", "With this", "cc" lines and what they name.
    Enclosure,
    /// Page footers, disclaimers.
    Footer,
}

impl BlockKind {
    /// Paragraphs, list items and table cells: what the letter says in its body. Formulas run over
    /// paragraphs and list items only ([`BlockKind::is_prose`]).
    pub fn is_body(self) -> bool {
        matches!(self, BlockKind::Paragraph | BlockKind::ListItem | BlockKind::TableCell)
    }

    /// Paragraphs and list items.
    pub fn is_prose(self) -> bool {
        matches!(self, BlockKind::Paragraph | BlockKind::ListItem)
    }

    /// The name used in lexicons and output.
    pub fn name(self) -> &'static str {
        match self {
            BlockKind::Letterhead => "letterhead",
            BlockKind::Date => "date",
            BlockKind::Reference => "reference",
            BlockKind::Address => "address",
            BlockKind::Salutation => "salutation",
            BlockKind::Subject => "subject",
            BlockKind::Heading => "heading",
            BlockKind::Paragraph => "paragraph",
            BlockKind::ListItem => "list_item",
            BlockKind::TableCell => "table_cell",
            BlockKind::SignOff => "sign_off",
            BlockKind::Signature => "signature",
            BlockKind::Enclosure => "enclosure",
            BlockKind::Footer => "footer",
        }
    }
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
        Letter {
            source,
            blocks: Vec::new(),
            sentences: Vec::new(),
            words: Vec::new(),
            quotes: Vec::new(),
            dates: Vec::new(),
            own_date: None,
            language: Language::English,
            folded: String::new(),
        }
    }

    /// The letter's text.
    pub fn text(&self) -> &str {
        &self.source.text
    }

    /// A word as the lexicons see it: small letters, straight apostrophes, no hyphens.
    pub fn folded(&self, word: usize) -> &str {
        let (start, end) = self.words[word].folded;
        &self.folded[start as usize..end as usize]
    }

    /// The text of a word as written.
    pub fn word_text(&self, word: usize) -> &str {
        self.words[word].span.of(self.text())
    }

    /// The kind of the block that a sentence lies in.
    pub fn kind_of(&self, sentence: usize) -> BlockKind {
        self.blocks[self.sentences[sentence].block].kind
    }

    /// The span from the first to the last of these words.
    pub fn words_span(&self, words: Range<usize>) -> Span {
        self.words[words.start].span.join(self.words[words.end - 1].span)
    }

    /// How many words a range holds as people count them: "follow-up" is one.
    pub fn count_words(&self, words: Range<usize>) -> usize {
        self.words[words].iter().filter(|w| !w.joined).count()
    }
}
