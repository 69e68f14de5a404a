//! The way from the hospital: planned while the person is there, followed when they are home.

use chrono::{DateTime, Days, Duration, NaiveDate, Utc};
use domain::clock::local_date;
use domain::stay::{StayClass, StayStatus};
use domain::transition::act::{Act as Step, Moment};
use domain::transition::checklist;
use domain::transition::{
    AvoidableCause, CheckState, Chooser, Complexity, Destination, DischargeBarrierKind, Head, HospitalNotice,
    PlacementStatus, PromiseKind, PromiseOutcome, ReceiptKind, ReceiptWay, ReconciliationOutcome, Transition,
    TransitionPhase, covered_by_medicare,
};
use persistence::Result;
use uuid::Uuid;

use super::{Act, Life};
use crate::demo::hours;
use crate::demo::ledger::Ledger;

const BARRIERS: &[(DischargeBarrierKind, &str, AvoidableCause)] = &[
    (DischargeBarrierKind::Authorization, "The plan has not decided about the facility", AvoidableCause::Payer),
    (DischargeBarrierKind::Placement, "No facility with a bed that takes the wound pump", AvoidableCause::Facility),
    (DischargeBarrierKind::Equipment, "Home oxygen is not delivered", AvoidableCause::Equipment),
    (DischargeBarrierKind::Family, "The daughter is back in town on Thursday only", AvoidableCause::Family),
    (DischargeBarrierKind::Transport, "The stretcher van is booked out", AvoidableCause::Transport),
    (DischargeBarrierKind::TestOrConsult, "Waiting for the cardiology consult", AvoidableCause::Provider),
    (DischargeBarrierKind::Housing, "The apartment has no heat", AvoidableCause::Other),
];
const REASONS: &[&str] =
    &["Needs another day of antibiotics", "The facility has a bed a day later", "Family asked for a day more"];
const HOW: &[&str] =
    &["Called until it was settled", "The supervisor of the vendor sent it the same day", "A second facility agreed"];
const FACILITIES: &[&str] =
    &["Cedar Point Skilled Nursing", "Mill Pond Rehabilitation Center", "Lakeview Post-Acute Care"];
const DECLINED: &[&str] = &["No bed this week", "Can't do dialysis on site", "Out of the plan's network"];
const DOCTORS: &[&str] = &["Dr. Ito, primary care", "Dr. Mensah, primary care", "Nurse practitioner Alvarez"];
const PLANS: &[&str] = &[
    "Home with daily weights and a water pill; daughter fills the pill box.",
    "Needs two weeks of therapy before the stairs at home are safe.",
    "Wound care three times a week; knows the signs of infection.",
    "New inhaler technique practiced twice; oxygen at night.",
];
const FINDINGS: &[&str] =
    &["Two beta blockers on the list; the older one is stopped", "Blood thinner was missing at home; called in"];

impl Life<'_> {
    /// A stay of somebody with a case begins a transition.
    pub(super) fn begin_transition<L: Ledger>(&mut self, stay: usize, ledger: &mut L) -> Result<()> {
        let there = self.stays[stay].clone();
        if !there.anchors_deadlines() || !(0..self.works.len()).any(|case| self.is_active(case)) {
            return Ok(());
        }
        let coverages = self.household.as_ref().map_or(&[][..], |household| household.coverages.as_slice());
        let medicare = covered_by_medicare(coverages, local_date(there.admitted_at, self.zone(0)));
        let id = self.way.id(self.at);
        let change = Transition::unwritten(id, &there, medicare).begin(self.at);
        let transition = self.keep_everywhere(change, ledger)?;
        self.transitions.insert(stay, transition);
        let at = self.at + Duration::minutes(self.way.between(100, 420));
        self.soon(at, Act::PlanWayHome(stay));
        let at = self.at + Duration::hours(self.way.between(26, 40));
        self.soon(at, Act::MakeRounds(stay));
        Ok(())
    }

    /// The first hours: when, where to, what is in the way, what is promised.
    pub(super) fn plan_way_home<L: Ledger>(&mut self, stay: usize, ledger: &mut L) -> Result<()> {
        if self.stays[stay].status != StayStatus::InProgress {
            return Ok(());
        }
        // Some are only just being looked at.
        if self.way.chance(0.12) && self.feature.is_none() {
            return Ok(());
        }
        self.hear(stay, ReceiptKind::AdmissionNotice, self.at, ledger)?;
        let destination = self.way.weighted(&[
            (Destination::Home, 48),
            (Destination::HomeWithServices, 28),
            (Destination::Snf, 16),
            (Destination::Rehab, 8),
        ]);
        let complexity =
            self.way.weighted(&[(Complexity::High, 30), (Complexity::Moderate, 50), (Complexity::Low, 20)]);
        let zone = self.zone(0);
        let today = local_date(self.at, zone);
        let leaves_on = self.leaves_at(stay).map_or(today + Days::new(3), |at| local_date(at, zone));
        let length = (leaves_on - local_date(self.stays[stay].admitted_at, zone)).num_days().max(1);
        let head = Head {
            destination: Some(destination),
            expected_days: Some((length * self.way.between(7, 12)) as f64 / 10.0),
            complexity: Some(complexity),
            psychiatric: self.stays[stay].reason.as_deref().map(|reason| reason == "Severe anxiety"),
            medicare: None,
            summary: Some((*self.way.pick(PLANS)).to_owned()),
        };
        self.update(stay, head, ledger)?;
        // Most leave on the day that was set, some earlier, some later.
        let off = self.way.weighted(&[(-1, 14), (0, 58), (1, 20), (2, 8)]);
        let on = (leaves_on + Duration::days(off)).max(today);
        self.step(stay, Step::SetTarget { on, reason: None }, ledger)?;
        if self.transitions.get(&stay).is_some_and(|transition| transition.medicare) && self.way.chance(0.93) {
            self.notice(stay, self.at, ledger)?;
        }
        if self.way.chance(0.55) {
            self.obstruct(stay, ledger)?;
        }
        if destination.is_facility() {
            self.search(stay, ledger)?;
        }
        let doctor = *self.way.pick(DOCTORS);
        let due_on = Some(on + Days::new(u64::try_from(self.way.between(4, 11)).unwrap_or(6)));
        self.promise(stay, PromiseKind::FollowUpVisit, doctor, due_on, ledger)?;
        if self.transitions.get(&stay).is_some_and(|transition| transition.psychiatric) {
            self.promise(stay, PromiseKind::BehavioralVisit, "Harbor Counseling, intake", due_on, ledger)?;
        }
        if self.way.chance(0.4) {
            self.promise(stay, PromiseKind::Equipment, "Walker with wheels, to the door", Some(on), ledger)?;
        }
        Ok(())
    }

    /// When the story lets the person leave; nobody there knows it.
    fn leaves_at(&self, stay: usize) -> Option<DateTime<Utc>> {
        let leaves = |act: &Act| matches!(act, Act::Discharge(number) if *number == stay);
        self.agenda.iter().find(|(_, act)| leaves(act)).map(|((at, _), _)| *at)
    }

    fn notice<L: Ledger>(&mut self, stay: usize, at: DateTime<Utc>, ledger: &mut L) -> Result<()> {
        let notice = match self.stays[stay].class {
            StayClass::Observation => HospitalNotice::ObservationNotice,
            _ => HospitalNotice::ImportantMessage,
        };
        self.step(stay, Step::GiveNotice { notice, at: Some(at) }, ledger)
    }

    fn obstruct<L: Ledger>(&mut self, stay: usize, ledger: &mut L) -> Result<()> {
        let (kind, text, _) = *self.way.pick(BARRIERS);
        let (id, owner_id) = (self.way.id(self.at), self.accountable().staff.id);
        self.step(stay, Step::AddBarrier { id, kind, text: text.into(), owner_id }, ledger)
    }

    /// The next morning: a day was lost, or the target day moves.
    pub(super) fn make_rounds<L: Ledger>(&mut self, stay: usize, ledger: &mut L) -> Result<()> {
        let barrier = self.transitions.get(&stay).and_then(|known| known.parts.barriers.first());
        let (Some(kind), StayStatus::InProgress) = (barrier.map(|barrier| barrier.kind), self.stays[stay].status)
        else {
            return Ok(());
        };
        let cause =
            BARRIERS.iter().find(|(known, ..)| *known == kind).map_or(AvoidableCause::Other, |(.., cause)| *cause);
        if self.way.chance(0.4) {
            let today = local_date(self.at, self.zone(0));
            self.step(stay, Step::MarkDay { on: today, cause: Some(cause) }, ledger)?;
        }
        if self.way.chance(0.3) {
            let Some(old) = self.transitions.get(&stay).and_then(|transition| transition.target_on) else {
                return Ok(());
            };
            let reason = Some((*self.way.pick(REASONS)).to_owned());
            let on = old.max(local_date(self.at, self.zone(0))) + Days::new(1);
            self.step(stay, Step::SetTarget { on, reason }, ledger)?;
        }
        Ok(())
    }

    fn search<L: Ledger>(&mut self, stay: usize, ledger: &mut L) -> Result<()> {
        let first = self.way.between(0, 2) as usize;
        for place in 0..2 {
            let facility = FACILITIES[(first + place) % FACILITIES.len()];
            let id = self.way.id(self.at);
            self.step(stay, Step::AskFacility { id, facility: facility.into(), asked_at: None }, ledger)?;
            let declined = place == 0 && self.way.chance(0.6);
            if place == 1 && self.way.chance(0.35) {
                continue;
            }
            let words = declined.then(|| (*self.way.pick(DECLINED)).to_owned());
            self.step(stay, Step::NoteAnswer { id, accepted: !declined, words }, ledger)?;
        }
        Ok(())
    }

    fn promise<L: Ledger>(
        &mut self,
        stay: usize,
        kind: PromiseKind,
        text: &str,
        due_on: Option<NaiveDate>,
        ledger: &mut L,
    ) -> Result<()> {
        let id = self.way.id(self.at);
        self.step(stay, Step::Promise { id, kind, text: text.into(), due_on }, ledger)
    }

    /// The last hours: everything that was in the way is gone, and the list is gone through.
    pub(super) fn leave<L: Ledger>(&mut self, stay: usize, destination: &str, ledger: &mut L) -> Result<()> {
        let Some(transition) = self.transitions.get(&stay).cloned() else { return Ok(()) };
        let to = match destination {
            "Home with home health" => Destination::HomeWithServices,
            "Skilled nursing facility" => Destination::Snf,
            "Rehabilitation facility" => Destination::Rehab,
            _ => Destination::Home,
        };
        if transition.destination != Some(to) {
            self.update(stay, Head { destination: Some(to), ..Head::default() }, ledger)?;
        }
        for barrier in transition.parts.barriers.iter().filter(|barrier| barrier.removed_at.is_none()) {
            let how = (*self.way.pick(HOW)).to_owned();
            self.step(stay, Step::RemoveBarrier { id: barrier.id, how }, ledger)?;
        }
        let chosen = transition
            .parts
            .placements
            .iter()
            .find(|placement| to.is_facility() && placement.status == PlacementStatus::Accepted);
        if let Some(placement) = chosen {
            let chosen_by = if self.way.chance(0.7) { Chooser::Person } else { Chooser::Caregiver };
            self.step(stay, Step::NoteChoice { id: placement.id, chosen_by }, ledger)?;
        }
        if transition.medicare && transition.class == StayClass::Inpatient && self.way.chance(0.95) {
            let before = Duration::hours(self.way.between(3, 20));
            self.notice(stay, (self.at - before).max(self.stays[stay].admitted_at), ledger)?;
        }
        for item in checklist::items(Some(to)) {
            let state = if self.way.chance(0.08) { CheckState::NotNeeded } else { CheckState::Done };
            if self.way.chance(0.93) {
                self.step(stay, Step::SetCheck { code: item.code, state: Some(state), note: None }, ledger)?;
            }
        }
        Ok(())
    }

    /// What somebody does when the person is home.
    pub(super) fn expect_at_home(&mut self, stay: usize) {
        if self.transitions.contains_key(&stay) {
            let soon = self.way.between(3, 12);
            let zone = self.zone(0);
            let at = hours::after_days(&mut self.way, self.at, soon, zone);
            self.soon(at, Act::FollowWayHome(stay));
            let at = hours::after_days(&mut self.way, self.at, 31, zone);
            self.soon(at, Act::CloseTransition(stay));
        }
    }

    /// The visit took place or did not, and medicines are compared.
    pub(super) fn follow_way_home<L: Ledger>(&mut self, stay: usize, ledger: &mut L) -> Result<()> {
        if !self.may_follow(stay) {
            return Ok(());
        }
        if self.transitions.get(&stay).is_some_and(|transition| transition.complexity.is_none()) {
            let head = Head { complexity: Some(Complexity::Moderate), ..Head::default() };
            self.update(stay, head, ledger)?;
        }
        let left_at = self.stays[stay].discharged_at.unwrap_or(self.at);
        self.hear(stay, ReceiptKind::DischargeInformation, (left_at + Duration::hours(20)).min(self.at), ledger)?;
        if self.way.chance(0.88) {
            let agrees = self.way.chance(0.6);
            let outcome = if agrees { ReconciliationOutcome::Agrees } else { ReconciliationOutcome::Corrected };
            let findings = (!agrees).then(|| (*self.way.pick(FINDINGS)).to_owned());
            self.step(stay, Step::Reconcile { at: None, outcome, findings }, ledger)?;
        }
        self.settle_promises(stay, 0.85, ledger)
    }

    fn settle_promises<L: Ledger>(&mut self, stay: usize, share: f64, ledger: &mut L) -> Result<()> {
        let promises = self.transitions.get(&stay).map(|known| known.parts.promises.clone()).unwrap_or_default();
        let ended_at = self.stays[stay].discharged_at.unwrap_or(self.at);
        for promise in promises.iter().filter(|promise| promise.outcome.is_none()) {
            if !self.way.chance(share) {
                continue;
            }
            let kept = self.way.chance(0.86);
            let outcome = if kept { PromiseOutcome::Kept } else { PromiseOutcome::Missed };
            let at = (self.at - Duration::hours(self.way.between(1, 30))).max(ended_at);
            self.step(stay, Step::SettlePromise { id: promise.id, outcome, at: Some(at) }, ledger)?;
        }
        Ok(())
    }

    /// Word of the hospital comes of most stays. Nothing is drawn for it, so that the rest of the story goes on as it was.
    fn hear<L: Ledger>(&mut self, stay: usize, what: ReceiptKind, at: DateTime<Utc>, ledger: &mut L) -> Result<()> {
        let Some(own) = self.transitions.get(&stay).map(|known| known.id.as_u128()) else { return Ok(()) };
        let number = match what {
            ReceiptKind::AdmissionNotice => 1,
            ReceiptKind::DischargeInformation => 2,
        };
        if own % 8 == number {
            return Ok(());
        }
        let way = if own.is_multiple_of(2) { ReceiptWay::Portal } else { ReceiptWay::Fax };
        let sender = Some("Discharge desk".to_owned());
        let id = Uuid::from_u128(own ^ number);
        self.step(stay, Step::NoteReceipt { id, what, at: Some(at), sender, way }, ledger)
    }

    /// A month later nothing is left to follow.
    pub(super) fn close_transition<L: Ledger>(&mut self, stay: usize, ledger: &mut L) -> Result<()> {
        if !self.may_follow(stay) {
            return Ok(());
        }
        self.settle_promises(stay, 1.0, ledger)?;
        self.step(stay, Step::Close, ledger)
    }

    fn may_follow(&self, stay: usize) -> bool {
        let known = self.transitions.get(&stay);
        let following = known.is_some_and(|known| known.phase(&self.stays[stay]) == TransitionPhase::Following);
        following && (0..self.works.len()).any(|case| self.is_active(case)) && !self.is_out_of_reach()
    }

    fn update<L: Ledger>(&mut self, stay: usize, head: Head, ledger: &mut L) -> Result<()> {
        let Some(transition) = self.transitions.get(&stay).cloned() else { return Ok(()) };
        let change = transition.update(head, &self.stays[stay], self.at)?;
        let transition = self.keep_everywhere(change, ledger)?;
        self.transitions.insert(stay, transition);
        Ok(())
    }

    fn step<L: Ledger>(&mut self, stay: usize, step: Step, ledger: &mut L) -> Result<()> {
        let Some(transition) = self.transitions.get(&stay).cloned() else { return Ok(()) };
        let by: Uuid = self.accountable().staff.id;
        let moment = Moment { by, now: self.at, zone: self.zone(0) };
        let change = transition.act(step, &self.stays[stay], moment)?;
        let transition = self.keep_everywhere(change, ledger)?;
        self.transitions.insert(stay, transition);
        Ok(())
    }
}
