//! What is said of a service, as it is sent and shown.

use domain::community_service::eligibility::Eligibility;
use domain::community_service::schedule::Opening;
use domain::community_service::{Location, ServiceContent};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::http::code::{CoverageKindCode, NeedKindCode, SexCode, WeekdayCode};

/// A language as its primary subtag (BCP 47): `es`.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(transparent)]
#[schema(value_type = String, min_length = 2, max_length = 3, pattern = "^[a-z]{2,3}$", example = "es")]
pub struct LanguageSubtag(String);

/// A postal code or the name of a county.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(transparent)]
#[schema(value_type = String, min_length = 1, max_length = 100, pattern = "\\S", example = "13601")]
pub struct AreaName(String);

/// What is said of a service.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CommunityServiceContent {
    /// Name.
    #[schema(min_length = 1, max_length = 200, pattern = "\\S", example = "Tuesday food pantry")]
    name: String,
    /// What it does.
    #[schema(max_length = 4000)]
    description: Option<String>,
    /// The kinds of needs it answers.
    #[schema(min_items = 1, max_items = 20)]
    needs: Vec<NeedKindCode>,
    /// For whom it is.
    #[serde(default)]
    eligibility: EligibilityContent,
    /// Languages spoken there, as primary language subtags.
    #[serde(default)]
    #[schema(max_items = 200)]
    languages: Vec<LanguageSubtag>,
    /// Where it is given.
    #[serde(default)]
    #[schema(max_items = 20)]
    locations: Vec<LocationContent>,
    /// Weekly opening hours on the wall clock of `time_zone`.
    #[serde(default)]
    #[schema(max_items = 50)]
    schedule: Vec<OpeningContent>,
    /// IANA time zone of the opening hours.
    #[schema(min_length = 1, max_length = 60, example = "America/New_York")]
    time_zone: String,
    /// Phone.
    #[schema(max_length = 60)]
    phone: Option<String>,
    /// E-mail.
    #[schema(max_length = 200)]
    email: Option<String>,
    /// Web address.
    #[schema(max_length = 500, pattern = "^https?://[^\\x00]*$")]
    url: Option<String>,
    /// How to apply.
    #[schema(max_length = 4000)]
    how_to_apply: Option<String>,
    /// What it costs.
    #[schema(max_length = 4000)]
    fees: Option<String>,
    /// What to bring.
    #[schema(max_length = 4000)]
    documents: Option<String>,
}

impl CommunityServiceContent {
    /// Name.
    pub(super) fn name(&self) -> &str {
        &self.name
    }
}

/// For whom a service is. An empty member sets no condition.
#[derive(Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct EligibilityContent {
    /// Lowest age in completed years.
    #[schema(minimum = 0, maximum = 130)]
    min_age: Option<i32>,
    /// Highest age in completed years.
    #[schema(minimum = 0, maximum = 130)]
    max_age: Option<i32>,
    /// For one sex only.
    sex: Option<SexCode>,
    /// For speakers of these languages only.
    #[schema(max_items = 200)]
    speakers: Vec<LanguageSubtag>,
    /// For people who live in these postal codes, or in one of the counties.
    #[schema(max_items = 200)]
    postal_codes: Vec<AreaName>,
    /// For people who live in these counties, or in one of the postal codes.
    #[schema(max_items = 200)]
    counties: Vec<AreaName>,
    /// Highest household income in percent of the federal poverty guideline.
    #[schema(minimum = 0, maximum = 10000)]
    income_percent: Option<i32>,
    /// For people with one of these kinds of coverage.
    #[schema(max_items = 20)]
    coverages: Vec<CoverageKindCode>,
    /// What else counts, in words.
    #[schema(max_length = 4000)]
    note: Option<String>,
}

/// A place where a service is given.
#[derive(Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct LocationContent {
    /// Name of the place.
    #[schema(max_length = 200)]
    name: Option<String>,
    /// Street line.
    #[schema(max_length = 200)]
    line: Option<String>,
    /// City.
    #[schema(max_length = 100)]
    city: Option<String>,
    /// State.
    #[schema(max_length = 100)]
    state: Option<String>,
    /// Postal code.
    #[schema(max_length = 20)]
    postal_code: Option<String>,
    /// County.
    #[schema(max_length = 100)]
    county: Option<String>,
    /// Degrees north.
    #[schema(minimum = -90, maximum = 90)]
    latitude: Option<f64>,
    /// Degrees east.
    #[schema(minimum = -180, maximum = 180)]
    longitude: Option<f64>,
}

/// Open on one day of the week.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OpeningContent {
    /// The day.
    day: WeekdayCode,
    /// Minutes from midnight to opening.
    #[schema(minimum = 0, maximum = 1439)]
    opens: i32,
    /// Minutes from midnight to closing; 1,440 is midnight at the end of the day.
    #[schema(minimum = 1, maximum = 1440)]
    closes: i32,
}

impl From<CommunityServiceContent> for ServiceContent {
    fn from(content: CommunityServiceContent) -> Self {
        Self {
            name: content.name,
            description: content.description,
            needs: content.needs.into_iter().map(|code| code.0).collect(),
            eligibility: content.eligibility.into(),
            languages: content.languages.into_iter().map(|language| language.0).collect(),
            locations: content.locations.into_iter().map(Into::into).collect(),
            schedule: content
                .schedule
                .into_iter()
                .map(|opening| Opening { day: opening.day.0, opens: opening.opens, closes: opening.closes })
                .collect(),
            time_zone: content.time_zone,
            phone: content.phone,
            email: content.email,
            url: content.url,
            how_to_apply: content.how_to_apply,
            fees: content.fees,
            documents: content.documents,
        }
    }
}

impl From<ServiceContent> for CommunityServiceContent {
    fn from(content: ServiceContent) -> Self {
        Self {
            name: content.name,
            description: content.description,
            needs: content.needs.into_iter().map(Into::into).collect(),
            eligibility: content.eligibility.into(),
            languages: content.languages.into_iter().map(LanguageSubtag).collect(),
            locations: content.locations.into_iter().map(Into::into).collect(),
            schedule: content
                .schedule
                .into_iter()
                .map(|opening| OpeningContent { day: opening.day.into(), opens: opening.opens, closes: opening.closes })
                .collect(),
            time_zone: content.time_zone,
            phone: content.phone,
            email: content.email,
            url: content.url,
            how_to_apply: content.how_to_apply,
            fees: content.fees,
            documents: content.documents,
        }
    }
}

impl From<EligibilityContent> for Eligibility {
    fn from(content: EligibilityContent) -> Self {
        Self {
            min_age: content.min_age,
            max_age: content.max_age,
            sex: content.sex.map(|code| code.0),
            speakers: content.speakers.into_iter().map(|one| one.0).collect(),
            postal_codes: content.postal_codes.into_iter().map(|one| one.0).collect(),
            counties: content.counties.into_iter().map(|one| one.0).collect(),
            income_percent: content.income_percent,
            coverages: content.coverages.into_iter().map(|code| code.0).collect(),
            note: content.note,
        }
    }
}

impl From<Eligibility> for EligibilityContent {
    fn from(eligibility: Eligibility) -> Self {
        Self {
            min_age: eligibility.min_age,
            max_age: eligibility.max_age,
            sex: eligibility.sex.map(Into::into),
            speakers: eligibility.speakers.into_iter().map(LanguageSubtag).collect(),
            postal_codes: eligibility.postal_codes.into_iter().map(AreaName).collect(),
            counties: eligibility.counties.into_iter().map(AreaName).collect(),
            income_percent: eligibility.income_percent,
            coverages: eligibility.coverages.into_iter().map(Into::into).collect(),
            note: eligibility.note,
        }
    }
}

impl From<LocationContent> for Location {
    fn from(content: LocationContent) -> Self {
        let LocationContent { name, line, city, state, postal_code, county, latitude, longitude } = content;
        Self { name, line, city, state, postal_code, county, latitude, longitude }
    }
}

impl From<Location> for LocationContent {
    fn from(location: Location) -> Self {
        let Location { name, line, city, state, postal_code, county, latitude, longitude } = location;
        Self { name, line, city, state, postal_code, county, latitude, longitude }
    }
}
