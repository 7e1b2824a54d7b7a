//! The one shape of every error: a problem document (RFC 9457).

use crate::error::{Error, ErrorKind};
use axum::body::Body;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;

/// The media type of a problem document.
pub const MEDIA_TYPE: &str = "application/problem+json";

/// What went wrong. It never holds text of a letter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Problem {
    /// Always `about:blank`: the status says what kind of problem it is.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// The status in words.
    pub title: String,
    /// The HTTP status.
    #[schema(minimum = 400, maximum = 599)]
    pub status: u16,
    /// What is wrong with this request, and what to do about it.
    pub detail: String,
    #[serde(skip)]
    #[schema(ignore)]
    retry_after: Option<u32>,
}

impl Problem {
    /// A problem with its status and a sentence for the caller.
    pub fn new(status: StatusCode, detail: impl Into<String>) -> Problem {
        Problem {
            kind: "about:blank",
            title: status.canonical_reason().unwrap_or("Error").to_owned(),
            status: status.as_u16(),
            detail: detail.into(),
            retry_after: None,
        }
    }

    /// 503 with the seconds after which to try again.
    pub fn busy(detail: &str, seconds: u32) -> Problem {
        Problem { retry_after: Some(seconds), ..Problem::new(StatusCode::SERVICE_UNAVAILABLE, detail) }
    }

    /// The same for a status whose own text is not known, such as one made by the router.
    pub fn of_status(status: StatusCode) -> Problem {
        let detail = match status {
            StatusCode::NOT_FOUND => "There is nothing at this address; /docs lists what there is.",
            StatusCode::METHOD_NOT_ALLOWED => {
                "This address does not take this method; the Allow header says which it takes."
            }
            StatusCode::BAD_REQUEST => "The request could not be understood.",
            StatusCode::PAYLOAD_TOO_LARGE => "The body is larger than the 20 MB that a request may have.",
            StatusCode::INTERNAL_SERVER_ERROR => "A fault in the program; the letter was not assessed.",
            _ => "The request was refused.",
        };
        Problem::new(status, detail)
    }
}

impl From<Error> for Problem {
    fn from(error: Error) -> Problem {
        let status = match error.kind() {
            ErrorKind::Letter => StatusCode::UNPROCESSABLE_ENTITY,
            ErrorKind::Usage => StatusCode::BAD_REQUEST,
            ErrorKind::Failed => StatusCode::INTERNAL_SERVER_ERROR,
        };
        Problem::new(status, format!("The letter or a case fact cannot be read: {error}."))
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let body = serde_json::to_vec(&self).unwrap_or_default();
        let mut response = Response::new(Body::from(body));
        *response.status_mut() = status;
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(MEDIA_TYPE));
        if let Some(seconds) = self.retry_after {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        if status == StatusCode::UNAUTHORIZED {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        response
    }
}
