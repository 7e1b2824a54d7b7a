//! What surrounds every request: its id, its client, its line in the log, and the headers of its answer.

use super::App;
use super::problem::{MEDIA_TYPE, Problem};
use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

/// The header that names a request, in both directions.
pub const REQUEST_ID: &str = "x-request-id";

/// Nothing from elsewhere, no frame, no form that sends itself.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; \
img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// Headers of every answer.
const HEADERS: [(&str, &str); 7] = [
    ("content-security-policy", POLICY),
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("referrer-policy", "no-referrer"),
    ("cross-origin-resource-policy", "same-origin"),
    ("permissions-policy", "camera=(), geolocation=(), microphone=()"),
    ("cache-control", "no-store"),
];

/// Names of requests: unlike one another, and those of two runs too.
#[derive(Debug)]
pub struct Ids {
    seed: String,
    next: AtomicU64,
}

impl Ids {
    /// A new row of names.
    pub fn new() -> Ids {
        let now = jiff::Timestamp::now().as_nanosecond();
        Ids { seed: format!("{now} {}", std::process::id()), next: AtomicU64::new(0) }
    }

    fn next(&self) -> String {
        let n = self.next.fetch_add(1, Ordering::Relaxed);
        let hash = Sha256::digest(format!("{} {n}", self.seed));
        hash.iter().take(8).map(|b| format!("{b:02x}")).collect()
    }
}

impl Default for Ids {
    fn default() -> Ids {
        Ids::new()
    }
}

/// Takes a request in, names it, asks who sends it, and sees its answer out.
pub async fn around(State(app): State<App>, request: Request, next: Next) -> Response {
    let begun = Instant::now();
    let id = given_id(request.headers()).unwrap_or_else(|| app.ids.next());
    let method = request.method().clone();
    // The pattern, not the path as sent: a path could hold anything.
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or_else(|| "none".to_owned(), |path| path.as_str().to_owned());
    let (client, refusal) = who(&app, &request);
    let response = match refusal {
        Some(problem) => problem.into_response(),
        None => next.run(request).await,
    };
    let mut response = as_problem(response);
    let status = response.status();
    let headers = response.headers_mut();
    for (name, value) in HEADERS {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    if let Ok(value) = HeaderValue::from_str(&id) {
        headers.insert(HeaderName::from_static(REQUEST_ID), value);
    }
    // A body that was not read to its end leaves a connection on which nothing more can be asked.
    let unread = matches!(status, StatusCode::PAYLOAD_TOO_LARGE | StatusCode::REQUEST_TIMEOUT);
    if unread || *app.stop.borrow() {
        headers.insert(header::CONNECTION, HeaderValue::from_static("close"));
    }
    tracing::info!(
        request = %id,
        client = client.as_deref().unwrap_or("-"),
        method = %method,
        route = %route,
        status = status.as_u16(),
        milliseconds = u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX),
    );
    response
}

/// The caller's own name for the request, where it is a harmless one.
fn given_id(headers: &HeaderMap) -> Option<String> {
    let id = headers.get(REQUEST_ID)?.to_str().ok()?;
    let harmless = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    ((1..=64).contains(&id.len()) && id.chars().all(harmless)).then(|| id.to_owned())
}

/// The client's name, and why it is refused, where it is.
fn who(app: &App, request: &Request) -> (Option<String>, Option<Problem>) {
    if !request.uri().path().starts_with("/v1/") {
        return (None, None);
    }
    let headers = request.headers();
    // A browser says where a request comes from. Another site has no business here.
    if headers.get("sec-fetch-site").is_some_and(|site| site == "cross-site") {
        let refused = "Requests from the pages of another site are refused.";
        return (None, Some(Problem::new(StatusCode::FORBIDDEN, refused)));
    }
    let Some(tokens) = &app.settings.tokens else { return (None, None) };
    let token = headers.get(header::AUTHORIZATION).and_then(|v| v.to_str().ok()).and_then(|value| {
        let (scheme, token) = value.split_once(' ')?;
        scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
    });
    match token.and_then(|token| tokens.client(token)) {
        Some(client) => (Some(client.to_owned()), None),
        None => {
            let refused = "Send the token that you were given: `Authorization: Bearer TOKEN`.";
            (None, Some(Problem::new(StatusCode::UNAUTHORIZED, refused)))
        }
    }
}

/// An error that has another shape (the router's own, or a library's) in the one shape.
fn as_problem(response: Response) -> Response {
    let status = response.status();
    let is_error = status.is_client_error() || status.is_server_error();
    let is_problem = response.headers().get(header::CONTENT_TYPE).is_some_and(|t| t == MEDIA_TYPE);
    if !is_error || is_problem {
        return response;
    }
    let mut problem = Problem::of_status(status).into_response();
    if let Some(allow) = response.headers().get(header::ALLOW) {
        problem.headers_mut().insert(header::ALLOW, allow.clone());
    }
    problem
}
