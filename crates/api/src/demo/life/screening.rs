//! PHQ and GAD: asked at the start and again, with the trend of a life; an answer that calls for action raises an alert.

use std::collections::BTreeMap;

use chrono::Duration;
use domain::Change;
use domain::alert::{Alert, AlertKind, AlertOutcome, AlertStatus};
use domain::assessment::{Assessment, AssessmentMode, AssessmentStatus};
use domain::contact::{ContactMode, ContactOutcome, ContactPurpose, ContactWith, Direction};
use domain::instrument;
use domain::program::Setting;
use domain::scope::Activity;
use persistence::{Error, Result};
use uuid::Uuid;

use super::contact::Talk;
use super::{Act, Life};
use crate::demo::ledger::Ledger;
use crate::demo::{profile, text};

impl Life<'_> {
    pub(super) fn screen<L: Ledger>(&mut self, case: usize, initial: bool, ledger: &mut L) -> Result<()> {
        if !self.is_active(case) {
            return Ok(());
        }
        let setting = self.stories[case].setting;
        let (interval, share) = profile::of(setting).screening;
        let followed = if initial { self.random.chance(share) } else { true };
        let author = if initial { self.performer(case) } else { self.case(case).owner_id };
        if initial {
            self.survey(case, ledger)?;
        }
        if initial && !followed {
            return self.ask(case, "phq-2", true, author, None, ledger);
        }
        let total = self.next_total(case);
        let item_9 = self.item_9(total);
        self.ask(case, "phq-9", initial, author, Some((total, item_9)), ledger)?;
        if setting == Setting::BehavioralHealth || self.random.chance(0.4) {
            let total = (total * 7 / 9 + self.random.between(-2, 3)).clamp(0, 21);
            self.ask(case, "gad-7", false, author, Some((total, 0)), ledger)?;
        }
        if interval > 0 {
            let days = interval + self.random.between(-4, 8);
            let at = self.after(case, days);
            self.soon(at, Act::Screen { case, initial: false });
        }
        Ok(())
    }

    /// Scores fall with time for most, not for all.
    fn next_total(&mut self, case: usize) -> i64 {
        let story = &self.stories[case];
        let pace = if self.index.is_multiple_of(7) { 1.02 } else { 0.87 };
        let level = story.severity * f64::powi(pace, story.rounds);
        self.stories[case].rounds += 1;
        (level.round() as i64 + self.random.between(-2, 2)).clamp(0, 26)
    }

    fn item_9(&mut self, total: i64) -> i64 {
        let odds = match total {
            18.. => 0.13,
            14..18 => 0.06,
            9..14 => 0.015,
            _ => 0.0,
        };
        if self.random.chance(odds) { self.random.weighted(&[(1, 80), (2, 20)]) } else { 0 }
    }

    /// Asks all questions of an instrument, so that they add up to the total, with the given answer to item 9.
    pub(super) fn ask<L: Ledger>(
        &mut self,
        case: usize,
        code: &str,
        initial: bool,
        author: Uuid,
        wanted: Option<(i64, i64)>,
        ledger: &mut L,
    ) -> Result<()> {
        let Some(instrument) = instrument::find(code) else { return Ok(()) };
        let (total, item_9) =
            wanted.unwrap_or((self.random.weighted(&[(0, 40), (1, 25), (2, 17), (3, 12), (4, 6)]), 0));
        let answers = self.answers(instrument, total, item_9);
        let mode = match profile::of(self.stories[case].setting).modes[0].0 {
            ContactMode::InPerson => AssessmentMode::InPerson,
            _ => self.random.weighted(&[
                (AssessmentMode::Phone, 70),
                (AssessmentMode::Video, 20),
                (AssessmentMode::InPerson, 10),
            ]),
        };
        let begun = Assessment {
            id: self.id(),
            version: 1,
            case_id: self.case(case).id,
            person_id: self.person_id(),
            instrument: instrument.code.into(),
            instrument_version: instrument.version.into(),
            version_reason: None,
            mode,
            initial,
            status: AssessmentStatus::InProgress,
            answers: BTreeMap::new(),
            prefilled: BTreeMap::new(),
            context: instrument::Context::default(),
            total: None,
            band: None,
            author_id: author,
            reviewer_id: None,
            performed_at: self.at,
            completed_at: None,
            created_at: self.at,
            error_reason: None,
        };
        let begun = ledger.keep(Change::created(begun))?;
        let answered = ledger.keep(begun.answer(answers.clone(), author)?)?;
        let score = instrument::score(instrument, &answers)
            .map_err(|_| Error::Internal("the story gave an impossible answer".into()))?;
        let total = score.total.and_then(|total| i32::try_from(total).ok());
        let alone = self.scope(Activity::assessing(code), author).alone()?;
        let change = answered.complete(total, score.bands.first().cloned(), author, alone, self.at)?;
        let done = ledger.keep_in(self.work(case), change)?;
        if !alone {
            self.soon_review(case, &done);
        }
        self.raise_alerts(case, done.id, instrument, &score.triggers, ledger)?;
        let story = &mut self.stories[case];
        let kept = if alone { &mut story.completed } else { &mut story.assessments };
        kept.push(done);
        Ok(())
    }

    fn answers(&mut self, instrument: &instrument::Instrument, total: i64, item_9: i64) -> BTreeMap<String, i64> {
        let scored: Vec<String> =
            instrument.items.iter().filter(|item| item.scored).map(|item| item.number.to_string()).collect();
        let mut answers: BTreeMap<String, i64> = scored.iter().map(|number| (number.clone(), 0)).collect();
        let free: Vec<&String> = scored.iter().filter(|number| *number != "9").collect();
        if instrument.code == "phq-9" {
            answers.insert("9".into(), item_9);
            answers.insert("10".into(), (total / 6).clamp(0, 3));
        }
        let most = i64::try_from(free.len()).unwrap_or(0) * 3;
        let mut left = (total - item_9).clamp(0, most);
        while left > 0 {
            let number = (*self.random.pick(&free)).clone();
            if let Some(answer) = answers.get_mut(&number).filter(|answer| **answer < 3) {
                *answer += 1;
                left -= 1;
            }
        }
        answers
    }

    fn soon_review(&mut self, case: usize, assessment: &Assessment) {
        let lead = self.world.workforce.lead(self.stories[case].setting);
        let minutes = if self.random.chance(lead.style.plans_late) {
            self.random.between(900, 2400)
        } else {
            self.random.between(30, 300)
        };
        let act = Act::Review { case, assessment: assessment.id };
        self.soon(self.at + Duration::minutes(minutes), act);
    }

    pub(super) fn review<L: Ledger>(&mut self, case: usize, assessment: Uuid, ledger: &mut L) -> Result<()> {
        let assessments = &mut self.stories[case].assessments;
        let Some(index) = assessments.iter().position(|own| own.id == assessment) else { return Ok(()) };
        let waiting = assessments.swap_remove(index);
        let reviewer = self.world.workforce.lead(self.stories[case].setting);
        let scope = self.scope(Activity::reviewing(&waiting.instrument), reviewer.staff.id);
        let change = waiting.review(reviewer.staff.id, scope, self.at)?;
        let done = ledger.keep_in(self.work(case), change)?;
        self.stories[case].completed.push(done);
        Ok(())
    }

    fn raise_alerts<L: Ledger>(
        &mut self,
        case: usize,
        assessment: Uuid,
        instrument: &instrument::Instrument,
        fired: &[String],
        ledger: &mut L,
    ) -> Result<()> {
        if fired.is_empty() {
            return Ok(());
        }
        let (of, now) = (self.case(case).clone(), self.at);
        let staffing = self.world.staffing(of.team_id);
        for change in Alert::raise(&of, assessment, instrument, fired, &staffing, &mut || self.id(), now) {
            let alert = ledger.keep(change)?;
            if alert.kind == AlertKind::SuicideRisk {
                self.heed_alert(case, ledger)?;
            }
            let id = alert.id;
            if let Some(at) = alert.escalates_at {
                self.soon(at, Act::EscalateAlert { case, alert: id });
            }
            self.stories[case].alerts.push(alert);
            let taken = self.at + Duration::minutes(self.random.between(4, 50));
            self.soon(taken, Act::AcknowledgeAlert { case, alert: id });
            let closed = taken + Duration::minutes(self.random.between(25, 170));
            self.soon(closed, Act::CloseAlert { case, alert: id });
        }
        Ok(())
    }

    pub(super) fn acknowledge_alert<L: Ledger>(&mut self, case: usize, alert: Uuid, ledger: &mut L) -> Result<()> {
        let owner = self.owner(case).staff.id;
        let Some(open) =
            self.stories[case].alerts.iter_mut().find(|own| own.id == alert && own.status == AlertStatus::Open)
        else {
            return Ok(());
        };
        *open = ledger.keep(open.clone().acknowledge(owner)?)?;
        Ok(())
    }

    /// What the background does when the time for it has come: the next in line is asked.
    pub(super) fn escalate_alert<L: Ledger>(&mut self, case: usize, alert: Uuid, ledger: &mut L) -> Result<()> {
        let (staffing, now) = (self.world.staffing(self.case(case).team_id), self.at);
        let Some(open) = self.stories[case].alerts.iter_mut().find(|own| own.id == alert) else { return Ok(()) };
        if let Some(change) = open.clone().escalate(&staffing, now) {
            *open = ledger.keep(change)?;
        }
        if let Some(at) = open.escalates_at.filter(|at| *at > now) {
            self.soon(at, Act::EscalateAlert { case, alert });
        }
        Ok(())
    }

    pub(super) fn close_alert<L: Ledger>(&mut self, case: usize, alert: Uuid, ledger: &mut L) -> Result<()> {
        let Some(index) = self.stories[case].alerts.iter().position(|own| own.id == alert) else { return Ok(()) };
        let alert = self.stories[case].alerts.swap_remove(index);
        let owner = self.owner(case);
        let alone = self.scope(Activity::CloseAlert, owner.staff.id).is_allowed();
        let closer = if alone { owner } else { self.world.workforce.lead(self.stories[case].setting) };
        if self.is_active(case) {
            let talk = Talk {
                mode: ContactMode::Phone,
                direction: Direction::Outbound,
                with: ContactWith::Person,
                purpose: ContactPurpose::Crisis,
            };
            self.talk(case, talk, ContactOutcome::Reached, closer.staff.id, ledger)?;
        }
        let outcome = self.random.weighted(&[
            (AlertOutcome::EvaluatedNoImminentRisk, 42),
            (AlertOutcome::SafetyPlanCompleted, 36),
            (AlertOutcome::WarmHandoff, 12),
            (AlertOutcome::FalsePositiveConfirmed, 6),
            (AlertOutcome::EmergencyServicesCalled, 2),
            (AlertOutcome::Admitted, 2),
        ]);
        if outcome == AlertOutcome::SafetyPlanCompleted {
            self.have_crisis_plan(case, ledger)?;
        }
        let detail = text::alert_detail(outcome).to_owned();
        let scope = self.scope(Activity::CloseAlert, closer.staff.id);
        let planned = self.has_crisis_plan();
        ledger.keep(alert.close(outcome, detail, closer.staff.id, scope, planned, self.at)?)?;
        Ok(())
    }

    /// A PHQ-9 whose answer to item 9 calls for action, asked this morning.
    pub(super) fn alarming_screen<L: Ledger>(&mut self, case: usize, taken: bool, ledger: &mut L) -> Result<()> {
        let owner = self.case(case).owner_id;
        self.ask(case, "phq-9", false, owner, Some((17, 1)), ledger)?;
        // Its course is open: nothing on the agenda settles it before now.
        self.agenda.retain(|_, act| !matches!(act, Act::AcknowledgeAlert { .. } | Act::CloseAlert { .. }));
        if taken && let Some(alert) = self.stories[case].alerts.last().map(|alert| alert.id) {
            self.soon(self.at + Duration::minutes(12), Act::AcknowledgeAlert { case, alert });
        }
        Ok(())
    }
}
