//! Sites, programs, rulebooks and teams.

use domain::program::{Program, Setting, Team};
use domain::rulebook;
use uuid::Uuid;

use crate::record::{Coded, Json};

diesel::table! {
    site (org_id, id) {
        org_id -> Uuid,
        id -> Uuid,
        version -> Int4,
        name -> Text,
        city -> Text,
        state -> Text,
    }
}

diesel::table! {
    team_member (org_id, staff_id, team_id) {
        org_id -> Uuid,
        team_id -> Uuid,
        staff_id -> Uuid,
        function -> Text,
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
