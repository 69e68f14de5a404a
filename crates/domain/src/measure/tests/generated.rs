//! People made up from a number: the same number gives the same person.

use super::*;
use chrono::Duration;
use domain_under_test::appointment::{AppointmentStatus, Cancellation};
use domain_under_test::case::CaseOutcome;
use domain_under_test::change::EventKind;
use domain_under_test::deadline::DeadlineStatus;
use domain_under_test::program::Setting;
use domain_under_test::referral::{Benefit, BenefitCourse, BenefitDecision, Course, HousingCourse, ReferralStatus};
use domain_under_test::stay::StayClass;

/// A small generator of numbers (xorshift), so that no test needs randomness.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % sides
    }

    fn one_in(&mut self, sides: u64) -> bool {
        self.roll(sides) == 0
    }

    fn id(&mut self) -> Uuid {
        Uuid::from_u64_pair(self.roll(u64::MAX), self.roll(u64::MAX))
    }

    /// Some instant of the three years from 2024.
    fn at(&mut self) -> DateTime<Utc> {
        DateTime::<Utc>::UNIX_EPOCH + Duration::days(19_723) + Duration::minutes(self.roll(1_096 * 24 * 60) as i64)
    }

    fn after(&mut self, at: DateTime<Utc>, hours: u64) -> DateTime<Utc> {
        at + Duration::minutes(self.roll(hours * 60) as i64)
    }

    fn maybe<T>(&mut self, sides: u64, make: impl FnOnce(&mut Self) -> T) -> Option<T> {
        if self.one_in(sides) { None } else { Some(make(self)) }
    }

    fn of<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.roll(all.len() as u64) as usize]
    }

    fn some<T>(&mut self, most: u64, mut make: impl FnMut(&mut Self) -> T) -> Vec<T> {
        (0..self.roll(most + 1)).map(|_| make(self)).collect()
    }
}

const SETTINGS: &[Setting] =
    &[Setting::BehavioralHealth, Setting::HomeHealth, Setting::Hospice, Setting::ManagedCare, Setting::SocialServices];

/// The person with this number.
pub fn person(number: u64) -> Facts {
    let mut dice = Dice(number.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
    for _ in 0..8 {
        dice.roll(2);
    }
    let dice = &mut dice;
    let mut facts = Facts::of(dice.id(), chrono_tz::America::New_York);
    facts.born_on = Some(dice.at().date_naive() - Duration::days(dice.roll(30_000) as i64 + 1_100));
    facts.died_on = dice.one_in(20).then(|| dice.at().date_naive());
    facts.cases = dice.some(2, |dice| {
        let enrolled_at = dice.at();
        let closed_at = dice.maybe(2, |dice| dice.after(enrolled_at, 24 * 400));
        let outcome = closed_at.map(|_| dice.of(&[CaseOutcome::GoalsMet, CaseOutcome::LostContact]));
        CaseFact { id: dice.id(), setting: dice.of(SETTINGS), enrolled_at, closed_at, outcome }
    });
    let case_id = facts.cases.first().map_or(facts.person_id, |case| case.id);
    facts.coverages = dice.some(2, |dice| CoverageFact {
        starts_on: dice.maybe(4, |dice| dice.at().date_naive()),
        ends_on: dice.maybe(2, |dice| dice.at().date_naive()),
    });
    facts.stays = dice.some(5, stay);
    facts.visits = dice.some(8, |dice| VisitFact {
        id: dice.id(),
        kind: dice.of(&[FactKind::Contact, FactKind::Appointment]),
        at: dice.at(),
        with_person: !dice.one_in(4),
        provider: dice.of(&[Provider::MentalHealth, Provider::PeerSupport, Provider::SubstanceUse, Provider::Other]),
        mental_illness: dice.one_in(2),
    });
    facts.appointments = dice.some(6, |dice| {
        let starts_at = dice.at();
        let status = dice.of(&[
            AppointmentStatus::Fulfilled,
            AppointmentStatus::Noshow,
            AppointmentStatus::Cancelled,
            AppointmentStatus::Booked,
        ]);
        let cancelled = status == AppointmentStatus::Cancelled;
        let kinds = [Cancellation::Late, Cancellation::Timely, Cancellation::Provider];
        AppointmentFact {
            id: dice.id(),
            case_id,
            starts_at,
            status,
            cancellation: cancelled.then(|| dice.of(&kinds)),
            settled_at: (status != AppointmentStatus::Booked).then(|| dice.after(starts_at, 48)),
            ordered_for: dice.maybe(2, |dice| if dice.one_in(3) { dice.after(starts_at, 240) } else { starts_at }),
        }
    });
    facts.scores = dice.some(5, |dice| ScoreFact {
        id: dice.id(),
        case_id,
        instrument: dice.of(&["phq-9", "gad-7"]),
        total: dice.roll(22) as i64,
        at: dice.at(),
    });
    facts.symptoms = dice.some(4, |dice| SymptomFact {
        id: dice.id(),
        assessment_id: dice.id(),
        case_id,
        symptom: dice.of(&["pain", "breath"]),
        severity: dice.roll(4) as u8,
        at: dice.at(),
    });
    facts.risks = dice.some(3, |dice| RiskFact {
        id: dice.id(),
        kind: FactKind::Alert,
        level: dice.roll(4) as u8,
        at: dice.at(),
    });
    facts.crisis_plans = dice.some(1, |dice| {
        let approved_at = dice.at();
        CrisisPlanFact {
            id: dice.id(),
            approved_at,
            reviewed_at: dice.maybe(2, |dice| dice.after(approved_at, 24 * 300)),
            ended_at: dice.maybe(3, |dice| dice.after(approved_at, 24 * 900)),
        }
    });
    facts.deadlines = dice.some(6, |dice| deadline(dice, case_id));
    facts.referrals = dice.some(4, |dice| referral(dice, case_id));
    facts.authorizations = dice.some(2, |dice| {
        let received_at = dice.at();
        let due_at = received_at + Duration::days(7);
        let decided_at = dice.maybe(5, |dice| dice.after(received_at, 24 * 9));
        AuthorizationFact { id: dice.id(), case_id, received_at, due_at, decided_at }
    });
    facts.gaps = dice.some(2, |dice| {
        let opened_at = dice.at();
        let closed_at = dice.maybe(2, |dice| dice.after(opened_at, 24 * 200));
        GapFact { id: dice.id(), opened_at, closed_at, evidence: dice.one_in(2) }
    });
    facts.answers = dice.some(3, |dice| AnswerFact {
        id: dice.id(),
        case_id,
        item: dice.roll(3) as u16,
        top_box: dice.one_in(2),
        at: dice.at(),
    });
    facts.milestones = dice.some(2, |dice| {
        let due = dice.at();
        let continuances = dice.some(2, |dice| {
            let (ordered_at, day) = (dice.after(due, 200), dice.after(due, 24 * 90).date_naive());
            Continuance { ordered_at, day, id: case_id }
        });
        let done_at = dice.maybe(3, |dice| dice.after(due, 24 * 60));
        MilestoneFact { id: dice.id(), case_id, due_on: due.date_naive(), continuances, done_at }
    });
    facts.jobs = dice.some(1, |dice| {
        let start = dice.at();
        let ended_on = dice.maybe(2, |dice| dice.after(start, 24 * 300).date_naive());
        JobFact { id: dice.id(), started_on: start.date_naive(), ended_on }
    });
    facts
}

fn stay(dice: &mut Dice) -> StayFact {
    let admitted_at = dice.at();
    let class = dice.of(&[StayClass::Inpatient, StayClass::Observation, StayClass::Emergency, StayClass::Facility]);
    let discharged_at = dice.maybe(8, |dice| dice.after(admitted_at, 24 * 12));
    StayFact {
        id: dice.id(),
        class,
        admitted_at,
        discharged_at,
        destination: None,
        psychiatric: dice.one_in(2),
        planned: dice.one_in(8),
        perinatal: dice.one_in(20),
        cause: dice.maybe(2, |dice| dice.of(&[EmergencyCause::MentalHealth, EmergencyCause::SubstanceUse])),
        expected_days: dice.maybe(4, |dice| 1.0 + dice.roll(80) as f64 / 10.0),
        targets: Vec::new(),
        avoidable: Vec::new(),
        notice_at: dice.maybe(3, |dice| dice.after(admitted_at, 96)),
        information_at: dice.maybe(3, |dice| dice.after(admitted_at, 24 * 15)),
        reconciled_at: dice.maybe(3, |dice| dice.after(admitted_at, 24 * 40)),
    }
}

fn deadline(dice: &mut Dice, case_id: Uuid) -> DeadlineFact {
    let anchor_at = dice.at();
    let due_at = anchor_at + Duration::days(dice.of(&[1, 2, 7, 30]));
    let met_at = dice.maybe(3, |dice| dice.after(anchor_at, 24 * 20));
    let status = match met_at {
        Some(at) if at <= due_at => DeadlineStatus::Met,
        Some(_) => DeadlineStatus::MetLate,
        None => DeadlineStatus::Open,
    };
    DeadlineFact {
        id: dice.id(),
        case_id,
        rule: dice.of(&["T-1.assessment", "T-2.plan", "T-4.outreach_7", "note.signed", "T-11.transmit"]).into(),
        title: "A rule".into(),
        version: "2000-01-01".into(),
        status,
        anchor_kind: EventKind::Enrolled,
        anchor_subject_id: dice.id(),
        anchor_at,
        due_at,
        met_at,
        met_by_id: met_at.map(|_| dice.id()),
        closed_at: None,
        closed_reason: None,
    }
}

fn referral(dice: &mut Dice, case_id: Uuid) -> ReferralFact {
    let sent_at = dice.at();
    let applied = sent_at.date_naive();
    let later = dice.after(sent_at, 24 * 120);
    let status = dice.of(&[ReferralStatus::Completed, ReferralStatus::Declined, ReferralStatus::Sent]);
    let closed = !matches!(status, ReferralStatus::Sent);
    let decided = dice.one_in(2);
    let decision = dice.of(&[BenefitDecision::Approved, BenefitDecision::Denied, BenefitDecision::Withdrawn]);
    let benefit = BenefitCourse {
        benefit: Benefit::Snap,
        applied_on: Some(applied),
        decided_on: decided.then(|| later.date_naive()),
        decision: decided.then_some(decision),
        appealed_on: None,
        appeal_decided_on: None,
        appeal_decision: None,
    };
    let moved_in_on = dice.one_in(2).then(|| later.date_naive());
    let housing = HousingCourse { applied_on: Some(applied), moved_in_on, ..HousingCourse::default() };
    let course = dice.of(&[None, Some(Course::Benefit(benefit)), Some(Course::Housing(housing))]);
    ReferralFact {
        id: dice.id(),
        case_id,
        status,
        mistaken: dice.one_in(30),
        sent_at: Some(sent_at),
        accepted_at: dice.maybe(3, |dice| dice.after(sent_at, 100)),
        served_on: (status == ReferralStatus::Completed).then(|| later.date_naive()),
        closed_at: closed.then_some(later),
        due_at: sent_at + Duration::days(5),
        course,
    }
}
