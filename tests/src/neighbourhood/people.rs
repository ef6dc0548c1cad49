//! Who may enrol: pseudonyms by role and number, never names.

use wufei_api::roll::RollPerson;
use wufei_domain::{
    ids::{ActorId, HouseholdId, PointId},
    role::Role,
};

use super::{
    CodeBroken, Kind, code, fixed_uuid,
    units::{MAXI, XIBAO, YUEXIU, point_id},
};

/// The county of the auditor: Shengzhou.
pub const COUNTY: &str = "330683000000";

/// Shaoxing: an organiser of the whole city.
pub const CITY: &str = "330600000000";

/// Unit and the numbers of its households whose people have a phone.
const RESIDENTS: [(&str, &[u32]); 3] =
    [(MAXI, &[1, 2, 3, 4, 5, 6]), (XIBAO, &[1, 2]), (YUEXIU, &[1, 2])];

/// Unit and point, from 1.
const ATTENDANTS: [(&str, u64); 4] = [(MAXI, 1), (XIBAO, 2), (YUEXIU, 3), (MAXI, 1)];

const VOLUNTEERS: [&str; 6] = [MAXI, MAXI, MAXI, XIBAO, YUEXIU, MAXI];

struct Crowd(Vec<RollPerson>);

impl Crowd {
    fn add(
        &mut self,
        role: Role,
        unit: &'static str,
        household: Option<u32>,
        point: Option<PointId>,
    ) -> Result<(), CodeBroken> {
        let word = match role {
            Role::Resident => "居民",
            Role::Attendant => "值守员",
            Role::Volunteer => "志愿者",
            Role::Auditor => "审计",
            Role::Organiser => "组织者",
            Role::Lead => "组长",
            Role::Collector => "收运员",
            Role::Merchant => "商户",
            Role::Assessor => "验收员",
            Role::Teacher => "教师",
        };
        let number = self.0.iter().filter(|person| person.role == role).count() + 1;
        let community = code(unit)?;
        let place = u64::try_from(self.0.len()).unwrap_or(u64::MAX) + 1;
        self.0.push(RollPerson {
            valid_from: None,
            valid_until: None,
            actor: ActorId::from_uuid(fixed_uuid(Kind::Actor, place)),
            label: format!("{word} {number:02}"),
            role,
            community,
            household: household.map(|number| HouseholdId::new(community, number)),
            point,
        });
        Ok(())
    }
}

pub(super) fn people() -> Result<Vec<RollPerson>, CodeBroken> {
    let mut crowd = Crowd(Vec::new());
    for (unit, numbers) in RESIDENTS {
        for number in numbers {
            crowd.add(Role::Resident, unit, Some(*number), None)?;
        }
    }
    for (unit, point) in ATTENDANTS {
        crowd.add(Role::Attendant, unit, None, Some(point_id(point)))?;
    }
    for unit in VOLUNTEERS {
        crowd.add(Role::Volunteer, unit, None, None)?;
    }
    crowd.add(Role::Auditor, COUNTY, None, None)?;
    crowd.add(Role::Organiser, CITY, None, None)?;
    for role in [Role::Lead, Role::Merchant, Role::Teacher] {
        crowd.add(role, MAXI, None, None)?;
    }
    if let Some((unit, point)) = ATTENDANTS.first() {
        crowd.add(Role::Collector, unit, None, Some(point_id(*point)))?;
    }
    crowd.add(Role::Assessor, COUNTY, None, None)?;
    Ok(crowd.0)
}
