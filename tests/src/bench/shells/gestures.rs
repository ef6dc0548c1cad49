//! The gestures that are measured, one a screen, the same in all three languages. Each turn brings
//! the whole view over. Where a screen has nothing to type or to toggle, the gesture is the smallest
//! there is: a note that is dismissed.
#![expect(clippy::unnecessary_wraps, reason = "every way to a screen has one signature")]

use wufei_app::{
    event::{LookupEvent, PointEvent, SettingsEvent, Tab, TurfsEvent, UiEvent},
    view::{Screen, point::CardStep},
};
use wufei_domain::{
    card::CardNumber,
    ids::{DoorId, RecordId, TurfId},
    tariff::MaterialId,
};

use super::Bare;
use crate::harness::Failure;

/// A person's device and its gestures, in this order: each finds what the one before it left.
pub(super) struct Role {
    /// The sub-folder.
    pub name: &'static str,
    pub gestures: &'static [Gesture],
}

pub(super) struct Gesture {
    /// As in the core, in snake case.
    pub screen: &'static str,
    /// Opens the screen, and gives the events that then take turns on it.
    pub reach: fn(&Bare) -> Result<Vec<UiEvent>, Failure>,
}

const fn gesture(
    screen: &'static str,
    reach: fn(&Bare) -> Result<Vec<UiEvent>, Failure>,
) -> Gesture {
    Gesture { screen, reach }
}

pub(super) const ROLES: [Role; 3] = [
    Role {
        name: "resident",
        gestures: &[
            gesture("lookup", lookup),
            gesture("household", |bare| opened(bare, Tab::Household)),
            gesture("standing", |bare| opened(bare, Tab::Standing)),
            gesture("settings", settings),
        ],
    },
    Role {
        name: "attendant",
        gestures: &[
            gesture("weigh", weigh),
            gesture("review", review),
            gesture("log", log),
            gesture("mend", mend),
            gesture("shift", shift),
        ],
    },
    Role {
        name: "volunteer",
        gestures: &[
            gesture("turfs", |bare| opened(bare, Tab::Turfs)),
            gesture("doors", doors),
            gesture("proposal", proposal),
            gesture("door", door),
            gesture("visit_void", visit_void),
            gesture("outbox", outbox),
        ],
    },
];

fn smallest() -> Vec<UiEvent> {
    vec![UiEvent::DismissNote]
}

fn opened(bare: &Bare, tab: Tab) -> Result<Vec<UiEvent>, Failure> {
    bare.send(UiEvent::Open { tab });
    Ok(smallest())
}

fn lookup(bare: &Bare) -> Result<Vec<UiEvent>, Failure> {
    opened(bare, Tab::Lookup)?;
    let typed =
        |text: &str| UiEvent::Lookup { event: LookupEvent::Typed { text: text.to_owned() } };
    Ok(vec![typed("牛奶盒"), typed("电池")])
}

fn settings(bare: &Bare) -> Result<Vec<UiEvent>, Failure> {
    opened(bare, Tab::Settings)?;
    let elder = |on| UiEvent::Settings { event: SettingsEvent::ElderPicked { on } };
    Ok(vec![elder(true), elder(false)])
}

const fn point(event: PointEvent) -> UiEvent {
    UiEvent::Point { event }
}

fn gross(text: &str) -> UiEvent {
    point(PointEvent::GrossTyped { text: text.to_owned() })
}

fn weigh(bare: &Bare) -> Result<Vec<UiEvent>, Failure> {
    opened(bare, Tab::Point)?;
    Ok(vec![gross("3.2"), gross("6.4")])
}

fn review(bare: &Bare) -> Result<Vec<UiEvent>, Failure> {
    bare.send(point(PointEvent::Withdraw));
    let (card, material) = bare.until(card_and_material)?;
    bare.send(point(PointEvent::CardPicked { card }));
    bare.send(point(PointEvent::MaterialPicked { material }));
    bare.send(gross("3.2"));
    bare.send(point(PointEvent::Review));
    Ok(smallest())
}

fn card_and_material(screen: &Screen) -> Option<(CardNumber, MaterialId)> {
    let Screen::Weigh { weigh } = screen else { return None };
    let CardStep::Ask { picks, .. } = &weigh.card else { return None };
    Some((picks.first()?.card, weigh.materials.first()?.material.clone()))
}

fn log(bare: &Bare) -> Result<Vec<UiEvent>, Failure> {
    bare.send(point(PointEvent::Edit));
    bare.send(point(PointEvent::OpenLog));
    Ok(smallest())
}

fn mend(bare: &Bare) -> Result<Vec<UiEvent>, Failure> {
    let drop_off: RecordId = bare.until(|screen| {
        let Screen::Log { log } = screen else { return None };
        log.rows.iter().find(|row| row.mend_label.is_some()).map(|row| row.drop_off)
    })?;
    bare.send(point(PointEvent::MendPicked { drop_off }));
    Ok(smallest())
}

fn shift(bare: &Bare) -> Result<Vec<UiEvent>, Failure> {
    bare.send(point(PointEvent::MendCancelled));
    bare.send(point(PointEvent::CloseLog));
    bare.send(point(PointEvent::CloseShift));
    Ok(smallest())
}

const fn turfs(event: TurfsEvent) -> UiEvent {
    UiEvent::Turfs { event }
}

fn doors(bare: &Bare) -> Result<Vec<UiEvent>, Failure> {
    let turf: TurfId = bare.until(|screen| match screen {
        Screen::Turfs { turfs } => turfs.mine.first().map(|mine| mine.turf),
        _ => None,
    })?;
    bare.send(turfs(TurfsEvent::Walk { turf }));
    let door = bare.until(|screen| door_where(screen, |_| true))?;
    Ok(vec![turfs(TurfsEvent::DoorPicked { door }), turfs(TurfsEvent::LeaveDoor)])
}

fn door_where(screen: &Screen, visited: fn(bool) -> bool) -> Option<DoorId> {
    let Screen::Doors { doors } = screen else { return None };
    let fits = |row: &&wufei_app::view::turfs::DoorRow| {
        row.open_label.is_some() && visited(row.outcome.is_some())
    };
    doors.doors.iter().find(fits).map(|row| row.door)
}

fn proposal(bare: &Bare) -> Result<Vec<UiEvent>, Failure> {
    bare.send(turfs(TurfsEvent::OpenProposal));
    let typed = |label: &str| turfs(TurfsEvent::ProposalTyped { label: label.to_owned() });
    Ok(vec![typed("合成 1"), typed("合成 2")])
}

fn door(bare: &Bare) -> Result<Vec<UiEvent>, Failure> {
    bare.send(turfs(TurfsEvent::CancelProposal));
    let door = bare.until(|screen| door_where(screen, |visited| visited))?;
    bare.send(turfs(TurfsEvent::DoorPicked { door }));
    Ok(smallest())
}

fn visit_void(bare: &Bare) -> Result<Vec<UiEvent>, Failure> {
    let visit: RecordId = bare.until(|screen| {
        let Screen::Door { door } = screen else { return None };
        door.history.iter().find(|row| row.void_label.is_some()).map(|row| row.visit)
    })?;
    bare.send(turfs(TurfsEvent::VoidPicked { visit }));
    Ok(smallest())
}

fn outbox(bare: &Bare) -> Result<Vec<UiEvent>, Failure> {
    opened(bare, Tab::Outbox)?;
    Ok(vec![UiEvent::Open { tab: Tab::Outbox }])
}
