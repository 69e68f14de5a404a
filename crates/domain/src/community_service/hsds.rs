//! A directory as Open Referral HSDS 3 JSON: the full service object with its organization, locations and schedules.
//! Source: HSDS 3.1, schema `service` and the objects below it (docs.openreferral.org).

use chrono::{DateTime, NaiveDate, Utc};
use serde::Deserialize;

use super::capacity::CapacityStatus;
use super::draft::{Draft, Faults, Flaw, LONGEST_NAME, LONGEST_TEXT, OrganizationDraft};
use super::eligibility::Eligibility;
use super::{Location, OrganizationContent, ServiceContent, ServiceStatus, schedule};
use crate::Code;
use crate::need::NeedKind;

/// Members of an HSDS service that are read.
const READ: &[&str] = &[
    "id",
    "name",
    "description",
    "url",
    "email",
    "status",
    "application_process",
    "fees_description",
    "eligibility_description",
    "minimum_age",
    "maximum_age",
    "organization",
    "phones",
    "schedules",
    "languages",
    "required_documents",
    "capacities",
    "service_at_locations",
    "attributes",
];
/// Members of an HSDS service that Tend has no place for; a report names those that were received.
const NOT_READ: &[&str] = &[
    "accreditations",
    "additional_urls",
    "additional_websites",
    "alert",
    "alternate_name",
    "assured_date",
    "assurer_email",
    "contacts",
    "cost_options",
    "eligibility_description_html",
    "funding",
    "interpretation_services",
    "last_modified",
    "licenses",
    "metadata",
    "program",
    "service_areas",
    "unit",
    "wait_time",
];
/// Under which name all other members are reported.
const OTHER: &str = "other members";

/// A service as HSDS writes it. Every member may be missing or null.
#[derive(Debug, Deserialize)]
pub struct HsdsService {
    id: Option<String>,
    name: Option<String>,
    description: Option<String>,
    url: Option<String>,
    email: Option<String>,
    status: Option<String>,
    application_process: Option<String>,
    fees_description: Option<String>,
    eligibility_description: Option<String>,
    minimum_age: Option<f64>,
    maximum_age: Option<f64>,
    organization: Option<HsdsOrganization>,
    phones: Option<Vec<HsdsPhone>>,
    schedules: Option<Vec<HsdsSchedule>>,
    languages: Option<Vec<HsdsLanguage>>,
    required_documents: Option<Vec<HsdsDocument>>,
    capacities: Option<Vec<HsdsCapacity>>,
    service_at_locations: Option<Vec<HsdsServiceAtLocation>>,
    attributes: Option<Vec<HsdsAttribute>>,
}

#[derive(Debug, Deserialize)]
struct HsdsOrganization {
    id: Option<String>,
    name: Option<String>,
    description: Option<String>,
    email: Option<String>,
    website: Option<String>,
    phones: Option<Vec<HsdsPhone>>,
}

#[derive(Debug, Deserialize)]
struct HsdsPhone {
    number: Option<String>,
}

#[derive(Debug, Deserialize)]
struct HsdsSchedule {
    byday: Option<String>,
    opens_at: Option<String>,
    closes_at: Option<String>,
}

#[derive(Debug, Deserialize)]
struct HsdsLanguage {
    code: Option<String>,
}

#[derive(Debug, Deserialize)]
struct HsdsDocument {
    document: Option<String>,
}

#[derive(Debug, Deserialize)]
struct HsdsCapacity {
    available: Option<f64>,
    updated: Option<String>,
}

#[derive(Debug, Deserialize)]
struct HsdsServiceAtLocation {
    location: Option<HsdsLocation>,
    schedules: Option<Vec<HsdsSchedule>>,
}

#[derive(Debug, Deserialize)]
struct HsdsLocation {
    name: Option<String>,
    latitude: Option<f64>,
    longitude: Option<f64>,
    addresses: Option<Vec<HsdsAddress>>,
}

#[derive(Debug, Deserialize)]
struct HsdsAddress {
    address_1: Option<String>,
    city: Option<String>,
    region: Option<String>,
    state_province: Option<String>,
    postal_code: Option<String>,
}

#[derive(Debug, Deserialize)]
struct HsdsAttribute {
    taxonomy_term: Option<HsdsTerm>,
}

#[derive(Debug, Deserialize)]
struct HsdsTerm {
    code: Option<String>,
    name: Option<String>,
}

/// The kind of need that a taxonomy term stands for: one of our own codes, or a main category of Open Eligibility
/// (auntbertha/openeligibility, CC BY-SA). Other taxonomies name none.
fn need_of(term: &HsdsTerm) -> Option<NeedKind> {
    let by_code = term.code.as_deref().and_then(|code| NeedKind::from_code(&code.trim().to_lowercase()));
    by_code.or_else(|| match term.name.as_deref()?.trim().to_lowercase().as_str() {
        "emergency" | "food" | "housing" | "transit" | "education" | "legal" => Some(NeedKind::Social),
        "goods" => Some(NeedKind::Environment),
        "health" => Some(NeedKind::Clinical),
        "care" => Some(NeedKind::Functional),
        "money" | "work" => Some(NeedKind::Financial),
        name => NeedKind::from_code(name),
    })
}

/// Those of the members that a service was received with that are not read, by names of HSDS.
pub fn not_read<'a>(members: impl Iterator<Item = &'a str>) -> Vec<&'static str> {
    let left = members.filter(|name| !READ.contains(name));
    let mut left: Vec<&'static str> =
        left.map(|name| NOT_READ.iter().find(|known| **known == name).copied().unwrap_or(OTHER)).collect();
    left.sort_unstable();
    left.dedup();
    left
}

/// A service of a file as a draft, or what is wrong with it. `line` is its number from 1.
///
/// # Errors
/// The flaws of the service.
pub fn draft(line: usize, service: HsdsService, zone: &str, now: DateTime<Utc>) -> Result<Draft, Vec<Flaw>> {
    let mut faults = Faults::new(line);
    let source = faults.needed("id", service.id.as_deref(), LONGEST_NAME);
    let organization = organization(&mut faults, service.organization.as_ref());
    let capacity = capacity(&mut faults, service.capacities.as_deref().unwrap_or_default(), now);
    let status = match service.status.as_deref() {
        None | Some("active") => ServiceStatus::Active,
        Some("inactive" | "defunct" | "temporarily closed") => ServiceStatus::Inactive,
        Some(_) => {
            faults.add("status", "must be active, inactive, defunct or temporarily closed");
            ServiceStatus::Inactive
        }
    };
    let mut content = content(&mut faults, &service, zone);
    if content.needs.is_empty() {
        faults.add(
            "attributes",
            "names no kind of need: give a taxonomy term with one of our codes or of Open Eligibility",
        );
    } else {
        content = faults.checked(content, column_of);
    }
    if faults.flaws.is_empty() {
        Ok(Draft { line, source, organization, content, status, capacity })
    } else {
        Err(faults.flaws)
    }
}

fn organization(faults: &mut Faults, organization: Option<&HsdsOrganization>) -> OrganizationDraft {
    let Some(organization) = organization else {
        faults.add("organization", "is missing");
        return OrganizationDraft::default();
    };
    OrganizationDraft {
        source: faults.text("organization.id", organization.id.as_deref(), LONGEST_NAME),
        content: OrganizationContent {
            name: faults.needed("organization.name", organization.name.as_deref(), LONGEST_NAME),
            description: faults.text("organization.description", organization.description.as_deref(), LONGEST_TEXT),
            url: faults.url("organization.website", organization.website.as_deref()),
            email: faults.text("organization.email", organization.email.as_deref(), LONGEST_NAME),
            phone: phone(faults, "organization.phones[0].number", organization.phones.as_deref()),
        },
    }
}

fn phone(faults: &mut Faults, column: &str, phones: Option<&[HsdsPhone]>) -> Option<String> {
    faults.text(column, phones?.first()?.number.as_deref(), 60)
}

fn content(faults: &mut Faults, service: &HsdsService, zone: &str) -> ServiceContent {
    let age = |faults: &mut Faults, column: &str, age: Option<f64>| {
        #[allow(clippy::cast_possible_truncation)]
        let whole = |age: f64| age.floor() as i32;
        faults.within(column, age, 0.0, 130.0).map(whole)
    };
    let terms = service.attributes.iter().flatten().filter_map(|attribute| attribute.taxonomy_term.as_ref());
    let spoken = service.languages.iter().flatten().filter_map(|language| language.code.as_deref());
    let documents: Vec<&str> =
        service.required_documents.iter().flatten().filter_map(|one| one.document.as_deref()).collect();
    ServiceContent {
        name: faults.needed("name", service.name.as_deref(), LONGEST_NAME),
        description: faults.text("description", service.description.as_deref(), LONGEST_TEXT),
        needs: terms.filter_map(need_of).collect(),
        eligibility: Eligibility {
            min_age: age(faults, "minimum_age", service.minimum_age),
            max_age: age(faults, "maximum_age", service.maximum_age),
            note: faults.text("eligibility_description", service.eligibility_description.as_deref(), LONGEST_TEXT),
            ..Eligibility::default()
        },
        languages: spoken.map(|code| faults.language("languages", code)).collect(),
        locations: locations(faults, service.service_at_locations.as_deref().unwrap_or_default()),
        schedule: hours(faults, service),
        time_zone: zone.to_owned(),
        phone: phone(faults, "phones[0].number", service.phones.as_deref()),
        email: faults.text("email", service.email.as_deref(), LONGEST_NAME),
        url: faults.url("url", service.url.as_deref()),
        how_to_apply: faults.text("application_process", service.application_process.as_deref(), LONGEST_TEXT),
        fees: faults.text("fees_description", service.fees_description.as_deref(), LONGEST_TEXT),
        documents: faults.text("required_documents", Some(documents.join("; ").as_str()), LONGEST_TEXT),
    }
}

fn locations(faults: &mut Faults, all: &[HsdsServiceAtLocation]) -> Vec<Location> {
    let places = all.iter().enumerate().filter_map(|(at, place)| Some((at, place.location.as_ref()?)));
    places
        .map(|(at, place)| {
            let column = |name: &str| format!("service_at_locations[{at}].location.{name}");
            let address = place.addresses.as_deref().and_then(<[_]>::first);
            let mut part = |name: &str, text: Option<&String>, longest| {
                faults.text(&column(name), text.map(String::as_str), longest)
            };
            Location {
                name: part("name", place.name.as_ref(), LONGEST_NAME),
                line: part("addresses[0].address_1", address.and_then(|one| one.address_1.as_ref()), LONGEST_NAME),
                city: part("addresses[0].city", address.and_then(|one| one.city.as_ref()), 100),
                state: part("addresses[0].state_province", address.and_then(|one| one.state_province.as_ref()), 100),
                postal_code: part("addresses[0].postal_code", address.and_then(|one| one.postal_code.as_ref()), 20),
                county: part("addresses[0].region", address.and_then(|one| one.region.as_ref()), 100),
                latitude: faults.within(&column("latitude"), place.latitude, -90.0, 90.0),
                longitude: faults.within(&column("longitude"), place.longitude, -180.0, 180.0),
            }
        })
        .collect()
}

/// The service's own hours, or those of its first place that has some.
fn hours(faults: &mut Faults, service: &HsdsService) -> Vec<schedule::Opening> {
    let own = service.schedules.as_deref().unwrap_or_default();
    let places = service.service_at_locations.iter().flatten().filter_map(|place| place.schedules.as_deref());
    let shown = if own.is_empty() { places.into_iter().find(|one| !one.is_empty()).unwrap_or_default() } else { own };
    let mut week = Vec::new();
    for (at, one) in shown.iter().enumerate() {
        // A schedule without days or hours is a remark in words.
        let (Some(on), Some(opens), Some(closes)) = (&one.byday, &one.opens_at, &one.closes_at) else { continue };
        match (schedule::days(on), schedule::minutes_of(opens), schedule::minutes_of(closes)) {
            (Some(days), Some(opens), Some(closes)) if opens < 1_440 => {
                week.extend(days.into_iter().flat_map(|day| schedule::openings(day, opens, closes)));
            }
            _ => faults.add(format!("schedules[{at}]"), "must have iCalendar days and times such as 09:00"),
        }
    }
    if week.len() > schedule::MOST_OPENINGS {
        faults.add("schedules", format!("has more than {} openings", schedule::MOST_OPENINGS));
    }
    week
}

/// Room by the number of free places: some is open, none is full.
fn capacity(faults: &mut Faults, all: &[HsdsCapacity], now: DateTime<Utc>) -> Option<super::capacity::Capacity> {
    let said = all.iter().find_map(|one| Some((one.available?, one.updated.as_deref())))?;
    let status = if said.0 > 0.0 { CapacityStatus::Open } else { CapacityStatus::Full };
    let at = said.1.and_then(|text| {
        let instant = DateTime::parse_from_rfc3339(text).map(|at| at.with_timezone(&Utc)).ok();
        instant.or_else(|| text.parse::<NaiveDate>().ok().map(|day| day.and_time(chrono::NaiveTime::MIN).and_utc()))
    });
    faults.capacity("capacities.updated", Some((status, at)), now)
}

/// The path of what a pointer into the content points at.
fn column_of(pointer: &str) -> String {
    let column = match pointer.split('/').nth(1) {
        Some("needs") => "attributes",
        Some("eligibility") => "maximum_age",
        Some("schedule") => "schedules",
        Some("locations") => "service_at_locations",
        _ => "",
    };
    column.to_owned()
}
