//! Which version of an instrument an organization uses, where there are several (rules.md I-2: positive from 8 is optional; I-3: some
//! sites rate question 2 alone differently; I-5: "bands are a site policy"; I-10: two tables of HOSPITAL; I-12: "cut-offs vary: policy"). Not each sitting decides that: totals of different versions
//! are not compared, and a screen must not depend on who asks.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::change::{Change, Rule};
use crate::instrument::{Instrument, find, find_version};

/// The version of an instrument that an organization uses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InstrumentPolicy {
    /// Id.
    pub id: Uuid,
    /// Version of the record.
    pub version: i32,
    /// Code of the instrument.
    pub instrument: String,
    /// Version of the instrument.
    pub instrument_version: String,
    /// Who set it last.
    pub set_by: Uuid,
    /// When.
    pub set_at: DateTime<Utc>,
}

impl InstrumentPolicy {
    /// Sets the version in use, in the place of `known`, what was set before.
    ///
    /// # Errors
    /// `unknown_instrument_version` at `/instrument_version`.
    pub fn set(mut self, known: Option<&Self>) -> Result<Change<Self>, Rule> {
        if find_version(&self.instrument, &self.instrument_version).is_none() {
            return Err(Rule::at(
                "unknown_instrument_version",
                "/instrument_version",
                "There is no such version of this instrument.",
            ));
        }
        match known {
            None => Ok(Change::created(self)),
            Some(same) => {
                (self.id, self.version) = (same.id, same.version + 1);
                Ok(Change::updated(self))
            }
        }
    }
}

/// The version that an organization uses: the one it set, else the one that is published as the usual one.
pub fn usual(code: &str, set: &[InstrumentPolicy]) -> Option<&'static Instrument> {
    let own = set.iter().find(|own| own.instrument == code);
    own.and_then(|own| find_version(code, &own.instrument_version)).or_else(|| find(code))
}

/// The version with which an instrument is asked, and the reason that is kept where it is another than the organization uses.
///
/// # Errors
/// `unknown_instrument` at `/instrument`, `version_reason_required` at `/version_reason`.
pub fn asked_with(
    code: &str,
    version: Option<&str>,
    reason: Option<String>,
    set: &[InstrumentPolicy],
) -> Result<(&'static Instrument, Option<String>), Rule> {
    let unknown =
        || Rule::at("unknown_instrument", "/instrument", "There is no such instrument. GET /instruments lists them.");
    let usual = usual(code, set).ok_or_else(unknown)?;
    let Some(version) = version.filter(|version| *version != usual.version) else { return Ok((usual, None)) };
    let other = find_version(code, version).ok_or_else(unknown)?;
    let reason = reason.ok_or_else(|| {
        Rule::at(
            "version_reason_required",
            "/version_reason",
            "Your organization uses another version of this instrument. Say why this one is asked.",
        )
    })?;
    Ok((other, Some(reason)))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn policy(instrument: &str, version: &str) -> InstrumentPolicy {
        InstrumentPolicy {
            id: Uuid::nil(),
            version: 1,
            instrument: instrument.into(),
            instrument_version: version.into(),
            set_by: Uuid::nil(),
            set_at: DateTime::UNIX_EPOCH,
        }
    }

    fn asked(
        version: Option<&str>,
        reason: Option<&str>,
        set: &[InstrumentPolicy],
    ) -> Result<(&'static str, bool), &'static str> {
        let asked = asked_with("hospital", version, reason.map(Into::into), set);
        asked.map(|(instrument, kept)| (instrument.version, kept.is_some())).map_err(|rule| rule.code)
    }

    #[test]
    fn the_version_that_the_organization_set_is_asked_and_another_one_only_with_a_reason_that_is_kept() {
        let none: &[InstrumentPolicy] = &[];
        let older = [policy("morse", "45"), policy("hospital", "2013")];
        assert_eq!(asked(None, None, none), Ok(("2016", false)), "what is published is usual until something is set");
        assert_eq!(asked(None, None, &older), Ok(("2013", false)));
        assert_eq!(
            asked(Some("2013"), Some("A study"), &older),
            Ok(("2013", false)),
            "no reason is kept for what is usual"
        );
        assert_eq!(asked(Some("2016"), None, &older), Err("version_reason_required"));
        assert_eq!(asked(Some("2013"), None, none), Err("version_reason_required"));
        assert_eq!(asked(Some("2016"), Some("Compared with the letter"), &older), Ok(("2016", true)));
        assert_eq!(asked(Some("1999"), Some("Why not"), &older), Err("unknown_instrument"));
    }

    #[test]
    fn a_version_that_is_known_no_more_gives_way_to_the_published_one() {
        assert_eq!(usual("hospital", &[policy("hospital", "1999")]).unwrap().version, "2016");
        assert!(usual("nothing", &[policy("nothing", "1")]).is_none());
    }

    #[test]
    fn a_policy_names_a_version_that_there_is_and_takes_the_place_of_the_one_before() {
        assert_eq!(policy("hospital", "1999").set(None).unwrap_err().code, "unknown_instrument_version");
        let first = policy("hospital", "2013").set(None).unwrap();
        assert!(first.created);
        let again = policy("hospital", "2016").set(Some(&first.record)).unwrap();
        assert_eq!((again.created, again.record.version, again.record.id), (false, 2, first.record.id));
    }
}
