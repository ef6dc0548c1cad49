//! The people of a roll, as far as the demo introduces them.
//!
//! The roll's full shape belongs to the api; here only what is printed is read.

use serde::Deserialize;

use crate::failure::Failure;

/// How many people of one role are introduced; the roll may hold hundreds.
const SHOWN_OF_ROLE: usize = 6;
/// The roles that have screens, in the order they are introduced, as the roll names them and in
/// English. An auditor reads the ledger over HTTP.
const ROLES: [&str; 3] = ["resident", "attendant", "volunteer"];

#[derive(Debug, Deserialize)]
pub struct Roll {
    pub synthetic: bool,
    pub source: String,
    people: Vec<Person>,
}

#[derive(Debug, Deserialize)]
pub struct Person {
    pub actor: String,
    pub label: String,
    pub community: String,
    role: String,
    #[serde(default)]
    point: Option<String>,
}

/// Somebody with a device of their own.
pub struct Introduced<'a> {
    /// The device's name in the browser shell.
    pub device: String,
    pub role: &'static str,
    pub person: &'a Person,
}

impl Roll {
    pub fn read(text: &str) -> Result<Self, Failure> {
        serde_json::from_str(text).map_err(Failure::while_doing("read the roll"))
    }

    /// The first attendant of each recycling point.
    pub fn one_attendant_a_point(&self) -> Vec<&Person> {
        let mut attendants: Vec<&Person> = Vec::new();
        for person in self.people.iter().filter(|person| person.point.is_some()) {
            if attendants.iter().all(|known| known.point != person.point) {
                attendants.push(person);
            }
        }
        attendants
    }

    /// The first people of each role, each with a name for their device.
    pub fn introduced(&self) -> Vec<Introduced<'_>> {
        let mut people = Vec::new();
        for role in ROLES {
            let of_role = self.people.iter().filter(|person| person.role == role);
            people.extend((1..=SHOWN_OF_ROLE).zip(of_role).map(|(number, person)| Introduced {
                device: format!("{role}-{number}"),
                role,
                person,
            }));
        }
        people
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(role: &str, label: &str) -> String {
        format!(
            "{{\"actor\":\"0190\",\"label\":\"{label}\",\"role\":\"{role}\",\
             \"community\":\"330683106273\",\"household\":{{\"number\":1}}}}"
        )
    }

    #[test]
    fn the_first_of_each_role_are_introduced() {
        let mut people = vec![person("volunteer", "甲")];
        people.extend((1..=15).map(|number| person("resident", &format!("户 {number}"))));
        let text = format!(
            "{{\"synthetic\":true,\"source\":\"合成\",\"communities\":[],\"people\":[{}]}}",
            people.join(",")
        );
        let roll = Roll::read(&text).expect("a roll");
        let shown: Vec<_> = roll
            .introduced()
            .into_iter()
            .map(|shown| format!("{} {}", shown.device, shown.person.label))
            .collect();
        assert_eq!(shown.len(), SHOWN_OF_ROLE + 1);
        assert_eq!(shown.first().map(String::as_str), Some("resident-1 户 1"));
        assert_eq!(
            shown.last().map(String::as_str),
            Some("volunteer-1 甲"),
            "residents come first"
        );
        assert!(roll.synthetic);
    }

    #[test]
    fn what_is_no_roll_is_refused() {
        assert!(Roll::read("{\"people\":[]}").is_err());
    }
}
