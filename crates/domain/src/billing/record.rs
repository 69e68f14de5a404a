//! What the record says about time, so that nothing is entered twice: contacts, and kept appointments that no contact stands for.

use std::collections::BTreeSet;

use chrono::TimeDelta;
use uuid::Uuid;

use super::{BillingActivity, BillingFamily, BillingRole, Span};
use crate::access::Role;
use crate::appointment::{Appointment, AppointmentStatus};
use crate::contact::{Contact, ContactOutcome, ContactStatus, ContactWith};
use crate::program::Setting;

/// What time in a setting is spent on.
pub fn activity_of(setting: Setting) -> BillingActivity {
    match setting {
        Setting::BehavioralHealth => BillingActivity::BehavioralHealth,
        Setting::SocialServices
        | Setting::Legal
        | Setting::Refugee
        | Setting::Corrections
        | Setting::School
        | Setting::Aging => BillingActivity::CommunityHealth,
        Setting::Hospital
        | Setting::ManagedCare
        | Setting::HomeHealth
        | Setting::Hospice
        | Setting::Clinic
        | Setting::LongTermCare => BillingActivity::CareManagement,
    }
}

/// The families that a practice in a setting begins with.
pub fn families_of(setting: Setting) -> BTreeSet<BillingFamily> {
    use BillingFamily as F;
    match activity_of(setting) {
        BillingActivity::BehavioralHealth => [F::BehavioralIntegration, F::Collaborative].into(),
        BillingActivity::CommunityHealth => [F::CommunityHealth].into(),
        BillingActivity::CareManagement
        | BillingActivity::RemoteMonitoring
        | BillingActivity::Navigation
        | BillingActivity::PeerNavigation => [F::ChronicStaff, F::ChronicComplex].into(),
    }
}

/// As what somebody's time counts.
pub fn role_of(role: Role) -> BillingRole {
    match role {
        Role::PhysicianAdvisor => BillingRole::Professional,
        Role::Assistant
        | Role::CareManager
        | Role::SeniorCareManager
        | Role::Lead
        | Role::Supervisor
        | Role::Director => BillingRole::ClinicalStaff,
        Role::Coordinator | Role::PrivacyOfficer | Role::OrganizationAdmin | Role::Integrator | Role::Analyst => {
            BillingRole::Auxiliary
        }
    }
}

/// The time of a contact: it began when it took place. Attempts that reached nobody, contacts in error and those received from
/// elsewhere are no time.
pub fn of_contact(contact: &Contact, activity: BillingActivity, role: impl Fn(Uuid) -> BillingRole) -> Option<Span> {
    let staff_id = contact.author_id?;
    let counts = contact.status == ContactStatus::Finished && contact.outcome == ContactOutcome::Reached;
    (counts && contact.minutes > 0).then(|| Span {
        staff_id,
        role: role(staff_id),
        person_id: contact.person_id,
        activity,
        live: matches!(contact.with, ContactWith::Person | ContactWith::Caregiver),
        starts_at: contact.occurred_at,
        ends_at: contact.occurred_at + TimeDelta::minutes(contact.minutes.into()),
    })
}

/// The time of a kept appointment, of each worker who took part. One with a contact counts through the contact.
pub fn of_appointment(
    appointment: &Appointment,
    activity: BillingActivity,
    role: impl Fn(Uuid) -> BillingRole,
) -> Vec<Span> {
    let counts = appointment.status == AppointmentStatus::Fulfilled && appointment.contact_id.is_none();
    let workers = appointment.attendee_ids.iter().filter(|_| counts);
    let span = |staff_id: &Uuid| Span {
        staff_id: *staff_id,
        role: role(*staff_id),
        person_id: appointment.person_id,
        activity,
        live: appointment.kind.contact_mode().is_some(),
        starts_at: appointment.starts_at,
        ends_at: appointment.ends_at,
    };
    workers.map(span).collect()
}
