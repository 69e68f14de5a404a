//! What the medical center has sent lately: people whom nobody knows yet, and messages that could not be taken.

use chrono::{DateTime, Duration, Utc};
use domain::access::{Access, Actor, Capability, Principal, Role, authorize, cap};
use domain::person::Person;
use persistence::organization::administrator;
use persistence::person::PersonFilter;
use persistence::{Error, Result, Store};

use super::world::World;
use super::{CLIENT_ID, ORG_ID, request};

/// Sends the messages in the name of the API client.
pub(super) async fn send(store: &Store, world: &World) -> Result<()> {
    let alike = somebody(store, world).await?;
    let birth = |person: &Person| person.birth_date.format("%Y%m%d").to_string();
    let hours = |hours: i64| world.now - Duration::hours(hours);
    let alike = alike.map(|person| (person.family_name.clone(), person.given_name.clone(), birth(&person)));
    let (family, given, born) = alike.unwrap_or_else(|| ("Abelard".into(), "June".into(), "19490214".into()));
    let messages = [
        Letter {
            event: "A01",
            at: hours(30),
            number: "200417",
            name: (&family, &given),
            born: &born,
            class: "I",
            visit: "88120",
        },
        Letter {
            event: "A02",
            at: hours(21),
            number: "200417",
            name: (&family, &given),
            born: &born,
            class: "I",
            visit: "88120",
        },
        Letter {
            event: "A04",
            at: hours(9),
            number: "200533",
            name: ("Delacroix", "Rosalind"),
            born: "19630917",
            class: "E",
            visit: "88134",
        },
        Letter {
            event: "A01",
            at: hours(6),
            number: "200540",
            name: ("Brandt", "Tobias"),
            born: "1951",
            class: "I",
            visit: "88139",
        },
        Letter {
            event: "A09",
            at: hours(5),
            number: "200417",
            name: (&family, &given),
            born: &born,
            class: "I",
            visit: "88120",
        },
    ];
    for letter in messages {
        crate::adt::receive(store, &access(letter.at)?, letter.text().as_bytes()).await?;
    }
    Ok(())
}

fn access(at: DateTime<Utc>) -> Result<Access<cap::AdtReceive>> {
    let actor = Actor {
        role: Role::Integrator,
        principal: Principal::Client,
        client_scopes: vec![Capability::AdtReceive, Capability::PersonSearch],
        ..administrator(ORG_ID, CLIENT_ID)
    };
    authorize(actor, request(at)).map_err(|denied| Error::Internal(denied.to_string()))
}

/// The first person of the register, of whom the first message may speak.
async fn somebody(store: &Store, world: &World) -> Result<Option<Person>> {
    let access = access(world.now)?;
    let found = store.read(&access, async |tx| tx.person_search(&PersonFilter::default(), None, 1).await).await?;
    Ok(found.into_iter().next().map(|(person, _)| person))
}

struct Letter<'a> {
    event: &'a str,
    at: DateTime<Utc>,
    number: &'a str,
    /// Family and given name.
    name: (&'a str, &'a str),
    born: &'a str,
    class: &'a str,
    visit: &'a str,
}

impl Letter<'_> {
    fn text(&self) -> String {
        let Self { event, number, name: (family, given), born, class, visit, .. } = self;
        let at = self.at.format("%Y%m%d%H%M%S+0000");
        format!(
            "MSH|^~\\&|EPIC|HVMC|TEND||{at}||ADT^{event}|{number}{event}|P|2.5.1\rEVN|{event}|{at}\r\
             PID|1||{number}^^^HVMC^MR||{family}^{given}||{born}\r\
             PV1|1|{class}|4 West^412^1^Harbor Valley Medical Center{}{visit}\r",
            "|".repeat(16)
        )
    }
}
