//! The state of deadlines is a function of the set of events.

use super::*;
use proptest::prelude::*;

fn events() -> impl Strategy<Value = Vec<Event>> {
    let kind = prop::sample::select(vec![
        EventKind::Enrolled,
        EventKind::Admitted,
        EventKind::Discharged,
        EventKind::StayCancelled,
        EventKind::InitialAssessmentCompleted,
        EventKind::PlanApproved,
        EventKind::ContactReached,
        EventKind::NoteDue,
        EventKind::NoteSigned,
        EventKind::Died,
        EventKind::CaseClosed,
    ]);
    // Whole hours over two months around the spring change, and few subjects, so that ties and re-admissions are common.
    let one = (kind, 0u128..3, 0i64..1_500).prop_map(|(kind, subject, hour)| {
        Event::new(kind, Uuid::from_u128(subject + 2), ny("2026-02-20 00:00") + Duration::hours(hour))
    });
    prop::collection::vec(one, 1..14).prop_map(|mut events| {
        // A record has one event of a kind: a stay is admitted once.
        let mut seen = std::collections::HashSet::new();
        events.retain(|event| seen.insert((event.kind, event.subject_id)));
        events
    })
}

/// Every rule at once, hospital and other settings.
fn everything() -> World {
    let mut world = hospital();
    world.rules.push(rulebook::standard(Setting::Clinic).remove(0));
    world
}

/// The deadlines without what depends on the order of arrival: ids, versions and where they stand in the list.
fn settled(world: &World) -> Vec<Deadline> {
    let mut all: Vec<_> =
        world.deadlines.iter().map(|old| Deadline { id: Uuid::nil(), version: 0, ..old.clone() }).collect();
    all.sort_by_key(|deadline| (deadline.rule_code.clone(), deadline.anchor_subject_id));
    all
}

proptest! {
    #[test]
    fn hearing_an_event_twice_changes_nothing(events in events(), keeps_history in any::<bool>()) {
        let mut world = everything();
        world.keeps_history = keeps_history;
        for event in &events {
            world.hear(event.clone());
            prop_assert_eq!(world.hear(event.clone()), 0);
        }
    }

    #[test]
    fn the_order_in_which_events_become_known_does_not_matter(
        (events, shuffled) in events().prop_flat_map(|events| (Just(events.clone()), Just(events).prop_shuffle())),
    ) {
        let mut worlds = [everything(), everything()];
        for (world, order) in worlds.iter_mut().zip([events, shuffled]) {
            world.keeps_history = true;
            for event in order {
                world.hear(event);
            }
        }
        prop_assert_eq!(settled(&worlds[0]), settled(&worlds[1]));
    }

    #[test]
    fn without_history_the_order_does_not_matter_once_the_anchors_are_known(
        (events, shuffled) in events().prop_flat_map(|mut events| {
            events.retain(|event| event.kind != EventKind::StayCancelled);
            (Just(events.clone()), Just(events).prop_shuffle())
        }),
    ) {
        // Discharges and admissions are anchors that also end deadlines, so they come first and in the same order.
        let is_anchor = |event: &Event| matches!(event.kind,
            EventKind::Enrolled | EventKind::Admitted | EventKind::Discharged | EventKind::NoteDue);
        let mut worlds = [everything(), everything()];
        for (world, order) in worlds.iter_mut().zip([events.clone(), shuffled]) {
            for event in events.iter().filter(|event| is_anchor(event)) {
                world.hear(event.clone());
            }
            for event in order.into_iter().filter(|event| !is_anchor(event)) {
                world.hear(event);
            }
        }
        prop_assert_eq!(settled(&worlds[0]), settled(&worlds[1]));
    }

    #[test]
    fn a_deadline_never_contradicts_itself(events in events()) {
        let mut world = everything();
        for event in events {
            world.hear(event);
        }
        for deadline in &world.deadlines {
            let met = matches!(deadline.status, Met | MetLate);
            let ended = matches!(deadline.status, Missed | Cancelled);
            prop_assert_eq!(met, deadline.met_at.is_some() && deadline.met_by_id.is_some());
            prop_assert_eq!(ended, deadline.closed_at.is_some() && deadline.closed_reason.is_some());
            prop_assert!(deadline.met_at.is_none_or(|at| at >= deadline.window_opens_at.unwrap_or(deadline.anchor_at)));
        }
    }
}
