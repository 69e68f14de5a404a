//! What acuity looks at beside mood, and what people make of the tier that the model proposes.

use std::collections::BTreeMap;

use chrono::{Days, Duration};
use domain::acuity::{self, Acuity, Asked, DecisionKind, Record, decide};
use domain::assessment::{Assessment, AssessmentMode, AssessmentStatus};
use domain::case::Tier;
use domain::clock::local_date;
use domain::instrument::{self, Instrument, Item};
use domain::scope::Activity;
use domain::{Change, Code};
use persistence::{Error, Result};

use super::{Act, Life};
use crate::demo::ledger::Ledger;

/// Asked at the start in this share of lives.
const SURVEYS: [(&str, f64); 4] = [("ahc-hrsn", 0.55), ("katz", 0.45), ("audit-c", 0.5), ("steadi", 0.4)];

/// Why colleagues differ from the model, and for how many days.
const OVERRIDES: &[(&str, u64)] = &[
    ("Lost a spouse last month; not in any score yet, and the visits help.", 60),
    ("The daughter has moved in and takes over the daily care.", 30),
    ("Starts chemotherapy next week; closer contact until the second cycle is over.", 45),
    ("Stable for a year; the stay was a planned operation.", 21),
    ("No phone at the moment: weekly visits until one is arranged.", 14),
];

impl Life<'_> {
    /// Function, falls, alcohol and social needs, asked by the owner at the start.
    pub(super) fn survey<L: Ledger>(&mut self, case: usize, ledger: &mut L) -> Result<()> {
        let author = self.case(case).owner_id;
        if self.age() < 18 {
            return Ok(());
        }
        for (code, share) in SURVEYS {
            let asked = self.acuity.chance(share) && self.scope(Activity::assessing(code), author).is_allowed();
            let Some(instrument) = instrument::find(code).filter(|_| asked) else { continue };
            let answers = self.survey_answers(instrument);
            let score = instrument::score(instrument, &answers)
                .map_err(|_| Error::Internal("the story gave an impossible answer".into()))?;
            if !score.triggers.is_empty() {
                continue;
            }
            let begun = Assessment {
                id: self.acuity.id(self.at),
                version: 1,
                case_id: self.case(case).id,
                person_id: self.person_id(),
                instrument: instrument.code.into(),
                instrument_version: instrument.version.into(),
                version_reason: None,
                mode: AssessmentMode::Phone,
                initial: false,
                status: AssessmentStatus::InProgress,
                answers,
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
            let total = score.total.and_then(|total| i32::try_from(total).ok());
            let change = begun.complete(total, score.bands.first().cloned(), author, true, self.at)?;
            let done = ledger.keep_in(self.work(case), change)?;
            if instrument::finds_basic_need(instrument, &done.answers) {
                self.soon_help(case);
            }
            self.stories[case].completed.push(done);
        }
        Ok(())
    }

    /// Mostly what gives the better score.
    fn survey_answers(&mut self, instrument: &Instrument) -> BTreeMap<String, i64> {
        let trouble = self.acuity.weighted(&[(0.03, 45), (0.15, 35), (0.4, 20)]);
        let mut answers = BTreeMap::new();
        for item in instrument.items.iter().filter(|item| item.scored && item.ask_if.is_none()) {
            let mut options: Vec<(i64, i64)> = options(item);
            options.sort_by_key(|(_, points)| if instrument.higher_is_better { -points } else { *points });
            let Some((best, _)) = options.first().copied() else { continue };
            let value = if self.acuity.chance(trouble) { self.acuity.pick(&options).0 } else { best };
            answers.insert(item.number.to_string(), value);
        }
        answers
    }

    /// The owner looks at what the model proposes: adopts it mostly, differs from it at times.
    pub(super) fn change_tier<L: Ledger>(&mut self, case: usize, ledger: &mut L) -> Result<()> {
        if !self.is_active(case) {
            return Ok(());
        }
        let acuity = self.judged(case);
        let asked = self.asked(case, &acuity);
        let (zone, by, now) = (self.zone(case), self.case(case).owner_id, self.at);
        let case_now = self.case(case).clone();
        let random = &mut self.acuity;
        let decided = decide(case_now, asked, &acuity, by, zone, &mut || random.id(now), now)?;
        self.works[case].case = ledger.keep(decided.case)?;
        self.rerank(case, ledger)?;
        for place in 0..self.stories[case].tasks.len() {
            let change = self.stories[case].tasks[place].clone().update(self.case(case))?;
            self.stories[case].tasks[place] = ledger.keep(change)?;
        }
        let asked_for = self.stories[case].decision.take().and_then(|decision| decision.task_id);
        if let Some(place) = self.stories[case].tasks.iter().position(|task| Some(task.id) == asked_for) {
            let task = self.stories[case].tasks.swap_remove(place);
            ledger.keep(task.complete(Some("The tier was decided anew.".into()), self.at)?)?;
        }
        if let Some(task) = decided.task {
            let task = ledger.keep(task)?;
            self.stories[case].tasks.push(task);
        }
        let decision = ledger.keep(decided.decision)?;
        // Few are forgotten; the others are decided anew in their last days.
        if let Some(ends_at) = decision.ends_at.filter(|_| self.acuity.chance(0.92)) {
            let before = Duration::minutes(self.acuity.between(14 * 60, 60 * 60));
            self.soon((ends_at - before).max(self.at), Act::ChangeTier(case));
        }
        self.stories[case].decision = Some(decision);
        Ok(())
    }

    /// The judgement of the model as of this moment of the story.
    fn judged(&self, case: usize) -> Acuity {
        let of_all = |own: &dyn Fn(&super::Story) -> Vec<Assessment>| self.stories.iter().flat_map(own).collect();
        let record = Record {
            assessments: of_all(&|story| story.completed.clone()),
            alerts: self.stories.iter().flat_map(|story| story.alerts.clone()).collect(),
            deadlines: self.works[case].deadlines.clone(),
            contacts: self.stories.iter().flat_map(|story| story.contacts.clone()).collect(),
            stays: self.stays.clone(),
            needs: self.stories.iter().flat_map(|story| story.needs.clone()).collect(),
        };
        acuity::judge(&acuity::read(&record, self.zone(case), self.at))
    }

    fn asked(&mut self, case: usize, acuity: &Acuity) -> Asked {
        let excluded: Vec<Tier> = Tier::ALL.iter().copied().filter(|tier| !acuity.possible.contains(tier)).collect();
        if !excluded.is_empty() && self.acuity.chance(0.3) {
            let tier = *self.acuity.pick(&excluded);
            let (reason, days) = *self.acuity.pick(OVERRIDES);
            let ends_on = local_date(self.at, self.zone(case)) + Days::new(days);
            return Asked { kind: DecisionKind::Overridden, tier, reason: Some(reason.into()), ends_on: Some(ends_on) };
        }
        let now = self.case(case).tier;
        let others: Vec<Tier> = acuity.possible.iter().copied().filter(|tier| *tier != now).collect();
        let tier = if others.is_empty() { now } else { *self.acuity.pick(&others) };
        Asked { kind: DecisionKind::Adopted, tier, reason: None, ends_on: None }
    }
}

/// Answers with their points, without a refusal.
fn options(item: &Item) -> Vec<(i64, i64)> {
    item.options.iter().filter(|option| !option.refused).map(|option| (option.value, option.points)).collect()
}
