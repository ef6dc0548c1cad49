//! The made-up scheme: what a kilogram earns, and three questions for the open door.
//!
//! The rates are near what collectors pay in the region; no city has set them.

use wufei_domain::{
    tariff::{MaterialId, Rate, Tariff},
    visit::{Choice, Question, Script},
};

use super::AS_OF;

/// Points for one yuan, as Yuecheng used.
pub const POINTS_PER_YUAN: u32 = 100;

/// Key, Chinese name, English name, points for a clean kilogram.
const RATES: [(&str, &str, &str, u32); 10] = [
    ("cardboard", "纸板", "Cardboard", 80),
    ("newspaper", "书报纸", "Newspaper and books", 90),
    ("pet_bottle", "PET 瓶", "PET bottles", 160),
    ("hard_plastic", "硬塑料", "Hard plastic", 70),
    ("steel", "废钢铁", "Iron and steel", 110),
    ("aluminium_can", "铝罐", "Aluminium cans", 700),
    ("copper", "废铜", "Copper", 3_000),
    ("glass", "玻璃瓶", "Glass bottles", 10),
    ("textile", "旧衣物", "Textiles", 20),
    ("beverage_carton", "纸塑饮料盒", "Beverage cartons", 30),
];

/// The tariff.
pub fn tariff() -> Tariff {
    let rates = RATES
        .into_iter()
        .map(|(material, zh, en, points_per_kg)| Rate {
            material: MaterialId(material.to_owned()),
            name_zh: zh.to_owned(),
            name_en: en.to_owned(),
            points_per_kg,
        })
        .collect();
    Tariff { version: 1, valid_from: AS_OF, points_per_yuan: POINTS_PER_YUAN, rates }
}

/// The script.
pub fn script() -> Script {
    let questions = vec![
        question(
            "bins",
            ("家里的垃圾怎么分？", "How is waste sorted at home?"),
            &[
                ("four", "分四类", "Into four"),
                ("two", "分易腐和其他", "Perishable and the rest"),
                ("not_yet", "还没有分", "Not yet"),
            ],
        ),
        question(
            "drained",
            ("易腐垃圾沥干、去袋了吗？", "Is perishable waste drained and taken out of its bag?"),
            &[
                ("always", "都做到", "Always"),
                ("sometimes", "有时", "Sometimes"),
                ("not_yet", "还没有", "Not yet"),
            ],
        ),
        question(
            "hazardous",
            ("知道过期药和灯管送到哪里吗？", "Is it known where old medicine and lamps go?"),
            &[("yes", "知道", "Yes"), ("explained", "刚说明了", "Explained just now")],
        ),
    ];
    Script { version: 1, questions }
}

fn question(key: &str, text: (&str, &str), choices: &[(&str, &str, &str)]) -> Question {
    let choices = choices
        .iter()
        .map(|(key, zh, en)| Choice {
            key: (*key).to_owned(),
            text_zh: (*zh).to_owned(),
            text_en: (*en).to_owned(),
        })
        .collect();
    Question {
        key: key.to_owned(),
        text_zh: text.0.to_owned(),
        text_en: text.1.to_owned(),
        choices,
    }
}
