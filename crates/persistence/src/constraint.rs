//! The catalogue of database constraints that people can run into, each with its error code.
//! A test walks the database's own catalogue and proves that none is missing.

/// Constraint name, error code, JSON pointer, sentence.
pub const CATALOGUE: &[(&str, &str, Option<&str>, &str)] = &[
    ("alert_case_exists", "unknown_case", Some("/case_id"), "There is no such case."),
    (
        "alert_closed_has_outcome",
        "alert_outcome_required",
        Some("/outcome"),
        "A safety alert is closed with a coded outcome only.",
    ),
    ("alert_once_per_assessment", "alert_exists", None, "This assessment has already raised the alert."),
    ("api_client_name_unique", "client_name_taken", Some("/name"), "A client of this name exists."),
    ("assessment_case_exists", "unknown_case", Some("/case_id"), "There is no such case."),
    ("assessment_completed_has_date", "assessment_completed_has_date", None, "A completed assessment has a date."),
    ("care_plan_case_exists", "unknown_case", Some("/case_id"), "There is no such case."),
    (
        "care_plan_one_open_per_kind",
        "care_plan_one_open_per_kind",
        Some("/kind"),
        "The case already has an open plan of this kind. Revise that one.",
    ),
    ("care_plan_revision_once", "care_plan_revision_once", None, "This revision is already approved."),
    ("care_plan_revision_plan_exists", "unknown_care_plan", None, "There is no such plan."),
    ("case_closed_has_outcome", "case_closed_has_outcome", Some("/outcome"), "A case is closed with an outcome."),
    ("case_event_case_exists", "unknown_case", None, "There is no such case."),
    ("case_member_case_exists", "unknown_case", Some("/case_id"), "There is no such case."),
    (
        "case_member_ends_after_start",
        "case_member_ends_after_start",
        Some("/ends_at"),
        "The end lies before the start.",
    ),
    ("case_member_once", "case_member_once", Some("/staff_id"), "This colleague is already on the care team."),
    ("case_member_staff_exists", "unknown_staff", Some("/staff_id"), "There is no such colleague."),
    (
        "case_one_active_per_program",
        "case_one_active_per_program",
        Some("/program_id"),
        "The person already has an active case in this program.",
    ),
    ("case_owner_exists", "unknown_staff", Some("/owner_id"), "There is no such colleague."),
    ("case_person_exists", "unknown_person", Some("/person_id"), "There is no such person."),
    ("case_program_exists", "unknown_program", Some("/program_id"), "There is no such program."),
    ("case_team_exists", "unknown_team", Some("/team_id"), "There is no such team."),
    ("contact_case_exists", "unknown_case", None, "There is no such case."),
    (
        "contact_minutes_in_day",
        "contact_minutes_in_day",
        Some("/minutes"),
        "A contact lasts between 0 and 1,440 minutes.",
    ),
    ("contact_person_exists", "unknown_person", None, "There is no such person."),
    ("contact_source_unique", "source_exists", None, "This record was already imported."),
    ("coverage_ends_after_start", "coverage_ends_after_start", Some("/ends_on"), "The coverage ends before it begins."),
    ("coverage_person_exists", "unknown_person", None, "There is no such person."),
    ("coverage_source_unique", "source_exists", None, "This record was already imported."),
    ("credential_number_unique", "credential_number_unique", Some("/number"), "This credential is already recorded."),
    ("credential_staff_exists", "unknown_staff", None, "There is no such colleague."),
    (
        "crisis_plan_ended_has_reason",
        "crisis_plan_ended_has_reason",
        Some("/reason"),
        "A crisis plan ends with a reason.",
    ),
    ("crisis_plan_in_force_is_signed", "crisis_plan_in_force_is_signed", None, "A crisis plan in force is signed off."),
    (
        "crisis_plan_one_open_per_person",
        "crisis_plan_one_open_per_person",
        None,
        "The person already has an open crisis plan. Open that one.",
    ),
    ("crisis_plan_person_exists", "unknown_person", None, "There is no such person."),
    ("crisis_plan_revision_once", "crisis_plan_revision_once", None, "This revision is already signed off."),
    ("crisis_plan_revision_plan_exists", "unknown_crisis_plan", None, "There is no such crisis plan."),
    ("deadline_case_exists", "unknown_case", None, "There is no such case."),
    ("deadline_once_per_anchor", "deadline_exists", None, "This deadline is already open."),
    ("hand_off_case_exists", "unknown_case", None, "There is no such case."),
    ("hand_off_from_exists", "unknown_staff", None, "There is no such colleague."),
    (
        "hand_off_one_open_per_case",
        "hand_off_one_open_per_case",
        None,
        "The case is already offered to a colleague. Withdraw that offer first.",
    ),
    ("hand_off_to_exists", "unknown_staff", Some("/to_id"), "There is no such colleague."),
    ("idempotency_key_used", "idempotency_key_used", None, "This request was already sent."),
    ("import_resource_once", "source_exists", None, "This record was already imported."),
    ("job_status", "job_status", None, "Unknown job status."),
    ("medication_person_exists", "unknown_person", None, "There is no such person."),
    ("medication_source_unique", "source_exists", None, "This record was already imported."),
    ("need_person_exists", "unknown_person", None, "There is no such person."),
    ("need_source_unique", "source_exists", None, "This record was already imported."),
    ("note_author_exists", "unknown_staff", None, "There is no such colleague."),
    ("note_case_exists", "unknown_case", None, "There is no such case."),
    ("note_contact_exists", "unknown_contact", Some("/contact_id"), "There is no such contact."),
    ("note_signed_has_date", "note_signed_has_date", None, "A signed note has a date."),
    ("note_signed_is_final", "note_not_draft", None, "A signed note is never changed. Amend it instead."),
    ("observation_person_exists", "unknown_person", None, "There is no such person."),
    ("observation_source_unique", "source_exists", None, "This record was already imported."),
    ("password_staff_exists", "unknown_staff", None, "There is no such colleague."),
    ("person_contact_point_exists", "unknown_staff", Some("/contact_point_id"), "There is no such colleague."),
    ("person_reach_person_exists", "unknown_person", None, "There is no such person."),
    ("person_source_unique", "source_exists", None, "This person was already imported."),
    ("program_name_unique", "program_name_taken", Some("/name"), "A program of this name exists."),
    ("program_site_exists", "unknown_site", Some("/site_id"), "There is no such site."),
    ("refresh_token_session_exists", "unknown_session", None, "There is no such session."),
    ("related_person_person_exists", "unknown_person", None, "There is no such person."),
    (
        "rule_one_version_per_day",
        "rule_one_version_per_day",
        Some("/valid_from"),
        "This rule already has a version from that day on.",
    ),
    ("session_staff_exists", "unknown_staff", None, "There is no such colleague."),
    ("staff_email_unique", "staff_email_taken", Some("/email"), "A colleague with this e-mail exists."),
    ("staff_not_own_supervisor", "staff_not_own_supervisor", Some("/supervisor_id"), "Nobody supervises themselves."),
    (
        "staff_supervised",
        "staff_supervisor_required",
        Some("/supervisor_id"),
        "Assistants and coordinators need a licensed supervisor.",
    ),
    ("staff_supervisor_exists", "unknown_staff", Some("/supervisor_id"), "There is no such colleague."),
    (
        "stay_ends_after_begin",
        "stay_ends_before_it_begins",
        Some("/discharged_at"),
        "The discharge lies before the admission.",
    ),
    ("stay_finished_has_end", "stay_finished_has_end", Some("/discharged_at"), "A finished stay has an end."),
    ("stay_person_exists", "unknown_person", None, "There is no such person."),
    ("stay_source_unique", "source_exists", None, "This record was already imported."),
    ("task_case_exists", "unknown_case", Some("/case_id"), "There is no such case."),
    ("task_completed_has_date", "task_completed_has_date", None, "A completed task has a date."),
    ("task_owner_exists", "unknown_staff", Some("/owner_id"), "There is no such colleague."),
    ("team_member_function", "team_member_function", None, "Unknown function in a team."),
    ("team_member_pkey", "team_member_once", Some("/staff_id"), "This colleague is already on the team."),
    ("team_member_staff_exists", "unknown_staff", Some("/staff_id"), "There is no such colleague."),
    ("team_member_team_exists", "unknown_team", Some("/team_id"), "There is no such team."),
    ("team_name_unique", "team_name_taken", Some("/name"), "A team of this name exists in the program."),
    ("team_program_exists", "unknown_program", Some("/program_id"), "There is no such program."),
];

/// Code, pointer and sentence of a constraint.
pub fn explain(name: &str) -> Option<(&'static str, Option<&'static str>, &'static str)> {
    CATALOGUE.binary_search_by_key(&name, |entry| entry.0).ok().map(|index| {
        let (_, code, pointer, detail) = CATALOGUE[index];
        (code, pointer, detail)
    })
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_catalogue_is_sorted_so_that_every_constraint_is_found() {
        assert!(super::CATALOGUE.windows(2).all(|pair| pair[0].0 < pair[1].0));
    }
}
