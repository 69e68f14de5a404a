//! Cases that change hands, many at once: what is open follows in the same statement.

use std::collections::{HashMap, HashSet};

use diesel::prelude::*;
use diesel::sql_types as st;
use diesel_async::RunQueryDsl;
use domain::appointment::{Appointment, AppointmentStatus};
use domain::case::{Case, CaseStatus};
use domain::caseload::shift::{Moved, Slot, Taken, attendees_after, follow};
use domain::code::Code;
use domain::hand_off::HandOffStatus;
use domain::person::Address;
use domain::stay::{StayClass, StayStatus};
use domain::task::TaskKind;
use domain::visit::VisitStatus;
use uuid::Uuid;

use crate::appointment::{AppointmentRow, appointment, appointment_attendee};
use crate::case::{CaseRow, CaseWork, case, hand_off};
use crate::error::{Error, Result};
use crate::person::person;
use crate::record::{Coded, Json};
use crate::sql::Sql;
use crate::stay::stay;
use crate::tx::{Tx, person_reach};
use crate::visit::visit;

/// A case that changes hands.
#[derive(Debug, Clone)]
pub struct Shift {
    /// The case.
    pub case_id: Uuid,
    /// The person.
    pub person_id: Uuid,
    /// Who owns it.
    pub from_id: Uuid,
    /// Who shall own it.
    pub to_id: Uuid,
    /// What goes with it when a move is undone: exactly these tasks and appointments. None: whatever is the owner's.
    pub only: Option<(Vec<Uuid>, Vec<Uuid>)>,
}

impl Shift {
    /// A case that gets another owner.
    pub fn new(case: &Case, to_id: Uuid) -> Self {
        Self { case_id: case.id, person_id: case.person_id, from_id: case.owner_id, to_id, only: None }
    }

    /// The way back of a case that moved.
    pub fn back(moved: &Moved) -> Self {
        Self {
            case_id: moved.case_id,
            person_id: moved.person_id,
            from_id: moved.to_id,
            to_id: moved.from_id,
            only: Some((moved.task_ids.clone(), moved.appointment_ids.clone())),
        }
    }
}

/// What came of it.
#[derive(Debug, Clone, Default)]
pub struct Shifted {
    /// The cases, with what followed them.
    pub moved: Vec<Moved>,
    /// Appointments that stay with the former owner: the new one is booked then.
    pub stayed: Vec<Appointment>,
}

impl Tx {
    /// Cases within reach, those asked for or all active ones of some owners, in the order in which they are locked; `lock` them to
    /// change them. The states of their people, and who can't have their cases, are known afterwards.
    ///
    /// # Errors
    /// [`Error::NotFound`] when one of the cases asked for is not within reach.
    pub async fn cases_to_move(&mut self, ids: &[Uuid], owner_ids: &[Uuid], lock: bool) -> Result<Vec<Case>> {
        let seen = person_reach::table
            .filter(person_reach::person_id.eq(case::person_id))
            .filter(person_reach::scope_id.eq_any(self.scopes().to_vec()));
        let whole = case::owner_id.eq_any(owner_ids.to_vec()).and(case::status.eq(Coded(CaseStatus::Active)));
        let query = case::table
            .select(CaseRow::as_select())
            .filter(case::id.eq_any(ids.to_vec()).or(whole))
            .filter(diesel::dsl::exists(seen))
            .order(case::id);
        let rows: Vec<CaseRow> =
            if lock { query.for_no_key_update().load(self.conn()).await? } else { query.load(self.conn()).await? };
        let found: HashSet<Uuid> = rows.iter().map(|row| row.id).collect();
        if !ids.iter().all(|id| found.contains(id)) {
            return Err(Error::NotFound);
        }
        self.list_people(rows.iter().map(|row| row.person_id));
        let people: Vec<Uuid> = rows.iter().map(|row| row.person_id).collect();
        let addresses: Vec<(Uuid, Json<Address>)> = person::table
            .select((person::id, person::address))
            .filter(person::id.eq_any(people.clone()))
            .load(self.conn())
            .await?;
        for (id, address) in addresses {
            self.note_address(id, Some(address));
        }
        self.note_conflicts(people).await?;
        Ok(rows.into_iter().map(Into::into).collect())
    }

    /// Cases, locked already, to let them know of something that happens now.
    ///
    /// # Errors
    /// Database errors.
    pub async fn case_works(&mut self, cases: Vec<Case>) -> Result<Vec<CaseWork>> {
        let mut works: Vec<CaseWork> = cases.into_iter().map(CaseWork::new).collect();
        let now = self.now();
        self.remember(&mut works, Some(now), &[]).await?;
        Ok(works)
    }

    /// Which of these cases are offered to somebody who has not answered.
    ///
    /// # Errors
    /// Database errors.
    pub async fn cases_offered(&mut self, ids: &[Uuid]) -> Result<HashSet<Uuid>> {
        let offered: Vec<Uuid> = hand_off::table
            .select(hand_off::case_id)
            .filter(hand_off::case_id.eq_any(ids.to_vec()))
            .filter(hand_off::status.eq(Coded(HandOffStatus::Offered)))
            .load(self.conn())
            .await?;
        Ok(offered.into_iter().collect())
    }

    /// Which of these people are inpatients or under observation.
    ///
    /// # Errors
    /// Database errors.
    pub async fn people_in_house(&mut self, ids: Vec<Uuid>) -> Result<HashSet<Uuid>> {
        let found: Vec<Uuid> = stay::table
            .select(stay::person_id)
            .filter(stay::person_id.eq_any(ids))
            .filter(stay::status.eq(Coded(StayStatus::InProgress)))
            .filter(stay::class.eq_any([Coded(StayClass::Inpatient), Coded(StayClass::Observation)]))
            .load(self.conn())
            .await?;
        Ok(found.into_iter().collect())
    }

    /// Active cases that a worker owns, within the actor's reach, with the names of their people, after `after`.
    ///
    /// # Errors
    /// Database errors.
    pub async fn caseload_cases(
        &mut self,
        owner_id: Uuid,
        after: Option<Uuid>,
        limit: i64,
    ) -> Result<Vec<(Case, String)>> {
        let seen = person_reach::table
            .filter(person_reach::person_id.eq(case::person_id))
            .filter(person_reach::scope_id.eq_any(self.scopes().to_vec()));
        let mut query = case::table
            .inner_join(person::table.on(person::id.eq(case::person_id)))
            .select((CaseRow::as_select(), person::given_name, person::family_name))
            .filter(case::owner_id.eq(owner_id))
            .filter(case::status.eq(Coded(CaseStatus::Active)))
            .filter(diesel::dsl::exists(seen))
            .order(case::id)
            .limit(limit)
            .into_boxed();
        if let Some(id) = after {
            query = query.filter(case::id.gt(id));
        }
        let rows: Vec<(CaseRow, String, String)> = query.load(self.conn()).await?;
        self.list_people(rows.iter().map(|(row, _, _)| row.person_id));
        Ok(rows.into_iter().map(|(row, given, family)| (row.into(), format!("{given} {family}"))).collect())
    }

    /// The appointments of cases that lie ahead and that follow or stay, as `shift_cases` would have it.
    ///
    /// # Errors
    /// Database errors.
    pub async fn appointments_ahead(&mut self, shifts: &[Shift]) -> Result<(Vec<Appointment>, Vec<Appointment>)> {
        let of_case: HashMap<Uuid, &Shift> = shifts.iter().map(|shift| (shift.case_id, shift)).collect();
        let rows: Vec<AppointmentRow> = appointment::table
            .select(AppointmentRow::as_select())
            .filter(appointment::case_id.eq_any(of_case.keys().copied().collect::<Vec<Uuid>>()))
            .filter(appointment::status.eq_any([Coded(AppointmentStatus::Proposed), Coded(AppointmentStatus::Booked)]))
            .filter(appointment::starts_at.gt(self.now()))
            .order((appointment::starts_at, appointment::id))
            .load(self.conn())
            .await?;
        let concerns = |own: &Appointment| {
            let shift = of_case.get(&own.case_id)?;
            let wanted = shift.only.as_ref().is_none_or(|(_, appointments)| appointments.contains(&own.id));
            (wanted && own.attendee_ids.contains(&shift.from_id)).then_some(*shift)
        };
        let ahead: Vec<Appointment> =
            rows.into_iter().map(Appointment::from).filter(|own| concerns(own).is_some()).collect();
        let slots: Vec<Slot> = ahead
            .iter()
            .filter_map(|own| {
                Some(Slot { id: own.id, to_id: concerns(own)?.to_id, starts_at: own.starts_at, ends_at: own.ends_at })
            })
            .collect();
        let receivers: HashSet<Uuid> = shifts.iter().map(|shift| shift.to_id).collect();
        let taken: Vec<(Uuid, Uuid, chrono::DateTime<chrono::Utc>, chrono::DateTime<chrono::Utc>)> =
            appointment_attendee::table
                .select((
                    appointment_attendee::appointment_id,
                    appointment_attendee::staff_id,
                    appointment_attendee::starts_at,
                    appointment_attendee::ends_at,
                ))
                .filter(appointment_attendee::staff_id.eq_any(receivers.into_iter().collect::<Vec<Uuid>>()))
                .filter(appointment_attendee::holds_time)
                .filter(appointment_attendee::ends_at.gt(self.now()))
                .load(self.conn())
                .await?;
        let taken: Vec<Taken> = taken
            .into_iter()
            .map(|(appointment_id, staff_id, starts_at, ends_at)| Taken {
                appointment_id,
                staff_id,
                starts_at,
                ends_at,
            })
            .collect();
        // Whoever is on the way or there already brings the visit to its end, and is watched until then.
        let under_way: Vec<Uuid> = visit::table
            .select(visit::appointment_id)
            .filter(visit::case_id.eq_any(of_case.keys().copied().collect::<Vec<Uuid>>()))
            .filter(visit::status.eq_any([Coded(VisitStatus::OnTheWay), Coded(VisitStatus::Arrived)]))
            .load(self.conn())
            .await?;
        let follows: HashSet<Uuid> =
            follow(&slots, &taken).0.into_iter().filter(|id| !under_way.contains(id)).collect();
        Ok(ahead.into_iter().partition(|own| follows.contains(&own.id)))
    }

    /// Gives cases, locked already, to other owners. Their open deadlines and alerts follow; so do the open tasks and the appointments
    /// ahead that are the former owner's, unless the new one is booked then, or only the former one can answer. This is the one place
    /// where a case changes hands, for an accepted hand-off as for a whole caseload. What is read afterwards is the new state.
    ///
    /// # Errors
    /// [`Error::Stale`] when a case has another owner by now; an appointment that somebody booked meanwhile.
    pub async fn shift_cases(&mut self, shifts: &[Shift]) -> Result<Shifted> {
        let (follows, stayed) = self.appointments_ahead(shifts).await?;
        let of_case: HashMap<Uuid, usize> =
            shifts.iter().enumerate().map(|(place, own)| (own.case_id, place)).collect();
        let mut moved: Vec<Moved> = shifts
            .iter()
            .map(|shift| Moved {
                case_id: shift.case_id,
                person_id: shift.person_id,
                from_id: shift.from_id,
                to_id: shift.to_id,
                task_ids: Vec::new(),
                appointment_ids: Vec::new(),
            })
            .collect();
        for appointment in &follows {
            if let Some(place) = of_case.get(&appointment.case_id) {
                moved[*place].appointment_ids.push(appointment.id);
            }
        }
        let attendees: Vec<String> = follows
            .iter()
            .map(|own| {
                let shift = &shifts[of_case[&own.case_id]];
                serde_json::to_string(&attendees_after(&own.attendee_ids, shift.from_id, shift.to_id))
                    .unwrap_or_default()
            })
            .collect();
        let appointment_ids = follows.iter().map(|own| own.id).collect();
        let rows = self.send_shifts(shifts, appointment_ids, attendees).await?;
        let cases = rows.iter().filter(|(kind, _, _)| kind == "case").count();
        if cases != shifts.len() {
            return Err(Error::Stale);
        }
        let (kept, rows): (Vec<_>, Vec<_>) = rows.into_iter().partition(|(kind, _, _)| kind == "kept_task");
        for (_, id, case_id) in rows.into_iter().filter(|(kind, _, _)| kind == "task") {
            if let Some(place) = of_case.get(&case_id) {
                moved[*place].task_ids.push(id);
            }
        }
        self.list_people(shifts.iter().map(|shift| shift.person_id));
        // Who keeps work of the case, an appointment, a visit or a question that only they can answer, keeps access to the person.
        let asked = kept.into_iter().map(|(_, _, case_id)| case_id);
        let keepers: HashMap<Uuid, Uuid> = stayed
            .iter()
            .map(|own| own.case_id)
            .chain(asked)
            .map(|case_id| (case_id, shifts[of_case[&case_id]].from_id))
            .collect();
        let works_here = |id: &Uuid| self.directory().staff.get(id).is_some_and(|card| card.active);
        let keepers: Vec<_> = keepers.into_iter().filter(|(_, from_id)| works_here(from_id)).collect();
        for (case_id, from_id) in keepers {
            let case = self.case(case_id).await?;
            self.let_in(&case, from_id).await?;
        }
        Ok(Shifted { moved, stayed })
    }

    /// One statement for everything, so that thousands of cases take as many round trips as one; it gives the cases and tasks that
    /// changed. Versions and announcements are those of a change of each record.
    async fn send_shifts(
        &mut self,
        shifts: &[Shift],
        appointment_ids: Vec<Uuid>,
        attendees: Vec<String>,
    ) -> Result<Vec<(String, Uuid, Uuid)>> {
        let ids = |of: fn(&Shift) -> Uuid| -> Vec<Uuid> { shifts.iter().map(of).collect() };
        let everything = shifts.iter().all(|shift| shift.only.is_none());
        let tasks: Vec<Uuid> =
            shifts.iter().filter_map(|shift| shift.only.as_ref()).flat_map(|only| only.0.clone()).collect();
        let answered: Vec<String> =
            TaskKind::ALL.iter().filter(|kind| kind.stays_with_asked()).map(ToString::to_string).collect();
        let org_id = self.org_id();
        let sql = Sql::<(st::Text, st::Uuid, st::Uuid)>::new(
            "WITH m AS (SELECT * FROM unnest(",
        )
        .bind::<st::Array<st::Uuid>, _>(ids(|shift| shift.case_id))
        .sql(", ")
        .bind::<st::Array<st::Uuid>, _>(ids(|shift| shift.from_id))
        .sql(", ")
        .bind::<st::Array<st::Uuid>, _>(ids(|shift| shift.to_id))
        .sql(
            ") AS m (case_id, from_id, to_id)),
             moved_case AS (UPDATE \"case\" c SET owner_id = m.to_id, version = c.version + 1 FROM m
               WHERE c.id = m.case_id AND c.owner_id = m.from_id AND c.status = 'active' RETURNING c.id, c.version, c.person_id),
             moved_deadline AS (UPDATE deadline d SET owner_id = m.to_id, snoozed_until = NULL, snooze_reason = NULL, version = d.version + 1 FROM m
               WHERE d.case_id = m.case_id AND d.status = 'open' AND d.owner_id IS DISTINCT FROM m.to_id RETURNING d.id, d.version, d.person_id),
             moved_alert AS (UPDATE alert a SET owner_id = m.to_id, version = a.version + 1 FROM m
               WHERE a.case_id = m.case_id AND a.status <> 'closed' AND a.owner_id <> m.to_id AND a.kind <> 'worker_overdue' RETURNING a.id, a.version, a.person_id),
             moved_task AS (UPDATE task t SET owner_id = m.to_id, snoozed_until = NULL, snooze_reason = NULL, version = t.version + 1 FROM m
               WHERE t.case_id = m.case_id AND t.status = 'open' AND t.owner_id = m.from_id AND t.kind <> ALL(",
        )
        .bind::<st::Array<st::Text>, _>(answered.clone())
        .sql(") AND (")
        .bind::<st::Bool, _>(everything)
        .sql(" OR t.id = ANY(")
        .bind::<st::Array<st::Uuid>, _>(tasks.clone())
        .sql(
            ")) RETURNING t.id, t.version, t.person_id, t.case_id),
             kept_task AS (SELECT t.id, t.case_id FROM task t JOIN m ON m.case_id = t.case_id AND m.from_id = t.owner_id
               WHERE t.status = 'open' AND (t.kind = ANY(",
        )
        .bind::<st::Array<st::Text>, _>(answered)
        .sql(") OR NOT (")
        .bind::<st::Bool, _>(everything)
        .sql(" OR t.id = ANY(")
        .bind::<st::Array<st::Uuid>, _>(tasks)
        .sql(
            ")))
               UNION ALL SELECT v.id, v.case_id FROM visit v JOIN m ON m.case_id = v.case_id AND m.from_id = v.staff_id
               WHERE v.status IN ('on_the_way', 'arrived')
               UNION ALL SELECT p.id, p.case_id FROM appointment p JOIN m ON m.case_id = p.case_id
               WHERE p.status IN ('proposed', 'booked', 'arrived') AND p.attendee_ids @> to_jsonb(m.from_id) AND NOT p.id = ANY(",
        )
        .bind::<st::Array<st::Uuid>, _>(appointment_ids.clone())
        .sql(
            ")),
             moved_appointment AS (UPDATE appointment p SET attendee_ids = n.attendees::jsonb, version = p.version + 1 FROM unnest(",
        )
        .bind::<st::Array<st::Uuid>, _>(appointment_ids)
        .sql(", ")
        .bind::<st::Array<st::Text>, _>(attendees)
        .sql(
            ") AS n (id, attendees) WHERE p.id = n.id RETURNING p.id, p.version, p.person_id),
             announced AS (INSERT INTO outbox (org_id, kind, record_id, version, person_id) SELECT ",
        )
        .bind::<st::Uuid, _>(org_id)
        .sql(
            ", x.kind, x.id, x.version, x.person_id FROM (
                SELECT 'case' AS kind, id, version, person_id FROM moved_case
                UNION ALL SELECT 'deadline', id, version, person_id FROM moved_deadline
                UNION ALL SELECT 'alert', id, version, person_id FROM moved_alert
                UNION ALL SELECT 'task', id, version, person_id FROM moved_task
                UNION ALL SELECT 'appointment', id, version, person_id FROM moved_appointment) x)
             SELECT 'case', id, id FROM moved_case UNION ALL SELECT 'task', id, case_id FROM moved_task
             UNION ALL SELECT 'kept_task', id, case_id FROM kept_task",
        );
        Ok(sql.load(self.conn()).await?)
    }
}
