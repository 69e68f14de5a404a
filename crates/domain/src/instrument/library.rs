//! The library: every instrument, found by code and version.

use std::sync::LazyLock;

use super::{
    Instrument, caregiver, charlson, depression, falls, function, gad, phq, prapare, readmission, social, substance,
    suicide, symptom, trauma,
};

static DEFAULTS: LazyLock<Vec<Instrument>> = LazyLock::new(|| {
    vec![
        phq::phq_9(),
        gad::gad_7(),
        phq::phq_2(),
        gad::gad_2(),
        suicide::c_ssrs(),
        social::ahc_hrsn(),
        prapare::prapare(),
        social::hunger_vital_sign(),
        function::katz(),
        function::lawton(),
        readmission::lace(),
        readmission::hospital_2016(),
        charlson::charlson_1987(),
        falls::morse(),
        falls::steadi(),
        substance::audit_c(),
        substance::audit(),
        substance::dast_10(),
        caregiver::mcsi(),
        caregiver::zbi(),
        caregiver::zbi_12(),
        symptom::pain_nrs(),
        symptom::esas_r(),
        symptom::hope(),
        depression::gds_15(),
        trauma::pcl_5(),
    ]
});

/// Versions that are used only when they are named.
static OTHERS: LazyLock<Vec<Instrument>> = LazyLock::new(|| {
    vec![
        suicide::c_ssrs_q2_moderate(),
        readmission::hospital_2013(),
        charlson::charlson_quan(),
        falls::morse_51(),
        substance::audit_whole(),
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
