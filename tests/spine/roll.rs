//! What the synthetic town is imported from.

use serde_json::{Value, json};
use uuid::Uuid;
use wufei_domain::visit::ScriptAnswer;

use crate::city::{MAXI, OTHER_TURF, OTHER_VOLUNTEER, TURF, VOLUNTEER};

pub const AREAS: &str = "code,level,parent,name
330600000000,city,,绍兴市
330683000000,county,330600000000,嵊州市
330683106000,town,330683000000,谷来镇
330683106273,village,330683106000,马溪村
";

/// Questions of the script: with an answer to each a visit weighs some 2 KB.
const QUESTIONS: usize = 12;

fn question_key(number: usize) -> String {
    format!("question-{number}-{}", "of-a-script-with-long-keys".repeat(2))
}

fn choice_key() -> String {
    format!("choice-{}", "of-a-script-with-long-keys".repeat(2))
}

/// An answer to every question of the script.
pub fn all_answers() -> Vec<ScriptAnswer> {
    let answer = |number| ScriptAnswer { question: question_key(number), choice: choice_key() };
    (0..QUESTIONS).map(answer).collect()
}

/// Twelve doors and households, two turfs, two volunteers.
pub fn roll() -> Value {
    let numbered = |number: u32| json!({ "number": number, "label": format!("{number} 号（合成）"), "card_serial": number });
    let rows: Vec<Value> = (1..=12).map(numbered).collect();
    let turf = |id: u128, doors: std::ops::RangeInclusive<u32>| {
        let doors: Vec<String> = doors.map(|number| format!("{MAXI}-{number}")).collect();
        json!({ "id": Uuid::from_u128(id), "name": "一片（合成）", "community": MAXI, "doors": doors })
    };
    let person = |id: u128| {
        json!({ "actor": Uuid::from_u128(id), "label": "志愿者（合成）", "role": "volunteer",
                "community": MAXI })
    };
    let question = |number| {
        json!({ "key": question_key(number), "text_zh": "问", "text_en": "?",
                "choices": [{ "key": choice_key(), "text_zh": "答", "text_en": "!" }] })
    };
    json!({
        "synthetic": true, "source": "合成数据 synthetic", "as_of": 1_790_000_000_000_u64,
        "tariff": { "version": 1, "valid_from": 0, "points_per_yuan": 100, "rates": [
            { "material": "pet", "name_zh": "塑料瓶", "name_en": "Bottles", "points_per_kg": 120 },
        ] },
        "script": { "version": 1,
                    "questions": (0..QUESTIONS).map(question).collect::<Vec<_>>() },
        "communities": [{ "code": MAXI, "households": rows.clone(), "doors": rows }],
        "points": [],
        "turfs": [turf(TURF, 1..=10), turf(OTHER_TURF, 11..=12)],
        "people": [person(VOLUNTEER), person(OTHER_VOLUNTEER)],
    })
}
