//! Health-related social needs: AHC-HRSN core questions (I-4) and Hunger Vital Sign (I-6).

use std::collections::BTreeMap;

use super::make::{asked, bands, blank, part, step, yes_no};
use super::{Combine, Instrument, Item, On, Part, Step, Trigger, UNSAFE_RELATIONSHIP, Urgency};

/// The screens that SNS-E counts, with the items about food, housing and transport by name. Source: NCQA HEDIS SNS-E.
const BASIC_NEEDS: &[(&str, &[&str])] = &[
    (
        "ahc-hrsn",
        &[
            "living-situation",
            "housing-problems",
            "pests",
            "mold",
            "lead",
            "heat",
            "stove",
            "smoke-detectors",
            "water-leaks",
            "food-worry",
            "food-lasted",
            "transportation",
        ],
    ),
    ("hunger-vital-sign", &["food-worry", "food-lasted"]),
    ("prapare", &["housing", "housing-worry", "food", "transportation"]),
];

/// True when an answer says that food, housing or transport is wanting.
pub fn finds_basic_need(instrument: &Instrument, answers: &BTreeMap<String, i64>) -> bool {
    let Some((_, names)) = BASIC_NEEDS.iter().find(|(code, _)| *code == instrument.code) else { return false };
    let found = |(key, value): (&String, &i64)| {
        let item = instrument.item(key).filter(|item| names.contains(&item.name));
        item.and_then(|item| item.points(*value)).is_some_and(|points| points > 0)
    };
    answers.iter().any(found)
}

/// A domain counts once, whatever its value, from here on.
const ANY: &[Step] = &[step(0, 0), step(1, 1)];
/// The safety items count once their sum is above 10.
const ABOVE_10: &[Step] = &[step(0, 0), step(11, 1)];

/// In the order of the forms.
const TRUE: &[(i64, &str)] = &[(2, "Often true"), (1, "Sometimes true"), (0, "Never true")];
const OFTEN: &[(i64, &str)] = &[(1, "Never"), (2, "Rarely"), (3, "Sometimes"), (4, "Fairly often"), (5, "Frequently")];

/// The ten core questions under their printed numbers. The single housing problems of question 2 follow as items 11
/// to 17. The total is the number of domains with a need; CMS publishes none.
pub(super) fn ahc_hrsn() -> Instrument {
    let mut items = vec![housing()];
    items.push(
        asked(
            2,
            "Think about the place you live. Do you have problems with any of the following?",
            &[(0, "None of the above"), (1, "One or more of them")],
        )
        .named("housing-problems")
        .loinc("96778-6")
        .refusable(),
    );
    items.extend(housing_problems());
    items.extend(others());
    Instrument {
        code: "ahc-hrsn",
        title: "Accountable Health Communities Health-Related Social Needs screening tool, core questions (AHC-HRSN)",
        loinc: Some("96777-8"),
        parts: vec![
            Part { steps: ANY, positive_from: Some(1), ..part("housing", "Housing", [1, 2], Combine::Highest) },
            Part { steps: ANY, positive_from: Some(1), ..part("food", "Food", [3, 4], Combine::Highest) },
            Part { steps: ANY, positive_from: Some(1), ..part("transportation", "Transportation", [5], Combine::Sum) },
            Part { steps: ANY, positive_from: Some(1), ..part("utilities", "Utilities", [6], Combine::Sum) },
            Part { steps: ABOVE_10, positive_from: Some(11), ..part("safety", "Safety", 7..=10, Combine::Sum) },
        ],
        items,
        bands: bands(5, &[(0, "no need found"), (1, "need found")]),
        positive_from: Some(1),
        refusal_scores_zero: true,
        triggers: vec![Trigger {
            code: UNSAFE_RELATIONSHIP,
            finding: "not safe with people close to them",
            on: On::Part("safety"),
            at_least: 11,
            urgency: Urgency::SameDay,
            action: "See to the person's safety today, in private.",
        }],
        notice: "Centers for Medicare & Medicaid Services. Questions reused from: National Association of Community Health Centers and partners, PRAPARE (1, 5); Nuruzzaman et al. 2015 (2); Hager et al. 2010, Hunger Vital Sign (3, 4); Cook et al. 2008 (6); Sherin et al. 1998, HITS (7 to 10).",
        source: "Centers for Medicare & Medicaid Services. The Accountable Health Communities Health-Related Social Needs Screening Tool",
        ..blank()
    }
}

fn housing() -> Item {
    let options = [
        (0, "I have a steady place to live"),
        (1, "I have a place to live today, but I am worried about losing it in the future"),
        (
            2,
            "I do not have a steady place to live (I am temporarily staying with others, in a hotel, in a shelter, living outside on the street, on a beach, in a car, abandoned building, bus or train station, or in a park)",
        ),
    ];
    asked(1, "What is your living situation today?", &options).named("living-situation").loinc("71802-3").refusable()
}

fn housing_problems() -> Vec<Item> {
    let problems = [
        ("pests", "Pests such as bugs, ants, or mice"),
        ("mold", "Mold"),
        ("lead", "Lead paint or pipes"),
        ("heat", "Lack of heat"),
        ("stove", "Oven or stove not working"),
        ("smoke-detectors", "Smoke detectors missing or not working"),
        ("water-leaks", "Water leaks"),
    ];
    let item = |(number, (name, text))| yes_no(number, text).named(name).only_if(2, 1).unscored();
    (11..).zip(problems).map(item).collect()
}

/// The LOINC code of the sum of the four safety items is 95614-4; it is a part here, not the total.
fn others() -> Vec<Item> {
    let utilities = [(1, "Yes"), (0, "No"), (2, "Already shut off")];
    let safety = [
        (7, "safety-hurt", "95618-5", "How often does anyone, including family and friends, physically hurt you?"),
        (
            8,
            "safety-insult",
            "95617-7",
            "How often does anyone, including family and friends, insult or talk down to you?",
        ),
        (
            9,
            "safety-threaten",
            "95616-9",
            "How often does anyone, including family and friends, threaten you with harm?",
        ),
        (
            10,
            "safety-scream",
            "95615-1",
            "How often does anyone, including family and friends, scream or curse at you?",
        ),
    ];
    let mut items = vec![
        asked(3, "Within the past 12 months, you worried that your food would run out before you got money to buy more.", TRUE)
            .named("food-worry")
            .loinc("88122-7"),
        asked(4, "Within the past 12 months, the food you bought just didn't last and you didn't have money to get more.", TRUE)
            .named("food-lasted")
            .loinc("88123-5"),
        yes_no(5, "In the past 12 months, has lack of reliable transportation kept you from medical appointments, meetings, work or from getting things needed for daily living?")
            .named("transportation")
            .loinc("93030-5"),
        asked(6, "In the past 12 months has the electric, gas, oil, or water company threatened to shut off services in your home?", &utilities)
            .named("utilities")
            .loinc("96779-4"),
    ];
    items.extend(safety.map(|(number, name, loinc, text)| asked(number, text, OFTEN).named(name).loinc(loinc)));
    items.into_iter().map(Item::refusable).collect()
}

/// At risk when either statement is often or sometimes true.
pub(super) fn hunger_vital_sign() -> Instrument {
    let statement = |number, name, loinc, text| asked(number, text, TRUE).worth(&[1, 1, 0]).named(name).loinc(loinc);
    Instrument {
        code: "hunger-vital-sign",
        title: "Hunger Vital Sign",
        loinc: Some("88121-9"),
        loinc_total: Some("88124-3"),
        stem: "For each statement, please say whether it was often true, sometimes true, or never true for your household.".into(),
        items: vec![
            statement(
                1,
                "food-worry",
                "88122-7",
                "Within the past 12 months we worried whether our food would run out before we got money to buy more.",
            ),
            statement(
                2,
                "food-lasted",
                "88123-5",
                "Within the past 12 months the food we bought just didn't last and we didn't have money to get more.",
            ),
        ],
        parts: vec![part("risk", "Food insecurity risk", [1, 2], Combine::Highest)],
        bands: bands(1, &[(0, "no risk"), (1, "at risk")]),
        positive_from: Some(1),
        notice: "Hunger Vital Sign, Children's HealthWatch. Free to use with citation.",
        source: "Hager ER, Quigg AM, Black MM, et al. Development and validity of a 2-item screen to identify families at risk for food insecurity. Pediatrics 2010;126:e26-e32",
        ..blank()
    }
}
