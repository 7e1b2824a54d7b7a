//! Connections under a limit of number and of time: whoever sends or reads too slowly is cut off.

use axum::serve::Listener;
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, Sleep, sleep};

/// A listener whose connections are counted and timed.
#[derive(Debug)]
pub struct Bounded {
    inner: TcpListener,
    places: Arc<Semaphore>,
    times: Times,
}

/// How long a connection may take.
#[derive(Copy, Clone, Debug)]
pub struct Times {
    /// From the first byte of a request, or from the opening, to the first byte of the answer.
    pub request: Duration,
    /// Between two requests.
    pub idle: Duration,
    /// For the reader to take any part of what waits for it.
    pub write: Duration,
}

impl Bounded {
    /// A listener that holds so many connections at once; further ones wait unaccepted.
    pub fn new(inner: TcpListener, connections: usize, times: Times) -> Bounded {
        Bounded { inner, places: Arc::new(Semaphore::new(connections.max(1))), times }
    }
}

impl Listener for Bounded {
    type Io = Timed<TcpStream>;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        // The semaphore is never closed; were it, the connection would only go uncounted.
        let place = Arc::clone(&self.places).acquire_owned().await.ok();
        let (stream, address) = Listener::accept(&mut self.inner).await;
        // Answers are small and written at once: waiting to fill a packet only costs time.
        let _ = stream.set_nodelay(true);
        (Timed::new(stream, self.times, place), address)
    }

    fn local_addr(&self) -> io::Result<Self::Addr> {
        self.inner.local_addr()
    }
}

/// A connection that fails when its time is over.
#[derive(Debug)]
pub struct Timed<S> {
    inner: S,
    times: Times,
    reading: Pin<Box<Sleep>>,
    writing: Option<Pin<Box<Sleep>>>,
    /// Whether bytes of a request have come to which nothing is answered yet.
    asked: bool,
    _place: Option<OwnedSemaphorePermit>,
}

impl<S> Timed<S> {
    fn new(inner: S, times: Times, place: Option<OwnedSemaphorePermit>) -> Timed<S> {
        Timed {
            inner,
            times,
            reading: Box::pin(sleep(times.request)),
            writing: None,
            asked: false,
            _place: place,
        }
    }

    fn wrote(&mut self) {
        self.writing = None;
        self.asked = false;
        self.reading.as_mut().reset(Instant::now() + self.times.idle);
    }

    fn waits_to_write(&mut self, cx: &mut Context<'_>) -> Poll<io::Error> {
        let limit = self.times.write;
        let timer = self.writing.get_or_insert_with(|| Box::pin(sleep(limit)));
        timer.as_mut().poll(cx).map(|()| io::ErrorKind::TimedOut.into())
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Timed<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let this = &mut *self;
        let before = buffer.filled().len();
        if let Poll::Ready(result) = Pin::new(&mut this.inner).poll_read(cx, buffer) {
            // The clock of a request starts with its first byte and is not put back by the next ones, so a
            // byte now and then does not keep a connection.
            if buffer.filled().len() > before && !this.asked {
                this.asked = true;
                this.reading.as_mut().reset(Instant::now() + this.times.request);
            }
            return Poll::Ready(result);
        }
        this.reading.as_mut().poll(cx).map(|()| Err(io::ErrorKind::TimedOut.into()))
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Timed<S> {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let this = &mut *self;
        match Pin::new(&mut this.inner).poll_write(cx, bytes) {
            Poll::Ready(result) => {
                this.wrote();
                Poll::Ready(result)
            }
            Poll::Pending => this.waits_to_write(cx).map(Err),
        }
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_shutdown(cx)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        parts: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let this = &mut *self;
        match Pin::new(&mut this.inner).poll_write_vectored(cx, parts) {
            Poll::Ready(result) => {
                this.wrote();
                Poll::Ready(result)
            }
            Poll::Pending => this.waits_to_write(cx).map(Err),
        }
    }

    fn is_write_vectored(&self) -> bool {
        self.inner.is_write_vectored()
    }
}
