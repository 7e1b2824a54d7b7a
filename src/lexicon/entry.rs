//! An entry as its file states it, and the guards that it sets.

use crate::criterion::{Criterion, Severity};
use crate::document::BlockKind;

/// One entry, as its file states it.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Its id, unique over all lexicons: `term.discontinue`, `blame.chose`.
    pub id: String,
    /// The criterion it belongs to.
    pub criterion: Criterion,
    /// The contract's category (`term`, `initials`, `officialese`, `wordy`, `blame`, ...), or the id of
    /// the element or marker that it says.
    pub category: String,
    /// Whether a hit says it, says it vaguely, is a finding or a look.
    pub strength: Strength,
    /// How much a finding weighs; [`Severity::Look`] for a look.
    pub severity: Severity,
    /// `H`, `S` or `A` for terms (domain 5.2); none elsewhere.
    pub level: Option<char>,
    /// The plain alternative or explanation.
    pub plain: Option<String>,
    /// What to say of a hit.
    pub message: Option<String>,
    /// What the writer should do.
    pub advice: Option<String>,
    /// Why it matters; empty where its file gives none, which only elements, markers and cues may do.
    pub why: String,
    /// Where the rule comes from; empty only for cues.
    pub source: String,
    /// The patterns, as written.
    pub matches: Vec<String>,
    /// What a match must meet to become a hit.
    pub guards: Guards,
    /// Texts that it must match.
    pub yes: Vec<String>,
    /// Texts that it must not match.
    pub no: Vec<String>,
    /// The title of its file.
    pub title: String,
    /// The file, relative to the lexicons' folder.
    pub file: String,
    /// The line on which it begins, counted from 1.
    pub line: usize,
}

/// What a hit of an entry amounts to.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Strength {
    /// Says its element vaguely.
    Vague,
    /// Says its element.
    Present,
    /// A finding.
    Finding,
    /// A look only.
    Look,
    /// Takes back what other hits of the same category say in the sentence ("sorry for the delay").
    Cancel,
    /// A concept for other code to read (kinds, decisions, facts), no result of its own.
    Cue,
}

impl Strength {
    /// All of them, as lexicons may name them.
    pub const ALL: [Strength; 6] = [
        Strength::Present,
        Strength::Vague,
        Strength::Finding,
        Strength::Look,
        Strength::Cancel,
        Strength::Cue,
    ];

    /// The name in lexicons.
    pub fn name(self) -> &'static str {
        match self {
            Strength::Present => "present",
            Strength::Vague => "vague",
            Strength::Finding => "finding",
            Strength::Look => "look",
            Strength::Cancel => "cancel",
            Strength::Cue => "cue",
        }
    }
}

/// Whether matches of one sort (negated, quoted) count.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq, Hash)]
pub enum Mode {
    /// They count like any other.
    #[default]
    Allow,
    /// They do not count.
    Skip,
    /// Nothing else counts.
    Only,
}

impl Mode {
    /// All of them.
    pub const ALL: [Mode; 3] = [Mode::Allow, Mode::Skip, Mode::Only];

    /// The name in lexicons.
    pub fn name(self) -> &'static str {
        match self {
            Mode::Allow => "allow",
            Mode::Skip => "skip",
            Mode::Only => "only",
        }
    }

    /// Whether a match passes that is, or is not, of the sort.
    pub(super) fn passes(self, is: bool) -> bool {
        match self {
            Mode::Allow => true,
            Mode::Skip => !is,
            Mode::Only => is,
        }
    }
}

/// Block kinds in which a match counts.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash)]
pub struct Blocks(pub(super) u16);

/// All block kinds, in the order of [`BlockKind`].
const KINDS: [BlockKind; 14] = [
    BlockKind::Letterhead,
    BlockKind::Date,
    BlockKind::Reference,
    BlockKind::Address,
    BlockKind::Salutation,
    BlockKind::Subject,
    BlockKind::Heading,
    BlockKind::Paragraph,
    BlockKind::ListItem,
    BlockKind::TableCell,
    BlockKind::SignOff,
    BlockKind::Signature,
    BlockKind::Enclosure,
    BlockKind::Footer,
];

impl Blocks {
    /// Every kind.
    pub const ANY: Blocks = Blocks((1 << KINDS.len()) - 1);

    /// No kind; add to it.
    pub(super) const NONE: Blocks = Blocks(0);

    /// Paragraphs, list items and table cells.
    pub fn body() -> Blocks {
        KINDS.into_iter().filter(|k| k.is_body()).fold(Blocks::NONE, Blocks::with)
    }

    fn with(self, kind: BlockKind) -> Blocks {
        Blocks(self.0 | 1 << kind as u16)
    }

    /// Adds what a name stands for: `any`, `body`, or a block kind. None where there is no such name.
    pub(super) fn add(self, name: &str) -> Option<Blocks> {
        match name {
            "any" => Some(Blocks::ANY),
            "body" => Some(Blocks(self.0 | Blocks::body().0)),
            _ => KINDS.into_iter().find(|k| k.name() == name).map(|k| self.with(k)),
        }
    }

    /// All names that [`Blocks::add`] takes.
    pub(super) fn names() -> Vec<&'static str> {
        ["any", "body"].into_iter().chain(KINDS.map(BlockKind::name)).collect()
    }

    /// Whether a kind is among them.
    pub fn has(self, kind: BlockKind) -> bool {
        self.0 & (1 << kind as u16) != 0
    }

    /// Whether all of them are of the body.
    pub(super) fn are_body(self) -> bool {
        self.0 & !Blocks::body().0 == 0
    }

    /// The shortest list of names for them.
    pub fn listed(self) -> Vec<&'static str> {
        if self == Blocks::ANY {
            return vec!["any"];
        }
        let body = Blocks::body();
        let whole = self.0 & body.0 == body.0;
        let rest = KINDS.into_iter().filter(|k| self.has(*k) && !(whole && k.is_body())).map(BlockKind::name);
        whole.then_some("body").into_iter().chain(rest).collect()
    }
}

/// What a match must meet to become a hit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Guards {
    /// A negation word within three words before it, in the same clause.
    pub negated: Mode,
    /// All of it between quotation marks.
    pub quoted: Mode,
    /// The blocks in which it counts.
    pub blocks: Blocks,
    /// Patterns that must not occur in the same sentence.
    pub unless: Vec<String>,
    /// Patterns that must not follow it directly.
    pub not_before: Vec<String>,
    /// Patterns that must not go directly before it.
    pub not_after: Vec<String>,
    /// Patterns of which one must occur within `near_sentences`; none where the list is empty.
    pub near: Vec<String>,
    /// How many sentences away; 0 is the same sentence.
    pub near_sentences: usize,
}

impl Default for Guards {
    fn default() -> Self {
        Guards {
            negated: Mode::Allow,
            quoted: Mode::Skip,
            blocks: Blocks::body(),
            unless: Vec::new(),
            not_before: Vec::new(),
            not_after: Vec::new(),
            near: Vec::new(),
            near_sentences: 0,
        }
    }
}

/// A concept as its file states it.
#[derive(Clone, Debug)]
pub struct Concept {
    /// Its id, written `@id` in patterns.
    pub id: String,
    /// What it stands for, in a line; none where the file does not say.
    pub about: Option<String>,
    /// The patterns of which any one is the concept.
    pub any: Vec<String>,
    /// The file, relative to the lexicons' folder.
    pub file: String,
    /// The line on which it begins, counted from 1.
    pub line: usize,
}
