//! What stands in the synthetic neighbourhood, written into the description as examples: a random text
//! is never somebody's household.

use serde_json::{Value, json};
use wufei_api::{
    enrol::Identity,
    protocol::{CURRENT, HEADER},
    routes,
};
use wufei_domain::ids::DeviceId;
use wufei_tests::{
    harness::{Failure, World},
    neighbourhood::units::MAXI,
};

/// SHA-256 of one byte, `x`: a photo that no record names.
const PHOTO: &str = "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881";

/// Adds examples for a device, or for nobody.
pub fn add(
    described: &mut Value,
    world: &World,
    device: Option<(DeviceId, &Identity)>,
) -> Result<(), Failure> {
    let household = format!("{MAXI}-1");
    let scopes = device.map_or_else(Vec::new, |(_, identity)| identity.scopes.clone());
    let scopes: Vec<String> = scopes.iter().map(ToString::to_string).collect();
    let scope = scopes.last().cloned().unwrap_or_else(|| format!("community:{MAXI}"));
    let place = ["screen", "add", "--area", MAXI, "--place", "村口"];
    let screen = world.server.operate(&place)?;
    let known = [
        ("code", json!(screen)),
        (HEADER, json!(CURRENT)),
        ("scope", json!(scope)),
        ("household", json!(household)),
        ("area", json!("330683106000")),
        ("floor", json!(5)),
        ("limit", json!(20)),
        ("wait", json!(0)),
        ("base", json!("2026.1")),
        ("after", json!(0)),
        ("item", json!("milk-carton")),
        ("lesson", json!("hazardous")),
        ("size", json!("a4")),
        ("slides", json!(3)),
        ("id", json!(PHOTO)),
        ("community", json!(MAXI)),
        ("offset", json!(0)),
        ("checksum", json!(PHOTO)),
        ("q", json!("牛奶盒")),
    ];
    let paths = described["paths"].as_object_mut();
    let paths = paths.ok_or_else(|| Failure::new("paths in the description", "none"))?;
    for operation in
        paths.values_mut().filter_map(Value::as_object_mut).flat_map(|all| all.values_mut())
    {
        // It would hear of a mark and wait with it for news that nobody makes.
        if let Some(all) = operation["parameters"].as_array_mut() {
            all.retain(|parameter| parameter["name"] != "mark");
        }
        for parameter in operation["parameters"].as_array_mut().into_iter().flatten() {
            let name = parameter["name"].as_str().unwrap_or_default().to_owned();
            if let Some((_, value)) = known.iter().find(|(known, _)| *known == name) {
                parameter["example"] = value.clone();
            }
        }
    }
    let device = device.map(|(device, _)| device.to_string());
    let device = device.unwrap_or_else(|| "01981c5e-0000-7000-8000-000000000001".to_owned());
    let turf = world.turf(0)?.id;
    let made_at = json!({ "wall": 1_795_000_000_000_u64, "zone_minutes": 480, "monotonic_ms": 1 });
    let record = json!({
        "id": "01981c5e-0000-7000-8000-000000000002", "community": MAXI, "made_at": made_at,
        "body": { "kind": "unknown_item", "typed": "榴莲壳", "rulebook": "zhejiang 2026.1" },
    });
    for (path, example) in [
        (routes::ENROL, json!({ "code": "33333-33333", "device": device })),
        (routes::PUSH, json!({ "device": device, "entries": [record] })),
        (routes::PHOTOS, json!({ "id": PHOTO, "community": MAXI, "bytes": 1 })),
        (routes::LEASE, json!({ "turf": turf })),
        (routes::MISSING, json!({ "rows": "item | warp-drive | 曲率引擎 | Warp drive" })),
    ] {
        let body = &mut described["paths"][path]["post"]["requestBody"]["content"];
        body["application/json"]["example"] = example;
    }
    Ok(())
}
