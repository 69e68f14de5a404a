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
use domain::timeline::TimelineEvent;
use serde::Deserialize;
use uuid::Uuid;

use crate::error::Result;
use crate::record::{Coded, Json};
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

/// What a reader of notes sees beside them, each part by the capability of its slice: when, kind, id, code, of what, title, detail,
/// who, case. What is ahead, a draft or a mistake did not happen.
const PARTS: [(Capability, &str); 22] = [
    (
        Capability::ContactRead,
        "SELECT occurred_at, 'contact', c.id, 'contact_' || outcome, mode, upper(left(mode, 1)) || replace(substr(mode, 2), '_', ' ') || ', ' || replace(outcome, '_', ' '), summary, author_id, case_id FROM contact c, subject WHERE person_id = subject.id AND c.status = 'finished'",
    ),
    (
        Capability::AssessmentRead,
        "SELECT performed_at, 'assessment', a.id, 'assessment', upper(instrument), upper(instrument), coalesce(band || coalesce(' (' || total || ')', ''), a.status), author_id, case_id FROM assessment a, subject WHERE person_id = subject.id AND a.status <> 'entered_in_error'
         UNION ALL SELECT completed_at, 'comprehensive_assessment', a.id, 'comprehensive_assessment_completed', NULL, 'Comprehensive assessment completed', NULL, submitted_by, case_id FROM comprehensive_assessment a, subject WHERE person_id = subject.id AND a.status <> 'entered_in_error'",
    ),
    (
        Capability::StayRead,
        "SELECT admitted_at, 'stay', s.id, 'stay_began', class, upper(left(class, 1)) || substr(class, 2) || ' stay began', facility, NULL::uuid, NULL::uuid FROM stay s, subject WHERE person_id = subject.id AND s.status <> 'cancelled'
         UNION ALL SELECT discharged_at, 'stay', s.id, 'stay_ended', class, upper(left(class, 1)) || substr(class, 2) || ' stay ended', facility, NULL, NULL FROM stay s, subject WHERE person_id = subject.id AND s.status = 'finished'",
    ),
    (
        Capability::CarePlanRead,
        "SELECT approved_at, 'care_plan', r.care_plan_id, 'care_plan_approved', r.revision::text, 'Care plan approved, revision ' || r.revision, r.reason, approved_by, NULL::uuid FROM care_plan_revision r, subject WHERE person_id = subject.id",
    ),
    (
        Capability::CrisisPlanRead,
        "SELECT approved_at, 'crisis_plan', r.crisis_plan_id, 'crisis_plan_in_force', r.revision::text, 'Crisis plan in force, revision ' || r.revision, r.reason, approved_by, NULL::uuid FROM crisis_plan_revision r, subject WHERE person_id = subject.id
         UNION ALL SELECT ended_at, 'crisis_plan', c.id, 'crisis_plan_ended', NULL, 'Crisis plan ended', c.ended_reason, c.ended_by, NULL FROM crisis_plan c, subject WHERE person_id = subject.id AND c.status = 'ended'",
    ),
    (
        Capability::AlertRead,
        "SELECT opened_at, 'alert', a.id, 'alert_opened', a.trigger, a.trigger, NULL::text, NULL::uuid, case_id FROM alert a, subject WHERE person_id = subject.id
         UNION ALL SELECT closed_at, 'alert', a.id, 'alert_closed', a.outcome, 'Alert closed: ' || replace(a.outcome, '_', ' '), a.detail, a.closed_by, case_id FROM alert a, subject WHERE person_id = subject.id AND a.status = 'closed'",
    ),
    (
        Capability::TaskRead,
        "SELECT completed_at, 'task', t.id, 'task_done', t.title, 'Done: ' || t.title, t.result, t.owner_id, case_id FROM task t, subject WHERE person_id = subject.id AND t.status = 'completed'",
    ),
    (
        Capability::AdvocacyRead,
        "SELECT happened_at, 'advocacy', v.id, 'advocacy_' || v.kind, left(v.asked, 120), CASE v.kind WHEN 'choice' THEN 'Chose: ' WHEN 'negotiation' THEN 'Negotiated: ' ELSE 'Asked for: ' END || left(v.asked, 120), coalesce(v.chosen, v.counterpart), v.author_id, case_id FROM advocacy v, subject WHERE person_id = subject.id AND v.status <> 'entered_in_error'",
    ),
    (
        Capability::TeachingRead,
        "SELECT taught_at, 'teaching', e.id, 'taught', e.title, 'Taught: ' || e.title, 'Teach-back: ' || replace(e.teach_back, '_', ' '), e.author_id, case_id FROM teaching e, subject WHERE person_id = subject.id AND e.status = 'finished'",
    ),
    (
        // Who took an offer back is not on record: it also lapses with the case.
        Capability::HandOffRead,
        "SELECT offered_at, 'hand_off', h.id, 'hand_off_offered', NULL::text, 'Hand-off offered', h.summary, h.from_id, case_id FROM hand_off h, subject WHERE person_id = subject.id
         UNION ALL SELECT settled_at, 'hand_off', h.id, 'hand_off_' || h.status, NULL, 'Hand-off ' || h.status, h.reason, CASE WHEN h.status <> 'withdrawn' THEN h.to_id END, case_id FROM hand_off h, subject WHERE person_id = subject.id AND h.status <> 'offered'",
    ),
    (
        // A hand-off that was accepted says itself who owns the case from then on; its time is the request's, that of a version the
        // transaction's.
        Capability::CaseRead,
        "SELECT enrolled_at, 'case', c.id, 'enrolled', NULL::text, 'Enrolled', NULL::text, c.owner_id, c.id FROM \"case\" c, subject WHERE person_id = subject.id
         UNION ALL SELECT closed_at, 'case', c.id, 'case_closed', c.outcome, 'Case closed: ' || replace(c.outcome, '_', ' '), c.close_reason, c.owner_id, c.id FROM \"case\" c, subject WHERE person_id = subject.id AND c.status = 'closed'
         UNION ALL SELECT m.since, 'case', m.id, 'owner_changed', NULL, 'Owner changed', s.name, NULL, m.id FROM (
             SELECT v.*, lag(v.owner_id) OVER (PARTITION BY v.id ORDER BY v.version) AS before_id FROM (
               SELECT c.org_id, c.id, c.version, c.since, c.owner_id FROM \"case\" c, subject WHERE c.person_id = subject.id
               UNION ALL SELECT h.org_id, h.id, h.version, h.since, h.owner_id FROM \"case\" c JOIN case_history h ON h.org_id = c.org_id AND h.id = c.id, subject WHERE c.person_id = subject.id) v) m
           JOIN staff s ON s.org_id = m.org_id AND s.id = m.owner_id
           WHERE m.before_id <> m.owner_id AND NOT EXISTS (SELECT 1 FROM hand_off h WHERE h.org_id = m.org_id AND h.case_id = m.id AND h.status = 'accepted' AND h.to_id = m.owner_id AND abs(extract(epoch FROM m.since - h.settled_at)) < 60)",
    ),
    (
        Capability::AppointmentRead,
        "SELECT starts_at, 'appointment', a.id, CASE a.status WHEN 'fulfilled' THEN 'appointment_kept' ELSE 'appointment_missed' END, a.kind, CASE a.status WHEN 'fulfilled' THEN 'Appointment kept: ' ELSE 'Appointment missed: ' END || replace(a.kind, '_', ' '), coalesce(a.title, a.reason), a.settled_by, case_id FROM appointment a, subject WHERE person_id = subject.id AND a.status IN ('fulfilled', 'noshow')",
    ),
    (
        Capability::ReferralRead,
        "SELECT e.at, 'referral', r.id, 'referral_sent', r.kind, 'Referral sent: ' || replace(r.kind, '_', ' '), r.recipient, CASE e.party WHEN 'staff' THEN e.actor_id END, r.case_id FROM referral r JOIN referral_event e ON e.org_id = r.org_id AND e.referral_id = r.id, subject WHERE r.person_id = subject.id AND e.action = 'send' AND r.ending ->> 'cancelled' IS DISTINCT FROM 'entered_in_error'
         UNION ALL SELECT closed_at, 'referral', r.id, CASE r.status WHEN 'completed' THEN 'referral_received' WHEN 'not_received' THEN 'referral_not_received' WHEN 'declined' THEN 'referral_declined' ELSE 'referral_taken_back' END, r.kind, CASE r.status WHEN 'completed' THEN 'Referral ended, the person received it: ' WHEN 'not_received' THEN 'Referral ended, the person did not receive it: ' WHEN 'declined' THEN 'Referral ended, declined: ' ELSE 'Referral taken back: ' END || replace(r.kind, '_', ' '), r.recipient, NULL, case_id FROM referral r, subject WHERE person_id = subject.id AND (r.status IN ('completed', 'not_received', 'declined') OR (r.status = 'cancelled' AND r.sent_at IS NOT NULL AND r.ending ->> 'cancelled' IS DISTINCT FROM 'entered_in_error'))",
    ),
    (
        Capability::AuthorizationRead,
        "SELECT (d ->> 'at')::timestamptz, 'authorization', a.id, CASE d ->> 'verdict' WHEN 'approve' THEN 'authorization_approved' WHEN 'approve_part' THEN 'authorization_approved_in_part' ELSE 'authorization_denied' END || CASE WHEN (d ->> 'on_appeal')::boolean THEN '_on_appeal' ELSE '' END, NULL::text, 'Authorization ' || CASE d ->> 'verdict' WHEN 'approve' THEN 'approved' WHEN 'approve_part' THEN 'approved in part' ELSE 'denied' END || CASE WHEN (d ->> 'on_appeal')::boolean THEN ' on appeal' ELSE '' END, a.service ->> 'title', (d ->> 'by')::uuid, case_id FROM \"authorization\" a, subject, jsonb_array_elements(a.course -> 'determinations') d WHERE person_id = subject.id",
    ),
    (
        // A milestone has a day without a time: noon, where its program is, or earlier when that is still ahead.
        Capability::MilestoneRead,
        "SELECT least((m.occurred_on + time '12:00') AT TIME ZONE p.time_zone, greatest(m.created_at, m.occurred_on::timestamp AT TIME ZONE p.time_zone)), 'milestone', m.id, 'milestone', m.kind, 'Milestone: ' || replace(m.kind, '_', ' '), m.note, m.author_id, m.case_id FROM milestone m JOIN \"case\" c ON c.org_id = m.org_id AND c.id = m.case_id JOIN program p ON p.org_id = c.org_id AND p.id = c.program_id, subject WHERE m.person_id = subject.id AND m.status = 'recorded' AND m.occurred_on <= (now() AT TIME ZONE p.time_zone)::date",
    ),
    (
        Capability::AcuityRead,
        "SELECT d.decided_at, 'tier_decision', d.id, 'tier_' || d.kind, d.to_tier, 'Tier ' || d.kind || ': ' || d.to_tier, d.reason, d.decided_by, d.case_id FROM tier_decision d JOIN \"case\" c ON c.org_id = d.org_id AND c.id = d.case_id, subject WHERE c.person_id = subject.id",
    ),
    (
        // What is protected of it is not said here.
        Capability::ConsentRead,
        "SELECT c.created_at, 'consent', c.id, CASE c.decision WHEN 'refuse' THEN 'consent_refused' ELSE 'consent_given' END, c.kind, CASE c.decision WHEN 'refuse' THEN 'Consent refused: ' ELSE 'Consent given: ' END || replace(c.kind, '_', ' '), c.recipient_name, c.author_id, NULL::uuid FROM consent c, subject WHERE c.person_id = subject.id AND c.status <> 'entered_in_error'
         UNION ALL SELECT c.revoked_at, 'consent', c.id, CASE c.decision WHEN 'refuse' THEN 'refusal_taken_back' ELSE 'consent_taken_back' END, c.kind, CASE c.decision WHEN 'refuse' THEN 'Refusal taken back: ' ELSE 'Consent taken back: ' END || replace(c.kind, '_', ' '), c.recipient_name, NULL, NULL FROM consent c, subject WHERE c.person_id = subject.id AND c.status = 'revoked'",
    ),
    (
        Capability::ConferenceRead,
        "SELECT f.held_at, 'conference', f.id, 'conference_held', f.kind, 'Conference held: ' || replace(f.kind, '_', ' '), (SELECT string_agg(said, ' ') FROM jsonb_array_elements_text(f.decisions) decision (said)), NULL::uuid, f.case_id FROM conference f, subject WHERE f.person_id = subject.id AND f.status = 'held'",
    ),
    (
        // A restricted one is told to those who take part and those who see everything.
        Capability::ConcernRead,
        "SELECT v.created_at, 'concern', v.id, 'concern_raised', v.kind, 'Concern raised: ' || replace(v.kind, '_', ' '), left(v.summary, 280), v.raised_by, v.case_id FROM concern v, subject WHERE v.person_id = subject.id AND (NOT v.restricted OR subject.oversees OR subject.reader_id IN (v.raised_by, v.reviewer_id))
         UNION ALL SELECT v.settled_at, 'concern', v.id, 'concern_' || v.status, v.kind, 'Concern ' || v.status || ': ' || replace(v.kind, '_', ' '), left(CASE v.status WHEN 'resolved' THEN v.resolution ELSE v.reason END, 280), v.settled_by, v.case_id FROM concern v, subject WHERE v.person_id = subject.id AND v.status IN ('resolved', 'withdrawn') AND (NOT v.restricted OR subject.oversees OR subject.reader_id IN (v.raised_by, v.reviewer_id))",
    ),
    (
        Capability::ConsultationRead,
        "SELECT k.created_at, 'consultation', k.id, 'consultation_asked', k.kind, 'Consultation asked: ' || k.kind, k.question, k.asked_by, k.case_id FROM consultation k, subject WHERE k.person_id = subject.id
         UNION ALL SELECT k.answered_at, 'consultation', k.id, 'consultation_answered', k.kind, 'Consultation answered: ' || k.kind, k.answer, k.consultant_id, k.case_id FROM consultation k, subject WHERE k.person_id = subject.id AND k.answered_at IS NOT NULL
         UNION ALL SELECT k.settled_at, 'consultation', k.id, 'consultation_' || k.status, k.kind, 'Consultation ' || replace(k.status, '_', ' ') || ': ' || k.kind, k.reason, k.settled_by, k.case_id FROM consultation k, subject WHERE k.person_id = subject.id AND k.settled_at IS NOT NULL",
    ),
    (
        // Only what calls for a look: a device sends one every day.
        Capability::ReadingRead,
        "SELECT r.taken_at, 'reading', r.id, 'reading_' || r.finding, r.kind, upper(left(r.kind, 1)) || replace(substr(r.kind, 2), '_', ' ') || CASE r.finding WHEN 'below' THEN ' below the range' WHEN 'above' THEN ' above the range' WHEN 'gain_in_day' THEN ' up within a day' ELSE ' up within a week' END, r.value::text || coalesce('/' || r.second::text, ''), r.author_id, NULL::uuid FROM reading r, subject WHERE r.person_id = subject.id AND r.status = 'valid' AND r.finding IS NOT NULL",
    ),
    (
        Capability::NeedRead,
        "SELECT n.created_at, 'need', n.id, 'need_recorded', n.title, 'Need recorded: ' || n.title, NULL::text, NULL::uuid, NULL::uuid FROM need n, subject WHERE n.person_id = subject.id AND n.status <> 'candidate'",
    ),
];

/// One entry of the timeline.
#[derive(Debug, Clone, diesel::Queryable)]
pub struct TimelineRow {
    /// When it happened.
    pub at: DateTime<Utc>,
    /// Kind of record: the name of its slice.
    pub kind: String,
    /// Id of the record.
    pub id: Uuid,
    /// What happened.
    pub code: Coded<TimelineEvent>,
    /// Of what: a code of the slice where it has one for this, else the words or the number on record.
    pub about: Option<String>,
    /// Both in English.
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

    /// What happened to a person, newest first, before `after`: of each slice only for who may read it.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`].
    pub async fn person_timeline(
        &mut self,
        id: Uuid,
        after: Option<(DateTime<Utc>, Uuid, TimelineEvent)>,
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
            st::Text,
            st::Nullable<st::Text>,
            st::Nullable<st::Uuid>,
            st::Nullable<st::Uuid>,
        );
        let mut sql = Sql::<Columns>::new("WITH subject AS (SELECT ")
            .bind::<st::Uuid, _>(id)
            .sql(" AS id, ")
            .bind::<st::Uuid, _>(me)
            .sql(" AS reader_id, ")
            .bind::<st::Bool, _>(self.oversees())
            .sql(
                " AS oversees) SELECT * FROM (
                  SELECT occurred_at AS at, 'note' AS kind, n.id, CASE WHEN n.status = 'superseded' THEN 'note_superseded' WHEN n.is_late THEN 'note_late' ELSE 'note' END AS code, n.title AS about, CASE WHEN n.status = 'superseded' THEN 'Superseded: ' WHEN n.is_late THEN 'Late entry: ' ELSE '' END || n.title AS title, left(coalesce(n.text, n.body), 280) AS detail, n.author_id, case_id FROM note n, subject WHERE person_id = subject.id AND n.status <> 'discarded' AND (n.status <> 'draft' OR n.author_id = ",
            )
            .bind::<st::Uuid, _>(me)
            .sql(")");
        for (capability, part) in PARTS {
            if self.actor().may(capability) {
                sql = sql.sql(" UNION ALL ").sql(part);
            }
        }
        sql = sql.sql(") t WHERE at IS NOT NULL");
        if let Some((at, id, code)) = after {
            sql = sql
                .sql(" AND at <= ")
                .bind::<st::Timestamptz, _>(at)
                .sql(" AND (at < ")
                .bind::<st::Timestamptz, _>(at)
                .sql(" OR (id, code) < (")
                .bind::<st::Uuid, _>(id)
                .sql(", ")
                .bind::<st::Text, _>(code.to_string())
                .sql("))");
        }
        let sql = sql.sql(" ORDER BY at DESC, id DESC, code DESC LIMIT ").bind::<st::BigInt, _>(limit);
        Ok(sql.load(self.conn()).await?)
    }
}
