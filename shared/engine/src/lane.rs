//! Lanes: a thread that owns one worker and answers jobs in the order in which they came.
//!
//! Many operation types share a lane, since a job is a closure over its request. What a worker does
//! stands with it (`store`, `net`, `sync`); what comes of the answer is the runner's.

use std::{
    io,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::mpsc,
    thread::{self, JoinHandle},
};

use crux_core::{Request, capability::Operation};
use wufei_domain::refusal::Refusal;

/// What a worker does with one kind of question. Failure is an answer, never a panic.
pub trait Answer<Op: Operation> {
    /// Does what is asked, now, on the calling thread.
    fn answer(&mut self, operation: &Op) -> Op::Output;
}

type Job<W> = Box<dyn FnOnce(&mut W) + Send>;

enum Message<W: ?Sized> {
    Do(Job<W>),
    Stop,
}

/// The sending end of a lane.
pub(crate) struct Lane<W: ?Sized> {
    jobs: mpsc::Sender<Message<W>>,
    crashed: Refusal,
}

impl<W: ?Sized + Send + 'static> Lane<W> {
    /// Starts a thread called `name` that owns `worker`. It ends at [`Lane::stop`], or when the lane
    /// is gone. A job that panics is answered by `crashed`.
    ///
    /// # Errors
    /// The thread cannot be started.
    pub fn start(
        name: &str,
        worker: Box<W>,
        crashed: Refusal,
    ) -> io::Result<(Self, JoinHandle<()>)> {
        let (sender, jobs) = mpsc::channel();
        let mut worker = worker;
        let thread = thread::Builder::new().name(name.to_owned()).spawn(move || {
            while let Ok(Message::Do(job)) = jobs.recv() {
                job(&mut *worker);
            }
        })?;
        Ok((Self { jobs: sender, crashed }, thread))
    }

    /// Adds a job; `back` takes the answer, on the lane's thread. After a stop nothing happens: what
    /// matters is in the outbox and comes up again at the next start.
    pub fn push<Op, T>(
        &self,
        request: Request<Op>,
        back: impl FnOnce(Request<Op>, Op::Output) + Send + 'static,
    ) where
        Op: Operation<Output = Result<T, Refusal>>,
        W: Answer<Op>,
        T: 'static,
        Request<Op>: Send,
    {
        let crashed = self.crashed.clone();
        let job: Job<W> = Box::new(move |worker| {
            let done = catch_unwind(AssertUnwindSafe(|| worker.answer(&request.operation)));
            let output = done.unwrap_or(Err(crashed));
            // A panic in `update` poisons the core; the next `send` reports it to the shell.
            let _ = catch_unwind(AssertUnwindSafe(|| back(request, output)));
        });
        let _ = self.jobs.send(Message::Do(job));
    }

    /// Ends the lane after the jobs pushed so far.
    pub fn stop(&self) {
        let _ = self.jobs.send(Message::Stop);
    }
}
