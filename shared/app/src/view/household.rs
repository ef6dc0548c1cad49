//! My household: the card, what was brought, what it earned.

use serde::Serialize;
use wufei_domain::{
    ledger::{Account, TransferState, balance},
    units::Points,
};

use super::{Scene, drop_off, drop_off::Ledger, standing};
pub use crate::card_picture::QrPicture;
use crate::effect::store::{HouseholdData, PointPlace, SeenDropOff};

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ffi", derive(uniffi::Record))]
pub struct HouseholdView {
    /// The address inside the community.
    pub label: String,
    pub community_name: String,
    pub card: CardView,
    pub booked_label: String,
    /// `168 分`.
    pub booked: String,
    /// `≈ ¥1.68`.
    pub booked_worth: String,
    pub pending_label: String,
    pub pending: String,
    pub points: PointsView,
    pub drop_offs_heading: String,
    pub drop_offs: Vec<DropOffRow>,
    /// Said when there is none yet.
    pub drop_offs_empty: Option<String>,
    pub rates_heading: String,
    pub rates: Vec<RateRow>,
    pub rates_line: String,
    /// The village's place, such as `第 2 名 · 每户 3.4 公斤`, or why it is not shown.
    pub standing_heading: String,
    pub standing_line: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ffi", derive(uniffi::Record))]
pub struct CardView {
    pub heading: String,
    /// `1234 5674`.
    pub number: String,
    pub number_label: String,
    pub qr: QrPicture,
    /// For the screen reader.
    pub qr_label: String,
    pub hint: String,
}

/// The recycling points of my community.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ffi", derive(uniffi::Record))]
pub struct PointsView {
    pub heading: String,
    /// The nearest first, once the device said where it is.
    pub rows: Vec<PointRow>,
    /// Said when there is none.
    pub empty: Option<String>,
    /// Asks the device where it is; `None` when no point has a place on the map, or the device is
    /// being asked.
    pub locate_label: Option<String>,
    /// What becomes of the position; goes with `locate_label`.
    pub locate_hint: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ffi", derive(uniffi::Record))]
pub struct PointRow {
    pub name: String,
    pub hours: String,
    /// `约 350 米`, in a straight line.
    pub distance: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ffi", derive(uniffi::Record))]
pub struct DropOffRow {
    pub record: String,
    pub moment: String,
    /// `纸板 3.2 公斤 · PET 瓶 1.1 公斤`.
    pub lines: String,
    pub points: String,
    pub state: TransferState,
    /// The state's word, and for a reversal its reason: `已冲正：重量输错`.
    pub state_word: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ffi", derive(uniffi::Record))]
pub struct RateRow {
    pub material: String,
    pub rate: String,
}

pub(super) fn view(scene: &Scene<'_>) -> HouseholdView {
    let data = scene.model.household.data.get();
    let nothing = HouseholdData::default();
    let known = data.unwrap_or(&nothing);
    let tariff = known.tariff.as_ref();
    let words = scene.words;
    let ledger = Ledger::new(words, tariff, &known.transfers, &known.reversals);
    let holder = scene.model.identity.as_ref().and_then(|who| who.household.as_ref());
    let account = holder.map(|holder| Account::Household(holder.household));
    let balance = account.map(|account| balance(account, &known.transfers)).unwrap_or_default();
    let table = scene.model.standing.data.get().and_then(Option::as_ref);
    HouseholdView {
        label: holder.map(|holder| holder.label.clone()).unwrap_or_default(),
        community_name: scene
            .model
            .identity
            .as_ref()
            .map(|who| who.community_name.clone())
            .unwrap_or_default(),
        card: card(scene),
        booked_label: scene.text("household-booked"),
        booked: words.points(balance.booked),
        booked_worth: tariff
            .map(|tariff| {
                let worth = tariff.worth(Points::new(balance.booked.value().max(0)));
                scene.with("household-worth", &[("money", &words.money(worth))])
            })
            .unwrap_or_default(),
        pending_label: scene.text("household-pending"),
        pending: words.points(balance.pending),
        points: points(scene, |_| true),
        drop_offs_heading: scene.text("household-drop-offs"),
        drop_offs: known.drop_offs.iter().map(|seen| row(scene, &ledger, seen)).collect(),
        drop_offs_empty: match data {
            None => Some(scene.text("app-loading")),
            Some(data) => {
                data.drop_offs.is_empty().then(|| scene.text("household-drop-offs-empty"))
            }
        },
        rates_heading: scene.text("household-rates"),
        rates: tariff.map_or_else(Vec::new, |tariff| {
            let row = |rate: &wufei_domain::tariff::Rate| RateRow {
                material: drop_off::material_name(words, Some(tariff), &rate.material),
                rate: drop_off::rate(words, rate.points_per_kg),
            };
            tariff.rates.iter().map(row).collect()
        }),
        rates_line: match tariff {
            Some(tariff) => scene.with(
                "household-rates-line",
                &[
                    ("version", &tariff.version.to_string()),
                    ("day", &words.day(tariff.valid_from)),
                    ("points", &words.number(i64::from(tariff.points_per_yuan))),
                ],
            ),
            None => scene.text("household-rates-none"),
        },
        standing_heading: scene.text("household-standing"),
        standing_line: standing::own_line(scene, table),
    }
}

/// The recycling points that are `wanted`, with how far each is.
pub(super) fn points(scene: &Scene<'_>, wanted: impl Fn(&PointPlace) -> bool) -> PointsView {
    let household = &scene.model.household;
    let data = household.points.get();
    let known: Vec<_> = data.into_iter().flatten().filter(|point| wanted(point)).collect();
    let far = |point: &PointPlace| Some(household.here?.metres_to(point.position?));
    let mut near: Vec<_> = known.iter().map(|point| (far(point), *point)).collect();
    // Stable: those without a place come last, by name.
    near.sort_by_key(|(metres, _)| metres.unwrap_or(u32::MAX));
    let row = |(metres, point): (Option<u32>, &PointPlace)| PointRow {
        name: point.name.clone(),
        hours: point.hours.clone(),
        distance: metres.map(|metres| scene.words.distance(metres)),
    };
    let on_map = known.iter().any(|point| point.position.is_some());
    let may_ask = on_map && !household.locating;
    PointsView {
        heading: scene.text("household-points"),
        rows: near.into_iter().map(row).collect(),
        empty: match data {
            None => Some(scene.text("app-loading")),
            Some(_) => known.is_empty().then(|| scene.text("household-points-empty")),
        },
        locate_label: may_ask.then(|| scene.text("household-locate")),
        locate_hint: may_ask.then(|| scene.text("household-locate-hint")),
    }
}

fn row(scene: &Scene<'_>, ledger: &Ledger<'_>, seen: &SeenDropOff) -> DropOffRow {
    DropOffRow {
        record: seen.id.to_string(),
        moment: scene.words.moment(seen.made_at),
        lines: ledger.lines(&seen.drop_off.lines),
        points: ledger.points(seen.id, &seen.drop_off),
        state: ledger.state(seen.id),
        state_word: ledger.state_word(seen),
    }
}

fn card(scene: &Scene<'_>) -> CardView {
    let identity = scene.model.identity.as_ref();
    let number = identity.and_then(|who| who.household.as_ref()).map(|holder| holder.card.spaced());
    CardView {
        heading: scene.text("household-card"),
        number: number.unwrap_or_default(),
        number_label: scene.text("household-card-number"),
        qr: scene.model.card_picture.clone().unwrap_or_default(),
        qr_label: scene.text("household-card-qr"),
        hint: scene.text("household-card-hint"),
    }
}
