//! A run a role, then two with a description that says something else than the server does.

use serde_json::{Value, json};
use wufei_api::routes::TURFS;
use wufei_domain::role::Role;
use wufei_tests::{
    harness::{Failure, World},
    neighbourhood::units::MAXI,
};

use super::{
    examples,
    fuzzer::{Run, description, run},
};

/// Where a role's first person lives, or what they are responsible for.
fn unit(role: Role) -> &'static str {
    use wufei_tests::neighbourhood::people::{CITY, COUNTY};
    match role {
        Role::Auditor | Role::Assessor => COUNTY,
        Role::Organiser => CITY,
        _ => MAXI,
    }
}

/// Everything that the description says is asked as somebody of that role; without one, as nobody.
fn asked_as(
    role: Option<Role>,
    only: Option<&str>,
    change: fn(&mut Value),
) -> Result<Run, Failure> {
    let world = World::new()?;
    let mut described = description(&world)?;
    let enrolled = role.map(|role| world.token(role, unit(role), 0)).transpose()?;
    let device = enrolled.as_ref().map(|(device, enrolled)| (*device, &enrolled.identity));
    examples::add(&mut described, &world, device)?;
    let token = enrolled.as_ref().map(|(_, enrolled)| &enrolled.token);
    change(&mut described);
    run(&world, &described, role.map_or("nobody", Role::code), token, only)
}

/// Nothing is found; gives a line for people.
fn holds(role: Option<Role>) -> Result<String, Failure> {
    let run = asked_as(role, None, |_| {})?;
    run.must_be_clean()?;
    Ok(run.line())
}

#[test]
fn nobody() -> Result<(), Failure> {
    println!("| {} |", holds(None)?);
    Ok(())
}

#[test]
fn resident() -> Result<(), Failure> {
    println!("| {} |", holds(Some(Role::Resident))?);
    Ok(())
}

#[test]
fn attendant() -> Result<(), Failure> {
    println!("| {} |", holds(Some(Role::Attendant))?);
    Ok(())
}

#[test]
fn volunteer() -> Result<(), Failure> {
    println!("| {} |", holds(Some(Role::Volunteer))?);
    Ok(())
}

#[test]
fn auditor() -> Result<(), Failure> {
    println!("| {} |", holds(Some(Role::Auditor))?);
    Ok(())
}

#[test]
fn organiser() -> Result<(), Failure> {
    println!("| {} |", holds(Some(Role::Organiser))?);
    Ok(())
}

#[test]
fn lead() -> Result<(), Failure> {
    println!("| {} |", holds(Some(Role::Lead))?);
    Ok(())
}

#[test]
fn collector() -> Result<(), Failure> {
    println!("| {} |", holds(Some(Role::Collector))?);
    Ok(())
}

#[test]
fn merchant() -> Result<(), Failure> {
    println!("| {} |", holds(Some(Role::Merchant))?);
    Ok(())
}

#[test]
fn assessor() -> Result<(), Failure> {
    println!("| {} |", holds(Some(Role::Assessor))?);
    Ok(())
}

#[test]
fn teacher() -> Result<(), Failure> {
    println!("| {} |", holds(Some(Role::Teacher))?);
    Ok(())
}

/// The control: refusals are described with a field that ours have not.
#[test]
fn another_body_of_refusals_is_noticed() -> Result<(), Failure> {
    let run = asked_as(None, Some(TURFS), |described| {
        described["components"]["schemas"]["ErrorBody"]["required"] = json!(["error", "detail"]);
    })?;
    run.must_have_found("Response violates schema", "\"detail\" is a required property")
}

/// The control: a status that the server gives is taken out of the description.
#[test]
fn a_status_that_is_not_described_is_noticed() -> Result<(), Failure> {
    let run = asked_as(None, Some(TURFS), |described| {
        if let Some(answers) = described["paths"][TURFS]["get"]["responses"].as_object_mut() {
            answers.remove("401");
        }
    })?;
    run.must_have_found("Undocumented status code", "Received: 401")
}
