//! Runs a crux app on its lanes: one step at a time, effects routed in the order of the model.
//!
//! It knows the effects, not the app: `Device` runs Wufei with it, the tests a small app of their
//! own. Workers stand in `store`, `net` and `sync`.

use std::{
    collections::VecDeque,
    io,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Arc, Weak},
    thread::{self, JoinHandle},
};

use crux_core::{App, Core, Request, capability::Operation};
use wufei_app::effect::{
    Effect,
    clock::Elapsed,
    kept::SaveKept,
    net::{Enrol, ListTurfs, TakeTurf},
    news::AwaitNews,
    photo::{PreparePhoto, SendPhoto},
    shell::ShellAnswer,
    store::{
        AppendRecord, LeaveIdentity, LoadHousehold, LoadLearning, LoadOutbox, LoadPoint,
        LoadPoints, LoadStanding, LoadStart, LoadTurf, LoadTurfs, SaveDraft, SaveRecall,
        SaveSettings, WithdrawRecord,
    },
    sync::SyncRound,
};
use wufei_domain::refusal::{Code, Refusal};

use crate::{
    Platform, Refused,
    clock::{self, Timer},
    lane::{Answer, Lane},
    questions::{AnswerError, Open, Questions},
    queue::{Queue, Step, answered},
};

macro_rules! worker {
    ($(#[$doc:meta])* $name:ident: $($operation:ident),+) => {
        $(#[$doc])*
        pub(crate) trait $name: Send $(+ Answer<$operation>)+ {}
        impl<W: Send $(+ Answer<$operation>)+> $name for W {}
    };
}

worker! {
    /// Answers what the device's store knows.
    StoreWork: LoadStart, SaveSettings, SaveDraft, AppendRecord, WithdrawRecord, LeaveIdentity,
    LoadOutbox, LoadHousehold, LoadPoints, LoadPoint, LoadTurfs, LoadTurf, LoadStanding, LoadLearning,
    SaveRecall, SaveKept
}

worker! {
    /// Answers what needs the server now.
    NetWork: Enrol, ListTurfs, TakeTurf
}

/// One worker a lane.
pub(crate) struct Workers {
    pub store: Box<dyn StoreWork>,
    pub net: Box<dyn NetWork>,
    pub sync: Box<dyn SyncWork>,
    pub news: Box<dyn NewsWork>,
    pub darkroom: Box<dyn DarkroomWork>,
    pub photos: Box<dyn PhotoWork>,
    /// Ends a wait for news that hangs, and all to come.
    pub end_waits: Box<dyn Fn() + Send + Sync>,
}

worker! {
    /// Does rounds of sync.
    SyncWork: SyncRound
}

worker! {
    /// Waits for news.
    NewsWork: AwaitNews
}

worker! {
    /// Makes photos ready.
    DarkroomWork: PreparePhoto
}

worker! {
    /// Sends photos.
    PhotoWork: SendPhoto
}

/// An app with its threads.
pub(crate) struct Runner<A: App<Effect = Effect> + 'static>
where
    Core<A>: Send + Sync,
{
    inner: Arc<Inner<A>>,
    threads: Vec<JoinHandle<()>>,
}

struct Inner<A: App<Effect = Effect>> {
    me: Weak<Self>,
    core: Core<A>,
    platform: Arc<dyn Platform>,
    queue: Queue<A>,
    questions: Questions,
    store: Lane<dyn StoreWork>,
    net: Lane<dyn NetWork>,
    sync: Lane<dyn SyncWork>,
    news: Lane<dyn NewsWork>,
    darkroom: Lane<dyn DarkroomWork>,
    photos: Lane<dyn PhotoWork>,
    end_waits: Box<dyn Fn() + Send + Sync>,
    timer: Timer,
}

impl<A: App<Effect = Effect> + 'static> Runner<A>
where
    Core<A>: Send + Sync,
{
    /// # Errors
    /// A thread cannot be started.
    pub fn start(core: Core<A>, platform: Arc<dyn Platform>, workers: Workers) -> io::Result<Self> {
        let crashed = || Refusal::new(Code::ServerFailed);
        let store_crashed = Refusal::new(Code::StoreFailed).with("detail", "the store crashed");
        let (store, store_thread) = Lane::start("store", workers.store, store_crashed)?;
        let (net, net_thread) = Lane::start("net", workers.net, crashed())?;
        let (sync, sync_thread) = Lane::start("sync", workers.sync, crashed())?;
        let (news, news_thread) = Lane::start("news", workers.news, crashed())?;
        let broken = Refusal::new(Code::PhotoBroken);
        let (darkroom, darkroom_thread) = Lane::start("darkroom", workers.darkroom, broken)?;
        let (photos, photos_thread) = Lane::start("photos", workers.photos, crashed())?;
        let (timer, timer_thread) = Timer::start()?;
        let inner = Arc::new_cyclic(|me| Inner {
            me: me.clone(),
            core,
            platform,
            queue: Queue::default(),
            questions: Questions::default(),
            store,
            net,
            sync,
            news,
            darkroom,
            photos,
            end_waits: workers.end_waits,
            timer,
        });
        let threads = vec![
            store_thread,
            net_thread,
            sync_thread,
            news_thread,
            darkroom_thread,
            photos_thread,
            timer_thread,
        ];
        Ok(Self { inner, threads })
    }

    pub fn send(&self, event: A::Event) {
        self.inner.run(Box::new(|core| core.process_event(event)));
    }

    pub fn view(&self) -> A::ViewModel {
        self.inner.core.view()
    }

    /// # Errors
    /// No such question is open, or it asked for something else and stays open.
    pub fn answer(&self, id: u64, answer: ShellAnswer) -> Result<(), AnswerError> {
        let step = self.inner.questions.close(id, answer)?;
        self.inner.run(step);
        Ok(())
    }
}

impl<A: App<Effect = Effect> + 'static> Inner<A>
where
    Core<A>: Send + Sync,
{
    fn run(&self, step: Step<A>) {
        self.queue.run(step, |step| {
            let mut effects = VecDeque::from(step(&self.core));
            while let Some(effect) = effects.pop_front() {
                effects.extend(self.route(effect));
            }
        });
    }

    /// Brings an effect to whoever answers it; gives the effects of one that was answered at once.
    fn route(&self, effect: Effect) -> Vec<Effect> {
        match effect {
            Effect::Render(_) => {
                // A shell that fails must not take the effects behind it along.
                let _ = catch_unwind(AssertUnwindSafe(|| self.platform.changed()));
            }
            // What waits for a stamp belongs to this step: as a step of its own it could come after
            // the one that stops the lanes, and a record would be lost.
            Effect::TakeStamp(request) => return answered(request, clock::stamp())(&self.core),
            Effect::Wait(request) => {
                let (ms, back) = (request.operation.ms, self.back());
                self.timer.wait(ms, move || {
                    let _ = catch_unwind(AssertUnwindSafe(|| back(request, Elapsed)));
                });
            }
            Effect::LoadStart(request) => self.store.push(request, self.back()),
            Effect::SaveSettings(request) => self.store.push(request, self.back()),
            Effect::SaveDraft(request) => self.store.push(request, self.back()),
            Effect::AppendRecord(request) => self.store.push(request, self.back()),
            Effect::WithdrawRecord(request) => self.store.push(request, self.back()),
            Effect::LeaveIdentity(request) => self.store.push(request, self.back()),
            Effect::LoadOutbox(request) => self.store.push(request, self.back()),
            Effect::LoadHousehold(request) => self.store.push(request, self.back()),
            Effect::LoadPoints(request) => self.store.push(request, self.back()),
            Effect::LoadPoint(request) => self.store.push(request, self.back()),
            Effect::LoadTurfs(request) => self.store.push(request, self.back()),
            Effect::LoadTurf(request) => self.store.push(request, self.back()),
            Effect::LoadStanding(request) => self.store.push(request, self.back()),
            Effect::LoadLearning(request) => self.store.push(request, self.back()),
            Effect::SaveRecall(request) => self.store.push(request, self.back()),
            Effect::SaveKept(request) => self.store.push(request, self.back()),
            Effect::Enrol(request) => self.net.push(request, self.back()),
            Effect::ListTurfs(request) => self.net.push(request, self.back()),
            Effect::TakeTurf(request) => self.net.push(request, self.back()),
            Effect::SyncRound(request) => self.sync.push(request, self.back()),
            Effect::AwaitNews(request) => self.news.push(request, self.back()),
            Effect::PreparePhoto(request) => self.darkroom.push(request, self.back()),
            Effect::SendPhoto(request) => self.photos.push(request, self.back()),
            Effect::Scan(request) => self.ask(Open::Scan(request)),
            Effect::ReadAloud(request) => self.ask(Open::ReadAloud(request)),
            Effect::Share(request) => self.ask(Open::Share(request)),
            Effect::Locate(request) => self.ask(Open::Locate(request)),
            Effect::PickPhoto(request) => self.ask(Open::PickPhoto(request)),
        }
        Vec::new()
    }

    fn ask(&self, open: Open) {
        let (id, question) = self.questions.open(open);
        let asked = catch_unwind(AssertUnwindSafe(|| self.platform.ask(id, question.clone())))
            .unwrap_or_else(|_| Err(Refused("the shell failed".to_owned())));
        let Err(Refused(why)) = asked else { return };
        // An error after an answer from inside `ask` is not news: the question is closed.
        if let Ok(step) = self.questions.close(id, question.unavailable(why)) {
            self.run(step);
        }
    }

    /// Takes an answer back to the core, if there still is one.
    fn back<Op: Operation>(&self) -> impl FnOnce(Request<Op>, Op::Output) + Send + 'static {
        let me = self.me.clone();
        move |request, output| {
            if let Some(inner) = me.upgrade() {
                inner.run(answered(request, output));
            }
        }
    }

    fn stop(&self) {
        (self.end_waits)();
        self.news.stop();
        self.store.stop();
        self.net.stop();
        self.sync.stop();
        self.darkroom.stop();
        self.photos.stop();
        self.timer.stop();
    }
}

/// Lets each lane finish what was sent before, then waits: no call into the platform comes after.
impl<A: App<Effect = Effect> + 'static> Drop for Runner<A>
where
    Core<A>: Send + Sync,
{
    fn drop(&mut self) {
        // Through the queue: events that another thread still has to run come before it.
        let inner = Arc::downgrade(&self.inner);
        let stop: Step<A> = Box::new(move |_| {
            if let Some(inner) = inner.upgrade() {
                inner.stop();
            }
            Vec::new()
        });
        // A poisoned core panics in every step; it must close all the same.
        let _ = catch_unwind(AssertUnwindSafe(|| self.inner.run(stop)));
        // A lane itself may let go of the last device: it must not wait for its own end.
        let here = thread::current().id();
        if self.threads.iter().all(|thread| thread.thread().id() != here) {
            for thread in self.threads.drain(..) {
                let _ = thread.join();
            }
        }
    }
}

#[cfg(test)]
mod tests;
