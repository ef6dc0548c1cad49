//! Files of the shell itself: one stylesheet, one script, one picture, compiled in.

use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};

pub const STYLE: &str = "/assets/wufei.css";
pub const SCRIPT: &str = "/assets/wufei.js";
pub const PICTURE: &str = "/assets/wufei.svg";

/// The file of that name, if there is one.
pub(crate) fn find(name: &str) -> Option<Response> {
    let (kind, text) = match name {
        "wufei.css" => ("text/css; charset=utf-8", include_str!("../assets/wufei.css")),
        "wufei.js" => ("text/javascript; charset=utf-8", include_str!("../assets/wufei.js")),
        "wufei.svg" => ("image/svg+xml", include_str!("../assets/wufei.svg")),
        _ => return None,
    };
    Some(([(CONTENT_TYPE, kind), (CACHE_CONTROL, "max-age=300")], text).into_response())
}
