//! The directory of community services, in the shape of Open Referral HSDS 3: what an organization outside our own offers, where,
//! to whom and when, and whether it has room.
//!
//! | from     | to       |
//! |----------|----------|
//! | active   | inactive |
//! | inactive | active   |
//!
//! A service that is no longer offered stays in the directory as inactive: what pointed at it still finds it. The same holds for an
//! organization, which is closed once none of its services is offered.

pub mod alike;
pub mod capacity;
pub mod csv;
pub mod distance;
pub mod draft;
pub mod eligibility;
pub mod hsds;
pub mod offer;
pub mod partner;
pub mod past;
pub mod schedule;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::change::{Change, Rule};
use crate::need::NeedKind;
use capacity::{Capacity, CapacityStatus};
use distance::Point;
use eligibility::Eligibility;
use partner::Partner;
use schedule::Opening;

crate::codes! {
    /// Whether a community service is offered (HSDS service.status).
    pub enum ServiceStatus {
        /// Offered.
        Active = "active",
        /// No longer, or not now.
        Inactive = "inactive",
    }
}

/// Who offers services in the community (HSDS organization). Not a tenant of Tend.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommunityOrganization {
    /// Id.
    pub id: Uuid,
    /// Version.
    pub version: i32,
    /// Name and how to reach it.
    pub content: OrganizationContent,
    /// Whom we call there and what was agreed.
    pub partner: Partner,
    /// Whether it is there.
    pub status: ServiceStatus,
    /// Id in the directory it was imported from.
    pub source: Option<String>,
    /// When it was recorded.
    pub created_at: DateTime<Utc>,
    /// Who changed it last; none for what was recorded before that was kept.
    pub changed_by: Option<Uuid>,
}

/// What is said of an organization.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct OrganizationContent {
    /// Name.
    pub name: String,
    /// What it does.
    pub description: Option<String>,
    /// Web address, http or https.
    pub url: Option<String>,
    /// E-mail.
    pub email: Option<String>,
    /// Phone.
    pub phone: Option<String>,
}

impl CommunityOrganization {
    fn changed(mut self, by: Uuid) -> Change<Self> {
        self.changed_by = Some(by);
        self.version += 1;
        Change::updated(self)
    }

    /// The organization with other content.
    pub fn rewrite(mut self, content: OrganizationContent, by: Uuid) -> Change<Self> {
        self.content = content;
        self.changed(by)
    }

    /// The organization with another contact or agreement.
    ///
    /// # Errors
    /// Those of [`Partner::checked`].
    pub fn agree(mut self, partner: Partner, by: Uuid) -> Result<Change<Self>, Rule> {
        self.partner = partner.checked()?;
        Ok(self.changed(by))
    }

    /// The organization is no longer there. `offered` is how many of its services the directory still offers.
    ///
    /// # Errors
    /// `community_organization_closed` when it is closed already, `community_organization_offers` while it offers something.
    pub fn close(mut self, offered: usize, by: Uuid) -> Result<Change<Self>, Rule> {
        self.require_open()?;
        if offered > 0 {
            let detail = "It still offers services. Take each of them out of the directory first.";
            return Err(Rule::new("community_organization_offers", detail));
        }
        self.status = ServiceStatus::Inactive;
        Ok(self.changed(by))
    }

    /// The organization is there again.
    ///
    /// # Errors
    /// `community_organization_open` when it is not closed.
    pub fn reopen(mut self, by: Uuid) -> Result<Change<Self>, Rule> {
        if self.status == ServiceStatus::Active {
            return Err(Rule::new("community_organization_open", "This organization is not closed."));
        }
        self.status = ServiceStatus::Active;
        Ok(self.changed(by))
    }

    /// Only an organization that is there offers something.
    ///
    /// # Errors
    /// `community_organization_closed`.
    pub fn require_open(&self) -> Result<(), Rule> {
        if self.status == ServiceStatus::Active {
            return Ok(());
        }
        let detail = "This organization is closed. Open it again first.";
        Err(Rule::at("community_organization_closed", "/community_organization_id", detail))
    }
}

/// A place where a service is given (HSDS location with its address).
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Location {
    /// Name of the place.
    pub name: Option<String>,
    /// Street line.
    pub line: Option<String>,
    /// City.
    pub city: Option<String>,
    /// State.
    pub state: Option<String>,
    /// Postal code.
    pub postal_code: Option<String>,
    /// County.
    pub county: Option<String>,
    /// Degrees north.
    pub latitude: Option<f64>,
    /// Degrees east.
    pub longitude: Option<f64>,
}

impl Location {
    /// Where it is on the globe, when that is known.
    pub fn point(&self) -> Option<Point> {
        Some(Point { latitude: self.latitude?, longitude: self.longitude? })
    }
}

/// What is said of a service; what a person of the team or an import may write.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ServiceContent {
    /// Name.
    pub name: String,
    /// What it does.
    pub description: Option<String>,
    /// The kinds of needs it answers; at least one.
    pub needs: Vec<NeedKind>,
    /// For whom it is.
    pub eligibility: Eligibility,
    /// Languages spoken there, as primary language subtags (BCP 47); empty when nobody said.
    pub languages: Vec<String>,
    /// Where it is given; empty for a service by phone or at home.
    pub locations: Vec<Location>,
    /// Opening hours on the wall clock of `time_zone`; empty when nobody said.
    pub schedule: Vec<Opening>,
    /// IANA time zone of the opening hours.
    pub time_zone: String,
    /// Phone.
    pub phone: Option<String>,
    /// E-mail.
    pub email: Option<String>,
    /// Web address, http or https.
    pub url: Option<String>,
    /// How to apply.
    pub how_to_apply: Option<String>,
    /// What it costs.
    pub fees: Option<String>,
    /// What to bring.
    pub documents: Option<String>,
}

impl ServiceContent {
    /// The zone of the opening hours; UTC for a name that is not in the IANA list.
    pub fn zone(&self) -> chrono_tz::Tz {
        self.time_zone.parse().unwrap_or(chrono_tz::UTC)
    }

    /// The content as it is stored: each code once, or what is wrong with it.
    ///
    /// # Errors
    /// `community_service_time_zone`, `community_service_ages`, `community_service_hours`, `community_service_coordinates`.
    pub fn checked(mut self) -> Result<Self, Rule> {
        if self.time_zone.parse::<chrono_tz::Tz>().is_err() {
            let detail = "Name a time zone of the IANA list, for example America/New_York.";
            return Err(Rule::at("community_service_time_zone", "/time_zone", detail));
        }
        if let (Some(min), Some(max)) = (self.eligibility.min_age, self.eligibility.max_age)
            && max < min
        {
            let detail = "The highest age lies below the lowest one.";
            return Err(Rule::at("community_service_ages", "/eligibility/max_age", detail));
        }
        if let Some(at) = self.schedule.iter().position(|opening| opening.closes <= opening.opens) {
            let detail = "Closing lies after opening on the same day. Write hours over midnight as two openings.";
            return Err(Rule::at("community_service_hours", format!("/schedule/{at}/closes"), detail));
        }
        if let Some(at) = self.locations.iter().position(|place| place.latitude.is_some() != place.longitude.is_some())
        {
            let detail = "Give latitude and longitude, or neither.";
            return Err(Rule::at("community_service_coordinates", format!("/locations/{at}/longitude"), detail));
        }
        self.needs = once(self.needs);
        self.languages = once(self.languages);
        self.eligibility.speakers = once(self.eligibility.speakers);
        self.eligibility.coverages = once(self.eligibility.coverages);
        self.schedule.sort();
        self.schedule.dedup();
        Ok(self)
    }

    /// True when the language of a person is spoken there, by its primary subtag.
    pub fn speaks(&self, language: &str) -> bool {
        self.languages.iter().any(|spoken| spoken == eligibility::primary(language).as_str())
    }
}

/// The items without repetition, the first of each kept in its place.
fn once<T: PartialEq>(items: Vec<T>) -> Vec<T> {
    let mut kept: Vec<T> = Vec::with_capacity(items.len());
    for item in items {
        if !kept.contains(&item) {
            kept.push(item);
        }
    }
    kept
}

/// A community service (HSDS service).
#[derive(Debug, Clone, PartialEq)]
pub struct CommunityService {
    /// Id.
    pub id: Uuid,
    /// Version.
    pub version: i32,
    /// Who offers it.
    pub community_organization_id: Uuid,
    /// What is said of it.
    pub content: ServiceContent,
    /// Whether there is room, as last heard.
    pub capacity: Capacity,
    /// Whether it is offered.
    pub status: ServiceStatus,
    /// Id in the directory it was imported from.
    pub source: Option<String>,
    /// When it was recorded.
    pub created_at: DateTime<Utc>,
    /// When it was last changed; a report of capacity is not such a change.
    pub updated_at: DateTime<Utc>,
    /// Who changed it last; none for what was recorded before that was kept.
    pub changed_by: Option<Uuid>,
}

impl CommunityService {
    /// The service with other content, state or organization.
    ///
    /// # Errors
    /// Those of [`ServiceContent::checked`].
    pub fn rewrite(
        mut self,
        community_organization_id: Uuid,
        content: ServiceContent,
        status: ServiceStatus,
        (by, now): (Uuid, DateTime<Utc>),
    ) -> Result<Change<Self>, Rule> {
        self.changed_by = Some(by);
        self.community_organization_id = community_organization_id;
        self.content = content.checked()?;
        self.status = status;
        self.updated_at = now;
        self.version += 1;
        Ok(Change::updated(self))
    }

    /// A colleague says whether there is room, as of now.
    ///
    /// # Errors
    /// `community_service_inactive` for a service that is not offered.
    pub fn report_capacity(
        mut self,
        status: CapacityStatus,
        said_by: Option<String>,
        reported_by: Uuid,
        now: DateTime<Utc>,
    ) -> Result<Change<Self>, Rule> {
        if self.status == ServiceStatus::Inactive {
            let detail = "This service is not offered at present. Put it back into the directory first.";
            return Err(Rule::new("community_service_inactive", detail));
        }
        self.capacity = Capacity { status, as_of: Some(now), reported_by: Some(reported_by), said_by };
        self.changed_by = Some(reported_by);
        self.version += 1;
        Ok(Change::updated(self))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests;
