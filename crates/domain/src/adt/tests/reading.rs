//! Texts of all kinds to messages, or to clear refusals.

use proptest::prelude::*;
use uuid::Uuid;

use super::super::ack::{AckCode, answer};
use super::super::er7::{Er7, Separators, text_of};
use super::super::message::Header;
use super::super::refusal::Refusal;
use super::super::time;
use super::*;
use crate::person::Sex;
use crate::stay::EmergencyCause;

fn refused(bytes: &[u8]) -> (Refusal, &'static str) {
    let flaw = read(bytes).unwrap_err();
    (flaw.refusal, flaw.place)
}

#[test]
fn an_admission_is_read_with_its_patient_and_visit() {
    let pv1 = "PV1|1|I|4W^401^2^HARBOR||||||||||||||||V88^^^HARBOR|||||||||||||||||||||||||20260302093000\rPV2|||^Heart failure";
    let message = read(text("A01", "m1", "20260302100000-0500", &format!("{PID}{pv1}")).as_bytes()).unwrap();
    assert_eq!(message.trigger, Trigger::Admit);
    assert_eq!(message.recorded_at, at("03-02 15:00"));
    assert_eq!(message.patient.identifiers.len(), 1, "a social security number is no patient number");
    assert_eq!((message.number().system.as_str(), message.number().value.as_str()), ("HARBOR", "4711"));
    assert_eq!((message.patient.family_name.as_str(), message.patient.given_name.as_str()), ("Okonkwo", "Ama B"));
    assert_eq!(message.patient.sex, Some(Sex::Female));
    assert_eq!(message.patient.phone.as_deref(), Some("(518)555-0142"));
    let (number, event) = message.visit.unwrap();
    assert_eq!(number.value, "V88");
    assert_eq!(event.class, Some(PatientClass::Inpatient));
    assert_eq!(event.place.as_deref(), Some("HARBOR, 4W 401 2"));
    assert_eq!(event.reason.as_deref(), Some("Heart failure"));
    assert_eq!(event.admitted_at, Some(at("03-02 14:30")), "times without an offset are local");
}

#[test]
fn what_an_emergency_was_for_is_read_from_its_first_diagnosis_else_from_its_coded_reason() {
    let cause = |rest: &str| {
        let pv1 = "PV1|1|E|||||||||||||||||V88^^^HARBOR\r";
        let message = read(text("A04", "m1", "20260302100000-0500", &format!("{PID}{pv1}{rest}")).as_bytes()).unwrap();
        message.visit.unwrap().1.cause
    };
    assert_eq!(cause("DG1|1||F32.1^Depression^I10\rDG1|2||F10.20^Alcohol^I10"), Some(EmergencyCause::MentalHealth));
    assert_eq!(cause("DG1|1||F1020"), Some(EmergencyCause::SubstanceUse));
    assert_eq!(cause("DG1|1||F10.20^Alcohol^SCT"), None, "another system has other codes");
    assert_eq!(cause("PV2|||F11.20^Opioids^I10C"), Some(EmergencyCause::SubstanceUse));
    assert_eq!(cause("PV2|||F11^Fever"), None, "a reason without a system is the hospital's own");
    assert_eq!(
        cause("DG1|1||I50.22^Heart failure^I10\rPV2|||F11.20^Opioids^I10C"),
        None,
        "the diagnosis says of no group"
    );
}

#[test]
fn a_diagnosis_is_one_whatever_it_says() {
    let diagnosed = |rest: &str| {
        let pv1 = "PV1|1|E|||||||||||||||||V88^^^HARBOR\r";
        let message = read(text("A04", "m1", "20260302100000-0500", &format!("{PID}{pv1}{rest}")).as_bytes()).unwrap();
        message.visit.unwrap().1.diagnosed
    };
    assert!(diagnosed("DG1|1||F32.1^Depression^I10"));
    assert!(diagnosed("DG1|1||I50.22^Heart failure^I10"));
    assert!(!diagnosed("DG1|1||F10.20^Alcohol^SCT"));
    assert!(!diagnosed("PV2|||^Fever"));
}

#[test]
fn a_merge_names_the_numbers_that_stand_for_nobody_any_more() {
    let message = read(text("A40", "m2", "20260302", &format!("{PID}MRG|4700^^^HARBOR^MR")).as_bytes()).unwrap();
    assert_eq!(message.retired[0].value, "4700");
    assert_eq!(message.visit, None);
}

#[test]
fn a_cancellation_counts_when_it_was_recorded_and_not_when_what_it_cancels_happened() {
    let pv1 = "PV1|1|I|||||||||||||||||V88";
    let body = text("A13", "m3", "20260305120000+0000", &format!("{PID}{pv1}"));
    let body = body.replace("EVN|A13|20260305120000+0000", "EVN|A13|20260305120000+0000||||20260305110000+0000");
    let (_, event) = read(body.as_bytes()).unwrap().visit.unwrap();
    assert_eq!(event.occurred_at, at("03-05 12:00"));
}

#[test]
fn every_flaw_is_named_with_its_place() {
    let visit = "PV1|1|I|||||||||||||||||V88";
    let good = text("A01", "m1", "20260302100000", &format!("{PID}{visit}"));
    assert!(read(good.as_bytes()).is_ok());
    let changed = |from: &str, to: &str| refused(good.replacen(from, to, 1).as_bytes());
    assert_eq!(refused(b""), (Refusal::NotHl7, "MSH"));
    assert_eq!(refused(b"MSHxxxxxx"), (Refusal::NotHl7, "MSH"));
    assert_eq!(changed("MSH|^~\\&|", "MSH|^^^^|"), (Refusal::NotHl7, "MSH"));
    assert_eq!(changed("ADT^A01", "ORU^R01"), (Refusal::MessageType, "MSH-9"));
    assert_eq!(changed("ADT^A01", "ADT^A09"), (Refusal::EventUnsupported, "MSH-9"));
    assert_eq!(changed("|P|", "|T|"), (Refusal::NotProduction, "MSH-11"));
    assert_eq!(changed("|2.5.1", "|3"), (Refusal::VersionUnsupported, "MSH-12"));
    assert_eq!(changed("|m1|", "||"), (Refusal::FieldMissing, "MSH-10"));
    assert_eq!(changed("|m1|", &format!("|{}|", "9".repeat(101))), (Refusal::FieldTooLong, "MSH-10"));
    assert_eq!(changed("PID|", "ZID|"), (Refusal::SegmentMissing, "PID"));
    assert_eq!(changed("4711^^^HARBOR^MR~", ""), (Refusal::FieldMissing, "PID-3"));
    assert_eq!(changed("19580412", "195804"), (Refusal::NotATime, "PID-7"));
    assert_eq!(changed("19580412", "20990412"), (Refusal::InFuture, "PID-7"));
    assert_eq!(changed("EVN|A01|20260302100000", "EVN|A01|20270302100000"), (Refusal::InFuture, "EVN-2"));
    assert_eq!(changed("EVN|A01|20260302100000", "EVN|A01|20260332"), (Refusal::NotATime, "EVN-2"));
    assert_eq!(changed("PV1|", "ZV1|"), (Refusal::SegmentMissing, "PV1"));
    assert_eq!(changed("V88", ""), (Refusal::FieldMissing, "PV1-19"));
    assert_eq!(changed("\rPV1|", "\rnonsense\rPV1|"), (Refusal::SegmentUnreadable, "MSH"));
}

#[test]
fn character_sets_are_those_the_message_names() {
    let named = |set: &str, name: &[u8]| {
        let mut bytes = format!("MSH|^~\\&|A|B|||20260302||ADT^A28|1|P|2.5||||||{set}\rPID|1||7^^^H^MR||").into_bytes();
        bytes.extend(name);
        read(&bytes).map(|message| message.patient.family_name)
    };
    assert_eq!(named("8859/1", b"Mu\xF1oz").unwrap(), "Muñoz");
    assert_eq!(named("8859/15", b"Kov\xE1\xA8").unwrap(), "Kováš");
    assert_eq!(named("", b"Mu\xF1oz").unwrap(), "Muñoz", "older systems name none and send Latin-1");
    assert_eq!(named("UNICODE UTF-8", "Nguyễn".as_bytes()).unwrap(), "Nguyễn");
    assert_eq!(named("UNICODE UTF-8", b"Mu\xF1oz").unwrap_err().refusal, Refusal::CharacterSet);
    assert_eq!(named("UNICODE UTF-16", b"x").unwrap_err().place, "MSH-18");
}

#[test]
fn escape_sequences_are_read_and_what_can_not_be_seen_is_left_out() {
    let decode = |raw: &str| Separators::USUAL.decode(raw);
    assert_eq!(decode(r"Ruiz \T\ Cía \S\\X4D\"), "Ruiz & Cía ^M");
    assert_eq!(decode("open \\ ended"), "open \\ ended");
    assert_eq!(decode("\u{202E}Ana\u{0}\u{7} "), "Ana");
    assert_eq!(decode(r"É\T\É\E\"), r"É&É\");
}

#[test]
fn times_have_a_zone_a_day_and_the_hours_that_clocks_skip() {
    let new_york = |text| time::instant(text, chrono_tz::America::New_York);
    assert_eq!(new_york("20260302100000.12-0500"), Some(at("03-02 15:00")));
    assert_eq!(new_york("202603080230"), Some(at("03-08 07:30")), "an hour that does not exist");
    assert_eq!(new_york("20260302"), Some(at("03-02 05:00")));
    assert_eq!(new_york("202603022400"), Some(at("03-03 05:00")));
    for bad in ["2026", "20260230", "2026030210000", "20260302100000-05", "20260302-", "x", "", "202603022461"] {
        assert_eq!(new_york(bad), None, "{bad}");
    }
}

#[test]
fn an_answer_repeats_only_what_tells_messages_apart() {
    let body = text("A01", "m|1", "bad", PID).replace("m|1", r"m\F\1");
    let header = Header::of(&Er7::read(&body).unwrap());
    let refused = answer(&header, read(body.as_bytes()).err(), now(), Uuid::nil());
    assert_eq!(refused.code, AckCode::Error);
    assert!(refused.text.contains("\rMSA|AE|m\\F\\1\r"), "{}", refused.text);
    assert!(refused.text.contains("ERR||MSH^1^7|102^Data type error^HL70357|E|not_a_time"), "{}", refused.text);
    assert!(!refused.text.contains("Okonkwo"));
    let taken = answer(&header, None, now(), Uuid::nil());
    assert!(Er7::read(&taken.text).is_ok());
    assert!(taken.text.contains("|ACK^A01^ACK|"));
}

/// Pieces of which a broken message may consist.
fn piece() -> impl Strategy<Value = Vec<u8>> {
    const KNOWN: &[&str] = &[
        "MSH|^~\\&|",
        "\rEVN|A01|",
        "\rPID|1||",
        "\rPV1|1|I|",
        "\rMRG|",
        "ADT^A01|",
        "20260302",
        "\\X",
        "\\",
        "^^^",
        "~",
        "&",
        "\"\"",
        "\n",
        "É",
    ];
    prop_oneof![
        proptest::sample::select(KNOWN).prop_map(|text| text.as_bytes().to_vec()),
        proptest::collection::vec(any::<u8>(), 0..12),
    ]
}

proptest! {
    #[test]
    fn any_bytes_are_read_or_refused_and_always_answered(pieces in proptest::collection::vec(piece(), 0..60)) {
        let bytes = pieces.concat();
        let text = text_of(&bytes);
        let header = text.as_ref().ok().and_then(|text| Er7::read(text).ok()).map(|er7| Header::of(&er7)).unwrap_or_default();
        let outcome = read(&bytes);
        let ack = answer(&header, outcome.as_ref().err().copied(), now(), Uuid::nil());
        prop_assert_eq!(ack.code == AckCode::Accept, outcome.is_ok());
        prop_assert!(Er7::read(&ack.text).is_ok());
    }

    #[test]
    fn any_text_comes_back_through_its_escape_sequences(value in "[ -~éñ|^~\\\\&]{0,40}") {
        let separators = Separators::USUAL;
        prop_assert_eq!(separators.decode(&separators.encode(value.trim())), value.trim());
    }

    #[test]
    fn any_text_is_a_time_or_none(value in "\\PC{0,24}") {
        let _ = time::instant(&value, chrono_tz::America::New_York);
        let _ = time::date(&value);
    }
}
