//! Shaoxing's areas, counted in the server's database.

use super::{Told, stage::Stage};
use crate::harness::same;

pub(super) fn areas(stage: &mut Stage) -> Told {
    let server = &stage.world.server;
    let count = |level: &str| server.count("SELECT count(*) FROM areas WHERE level = ?1", [level]);
    let seen = (count("county")?, count("town")?, count("village")?);
    same("counties, towns, villages and communities", &(6, 103, 2_168), &seen)?;
    let synthetic = server.count("SELECT count(*) FROM communities WHERE synthetic = 1", [])?;
    same("units with a synthetic roll", &6, &synthetic)?;
    Ok("6 counties, 103 towns, 2168 villages (server counts), 6 with a synthetic roll".to_owned())
}
