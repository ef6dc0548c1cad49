//! A poster or a page of pocket cards as a PDF, printed by a Chromium from our own page.

use std::{
    env, fmt, fs, io,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use wufei_domain::{
    record::hex,
    refusal::{Code, Refusal},
    words::Language,
};

use super::{OperateError, in_transaction};
use crate::{
    machine,
    pages::Pages,
    service::reach::ScreenCode,
    settings::{Database, PublicAddress},
    sheet::{
        Subject,
        paper::{self, Paper, StyleIn},
        qr::Target,
    },
    store::{statements::screen, text},
};

/// Names a Chromium goes by, looked for in this order.
pub const CHROMIUMS: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "chrome"];

/// A print takes at most this long.
const PRINT: Duration = Duration::from_mins(1);

const POLL: Duration = Duration::from_millis(50);

/// Where a QR code leads: the public address, and the code of a screen with the database that has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Way {
    /// What a phone opens.
    pub address: PublicAddress,
    /// What is counted; `None` leads to the look-up uncounted.
    pub code: Option<(ScreenCode, Database)>,
}

/// What to print.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Poster {
    /// What it is about.
    pub subject: Subject,
    /// Poster or cards.
    pub paper: Paper,
    /// In which language.
    pub language: Language,
    /// `None` leaves the QR code out.
    pub way: Option<Way>,
    /// The PDF; nothing is written over.
    pub out: PathBuf,
}

/// What prints.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Printer {
    /// A program; `None` looks for one of [`CHROMIUMS`].
    pub chromium: Option<PathBuf>,
    /// Chromium's own sandbox does not start for root and in some containers. What is printed is our
    /// own page, without script and without anything from elsewhere.
    pub no_sandbox: bool,
}

/// A PDF was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Printed(PathBuf);

impl fmt::Display for Printed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.display())
    }
}

/// Why nothing was printed.
#[derive(Debug, thiserror::Error)]
pub enum PrintError {
    /// No Chromium is there.
    #[error(
        "no Chromium to print with: looked for {looked_for}; install one or name it with --chromium"
    )]
    NoChromium {
        /// What was looked for.
        looked_for: String,
    },
    /// It did not print.
    #[error("{program} did not print: {detail}")]
    Failed {
        /// Which.
        program: PathBuf,
        /// What it says at the end.
        detail: String,
    },
}

/// Prints an item or a lesson.
///
/// # Errors
/// [`Code::NotFound`] for an item, a lesson or a screen that is not there; [`OperateError::Occupied`] when the
/// file is; [`PrintError`]; a file that cannot be written.
pub fn print_poster(poster: &Poster, printer: &Printer) -> Result<Printed, OperateError> {
    let page = page(poster)?;
    if poster.out.exists() {
        return Err(OperateError::Occupied(poster.out.clone()));
    }
    let program = chromium(printer)?;
    let folder = Folder::new()?;
    let (html, pdf) = (folder.0.join("page.html"), folder.0.join("page.pdf"));
    fs::write(&html, page).map_err(OperateError::at(&html))?;
    run(&program, printer.no_sandbox, &folder.0, &html, &pdf)?;
    fs::copy(&pdf, &poster.out).map_err(OperateError::at(&poster.out))?;
    Ok(Printed(poster.out.clone()))
}

fn page(poster: &Poster) -> Result<String, OperateError> {
    let not_found = |value: &dyn fmt::Display| Refusal::new(Code::NotFound).with("value", value);
    // Without a way the address is not shown either.
    let address = poster
        .way
        .as_ref()
        .map_or_else(|| "http://localhost".parse(), |way| Ok(way.address.clone()));
    let pages = Pages::new(address?)?;
    let wording = pages.wording(poster.language, None);
    let sheet = poster.subject.sheet(&wording, pages.lessons())?;
    let target = match &poster.way {
        None => None,
        Some(Way { address, code: None }) => Some(Target::of(address, None)),
        Some(Way { address, code: Some((code, database)) }) => {
            let known = in_transaction(database, |connection| {
                Ok(connection.first(&screen::FIND, &[text(code)])?.is_some())
            })?;
            if !known {
                return Err(not_found(code).into());
            }
            Some(Target::of(address, Some(code)))
        }
    };
    let page = paper::render(wording.words, &sheet, target.as_ref(), poster.paper, StyleIn::Page);
    Ok(page.into_string())
}

fn chromium(printer: &Printer) -> Result<PathBuf, PrintError> {
    if let Some(named) = &printer.chromium {
        let looked_for = named.display().to_string();
        return named.is_file().then(|| named.clone()).ok_or(PrintError::NoChromium { looked_for });
    }
    let path = env::var_os("PATH").unwrap_or_default();
    let folders: Vec<PathBuf> = env::split_paths(&path).collect();
    let found = CHROMIUMS
        .iter()
        .flat_map(|name| folders.iter().map(move |folder| folder.join(name)))
        .find(|program| program.is_file());
    found.ok_or_else(|| PrintError::NoChromium {
        looked_for: format!("{} on the PATH", CHROMIUMS.join(", ")),
    })
}

/// Runs Chromium until it has printed, in a profile of its own.
fn run(
    program: &Path,
    no_sandbox: bool,
    folder: &Path,
    html: &Path,
    pdf: &Path,
) -> Result<(), OperateError> {
    let said = folder.join("said");
    let log = fs::File::create(&said).map_err(OperateError::at(&said))?;
    let with = |option: &str, path: &Path| format!("--{option}={}", path.display());
    let mut command = Command::new(program);
    command
        .args(["--headless", "--disable-gpu", "--no-first-run", "--no-pdf-header-footer"])
        .args(no_sandbox.then_some("--no-sandbox"))
        .arg(with("user-data-dir", &folder.join("profile")))
        .arg(with("print-to-pdf", pdf))
        .arg(format!("file://{}", html.display()))
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(log);
    let failed = |detail: String| PrintError::Failed { program: program.to_owned(), detail };
    let mut child = command.spawn().map_err(OperateError::at(program))?;
    let ended = ended(&mut child).map_err(OperateError::at(program))?;
    let last = || {
        let said = fs::read(&said).unwrap_or_default();
        let said = String::from_utf8_lossy(&said);
        said.lines().last().unwrap_or("it says nothing").to_owned()
    };
    if !ended {
        return Err(failed(format!("not within {} s: {}", PRINT.as_secs(), last())).into());
    }
    if !pdf.is_file() {
        return Err(failed(last()).into());
    }
    Ok(())
}

/// Whether it ended in time; it is gone in either case.
fn ended(child: &mut Child) -> io::Result<bool> {
    let until = Instant::now() + PRINT;
    while Instant::now() < until {
        if child.try_wait()?.is_some() {
            return Ok(true);
        }
        thread::sleep(POLL);
    }
    child.kill()?;
    child.wait()?;
    Ok(false)
}

/// A folder of one's own that goes with its owner.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Result<Self, OperateError> {
        machine::check_random()?;
        let mut random = [0; 8];
        machine::random(&mut random);
        let path = env::temp_dir().join(format!("wufei-poster-{}", hex(&random)));
        fs::create_dir(&path).map_err(OperateError::at(&path))?;
        Ok(Self(path))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}
