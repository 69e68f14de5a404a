//! Patient Health Questionnaire (I-1): PHQ-9 and its first two items, PHQ-2.

use super::gad::{PERMISSION, STEM, how_often};
use super::make::{asked, bands, blank, sum};
use super::{AskIf, Instrument, Item, On, SUICIDE_RISK_ITEM, Trigger, Urgency};

const DIFFICULTY: &[(i64, &str)] =
    &[(0, "Not difficult at all"), (1, "Somewhat difficult"), (2, "Very difficult"), (3, "Extremely difficult")];

const LONG_8: &str = "Moving or speaking so slowly that other people could have noticed? Or the opposite - being so fidgety or restless that you have been moving around a lot more than usual";
const DIFFICULTY_TEXT: &str = "If you checked off any problems, how difficult have these problems made it for you to do your work, take care of things at home, or get along with other people?";

pub(super) fn phq_9() -> Instrument {
    let mut items = first_two();
    items.extend([
        how_often(3, "44259-0", "Trouble falling or staying asleep, or sleeping too much"),
        how_often(4, "44254-1", "Feeling tired or having little energy"),
        how_often(5, "44251-7", "Poor appetite or overeating"),
        how_often(
            6,
            "44258-2",
            "Feeling bad about yourself - or that you are a failure or have let yourself or your family down",
        ),
        how_often(
            7,
            "44252-5",
            "Trouble concentrating on things, such as reading the newspaper or watching television",
        ),
        how_often(8, "44253-3", LONG_8),
        how_often(9, "44260-8", "Thoughts that you would be better off dead or of hurting yourself in some way"),
        Item { ask_if: Some(AskIf::AnyPoints), ..asked(10, DIFFICULTY_TEXT, DIFFICULTY).loinc("69722-7").unscored() },
    ]);
    Instrument {
        code: "phq-9",
        title: "Patient Health Questionnaire (PHQ-9)",
        loinc: Some("44249-1"),
        loinc_total: Some("44261-6"),
        stem: STEM.into(),
        parts: sum(&items),
        items,
        bands: bands(27, &[(0, "minimal"), (5, "mild"), (10, "moderate"), (15, "moderately severe"), (20, "severe")]),
        positive_from: Some(10),
        triggers: vec![Trigger {
            code: SUICIDE_RISK_ITEM,
            finding: "thoughts of death or self-harm reported",
            on: On::Item(9),
            at_least: 1,
            urgency: Urgency::Immediate,
            action: "Ask the C-SSRS screener now and record the outcome.",
        }],
        responds: true,
        meaningful_change: Some(5),
        remission_below: Some(5),
        notice: PERMISSION,
        source: "Kroenke K, Spitzer RL, Williams JBW. The PHQ-9. J Gen Intern Med 2001;16:606-613",
        ..blank()
    }
}

pub(super) fn phq_2() -> Instrument {
    let items = first_two();
    Instrument {
        code: "phq-2",
        title: "Patient Health Questionnaire, first two items (PHQ-2)",
        loinc: Some("55757-9"),
        loinc_total: Some("55758-7"),
        stem: STEM.into(),
        parts: sum(&items),
        items,
        bands: bands(6, &[(0, "negative"), (3, "positive")]),
        positive_from: Some(3),
        notice: PERMISSION,
        source: "Kroenke K, Spitzer RL, Williams JBW. The Patient Health Questionnaire-2. Med Care 2003;41:1284-1292",
        ..blank()
    }
}

fn first_two() -> Vec<Item> {
    vec![
        how_often(1, "44250-9", "Little interest or pleasure in doing things"),
        how_often(2, "44255-8", "Feeling down, depressed, or hopeless"),
    ]
}
