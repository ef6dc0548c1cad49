//! The people of a roll, as far as the demo introduces them.
//!
//! The roll's full shape belongs to the api; here only what is printed is read.

use serde::Deserialize;

use crate::failure::Failure;

/// How many people of one role are introduced; the roll may hold hundreds.
const SHOWN_OF_ROLE: usize = 12;
/// The roles in the order they are introduced, as the roll names them, and for the reader.
const ROLES: [(&str, &str); 4] = [
    ("resident", "居民 resident"),
    ("attendant", "值守员 attendant"),
    ("volunteer", "志愿者 volunteer"),
    ("auditor", "审计 auditor"),
];

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
}

impl Roll {
    pub fn read(text: &str) -> Result<Self, Failure> {
        serde_json::from_str(text).map_err(Failure::while_doing("read the roll"))
    }

    /// The first people of each role, with the role's name for the reader.
    pub fn introduced(&self) -> Vec<(&'static str, &Person)> {
        let mut people = Vec::new();
        for (role, name) in ROLES {
            let of_role = self.people.iter().filter(|person| person.role == role);
            people.extend(of_role.take(SHOWN_OF_ROLE).map(|person| (name, person)));
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
        let labels: Vec<_> =
            roll.introduced().iter().map(|(_, person)| person.label.clone()).collect();
        assert_eq!(labels.len(), SHOWN_OF_ROLE + 1);
        assert_eq!(labels.first().map(String::as_str), Some("户 1"));
        assert_eq!(labels.last().map(String::as_str), Some("甲"), "residents come first");
        assert!(roll.synthetic);
    }

    #[test]
    fn what_is_no_roll_is_refused() {
        assert!(Roll::read("{\"people\":[]}").is_err());
    }
}
