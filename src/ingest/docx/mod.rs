//! Word files.
use crate::error::Result;
use crate::ingest::Source;
pub(super) fn read(_: &[u8]) -> Result<Source> {
    Err(crate::error::Error::letter("the file is a Word file, which cannot be read yet"))
}
