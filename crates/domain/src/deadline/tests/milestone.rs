//! T-10 to T-19 through the rulebook: from the milestones and other facts of a case to what is due.

use super::*;
use crate::milestone::{Milestone, MilestoneKind as K, MilestoneStatus, periods_begun};
use proptest::prelude::*;

/// A case in a program that heard of what was recorded, in any order, on 1 December 2026 at noon.
struct Chart {
    setting: Setting,
    state: Option<&'static str>,
    world: World,
    next: u128,
}

fn chart(setting: Setting) -> Chart {
    let mut world = World::new(setting);
    world.keeps_history = true;
    let mut chart = Chart { setting, state: None, world, next: 100 };
    chart.place(None);
    chart
}

fn opened(setting: Setting, at: &str) -> Chart {
    let mut chart = chart(setting);
    chart.world.tell(EventKind::Enrolled, CASE, at);
    chart
}

impl Chart {
    /// In a state, as a program's directory keeps only the rules that apply there.
    fn place(&mut self, state: Option<&'static str>) {
        self.state = state;
        self.world.rules = rulebook::standard(self.setting);
        self.world.rules.retain(|rule| rule.applies_in(state));
    }

    fn record(&mut self, kind: K, day: &str) -> &mut Self {
        self.answer(None, kind, day)
    }

    /// Records what answers the milestone with a number; its own is `next` afterwards.
    fn answer(&mut self, answered: Option<u128>, kind: K, day: &str) -> &mut Self {
        self.next += 1;
        let milestone = Milestone {
            id: Uuid::from_u128(self.next),
            version: 1,
            case_id: CASE,
            person_id: Uuid::from_u128(9),
            kind,
            occurred_on: day.parse().unwrap(),
            answers_id: answered.map(Uuid::from_u128),
            appointment_id: None,
            note: None,
            status: MilestoneStatus::Recorded,
            error_reason: None,
            author_id: Uuid::from_u128(10),
            created_at: ny("2026-12-01 12:00"),
        };
        let now = ny("2026-12-01 12:00");
        let change = milestone.record(&case(), self.setting, New_York, now).unwrap();
        for event in change.events {
            self.world.hear(event);
        }
        self
    }

    /// The periods that begin by themselves, as known on a day at noon.
    fn live_until(&mut self, day: &str) -> &mut Self {
        let now = ny(&format!("{day} 12:00"));
        for event in periods_begun(&case(), self.setting, New_York, &self.world.context.history, now) {
            self.world.hear(event);
        }
        self
    }

    fn tell(&mut self, kind: EventKind, at: &str) -> &mut Self {
        self.next += 1;
        self.world.tell(kind, Uuid::from_u128(self.next), at);
        self
    }

    fn all(&self, code: &str) -> Vec<(DeadlineStatus, String)> {
        let ours = self.world.deadlines.iter().filter(|found| found.rule_code == code);
        ours.map(|found| (found.status, found.due_on.to_string())).collect()
    }

    /// State and last day of the only deadline of a rule.
    fn one(&self, code: &str) -> (DeadlineStatus, String) {
        let found = self.world.get(code);
        (found.status, found.due_on.to_string())
    }

    fn opens(&self, code: &str) -> String {
        clock::local_date(self.world.get(code).window_opens_at.unwrap(), New_York).to_string()
    }
}

fn case() -> crate::case::Case {
    crate::case::Case {
        id: CASE,
        version: 1,
        person_id: Uuid::from_u128(9),
        program_id: Uuid::from_u128(8),
        status: crate::case::CaseStatus::Active,
        stage: crate::case::Stage::Assess,
        tier: Tier::High,
        owner_id: Uuid::from_u128(10),
        team_id: Uuid::from_u128(11),
        enrolled_at: ny("2026-03-02 10:00"),
        closed_at: None,
        outcome: None,
        close_reason: None,
    }
}

fn due(status: DeadlineStatus, day: &str) -> (DeadlineStatus, String) {
    (status, day.to_owned())
}

#[test]
fn tv_t_10_the_notice_is_given_at_least_2_days_before_covered_services_end() {
    for (given, status) in [("2026-03-08", Met), ("2026-03-09", MetLate)] {
        let mut chart = opened(Setting::LongTermCare, "2026-03-02 10:00");
        chart.record(K::NonCoverageNotice, given).record(K::CoverageEnds, "2026-03-10");
        assert_eq!(chart.one("T-10.nomnc"), due(status, "2026-03-08"), "{given}");
    }
}

#[test]
fn tv_t_11_start_of_care_2026_03_02_is_recertified_from_04_26_to_04_30_and_60_days_later_again() {
    let mut chart = opened(Setting::HomeHealth, "2026-03-02 10:00");
    assert_eq!(chart.opens("T-11.recertification"), "2026-04-26");
    chart.record(K::OasisRecertification, "2026-04-28");
    assert_eq!(chart.one("T-11.recertification"), due(Met, "2026-04-30"));
    chart.live_until("2026-05-01");
    assert_eq!(chart.opens("T-11.recertification_again"), "2026-06-25");
    assert_eq!(chart.one("T-11.recertification_again"), due(Open, "2026-06-29"));
    chart.record(K::OasisRecertification, "2026-06-29").live_until("2026-06-30");
    assert_eq!(chart.all("T-11.recertification_again"), [due(Met, "2026-06-29"), due(Open, "2026-08-28")]);
}

#[test]
fn tv_t_11_a_period_that_nobody_recertified_does_not_hide_the_window_of_the_next() {
    let mut chart = opened(Setting::HomeHealth, "2026-03-02 10:00");
    chart.live_until("2026-05-01");
    assert_eq!(chart.one("T-11.recertification"), due(Open, "2026-04-30"), "overdue");
    assert_eq!(chart.opens("T-11.recertification_again"), "2026-06-25");
    assert_eq!(chart.one("T-11.recertification_again"), due(Open, "2026-06-29"));
    chart.record(K::OasisRecertification, "2026-05-04");
    assert_eq!(chart.one("T-11.recertification"), due(MetLate, "2026-04-30"));
    assert_eq!(chart.one("T-11.recertification_again"), due(Open, "2026-06-29"), "late is not early");
    chart.live_until("2026-08-29");
    let again = [due(Open, "2026-06-29"), due(Open, "2026-08-28"), due(Open, "2026-10-27")];
    assert_eq!(chart.all("T-11.recertification_again"), again);
    chart.tell(EventKind::CaseClosed, "2026-08-30 09:00");
    let ended = [due(Missed, "2026-06-29"), due(Missed, "2026-08-28"), due(Cancelled, "2026-10-27")];
    assert_eq!(chart.all("T-11.recertification_again"), ended);
}

/// What a case of home health hears of in 400 days: its periods, and recertifications on any of these days.
fn recertified() -> impl Strategy<Value = Vec<Event>> {
    prop::collection::vec(0i64..400, 0..6).prop_map(|days| {
        let mut events = periods_begun(&case(), Setting::HomeHealth, New_York, &[], ny("2027-04-06 12:00"));
        events.extend(days.into_iter().zip(500u128..).map(|(day, id)| {
            Event::new(EventKind::Recertified, Uuid::from_u128(id), ny("2026-03-02 15:00") + Duration::days(day))
        }));
        events
    })
}

proptest! {
    #[test]
    fn every_period_has_one_window_whatever_was_recertified_and_in_whatever_order_it_became_known(
        (events, shuffled) in recertified().prop_flat_map(|told| (Just(told.clone()), Just(told).prop_shuffle())),
    ) {
        let mut found = Vec::new();
        for order in [events, shuffled] {
            let mut chart = opened(Setting::HomeHealth, "2026-03-02 10:00");
            for event in order {
                chart.world.hear(event);
            }
            let ours = chart.world.deadlines.iter().filter(|one| one.rule_code.starts_with("T-11.recertification"));
            let mut windows: Vec<_> = ours.map(|one| (one.due_on, one.status, one.met_at)).collect();
            windows.sort_by_key(|(due_on, ..)| *due_on);
            found.push(windows);
        }
        prop_assert_eq!(&found[0], &found[1]);
        let days = found[0].iter().map(|(due_on, ..)| (*due_on - NaiveDate::from_ymd_opt(2026, 3, 2).unwrap()).num_days());
        prop_assert_eq!(days.collect::<Vec<_>>(), [59, 119, 179, 239, 299, 359, 419]);
    }
}

#[test]
fn tv_t_11_each_oasis_meets_its_own_clock_and_is_to_be_transmitted() {
    for (starts, code, kind, last) in [
        (K::FacilityTransfer, "T-11.transfer", K::OasisTransfer, "2026-03-12"),
        (K::ReturnedHome, "T-11.resumption", K::OasisResumption, "2026-03-12"),
        (K::AgencyDischarge, "T-11.discharge", K::OasisDischarge, "2026-03-12"),
    ] {
        let mut chart = opened(Setting::HomeHealth, "2026-03-02 10:00");
        chart.record(starts, "2026-03-10");
        assert_eq!(chart.one(code), due(Open, last), "{code}");
        chart.record(kind, "2026-03-12");
        assert_eq!(chart.one(code), due(Met, last), "{code}");
        assert_eq!(chart.one("T-11.transmit"), due(Open, "2026-04-11"), "{code}");
        chart.record(K::OasisTransmitted, "2026-03-12");
        assert_eq!(chart.one("T-11.transmit").0, Met, "on the same day");
    }
}

#[test]
fn tv_t_11_the_oasis_of_the_start_of_care_meets_its_clock_wherever_it_is_made() {
    let mut elsewhere = opened(Setting::HomeHealth, "2026-03-02 10:00");
    elsewhere.record(K::OasisTransfer, "2026-03-04");
    assert_eq!(elsewhere.one("T-11.comprehensive"), due(Open, "2026-03-07"), "another OASIS");
    elsewhere.record(K::OasisStartOfCare, "2026-03-07");
    assert_eq!(elsewhere.one("T-11.comprehensive").0, Met);
    let mut here = opened(Setting::HomeHealth, "2026-03-02 10:00");
    here.tell(EventKind::ComprehensiveCompleted, "2026-03-08 00:00");
    assert_eq!(here.one("T-11.comprehensive").0, MetLate);
}

#[test]
fn tv_t_11_a_death_at_home_is_recorded_within_2_days_though_the_case_is_closed() {
    let mut chart = opened(Setting::HomeHealth, "2026-03-02 10:00");
    chart.tell(EventKind::Died, "2026-03-10 04:00").tell(EventKind::CaseClosed, "2026-03-10 09:00");
    assert_eq!(chart.one("T-11.death"), due(Open, "2026-03-12"));
    chart.record(K::OasisDeath, "2026-03-13");
    assert_eq!(chart.one("T-11.death"), due(MetLate, "2026-03-12"));
    assert_eq!(chart.one("T-11.recertification").0, Cancelled);
}

#[test]
fn tv_t_11_the_encounter_counts_from_90_days_before_the_start_of_care() {
    for (seen, status) in [("2025-12-02", Met), ("2025-12-01", Open), ("2026-04-01", Met), ("2026-04-02", MetLate)] {
        let mut chart = opened(Setting::HomeHealth, "2026-03-02 10:00");
        assert_eq!(chart.one("T-11.face_to_face"), due(Open, "2026-04-01"));
        assert_eq!(chart.opens("T-11.face_to_face"), "2025-12-02");
        chart.record(K::FaceToFace, seen);
        assert_eq!(chart.one("T-11.face_to_face").0, status, "{seen}");
    }
}

#[test]
fn tv_t_12_election_2026_03_02_filed_by_03_07_and_period_3_of_08_29_is_certified_after_an_encounter() {
    let mut chart = opened(Setting::Hospice, "2026-03-02 10:00");
    assert_eq!(chart.one("T-12.noe"), due(Open, "2026-03-07"));
    chart.record(K::NoticeOfElection, "2026-03-07");
    assert_eq!(chart.one("T-12.noe").0, Met);
    chart.record(K::LaterBenefitPeriod, "2026-08-29");
    assert_eq!(
        (chart.opens("T-12.face_to_face"), chart.one("T-12.face_to_face").1),
        ("2026-07-30".into(), "2026-08-28".into())
    );
    chart.record(K::FaceToFace, "2026-07-29");
    assert_eq!(chart.one("T-12.face_to_face").0, Open, "a day too early");
    chart.record(K::FaceToFace, "2026-07-30");
    assert_eq!(chart.one("T-12.face_to_face").0, Met);
}

#[test]
fn tv_t_12_period_3_of_08_29_asks_for_its_encounter_by_itself_and_so_do_later_ones() {
    let mut chart = opened(Setting::Hospice, "2026-03-02 10:00");
    chart.live_until("2026-07-14");
    assert_eq!(chart.all("T-12.face_to_face"), []);
    chart.live_until("2026-07-15");
    assert_eq!(chart.opens("T-12.face_to_face"), "2026-07-30");
    assert_eq!(chart.one("T-12.face_to_face"), due(Open, "2026-08-28"));
    chart.record(K::FaceToFace, "2026-08-03").live_until("2026-09-13");
    assert_eq!(chart.all("T-12.face_to_face"), [due(Met, "2026-08-28"), due(Open, "2026-10-27")]);
}

#[test]
fn tv_t_12_a_comprehensive_assessment_is_updated_every_15_days() {
    let mut chart = opened(Setting::Hospice, "2026-03-02 10:00");
    chart.tell(EventKind::ComprehensiveCompleted, "2026-03-04 15:00");
    chart.tell(EventKind::ComprehensiveCompleted, "2026-03-19 15:00");
    assert_eq!(chart.all("T-12.assessment_update"), [due(Met, "2026-03-19"), due(Open, "2026-04-03")]);
}

#[test]
fn tv_t_13_an_impact_of_2_on_2026_03_12_is_followed_up_by_a_nurse_by_03_14() {
    let mut chart = opened(Setting::Hospice, "2026-03-02 10:00");
    chart.tell(EventKind::SymptomImpact, "2026-03-12 10:00");
    chart.tell(EventKind::SeenInPerson, "2026-03-12 16:00");
    assert_eq!(chart.one("T-13.symptom_follow_up"), due(Open, "2026-03-14"), "somebody else does not count");
    chart.tell(EventKind::NurseVisited, "2026-03-14 20:00");
    assert_eq!(chart.one("T-13.symptom_follow_up").0, Met);
}

#[test]
fn tv_t_13_update_visits_are_made_on_days_6_to_15_and_16_to_30_and_each_record_is_submitted() {
    let mut chart = opened(Setting::Hospice, "2026-03-02 10:00");
    assert_eq!((chart.opens("T-13.huv1"), chart.one("T-13.huv1").1), ("2026-03-08".into(), "2026-03-17".into()));
    assert_eq!((chart.opens("T-13.huv2"), chart.one("T-13.huv2").1), ("2026-03-18".into(), "2026-04-01".into()));
    chart.record(K::HopeUpdateVisit, "2026-03-07");
    assert_eq!(chart.one("T-13.huv1").0, Open, "day 5 is too early");
    chart.record(K::HopeUpdateVisit, "2026-03-17");
    assert_eq!((chart.one("T-13.huv1").0, chart.one("T-13.huv2").0), (Met, Open));
    assert_eq!(chart.all("T-13.submit").last(), Some(&due(Open, "2026-04-16")));
    chart.record(K::HopeSubmitted, "2026-04-01");
    assert!(chart.all("T-13.submit").iter().all(|(status, _)| *status == Met));
}

#[test]
fn an_election_before_hope_has_no_update_visits() {
    let chart = opened(Setting::Hospice, "2025-09-30 10:00");
    assert!(chart.all("T-13.huv1").is_empty());
}

#[test]
fn tv_t_14_assessed_2025_06_15_next_by_2026_06_15_and_before_the_plan_began_counts() {
    let mut chart = opened(Setting::ManagedCare, "2025-06-01 10:00");
    chart.record(K::SnpHealthRiskAssessment, "2025-06-15").record(K::SnpEnrolled, "2025-07-01");
    assert_eq!(chart.one("T-14.snp_hra"), due(Met, "2025-09-29"));
    assert_eq!(chart.one("T-14.snp_hra_yearly"), due(Open, "2026-06-15"));
    chart.record(K::MedicaidPlanEnrolled, "2026-03-02");
    assert_eq!(chart.one("T-14.medicaid_screening"), due(Open, "2026-05-31"));
    chart.record(K::MedicaidScreening, "2026-05-31");
    assert_eq!(chart.one("T-14.medicaid_screening").0, Met);
}

#[test]
fn tv_t_15_a_need_found_2026_03_02_is_helped_by_04_01() {
    for (sent, status) in [("2026-04-01 20:00", Met), ("2026-04-02 08:00", MetLate)] {
        let mut chart = opened(Setting::ManagedCare, "2026-03-01 10:00");
        chart.tell(EventKind::SocialNeedFound, "2026-03-02 10:00").tell(EventKind::SocialHelpSent, sent);
        assert_eq!(chart.one("T-15.intervention"), due(status, "2026-04-01"));
    }
}

#[test]
fn tv_t_16_consent_2026_03_02_is_evaluated_by_05_01_or_by_the_law_of_texas() {
    let mut chart = opened(Setting::School, "2026-02-02 10:00");
    chart.record(K::ParentalConsent, "2026-03-02");
    assert_eq!(chart.one("T-16.evaluation"), due(Open, "2026-05-01"));
    let mut texas = opened(Setting::School, "2026-02-02 10:00");
    texas.place(Some("TX"));
    texas.record(K::ParentalConsent, "2026-03-02");
    assert_eq!(texas.world.get("T-16.evaluation").rule_source, "Texas Education Code 29.004");
    chart.record(K::EvaluationCompleted, "2026-03-02");
    assert_eq!(chart.one("T-16.evaluation").0, Met, "on the same day");
}

#[test]
fn tv_t_16_eligibility_leads_to_a_meeting_a_meeting_to_the_next_year_and_an_evaluation_to_the_next_in_three() {
    let mut chart = opened(Setting::School, "2026-02-02 10:00");
    chart.record(K::EvaluationCompleted, "2026-04-20").record(K::EligibilityFound, "2026-04-22");
    assert_eq!(chart.one("T-16.reevaluation"), due(Open, "2029-04-20"));
    assert_eq!(chart.one("T-16.iep_meeting"), due(Open, "2026-05-22"));
    chart.record(K::IepMeetingHeld, "2026-05-22");
    assert_eq!((chart.one("T-16.iep_meeting").0, chart.one("T-16.review")), (Met, due(Open, "2027-05-22")));
    chart.record(K::PlacementChangeDecided, "2026-09-14");
    assert_eq!(chart.one("T-16.manifestation").0, Open);
    chart.record(K::ManifestationReviewed, "2026-09-16");
    assert_eq!(chart.one("T-16.manifestation").0, Met);
}

#[test]
fn tv_t_17_arrival_2026_03_02_is_followed_through_to_05_31() {
    let mut chart = opened(Setting::Refugee, "2026-03-02 22:00");
    assert!(chart.all("T-17.school").is_empty(), "of school-age children only");
    chart.world.tell(EventKind::SchoolAgeEnrolled, CASE, "2026-03-02 22:00");
    chart.record(K::SecondHomeVisit, "2026-04-01").record(K::SchoolEnrolled, "2026-04-02");
    chart.record(K::HealthScreened, "2026-04-15").record(K::PlacementPeriodReported, "2026-05-31");
    assert_eq!(chart.one("T-17.second_visit"), due(Met, "2026-04-01"));
    assert_eq!(chart.one("T-17.school"), due(MetLate, "2026-04-01"));
    assert_eq!(chart.one("T-17.health_screening"), due(MetLate, "2026-04-01"));
    assert_eq!(chart.one("T-17.health_screening_window"), due(Met, "2026-05-31"));
    assert_eq!(chart.one("T-17.period"), due(Met, "2026-05-31"));
}

#[test]
fn tv_t_18_release_2026_06_30_opens_its_windows_long_before() {
    let mut chart = opened(Setting::Corrections, "2026-03-02 10:00");
    chart.record(K::YouthRelease, "2026-06-30");
    assert_eq!(
        (chart.opens("T-18.prerelease"), chart.one("T-18.prerelease")),
        ("2026-04-01".into(), due(Open, "2026-06-30"))
    );
    assert_eq!(chart.opens("T-18.youth_case_management"), "2026-05-31");
    assert_eq!(chart.one("T-18.youth_case_management"), due(Open, "2026-07-30"));
    chart.tell(EventKind::ContactReached, "2026-05-30 10:00");
    assert_eq!(chart.one("T-18.youth_case_management").0, Open, "before the window");
    chart.tell(EventKind::ContactReached, "2026-06-02 10:00").record(K::HandoffMade, "2026-06-30");
    chart.record(K::YouthScreened, "2026-07-07");
    for code in ["T-18.prerelease", "T-18.youth_screening", "T-18.youth_case_management"] {
        assert_eq!(chart.one(code).0, Met, "{code}");
    }
}

#[test]
fn a_grown_person_s_release_asks_for_no_screening_of_a_youth() {
    let mut chart = opened(Setting::Corrections, "2026-03-02 10:00");
    chart.record(K::Release, "2026-06-30");
    assert_eq!(chart.all("T-18.prerelease").len(), 1);
    assert!(chart.all("T-18.youth_screening").is_empty());
}

#[test]
fn tv_t_19_court_days_roll_forward_over_holidays_and_back_from_a_hearing() {
    let mut chart = opened(Setting::Legal, "2026-03-02 10:00");
    chart.record(K::ComplaintServed, "2026-05-04").record(K::MotionReceived, "2026-08-24");
    assert_eq!(chart.one("T-19.answer_21"), due(Open, "2026-05-26"), "after Memorial Day");
    assert_eq!(chart.one("T-19.response_14"), due(Open, "2026-09-08"), "after Labor Day");
    chart.record(K::AnswerServed, "2026-05-26").record(K::ResponseServed, "2026-09-09");
    assert_eq!((chart.one("T-19.answer_21").0, chart.one("T-19.response_14").0), (Met, MetLate));
    chart.record(K::HearingOnOwnMotion, "2027-01-15").record(K::HearingOnOtherMotion, "2027-01-15");
    assert_eq!(chart.one("T-19.motion_14"), due(Open, "2026-12-31"));
    assert_eq!(chart.one("T-19.opposing_affidavit_7"), due(Open, "2027-01-08"));
    chart.record(K::MotionServed, "2026-12-01");
    assert_eq!(chart.one("T-19.motion_14").0, Met);
}

#[test]
fn what_was_done_for_an_earlier_hearing_or_end_of_coverage_does_not_meet_the_next_one() {
    let orders = [
        ["2026-06-01", "2026-05-10", "2026-09-01"],
        ["2026-09-01", "2026-05-10", "2026-06-01"],
        ["2026-06-01", "2026-09-01", "2026-05-10"],
    ];
    for order in orders {
        let mut chart = opened(Setting::Legal, "2026-03-02 10:00");
        for day in order {
            chart.record(if day == "2026-05-10" { K::MotionServed } else { K::HearingOnOwnMotion }, day);
        }
        let mut all = chart.all("T-19.motion_14");
        all.sort_by_key(|(_, due)| due.clone());
        assert_eq!(all, [due(Met, "2026-05-18"), due(Open, "2026-08-18")], "{order:?}");
        chart.record(K::MotionServed, "2026-08-18");
        assert!(chart.all("T-19.motion_14").iter().all(|(status, _)| *status == Met), "{order:?}");
    }
    let mut chart = opened(Setting::LongTermCare, "2026-03-02 10:00");
    chart.record(K::NonCoverageNotice, "2026-03-08").record(K::CoverageEnds, "2026-03-10");
    chart.record(K::CoverageEnds, "2026-05-10");
    assert_eq!(chart.all("T-10.nomnc"), [due(Met, "2026-03-08"), due(Open, "2026-05-08")]);
}

#[test]
fn a_paper_that_answers_one_meets_nothing_about_another() {
    let mut chart = opened(Setting::Legal, "2026-03-02 10:00");
    chart.record(K::MotionReceived, "2026-08-24");
    let first = chart.next;
    chart.record(K::MotionReceived, "2026-08-31").answer(Some(first), K::ResponseServed, "2026-09-08");
    assert_eq!(chart.all("T-19.response_14"), [due(Met, "2026-09-08"), due(Open, "2026-09-14")]);
    chart.record(K::ResponseServed, "2026-09-14");
    assert_eq!(chart.all("T-19.response_14")[1].0, Met, "one that names none meets what is open");

    let mut chart = opened(Setting::Legal, "2026-03-02 10:00");
    chart.record(K::HearingOnOwnMotion, "2026-06-01").record(K::HearingOnOwnMotion, "2026-09-01");
    let second = chart.next;
    chart.answer(Some(second), K::MotionServed, "2026-05-10");
    assert_eq!(chart.all("T-19.motion_14"), [due(Open, "2026-05-18"), due(Met, "2026-08-18")], "served long before");

    let mut chart = opened(Setting::Hospice, "2026-03-02 10:00");
    chart.record(K::HopeAdmission, "2026-03-04");
    let admission = chart.next;
    chart.record(K::HopeUpdateVisit, "2026-03-10").answer(Some(admission), K::HopeSubmitted, "2026-03-20");
    assert_eq!(chart.all("T-13.submit"), [due(Met, "2026-04-03"), due(Open, "2026-04-09")]);
}

#[test]
fn an_answer_to_a_hearing_that_moved_answers_the_new_one() {
    let rules = rulebook::standard(Setting::Legal);
    let id = Uuid::from_u128;
    let said = |number: u128, event| Report {
        id: id(number),
        recorded_at: ny("2026-06-01 09:00") + Duration::hours(number as i64),
        event,
    };
    let hearing = |number: u128, at| said(number, Event::new(EventKind::HearingOnOwnMotion, id(number), ny(at)));
    let served = Event::new(EventKind::MotionServed, id(2), ny("2026-06-10 12:00")).about(Some(id(1)));
    let moved = Event::new(EventKind::MilestoneWithdrawn, id(1), ny("2026-06-12 12:00"));
    let log = vec![hearing(1, "2026-07-01 00:00"), said(2, served), said(3, moved), hearing(4, "2026-08-03 00:00")];
    let standing = |log: Vec<Report>| {
        let mut next = 500;
        let mut new_id = || {
            next += 1;
            Uuid::from_u128(next)
        };
        let history = History::of(log, |_| true);
        let all = settle(&context(), &history, &rules, &[], &mut new_id);
        all.into_iter().map(|change| (change.record.anchor_subject_id, change.record.status)).collect::<Vec<_>>()
    };
    assert_eq!(standing(log.clone()), [(id(4), Met)]);
    let both = vec![log[0].clone(), log[1].clone(), log[3].clone()];
    assert_eq!(standing(both), [(id(1), Met), (id(4), Open)], "while the first one stands it is for that one");
}

#[test]
fn a_hearing_that_is_continued_moves_its_deadline_which_says_from_where() {
    let rules = rulebook::standard(Setting::Legal);
    let said = |number: u128, at: &str| Report {
        id: Uuid::from_u128(number),
        recorded_at: ny("2026-06-01 09:00") + Duration::hours(number as i64),
        event: Event::new(EventKind::HearingOnOwnMotion, Uuid::from_u128(1), ny(at)),
    };
    assert!(EventKind::HearingOnOwnMotion.rewrites(), "all of the history is looked at again");
    let settled = |log: Vec<Report>, known: &[Deadline]| {
        let mut new_id = || Uuid::from_u128(500);
        let all = settle(&context(), &History::of(log, |_| true), &rules, known, &mut new_id);
        all.into_iter().map(|change| change.record).collect::<Vec<_>>()
    };
    let first = settled(vec![said(1, "2026-07-01 00:00")], &[]);
    let moved = settled(vec![said(1, "2026-07-01 00:00"), said(2, "2026-08-05 00:00")], &first);
    let days = |all: &[Deadline]| all.iter().map(|one| (one.id, one.due_on.to_string())).collect::<Vec<_>>();
    assert_eq!(days(&first), [(Uuid::from_u128(500), "2026-06-17".into())]);
    assert_eq!(days(&moved), [(Uuid::from_u128(500), "2026-07-22".into())], "the same deadline");
    assert!(moved[0].explanation.iter().any(|step| step.detail.contains("corrected to")), "{moved:?}");
}

#[test]
fn a_milestone_taken_back_takes_its_deadlines_along_and_opens_what_it_met() {
    let rules = rulebook::standard(Setting::School);
    let said = |id: u128, kind, at: &str| Report {
        id: Uuid::from_u128(id),
        recorded_at: ny("2026-06-01 09:00") + Duration::hours(id as i64),
        event: Event::new(kind, Uuid::from_u128(id), ny(at)),
    };
    let consent = said(1, EventKind::ParentalConsentGiven, "2026-03-02 00:00");
    let evaluated = said(2, EventKind::Evaluated, "2026-04-20 23:59");
    let taken = |of: u128, id: u128| Report {
        event: Event::new(EventKind::MilestoneWithdrawn, Uuid::from_u128(of), ny("2026-06-02 09:00")),
        ..said(id, EventKind::Evaluated, "2026-06-02 09:00")
    };
    let run = |log: Vec<Report>| {
        let history = History::of(log, |_| true);
        let mut next = 500;
        let mut new_id = || {
            next += 1;
            Uuid::from_u128(next)
        };
        let all = settle(&context(), &history, &rules, &[], &mut new_id);
        all.into_iter().map(|change| (change.record.rule_code, change.record.status)).collect::<Vec<_>>()
    };
    let evaluation = |status| ("T-16.evaluation".to_owned(), status);
    let again = ("T-16.reevaluation".to_owned(), Open);
    assert_eq!(run(vec![consent.clone(), evaluated.clone()]), [evaluation(Met), again.clone()]);
    assert_eq!(run(vec![consent.clone(), evaluated.clone(), taken(2, 3)]), [evaluation(Open)]);
    assert_eq!(run(vec![consent, evaluated, taken(1, 3)]), [again]);
}
