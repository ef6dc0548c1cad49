//! Server-sent events: that a device changed, and what only a browser can do for it. Conflated: a browser that
//! lags hears of the newest change only.

use std::convert::Infallible;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::watch;

use crate::devices::{Listener, Seat};
use crate::wrong::Wrong;

/// Open streams of the whole shell.
const STREAMS_MAX: usize = 128;
const KEEP_ALIVE: Duration = Duration::from_secs(15);

/// Counts the open streams.
#[derive(Clone, Default)]
pub(crate) struct Streams(Arc<AtomicUsize>);

impl Streams {
    fn enter(&self) -> Option<Place> {
        let place = Place(Arc::clone(&self.0));
        (self.0.fetch_add(1, Ordering::Relaxed) < STREAMS_MAX).then_some(place)
    }
}

/// One open stream; gives its place back when dropped.
struct Place(Arc<AtomicUsize>);

impl Drop for Place {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

struct Stream {
    listener: Listener,
    stop: watch::Receiver<bool>,
    _place: Place,
}

/// Tells a browser of every change until it goes or the shell stops.
pub(crate) fn open(
    seat: Arc<Seat>,
    streams: &Streams,
    stop: watch::Receiver<bool>,
) -> Result<Response, Wrong> {
    let place = streams.enter().ok_or(Wrong::Full(STREAMS_MAX))?;
    let mut listener = Listener::new(seat);
    // The first event says where the device stands: a browser may have missed changes.
    listener.revision.mark_changed();
    let first = Stream { listener, stop, _place: place };
    let events = stream::unfold(first, |mut stream| async {
        let event = stream.next().await?;
        Some((Ok::<Event, Infallible>(event), stream))
    });
    Ok(Sse::new(events).keep_alive(KeepAlive::new().interval(KEEP_ALIVE)).into_response())
}

impl Stream {
    async fn next(&mut self) -> Option<Event> {
        loop {
            tokio::select! {
                _ = self.stop.wait_for(|stop| *stop) => return None,
                changed = self.listener.revision.changed() => {
                    changed.ok()?;
                    let revision = *self.listener.revision.borrow_and_update();
                    return Some(Event::default().event("changed").data(revision.to_string()));
                }
                errand = self.listener.errands.recv() => match errand {
                    Ok(errand) => {
                        let event = Event::default().event("errand").json_data(errand);
                        if let Ok(event) = event { return Some(event); }
                    }
                    Err(RecvError::Lagged(_)) => {}
                    Err(RecvError::Closed) => return None,
                },
            }
        }
    }
}
