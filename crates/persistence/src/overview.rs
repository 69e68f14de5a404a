//! One person's whole screen in one statement, and the timeline of everything.

use chrono::{DateTime, Utc};
use diesel::sql_types as st;
use diesel_async::RunQueryDsl;
use domain::access::Capability;
use domain::alert::Alert;
use domain::assessment::Assessment;
use domain::care_plan::CarePlan;
use domain::case::{Case, CaseMember};
use domain::contact::Contact;
use domain::crisis_plan::CrisisPlan;
use domain::deadline::Deadline;
use domain::hand_off::HandOff;
use domain::need::Need;
use domain::note::Note;
use domain::person::{Coverage, Medication, Observation, Person, RelatedPerson};
use domain::stay::Stay;
use domain::task::Task;
use serde::Deserialize;
use uuid::Uuid;

use crate::error::Result;
use crate::record::Json;
use crate::sql::Sql;
use crate::tx::Tx;

/// Everything the person screen shows.
#[derive(Debug, Clone)]
pub struct PersonOverview {
    /// Who it is.
    pub person: Person,
    /// Persons close to them.
    pub related: Vec<RelatedPerson>,
    /// Coverage.
    pub coverages: Vec<Coverage>,
    /// Cases, newest first.
    pub cases: Vec<Case>,
    /// Colleagues on the care teams.
    pub members: Vec<CaseMember>,
    /// Unsettled alerts and the latest closed ones.
    pub alerts: Vec<Alert>,
    /// Needs.
    pub needs: Vec<Need>,
    /// Care plans.
    pub care_plans: Vec<CarePlan>,
    /// The crisis plan that is in force or being written, if there is one.
    pub crisis_plans: Vec<CrisisPlan>,
    /// Latest assessments.
    pub assessments: Vec<Assessment>,
    /// Stays, newest first.
    pub stays: Vec<Stay>,
    /// Latest contacts.
    pub contacts: Vec<Contact>,
    /// Open tasks.
    pub tasks: Vec<Task>,
    /// Deadlines, the next due first.
    pub deadlines: Vec<Deadline>,
    /// Latest notes, without other people's drafts.
    pub notes: Vec<Note>,
    /// Hand-offs that wait for an answer.
    pub hand_offs: Vec<HandOff>,
    /// Latest observations.
    pub observations: Vec<Observation>,
    /// Medications.
    pub medications: Vec<Medication>,
}

#[derive(Debug, Deserialize)]
struct Rows {
    person: crate::person::PersonRow,
    related: Vec<crate::person::RelatedPersonRow>,
    coverages: Vec<crate::person::CoverageRow>,
    cases: Vec<crate::case::CaseRow>,
    members: Vec<crate::case::CaseMemberRow>,
    alerts: Vec<crate::alert::AlertRow>,
    needs: Vec<crate::need::NeedRow>,
    care_plans: Vec<crate::care_plan::CarePlanRow>,
    crisis_plans: Vec<crate::crisis_plan::CrisisPlanRow>,
    assessments: Vec<crate::assessment::AssessmentRow>,
    stays: Vec<crate::stay::StayRow>,
    contacts: Vec<crate::contact::ContactRow>,
    tasks: Vec<crate::task::TaskRow>,
    deadlines: Vec<crate::deadline::DeadlineRow>,
    notes: Vec<crate::note::NoteRow>,
    hand_offs: Vec<crate::case::HandOffRow>,
    observations: Vec<crate::person::ObservationRow>,
    medications: Vec<crate::person::MedicationRow>,
}

fn all<R, D: From<R>>(rows: Vec<R>) -> Vec<D> {
    rows.into_iter().map(Into::into).collect()
}

impl From<Rows> for PersonOverview {
    fn from(rows: Rows) -> Self {
        Self {
            person: rows.person.into(),
            related: all(rows.related),
            coverages: all(rows.coverages),
            cases: all(rows.cases),
            members: all(rows.members),
            alerts: all(rows.alerts),
            needs: all(rows.needs),
            care_plans: all(rows.care_plans),
            crisis_plans: all(rows.crisis_plans),
            assessments: all(rows.assessments),
            stays: all(rows.stays),
            contacts: all(rows.contacts),
            tasks: all(rows.tasks),
            deadlines: all(rows.deadlines),
            notes: all(rows.notes),
            hand_offs: all(rows.hand_offs),
            observations: all(rows.observations),
            medications: all(rows.medications),
        }
    }
}

/// Parts of the timeline that belong to a slice with a read rule of its own. What is ahead, a draft or a mistake did not happen.
const OF_SLICES: [(Capability, &str); 3] = [
    (
        Capability::AppointmentRead,
        " UNION ALL SELECT starts_at, 'appointment', a.id, CASE a.status WHEN 'fulfilled' THEN 'Appointment kept: ' ELSE 'Appointment missed: ' END || replace(a.kind, '_', ' '), coalesce(a.title, a.reason), a.settled_by, case_id FROM appointment a, subject WHERE person_id = subject.id AND a.status IN ('fulfilled', 'noshow')",
    ),
    (
        Capability::ReferralRead,
        " UNION ALL SELECT sent_at, 'referral', r.id, 'Referral sent: ' || replace(r.kind, '_', ' '), r.recipient, r.author_id, case_id FROM referral r, subject WHERE person_id = subject.id AND r.ending ->> 'cancelled' IS DISTINCT FROM 'entered_in_error'
          UNION ALL SELECT closed_at, 'referral', r.id, 'Referral ended, ' || CASE r.status WHEN 'completed' THEN 'the person received it: ' WHEN 'not_received' THEN 'the person did not receive it: ' ELSE 'declined: ' END || replace(r.kind, '_', ' '), r.recipient, NULL, case_id FROM referral r, subject WHERE person_id = subject.id AND r.status IN ('completed', 'not_received', 'declined')",
    ),
    (
        Capability::AuthorizationRead,
        " UNION ALL SELECT (d ->> 'at')::timestamptz, 'authorization', a.id, 'Authorization ' || CASE d ->> 'verdict' WHEN 'approve' THEN 'approved' WHEN 'approve_part' THEN 'approved in part' ELSE 'denied' END || CASE WHEN (d ->> 'on_appeal')::boolean THEN ' on appeal' ELSE '' END, a.service ->> 'title', (d ->> 'by')::uuid, case_id FROM \"authorization\" a, subject, jsonb_array_elements(a.course -> 'determinations') d WHERE person_id = subject.id",
    ),
];

/// One entry of the timeline.
#[derive(Debug, Clone, diesel::Queryable)]
pub struct TimelineRow {
    /// When it happened.
    pub at: DateTime<Utc>,
    /// Kind of record: `contact`, `note`, `assessment`, `comprehensive_assessment`, `stay`, `care_plan`, `crisis_plan`, `alert`, `task`, `hand_off`, `case`, `teaching`, `advocacy`, `appointment`, `referral`, `authorization`.
    pub kind: String,
    /// Id of the record.
    pub id: Uuid,
    /// What it is.
    pub title: String,
    /// More about it.
    pub detail: Option<String>,
    /// Who did it.
    pub author_id: Option<Uuid>,
    /// The case.
    pub case_id: Option<Uuid>,
}

impl Tx {
    /// Everything about a person within reach.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`].
    pub async fn person_overview(&mut self, id: Uuid) -> Result<PersonOverview> {
        let sql = Sql::<st::Json>::new(
            "SELECT json_build_object('person', row_to_json(p),
              'related', (SELECT coalesce(json_agg(row_to_json(x) ORDER BY x.name), '[]') FROM related_person x WHERE x.person_id = p.id AND x.ended_on IS NULL),
              'coverages', (SELECT coalesce(json_agg(row_to_json(x) ORDER BY x.starts_on DESC), '[]') FROM coverage x WHERE x.person_id = p.id),
              'cases', (SELECT coalesce(json_agg(row_to_json(x) ORDER BY x.enrolled_at DESC), '[]') FROM \"case\" x WHERE x.person_id = p.id),
              'members', (SELECT coalesce(json_agg(row_to_json(x)), '[]') FROM case_member x WHERE x.person_id = p.id AND x.ends_at IS NULL),
              'alerts', (SELECT coalesce(json_agg(row_to_json(x)), '[]') FROM (SELECT * FROM alert a WHERE a.person_id = p.id ORDER BY a.status = 'closed', a.opened_at DESC LIMIT 10) x),
              'needs', (SELECT coalesce(json_agg(row_to_json(x)), '[]') FROM (SELECT * FROM need n WHERE n.person_id = p.id ORDER BY n.status, n.title LIMIT 100) x),
              'care_plans', (SELECT coalesce(json_agg(row_to_json(x) ORDER BY x.created_at DESC), '[]') FROM care_plan x WHERE x.person_id = p.id),
              'crisis_plans', (SELECT coalesce(json_agg(row_to_json(x)), '[]') FROM crisis_plan x WHERE x.person_id = p.id AND x.status IN ('draft', 'in_force')),
              'assessments', (SELECT coalesce(json_agg(row_to_json(x)), '[]') FROM (SELECT * FROM assessment a WHERE a.person_id = p.id ORDER BY a.performed_at DESC LIMIT 20) x),
              'stays', (SELECT coalesce(json_agg(row_to_json(x)), '[]') FROM (SELECT * FROM stay s WHERE s.person_id = p.id ORDER BY s.admitted_at DESC LIMIT 20) x),
              'contacts', (SELECT coalesce(json_agg(row_to_json(x)), '[]') FROM (SELECT * FROM contact c WHERE c.person_id = p.id ORDER BY c.occurred_at DESC LIMIT 20) x),
              'tasks', (SELECT coalesce(json_agg(row_to_json(x)), '[]') FROM (SELECT * FROM task t WHERE t.person_id = p.id AND t.status = 'open' ORDER BY t.rank_at LIMIT 50) x),
              'deadlines', (SELECT coalesce(json_agg(row_to_json(x)), '[]') FROM (SELECT * FROM deadline d WHERE d.person_id = p.id ORDER BY d.status <> 'open', d.due_at LIMIT 50) x),
              'hand_offs', (SELECT coalesce(json_agg(row_to_json(x)), '[]') FROM hand_off x WHERE x.person_id = p.id AND x.status = 'offered'),
              'observations', (SELECT coalesce(json_agg(row_to_json(x)), '[]') FROM (SELECT * FROM observation o WHERE o.person_id = p.id ORDER BY o.observed_at DESC LIMIT 20) x),
              'medications', (SELECT coalesce(json_agg(row_to_json(x)), '[]') FROM (SELECT * FROM medication m WHERE m.person_id = p.id ORDER BY m.ordered_at DESC LIMIT 20) x),
              'notes', (SELECT coalesce(json_agg(row_to_json(x)), '[]') FROM (SELECT * FROM note n WHERE n.person_id = p.id AND n.status <> 'discarded' AND (n.status <> 'draft' OR n.author_id = ",
        )
        .bind::<st::Uuid, _>(self.actor().id)
        .sql(") ORDER BY n.occurred_at DESC LIMIT 20) x)) FROM person p WHERE p.id = ")
        .bind::<st::Uuid, _>(id)
        .sql(" AND EXISTS (SELECT 1 FROM person_reach r WHERE r.person_id = p.id AND r.scope_id = ANY(")
        .bind::<st::Array<st::Uuid>, _>(self.scopes().to_vec())
        .sql("))");
        let Json(rows): Json<Rows> = sql.get_result(self.conn()).await?;
        self.touch(id, Some(id));
        Ok(rows.into())
    }

    /// What happened to a person, newest first, before `after`.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`].
    pub async fn person_timeline(
        &mut self,
        id: Uuid,
        after: Option<(DateTime<Utc>, Uuid)>,
        limit: i64,
    ) -> Result<Vec<TimelineRow>> {
        self.require_person(id).await?;
        let me = self.actor().id;
        type Columns = (
            st::Timestamptz,
            st::Text,
            st::Uuid,
            st::Text,
            st::Nullable<st::Text>,
            st::Nullable<st::Uuid>,
            st::Nullable<st::Uuid>,
        );
        let mut sql = Sql::<Columns>::new(
            "WITH subject AS (SELECT ",
        )
        .bind::<st::Uuid, _>(id)
        .sql(
            " AS id) SELECT * FROM (
              SELECT occurred_at AS at, 'contact' AS kind, c.id, upper(left(mode, 1)) || replace(substr(mode, 2), '_', ' ') || ', ' || replace(outcome, '_', ' ') AS title, summary AS detail, author_id, case_id FROM contact c, subject WHERE person_id = subject.id AND c.status = 'finished'
              UNION ALL SELECT performed_at, 'assessment', a.id, upper(instrument), coalesce(band || coalesce(' (' || total || ')', ''), a.status), author_id, case_id FROM assessment a, subject WHERE person_id = subject.id AND a.status <> 'entered_in_error'
              UNION ALL SELECT completed_at, 'comprehensive_assessment', a.id, 'Comprehensive assessment completed', NULL, submitted_by, case_id FROM comprehensive_assessment a, subject WHERE person_id = subject.id AND a.status <> 'entered_in_error'
              UNION ALL SELECT admitted_at, 'stay', s.id, upper(left(class, 1)) || substr(class, 2) || ' stay began', facility, NULL, NULL FROM stay s, subject WHERE person_id = subject.id AND s.status <> 'cancelled'
              UNION ALL SELECT discharged_at, 'stay', s.id, upper(left(class, 1)) || substr(class, 2) || ' stay ended', facility, NULL, NULL FROM stay s, subject WHERE person_id = subject.id AND s.status = 'finished'
              UNION ALL SELECT approved_at, 'care_plan', r.care_plan_id, 'Care plan approved, revision ' || r.revision, r.reason, approved_by, NULL FROM care_plan_revision r, subject WHERE person_id = subject.id
              UNION ALL SELECT approved_at, 'crisis_plan', r.crisis_plan_id, 'Crisis plan in force, revision ' || r.revision, r.reason, approved_by, NULL FROM crisis_plan_revision r, subject WHERE person_id = subject.id
              UNION ALL SELECT ended_at, 'crisis_plan', c.id, 'Crisis plan ended', c.ended_reason, c.ended_by, NULL FROM crisis_plan c, subject WHERE person_id = subject.id AND c.status = 'ended'
              UNION ALL SELECT opened_at, 'alert', a.id, a.trigger, NULL, NULL, case_id FROM alert a, subject WHERE person_id = subject.id
              UNION ALL SELECT closed_at, 'alert', a.id, 'Alert closed: ' || replace(a.outcome, '_', ' '), a.detail, a.closed_by, case_id FROM alert a, subject WHERE person_id = subject.id AND a.status = 'closed'
              UNION ALL SELECT completed_at, 'task', t.id, 'Done: ' || t.title, t.result, t.owner_id, case_id FROM task t, subject WHERE person_id = subject.id AND t.status = 'completed'
              UNION ALL SELECT happened_at, 'advocacy', v.id, CASE v.kind WHEN 'choice' THEN 'Chose: ' WHEN 'negotiation' THEN 'Negotiated: ' ELSE 'Asked for: ' END || left(v.asked, 120), coalesce(v.chosen, v.counterpart), v.author_id, case_id FROM advocacy v, subject WHERE person_id = subject.id AND v.status <> 'entered_in_error'
              UNION ALL SELECT taught_at, 'teaching', e.id, 'Taught: ' || e.title, 'Teach-back: ' || replace(e.teach_back, '_', ' '), e.author_id, case_id FROM teaching e, subject WHERE person_id = subject.id AND e.status = 'finished'
              UNION ALL SELECT offered_at, 'hand_off', h.id, 'Hand-off offered', h.summary, h.from_id, case_id FROM hand_off h, subject WHERE person_id = subject.id
              UNION ALL SELECT enrolled_at, 'case', c.id, 'Enrolled', NULL, c.owner_id, c.id FROM \"case\" c, subject WHERE person_id = subject.id
              UNION ALL SELECT closed_at, 'case', c.id, 'Case closed: ' || replace(c.outcome, '_', ' '), c.close_reason, c.owner_id, c.id FROM \"case\" c, subject WHERE person_id = subject.id AND c.status = 'closed'",
        );
        for (capability, part) in OF_SLICES {
            if self.actor().may(capability) {
                sql = sql.sql(part);
            }
        }
        sql = sql
            .sql(
                " UNION ALL SELECT occurred_at, 'note', n.id, CASE WHEN n.status = 'superseded' THEN 'Superseded: ' WHEN n.is_late THEN 'Late entry: ' ELSE '' END || n.title, left(coalesce(n.text, n.body), 280), n.author_id, case_id FROM note n, subject WHERE person_id = subject.id AND n.status <> 'discarded' AND (n.status <> 'draft' OR n.author_id = ",
            )
            .bind::<st::Uuid, _>(me)
            .sql(")) t WHERE at IS NOT NULL");
        if let Some((at, id)) = after {
            sql = sql
                .sql(" AND at <= ")
                .bind::<st::Timestamptz, _>(at)
                .sql(" AND (at < ")
                .bind::<st::Timestamptz, _>(at)
                .sql(" OR id < ")
                .bind::<st::Uuid, _>(id)
                .sql(")");
        }
        Ok(sql.sql(" ORDER BY at DESC, id DESC LIMIT ").bind::<st::BigInt, _>(limit).load(self.conn()).await?)
    }
}
