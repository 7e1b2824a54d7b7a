//! `lettermark serve`: the API and the page.

use super::common::{EngineArgs, Exit, Loaded};
use crate::assessment::Engine;
use crate::error::Error;
use crate::serve::{self, Settings, Tokens};
use clap::Args;
use std::net::SocketAddr;
use std::path::PathBuf;

#[derive(Args)]
pub struct ServeArgs {
    /// Where to serve.
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:8080")]
    bind: SocketAddr,
    /// Who may use the API: a file with one client a line, its name and the SHA-256 of its token
    /// (`printf %s TOKEN | sha256sum`).
    #[arg(long, value_name = "FILE")]
    tokens: Option<PathBuf>,
    /// Serve beyond this machine without a list of clients.
    #[arg(long)]
    open_to_all: bool,
    /// Assessments that run at once [default: one a core].
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256))]
    workers: Option<u16>,
    /// Write the log as JSON.
    #[arg(long)]
    log_json: bool,
    #[command(flatten)]
    engine: EngineArgs,
}

pub fn run(args: ServeArgs) -> anyhow::Result<Exit> {
    let mut settings = Settings { options: args.engine.options()?, ..Settings::default() };
    settings.tokens = args.tokens.as_deref().map(Tokens::read).transpose()?;
    if let Some(workers) = args.workers {
        settings.workers = usize::from(workers);
    }
    if !args.bind.ip().is_loopback() && settings.tokens.is_none() && !args.open_to_all {
        return Err(Error::usage(format!("{} can be reached from other machines", args.bind.ip()))
            .remedy("give a list of clients with --tokens, or --open-to-all if everybody there may use it")
            .into());
    }
    let engine: &'static Engine = match args.engine.engine()? {
        Loaded::Embedded(engine) => engine,
        // Lives as long as the process, like the embedded one.
        Loaded::Own(engine) => Box::leak(engine),
    };
    log(args.log_json);
    // The standard hook prints what the panic says, and that may quote a letter: the place is enough.
    std::panic::set_hook(Box::new(|info| {
        let place = info.location().map(|l| format!("{}:{}", l.file(), l.line())).unwrap_or_default();
        tracing::error!(place, "a fault in the program");
    }));
    serve::run(engine, args.bind, settings, |address| {
        eprintln!("lettermark: serving at http://{address}/ (stop with Ctrl-C)");
    })?;
    Ok(Exit::Done)
}

/// Lengths, timings and statuses to standard error; never what a letter says.
fn log(json: bool) {
    // Other crates' own lines could hold parts of requests: only ours are written.
    let ours = tracing_subscriber::EnvFilter::new("off,lettermark=info");
    let log = tracing_subscriber::fmt().with_env_filter(ours).with_writer(std::io::stderr).with_target(false);
    // A second logger in one process is a fault of ours that must not stop the server.
    let _ = if json { log.json().try_init() } else { log.with_ansi(false).try_init() };
}
