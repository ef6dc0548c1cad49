//! Target: what a device makes of what it took. Whatever a decoder lets through, the folds and the
//! sentences of the domain must carry without a panic: a page with one odd number must not end an
//! app.

use wufei_api::{
    error::ErrorBody,
    feed::{FeedItem, FeedPage},
    ledger::LedgerResponse,
};
use wufei_domain::{
    ledger::{Account, balance, states},
    points::award,
    record::Body,
    tariff::Tariff,
    units::Fen,
    visit::{SeenVisit, door_state},
    words::{Language, Words},
};

use super::{corpus, recipe};

/// What is done with a body that is taken.
type Fold = fn(&[u8], &[Words]);

fn run(folder: &str, fold: Fold) -> Result<(), String> {
    let words = Language::ALL.map(|language| Words::new(language, &[]).unwrap());
    let bodies = recipe::bodies(corpus::bodies(folder));
    recipe::run(&bodies, |recipe::Body(body)| {
        fold(&body, &words);
        Ok(())
    })
    .map_err(|broken| format!("{folder}: {broken}"))
}

fn account(body: &[u8], words: &[Words]) {
    let Ok(ledger) = serde_json::from_slice::<LedgerResponse>(body) else { return };
    let transfers: Vec<_> = ledger.transfers.into_iter().map(|fact| fact.transfer).collect();
    states(&transfers);
    let sides = transfers.iter().flat_map(|transfer| [transfer.debit, transfer.credit]);
    for side in sides.chain([Account::Household(ledger.household)]) {
        let found = balance(side, &transfers);
        for words in words {
            words.points(found.pending);
            words.points(found.booked);
        }
    }
}

fn page(body: &[u8], words: &[Words]) {
    let Ok(page) = serde_json::from_slice::<FeedPage>(body) else { return };
    let items: Vec<FeedItem> = page.rows.into_iter().map(|row| row.item).collect();
    let tariffs: Vec<&Tariff> = items
        .iter()
        .filter_map(|item| match item {
            FeedItem::Tariff(tariff) => Some(tariff),
            _ => None,
        })
        .collect();
    let mut visits = Vec::new();
    for item in &items {
        item.key();
        match item {
            FeedItem::Record(fact) => {
                match &fact.record.body {
                    Body::DropOff(drop_off) => {
                        let _ = tariffs.iter().map(|tariff| award(&drop_off.lines, tariff)).max();
                        say(words, drop_off.net_grams());
                    }
                    Body::Visit(visit) => visits.push(SeenVisit {
                        id: fact.record.id,
                        actor: fact.actor,
                        made_at: fact.record.made_at.wall,
                        visit: visit.clone(),
                    }),
                    _ => {}
                }
                let _ = fact.record.validate();
                for words in words {
                    words.moment(fact.record.made_at.wall);
                    words.day(fact.received_at);
                }
            }
            FeedItem::Standing(table) => {
                for row in &table.rows {
                    say(words, row.grams_per_household);
                    let _ =
                        words.iter().map(|words| words.per_cent(row.participation_permille)).max();
                }
            }
            FeedItem::Transfer(fact) => {
                for tariff in &tariffs {
                    let worth: Fen = tariff.worth(fact.transfer.points);
                    let _ = words.iter().map(|words| words.money(worth)).max();
                }
            }
            FeedItem::Point(fact) => {
                let _ = fact.position.map(|position| position.metres_to(position));
            }
            _ => {}
        }
    }
    door_state(&visits, &[]);
}

fn say(words: &[Words], grams: u64) {
    for words in words {
        words.weight_both(grams);
    }
}

fn sentence(body: &[u8], words: &[Words]) {
    let Ok(refused) = serde_json::from_slice::<ErrorBody>(body) else { return };
    for words in words {
        assert!(!words.refusal(&refused.error).is_empty());
    }
}

#[test]
fn fuzz_the_balance_of_an_account() {
    run("ledger_response", account).unwrap();
}

#[test]
fn fuzz_what_a_page_is_folded_into() {
    run("feed", page).unwrap();
}

#[test]
fn fuzz_the_sentence_of_a_refusal() {
    run("refusal", sentence).unwrap();
}

/// A fold that multiplies as it comes.
#[test]
fn control_a_fold_that_overflows_is_noticed() {
    let doubles: Fold = |body, _| {
        let Ok(ledger) = serde_json::from_slice::<LedgerResponse>(body) else { return };
        for fact in ledger.transfers {
            fact.transfer.points.value().checked_mul(2).expect("no overflow");
        }
    };
    let broken = run("ledger_response", doubles).expect_err("nothing was noticed");
    assert!(broken.contains("no overflow"), "{broken}");
}
