//! An assessment, a summary or an agreement in the forms that people and programs read; one file a form.

pub mod html;
pub mod markup;
pub mod rule_page;
#[cfg(feature = "cli")]
pub mod terminal;
