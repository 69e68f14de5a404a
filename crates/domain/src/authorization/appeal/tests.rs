use super::super::tests::{approved, day, denied, nurse, ny, physician, ruling, who, with_place};
use super::super::{Decider, ExtensionGround, RequestVerdict};
use super::*;
use crate::code::Code;
use chrono::Duration;
use chrono_tz::America::New_York;

fn noted() -> Appeal {
    Appeal {
        id: who(80),
        version: 1,
        person_id: who(91),
        case_id: who(92),
        authorization_id: Some(who(90)),
        answered_here: true,
        kind: AppealKind::Appeal,
        level: AppealLevel::Plan,
        subject: AppealSubject::PreService,
        line: L::MedicareAdvantage,
        urgency: RequestUrgency::Standard,
        status: AppealStatus::Received,
        words: "She can't dress the wound herself.".into(),
        noted_by: who(1),
        received_at: ny("2026-03-09 09:00"),
        late_reason: None,
        rule_code: None,
        due_at: None,
        reviewer_id: None,
        decided_at: None,
        answer: None,
        extension: None,
        trail: vec![],
    }
}

fn file(appeal: Appeal, about: Option<&Authorization>, earlier: &[Appeal]) -> Result<Change<Appeal>, Rule> {
    with_place(|place| appeal.file(about, earlier, place, ny("2026-09-01 09:00")))
}

fn filed() -> Appeal {
    file(noted(), Some(&denied()), &[]).unwrap().record
}

fn other_physician() -> Decider {
    Decider { id: who(7), ..physician() }
}

fn act(appeal: Appeal, action: AppealAction) -> Result<Change<Appeal>, Rule> {
    let now = ny("2026-03-10 09:00");
    match action {
        AppealAction::Review => appeal.review(who(7), now),
        AppealAction::Extend => {
            let (ground, words) = (ExtensionGround::MemberAsked, "She asked.".to_owned());
            let more = GrantedExtension { days: 14, ground, words, by: who(7), at: now };
            with_place(|place| appeal.extend(more, place))
        }
        AppealAction::Decide => appeal.decide(AppealStatus::Upheld, "No".into(), Some(&denied()), other_physician()),
        AppealAction::Withdraw => appeal.withdraw("She moved".into(), who(7), now),
    }
}

#[test]
fn every_legal_move_is_made_and_every_other_one_is_refused() {
    for status in AppealStatus::ALL {
        for action in AppealAction::ALL {
            let appeal = Appeal { status: *status, ..filed() };
            let allowed = appeal.allows(*action);
            let open = matches!(status, AppealStatus::Received | AppealStatus::InReview);
            assert_eq!(allowed, open && (*action != AppealAction::Review || *status == AppealStatus::Received));
            match act(appeal, *action) {
                Ok(change) => assert!(allowed && change.record.version == 2, "{status} {action}"),
                Err(rule) => assert!(!allowed && rule.code == "appeal_transition", "{status} {action}: {rule}"),
            }
        }
    }
}

#[test]
fn tv_t_8_a_notice_of_2026_03_02_is_appealed_by_05_06_in_medicare_advantage_and_by_05_01_in_medicaid() {
    let by = |line| with_place(|place| file_by(line, ny("2026-03-02 15:00"), place));
    assert_eq!(by(L::MedicareAdvantage), Some(day("2026-05-06")));
    assert_eq!(by(L::MedicaidMco), Some(day("2026-05-01")));
    assert_eq!(by(L::Qhp), None);
}

#[test]
fn tv_t_8_each_kind_has_its_own_clock() {
    let due = |appeal: Appeal| {
        let found = file(appeal, Some(&denied()), &[]).unwrap().record;
        let days = found.due_at.map(|at| (time::local_date(at, New_York) - day("2026-03-09")).num_days());
        (found.rule_code.unwrap_or_default(), days)
    };
    let expedited = |appeal: Appeal| Appeal { urgency: RequestUrgency::Expedited, ..appeal };
    let medicaid = || Appeal { line: L::MedicaidMco, ..noted() };
    let grievance = || Appeal { kind: AppealKind::Grievance, authorization_id: None, ..noted() };
    assert_eq!(due(noted()), ("T-8.ma_preservice".into(), Some(30)));
    assert_eq!(due(Appeal { subject: AppealSubject::Payment, ..noted() }), ("T-8.ma_payment".into(), Some(60)));
    assert_eq!(due(Appeal { subject: AppealSubject::PartBDrug, ..noted() }), ("T-8.ma_part_b_drug".into(), Some(7)));
    assert_eq!(due(expedited(noted())), ("T-8.ma_expedited".into(), Some(3)));
    assert_eq!(due(medicaid()), ("T-8.medicaid_decide".into(), Some(30)));
    assert_eq!(due(expedited(medicaid())), ("T-8.medicaid_expedited".into(), Some(3)));
    assert_eq!(due(grievance()), ("T-8.ma_grievance".into(), Some(30)));
    assert_eq!(due(expedited(grievance())), ("T-8.ma_grievance_expedited".into(), Some(1)));
    assert_eq!(due(Appeal { line: L::Erisa, ..noted() }), (String::new(), None));
}

#[test]
fn tv_t_8_a_medicaid_appeal_is_extended_by_14_days_once() {
    let appeal = file(Appeal { line: L::MedicaidMco, ..noted() }, Some(&denied()), &[]).unwrap().record;
    let longer = act(appeal.clone(), AppealAction::Extend).unwrap().record;
    assert_eq!(longer.due_at.unwrap() - appeal.due_at.unwrap(), Duration::days(14));
    assert_eq!(act(longer, AppealAction::Extend).unwrap_err().code, "appeal_transition");
}

#[test]
fn a_late_appeal_needs_a_good_cause_and_medicaid_knows_none() {
    let late = Appeal { received_at: ny("2026-05-10 09:00"), ..noted() };
    assert_eq!(file(late.clone(), Some(&denied()), &[]).unwrap_err().pointer.as_deref(), Some("/late_reason"));
    let excused = Appeal { late_reason: Some("She was in hospital.".into()), ..late };
    assert!(file(excused.clone(), Some(&denied()), &[]).is_ok());
    let medicaid = Authorization { line: L::MedicaidMco, ..denied() };
    assert_eq!(file(excused, Some(&medicaid), &[]).unwrap_err().code, "appeal_filed_late");
}

#[test]
fn an_appeal_is_about_a_refusal_and_one_runs_at_a_time() {
    assert_eq!(file(noted(), None, &[]).unwrap_err().pointer.as_deref(), Some("/authorization_id"));
    assert_eq!(file(noted(), Some(&approved()), &[]).unwrap_err().code, "authorization_transition");
    assert_eq!(file(noted(), Some(&denied()), &[filed()]).unwrap_err().code, "appeal_open");
}

#[test]
fn what_the_plan_upholds_goes_to_an_independent_review_and_nothing_else_does() {
    let independent = || Appeal { level: AppealLevel::Independent, ..noted() };
    assert_eq!(file(independent(), Some(&denied()), &[]).unwrap_err().pointer.as_deref(), Some("/level"));
    let upheld = act(filed(), AppealAction::Decide).unwrap().record;
    assert_eq!(file(noted(), Some(&denied()), std::slice::from_ref(&upheld)).unwrap_err().code, "appeal_level");
    let next = file(independent(), Some(&denied()), &[upheld]).unwrap();
    assert!(next.record.rule_code.is_none() && next.events.is_empty());
}

#[test]
fn nobody_who_had_a_part_in_the_decision_decides_the_appeal() {
    let decide = |decider| filed().decide(AppealStatus::Overturned, "Yes".into(), Some(&denied()), decider);
    assert_eq!(decide(physician()).unwrap_err().code, "appeal_same_reviewer", "the physician who denied");
    let writer = Decider { id: who(1), ..other_physician() };
    assert_eq!(decide(writer).unwrap_err().code, "appeal_same_reviewer");
    let layman = Decider { is_physician: false, ..other_physician() };
    assert_eq!(decide(layman).unwrap_err().code, "physician_advisor_required");
    assert_eq!(decide(other_physician()).unwrap().record.status, AppealStatus::Overturned);
}

#[test]
fn an_appeal_is_not_answered_and_a_grievance_not_upheld() {
    let refused = filed().decide(AppealStatus::Answered, "Yes".into(), Some(&denied()), other_physician()).unwrap_err();
    assert_eq!(refused.pointer.as_deref(), Some("/outcome"));
    let grievance = Appeal { kind: AppealKind::Grievance, authorization_id: None, ..noted() };
    let grievance = file(grievance, None, &[]).unwrap().record;
    assert_eq!(
        grievance.clone().decide(AppealStatus::Upheld, "No".into(), None, nurse()).unwrap_err().code,
        "appeal_outcome"
    );
    assert_eq!(
        grievance.decide(AppealStatus::Answered, "Sorry".into(), None, nurse()).unwrap().record.status,
        AppealStatus::Answered
    );
}

#[test]
fn what_is_overturned_is_approved_and_its_deadline_is_met() {
    let change = filed().decide(AppealStatus::Overturned, "Yes".into(), Some(&denied()), other_physician()).unwrap();
    assert_eq!(
        change.events,
        [Event::new(EventKind::AppealSettled, who(80), physician().now.max(ny("2026-03-09 09:00")))]
    );
    let approved = denied().overturn(ruling(RequestVerdict::Approve), who(7), physician().now).unwrap().record;
    assert_eq!((approved.status, approved.balance().left), (super::super::AuthorizationStatus::Approved, 20));
}
