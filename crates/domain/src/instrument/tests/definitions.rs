use super::*;
use std::collections::BTreeSet;

#[test]
fn every_instrument_of_the_catalogue_is_there_in_every_version() {
    let codes: Vec<_> = all().iter().map(|instrument| instrument.code).collect();
    let expected = "phq-9 gad-7 phq-2 gad-2 c-ssrs ahc-hrsn prapare hunger-vital-sign katz lawton lace hospital charlson morse steadi audit-c audit dast-10 mcsi zbi zbi-12 pain-nrs esas-r hope gds-15 pcl-5";
    assert_eq!(codes.join(" "), expected);
    let of = |code| versions(code).map(|instrument| instrument.version).collect::<Vec<_>>();
    assert_eq!(of("gad-7"), ["1", "8"]);
    assert_eq!(of("prapare"), ["1", "bands-5-10"]);
    assert_eq!(of("hospital"), ["2016", "2013"]);
    assert_eq!(of("charlson"), ["1987", "quan-2011"]);
    assert_eq!(of("morse"), ["45", "51"]);
    assert_eq!(of("c-ssrs"), ["1", "1-q2-moderate"]);
    assert_eq!(of("audit"), ["2", "1"]);
    assert_eq!((of("lace"), of("hope")), (vec!["2010"], vec!["2025"]), "the year of the rule is the version");
    assert!(find("moca").is_none() && find_version("phq-9", "0").is_none());
}

#[test]
fn what_may_not_be_shipped_is_a_skeleton_without_text() {
    let skeletons: Vec<_> = all().iter().filter(|instrument| instrument.licence == Licence::Skeleton).collect();
    let codes: Vec<_> = skeletons.iter().map(|instrument| instrument.code).collect();
    assert_eq!(codes, ["prapare", "lawton", "morse", "mcsi", "zbi", "zbi-12"]);
    for item in skeletons.iter().flat_map(|instrument| &instrument.items) {
        assert_eq!(item.text, format!("Item {}", item.number));
        assert!(item.options.iter().all(|choice| choice.refused || choice.label == format!("Option {}", choice.value)));
    }
}

#[test]
fn every_definition_is_complete() {
    for instrument in every() {
        let code = instrument.code;
        assert!([instrument.notice, instrument.source, instrument.title].iter().all(|text| !text.is_empty()), "{code}");
        let numbers: BTreeSet<_> = instrument.items.iter().map(|item| usize::from(item.number)).collect();
        assert!(numbers.into_iter().eq(1..=instrument.items.len()), "{code}: numbered from 1 without gap");
        let names: BTreeSet<_> = instrument.items.iter().map(|item| item.name).collect();
        assert_eq!(names.len(), instrument.items.len(), "{code}");
        assert!(names.iter().all(|name| name.starts_with(|c: char| c.is_ascii_lowercase())), "{code}");
        let mut in_parts: Vec<_> = instrument.parts.iter().flat_map(|part| part.items.clone()).collect();
        in_parts.sort_unstable();
        assert_eq!(
            in_parts,
            {
                let mut scored = make::scored(&instrument.items);
                scored.sort_unstable();
                scored
            },
            "{code}: each scored item is in one part"
        );
    }
}

#[test]
fn every_item_has_answers_and_every_table_begins_at_the_first_value() {
    for item in every().into_iter().flat_map(|instrument| &instrument.items) {
        let values: BTreeSet<_> = item.options.iter().map(|choice| choice.value).collect();
        assert_eq!(values.len(), item.options.len());
        match item.range {
            None => assert!(!item.options.is_empty() && item.options.iter().all(|choice| choice.points >= 0)),
            Some(range) => {
                assert_eq!(range.steps[0].from, range.min);
                assert!(
                    range.steps.is_sorted_by_key(|step| step.from) && range.steps.last().unwrap().from <= range.max
                );
            }
        }
    }
}

#[test]
fn the_largest_total_of_every_instrument_is_the_published_one() {
    let published = [
        ("phq-9", 27),
        ("gad-7", 21),
        ("phq-2", 6),
        ("gad-2", 6),
        ("c-ssrs", 3),
        ("ahc-hrsn", 5),
        ("prapare", 24),
        ("hunger-vital-sign", 1),
        ("katz", 6),
        ("lawton", 8),
        ("lace", 19),
        ("hospital", 13),
        ("charlson", 33),
        ("morse", 125),
        ("steadi", 14),
        ("audit-c", 12),
        ("audit", 40),
        ("dast-10", 10),
        ("mcsi", 26),
        ("zbi", 88),
        ("zbi-12", 48),
        ("pain-nrs", 10),
        ("esas-r", 90),
        ("hope", 3),
        ("gds-15", 15),
        ("pcl-5", 80),
    ];
    let largest = |instrument: &Instrument| score(instrument, &BTreeMap::new()).unwrap().bounds.max;
    assert_eq!(all().iter().map(|instrument| (instrument.code, largest(instrument))).collect::<Vec<_>>(), published);
    assert_eq!(largest(find_version("charlson", "quan-2011").unwrap()), 24);
}

#[test]
fn the_bands_cover_every_total_once() {
    for instrument in every().into_iter().filter(|instrument| !instrument.bands.is_empty()) {
        let bounds = score(instrument, &BTreeMap::new()).unwrap().bounds;
        for total in bounds.min..=bounds.max {
            let bands = instrument.bands.iter().filter(|band| (band.min..=band.max).contains(&total));
            assert_eq!(bands.count(), 1, "{} {total}", instrument.code);
        }
    }
}

#[test]
fn tv_i_1_and_i_2_every_band_starts_and_ends_where_it_was_published() {
    let bands =
        |code| find(code).unwrap().bands.iter().map(|band| (band.min, band.max, band.label)).collect::<Vec<_>>();
    let phq =
        [(0, 4, "minimal"), (5, 9, "mild"), (10, 14, "moderate"), (15, 19, "moderately severe"), (20, 27, "severe")];
    assert_eq!(bands("phq-9"), phq);
    assert_eq!(bands("gad-7"), [(0, 4, "minimal"), (5, 9, "mild"), (10, 14, "moderate"), (15, 21, "severe")]);
    assert_eq!(bands("lace"), [(0, 4, "low"), (5, 9, "moderate"), (10, 19, "high")]);
    assert_eq!(bands("hospital"), [(0, 4, "low"), (5, 6, "intermediate"), (7, 13, "high")]);
    let dast = [(0, 0, "none"), (1, 2, "low"), (3, 5, "moderate"), (6, 8, "substantial"), (9, 10, "severe")];
    assert_eq!(bands("dast-10"), dast);
    assert_eq!(bands("pain-nrs"), [(0, 0, "none"), (1, 3, "mild"), (4, 6, "moderate"), (7, 10, "severe")]);
    assert_eq!(bands("hope"), [(0, 0, "not at all"), (1, 1, "slight"), (2, 2, "moderate"), (3, 3, "severe")]);
    assert_eq!(bands("gds-15"), [(0, 4, "normal"), (5, 8, "mild"), (9, 11, "moderate"), (12, 15, "severe")]);
}

#[test]
fn every_screen_is_positive_from_the_published_total_and_a_scale_without_one_is_no_screen() {
    let published = [
        ("phq-9", 10),
        ("gad-7", 10),
        ("phq-2", 3),
        ("gad-2", 3),
        ("c-ssrs", 1),
        ("ahc-hrsn", 1),
        ("hunger-vital-sign", 1),
        ("lace", 10),
        ("hospital", 7),
        ("morse", 45),
        ("steadi", 4),
        ("audit-c", 3),
        ("audit", 8),
        ("hope", 2),
        ("gds-15", 5),
        ("pcl-5", 31),
    ];
    let screens = all().iter().filter_map(|instrument| Some((instrument.code, instrument.positive_from?)));
    assert_eq!(screens.collect::<Vec<_>>(), published);
    assert_eq!(find_version("morse", "51").unwrap().positive_from, Some(51), "the cut-off is a site's policy");
}

#[test]
fn more_points_are_better_in_the_scales_of_independence_only() {
    let better = every().into_iter().filter(|instrument| instrument.higher_is_better);
    assert_eq!(better.map(|instrument| instrument.code).collect::<Vec<_>>(), ["katz", "lawton"]);
}

#[test]
fn what_counts_once_is_named_for_all_that_share_it() {
    let shared = |version: &str| {
        let parts = find_version("charlson", version).unwrap().parts.iter().filter(|part| part.items.len() > 1);
        parts.map(|part| (part.title, part.items.len())).collect::<Vec<_>>()
    };
    assert_eq!(shared("1987"), [("Liver disease", 2), ("Diabetes", 2), ("Cancer", 2)]);
    assert_eq!(shared("quan-2011"), [("Liver disease", 2), ("Cancer", 4)]);
}

#[test]
fn a_scale_from_0_to_10_says_in_words_what_its_ends_mean() {
    use crate::readability::ReadingLanguage::Spanish;
    let labels = |code, item| {
        let english = find(code).unwrap();
        let spanish = translated(english, &translation(code, Spanish).unwrap(), Spanish);
        let label =
            |instrument: &Instrument, value| instrument.item(item)?.choice(value).map(|one| one.label.to_string());
        [english, &spanish].map(|instrument| [0, 1, 9, 10].map(|value| label(instrument, value).unwrap()).join(", "))
    };
    let pain = ["0 - no pain, 1, 9, 10 - worst pain possible", "0 - sin dolor, 1, 9, 10 - el peor dolor posible"];
    assert_eq!(labels("pain-nrs", "pain"), pain);
    let esas = ["0 - none, 1, 9, 10 - worst possible", "0 - nada, 1, 9, 10 - lo peor posible"];
    assert_eq!(labels("esas-r", "other"), esas);
}

#[test]
fn instruments_and_items_carry_the_codes_that_loinc_publishes() {
    let published = [
        ("phq-9", Some("44249-1"), Some("44261-6")),
        ("gad-7", Some("69737-5"), Some("70274-6")),
        ("phq-2", Some("55757-9"), Some("55758-7")),
        ("c-ssrs", Some("93373-9"), None),
        ("ahc-hrsn", Some("96777-8"), None),
        ("prapare", Some("93025-5"), None),
        ("hunger-vital-sign", Some("88121-9"), Some("88124-3")),
        ("morse", None, Some("59460-6")),
        ("audit-c", Some("72109-2"), Some("75626-2")),
        ("audit", Some("72110-0"), Some("75624-7")),
        ("dast-10", Some("82666-9"), Some("82667-7")),
        ("pain-nrs", None, Some("72514-3")),
        ("pcl-5", Some("101697-1"), Some("101698-9")),
    ];
    let coded = all().iter().filter(|instrument| instrument.loinc.or(instrument.loinc_total).is_some());
    let coded: Vec<_> = coded.map(|instrument| (instrument.code, instrument.loinc, instrument.loinc_total)).collect();
    assert_eq!(coded, published);
    let items = |code| find(code).unwrap().items.iter().filter_map(|item| item.loinc).collect::<Vec<_>>().join(" ");
    let phq_9 = "44250-9 44255-8 44259-0 44254-1 44251-7 44258-2 44252-5 44253-3 44260-8 69722-7";
    assert_eq!((items("phq-9").as_str(), items("phq-2").as_str()), (phq_9, &phq_9[..15]));
    let gad_7 = "69725-0 68509-9 69733-4 69734-2 69735-9 69689-8 69736-7";
    assert_eq!((items("gad-7").as_str(), items("gad-2").as_str()), (gad_7, &gad_7[..15]));
    let needs = ["93031-3"; 7].join(" ");
    let after_needs = "93030-5 93029-7 93038-8 93028-9 93027-1 93026-3 76501-6";
    assert_eq!(items("prapare"), format!("71802-3 93033-9 {needs} {after_needs}"));
}

#[test]
fn the_short_forms_ask_with_the_stem_of_the_long_ones_and_screen_from_three() {
    for (long, short) in [("phq-9", "phq-2"), ("gad-7", "gad-2")] {
        let [long, short] = [long, short].map(|code| find(code).unwrap());
        assert!(long.stem.contains("Over the last 2 weeks") && long.stem == short.stem, "{}", short.code);
        let bands: Vec<_> = short.bands.iter().map(|band| (band.min, band.max, band.label)).collect();
        assert_eq!(bands, [(0, 2, "negative"), (3, 6, "positive")], "{}", short.code);
    }
}

#[test]
fn questions_that_are_no_sentences_of_their_own_have_a_stem_and_notices_forbid_commercial_use_where_they_must() {
    let codes = |wanted: fn(&Instrument) -> bool| {
        all().iter().filter(|one| wanted(one)).map(|one| one.code).collect::<Vec<_>>().join(" ")
    };
    let with_stem = "phq-9 gad-7 phq-2 gad-2 c-ssrs hunger-vital-sign dast-10 esas-r hope gds-15 pcl-5";
    assert_eq!(codes(|instrument| !instrument.stem.is_empty()), with_stem);
    assert_eq!(codes(|instrument| instrument.non_commercial), "audit dast-10");
}

#[test]
fn what_is_not_scored_is_not_required() {
    for item in every().into_iter().flat_map(|instrument| &instrument.items) {
        assert!(item.scored || !item.required, "{}", item.name);
    }
}

#[test]
fn parts_are_told_apart_only_where_there_are_several() {
    for instrument in every() {
        let told = score(instrument, &BTreeMap::new()).unwrap().parts.len();
        let parts = instrument.parts.len();
        assert_eq!(told, if parts > 1 { parts } else { 0 }, "{}", instrument.code);
    }
}

#[test]
fn a_risk_score_has_no_change_over_time() {
    for code in ["lace", "hospital", "charlson", "prapare", "c-ssrs"] {
        let outcome = outcome(find(code).unwrap(), 12, 3);
        assert_eq!((outcome.change, outcome.response, outcome.remission), (-9, None, None), "{code}");
        assert_eq!((outcome.meaningful_change, outcome.improved), (None, None), "{code}");
    }
    assert_eq!(outcome(find("pain-nrs").unwrap(), 7, 5).meaningful_change, Some(true));
    assert_eq!(outcome(find("pcl-5").unwrap(), 45, 36).meaningful_change, Some(false));
}

#[test]
fn a_questionnaire_carries_codes_answers_points_and_skip_logic() {
    let json = |code: &str| {
        serde_json::to_value(questionnaire(find(code).unwrap(), &[], "", "https://care.example/fhir/")).unwrap()
    };
    let phq = json("phq-9");
    assert_eq!(phq["resourceType"], "Questionnaire");
    assert_eq!(phq["url"], "https://care.example/fhir/Questionnaire/phq-9");
    assert_eq!((&phq["name"], &phq["status"], &phq["version"]), (&"Phq9".into(), &"active".into(), &"1".into()));
    assert_eq!(phq["code"][0], serde_json::json!({"system": "http://loinc.org", "code": "44249-1"}));
    let (stem, first, last) = (&phq["item"][0], &phq["item"][1], &phq["item"][10]);
    assert_eq!((&stem["type"], stem.get("required")), (&"display".into(), None));
    assert_eq!((&first["linkId"], &first["type"], &first["required"]), (&"q1".into(), &"choice".into(), &true.into()));
    assert_eq!(
        first["answerOption"][3]["valueCoding"],
        serde_json::json!({"code": "3", "display": "Nearly every day"})
    );
    assert_eq!(first["answerOption"][3]["extension"][0]["valueDecimal"], 3);
    assert_eq!((&last["enableBehavior"], last["enableWhen"].as_array().unwrap().len()), (&"any".into(), 27));

    let c_ssrs = json("c-ssrs");
    assert_eq!(c_ssrs["item"][3]["enableWhen"][0]["question"], "q2");
    assert_eq!(c_ssrs["item"][3]["enableWhen"][0]["answerCoding"]["code"], "1");
    assert_eq!(c_ssrs["item"][3].get("enableBehavior"), None, "one condition is neither all nor any");
    let hemoglobin = &json("hospital")["item"][0];
    assert_eq!((&hemoglobin["type"], &hemoglobin["extension"][0]["valueInteger"]), (&"integer".into(), &20.into()));
    assert_eq!(hemoglobin["extension"][2]["valueCoding"]["code"], "g/L");
    assert_eq!(json("zbi")["status"], "draft");
}

#[test]
fn a_questionnaire_says_each_text_in_the_other_languages_too_by_the_standard_extension() {
    use crate::readability::ReadingLanguage::Spanish;
    let english = find("katz").unwrap();
    let spanish = translated(english, &translation("katz", Spanish).unwrap(), Spanish);
    let json = serde_json::to_value(questionnaire(english, &[spanish], "", "urn:tend")).unwrap();
    let said = |content: &str| {
        serde_json::json!({ "extension": [{
            "url": "http://hl7.org/fhir/StructureDefinition/translation",
            "extension": [{ "url": "lang", "valueCode": "es" }, { "url": "content", "valueString": content }],
        }] })
    };
    assert_eq!(json["_title"], said("Índice de Katz de independencia en las actividades de la vida diaria"));
    let last = &json["item"][5];
    assert_eq!((&last["linkId"], &last["_text"]), (&"feeding".into(), &said("Lleva la comida del plato a la boca")));
    let answer = &last["answerOption"][0]["valueCoding"];
    assert_eq!((&answer["display"], &answer["_display"]), (&"Needs help".into(), &said("Necesita ayuda")));
    let phq = find("phq-9").unwrap();
    let spanish = translated(phq, &translation("phq-9", Spanish).unwrap(), Spanish);
    let both = serde_json::to_value(questionnaire(phq, &[spanish], "", "urn:tend")).unwrap();
    assert!(
        both["item"][0]["_text"]["extension"][0]["extension"][1]["valueString"]
            .as_str()
            .unwrap()
            .starts_with("Durante")
    );
    let alone = serde_json::to_value(questionnaire(phq, &[], "", "urn:tend")).unwrap();
    assert!(!alone.to_string().contains("StructureDefinition/translation"));
}
