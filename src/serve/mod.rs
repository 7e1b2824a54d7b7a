//! The same assessment over HTTP: an API for offices and a page for people.
//!
//! Nothing is stored, no letter's text reaches the log, and the work is bounded: see [`Settings`].

mod around;
mod asked;
mod body;
mod letters;
mod listen;
pub mod openapi;
mod page;
pub mod problem;
mod rules;
mod tokens;
mod work;

pub use letters::Marked;
pub use tokens::Tokens;

use crate::assessment::{Engine, Options};
use crate::error::{Error, Result};
use crate::limits;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use problem::Problem;
use serde::Serialize;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::{Semaphore, watch};
use tower_http::catch_panic::CatchPanicLayer;
use utoipa::ToSchema;

/// How one server works.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The profile and the day, where a request does not choose.
    pub options: Options,
    /// Assessments that run at once; further requests are refused.
    pub workers: usize,
    /// Bytes of request bodies held at once.
    pub body_bytes: usize,
    /// How long a body may take to come.
    pub body_time: Duration,
    /// How long a request may take from its first byte to the first byte of its answer.
    pub request_time: Duration,
    /// How long a connection is kept between two requests.
    pub idle_time: Duration,
    /// Connections held at once; further ones wait.
    pub connections: usize,
    /// How long a client may take to read any part of an answer.
    pub write_time: Duration,
    /// How long a connection whose last answer is out is still read, so that the client can take the answer.
    pub linger: Duration,
    /// How long connections are kept for requests that are on their way when the server is told to stop.
    pub farewell: Duration,
    /// How long requests that are at work when the server is told to stop may take.
    pub grace: Duration,
    /// Who may use the API; everybody who can reach it where none is given.
    pub tokens: Option<Tokens>,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            options: Options::default(),
            workers: std::thread::available_parallelism().map_or(2, usize::from),
            body_bytes: 10 * limits::FILE_BYTES,
            body_time: Duration::from_secs(30),
            // A body may take its time, and then the work.
            request_time: Duration::from_secs(90),
            idle_time: Duration::from_secs(75),
            connections: 1024,
            write_time: Duration::from_secs(30),
            linger: Duration::from_secs(2),
            farewell: Duration::from_secs(2),
            grace: Duration::from_secs(60),
            tokens: None,
        }
    }
}

/// What every request shares.
#[derive(Clone, Debug)]
struct App {
    engine: &'static Engine,
    settings: Arc<Settings>,
    work: work::Work,
    /// Batches that may run at once.
    batches: Arc<Semaphore>,
    ids: Arc<around::Ids>,
    /// Whether the server was told to stop.
    stop: watch::Receiver<bool>,
}

/// The whole service, to be served or to be called in a test.
pub fn router(engine: &'static Engine, settings: Settings) -> Router {
    // Without a sender nothing says stop, and the value stays as it is.
    routes(engine, settings, watch::channel(false).1)
}

fn routes(engine: &'static Engine, settings: Settings, stop: watch::Receiver<bool>) -> Router {
    let app = App {
        engine,
        work: work::Work::new(settings.workers, settings.body_bytes),
        batches: Arc::new(Semaphore::new(settings.workers.max(1))),
        settings: Arc::new(settings),
        ids: Arc::new(around::Ids::new()),
        stop,
    };
    Router::new()
        .route("/v1/assessments", post(letters::one))
        .route("/v1/assessments:file", post(letters::file))
        .route("/v1/assessments:batch", post(letters::batch))
        .route("/v1/markup", post(letters::markup))
        .route("/v1/rules", get(rules::list))
        .route("/v1/rules/{id}", get(rules::one))
        .route("/v1/duties/due", get(rules::duties))
        .route("/healthz", get(health))
        .route("/openapi.json", get(description))
        .merge(page::routes())
        .fallback(async || Problem::of_status(StatusCode::NOT_FOUND))
        .layer(CatchPanicLayer::custom(|_: Box<dyn std::any::Any + Send>| {
            // What the panic says may quote a letter; it goes nowhere.
            Problem::of_status(StatusCode::INTERNAL_SERVER_ERROR).into_response()
        }))
        .layer(axum::middleware::from_fn_with_state(app.clone(), around::around))
        .with_state(app)
}

/// That the server is there, and with which program and data.
#[derive(Clone, Debug, Serialize, ToSchema)]
struct Health {
    /// Always `ok`.
    status: &'static str,
    /// The program's version.
    version: &'static str,
    /// The hash of its lexicons.
    lexicons: String,
}

/// Says that the server is there.
#[utoipa::path(
    get, path = "/healthz", tag = "service", operation_id = "health",
    responses((status = 200, description = "It is there.", body = Health)),
)]
async fn health(axum::extract::State(app): axum::extract::State<App>) -> Response {
    Json(Health {
        status: "ok",
        version: env!("CARGO_PKG_VERSION"),
        lexicons: app.engine.files().hash().to_owned(),
    })
    .into_response()
}

async fn description() -> Response {
    Json(openapi::describe()).into_response()
}

/// Serves until the process is told to stop (SIGTERM or Ctrl-C), then answers what it has accepted.
///
/// `ready` is called with the address once connections are taken.
///
/// # Errors
/// Where the address cannot be bound, or the server fails.
pub fn run(
    engine: &'static Engine,
    address: SocketAddr,
    settings: Settings,
    ready: impl FnOnce(SocketAddr),
) -> Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|e| Error::failed(format!("the server cannot start ({})", e.kind())))?;
    let result = runtime.block_on(async {
        let failed = |e: std::io::Error| {
            let why = match e.kind() {
                std::io::ErrorKind::AddrInUse => "the port is taken".to_owned(),
                std::io::ErrorKind::PermissionDenied => {
                    "this port needs rights that you do not have".to_owned()
                }
                std::io::ErrorKind::AddrNotAvailable => "this machine has no such address".to_owned(),
                kind => kind.to_string(),
            };
            Error::failed(format!("cannot serve at {address}: {why}"))
                .remedy("give another address with --bind, such as 127.0.0.1:8090")
        };
        let listener = TcpListener::bind(address).await.map_err(failed)?;
        let bound = listener.local_addr().map_err(failed)?;
        let mut signals = signals()?;
        ready(bound);
        until(engine, listener, settings, async move { signals.recv().await }).await
    });
    // Work that a closed connection left behind is not waited for.
    runtime.shutdown_background();
    result
}

/// Serves until `stop` is done, then answers what it has accepted.
///
/// # Errors
/// Where the server fails, or requests are not answered in the time that [`Settings::grace`] gives.
pub async fn until(
    engine: &'static Engine,
    listener: TcpListener,
    settings: Settings,
    stop: impl Future<Output = ()> + Send + 'static,
) -> Result<()> {
    let failed = |e: std::io::Error| Error::failed(format!("the server failed ({})", e.kind()));
    let (grace, farewell) = (settings.grace, settings.farewell);
    let times = listen::Times {
        request: settings.request_time,
        idle: settings.idle_time,
        write: settings.write_time,
        linger: settings.linger,
    };
    let (tell_stopping, stopping) = watch::channel(false);
    let (all_closed, open) = watch::channel(());
    let listener = listen::Bounded::new(listener, settings.connections, times, stopping.clone(), open)
        .map_err(failed)?;
    let (tell, told) = tokio::sync::oneshot::channel::<()>();
    let app = routes(engine, settings, stopping);
    let server = axum::serve(listener, app).with_graceful_shutdown(async move {
        stop.await;
        tracing::info!("stopping: accepted requests are answered");
        // In two steps, because the library closes a connection on which it has read nothing yet, whether or
        // not a request lies in it. First the listener is closed, and each answer tells its client that the
        // connection ends; only those that stay silent for a while are closed unasked.
        tell_stopping.send_replace(true);
        let _ = tokio::time::timeout(farewell, all_closed.closed()).await;
        let _ = tell.send(());
    });
    let overdue = async {
        if told.await.is_err() {
            std::future::pending::<()>().await;
        }
        tokio::time::sleep(grace).await;
    };
    tokio::select! {
        result = server => result.map_err(failed),
        () = overdue => Err(Error::failed("some requests were not answered in time and were broken off")),
    }
}

/// The signals that ask a process to stop.
struct Stop {
    #[cfg(unix)]
    term: tokio::signal::unix::Signal,
}

impl Stop {
    async fn recv(&mut self) {
        #[cfg(unix)]
        tokio::select! {
            _ = self.term.recv() => {}
            _ = tokio::signal::ctrl_c() => {}
        }
        #[cfg(not(unix))]
        let _ = tokio::signal::ctrl_c().await;
    }
}

fn signals() -> Result<Stop> {
    Ok(Stop {
        #[cfg(unix)]
        term: tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())
            .map_err(|e| Error::failed(format!("signals cannot be listened for ({})", e.kind())))?,
    })
}
