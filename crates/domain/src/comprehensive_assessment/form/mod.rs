//! The form, version 1: questions of our own in plain words, in English and Spanish. What is published as a scored instrument is
//! not asked again in other words: a section points at the instrument.

mod health;
mod living;
mod need;
mod own;

pub(super) use need::NEED_RULES;

use super::definition::{Choice, Form, Words};

static FORM: Form = Form {
    version: "1",
    sections: &[
        health::CLINICAL,
        health::MEDICINES,
        health::FUNCTIONAL,
        health::BEHAVIORAL,
        living::SOCIAL_DETERMINANTS,
        living::SOCIAL_SUPPORT,
        living::CAREGIVERS,
        living::HOME,
        living::PSYCHOLOGICAL_FINANCIAL,
        own::CULTURE,
        own::LITERACY,
        own::STRENGTHS,
        own::RISKS,
    ],
};

/// The form in which assessments are begun.
pub fn current() -> &'static Form {
    &FORM
}

/// The form of a version.
pub fn find(version: &str) -> Option<&'static Form> {
    (FORM.version == version).then_some(&FORM)
}

const fn w(en: &'static str, es: &'static str) -> Words {
    Words::new(en, es)
}

const fn c(code: &'static str, en: &'static str, es: &'static str) -> Choice {
    Choice::new(code, en, es)
}

const NONE: Choice = Choice::alone("none", "None of these", "Ninguna de estas");
const YES_NO: &[Choice] = &[c("yes", "Yes", "Sí"), c("no", "No", "No")];
