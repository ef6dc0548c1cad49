//! The consent register: words are added, the last one of a purpose holds, none is changed.

use wufei_domain::{
    consent::{ConsentPurpose, Subject},
    refusal::Code,
};

use super::city::{City, MAXI, RESIDENT, actor, household};
use crate::operate::{OperateError, list_consents, record_consent};

fn code<T: std::fmt::Debug>(done: Result<T, OperateError>) -> Code {
    match done.unwrap_err() {
        OperateError::Refused(refusals) => refusals[0].code,
        other => panic!("{other}"),
    }
}

#[test]
fn each_purpose_is_given_and_taken_back_by_itself_and_every_word_stays() {
    let city = City::new();
    let ours = Subject::Household(household(MAXI, 1));
    let say =
        |purpose, given_to| record_consent(&city.database(), ours, purpose, given_to, city.now);
    say(ConsentPurpose::Points, Some(1)).unwrap();
    say(ConsentPurpose::Photo, Some(1)).unwrap();
    say(ConsentPurpose::Photo, None).unwrap();
    assert_eq!(code(say(ConsentPurpose::Photo, None)), Code::ConsentNotGiven, "it is back already");
    assert_eq!(code(say(ConsentPurpose::Location, None)), Code::ConsentNotGiven);
    assert_eq!(code(say(ConsentPurpose::Points, Some(2))), Code::ConsentTextUnknown);
    assert_eq!(code(say(ConsentPurpose::Points, Some(0))), Code::ConsentTextUnknown);
    let list = list_consents(&city.database(), ours).unwrap().to_string();
    let words: Vec<&str> = list.lines().skip(1).collect();
    assert_eq!(words.len(), 4);
    assert!(words[0].starts_with("points,given,1,") && words[0].ends_with(",paper,operator"));
    assert!(words[1].starts_with("photo,given,1,") && words[2].starts_with("photo,withdrawn,1,"));
    assert_eq!(city.count("SELECT count(*) FROM audit WHERE act LIKE 'consent_%'"), 3);
    assert_eq!(city.count("SELECT count(DISTINCT at) FROM consents"), 3, "their order is kept");
}

#[test]
fn a_word_is_of_somebody_on_the_roll() {
    let city = City::new();
    let say = |subject| {
        record_consent(
            &city.database(),
            subject,
            ConsentPurpose::VolunteerRecord,
            Some(1),
            city.now,
        )
    };
    say(Subject::Actor(actor(RESIDENT))).unwrap();
    assert_eq!(code(say(Subject::Actor(actor(77)))), Code::NotFound);
    assert_eq!(code(say(Subject::Household(household(MAXI, 99)))), Code::NotFound);
    let none = list_consents(&city.database(), Subject::Household(household(MAXI, 2))).unwrap();
    assert!(none.to_string().ends_with("# 0 words"));
    assert_eq!(city.count("SELECT count(*) FROM consents"), 1);
}
