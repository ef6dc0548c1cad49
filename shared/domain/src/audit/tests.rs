//! The chain whole, changed in each way, and written anew.

use super::*;

/// A log of so many rows.
fn log(rows: u64) -> Vec<AuditRow> {
    let mut before = AuditHash::NONE;
    (1..=rows)
        .map(|seq| {
            let mut row = AuditRow {
                seq,
                at: UnixMs::new(1_795_000_000_000),
                who: OPERATOR.to_owned(),
                act: AuditAct::CodeIssued.code().to_owned(),
                area: Some("330683106273".to_owned()),
                subject: Some("某人".to_owned()),
                detail: "{\"n\":1}".to_owned(),
                words: None,
                before: before.to_string(),
                hash: String::new(),
            };
            before = row.hash_of();
            row.hash = before.to_string();
            row
        })
        .collect()
}

fn end(rows: &[AuditRow]) -> (u64, AuditHash) {
    rows.last().map_or((0, AuditHash::NONE), |row| (row.seq, row.hash.parse().unwrap()))
}

fn walked(rows: &[AuditRow], own: (u64, AuditHash), kept: Option<Head>) -> Result<(), Broken> {
    let mut chain = Chain::new(kept);
    rows.iter().try_for_each(|row| chain.take(row))?;
    chain.finish(own)
}

fn rechained(rows: &mut [AuditRow]) {
    let mut before = AuditHash::NONE;
    for row in rows {
        row.before = before.to_string();
        before = row.hash_of();
        row.hash = before.to_string();
    }
}

/// Counted by another program, so that any auditor can do the same.
#[test]
fn the_hash_of_a_row_is_as_it_was_written_down() {
    let row = &log(1)[0];
    assert_eq!(
        row.canonical(),
        "[\"wufei audit 1\",1,1795000000000,\"operator\",\"code_issued\",\"330683106273\",\
         \"某人\",\"{\\\"n\\\":1}\",null]"
    );
    assert_eq!(row.hash, "c45b5661fca16a361b73f89364d0ae712705b7fe7b0f09a4a11b0a8c3350bb92");
    let words = commitment("00112233445566778899aabbccddeeff", "当时没有人在家");
    assert_eq!(
        words.to_string(),
        "80abee125148ec156d6bf7f8f8f325aa03c83c75071209f67fea07691ca83b95"
    );
}

#[test]
fn a_whole_log_holds_and_an_empty_one_too() {
    let rows = log(5);
    assert_eq!(walked(&rows, end(&rows), None), Ok(()));
    assert_eq!(walked(&[], end(&[]), None), Ok(()));
    let (seq, hash) = end(&rows[..3]);
    let kept = Head { seq, hash, at: UnixMs::new(1) };
    assert_eq!(walked(&rows, end(&rows), Some(kept)), Ok(()), "it has grown since");
}

#[test]
fn each_change_is_named() {
    let whole = log(5);
    let own = end(&whole);
    let broken = |change: &dyn Fn(&mut Vec<AuditRow>)| {
        let mut rows = whole.clone();
        change(&mut rows);
        walked(&rows, own, None).unwrap_err()
    };
    let changed: [&dyn Fn(&mut AuditRow); 8] = [
        &|row| row.at = row.at.plus_ms(1),
        &|row| row.who = "x".to_owned(),
        &|row| row.act = "x".to_owned(),
        &|row| row.area = None,
        &|row| row.subject = None,
        &|row| row.detail = "{}".to_owned(),
        &|row| row.words = Some("x".to_owned()),
        &|row| row.before = AuditHash::NONE.to_string(),
    ];
    for change in changed {
        assert_eq!(broken(&|rows| change(&mut rows[2])), Broken::Changed { seq: 3 });
    }
    let replaced = broken(&|rows| {
        rows[2].detail = "{}".to_owned();
        rows[2].hash = rows[2].hash_of().to_string();
    });
    assert_eq!(replaced, Broken::Unlinked { seq: 4 });
    let gone = broken(&|rows| drop(rows.remove(2)));
    assert_eq!(gone, Broken::Missing { seq: 3, found: 4 });
    let cut = broken(&|rows| rows.truncate(3));
    assert_eq!(cut, Broken::CutOff { last: 3, head: 5 });
    assert_eq!(walked(&whole, end(&whole[..4]), None), Err(Broken::Added { seq: 5 }));
}

/// Whoever may write everything writes the chain and its end anew: the kept head alone notices.
#[test]
fn only_a_kept_head_notices_a_chain_that_was_written_anew() {
    let mut rows = log(5);
    let (seq, hash) = end(&rows);
    let kept = Some(Head { seq, hash, at: UnixMs::new(1) });
    rows[1].detail = "{}".to_owned();
    rechained(&mut rows);
    assert_eq!(walked(&rows, end(&rows), None), Ok(()));
    assert_eq!(walked(&rows, end(&rows), kept), Err(Broken::Rewritten { seq: 5 }));
    rows.truncate(3);
    assert_eq!(walked(&rows, end(&rows), None), Ok(()));
    assert_eq!(walked(&rows, end(&rows), kept), Err(Broken::CutOff { last: 3, head: 5 }));
}

#[test]
fn acts_have_codes_of_their_own() {
    let codes: std::collections::BTreeSet<_> = AuditAct::ALL.iter().map(|act| act.code()).collect();
    assert_eq!(codes.len(), AuditAct::ALL.len());
}

#[test]
fn a_signed_head_is_read_back_and_refuses_what_it_does_not_know() {
    let signed = SignedHead {
        seq: 7,
        hash: AuditHash::new([1; 32]),
        at: UnixMs::new(5),
        key: crate::rulebook::RulebookKey::new([2; 32]),
        signature: AuditSignature::new([3; 64]),
    };
    let json = serde_json::to_string(&signed).unwrap();
    assert_eq!(serde_json::from_str::<SignedHead>(&json).unwrap(), signed);
    assert!(serde_json::from_str::<SignedHead>(&json.replace("seq", "sec")).is_err());
    let said = format!("wufei audit head 1\n7\n{}\n5\n", "01".repeat(32));
    assert_eq!(signed.head().signed(), said);
}
