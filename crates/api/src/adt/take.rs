//! Takes messages: whom they are about, and whether they must wait to be told. What they say is written by [`settle`].

use domain::Change;
use domain::adt::matching::{AdtMatch, MatchStatus, has_number};
use domain::adt::{AdtIdentity, AdtMessage, AdtState, Flaw, Message, Refusal, key};
use domain::person::{Identifier, Person};
use persistence::{Result, Tx};
use uuid::Uuid;

use super::settle::{Post, settle};

/// A message with the letter it came in.
pub struct Letter {
    /// What it says.
    pub message: Message,
    /// The letter as it is to be kept; new when its version is 1.
    pub kept: AdtMessage,
}

/// What a letter is about besides the patient.
pub fn subject_key(message: &Message) -> Option<String> {
    let visit = message.visit.as_ref().map(|(number, _)| format!("visit:{}", key(number)));
    visit.or_else(|| message.retired.first().map(|number| format!("merge:{}", key(number))))
}

/// The numbers on which others must not work meanwhile. Those of visits have their turn after them, all at once, see [`settle`]: so
/// nobody waits for a number with a visit in hand.
fn turn_keys(message: &Message) -> Vec<String> {
    message.patient.identifiers.iter().chain(&message.retired).map(key).collect()
}

/// Takes a message, or finds that it must wait. Nothing is noted when it is refused.
///
/// # Errors
/// Those of the database and of the rules of the record.
pub async fn take(tx: &mut Tx, mut letter: Letter) -> Result<Result<AdtState, Flaw>> {
    tx.adt_turn(&turn_keys(&letter.message)).await?;
    let Message { header, recorded_at, .. } = &letter.message;
    let sender = header.sender();
    let told = Some((sender.as_str(), header.control_id.as_str(), *recorded_at));
    let like = tx.adt_messages_like(&letter.kept.hash, told).await?;
    if let Some(known) = like.iter().find(|known| known.state != AdtState::Dead) {
        let same = known.hash == letter.kept.hash;
        return Ok(if same { Ok(known.state) } else { Err(Flaw::new(Refusal::ControlIdReused, "MSH-10")) });
    }
    if let Some(dead) = like.into_iter().find(|dead| dead.hash == letter.kept.hash) {
        letter.kept = tried_again(dead, letter.kept);
    }
    let numbers = letter.message.patient.identifiers.clone();
    let found = match who(tx, &numbers).await? {
        Ok(found) => found,
        Err(flaw) => return Ok(Err(flaw)),
    };
    let retired = letter.message.retired.clone();
    let found_as = match found.people {
        Some(people) => Some(people),
        // A number that nobody knows takes the place of one that somebody has.
        None if !retired.is_empty() => who(tx, &retired).await?.ok().and_then(|retired| retired.people),
        None => None,
    };
    let Some(people) = found_as else { return Ok(Ok(wait(tx, letter).await?)) };
    let fresh: Vec<Identifier> = numbers.into_iter().filter(|number| !found.known.contains(number)).collect();
    let post = Post::gather(tx, people, &fresh, Some(letter)).await?;
    Ok(settle(tx, post, true).await?.map(|()| AdtState::Applied))
}

/// A dead letter that came once more, or was replayed.
fn tried_again(dead: AdtMessage, now: AdtMessage) -> AdtMessage {
    AdtMessage {
        id: dead.id,
        version: dead.version + 1,
        received_at: dead.received_at,
        attempts: dead.attempts + 1,
        ..now
    }
}

/// A record, and the one that stands for it now.
#[derive(Clone, Copy)]
pub struct Records {
    /// The record.
    pub own: Uuid,
    /// The one that stands for it.
    pub root: Uuid,
}

/// Whom numbers mean.
pub struct Who {
    /// The one person.
    pub people: Option<Records>,
    /// The numbers that are known as somebody's.
    known: Vec<Identifier>,
}

/// The one person with these numbers, known or by an exact number on the record.
///
/// # Errors
/// Those of the database.
pub async fn who(tx: &mut Tx, numbers: &[Identifier]) -> Result<Result<Who, Flaw>> {
    let identities = tx.adt_identities(numbers).await?;
    let known = identities.iter().map(AdtIdentity::number).collect();
    let mut people: Vec<Uuid> = identities.iter().map(|identity| identity.person_id).collect();
    if people.is_empty() && tx.adt_match_of(&numbers[0]).await?.is_none() {
        let numbered = tx.people_numbered(numbers).await?;
        let exact = |person: &&Person| numbers.iter().any(|number| has_number(person, number));
        people = numbered.iter().filter(exact).map(|person| person.id).collect();
    }
    people.sort_unstable();
    people.dedup();
    let mut found: Option<Records> = None;
    for own in people {
        let root = root_of(tx, own).await?;
        if found.is_some_and(|other| other.root != root) {
            return Ok(Err(Flaw::new(Refusal::TwoPeople, "PID-3")));
        }
        found = found.or(Some(Records { own, root }));
    }
    Ok(Ok(Who { people: found, known }))
}

/// The record that stands for a person now.
///
/// # Errors
/// Those of the database.
pub async fn root_of(tx: &mut Tx, person_id: Uuid) -> Result<Uuid> {
    let mut at = person_id;
    while let Some(link) = tx.active_link_of(at).await? {
        at = link.survivor_id;
    }
    Ok(at)
}

/// The numbers that are not known as anybody's yet.
///
/// # Errors
/// Those of the database.
pub async fn unknown(tx: &mut Tx, numbers: &[Identifier]) -> Result<Vec<Identifier>> {
    let known: Vec<Identifier> = tx.adt_identities(numbers).await?.iter().map(AdtIdentity::number).collect();
    Ok(numbers.iter().filter(|number| !known.contains(number)).cloned().collect())
}

/// Keeps a message until somebody says whom it is about.
async fn wait(tx: &mut Tx, letter: Letter) -> Result<AdtState> {
    let Letter { message, mut kept } = letter;
    let number = message.number();
    let state = match tx.adt_match_of(number).await? {
        Some(entry) if entry.status == MatchStatus::Dismissed => AdtState::Ignored,
        Some(_) => AdtState::Waiting,
        None => {
            tx.apply(Change::created(AdtMatch {
                id: Uuid::now_v7(),
                version: 1,
                authority: number.system.clone(),
                value: number.value.clone(),
                patient: message.patient.clone(),
                status: MatchStatus::Open,
                person_id: None,
                reason: None,
                decided_by: None,
                decided_at: None,
                created_at: tx.now(),
            }))?;
            AdtState::Waiting
        }
    };
    kept.state = state;
    tx.adt_keep(kept);
    Ok(state)
}

/// From now on these numbers are this person's; what waited for them is taken. `has_cases` is false for a
/// person who is made by the same transaction.
///
/// # Errors
/// Those of the database and of the rules of the record.
pub async fn know(tx: &mut Tx, person_id: Uuid, numbers: &[Identifier], has_cases: bool) -> Result<()> {
    let root = if has_cases { root_of(tx, person_id).await? } else { person_id };
    let post = Post::gather(tx, Records { own: person_id, root }, numbers, None).await?;
    // Only a letter that just came can be refused; what waited for long is put aside.
    settle(tx, post, has_cases).await.map(|_| ())
}

/// What waits for these numbers is about nobody of ours.
///
/// # Errors
/// Those of the database.
pub async fn ignore(tx: &mut Tx, numbers: &[Identifier]) -> Result<()> {
    let keys: Vec<String> = numbers.iter().map(key).collect();
    for message in tx.adt_waiting(&keys).await?.into_iter().filter(|message| message.state == AdtState::Waiting) {
        tx.adt_keep(AdtMessage { state: AdtState::Ignored, version: message.version + 1, ..message });
    }
    Ok(())
}
