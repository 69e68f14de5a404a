//! Lists: the rounds of a hospital, and who is on the way home.

use actix_web::{get, web};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use domain::access::cap;
use domain::clock::local_date;
use domain::deadline::{Deadline, DeadlineStatus};
use domain::program::Setting;
use domain::stay::{READMISSION_DAYS, Stay, readmission};
use domain::transition::{Transition, TransitionPhase, checklist, day_of_stay};
use persistence::Tx;
use persistence::transition::{Followed, READMISSION_LOOK_BACK, StayWindow};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::app::State;
use crate::http::code::{DestinationCode, DischargeBarrierKindCode, NextStepCode, StayClassCode, TransitionWayCode};
use crate::http::{Allowed, Answer, Page, Problem, Query};
use crate::program::Ref;

domain::codes! {
    /// Which way somebody looks at transitions.
    pub enum TransitionWay {
        /// From the hospital: who is there.
        Rounds = "rounds",
        /// From the programs that go on: who left in the last 30 days, and who is in hospital.
        Receiving = "receiving",
    }
}

/// Which list.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct TransitionQuery {
    /// Which way one looks.
    #[param(inline)]
    way: TransitionWayCode,
    /// Of this program.
    program_id: Option<Uuid>,
}

/// Somebody on the way.
#[derive(Debug, Serialize, ToSchema)]
pub struct TransitionItem {
    stay_id: Uuid,
    case_id: Uuid,
    person: Ref,
    program: Ref,
    owner: Ref,
    class: StayClassCode,
    facility: String,
    /// Why the person is or was there.
    reason: Option<String>,
    admitted_at: DateTime<Utc>,
    discharged_at: Option<DateTime<Utc>>,
    /// The program's zone.
    time_zone: String,
    /// The day of the stay that it is, or was at its end.
    day: i64,
    expected_days: Option<f64>,
    target_on: Option<NaiveDate>,
    /// True when that day is past and the person is still there.
    target_past: bool,
    destination: Option<DestinationCode>,
    /// What is in the way.
    barriers: Vec<BarrierLine>,
    /// Days since the earlier stay that this one is a readmission to.
    readmission_days: Option<i64>,
    checks_open: usize,
    checks: usize,
    promises_overdue: usize,
    next_step: NextStepCode,
    /// The next that the stay made due in this case.
    due: Option<DueLine>,
}

/// Something in the way, in a line.
#[derive(Debug, Serialize, ToSchema)]
pub struct BarrierLine {
    kind: DischargeBarrierKindCode,
    text: String,
    owner: Ref,
    opened_at: DateTime<Utc>,
}

/// Something due, in a line.
#[derive(Debug, Serialize, ToSchema)]
pub struct DueLine {
    title: String,
    due_at: DateTime<Utc>,
    overdue: bool,
}

/// People in hospital, or on the way from it, whom the reader reaches.
#[utoipa::path(tag = "transition", operation_id = "transition_list", params(TransitionQuery), responses((status = 200, body = Page<TransitionItem>)))]
#[get("/transitions")]
pub async fn transition_list(
    access: Allowed<cap::TransitionRead>,
    state: web::Data<State>,
    query: Query<TransitionQuery>,
) -> Result<Answer<Page<TransitionItem>>, Problem> {
    let query = query.0;
    let page = state.store.read(&access, async |tx| Ok(Page::whole(items(tx, &query).await?)));
    Ok(Answer::ok(page.await?))
}

async fn items(tx: &mut Tx, query: &TransitionQuery) -> persistence::Result<Vec<TransitionItem>> {
    let programs = programs(tx, query.way.0 == TransitionWay::Rounds, query.program_id);
    let mut followed = tx.followed_stays(&programs, StayWindow::There).await?;
    if query.way.0 == TransitionWay::Receiving {
        let now = tx.now();
        let window = StayWindow::Left(now - TimeDelta::days(READMISSION_DAYS), now);
        followed.extend(tx.followed_stays(&programs, window).await?);
    }
    let ids: Vec<Uuid> = followed.iter().map(|one| one.stay.id).collect();
    let people: Vec<Uuid> = followed.iter().map(|one| one.stay.person_id).collect();
    let since = followed.iter().map(|one| one.stay.admitted_at).min().unwrap_or(tx.now()) - READMISSION_LOOK_BACK;
    let stays = tx.stays_since(&people, since).await?;
    let transitions = tx.transitions_of(&ids).await?;
    let deadlines = tx.deadlines_of_stays(&ids).await?;
    let mut items: Vec<TransitionItem> = Vec::new();
    for one in followed {
        let known = transitions.iter().find(|transition| transition.stay_id == one.stay.id).cloned();
        let transition = known.unwrap_or_else(|| Transition::unwritten(one.stay.id, &one.stay, false));
        if transition.phase(&one.stay) != TransitionPhase::Closed {
            items.push(item(tx, one, &transition, &stays, &deadlines));
        }
    }
    Ok(items)
}

/// The programs whose list it is: hospitals, or all others.
pub(super) fn programs(tx: &Tx, hospital: bool, only: Option<Uuid>) -> Vec<Uuid> {
    let all = tx.directory().programs.values();
    let ours = all.filter(|program| (program.setting == Setting::Hospital) == hospital);
    ours.map(|program| program.id).filter(|id| only.is_none_or(|only| only == *id)).collect()
}

fn item(tx: &Tx, one: Followed, transition: &Transition, stays: &[Stay], deadlines: &[Deadline]) -> TransitionItem {
    let Followed { stay, case, name } = one;
    let directory = tx.directory();
    let name_of = |id: Uuid| Ref { id, name: directory.name(id).to_owned() };
    let (zone, now) = (directory.zone(case.program_id), tx.now());
    let (today, phase) = (local_date(now, zone), transition.phase(&stay));
    let own: Vec<Stay> = stays.iter().filter(|other| other.person_id == stay.person_id).cloned().collect();
    let open = |deadline: &&Deadline| {
        deadline.case_id == case.id && deadline.anchor_subject_id == stay.id && deadline.status == DeadlineStatus::Open
    };
    let due = deadlines.iter().find(open).map(|deadline| DueLine {
        title: deadline.rule_title.clone(),
        due_at: deadline.due_at,
        overdue: deadline.is_overdue(now),
    });
    let barriers = transition.parts.barriers.iter().filter(|barrier| barrier.removed_at.is_none());
    TransitionItem {
        stay_id: stay.id,
        case_id: case.id,
        person: Ref { id: stay.person_id, name },
        program: directory
            .program(case.program_id)
            .map(|program| Ref { id: program.id, name: program.name.clone() })
            .unwrap_or(Ref { id: case.program_id, name: String::new() }),
        owner: name_of(case.owner_id),
        class: stay.class.into(),
        reason: stay.reason.clone(),
        admitted_at: stay.admitted_at,
        discharged_at: stay.discharged_at,
        time_zone: zone.name().to_owned(),
        day: day_of_stay(&stay, now, zone),
        expected_days: transition.expected_days,
        target_on: transition.target_on,
        target_past: phase == TransitionPhase::Planning && transition.target_on.is_some_and(|day| day < today),
        destination: transition.destination.map(Into::into),
        barriers: barriers
            .map(|barrier| BarrierLine {
                kind: barrier.kind.into(),
                text: barrier.text.clone(),
                owner: name_of(barrier.owner_id),
                opened_at: barrier.opened_at,
            })
            .collect(),
        readmission_days: readmission(&stay, &own, zone).map(|(_, days)| days),
        checks_open: transition.open_checks(),
        checks: checklist::items(transition.destination).len(),
        promises_overdue: transition.overdue_promises(today),
        next_step: transition.next_step(&stay, today, zone).into(),
        due,
        facility: stay.facility,
    }
}
