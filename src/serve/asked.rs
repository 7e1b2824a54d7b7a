//! What a request asks for in its address: positions, text, profile, day.

use super::App;
use super::problem::Problem;
use crate::assessment::{Assessment, Options};
use crate::profile::Strictness;
use axum::extract::RawQuery;
use axum::http::StatusCode;

/// The choices of one request.
#[derive(Clone, Debug)]
pub struct Asked {
    /// How to assess. The text is always kept until positions are counted.
    pub options: Options,
    /// Whether positions are counted in UTF-16 units.
    pub utf16: bool,
    /// Whether the answer holds the text.
    pub text: bool,
}

impl Asked {
    /// Reads the query of a request that assesses.
    ///
    /// # Errors
    /// 400 where a parameter is unknown, stands twice or has a value that it cannot have.
    pub fn read(app: &App, query: &RawQuery) -> Result<Asked, Problem> {
        let mut asked = Asked { options: app.settings.options.clone(), utf16: false, text: false };
        for (name, value) in pairs(query)? {
            match (name.as_str(), value.as_str()) {
                ("positions", "utf8") => asked.utf16 = false,
                ("positions", "utf16") => asked.utf16 = true,
                ("positions", _) => return Err(wrong("positions", "utf8 or utf16")),
                ("text", "true") => asked.text = true,
                ("text", "false") => asked.text = false,
                ("text", _) => return Err(wrong("text", "true or false")),
                ("code", "vc-2021" | "vc-2026") => asked.options.profile.code = value,
                ("code", _) => return Err(wrong("code", "vc-2021 or vc-2026")),
                ("strictness", value) => {
                    asked.options.profile.strictness = Strictness::from_id(value)
                        .ok_or_else(|| wrong("strictness", "realistic-2023 or strict-2018"))?;
                }
                ("as_of", value) => {
                    let day = value.parse().map_err(|_| wrong("as_of", "a day such as 2026-05-01"))?;
                    asked.options.as_of = Some(day);
                }
                _ => {
                    return Err(unknown("positions, text, code, strictness and as_of"));
                }
            }
        }
        asked.options.with_text = true;
        Ok(asked)
    }

    /// The assessment as this request wants it.
    pub fn dress(&self, mut assessment: Assessment) -> Assessment {
        let Some(text) = assessment.text.take() else { return assessment };
        if self.utf16 {
            assessment = assessment.in_utf16(&text);
        }
        if self.text {
            assessment.text = Some(text);
        }
        assessment
    }
}

/// 400 for a parameter with a value that it cannot have.
fn wrong(name: &str, values: &str) -> Problem {
    Problem::new(StatusCode::BAD_REQUEST, format!("The parameter {name} takes {values}."))
}

/// 400 for a parameter that is not known.
pub fn unknown(known: &str) -> Problem {
    Problem::new(StatusCode::BAD_REQUEST, format!("A parameter is not known; there are {known}."))
}

/// The names and values of a query, decoded.
///
/// # Errors
/// 400 where it cannot be decoded, or a name stands twice.
pub fn pairs(RawQuery(query): &RawQuery) -> Result<Vec<(String, String)>, Problem> {
    let bad = || Problem::new(StatusCode::BAD_REQUEST, "The parameters of the address cannot be decoded.");
    let mut pairs: Vec<(String, String)> = Vec::new();
    for pair in query.as_deref().unwrap_or_default().split('&').filter(|p| !p.is_empty()) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let (name, value) = (decoded(name).ok_or_else(bad)?, decoded(value).ok_or_else(bad)?);
        if pairs.iter().any(|(known, _)| *known == name) {
            return Err(Problem::new(StatusCode::BAD_REQUEST, "A parameter stands twice."));
        }
        pairs.push((name, value));
    }
    Ok(pairs)
}

/// A percent-encoded piece of an address as text; none where it is broken.
pub fn decoded(piece: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(piece.len());
    let mut rest = piece.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'+' => b' ',
            b'%' => {
                let high = char::from(rest.next()?).to_digit(16)?;
                let low = char::from(rest.next()?).to_digit(16)?;
                u8::try_from(high * 16 + low).ok()?
            }
            byte => byte,
        });
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::decoded;

    #[test]
    fn decodes_what_browsers_encode() {
        assert_eq!(decoded("a+b%20c%c3%a9%26").as_deref(), Some("a b c\u{e9}&"));
        for broken in ["%", "%4", "%zz", "%ff"] {
            assert_eq!(decoded(broken), None, "{broken}");
        }
    }
}
