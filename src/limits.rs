//! Every cap in one place. All input is hostile until it has passed these.

/// Bytes of one file, and of one request to the API.
pub const FILE_BYTES: usize = 20 * 1024 * 1024;
/// Bytes that a compressed file may unpack to, all parts together.
pub const INFLATED_BYTES: usize = 100 * 1024 * 1024;
/// Parts of a compressed file.
pub const PARTS: usize = 2_000;
/// Depth of nesting of XML elements.
pub const XML_DEPTH: usize = 64;
/// Bytes of decoded text in one letter.
pub const TEXT_BYTES: usize = 1024 * 1024;
/// Words of one sentence; a longer run is cut here.
pub const SENTENCE_WORDS: usize = 400;
/// Bytes of a manifest's cell.
pub const CELL_BYTES: usize = 64 * 1024;
/// Bytes of a manifest's row, line ends inside quoted cells included.
pub const ROW_BYTES: usize = 1024 * 1024;
/// XML elements of a Word file, all parts together.
pub const XML_ELEMENTS: usize = 4_000_000;
/// Bytes of one tag or one stretch of text in XML.
pub const XML_TOKEN_BYTES: usize = 4 * 1024 * 1024;
