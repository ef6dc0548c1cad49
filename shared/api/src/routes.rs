//! Every address of the server, once.

/// `GET`: 200 and `ok` when the database answers.
pub const HEALTH: &str = "/healthz";
/// `GET`: the public page of standings, as HTML.
pub const BOARD: &str = "/";
/// `GET`: the style of [`BOARD`].
pub const BOARD_STYLE: &str = "/board.css";
/// `GET` and `POST`: the public page that answers which bin, as HTML.
pub const LOOK_UP: &str = "/look-up";
/// `GET`: the style of [`LOOK_UP`].
pub const LOOK_UP_STYLE: &str = "/look-up.css";
/// `GET`: what a screen's or a poster's code stands for; counts it and goes on to [`LOOK_UP`].
pub const REACH: &str = "/l/{code}";
/// `GET`: an item as a poster, as HTML for paper.
pub const POSTER: &str = "/poster/{item}";
/// `GET`: an item as pocket cards, as HTML for paper.
pub const CARD: &str = "/card/{item}";
/// `GET`: a lesson as a poster, as HTML for paper.
pub const LESSON_POSTER: &str = "/poster/lesson/{lesson}";
/// `GET`: a lesson as pocket cards, as HTML for paper.
pub const LESSON_CARD: &str = "/card/lesson/{lesson}";
/// `GET`: the style of posters and cards on a size of paper.
pub const PAPER_STYLE: &str = "/paper/{size}";
/// `GET`: items and lessons in turn on a wide screen, as HTML.
pub const LOOP: &str = "/loop/{code}";
/// `GET`: the style of [`LOOP`] for a number of slides.
pub const LOOP_STYLE: &str = "/loop.css";
/// `GET`: what somebody who logged in is told and may do, as HTML.
pub const CONSOLE: &str = "/console";
/// `GET`: the style of the console.
pub const CONSOLE_STYLE: &str = "/console.css";
/// `GET` and `POST`: name, password and code, as HTML.
pub const CONSOLE_LOGIN: &str = "/console/login";
/// `POST`: ends the session.
pub const CONSOLE_LOGOUT: &str = "/console/logout";
/// `POST`: rows that answer missing words, from the console's form.
pub const CONSOLE_MISSING: &str = "/console/missing";
/// `POST`: the console's form that decides on a held record.
pub const CONSOLE_HELD: &str = "/console/held";
/// `GET`: where a household's consents are looked up, as HTML; `POST`: those of one.
pub const CONSOLE_CONSENTS: &str = "/console/consents";
/// `POST`: the console's form that writes down what a household agreed to or took back.
pub const CONSOLE_CONSENT: &str = "/console/consents/word";
/// `POST`: [`crate::enrol::EnrolRequest`]. The one route without a token.
pub const ENROL: &str = "/v1/enrol";
/// `POST`: [`crate::push::PushRequest`].
pub const PUSH: &str = "/v1/push";
/// `GET` with [`crate::feed::FeedQuery`].
pub const FEED: &str = "/v1/feed";
/// `GET` with [`crate::snapshot::SnapshotQuery`] and a range of bytes.
pub const SNAPSHOT: &str = "/v1/snapshot";
/// `GET` with [`crate::news::NewsQuery`]: waits for its answer.
pub const NEWS: &str = "/v1/news";
/// `GET`: the turfs a volunteer may take, [`crate::turfs::TurfsResponse`].
pub const TURFS: &str = "/v1/turfs";
/// `POST`: [`crate::turfs::LeaseRequest`].
pub const LEASE: &str = "/v1/turfs/lease";
/// `GET` with [`crate::ledger::LedgerQuery`]: an auditor's view of one household's account.
pub const LEDGER: &str = "/v1/ledger";
/// `POST`: [`crate::photo::PhotoClaim`]; answers from where a photo is to be sent.
pub const PHOTOS: &str = "/v1/photos";
/// `PATCH` with [`crate::photo::ChunkQuery`] and the chunk's bytes; `GET` with
/// [`crate::photo::PhotoQuery`]: the bytes of a photo that is whole.
pub const PHOTO: &str = "/v1/photos/{id}";
/// `GET` with [`crate::rulebook::RulebookQuery`]: what the city has made of the rulebook in the app.
pub const RULEBOOK: &str = "/v1/rulebook";
/// `GET` with [`crate::missing::MissingQuery`], `POST`: [`crate::missing::MissingAnswerRequest`]: what
/// an organiser is told of words that the rulebook does not know, and what they answer.
pub const MISSING: &str = "/v1/missing";

/// The address of one photo.
pub fn photo(id: &wufei_domain::photo::PhotoId) -> String {
    PHOTO.replace("{id}", id.as_str())
}
