//! Who may log in at the console: added, reset, listed. An operator at the server's machine does it, so
//! the first one needs nobody who is there already.

use std::fmt;

use qrcode::{EcLevel, QrCode, render::unicode::Dense1x2};
use wufei_domain::{
    audit::AuditAct,
    ids::ActorId,
    refusal::{Code, Refusal},
    time::UnixMs,
};

use super::{OperateError, field, in_transaction};
use crate::{
    machine,
    service::{
        audit::Entry,
        authorise::Person,
        console::{
            proof::{TOTP_BYTES, hashed, place, totp},
            rules::{LoginName, check_password, may_log_in},
        },
    },
    settings::Database,
    store::{Connection, Row, StoreError, integer, statements::login, text},
    vault::Vault,
};

/// Somebody may log in from now on. The second factor is shown this once.
#[derive(Clone, PartialEq, Eq)]
pub struct LoginChanged {
    name: String,
    url: String,
}

impl LoginChanged {
    /// The second factor as authenticators read it: `otpauth://totp/…`.
    pub fn url(&self) -> &str {
        &self.url
    }
}

impl fmt::Debug for LoginChanged {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LoginChanged(…)")
    }
}

impl fmt::Display for LoginChanged {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { name, url } = self;
        if let Ok(code) = QrCode::with_error_correction_level(url, EcLevel::L) {
            let mut drawn = code.render::<Dense1x2>();
            // Most terminals are light on dark, and a reader wants dark on light.
            let drawn = drawn.dark_color(Dense1x2::Light).light_color(Dense1x2::Dark).build();
            writeln!(f, "{drawn}")?;
        }
        writeln!(f, "{url}")?;
        write!(
            f,
            "{name} may log in; the code above is shown this once: scan it with an authenticator"
        )
    }
}

/// Lets somebody on the roll log in.
///
/// # Errors
/// [`Code::NotFound`] when there is no such person, [`Code::RoleForbidden`] when their role has
/// nothing to do at the console, [`Code::PasswordShort`], [`Code::TextTooLong`],
/// [`Code::LoginNameTaken`], [`Code::LoginThere`]; [`OperateError::Key`]; what the database says.
pub fn add_login(
    database: &Database,
    actor: ActorId,
    name: &LoginName,
    password: &str,
    now: UnixMs,
) -> Result<LoginChanged, OperateError> {
    let fresh = Fresh::of(database, actor, password)?;
    in_transaction(database, |connection| {
        let person = person(connection, actor)?;
        if connection.first(&login::NAME, &[text(actor)])?.is_some() {
            return Err(Refusal::new(Code::LoginThere).with("value", actor).into());
        }
        let values = [
            text(actor),
            text(name),
            text(&fresh.password_hash),
            text(&fresh.sealed),
            integer(now.value()),
        ];
        if connection.execute(&login::ADD, &values)? == 0 {
            return Err(Refusal::new(Code::LoginNameTaken).with("value", name).into());
        }
        Entry::by_operator(AuditAct::LoginAdded)
            .of(actor)
            .within(person.community)
            .append(connection, now)?;
        fresh.shown(name)
    })
}

/// Gives somebody a new password and a new second factor; every session of theirs ends, and no name
/// waits.
///
/// # Errors
/// As [`add_login`]; [`Code::NotFound`] when they could not log in before.
pub fn reset_login(
    database: &Database,
    actor: ActorId,
    password: &str,
    now: UnixMs,
) -> Result<LoginChanged, OperateError> {
    let fresh = Fresh::of(database, actor, password)?;
    in_transaction(database, |connection| {
        let person = person(connection, actor)?;
        let Some(row) = connection.first(&login::NAME, &[text(actor)])? else {
            return Err(Refusal::new(Code::NotFound).with("value", actor).into());
        };
        let name: LoginName = row.read(0)?;
        let values = [text(actor), text(&fresh.password_hash), text(&fresh.sealed)];
        connection.execute(&login::RESET, &values)?;
        connection.execute(&login::END_SESSIONS_OF, &[text(actor)])?;
        Entry::by_operator(AuditAct::LoginReset)
            .of(actor)
            .within(person.community)
            .append(connection, now)?;
        fresh.shown(&name)
    })
}

fn person(connection: &mut dyn Connection, actor: ActorId) -> Result<Person, OperateError> {
    match Person::find(connection, actor)? {
        Some(person) if may_log_in(person.role) => Ok(person),
        Some(person) => Err(person.forbidden().into()),
        None => Err(Refusal::new(Code::NotFound).with("value", actor).into()),
    }
}

/// A password's hash and a second factor that were just made.
struct Fresh {
    password_hash: String,
    secret: Vec<u8>,
    sealed: String,
}

impl Fresh {
    /// Outside a transaction: it takes time, and nobody else need wait.
    fn of(database: &Database, actor: ActorId, password: &str) -> Result<Self, OperateError> {
        machine::check_random()?;
        check_password(password)?;
        let vault = Vault::open(database).map_err(OperateError::Key)?;
        let mut secret = vec![0; TOTP_BYTES];
        machine::random(&mut secret);
        let sealed = vault.seal(&place(actor), &secret, &mut machine::random);
        let password_hash = hashed(password, &mut machine::random)
            .ok_or_else(|| OperateError::Unwritten("the password cannot be hashed".to_owned()))?;
        Ok(Self { password_hash, secret, sealed: sealed.map_err(OperateError::Key)? })
    }

    fn shown(self, name: &LoginName) -> Result<LoginChanged, OperateError> {
        let url = totp(self.secret, Some(name)).and_then(|totp| totp.to_url().ok());
        let url = url.ok_or_else(|| {
            OperateError::Unwritten("no authenticator takes this name".to_owned())
        })?;
        Ok(LoginChanged { name: name.to_string(), url })
    }
}

/// Everybody who may log in, as CSV with a head. No secret stands in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoginList(Vec<Row>);

impl fmt::Display for LoginList {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "actor,label,role,area,name,added_at,waits_until")?;
        for row in &self.0 {
            let of = |column| field(row.text(column).unwrap_or(""));
            let at = |column| row.integer::<i64>(column).unwrap_or_default();
            write!(f, "{},{},{},{},{},", of(0), of(1), of(2), of(3), of(4))?;
            writeln!(f, "{},{}", at(5), at(6))?;
        }
        write!(f, "# {} may log in", self.0.len())
    }
}

/// Lists who may log in.
///
/// # Errors
/// What the database says.
pub fn list_logins(database: &Database) -> Result<LoginList, OperateError> {
    in_transaction(database, |connection| {
        let rows: Result<_, StoreError> = connection.query(&login::LIST, &[]);
        Ok(LoginList(rows?))
    })
}
