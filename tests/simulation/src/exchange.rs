//! What arrives at the server: decided in a group, learnt by the model once it lasts, answered over
//! the wire. Of a transaction that failed or lost power nobody knows what it left: it is looked at.

use wufei_domain::{
    ids::ActorId,
    record::{Body, Record},
    refusal::{Code, Refusal},
    sync::Verdict,
    time::UnixMs,
    whole::Whole,
};
use wufei_server::{
    service::{BUSY_SECONDS, Request, Response},
    store::StoreError,
};

use crate::{
    city, listeners,
    queue::Entry,
    rules,
    trace::Fnv,
    violation::{Violation, holds},
    wire::{self, Letter, Reply, Return},
    world::World,
};

impl World<'_> {
    /// A request arrives: at a server that is down it meets nobody.
    pub fn arrives(&mut self, letter: Letter) {
        self.tally.events += 1;
        let Return { device, life, exchange } = letter.from;
        if self.city.desk.is_none() {
            // Nobody listens: the device hears so at once.
            self.queue.push(self.now_ms + 40, Entry::GivesUp { device, life, exchange });
            return;
        }
        if self.city.inbox.is_empty() {
            let takes_ms = self.between(1, 6);
            self.queue.push(self.now_ms + takes_ms, Entry::Decides);
        }
        self.city.inbox.push(letter);
    }

    /// The server decides what has arrived.
    ///
    /// # Errors
    /// A broken rule.
    pub fn decides(&mut self) -> Result<(), Violation> {
        let letters = std::mem::take(&mut self.city.inbox);
        if letters.is_empty() {
            return Ok(());
        }
        let requests: Vec<_> = letters.iter().map(city::read).collect();
        let now = self.now();
        let settled = self.city.settle(requests.clone(), now);
        if self.city.disk.is_off() {
            self.doubt.extend(pushed(&requests));
            self.server_loses_power();
            return Ok(());
        }
        match settled {
            Ok(answers) => {
                for ((letter, request), answer) in letters.iter().zip(&requests).zip(&answers) {
                    self.learn(request, answer)?;
                    self.reply(letter, answer)?;
                }
                if requests.iter().flatten().any(listeners::makes_news) {
                    self.look_after(|_| true);
                }
            }
            Err(error) => {
                self.say_city(format_args!("keeps nothing of {} requests", letters.len()));
                self.doubt.extend(pushed(&requests));
                self.settle_doubt()?;
                let refusal = match error {
                    StoreError::Busy(_) => Refusal::new(Code::Busy).with("seconds", BUSY_SECONDS),
                    _ => Refusal::new(Code::ServerFailed),
                };
                for letter in &letters {
                    self.reply(letter, &Err(refusal.clone()))?;
                }
            }
        }
        self.decided += 1;
        rules::server(self)
    }

    /// What the model learns from an answer that lasted.
    fn learn(
        &mut self,
        request: &Result<Request, Refusal>,
        answer: &city::Answer,
    ) -> Result<(), Violation> {
        match (request, answer) {
            (Ok(Request::Push(bearer, envelope)), Ok(Response::Pushed(response))) => {
                let actor = self.model.tokens.get(&bearer.0).copied();
                let mut taken = 0;
                for (entry, verdict) in envelope.entries.iter().zip(&response.verdicts) {
                    if !verdict.is_stored() {
                        continue;
                    }
                    let record: Record = serde_json::from_value(entry.clone())?;
                    self.acknowledge(record, actor, verdict)?;
                    taken += 1;
                }
                let all = response.verdicts.len();
                self.say_city(format_args!("has {taken} of {all} records"));
            }
            (Ok(Request::Enrol(..)), Ok(Response::Enrolled(response))) => {
                let actor = response.identity.actor;
                self.model.tokens.insert(response.token.0.clone(), actor);
            }
            (Ok(Request::Lease(bearer, request)), Ok(Response::Leased(_))) => {
                if let Some(actor) = self.model.tokens.get(&bearer.0) {
                    self.model.leased.insert((*actor, request.turf));
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn acknowledge(
        &mut self,
        record: Record,
        actor: Option<ActorId>,
        verdict: &Verdict,
    ) -> Result<(), Violation> {
        let id = record.id;
        let is_new = *verdict == Verdict::Accepted;
        let said = || format!("{id} {verdict:?}");
        let rule = "a record is new to the server once, and a repeat ever after";
        holds(rule, is_new != self.model.truth.has(id), said)?;
        let kept = Whole::from(record.clone()).kept();
        self.model.ever.insert(id, kept.hash().to_string());
        if is_new {
            self.tally.records += 1;
            self.changed_ms = self.now_ms;
            let actor = actor.filter(|_| !matches!(record.body, Body::UnknownItem(_)));
            let now = self.now();
            self.model.truth.accept(record, actor, now);
        }
        Ok(())
    }

    fn reply(&mut self, letter: &Letter, answer: &city::Answer) -> Result<(), Violation> {
        let is_quiet = listeners::is_quiet(letter, answer);
        if is_quiet && self.sits_down(letter) {
            return Ok(());
        }
        let none = || wire::written(&()).map(|body| (true, body));
        let (good, body) = if is_quiet { none()? } else { city::written(answer)? };
        let (to, route) = (letter.from, letter.route);
        let code = answer.as_ref().err().map_or("ok", |refusal| refusal.code.as_str());
        let (many, mut bytes) = (body.len(), Fnv::default());
        bytes.add(&body);
        let number = to.exchange;
        self.say_city(format_args!("answers {route:?} #{number}: {code}, {many} bytes {bytes}"));
        if self.wire.stops(to.device, false) {
            return Ok(());
        }
        let fate = self.wire.fate(body.len(), false, &mut self.chance);
        self.tell_fault(to.device, fate.fault);
        let mut reply = Reply { to, good, body };
        reply.body.truncate(fate.cut_to.unwrap_or(usize::MAX));
        for after_ms in fate.after_ms {
            let reply = Box::new(reply.clone());
            self.queue.push(self.now_ms + after_ms, Entry::Returns { reply });
        }
        Ok(())
    }

    /// Looks which records of transactions in doubt are there, and takes them as they are.
    ///
    /// # Errors
    /// When the server's database cannot be read.
    pub fn settle_doubt(&mut self) -> Result<(), Violation> {
        for record in std::mem::take(&mut self.doubt) {
            if self.model.truth.has(record.id) {
                continue;
            }
            let Some((_, actor, received_at)) = self.city.record(&record.id.to_string())? else {
                continue;
            };
            let actor = actor.map(|actor| actor.parse()).transpose()?;
            self.tally.records += 1;
            self.model.truth.accept(record, actor, UnixMs::new(received_at));
        }
        Ok(())
    }

    /// Time has passed for the server.
    pub fn ticks(&mut self) {
        const TICK_MS: i64 = 60_000;
        self.queue.push(self.now_ms + TICK_MS, Entry::Ticks);
        if self.city.desk.is_none() {
            return;
        }
        let now = self.now();
        let ticked = self.city.settle(vec![Ok(Request::Tick)], now);
        if self.city.disk.is_off() {
            self.server_loses_power();
            return;
        }
        if matches!(ticked.as_deref(), Ok([Ok(_)])) {
            self.model.truth.tick(now);
        }
    }
}

/// The records of requests that push.
fn pushed(requests: &[Result<Request, Refusal>]) -> Vec<Record> {
    let envelopes = requests.iter().filter_map(|request| match request {
        Ok(Request::Push(_, envelope)) => Some(envelope),
        _ => None,
    });
    let entries = envelopes.flat_map(|envelope| envelope.entries.clone());
    entries.filter_map(|entry| serde_json::from_value(entry).ok()).collect()
}
