//! What colleagues of the demo tell and ask each other about Maria's people this morning.

use chrono::{DateTime, Duration, Utc};
use domain::Change;
use domain::access::{Access, CapabilityMarker, authorize, cap};
use domain::case::{Case, CaseStatus};
use domain::concern::{Concern, ConcernKind, ConcernParty, ConcernStatus, ConcernStep, Position, Resolution, Standing};
use domain::conference::agenda::agenda;
use domain::conference::{Attendee, Conference, ConferenceAction, ConferenceKind, ConferenceStatus, Minutes, Place};
use domain::consultation::{Consultation, ConsultationKind, ConsultationStatus};
use domain::message::{Draft, MessageThread};
use persistence::case::CaseScope;
use persistence::{Error, Result, Store, Tx};
use uuid::Uuid;

use super::random::Random;
use super::staff::Worker;
use super::world::World;
use super::{Told, request, roster};

/// A conversation between Maria and a colleague.
struct Talk {
    with: &'static str,
    subject: &'static str,
    /// Who says what, and how many minutes ago; the first line begins it.
    lines: &'static [(Side, &'static str, i64)],
    urgent: bool,
    /// In how many minutes from now the last line is to be acknowledged.
    acknowledge_in: Option<i64>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Maria,
    Colleague,
}

const TALKS: &[Talk] = &[
    Talk {
        with: "Marcus Tillery",
        subject: "The ride home on Friday",
        lines: &[
            (Side::Colleague, "The family called the front desk. Nobody can take Friday off after all.", 190),
            (Side::Maria, "Thank you. I'll ask about the wheelchair van, and call them back this afternoon.", 150),
            (Side::Colleague, "Please tell me by noon whether the van has room. Otherwise I ask the county.", 45),
        ],
        urgent: false,
        acknowledge_in: Some(180),
    },
    Talk {
        with: "Desmond Achebe",
        subject: "Pharmacy has no insulin pens",
        lines: &[(
            Side::Colleague,
            "The pharmacy is out of pens until Monday. Can you call before the last one is used up?",
            25,
        )],
        urgent: true,
        acknowledge_in: None,
    },
    Talk {
        with: "Vivian Castellano",
        subject: "Thank you for the letter to the housing office",
        lines: &[
            (Side::Maria, "The housing office moved the application up. Your letter made the difference.", 2900),
            (Side::Colleague, "Glad to hear it. Put it in the plan so that we ask the same way next time.", 2700),
        ],
        urgent: false,
        acknowledge_in: None,
    },
];

/// A question of one colleague to another.
struct Question {
    to: &'static str,
    kind: ConsultationKind,
    question: &'static str,
    hours_ago: i64,
    due_in_hours: i64,
    answer: Option<(&'static str, &'static str)>,
}

const QUESTIONS: &[Question] = &[
    Question {
        to: "Anil Kapoor",
        kind: ConsultationKind::Question,
        question: "Dizzy every morning since the second blood pressure pill was added. Is there a reason to wait for the visit in two weeks?",
        hours_ago: 26,
        due_in_hours: 4,
        answer: Some((
            "No reason to wait. Two readings at home, lying and standing, tell more than the visit.",
            "Ask for two days of readings and call the physician the same day if they drop by 20 or more.",
        )),
    },
    Question {
        to: roster::SAMUEL,
        kind: ConsultationKind::Question,
        question: "Every home aide was sent away after one day. What else have you tried with people who live alone by choice?",
        hours_ago: 5,
        due_in_hours: 22,
        answer: None,
    },
    Question {
        to: "Marcus Tillery",
        kind: ConsultationKind::Escalation,
        question: "The stay at the shelter ends tomorrow and three places said no. I need somebody who can call the county.",
        hours_ago: 3,
        due_in_hours: 5,
        answer: None,
    },
];

fn access_of<C: CapabilityMarker>(worker: &Worker, at: DateTime<Utc>) -> Result<Access<C>> {
    authorize(worker.actor(), request(at)).map_err(|denied| Error::Internal(denied.to_string()))
}

/// Stores the conversations and the questions, under the rules that everybody writes them by.
pub(super) async fn add(store: &Store, world: &World) -> Result<()> {
    let maria = world.workforce.named(roster::MARIA);
    let access = access_of::<cap::CaseRead>(maria, world.now)?;
    let cases: Vec<Case> = store
        .read(&access, async |tx| tx.case_list(CaseScope::Mine, Some(CaseStatus::Active), None, 50).await)
        .await?
        .into_iter()
        .map(|(case, _)| case)
        .collect();
    let mut random = Random::of(world.seed, 5);
    for (talk, case) in TALKS.iter().zip(cases.iter()) {
        converse(store, world, talk, case.id, &mut random).await?;
    }
    if let Some(case) = cases.iter().min_by_key(|case| case.enrolled_at) {
        confer(store, world, case.id, &mut random).await?;
    }
    for (question, case) in QUESTIONS.iter().zip(cases.iter().rev()) {
        ask(store, world, question, case.id, &mut random).await?;
    }
    if let Some(case) = cases.iter().min_by_key(|case| case.enrolled_at) {
        differ(store, world, case.id, &mut random).await?;
    }
    Ok(())
}

async fn converse(store: &Store, world: &World, talk: &Talk, case_id: Uuid, random: &mut Random) -> Result<()> {
    let (maria, colleague) = (world.workforce.named(roster::MARIA), world.workforce.named(talk.with));
    let mut thread: Option<MessageThread> = None;
    for (index, (side, body, minutes)) in talk.lines.iter().enumerate() {
        let (author, other) = if *side == Side::Maria { (maria, colleague) } else { (colleague, maria) };
        let at = world.now - Duration::minutes(*minutes);
        let asked = talk.acknowledge_in.filter(|_| index + 1 == talk.lines.len());
        let draft = Draft {
            body: (*body).into(),
            urgent: talk.urgent,
            acknowledge_by: asked.map(|minutes| world.now + Duration::minutes(minutes)),
        };
        let access = access_of::<cap::MessageWrite>(author, at)?;
        let known = thread.take();
        let mut written = None;
        store
            .write(&access, async |tx| {
                let case = tx.case(case_id).await?;
                let thread = match &known {
                    Some(thread) => thread.clone(),
                    None => MessageThread {
                        id: random.id(at),
                        version: 1,
                        case_id,
                        person_id: case.person_id,
                        subject: talk.subject.into(),
                        member_ids: vec![other.staff.id],
                        author_id: author.staff.id,
                        created_at: at,
                        last_message_at: at,
                    },
                };
                let new_id = &mut || random.id(at);
                let sent = match known {
                    Some(_) => thread.send(&case, author.staff.id, draft.clone(), |_| true, new_id, at)?,
                    None => thread.begin(&case, draft.clone(), |_| true, new_id)?,
                };
                seen(tx, sent.thread.record.id).await?;
                written = Some(tx.apply(sent.thread)?);
                tx.apply(sent.message)?;
                for receipt in sent.receipts {
                    tx.apply(receipt)?;
                }
                Ok(Told::default())
            })
            .await?;
        thread = written;
    }
    Ok(())
}

/// Who answers has seen what was said before.
async fn seen(tx: &mut Tx, thread_id: Uuid) -> Result<()> {
    let now = tx.now();
    for receipt in tx.unread_of(thread_id).await? {
        let change = if receipt.is_open() { receipt.acknowledge(tx.actor().id, now).ok() } else { receipt.read(now) };
        if let Some(change) = change {
            tx.apply(change)?;
        }
    }
    Ok(())
}

async fn ask(store: &Store, world: &World, question: &Question, case_id: Uuid, random: &mut Random) -> Result<()> {
    let (maria, to) = (world.workforce.named(roster::MARIA), world.workforce.named(question.to));
    let at = world.now - Duration::hours(question.hours_ago);
    let access = access_of::<cap::ConsultationWrite>(maria, at)?;
    store
        .write(&access, async |tx| {
            let case = tx.case(case_id).await?;
            let consultation = Consultation {
                id: random.id(at),
                version: 1,
                case_id,
                person_id: case.person_id,
                kind: question.kind,
                status: ConsultationStatus::Asked,
                asked_by: maria.staff.id,
                consultant_id: to.staff.id,
                question: question.question.into(),
                due_at: world.now + Duration::hours(question.due_in_hours),
                task_id: random.id(at),
                answer: None,
                recommendation: None,
                answered_at: None,
                reason: None,
                settled_by: None,
                settled_at: None,
                created_at: at,
            };
            let (mut change, mut task) = consultation.ask(&case, to.staff.role)?;
            if !tx.readers_about(case.person_id).await?.contains(&to.staff.id) {
                tx.apply(change.record.joining(random.id(at)))?;
            }
            if let Some((answer, recommendation)) = question.answer {
                let answered_at = at + Duration::hours(2);
                let answered =
                    change.record.answer(to.staff.id, answer.into(), Some(recommendation.into()), answered_at)?;
                // One row for both steps: it is new, whatever happened to it since.
                change = Change::created(Consultation { version: 1, ..answered.record });
                let done = task.record.complete(Some("The consultation was answered.".into()), answered_at)?;
                task = Change::created(domain::task::Task { version: 1, ..done.record });
            }
            tx.apply(change)?;
            tx.apply(task)?;
            Ok(Told::default())
        })
        .await?;
    Ok(())
}

/// A conference of last week with its minutes, and the next one.
async fn confer(store: &Store, world: &World, case_id: Uuid, random: &mut Random) -> Result<()> {
    let (maria, lead) = (world.workforce.named(roster::MARIA), world.workforce.named("Marcus Tillery"));
    let held_at = world.now - Duration::days(9);
    let access = access_of::<cap::ConferenceWrite>(maria, held_at)?;
    let someone = |staff_id, name: Option<&str>, role: Option<&str>, present| Attendee {
        staff_id,
        name: name.map(str::to_owned),
        role: role.map(str::to_owned),
        present,
    };
    store
        .write(&access, async |tx| {
            let case = tx.case(case_id).await?;
            let facts = tx.conference_facts(&case).await?;
            let attendees = vec![
                someone(Some(maria.staff.id), None, None, true),
                someone(Some(lead.staff.id), None, None, true),
                someone(None, Some("Dr. Helen Brandt"), Some("Primary care"), true),
                someone(None, Some("A daughter"), Some("Family"), false),
            ];
            let planned = Conference {
                id: random.id(held_at),
                version: 1,
                case_id,
                person_id: case.person_id,
                kind: ConferenceKind::CaseConference,
                status: ConferenceStatus::Planned,
                scheduled_at: held_at,
                attendees: attendees.clone(),
                agenda: Vec::new(),
                decisions: Vec::new(),
                actions: Vec::new(),
                held_at: None,
                next_by: None,
                reason: None,
                author_id: maria.staff.id,
                created_at: held_at - Duration::days(3),
            };
            let action = ConferenceAction {
                title: "Ask the county for a home evaluation".into(),
                owner_id: lead.staff.id,
                due_at: world.now + Duration::hours(30),
                task_id: random.id(held_at),
            };
            let minutes = Minutes {
                held_at,
                attendees,
                agenda: agenda(&facts, case.enrolled_at, held_at),
                decisions: vec![
                    "Living at home goes on; the stairs are the risk, not the distance to the clinic.".into(),
                    "One phone number for the family: the care manager's.".into(),
                ],
                actions: vec![action],
                next_at: Some(world.now + Duration::days(5)),
            };
            let directory = tx.directory().clone();
            let (zone, rules) = (directory.zone(case.program_id), directory.rules(case.program_id));
            let place = Place { zone, calendar: directory.calendar_of(case.program_id), rules: &rules };
            let held = planned.hold(&case, minutes, place, random.id(held_at), maria.staff.id, held_at)?;
            // One row for planning and holding: it is new, whatever happened to it since.
            tx.apply(Change::created(Conference { version: 1, ..held.conference.record }))?;
            for task in held.tasks {
                tx.apply(task)?;
            }
            if let Some(next) = held.next {
                tx.apply(next)?;
            }
            Ok(Told::default())
        })
        .await?;
    Ok(())
}

/// A dispute in the family that the lead settled before the conference.
async fn differ(store: &Store, world: &World, case_id: Uuid, random: &mut Random) -> Result<()> {
    let (maria, lead) = (world.workforce.named(roster::MARIA), world.workforce.named("Marcus Tillery"));
    let (raised_at, settled_at) = (world.now - Duration::days(12), world.now - Duration::days(10));
    let access = access_of::<cap::ConcernWrite>(maria, raised_at)?;
    let side = |party, who: &str, says: &str| Position { party, who: who.into(), says: says.into() };
    store
        .write(&access, async |tx| {
            let case = tx.case(case_id).await?;
            let concern = Concern {
                id: random.id(raised_at),
                version: 1,
                case_id,
                person_id: case.person_id,
                kind: ConcernKind::FamilyDispute,
                status: ConcernStatus::Raised,
                summary: "The children do not agree whether living alone is still safe.".into(),
                restricted: false,
                positions: vec![
                    side(ConcernParty::Person, "In their own words", "I stay where I am. I know every step here."),
                    side(ConcernParty::Family, "The older daughter", "One more fall and nobody is there at night."),
                    side(ConcernParty::Family, "The son", "A home would be the end of it. We can take turns."),
                ],
                tried: Some("A call with both children; a list of what each can take on.".into()),
                raised_by: maria.staff.id,
                reviewer_id: lead.staff.id,
                member_id: None,
                due_at: raised_at + Duration::days(3),
                task_id: random.id(raised_at),
                resolution: None,
                weighed: None,
                follow_up_on: None,
                reason: None,
                settled_at: None,
                settled_by: None,
                created_at: raised_at,
            };
            let raised = concern.raise(&case, lead.staff.role)?;
            let by = Standing { id: lead.staff.id, assigns: true };
            let settled = Resolution {
                resolution: "Everybody agreed: an alarm button now, the son on Friday nights, and the stairs at the next conference.".into(),
                weighed: None,
                follow_up_on: None,
            };
            let zone = tx.directory().zone(case.program_id);
            let reviewed = raised.concern.record.review(by)?.concern.record;
            let resolved = reviewed.resolve(&case, by, settled, zone, random.id(settled_at), settled_at)?;
            // One row for all steps: it is new, whatever happened to it since.
            tx.apply(Change::created(Concern { version: 1, ..resolved.concern.record }))?;
            if let Some(task) = raised.task
                && let Some(done) = ConcernStep::Resolve.end_work(task.record, settled_at)?
            {
                tx.apply(Change::created(domain::task::Task { version: 1, ..done.record }))?;
            }
            Ok(Told::default())
        })
        .await?;
    Ok(())
}
