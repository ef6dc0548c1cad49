//! What a shell shows: the current screen only, every word and number already formatted.
//!
//! A file a screen, the mirror of `model/`. The types here are the contract with Kotlin, Swift and
//! the web shell; the functions that fill them stand beside them and only read the model.

pub mod apart;
mod attention;
pub mod door;
mod drop_off;
pub mod household;
pub mod learning;
pub mod leave;
pub mod lookup;
pub mod outbox;
pub mod photos;
pub mod point;
pub mod settings;
pub mod standing;
mod sync;
pub mod turfs;

pub(crate) use attention::attention_list;
use serde::Serialize;
use wufei_domain::words::{Language, Words};
use wufei_guide::Guide;

use crate::{
    app::Wufei,
    event::Tab,
    model::{Model, Notice, Phase, Wrong, door::Step, point::log::Log, point::weighing::Stage},
};

/// Everything on the screen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ffi", derive(uniffi::Record))]
pub struct ViewModel {
    pub language: Language,
    /// BCP 47, for `lang` and the screen reader.
    pub language_tag: String,
    /// Elder mode: larger type and targets, one thing at a time.
    pub elder: bool,
    /// The screen's heading.
    pub title: String,
    /// `合成数据`, when what is shown is synthetic.
    pub synthetic: Option<String>,
    pub tabs: Vec<TabLink>,
    /// Label of the way back; `None` at the top of a tab.
    pub back: Option<String>,
    /// Something the person must know now.
    pub note: Option<Note>,
    /// One line on what waits to be sent, always there once enrolled.
    pub sync_line: Option<String>,
    pub screen: Screen,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ffi", derive(uniffi::Record))]
pub struct TabLink {
    pub tab: Tab,
    pub label: String,
    pub selected: bool,
    /// A count such as `3`, read out by `badge_label`.
    pub badge: Option<String>,
    pub badge_label: Option<String>,
}

/// How a note is meant. Never shown by colour alone: the text says it too.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ffi", derive(uniffi::Enum))]
#[serde(rename_all = "snake_case")]
pub enum Tone {
    Good,
    Info,
    Problem,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ffi", derive(uniffi::Record))]
pub struct Note {
    pub tone: Tone,
    pub text: String,
    pub dismiss: String,
}

/// The screens.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ffi", derive(uniffi::Enum))]
#[serde(rename_all = "snake_case")]
pub enum Screen {
    Starting {
        text: String,
    },
    Lookup {
        lookup: lookup::LookupView,
    },
    Lessons {
        lessons: learning::LessonsView,
    },
    Lesson {
        lesson: learning::LessonView,
    },
    Quiz {
        quiz: learning::QuizView,
    },
    /// After the last question of a round.
    QuizDone {
        done: learning::QuizDoneView,
    },
    Household {
        household: household::HouseholdView,
    },
    /// No shift is open, or nothing has arrived yet.
    Shift {
        shift: point::ShiftView,
    },
    Weigh {
        weigh: point::WeighView,
    },
    Review {
        review: point::ReviewView,
    },
    Log {
        log: point::LogView,
    },
    Mend {
        mend: point::MendView,
    },
    Turfs {
        turfs: turfs::TurfsView,
    },
    Doors {
        doors: turfs::DoorsView,
    },
    Door {
        door: door::DoorView,
    },
    Proposal {
        proposal: door::ProposalView,
    },
    VisitVoid {
        void: door::VoidView,
    },
    Outbox {
        outbox: outbox::OutboxView,
    },
    Standing {
        standing: standing::StandingView,
    },
    Settings {
        settings: settings::SettingsView,
    },
    /// Before the phone is handed to somebody else.
    Leave {
        leave: leave::LeaveView,
    },
}

impl Screen {
    /// Its name in snake case, as it is written in JSON too.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Starting { .. } => "starting",
            Self::Lookup { .. } => "lookup",
            Self::Lessons { .. } => "lessons",
            Self::Lesson { .. } => "lesson",
            Self::Quiz { .. } => "quiz",
            Self::QuizDone { .. } => "quiz_done",
            Self::Household { .. } => "household",
            Self::Shift { .. } => "shift",
            Self::Weigh { .. } => "weigh",
            Self::Review { .. } => "review",
            Self::Log { .. } => "log",
            Self::Mend { .. } => "mend",
            Self::Turfs { .. } => "turfs",
            Self::Doors { .. } => "doors",
            Self::Door { .. } => "door",
            Self::Proposal { .. } => "proposal",
            Self::VisitVoid { .. } => "visit_void",
            Self::Outbox { .. } => "outbox",
            Self::Standing { .. } => "standing",
            Self::Settings { .. } => "settings",
            Self::Leave { .. } => "leave",
        }
    }
}

/// What a view is made from.
#[derive(Clone, Copy)]
pub(crate) struct Scene<'a> {
    pub(crate) app: &'a Wufei,
    pub(crate) words: &'a Words,
    pub(crate) model: &'a Model,
}

impl Scene<'_> {
    fn guide(&self) -> &Guide {
        self.model.guide(self.app)
    }

    fn text(&self, id: &str) -> String {
        self.words.text(id)
    }

    fn with(&self, id: &str, values: &[(&str, &str)]) -> String {
        self.words.with(id, values)
    }

    /// A count and its noun in the right form.
    fn counted(&self, id: &str, count: u32) -> String {
        self.words.counted(id, u64::from(count), &[])
    }

    fn wrong(&self, wrong: Option<&Wrong>) -> Option<String> {
        wrong.map(|wrong| match wrong {
            Wrong::Said(id) => self.words.text(id),
            Wrong::Refused(refusal) => self.words.refusal(refusal),
        })
    }
}

/// Everything on the screen, in the person's language.
pub(crate) fn view(app: &Wufei, model: &Model) -> ViewModel {
    view_in(app, model, model.settings.language)
}

pub(crate) fn view_in(app: &Wufei, model: &Model, language: Language) -> ViewModel {
    let words = app.words(language);
    let scene = &Scene { app, words, model };
    let screen = screen(scene);
    let ready = matches!(model.phase, Phase::Ready);
    let synthetic = model.identity.as_ref().is_some_and(|who| who.synthetic);
    ViewModel {
        language: words.language(),
        language_tag: words.language().tag().to_owned(),
        elder: model.settings.elder,
        title: title(scene, &screen),
        synthetic: synthetic.then(|| scene.text("app-synthetic")),
        tabs: if ready { tabs(scene) } else { Vec::new() },
        back: (ready && model.can_go_back()).then(|| scene.text("app-back")),
        note: note(scene),
        sync_line: sync::line(scene),
        screen,
    }
}

fn screen(scene: &Scene<'_>) -> Screen {
    let model = scene.model;
    match &model.phase {
        Phase::New | Phase::Loading => {
            return Screen::Starting { text: scene.text("app-starting") };
        }
        Phase::Failed(refusal) => return Screen::Starting { text: scene.words.refusal(refusal) },
        Phase::Ready => {}
    }
    match model.tab {
        Tab::Lookup => learning::at_lookup(scene)
            .unwrap_or_else(|| Screen::Lookup { lookup: lookup::view(scene) }),
        Tab::Household => Screen::Household { household: household::view(scene) },
        Tab::Point => point_screen(scene),
        Tab::Turfs => turfs_screen(scene),
        Tab::Outbox => Screen::Outbox { outbox: outbox::view(scene) },
        Tab::Standing => Screen::Standing { standing: standing::view(scene) },
        Tab::Settings => settings_screen(scene),
    }
}

fn point_screen(scene: &Scene<'_>) -> Screen {
    let point = &scene.model.point;
    match point.log {
        Log::Mending { drop_off, .. } => {
            if let Some(mend) = point::mend(scene, drop_off) {
                return Screen::Mend { mend };
            }
            return Screen::Log { log: point::log(scene) };
        }
        Log::Open => return Screen::Log { log: point::log(scene) },
        Log::Closed => {}
    }
    let Some((_, opened_at)) = point.data.open_shift else {
        return Screen::Shift { shift: point::shift(scene) };
    };
    match point.weighing.stage {
        Stage::Entering => Screen::Weigh { weigh: point::weigh(scene, opened_at) },
        Stage::Reviewing | Stage::Logging => Screen::Review { review: point::review(scene) },
    }
}

fn turfs_screen(scene: &Scene<'_>) -> Screen {
    if let Some(quiz) = learning::at_turfs(scene) {
        return quiz;
    }
    let Some(walk) = &scene.model.turfs.walk else {
        return Screen::Turfs { turfs: turfs::turfs(scene) };
    };
    let opened = match walk.step {
        Step::List => None,
        Step::Door { door, .. } => door::door(scene, walk, door).map(|door| Screen::Door { door }),
        Step::Proposal { .. } => Some(Screen::Proposal { proposal: door::proposal(scene) }),
        Step::Void { visit, .. } => {
            door::void(scene, walk, visit).map(|void| Screen::VisitVoid { void })
        }
    };
    // A door that is not on the list (yet) is shown as the list.
    opened.unwrap_or_else(|| Screen::Doors { doors: turfs::doors(scene, walk) })
}

fn settings_screen(scene: &Scene<'_>) -> Screen {
    match leave::view(scene) {
        Some(leave) => Screen::Leave { leave },
        None => Screen::Settings { settings: settings::view(scene) },
    }
}

fn title(scene: &Scene<'_>, screen: &Screen) -> String {
    match screen {
        Screen::Starting { .. } => scene.text("app-name"),
        Screen::Lookup { .. } => scene.text("title-lookup"),
        Screen::Lessons { .. } => scene.text("title-lessons"),
        Screen::Lesson { lesson } => lesson.title.clone(),
        Screen::Quiz { .. } | Screen::QuizDone { .. } => scene.text("title-quiz"),
        Screen::Household { .. } => scene.text("title-household"),
        Screen::Shift { .. } => scene.text("title-shift"),
        Screen::Weigh { .. } => scene.text("title-weigh"),
        Screen::Review { .. } => scene.text("title-review"),
        Screen::Log { .. } => scene.text("title-log"),
        Screen::Mend { .. } => scene.text("title-mend"),
        Screen::Turfs { .. } => scene.text("title-turfs"),
        Screen::Doors { doors } => doors.name.clone(),
        Screen::Door { door } => door.label.clone(),
        Screen::Proposal { .. } => scene.text("title-proposal"),
        Screen::VisitVoid { .. } => scene.text("title-void"),
        Screen::Outbox { .. } => scene.text("title-outbox"),
        Screen::Standing { .. } => scene.text("title-standing"),
        Screen::Settings { .. } => scene.text("title-settings"),
        Screen::Leave { .. } => scene.text("title-leave"),
    }
}

fn tabs(scene: &Scene<'_>) -> Vec<TabLink> {
    let counts = scene.model.counts;
    let kept = counts.waiting.saturating_add(counts.needs_attention);
    let label = |tab| match tab {
        Tab::Lookup => scene.text("tab-lookup"),
        Tab::Household => scene.text("tab-household"),
        Tab::Point => scene.text("tab-point"),
        Tab::Turfs => scene.text("tab-turfs"),
        Tab::Outbox => scene.text("tab-outbox"),
        Tab::Standing => scene.text("tab-standing"),
        Tab::Settings => scene.text("tab-settings"),
    };
    let link = |tab| {
        let badged = tab == Tab::Outbox && kept > 0;
        TabLink {
            tab,
            label: label(tab),
            selected: tab == scene.model.tab,
            badge: badged.then(|| scene.words.number(i64::from(kept))),
            badge_label: badged.then(|| scene.counted("tab-outbox-badge", kept)),
        }
    };
    scene.model.tabs().into_iter().map(link).collect()
}

fn note(scene: &Scene<'_>) -> Option<Note> {
    let (tone, text) = match scene.model.notice.as_ref()? {
        Notice::Good(id) => (Tone::Good, scene.words.text(id)),
        Notice::Info(id) => (Tone::Info, scene.words.text(id)),
        Notice::Refused(refusal) => (Tone::Problem, scene.words.refusal(refusal)),
    };
    Some(Note { tone, text, dismiss: scene.text("app-dismiss") })
}
