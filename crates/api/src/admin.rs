//! Setting up an organization: the one thing that no signed-in user can do, because nobody can sign in yet.

use chrono::{DateTime, Utc};
use domain::Code;
use domain::access::{Request, Role};
use domain::program::{Program, Setting, Site, Team};
use domain::staff::{Profile, Staff};
use persistence::Store;
use persistence::organization::{NewOrganization, rulebook_name};
use uuid::Uuid;

use crate::password::{self, Passwords};

/// An organization to be set up and its first administrator.
#[derive(Debug, Clone)]
pub struct Creation {
    /// Name of the organization.
    pub organization: String,
    /// City of its first site.
    pub city: String,
    /// State of its first site, two letters.
    pub state: String,
    /// IANA time zone.
    pub time_zone: String,
    /// Settings it works in; each gets a program and a team, to be renamed later.
    pub settings: Vec<Setting>,
    /// Name of the administrator.
    pub admin_name: String,
    /// E-mail of the administrator.
    pub admin_email: String,
}

/// Sets up an organization and gives back the administrator's password. It is stored nowhere: show it once.
///
/// # Errors
/// A sentence for the operator.
pub async fn create(
    store: &Store,
    passwords: &Passwords,
    creation: Creation,
    now: DateTime<Utc>,
) -> Result<String, String> {
    check(&creation)?;
    let password = password::generated()?;
    let hash = passwords.hash(&password).await?;
    let request =
        Request { id: Uuid::now_v7(), operation: "organization_create", now, record_id: None, idempotency: None };
    let admin = administrator(&creation);
    let organization = organization(creation);
    store.organization_create(&organization, admin, hash, request).await.map_err(|error| error.to_string())?;
    Ok(password)
}

fn check(creation: &Creation) -> Result<(), String> {
    if creation.organization.trim().is_empty() || creation.admin_name.trim().is_empty() {
        return Err("Give the organization and its administrator a name.".into());
    }
    if creation.time_zone.parse::<chrono_tz::Tz>().is_err() {
        return Err(format!("{} is not a time zone; it should look like America/New_York.", creation.time_zone));
    }
    if !creation.admin_email.contains('@') {
        return Err(format!("{} is not an e-mail address.", creation.admin_email));
    }
    if creation.settings.is_empty() {
        return Err("Name at least one setting, for example managed_care.".into());
    }
    Ok(())
}

fn administrator(creation: &Creation) -> Staff {
    Staff {
        id: Uuid::now_v7(),
        version: 1,
        name: creation.admin_name.trim().into(),
        email: creation.admin_email.trim().to_lowercase(),
        role: Role::OrganizationAdmin,
        title: "Administrator".into(),
        supervisor_id: None,
        time_zone: creation.time_zone.clone(),
        languages: vec!["en".into()],
        active: true,
        profile: Profile::default(),
    }
}

fn organization(creation: Creation) -> NewOrganization {
    let site = Site {
        id: Uuid::now_v7(),
        version: 1,
        name: creation.organization.trim().into(),
        city: creation.city,
        state: creation.state,
    };
    let mut settings = creation.settings;
    settings.sort_unstable();
    settings.dedup();
    let program = |setting: &Setting| Program {
        id: Uuid::now_v7(),
        version: 1,
        site_id: site.id,
        name: title(*setting),
        setting: *setting,
        person_label: setting.person_label().into(),
        time_zone: creation.time_zone.clone(),
        rulebook: rulebook_name(*setting),
    };
    let programs: Vec<Program> = settings.iter().map(program).collect();
    let team = |program: &Program| Team {
        id: Uuid::now_v7(),
        version: 1,
        program_id: program.id,
        name: format!("{} team", program.name),
        phone: None,
    };
    let teams = programs.iter().map(team).collect();
    NewOrganization {
        id: Uuid::now_v7(),
        name: creation.organization.trim().into(),
        sites: vec![site],
        programs,
        teams,
    }
}

/// A setting's code as a heading: `managed_care` becomes `Managed care`.
fn title(setting: Setting) -> String {
    let words = setting.as_str().replace('_', " ");
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn creation() -> Creation {
        Creation {
            organization: "Northlight Care".into(),
            city: "Albany".into(),
            state: "NY".into(),
            time_zone: "America/New_York".into(),
            settings: vec![Setting::ManagedCare, Setting::Hospital, Setting::ManagedCare],
            admin_name: "Ada Quist".into(),
            admin_email: "Ada@Northlight.example".into(),
        }
    }

    #[test]
    fn a_new_organization_has_one_program_with_a_team_for_each_setting() {
        let organization = organization(creation());
        let names: Vec<&str> = organization.programs.iter().map(|program| program.name.as_str()).collect();
        assert_eq!(names, ["Hospital", "Managed care"]);
        assert_eq!(organization.teams.len(), 2);
        assert!(organization.programs.iter().all(|program| program.site_id == organization.sites[0].id));
        assert_eq!(administrator(&creation()).email, "ada@northlight.example");
    }

    #[test]
    fn what_is_missing_is_said_in_one_sentence() {
        assert!(check(&creation()).is_ok());
        for (wrong, word) in [
            (Creation { time_zone: "Albany".into(), ..creation() }, "time zone"),
            (Creation { admin_email: "ada".into(), ..creation() }, "e-mail"),
            (Creation { settings: Vec::new(), ..creation() }, "setting"),
            (Creation { admin_name: " ".into(), ..creation() }, "name"),
        ] {
            assert!(check(&wrong).unwrap_err().contains(word));
        }
    }
}
