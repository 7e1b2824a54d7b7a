//! Who may work and who must come again: bounded workers off the async threads, bounded bytes in memory.

use super::problem::Problem;
use crate::limits;
use axum::http::StatusCode;
use std::sync::Arc;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Bytes that one unit of the memory budget stands for.
const UNIT: usize = 64 * 1024;

/// The bounds of one server.
#[derive(Clone, Debug)]
pub struct Work {
    /// Requests that may work or wait; beyond them the server refuses.
    admitted: Arc<Semaphore>,
    /// Assessments that run at once.
    workers: Arc<Semaphore>,
    /// Bytes of request bodies held at once, in units of [`UNIT`].
    memory: Arc<Semaphore>,
    count: usize,
}

/// A place among the admitted; gives it back when dropped.
#[derive(Debug)]
pub struct Admitted {
    _place: OwnedSemaphorePermit,
}

impl Work {
    /// Bounds for so many workers and so many bytes of bodies. None waits for another's letter: one takes
    /// milliseconds, so whoever is refused soon finds a place, and whoever is admitted is answered in about
    /// the time that the work takes.
    pub fn new(workers: usize, body_bytes: usize) -> Work {
        let workers = workers.max(1);
        Work {
            admitted: Arc::new(Semaphore::new(workers)),
            workers: Arc::new(Semaphore::new(workers)),
            memory: Arc::new(Semaphore::new((body_bytes / UNIT).max(1))),
            count: workers,
        }
    }

    /// How many assessments run at once.
    pub fn workers(&self) -> usize {
        self.count
    }

    /// A place for one request.
    ///
    /// # Errors
    /// 503 where all are taken.
    pub fn admit(&self) -> Result<Admitted, Problem> {
        Arc::clone(&self.admitted)
            .try_acquire_owned()
            .map(|place| Admitted { _place: place })
            .map_err(|_| Problem::busy("All workers are taken. Try again after the time given.", 1))
    }

    /// Room for a body of so many bytes, until the guard is dropped.
    ///
    /// # Errors
    /// 503 where the bodies of other requests take it.
    pub fn room(&self, bytes: usize) -> Result<OwnedSemaphorePermit, Problem> {
        let units = u32::try_from(bytes.min(limits::FILE_BYTES).div_ceil(UNIT).max(1)).unwrap_or(u32::MAX);
        Arc::clone(&self.memory)
            .try_acquire_many_owned(units)
            .map_err(|_| Problem::busy("Too many large requests at once. Try again after the time given.", 2))
    }

    /// Runs work on a thread of its own, at most so many at once as there are workers.
    ///
    /// # Errors
    /// 500 where the work failed by a fault of the program; other requests are not touched.
    pub async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Problem> {
        let fault = || Problem::of_status(StatusCode::INTERNAL_SERVER_ERROR);
        let worker = Arc::clone(&self.workers).acquire_owned().await.map_err(|_| fault())?;
        tokio::task::spawn_blocking(move || {
            // Held by the work itself: a caller who goes away does not free a worker that still runs.
            let _worker = worker;
            work()
        })
        .await
        .map_err(|_| fault())
    }
}
