//! The server's half: the real service over the real store on a disk that can lose power, decided
//! in groups as the server's writer does it: one transaction, a mark a request, answers only after
//! the commit.

use wufei_api::{
    enrol::EnrolRequest,
    news::{NewsQuery, NewsResponse},
    protocol,
    push::PushEnvelope,
    turfs::LeaseRequest,
};
use wufei_disk::{Disk, Plan, chance::Chance};
use wufei_domain::{
    enrolment::{EnrolmentCode, VALID_MS},
    ids::ActorId,
    refusal::{Code, Refusal},
    time::UnixMs,
};
use wufei_server::{
    Database,
    service::{
        Failure, Request, Response, Service,
        authorise::{Bearer, secret_hash},
    },
    store::{
        self, Connection, Statement, StoreError, integer, statements::person::INSERT_CODE, text,
    },
};

use crate::{
    control::Control,
    ground::{Outside, Place},
    model::Truth,
    rewired::Rewired,
    town::SERVER_DATABASE,
    violation::Violation,
    wire::{self, Letter, Route},
};

/// What a request came to.
pub(crate) type Answer = Result<Response, Refusal>;

/// The server that runs.
pub(crate) struct Desk {
    pub connection: Rewired,
    service: Service,
    /// A connection of nobody's, to look.
    pub outside: Outside,
}

/// A backup, with what was true when it was made.
pub(crate) struct Backup {
    pub copy: Copy,
    pub truth: Truth,
}

/// A copy of the server's database.
pub(crate) enum Copy {
    Disk(Disk),
    Place(Place),
}

/// The server with its disk.
pub(crate) struct City {
    /// Nothing is on it where the database lies in a PostgreSQL.
    pub disk: Disk,
    /// Whether the disk never fails, whatever is to befall it.
    pub is_spared: bool,
    /// `None` while it is down.
    pub desk: Option<Desk>,
    /// What has arrived and is not decided.
    pub inbox: Vec<Letter>,
    /// Those who wait for news.
    pub listeners: Vec<Letter>,
    pub backup: Option<Backup>,
    /// The database, where it lies in a PostgreSQL: after whatever is open on it.
    pub place: Option<Place>,
    /// Databases made of it so far.
    pub copies: u32,
    pub chance: Chance,
    control: Option<Control>,
}

impl City {
    pub fn new(
        (disk, place, is_spared): (Disk, Option<Place>, bool),
        seed: u64,
        control: Option<Control>,
    ) -> Self {
        let chance = Chance::new(seed);
        Self {
            disk,
            is_spared,
            desk: None,
            inbox: Vec::new(),
            listeners: Vec::new(),
            backup: None,
            place,
            copies: 0,
            chance,
            control,
        }
    }

    /// # Errors
    /// When its address cannot be read.
    pub fn database(&self) -> Result<Database, Violation> {
        match &self.place {
            Some(place) => place.database(),
            None => Ok(Database::Sqlite(self.disk.path(SERVER_DATABASE))),
        }
    }

    /// A copy of the database in PostgreSQL. Nobody may be on it meanwhile: the server lets go of it and
    /// takes it up again.
    ///
    /// # Errors
    /// Where it lies on a disk, or what PostgreSQL says.
    pub fn copied(&mut self) -> Result<Place, Violation> {
        self.desk = None;
        self.copies += 1;
        let place = self.place.as_ref().ok_or_else(|| Violation::own("no place"))?;
        let copy = place.copied(&format!("{}_{}", place.name, self.copies))?;
        // A server on a disk was not started here, and has drawn nothing.
        let chance = self.chance.clone();
        self.start()?;
        self.chance = chance;
        Ok(copy)
    }

    /// Something is to befall the disk, if it is not spared.
    pub fn lay(&self, plan: Plan) {
        if !self.is_spared {
            self.disk.lay(plan);
        }
    }

    /// Starts the server.
    ///
    /// # Errors
    /// What the disk says.
    pub fn start(&mut self) -> Result<(), StoreError> {
        let database = self.database().map_err(|error| StoreError::Failed {
            statement: "address".to_owned(),
            detail: error.to_string(),
        })?;
        let inner = store::open(&database)?;
        let outside = Outside::open(&database)?;
        let exchanged = self.control.map_or(&[][..], Control::exchanged);
        let mut connection = Rewired::new(inner, exchanged);
        if let Some(told) = self.control.and_then(Control::on_opening) {
            connection.execute(told, &[])?;
        }
        connection.begin()?;
        let chance = &mut self.chance;
        let service = Service::open(&mut connection, &mut |bytes| chance.fill(bytes))?;
        connection.commit()?;
        self.desk = Some(Desk { connection, service, outside });
        Ok(())
    }

    /// Decides requests in one transaction.
    ///
    /// # Errors
    /// The transaction did not last: nobody has an answer. `Busy` when the server is down.
    pub fn settle(
        &mut self,
        requests: Vec<Result<Request, Refusal>>,
        now: UnixMs,
    ) -> Result<Vec<Answer>, StoreError> {
        let Some(desk) = &mut self.desk else { return Err(StoreError::Busy("down".to_owned())) };
        let chance = &mut self.chance;
        let decided = desk.decide_all(requests, now, &mut |bytes| chance.fill(bytes));
        if decided.is_err() {
            desk.service.forget();
            // A disk without power cannot go back either; the next start does.
            let _ = desk.connection.rollback();
        }
        decided
    }

    /// A fresh code for somebody; `None` while the server is down or its disk does not take it.
    pub fn issue_code(&mut self, actor: ActorId, now: UnixMs) -> Option<EnrolmentCode> {
        let mut random = [0; 10];
        self.chance.fill(&mut random);
        let code = EnrolmentCode::from_random(random);
        let desk = self.desk.as_mut()?;
        let values = [
            text(secret_hash(code.letters())),
            text(actor),
            integer(now.plus_ms(VALID_MS).value()),
        ];
        let connection = &mut desk.connection;
        let issued = connection
            .begin()
            .and_then(|()| connection.execute(&INSERT_CODE, &values))
            .and_then(|_| connection.commit());
        if issued.is_err() {
            let _ = connection.rollback();
            return None;
        }
        Some(code)
    }

    /// A connection of nobody's, while the server runs.
    ///
    /// # Errors
    /// When it is down.
    pub fn outside(&self) -> Result<&Outside, Violation> {
        let desk = self.desk.as_ref().ok_or_else(|| Violation::own("the server is down"))?;
        Ok(&desk.outside)
    }

    /// The record of that id as the server has it: body, who sent it, when.
    ///
    /// # Errors
    /// When the server is down, or its database cannot be read.
    pub fn record(&self, id: &str) -> Result<Option<(String, Option<String>, i64)>, Violation> {
        const RECORD: Statement = Statement {
            name: "outside::RECORD",
            text: "SELECT body, actor, received_at FROM records WHERE id = $1",
        };
        let rows = self.outside()?.rows(&RECORD, &[text(id)])?;
        let Some(row) = rows.first() else { return Ok(None) };
        let actor = row.has(1).then(|| row.text(1).map(str::to_owned)).transpose()?;
        Ok(Some((row.text(0)?.to_owned(), actor, row.integer(2)?)))
    }
}

impl Desk {
    fn decide_all(
        &mut self,
        requests: Vec<Result<Request, Refusal>>,
        now: UnixMs,
        random: &mut dyn FnMut(&mut [u8]),
    ) -> Result<Vec<Answer>, StoreError> {
        self.connection.begin()?;
        let mut answers = Vec::with_capacity(requests.len());
        for request in requests {
            let request = match request {
                Ok(request) => request,
                Err(refusal) => {
                    answers.push(Err(refusal));
                    continue;
                }
            };
            let mark = self.connection.savepoint()?;
            match self.service.handle(&mut self.connection, request, now, random) {
                Ok(response) => {
                    self.connection.release(mark)?;
                    answers.push(match response {
                        Response::Refused(refusal) => Err(refusal),
                        response => Ok(response),
                    });
                }
                Err(failure) => {
                    self.connection.rollback_to(mark)?;
                    if let Failure::Store(_) = &failure {
                        self.service.forget();
                    }
                    answers.push(Err(failure.refusal()));
                }
            }
        }
        self.connection.commit()?;
        Ok(answers)
    }
}

/// A letter as the server's gate and routes read it.
///
/// # Errors
/// `token_missing`, `body_malformed`.
pub(crate) fn read(letter: &Letter) -> Result<Request, Refusal> {
    let bearer = || letter.token.clone().map(Bearer).ok_or(Refusal::new(Code::TokenMissing));
    Ok(match letter.route {
        Route::Enrol => {
            Request::Enrol(wire::request::<EnrolRequest>(&letter.body)?, protocol::CURRENT)
        }
        Route::Push => Request::Push(bearer()?, wire::request::<PushEnvelope>(&letter.body)?),
        Route::Feed => Request::Feed(bearer()?, wire::request(&letter.body)?),
        Route::Snapshot => {
            let (query, from) = wire::request(&letter.body)?;
            Request::Snapshot(bearer()?, query, (from, None))
        }
        // Refused here if it cannot be read, as by the route.
        Route::News => {
            wire::request::<NewsQuery>(&letter.body).and(Ok(Request::News(bearer()?)))?
        }
        Route::Turfs => Request::Turfs(bearer()?),
        Route::Lease => Request::Lease(bearer()?, wire::request::<LeaseRequest>(&letter.body)?),
    })
}

/// The body of an answer.
///
/// # Errors
/// What has no JSON.
pub(crate) fn written(answer: &Answer) -> Result<(bool, Vec<u8>), Refusal> {
    let body = match answer {
        Ok(Response::Enrolled(response)) => wire::written(response),
        Ok(Response::Pushed(response)) => wire::written(response),
        Ok(Response::Page(page)) => wire::written(page),
        Ok(Response::Part(part)) => Ok(part.bytes().to_vec()),
        Ok(Response::News(news)) => wire::written(&NewsResponse { mark: news.mark }),
        Ok(Response::Turfs(response)) => wire::written(response),
        Ok(Response::Leased(response)) => wire::written(response),
        Ok(_) => Ok(Vec::new()),
        Err(refusal) => {
            let body = wufei_api::error::ErrorBody { error: refusal.clone() };
            return Ok((false, wire::written(&body)?));
        }
    };
    Ok((true, body?))
}
