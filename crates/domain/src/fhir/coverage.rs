//! Coverage: becomes an insurance of a person.

use chrono::NaiveDate;
use chrono_tz::Tz;

use super::element::Origin;
use super::index::Index;
use super::node::{At, Result};
use super::time::Shift;

/// Insurance of a person as a Coverage describes it.
#[derive(Debug, Clone, PartialEq)]
pub struct CoverageImport {
    /// Source.
    pub origin: Origin,
    /// Name of the payer.
    pub payer: String,
    /// Kind of coverage in words.
    pub kind: Option<String>,
    /// Member number.
    pub member_id: Option<String>,
    /// First day.
    pub starts_on: Option<NaiveDate>,
    /// Last day.
    pub ends_on: Option<NaiveDate>,
}

impl Shift for CoverageImport {
    fn shift(&mut self, days: i16, zone: Tz) {
        self.starts_on.shift(days, zone);
        self.ends_on.shift(days, zone);
    }
}

/// Cancelled and drafted coverages, and those without a payer's name, are kept as received.
pub(super) fn read(at: &At<'_>, origin: Origin, index: &Index<'_>) -> Result<Option<CoverageImport>> {
    let status = at.need("status")?.as_str()?;
    let (starts_on, ends_on) = at.days_of("period", index.zone)?;
    let payor = at.first("payor")?.ok_or_else(|| at.fault_in("payor", "is missing"))?;
    let payer = index.called(&payor)?;
    let kind = at.title("type")?;
    let member_id = match at.name("subscriberId")? {
        None => at.first("identifier")?.map_or(Ok(None), |identifier| identifier.name("value"))?,
        id => id,
    };
    Ok(payer.filter(|_| status == "active").map(|payer| CoverageImport {
        origin,
        payer,
        kind,
        member_id,
        starts_on,
        ends_on,
    }))
}
