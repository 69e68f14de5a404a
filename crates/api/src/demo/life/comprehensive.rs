//! Comprehensive assessments: taken in the first weeks of nearly all, again after a season, with needs that come of them.

use chrono::Duration;
use domain::Change;
use domain::access::Role;
use domain::assessment::{AssessmentMode, AssessmentStatus};
use domain::comprehensive_assessment::proposal::{self, ICD_10_CM};
use domain::comprehensive_assessment::response::Begin;
use domain::comprehensive_assessment::{ComprehensiveAssessment, Decision, Proposal, Section, proposals};
use domain::contact::ContactMode;
use domain::need::{Need, NeedStatus};
use domain::program::Setting;
use domain::scope::Activity;
use persistence::Result;
use uuid::Uuid;

use super::{Act, Life};
use crate::comprehensive_assessment::CODE;
use crate::demo::comprehensive::{Speaker, answers};
use crate::demo::ledger::Ledger;
use crate::demo::{hours, profile};

/// Sections that are done when somebody was called away in the middle.
const HALF: usize = 5;

impl Life<'_> {
    /// Nearly all get theirs where a rule asks for it, in time for it; in a hospital a third of the adults, in the first weeks.
    pub(super) fn soon_comprehensive(&mut self, case: usize) {
        let (share, days) = match self.stories[case].setting {
            Setting::HomeHealth | Setting::Hospice => (0.96, (1, 3)),
            Setting::ManagedCare => (0.97, (1, 9)),
            Setting::Hospital if self.age() < 18 => return,
            Setting::Hospital => (0.33, (2, 18)),
            _ => (0.95, (2, 21)),
        };
        if self.whole.chance(share) {
            self.soon_whole(case, days, Act::AssessWhole(case));
        }
    }

    fn soon_whole(&mut self, case: usize, days: (i64, i64), act: Act) {
        let days = self.whole.between(days.0, days.1);
        let zone = self.zone(case);
        let at = hours::after_days(&mut self.whole, self.at, days, zone);
        self.soon(at, act);
    }

    /// From the first question to the last in one talk.
    pub(super) fn assess_whole<L: Ledger>(&mut self, case: usize, ledger: &mut L) -> Result<()> {
        let is_free = self.comprehensive.as_ref().is_none_or(|last| last.status == AssessmentStatus::Completed);
        if !self.is_active(case) || !is_free {
            return Ok(());
        }
        let owner = self.case(case).owner_id;
        let helped = self.whole.chance(0.4);
        let author = self.stories[case].assistant.filter(|_| helped).unwrap_or(owner);
        let assessment = self.take_sections(case, author, usize::MAX, ledger)?;
        let alone = self.scope(Activity::assessing(CODE), author).is_allowed()
            && self.world.workforce.get(author).staff.role != Role::Assistant;
        let change = assessment.complete(author, alone, self.at)?;
        let done = ledger.keep_in(self.work(case), change)?;
        if !alone {
            let minutes = self.whole.between(60, 2000);
            self.soon(self.at + Duration::minutes(minutes), Act::ReviewWhole(case));
        }
        let done = self.heed_proposals(case, done, ledger)?;
        self.comprehensive = Some(done);
        let cared_for = matches!(
            self.stories[case].setting,
            Setting::HomeHealth | Setting::Hospice | Setting::ManagedCare | Setting::Hospital
        );
        if cared_for || self.whole.chance(0.3) {
            self.soon_whole(case, (75, 110), Act::AssessWhole(case));
        }
        Ok(())
    }

    /// Begun this week and left in the middle.
    pub(super) fn assess_half<L: Ledger>(&mut self, case: usize, ledger: &mut L) -> Result<()> {
        let author = self.case(case).owner_id;
        // A case has one at a time: what waits for a review is reviewed first.
        self.review_whole(case, ledger)?;
        self.agenda.retain(|_, act| !matches!(act, Act::AssessWhole(_)));
        let assessment = self.take_sections(case, author, HALF, ledger)?;
        self.comprehensive = Some(assessment);
        Ok(())
    }

    pub(super) fn review_whole<L: Ledger>(&mut self, case: usize, ledger: &mut L) -> Result<()> {
        let Some(waiting) = self.comprehensive.take_if(|whole| whole.status == AssessmentStatus::AwaitingReview) else {
            return Ok(());
        };
        let reviewer = self.world.workforce.lead(self.stories[case].setting).staff.id;
        let scope = self.scope(Activity::reviewing(CODE), reviewer);
        let change = waiting.review(reviewer, scope, self.at)?;
        self.comprehensive = Some(ledger.keep_in(self.work(case), change)?);
        Ok(())
    }

    /// Begins one and answers its first sections.
    fn take_sections<L: Ledger>(
        &mut self,
        case: usize,
        author: Uuid,
        count: usize,
        ledger: &mut L,
    ) -> Result<ComprehensiveAssessment> {
        let (setting, last) = (self.stories[case].setting, self.comprehensive.take());
        let begin = Begin {
            id: self.whole.id(self.at),
            case_id: self.case(case).id,
            person_id: self.person_id(),
            setting,
            initial: false,
            by: author,
            now: self.at,
        };
        let begun = ComprehensiveAssessment::begin(begin, last.as_ref());
        let mut assessment = ledger.keep_in(self.work(case), begun)?;
        let mode = match profile::of(setting).modes[0].0 {
            ContactMode::InPerson => AssessmentMode::InPerson,
            _ => self.whole.weighted(&[(AssessmentMode::Phone, 70), (AssessmentMode::Video, 30)]),
        };
        let language = self.person().map_or_else(String::new, |person| person.language.clone());
        let sections: Vec<&'static Section> = assessment.form()?.asked_in(setting).take(count).collect();
        for section in sections {
            let known = last.as_ref().map(|last| last.counted(section));
            let speaker = Speaker { language: &language, last: known.as_ref() };
            let given = answers(&mut self.whole, section, speaker);
            assessment = ledger.keep(assessment.answer(section.code, given, mode, author, self.at)?)?;
        }
        Ok(assessment)
    }

    /// The first proposal goes on the list, some others are declined; the rest waits for somebody to decide.
    fn heed_proposals<L: Ledger>(
        &mut self,
        case: usize,
        mut assessment: ComprehensiveAssessment,
        ledger: &mut L,
    ) -> Result<ComprehensiveAssessment> {
        let by = self.case(case).owner_id;
        for (index, proposal) in proposals(&assessment, &self.stories[case].needs).into_iter().enumerate() {
            let declined = index > 0 && self.whole.chance(0.3);
            if index > 0 && !declined {
                continue;
            }
            let need = (!declined).then(|| self.proposed_need(&assessment, &proposal));
            let decision = Decision {
                need_id: need.as_ref().map(|need| need.id),
                reason: declined.then(|| "Not what matters to the person now.".to_owned()),
                by,
                at: self.at,
            };
            if let Some(need) = need {
                ledger.keep(Change::created(need))?;
            }
            assessment = ledger.keep(assessment.decide(proposal.rule.code, decision)?)?;
        }
        Ok(assessment)
    }

    fn proposed_need(&mut self, assessment: &ComprehensiveAssessment, proposal: &Proposal) -> Need {
        let rule = proposal.rule;
        Need {
            id: self.whole.id(self.at),
            version: 1,
            person_id: self.person_id(),
            kind: rule.kind,
            title: rule.title.en.to_owned(),
            code: rule.icd_10.map(str::to_owned),
            code_system: rule.icd_10.map(|_| ICD_10_CM.to_owned()),
            status: NeedStatus::Active,
            reason: None,
            onset_on: None,
            created_at: self.at,
            source: Some(proposal::source(assessment, rule)),
        }
    }
}
