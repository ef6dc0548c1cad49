//! What a person looked up and kept on a real device: it stays over a restart, and goes with them.
//! And the recycling points, found by the same field without a network.

use wufei_domain::role::Role;
use wufei_tests::{
    harness::{Failure, TestDevice, World, holds, same},
    neighbourhood::units::MAXI,
};

/// Keys of the favourites and of the recent ones, as they stand on the screen.
fn kept(device: &TestDevice) -> Result<(Vec<String>, Vec<String>), Failure> {
    let view = device.kept()?;
    let keys = |links: Vec<wufei_app::view::lookup::ItemLink>| {
        links.into_iter().map(|link| link.item).collect::<Vec<_>>()
    };
    Ok((keys(view.favourites), keys(view.recents)))
}

#[test]
fn what_was_looked_up_and_kept_stays_over_a_restart_and_goes_with_the_person() -> Result<(), Failure>
{
    let world = World::new()?;
    let mut device = world.device("resident", Role::Resident, MAXI, 0)?;
    device.keep("bubble-tea")?;
    device.look_up("牛奶盒")?;
    let before = kept(&device)?;
    same("kept", &(vec!["bubble-tea".to_owned()], vec!["milk-carton".to_owned()]), &before)?;
    device.restart()?;
    same("kept after a restart", &before, &kept(&device)?)?;
    same("rows in the store", &2, &device.store()?.kept_items()?)?;
    same("records made of it", &0, &device.store()?.outbox("")?)?;
    device.leave()?;
    same("after the phone was handed on", &(Vec::new(), Vec::new()), &kept(&device)?)?;
    device.restart()?;
    same("and after a restart", &(Vec::new(), Vec::new()), &kept(&device)?)?;
    same("rows in the store", &0, &device.store()?.kept_items()?)
}

#[test]
fn the_recycling_points_are_found_by_the_same_field_without_a_network() -> Result<(), Failure> {
    let mut world = World::new()?;
    let mut device = world.device("resident", Role::Resident, MAXI, 0)?;
    device.sync()?;
    let with = device.points("附近回收点")?;
    holds("a point", !with.rows.is_empty(), || format!("{with:?}"))?;
    world.server.stop()?;
    device.restart()?;
    same("the points without a network", &with, &device.points("回收站在哪里")?)
}
