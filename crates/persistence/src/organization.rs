//! A new organization: the tenant, its sites, programs with their standard rulebooks, and teams.
//!
//! Everything is written like any other change, through [`Store::write`] with the proof that the actor may administer the
//! organization, so that it is audited as the organization's first entry.

use std::collections::BTreeSet;

use diesel::prelude::*;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl, SimpleAsyncConnection};
use domain::Change;
use domain::Code;
use domain::access::{Actor, Principal, Request, Role, authorize, cap};
use domain::program::{Program, Setting, Site, Team};
use domain::rulebook;
use domain::staff::Staff;
use uuid::Uuid;

use crate::directory::organization;
use crate::error::{Error, Result};
use crate::job::{JobKind, enqueue};
use crate::program::{StoredRule, team_member};
use crate::staff::FirstPassword;
use crate::store::Store;
use crate::tx::{Reply, StoredReply, Tx};

diesel::table! {
    tenant (org_id) {
        org_id -> Uuid,
    }
}

domain::codes! {
    /// What a worker does in a team.
    pub enum TeamFunction {
        /// Works in it.
        Member = "member",
        /// Leads it, and sees all its work.
        Lead = "lead",
        /// Supervises it, and sees all its work.
        Supervisor = "supervisor",
    }
}

/// A place in a team.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Membership {
    /// The team.
    pub team_id: Uuid,
    /// The worker.
    pub staff_id: Uuid,
    /// What they do in it.
    pub function: TeamFunction,
}

/// An organization to be set up. Each program names the rulebook of its setting, see [`rulebook_name`].
#[derive(Debug, Clone)]
pub struct NewOrganization {
    /// Id of the tenant.
    pub id: Uuid,
    /// Name, unique in the installation.
    pub name: String,
    /// Sites; every program needs one.
    pub sites: Vec<Site>,
    /// Programs.
    pub programs: Vec<Program>,
    /// Teams.
    pub teams: Vec<Team>,
}

/// Name under which the standard rules of a setting are stored in every organization.
pub fn rulebook_name(setting: Setting) -> String {
    setting.to_string()
}

/// The organization's first actor: an administrator, who sees no person.
pub fn administrator(org_id: Uuid, staff_id: Uuid) -> Actor {
    Actor {
        org_id,
        id: staff_id,
        session_id: staff_id,
        principal: Principal::Staff,
        role: Role::OrganizationAdmin,
        team_ids: Vec::new(),
        led_team_ids: Vec::new(),
        client_scopes: Vec::new(),
        idle_locks_at: chrono::DateTime::<chrono::Utc>::MAX_UTC,
    }
}

struct Done;

impl Reply for Done {
    fn stored(&self) -> StoredReply {
        StoredReply { status: 201, etag: None, body: String::new() }
    }
}

impl Store {
    /// True when the installation has an organization of this name.
    ///
    /// # Errors
    /// Database errors.
    pub async fn organization_exists(&self, name: &str) -> Result<bool> {
        for org_id in self.tenants().await? {
            let mut conn = self.begin(org_id).await?;
            let own: Option<String> =
                organization::table.select(organization::name).first(&mut conn).await.optional()?;
            conn.commit().await?;
            if own.as_deref() == Some(name) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Sets up an organization with its first administrator, in one transaction.
    ///
    /// # Errors
    /// `organization_name_taken`, and the constraints of the rows.
    pub async fn organization_create(
        &self,
        new: &NewOrganization,
        admin: Staff,
        password_hash: String,
        request: Request,
    ) -> Result<()> {
        if self.organization_exists(&new.name).await? {
            return Err(Error::Rule(domain::Rule::new(
                "organization_name_taken",
                "An organization of this name exists.",
            )));
        }
        let access = authorize::<cap::StaffWrite>(administrator(new.id, admin.id), request)
            .map_err(|_| Error::Forbidden("staff_write"))?;
        self.write(&access, async |tx| {
            tx.organization_add(new)?;
            tx.staff_add(Change::created(admin), Some(FirstPassword { hash: password_hash, made_by: None }))?;
            Ok(Done)
        })
        .await?;
        self.directory_changed(new.id);
        Ok(())
    }
}

impl Tx {
    /// Adds the rows of a new organization, with the standard rulebook of every setting its programs work in.
    ///
    /// # Errors
    /// [`Error::Internal`] when the organization is not the actor's own.
    pub fn organization_add(&mut self, new: &NewOrganization) -> Result<()> {
        let org_id = self.org_id();
        if new.id != org_id {
            return Err(Error::Internal("an organization is set up by its own administrator".into()));
        }
        self.touch(org_id, None);
        self.also(Box::new(
            diesel::insert_into(organization::table)
                .values((organization::org_id.eq(org_id), organization::name.eq(new.name.clone()))),
        ));
        self.also(Box::new(diesel::insert_into(tenant::table).values(tenant::org_id.eq(org_id))));
        for kind in JobKind::ALL {
            if let Some(first_at) = kind.first_at(self.now()) {
                self.also(enqueue(org_id, *kind, first_at));
            }
        }
        for site in &new.sites {
            self.apply(Change::created(site.clone()))?;
        }
        let mut settings: Vec<Setting> = new.programs.iter().map(|program| program.setting).collect();
        settings.sort_unstable();
        settings.dedup();
        for setting in settings {
            self.rules_add(setting, rulebook::standard(setting))?;
        }
        for program in &new.programs {
            self.apply(Change::created(program.clone()))?;
        }
        for team in &new.teams {
            self.apply(Change::created(team.clone()))?;
        }
        Ok(())
    }

    /// Adds a program, with the standard rulebook of its setting when it is the first in it.
    ///
    /// # Errors
    /// Database errors.
    pub async fn program_add(&mut self, program: Program) -> Result<Program> {
        if self.rulebook(&program.rulebook).await?.is_empty() {
            self.rules_add(program.setting, rulebook::standard(program.setting))?;
        }
        self.apply(Change::created(program))
    }

    /// Gives the rulebooks of the programs what the standard ones got since they were made: rules and versions that they lack, and other
    /// events that meet those they have.
    ///
    /// # Errors
    /// Database errors.
    pub(crate) async fn rulebooks_renew(&mut self) -> Result<()> {
        let directory = self.directory().clone();
        let settings: BTreeSet<Setting> = directory.programs.values().map(|program| program.setting).collect();
        for setting in settings {
            let stored = self.rulebook(&rulebook_name(setting)).await?;
            let known: Vec<rulebook::Rule> = stored.iter().map(|rule| rule.definition.clone()).collect();
            let (today, _) = self.program_days();
            let added = rulebook::lacking(setting, &known, today);
            for rule in stored {
                let bound = rulebook::rebound(setting, &rule.definition);
                let ended = rulebook::replaced(bound.as_ref().unwrap_or(&rule.definition), &added);
                if let Some(definition) = ended.or(bound) {
                    let (version, valid_to) = (rule.version + 1, definition.valid_to);
                    self.apply(Change::updated(StoredRule { version, valid_to, definition, ..rule }))?;
                }
            }
            self.rules_add(setting, added)?;
        }
        Ok(())
    }

    fn rules_add(&mut self, setting: Setting, rules: Vec<rulebook::Rule>) -> Result<()> {
        for definition in rules {
            self.apply(Change::created(StoredRule {
                id: Uuid::now_v7(),
                version: 1,
                rulebook: rulebook_name(setting),
                code: definition.code.clone(),
                valid_from: definition.valid_from,
                valid_to: definition.valid_to,
                definition,
            }))?;
        }
        Ok(())
    }

    /// True when the worker belongs to the team; the place is locked.
    ///
    /// # Errors
    /// Database errors.
    pub async fn is_team_member(&mut self, team_id: Uuid, staff_id: Uuid) -> Result<bool> {
        let found: Option<Uuid> = team_member::table
            .select(team_member::staff_id)
            .filter(team_member::team_id.eq(team_id))
            .filter(team_member::staff_id.eq(staff_id))
            .for_update()
            .first(self.conn())
            .await
            .optional()?;
        Ok(found.is_some())
    }

    /// Takes a worker out of a team.
    pub fn team_member_remove(&mut self, team_id: Uuid, staff_id: Uuid) {
        self.touch(team_id, None);
        let place =
            team_member::table.filter(team_member::team_id.eq(team_id)).filter(team_member::staff_id.eq(staff_id));
        self.also(Box::new(diesel::delete(place)));
    }

    /// Puts a worker into a team.
    pub fn team_member_add(&mut self, membership: Membership) {
        let org_id = self.org_id();
        self.touch(membership.team_id, None);
        self.also(Box::new(diesel::insert_into(team_member::table).values((
            team_member::org_id.eq(org_id),
            team_member::team_id.eq(membership.team_id),
            team_member::staff_id.eq(membership.staff_id),
            team_member::function.eq(membership.function.to_string()),
        ))));
    }
}

/// Brings the planner's statistics up to date after much was written at once, as the owner of the database.
///
/// # Errors
/// [`Error::Unavailable`] when the database can't be reached.
pub async fn analyze(owner_url: &str) -> Result<()> {
    let mut conn =
        AsyncPgConnection::establish(owner_url).await.map_err(|error| Error::Unavailable(error.to_string()))?;
    Ok(conn.batch_execute("VACUUM (ANALYZE)").await?)
}
