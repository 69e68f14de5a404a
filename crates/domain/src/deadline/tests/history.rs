//! The deadlines that a whole history implies, whatever was corrected and taken back.

use super::*;
use crate::clock::{Clock, end_of_day};
use proptest::prelude::*;

/// A case whose store keeps everything that was recorded.
struct Chart {
    context: CaseContext,
    rules: Vec<rulebook::Rule>,
    history: History,
    deadlines: Vec<Deadline>,
}

impl Chart {
    fn new(rules: Vec<rulebook::Rule>) -> Self {
        Self { context: context(), rules, history: History::default(), deadlines: Vec::new() }
    }

    fn settle(&mut self) -> usize {
        let mut next = self.deadlines.len() as u128 + 5000;
        let mut new_id = || {
            next += 1;
            Uuid::from_u128(next)
        };
        let changes = settle(&self.context, &self.history, &self.rules, &self.deadlines, &mut new_id);
        let count = changes.len();
        for change in changes {
            match self.deadlines.iter_mut().find(|old| old.id == change.record.id) {
                Some(old) => {
                    assert!(!change.created && change.record.version == old.version + 1);
                    *old = change.record;
                }
                None => {
                    assert!(change.created && change.record.version == 1);
                    self.deadlines.push(change.record);
                }
            }
        }
        count
    }

    /// Records an event an hour after everything recorded before, and gives the report's id.
    fn report(&mut self, kind: EventKind, subject: Uuid, at: &str) -> Uuid {
        let id = Uuid::from_u128(self.history.reports.len() as u128 + 700);
        let event = Event::new(kind, subject, ny(at));
        self.history.reports.push(Report { id, recorded_at: self.later(), event });
        self.settle();
        id
    }

    fn retract(&mut self, report_id: Uuid) {
        let recorded_at = self.later();
        self.history.retractions.push(Retraction { report_id, recorded_at });
        self.settle();
    }

    fn later(&self) -> DateTime<Utc> {
        let said = self.history.reports.len() + self.history.retractions.len();
        ny("2026-04-01 08:00") + Duration::hours(said as i64)
    }

    fn get(&self, code: &str, subject: Uuid) -> &Deadline {
        let ours = |deadline: &&Deadline| deadline.rule_code == code && deadline.anchor_subject_id == subject;
        let mut found = self.deadlines.iter().filter(ours);
        let deadline = found.next().expect("a deadline of this rule");
        assert!(found.next().is_none(), "two deadlines of {code}");
        deadline
    }
}

fn clinic() -> Chart {
    Chart::new(rulebook::standard(Setting::Clinic))
}

fn told(deadline: &Deadline) -> Vec<&str> {
    deadline.explanation.iter().map(|step| step.detail.as_str()).collect()
}

#[test]
fn a_discharge_taken_back_cancels_its_deadlines_and_says_why() {
    let mut chart = clinic();
    let report = chart.report(EventKind::Discharged, STAY, "2026-03-10 11:00");
    chart.retract(report);
    for code in [OUTREACH_7, OUTREACH_30] {
        let gone = chart.get(code, STAY);
        assert_eq!((gone.status, gone.closed_reason.as_deref()), (Cancelled, Some("anchor_retracted")), "{code}");
        assert!(told(gone).last().unwrap().ends_with("what started it was taken back."), "{code}");
    }
}

#[test]
fn a_discharge_cancelled_and_made_again_leaves_the_deadlines_of_the_second_under_the_same_ids() {
    let mut chart = clinic();
    let first = chart.report(EventKind::Discharged, STAY, "2026-03-10 11:00");
    let id = chart.get(OUTREACH_7, STAY).id;
    chart.retract(first);
    chart.report(EventKind::Discharged, STAY, "2026-03-12 15:00");
    let again = chart.get(OUTREACH_7, STAY);
    assert_eq!((again.id, again.status, again.due_on.to_string().as_str()), (id, Open, "2026-03-19"));
    assert_eq!(
        told(again)[..2],
        ["Starts 2026-03-12 15:00 EDT.", "Was 2026-03-10 11:00 EDT, taken back 2026-04-01 09:00 EDT."]
    );
}

#[test]
fn a_corrected_time_moves_the_anchor_and_says_from_what_to_what() {
    let mut chart = clinic();
    chart.report(EventKind::Discharged, STAY, "2026-03-10 11:00");
    chart.report(EventKind::ContactReached, CONTACT, "2026-03-18 09:00");
    assert_eq!(chart.get(OUTREACH_7, STAY).status, MetLate);
    chart.report(EventKind::Discharged, STAY, "2026-03-11 09:00");
    let moved = chart.get(OUTREACH_7, STAY);
    assert_eq!((moved.status, moved.due_on.to_string().as_str()), (Met, "2026-03-18"));
    assert_eq!(told(moved)[1], "Was 2026-03-10 11:00 EDT, corrected to 2026-03-11 09:00 EDT.");
}

#[test]
fn a_contact_entered_in_error_no_longer_meets_anything() {
    let mut chart = clinic();
    chart.report(EventKind::Discharged, STAY, "2026-03-10 11:00");
    let contact = chart.report(EventKind::ContactReached, CONTACT, "2026-03-12 09:00");
    assert_eq!(chart.get(OUTREACH_7, STAY).status, Met);
    chart.retract(contact);
    let open = chart.get(OUTREACH_7, STAY);
    assert_eq!((open.status, open.met_at, open.met_by_id), (Open, None, None));
}

#[test]
fn the_earliest_approval_of_a_revised_plan_counts() {
    let mut chart = clinic();
    chart.report(EventKind::Enrolled, CASE, "2026-03-02 10:00");
    chart.report(EventKind::PlanApproved, CONTACT, "2026-03-20 10:00");
    chart.report(EventKind::PlanApproved, CONTACT, "2026-05-20 10:00");
    assert_eq!(chart.get(PLAN, CASE).status, Met);
}

#[test]
fn a_waiver_and_an_owner_outlive_corrections_and_a_snooze_does_not_hide_an_earlier_due_time() {
    let mut chart = clinic();
    chart.report(EventKind::Discharged, STAY, "2026-03-10 11:00");
    let now = ny("2026-03-11 08:00");
    let [seven, thirty] = [0, 1].map(|at| chart.deadlines[at].clone());
    let given = Deadline { owner_id: Some(CONTACT), ..thirty };
    chart.deadlines = vec![
        seven.waive("Declined", now).unwrap().record,
        given.clone().snooze(given.due_at, "He is away", now).unwrap().record,
    ];
    chart.report(EventKind::Discharged, STAY, "2026-03-09 11:00");
    assert_eq!(chart.get(OUTREACH_7, STAY).status, Waived);
    let moved = chart.get(OUTREACH_30, STAY);
    assert_eq!((moved.owner_id, moved.snoozed_until), (Some(CONTACT), None));
    assert_eq!(moved.snooze_reason, None);
    assert_eq!(moved.due_on.to_string(), "2026-04-08");
}

#[test]
fn an_anchor_corrected_across_a_change_of_the_rule_is_judged_by_the_version_of_the_right_day() {
    let mut chart = clinic();
    let old = chart.rules.iter().find(|rule| rule.code == PLAN).unwrap().clone();
    let last = NaiveDate::from_ymd_opt(2025, 12, 31).unwrap();
    let new = rulebook::Rule { valid_from: last.succ_opt().unwrap(), clock: Clock::calendar_days(14), ..old.clone() };
    chart.rules = vec![rulebook::Rule { valid_to: Some(last), ..old }, new.clone()];
    chart.report(EventKind::Enrolled, CASE, "2025-12-31 10:00");
    assert_eq!(chart.get(PLAN, CASE).due_on.to_string(), "2026-01-30");
    chart.report(EventKind::Enrolled, CASE, "2026-01-02 10:00");
    let moved = chart.get(PLAN, CASE);
    assert_eq!((moved.due_on.to_string().as_str(), moved.rule_version.as_str()), ("2026-01-16", "2026-01-01"));

    chart.rules = vec![new];
    chart.report(EventKind::Enrolled, CASE, "2025-12-30 10:00");
    assert_eq!(chart.get(PLAN, CASE).closed_reason.as_deref(), Some("rule_not_in_force"));
}

#[test]
fn a_plan_that_starts_with_the_assessment_is_asked_for_once_and_one_that_came_before_meets_it() {
    let (first, second) = (Uuid::from_u128(21), Uuid::from_u128(22));
    let day = |text: &str| text.parse::<NaiveDate>().unwrap();
    let changed = || {
        let mut chart = clinic();
        let old = chart.rules.iter().find(|rule| rule.code == PLAN).unwrap().clone();
        let trigger = EventKind::ComprehensiveCompleted;
        let new = rulebook::Rule { trigger, valid_from: day("2026-04-01"), ..old.clone() };
        chart.rules = vec![rulebook::Rule { valid_to: Some(day("2026-03-31")), ..old }, new];
        chart
    };
    let mut before = changed();
    before.report(EventKind::Enrolled, CASE, "2026-03-10 10:00");
    before.report(EventKind::ComprehensiveCompleted, first, "2026-04-05 10:00");
    assert_eq!(before.deadlines.len(), 1, "the version of the day on which the case was opened judges it");
    assert_eq!(before.get(PLAN, CASE).due_on, day("2026-04-09"));

    let mut chart = changed();
    chart.report(EventKind::Enrolled, CASE, "2026-04-02 10:00");
    assert_eq!(chart.deadlines, []);
    let assessed = chart.report(EventKind::ComprehensiveCompleted, first, "2026-04-10 10:00");
    chart.report(EventKind::ComprehensiveCompleted, second, "2026-04-20 10:00");
    assert_eq!(chart.deadlines.len(), 1);
    assert_eq!(chart.get(PLAN, first).due_on, day("2026-05-10"));
    chart.retract(assessed);
    assert_eq!(chart.get(PLAN, first).status, Cancelled);
    assert_eq!((chart.get(PLAN, second).status, chart.get(PLAN, second).due_on), (Open, day("2026-05-20")));

    let mut early = changed();
    early.report(EventKind::Enrolled, CASE, "2026-04-02 10:00");
    early.report(EventKind::PlanApproved, CONTACT, "2026-04-06 10:00");
    early.report(EventKind::ComprehensiveCompleted, first, "2026-04-10 10:00");
    assert_eq!(early.get(PLAN, first).status, Met);
}

#[test]
fn what_neither_history_nor_rules_know_stays_as_it_is() {
    let mut chart = clinic();
    chart.report(EventKind::Discharged, STAY, "2026-03-10 11:00");
    chart.history = History::default();
    assert_eq!(chart.settle(), 0);
}

#[test]
fn a_deadline_without_anchor_is_left_alone_when_further_events_are_heard_one_by_one() {
    let mut chart = clinic();
    let report = chart.report(EventKind::Discharged, STAY, "2026-03-10 11:00");
    chart.retract(report);
    let event = Event::new(EventKind::ContactReached, CONTACT, ny("2026-03-12 09:00"));
    assert_eq!(react(&chart.context, &event, &chart.rules, &chart.deadlines, &mut || CASE), []);
}

/// A chart whose plan rule may be extended by 14 days, as a law would say.
fn extensible() -> Chart {
    let mut chart = clinic();
    let plan = chart.rules.iter_mut().find(|rule| rule.code == PLAN).unwrap();
    (plan.clock, plan.extension_days) = (Clock::calendar_days(7), Some(14));
    chart.report(EventKind::Enrolled, CASE, "2026-03-02 10:00");
    chart
}

#[test]
fn a_deadline_gets_more_time_once_and_only_as_the_law_allows() {
    let mut chart = extensible();
    let now = ny("2026-03-05 10:00");
    let rule = |chart: &Chart, code: &str| chart.rules.iter().find(|rule| rule.code == code).unwrap().clone();
    let extend = |chart: &Chart, days, reason, now| {
        let deadline = chart.get(PLAN, CASE);
        chart.history.extend(deadline, &rule(chart, PLAN), days, reason, now).map_err(|rule| rule.code)
    };
    assert_eq!(extend(&chart, 15, "Records are missing", now).unwrap_err(), "extension_days");
    assert_eq!(extend(&chart, 0, "Records are missing", now).unwrap_err(), "extension_days");
    assert_eq!(extend(&chart, 14, " ", now).unwrap_err(), "reason_required");
    assert_eq!(extend(&chart, 14, "Too late", ny("2026-03-10 00:00")).unwrap_err(), "extension_too_late");

    let extension = extend(&chart, 14, "Records are missing", now).unwrap();
    chart.history.extensions.push(extension);
    chart.settle();
    let later = chart.get(PLAN, CASE);
    assert_eq!(later.due_at, end_of_day("2026-03-23".parse().unwrap(), New_York));
    assert_eq!(told(later).last(), Some(&"Extended by 14 days (Records are missing): due by 2026-03-23 23:59 EDT."));
    assert_eq!(extend(&chart, 1, "Again", now).unwrap_err(), "extension_not_allowed");
}

#[test]
fn of_two_extensions_granted_at_once_the_first_counts_and_none_beyond_what_the_rule_allows() {
    let mut chart = extensible();
    let extension = |hour: &str, days| Extension {
        recorded_at: ny(hour),
        rule_code: PLAN.into(),
        anchor_subject_id: CASE,
        days,
        reason: "Records are missing".into(),
    };
    chart.history.extensions = vec![extension("2026-03-05 10:01", 2), extension("2026-03-05 10:00", 5)];
    chart.settle();
    assert_eq!(chart.get(PLAN, CASE).due_on.to_string(), "2026-03-14");
    chart.history.extensions = vec![extension("2026-03-05 10:00", 90)];
    chart.settle();
    assert_eq!(chart.get(PLAN, CASE).due_on.to_string(), "2026-03-23");
}

#[test]
fn what_starts_twice_for_the_same_record_opens_one_deadline_from_the_first_time() {
    let mut chart = clinic();
    chart.report(EventKind::CountersignatureDue, CONTACT, "2026-03-03 10:00");
    chart.report(EventKind::CountersignatureDue, CONTACT, "2026-03-02 10:00");
    assert_eq!((chart.deadlines.len(), chart.settle()), (1, 0));
    chart.deadlines.clear();
    assert_eq!(chart.settle(), 1, "all heard at once");
    assert_eq!(chart.get(rulebook::NOTE_COUNTERSIGNED, CONTACT).due_on.to_string(), "2026-03-04");
}

#[test]
fn a_rule_without_extension_allows_no_pause() {
    let mut chart = clinic();
    chart.report(EventKind::Discharged, STAY, "2026-03-10 11:00");
    let deadline = chart.get(OUTREACH_7, STAY);
    let rule = chart.rules.iter().find(|rule| rule.code == OUTREACH_7).unwrap();
    let refusal = chart.history.extend(deadline, rule, 1, "Holiday", ny("2026-03-11 10:00")).unwrap_err();
    assert_eq!(refusal.code, "extension_not_allowed");
}

#[test]
fn what_is_due_before_its_anchor_is_met_before_it() {
    let mut chart = clinic();
    let plan = chart.rules.iter_mut().find(|rule| rule.code == PLAN).unwrap();
    plan.clock = Clock::calendar_days(2).back();
    chart.report(EventKind::PlanApproved, CONTACT, "2026-03-05 10:00");
    chart.report(EventKind::Enrolled, CASE, "2026-03-07 10:00");
    assert_eq!(chart.get(PLAN, CASE).status, Met);
}

/// Something that becomes known: a report, or that one is taken back.
#[derive(Debug, Clone)]
enum News {
    Report(Report),
    Retraction(Retraction),
}

fn news() -> impl Strategy<Value = Vec<News>> {
    let kind = prop::sample::select(vec![
        EventKind::Enrolled,
        EventKind::Admitted,
        EventKind::Admitted,
        EventKind::Discharged,
        EventKind::Discharged,
        EventKind::StayCancelled,
        EventKind::InitialAssessmentCompleted,
        EventKind::PlanApproved,
        EventKind::ContactReached,
        EventKind::NoteDue,
        EventKind::NoteSigned,
        EventKind::CaseClosed,
        EventKind::Evaluated,
        EventKind::ParentalConsentGiven,
        EventKind::CoverageEnds,
        EventKind::NonCoverageNoticeGiven,
        EventKind::FaceToFace,
        EventKind::YouthRelease,
    ]);
    // Few subjects and whole hours, so that corrections and ties are common; a third of the reports is taken back.
    let one = (kind, 0u128..3, 0i64..1_500, 0u8..3);
    prop::collection::vec(one, 1..16).prop_map(|said| {
        let start = ny("2026-02-20 00:00");
        let mut news = Vec::new();
        for (number, (kind, subject, hour, fate)) in said.into_iter().enumerate() {
            let id = Uuid::from_u128(number as u128 + 700);
            let recorded_at = start + Duration::hours(2_000 + number as i64);
            let event = Event::new(kind, Uuid::from_u128(subject + 2), start + Duration::hours(hour));
            news.push(News::Report(Report { id, recorded_at, event }));
            if fate == 0 {
                let recorded_at = recorded_at + Duration::minutes(30);
                news.push(News::Retraction(Retraction { report_id: id, recorded_at }));
            }
        }
        news
    })
}

fn everything() -> Chart {
    let mut rules = rulebook::standard(Setting::Hospital);
    rules.push(rulebook::standard(Setting::Clinic).remove(0));
    // Milestones: clocks forward, back from a day ahead, windows that open before their anchor, and what follows itself.
    let dated =
        ["T-16.evaluation", "T-16.reevaluation", "T-10.nomnc", "T-11.face_to_face", "T-18.youth_case_management"];
    let settings = [Setting::School, Setting::HomeHealth, Setting::Corrections];
    let known = settings.into_iter().flat_map(rulebook::standard).filter(|rule| dated.contains(&rule.code.as_str()));
    rules.extend(known.filter(|rule| rule.applies_in(None)));
    Chart::new(rules)
}

fn hear(chart: &mut Chart, news: &News) {
    match news {
        News::Report(report) => chart.history.reports.push(report.clone()),
        News::Retraction(retraction) => chart.history.retractions.push(retraction.clone()),
    }
}

/// The deadlines without what depends on the order of arrival, and without those that lost their anchor.
fn settled(chart: &Chart) -> Vec<Deadline> {
    let stands = |old: &&Deadline| old.closed_reason.as_deref() != Some("anchor_retracted");
    let mut all: Vec<_> = chart
        .deadlines
        .iter()
        .filter(stands)
        .map(|old| Deadline { id: Uuid::nil(), version: 0, ..old.clone() })
        .collect();
    all.sort_by_key(|deadline| (deadline.rule_code.clone(), deadline.anchor_subject_id));
    all
}

proptest! {
    #[test]
    fn any_order_of_arrival_of_the_same_news_leaves_the_same_deadlines(
        (news, shuffled) in news().prop_flat_map(|news| (Just(news.clone()), Just(news).prop_shuffle())),
    ) {
        let mut at_once = everything();
        news.iter().for_each(|one| hear(&mut at_once, one));
        at_once.settle();
        for order in [news, shuffled] {
            let mut chart = everything();
            for one in &order {
                hear(&mut chart, one);
                chart.settle();
            }
            prop_assert_eq!(settled(&chart), settled(&at_once));
            prop_assert_eq!(chart.settle(), 0, "settled twice");
            let open = chart.deadlines.iter().filter(|old| old.closed_reason.as_deref() == Some("anchor_retracted"));
            prop_assert!(open.into_iter().all(|old| old.status == Cancelled && old.met_at.is_none()));
        }
    }

    #[test]
    fn where_nothing_is_corrected_or_taken_back_events_heard_one_by_one_lead_to_the_same(news in news()) {
        let mut seen = std::collections::HashSet::new();
        let reports: Vec<Report> = news.into_iter().filter_map(|one| match one {
            News::Report(report) => seen.insert((report.event.kind, report.event.subject_id)).then_some(report),
            News::Retraction(_) => None,
        }).collect();
        let mut chart = everything();
        let mut world = World { context: context(), rules: chart.rules.clone(), deadlines: Vec::new(), keeps_history: true };
        for report in reports {
            world.hear(report.event.clone());
            chart.history.reports.push(report);
        }
        chart.deadlines = world.deadlines;
        prop_assert_eq!(chart.settle(), 0);
    }
}
