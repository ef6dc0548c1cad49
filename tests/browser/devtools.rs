//! What only the browser's own tools can set: paper instead of a screen, night instead of day.

use std::str::FromStr;

use axum::http::Method;
use fantoccini::wd::WebDriverCompatibleCommand;
use reqwest::Url;

/// A command of the developer tools, by way of the driver.
#[derive(Debug)]
pub struct DevTools {
    body: String,
}

impl DevTools {
    /// The page as it is shown on `media` (`screen`, `print`), by day or by night.
    pub fn shown_on(media: &str, dark: bool) -> Self {
        let scheme = if dark { "dark" } else { "light" };
        let body = serde_json::json!({
            "cmd": "Emulation.setEmulatedMedia",
            "params": {
                "media": media,
                "features": [{ "name": "prefers-color-scheme", "value": scheme }],
            },
        });
        Self { body: body.to_string() }
    }
}

impl WebDriverCompatibleCommand for DevTools {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, <Url as FromStr>::Err> {
        base.join(&format!("session/{}/goog/cdp/execute", session.unwrap_or_default()))
    }

    fn method_and_body(&self, _: &Url) -> (Method, Option<String>) {
        (Method::POST, Some(self.body.clone()))
    }
}
