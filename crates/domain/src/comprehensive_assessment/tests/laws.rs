//! What holds for any answers.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::*;

/// Some answer to a question, right or not.
fn any_answer(question: &'static Question) -> BoxedStrategy<Answer> {
    let own: Vec<&'static str> = question.choices().iter().map(|choice| choice.code).collect();
    let chosen = if own.is_empty() {
        Just(Vec::new()).boxed()
    } else {
        proptest::sample::subsequence(own.clone(), 0..=own.len()).boxed()
    };
    prop_oneof![
        chosen.prop_map(|chosen| codes(&chosen)),
        (-3_i64..60).prop_map(Answer::Number),
        "[a-z ]{0,6}".prop_map(Answer::Text),
        proptest::sample::select(AbsentReason::ALL).prop_map(Answer::Absent),
    ]
    .boxed()
}

/// Answers to any questions of any section.
fn any_answers() -> impl Strategy<Value = (&'static Section, Answers)> {
    let sections: Vec<&'static Section> = current().sections.iter().collect();
    proptest::sample::select(sections).prop_flat_map(|section| {
        let each: Vec<_> = section
            .questions
            .iter()
            .map(|question| proptest::option::of(any_answer(question)).prop_map(|answer| (question.code, answer)))
            .collect();
        each.prop_map(move |given| {
            let given = given.into_iter().filter_map(|(code, answer)| Some((code.to_owned(), answer?)));
            (section, given.collect())
        })
    })
}

/// Answers that the questions take.
fn fitting_answers() -> impl Strategy<Value = (&'static Section, Answers)> {
    any_answers().prop_map(|(section, mut given)| {
        given.retain(|code, answer| section.question(code).is_some_and(|question| question.takes(answer)));
        (section, given)
    })
}

proptest! {
    #[test]
    fn a_section_is_complete_exactly_when_nothing_is_open((section, given) in any_answers()) {
        let stored = begun(None).answer(section.code, given.clone(), AssessmentMode::Video, ME, monday());
        match stored {
            Ok(change) => prop_assert_eq!(
                change.record.sections[&section.code].completed_at.is_some(),
                section.open(&given).is_empty()
            ),
            Err(rule) => {
                prop_assert_eq!(rule.code, "answer_invalid");
                prop_assert!(section.check(&given).is_err());
            }
        }
    }

    #[test]
    fn answering_an_open_question_never_opens_more_than_its_own_followers((section, given) in fitting_answers()) {
        for question in section.open(&given) {
            let mut more = given.clone();
            more.insert(question.code.into(), plain(question));
            let followers: BTreeSet<_> = section.asked(&more).iter().map(|asked| asked.code).collect();
            let before: BTreeSet<_> = section.asked(&given).iter().map(|asked| asked.code).collect();
            prop_assert!(before.is_subset(&followers));
            prop_assert!(section.open(&more).iter().all(|open| open.code != question.code));
        }
    }

    #[test]
    fn what_is_proposed_has_an_answer_that_counts_and_is_gone_once_decided((section, given) in fitting_answers()) {
        let mut assessment = with(begun(None), section.code, given.clone(), monday());
        let counted = section.counted(&given);
        for proposal in proposals(&assessment, &[]) {
            prop_assert_eq!(counted.get(proposal.question.code), Some(&proposal.answer));
            let decision = Decision { need_id: Some(ME), reason: None, by: ME, at: monday() };
            assessment = assessment.decide(proposal.rule.code, decision).unwrap().record;
        }
        prop_assert!(proposals(&assessment, &[]).is_empty());
    }

    #[test]
    fn answers_survive_the_database((section, given) in any_answers()) {
        let stored = serde_json::to_string(&BTreeMap::from([(section.code, given.clone())])).unwrap();
        prop_assert_eq!(
            serde_json::from_str::<BTreeMap<AssessmentSection, Answers>>(&stored).unwrap()[&section.code].clone(),
            given
        );
    }
}
