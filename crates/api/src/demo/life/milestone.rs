//! The dated facts that the clocks of schools, reentry, resettlement, courts, home health and hospice run on, and the help that
//! follows a need that a screen found.

use chrono::{Days, Duration, NaiveDate};
use domain::deadline::DeadlineStatus;
use domain::milestone::{Milestone, MilestoneKind as K, MilestoneStatus, periods_begun};
use domain::program::Setting;
use domain::referral::state::Party;
use domain::referral::{
    Act as Step, ConfirmedWith, Days as Calendars, Draft, Entry, Referral, ReferralChannel, ReferralKind, ReferralParty,
};
use persistence::Result;

use super::{Act, Life};
use crate::demo::hours;
use crate::demo::ledger::Ledger;

/// What is still owed at the end of a case, by the rule that asks for it.
const OWED: &[(&str, K)] = &[
    ("T-11.death", K::OasisDeath),
    ("T-11.transmit", K::OasisTransmitted),
    ("T-12.noe", K::NoticeOfElection),
    ("T-13.submit", K::HopeSubmitted),
];

impl Life<'_> {
    /// The first dates of a case; each may lead to the next.
    pub(super) fn soon_milestones(&mut self, case: usize) {
        match self.stories[case].setting {
            Setting::School => self.soon_milestone(case, K::ParentalConsent, 0.6, (2, 20)),
            Setting::Refugee => {
                self.soon_milestone(case, K::SecondHomeVisit, 0.92, (10, 27));
                self.soon_milestone(case, K::HealthScreened, 0.9, (12, 29));
                self.soon_milestone(case, K::PlacementPeriodReported, 0.93, (80, 90));
                if (5..18).contains(&self.age()) {
                    self.soon_milestone(case, K::SchoolEnrolled, 0.94, (7, 28));
                }
            }
            Setting::Corrections => {
                let kind = if self.age() < 21 { K::YouthRelease } else { K::Release };
                self.soon_milestone(case, kind, 0.7, (1, 12));
            }
            Setting::Legal => {
                self.soon_milestone(case, K::ComplaintServed, 0.35, (2, 25));
                self.soon_milestone(case, K::HearingOnOtherMotion, 0.4, (3, 40));
            }
            Setting::HomeHealth => {
                self.soon_milestone(case, K::OasisStartOfCare, 0.97, (2, 5));
                self.soon_milestone(case, K::FaceToFace, 0.94, (1, 26));
                self.soon_milestone(case, K::OasisRecertification, 0.95, (55, 59));
                self.soon_certification(case);
            }
            Setting::Hospice => {
                self.soon_milestone(case, K::NoticeOfElection, 0.97, (1, 4));
                self.soon_milestone(case, K::HopeAdmission, 0.97, (1, 4));
                self.soon_milestone(case, K::HopeUpdateVisit, 0.95, (7, 14));
                self.soon_milestone(case, K::HopeUpdateVisit, 0.93, (17, 29));
            }
            _ => {}
        }
    }

    fn soon_milestone(&mut self, case: usize, kind: K, share: f64, days: (i64, i64)) {
        if self.dates.chance(share) {
            let days = self.dates.between(days.0, days.1);
            let zone = self.zone(case);
            let at = hours::after_days(&mut self.dates, self.at, days, zone);
            self.soon(at, Act::Date { case, kind });
        }
    }

    /// The next 60 days of home health begin by themselves.
    fn soon_certification(&mut self, case: usize) {
        let zone = self.zone(case);
        let first = domain::clock::local_date(self.at, zone) + Days::new(60);
        self.soon(domain::clock::start_of_day(first, zone), Act::BeginCertification(case));
    }

    /// The case hears that its next 60 days have begun.
    pub(super) fn begin_certification<L: Ledger>(&mut self, case: usize, ledger: &mut L) -> Result<()> {
        if !self.is_active(case) {
            return Ok(());
        }
        let heard = self.works[case].heard();
        for event in periods_begun(self.case(case), Setting::HomeHealth, self.zone(case), &heard, self.at) {
            ledger.announce(self.work(case), &event)?;
        }
        self.soon_milestone(case, K::OasisRecertification, 0.95, (55, 59));
        self.soon_certification(case);
        Ok(())
    }

    /// Somebody writes down that it happened today, or when it will.
    pub(super) fn date<L: Ledger>(&mut self, case: usize, kind: K, ledger: &mut L) -> Result<()> {
        if !self.is_active(case) {
            return Ok(());
        }
        let today = domain::clock::local_date(self.at, self.zone(case));
        let ahead = if kind.may_lie_ahead() { self.dates.between(18, 70) } else { 0 };
        let on = today + Days::new(ahead.unsigned_abs());
        self.note_date(case, kind, on, ledger)?;
        match kind {
            K::ParentalConsent => self.soon_milestone(case, K::EvaluationCompleted, 0.93, (20, 56)),
            K::EvaluationCompleted => self.soon_milestone(case, K::EligibilityFound, 0.75, (1, 8)),
            K::EligibilityFound => self.soon_milestone(case, K::IepMeetingHeld, 0.93, (7, 28)),
            K::Release | K::YouthRelease => {
                self.soon_milestone(case, K::HandoffMade, 0.9, (ahead - 4, ahead - 1));
                if kind == K::YouthRelease {
                    self.soon_milestone(case, K::YouthScreened, 0.92, (ahead - 9, ahead + 4));
                }
            }
            K::ComplaintServed => self.soon_milestone(case, K::AnswerServed, 0.96, (8, 18)),
            K::HearingOnOtherMotion => {
                self.soon_milestone(case, K::OpposingAffidavitServed, 0.95, (ahead - 14, ahead - 10));
            }
            K::OasisStartOfCare | K::OasisRecertification => {
                self.soon_milestone(case, K::OasisTransmitted, 0.96, (4, 24));
            }
            K::HopeAdmission | K::HopeUpdateVisit => self.soon_milestone(case, K::HopeSubmitted, 0.95, (5, 24)),
            _ => {}
        }
        Ok(())
    }

    fn note_date<L: Ledger>(&mut self, case: usize, kind: K, on: NaiveDate, ledger: &mut L) -> Result<()> {
        let own = &self.stories[case];
        if own.dates.contains(&(kind, on)) {
            return Ok(());
        }
        let (setting, zone) = (own.setting, own.zone);
        let milestone = Milestone {
            id: self.dates.id(self.at),
            version: 1,
            case_id: self.case(case).id,
            person_id: self.person_id(),
            kind,
            occurred_on: on,
            answers_id: None,
            appointment_id: None,
            note: None,
            status: MilestoneStatus::Recorded,
            error_reason: None,
            author_id: self.stories[case].coordinator.unwrap_or(self.case(case).owner_id),
            created_at: self.at,
        };
        let change = milestone.record(self.case(case), setting, zone, self.at)?;
        ledger.keep_in(self.work(case), change)?;
        self.stories[case].dates.push((kind, on));
        Ok(())
    }

    /// The papers that are owed after the end are sent before it.
    pub(super) fn settle_papers<L: Ledger>(&mut self, case: usize, ledger: &mut L) -> Result<()> {
        let today = domain::clock::local_date(self.at, self.zone(case));
        for (rule, kind) in OWED {
            let owed = |one: &domain::deadline::Deadline| one.rule_code == *rule && one.status == DeadlineStatus::Open;
            if self.works[case].deadlines.iter().any(owed) {
                self.note_date(case, *kind, today, ledger)?;
            }
        }
        Ok(())
    }

    /// What a screen found is helped with in the weeks after it, for most.
    pub(super) fn soon_help(&mut self, case: usize) {
        if self.stories[case].setting == Setting::ManagedCare && self.dates.chance(0.94) {
            let days = self.dates.between(2, 9);
            let zone = self.zone(case);
            let at = hours::after_days(&mut self.dates, self.at, days, zone);
            self.soon(at, Act::Help(case));
        }
    }

    /// A pantry helps within two weeks, and the person says so.
    pub(super) fn help<L: Ledger>(&mut self, case: usize, ledger: &mut L) -> Result<()> {
        let settled_at = self.at + Duration::days(11);
        if !self.is_active(case) || settled_at > self.world.now {
            return Ok(());
        }
        let (zone, owner) = (self.zone(case), self.case(case).owner_id);
        let calendar = domain::calendar::Calendar::default();
        let days = || Calendars { zone, calendar: &calendar };
        let draft = Draft {
            kind: ReferralKind::CommunityService,
            need_id: None,
            community_service_id: None,
            recipient: "Harbor Community Pantry".into(),
            request: "A weekly food box, delivered if possible.".into(),
            note: None,
            duplicate_reason: Some("The last one has ended.".into()),
            appointment_id: None,
        };
        let id = (self.dates.id(self.at), owner);
        let created = Referral::create(id, self.case(case), draft, &[], days(), self.at)?;
        let mut referral = ledger.keep(created)?;
        let on = domain::clock::local_date(self.at + Duration::days(8), zone);
        let confirm = Step::Confirm { on, way: domain::contact::ContactMode::Phone, with: ConfirmedWith::Person };
        let steps = [
            (0, Step::Send { channel: ReferralChannel::Phone, spoke_with: None }),
            (1, Step::Accept),
            (8, Step::Serve { on }),
            (11, confirm),
        ];
        for (later, step) in steps {
            let now = self.at + Duration::days(later);
            let party = Party { kind: ReferralParty::Staff, id: Some(owner) };
            let entry = Entry { id: self.dates.id(now), party, note: None, now };
            let (change, event) = referral.act(step, entry, days())?;
            let heard = change.record.heard(&event);
            referral = match heard {
                Some(heard) => ledger.keep_in(self.work(case), change.with(heard))?,
                None => ledger.keep(change)?,
            };
            ledger.keep(domain::Change::created(event))?;
        }
        Ok(())
    }
}
