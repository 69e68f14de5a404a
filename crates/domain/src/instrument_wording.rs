//! The wording that an organization adds to a skeleton, with the licence it says it has (FHIR Questionnaire, Provenance).
//!
//! | from   | action                             | to         |
//! |--------|------------------------------------|------------|
//! | -      | upload (licence confirmed)         | in use     |
//! | in use | another upload of the same version | superseded |
//! | in use | the last day of the licence passes | expired    |
//! | any    | withdraw (reason)                  | withdrawn  |
//!
//! Nothing is deleted. Only the newest upload of a version of an instrument is ever in use: when it is withdrawn or expired the
//! skeleton shows again, never an older text. Answers, scores and results do not depend on the wording.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use crate::change::{Change, Rule};
use crate::instrument::{AnswerError, Instrument, Licence, Wording, translated, translation, with_wording};
use crate::readability::ReadingLanguage;

crate::codes! {
    /// How an uploaded wording stands.
    pub enum WordingStanding {
        /// It is what people see.
        InUse = "in_use",
        /// The last day of the licence has passed.
        Expired = "expired",
        /// A newer one was uploaded.
        Superseded = "superseded",
        /// Taken back.
        Withdrawn = "withdrawn",
    }
}

/// The texts of an instrument by language.
pub type Texts = BTreeMap<ReadingLanguage, Wording>;

/// An uploaded wording.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InstrumentWording {
    /// Id.
    pub id: Uuid,
    /// Version of the record.
    pub version: i32,
    /// Code of the instrument.
    pub instrument: String,
    /// Version of the instrument.
    pub instrument_version: String,
    /// The texts.
    pub texts: Texts,
    /// Who gave the licence.
    pub licensor: String,
    /// Where the licence is found: number, letter, contract.
    pub reference: String,
    /// Last day of the licence; none where it has no end.
    pub valid_until: Option<NaiveDate>,
    /// Who uploaded it and confirmed the licence.
    pub uploaded_by: Uuid,
    /// When.
    pub uploaded_at: DateTime<Utc>,
    /// When it was taken back.
    pub withdrawn_at: Option<DateTime<Utc>>,
    /// Who took it back.
    pub withdrawn_by: Option<Uuid>,
    /// Why.
    pub withdrawn_reason: Option<String>,
}

impl InstrumentWording {
    /// Takes a wording into use. `confirmed`: the uploader confirms that the licence covers this use.
    ///
    /// # Errors
    /// `licence_not_confirmed` at `/confirmed`, `licence_over` at `/valid_until`.
    pub fn upload(self, confirmed: bool, today: NaiveDate) -> Result<Change<Self>, Rule> {
        if !confirmed {
            let detail = "Confirm that the licence lets your organization show this text to its staff.";
            return Err(Rule::at("licence_not_confirmed", "/confirmed", detail));
        }
        if self.has_run_out(today) {
            let detail = "The licence has run out already. Enter its last day, today or later.";
            return Err(Rule::at("licence_over", "/valid_until", detail));
        }
        Ok(Change::created(self))
    }

    /// Takes the wording back; the skeleton shows again.
    ///
    /// # Errors
    /// `wording_withdrawn`.
    pub fn withdraw(mut self, by: Uuid, reason: String, now: DateTime<Utc>) -> Result<Change<Self>, Rule> {
        if self.withdrawn_at.is_some() {
            return Err(Rule::new("wording_withdrawn", "This wording was already taken back."));
        }
        self.withdrawn_at = Some(now);
        self.withdrawn_by = Some(by);
        self.withdrawn_reason = Some(reason);
        self.version += 1;
        Ok(Change::updated(self))
    }

    /// How it stands on `today`. `newest`: nothing was uploaded after it for the same version of the instrument.
    pub fn standing(&self, newest: bool, today: NaiveDate) -> WordingStanding {
        if self.withdrawn_at.is_some() {
            WordingStanding::Withdrawn
        } else if !newest {
            WordingStanding::Superseded
        } else if self.has_run_out(today) {
            WordingStanding::Expired
        } else {
            WordingStanding::InUse
        }
    }

    /// By whose leave the text is used, for whoever reads it.
    pub fn permission(&self) -> String {
        let until = self.valid_until.map(|day| format!(", until {day}")).unwrap_or_default();
        format!("Wording used by permission of {} ({}{until}).", self.licensor, self.reference)
    }

    /// The licence counts on its last day and not on the day after.
    fn has_run_out(&self, today: NaiveDate) -> bool {
        self.valid_until.is_some_and(|last| last < today)
    }
}

/// Every fault of texts for an instrument, with pointers into a request whose member `texts` holds them.
///
/// # Errors
/// Those of [`with_wording`], and one at `/texts` when there is none.
pub fn check(instrument: &Instrument, texts: &Texts) -> Result<(), Vec<AnswerError>> {
    if texts.is_empty() {
        let detail = "Give the text in at least one language.".to_owned();
        return Err(vec![AnswerError { pointer: "/texts".to_owned(), detail }]);
    }
    let faults = |(language, wording): (&ReadingLanguage, &Wording)| {
        let errors = with_wording(instrument, wording, *language).err().unwrap_or_default();
        let parent = format!("/texts/{language}");
        errors.into_iter().map(move |error| AnswerError { pointer: format!("{parent}{}", error.pointer), ..error })
    };
    let errors: Vec<_> = texts.iter().flat_map(faults).collect();
    if errors.is_empty() { Ok(()) } else { Err(errors) }
}

/// An instrument as people see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown<'a> {
    /// With the text in the language given there.
    pub instrument: Instrument,
    /// Every language that the text is there in; none for a skeleton.
    pub languages: Vec<ReadingLanguage>,
    /// The organization's wording, where that is what shows.
    pub wording: Option<&'a InstrumentWording>,
}

/// The instrument with its text in the language wanted, or in the one there is. `own`: the newest upload for it.
pub fn shown<'a>(
    instrument: &Instrument,
    own: Option<&'a InstrumentWording>,
    wanted: ReadingLanguage,
    today: NaiveDate,
) -> Shown<'a> {
    if instrument.licence == Licence::Shipped {
        return shipped(instrument, wanted);
    }
    let wording = own.filter(|own| own.standing(true, today) == WordingStanding::InUse);
    let texts = wording.map(|own| &own.texts);
    let text = texts.and_then(|texts| texts.get_key_value(&wanted).or_else(|| texts.first_key_value()));
    Shown {
        instrument: text.map_or_else(|| instrument.clone(), |(language, text)| translated(instrument, text, *language)),
        languages: texts.map(|texts| texts.keys().copied().collect()).unwrap_or_default(),
        wording,
    }
}

fn shipped(instrument: &Instrument, wanted: ReadingLanguage) -> Shown<'static> {
    use ReadingLanguage::{English, Spanish};
    let spanish = translation(instrument.code, Spanish);
    let languages = if spanish.is_some() { vec![English, Spanish] } else { vec![English] };
    let text = spanish.filter(|_| wanted == Spanish);
    let instrument = text.map_or_else(|| instrument.clone(), |text| translated(instrument, &text, Spanish));
    Shown { instrument, languages, wording: None }
}

#[cfg(test)]
#[path = "instrument_wording_tests.rs"]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests;
