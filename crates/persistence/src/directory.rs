//! What every request of an organization needs and what rarely changes: programs, rulebooks, teams, names of staff.
//! Read once, kept until a change of one of them is announced, for a minute at most.

use chrono::NaiveDate;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use domain::access::Role;
use domain::calendar::Calendar;
use domain::instrument_policy::InstrumentPolicy;
use domain::instrument_wording::InstrumentWording;
use domain::on_call::{OnCallShift, OnCallShiftStatus};
use domain::program::{Program, Team};
use domain::rulebook;
use domain::scope::{ScopeLimit, state_code};
use domain::staff::{Credential, CredentialKind, CredentialStatus};
use domain::work_calendar::{self, WorkCalendar};
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, RwLock};
use std::time::{Duration, Instant};
use uuid::Uuid;

use crate::error::{Error, Result};
use crate::instrument_policy::{InstrumentPolicyRow, instrument_policy};
use crate::instrument_wording::{InstrumentWordingRow, instrument_wording};
use crate::on_call::{OnCallShiftRow, on_call_shift};
use crate::program::{ProgramRow, RuleRow, TeamRow, program, rule, site, team, team_member};
use crate::record::{Coded, Json};
use crate::scope::{ScopeLimitRow, scope_limit};
use crate::staff::{CredentialRow, StaffRow, credential, staff};
use crate::store::Store;
use crate::work_calendar::{WorkCalendarRow, work_calendar as calendars};

/// Kinds of records whose change makes a directory stale.
pub const DIRECTORY_KINDS: &[&str] = &[
    "organization",
    "site",
    "program",
    "rule",
    "team",
    "team_member",
    "staff",
    "credential",
    "scope_limit",
    "instrument_policy",
    "instrument_wording",
    "on_call_shift",
    "work_calendar",
];

/// What colleagues see of a worker everywhere.
#[derive(Debug, Clone)]
pub struct StaffCard {
    /// Id.
    pub id: Uuid,
    /// Name.
    pub name: String,
    /// Role.
    pub role: Role,
    /// Supervisor.
    pub supervisor_id: Option<Uuid>,
    /// Time zone.
    pub zone: chrono_tz::Tz,
    /// False after they left.
    pub active: bool,
}

impl StaffCard {
    fn of_client(id: Uuid, name: String) -> Self {
        Self { id, name, role: Role::Integrator, supervisor_id: None, zone: chrono_tz::UTC, active: true }
    }
}

impl From<StaffRow> for StaffCard {
    fn from(row: StaffRow) -> Self {
        Self {
            id: row.id,
            role: row.role.0,
            supervisor_id: row.supervisor_id,
            zone: row.time_zone.parse().unwrap_or(chrono_tz::UTC),
            active: row.active,
            name: row.name,
        }
    }
}

/// A membership in a team.
#[derive(Debug, Clone)]
pub struct TeamMember {
    /// Team.
    pub team_id: Uuid,
    /// Worker.
    pub staff_id: Uuid,
    /// `member`, `lead` or `supervisor`.
    pub function: String,
}

/// The directory of one organization.
#[derive(Debug, Default)]
pub struct Directory {
    /// Name of the organization.
    pub organization: String,
    /// Sites by id.
    pub sites: HashMap<Uuid, String>,
    /// Programs by id.
    pub programs: HashMap<Uuid, Program>,
    /// Teams by id.
    pub teams: HashMap<Uuid, Team>,
    /// Memberships.
    pub members: Vec<TeamMember>,
    /// Staff and API clients by id.
    pub staff: HashMap<Uuid, StaffCard>,
    /// Where the organization is stricter than the published scope of practice.
    pub limits: Vec<ScopeLimit>,
    /// The versions of instruments that the organization set; those of the others are the published ones.
    pub instrument_policies: Vec<InstrumentPolicy>,
    /// The newest wording of each instrument that the organization added one to.
    pub wordings: Vec<InstrumentWording>,
    /// Shifts on call that are planned and not over for longer than a day, in order.
    pub shifts: Vec<OnCallShift>,
    organization_calendar: Calendar,
    /// Of the programs that have days of their own, with those of the organization.
    calendars: HashMap<Uuid, Calendar>,
    credentials: HashMap<Uuid, Vec<Credential>>,
    site_states: HashMap<Uuid, &'static str>,
    rules: HashMap<Uuid, Arc<Vec<rulebook::Rule>>>,
}

impl Directory {
    /// A program.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub fn program(&self, id: Uuid) -> Result<&Program> {
        self.programs.get(&id).ok_or(Error::NotFound)
    }

    /// The rules of a program's rulebook that apply in its state, every effective period.
    pub fn rules(&self, program_id: Uuid) -> Arc<Vec<rulebook::Rule>> {
        self.rules.get(&program_id).cloned().unwrap_or_default()
    }

    /// The time zone of a program; UTC for one that does not exist.
    pub fn zone(&self, program_id: Uuid) -> chrono_tz::Tz {
        self.programs.get(&program_id).map_or(chrono_tz::UTC, Program::zone)
    }

    /// The working days of a program: those of the organization and its own.
    pub fn calendar_of(&self, program_id: Uuid) -> &Calendar {
        self.calendars.get(&program_id).unwrap_or(&self.organization_calendar)
    }

    /// The working days of the organization as a whole.
    pub fn organization_calendar(&self) -> &Calendar {
        &self.organization_calendar
    }

    /// The zone in which other systems' times without an offset are read: that of most programs of the organization.
    pub fn main_zone(&self) -> chrono_tz::Tz {
        let mut zones: BTreeMap<&str, (usize, chrono_tz::Tz)> = BTreeMap::new();
        for program in self.programs.values() {
            zones.entry(&program.time_zone).or_insert((0, program.zone())).0 += 1;
        }
        zones.into_values().max_by_key(|(programs, _)| *programs).map_or(chrono_tz::UTC, |(_, zone)| zone)
    }

    /// What a worker holds, ended credentials left out.
    pub fn credentials_of(&self, staff_id: Uuid) -> &[Credential] {
        self.credentials.get(&staff_id).map_or(&[], Vec::as_slice)
    }

    /// What somebody held on a day.
    pub fn held_on(&self, staff_id: Uuid, day: NaiveDate) -> Vec<CredentialKind> {
        let valid = self.credentials_of(staff_id).iter().filter(|own| own.valid_on(day));
        valid.map(|own| own.kind).collect()
    }

    /// The state of the site of a program, when it is one of the known states.
    pub fn state_of(&self, program_id: Uuid) -> Option<&'static str> {
        self.programs.get(&program_id).and_then(|program| self.site_states.get(&program.site_id)).copied()
    }

    /// The name of a worker; empty when unknown.
    pub fn name(&self, id: Uuid) -> &str {
        self.staff.get(&id).map_or("", |card| &card.name)
    }

    /// True when the worker belongs to the team in any function.
    pub fn in_team(&self, staff_id: Uuid, team_id: Uuid) -> bool {
        self.members.iter().any(|member| member.staff_id == staff_id && member.team_id == team_id)
    }
}

/// How long a directory is believed without being read again. A change made by another server may stay unheard here; a licence
/// that was revoked there must not count for longer than this.
pub(crate) const BELIEVED: Duration = Duration::from_secs(60);

/// Directories by organization, each with the instant at which it was read.
#[derive(Default)]
pub struct Directories(RwLock<HashMap<Uuid, (Instant, Arc<Directory>)>>);

impl Directories {
    /// Forgets an organization's directory after a change.
    pub fn forget(&self, org_id: Uuid) {
        if let Ok(mut known) = self.0.write() {
            known.remove(&org_id);
        }
    }

    fn get(&self, org_id: Uuid, now: Instant) -> Option<Arc<Directory>> {
        let known = self.0.read().ok()?;
        let (read_at, directory) = known.get(&org_id)?;
        (now.duration_since(*read_at) < BELIEVED).then(|| directory.clone())
    }

    fn put(&self, org_id: Uuid, directory: Arc<Directory>, now: Instant) {
        if let Ok(mut known) = self.0.write() {
            known.insert(org_id, (now, directory));
        }
    }
}

diesel::table! {
    organization (org_id) {
        org_id -> Uuid,
        name -> Text,
    }
}

impl Store {
    /// The directory of an organization.
    ///
    /// # Errors
    /// Database errors.
    pub async fn directory(&self, org_id: Uuid) -> Result<Arc<Directory>> {
        let now = Instant::now();
        if let Some(known) = self.directories.get(org_id, now) {
            return Ok(known);
        }
        let directory = Arc::new(self.load_directory(org_id).await?);
        self.directories.put(org_id, directory.clone(), now);
        Ok(directory)
    }

    /// Forgets the directory of an organization, because something in it changed.
    pub fn directory_changed(&self, org_id: Uuid) {
        self.directories.forget(org_id);
    }

    async fn load_directory(&self, org_id: Uuid) -> Result<Directory> {
        let mut conn = self.begin(org_id).await?;
        let name: Option<String> = organization::table.select(organization::name).first(&mut conn).await.optional()?;
        let sites: Vec<(Uuid, String, String)> =
            site::table.select((site::id, site::name, site::state)).load(&mut conn).await?;
        let programs: Vec<ProgramRow> = program::table.select(ProgramRow::as_select()).load(&mut conn).await?;
        let teams: Vec<TeamRow> = team::table.select(TeamRow::as_select()).load(&mut conn).await?;
        let members: Vec<(Uuid, Uuid, String)> = team_member::table
            .select((team_member::team_id, team_member::staff_id, team_member::function))
            .load(&mut conn)
            .await?;
        let workers: Vec<StaffRow> = staff::table.select(StaffRow::as_select()).load(&mut conn).await?;
        let held: Vec<CredentialRow> = credential::table
            .select(CredentialRow::as_select())
            .filter(credential::status.ne(Coded(CredentialStatus::Ended)))
            .order((credential::kind, credential::id))
            .load(&mut conn)
            .await?;
        let limits: Vec<ScopeLimitRow> = scope_limit::table
            .select(ScopeLimitRow::as_select())
            .filter(scope_limit::withdrawn_on.is_null())
            .load(&mut conn)
            .await?;
        let wordings: Vec<InstrumentWordingRow> = instrument_wording::table
            .select(InstrumentWordingRow::as_select())
            .distinct_on((instrument_wording::instrument, instrument_wording::instrument_version))
            .order((
                instrument_wording::instrument,
                instrument_wording::instrument_version,
                instrument_wording::id.desc(),
            ))
            .load(&mut conn)
            .await?;
        let policies: Vec<InstrumentPolicyRow> =
            instrument_policy::table.select(InstrumentPolicyRow::as_select()).load(&mut conn).await?;
        let shifts: Vec<OnCallShiftRow> = on_call_shift::table
            .select(OnCallShiftRow::as_select())
            .filter(on_call_shift::status.eq(Coded(OnCallShiftStatus::Planned)))
            .filter(on_call_shift::ends_at.gt(chrono::Utc::now() - chrono::TimeDelta::days(1)))
            .order((on_call_shift::starts_at, on_call_shift::id))
            .load(&mut conn)
            .await?;
        let set: Vec<WorkCalendarRow> = calendars::table.select(WorkCalendarRow::as_select()).load(&mut conn).await?;
        let clients: Vec<(Uuid, String)> = crate::session::api_client::table
            .select((crate::session::api_client::id, crate::session::api_client::name))
            .load(&mut conn)
            .await?;
        let rows: Vec<RuleRow> = rule::table
            .select(RuleRow::as_select())
            .order((rule::rulebook, rule::code, rule::valid_from))
            .load(&mut conn)
            .await?;
        conn.commit().await?;
        let mut rules: HashMap<String, Vec<rulebook::Rule>> = HashMap::new();
        for row in rows {
            let Json(definition) = row.definition;
            rules.entry(row.rulebook).or_default().push(definition);
        }
        let mut credentials: HashMap<Uuid, Vec<Credential>> = HashMap::new();
        for row in held {
            credentials.entry(row.staff_id).or_default().push(row.into());
        }
        let set: Vec<WorkCalendar> = set.into_iter().map(Into::into).collect();
        let with_days = set.iter().filter_map(|own| own.program_id);
        let clients = clients.into_iter().map(|(id, name)| (id, StaffCard::of_client(id, name)));
        let site_states: HashMap<Uuid, &'static str> =
            sites.iter().filter_map(|(id, _, state)| Some((*id, state_code(state)?))).collect();
        let applying = |program: &ProgramRow| {
            let state = site_states.get(&program.site_id).copied();
            let own = rules.get(&program.rulebook).into_iter().flatten();
            Arc::new(own.filter(|rule| rule.applies_in(state)).cloned().collect())
        };
        Ok(Directory {
            organization: name.unwrap_or_default(),
            rules: programs.iter().map(|program| (program.id, applying(program))).collect(),
            site_states,
            sites: sites.into_iter().map(|(id, name, _)| (id, name)).collect(),
            programs: programs.into_iter().map(|row| (row.id, row.into())).collect(),
            teams: teams.into_iter().map(|row| (row.id, row.into())).collect(),
            members: members
                .into_iter()
                .map(|(team_id, staff_id, function)| TeamMember { team_id, staff_id, function })
                .collect(),
            staff: workers.into_iter().map(|row| (row.id, row.into())).chain(clients).collect(),
            organization_calendar: work_calendar::of_organization(&set),
            calendars: with_days.map(|id| (id, work_calendar::of_program(&set, id))).collect(),
            limits: limits.into_iter().map(Into::into).collect(),
            instrument_policies: policies.into_iter().map(Into::into).collect(),
            wordings: wordings.into_iter().map(Into::into).collect(),
            shifts: shifts.into_iter().map(Into::into).collect(),
            credentials,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_directory_is_read_again_after_a_minute_whatever_was_announced() {
        let (directories, org_id, read_at) = (Directories::default(), Uuid::nil(), Instant::now());
        directories.put(org_id, Arc::default(), read_at);
        assert!(directories.get(org_id, read_at + BELIEVED - Duration::from_millis(1)).is_some());
        assert!(directories.get(org_id, read_at + BELIEVED).is_none());
    }
}
