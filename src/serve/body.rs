//! A request's body, read under a limit of bytes and of time.

use super::App;
use super::problem::Problem;
use crate::limits;
use axum::body::{Body, Bytes};
use axum::extract::{FromRequest, Multipart};
use axum::http::{HeaderMap, Request, StatusCode, header};
use futures_util::StreamExt;
use tokio::sync::OwnedSemaphorePermit;

/// A body read whole, and the room that it takes.
#[derive(Debug)]
pub struct Held {
    /// The bytes.
    pub bytes: Bytes,
    _room: OwnedSemaphorePermit,
}

/// Reads the whole body.
///
/// # Errors
/// 413 where it is larger than a request may be, 408 where it comes too slowly, 503 where there is no room,
/// 400 where the connection breaks off.
pub async fn read(app: &App, headers: &HeaderMap, body: Body) -> Result<Held, Problem> {
    let too_large = || Problem::of_status(StatusCode::PAYLOAD_TOO_LARGE);
    let told = match headers.get(header::CONTENT_LENGTH) {
        Some(length) => Some(length.to_str().ok().and_then(|l| l.parse::<u64>().ok()).ok_or_else(|| {
            Problem::new(StatusCode::BAD_REQUEST, "The Content-Length header is not a number.")
        })?),
        None => None,
    };
    let most = limits::FILE_BYTES;
    let expected = match told {
        Some(length) => usize::try_from(length).ok().filter(|l| *l <= most).ok_or_else(too_large)?,
        None => most,
    };
    let room = app.work.room(expected)?;
    let reading = async {
        let mut stream = body.into_data_stream();
        let mut bytes = Vec::new();
        while let Some(chunk) = stream.next().await {
            let chunk = chunk.map_err(|_| Problem::new(StatusCode::BAD_REQUEST, "The body broke off."))?;
            if bytes.len() + chunk.len() > most {
                return Err(too_large());
            }
            bytes.extend_from_slice(&chunk);
        }
        Ok(Bytes::from(bytes))
    };
    let bytes = tokio::time::timeout(app.settings.body_time, reading).await.map_err(|_| {
        Problem::new(StatusCode::REQUEST_TIMEOUT, "The body came too slowly and was not read to its end.")
    })??;
    Ok(Held { bytes, _room: room })
}

/// The media type of a body, in small letters, without its parameters; empty where none is given.
pub fn media_type(headers: &HeaderMap) -> String {
    let value = headers.get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or_default();
    value.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// Refuses a body of another media type than these.
///
/// # Errors
/// 415.
pub fn must_be(headers: &HeaderMap, types: &[&str]) -> Result<(), Problem> {
    if types.contains(&media_type(headers).as_str()) {
        return Ok(());
    }
    Err(Problem::new(
        StatusCode::UNSUPPORTED_MEDIA_TYPE,
        format!("Send the body with Content-Type {}.", types.join(" or ")),
    ))
}

/// An uploaded file and the fields beside it.
#[derive(Debug, Default)]
pub struct Form {
    /// The file's name as the caller gave it, without folders.
    pub name: Option<String>,
    /// Its bytes.
    pub file: Vec<u8>,
    /// The case facts, by column name.
    pub fields: Vec<(String, String)>,
}

/// Fields that a form may have beside its file.
const FIELDS: usize = 100;

/// Reads a `multipart/form-data` body that is already held: one part `file`, and case facts as text fields.
///
/// # Errors
/// 400 where it is broken, 422 where it has no file, or two.
pub async fn form(headers: &HeaderMap, held: &Held) -> Result<Form, Problem> {
    let broken = || Problem::new(StatusCode::BAD_REQUEST, "The multipart body is broken.");
    let mut request = Request::new(Body::from(held.bytes.clone()));
    if let Some(kind) = headers.get(header::CONTENT_TYPE) {
        request.headers_mut().insert(header::CONTENT_TYPE, kind.clone());
    }
    request.extensions_mut().insert(axum::extract::DefaultBodyLimit::disable());
    let mut parts = Multipart::from_request(request, &()).await.map_err(|_| {
        Problem::new(StatusCode::BAD_REQUEST, "The Content-Type header names no boundary between the parts.")
    })?;
    let mut form = Form::default();
    let mut has_file = false;
    while let Some(part) = parts.next_field().await.map_err(|_| broken())? {
        let Some(name) = part.name().map(str::to_owned) else { return Err(broken()) };
        if !is_name(&name) {
            return Err(Problem::new(
                StatusCode::UNPROCESSABLE_ENTITY,
                "A field's name must begin with a letter and hold only letters, digits and `_`.",
            ));
        }
        if name == "file" {
            if has_file {
                return Err(Problem::new(
                    StatusCode::UNPROCESSABLE_ENTITY,
                    "There is more than one part called `file`; send one letter at a time.",
                ));
            }
            has_file = true;
            form.name = part.file_name().map(last_name).filter(|n| !n.is_empty());
            form.file = part.bytes().await.map_err(|_| broken())?.to_vec();
        } else {
            if form.fields.len() == FIELDS {
                return Err(Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "There are too many fields."));
            }
            form.fields.push((name, part.text().await.map_err(|_| broken())?));
        }
    }
    if has_file {
        Ok(form)
    } else {
        Err(Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "There is no part called `file`."))
    }
}

/// Other names do not come through the header of a part unharmed: quotes and line ends are written in
/// different ways by different clients.
fn is_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
}

/// A file's name without the folders that some programs send, and without control characters.
fn last_name(name: &str) -> String {
    name.rsplit(['/', '\\'])
        .next()
        .unwrap_or_default()
        .chars()
        .filter(|c| !c.is_control())
        .take(200)
        .collect()
}
