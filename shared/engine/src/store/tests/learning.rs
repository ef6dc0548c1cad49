//! Answers to questions: the last one stays, over a restart too, and goes with its person.

use wufei_app::effect::store::{LearningData, LeaveIdentity, LoadLearning, SaveRecall};
use wufei_domain::{lost::LostWord, recall::Recall, scope::Scope};

use super::count;
use crate::{
    lane::Answer as _,
    samples::{
        EPOCH, Folder, NOW, append, door_fact, enrolment, page, scopes, turf, turf_fact, visit,
    },
    store::Store,
};

const MANY: &str = "SELECT count(*) FROM recalls";

fn answer(store: &mut Store, question: &str, is_right: bool) -> Recall {
    let known = store.answer(&LoadLearning).unwrap().recalls;
    let before = known.iter().find(|recall| recall.question == question);
    let recall = Recall::after(before, question, is_right, NOW);
    store.answer(&SaveRecall { recall: recall.clone() }).unwrap();
    recall
}

fn enrolled(folder: &Folder, who: u32) -> Store {
    let mut store = folder.store();
    store.enrol(&enrolment(who, EPOCH, scopes())).unwrap();
    store
}

#[test]
fn the_last_answer_to_each_question_is_kept_over_a_restart() {
    let folder = Folder::new();
    let mut store = folder.store();
    assert_eq!(store.answer(&LoadLearning).unwrap(), LearningData::default());
    answer(&mut store, "bone/大而硬", true);
    let wrong = answer(&mut store, "bone/大而硬", false);
    let right = answer(&mut store, "egg-shell", true);
    drop(store);
    let mut store = folder.store();
    assert_eq!(store.answer(&LoadLearning).unwrap().recalls, [wrong.clone(), right]);
    assert!(wrong.was_right && !wrong.is_right);
}

#[test]
fn they_go_with_who_leaves_with_somebody_else_and_with_a_lost_phone() {
    let folder = Folder::new();
    let mut store = enrolled(&folder, 1);
    answer(&mut store, "egg-shell", true);
    store.enrol(&enrolment(1, EPOCH, scopes())).unwrap();
    assert_eq!(count(&folder.outside(), MANY), 1, "the same person again");
    store.enrol(&enrolment(2, EPOCH, scopes())).unwrap();
    assert_eq!(count(&folder.outside(), MANY), 0, "somebody else");
    answer(&mut store, "egg-shell", true);
    store.answer(&LeaveIdentity).unwrap();
    assert_eq!(count(&folder.outside(), MANY), 0, "they left");
    answer(&mut store, "egg-shell", true);
    store.enrol(&enrolment(1, EPOCH, scopes())).unwrap();
    assert_eq!(count(&folder.outside(), MANY), 1, "learned before enrolment");
    append(&mut store, visit(1, 1)).unwrap();
    store.wipe(LostWord::SendFirst, NOW).unwrap();
    assert_eq!(count(&folder.outside(), MANY), 0, "the phone was lost");
}

#[test]
fn who_has_a_turf_or_made_a_visit_is_known_to_have_held_one() {
    let folder = Folder::new();
    let mut store = enrolled(&folder, 1);
    let held = |store: &mut Store| store.answer(&LoadLearning).unwrap().held_turf;
    assert!(!held(&mut store));
    let facts = page(1, vec![turf_fact(1), door_fact(7, 1)], "t1");
    store.take_page(Scope::Turf(turf()), None, &facts).unwrap();
    assert!(held(&mut store));
    store.revoke(Scope::Turf(turf())).unwrap();
    assert!(!held(&mut store), "it was taken away before anything was done there");
    append(&mut store, visit(1, 7)).unwrap();
    assert!(held(&mut store));
    store.enrol(&enrolment(2, EPOCH, scopes())).unwrap();
    assert!(!held(&mut store), "it was somebody else's walk");
}
