use proptest::prelude::*;

use super::super::Shift;
use super::*;

/// Values that are wrong, or at least odd, in most places.
fn junk() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        Just(json!(true)),
        Just(json!(-1.5e300)),
        Just(json!("")),
        Just(json!("x\u{0}y")),
        Just(json!([])),
        Just(json!([null])),
        Just(json!({})),
        Just(json!("2021-13-01")),
        Just(json!("1999")),
        Just(json!("Patient")),
        Just(json!("urn:uuid:p")),
        Just(json!("Patient/elsewhere")),
        Just(json!("p")),
        "\\PC{0,12}".prop_map(Value::String),
        Just(json!("long ".repeat(1_000))),
        Just(json!([[["deep"]]])),
    ]
}

/// Replaces or removes the member, however deep, that `pick` falls on.
fn spoil(value: &mut Value, pick: usize, by: &Option<Value>) {
    let mut pick = pick % count(value).max(1);
    match value {
        Value::Object(members) => {
            for name in members.keys().cloned().collect::<Vec<_>>() {
                if pick == 0 {
                    match by {
                        Some(junk) => members.insert(name, junk.clone()),
                        None => members.remove(&name),
                    };
                    return;
                }
                pick -= 1;
                let inner = count(&members[&name]);
                if pick < inner {
                    return spoil(&mut members[&name], pick, by);
                }
                pick -= inner;
            }
        }
        Value::Array(items) => {
            for item in items {
                let inner = count(item);
                if pick < inner {
                    return spoil(item, pick, by);
                }
                pick -= inner;
            }
        }
        _ => {}
    }
}

/// Number of members, however deep.
fn count(value: &Value) -> usize {
    match value {
        Value::Object(members) => members.values().map(|value| 1 + count(value)).sum(),
        Value::Array(items) => items.iter().map(count).sum(),
        _ => 0,
    }
}

fn bundles() -> impl Strategy<Value = Vec<Value>> {
    let resource = (proptest::sample::select(all()), any::<bool>(), any::<usize>(), proptest::option::of(junk()));
    proptest::collection::vec(resource, 0..30).prop_map(|resources| {
        let spoiled = |(mut resource, good, pick, by): (Value, bool, usize, Option<Value>)| {
            if !good {
                spoil(&mut resource, pick, &by);
            }
            resource
        };
        resources.into_iter().map(spoiled).collect()
    })
}

fn stored(reading: &BundleReading) -> usize {
    reading.people.len()
        + reading.stays.len()
        + reading.contacts.len()
        + reading.needs.len()
        + reading.observations.len()
        + reading.medications.len()
        + reading.care_plans.len()
        + reading.goals.len()
        + reading.coverages.len()
}

fn assert_accounts_for(reading: &BundleReading, entries: usize) {
    assert!(reading.counts.values().all(|count| count.read == count.stored + count.kept_raw + count.refused));
    let sum = |part: fn(&super::super::Count) -> usize| reading.counts.values().map(part).sum::<usize>();
    assert_eq!(sum(|count| count.read), entries);
    assert_eq!(sum(|count| count.stored), stored(reading));
    assert_eq!(sum(|count| count.kept_raw), reading.kept_raw.len());
    assert_eq!(sum(|count| count.refused), reading.refused.len());
}

proptest! {
    #[test]
    fn every_entry_is_stored_kept_or_refused(resources in bundles()) {
        let mut reading = read(&resources);
        assert_accounts_for(&reading, resources.len());
        let unknown = reading.people_elsewhere();
        reading.refuse_about(&unknown);
        assert_accounts_for(&reading, resources.len());
        prop_assert!(reading.people_elsewhere().is_empty());
    }

    #[test]
    fn a_reading_is_the_same_twice_and_reasons_repeat_no_received_text(resources in bundles()) {
        let reading = read(&resources);
        prop_assert_eq!(&reading, &read(&resources));
        for refusal in &reading.refused {
            prop_assert!(!refusal.reason.contains("long long") && !refusal.reason.contains("Bode"));
        }
    }

    #[test]
    fn stays_keep_their_order_under_any_shift(resources in bundles(), days in -20_000i16..20_000) {
        let mut reading = read(&resources);
        reading.shift(days, New_York);
        for stay in &reading.stays {
            prop_assert!(stay.discharged_at.is_none_or(|end| end >= stay.admitted_at));
        }
    }
}

#[test]
fn one_of_each_resource_is_accounted_for() {
    let reading = read(&all());
    assert_accounts_for(&reading, all().len());
    assert_eq!((stored(&reading), reading.kept_raw.len(), reading.refused), (10, 3, Vec::new()));
}
