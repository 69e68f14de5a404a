//! The library: every instrument, found by code and version.

use std::sync::LazyLock;

use super::make::put_to_the_person;
use super::{
    Instrument, caregiver, charlson, depression, falls, function, gad, phq, prapare, readmission, social, substance,
    suicide, symptom, trauma,
};

// What a worker fills from the record or judges at the bedside (LACE, HOSPITAL, Charlson, Morse) is put to nobody; AHC-HRSN and PRAPARE
// say themselves which of their questions may be refused.
static DEFAULTS: LazyLock<Vec<Instrument>> = LazyLock::new(|| {
    vec![
        put_to_the_person(phq::phq_9()),
        put_to_the_person(gad::gad_7()),
        put_to_the_person(phq::phq_2()),
        put_to_the_person(gad::gad_2()),
        put_to_the_person(suicide::c_ssrs()),
        social::ahc_hrsn(),
        prapare::prapare(),
        put_to_the_person(social::hunger_vital_sign()),
        put_to_the_person(function::katz()),
        put_to_the_person(function::lawton()),
        readmission::lace(),
        readmission::hospital_2016(),
        charlson::charlson_1987(),
        falls::morse(),
        put_to_the_person(falls::steadi()),
        put_to_the_person(substance::audit_c()),
        put_to_the_person(substance::audit()),
        put_to_the_person(substance::dast_10()),
        put_to_the_person(caregiver::mcsi()),
        put_to_the_person(caregiver::zbi()),
        put_to_the_person(caregiver::zbi_12()),
        put_to_the_person(symptom::pain_nrs()),
        put_to_the_person(symptom::esas_r()),
        put_to_the_person(symptom::hope()),
        put_to_the_person(depression::gds_15()),
        put_to_the_person(trauma::pcl_5()),
    ]
});

/// Versions that are used only when they are named.
static OTHERS: LazyLock<Vec<Instrument>> = LazyLock::new(|| {
    vec![
        put_to_the_person(gad::gad_7_from_8()),
        put_to_the_person(suicide::c_ssrs_q2_moderate()),
        prapare::prapare_banded(),
        readmission::hospital_2013(),
        charlson::charlson_quan(),
        falls::morse_51(),
        put_to_the_person(substance::audit_whole()),
    ]
});

/// Every instrument in its default version, in the order shown to people.
pub fn all() -> &'static [Instrument] {
    &DEFAULTS
}

/// The instrument with this code, in its default version.
pub fn find(code: &str) -> Option<&'static Instrument> {
    all().iter().find(|instrument| instrument.code == code)
}

/// Every version of the instrument with this code, the default first.
pub fn versions(code: &str) -> impl Iterator<Item = &'static Instrument> {
    all().iter().chain(OTHERS.iter()).filter(move |instrument| instrument.code == code)
}

/// The named version of the instrument with this code.
pub fn find_version(code: &str, version: &str) -> Option<&'static Instrument> {
    versions(code).find(|instrument| instrument.version == version)
}
