//! What an address says of itself: who may ask, what it reads, what it answers, and its handler. The
//! router, the description in OpenAPI and the tests of who may do what are made from it.

use axum::routing::MethodRouter;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use wufei_api::error::status;
use wufei_domain::{refusal::Code, role::Role};

use super::Desk;
use crate::service::act::Act;

/// Who may ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Door {
    /// Anyone.
    Public,
    /// Somebody who logged in at the console: a browser with a session's cookie. Who has none is shown
    /// where to log in.
    Session,
    /// A device with a token that speaks a version of the protocol which is served.
    Token(Act),
    /// A device with a token that speaks any version there was: what it made must arrive, however old
    /// it is.
    Outbox(Act),
}

impl Door {
    /// What is asked for with a token.
    pub const fn act(self) -> Option<Act> {
        match self {
            Self::Public | Self::Session => None,
            Self::Token(act) | Self::Outbox(act) => Some(act),
        }
    }
}

/// A method of HTTP that is used here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verb {
    /// Reads.
    Get,
    /// Changes.
    Post,
    /// Brings the next part.
    Patch,
}

impl Verb {
    /// As HTTP writes it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Patch => "PATCH",
        }
    }
}

/// Makes the JSON Schema of a type.
pub type Shape = fn(&mut SchemaGenerator) -> Schema;

/// The schema of `T`, by reference where it has a name.
pub fn shape<T: JsonSchema>(generator: &mut SchemaGenerator) -> Schema {
    generator.subschema_for::<T>()
}

/// The schema of `T` itself: of a query its fields are asked for.
pub fn fields<T: JsonSchema>(generator: &mut SchemaGenerator) -> Schema {
    T::json_schema(generator)
}

/// What a body is.
#[derive(Debug, Clone, Copy)]
pub enum Kind {
    /// JSON.
    Json(Shape),
    /// JSON whose rows may come as columns instead.
    Rows(Shape),
    /// A form.
    Form(Shape),
    /// A page for people.
    Html,
    /// The style of a page.
    Css,
    /// A word.
    Text,
    /// Bytes of this type.
    Bytes(&'static str),
    /// No body.
    Nothing,
}

/// An answer that is no refusal, or a page that says what was wrong.
#[derive(Debug, Clone, Copy)]
pub struct Told {
    /// Its status.
    pub status: u16,
    /// What it is.
    pub kind: Kind,
    /// In one sentence.
    pub about: &'static str,
}

/// One address with one method.
pub struct Route {
    /// A constant of [`wufei_api::routes`].
    pub path: &'static str,
    /// The method.
    pub verb: Verb,
    /// Who may ask.
    pub door: Door,
    /// What it is for, in one sentence.
    pub about: &'static str,
    /// The fields of its query.
    pub query: Option<Shape>,
    /// What is sent.
    pub body: Option<Kind>,
    /// What is answered.
    pub answers: Vec<Told>,
    /// Why else it refuses, beside what its door, its query and its body bring.
    pub refused: &'static [Code],
    /// What answers.
    pub handler: MethodRouter<Desk>,
}

impl Route {
    /// Who may ask; nobody in particular where no token is needed.
    pub const fn roles(&self) -> &'static [Role] {
        match self.door.act() {
            Some(act) => act.roles(),
            None => &[],
        }
    }

    /// Every refusal that carries our own body.
    pub fn refusals(&self) -> Vec<Code> {
        let mut codes = vec![Code::ServerFailed, Code::Busy, Code::TooManyRequests];
        if let Some(act) = self.door.act() {
            let of_door = [Code::TokenMissing, Code::TokenUnknown, Code::ProtocolUnknown];
            codes.extend(of_door);
            if !act.outlives_a_grant() {
                codes.extend([Code::GrantNotBegun, Code::GrantEnded]);
            }
            if act != Act::Push {
                codes.push(Code::DeviceLost);
            }
            if act.roles().len() < Role::ALL.len() {
                codes.push(Code::RoleForbidden);
            }
        }
        if self.door == Door::Session && self.verb != Verb::Get {
            codes.push(Code::FormStale);
        }
        if self.query.is_some() || self.body.is_some() {
            codes.push(Code::BodyMalformed);
        }
        if self.body.is_some() {
            codes.push(Code::BodyTooLarge);
        }
        codes.extend(self.refused);
        // A page says these itself, under their status.
        codes.retain(|code| self.answers.iter().all(|told| told.status != status(*code)));
        codes
    }
}
