//! What becomes of files.

use super::super::draft::{Draft, Reading, renew};
use super::super::{csv, hsds};
use super::*;

const HEAD: &str = "source_id,organization,name,needs";

fn read(text: &str) -> Reading {
    csv::read(text, "America/New_York", now())
}

fn flaws(reading: &Reading) -> Vec<(usize, &str)> {
    reading.flaws.iter().map(|flaw| (flaw.line, flaw.column.as_str())).collect()
}

#[test]
fn a_line_with_every_column_becomes_a_service() {
    let head = csv::COLUMNS.join(",");
    let line = "p-1,Millrace Neighbors,o-1,518-555-0100,https://neighbors.example,\"Pantry, Tuesdays\",\"Says \"\"come in\"\"\",social;financial,active,18,64,female,es,13601;13602,Ellery,200,medicaid,Bring mail,en;es-MX,Hall,1 Main St,Millrace,NY,13601,Ellery,43.97,-75.91,MO-FR 09:00-17:00,America/Chicago,518-555-0101,in@pantry.example,http://pantry.example,Walk in,Free,Any letter,open,2026-03-01";
    let reading = read(&format!("{head}\r\n{line}\r\n"));
    assert_eq!(reading.flaws, vec![]);
    let draft = &reading.drafts[0];
    assert_eq!((draft.line, draft.source.as_str()), (2, "p-1"));
    assert_eq!(draft.organization.source.as_deref(), Some("o-1"));
    let content = &draft.content;
    assert_eq!((content.name.as_str(), content.description.as_deref()), ("Pantry, Tuesdays", Some("Says \"come in\"")));
    assert_eq!(content.needs, vec![NeedKind::Social, NeedKind::Financial]);
    assert_eq!((content.eligibility.min_age, content.eligibility.max_age), (Some(18), Some(64)));
    assert_eq!((content.eligibility.sex, content.eligibility.income_percent), (Some(Sex::Female), Some(200)));
    assert_eq!(content.eligibility.coverages, vec![CoverageKind::Medicaid]);
    assert_eq!(content.languages, vec!["en", "es"]);
    assert_eq!(content.locations[0].latitude, Some(43.97));
    assert_eq!((content.schedule.len(), content.time_zone.as_str()), (5, "America/Chicago"));
    assert_eq!(draft.capacity, Some(said(CapacityStatus::Open, at("2026-03-01T00:00:00Z"))));
}

#[test]
fn what_is_not_said_is_left_open_and_hours_are_in_the_senders_zone() {
    let reading = read(&format!("\u{feff}{HEAD}\n1,Org,Name,social\n\n"));
    let content = &reading.drafts[0].content;
    assert_eq!((content.time_zone.as_str(), content.locations.len()), ("America/New_York", 0));
    assert_eq!((reading.read, reading.drafts[0].capacity.clone()), (1, None));
}

#[test]
fn each_bad_cell_is_named_with_its_line_and_column_and_the_good_lines_are_kept() {
    let text = format!(
        "{HEAD},min_age,hours,url,latitude,capacity,capacity_as_of\n\
         1,Org,Good,social,,,,,,\n\
         2,Org,,magic,x,MO 9-5,javascript:alert(1),,,\n\
         3,Org,Late,social,,,,43.1,open,2027-01-01\n\
         4,Org,Silent,social,,,,,open,\n\
         5,Org,Short,social\n\
         1,Org,Twice,social,,,,,,\n"
    );
    let reading = read(&text);
    assert_eq!((reading.read, reading.drafts.len(), reading.refused()), (6, 1, 5));
    assert_eq!(
        flaws(&reading),
        [
            (3, "name"),
            (3, "needs"),
            (3, "min_age"),
            (3, "hours"),
            (3, "url"),
            (4, "longitude"),
            (4, "capacity_as_of"),
            (5, "capacity_as_of"),
            (6, ""),
            (7, "source_id")
        ]
    );
    let all: String = reading.flaws.iter().map(|flaw| flaw.reason.as_str()).collect();
    assert!(!all.contains("magic") && !all.contains("javascript") && !all.contains("2027"), "{all}");
}

#[test]
fn an_organization_is_described_in_one_way_only() {
    let text = format!("{HEAD},organization_phone\n1,Org,A,social,518-555-0100\n2,ORG,B,social,518-555-0199\n");
    assert_eq!(flaws(&read(&text)), [(3, "organization")]);
}

#[test]
fn a_file_without_its_columns_a_closed_quote_or_a_bound_is_refused_as_a_whole() {
    assert_eq!(
        flaws(&read("name,colour,name\nA,red,B\n")),
        [(1, "#2"), (1, "name"), (1, "source_id"), (1, "organization"), (1, "needs")]
    );
    assert_eq!(flaws(&read(&format!("{HEAD}\n1,Org,\"Open,social\n"))), [(2, "")]);
    assert_eq!(flaws(&read("")), [(1, "")]);
    let many: String = (0..=super::super::draft::MOST_SERVICES).map(|n| format!("{n},Org,Name,social\n")).collect();
    let reading = read(&format!("{HEAD}\n{many}"));
    assert_eq!((reading.drafts.len(), flaws(&reading)), (0, vec![(502, "")]));
}

fn draft(text: &str) -> Draft {
    read(&format!("{HEAD},capacity,capacity_as_of\n{text}\n")).drafts.remove(0)
}

#[test]
fn the_same_draft_again_changes_nothing_and_a_colleagues_later_report_stays() {
    let first = draft("1,Org,Pantry,social,full,2026-03-01");
    let mut known = service(1, "x");
    known.content = first.content.clone();
    known.capacity = first.capacity.clone().unwrap();
    assert_eq!(renew(known.clone(), first, Uuid::nil(), (Uuid::nil(), now())), Ok(None));
    let mine =
        Capacity { reported_by: Some(Uuid::from_u128(9)), ..said(CapacityStatus::Open, at("2026-03-02T00:00:00Z")) };
    known.capacity = mine.clone();
    let renamed =
        renew(known.clone(), draft("1,Org,Pantry on Main,social,full,2026-03-01"), Uuid::nil(), (Uuid::nil(), now()));
    let renamed = renamed.unwrap().unwrap().record;
    assert_eq!((renamed.content.name.as_str(), renamed.version, &renamed.capacity), ("Pantry on Main", 2, &mine));
    let later =
        renew(known, draft("1,Org,Pantry,social,full,2026-03-03"), Uuid::nil(), (Uuid::nil(), now())).unwrap().unwrap();
    assert_eq!(later.record.capacity, said(CapacityStatus::Full, at("2026-03-03T00:00:00Z")));
}

const HSDS: &str = r#"{
  "id": "s-1", "name": "Warm meals", "status": "active", "description": "Dinner", "alternate_name": null,
  "minimum_age": 60, "eligibility_description": "Come hungry", "fees_description": "None", "application_process": "Walk in",
  "organization": { "id": "o-1", "name": "St. Brendan Kitchen", "website": "https://kitchen.example" },
  "phones": [{ "number": "518-555-0110" }],
  "schedules": [{ "byday": "MO,WE", "opens_at": "17:00", "closes_at": "19:00:00" }, { "description": "closed on holidays" }],
  "languages": [{ "code": "en" }, { "code": "es", "name": "Spanish" }],
  "required_documents": [{ "document": "Photo ID" }, { "document": "Mail" }],
  "capacities": [{ "available": 12, "updated": "2026-03-03T10:00:00Z" }],
  "service_at_locations": [{ "location": { "name": "Hall", "latitude": 43.9, "longitude": -75.9,
    "addresses": [{ "address_1": "1 Main St", "city": "Millrace", "state_province": "NY", "postal_code": "13601" }] } }],
  "attributes": [{ "taxonomy_term": { "code": "1106", "name": "Food" } }, { "taxonomy_term": { "code": "environment" } }]
}"#;

fn from_hsds(text: &str) -> Result<Draft, Vec<super::super::draft::Flaw>> {
    hsds::draft(3, serde_json::from_str(text).unwrap(), "America/New_York", now())
}

#[test]
fn an_hsds_service_becomes_a_service_with_its_place_hours_and_room() {
    let draft = from_hsds(HSDS).unwrap();
    let content = &draft.content;
    assert_eq!((draft.line, draft.source.as_str(), draft.status), (3, "s-1", ServiceStatus::Active));
    assert_eq!(content.needs, vec![NeedKind::Social, NeedKind::Environment]);
    assert_eq!(
        content.schedule.iter().map(|one| (one.day, one.opens, one.closes)).collect::<Vec<_>>(),
        [(Weekday::Monday, 1_020, 1_140), (Weekday::Wednesday, 1_020, 1_140)]
    );
    assert_eq!(content.documents.as_deref(), Some("Photo ID; Mail"));
    assert_eq!(content.locations[0].postal_code.as_deref(), Some("13601"));
    assert_eq!((content.eligibility.min_age, content.phone.as_deref()), (Some(60), Some("518-555-0110")));
    assert_eq!(draft.capacity, Some(said(CapacityStatus::Open, at("2026-03-03T10:00:00Z"))));
}

#[test]
fn an_hsds_service_that_cant_be_taken_says_where() {
    let refused = |from: &str, to: &str| {
        let changed = HSDS.replace(from, to);
        assert_ne!(changed, HSDS);
        from_hsds(&changed).unwrap_err().into_iter().map(|flaw| (flaw.line, flaw.column)).collect::<Vec<_>>()
    };
    assert_eq!(refused("\"id\": \"s-1\",", ""), [(3, "id".to_owned())]);
    assert_eq!(refused("\"active\"", "\"asleep\""), [(3, "status".to_owned())]);
    assert_eq!(refused("\"attributes\"", "\"tags\""), [(3, "attributes".to_owned())]);
    assert_eq!(refused("\"17:00\"", "\"five\""), [(3, "schedules[0]".to_owned())]);
    assert_eq!(
        refused("\"latitude\": 43.9", "\"latitude\": 143.9"),
        [(3, "service_at_locations[0].location.latitude".to_owned())]
    );
    assert_eq!(refused("2026-03-03T10:00:00Z", "soon"), [(3, "capacities.updated".to_owned())]);
    assert_eq!(refused("https://kitchen.example", "kitchen.example"), [(3, "organization.website".to_owned())]);
}

#[test]
fn members_that_are_not_read_are_named_by_their_own_name_only_when_hsds_has_it() {
    let members = ["id", "name", "cost_options", "service_areas", "my_secret", "another"];
    assert_eq!(hsds::not_read(members.into_iter()), ["cost_options", "other members", "service_areas"]);
}

proptest! {
    #[test]
    fn whatever_is_sent_every_line_is_a_draft_or_has_a_flaw(text in "[a-z0-9,;\"\n: -]{0,200}") {
        let reading = read(&format!("{HEAD},hours,latitude\n{text}"));
        let faulty: std::collections::BTreeSet<usize> = reading.flaws.iter().map(|flaw| flaw.line).collect();
        prop_assert!(reading.refused() <= faulty.len());
        prop_assert!(reading.drafts.iter().all(|draft| !faulty.contains(&draft.line)));
        let again = read(&format!("{HEAD},hours,latitude\n{text}"));
        prop_assert_eq!(reading, again);
    }
}
