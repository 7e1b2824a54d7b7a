//! One letter with its case facts as one JSON object: `score --jsonl` and the API read the same.

use crate::error::{Error, Result};
use crate::facts::CaseFacts;
use serde_json::Value;

/// A letter's text and what is known of the case.
#[derive(Clone, Debug)]
pub struct Input {
    /// The text.
    pub text: String,
    /// The facts.
    pub facts: CaseFacts,
}

impl Input {
    /// Reads one object: `text`, and beside it fields with the manifest's column names.
    ///
    /// # Errors
    /// Where it is no object, has no `text`, or a field cannot be read.
    pub fn from_json(json: &str) -> Result<Input> {
        let value: Value = serde_json::from_str(json).map_err(|e| {
            // serde_json's own messages may quote the input, so only the place is passed on.
            Error::letter(format!("is not valid JSON (column {})", e.column()))
                .remedy("give one JSON object with a `text` and the case facts")
        })?;
        Input::from_value(value)
    }

    /// The same from a parsed value.
    ///
    /// # Errors
    /// As [`Input::from_json`].
    pub fn from_value(value: Value) -> Result<Input> {
        let Value::Object(object) = value else {
            return Err(Error::letter("is not a JSON object")
                .remedy("give one object with a `text` and the case facts"));
        };
        let text = match object.get("text") {
            Some(Value::String(text)) => text.clone(),
            Some(_) => return Err(Error::letter("`text` is not a string")),
            None => {
                return Err(
                    Error::letter("has no `text`").remedy("give the letter's text in the field `text`")
                );
            }
        };
        let facts = CaseFacts::from_json(&object, &["text"])?;
        Ok(Input { text, facts })
    }
}
