use super::*;
use crate::instrument::{ItemWording, find};
use ReadingLanguage::{English, Spanish};
use chrono::TimeZone;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn at() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 3, 2, 12, 0, 0).unwrap()
}

fn text(word: &str) -> Wording {
    let options = (0..=1).map(|value| (value.to_string(), format!("{word} {value}"))).collect();
    let item = ItemWording { text: format!("{word}?"), options };
    Wording { title: None, stem: None, items: (1..=8).map(|number| (number.to_string(), item.clone())).collect() }
}

fn upload(texts: &[(ReadingLanguage, &str)]) -> InstrumentWording {
    InstrumentWording {
        id: Uuid::from_u128(1),
        version: 1,
        instrument: "lawton".into(),
        instrument_version: "1".into(),
        texts: texts.iter().map(|(language, word)| (*language, text(word))).collect(),
        licensor: "The society".into(),
        reference: "Letter of March 2".into(),
        valid_until: Some(day("2026-12-31")),
        uploaded_by: Uuid::from_u128(7),
        uploaded_at: at(),
        withdrawn_at: None,
        withdrawn_by: None,
        withdrawn_reason: None,
    }
}

fn seen<'a>(own: Option<&'a InstrumentWording>, wanted: ReadingLanguage, on: &str) -> (String, Shown<'a>) {
    let shown = shown(find("lawton").unwrap(), own, wanted, day(on));
    (shown.instrument.items[0].text.to_string(), shown)
}

#[test]
fn an_upload_needs_the_confirmation_and_a_licence_that_still_runs() {
    let refused = |wording: InstrumentWording, confirmed| {
        let rule = wording.upload(confirmed, day("2026-12-31")).unwrap_err();
        (rule.code, rule.pointer.unwrap())
    };
    let own = upload(&[(English, "Word")]);
    assert_eq!(refused(own.clone(), false), ("licence_not_confirmed", "/confirmed".into()));
    let over = InstrumentWording { valid_until: Some(day("2026-12-30")), ..own.clone() };
    assert_eq!(refused(over, true), ("licence_over", "/valid_until".into()));
    assert!(own.upload(true, day("2026-12-31")).is_ok(), "its last day counts");
}

#[test]
fn the_wording_shows_until_the_last_day_of_the_licence_and_the_skeleton_from_the_day_after() {
    let own = upload(&[(English, "Word")]);
    let (text, shown) = seen(Some(&own), English, "2026-12-31");
    assert_eq!((text.as_str(), shown.wording), ("Word?", Some(&own)));
    let (text, shown) = seen(Some(&own), English, "2027-01-01");
    assert_eq!((text.as_str(), shown.wording, shown.languages.len()), ("Item 1", None, 0));
    assert!(!shown.instrument.is_worded());
    let endless = InstrumentWording { valid_until: None, ..own };
    assert_eq!(seen(Some(&endless), English, "2126-01-01").0, "Word?");
}

#[test]
fn a_withdrawn_wording_shows_the_skeleton_again_and_is_withdrawn_once() {
    let own = upload(&[(English, "Word")]);
    let withdrawn = own.withdraw(Uuid::from_u128(9), "The contract ended.".into(), at()).unwrap().record;
    assert_eq!((withdrawn.version, withdrawn.withdrawn_by), (2, Some(Uuid::from_u128(9))));
    assert_eq!(seen(Some(&withdrawn), English, "2026-03-02").0, "Item 1");
    assert_eq!(withdrawn.withdraw(Uuid::nil(), "Again".into(), at()).unwrap_err().code, "wording_withdrawn");
}

#[test]
fn the_language_wanted_is_used_and_else_the_one_there_is() {
    let both = upload(&[(English, "Word"), (Spanish, "Palabra")]);
    let (text, shown) = seen(Some(&both), Spanish, "2026-03-02");
    assert_eq!((text.as_str(), shown.instrument.language), ("Palabra?", Spanish));
    assert_eq!(shown.languages, [English, Spanish]);
    let spanish = upload(&[(Spanish, "Palabra")]);
    let (text, shown) = seen(Some(&spanish), English, "2026-03-02");
    assert_eq!((text.as_str(), shown.instrument.language), ("Palabra?", Spanish));
    assert_eq!(seen(None, Spanish, "2026-03-02").1.instrument.language, English);
}

#[test]
fn shipped_text_shows_in_spanish_where_there_is_one_and_an_upload_never_replaces_it() {
    let today = day("2026-03-02");
    let phq = shown(find("phq-9").unwrap(), None, Spanish, today);
    assert_eq!(phq.instrument.items[0].text, "Poco interés o placer en hacer cosas");
    assert_eq!(phq.languages, [English, Spanish]);
    let columbia = shown(find("c-ssrs").unwrap(), None, Spanish, today);
    assert_eq!((columbia.instrument.language, columbia.languages), (English, vec![English]));
    let own = upload(&[(English, "Word")]);
    assert_eq!(shown(find("katz").unwrap(), Some(&own), English, today).wording, None);
}

#[test]
fn of_several_uploads_only_the_newest_stands() {
    let own = upload(&[(English, "Word")]);
    let today = day("2026-03-02");
    assert_eq!(own.standing(true, today), WordingStanding::InUse);
    assert_eq!(own.standing(false, today), WordingStanding::Superseded);
    assert_eq!(own.standing(true, day("2027-01-01")), WordingStanding::Expired);
    assert_eq!(own.standing(false, day("2027-01-01")), WordingStanding::Superseded);
}

#[test]
fn faults_are_pointed_at_in_the_texts_of_the_request() {
    let mut own = upload(&[(English, "Word"), (Spanish, "Palabra")]);
    own.texts.get_mut(&Spanish).unwrap().items.remove("4");
    let errors = check(find("lawton").unwrap(), &own.texts).unwrap_err();
    assert_eq!(errors.iter().map(|error| error.pointer.as_str()).collect::<Vec<_>>(), ["/texts/es/items/4"]);
    let errors = check(find("katz").unwrap(), &own.texts).unwrap_err();
    assert_eq!(errors[0].pointer, "/texts/en");
    assert_eq!(check(find("lawton").unwrap(), &Texts::new()).unwrap_err()[0].pointer, "/texts");
}

#[test]
fn who_reads_the_text_reads_by_whose_leave() {
    let own = upload(&[(English, "Word")]);
    let expected = "Wording used by permission of The society (Letter of March 2, until 2026-12-31).";
    assert_eq!(own.permission(), expected);
}
