//! Coming into a program: the person is met, the case opened, and the usual course put on the agenda.

use chrono::{DateTime, Duration, Utc};
use domain::Change;
use domain::access::Role;
use domain::case::{Case, CaseMember, CaseStatus, MemberRole, Stage, Tier};
use domain::clock::local_date;
use domain::contact::ContactPurpose;
use domain::need::{Need, NeedStatus};
use domain::program::Setting;
use domain::stay::StayClass;
use persistence::Result;
use persistence::case::CaseWork;
use uuid::Uuid;

use super::{Act, Life, Story};
use crate::demo::ledger::Ledger;
use crate::demo::problems::{self, Problem};
use crate::demo::world::Feature;
use crate::demo::{hours, people, profile};

impl Life<'_> {
    /// When the person comes into their first program.
    pub(super) fn first_enrolment(&mut self, setting: Setting) -> DateTime<Utc> {
        let zone = self.world.network.place(setting).program.zone();
        if self.feature == Some(Feature::JustAdmitted) {
            return self.world.now - Duration::minutes(self.random.between(180, 560));
        }
        let day = match self.feature {
            Some(Feature::PlanWaiting) => 183 - 27,
            Some(_) => self.random.between(30, 110),
            // Long programs filled up when the network went live; hospitals admit every day.
            None if setting != Setting::Hospital && self.random.chance(0.34) => self.random.between(0, 24),
            None => self.random.between(0, 178),
        };
        let date = local_date(self.world.start, zone) + Duration::days(day);
        let date = if setting == Setting::Hospital { date } else { hours::open_day(date) };
        hours::at_work(&mut self.random, date, zone).max(self.world.start)
    }

    pub(super) fn enrol<L: Ledger>(&mut self, setting: Setting, owner_id: Uuid, ledger: &mut L) -> Result<()> {
        if self.person().is_some_and(|person| person.deceased_on.is_some()) {
            return Ok(());
        }
        if self.household.is_none() {
            self.meet(setting, owner_id, ledger)?;
        }
        let case = self.open_case(setting, owner_id, ledger)?;
        self.join_team(case, ledger)?;
        self.record_needs(case, ledger)?;
        self.usual_course(case);
        Ok(())
    }

    fn meet<L: Ledger>(&mut self, setting: Setting, owner_id: Uuid, ledger: &mut L) -> Result<()> {
        let household = people::household(&mut self.random, self.index, setting, owner_id, self.at);
        ledger.keep(Change::created(household.person.clone()))?;
        for related in &household.related {
            ledger.keep(Change::created(related.clone()))?;
        }
        for coverage in &household.coverages {
            ledger.keep(Change::created(coverage.clone()))?;
        }
        self.household = Some(household);
        Ok(())
    }

    fn open_case<L: Ledger>(&mut self, setting: Setting, owner_id: Uuid, ledger: &mut L) -> Result<usize> {
        let place = self.world.network.place(setting);
        let team = self.world.workforce.team_of(self.world.workforce.get(owner_id), setting);
        let tier = self.random.weighted(profile::of(setting).tiers);
        let change = Case::open(
            Case {
                id: self.id(),
                version: 1,
                person_id: self.person_id(),
                program_id: place.program.id,
                status: CaseStatus::Active,
                stage: Stage::Assess,
                tier,
                owner_id,
                team_id: place.teams[team.min(place.teams.len() - 1)].id,
                enrolled_at: self.at,
                closed_at: None,
                outcome: None,
                close_reason: None,
            },
            self.at,
        )?;
        let mut work = CaseWork::new(change.record.clone());
        let zone = place.program.zone();
        let of_age = self.person().and_then(|person| change.record.of_school_age(person.birth_date, zone));
        let change = of_age.into_iter().fold(change, domain::Change::with);
        ledger.keep_in(std::slice::from_mut(&mut work), change)?;
        self.works.push(work);
        let problems = self.struggles(setting);
        let story = Story {
            setting,
            zone: place.program.zone(),
            needs: Vec::new(),
            plan: None,
            tasks: Vec::new(),
            occurrences: Vec::new(),
            looks: std::collections::BTreeMap::new(),
            notes: Vec::new(),
            assessments: Vec::new(),
            completed: Vec::new(),
            contacts: Vec::new(),
            decision: None,
            alerts: Vec::new(),
            offer: None,
            assistant: None,
            coordinator: None,
            severity: self.severity(&problems),
            rounds: 0,
            dates: Vec::new(),
            gaps: Vec::new(),
            entered_on: None,
            outcome: self.random.weighted(profile::of(setting).outcomes),
            problems,
        };
        self.stories.push(story);
        Ok(self.stories.len() - 1)
    }

    fn struggles(&mut self, setting: Setting) -> Vec<&'static Problem> {
        let adult = self.age() >= 18;
        // A woman of childbearing age only is pregnant; children have no adult diseases of the list.
        let fits = |problem: &&&Problem| match problem.need {
            "Pregnancy with high blood pressure" => {
                (18..45).contains(&self.age())
                    && self.person().is_some_and(|person| person.sex == domain::person::Sex::Female)
            }
            "Asthma with missed school and work" => true,
            _ => adult || setting == Setting::School,
        };
        let fitting: Vec<&'static Problem> = problems::of(setting).iter().filter(fits).copied().collect();
        let count = usize::try_from(self.random.weighted(&[(1, 30), (2, 50), (3, 20)])).unwrap_or(1);
        let chosen = self.random.sample(&fitting, count);
        if chosen.is_empty() { vec![problems::of(setting)[0]] } else { chosen }
    }

    pub(super) fn age(&self) -> u32 {
        let age = |person: &domain::person::Person| domain::age::age_on(person.birth_date, self.at.date_naive());
        self.person().and_then(age).unwrap_or(0)
    }

    /// How the person would score on the PHQ-9 today.
    fn severity(&mut self, problems: &[&'static Problem]) -> f64 {
        let burdened =
            problems.iter().any(|problem| problem.measure.0.starts_with("PHQ") || problem.measure.0.starts_with("GAD"));
        let (low, high) = if burdened { (11, 20) } else { (1, 12) };
        self.random.between(low, high) as f64
    }

    fn join_team<L: Ledger>(&mut self, case: usize, ledger: &mut L) -> Result<()> {
        let setting = self.stories[case].setting;
        let owner_team = self.case(case).team_id;
        let workforce = &self.world.workforce;
        let in_team = |role| {
            let all = workforce.of(setting, &[role]);
            all.into_iter().find(|worker| worker.memberships.iter().any(|own| own.team_id == owner_team))
        };
        if let Some(assistant) = in_team(Role::Assistant)
            && (self.random.chance(profile::of(setting).assisted) || self.feature == Some(Feature::AssistantNote))
        {
            self.stories[case].assistant = Some(assistant.staff.id);
            self.add_member(case, assistant.staff.id, MemberRole::Assistant, ledger)?;
        }
        if let Some(coordinator) = in_team(Role::Coordinator)
            && self.random.chance(0.3)
        {
            self.stories[case].coordinator = Some(coordinator.staff.id);
            self.add_member(case, coordinator.staff.id, MemberRole::Coordinator, ledger)?;
        }
        if setting == Setting::Hospital
            && self.case(case).tier == Tier::Complex
            && let Some(physician) = workforce.of(setting, &[Role::PhysicianAdvisor]).first()
        {
            self.add_member(case, physician.staff.id, MemberRole::Consultant, ledger)?;
        }
        Ok(())
    }

    fn add_member<L: Ledger>(&mut self, case: usize, staff_id: Uuid, role: MemberRole, ledger: &mut L) -> Result<()> {
        let member = CaseMember {
            id: self.id(),
            version: 1,
            case_id: self.case(case).id,
            person_id: self.person_id(),
            staff_id,
            role,
            starts_at: self.at,
            ends_at: None,
        };
        ledger.keep(Change::created(member)).map(|_| ())
    }

    fn record_needs<L: Ledger>(&mut self, case: usize, ledger: &mut L) -> Result<()> {
        for problem in self.stories[case].problems.clone() {
            let onset = self.random.between(20, 1500);
            let need = Need {
                id: self.id(),
                version: 1,
                person_id: self.person_id(),
                kind: problem.kind,
                title: problem.need.into(),
                code: problem.code.map(str::to_owned),
                code_system: problem.code.map(|_| "http://hl7.org/fhir/sid/icd-10-cm".to_owned()),
                status: NeedStatus::Active,
                reason: None,
                onset_on: Some(self.at.date_naive() - Duration::days(onset)),
                created_at: self.at,
                source: None,
            };
            let need = ledger.keep(Change::created(need))?;
            self.stories[case].needs.push(need);
        }
        Ok(())
    }

    /// What usually follows an enrolment, at the pace of the owner.
    fn usual_course(&mut self, case: usize) {
        let (setting, zone, at) = (self.stories[case].setting, self.zone(case), self.at);
        let profile = profile::of(setting);
        if setting == Setting::Hospital {
            let class = if self.random.chance(0.8) { StayClass::Inpatient } else { StayClass::Observation };
            self.soon(at, Act::Admit(class));
            self.first_assessment(case);
        } else {
            let days = self.random.between(1, 6);
            let days = if profile::seen_at_once(setting) { 1 } else { days };
            let first = hours::after_days(&mut self.random, at, days, zone);
            self.soon(first, Act::Reach { case, purpose: ContactPurpose::Assessment, tries: 0 });
        }
        self.soon_plan(case);
        self.soon_comprehensive(case);
        self.soon_group(case);
        self.soon_milestones(case);
        let length = self.random.between(profile.days.0, profile.days.1);
        let ends_at = at + Duration::days(length);
        self.along_the_way(case, ends_at.min(self.world.now));
        if self.feature.is_none() {
            let close_at = hours::after_days(&mut self.random, at, length, zone);
            self.soon(close_at, Act::Close(case));
            self.second_program(case);
        } else if case == 0 {
            self.featured_moments();
        }
    }

    /// Calls, errands, stays and changes between the first and the last day.
    fn along_the_way(&mut self, case: usize, until: DateTime<Utc>) {
        let (setting, zone, start) = (self.stories[case].setting, self.zone(case), self.at);
        let days = (until - start).num_days();
        let profile = profile::of(setting);
        let mut day = self.random.between(4, 60);
        while day < days {
            let at = hours::after_days(&mut self.random, start, day, zone);
            let act = if self.random.chance(0.55) { Act::Errand(case) } else { Act::Inbound(case) };
            self.soon(at, act);
            day += self.random.between(20, 75);
        }
        if self.feature.is_some() || days < 6 {
            return;
        }
        let share = days as f64 / 183.0;
        if setting != Setting::Hospital && self.random.chance((profile.stays * share).min(0.9)) {
            let class = self.random.weighted(&[
                (StayClass::Inpatient, 58),
                (StayClass::Observation, 14),
                (StayClass::Emergency, 24),
                (StayClass::Facility, 4),
            ]);
            let at = start + Duration::minutes(self.random.between(2 * 1440, days * 1440));
            self.soon(at, Act::Admit(class));
        }
        if self.random.chance(0.05) {
            let day = self.random.between(3, days);
            let at = hours::after_days(&mut self.random, start, day, zone);
            self.soon(at, Act::Offer(case));
        }
        if self.random.chance(0.12) {
            let day = self.random.between(10, days.max(11));
            let at = hours::after_days(&mut self.random, start, day, zone);
            self.soon(at, Act::ChangeTier(case));
        }
        if self.acuity.chance(0.35) {
            let day = self.acuity.between(7, days.max(8));
            let at = hours::after_days(&mut self.acuity, start, day, zone);
            self.soon(at, Act::ChangeTier(case));
        }
    }

    /// Some people need two programs at once.
    fn second_program(&mut self, case: usize) {
        if case > 0 {
            return;
        }
        let first = self.stories[case].setting;
        let (second, share, wait) = match first {
            Setting::Hospital => (Setting::HomeHealth, 0.2, (5, 10)),
            Setting::ManagedCare | Setting::Clinic if self.age() >= 18 => (Setting::BehavioralHealth, 0.05, (20, 70)),
            Setting::Corrections | Setting::Legal => (Setting::BehavioralHealth, 0.12, (10, 40)),
            Setting::BehavioralHealth | Setting::Refugee => (Setting::SocialServices, 0.1, (15, 60)),
            _ => return,
        };
        if !self.random.chance(share) {
            return;
        }
        let owners = self.world.workforce.owners(second);
        let owner_id = self.random.pick(&owners).staff.id;
        let days = self.random.between(wait.0, wait.1);
        let at = self.after(case, days);
        self.soon(at, Act::Enrol(second, owner_id));
    }
}
