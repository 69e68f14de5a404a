//! What the feed says of a person besides visits: numbers, phone, address, death. It completes the record, and goes back to the record that
//! it is about when a merge is undone.

use chrono::NaiveDate;
use domain::adt::addition::{Added, AdtAddition, given_back};
use domain::adt::link::{PersonLink, survivor_of};
use domain::adt::matching::completed;
use domain::adt::{AdtMessage, Patient, key};
use domain::person::Identifier;
use domain::{Change, Event, EventKind};
use persistence::{Result, Tx};
use uuid::Uuid;

/// A number as a key, and what was told under it.
pub type Told = (Option<String>, Patient);

/// Adds to the person what the feed knows and the record does not; the day of death when that is among it. What came under a number of
/// another record is noted. `claims` are numbers that become known by the same transaction.
///
/// # Errors
/// Those of the database.
pub async fn complete(
    tx: &mut Tx,
    person_id: Uuid,
    told: Vec<Told>,
    claims: &[(Identifier, Uuid)],
) -> Result<Option<NaiveDate>> {
    let mut next = tx.person(person_id).await?;
    let (was_alive, version) = (next.deceased_on.is_none(), next.version);
    let mut added = Vec::new();
    for (number, patient) in told {
        if let Some(more) = completed(&next, &patient) {
            added.push((number, Added::between(&next, &more)));
            next = more;
        }
    }
    if added.is_empty() {
        return Ok(None);
    }
    note(tx, person_id, added, claims).await?;
    next.version = version + 1;
    let died_on = next.deceased_on.filter(|_| was_alive);
    tx.apply(Change::updated(next))?;
    Ok(died_on)
}

/// Notes what was added under numbers of other records.
async fn note(
    tx: &mut Tx,
    person_id: Uuid,
    added: Vec<(Option<String>, Added)>,
    claims: &[(Identifier, Uuid)],
) -> Result<()> {
    let numbers: Vec<String> = added.iter().filter_map(|(number, _)| number.clone()).collect();
    let mut owners = tx.adt_people_by_key(&numbers).await?;
    owners.extend(claims.iter().map(|(number, own)| (key(number), *own)));
    let added_at = tx.now();
    for (number, added) in added {
        let own = number.and_then(|number| owners.get(&number).copied());
        if let Some(own_id) = own.filter(|own| *own != person_id) {
            let (id, version, taken_back_at) = (Uuid::now_v7(), 1, None);
            tx.apply(Change::created(AdtAddition { id, version, person_id, own_id, added, added_at, taken_back_at }))?;
        }
    }
    Ok(())
}

/// What the cases of two people hear who were one record.
pub struct Parted {
    /// The day on which the record that was linked died, where it was known of the other one only.
    pub died_on: Option<NaiveDate>,
    /// That the record which stood for it lives after all.
    pub lives: Option<Event>,
}

/// Gives two records their own again: what `root` got under numbers of `retired_id`, for which it stood, is taken back, and what was told
/// under them meanwhile is said of that record. `links` are those that are left.
///
/// # Errors
/// Those of the database.
pub async fn part(tx: &mut Tx, root: Uuid, retired_id: Uuid, links: &[PersonLink]) -> Result<Parted> {
    let linked = links.iter().map(|link| link.retired_id).filter(|id| survivor_of(*id, links) == retired_id);
    let theirs: Vec<Uuid> = linked.chain([retired_id]).collect();
    let numbers = tx.adt_keys_of(&theirs).await?;
    let is_theirs = |letter: &AdtMessage| letter.patient_key.as_ref().is_some_and(|number| numbers.contains(number));
    let (their_letters, own_letters): (Vec<AdtMessage>, Vec<AdtMessage>) =
        tx.adt_taken_of(root).await?.into_iter().partition(is_theirs);
    let lives = take_back(tx, root, &theirs, &own_letters).await?;
    let told = their_letters.iter().filter_map(|letter| Some((letter.patient_key.clone(), patient(tx, letter)?)));
    let told: Vec<Told> = told.collect();
    let died_on = complete(tx, retired_id, told, &[]).await?;
    // Those about visits go where the visit goes.
    for letter in their_letters.into_iter().filter(|letter| letter.visit_event.is_none()) {
        tx.adt_keep(AdtMessage { version: letter.version + 1, person_id: Some(retired_id), ..letter });
    }
    Ok(Parted { died_on, lives })
}

/// Takes from a record what came under numbers of others; that it lives, when its death was among it.
async fn take_back(tx: &mut Tx, root: Uuid, theirs: &[Uuid], own_letters: &[AdtMessage]) -> Result<Option<Event>> {
    let additions = tx.adt_additions(root, theirs).await?;
    if additions.is_empty() {
        return Ok(None);
    }
    // What came before stands as it was taken then, or as staff changed it since.
    let since = additions.iter().map(|addition| addition.added_at).min();
    let later = own_letters.iter().filter(|letter| since.is_none_or(|first| letter.received_at >= first));
    let own: Vec<Patient> = later.filter_map(|letter| patient(tx, letter)).collect();
    let added: Vec<Added> = additions.iter().map(|addition| addition.added.clone()).collect();
    for addition in additions {
        tx.apply(addition.take_back(tx.now()))?;
    }
    let person = tx.person(root).await?;
    let Some(next) = given_back(&person, &added, &own) else { return Ok(None) };
    let lives = person.deceased_on.is_some() && next.deceased_on.is_none();
    tx.apply(Change::updated(next))?;
    Ok(lives.then(|| Event::new(EventKind::DeathWithdrawn, root, tx.now())))
}

/// What a letter said of the patient when it came. What can't be read any more says nothing.
fn patient(tx: &Tx, letter: &AdtMessage) -> Option<Patient> {
    let read = super::receive::read(&letter.raw, tx.directory().main_zone(), letter.received_at).1;
    read.ok().map(|message| message.patient)
}
