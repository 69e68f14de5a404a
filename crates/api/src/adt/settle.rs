//! Writes what letters about one known person say: what became of visits, what deadlines must hear, merges and their undoing. One
//! transaction: what is to be written is gathered and checked before anything is noted.

use chrono::{DateTime, NaiveDate};
use domain::adt::follow::{Followed, Subject, VISIT_PLACE, begun_by, follow, moved, require_own_visit};
use domain::adt::link::{PersonLink, survivor_of};
use domain::adt::matching::MatchStatus;
use domain::adt::visit::{VisitEvent, course};
use domain::adt::{AdtIdentity, AdtMessage, AdtState, Flaw, Refusal, Trigger, key};
use domain::person::Identifier;
use domain::stay::Stay;
use domain::{Change, Event};
use persistence::adt::AdtVisit;
use persistence::import::Imported;
use persistence::{Result, Tx};
use std::collections::BTreeMap;
use uuid::Uuid;

use super::details::{self, Parted, Told};
use super::take::{Letter, Records, root_of, subject_key, unknown, who};

/// What is written at once about one person.
pub struct Post {
    /// The record that stands for the person.
    person_id: Uuid,
    /// The letter that just came.
    fresh: Option<Uuid>,
    letters: Vec<Letter>,
    /// Numbers that become known, with the record that they name.
    claims: Vec<(Identifier, Uuid)>,
    /// Records for which this person's stands from now on, each with the message that says so.
    joins: Vec<(Uuid, Uuid)>,
}

impl Post {
    /// A letter about a person with what waited for the numbers that become known. Merges among the letters make more numbers known,
    /// and one person of two about whom letters were refused.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn gather(tx: &mut Tx, people: Records, numbers: &[Identifier], letter: Option<Letter>) -> Result<Self> {
        let fresh = letter.as_ref().map(|letter| letter.kept.id);
        let letters = letter.into_iter().collect();
        let mut post = Self { person_id: people.root, fresh, letters, claims: Vec::new(), joins: Vec::new() };
        post.claim(tx, people.own, numbers).await?;
        let mut next = 0;
        while let Some(letter) = post.letters.get(next) {
            if letter.message.trigger == Trigger::Merge {
                let (message_id, retired) = (letter.kept.id, letter.message.retired.clone());
                let going_on = letter.message.patient.identifiers.clone();
                post.carry_on(tx, &going_on).await?;
                post.merge(tx, message_id, &retired).await?;
            }
            next += 1;
        }
        Ok(post)
    }

    /// From now on these numbers are `own`'s.
    async fn claim(&mut self, tx: &mut Tx, own: Uuid, numbers: &[Identifier]) -> Result<()> {
        let is_new = |number: &&Identifier| self.claims.iter().all(|(claimed, _)| claimed != *number);
        let numbers: Vec<Identifier> = numbers.iter().filter(is_new).cloned().collect();
        if numbers.is_empty() {
            return Ok(());
        }
        let waiting = tx.adt_waiting(&numbers.iter().map(key).collect::<Vec<_>>()).await?;
        self.open(tx, waiting);
        self.claims.extend(numbers.into_iter().map(|number| (number, own)));
        Ok(())
    }

    /// A40 that was let through by a number that it retires: the numbers that go on become this person's as well, unless they are
    /// somebody's already.
    async fn carry_on(&mut self, tx: &mut Tx, numbers: &[Identifier]) -> Result<()> {
        let found = who(tx, numbers).await?;
        if found.is_ok_and(|found| found.people.is_none_or(|people| self.is_one(people.root))) {
            let numbers = unknown(tx, numbers).await?;
            self.claim(tx, self.person_id, &numbers).await?;
        }
        Ok(())
    }

    /// A40: the record of the retired numbers is linked to this person's. Numbers that nobody knew become that record's, or this
    /// person's where there is none.
    async fn merge(&mut self, tx: &mut Tx, message_id: Uuid, retired: &[Identifier]) -> Result<()> {
        let found = who(tx, retired).await?.ok().and_then(|found| found.people);
        let numbers = unknown(tx, retired).await?;
        let Some(Records { own, root }) = found else {
            return self.claim(tx, self.person_id, &numbers).await;
        };
        self.claim(tx, own, &numbers).await?;
        if self.is_one(root) {
            return Ok(());
        }
        self.joins.push((message_id, root));
        let links = tx.active_links().await?;
        let linked = links.iter().map(|link| link.retired_id).filter(|id| self.is_one(survivor_of(*id, &links)));
        let people: Vec<Uuid> = linked.chain([self.person_id, root]).collect();
        // Numbers that become known only now are not among those that the record has.
        let claimed: Vec<String> = self.claims.iter().map(|(number, _)| key(number)).collect();
        let refused = tx.adt_contradicting(&people, claimed).await?;
        self.open(tx, refused);
        Ok(())
    }

    /// True when this person's record stands for the other one, or will.
    fn is_one(&self, root: Uuid) -> bool {
        root == self.person_id || self.joins.iter().any(|(_, joined)| *joined == root)
    }

    /// Letters that were kept are read again. What can't be read any more stays where it is.
    fn open(&mut self, tx: &Tx, kept: Vec<AdtMessage>) {
        let (zone, now) = (tx.directory().main_zone(), tx.now());
        for mut kept in kept {
            let is_here = self.letters.iter().any(|letter| letter.kept.id == kept.id);
            let Ok(message) = super::receive::read(&kept.raw, zone, now).1 else { continue };
            if !is_here {
                (kept.version, kept.attempts) = (kept.version + 1, kept.attempts + 1);
                self.letters.push(Letter { message, kept });
            }
        }
    }

    /// What was told before of the visits in the letters. Whoever else writes about one of them waits, or was waited for: a visit has
    /// one patient, also when two of them are named for it at the same time. Numbers had their turn before.
    async fn told(&self, tx: &mut Tx) -> Result<BTreeMap<String, AdtVisit>> {
        let of_visits = self.letters.iter().filter(|letter| letter.message.visit.is_some());
        let mut keys: Vec<String> = of_visits.filter_map(|letter| subject_key(&letter.message)).collect();
        keys.sort_unstable();
        keys.dedup();
        if keys.is_empty() {
            return Ok(BTreeMap::new());
        }
        tx.adt_turn(&keys).await?;
        tx.adt_visits(&keys).await
    }

    /// The record that stands for the patient of each visit of which something was told.
    async fn owners(&self, tx: &mut Tx, told: &BTreeMap<String, AdtVisit>) -> Result<BTreeMap<String, Uuid>> {
        let of_visits = || self.letters.iter().filter(|letter| letter.message.visit.is_some());
        let is_own = |patient: &str| of_visits().any(|letter| letter.kept.patient_key.as_deref() == Some(patient));
        let others: Vec<String> =
            told.values().filter(|visit| !is_own(&visit.patient)).map(|visit| visit.patient.clone()).collect();
        let people = if others.is_empty() { BTreeMap::new() } else { tx.adt_people_by_key(&others).await? };
        let mut owners = BTreeMap::new();
        for (subject, visit) in told {
            let root = match people.get(&visit.patient) {
                Some(person_id) => root_of(tx, *person_id).await?,
                None => self.person_id,
            };
            owners.insert(subject.clone(), if self.is_one(root) { self.person_id } else { root });
        }
        Ok(owners)
    }
}

/// Writes what letters about one known person say. A letter that names a visit of somebody else is put aside with the reason; the one
/// that just came is refused with it, and then nothing is noted. `has_cases` is false for a person who is made by the same transaction.
///
/// # Errors
/// Those of the database and of the rules of the record.
pub async fn settle(tx: &mut Tx, mut post: Post, has_cases: bool) -> Result<std::result::Result<(), Flaw>> {
    let person_id = post.person_id;
    let told = post.told(tx).await?;
    let owners = post.owners(tx, &told).await?;
    let mut taken = Vec::new();
    let mut aside = Vec::new();
    for letter in std::mem::take(&mut post.letters) {
        let owner = subject_key(&letter.message).and_then(|subject| owners.get(&subject)).copied();
        match require_own_visit(owner, person_id) {
            Ok(()) => taken.push(letter),
            Err(flaw) if post.fresh == Some(letter.kept.id) => return Ok(Err(flaw)),
            Err(flaw) => aside.push((letter.kept, flaw)),
        }
    }
    for (kept, flaw) in aside {
        let (refusal, place) = (Some(flaw.refusal), Some(flaw.place.to_owned()));
        tx.adt_keep(AdtMessage { state: AdtState::Dead, refusal, place, ..kept });
    }
    for (number, own) in &post.claims {
        claim(tx, *own, number).await?;
    }
    let says: Vec<Told> =
        taken.iter().map(|letter| (letter.kept.patient_key.clone(), letter.message.patient.clone())).collect();
    let died_on = if has_cases { details::complete(tx, person_id, says, &post.claims).await? } else { None };
    let mut news = News { died_on, ..News::default() };
    let visits = visits_in(tx, taken, person_id);
    if !visits.is_empty() {
        let followed = visits_of(tx, person_id, visits, told).await?;
        news.absorb(tx, followed)?;
    }
    for (message_id, retired_id) in post.joins {
        join(tx, (person_id, retired_id), message_id, &mut news).await?;
    }
    news.tell(tx, person_id, has_cases).await?;
    Ok(Ok(()))
}

/// Notes whose a number is; the inbox no longer asks for it.
async fn claim(tx: &mut Tx, person_id: Uuid, number: &Identifier) -> Result<()> {
    let now = tx.now();
    tx.apply(Change::created(AdtIdentity::new(Uuid::now_v7(), number, person_id, now)))?;
    if let Some(entry) = tx.adt_match_of(number).await?
        && entry.status != MatchStatus::Linked
    {
        let by = tx.actor().id;
        tx.apply(entry.settle(MatchStatus::Linked, Some(person_id), None, by, now)?)?;
    }
    Ok(())
}

/// Number, facility and news of a visit.
type Heard = (Identifier, String, Vec<VisitEvent>);

/// Keeps the letters as taken; what they say of visits, by the visit.
fn visits_in(tx: &mut Tx, letters: Vec<Letter>, person_id: Uuid) -> BTreeMap<String, Heard> {
    let mut visits: BTreeMap<String, Heard> = BTreeMap::new();
    for Letter { message, mut kept } in letters {
        if let (Some((number, event)), Some(subject)) = (message.visit.clone(), subject_key(&message)) {
            let facility = message.header.facility.clone();
            visits.entry(subject).or_insert_with(|| (number, facility, Vec::new())).2.push(event);
        }
        (kept.state, kept.person_id, kept.refusal, kept.place) = (AdtState::Applied, Some(person_id), None, None);
        tx.adt_keep(kept);
    }
    visits
}

/// What the cases of the person, and of those who had one of the stays before, must hear.
#[derive(Default)]
struct News {
    /// The day of death of the person, where it was not known.
    died_on: Option<NaiveDate>,
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

    /// What becomes of a stay when `person_id` is somebody of their own again: theirs, or still the other one's.
    fn settle(&mut self, tx: &mut Tx, followed: Option<Followed>, person_id: Uuid) -> Result<()> {
        let Some(followed) = followed else { return Ok(()) };
        let owner = followed.change.record.person_id;
        if owner == person_id {
            return self.absorb(tx, vec![followed]);
        }
        let (_, told) = followed.news(tx.now());
        self.elsewhere.entry(owner).or_default().extend(told);
        self.stays.push(tx.apply(followed.change)?);
        Ok(())
    }

    async fn tell(self, tx: &mut Tx, person_id: Uuid, has_cases: bool) -> Result<()> {
        let more = has_cases && (self.died_on.is_some() || self.transitions_lag(tx).await?);
        let here = has_cases.then_some((person_id, self.here));
        let news = here.into_iter().chain(self.elsewhere);
        for (whose, events) in news.filter(|(whose, events)| !events.is_empty() || (more && *whose == person_id)) {
            let mut cases = tx.active_cases(whose, DateTime::UNIX_EPOCH).await?;
            if let Some(day) = self.died_on.filter(|_| whose == person_id) {
                tx.announce_death(&mut cases, whose, day)?;
            }
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

async fn visits_of(
    tx: &mut Tx,
    person_id: Uuid,
    visits: BTreeMap<String, Heard>,
    mut told: BTreeMap<String, AdtVisit>,
) -> Result<Vec<Followed>> {
    let sources: Vec<String> = visits.values().map(|(number, ..)| source(number)).collect();
    let mut stays: BTreeMap<Option<String>, Stay> =
        Stay::of_sources(tx, &sources).await?.into_iter().map(|stay| (stay.source.clone(), stay)).collect();
    let mut followed = Vec::new();
    for (visit, (number, facility, news)) in visits {
        let mut events = told.remove(&visit).unwrap_or_default().events;
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

/// A40: the record is linked to this person's, and its stays go on there.
async fn join(tx: &mut Tx, (person_id, retired_id): (Uuid, Uuid), message_id: Uuid, news: &mut News) -> Result<()> {
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
    let mut stays = tx.adt_stays_of(retired_id).await?;
    // What was refused until now moved its stay already.
    stays.retain(|stay| news.stays.iter().all(|known| known.id != stay.id));
    let followed = stays.into_iter().filter_map(|stay| moved(stay, person_id)).collect();
    news.absorb(tx, followed)
}

/// Gives the records their details back, and the stays that came over a link to the record under whose number they began, and parts the
/// messages about each visit: what was taken about it under a number of the other record is put aside, as it would have been without the link.
///
/// # Errors
/// Those of the database.
pub async fn unmerge(tx: &mut Tx, link: &PersonLink) -> Result<()> {
    let mut links = tx.active_links().await?;
    links.retain(|active| active.id != link.id);
    let root = survivor_of(link.survivor_id, &links);
    let Parted { died_on, lives } = details::part(tx, root, link.retired_id, &links).await?;
    let stays = tx.adt_stays_of(root).await?;
    let visit = |stay: &Stay| stay.source.as_ref().map(|source| source.replacen("adt:", "visit:", 1));
    let mut taken = tx.adt_taken_about(&stays.iter().filter_map(visit).collect::<Vec<_>>()).await?;
    let patients: Vec<String> = taken.values().flatten().filter_map(|letter| letter.patient_key.clone()).collect();
    let people = tx.adt_people_by_key(&patients).await?;
    // Without the link each number is of the one or of the other.
    let whose = |letter: &AdtMessage| {
        let own = letter.patient_key.as_ref().and_then(|key| people.get(key))?;
        Some(if survivor_of(*own, &links) == link.retired_id { link.retired_id } else { root })
    };
    let mut news = News { died_on, ..News::default() };
    news.elsewhere.entry(root).or_default().extend(lives);
    for stay in stays {
        let letters = visit(&stay).and_then(|key| taken.remove(&key)).unwrap_or_default();
        let told: Vec<(Uuid, VisitEvent)> =
            letters.iter().filter_map(|letter| Some((whose(letter)?, letter.visit_event.clone()?))).collect();
        let Some(owner) = begun_by(&told) else { continue };
        let is_mixed = told.iter().any(|(own, _)| *own != owner);
        part(tx, letters, owner, whose);
        let events: Vec<VisitEvent> =
            told.into_iter().filter(|(own, _)| *own == owner).map(|(_, event)| event).collect();
        let followed = if is_mixed { retold(&stay, owner, &events) } else { None };
        news.settle(tx, followed.or_else(|| moved(stay, owner)), link.retired_id)?;
    }
    news.tell(tx, link.retired_id, true).await
}

/// Keeps the messages about a visit with its owner, and puts aside those about somebody else.
fn part(tx: &mut Tx, letters: Vec<AdtMessage>, owner: Uuid, whose: impl Fn(&AdtMessage) -> Option<Uuid>) {
    let flaw = Flaw::new(Refusal::TwoPeople, VISIT_PLACE);
    for letter in letters {
        let (version, own) = (letter.version + 1, whose(&letter));
        if own.is_some_and(|own| own != owner) {
            let (refusal, place) = (Some(flaw.refusal), Some(flaw.place.to_owned()));
            tx.adt_keep(AdtMessage { version, state: AdtState::Dead, refusal, place, person_id: None, ..letter });
        } else if letter.person_id != Some(owner) {
            tx.adt_keep(AdtMessage { version, person_id: Some(owner), ..letter });
        }
    }
}

/// What a stay came to with some messages less.
fn retold(stay: &Stay, owner: Uuid, events: &[VisitEvent]) -> Option<Followed> {
    let source = stay.source.clone().unwrap_or_default();
    let subject = Subject { id: stay.id, person_id: owner, source: &source, facility: &stay.facility };
    follow(Some(stay.clone()), course(events), &subject)
}
