use super::*;
use crate::instrument::wording::faults;
use crate::readability::ReadingLanguage::{English, Spanish};
use proptest::prelude::*;

/// A full wording: every item and answer has some text of its own.
fn full(instrument: &Instrument) -> Wording {
    let item = |item: &Item| {
        let label = |choice: &Choice| (choice.value.to_string(), format!("Answer {} of {}", choice.value, item.name));
        let text = format!("Question {}", item.name);
        (item.number.to_string(), ItemWording { text, options: item.options.iter().map(label).collect() })
    };
    Wording {
        title: Some("A title".into()),
        stem: Some("Today:".into()),
        items: instrument.items.iter().map(item).collect(),
    }
}

fn skeletons() -> Vec<&'static Instrument> {
    every().into_iter().filter(|instrument| instrument.licence == Licence::Skeleton).collect()
}

fn pointers(code: &str, change: impl FnOnce(&mut Wording)) -> Vec<String> {
    let instrument = find(code).unwrap();
    let mut wording = full(instrument);
    change(&mut wording);
    let errors = with_wording(instrument, &wording, English).unwrap_err();
    let mut pointers: Vec<_> = errors.into_iter().map(|error| error.pointer).collect();
    pointers.sort_unstable();
    pointers
}

#[test]
fn a_licensed_site_gives_a_skeleton_its_words_and_nothing_else() {
    for skeleton in skeletons() {
        let worded = with_wording(skeleton, &full(skeleton), Spanish).unwrap();
        assert_eq!((worded.stem.as_ref(), worded.heading.as_deref()), ("Today:", Some("A title")));
        assert_eq!(worded.language, Spanish);
        for (item, before) in worded.items.iter().zip(&skeleton.items) {
            assert_eq!(item.text, format!("Question {}", item.name));
            assert!(item.options.iter().all(|choice| choice.label.starts_with("Answer")));
            let numbers = |item: &Item| item.options.iter().map(|one| (one.value, one.points)).collect::<Vec<_>>();
            assert_eq!(
                (numbers(item), item.scored, item.ask_if),
                (numbers(before), before.scored, before.ask_if),
                "{} {}",
                skeleton.code,
                item.number
            );
        }
    }
}

#[test]
fn an_item_may_be_named_by_its_name_and_a_refusal_needs_no_text() {
    let prapare = find("prapare").unwrap();
    let mut wording = full(prapare);
    let mut housing = wording.items.remove("6").unwrap();
    housing.options.remove(&REFUSED.to_string());
    wording.items.insert("housing".into(), housing);
    let worded = with_wording(prapare, &wording, English).unwrap();
    assert_eq!(worded.item("6").unwrap().text, "Question housing");
    assert_eq!(worded.item("6").unwrap().options.last().unwrap().label, "Chooses not to answer");
}

#[test]
fn what_is_missing_is_named_item_by_item_and_answer_by_answer() {
    let missing = pointers("morse", |wording| {
        wording.items.remove("2");
        wording.items.get_mut("3").unwrap().options.remove("15");
        wording.items.get_mut("5").unwrap().options.clear();
    });
    let gait = ["/items/5/options/0", "/items/5/options/10", "/items/5/options/20"];
    assert_eq!(missing, [&["/items/2", "/items/3/options/15"][..], &gait].concat());
    let errors = with_wording(find("mcsi").unwrap(), &Wording::default(), English).unwrap_err();
    assert_eq!(errors.len(), 13);
    assert_eq!(errors[12].detail, "Item 13 of 13 has no text.");
}

#[test]
fn what_the_instrument_does_not_have_is_refused_with_pointers() {
    let item = |text: &str| ItemWording { text: text.into(), options: BTreeMap::new() };
    let unknown = pointers("morse", |wording| {
        wording.items.insert("7".into(), item("Too many"));
        wording.items.insert("a/b~c".into(), item("Odd"));
        wording.items.insert("aid".into(), item("Again"));
        wording.items.get_mut("5").unwrap().options.insert("99".into(), "No such answer".into());
    });
    assert_eq!(unknown, ["/items/5/options/99", "/items/7", "/items/aid", "/items/a~1b~0c"]);
    let morse = find("morse").unwrap();
    let mut wording = full(morse);
    wording.items.insert("7".into(), item("Too many"));
    wording.items.get_mut("5").unwrap().options.insert("99".into(), "No such answer".into());
    let errors = with_wording(morse, &wording, English).unwrap_err();
    let no_answer = "The item has no such answer. Its answers are 0, 10, 20.";
    let no_item = "Morse Fall Scale has no such item; items are numbered 1 to 6.";
    assert_eq!(errors.into_iter().map(|error| error.detail).collect::<Vec<_>>(), [no_answer, no_item]);
}

#[test]
fn an_empty_text_is_no_text() {
    let empty = pointers("morse", |wording| {
        wording.items.get_mut("1").unwrap().text = " \n".into();
        wording.items.get_mut("4").unwrap().options.insert("20".into(), String::new());
    });
    assert_eq!(empty, ["/items/1/text", "/items/4/options/20"]);
}

#[test]
fn shipped_text_is_not_changed() {
    let errors = with_wording(find("c-ssrs").unwrap(), &Wording::default(), English).unwrap_err();
    assert_eq!(errors[0].pointer, "");
}

#[test]
fn a_skeleton_is_a_draft_and_a_worded_one_an_active_questionnaire_in_its_language() {
    let lawton = find("lawton").unwrap();
    let json = |instrument: &Instrument| {
        serde_json::to_value(questionnaire(instrument, &[], "Used by permission.", "https://care.example")).unwrap()
    };
    assert_eq!((&json(lawton)["status"], lawton.is_worded()), (&"draft".into(), false));
    let worded = with_wording(lawton, &full(lawton), Spanish).unwrap();
    let json = json(&worded);
    assert_eq!(
        (&json["status"], &json["language"], &json["title"]),
        (&"active".into(), &"es".into(), &"A title".into())
    );
    assert!(json["copyright"].as_str().unwrap().ends_with("adds the wording. Used by permission."));
}

/// Answers that read alike in both languages.
fn reads_alike(label: &str) -> bool {
    label == "No" || label.parse::<u8>().is_ok()
}

#[test]
fn every_shipped_translation_is_complete_and_changes_no_number() {
    let codes: Vec<_> =
        all().iter().map(|instrument| instrument.code).filter(|code| translation(code, Spanish).is_some()).collect();
    let expected = "phq-9 gad-7 phq-2 gad-2 katz lace hospital charlson audit-c audit pain-nrs esas-r hope";
    assert_eq!(codes.join(" "), expected);
    assert!(all().iter().all(|instrument| translation(instrument.code, English).is_none()));
    for english in every().into_iter().filter(|instrument| codes.contains(&instrument.code)) {
        let code = english.code;
        let wording = translation(code, Spanish).unwrap();
        assert!(faults(english, &wording).is_empty(), "{code}");
        let spanish = translated(english, &wording, Spanish);
        assert!(spanish.heading.as_deref().is_some_and(|title| title != english.title), "{code}");
        assert_eq!(spanish.stem == english.stem, english.stem.is_empty(), "{code}");
        for (item, before) in spanish.items.iter().zip(&english.items) {
            assert_ne!(item.text, before.text, "{code}");
            for (choice, was) in item.options.iter().zip(&before.options) {
                assert!(choice.label != was.label || reads_alike(&was.label), "{code} {}: {}", item.number, was.label);
                assert_eq!((choice.value, choice.points), (was.value, was.points));
            }
        }
        let first = |item: &Item| item.range.map_or_else(|| item.options[0].value, |range| range.max);
        let asked = english.items.iter().filter(|item| item.ask_if.is_none());
        let given = asked.map(|item| (item.name.to_owned(), first(item))).collect();
        assert_eq!(score(&spanish, &given).unwrap(), score(english, &given).unwrap(), "{code}");
    }
}

#[test]
fn versions_of_one_instrument_say_what_each_does_differently() {
    for instrument in every() {
        let several = versions(instrument.code).count() > 1;
        assert_eq!(!instrument.differs.is_empty(), several, "{} {}", instrument.code, instrument.version);
        let same = versions(instrument.code).filter(|other| other.differs == instrument.differs);
        assert_eq!(same.count(), 1, "{} {}", instrument.code, instrument.version);
    }
}

proptest! {
    #[test]
    fn a_score_never_depends_on_the_wording(pick in 0_usize..100, given in proptest::collection::vec(0_usize..9, 0..25)) {
        let skeletons = skeletons();
        let skeleton = skeletons[pick % skeletons.len()];
        let worded = with_wording(skeleton, &full(skeleton), English).unwrap();
        let chosen = |(item, pick): (&Item, &usize)| {
            (item.number.to_string(), item.options[pick % item.options.len()].value)
        };
        let answers = skeleton.items.iter().zip(&given).map(chosen).collect();
        prop_assert_eq!(score(&worded, &answers), score(skeleton, &answers));
    }

    #[test]
    fn a_wording_that_lacks_one_text_is_refused_at_that_text(pick in 0_usize..100, item in 0_usize..25, answer in 0_usize..9) {
        let skeletons = skeletons();
        let skeleton = skeletons[pick % skeletons.len()];
        let mut wording = full(skeleton);
        let item = &skeleton.items[item % skeleton.items.len()];
        let needed: Vec<_> = item.options.iter().filter(|choice| !choice.refused).collect();
        let value = needed[answer % needed.len()].value.to_string();
        wording.items.get_mut(&item.number.to_string()).unwrap().options.remove(&value);
        let errors = with_wording(skeleton, &wording, English).unwrap_err();
        prop_assert_eq!(errors.len(), 1);
        prop_assert_eq!(&errors[0].pointer, &format!("/items/{}/options/{value}", item.number));
    }
}
