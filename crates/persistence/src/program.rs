//! Sites, programs, rulebooks and teams.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use domain::deadline::{Deadline, DeadlineStatus, Extension};
use domain::program::{Program, Setting, Site, Team};
use domain::rulebook;
use uuid::Uuid;

use crate::case::case;
use crate::deadline::{DeadlineRow, deadline};
use crate::error::Result;
use crate::record::{Coded, Json};
use crate::tx::Tx;

diesel::table! {
    team_member (org_id, staff_id, team_id) {
        org_id -> Uuid,
        team_id -> Uuid,
        staff_id -> Uuid,
        function -> Text,
    }
}

crate::record! {
    site: Site, SiteRow, person: |_| None, {
        name: Text => String,
        city: Text => String,
        state: Text => String,
    }
}

crate::record! {
    program: Program, ProgramRow, person: |_| None, {
        site_id: Uuid => Uuid,
        name: Text => String,
        setting: Text => Coded<Setting>,
        person_label: Text => String,
        time_zone: Text => String,
        rulebook: Text => String,
    }
}

crate::record! {
    team: Team, TeamRow, person: |_| None, {
        program_id: Uuid => Uuid,
        name: Text => String,
        phone: Nullable<Text> => Option<String>,
    }
}

/// A rule of a rulebook as stored.
#[derive(Debug, Clone)]
pub struct StoredRule {
    /// Id.
    pub id: Uuid,
    /// Version.
    pub version: i32,
    /// Rulebook.
    pub rulebook: String,
    /// Code within the rulebook.
    pub code: String,
    /// First day in force.
    pub valid_from: chrono::NaiveDate,
    /// Last day in force.
    pub valid_to: Option<chrono::NaiveDate>,
    /// The rule.
    pub definition: rulebook::Rule,
}

crate::record! {
    rule: StoredRule, RuleRow, person: |_| None, {
        rulebook: Text => String,
        code: Text => String,
        valid_from: Date => chrono::NaiveDate,
        valid_to: Nullable<Date> => Option<chrono::NaiveDate>,
        definition: Jsonb => Json<rulebook::Rule>,
    }
}

/// An open deadline with what its due time follows from beside its rule.
#[derive(Debug, Clone)]
pub struct OpenDeadline {
    /// The deadline.
    pub deadline: Deadline,
    /// The program of its case.
    pub program_id: Uuid,
    /// More time that was given to it.
    pub extension: Option<Extension>,
}

/// Most open deadlines that the preview of a rule or a calendar looks at.
const MOST_PREVIEWED: i64 = 20_000;

impl Tx {
    /// Every site, by name.
    ///
    /// # Errors
    /// Database errors.
    pub async fn sites(&mut self) -> Result<Vec<Site>> {
        let rows: Vec<SiteRow> =
            site::table.select(SiteRow::as_select()).order((site::name, site::id)).load(self.conn()).await?;
        Ok(rows.into_iter().map(Into::into).collect())
    }

    /// One site, locked.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`].
    pub async fn site(&mut self, id: Uuid) -> Result<Site> {
        let row: SiteRow = site::table
            .select(SiteRow::as_select())
            .filter(site::id.eq(id))
            .for_no_key_update()
            .first(self.conn())
            .await?;
        self.touch(id, None);
        Ok(row.into())
    }

    /// One program, locked.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`].
    pub async fn program(&mut self, id: Uuid) -> Result<Program> {
        let row: ProgramRow = program::table
            .select(ProgramRow::as_select())
            .filter(program::id.eq(id))
            .for_no_key_update()
            .first(self.conn())
            .await?;
        self.touch(id, None);
        Ok(row.into())
    }

    /// One team, locked.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`].
    pub async fn team(&mut self, id: Uuid) -> Result<Team> {
        let row: TeamRow = team::table
            .select(TeamRow::as_select())
            .filter(team::id.eq(id))
            .for_no_key_update()
            .first(self.conn())
            .await?;
        self.touch(id, None);
        Ok(row.into())
    }

    /// Every version of every rule of a rulebook, by code and first day.
    ///
    /// # Errors
    /// Database errors.
    pub async fn rulebook(&mut self, name: &str) -> Result<Vec<StoredRule>> {
        let rows: Vec<RuleRow> = rule::table
            .select(RuleRow::as_select())
            .filter(rule::rulebook.eq(name))
            .order((rule::code, rule::valid_from.desc()))
            .load(self.conn())
            .await?;
        Ok(rows.into_iter().map(Into::into).collect())
    }

    /// A version of a rule, with the newest version of the same rule in the same place, both locked.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`].
    pub async fn rule(&mut self, id: Uuid) -> Result<(StoredRule, StoredRule)> {
        let asked: RuleRow =
            rule::table.select(RuleRow::as_select()).filter(rule::id.eq(id)).for_update().first(self.conn()).await?;
        let versions: Vec<RuleRow> = rule::table
            .select(RuleRow::as_select())
            .filter(rule::rulebook.eq(&asked.rulebook))
            .filter(rule::code.eq(&asked.code))
            .order(rule::valid_from.desc())
            .for_update()
            .load(self.conn())
            .await?;
        self.touch(id, None);
        let asked: StoredRule = asked.into();
        let mut versions = versions.into_iter().map(StoredRule::from);
        let newest = versions.find(|rule| rule.definition.jurisdiction == asked.definition.jurisdiction);
        Ok((asked.clone(), newest.unwrap_or(asked)))
    }

    /// The open deadlines of some rules in some programs, the next due first.
    ///
    /// # Errors
    /// Database errors.
    pub async fn open_deadlines_of_rules(&mut self, codes: &[String], programs: &[Uuid]) -> Result<Vec<OpenDeadline>> {
        let rows: Vec<(DeadlineRow, Uuid)> = deadline::table
            .inner_join(case::table.on(case::id.eq(deadline::case_id)))
            .select((DeadlineRow::as_select(), case::program_id))
            .filter(deadline::rule_code.eq_any(codes.to_vec()))
            .filter(deadline::status.eq(Coded(DeadlineStatus::Open)))
            .filter(case::program_id.eq_any(programs.to_vec()))
            .order((deadline::due_at, deadline::id))
            .limit(MOST_PREVIEWED)
            .load(self.conn())
            .await?;
        let cases: Vec<Uuid> = rows.iter().map(|(row, _)| row.case_id).collect();
        let extensions = self.extensions_of(&cases).await?;
        let open = |(row, program_id): (DeadlineRow, Uuid)| {
            let deadline = Deadline::from(row);
            let ours = |(case_id, found): &&(Uuid, Extension)| {
                *case_id == deadline.case_id
                    && found.rule_code == deadline.rule_code
                    && found.anchor_subject_id == deadline.anchor_subject_id
            };
            let extension = extensions.iter().find(ours).map(|(_, found)| found.clone());
            OpenDeadline { deadline, program_id, extension }
        };
        Ok(rows.into_iter().map(open).collect())
    }

    /// Names of people within reach, by id.
    ///
    /// # Errors
    /// Database errors.
    pub async fn names_within_reach(&mut self, people: &[Uuid]) -> Result<std::collections::HashMap<Uuid, String>> {
        use crate::person::person;
        use crate::tx::person_reach;
        let seen = person_reach::table
            .filter(person_reach::person_id.eq(person::id))
            .filter(person_reach::scope_id.eq_any(self.scopes().to_vec()));
        let rows: Vec<(Uuid, String, String)> = person::table
            .select((person::id, person::given_name, person::family_name))
            .filter(person::id.eq_any(people.to_vec()))
            .filter(diesel::dsl::exists(seen))
            .load(self.conn())
            .await?;
        self.list_people(rows.iter().map(|(id, ..)| *id));
        Ok(rows.into_iter().map(|(id, given, family)| (id, format!("{given} {family}"))).collect())
    }
}
