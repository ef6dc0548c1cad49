//! The table: every address with who may ask, what it reads and what it answers. What somebody who
//! logged in is shown stands in [`console`].

mod console;

use axum::{
    extract::DefaultBodyLimit,
    routing::{get, patch, post},
};
use wufei_api::{
    enrol::{EnrolRequest, EnrolResponse},
    feed::{FeedPage, FeedQuery},
    ledger::{LedgerQuery, LedgerResponse},
    missing::{MissingAnswerRequest, MissingAnswerResponse, MissingQuery, MissingResponse},
    news::{NewsQuery, NewsResponse},
    photo::{CHUNK_MEDIA_TYPE, ChunkQuery, PHOTO_MEDIA_TYPE, PhotoClaim, PhotoQuery, PhotoState},
    push::{PushEnvelope, PushResponse},
    routes::{
        BOARD, BOARD_STYLE, CARD, ENROL, FEED, HEALTH, LEASE, LEDGER, LESSON_CARD, LESSON_POSTER,
        LOOK_UP, LOOK_UP_STYLE, LOOP, LOOP_STYLE, MISSING, NEWS, PAPER_STYLE, PHOTO, PHOTOS,
        POSTER, PUSH, REACH, RULEBOOK, SNAPSHOT, TURFS,
    },
    rulebook::{RulebookAnswer, RulebookQuery},
    snapshot::{MEDIA_TYPE, SnapshotQuery},
    turfs::{LeaseRequest, LeaseResponse, TurfsResponse},
};
use wufei_domain::refusal::Code;

use super::{
    described::{Door, Kind, Route, Told, Verb, fields, shape},
    enrol, feed, health, ledger, look_up, missing, news, page, photo, push, reach, rulebook, sheet,
    snapshot, turfs,
};
use crate::{pages::View, service::act::Act};

/// The table.
pub fn table() -> Vec<Route> {
    let mut all = pages();
    all.extend(papers());
    all.extend(console::pages());
    all.extend(up());
    all.extend(photos());
    all.extend(down());
    all.extend(fieldwork());
    all.extend(city());
    all
}

const fn told(status: u16, kind: Kind, about: &'static str) -> Told {
    Told { status, kind, about }
}

const HTML: Told = told(200, Kind::Html, "The page.");
const CSS: Told = told(200, Kind::Css, "The style.");

/// The look-up's page, also under the status of what was wrong with the question.
const LOOKED_UP: [Told; 4] = [
    told(200, Kind::Html, "The page with its answer."),
    told(404, Kind::Html, "The page; no item has that key."),
    told(413, Kind::Html, "The page; the question is too long."),
    told(422, Kind::Html, "The page; the question cannot be read."),
];

/// A page, a style or a word for anyone.
fn public(path: &'static str, about: &'static str, told: Told) -> Route {
    Route {
        path,
        verb: Verb::Get,
        door: Door::Public,
        about,
        query: None,
        body: None,
        answers: vec![told],
        refused: &[],
        handler: axum::routing::MethodRouter::new(),
    }
}

/// JSON for a device with a token.
fn device(act: Act, path: &'static str, about: &'static str, kind: Kind) -> Route {
    let door = Door::Token(act);
    Route { door, ..public(path, about, told(200, kind, "The answer.")) }
}

fn pages() -> Vec<Route> {
    let look_up = |verb, handler| Route {
        verb,
        query: Some(fields::<look_up::Asked>),
        answers: LOOKED_UP.to_vec(),
        handler,
        ..public(LOOK_UP, "Which bin, from the same guide as the app.", HTML)
    };
    let asked = post(look_up::post).layer(DefaultBodyLimit::max(look_up::ASKED_BYTES_MAX));
    vec![
        Route {
            handler: get(health::get),
            ..public(HEALTH, "Whether the database answers.", told(200, Kind::Text, "`ok`."))
        },
        Route {
            query: Some(fields::<View>),
            handler: get(page::get),
            ..public(BOARD, "The standing of villages per registered household.", HTML)
        },
        Route {
            handler: get(page::style),
            ..public(BOARD_STYLE, "The style of the standings.", CSS)
        },
        look_up(Verb::Get, get(look_up::get)),
        Route { body: Some(Kind::Form(shape::<look_up::Typed>)), ..look_up(Verb::Post, asked) },
        Route {
            handler: get(look_up::style),
            ..public(LOOK_UP_STYLE, "The style of the look-up.", CSS)
        },
        Route {
            handler: get(reach::get),
            ..public(
                REACH,
                "The code of a screen or a poster: counts one opening of the day.",
                told(303, Kind::Nothing, "On to the look-up."),
            )
        },
    ]
}

fn papers() -> Vec<Route> {
    let sheet = |path, about, handler| Route {
        query: Some(fields::<sheet::Wanted>),
        refused: &[Code::NotFound],
        handler,
        ..public(path, about, HTML)
    };
    vec![
        sheet(POSTER, "An item as a poster, for paper.", get(sheet::poster)),
        sheet(CARD, "An item as pocket cards, for paper.", get(sheet::card)),
        sheet(LESSON_POSTER, "A lesson as a poster, for paper.", get(sheet::lesson_poster)),
        sheet(LESSON_CARD, "A lesson as pocket cards, for paper.", get(sheet::lesson_card)),
        Route {
            refused: &[Code::NotFound],
            handler: get(sheet::paper_style),
            ..public(PAPER_STYLE, "The style of a size of paper.", CSS)
        },
        Route {
            query: Some(fields::<sheet::Turns>),
            refused: &[Code::NotFound],
            handler: get(sheet::turns),
            ..public(LOOP, "Items and lessons in turn on a wide screen.", HTML)
        },
        Route {
            query: Some(fields::<sheet::Slides>),
            handler: get(sheet::turns_style),
            ..public(LOOP_STYLE, "The style of a loop of so many slides.", CSS)
        },
    ]
}

fn up() -> Vec<Route> {
    vec![
        Route {
            verb: Verb::Post,
            body: Some(Kind::Json(shape::<EnrolRequest>)),
            refused: &[
                Code::EnrolmentCodeMalformed,
                Code::EnrolmentCodeUnknown,
                Code::EnrolmentCodeUsed,
                Code::EnrolmentCodeExpired,
                Code::GrantNotBegun,
                Code::GrantEnded,
            ],
            handler: post(enrol::post),
            ..public(
                ENROL,
                "A one-time code becomes a token.",
                told(200, Kind::Json(shape::<EnrolResponse>), "The token, told this once."),
            )
        },
        Route {
            verb: Verb::Post,
            door: Door::Outbox(Act::Push),
            body: Some(Kind::Rows(shape::<PushEnvelope>)),
            refused: &[Code::BatchTooLarge, Code::InstallForked],
            handler: post(push::post),
            ..public(
                PUSH,
                "Records, each with its own verdict.",
                told(200, Kind::Json(shape::<PushResponse>), "A verdict an entry."),
            )
        },
    ]
}

fn photos() -> Vec<Route> {
    let state = || told(200, Kind::Json(shape::<PhotoState>), "How much of it is there.");
    let send =
        |path, about| Route { door: Door::Outbox(Act::SendPhoto), ..public(path, about, state()) };
    vec![
        Route {
            verb: Verb::Post,
            body: Some(Kind::Json(shape::<PhotoClaim>)),
            refused: &[Code::TokenOtherArea, Code::PhotoUnknown, Code::PhotoFileTooLarge],
            handler: post(photo::post),
            ..send(PHOTOS, "Says which photo comes; a record that arrived names it.")
        },
        Route {
            verb: Verb::Patch,
            query: Some(fields::<ChunkQuery>),
            body: Some(Kind::Bytes(CHUNK_MEDIA_TYPE)),
            refused: &[
                Code::IdMalformed,
                Code::TokenOtherArea,
                Code::PhotoUnknown,
                Code::PhotoExpired,
                Code::PhotoHashWrong,
                Code::PhotoBroken,
                Code::OffsetWrong,
                Code::ChunkDamaged,
            ],
            handler: patch(photo::patch),
            ..send(PHOTO, "The next chunk of a photo; the last one ends it.")
        },
        Route {
            door: Door::Outbox(Act::SeePhoto),
            query: Some(fields::<PhotoQuery>),
            refused: &[Code::IdMalformed, Code::TokenOtherArea, Code::NotFound],
            handler: get(photo::get),
            ..public(
                PHOTO,
                "A photo that is whole.",
                told(200, Kind::Bytes(PHOTO_MEDIA_TYPE), "Its bytes."),
            )
        },
    ]
}

fn down() -> Vec<Route> {
    vec![
        Route {
            query: Some(fields::<FeedQuery>),
            refused: &[Code::ScopeForbidden, Code::CursorInvalid, Code::EpochChanged],
            handler: get(feed::get),
            ..device(
                Act::ReadFeed,
                FEED,
                "A page of one feed after a signed cursor.",
                Kind::Rows(shape::<FeedPage>),
            )
        },
        Route {
            query: Some(fields::<SnapshotQuery>),
            answers: vec![told(206, Kind::Bytes(MEDIA_TYPE), "A part of its bytes.")],
            refused: &[Code::ScopeForbidden, Code::NotFound],
            handler: get(snapshot::get),
            ..device(
                Act::ReadSnapshot,
                SNAPSHOT,
                "A range of a feed's snapshot.",
                Kind::Bytes(MEDIA_TYPE),
            )
        },
        Route {
            query: Some(fields::<NewsQuery>),
            answers: vec![
                told(200, Kind::Json(shape::<NewsResponse>), "There is something new."),
                told(204, Kind::Nothing, "The wait is over without a change."),
            ],
            handler: get(news::get),
            ..device(
                Act::HearNews,
                NEWS,
                "Whether any feed of the device holds something new; waits for it.",
                Kind::Nothing,
            )
        },
        Route {
            query: Some(fields::<RulebookQuery>),
            refused: &[Code::NotFound],
            handler: get(rulebook::get),
            ..device(
                Act::ReadRulebook,
                RULEBOOK,
                "What the city has answered over the app's rulebook, signed.",
                Kind::Json(shape::<RulebookAnswer>),
            )
        },
    ]
}

fn fieldwork() -> Vec<Route> {
    vec![
        Route {
            handler: get(turfs::get),
            ..device(
                Act::ListTurfs,
                TURFS,
                "The turfs of one's community.",
                Kind::Json(shape::<TurfsResponse>),
            )
        },
        Route {
            verb: Verb::Post,
            body: Some(Kind::Json(shape::<LeaseRequest>)),
            refused: &[
                Code::TurfUnknown,
                Code::TokenOtherArea,
                Code::TurfLeased,
                Code::LeaseRevoked,
            ],
            handler: post(turfs::lease),
            ..device(
                Act::LeaseTurf,
                LEASE,
                "Takes a turf, or renews one's lease.",
                Kind::Json(shape::<LeaseResponse>),
            )
        },
    ]
}

fn city() -> Vec<Route> {
    vec![
        Route {
            query: Some(fields::<LedgerQuery>),
            refused: &[Code::TokenOtherArea, Code::NotFound],
            handler: get(ledger::get),
            ..device(
                Act::ReadLedger,
                LEDGER,
                "One household's records and transfers.",
                Kind::Json(shape::<LedgerResponse>),
            )
        },
        Route {
            query: Some(fields::<MissingQuery>),
            refused: &[Code::TokenOtherArea, Code::AreaUnknown],
            handler: get(missing::get),
            ..device(
                Act::ListMissing,
                MISSING,
                "Words that the rulebook does not know, in an area.",
                Kind::Json(shape::<MissingResponse>),
            )
        },
        Route {
            verb: Verb::Post,
            body: Some(Kind::Json(shape::<MissingAnswerRequest>)),
            refused: &[Code::TokenOtherArea, Code::RulebookRowBroken],
            handler: post(missing::post),
            ..device(
                Act::AnswerMissing,
                MISSING,
                "Rows that answer them: the rulebook's next version, signed.",
                Kind::Json(shape::<MissingAnswerResponse>),
            )
        },
    ]
}
