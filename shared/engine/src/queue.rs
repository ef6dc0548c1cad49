//! One step of the core at a time, in order of arrival, whichever thread brings it.
//!
//! Without it two threads may route their effects in another order than `update` made them, and an
//! answer from inside `ask` nests one call deeper each time. What a step does is the runner's.

use std::{
    collections::VecDeque,
    mem,
    panic::{AssertUnwindSafe, catch_unwind, resume_unwind},
    sync::{Mutex, MutexGuard, PoisonError},
};

use crux_core::{App, Core, Request, capability::Operation};

/// Something to do with the core; gives the effects to route.
pub(crate) type Step<A> = Box<dyn FnOnce(&Core<A>) -> Vec<<A as App>::Effect> + Send>;

/// The step that hands an answer to the core.
pub(crate) fn answered<A: App, Op: Operation>(
    mut request: Request<Op>,
    output: Op::Output,
) -> Step<A> {
    // Each request is answered once, so the one error left is a command that is over.
    Box::new(move |core| core.resolve(&mut request, output).unwrap_or_default())
}

/// The queue of steps.
pub(crate) struct Queue<A: App>(Mutex<State<A>>);

struct State<A: App> {
    steps: VecDeque<Step<A>>,
    busy: bool,
}

impl<A: App> Default for Queue<A> {
    fn default() -> Self {
        Self(Mutex::new(State { steps: VecDeque::new(), busy: false }))
    }
}

impl<A: App> Queue<A> {
    /// Runs the step and all that arrives meanwhile, or leaves it to the thread that is at it.
    ///
    /// # Panics
    /// When a step did; the steps behind it have run even so, the one that stops the lanes too.
    pub fn run(&self, step: Step<A>, act: impl Fn(Step<A>)) {
        {
            let mut state = self.lock();
            state.steps.push_back(step);
            if mem::replace(&mut state.busy, true) {
                return;
            }
        }
        let mut panic = None;
        while let Some(step) = self.next() {
            if let Err(cause) = catch_unwind(AssertUnwindSafe(|| act(step))) {
                panic.get_or_insert(cause);
            }
        }
        if let Some(cause) = panic {
            resume_unwind(cause);
        }
    }

    fn next(&self) -> Option<Step<A>> {
        let mut state = self.lock();
        let step = state.steps.pop_front();
        state.busy = step.is_some();
        step
    }

    fn lock(&self) -> MutexGuard<'_, State<A>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
