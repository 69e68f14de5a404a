//! Every single weight as it was published (I-5, I-9, I-11): a sum of several can be right while two of them are wrong.

use super::*;

/// Instrument, version and source, with the yes-or-no items by what each gives by itself.
type Weights = (&'static str, &'static str, &'static str, &'static [(i64, &'static str)]);

const WEIGHTS: [Weights; 3] = [
    (
        "charlson",
        "1987",
        "Charlson ME, Pompei P, Ales KL, MacKenzie CR. J Chronic Dis 1987;40:373-383",
        &[
            (1, "mi chf pvd cerebrovascular dementia copd connective-tissue ulcer mild-liver diabetes"),
            (2, "hemiplegia renal diabetes-damage tumor leukemia lymphoma"),
            (3, "severe-liver"),
            (6, "metastatic aids"),
        ],
    ),
    (
        "charlson",
        "quan-2011",
        "Quan H, Li B, Couris CM, et al. Updating and validating the Charlson comorbidity index. Am J Epidemiol 2011;173:676-682",
        &[
            (0, "mi pvd cerebrovascular ulcer diabetes"),
            (1, "copd connective-tissue diabetes-damage renal"),
            (2, "chf dementia mild-liver hemiplegia tumor leukemia lymphoma"),
            (4, "severe-liver aids"),
            (6, "metastatic"),
        ],
    ),
    (
        "lace",
        "2010",
        "van Walraven C, Dhalla IA, Bell C, et al. Derivation and validation of an index to predict early death or unplanned readmission. CMAJ 2010;182:551-557",
        &[
            (1, "previous-mi cerebrovascular pvd diabetes"),
            (2, "chf diabetes-damage chronic-lung mild-liver-renal tumor"),
            (3, "acute dementia connective-tissue"),
            (4, "aids severe-liver-renal"),
            (6, "metastatic"),
        ],
    ),
];

#[test]
fn tv_i_9_and_i_11_every_condition_by_itself_has_the_weight_that_was_published() {
    for (code, version, source, weights) in WEIGHTS {
        let instrument = find_version(code, version).unwrap();
        assert!(instrument.source.starts_with(source), "{code} {version}");
        // What the parts add up to, before LACE's table turns 4 and more into 5.
        let alone = |name| run_named(instrument, &[(name, 1)]).parts.iter().map(|part| part.value.max).sum::<i64>();
        let published = weights.iter().flat_map(|(points, names)| names.split(' ').map(move |name| (name, *points)));
        let published: BTreeMap<_, _> = published.collect();
        let items = instrument.items.iter().filter(|item| item.range.is_none());
        let given: BTreeMap<_, _> = items.map(|item| (item.name, alone(item.name))).collect();
        assert_eq!(given, published, "{code} {version}");
    }
}

#[test]
fn tv_i_5_every_answer_of_a_list_has_the_points_of_the_tally() {
    let prapare = find("prapare").unwrap();
    assert!(prapare.source.starts_with("PRAPARE risk tally, one point per risk"));
    // Answers from the first on, in the order of the paper form.
    let tally: [(&str, &[i64]); 8] = [
        ("language", &[0, 1]),
        ("housing", &[0, 1]),
        ("education", &[1, 0, 0]),
        ("employment", &[1, 1, 0, 0]),
        ("insurance", &[1, 0, 0, 0, 0, 0]),
        ("transportation", &[1, 1, 0]),
        ("social-contact", &[1, 1, 0, 0]),
        ("stress", &[0, 0, 0, 1, 1]),
    ];
    let lists = prapare.items.iter().filter(|item| item.options[0].value == 1);
    assert!(lists.map(|item| item.name).eq(tally.map(|(name, _)| name)));
    for (name, points) in tally {
        let answers = prapare.item(name).unwrap().options.iter().filter(|choice| !choice.refused);
        let total = |answer| run_named(prapare, &[("housing-worry", 0), (name, answer)]).total.unwrap();
        let given: Vec<_> = answers.map(|choice| (choice.value, total(choice.value))).collect();
        assert_eq!(given, (1..).zip(points.iter().copied()).collect::<Vec<_>>(), "{name}");
    }
}
