//! Standings of communities.

use serde::Deserialize;

use super::cases;
use crate::{
    area::AreaCode,
    standing::{Ranked, Suppressed, Tally, table},
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TallyCase {
    community: AreaCode,
    registered: u32,
    contributing: u32,
    grams: u64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RankedCase {
    community: AreaCode,
    rank: u32,
    grams_per_household: u64,
    participation_permille: u32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SuppressedCase {
    community: AreaCode,
    why: Suppressed,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct StandingCase {
    name: String,
    tallies: Vec<TallyCase>,
    ranked: Vec<RankedCase>,
    suppressed: Vec<SuppressedCase>,
}

#[test]
fn communities_are_ranked_or_held_back() {
    for case in cases::<StandingCase>(include_str!("../../vectors/standings.json")) {
        let tally = |tally: TallyCase| Tally {
            community: tally.community,
            registered: tally.registered,
            contributing: tally.contributing,
            grams: tally.grams,
        };
        let ranked = |ranked: RankedCase| Ranked {
            community: ranked.community,
            rank: ranked.rank,
            grams_per_household: ranked.grams_per_household,
            participation_permille: ranked.participation_permille,
        };
        let tallies: Vec<Tally> = case.tallies.into_iter().map(tally).collect();
        let found = table(&tallies);
        let expected: Vec<Ranked> = case.ranked.into_iter().map(ranked).collect();
        assert_eq!(found.ranked, expected, "{}", case.name);
        let held_back: Vec<(AreaCode, Suppressed)> =
            case.suppressed.into_iter().map(|held| (held.community, held.why)).collect();
        assert_eq!(found.suppressed, held_back, "{}", case.name);
    }
}
