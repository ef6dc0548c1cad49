//! A picture of each screen in Chinese, so that a change of one is a decision.

use wufei_domain::{
    refusal::{Code, Refusal},
    role::Role,
    visit::Outcome,
};

use super::{
    asks::Ask,
    driver::Driver,
    intro, learning,
    logging::weighs,
    mending,
    shifts::{at_point, at_scale},
    syncing, town,
    turfs::on_walk,
    walking::taps,
};
use crate::{
    event::{LookupEvent, OutboxEvent, PointEvent, SettingsEvent, Tab, TurfsEvent, UiEvent},
    view::Screen,
};

fn at(role: Role, tab: Tab) -> Driver {
    let mut driver = Driver::started(town::enrolled(role));
    driver.opens(tab);
    driver
}

fn looked_up(text: &str) -> Driver {
    let mut driver = Driver::started(town::fresh());
    driver.does(UiEvent::Lookup { event: LookupEvent::Typed { text: text.to_owned() } });
    driver
}

fn picked(item: &str) -> UiEvent {
    UiEvent::Lookup { event: LookupEvent::Picked { item: item.to_owned() } }
}

/// A favourite and two recent things.
fn kept() -> Driver {
    let on = UiEvent::Lookup { event: LookupEvent::FavouritePicked { on: true } };
    let clear = UiEvent::Lookup { event: LookupEvent::Clear };
    let items = ["bubble-tea", "milk-carton", "egg-shell"].map(picked);
    let [first, second, third] = items;
    then(Driver::started(town::fresh()), &[first, on, second, third, clear])
}

fn asked_for_points() -> Driver {
    let typed = LookupEvent::Typed { text: "recycling point".to_owned() };
    let driver = Driver::started(town::enrolled(Role::Resident));
    then(driver, &[UiEvent::Lookup { event: typed }])
}

fn then(mut driver: Driver, events: &[UiEvent]) -> Driver {
    for event in events {
        driver.does(event.clone());
    }
    driver
}

const fn point(event: PointEvent) -> UiEvent {
    UiEvent::Point { event }
}

const fn turfs(event: TurfsEvent) -> UiEvent {
    UiEvent::Turfs { event }
}

fn weighed() -> Driver {
    let mut driver = at_scale();
    weighs(&mut driver);
    driver
}

fn mending() -> Driver {
    let driver = mending::logged();
    let Screen::Log { log } = driver.screen() else { panic!("no log") };
    then(driver, &[point(PointEvent::MendPicked { drop_off: log.rows[0].drop_off })])
}

fn visited(outcome: Outcome) -> Driver {
    let mut driver = on_walk();
    taps(&mut driver, town::door(2), outcome);
    driver
}

fn voiding() -> Driver {
    let driver = visited(Outcome::Moved);
    let driver = then(driver, &[turfs(TurfsEvent::DoorPicked { door: town::door(2) })]);
    let visit = super::walking::door(&driver).history[0].visit;
    then(driver, &[turfs(TurfsEvent::VoidPicked { visit })])
}

fn refused() -> Driver {
    let mut driver = syncing::offline(1);
    driver.broken.clear();
    driver.device.server.refuses.insert("visit", Refusal::new(Code::ServerFailed));
    then(driver, &[UiEvent::Outbox { event: OutboxEvent::SyncNow }])
}

const fn leave_picked() -> UiEvent {
    UiEvent::Settings { event: SettingsEvent::LeavePicked }
}

fn starting() -> Driver {
    let mut driver = Driver::new(town::fresh());
    driver.held.insert(Ask::Start);
    driver.does(UiEvent::Start);
    driver
}

/// What the scenes type in English, to be the same in both languages.
pub(super) const SAID_ALIKE: [&str; 5] =
    ["milk carton", "bubble tea", "pizza box", "recycling point", "sofa"];

/// Every screen, some in more than one state.
pub(super) fn scenes() -> Vec<(&'static str, Driver)> {
    let typed = turfs(TurfsEvent::ProposalTyped { label: "501".to_owned() });
    vec![
        ("starting", starting()),
        ("lookup", Driver::started(town::fresh())),
        ("lookup_kept", kept()),
        ("lookup_found", looked_up("milk carton")),
        ("lookup_apart", looked_up("bubble tea")),
        ("lookup_depends", looked_up("pizza box")),
        ("lookup_places", asked_for_points()),
        ("lookup_places_below", looked_up("sofa")),
        ("lookup_guess", looked_up("蓝铃花瓶子")),
        ("lookup_unknown", looked_up("曲率引擎")),
        ("lessons", learning::at_lessons()),
        ("lesson", learning::at_page("parts", 4)),
        ("quiz", learning::at_quiz(None)),
        ("quiz_wrong", learning::answered_wrongly()),
        ("quiz_done", learning::at_end()),
        ("quiz_intro", intro::asked()),
        ("household", at(Role::Resident, Tab::Household)),
        ("shift", at_point()),
        ("weigh", at_scale()),
        ("weigh_lines", weighed()),
        ("review", then(weighed(), &[point(PointEvent::Review)])),
        ("log", mending::logged()),
        ("mend", mending()),
        ("turfs", at(Role::Volunteer, Tab::Turfs)),
        ("doors", visited(Outcome::NotHome)),
        ("door_script", visited(Outcome::Met)),
        ("proposal", then(on_walk(), &[turfs(TurfsEvent::OpenProposal), typed])),
        ("visit_void", voiding()),
        ("outbox_waiting", syncing::offline(1)),
        ("outbox_attention", refused()),
        ("standing", at(Role::Resident, Tab::Standing)),
        ("settings", then(Driver::started(town::fresh()), &[UiEvent::Open { tab: Tab::Settings }])),
        ("settings_enrolled", at(Role::Auditor, Tab::Settings)),
        (
            "leave",
            then(syncing::offline(1), &[UiEvent::Open { tab: Tab::Settings }, leave_picked()]),
        ),
    ]
}

#[test]
fn each_screen_keeps_its_picture() {
    for (scene, driver) in scenes() {
        let mut shown = driver.shown();
        let name = shown.screen.name();
        assert!(scene.starts_with(name), "{scene} shows {name}");
        // The tabs of a role are the same on each screen: once is enough.
        if scene != "standing" {
            shown.tabs.clear();
        }
        // The sentences of refusals are not the app's: only that one is shown.
        if let Screen::Outbox { outbox } = &mut shown.screen {
            outbox
                .attention
                .iter_mut()
                .for_each(|row| row.problem = row.problem.take().map(|_| "…".into()));
        }
        insta::assert_debug_snapshot!(scene, shown);
    }
}
