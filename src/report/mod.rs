//! An assessment, a summary or an agreement in the forms that people and programs read; one file a form.

pub mod cells;
#[cfg(feature = "cli")]
pub mod comparison;
pub mod csv_tables;
pub mod html;
pub mod letter_row;
pub mod markup;
pub mod moderated;
pub mod private;
pub mod rule_page;
pub mod summary_html;
pub mod summary_text;
#[cfg(feature = "cli")]
pub mod terminal;
#[cfg(feature = "xlsx")]
pub mod xlsx;
