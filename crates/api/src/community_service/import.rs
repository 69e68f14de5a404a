//! Bringing in a directory: CSV or HSDS 3 JSON, tried first or stored, by the ids of the other directory.

use actix_web::{post, web};
use domain::access::cap;
use domain::community_service::draft::{Draft, Flaw, MOST_SERVICES, Reading, renew};
use domain::community_service::hsds::{self, HsdsService};
use domain::community_service::partner::Partner;
use domain::community_service::{CommunityOrganization, CommunityService, OrganizationContent, ServiceStatus, csv};
use domain::{Change, Rule};
use persistence::{Reply, StoredReply, Tx};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::{BTreeMap, HashMap};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::app::State;
use crate::http::code::DirectoryFormatCode;
use crate::http::{Allowed, Answer, Problem, Valid};

/// Most problems that a report names; the rest is counted.
const MOST_PROBLEMS: usize = 1_000;

domain::codes! {
    /// How a directory is written.
    pub enum DirectoryFormat {
        /// Comma-separated values; the columns are described in the documentation.
        Csv = "csv",
        /// Open Referral HSDS 3 JSON: an array of services, a page with `contents`, or one service.
        Hsds = "hsds",
    }
}

/// A directory to bring in.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CommunityServiceImport {
    /// How it is written.
    format: DirectoryFormatCode,
    /// The file as text, at most 500 services.
    #[schema(
        max_length = 900_000,
        example = "source_id,organization,name,needs\n1,Millrace Neighbors,Food pantry,social"
    )]
    content: String,
    /// Try everything, store nothing.
    #[serde(default)]
    dry_run: bool,
    /// IANA time zone of opening hours that name none; the sender's own when it is not given.
    #[schema(max_length = 60, example = "America/New_York")]
    time_zone: Option<String>,
}

/// What became of every service: `read` is the sum of created, updated, unchanged and refused.
#[derive(Debug, Serialize, ToSchema)]
pub struct CommunityServiceImportView {
    /// True when everything was tried and nothing stored.
    dry_run: bool,
    #[schema(minimum = 0)]
    read: usize,
    #[schema(minimum = 0)]
    created: usize,
    #[schema(minimum = 0)]
    updated: usize,
    #[schema(minimum = 0)]
    unchanged: usize,
    #[schema(minimum = 0)]
    refused: usize,
    /// What can't be taken, in the order of the file.
    #[schema(max_items = 1000)]
    problems: Vec<DirectoryProblemView>,
    /// How many more problems there were.
    #[schema(minimum = 0)]
    more_problems: usize,
    /// Members of HSDS that were received and not read, with how many services had them.
    not_read: BTreeMap<&'static str, usize>,
}

/// What can't be taken, and where it stands. Never repeats a received value.
#[derive(Debug, Serialize, ToSchema)]
pub struct DirectoryProblemView {
    /// Line of the file; in JSON the number of the service. The first is 1.
    #[schema(minimum = 1)]
    line: usize,
    /// Column; in JSON the path below the service. Empty for the whole line.
    #[schema(max_length = 200, example = "min_age")]
    column: String,
    /// What is wrong, to be read after the column.
    #[schema(max_length = 1000, example = "must be a whole number from 0 to 130")]
    reason: String,
}

/// A report, as the answer to a repeated request.
struct Done(CommunityServiceImportView);

impl Reply for Done {
    fn stored(&self) -> StoredReply {
        StoredReply { status: 200, etag: None, body: serde_json::to_string(&self.0).unwrap_or_default() }
    }
}

/// Brings in a directory of community services. Send it again at any time: what is the same changes nothing. A line that can't be
/// taken is refused with its place and reason, the others are stored together.
#[utoipa::path(tag = "community_service", operation_id = "community_service_import", request_body = CommunityServiceImport, responses((status = 200, body = CommunityServiceImportView)))]
#[post("/community-services/imports")]
pub async fn community_service_import(
    access: Allowed<cap::CommunityServiceWrite>,
    state: web::Data<State>,
    body: Valid<CommunityServiceImport>,
) -> Result<Answer<CommunityServiceImportView>, Problem> {
    let body = body.0;
    let Done(report) = if body.dry_run {
        state.store.read(&access, async |tx| take(tx, &body).await).await?
    } else {
        state.store.write(&access, async |tx| take(tx, &body).await).await?
    };
    Ok(Answer::ok(report))
}

async fn take(tx: &mut Tx, body: &CommunityServiceImport) -> persistence::Result<Done> {
    let own = tx.directory().staff.get(&tx.actor().id).map_or(chrono_tz::UTC, |card| card.zone);
    let zone = body.time_zone.clone().unwrap_or_else(|| own.name().to_owned());
    if zone.parse::<chrono_tz::Tz>().is_err() {
        let detail = "Name a time zone of the IANA list, for example America/New_York.";
        return Err(Rule::at("community_service_time_zone", "/time_zone", detail).into());
    }
    let reading = match body.format.0 {
        DirectoryFormat::Csv => csv::read(&body.content, &zone, tx.now()),
        DirectoryFormat::Hsds => read_hsds(&body.content, &zone, tx.now()),
    };
    let refused = reading.refused();
    let mut report = CommunityServiceImportView {
        dry_run: body.dry_run,
        read: reading.read,
        created: 0,
        updated: 0,
        unchanged: 0,
        refused,
        more_problems: reading.flaws.len().saturating_sub(MOST_PROBLEMS),
        problems: reading
            .flaws
            .into_iter()
            .take(MOST_PROBLEMS)
            .map(|flaw| DirectoryProblemView { line: flaw.line, column: flaw.column, reason: flaw.reason })
            .collect(),
        not_read: reading.not_read,
    };
    store(tx, reading.drafts, &mut report).await?;
    Ok(Done(report))
}

/// The services of an HSDS document.
fn read_hsds(text: &str, zone: &str, now: chrono::DateTime<chrono::Utc>) -> Reading {
    let document: Value = match serde_json::from_str(text) {
        Ok(document) => document,
        Err(error) => {
            return Reading::nothing(error.line().max(1), error.column().to_string(), "is not JSON from here on");
        }
    };
    let services = match document {
        Value::Array(services) => services,
        Value::Object(mut page) => match page.remove("contents") {
            Some(Value::Array(services)) => services,
            Some(_) => return Reading::nothing(1, "contents", "must be a list of services"),
            None => vec![Value::Object(page)],
        },
        _ => return Reading::nothing(1, "", "must be a service, a list of services or a page of them"),
    };
    if services.len() > MOST_SERVICES {
        let reason = format!("is one too many: send {MOST_SERVICES} services at a time");
        return Reading::nothing(MOST_SERVICES + 1, "", reason);
    }
    let mut reading = Reading { read: services.len(), ..Reading::default() };
    for (place, service) in services.into_iter().enumerate() {
        let line = place + 1;
        let left = hsds::not_read(service.as_object().into_iter().flatten().map(|(name, _)| name.as_str()));
        match serde_path_to_error::deserialize::<_, HsdsService>(service) {
            Ok(service) => match hsds::draft(line, service, zone, now) {
                Ok(draft) => {
                    reading.drafts.push(draft);
                    left.into_iter().for_each(|name| *reading.not_read.entry(name).or_default() += 1);
                }
                Err(flaws) => reading.flaws.extend(flaws),
            },
            Err(error) => {
                let column = error.path().to_string().trim_start_matches('.').to_owned();
                reading.flaws.push(Flaw { line, column, reason: "is not of the kind that HSDS names".into() });
            }
        }
    }
    reading.consistent()
}

/// Stores the drafts, or only counts what would become of them.
async fn store(tx: &mut Tx, drafts: Vec<Draft>, report: &mut CommunityServiceImportView) -> persistence::Result<()> {
    let sources: Vec<String> = drafts.iter().map(|draft| draft.source.clone()).collect();
    let mut known = tx.community_services_from(&sources).await?;
    let organizations = organizations(tx, &drafts, report.dry_run).await?;
    for draft in drafts {
        let organization_id = organizations.get(&draft.organization.key()).copied().unwrap_or_default();
        let change = match known.remove(&draft.source) {
            Some(service) => renew(service, draft, organization_id, (tx.actor().id, tx.now()))?,
            None => Some(Change::created(CommunityService {
                id: Uuid::now_v7(),
                version: 1,
                community_organization_id: organization_id,
                content: draft.content,
                capacity: draft.capacity.unwrap_or_default(),
                status: draft.status,
                source: Some(draft.source),
                created_at: tx.now(),
                updated_at: tx.now(),
                changed_by: Some(tx.actor().id),
            })),
        };
        let Some(change) = change else {
            report.unchanged += 1;
            continue;
        };
        let count = if change.created { &mut report.created } else { &mut report.updated };
        *count += 1;
        if !report.dry_run {
            tx.apply(change)?;
        }
    }
    Ok(())
}

/// The organizations that drafts name, by their keys: those that are there, brought up to date, and new ones.
async fn organizations(tx: &mut Tx, drafts: &[Draft], dry_run: bool) -> persistence::Result<HashMap<String, Uuid>> {
    let sources = drafts.iter().filter_map(|draft| draft.organization.source.clone()).collect();
    let unnumbered = drafts.iter().filter(|draft| draft.organization.source.is_none());
    let names = unnumbered.map(|draft| draft.organization.content.name.to_lowercase()).collect();
    let there = tx.community_organizations_named(sources, names).await?;
    let by = tx.actor().id;
    let offers =
        |key: &str| drafts.iter().any(|draft| draft.organization.key() == key && draft.status == ServiceStatus::Active);
    let mut ids = HashMap::new();
    for draft in drafts {
        let named = &draft.organization;
        if ids.contains_key(&named.key()) {
            continue;
        }
        let is_it = |one: &&CommunityOrganization| match &named.source {
            Some(source) => one.source.as_ref() == Some(source),
            None => one.content.name.to_lowercase() == named.content.name.to_lowercase(),
        };
        let change = match there.iter().find(is_it) {
            Some(known) => {
                ids.insert(named.key(), known.id);
                let content = filled(named.content.clone(), &known.content);
                // Who offers something is there, whatever was said before.
                let returns = known.status == ServiceStatus::Inactive && offers(&named.key());
                (returns || content != known.content).then(|| {
                    let mut change = known.clone().rewrite(content, by);
                    if returns {
                        change.record.status = ServiceStatus::Active;
                    }
                    change
                })
            }
            None => {
                let id = Uuid::now_v7();
                ids.insert(named.key(), id);
                let (content, source) = (named.content.clone(), named.source.clone());
                Some(Change::created(CommunityOrganization {
                    id,
                    version: 1,
                    content,
                    partner: Partner::default(),
                    status: ServiceStatus::Active,
                    source,
                    created_at: tx.now(),
                    changed_by: Some(by),
                }))
            }
        };
        if let Some(change) = change
            && !dry_run
        {
            tx.apply(change)?;
        }
    }
    Ok(ids)
}

/// What an import says, and what is known already where it says nothing.
fn filled(said: OrganizationContent, known: &OrganizationContent) -> OrganizationContent {
    OrganizationContent {
        name: said.name,
        description: said.description.or_else(|| known.description.clone()),
        url: said.url.or_else(|| known.url.clone()),
        email: said.email.or_else(|| known.email.clone()),
        phone: said.phone.or_else(|| known.phone.clone()),
    }
}

#[cfg(test)]
mod tests {
    use super::csv::{COLUMNS, REQUIRED};

    #[test]
    fn every_column_of_a_csv_file_is_explained_and_named_on_the_screen() {
        let explained = include_str!("../../../../docs/community-services.md");
        let named = include_str!("../../../../frontend/src/features/community_service/file.ts");
        for column in COLUMNS {
            assert!(explained.contains(&format!("| `{column}` |")), "{column} is not explained");
            assert!(named.contains(&format!("\"{column}\"")), "{column} is not named");
        }
        let rows = explained.lines().filter(|line| line.starts_with("| `")).count();
        assert_eq!(rows, COLUMNS.len(), "a column is explained that does not exist");
        assert!(REQUIRED.iter().all(|column| explained.contains(&format!("| `{column}` | needed: "))));
    }
}
