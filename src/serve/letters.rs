//! Letters in, assessments out: one as JSON, one as a file, many as JSON lines.

use super::App;
use super::asked::Asked;
use super::body::{self, Held};
use super::problem::Problem;
use crate::assessment::input::Input;
use crate::assessment::{Assessment, Engine};
use crate::document::Letter;
use crate::error::{Error, Result as LetterResult};
use crate::facts::CaseFacts;
use crate::ingest::{self, Source};
use crate::limits;
use crate::report::markup::Markup;
use axum::Json;
use axum::body::{Body, Bytes};
use axum::extract::{RawQuery, Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use futures_util::StreamExt;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

/// Media types of JSON lines.
const LINES: [&str; 3] = ["application/x-ndjson", "application/jsonl", "application/x-jsonlines"];

/// One letter to assess, with what is known of the case.
#[derive(Debug)]
enum Posted {
    Text(String),
    Bytes(Vec<u8>),
}

/// A letter and its facts as they came in.
#[derive(Debug)]
struct Draft {
    posted: Posted,
    facts: CaseFacts,
    file: Option<String>,
}

impl Draft {
    /// The same reading as the command line's, by the same limits.
    fn source(self) -> LetterResult<(Source, CaseFacts, Option<String>)> {
        let source = match self.posted {
            Posted::Bytes(bytes) => ingest::read(&bytes)?,
            Posted::Text(text) if text.trim().is_empty() => {
                return Err(Error::letter("is empty").remedy("give the text of a letter"));
            }
            Posted::Text(text) => Source::from_text(text),
        };
        Ok((source, self.facts, self.file))
    }
}

/// An assessment and the letter as a trainer would mark it up.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Marked {
    /// The assessment.
    pub assessment: Assessment,
    /// The letter as laid out, its notes, and the ratings in a reader's words.
    pub markup: Markup,
}

/// Assesses one letter given as JSON.
#[utoipa::path(
    post, path = "/v1/assessments", tag = "letters", operation_id = "assess",
    params(super::openapi::Choices),
    request_body(content = super::openapi::LetterWithFacts, content_type = "application/json"),
    responses(
        (status = 200, description = "The assessment.", body = Assessment),
        super::openapi::LetterProblems,
    ),
)]
pub async fn one(State(app): State<App>, query: RawQuery, request: Request) -> Result<Response, Problem> {
    let asked = Asked::read(&app, &query)?;
    let (parts, body) = request.into_parts();
    body::must_be(&parts.headers, &["application/json"])?;
    let held = body::read(&app, &parts.headers, body).await?;
    let draft = from_json(&held)?;
    let assessment = assess(&app, held, draft, asked, |_, _, assessment| assessment).await?;
    Ok(Json(assessment).into_response())
}

/// Assesses one letter uploaded as a file, text or Word.
#[utoipa::path(
    post, path = "/v1/assessments:file", tag = "letters", operation_id = "assessFile",
    params(super::openapi::Choices),
    request_body(content = super::openapi::FileWithFacts, content_type = "multipart/form-data"),
    responses(
        (status = 200, description = "The assessment.", body = Assessment),
        super::openapi::LetterProblems,
    ),
)]
pub async fn file(State(app): State<App>, query: RawQuery, request: Request) -> Result<Response, Problem> {
    let asked = Asked::read(&app, &query)?;
    let (parts, body) = request.into_parts();
    body::must_be(&parts.headers, &["multipart/form-data"])?;
    let held = body::read(&app, &parts.headers, body).await?;
    let draft = from_form(&parts.headers, &held).await?;
    let assessment = assess(&app, held, draft, asked, |_, _, assessment| assessment).await?;
    Ok(Json(assessment).into_response())
}

/// Assesses one letter and lays it out with its notes, as the page shows it. Takes JSON or a file.
#[utoipa::path(
    post, path = "/v1/markup", tag = "letters", operation_id = "markUp",
    params(super::openapi::Choices),
    request_body(content(
        (super::openapi::LetterWithFacts = "application/json"),
        (super::openapi::FileWithFacts = "multipart/form-data"),
    )),
    responses(
        (status = 200, description = "The assessment and the marked-up letter.", body = Marked),
        super::openapi::LetterProblems,
    ),
)]
pub async fn markup(State(app): State<App>, query: RawQuery, request: Request) -> Result<Response, Problem> {
    let asked = Asked::read(&app, &query)?;
    let (parts, body) = request.into_parts();
    body::must_be(&parts.headers, &["application/json", "multipart/form-data"])?;
    let held = body::read(&app, &parts.headers, body).await?;
    let draft = if body::media_type(&parts.headers) == "application/json" {
        from_json(&held)?
    } else {
        from_form(&parts.headers, &held).await?
    };
    let dress = asked.clone();
    let marked = assess(&app, held, draft, asked, move |engine, letter, assessment| Marked {
        markup: Markup::of(engine, letter, &assessment, None),
        assessment: dress.dress(assessment),
    })
    .await?;
    Ok(Json(marked).into_response())
}

fn from_json(held: &Held) -> Result<Draft, Problem> {
    let value: Value = serde_json::from_slice(&held.bytes).map_err(|e| {
        // The parser's own message may quote the letter; the place does not.
        let place = format!("The body is not valid JSON (line {}, column {}).", e.line(), e.column());
        Problem::new(StatusCode::BAD_REQUEST, place)
    })?;
    let Input { text, facts } = Input::from_value(value)?;
    if text.len() > limits::TEXT_BYTES {
        return Err(Problem::new(
            StatusCode::PAYLOAD_TOO_LARGE,
            "The text is longer than the 1 MB that a letter may have.",
        ));
    }
    Ok(Draft { posted: Posted::Text(text), file: facts.file.clone(), facts })
}

async fn from_form(headers: &HeaderMap, held: &Held) -> Result<Draft, Problem> {
    let form = body::form(headers, held).await?;
    let facts = CaseFacts::from_fields(form.fields)?;
    Ok(Draft { posted: Posted::Bytes(form.file), file: form.name.or_else(|| facts.file.clone()), facts })
}

/// Assesses on a worker and gives `then` the letter and its assessment there too.
async fn assess<T: Dress + Send + 'static>(
    app: &App,
    held: Held,
    draft: Draft,
    asked: Asked,
    then: impl FnOnce(&Engine, &Letter, Assessment) -> T + Send + 'static,
) -> Result<T, Problem> {
    let _place = app.work.admit()?;
    let engine = app.engine;
    let done = app
        .work
        .run(move || {
            // The body's room is given back when the work is done.
            let _held = held;
            let (source, facts, file) = draft.source()?;
            let letter = Letter::read(source.clone());
            let mut assessment = engine.assess(source, &facts, &asked.options);
            if assessment.id.is_empty() {
                assessment.id = file.as_deref().map(stem).unwrap_or_default();
            }
            assessment.source.file = file;
            Ok::<T, Error>(then(engine, &letter, assessment).dress(&asked))
        })
        .await??;
    Ok(done)
}

/// What is dressed as the request wants it before it goes out.
trait Dress {
    fn dress(self, asked: &Asked) -> Self;
}

impl Dress for Assessment {
    fn dress(self, asked: &Asked) -> Assessment {
        asked.dress(self)
    }
}

impl Dress for Marked {
    fn dress(self, _: &Asked) -> Marked {
        self
    }
}

fn stem(file: &str) -> String {
    file.rsplit_once('.').map_or(file, |(stem, _)| if stem.is_empty() { file } else { stem }).to_owned()
}

/// Assesses many letters, one JSON object a line in and one assessment a line out, in the same order. A line
/// that cannot be read gets an assessment with an `error`; the others go on.
#[utoipa::path(
    post, path = "/v1/assessments:batch", tag = "letters", operation_id = "assessBatch",
    params(super::openapi::Choices),
    request_body(
        content = serde_json::Value, content_type = "application/x-ndjson",
        description = "One object a line, as for `POST /v1/assessments`; at most 20 MB.",
        example = json!("{\"id\": \"a1\", \"text\": \"Dear Ms Ward\", \"kind\": \"vcl\"}\n"),
    ),
    responses(
        (status = 200, description = "One assessment a line.", body = String,
         content_type = "application/x-ndjson"),
        super::openapi::LetterProblems,
    ),
)]
pub async fn batch(State(app): State<App>, query: RawQuery, request: Request) -> Result<Response, Problem> {
    let asked = Asked::read(&app, &query)?;
    let (parts, body) = request.into_parts();
    body::must_be(&parts.headers, &LINES)?;
    // One batch at a time for each worker: single letters find their way between a batch's lines.
    let turn = app.batches.clone().try_acquire_owned().map_err(|_| {
        Problem::busy("Other batches are being worked on. Try again after the time given.", 10)
    })?;
    // The body is read whole before the first answer: a client that does not read while it sends would
    // otherwise wait for a server that waits for it.
    let held = body::read(&app, &parts.headers, body).await?;
    if std::str::from_utf8(&held.bytes).is_err() {
        return Err(Problem::new(StatusCode::BAD_REQUEST, "The body is not UTF-8 text."));
    }
    let lines = Lines { rest: held.bytes.clone(), number: 0 };
    let ahead = app.work.workers();
    let answers = futures_util::stream::iter(lines)
        .map(move |(number, line)| {
            let (app, asked) = (app.clone(), asked.clone());
            async move {
                let (engine, options) = (app.engine, asked.options.clone());
                let worked = app.work.run(move || line_of(engine, number, &line, &asked)).await;
                let assessment = worked.unwrap_or_else(|_| {
                    let fault = "could not be assessed because of a fault in the program";
                    let error = Error::letter(format!("line {number}: {fault}"));
                    engine.failed(&format!("line-{number}"), None, &error, &CaseFacts::default(), &options)
                });
                Ok::<Bytes, std::convert::Infallible>(Bytes::from(assessment.to_json_line() + "\n"))
            }
        })
        .buffered(ahead)
        .inspect(move |_| {
            // Both are held until the last line is out.
            let _ = (&turn, &held);
        });
    let mut response = Response::new(Body::from_stream(answers));
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(LINES[0]));
    Ok(response)
}

/// One line assessed, or the reason why it could not be.
fn line_of(engine: &Engine, number: usize, line: &[u8], asked: &Asked) -> Assessment {
    let mut id = format!("line-{number}");
    let mut known = CaseFacts::default();
    let result = std::str::from_utf8(line)
        .map_err(|_| Error::letter("is not UTF-8 text"))
        .and_then(Input::from_json)
        .and_then(|Input { text, facts }| {
            if let Some(given) = &facts.id {
                id.clone_from(given);
            }
            known = facts;
            engine.assess_text(text, &known, &asked.options)
        });
    match result {
        Ok(mut assessment) => {
            assessment.id = id;
            asked.dress(assessment)
        }
        Err(e) => {
            let error = Error::letter(format!("line {number}: {e}"));
            engine.failed(&id, None, &error, &known, &asked.options)
        }
    }
}

/// The lines of a body that hold anything, with their numbers counted from 1.
struct Lines {
    rest: Bytes,
    number: usize,
}

impl Iterator for Lines {
    type Item = (usize, Bytes);

    fn next(&mut self) -> Option<(usize, Bytes)> {
        while !self.rest.is_empty() {
            let end = self.rest.iter().position(|b| *b == b'\n').unwrap_or(self.rest.len());
            let line = self.rest.split_to(end);
            if !self.rest.is_empty() {
                let _ = self.rest.split_to(1);
            }
            self.number += 1;
            let line = line.strip_prefix(b"\xef\xbb\xbf").map_or(line.clone(), |l| line.slice_ref(l));
            if !line.trim_ascii().is_empty() {
                return Some((self.number, line));
            }
        }
        None
    }
}
