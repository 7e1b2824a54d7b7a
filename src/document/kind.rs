//! The kinds of blocks.

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
