//! The one thread that owns the connection. Requests queue up, are decided in turn inside one
//! transaction, and are answered only when it has reached the disk.
//!
//! No rule lives here: [`crate::service`] decides. A request that panics loses its own work only.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, TrySendError, sync_channel},
    thread::JoinHandle,
    time::{Duration, Instant},
};

use tokio::sync::oneshot;
use wufei_api::push::PushResponse;
use wufei_domain::refusal::{Code, Refusal};

use crate::{
    appointments::{Appointments, WAITING_MAX, Work},
    city_key::CityKey,
    clock::{self, ClockWatch},
    listeners::Listeners,
    log::{self, Event},
    machine,
    measures::Measures,
    service::{BUSY_SECONDS, Failure, Request, Response, Service},
    settings::Database,
    start_mark::StartMark,
    store::{self, Connection, Mark, StoreError, noted::Noted},
};

/// Requests in one transaction at most, so that the first does not wait long for the last.
const GROUP_MAX: usize = 128;

/// No more is added to a transaction that holds so many records already.
const GROUP_RECORDS: u32 = 1_000;

/// What the operator is told of a database that was put back to an earlier moment.
const PUT_BACK: &str = "this database was put back since the last start: it has a new epoch";

pub(crate) type Answer = Result<Response, Refusal>;

/// A request with the one who waits for it.
pub(crate) struct Job {
    pub(crate) request: Request,
    pub(crate) answer: oneshot::Sender<Answer>,
}

/// The way in to the thread. When the last one is dropped, the thread finishes and ends.
#[derive(Clone)]
pub struct Writer {
    jobs: SyncSender<Job>,
    appointments: Appointments,
    listeners: Listeners,
    measures: Measures,
}

impl Writer {
    /// Opens the database and starts the thread. The handle gives back how its end went.
    ///
    /// # Errors
    /// When the database cannot be opened.
    pub fn start(
        database: &Database,
        tick_ms: u64,
    ) -> Result<(Self, JoinHandle<Result<(), StoreError>>), StoreError> {
        let mut connection = store::open(database)?;
        connection.begin()?;
        let (mark, put_back) = StartMark::open(&mut connection, database)?;
        if put_back {
            log::report(Event::DatabasePutBack, &PUT_BACK);
        }
        if let Some(moved) = clock::behind(&mut connection, machine::now())? {
            log::report(Event::ClockMoved, &moved);
        }
        let service = Service::open(&mut connection, &mut machine::random)?;
        // A city whose key cannot be read serves all the same: nothing is signed meanwhile.
        match CityKey::open(database) {
            Ok(key) => key.publish(&mut connection)?,
            Err(error) => log::report(Event::CityKeyFailed, &error),
        }
        connection.commit()?;
        mark.settle()?;
        let (jobs, queue) = sync_channel(WAITING_MAX);
        let tick = Duration::from_millis(tick_ms.max(1));
        let listeners = Listeners::default();
        let measures = Measures::default();
        let mut desk = Desk::new(connection, service, listeners.clone(), measures.clone());
        let mut mark = mark;
        let appointments = Appointments::default();
        let book = appointments.clone();
        let thread = std::thread::Builder::new()
            .name("writer".to_owned())
            .spawn(move || {
                work(&mut desk, &mut mark, (&queue, &book), tick);
                desk.connection.inner.close()
            })
            .map_err(|error| StoreError::Failed {
                statement: "start of the writer".to_owned(),
                detail: error.to_string(),
            })?;
        Ok((Self { jobs, appointments, listeners, measures }, thread))
    }

    /// Those who wait for what is committed here.
    pub(crate) const fn listeners(&self) -> &Listeners {
        &self.listeners
    }

    /// What is counted of this writer, and of what is around it.
    pub(crate) const fn measures(&self) -> &Measures {
        &self.measures
    }

    /// Hands a request in and waits for its answer.
    ///
    /// # Errors
    /// A refusal; [`Code::Busy`] when too many wait, [`Code::ServerFailed`] when nothing was stored.
    pub async fn ask(&self, request: Request) -> Answer {
        let busy = |seconds| Refusal::new(Code::Busy).with("seconds", seconds);
        self.appointments.enter(Instant::now(), Work::of(request.records())).map_err(busy)?;
        let (answer, answered) = oneshot::channel();
        match self.jobs.try_send(Job { request, answer }) {
            Ok(()) => self.measures.waits(),
            Err(TrySendError::Full(_)) => return Err(busy(BUSY_SECONDS)),
            Err(TrySendError::Disconnected(_)) => return Err(Code::ServerFailed.into()),
        }
        answered.await.unwrap_or_else(|_| Err(Code::ServerFailed.into()))
    }
}

/// Takes requests until the last [`Writer`] is gone; ticks in between, also under load.
fn work<C: Connection>(
    desk: &mut Desk<C>,
    mark: &mut StartMark,
    (queue, book): (&Receiver<Job>, &Appointments),
    tick: Duration,
) {
    let mut next_tick = Instant::now();
    let mut clock = ClockWatch::new(machine::now(), next_tick);
    loop {
        if Instant::now() >= next_tick {
            let (answer, _) = oneshot::channel();
            desk.settle(vec![Job { request: Request::Tick, answer }]);
            if let Err(error) = desk.renew(mark) {
                report(&error);
            }
            if let Some(moved) = clock.look(machine::now(), Instant::now()) {
                log::report(Event::ClockMoved, &moved);
            }
            next_tick = Instant::now() + tick;
        }
        match queue.recv_timeout(next_tick.saturating_duration_since(Instant::now())) {
            Ok(first) => {
                let Group { jobs, taken, work, is_full } = Group::of(first, queue);
                desk.measures.taken(taken.requests);
                book.taken(taken);
                let began = Instant::now();
                if !jobs.is_empty() {
                    desk.settle(jobs);
                }
                if is_full {
                    book.settled(work, began.elapsed());
                }
            }
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => return,
        }
    }
}

/// What goes into one transaction.
pub(crate) struct Group {
    pub(crate) jobs: Vec<Job>,
    /// What left the queue for it.
    pub(crate) taken: Work,
    /// What of that is to be decided.
    work: Work,
    /// Whether more was not to go in.
    is_full: bool,
}

impl Group {
    /// Takes from the queue what fits. A request that nobody waits for any more is let go: whoever sent
    /// it comes again, and is not to find the server busy with the first.
    pub(crate) fn of(first: Job, queue: &Receiver<Job>) -> Self {
        let mut group = Self {
            jobs: Vec::new(),
            taken: Work::default(),
            work: Work::default(),
            is_full: false,
        };
        let mut next = Some(first);
        while let Some(job) = next {
            let own = Work::of(job.request.records());
            group.taken = group.taken.and(own);
            if !job.answer.is_closed() {
                group.work = group.work.and(own);
                group.jobs.push(job);
            }
            group.is_full = group.jobs.len() >= GROUP_MAX || group.work.records >= GROUP_RECORDS;
            next = if group.is_full { None } else { queue.try_recv().ok() };
        }
        group
    }
}

/// What the thread has on its desk.
pub(crate) struct Desk<C> {
    pub(crate) connection: Noted<C>,
    service: Service,
    listeners: Listeners,
    measures: Measures,
}

impl<C: Connection> Desk<C> {
    pub(crate) const fn new(
        connection: C,
        service: Service,
        listeners: Listeners,
        measures: Measures,
    ) -> Self {
        Self { connection: Noted::new(connection), service, listeners, measures }
    }

    /// Sets new marks if anything was written. A database that was put back while the server runs has
    /// a new epoch from here on.
    fn renew(&mut self, mark: &mut StartMark) -> Result<(), StoreError> {
        self.connection.begin()?;
        match self.renew_inside(mark) {
            Ok(()) => self.connection.commit().and_then(|()| mark.settle()),
            Err(error) => self.connection.rollback().and(Err(error)),
        }
    }

    fn renew_inside(&mut self, mark: &mut StartMark) -> Result<(), StoreError> {
        if mark.renew(&mut self.connection)? {
            log::report(Event::DatabasePutBack, &PUT_BACK);
            self.service = Service::open(&mut self.connection, &mut machine::random)?;
        }
        Ok(())
    }

    /// Decides a group in one transaction, commits, then answers, then wakes whom it concerns.
    pub(crate) fn settle(&mut self, group: Vec<Job>) {
        let (waiting, requests): (Vec<_>, Vec<_>) =
            group.into_iter().map(|job| (job.answer, job.request)).unzip();
        let settled = self.decide_all(requests);
        self.measures.settled(waiting.len(), settled.as_ref().err());
        let lasts = settled.is_ok();
        let answers = settled.unwrap_or_else(|error| {
            self.service.forget();
            report(&error);
            if let Err(error) = self.connection.rollback() {
                report(&error);
            }
            vec![Err(Failure::Store(error).refusal()); waiting.len()]
        });
        for (waiting, answer) in waiting.into_iter().zip(answers) {
            // Whoever no longer waits has hung up; the work stands all the same.
            let _ = waiting.send(answer);
        }
        let changed = self.connection.take();
        self.measures.reconnected(self.connection.reconnects());
        if lasts {
            self.measures.added(self.connection.feed_rows());
            self.listeners.wake(&changed);
        }
    }

    /// An answer a request, in their order. Nothing of the group lasts when there is an error.
    fn decide_all(&mut self, group: Vec<Request>) -> Result<Vec<Answer>, StoreError> {
        self.connection.begin()?;
        let taken = self.take_together(&group)?;
        let mut answers = Vec::with_capacity(group.len());
        for (request, pushed) in group.into_iter().zip(taken) {
            answers.push(match pushed {
                Some(pushed) => Ok(Response::Pushed(pushed)),
                None => self.decide(request)?,
            });
        }
        self.connection.commit()?;
        Ok(answers)
    }

    /// Takes the pushes of a group at once, behind one mark; nothing stands in the place of a request
    /// that is to be decided by itself. Whatever is wrong with one of them is found out there.
    fn take_together(
        &mut self,
        group: &[Request],
    ) -> Result<Vec<Option<PushResponse>>, StoreError> {
        let mut answers: Vec<Option<PushResponse>> = vec![None; group.len()];
        let (places, pushes): (Vec<_>, Vec<_>) = answers
            .iter_mut()
            .zip(group)
            .filter_map(|(answer, request)| match request {
                Request::Push(bearer, envelope) => Some((answer, (bearer, envelope))),
                _ => None,
            })
            .unzip();
        if pushes.len() < 2 {
            return Ok(answers);
        }
        let mark = self.connection.savepoint()?;
        let (service, connection) = (&self.service, &mut self.connection);
        let taken = catch_unwind(AssertUnwindSafe(|| {
            service.push_together(connection, &pushes, machine::now())
        }));
        // What was written without waiting may be told only at the mark.
        let lasts = match taken {
            Ok(Ok(Some(taken))) => self.connection.release(mark).is_ok().then_some(taken),
            _ => None,
        };
        match lasts {
            Some(taken) => {
                places.into_iter().zip(taken).for_each(|(place, pushed)| *place = pushed);
            }
            None => self.connection.rollback_to(mark)?,
        }
        Ok(answers)
    }

    /// Decides one request behind a mark of its own. The outer error is a mark that cannot be set
    /// or gone back to.
    fn decide(&mut self, request: Request) -> Result<Answer, StoreError> {
        let mark = self.connection.savepoint()?;
        let (service, connection) = (&mut self.service, &mut self.connection);
        let decided = catch_unwind(AssertUnwindSafe(|| {
            service.handle(connection, request, machine::now(), &mut machine::random)
        }));
        match decided {
            Ok(Ok(response)) => {
                self.service.troubles().iter().for_each(|trouble| report(trouble));
                // What was written without waiting may be told only now: it is this request's.
                return match self.connection.release(mark) {
                    Ok(()) => Ok(match response {
                        Response::Refused(refusal) => Err(refusal),
                        response => Ok(response),
                    }),
                    Err(error @ (StoreError::Busy(_) | StoreError::Unreachable(_))) => Err(error),
                    Err(error) => self.undone(mark, Failure::Store(error)),
                };
            }
            Ok(Err(failure)) => return self.undone(mark, failure),
            Err(_) => {}
        }
        // The panic's own message has gone to standard error.
        self.service.forget();
        self.connection.rollback_to(mark)?;
        Ok(Err(Code::ServerFailed.into()))
    }

    /// Goes back to the mark of a request that came to nothing; its answer.
    fn undone(&mut self, mark: Mark, failure: Failure) -> Result<Answer, StoreError> {
        self.connection.rollback_to(mark)?;
        if let Failure::Store(error) = &failure {
            self.service.forget();
            report(error);
        }
        Ok(Err(failure.refusal()))
    }
}

/// For the operator; carries statement names and what the database says, never a value.
fn report(error: &dyn std::fmt::Display) {
    log::report(Event::StoreFailed, error);
}
