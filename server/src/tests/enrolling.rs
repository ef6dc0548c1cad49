//! Codes, tokens, identities, leases.

use wufei_api::enrol::EnrolRequest;
use wufei_domain::{refusal::Code, role::Role, scope::Scope};

use super::city::{
    ATTENDANT, AUDITOR, City, MAXI, OTHER_VOLUNTEER, POINT, RESIDENT, TURF, VOLUNTEER, actor,
    community, household, point, shift_opened, turf,
};
use crate::service::{Request, Response};

#[test]
fn a_code_opens_what_the_role_may_read() {
    let mut city = City::new();
    let identity = city.enrol(RESIDENT).response.identity;
    let home = household(MAXI, 1);
    assert_eq!(identity.scopes, [Scope::Community(community(MAXI)), Scope::Household(home)]);
    assert_eq!(identity.household.unwrap().id, home);
    assert_eq!(identity.community_name, "嵊州市谷来镇马溪村");
    assert!(identity.synthetic);
    let identity = city.enrol(ATTENDANT).response.identity;
    assert_eq!(identity.role, Role::Attendant);
    assert_eq!(identity.point, Some(point(POINT)));
    assert_eq!(identity.scopes[1], Scope::Point(point(POINT)));
    let identity = city.enrol(AUDITOR).response.identity;
    assert_eq!(identity.community_name, "嵊州市");
}

#[test]
fn a_code_is_good_once_and_for_its_time() {
    let mut city = City::new();
    let (one, two) = (city.device_id(), city.device_id());
    let code = city.code(VOLUNTEER, 60_000);
    assert!(city.enrol_with(&code, one).is_ok());
    let used = city.enrol_with(&code, two).err().unwrap();
    assert_eq!(used.code, Code::EnrolmentCodeUsed);
    let code = city.code(VOLUNTEER, 60_000);
    city.now = city.now.plus_ms(60_000);
    let expired = city.enrol_with(&code, two).err().unwrap();
    assert_eq!(expired.code, Code::EnrolmentCodeExpired);
    assert!(expired.args.contains_key("expired_at"));
    let unknown = city.enrol_with("3A4C6-D7E9F", two).err().unwrap();
    assert_eq!(unknown.code, Code::EnrolmentCodeUnknown);
    let malformed = city.enrol_with("0000", two).err().unwrap();
    assert_eq!(malformed.code, Code::EnrolmentCodeMalformed);
}

#[test]
fn a_device_that_does_not_know_the_role_is_told_to_update_and_the_code_stays_good() {
    let mut city = City::new();
    let lead = actor(OTHER_VOLUNTEER);
    city.tamper(&format!("UPDATE people SET role = 'lead' WHERE actor = '{lead}'"));
    let (code, device) = (city.code(OTHER_VOLUNTEER, 60_000), city.device_id());
    let request = EnrolRequest { code: code.clone(), device };
    let told = city.ask(Request::Enrol(request, 2)).unwrap_err();
    assert_eq!((told.code, &*told.args["min"]), (Code::ProtocolUnknown, "3"));
    assert_eq!(city.enrol_with(&code, device).unwrap().response.identity.role, Role::Lead);
}

#[test]
fn a_new_code_on_the_same_device_ends_the_older_token() {
    let mut city = City::new();
    let before = city.enrol(ATTENDANT);
    let code = city.code(RESIDENT, 60_000);
    let after = city.enrol_with(&code, before.id).unwrap();
    assert_ne!(before.bearer, after.bearer);
    let record = city.record(MAXI, shift_opened());
    let entry = serde_json::to_value(record).unwrap();
    let refused = city.push_values(&before, vec![entry]).unwrap_err();
    assert_eq!(refused.code, Code::TokenUnknown);
    assert_eq!(city.push_values(&after, Vec::new()).unwrap(), []);
}

#[test]
fn neither_code_nor_token_stands_in_the_database() {
    let mut city = City::on_file();
    let code = city.code(VOLUNTEER, 60_000);
    let id = city.device_id();
    let device = city.enrol_with(&code, id).unwrap();
    let letters = code.replace('-', "");
    city.connection.close().unwrap();
    let bytes = std::fs::read(city.folder.path().join("server.sqlite")).unwrap();
    for secret in [code.as_str(), letters.as_str(), device.response.token.0.as_str()] {
        let found = bytes.windows(secret.len()).any(|window| window == secret.as_bytes());
        assert!(!found, "a secret is in the file");
    }
    assert!(!format!("{:?}{:?}", device.bearer, device.response).contains(&device.bearer.0));
}

#[test]
fn one_volunteer_holds_a_turf_until_the_lease_ends() {
    let mut city = City::new();
    let (one, two) = (city.enrol(VOLUNTEER), city.enrol(OTHER_VOLUNTEER));
    assert_eq!(city.lease(&one, TURF), Ok(()));
    assert_eq!(city.lease(&one, TURF), Ok(()), "one's own is renewed");
    assert_eq!(city.lease(&two, TURF).unwrap_err().code, Code::TurfLeased);
    assert_eq!(city.lease(&two, 999).unwrap_err().code, Code::TurfUnknown);
    let Ok(Response::Turfs(offers)) = city.ask(Request::Turfs(two.bearer.clone())) else {
        panic!("no turfs")
    };
    let taken = offers.turfs.iter().find(|offer| offer.turf.id == turf(TURF)).unwrap();
    assert!(matches!(taken.state, wufei_api::turfs::LeaseState::Taken { .. }));
    assert_eq!(taken.turf.doors, 10);
    city.now = city.now.plus_ms(wufei_api::turfs::LEASE_MS);
    assert_eq!(city.lease(&two, TURF), Ok(()));
    let resident = city.enrol(RESIDENT);
    assert_eq!(city.lease(&resident, TURF).unwrap_err().code, Code::RoleForbidden);
}
