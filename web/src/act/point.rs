//! The recycling point's forms.

use wufei_app::domain::drop_off::ReversalReason;
use wufei_app::domain::tariff::{Grade, MaterialId};
use wufei_app::domain::units::WeightUnit;
use wufei_app::event::PointEvent;

use super::{BadForm, Fields, Written};

const UNITS: [WeightUnit; 2] = [WeightUnit::Kilogram, WeightUnit::Jin];
const GRADES: [Grade; 3] = [Grade::Clean, Grade::Mixed, Grade::Rejected];

/// The name of a unit in forms.
pub const fn unit_code(unit: WeightUnit) -> &'static str {
    match unit {
        WeightUnit::Kilogram => "kilogram",
        WeightUnit::Jin => "jin",
    }
}

pub(super) fn write(event: &PointEvent) -> Written {
    let bare = Written::bare;
    match event {
        PointEvent::OpenShift => bare("point-open-shift"),
        PointEvent::CloseShift => bare("point-close-shift"),
        PointEvent::CardTyped { text } => bare("point-card-typed").with("text", text),
        PointEvent::CardEntered => bare("point-card-entered"),
        PointEvent::CardPicked { card } => bare("point-card-picked").with("card", card),
        PointEvent::ScanCard => bare("point-scan-card"),
        PointEvent::ForgetCard => bare("point-forget-card"),
        PointEvent::MaterialPicked { material } => {
            bare("point-material").with("material", &material.0)
        }
        PointEvent::UnitPicked { unit } => bare("point-unit").with("unit", unit_code(*unit)),
        PointEvent::GrossTyped { text } => bare("point-gross").with("text", text),
        PointEvent::TareTyped { text } => bare("point-tare").with("text", text),
        PointEvent::GradePicked { grade } => bare("point-grade").with("grade", grade.code()),
        PointEvent::LineEntered { material, unit, gross, tare, grade } => bare("point-line")
            .with("material", &material.0)
            .with("unit", unit_code(*unit))
            .with("gross", gross)
            .with("tare", tare)
            .with("grade", grade.code()),
        PointEvent::AddLine => bare("point-add-line"),
        PointEvent::RemoveLine { index } => bare("point-remove-line").with("index", index),
        PointEvent::Review => bare("point-review"),
        PointEvent::Edit => bare("point-edit"),
        PointEvent::Confirm => bare("point-confirm"),
        PointEvent::Withdraw => bare("point-withdraw"),
        PointEvent::OpenLog => bare("point-open-log"),
        PointEvent::CloseLog => bare("point-close-log"),
        PointEvent::MendPicked { drop_off } => bare("point-mend").with("drop-off", drop_off),
        PointEvent::MendConfirmed { reason } => {
            bare("point-mend-confirmed").with("reason", reason.code())
        }
        PointEvent::MendCancelled => bare("point-mend-cancelled"),
    }
}

pub(super) fn read(name: &str, fields: &Fields) -> Result<Option<Vec<PointEvent>>, BadForm> {
    let event = match name {
        "card-entered" => return Ok(Some(card_entered(fields))),
        "open-shift" => PointEvent::OpenShift,
        "close-shift" => PointEvent::CloseShift,
        "card-typed" => PointEvent::CardTyped { text: fields.owned("text")? },
        "card-picked" => PointEvent::CardPicked { card: fields.parsed("card")? },
        "scan-card" => PointEvent::ScanCard,
        "forget-card" => PointEvent::ForgetCard,
        "material" => PointEvent::MaterialPicked { material: material(fields)? },
        "unit" => PointEvent::UnitPicked { unit: unit(fields)? },
        "gross" => PointEvent::GrossTyped { text: fields.owned("text")? },
        "tare" => PointEvent::TareTyped { text: fields.owned("text")? },
        "grade" => PointEvent::GradePicked { grade: grade(fields)? },
        "line" => PointEvent::LineEntered {
            material: material(fields)?,
            unit: unit(fields)?,
            gross: fields.owned("gross")?,
            tare: fields.owned("tare")?,
            grade: grade(fields)?,
        },
        "add-line" => PointEvent::AddLine,
        "remove-line" => PointEvent::RemoveLine { index: fields.parsed("index")? },
        "review" => PointEvent::Review,
        "edit" => PointEvent::Edit,
        "confirm" => PointEvent::Confirm,
        "withdraw" => PointEvent::Withdraw,
        "open-log" => PointEvent::OpenLog,
        "close-log" => PointEvent::CloseLog,
        "mend" => PointEvent::MendPicked { drop_off: fields.parsed("drop-off")? },
        "mend-confirmed" => PointEvent::MendConfirmed {
            reason: fields.one_of("reason", &ReversalReason::ALL, ReversalReason::code)?,
        },
        "mend-cancelled" => PointEvent::MendCancelled,
        _ => return Ok(None),
    };
    Ok(Some(vec![event]))
}

/// What stands in the field comes with the press: without script nothing was sent before.
fn card_entered(fields: &Fields) -> Vec<PointEvent> {
    let typed = fields.optional("text").map(|text| PointEvent::CardTyped { text: text.to_owned() });
    typed.into_iter().chain([PointEvent::CardEntered]).collect()
}

fn material(fields: &Fields) -> Result<MaterialId, BadForm> {
    fields.owned("material").map(MaterialId)
}

fn unit(fields: &Fields) -> Result<WeightUnit, BadForm> {
    fields.one_of("unit", &UNITS, unit_code)
}

fn grade(fields: &Fields) -> Result<Grade, BadForm> {
    fields.one_of("grade", &GRADES, Grade::code)
}
