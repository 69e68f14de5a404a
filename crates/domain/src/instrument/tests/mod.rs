use super::*;
use std::collections::BTreeMap;

mod bounds;
mod definitions;
mod inputs;
mod vectors;
mod weights;
mod wording;

/// Answers to items 1, 2, 3 and so on.
fn answers(values: &[i64]) -> BTreeMap<String, i64> {
    (1..).zip(values).map(|(number, value): (u8, _)| (number.to_string(), *value)).collect()
}

/// Answers by name.
fn named(values: &[(&str, i64)]) -> BTreeMap<String, i64> {
    values.iter().map(|(name, value)| ((*name).to_owned(), *value)).collect()
}

fn run(code: &str, values: &[i64]) -> Score {
    score(find(code).unwrap(), &answers(values)).unwrap()
}

/// The score when every scored item is 0, or its lowest answer, but these.
fn run_named(instrument: &Instrument, values: &[(&str, i64)]) -> Score {
    run_named_in(instrument, values, &Context::default())
}

fn run_named_in(instrument: &Instrument, values: &[(&str, i64)], context: &Context) -> Score {
    let mut given = named(values);
    for item in instrument.items.iter().filter(|item| item.scored && item.ask_if.is_none()) {
        given.entry(item.name.to_owned()).or_insert_with(|| {
            item.range.map_or_else(
                || item.options.iter().min_by_key(|choice| choice.points).unwrap().value,
                |range| range.min,
            )
        });
    }
    score_in(instrument, &given, context).unwrap()
}

/// Every instrument in every version.
fn every() -> Vec<&'static Instrument> {
    all().iter().flat_map(|instrument| versions(instrument.code)).collect()
}
