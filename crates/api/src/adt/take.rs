//! Takes messages into the record: who it is about, what became of the visit, what the deadlines must hear. One transaction.

use chrono::DateTime;
use domain::adt::follow::{Followed, Subject, follow, moved};
use domain::adt::link::PersonLink;
use domain::adt::matching::{AdtMatch, MatchStatus, completed, has_number};
use domain::adt::visit::{VisitEvent, course};
use domain::adt::{AdtIdentity, AdtMessage, AdtState, Flaw, Message, Refusal, Trigger, key};
use domain::clock::start_of_day;
use domain::person::{Identifier, Person};
use domain::stay::Stay;
use domain::{Change, Event, EventKind};
use persistence::import::Imported;
use persistence::{Result, Tx};
use std::collections::BTreeMap;
use uuid::Uuid;

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

/// What others must not work on meanwhile.
fn turn_keys(message: &Message) -> Vec<String> {
    let numbers = message.patient.identifiers.iter().chain(&message.retired).map(key);
    numbers.chain(subject_key(message)).collect()
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
    know_as(tx, people, &fresh, vec![letter], true).await?;
    Ok(Ok(AdtState::Applied))
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
struct Records {
    own: Uuid,
    root: Uuid,
}

/// Whom numbers mean.
struct Who {
    /// The one person.
    people: Option<Records>,
    /// The numbers that are known as somebody's.
    known: Vec<Identifier>,
}

/// The one person with these numbers, known or by an exact number on the record.
async fn who(tx: &mut Tx, numbers: &[Identifier]) -> Result<Result<Who, Flaw>> {
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
async fn root_of(tx: &mut Tx, person_id: Uuid) -> Result<Uuid> {
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
    know_as(tx, Records { own: person_id, root }, numbers, Vec::new(), has_cases).await
}

async fn know_as(
    tx: &mut Tx,
    people: Records,
    numbers: &[Identifier],
    letters: Vec<Letter>,
    has_cases: bool,
) -> Result<()> {
    let mut all = letters;
    if !numbers.is_empty() {
        claim(tx, people.own, numbers).await?;
        all.extend(released(tx, numbers).await?);
    }
    settle(tx, people.root, all, has_cases).await
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

/// Notes whose the numbers are; the inbox no longer asks for them.
async fn claim(tx: &mut Tx, person_id: Uuid, numbers: &[Identifier]) -> Result<()> {
    let now = tx.now();
    for number in numbers {
        tx.apply(Change::created(AdtIdentity::new(Uuid::now_v7(), number, person_id, now)))?;
        if let Some(entry) = tx.adt_match_of(number).await?
            && entry.status != MatchStatus::Linked
        {
            let by = tx.actor().id;
            tx.apply(entry.settle(MatchStatus::Linked, Some(person_id), None, by, now)?)?;
        }
    }
    Ok(())
}

/// What waited for these numbers. What can't be read any more stays where it is.
async fn released(tx: &mut Tx, numbers: &[Identifier]) -> Result<Vec<Letter>> {
    let keys: Vec<String> = numbers.iter().map(key).collect();
    let waiting = tx.adt_waiting(&keys).await?;
    let zone = tx.directory().main_zone();
    let now = tx.now();
    let read = |mut kept: AdtMessage| {
        let message = super::receive::read(&kept.raw, zone, now).1.ok()?;
        (kept.version, kept.attempts) = (kept.version + 1, kept.attempts + 1);
        Some(Letter { message, kept })
    };
    Ok(waiting.into_iter().filter_map(read).collect())
}

/// Writes what letters about one known person say.
async fn settle(tx: &mut Tx, person_id: Uuid, letters: Vec<Letter>, has_cases: bool) -> Result<()> {
    let mut visits: BTreeMap<String, (Identifier, String, Vec<VisitEvent>)> = BTreeMap::new();
    let mut merges = Vec::new();
    let mut told = Vec::new();
    let patients: Vec<_> = letters.iter().map(|letter| letter.message.patient.clone()).collect();
    for Letter { message, mut kept } in letters {
        if let (Some((number, event)), Some(subject)) = (message.visit.clone(), subject_key(&message)) {
            let facility = message.header.facility.clone();
            visits.entry(subject).or_insert_with(|| (number, facility, Vec::new())).2.push(event);
        }
        if message.trigger == Trigger::Merge {
            merges.push((kept.id, message.retired));
        }
        (kept.state, kept.person_id, kept.refusal, kept.place) = (AdtState::Applied, Some(person_id), None, None);
        tx.adt_keep(kept);
    }
    if has_cases {
        told.extend(complete(tx, person_id, &patients).await?);
    }
    let mut news = News { here: told, ..News::default() };
    if !visits.is_empty() {
        let followed = visits_of(tx, person_id, visits).await?;
        news.absorb(tx, followed)?;
    }
    for (message_id, retired) in merges {
        merge(tx, (person_id, has_cases), message_id, &retired, &mut news).await?;
    }
    news.tell(tx, person_id, has_cases).await
}

/// What the cases of the person, and of those who had one of the stays before, must hear.
#[derive(Default)]
struct News {
    here: Vec<Event>,
    /// By person.
    elsewhere: BTreeMap<Uuid, Vec<Event>>,
    /// Stays as they are now.
    stays: Vec<Stay>,
}

impl News {
    fn absorb(&mut self, tx: &mut Tx, followed: Vec<Followed>) -> Result<()> {
        for one in followed {
            let (elsewhere, here) = one.news(tx.now());
            if let Some(before) = one.moved_from {
                self.elsewhere.entry(before).or_default().extend(elsewhere);
            }
            self.here.extend(here);
            self.stays.push(tx.apply(one.change)?);
        }
        Ok(())
    }

    async fn tell(self, tx: &mut Tx, person_id: Uuid, has_cases: bool) -> Result<()> {
        let lags = has_cases && self.transitions_lag(tx).await?;
        let here = has_cases.then_some((person_id, self.here));
        let news = here.into_iter().chain(self.elsewhere);
        for (whose, events) in news.filter(|(whose, events)| !events.is_empty() || (lags && *whose == person_id)) {
            let mut cases = tx.active_cases(whose, DateTime::UNIX_EPOCH).await?;
            for event in &events {
                tx.announce(&mut cases, event)?;
            }
            for stay in self.stays.iter().filter(|stay| stay.person_id == whose) {
                tx.transition_follows(&mut cases, stay).await?;
            }
        }
        Ok(())
    }
}

impl News {
    /// True when a stay changed what its transition said of it, of which no deadline hears otherwise.
    async fn transitions_lag(&self, tx: &mut Tx) -> Result<bool> {
        let ids: Vec<Uuid> = self.stays.iter().map(|stay| stay.id).collect();
        let known = if ids.is_empty() { Vec::new() } else { tx.transitions_of(&ids).await? };
        let lags = |stay: &Stay| {
            let own = known.iter().find(|transition| transition.stay_id == stay.id).cloned();
            own.and_then(|transition| transition.follow(stay, tx.now())).is_some()
        };
        Ok(self.stays.iter().any(lags))
    }
}

/// Adds to the person what the feed knows and the record does not.
async fn complete(tx: &mut Tx, person_id: Uuid, patients: &[domain::adt::Patient]) -> Result<Option<Event>> {
    let person = tx.person(person_id).await?;
    let was_alive = person.deceased_on.is_none();
    let version = person.version;
    let mut next = person;
    for patient in patients {
        next = completed(&next, patient).unwrap_or(next);
    }
    if next.version == version {
        return Ok(None);
    }
    next.version = version + 1;
    let zone = tx.directory().main_zone();
    let died = next.deceased_on.filter(|_| was_alive).map(|day| start_of_day(day, zone));
    tx.apply(Change::updated(next))?;
    Ok(died.map(|at| Event::new(EventKind::Died, person_id, at)))
}

async fn visits_of(
    tx: &mut Tx,
    person_id: Uuid,
    visits: BTreeMap<String, (Identifier, String, Vec<VisitEvent>)>,
) -> Result<Vec<Followed>> {
    let keys: Vec<String> = visits.keys().cloned().collect();
    let mut before = tx.adt_visit_events(&keys).await?;
    let sources: Vec<String> = visits.values().map(|(number, ..)| source(number)).collect();
    let mut stays: BTreeMap<Option<String>, Stay> =
        Stay::of_sources(tx, &sources).await?.into_iter().map(|stay| (stay.source.clone(), stay)).collect();
    let mut followed = Vec::new();
    for (visit, (number, facility, news)) in visits {
        let mut events = before.remove(&visit).unwrap_or_default();
        events.extend(news);
        let source = source(&number);
        let subject = Subject { id: Uuid::now_v7(), person_id, source: &source, facility: &facility };
        followed.extend(follow(stays.remove(&Some(source.clone())), course(&events), &subject));
    }
    Ok(followed)
}

/// The source of the stay of a visit.
fn source(number: &Identifier) -> String {
    format!("adt:{}", key(number))
}

/// A40: the record of the retired numbers is linked to this person's, and its stays go on there. Numbers that nobody knew become
/// this person's.
async fn merge(
    tx: &mut Tx,
    (person_id, has_cases): (Uuid, bool),
    message_id: Uuid,
    retired: &[Identifier],
    news: &mut News,
) -> Result<()> {
    let found = who(tx, retired).await?.ok();
    let Some(Records { root: retired_id, .. }) = found.and_then(|found| found.people) else {
        let fresh = unknown(tx, retired).await?;
        claim(tx, person_id, &fresh).await?;
        let waiting = released(tx, &fresh).await?;
        return Box::pin(settle(tx, person_id, waiting, has_cases)).await;
    };
    if retired_id == person_id {
        return Ok(());
    }
    let link = PersonLink {
        id: Uuid::now_v7(),
        version: 1,
        survivor_id: person_id,
        retired_id,
        message_id,
        linked_at: tx.now(),
        undone_at: None,
        undone_by: None,
        undo_reason: None,
    };
    tx.apply(Change::created(link))?;
    let stays = tx.adt_stays_of(retired_id).await?;
    let followed = stays.into_iter().filter_map(|stay| moved(stay, person_id)).collect();
    news.absorb(tx, followed)
}

/// Gives the stays that came over a link back to the record that the hospital's numbers name without it.
///
/// # Errors
/// Those of the database.
pub async fn unmerge(tx: &mut Tx, link: &PersonLink) -> Result<()> {
    let stays = tx.adt_stays_of(link.survivor_id).await?;
    let visit = |stay: &Stay| stay.source.as_ref().map(|source| source.replacen("adt:", "visit:", 1));
    let visits: Vec<String> = stays.iter().filter_map(visit).collect();
    let patients = tx.adt_visit_patients(&visits).await?;
    let people = tx.adt_people_by_key(&patients.values().cloned().collect::<Vec<_>>()).await?;
    let mut links = tx.active_links().await?;
    links.retain(|active| active.id != link.id);
    let mut news = News::default();
    for stay in stays {
        let owner = visit(&stay).and_then(|key| people.get(patients.get(&key)?)).copied();
        let back = owner.map(|owner| domain::adt::link::survivor_of(owner, &links));
        if back == Some(link.retired_id) {
            news.absorb(tx, moved(stay, link.retired_id).into_iter().collect())?;
        }
    }
    news.tell(tx, link.retired_id, true).await
}
