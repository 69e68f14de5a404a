//! What the feed added to a record under a number of another one for which it stands. Once they are two people again, each has its own:
//! what was added and stands as it was is taken back, what staff wrote since stays.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::matching::completed;
use super::message::Patient;
use crate::change::Change;
use crate::person::{Address, Identifier, Person};

/// What a message added to a record.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Added {
    /// Phone number.
    pub phone: Option<String>,
    /// Address.
    pub address: Option<Address>,
    /// Numbers.
    pub identifiers: Vec<Identifier>,
    /// Date of death.
    pub deceased_on: Option<NaiveDate>,
}

/// An addition to a record that came under a number of another one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AdtAddition {
    /// Id.
    pub id: Uuid,
    /// Version.
    pub version: i32,
    /// The record to which it was added.
    pub person_id: Uuid,
    /// The record whose number it was.
    pub own_id: Uuid,
    /// What was added.
    pub added: Added,
    /// When.
    pub added_at: DateTime<Utc>,
    /// When it was taken back.
    pub taken_back_at: Option<DateTime<Utc>>,
}

impl Added {
    /// What a record has with a message and had not without it.
    pub fn between(before: &Person, after: &Person) -> Self {
        let is_new = |number: &&Identifier| !before.identifiers.contains(number);
        Self {
            phone: after.phone.clone().filter(|_| after.phone != before.phone),
            address: (after.address != before.address).then(|| after.address.clone()),
            identifiers: after.identifiers.iter().filter(is_new).cloned().collect(),
            deceased_on: after.deceased_on.filter(|_| after.deceased_on != before.deceased_on),
        }
    }

    /// Takes from a record what stands as it was added.
    fn take_from(&self, person: &mut Person) {
        if self.phone.is_some() && self.phone == person.phone {
            person.phone = None;
        }
        if self.address.as_ref() == Some(&person.address) {
            person.address = Address::default();
        }
        if self.deceased_on.is_some() && self.deceased_on == person.deceased_on {
            person.deceased_on = None;
        }
        person.identifiers.retain(|number| !self.identifiers.contains(number));
    }
}

impl AdtAddition {
    /// Notes that it was taken back.
    pub fn take_back(mut self, now: DateTime<Utc>) -> Change<Self> {
        self.taken_back_at = Some(now);
        self.version += 1;
        Change::updated(self)
    }
}

/// The record without what was added under numbers of somebody else; where that stood in the way of what its `own` messages said since,
/// that is said now. `None` when it stays as it is.
pub fn given_back(person: &Person, added: &[Added], own: &[Patient]) -> Option<Person> {
    let mut next = person.clone();
    for one in added {
        one.take_from(&mut next);
    }
    let said = own.iter().fold(next.clone(), |known, patient| completed(&known, patient).unwrap_or(known));
    if next.phone != person.phone {
        next.phone = said.phone;
    }
    if next.address != person.address {
        next.address = said.address;
    }
    // A death of which its own messages tell stays as it is known.
    if said.deceased_on.is_some() {
        next.deceased_on = person.deceased_on;
    }
    let is_own = |number: &Identifier| own.iter().any(|patient| patient.identifiers.contains(number));
    let stays = |number: &&Identifier| next.identifiers.contains(number) || is_own(number);
    next.identifiers = person.identifiers.iter().filter(stays).cloned().collect();
    (next != *person).then(|| Person { version: person.version + 1, ..next })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::adt::matching::person_of;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn number(value: &str) -> Identifier {
        Identifier { system: "HARBOR".into(), value: value.into() }
    }

    fn patient(value: &str, phone: Option<&str>) -> Patient {
        Patient {
            identifiers: vec![number(value)],
            family_name: "Okonkwo".into(),
            given_name: "Ama".into(),
            birth_date: Some(day("1958-04-12")),
            sex: None,
            phone: phone.map(Into::into),
            address: None,
            deceased_on: None,
        }
    }

    fn person() -> Person {
        let now = DateTime::<Utc>::UNIX_EPOCH;
        person_of(&patient("4711", None), Uuid::from_u128(1), day("2026-03-01"), now).unwrap()
    }

    fn street(line: &str) -> Address {
        Address { line: Some(line.into()), ..Address::default() }
    }

    #[test]
    fn a_record_loses_what_came_under_the_number_of_another_one_and_keeps_what_staff_wrote() {
        let told = Patient {
            address: Some(street("9 Elm St")),
            deceased_on: Some(day("2026-02-27")),
            ..patient("4700", Some("0199"))
        };
        let merged = completed(&person(), &told).unwrap();
        let added = [Added::between(&person(), &merged)];
        let parted = given_back(&merged, &added, &[]).unwrap();
        assert_eq!(parted, Person { version: merged.version + 1, ..person() });
        assert_eq!(given_back(&parted, &added, &[]), None);

        let written = Person { phone: Some("0123".into()), address: street("1 Oak Rd"), ..merged.clone() };
        let parted = given_back(&written, &added, &[]).unwrap();
        assert_eq!((parted.phone, parted.address), (written.phone, written.address));
        assert_eq!((parted.deceased_on, parted.identifiers), (None, person().identifiers));
    }

    #[test]
    fn what_its_own_messages_say_as_well_stays_and_what_they_say_instead_comes_in_its_place() {
        let merged = completed(&person(), &patient("4700", Some("0199"))).unwrap();
        let added = [Added::between(&person(), &merged)];
        let same = Patient { identifiers: vec![number("4711"), number("4700")], ..patient("4711", Some("0199")) };
        assert_eq!(given_back(&merged, &added, &[same]), None);
        let other = given_back(&merged, &added, &[patient("4711", Some("0142"))]).unwrap();
        assert_eq!((other.phone.as_deref(), other.identifiers), (Some("0142"), vec![number("4711")]));
        let died = Person { deceased_on: Some(day("2026-02-27")), ..person() };
        let added = [Added::between(&person(), &died)];
        let own = Patient { deceased_on: Some(day("2026-02-28")), ..patient("4711", None) };
        assert_eq!(given_back(&died, &added, &[own]), None);
    }
}
