//! One statement for each kind of fact.

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use diesel::sql_types as st;
use diesel_async::RunQueryDsl;
use domain::alert::AlertSeverity;
use domain::appointment::{AppointmentStatus, Cancellation};
use domain::care_plan::Occurrence;
use domain::care_plan::occurrence::OccurrenceStatus;
use domain::change::EventKind;
use domain::clock::start_of_day;
use domain::contact::ContactWith;
use domain::deadline::DeadlineStatus;
use domain::measure::facts::{
    AppointmentFact, AuthorizationFact, CrisisPlanFact, DatedFact, DeadlineFact, EmergencyCause, GapFact, JobFact,
    MilestoneFact, Provider, ReferralFact, RiskFact, ScoreFact, StayFact, SymptomFact, VisitFact,
};
use domain::measure::{Counts, DEFINITIONS, FactKind, Facts};
use domain::milestone::MilestoneKind;
use domain::program::Setting;
use domain::referral::{CancelReason, Course, Ending, ReferralStatus};
use domain::stay::StayClass;
use domain::transition::{Destination, Parts, ReceiptKind};
use std::collections::{BTreeMap, HashMap};
use uuid::Uuid;

use super::{Table, Wanted, table};
use crate::error::Result;
use crate::record::{Coded, Json};
use crate::sql::Sql;
use crate::tx::Tx;

/// The people whose facts are loaded, by id.
pub(super) struct People<'a> {
    facts: &'a mut [Facts],
    index: HashMap<Uuid, usize>,
}

impl<'a> People<'a> {
    pub(super) fn new(facts: &'a mut [Facts]) -> Self {
        let index = facts.iter().enumerate().map(|(place, facts)| (facts.person_id, place)).collect();
        Self { facts, index }
    }

    /// The zone of a person's days; none for somebody who is not among them.
    fn zone_of(&self, person_id: Uuid) -> Option<Tz> {
        self.index.get(&person_id).and_then(|place| self.facts.get(*place)).map(|facts| facts.zone)
    }

    /// Does something with a person's facts; nothing for somebody who is not among them.
    pub(super) fn of(&mut self, person_id: Uuid, with: impl FnOnce(&mut Facts)) {
        if let Some(facts) = self.index.get(&person_id).and_then(|place| self.facts.get_mut(*place)) {
            with(facts);
        }
    }
}

const STAYS: Table =
    table!("stay", "stay_history", "id, person_id, class, status, admitted_at, discharged_at, cause, source");
const TRANSITIONS: Table =
    table!("transition", "transition_history", "stay_id, psychiatric, destination, expected_days, parts");
const CONTACTS: Table =
    table!("contact", "contact_history", "id, person_id, case_id, \"with\", outcome, status, occurred_at");
const APPOINTMENTS: Table = table!(
    "appointment",
    "appointment_history",
    "id, person_id, case_id, kind, status, starts_at, cancellation, settled_at, series_id"
);
const ASSESSMENTS: Table = table!(
    "assessment",
    "assessment_history",
    "id, person_id, case_id, instrument, status, total, answers, performed_at"
);
const ALERTS: Table = table!("alert", "alert_history", "id, person_id, kind, severity, outcome, opened_at");
const CRISIS_PLANS: Table = table!("crisis_plan", "crisis_plan_history", "id, person_id, reviewed_at, ended_at");
const DEADLINES: Table = table!(
    "deadline",
    "deadline_history",
    "id, person_id, case_id, rule_code, rule_title, rule_version, status, anchor_kind, anchor_subject_id, anchor_at, due_at, met_at, met_by_id, closed_at, closed_reason"
);
const OCCURRENCES: Table = table!(
    "occurrence",
    "occurrence_history",
    "id, version, person_id, case_id, care_plan_id, intervention_id, task_id, due_on, due_at, status, done_at, reason, settled_by, settled_at, created_at"
);
const REFERRALS: Table = table!(
    "referral",
    "referral_history",
    "id, person_id, case_id, status, ending, sent_at, accepted_at, served_on, closed_at, due_at, course, created_at"
);
const AUTHORIZATIONS: Table =
    table!("\"authorization\"", "authorization_history", "id, person_id, case_id, side, received_at, due_at, course");

/// Kinds of appointments that a person keeps or misses; conferences, rounds and hearings are not theirs to keep.
const OF_THE_PERSON: &str = " WHERE kind IN ('home_visit', 'community_visit', 'office_visit', 'telehealth', 'phone_call', 'specialist') AND starts_at >= ";

const CARE_GAPS: Table =
    table!("care_gap", "care_gap_history", "id, person_id, case_id, status, opened_on, closed_at, evidence_kind");

const MILESTONES: Table = table!(
    "milestone",
    "milestone_history",
    "id, person_id, case_id, kind, status, occurred_on, answers_id, created_at"
);

type At = DateTime<Utc>;
type Maybe<T> = st::Nullable<T>;

impl Tx {
    pub(super) async fn load_stays(&mut self, wanted: &Wanted, all: &mut People<'_>) -> Result<()> {
        type Row = (
            (Uuid, Uuid, Coded<StayClass>, At, Option<At>, Option<Coded<EmergencyCause>>),
            (Option<bool>, Option<Coded<Destination>>, Option<f64>, Option<Json<Parts>>, Option<At>),
        );
        type Columns = (
            (st::Uuid, st::Uuid, st::Text, st::Timestamptz, Maybe<st::Timestamptz>, Maybe<st::Text>),
            (Maybe<st::Bool>, Maybe<st::Text>, Maybe<st::Double>, Maybe<st::Jsonb>, Maybe<st::Timestamptz>),
        );
        let known_at = wanted.known_at.unwrap_or(self.now());
        // What the feed told of an admission is found as `feed_notice` finds it.
        let sql = Sql::<Columns>::new(
            "SELECT s.id, s.person_id, s.class, s.admitted_at, s.discharged_at, s.cause, t.psychiatric, t.destination, t.expected_days, t.parts, \
             CASE WHEN s.source LIKE 'adt:%' THEN (SELECT min(m.received_at) FROM adt_message m WHERE m.state = 'applied' \
             AND m.subject_key = 'visit:' || substr(s.source, 5) AND m.recorded_at >= s.admitted_at AND m.received_at <= ",
        );
        let sql = sql.bind::<st::Timestamptz, _>(known_at).sql(") END FROM ");
        let sql = wanted.known(sql, &STAYS).sql(" s LEFT JOIN ");
        let sql = wanted
            .known(sql, &TRANSITIONS)
            .sql(" t ON t.stay_id = s.id WHERE s.status <> 'cancelled' AND coalesce(s.discharged_at, 'infinity') >= ");
        let sql = wanted.of_people(sql.bind::<st::Timestamptz, _>(wanted.since()).sql(" AND s."));
        let rows: Vec<Row> = sql.load(self.conn()).await?;
        for ((id, person_id, class, admitted_at, discharged_at, cause), said) in rows {
            let (psychiatric, destination, expected_days, parts, fed_at) = said;
            let parts = parts.map(|parts| parts.0).unwrap_or_default();
            let psychiatric = psychiatric == Some(true);
            let mental = psychiatric.then_some(EmergencyCause::MentalHealth);
            let zone = all.zone_of(person_id);
            let reconciled_at = discharged_at.and_then(|at| parts.reconciled_after(at, zone?));
            let noted_at = zone.and_then(|zone| parts.received(ReceiptKind::AdmissionNotice, admitted_at, zone));
            let notice_at = noted_at.into_iter().chain(fed_at.map(|at| at.max(admitted_at))).min();
            let information_at =
                discharged_at.and_then(|at| parts.received(ReceiptKind::DischargeInformation, at, zone?));
            let stay = StayFact {
                id,
                class: class.0,
                admitted_at,
                discharged_at,
                destination: destination.map(|code| code.0),
                psychiatric,
                planned: false,
                perinatal: false,
                cause: class.0.caused(cause.map(|code| code.0).or(mental)),
                expected_days,
                targets: parts.targets,
                avoidable: parts.avoidable,
                notice_at,
                information_at,
                reconciled_at,
            };
            all.of(person_id, |facts| facts.stays.push(stay));
        }
        Ok(())
    }

    /// The provider is told by the setting of the case: behavioral health is mental health.
    fn provider_of(&self, case_program: Option<Uuid>) -> Provider {
        let program = case_program.and_then(|id| self.directory().program(id).ok());
        match program.map(|program| program.setting) {
            Some(Setting::BehavioralHealth) => Provider::MentalHealth,
            _ => Provider::Other,
        }
    }

    pub(super) async fn load_contacts(&mut self, wanted: &Wanted, all: &mut People<'_>) -> Result<()> {
        type Row = (Uuid, Uuid, Option<Uuid>, Coded<ContactWith>, At);
        type Columns = (st::Uuid, st::Uuid, Maybe<st::Uuid>, st::Text, st::Timestamptz);
        let sql = Sql::<Columns>::new("SELECT o.id, o.person_id, k.program_id, o.\"with\", o.occurred_at FROM ");
        let sql = wanted.known(sql, &CONTACTS).sql(
            " o LEFT JOIN \"case\" k ON k.id = o.case_id WHERE o.status = 'finished' AND o.outcome = 'reached' \
             AND o.\"with\" IN ('person', 'caregiver') AND o.occurred_at >= ",
        );
        let sql = wanted.of_people(sql.bind::<st::Timestamptz, _>(wanted.since()).sql(" AND o."));
        let rows: Vec<Row> = sql.load(self.conn()).await?;
        for (id, person_id, program_id, with, at) in rows {
            let provider = self.provider_of(program_id);
            let with_person = with.0 == ContactWith::Person;
            let kind = FactKind::Contact;
            let visit = VisitFact { id, kind, at, with_person, provider, mental_illness: false };
            all.of(person_id, |facts| facts.visits.push(visit));
        }
        Ok(())
    }

    pub(super) async fn load_appointments(&mut self, wanted: &Wanted, all: &mut People<'_>) -> Result<()> {
        type Row = (
            (Uuid, Uuid, Uuid, Uuid),
            (Coded<AppointmentStatus>, At, Option<Coded<Cancellation>>, Option<At>, Option<At>),
        );
        type Columns = (
            (st::Uuid, st::Uuid, st::Uuid, st::Uuid),
            (st::Text, st::Timestamptz, Maybe<st::Text>, Maybe<st::Timestamptz>, Maybe<st::Timestamptz>),
        );
        let sql = Sql::<Columns>::new(
            "SELECT a.id, a.person_id, a.case_id, k.program_id, a.status, a.starts_at, a.cancellation, a.settled_at, \
             CASE WHEN a.series_id IS NOT NULL AND a.kind = 'home_visit' THEN coalesce(\
             (SELECT h.starts_at FROM appointment_history h WHERE h.id = a.id ORDER BY h.until LIMIT 1), a.starts_at) END FROM ",
        );
        let sql = wanted.known(sql, &APPOINTMENTS).sql(" a JOIN \"case\" k ON k.id = a.case_id").sql(OF_THE_PERSON);
        let sql = wanted.of_cases(sql.bind::<st::Timestamptz, _>(wanted.since()).sql(" AND a."));
        let rows: Vec<Row> = sql.load(self.conn()).await?;
        for ((id, person_id, case_id, program_id), (status, starts_at, cancellation, settled_at, ordered_for)) in rows {
            let status = status.0;
            let cancellation = cancellation.map(|code| code.0);
            let fact = AppointmentFact { id, case_id, starts_at, status, cancellation, settled_at, ordered_for };
            let provider = self.provider_of(Some(program_id));
            let kept = (status == AppointmentStatus::Fulfilled).then_some(VisitFact {
                id,
                kind: FactKind::Appointment,
                at: starts_at,
                with_person: true,
                provider,
                mental_illness: false,
            });
            all.of(person_id, |facts| {
                facts.appointments.push(fact);
                facts.visits.extend(kept);
            });
        }
        Ok(())
    }

    pub(super) async fn load_assessments(&mut self, wanted: &Wanted, all: &mut People<'_>) -> Result<()> {
        type Row = (Uuid, Uuid, Uuid, String, Option<i32>, Json<BTreeMap<String, i64>>, At);
        type Columns = (st::Uuid, st::Uuid, st::Uuid, st::Text, Maybe<st::Integer>, st::Jsonb, st::Timestamptz);
        let sql = Sql::<Columns>::new(
            "SELECT a.id, a.person_id, a.case_id, a.instrument, a.total, a.answers, a.performed_at FROM ",
        );
        let sql = wanted.known(sql, &ASSESSMENTS).sql(
            " a WHERE a.status = 'completed' AND a.instrument IN ('phq-9', 'gad-7', 'c-ssrs', 'pain-nrs', 'esas-r', 'hope') AND a.performed_at >= ",
        );
        let sql = wanted.of_cases(sql.bind::<st::Timestamptz, _>(wanted.since()).sql(" AND a."));
        let rows: Vec<Row> = sql.load(self.conn()).await?;
        for (id, person_id, case_id, instrument, total, answers, at) in rows {
            let symptoms = SymptomFact::of(id, case_id, &instrument, &answers.0, at);
            let code = domain::instrument::find(&instrument).map_or("", |instrument| instrument.code);
            let score = total.map(|total| ScoreFact { id, case_id, instrument: code, total: i64::from(total), at });
            all.of(person_id, |facts| {
                facts.symptoms.extend(symptoms);
                match score {
                    Some(score) if code == "c-ssrs" => {
                        let level = u8::try_from(score.total).unwrap_or(0);
                        facts.risks.push(RiskFact { id, kind: FactKind::Assessment, level, at });
                    }
                    Some(score) => facts.scores.push(score),
                    None => {}
                }
            });
        }
        Ok(())
    }

    /// Alerts about suicide; one that was found to be false is no finding of risk.
    pub(super) async fn load_alerts(&mut self, wanted: &Wanted, all: &mut People<'_>) -> Result<()> {
        type Row = (Uuid, Uuid, Coded<AlertSeverity>, At);
        let sql = Sql::<(st::Uuid, st::Uuid, st::Text, st::Timestamptz)>::new(
            "SELECT a.id, a.person_id, a.severity, a.opened_at FROM ",
        );
        let sql = wanted.known(sql, &ALERTS).sql(
            " a WHERE a.kind = 'suicide_risk' AND a.outcome IS DISTINCT FROM 'false_positive_confirmed' AND a.opened_at >= ",
        );
        let sql = wanted.of_people(sql.bind::<st::Timestamptz, _>(wanted.since()).sql(" AND a."));
        let rows: Vec<Row> = sql.load(self.conn()).await?;
        for (id, person_id, severity, at) in rows {
            let level = if severity.0 == AlertSeverity::Critical { 3 } else { 2 };
            all.of(person_id, |facts| facts.risks.push(RiskFact { id, kind: FactKind::Alert, level, at }));
        }
        Ok(())
    }

    /// Every revision that was signed off; revisions never change, so they are known from the day they were signed.
    pub(super) async fn load_crisis_plans(&mut self, wanted: &Wanted, all: &mut People<'_>) -> Result<()> {
        type Row = (Uuid, Uuid, At, Option<At>, Option<At>);
        type Columns = (st::Uuid, st::Uuid, st::Timestamptz, Maybe<st::Timestamptz>, Maybe<st::Timestamptz>);
        let sql = Sql::<Columns>::new("SELECT p.id, p.person_id, r.approved_at, p.reviewed_at, p.ended_at FROM ");
        let known_at = wanted.known_at.unwrap_or(self.now());
        let sql = wanted
            .known(sql, &CRISIS_PLANS)
            .sql(" p JOIN crisis_plan_revision r ON r.crisis_plan_id = p.id WHERE r.approved_at <= ")
            .bind::<st::Timestamptz, _>(known_at);
        let rows: Vec<Row> = wanted.of_people(sql.sql(" AND p.")).load(self.conn()).await?;
        for (id, person_id, approved_at, reviewed_at, ended_at) in rows {
            let plan = CrisisPlanFact { id, approved_at, reviewed_at, ended_at };
            all.of(person_id, |facts| facts.crisis_plans.push(plan));
        }
        Ok(())
    }

    pub(super) async fn load_deadlines(&mut self, wanted: &Wanted, all: &mut People<'_>) -> Result<()> {
        type Row = (
            (Uuid, Uuid, Uuid, String, String, String, Coded<DeadlineStatus>),
            (Coded<EventKind>, Uuid, At, At, Option<At>, Option<Uuid>, Option<At>, Option<String>),
        );
        type Columns = (
            (st::Uuid, st::Uuid, st::Uuid, st::Text, st::Text, st::Text, st::Text),
            (
                st::Text,
                st::Uuid,
                st::Timestamptz,
                st::Timestamptz,
                Maybe<st::Timestamptz>,
                Maybe<st::Uuid>,
                Maybe<st::Timestamptz>,
                Maybe<st::Text>,
            ),
        );
        let counted: Vec<String> = DEFINITIONS
            .iter()
            .filter_map(|definition| match definition.counts {
                Counts::Deadlines(rule) => Some(rule.to_owned()),
                Counts::DeadlineFamily(family) => Some(format!("{family}%")),
                _ => None,
            })
            .collect();
        let sql = Sql::<Columns>::new(
            "SELECT d.id, d.person_id, d.case_id, d.rule_code, d.rule_title, d.rule_version, d.status, \
             d.anchor_kind, d.anchor_subject_id, d.anchor_at, d.due_at, d.met_at, d.met_by_id, d.closed_at, d.closed_reason FROM ",
        );
        // Clocks that belong together start at different times: one met since may be about something of which another starts later.
        let families: Vec<String> = counted.iter().filter(|rule| rule.ends_with('%')).cloned().collect();
        let since = wanted.from - chrono::TimeDelta::days(2);
        let sql = wanted
            .known(sql, &DEADLINES)
            .sql(" d WHERE (d.anchor_at >= ")
            .bind::<st::Timestamptz, _>(since)
            .sql(" OR (d.met_at >= ")
            .bind::<st::Timestamptz, _>(since)
            .sql(" AND d.rule_code LIKE ANY(")
            .bind::<st::Array<st::Text>, _>(families)
            .sql("))) AND d.rule_code LIKE ANY(");
        let sql = wanted.of_cases(sql.bind::<st::Array<st::Text>, _>(counted).sql(") AND d."));
        let rows: Vec<Row> = sql.load(self.conn()).await?;
        for ((id, person_id, case_id, rule, title, version, status), rest) in rows {
            let (anchor_kind, anchor_subject_id, anchor_at, due_at, met_at, met_by_id, closed_at, closed_reason) = rest;
            let deadline = DeadlineFact {
                id,
                case_id,
                rule,
                title,
                version,
                status: status.0,
                anchor_kind: anchor_kind.0,
                anchor_subject_id,
                anchor_at,
                due_at,
                met_at,
                met_by_id,
                closed_at,
                closed_reason,
            };
            all.of(person_id, |facts| facts.deadlines.push(deadline));
        }
        Ok(())
    }

    pub(super) async fn load_occurrences(&mut self, wanted: &Wanted, all: &mut People<'_>) -> Result<()> {
        type Row = (
            (Uuid, i32, Uuid, Uuid, Uuid, Uuid, Option<Uuid>, NaiveDate),
            (At, Coded<OccurrenceStatus>, Option<At>, Option<String>, Option<Uuid>, Option<At>, At),
        );
        type Columns = (
            (st::Uuid, st::Integer, st::Uuid, st::Uuid, st::Uuid, st::Uuid, Maybe<st::Uuid>, st::Date),
            (
                st::Timestamptz,
                st::Text,
                Maybe<st::Timestamptz>,
                Maybe<st::Text>,
                Maybe<st::Uuid>,
                Maybe<st::Timestamptz>,
                st::Timestamptz,
            ),
        );
        let sql = Sql::<Columns>::new(
            "SELECT o.id, o.version, o.person_id, o.case_id, o.care_plan_id, o.intervention_id, o.task_id, o.due_on, \
             o.due_at, o.status, o.done_at, o.reason, o.settled_by, o.settled_at, o.created_at FROM ",
        );
        let sql = wanted.known(sql, &OCCURRENCES).sql(" o WHERE o.due_at >= ");
        let sql = sql.bind::<st::Timestamptz, _>(wanted.from - chrono::TimeDelta::days(2)).sql(" AND o.");
        let rows: Vec<Row> = wanted.of_cases(sql).load(self.conn()).await?;
        for ((id, version, person_id, case_id, care_plan_id, intervention_id, task_id, due_on), rest) in rows {
            let (due_at, status, done_at, reason, settled_by, settled_at, created_at) = rest;
            let occurrence = Occurrence {
                id,
                version,
                case_id,
                person_id,
                care_plan_id,
                intervention_id,
                task_id,
                due_on,
                due_at,
                status: status.0,
                done_at,
                reason,
                settled_by,
                settled_at,
                created_at,
            };
            all.of(person_id, |facts| facts.occurrences.push(occurrence));
        }
        Ok(())
    }

    pub(super) async fn load_referrals(&mut self, wanted: &Wanted, all: &mut People<'_>) -> Result<()> {
        type Row = (
            (Uuid, Uuid, Uuid, Coded<ReferralStatus>, Json<Option<Ending>>, Option<At>),
            (Option<At>, Option<NaiveDate>, Option<At>, At, Json<Option<Course>>),
        );
        type Columns = (
            (st::Uuid, st::Uuid, st::Uuid, st::Text, st::Jsonb, Maybe<st::Timestamptz>),
            (Maybe<st::Timestamptz>, Maybe<st::Date>, Maybe<st::Timestamptz>, st::Timestamptz, st::Jsonb),
        );
        let sql = Sql::<Columns>::new(
            "SELECT r.id, r.person_id, r.case_id, r.status, r.ending, r.sent_at, r.accepted_at, r.served_on, r.closed_at, r.due_at, r.course FROM ",
        );
        // Without dates of an application it counts by the instant at which it was sent, or not at all.
        let sql = wanted
            .known(sql, &REFERRALS)
            .sql(" r WHERE (jsonb_typeof(r.course) <> 'null' OR r.sent_at >= ")
            .bind::<st::Timestamptz, _>(wanted.from)
            .sql(") AND r.");
        let rows: Vec<Row> = wanted.of_cases(sql).load(self.conn()).await?;
        for ((id, person_id, case_id, status, ending, sent_at), (accepted_at, served_on, closed_at, due_at, course)) in
            rows
        {
            let referral = ReferralFact {
                id,
                case_id,
                status: status.0,
                mistaken: ending.0 == Some(Ending::Cancelled(CancelReason::EnteredInError)),
                sent_at,
                accepted_at,
                served_on,
                closed_at,
                due_at,
                course: course.0,
            };
            all.of(person_id, |facts| facts.referrals.push(referral));
        }
        Ok(())
    }

    pub(super) async fn load_authorizations(&mut self, wanted: &Wanted, all: &mut People<'_>) -> Result<()> {
        type Row = (Uuid, Uuid, Uuid, At, At, Option<At>);
        type Columns = (st::Uuid, st::Uuid, st::Uuid, st::Timestamptz, st::Timestamptz, Maybe<st::Timestamptz>);
        let sql = Sql::<Columns>::new(
            "SELECT a.id, a.person_id, a.case_id, a.received_at, a.due_at, (a.course #>> '{determinations,0,at}')::timestamptz FROM ",
        );
        let sql = wanted
            .known(sql, &AUTHORIZATIONS)
            .sql(" a WHERE a.side = 'reviewed' AND a.due_at IS NOT NULL AND a.received_at >= ");
        let sql = wanted.of_cases(sql.bind::<st::Timestamptz, _>(wanted.from).sql(" AND a."));
        let rows: Vec<Row> = sql.load(self.conn()).await?;
        for (id, person_id, case_id, received_at, due_at, decided_at) in rows {
            let request = AuthorizationFact { id, case_id, received_at, due_at, decided_at };
            all.of(person_id, |facts| facts.authorizations.push(request));
        }
        Ok(())
    }

    /// Gaps that were open in the period or are. What was entered in error is none.
    pub(super) async fn load_care_gaps(&mut self, wanted: &Wanted, all: &mut People<'_>) -> Result<()> {
        type Row = (Uuid, Uuid, NaiveDate, Option<At>, bool);
        type Columns = (st::Uuid, st::Uuid, st::Date, Maybe<st::Timestamptz>, st::Bool);
        let sql = Sql::<Columns>::new(
            "SELECT g.id, g.person_id, g.opened_on, g.closed_at, g.evidence_kind IS NOT NULL FROM ",
        );
        let sql = wanted
            .known(sql, &CARE_GAPS)
            .sql(" g WHERE g.status <> 'entered_in_error' AND coalesce(g.closed_at, 'infinity') >= ");
        let sql = wanted.of_cases(sql.bind::<st::Timestamptz, _>(wanted.from).sql(" AND g."));
        let rows: Vec<Row> = sql.load(self.conn()).await?;
        for (id, person_id, opened_on, closed_at, evidence) in rows {
            all.of(person_id, |facts| {
                let opened_at = start_of_day(opened_on, facts.zone);
                facts.gaps.push(GapFact { id, opened_at, closed_at, evidence });
            });
        }
        Ok(())
    }

    /// Days that courts set and jobs, with what was said of them.
    pub(super) async fn load_milestones(&mut self, wanted: &Wanted, all: &mut People<'_>) -> Result<()> {
        type Row = (Uuid, Uuid, Uuid, Coded<MilestoneKind>, NaiveDate, Option<Uuid>, At);
        type Columns = (st::Uuid, st::Uuid, st::Uuid, st::Text, st::Date, Maybe<st::Uuid>, st::Timestamptz);
        let sql = Sql::<Columns>::new(
            "SELECT m.id, m.person_id, m.case_id, m.kind, m.occurred_on, m.answers_id, m.created_at FROM ",
        );
        let sql = wanted.known(sql, &MILESTONES).sql(
            " m WHERE m.status = 'recorded' AND m.kind IN ('court_date_set', 'court_date_continued', 'court_date_met', 'job_started', \
             'job_ended') AND m.",
        );
        let rows: Vec<Row> = wanted.of_cases(sql).load(self.conn()).await?;
        let mut dated: HashMap<Uuid, Vec<DatedFact>> = HashMap::new();
        for (id, person_id, case_id, kind, occurred_on, answers_id, created_at) in rows {
            let fact = DatedFact { id, case_id, kind: kind.0, occurred_on, answers_id, created_at };
            dated.entry(person_id).or_default().push(fact);
        }
        for (person_id, dated) in dated {
            all.of(person_id, |facts| {
                facts.milestones = MilestoneFact::of(&dated, facts.zone);
                facts.jobs = JobFact::of(&dated);
            });
        }
        Ok(())
    }
}
