//! A headless Chromium of one's own, phone-sized, found by what a person sees: words on buttons.

use std::{
    io::{BufRead as _, BufReader},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use fantoccini::{Client, ClientBuilder, Locator, elements::Element, error::CmdError};
use hyper_util::client::legacy::connect::HttpConnector;
use tokio::runtime::Runtime;
use wufei_tests::harness::Failure;

use crate::devtools::DevTools;

/// How long anything on a page may take.
const PATIENCE: Duration = Duration::from_secs(20);
const POLL: Duration = Duration::from_millis(40);
/// The line in which the driver says its port.
const READY: &str = "was started successfully on port ";

/// Whether pages may run script.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Script {
    On,
    Off,
}

/// How high its window is; as wide as a phone in any case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Window {
    Phone,
    /// So high that the tabs, which stand over a long page's end, cover nothing.
    WholePage,
}

/// The browser; it ends with its owner.
pub struct Browser {
    runtime: Runtime,
    client: Client,
    driver: Child,
    /// Presses on buttons, keys of a choice and links so far.
    taps: u32,
}

impl Browser {
    /// A fresh one, without anything stored.
    pub fn open(script: Script, window: Window) -> Result<Self, Failure> {
        let mut driver = Command::new("chromedriver")
            .arg("--port=0")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(Failure::while_doing("a chromedriver that starts"))?;
        let port = port(&mut driver)?;
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(Failure::while_doing("a runtime"))?;
        let mut builder = ClientBuilder::new(HttpConnector::new());
        builder.capabilities(capabilities(script, window)?);
        let client = runtime.block_on(builder.connect(&format!("http://127.0.0.1:{port}")));
        match client.map_err(Failure::while_doing("a Chromium that starts")) {
            Ok(client) => Ok(Self { runtime, client, driver, taps: 0 }),
            Err(failure) => {
                end(&mut driver);
                Err(failure)
            }
        }
    }

    /// Opens an address.
    pub fn go(&self, address: &str) -> Result<(), Failure> {
        self.runtime
            .block_on(self.client.goto(address))
            .map_err(Failure::while_doing(address.to_owned()))
    }

    /// Taps so far; the count begins anew.
    pub fn take_taps(&mut self) -> u32 {
        std::mem::take(&mut self.taps)
    }

    /// Waits until the page's main part shows a text.
    pub fn see(&self, text: &str) -> Result<(), Failure> {
        let path = format!("//main[contains(normalize-space(.), '{text}')]");
        self.until(text, || self.element(&path).map(drop))
    }

    /// Presses the first button or link that has these words.
    pub fn press(&mut self, words: &str) -> Result<(), Failure> {
        let has = format!("contains(normalize-space(.), '{words}')");
        self.tap(words, &format!("(//button[{has}] | //a[{has}] | //summary[{has}])[1]"))
    }

    /// Waits until the page's main part shows a text no more.
    pub fn lose(&self, text: &str) -> Result<(), Failure> {
        let path = format!("//main[contains(normalize-space(.), '{text}')]");
        self.until(text, || match self.element(&path) {
            Ok(_) => Err(Failure::new(format!("no {text}"), "it is still there")),
            Err(_) => Ok(()),
        })
    }

    /// Presses the first button that has one of these words.
    pub fn press_either(&mut self, one: &str, other: &str) -> Result<(), Failure> {
        let has = |words: &str| format!("//button[contains(normalize-space(.), '{words}')]");
        self.tap(one, &format!("({} | {})[1]", has(one), has(other)))
    }

    /// Presses the first button that has these words and no others.
    pub fn press_exactly(&mut self, words: &str) -> Result<(), Failure> {
        self.tap(words, &format!("(//button[normalize-space(.) = '{words}'])[1]"))
    }

    /// Chooses one of several.
    pub fn choose(&mut self, words: &str) -> Result<(), Failure> {
        let label = format!("//label[contains(normalize-space(.), '{words}')]");
        self.tap(words, &format!("({label}/../input)[1]"))?;
        let chosen = "return [...document.querySelectorAll('input:checked')]
            .some(i => i.labels[0] && i.labels[0].textContent.includes(arguments[0]))";
        self.until(words, || match self.run(chosen, &[words.into()])? {
            serde_json::Value::Bool(true) => Ok(()),
            other => Err(Failure::new(format!("{words} chosen"), other.to_string())),
        })
    }

    /// Types into the field of that id, in place of what is there, and waits until it was sent.
    pub fn fill(&self, id: &str, text: &str) -> Result<(), Failure> {
        let path = format!("//input[@id = '{id}']");
        self.until(id, || {
            let field = self.element(&path)?;
            self.told(id, async {
                field.clear().await?;
                field.send_keys(text).await
            })
        })?;
        // The page sends what is typed after a pause.
        std::thread::sleep(Duration::from_millis(400));
        Ok(())
    }

    /// Sends keys to whatever has the focus.
    pub fn keys(&self, keys: &str) -> Result<(), Failure> {
        self.told("keys", async { self.client.active_element().await?.send_keys(keys).await })
    }

    /// What has the focus, in words.
    pub fn focused(&self) -> Result<String, Failure> {
        self.told("the focus", async {
            let element = self.client.active_element().await?;
            let text = element.text().await?;
            if text.is_empty() {
                Ok(element.attr("id").await?.unwrap_or_default())
            } else {
                Ok(text)
            }
        })
    }

    /// Runs script on the page.
    pub fn run(
        &self,
        script: &str,
        values: &[serde_json::Value],
    ) -> Result<serde_json::Value, Failure> {
        self.told("script", self.client.execute(script, values.to_vec()))
    }

    /// Runs script that answers by its last argument.
    pub fn run_async(&self, script: &str) -> Result<serde_json::Value, Failure> {
        self.told("script", self.client.execute_async(script, Vec::new()))
    }

    /// Sets what only the developer tools can.
    pub fn set(&self, tool: DevTools) -> Result<(), Failure> {
        self.told("a developer tool", self.client.issue_cmd(tool)).map(drop)
    }

    /// The window's picture, as PNG.
    pub fn picture(&self) -> Result<Vec<u8>, Failure> {
        self.told("a picture", self.client.screenshot())
    }

    fn tap(&mut self, words: &str, path: &str) -> Result<(), Failure> {
        self.until(words, || {
            let element = self.element(path)?;
            // As a person scrolls: away from the tabs that stand over the page's end.
            let into_view = "arguments[0].scrollIntoView({ block: 'center' })";
            let value = serde_json::to_value(&element)?;
            self.run(into_view, &[value])?;
            self.told(words, element.click())
        })?;
        self.taps += 1;
        Ok(())
    }

    fn element(&self, path: &str) -> Result<Element, Failure> {
        self.told(path, self.client.find(Locator::XPath(path)))
    }

    fn told<T>(
        &self,
        what: &str,
        work: impl Future<Output = Result<T, CmdError>>,
    ) -> Result<T, Failure> {
        self.runtime.block_on(work).map_err(Failure::while_doing(what.to_owned()))
    }

    /// Tries until it goes: the page is patched while one looks at it.
    fn until(
        &self,
        what: &str,
        mut attempt: impl FnMut() -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        let deadline = Instant::now() + PATIENCE;
        loop {
            match attempt() {
                Ok(()) => return Ok(()),
                Err(failure) if Instant::now() >= deadline => {
                    let seen = format!("{}; the page: {}", failure.seen, self.glimpse());
                    return Err(Failure::new(format!("{what} within {PATIENCE:?}"), seen));
                }
                Err(_) => std::thread::sleep(POLL),
            }
        }
    }

    fn glimpse(&self) -> String {
        let text = self.element("//body").and_then(|body| self.told("the page", body.text()));
        text.unwrap_or_default().chars().take(500).collect()
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // The driver ends its browser when its session ends; what is left goes with the driver.
        let _ = self.runtime.block_on(self.client.clone().close());
        end(&mut self.driver);
    }
}

fn end(driver: &mut Child) {
    let _ = driver.kill();
    let _ = driver.wait();
}

fn port(driver: &mut Child) -> Result<u16, Failure> {
    let output = driver.stdout.take().ok_or_else(|| Failure::new("its output", "none"))?;
    for line in BufReader::new(output).lines() {
        let line = line?;
        if let Some((_, port)) = line.split_once(READY) {
            let port = port.trim_end_matches('.').parse();
            return port.map_err(Failure::while_doing("a port"));
        }
    }
    end(driver);
    Err(Failure::new("a driver that says its port", "it ended"))
}

fn capabilities(
    script: Script,
    window: Window,
) -> Result<serde_json::Map<String, serde_json::Value>, Failure> {
    let script = match script {
        Script::On => 1,
        Script::Off => 2,
    };
    let size = match window {
        Window::Phone => "--window-size=412,915",
        Window::WholePage => "--window-size=412,4000",
    };
    let wanted = serde_json::json!({
        "goog:chromeOptions": {
            "args": [
                "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic",
                "--no-first-run", "--disable-background-networking", "--disable-sync",
                "--disable-component-update", "--disable-dev-shm-usage", "--hide-scrollbars",
                "--force-device-scale-factor=1", "--font-render-hinting=none",
                // A picture must not be taken half-way through a change of colour.
                "--force-prefers-reduced-motion", size,
            ],
            "prefs": { "profile.managed_default_content_settings.javascript": script },
        },
    });
    match wanted {
        serde_json::Value::Object(map) => Ok(map),
        other => Err(Failure::new("capabilities", other.to_string())),
    }
}
