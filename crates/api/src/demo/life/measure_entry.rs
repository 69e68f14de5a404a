//! What comes in for measures alone: answers of a survey in home health and hospice, costs of a health plan. Hangs on the number of the
//! contact, so that what chance has in store for everybody stays as it is.

use chrono::{Days, NaiveDate};
use domain::clock::local_date;
use domain::contact::Contact;
use domain::cost::{Cost, CostStatus};
use domain::program::Setting;
use domain::survey_answer::{SurveyAnswer, SurveyAnswerStatus, SurveyComposite};
use persistence::Result;
use uuid::Uuid;

use super::Life;
use crate::demo::ledger::Ledger;

impl Life<'_> {
    /// After some contacts an answer comes in; a plan settles the quarter before once.
    pub(super) fn settle_up<L: Ledger>(&mut self, case: usize, contact: &Contact, ledger: &mut L) -> Result<()> {
        let (number, story) = (contact.id.as_u128(), &self.stories[case]);
        let (setting, entered_on) = (story.setting, story.entered_on);
        let Some(author_id) = contact.author_id else { return Ok(()) };
        let today = local_date(self.at, self.zone(case));
        if entered_on == Some(today) {
            return Ok(());
        }
        match (setting, number % 120, entered_on) {
            (Setting::HomeHealth | Setting::Hospice, 30..=59, _) => {
                ledger.keep(self.survey_answer(case, number, today, author_id).record(&[], today)?)?;
            }
            (Setting::ManagedCare, 30..=44, None) => {
                ledger.keep(self.cost(case, number, today, author_id).record(&[], today)?)?;
            }
            _ => return Ok(()),
        }
        self.stories[case].entered_on = Some(today);
        Ok(())
    }

    fn survey_answer(&self, case: usize, number: u128, today: NaiveDate, author_id: Uuid) -> SurveyAnswer {
        let (composite, item) = match number % 3 {
            0 => (SurveyComposite::Care, 9),
            1 => (SurveyComposite::Communication, 2),
            _ => (SurveyComposite::Recommend, 21),
        };
        SurveyAnswer {
            id: Uuid::from_u128(number ^ 12),
            version: 1,
            case_id: self.case(case).id,
            person_id: self.person_id(),
            composite,
            item,
            top_box: !number.is_multiple_of(4),
            answered_on: today,
            status: SurveyAnswerStatus::Recorded,
            error_reason: None,
            author_id,
            created_at: self.at,
        }
    }

    /// Mostly less than expected, and sometimes more.
    fn cost(&self, case: usize, number: u128, today: NaiveDate, author_id: Uuid) -> Cost {
        let expected = 400_000 + i64::try_from(number % 700).unwrap_or_default() * 1_000;
        let share = 78 + i64::try_from(number % 29).unwrap_or_default();
        Cost {
            id: Uuid::from_u128(number ^ 13),
            version: 1,
            case_id: self.case(case).id,
            person_id: self.person_id(),
            starts_on: today - Days::new(91),
            ends_on: today - Days::new(1),
            expected_low: expected * 9 / 10,
            expected,
            expected_high: expected * 11 / 10,
            observed: expected * share / 100,
            program_cost: 45_000,
            status: CostStatus::Recorded,
            error_reason: None,
            author_id,
            created_at: self.at,
        }
    }
}
