//! The program `wufei-server`: serves, and does what an organiser asks for beside it.

mod login;
mod people;
mod signals;
mod words;

use std::{
    fmt::Display,
    io::Write as _,
    path::{Path, PathBuf},
    process::ExitCode,
};

use signals::{Asked, Signals};
use words::{
    AuditOrder, GrantOrder, HeldOrder, LeaseOrder, MissingOrder, Order, RulebookOrder, ScreenOrder,
    read,
};
use wufei_server::{
    Database, Server, Settings, log,
    machine::now,
    operate::{
        OperateError, Taking, add_screen, allow_lease, answer_missing, backup, compact, copy,
        correct_rulebook, import_areas, import_roll, issue_code, limit_grant, list_audit,
        list_devices, list_gaps, list_grants, list_held, list_leases, list_missing, list_screens,
        print_poster, refuse_held, renew_epoch, report_found, report_lost, restore, revoke_device,
        revoke_lease, take_audit_head, take_held, verify_audit, write_pages,
    },
    routes::openapi::description,
    store::tables::citus_script,
};

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let done = read(&arguments).map_err(|error| error.to_string()).and_then(run);
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            let _ = writeln!(std::io::stderr(), "wufei-server: {message}");
            ExitCode::FAILURE
        }
    }
}

fn run(order: Order) -> Result<(), String> {
    match order {
        Order::Serve { settings, port_file } => serve(settings, port_file.as_deref()),
        Order::ShowConfiguration(all) => {
            say(&all)?;
            shown(all.settings()).map(drop)
        }
        Order::ImportAreas { database, file } => {
            say(&operated(import_areas(&database, &text(&file)?, now()))?)
        }
        Order::ImportRoll { database, file } => {
            say(&operated(import_roll(&database, &text(&file)?, now()))?)
        }
        Order::IssueCode { database, actor, valid_ms } => {
            say(&operated(issue_code(&database, actor, valid_ms, now()))?)
        }
        Order::ListDevices { database } => say(&operated(list_devices(&database))?),
        Order::ReportLost { database, device, word } => {
            say(&operated(report_lost(&database, device, word, now()))?)
        }
        Order::ReportFound { database, device } => {
            say(&operated(report_found(&database, device, now()))?)
        }
        Order::RevokeDevice { database, device } => {
            say(&operated(revoke_device(&database, device, now()))?)
        }
        Order::RenewEpoch { database } => say(&operated(renew_epoch(&database, now()))?),
        Order::Compact { database } => say(&operated(compact(&database, now()))?),
        Order::Audit { database, what } => audit(&database, &what),
        Order::Login { database, what } => login::run(&database, &what),
        Order::Consent { database, what } => people::consent(&database, &what),
        Order::Phone { database, what } => people::phone(&database, &what),
        Order::Household { database, what } => people::household(&database, &what),
        Order::Grant { database, what } => grant(&database, &what),
        Order::Lease { database, what } => lease(&database, &what),
        Order::Held { database, what } => held(&database, &what),
        Order::Missing { database, what } => missing(&database, &what),
        Order::Screen { database, what } => screen(&database, what),
        Order::Print { poster, printer } => say(&operated(print_poster(&poster, &printer))?),
        Order::Rulebook { database, what } => rulebook(&database, &what),
        Order::Backup { database, to } => say(&operated(backup(&database, &to))?),
        Order::Restore { database, from } => say(&operated(restore(&database, &from, now()))?),
        Order::ListGaps { database } => say(&operated(list_gaps(&database))?),
        Order::Copy { from, to } => say(&operated(copy(&from, &to, now()))?),
        Order::Distribution => say(&citus_script().trim_end()),
        Order::Describe => say(&format_args!("{:#}", description())),
        Order::Version => say(&concat!("wufei-server ", env!("CARGO_PKG_VERSION"))),
        Order::Usage => say(&words::USAGE),
    }
}

fn audit(database: &Database, what: &AuditOrder) -> Result<(), String> {
    match what {
        AuditOrder::List { since } => say(&operated(list_audit(database, *since))?),
        AuditOrder::Head { out } => say(&operated(take_audit_head(database, out, now()))?),
        AuditOrder::Verify { head } => say(&operated(verify_audit(database, head.as_deref()))?),
    }
}

fn grant(database: &Database, what: &GrantOrder) -> Result<(), String> {
    match *what {
        GrantOrder::List => say(&operated(list_grants(database))?),
        GrantOrder::Limit(actor, limit) => {
            say(&operated(limit_grant(database, actor, limit, now()))?)
        }
    }
}

fn lease(database: &Database, what: &LeaseOrder) -> Result<(), String> {
    match *what {
        LeaseOrder::List => say(&operated(list_leases(database))?),
        LeaseOrder::Revoke(turf, actor) => {
            say(&operated(revoke_lease(database, turf, actor, now()))?)
        }
        LeaseOrder::Allow(turf, actor) => {
            say(&operated(allow_lease(database, turf, actor, now()))?)
        }
    }
}

fn held(database: &Database, what: &HeldOrder) -> Result<(), String> {
    match what {
        HeldOrder::List => say(&operated(list_held(database))?),
        HeldOrder::Take(id) => say(&operated(take_held(database, *id, now()))?),
        HeldOrder::Refuse(id, why) => say(&operated(refuse_held(database, *id, why, now()))?),
    }
}

fn missing(database: &Database, what: &MissingOrder) -> Result<(), String> {
    match what {
        MissingOrder::List { area, floor, photos } => {
            say(&operated(list_missing(database, *area, *floor, photos.clone()))?)
        }
        MissingOrder::Answer(file) => {
            say(&operated(answer_missing(database, file, &text(file)?, now()))?)
        }
    }
}

fn screen(database: &Database, what: ScreenOrder) -> Result<(), String> {
    match what {
        ScreenOrder::List => say(&operated(list_screens(database))?),
        ScreenOrder::Add(area, place) => say(&operated(add_screen(database, area, &place, now()))?),
    }
}

fn rulebook(database: &Database, what: &RulebookOrder) -> Result<(), String> {
    match what {
        RulebookOrder::Pages { folder, language } => {
            say(&operated(write_pages(database, folder, *language))?)
        }
        RulebookOrder::Correct { file, key, is_check } => {
            let taking = Taking { key: key.as_deref(), is_check: *is_check, now: now() };
            say(&operated(correct_rulebook(database, file, taking))?)
        }
    }
}

fn serve(settings: Settings, port_file: Option<&Path>) -> Result<(), String> {
    shown(log::start(settings.log))?;
    // Signals are heard before anything is open, so that none ends the program half-way.
    let signals = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let signals = signals.map_err(|error| format!("runtime: {error}"))?;
    let guard = signals.enter();
    let mut heard = shown(Signals::hear())?;
    drop(guard);
    let running = shown(Server::start(settings))?;
    if let Some(file) = port_file {
        write_whole(file, &running.url())?;
    }
    say(&format_args!("listening on {}", running.url()))?;
    while signals.block_on(heard.next()) == Asked::Reload {
        // How it went stands in the log; the server goes on either way.
        let _ = running.reload();
    }
    shown(running.stop())
}

/// Whoever watches for the file finds it whole or not at all.
fn write_whole(file: &Path, text: &str) -> Result<(), String> {
    let refuse = |error: std::io::Error| format!("{}: {error}", file.display());
    let mut beside = PathBuf::from(file).into_os_string();
    beside.push(".new");
    std::fs::write(&beside, text).map_err(refuse)?;
    std::fs::rename(&beside, file).map_err(refuse)
}

fn text(file: &Path) -> Result<String, String> {
    std::fs::read_to_string(file).map_err(|error| format!("{}: {error}", file.display()))
}

fn operated<T>(done: Result<T, OperateError>) -> Result<T, String> {
    done.map_err(|error| error.sentences())
}

fn shown<T, E: Display>(done: Result<T, E>) -> Result<T, String> {
    done.map_err(|error| error.to_string())
}

fn say(line: &dyn Display) -> Result<(), String> {
    let mut out = std::io::stdout();
    writeln!(out, "{line}").and_then(|()| out.flush()).map_err(|error| error.to_string())
}
