//! Scopes as text.

use super::Scope;
use crate::{
    ids::{HouseholdId, PointId, TurfId},
    refusal::Code,
    time::UnixMs,
};

#[test]
fn a_scope_goes_round() {
    let community = "330683106273".parse().unwrap();
    let now = UnixMs::new(1_795_000_000_000);
    for scope in [
        Scope::Community(community),
        Scope::Household(HouseholdId::new(community, 12)),
        Scope::Point(PointId::from_stamp(now, [1; 10])),
        Scope::Turf(TurfId::from_stamp(now, [2; 10])),
    ] {
        let text = scope.to_string();
        assert_eq!(text.parse(), Ok(scope));
        let json = serde_json::to_string(&scope).unwrap();
        assert_eq!(json, format!("\"{text}\""));
        assert_eq!(serde_json::from_str::<Scope>(&json).unwrap(), scope);
    }
    assert_eq!(
        Scope::Household(HouseholdId::new(community, 12)).to_string(),
        "household:330683106273-12"
    );
}

#[test]
fn what_is_no_scope_is_forbidden() {
    for text in [
        "",
        "community",
        "community:",
        "community:33068310627",
        "household:330683106273",
        "point:7",
        "turf:330683106273-1",
        "city:330600000000",
        "Community:330683106273",
    ] {
        let refusal = text.parse::<Scope>().unwrap_err();
        assert_eq!((refusal.code, &*refusal.args["value"]), (Code::ScopeForbidden, text));
    }
}
