//! What happens: what a shell may raise ([`UiEvent`]) and what only answers bring ([`Event`]).

use serde::{Deserialize, Serialize};
use wufei_domain::{
    card::CardNumber,
    drop_off::ReversalReason,
    ids::{DoorId, RecordId, TurfId},
    photo::PhotoId,
    refusal::Refusal,
    stream::Stream,
    tariff::{Grade, MaterialId},
    time::UnixMs,
    units::WeightUnit,
    visit::{Outcome, VoidReason},
    words::Language,
};
use wufei_guide::Disposal;

use crate::effect::{
    clock::Stamp,
    net::Offer,
    news::News,
    photo::{PhotosReport, ReadyPhoto},
    shell::{Located, Picked, Scanned, Shared, Spoken},
    store::{
        HouseholdData, Identity, LearningData, OutboxCounts, OutboxData, PointData, PointPlace,
        StandingData, Start, TurfData, TurfPlace,
    },
    sync::RoundReport,
};
use crate::model::{Intent, PhotoPlace};

/// The places a person can open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "ffi", derive(uniffi::Enum))]
#[serde(rename_all = "snake_case")]
pub enum Tab {
    #[default]
    Lookup,
    Household,
    Point,
    Turfs,
    Outbox,
    Standing,
    Settings,
}

/// Everything a shell may raise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ffi", derive(uniffi::Enum))]
#[serde(rename_all = "snake_case")]
pub enum UiEvent {
    /// The shell is there. Sent once; loads, then syncs if enrolled.
    Start,
    Open {
        tab: Tab,
    },
    Back,
    DismissNote,
    Lookup {
        event: LookupEvent,
    },
    Learning {
        event: LearningEvent,
    },
    Household {
        event: HouseholdEvent,
    },
    Point {
        event: PointEvent,
    },
    Turfs {
        event: TurfsEvent,
    },
    Outbox {
        event: OutboxEvent,
    },
    Settings {
        event: SettingsEvent,
    },
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ffi", derive(uniffi::Enum))]
#[serde(rename_all = "snake_case")]
pub enum LookupEvent {
    Typed {
        text: String,
    },
    Picked {
        item: String,
    },
    /// Keeps the unknown word and sends it when it can.
    TellUs,
    /// Asks for a photo of the unknown thing.
    AddPhoto,
    RemovePhoto {
        photo: PhotoId,
    },
    ReadAloud,
    /// Hands the answer on by the system's own way of sharing.
    Share,
    /// Makes the thing on the screen a favourite, or a recent one again.
    FavouritePicked {
        on: bool,
    },
    /// Forgets what was looked up lately; favourites stay.
    RecentsEmptied,
    /// Takes that back, while nothing else was done.
    RecentsRestored,
    Clear,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ffi", derive(uniffi::Enum))]
#[serde(rename_all = "snake_case")]
pub enum LearningEvent {
    /// From the look-up to the lessons.
    Open,
    LessonPicked {
        lesson: String,
    },
    NextPage,
    PreviousPage,
    /// Begins a round of questions: of one lesson, or of all.
    QuizPicked {
        lesson: Option<String>,
    },
    /// Answers the question on the screen; a second answer is none.
    ChoicePicked {
        choice: QuizChoice,
    },
    /// On to the next question, once this one is answered.
    Next,
    ReadAloud,
    /// Leaves a round that is over.
    Finish,
}

/// Where a thing in question may go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ffi", derive(uniffi::Enum))]
#[serde(rename_all = "snake_case")]
pub enum QuizChoice {
    Recyclable,
    Hazardous,
    Perishable,
    Residual,
    /// To the delivery point of a special stream.
    OwnPoint,
    /// Into no bin at all.
    NoBin,
}

impl QuizChoice {
    /// The four bins.
    pub const BINS: [Self; 4] =
        [Self::Recyclable, Self::Hazardous, Self::Perishable, Self::Residual];

    /// The four bins and what is none of them.
    pub const ALL: [Self; 6] = [
        Self::Recyclable,
        Self::Hazardous,
        Self::Perishable,
        Self::Residual,
        Self::OwnPoint,
        Self::NoBin,
    ];

    /// The name in forms and message ids: a stream's code, or `own_point`, `no_bin`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Recyclable => Stream::Recyclable.code(),
            Self::Hazardous => Stream::Hazardous.code(),
            Self::Perishable => Stream::Perishable.code(),
            Self::Residual => Stream::Residual.code(),
            Self::OwnPoint => "own_point",
            Self::NoBin => "no_bin",
        }
    }
}

impl From<Disposal> for QuizChoice {
    fn from(place: Disposal) -> Self {
        match place {
            Disposal::Bin(Stream::Recyclable) => Self::Recyclable,
            Disposal::Bin(Stream::Hazardous) => Self::Hazardous,
            Disposal::Bin(Stream::Perishable) => Self::Perishable,
            Disposal::Bin(Stream::Residual) => Self::Residual,
            Disposal::Bin(_) => Self::OwnPoint,
            Disposal::Sink | Disposal::Toilet | Disposal::HandOver | Disposal::NotWaste => {
                Self::NoBin
            }
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ffi", derive(uniffi::Enum))]
#[serde(rename_all = "snake_case")]
pub enum HouseholdEvent {
    /// Asks the device once where it is, to say how far each recycling point is.
    Locate,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ffi", derive(uniffi::Enum))]
#[serde(rename_all = "snake_case")]
pub enum PointEvent {
    OpenShift,
    CloseShift,
    CardTyped {
        text: String,
    },
    /// Takes the typed number.
    CardEntered,
    CardPicked {
        card: CardNumber,
    },
    ScanCard,
    ForgetCard,
    /// Begins a line; one that is complete and not yet added is added first.
    MaterialPicked {
        material: MaterialId,
    },
    UnitPicked {
        unit: WeightUnit,
    },
    GrossTyped {
        text: String,
    },
    TareTyped {
        text: String,
    },
    GradePicked {
        grade: Grade,
    },
    /// A whole line at once, from a form without script: the same as picking, typing and adding.
    LineEntered {
        material: MaterialId,
        unit: WeightUnit,
        gross: String,
        tare: String,
        grade: Grade,
    },
    AddLine,
    RemoveLine {
        index: u32,
    },
    /// Shows what will be logged, in both units, with the estimate.
    Review,
    /// Back from the review to the lines.
    Edit,
    Confirm,
    /// Drops what was typed.
    Withdraw,
    OpenLog,
    CloseLog,
    MendPicked {
        drop_off: RecordId,
    },
    /// Reverses the picked drop-off.
    MendConfirmed {
        reason: ReversalReason,
    },
    MendCancelled,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ffi", derive(uniffi::Enum))]
#[serde(rename_all = "snake_case")]
pub enum TurfsEvent {
    /// Asks the server which turfs there are.
    Refresh,
    Take {
        turf: TurfId,
    },
    Walk {
        turf: TurfId,
    },
    DoorPicked {
        door: DoorId,
    },
    /// Records the visit at once; `Met` with a script shows the script first.
    OutcomeTapped {
        outcome: Outcome,
    },
    AnswerPicked {
        question: String,
        choice: String,
    },
    /// Records the `Met` visit with the answers given so far.
    SaveVisit,
    /// Asks for a photo of the open door.
    AddPhoto,
    RemovePhoto {
        photo: PhotoId,
    },
    LeaveDoor,
    OpenProposal,
    ProposalTyped {
        label: String,
    },
    SendProposal,
    CancelProposal,
    VoidPicked {
        visit: RecordId,
    },
    VoidConfirmed {
        reason: VoidReason,
    },
    VoidCancelled,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ffi", derive(uniffi::Enum))]
#[serde(rename_all = "snake_case")]
pub enum OutboxEvent {
    SyncNow,
    StopSync,
    Withdraw {
        record: RecordId,
    },
    /// Hands the list of what was refused on by the system's own way of sharing.
    Export,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ffi", derive(uniffi::Enum))]
#[serde(rename_all = "snake_case")]
pub enum SettingsEvent {
    LanguagePicked {
        language: Language,
    },
    ElderPicked {
        on: bool,
    },
    CodeTyped {
        text: String,
    },
    Enrol,
    /// Asks before the phone is handed to somebody else.
    LeavePicked,
    LeaveConfirmed,
    LeaveCancelled,
}

/// Everything that happens. A shell can only raise [`Event::Ui`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    Ui(UiEvent),
    Started(Result<Start, Refusal>),
    SettingsSaved(Result<(), Refusal>),
    DraftSaved(Result<(), Refusal>),
    /// The stamp that an intent to record something waited for.
    Stamped(Intent, Stamp),
    Appended(Intent, Result<OutboxCounts, Refusal>),
    Withdrawn(Result<OutboxCounts, Refusal>),
    OutboxLoaded(Result<OutboxData, Refusal>),
    HouseholdLoaded(Result<HouseholdData, Refusal>),
    PointsLoaded(Result<Vec<PointPlace>, Refusal>),
    PointLoaded(Result<PointData, Refusal>),
    TurfsLoaded(Result<Vec<TurfPlace>, Refusal>),
    TurfLoaded(Result<Option<TurfData>, Refusal>),
    StandingLoaded(Result<Option<StandingData>, Refusal>),
    LearningLoaded(Result<LearningData, Refusal>),
    RecallSaved(Result<(), Refusal>),
    KeptSaved(Result<(), Refusal>),
    Enrolled(Result<Identity, Refusal>),
    /// Nobody is enrolled here any more, or why that could not be.
    Left(Result<OutboxCounts, Refusal>),
    TurfsListed(Result<Vec<Offer>, Refusal>),
    TurfTaken(TurfId, Result<UnixMs, Refusal>),
    RoundDone(Result<RoundReport, Refusal>),
    NewsCame(Result<News, Refusal>),
    /// What a person picked for a record.
    Picked(PhotoPlace, Picked),
    /// A photo for a record is ready, or why not.
    PhotoReady(PhotoPlace, Result<ReadyPhoto, Refusal>),
    /// What became of a photo that was to be sent.
    PhotoSent(Result<PhotosReport, Refusal>),
    /// The wait before the next photo is over.
    PhotoDue,
    /// A wait is over: the random number of the stamp decides the next one.
    RetryDue,
    Scanned(Scanned),
    Spoken(Spoken),
    Shared(Shared),
    /// What became of the list that was handed on.
    Exported(Shared),
    Located(Located),
}
