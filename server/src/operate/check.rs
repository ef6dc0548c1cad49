//! Whether a roll can be taken: every rule of the shape, every reference, before anything is
//! written. Each broken row is named by its place in the file.

use std::collections::{HashMap, HashSet};

use wufei_api::roll::{Roll, RollCommunity, RollPerson, RollTurf};
use wufei_domain::{
    area::{AreaCode, Level},
    card::{CardNumber, SERIAL_MAX},
    ids::{DoorId, HouseholdId, PointId, TurfId},
    refusal::{Code, Refusal},
    role::Role,
    tariff::Rate,
    units::Grams,
    visit::validate_label,
};

use crate::store::{
    Connection, Row, Statement, StoreError, Value, integer,
    statements::{area, roll, turf, visit},
    text,
};

/// A roll under examination.
pub(super) struct Check<'a> {
    connection: &'a mut dyn Connection,
    broken: Vec<Refusal>,
    communities: HashSet<AreaCode>,
    households: HashSet<HouseholdId>,
    doors: HashSet<DoorId>,
    points: HashSet<PointId>,
    cards: HashMap<u32, HouseholdId>,
}

/// Every broken row of the roll.
///
/// # Errors
/// What the database says.
pub(super) fn check(
    connection: &mut dyn Connection,
    roll: &Roll,
) -> Result<Vec<Refusal>, StoreError> {
    let mut check = Check {
        connection,
        broken: Vec::new(),
        communities: HashSet::new(),
        households: HashSet::new(),
        doors: HashSet::new(),
        points: HashSet::new(),
        cards: HashMap::new(),
    };
    check.versions(roll)?;
    for (index, community) in roll.communities.iter().enumerate() {
        check.community(&format!("communities[{index}]"), community)?;
    }
    check.points(roll)?;
    let mut turfs = HashSet::new();
    for (index, turf) in roll.turfs.iter().enumerate() {
        check.turf(&format!("turfs[{index}]"), turf, &mut turfs)?;
    }
    let mut actors = HashSet::new();
    for (index, person) in roll.people.iter().enumerate() {
        let place = format!("people[{index}]");
        if !actors.insert(person.actor) {
            check.refuse(&place, format!("actor {} stands here twice", person.actor));
        }
        check.person(&place, person)?;
    }
    Ok(check.broken)
}

impl Check<'_> {
    fn refuse(&mut self, place: &str, detail: impl ToString) {
        let refusal = Refusal::new(Code::RollRowBroken).with("line", place);
        self.broken.push(refusal.with("detail", detail));
    }

    fn found(
        &mut self,
        statement: &Statement,
        values: &[Value],
    ) -> Result<Option<Row>, StoreError> {
        self.connection.first(statement, values)
    }

    /// A version is for ever: what was weighed or asked under it names it.
    fn versions(&mut self, roll: &Roll) -> Result<(), StoreError> {
        if let Some(row) = self.found(&roll::FIND_TARIFF, &[integer(roll.tariff.version)])?
            && row.json::<wufei_domain::tariff::Tariff>(0)? != roll.tariff
        {
            self.refuse("tariff", "this version is there with other rates; give it a new one");
        }
        if let Some(row) = self.found(&roll::FIND_SCRIPT, &[integer(roll.script.version)])?
            && row.json::<wufei_domain::visit::Script>(0)? != roll.script
        {
            self.refuse("script", "this version is there with other questions; give it a new one");
        }
        let mut materials = HashSet::new();
        for (index, rate) in roll.tariff.rates.iter().enumerate() {
            let place = format!("tariff.rates[{index}]");
            if rate.points_per_kg > Rate::MAX {
                self.refuse(
                    &place,
                    format!("{} points a kg, not at most {}", rate.points_per_kg, Rate::MAX),
                );
            }
            if !materials.insert(&rate.material) {
                self.refuse(&place, format!("material {} stands here twice", rate.material.0));
            }
        }
        Ok(())
    }

    fn community(&mut self, place: &str, community: &RollCommunity) -> Result<(), StoreError> {
        let code = community.code;
        let in_table = self.found(&area::NAME, &[text(code)])?.is_some();
        if !in_table || code.level() != Level::Village {
            self.refuse(place, format!("{code} is no village or community of the area table"));
        }
        if !self.communities.insert(code) {
            self.refuse(place, format!("{code} stands here twice"));
        }
        for (index, household) in community.households.iter().enumerate() {
            let place = format!("{place}.households[{index}]");
            let id = HouseholdId::new(code, household.number);
            self.numbered(&place, household.number, &household.label);
            if !self.households.insert(id) {
                self.refuse(&place, format!("household {id} stands here twice"));
            }
            self.card(&place, id, household.card_serial)?;
        }
        for (index, door) in community.doors.iter().enumerate() {
            let place = format!("{place}.doors[{index}]");
            let id = DoorId::new(code, door.number);
            self.numbered(&place, door.number, &door.label);
            if !self.doors.insert(id) {
                self.refuse(&place, format!("door {id} stands here twice"));
            }
        }
        Ok(())
    }

    fn numbered(&mut self, place: &str, number: u32, label: &str) {
        if number == 0 {
            self.refuse(place, "number 0, not from 1");
        }
        if let Err(refusal) = validate_label(label) {
            self.refuse(place, format!("label: {refusal}"));
        }
    }

    fn card(&mut self, place: &str, id: HouseholdId, serial: u32) -> Result<(), StoreError> {
        let Some(card) = CardNumber::from_serial(serial) else {
            self.refuse(place, format!("card serial {serial}, not at most {SERIAL_MAX}"));
            return Ok(());
        };
        if let Some(other) = self.cards.insert(serial, id) {
            self.refuse(place, format!("card serial {serial} is household {other}'s as well"));
        }
        if let Some(row) = self.found(&roll::FIND_CARD, &[text(card)])? {
            let holder = HouseholdId::new(row.read(0)?, row.integer(1)?);
            if holder != id {
                self.refuse(place, format!("card serial {serial} is household {holder}'s"));
            }
        }
        Ok(())
    }

    fn points(&mut self, roll: &Roll) -> Result<(), StoreError> {
        for (index, point) in roll.points.iter().enumerate() {
            let place = format!("points[{index}]");
            if !self.points.insert(point.id) {
                self.refuse(&place, format!("point {} stands here twice", point.id));
            }
            if point.scale_max == Grams::ZERO {
                self.refuse(&place, "scale_max 0, not above");
            }
            if point.communities.is_empty() {
                self.refuse(&place, "serves no community");
            }
            let mut served = HashSet::new();
            for code in &point.communities {
                if !served.insert(code) {
                    self.refuse(&place, format!("community {code} stands here twice"));
                }
                if !self.community_known(*code)? {
                    self.refuse(&place, format!("community {code} has no roll"));
                }
            }
        }
        Ok(())
    }

    fn community_known(&mut self, code: AreaCode) -> Result<bool, StoreError> {
        Ok(self.communities.contains(&code)
            || self.found(&roll::FIND_COMMUNITY, &[text(code)])?.is_some())
    }

    fn turf(
        &mut self,
        place: &str,
        turf: &RollTurf,
        seen: &mut HashSet<TurfId>,
    ) -> Result<(), StoreError> {
        if !seen.insert(turf.id) {
            self.refuse(place, format!("turf {} stands here twice", turf.id));
        }
        if let Some(row) = self.found(&turf::COMMUNITY, &[text(turf.id)])?
            && row.read::<AreaCode>(0)? != turf.community
        {
            self.refuse(place, format!("turf {} belongs to another community", turf.id));
        }
        if !self.community_known(turf.community)? {
            self.refuse(place, format!("community {} has no roll", turf.community));
        }
        let mut walked = HashSet::new();
        for door in &turf.doors {
            let key = [text(door.community), integer(door.number)];
            let known = self.doors.contains(door) || self.found(&visit::FIND_DOOR, &key)?.is_some();
            if !known || door.community != turf.community {
                self.refuse(place, format!("door {door} is not on the list of its community"));
            }
            if !walked.insert(door) {
                self.refuse(place, format!("door {door} stands here twice"));
            }
        }
        Ok(())
    }

    fn person(&mut self, place: &str, person: &RollPerson) -> Result<(), StoreError> {
        let label = person.label.trim();
        if label.is_empty() {
            self.refuse(place, "label is missing");
        }
        let home = person.community;
        let known = if person.role.has_an_area() {
            self.found(&area::NAME, &[text(home)])?.is_some()
        } else {
            self.community_known(home)?
        };
        if !known {
            self.refuse(place, format!("community {home} is not known"));
        }
        match (person.role, person.household, person.point) {
            (Role::Resident, Some(id), None) => {
                let key = [text(id.community), integer(id.number)];
                let on_roll = self.households.contains(&id)
                    || self.found(&roll::FIND_HOUSEHOLD, &key)?.is_some();
                if !on_roll || id.community != home {
                    self.refuse(place, format!("household {id} is not on the roll of {home}"));
                }
            }
            (role, None, Some(point)) if role.stands_at_a_point() => {
                let known = self.points.contains(&point)
                    || self.found(&roll::FIND_POINT, &[text(point)])?.is_some();
                if !known {
                    self.refuse(place, format!("point {point} is not known"));
                }
            }
            (role, None, None) if role != Role::Resident && !role.stands_at_a_point() => {}
            (role, _, _) => {
                self.refuse(place, format!("{} with the wrong household or point", role.code()));
            }
        }
        Ok(())
    }
}
