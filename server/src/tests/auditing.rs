//! The audit log: every act leaves a row, and whatever is done to the rows from outside is named.

use std::path::{Path, PathBuf};

use wufei_api::missing::MissingAnswerRequest;
use wufei_domain::{
    audit::{AuditHash, AuditRow, Broken, Head, SignedHead},
    lost::LostWord,
};

use super::city::{AREAS, City, ORGANISER, TURF, VOLUNTEER, actor, turf};
use crate::{
    operate::{
        AuditError, OperateError, Verified, allow_lease, compact, import_areas, import_roll,
        issue_code, list_audit, renew_epoch, report_found, report_lost, revoke_device,
        revoke_lease, take_audit_head, verify_audit,
    },
    service::{Request, audit::after},
    store::Connection as _,
};

const ROWS: &str = "item | warp-drive | 曲率引擎 | Warp drive\nbin | bulky | | advice wufei\n\
                    why | 太大，放不进任何桶。 | It is too large for any bin.\n";

impl City {
    /// What the audit log has, in its order.
    pub fn acts(&mut self) -> Vec<String> {
        self.connection.begin().unwrap();
        let rows = after(&mut self.connection, 0, 1_000).unwrap();
        self.connection.commit().unwrap();
        rows.into_iter().map(|written| written.row.act).collect()
    }

    fn head(&self, name: &str) -> PathBuf {
        let file = self.folder.path().join(name);
        take_audit_head(&self.database(), &file, self.now).unwrap();
        file
    }

    fn verified(&self, head: Option<&Path>) -> Result<Verified, OperateError> {
        verify_audit(&self.database(), head)
    }

    fn broken(&self, head: Option<&Path>) -> Broken {
        match self.verified(head) {
            Err(OperateError::Audit(AuditError::Broken(broken))) => broken,
            other => panic!("{other:?}"),
        }
    }
}

/// A city with seven rows.
fn busy() -> City {
    busy_in(City::new())
}

fn busy_in(city: City) -> City {
    for person in [VOLUNTEER, ORGANISER, VOLUNTEER, ORGANISER, VOLUNTEER] {
        city.code(person, 60_000);
    }
    assert_eq!(city.verified(None).unwrap().rows, 7);
    city
}

#[test]
fn each_act_is_written_down_with_it() {
    let mut city = City::new();
    let (database, now) = (city.database(), city.now);
    let volunteer = city.enrol(VOLUNTEER);
    city.lease(&volunteer, TURF).unwrap();
    revoke_lease(&database, turf(TURF), actor(VOLUNTEER), now).unwrap();
    allow_lease(&database, turf(TURF), actor(VOLUNTEER), city.now).unwrap();
    report_lost(&database, volunteer.id, LostWord::SendFirst, now).unwrap();
    report_found(&database, volunteer.id, city.now).unwrap();
    revoke_device(&database, volunteer.id, now).unwrap();
    compact(&database, city.now).unwrap();
    let organiser = city.enrol(ORGANISER);
    let key = std::sync::Arc::new(crate::city_key::CityKey::open(&city.database()).unwrap());
    let answer = MissingAnswerRequest { rows: ROWS.to_owned() };
    city.ask(Request::AnswerMissing(organiser.bearer, answer, key)).unwrap();
    renew_epoch(&database, city.now).unwrap();
    let acts = [
        "areas_imported",
        "roll_imported",
        "code_issued",
        "lease_revoked",
        "lease_allowed",
        "device_lost",
        "device_found",
        "device_revoked",
        "compacted",
        "code_issued",
        "missing_answered",
        "epoch_renewed",
    ];
    assert_eq!(city.acts(), acts);
    let elsewhere = "SELECT count(*) FROM audit WHERE area IS NULL AND act IN
        ('code_issued', 'lease_revoked', 'lease_allowed', 'device_lost', 'device_found',
         'device_revoked')";
    assert_eq!(city.count(elsewhere), 0, "each is of its village");
    let listed = list_audit(&database, 10).unwrap().to_string();
    let organiser = actor(ORGANISER);
    assert!(listed.contains(&format!("{organiser},missing_answered,,2026.1.1,")), "{listed}");
    assert!(listed.ends_with("# 2 rows"), "{listed}");
    assert_eq!(city.verified(None).unwrap().rows, 12);
}

/// What did nothing, or was refused, leaves no row; and nothing is done when no row can be written.
#[test]
fn an_act_and_its_row_are_there_together_or_not_at_all() {
    let mut city = City::new();
    let database = city.database();
    assert!(issue_code(&database, actor(77), 1, city.now).is_err());
    assert!(allow_lease(&database, turf(TURF), actor(VOLUNTEER), city.now).is_err());
    assert!(import_areas(&database, "x", city.now).is_err());
    assert!(import_roll(&database, "{}", city.now).is_err());
    assert_eq!(city.acts().len(), 2);
    city.tamper("DROP TABLE audit_words; ALTER TABLE audit RENAME TO audit_gone");
    assert!(issue_code(&database, actor(VOLUNTEER), 1, city.now).is_err());
    assert!(import_areas(&database, AREAS, city.now).is_err());
    assert_eq!(city.count("SELECT count(*) FROM enrolment_codes"), 0);
    assert_eq!(city.count("SELECT seq FROM audit_heads"), 2);
}

#[test]
fn a_row_that_was_changed_is_named() {
    for change in ["detail = '{}'", "who = 'x'", "at = at + 1", "subject = NULL", "area = NULL"] {
        let city = busy();
        city.tamper(&format!("UPDATE audit SET {change} WHERE seq = 5"));
        assert_eq!(city.broken(None), Broken::Changed { seq: 5 }, "{change}");
    }
}

#[test]
fn rows_that_are_gone_are_named() {
    let city = busy();
    city.tamper("DELETE FROM audit WHERE seq IN (4, 5)");
    assert_eq!(city.broken(None), Broken::Missing { seq: 4, found: 6 });
    let city = busy();
    city.tamper("DELETE FROM audit WHERE seq > 5");
    assert_eq!(city.broken(None), Broken::CutOff { last: 5, head: 7 });
    let city = busy();
    let head = city.head("head.json");
    let fifth = city.row(5).hash;
    city.tamper("DELETE FROM audit WHERE seq > 5");
    city.tamper(&format!("UPDATE audit_heads SET seq = 5, hash = '{fifth}'"));
    assert!(city.verified(None).is_ok(), "by itself the chain says nothing");
    assert_eq!(city.broken(Some(&head)), Broken::CutOff { last: 5, head: 7 });
}

/// The control of the kept head: without it a chain that was written anew from a changed row on
/// passes.
#[test]
fn only_the_kept_head_notices_a_log_that_was_written_anew() {
    let city = busy();
    let head = city.head("head.json");
    city.tamper("UPDATE audit SET subject = 'nobody' WHERE seq = 3");
    assert_eq!(city.broken(None), Broken::Changed { seq: 3 });
    city.rechain();
    assert!(city.verified(None).is_ok());
    assert_eq!(city.broken(Some(&head)), Broken::Rewritten { seq: 7 });
    let later = city.head("later.json");
    assert!(
        city.verified(Some(&later)).is_ok(),
        "a head that was taken afterwards knows no better"
    );
}

#[test]
fn a_head_that_was_changed_or_is_anothers_is_refused() {
    let city = busy_in(City::on_file());
    let head = city.head("head.json");
    assert_eq!(city.verified(Some(&head)).unwrap().kept, Some(7));
    city.code(VOLUNTEER, 1);
    assert_eq!(city.verified(Some(&head)).unwrap().rows, 8, "it goes on");
    let taken = take_audit_head(&city.database(), &head, city.now);
    assert!(matches!(taken, Err(OperateError::Occupied(_))), "nothing is written over");
    let said = std::fs::read_to_string(&head).unwrap();
    let refused = |json: &str| {
        std::fs::write(&head, json).unwrap();
        match city.verified(Some(&head)) {
            Err(OperateError::Audit(error)) => error,
            other => panic!("{other:?}"),
        }
    };
    let changed = said.replace("\"seq\": 7", "\"seq\": 6");
    assert!(matches!(refused(&changed), AuditError::HeadForged));
    assert!(matches!(refused("{}"), AuditError::HeadMalformed(_)));
    // The same head, signed by another city.
    let file = city.folder.path().join("other.key");
    crate::secret_file::beside(&file).unwrap();
    let other = crate::city_key::CityKey::of_file(&file).unwrap();
    let SignedHead { seq, hash, at, .. } = serde_json::from_str(&said).unwrap();
    let (key, signature) = (other.public(), other.sign_head(&Head { seq, hash, at }));
    let signed = SignedHead { seq, hash, at, key, signature };
    let other = serde_json::to_string(&signed).unwrap();
    assert!(matches!(refused(&other), AuditError::HeadOfOtherKey { .. }));
}

/// Words that are kept beside the log can go without breaking it, but not become others.
#[test]
fn words_can_be_erased_but_not_changed() {
    let city = busy();
    city.hold("当时没有人在家");
    let whole = city.verified(None).unwrap();
    assert_eq!((whole.rows, whole.erased), (8, 0));
    assert!(list_audit(&city.database(), 7).unwrap().to_string().contains("当时没有人在家"));
    city.tamper("UPDATE audit_words SET words = '有人在家'");
    assert_eq!(city.broken(None), Broken::WordsChanged { seq: 8 });
    city.tamper("DELETE FROM audit_words");
    assert_eq!(city.verified(None).unwrap().erased, 1);
    assert_eq!(city.count("SELECT count(*) FROM audit WHERE detail LIKE '%家%'"), 0);
}

impl City {
    fn row(&self, seq: u64) -> AuditRow {
        let mut connection = crate::store::open(&self.database()).unwrap();
        after(&mut connection, seq - 1, 1).unwrap().remove(0).row
    }

    /// Writes every hash anew, as somebody does who may write the whole file.
    fn rechain(&self) {
        let mut before = AuditHash::NONE;
        for seq in 1..=7 {
            let row = AuditRow { before: before.to_string(), ..self.row(seq) };
            before = row.hash_of();
            self.tamper(&format!(
                "UPDATE audit SET before_hash = '{}', hash = '{before}' WHERE seq = {seq};
                 UPDATE audit_heads SET hash = '{before}'",
                row.before
            ));
        }
    }

    /// A row with words: as of a held record that was not taken.
    fn hold(&self, why: &str) {
        use wufei_domain::audit::AuditAct;
        let mut connection = crate::store::open(&self.database()).unwrap();
        connection.begin().unwrap();
        crate::service::audit::Entry::by_operator(AuditAct::HeldRefused)
            .in_words(why, &mut crate::machine::random)
            .append(&mut connection, self.now)
            .unwrap();
        connection.commit().unwrap();
    }
}
