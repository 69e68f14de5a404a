use super::*;
use chrono::TimeDelta;
use chrono_tz::America::New_York;
use proptest::prelude::*;

fn start() -> DateTime<Utc> {
    "2026-03-01T15:00:00Z".parse().unwrap()
}

fn touch(hours: i64, mode: ContactMode, outcome: ContactOutcome) -> Touch {
    Touch {
        id: Uuid::from_u128(hours.unsigned_abs().into()),
        at: start() + TimeDelta::hours(hours),
        mode,
        direction: Direction::Outbound,
        outcome,
        with: ContactWith::Person,
        author_id: None,
    }
}

use ContactMode::{Letter, Phone, Text};
use ContactOutcome::{LeftMessage, NoAnswer, Reached, Refused, WrongNumber};

fn state(touches: &[Touch]) -> EngagementState {
    engagement(start(), touches, New_York).state
}

#[test]
fn three_days_and_two_ways_make_somebody_hard_to_reach_and_less_does_not() {
    let calls = [touch(1, Phone, NoAnswer), touch(25, Phone, LeftMessage), touch(49, Phone, WrongNumber)];
    assert_eq!(state(&calls), EngagementState::Attempts);
    let known = engagement(start(), &calls, New_York);
    assert_eq!((known.days_left(), known.modes_left()), (0, 1));
    let with_text = [calls[0], calls[1], touch(50, Text, NoAnswer)];
    assert_eq!(state(&with_text), EngagementState::HardToReach);
    let in_two_days = [calls[0], touch(2, Text, NoAnswer), calls[1], touch(26, Letter, NoAnswer)];
    assert_eq!(state(&in_two_days), EngagementState::Attempts);
}

#[test]
fn days_are_those_of_the_program() {
    // 20:00 and 23:30 in New York are two dates in UTC and one day there.
    let evening = [touch(10, Phone, NoAnswer), touch(13, Text, NoAnswer)];
    assert_eq!(engagement(start(), &evening, New_York).days, 1);
}

#[test]
fn a_two_way_contact_ends_what_was_tried() {
    let tried = [touch(1, Phone, NoAnswer), touch(25, Text, NoAnswer), touch(49, Letter, NoAnswer)];
    assert_eq!(state(&[tried[0], tried[1], tried[2], touch(60, Phone, Reached)]), EngagementState::Engaged);
    assert_eq!(state(&[touch(0, Phone, Reached), tried[0]]), EngagementState::Attempts);
    let provider = Touch { with: ContactWith::Provider, ..touch(60, Phone, Reached) };
    assert_eq!(state(&[tried[0], tried[1], tried[2], provider]), EngagementState::HardToReach);
}

#[test]
fn a_refusal_holds_until_a_two_way_contact() {
    let refusal = touch(5, Phone, Refused);
    assert_eq!(state(&[touch(1, Phone, Reached), refusal, touch(30, Phone, NoAnswer)]), EngagementState::Refused);
    assert_eq!(state(&[refusal, touch(30, Phone, Reached)]), EngagementState::Engaged);
}

#[test]
fn what_happened_before_the_enrolment_and_calls_of_theirs_are_no_attempts() {
    assert_eq!(state(&[touch(-2, Phone, NoAnswer)]), EngagementState::NotTried);
    let inbound = Touch { direction: Direction::Inbound, ..touch(2, Phone, LeftMessage) };
    assert_eq!(state(&[inbound]), EngagementState::NotTried);
}

#[test]
fn figures_count_tries_and_people_once() {
    let mut figures = OutreachFigures::default();
    let inbound = Touch { direction: Direction::Inbound, ..touch(9, Phone, Reached) };
    figures.add(&[touch(1, Phone, NoAnswer), touch(2, Phone, LeftMessage), inbound]);
    figures.add(&[touch(3, Text, Refused)]);
    figures.add(&[inbound]);
    figures.add(&[Touch { with: ContactWith::Provider, ..touch(1, Phone, Reached) }]);
    assert_eq!((figures.tries, figures.no_answer, figures.left_message, figures.refused), (3, 1, 1, 1));
    assert_eq!((figures.inbound, figures.people_tried, figures.people_reached), (2, 2, 1));
}

#[test]
fn colleagues_of_the_same_day_are_named_once_and_oneself_never() {
    let by = |hours, author: u128| Touch { author_id: Some(Uuid::from_u128(author)), ..touch(hours, Phone, NoAnswer) };
    // 10:00 in New York; 14 hours later the next day begins there.
    let all = [by(0, 1), by(3, 2), by(4, 2), by(2, 3), by(14, 4), touch(1, Phone, NoAnswer)];
    let others = |own: &Touch| others_that_day(own, &all, New_York);
    assert_eq!(others(&all[0]), vec![Uuid::from_u128(3), Uuid::from_u128(2)]);
    assert!(others(&all[4]).is_empty());
    let provider = Touch { with: ContactWith::Provider, ..all[0] };
    assert!(others(&provider).is_empty(), "who talks to a provider is not in touch with the person");
    assert!(others_that_day(&all[1], &[provider], New_York).is_empty());
}

fn any_touch() -> impl Strategy<Value = Touch> {
    (
        0i64..500,
        prop::sample::select(vec![Phone, Text, Letter]),
        prop::sample::select(vec![NoAnswer, LeftMessage, Reached, Refused, WrongNumber]),
    )
        .prop_map(|(hours, mode, outcome)| touch(hours, mode, outcome))
}

proptest! {
    #[test]
    fn the_order_of_logging_does_not_matter(mut touches in prop::collection::vec(any_touch(), 0..12)) {
        touches.sort_by_key(|touch| (touch.at, touch.mode, touch.outcome));
        touches.dedup_by_key(|touch| touch.at);
        let forward = engagement(start(), &touches, New_York);
        touches.reverse();
        prop_assert_eq!(forward, engagement(start(), &touches, New_York));
    }

    #[test]
    fn every_outcome_of_a_try_is_counted_once(touches in prop::collection::vec(any_touch(), 0..20)) {
        let mut figures = OutreachFigures::default();
        figures.add(&touches);
        let OutreachFigures { reached, no_answer, left_message, wrong_number, refused, .. } = figures;
        prop_assert_eq!(figures.tries, reached + no_answer + left_message + wrong_number + refused);
        prop_assert!(figures.people_reached <= figures.people_tried);
    }
}
