//! Row 12: every request of a device says which protocol it speaks; one the server does not read is
//! told which it does, and the device keeps what it has until it is brought up to date. The rest of the
//! row: [`crate::matrix`], [`crate::outdated`], [`crate::newer`], [`crate::upgraded`].

use reqwest::Method;
use wufei_api::{
    error::ErrorBody,
    protocol::{self, CURRENT, OLDEST},
    routes,
};
use wufei_domain::refusal::Code;
use wufei_tests::harness::{Failure, Http, holds, same};

use crate::{
    city::{City, Sender, TURF, VOLUNTEER},
    listening::Listening,
    phone::{Fate, Phone},
    proof::{Control, Databases, Requirement, shown},
};

/// A server that listens, and what stands before it.
struct Front {
    listening: Listening,
    city: City,
    sender: Sender,
    /// What the version becomes on its way: itself, in the product.
    on_the_way: fn(&str) -> String,
}

fn front() -> Result<Front, Failure> {
    let mut city = City::new()?;
    let sender = city.sender(VOLUNTEER)?;
    Ok(Front { listening: Listening::start(&city)?, city, sender, on_the_way: str::to_owned })
}

const GUARDED: [(Method, &str); 5] = [
    (Method::POST, routes::PUSH),
    (Method::GET, routes::FEED),
    (Method::GET, routes::TURFS),
    (Method::POST, routes::LEASE),
    (Method::GET, routes::LEDGER),
];

fn the_handshake_holds(front: &mut Front) -> Result<(), Failure> {
    let http = Http::new(&format!("http://{}", front.listening.address()?))?;
    for (method, path) in GUARDED {
        let ask = |version: &str| {
            let bearer = format!("Bearer {}", front.sender.bearer.0);
            let request = http.bare(method.clone(), path);
            let request = request.header(protocol::AUTHORIZATION, bearer);
            http.send(request.header(protocol::HEADER, (front.on_the_way)(version)))
        };
        let beyond = [(OLDEST - 1).to_string(), (CURRENT + 1).to_string()];
        for version in ["", "one", "-1"].map(str::to_owned).into_iter().chain(beyond) {
            let answer = ask(&version)?;
            let refused: Option<ErrorBody> = serde_json::from_str(&answer.text).ok();
            let refusal = refused.map(|body| body.error);
            let code = refusal.as_ref().map(|refusal| refusal.code);
            let what = format!("version {version:?} at {path}");
            same(&what, &Some(Code::ProtocolUnknown), &code)?;
            let range = refusal.is_some_and(|refusal| {
                let says = |name, version: u32| {
                    refusal.args.get(name).is_some_and(|text| *text == version.to_string())
                };
                says("min", OLDEST) && says("max", CURRENT)
            });
            holds("the versions that are read", range, || answer.text.clone())?;
        }
        for version in OLDEST..=CURRENT {
            let text = ask(&version.to_string())?.text;
            let let_in = !text.contains(Code::ProtocolUnknown.as_str());
            holds("a known version let in", let_in, || text.clone())?;
        }
    }
    an_outbox_waits_for_the_update(&mut front.city)
}

fn an_outbox_waits_for_the_update(city: &mut City) -> Result<(), Failure> {
    let mut phone = Phone::walking(city, 1, VOLUNTEER, TURF)?;
    phone.walks(city.now, 10)?;
    let refused = phone.round(city, &mut || Fate::Refused(Code::ProtocolUnknown));
    let code = refused.map_err(|refusal| refusal.code).map(drop);
    same("the round", &Err(Code::ProtocolUnknown), &code)?;
    same("entries kept", &10, &phone.outbox()?.len())?;
    same("entries in need of attention", &0, &phone.attention()?.len())?;
    phone.drain(city)?;
    phone.all_arrived(city)
}

#[test]
fn sync_req_12_a_strange_version_is_told_what_is_read_and_loses_nothing() -> Result<(), Failure> {
    let requirement = Requirement {
        number: 12,
        words: "a version handshake in every request; a refused client keeps its outbox",
        missing: None,
        shown_on: Databases::Both,
    };
    let controls = [Control {
        taken: "the version in the request (something before the server says 1 for all)",
        take: |front: &mut Front| {
            front.on_the_way = |_| CURRENT.to_string();
            Ok(())
        },
        says: "version \"\"",
    }];
    println!("\n{}", shown(&requirement, front, the_handshake_holds, &controls)?);
    Ok(())
}
