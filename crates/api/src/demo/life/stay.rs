//! Hospital and emergency stays, and what follows a discharge.

use chrono::Duration;
use domain::contact::ContactPurpose;
use domain::program::Setting;
use domain::stay::{EmergencyCause, Stay, StayClass, StayStatus};
use persistence::Result;

use super::{Act, Life};
use crate::demo::hours;
use crate::demo::ledger::Ledger;

const HOSPITALS: &[&str] = &[
    "Harbor Valley Medical Center",
    "Harbor Valley Medical Center",
    "St. Brendan Hospital",
    "Upper Lakes Regional Hospital",
];
const FACILITIES: &[&str] =
    &["Orchard Hill Residence", "Cedar Point Skilled Nursing", "Mill Pond Rehabilitation Center"];
const REASONS: &[&str] = &[
    "Shortness of breath",
    "Chest pain",
    "Fall with hip pain",
    "Fever and confusion",
    "High blood sugar",
    "Swelling of the legs",
    "Wound infection",
    "Dehydration",
    "Dizziness",
    "Severe anxiety",
];
const PLANNED: &[&str] = &[
    "Hip replacement",
    "Heart failure",
    "COPD flare-up",
    "Stroke",
    "Pneumonia",
    "Foot infection",
    "Bowel obstruction",
];
const DESTINATIONS: &[(&str, u32)] =
    &[("Home", 52), ("Home with home health", 26), ("Skilled nursing facility", 14), ("Rehabilitation facility", 8)];

/// What brings somebody to the emergency department, by who follows them.
fn cause(setting: Setting) -> Option<EmergencyCause> {
    match setting {
        Setting::BehavioralHealth => Some(EmergencyCause::MentalHealth),
        Setting::ManagedCare => Some(EmergencyCause::ChronicConditions),
        _ => None,
    }
}

impl Life<'_> {
    pub(super) fn admit<L: Ledger>(&mut self, class: StayClass, ledger: &mut L) -> Result<()> {
        let there = self.stays.iter().any(|stay| stay.status == StayStatus::InProgress);
        if there || self.person().is_none_or(|person| person.deceased_on.is_some()) {
            return Ok(());
        }
        let inpatient_program =
            self.stories.last().is_some_and(|story| story.setting == Setting::Hospital) && self.stays.is_empty();
        let facility = match class {
            _ if inpatient_program => HOSPITALS[0],
            StayClass::Facility => *self.random.pick(FACILITIES),
            _ => *self.random.pick(HOSPITALS),
        };
        let reason = *self.random.pick(if inpatient_program { PLANNED } else { REASONS });
        let stay = Stay {
            id: self.id(),
            version: 1,
            person_id: self.person_id(),
            class,
            status: StayStatus::InProgress,
            facility: facility.into(),
            reason: Some(reason.into()),
            admitted_at: self.at,
            discharged_at: None,
            destination: None,
            cancel_reason: None,
            source: None,
            cause: class.caused(self.stories.last().and_then(|story| cause(story.setting))),
        };
        let change = Stay::admit(stay, self.at)?;
        let stay = self.keep_everywhere(change, ledger)?;
        self.stays.push(stay);
        self.begin_transition(self.stays.len() - 1, ledger)?;
        let minutes = match class {
            StayClass::Emergency => self.random.between(150, 720),
            StayClass::Observation => self.random.between(20 * 60, 46 * 60),
            StayClass::Inpatient => self.random.between(40 * 60, 9 * 1440),
            StayClass::Facility => self.random.between(8 * 1440, 24 * 1440),
        };
        let mut at = self.at + Duration::minutes(minutes);
        if class != StayClass::Emergency {
            // Hospitals discharge during the day.
            let zone = self.zone(0);
            let day = domain::clock::local_date(at, zone);
            at = hours::at_work(&mut self.random, day, zone).max(self.at + Duration::hours(5));
        }
        self.soon(at, Act::Discharge(self.stays.len() - 1));
        Ok(())
    }

    pub(super) fn discharge<L: Ledger>(&mut self, stay: usize, ledger: &mut L) -> Result<()> {
        let there = self.stays[stay].clone();
        if there.status != StayStatus::InProgress {
            return Ok(());
        }
        let anchors = there.anchors_deadlines();
        let destination = self.random.weighted(DESTINATIONS).to_owned();
        self.leave(stay, &destination, ledger)?;
        let change = there.discharge(self.at, Some(destination), self.at)?;
        self.stays[stay] = self.keep_everywhere(change, ledger)?;
        if !anchors {
            return Ok(());
        }
        self.expect_at_home(stay);
        for case in 0..self.works.len() {
            if self.is_active(case) {
                let days = self.random.between(1, 4);
                let at = self.after(case, days);
                self.soon(at, Act::Reach { case, purpose: ContactPurpose::Outreach, tries: 0 });
                for days in [13, 35] {
                    let at = self.after(case, days);
                    self.soon(at, Act::GiveUp(case));
                }
            }
        }
        // Some move in with family, lose their phone, or do not want to be found for a while.
        if self.feature.is_none() && self.random.chance(0.17) {
            let days = self.random.between(20, 80);
            self.out_of_reach = Some((self.at, self.at + Duration::days(days)));
        }
        if self.feature.is_none() && self.random.chance(0.1) {
            let at = self.at + Duration::minutes(self.random.between(3 * 1440, 26 * 1440));
            self.soon(at, Act::Admit(StayClass::Inpatient));
        }
        Ok(())
    }

    /// Stores a change that every active case of the person hears of.
    pub(super) fn keep_everywhere<L: Ledger, T>(&mut self, change: domain::Change<T>, ledger: &mut L) -> Result<T>
    where
        T: persistence::record::Record + Clone + std::fmt::Debug + Send + Sync + 'static,
    {
        let (mut active, mut others): (Vec<_>, Vec<_>) =
            self.works.drain(..).enumerate().partition(|(_, work)| work.case.require_active().is_ok());
        let mut works: Vec<_> = active.iter().map(|(_, work)| work.clone()).collect();
        let record = ledger.keep_in(&mut works, change);
        for ((_, old), new) in active.iter_mut().zip(works) {
            *old = new;
        }
        others.append(&mut active);
        others.sort_by_key(|(place, _)| *place);
        self.works = others.into_iter().map(|(_, work)| work).collect();
        record
    }
}
