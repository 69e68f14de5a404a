//! Contacts: logged in one step, with the note and the follow-up.

use actix_web::{get, post, web};
use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use domain::access::{Capability, cap};
use domain::case::Case;
use domain::clock::local_date;
use domain::contact::{Contact, ContactMode, ContactOutcome, ContactPurpose, ContactStatus, ContactWith, Direction};
use domain::deadline::{Deadline, DeadlineStatus};
use domain::engagement::{Touch, others_that_day};
use domain::note::{Note, NoteKind};
use domain::task::{Task, TaskKind, TaskPriority, TaskStatus};
use domain::{Change, Rule};
use persistence::Tx;
use persistence::case::CaseWork;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::app::State;
use crate::case::assigns;
use crate::http::ServiceConfig;
use crate::http::code::{
    ContactModeCode, ContactOutcomeCode, ContactPurposeCode, ContactStatusCode, ContactWithCode, DirectionCode,
};
use crate::http::page::ListQuery;
use crate::http::{Allowed, Answer, Cursor, IfMatch, Page, Problem, Query, Valid};
use crate::program::Ref;
use crate::task::Reason;

/// A contact.
#[derive(Debug, Serialize, ToSchema)]
pub struct ContactView {
    id: Uuid,
    version: i32,
    case_id: Option<Uuid>,
    person_id: Uuid,
    mode: ContactModeCode,
    direction: DirectionCode,
    outcome: ContactOutcomeCode,
    with: ContactWithCode,
    minutes: i32,
    purpose: ContactPurposeCode,
    occurred_at: DateTime<Utc>,
    summary: Option<String>,
    author: Option<Ref>,
    created_at: DateTime<Utc>,
    /// `entered_in_error` when it did not take place, or not with this person: it counts for nothing.
    status: ContactStatusCode,
    /// Why it is an error.
    #[schema(max_length = 2000)]
    error_reason: Option<String>,
    /// Colleagues who were in touch with the person on the same day of the program; told in lists, null elsewhere.
    same_day: Option<Vec<Ref>>,
    /// Operations the reader may do on this contact now.
    can: Vec<&'static str>,
}

/// A contact to log.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "mode": "phone", "direction": "outbound", "outcome": "reached", "with": "person", "minutes": 12, "purpose": "follow_up",
    "occurred_at": "2026-03-06T14:00:00-05:00", "summary": "Has her new tablets and knows when to take them.",
    "note": { "body": "Called about the tablets. She read the label to me.", "sign": true },
    "follow_up": { "title": "Ask how the tablets agree with her", "due_at": "2026-03-13T17:00:00-04:00" }
}))]
pub struct ContactCreate {
    /// Mode.
    mode: ContactModeCode,
    /// Who began it.
    direction: DirectionCode,
    /// What came of it; only `reached` is a two-way contact.
    outcome: ContactOutcomeCode,
    /// With whom.
    with: ContactWithCode,
    /// Minutes spent.
    #[schema(minimum = 0, maximum = 1440)]
    minutes: i32,
    /// Purpose.
    purpose: ContactPurposeCode,
    /// When; now when absent.
    occurred_at: Option<DateTime<Utc>>,
    /// Summary in a line.
    #[schema(max_length = 2000)]
    summary: Option<String>,
    /// What to do next.
    follow_up: Option<FollowUp>,
    /// The note on the contact.
    note: Option<ContactNote>,
}

/// A task that follows.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FollowUp {
    /// What to do.
    #[schema(min_length = 1, max_length = 200, pattern = "\\S")]
    title: String,
    /// When it is due.
    due_at: DateTime<Utc>,
}

/// A note on the contact.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ContactNote {
    /// Text.
    #[schema(max_length = 50000)]
    body: String,
    /// Sign it at once.
    sign: bool,
    /// Why it is begun more than 24 hours after the contact; needed then to sign it.
    #[schema(max_length = 500)]
    late_reason: Option<String>,
}

/// A logged contact and what it did.
#[derive(Debug, Serialize, ToSchema)]
pub struct ContactLogged {
    contact: ContactView,
    /// Deadlines it met.
    met: Vec<Settled>,
    /// What it opened: deadlines, the follow-up, the note.
    opened: Vec<Opened>,
}

impl ContactCreate {
    /// A contact that somebody began with us, and in which we talked to them.
    pub fn taken(
        mode: ContactMode,
        with: ContactWith,
        purpose: ContactPurpose,
        minutes: i32,
        occurred_at: DateTime<Utc>,
        summary: String,
    ) -> Self {
        Self {
            mode: mode.into(),
            direction: Direction::Inbound.into(),
            outcome: ContactOutcome::Reached.into(),
            with: with.into(),
            minutes,
            purpose: purpose.into(),
            occurred_at: Some(occurred_at),
            summary: Some(summary),
            follow_up: None,
            note: None,
        }
    }
}

impl ContactLogged {
    /// The contact.
    pub fn contact_id(&self) -> Uuid {
        self.contact.id
    }
}

/// A deadline that was met.
#[derive(Debug, Serialize, ToSchema)]
pub struct Settled {
    rule: String,
    title: String,
    /// False when it was met after its due time.
    in_time: bool,
}

/// Something that was opened.
#[derive(Debug, Serialize, ToSchema)]
pub struct Opened {
    /// `deadline`, `task` or `note`.
    kind: &'static str,
    /// The record.
    pub id: Uuid,
    title: String,
    due_at: Option<DateTime<Utc>>,
}

/// Registers the slice.
pub fn routes(config: &mut ServiceConfig) {
    config.service(contact_create).service(contact_list).service(contact_get).service(contact_withdraw);
}

/// The view of a contact by itself.
pub fn view(tx: &Tx, contact: Contact) -> ContactView {
    let may = tx.actor().may(Capability::ContactWrite) && contact.may_withdraw(tx.actor().id, assigns(tx)).is_ok();
    ContactView {
        author: contact.author_id.map(|id| Ref { id, name: tx.directory().name(id).to_owned() }),
        id: contact.id,
        version: contact.version,
        case_id: contact.case_id,
        person_id: contact.person_id,
        mode: contact.mode.into(),
        direction: contact.direction.into(),
        outcome: contact.outcome.into(),
        with: contact.with.into(),
        minutes: contact.minutes,
        purpose: contact.purpose.into(),
        occurred_at: contact.occurred_at,
        summary: contact.summary,
        created_at: contact.created_at,
        status: contact.status.into(),
        error_reason: contact.error_reason,
        same_day: None,
        can: may.then_some("contact_withdraw").into_iter().collect(),
    }
}

/// The view of a contact in a list, among the contacts with the person around it.
pub fn listed(tx: &Tx, contact: Contact, touches: &[Touch], zone: Tz) -> ContactView {
    let others = if contact.counts() { others_that_day(&Touch::from(&contact), touches, zone) } else { Vec::new() };
    let same_day = others.into_iter().map(|id| Ref { id, name: tx.directory().name(id).to_owned() }).collect();
    ContactView { same_day: Some(same_day), ..view(tx, contact) }
}

/// Contacts with a person on the days of these contacts, which come in order of time, newest first.
async fn around(tx: &mut Tx, person_id: Uuid, contacts: &[Contact]) -> persistence::Result<Vec<Touch>> {
    let (Some(last), Some(first)) = (contacts.first(), contacts.last()) else { return Ok(Vec::new()) };
    let day = TimeDelta::days(1);
    let found = tx.contacts_between(person_id, first.occurred_at - day, last.occurred_at + day).await?;
    Ok(found.iter().map(Touch::from).collect())
}

/// Logs a contact: it meets the deadlines it should, opens the follow-up, and keeps or signs the note.
#[utoipa::path(tag = "contact", operation_id = "contact_create", params(("id" = Uuid, Path)), request_body = ContactCreate, responses((status = 201, body = ContactLogged)))]
#[post("/cases/{id}/contacts")]
pub async fn contact_create(
    access: Allowed<cap::ContactWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    body: Valid<ContactCreate>,
) -> Result<Answer<ContactLogged>, Problem> {
    let body = body.0;
    let answer = state.store.write(&access, async |tx| {
        let logged = log(tx, *id, body, Contact::log).await?;
        Ok(Answer::created(logged.contact.version, logged))
    });
    Ok(answer.await?)
}

/// A way to log a contact: [`Contact::log`] or [`Contact::log_documented`].
type Log = fn(Contact, DateTime<Utc>) -> Result<Change<Contact>, Rule>;

/// Logs a contact on a case within reach with everything that follows from it.
///
/// # Errors
/// [`persistence::Error::NotFound`], and the refusals of contacts, tasks and notes.
pub async fn log(tx: &mut Tx, case_id: Uuid, body: ContactCreate, how: Log) -> persistence::Result<ContactLogged> {
    let now = tx.now();
    let occurred_at = body.occurred_at.unwrap_or(now);
    let case = tx.case(case_id).await?;
    case.require_active()?;
    let contact = Contact {
        id: Uuid::now_v7(),
        version: 1,
        case_id: Some(case_id),
        person_id: case.person_id,
        mode: body.mode.0,
        direction: body.direction.0,
        outcome: body.outcome.0,
        with: body.with.0,
        minutes: body.minutes,
        purpose: body.purpose.0,
        occurred_at,
        summary: body.summary,
        author_id: Some(tx.actor().id),
        created_at: now,
        source: None,
        status: ContactStatus::Finished,
        error_reason: None,
    };
    let me = tx.actor().id;
    let change = how(contact, now)?;
    // An attempt meets and opens nothing: only what the clocks hear of needs the deadlines.
    let is_heard = !change.events.is_empty() || body.note.is_some();
    let mut work = [if is_heard { tx.work_for_new(case, occurred_at).await? } else { CaseWork::deaf(case) }];
    let before = work[0].deadlines.clone();
    let contact = keep(tx, &mut work, change, Some(me))?;
    let mut opened = Vec::new();
    if let Some(follow_up) = body.follow_up {
        opened.push(open_follow_up(tx, &work[0].case, follow_up)?);
    }
    if let Some(note) = body.note.filter(|note| !note.body.trim().is_empty()) {
        opened.push(write_note(tx, &mut work, &contact, note).await?);
    }
    let [work] = work;
    let new = work.deadlines.iter().filter(|one| one.status == DeadlineStatus::Open && !before.contains(one));
    opened.extend(new.map(|deadline| Opened {
        kind: "deadline",
        id: deadline.id,
        title: deadline.rule_title.clone(),
        due_at: Some(deadline.due_at),
    }));
    let met = settled(&before, &work.deadlines);
    Ok(ContactLogged { contact: view(tx, contact), met, opened })
}

/// Stores a logged contact; the clocks hear who made it, whoever wrote it down.
///
/// # Errors
/// Database errors.
pub fn keep(
    tx: &mut Tx,
    work: &mut [CaseWork; 1],
    change: Change<Contact>,
    made_by: Option<Uuid>,
) -> persistence::Result<Contact> {
    let contact = tx.apply_in(work, change)?;
    let day = local_date(contact.occurred_at, tx.directory().zone(work[0].case.program_id));
    let held = made_by.map(|id| tx.directory().held_on(id, day)).unwrap_or_default();
    for event in contact.seen_by(&held) {
        tx.announce(work, &event)?;
    }
    Ok(contact)
}

/// The deadlines that were met since `before`.
pub fn settled(before: &[Deadline], now: &[Deadline]) -> Vec<Settled> {
    let is_met = |one: &&Deadline| matches!(one.status, DeadlineStatus::Met | DeadlineStatus::MetLate);
    let new = now.iter().filter(is_met).filter(|one| !before.contains(one));
    new.map(|deadline| Settled {
        rule: deadline.rule_code.clone(),
        title: deadline.rule_title.clone(),
        in_time: deadline.status == DeadlineStatus::Met,
    })
    .collect()
}

/// Opens the task that follows something up, as the actor's own.
pub fn open_follow_up(tx: &mut Tx, case: &Case, follow_up: FollowUp) -> persistence::Result<Opened> {
    let me = tx.actor().id;
    let task = Task {
        id: Uuid::now_v7(),
        version: 1,
        case_id: case.id,
        person_id: case.person_id,
        owner_id: me,
        team_id: case.team_id,
        title: follow_up.title,
        detail: None,
        kind: TaskKind::FollowUp,
        status: TaskStatus::Open,
        priority: TaskPriority::Routine,
        due_at: follow_up.due_at,
        rank_at: follow_up.due_at,
        snoozed_until: None,
        snooze_reason: None,
        completed_at: None,
        result: None,
        care_plan_id: None,
        intervention_id: None,
        author_id: me,
        created_at: tx.now(),
    };
    let task = tx.apply(Task::create(task, case)?)?;
    Ok(Opened { kind: "task", id: task.id, title: task.title, due_at: Some(task.due_at) })
}

async fn write_note(
    tx: &mut Tx,
    work: &mut [CaseWork; 1],
    contact: &Contact,
    text: ContactNote,
) -> persistence::Result<Opened> {
    if !tx.actor().may(Capability::NoteWrite) {
        return Err(domain::Rule::at(
            "note_role",
            "/note",
            "Your role does not write notes. Leave the note out; the summary is kept.",
        )
        .into());
    }
    let (me, now) = (tx.actor().id, tx.now());
    let mut note = Note::begin(Uuid::now_v7(), &work[0].case, me, NoteKind::Contact, "Contact".into(), now)
        .of(contact.occurred_at, now)?;
    note.contact_id = Some(contact.id);
    note.body = text.body;
    note.late_reason = text.late_reason.filter(|reason| !reason.trim().is_empty());
    let note = tx.apply(Change::created(note))?;
    let note = if text.sign {
        let alone = crate::note::signs_alone(tx, &work[0].case, Some("/note/sign")).await?;
        let change = note.sign(me, alone, None, now).map_err(in_note)?;
        tx.apply_in(work, change)?
    } else {
        note
    };
    Ok(Opened { kind: "note", id: note.id, title: format!("Note, {}", note.status), due_at: None })
}

/// The domain points at a member of the note; in the request that is below `note`.
fn in_note(rule: domain::Rule) -> domain::Rule {
    domain::Rule { pointer: rule.pointer.map(|own| format!("/note{own}")), ..rule }
}

/// Contacts of a case, newest first.
#[utoipa::path(tag = "contact", operation_id = "contact_list", params(("id" = Uuid, Path), ListQuery), responses((status = 200, body = Page<ContactView>)))]
#[get("/cases/{id}/contacts")]
pub async fn contact_list(
    access: Allowed<cap::ContactRead>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    query: Query<ListQuery>,
) -> Result<Answer<Page<ContactView>>, Problem> {
    let after: Option<(DateTime<Utc>, Uuid)> = Cursor::key(query.cursor.as_ref())?;
    let page = state
        .store
        .read(&access, async |tx| {
            let case = tx.case(*id).await?;
            let zone = tx.directory().zone(case.program_id);
            let rows = tx.contacts_of(*id, after, query.limit.probe()).await?;
            let touches = around(tx, case.person_id, &rows).await?;
            let one = |contact| listed(tx, contact, &touches, zone);
            Ok(Page::new(rows, query.limit, |contact| (contact.occurred_at, contact.id), one))
        })
        .await?;
    Ok(Answer::ok(page))
}

/// One contact.
#[utoipa::path(tag = "contact", operation_id = "contact_get", params(("id" = Uuid, Path)), responses((status = 200, body = ContactView)))]
#[get("/contacts/{id}")]
pub async fn contact_get(
    access: Allowed<cap::ContactRead>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
) -> Result<Answer<ContactView>, Problem> {
    let answer = state.store.read(&access, async |tx| {
        let contact = tx.contact(*id).await?;
        Ok(Answer::resource(contact.version, view(tx, contact)))
    });
    Ok(answer.await?)
}

/// Takes back a contact that was entered in error: it stays on the record with the reason and counts for nothing, the deadlines it
/// met are open again and those it opened are cancelled. Notes on it stay as they are.
#[utoipa::path(tag = "contact", operation_id = "contact_withdraw", params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = Reason, responses((status = 200, body = ContactView)))]
#[post("/contacts/{id}/withdraw")]
pub async fn contact_withdraw(
    access: Allowed<cap::ContactWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
    body: Valid<Reason>,
) -> Result<Answer<ContactView>, Problem> {
    let reason = body.0.reason;
    let answer = state.store.write(&access, async |tx| {
        let contact = tx.contact(*id).await?;
        tx.require_version(contact.version, version.0)?;
        let case_id = contact.case_id;
        let change = contact.withdraw(tx.actor().id, assigns(tx), reason, tx.now())?;
        let mut work = match case_id {
            Some(case_id) => vec![tx.case_work_whole(case_id).await?],
            None => Vec::new(),
        };
        let contact = tx.apply_in(&mut work, change)?;
        Ok(Answer::resource(contact.version, view(tx, contact)))
    });
    Ok(answer.await?)
}
