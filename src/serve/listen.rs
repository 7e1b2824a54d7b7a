//! Connections under a limit of number and of time: whoever sends or reads too slowly is cut off.

use axum::serve::Listener;
use std::collections::VecDeque;
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tokio::time::{Instant, Sleep, sleep};

/// Connections that the system holds ready at most; what `TcpListener::bind` asks for.
const BACKLOG: usize = 1024;

/// A listener whose connections are counted and timed.
#[derive(Debug)]
pub struct Bounded {
    /// None once the server was told to stop.
    inner: Option<TcpListener>,
    address: SocketAddr,
    /// Connections that were ready when the server was told to stop.
    last: VecDeque<TcpStream>,
    places: Arc<Semaphore>,
    times: Times,
    stop: watch::Receiver<bool>,
    open: Option<Open>,
}

/// Held while a connection is open or may still be taken; the sender sees when all are given back.
type Open = watch::Receiver<()>;

/// How long a connection may take.
#[derive(Copy, Clone, Debug)]
pub struct Times {
    /// From the first byte of a request, or from the opening, to the first byte of the answer.
    pub request: Duration,
    /// Between two requests.
    pub idle: Duration,
    /// For the reader to take any part of what waits for it.
    pub write: Duration,
    /// After the last answer, to read away what the client still sends.
    pub linger: Duration,
}

impl Bounded {
    /// A listener that holds so many connections at once; further ones wait unaccepted. When `stop` turns true
    /// it takes those that the system holds ready, and then no more. The sender of `open` sees the last go.
    ///
    /// # Errors
    /// Where the listener's own address cannot be told.
    pub fn new(
        inner: TcpListener,
        connections: usize,
        times: Times,
        stop: watch::Receiver<bool>,
        open: watch::Receiver<()>,
    ) -> io::Result<Bounded> {
        Ok(Bounded {
            address: inner.local_addr()?,
            inner: Some(inner),
            last: VecDeque::new(),
            places: Arc::new(Semaphore::new(connections.max(1))),
            times,
            stop,
            open: Some(open),
        })
    }

    /// Closes the listener. Whoever the system has connected has been told so, and may have sent a request:
    /// closing without taking them would break them off. The system hands them out in the order in which they
    /// came, so those that were ready are among the first so many.
    fn close(&mut self) {
        // The runtime may not know yet of what came last; the system does, so it is asked directly.
        let Some(listener) = self.inner.take().and_then(|inner| inner.into_std().ok()) else { return };
        for _ in 0..=BACKLOG {
            match listener.accept() {
                Ok((stream, _)) => {
                    if stream.set_nonblocking(true).is_ok() {
                        self.last.extend(TcpStream::from_std(stream));
                    }
                }
                Err(e) if e.kind() == io::ErrorKind::WouldBlock => break,
                // One that went away while it waited.
                Err(_) => {}
            }
        }
    }

    fn timed(&self, stream: TcpStream, place: Option<OwnedSemaphorePermit>) -> Timed<TcpStream> {
        // Answers are small and written at once: waiting to fill a packet only costs time.
        let _ = stream.set_nodelay(true);
        Timed::new(stream, self.times, place, self.open.clone())
    }
}

impl Listener for Bounded {
    type Io = Timed<TcpStream>;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        let (places, stop) = (Arc::clone(&self.places), &mut self.stop);
        if let Some(inner) = &mut self.inner {
            let next = async {
                // The semaphore is never closed; were it, the connection would only go uncounted.
                let place = places.acquire_owned().await.ok();
                (Listener::accept(inner).await, place)
            };
            // A sender that is gone can no longer say stop: then there is only the next connection.
            let told = async {
                if stop.wait_for(|stop| *stop).await.is_err() {
                    std::future::pending::<()>().await;
                }
            };
            let taken = tokio::select! {
                taken = next => Some(taken),
                () = told => None,
            };
            if let Some(((stream, address), place)) = taken {
                return (self.timed(stream, place), address);
            }
            self.close();
        }
        match self.last.pop_front() {
            Some(stream) => {
                let address = stream.peer_addr().unwrap_or(self.address);
                (self.timed(stream, None), address)
            }
            None => {
                self.open = None;
                std::future::pending().await
            }
        }
    }

    fn local_addr(&self) -> io::Result<Self::Addr> {
        Ok(self.address)
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
    /// Runs from the end of the last answer.
    leaving: Option<Pin<Box<Sleep>>>,
    _place: Option<OwnedSemaphorePermit>,
    _open: Option<Open>,
}

impl<S> Timed<S> {
    fn new(inner: S, times: Times, place: Option<OwnedSemaphorePermit>, open: Option<Open>) -> Timed<S> {
        Timed {
            inner,
            times,
            reading: Box::pin(sleep(times.request)),
            writing: None,
            asked: false,
            leaving: None,
            _place: place,
            _open: open,
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

impl<S: AsyncRead + AsyncWrite + Unpin> AsyncWrite for Timed<S> {
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

    /// A connection that is closed with something unread is reset by the system, and a client that is still
    /// sending (a body that was refused before it was read) then loses the answer. So what comes is read away
    /// until the client has closed too, or for a moment.
    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let this = &mut *self;
        if this.leaving.is_none() {
            ready!(Pin::new(&mut this.inner).poll_shutdown(cx))?;
        }
        let linger = this.times.linger;
        let timer = this.leaving.get_or_insert_with(|| Box::pin(sleep(linger)));
        let mut space = [0; 8 * 1024];
        // The clock is looked at before each piece, so a client that never stops is left too.
        while timer.as_mut().poll(cx).is_pending() {
            let mut buffer = ReadBuf::new(&mut space);
            let read = ready!(Pin::new(&mut this.inner).poll_read(cx, &mut buffer));
            if read.is_err() || buffer.filled().is_empty() {
                break;
            }
        }
        Poll::Ready(Ok(()))
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
