DROP TABLE import_resource, import, alert, alert_history, deadline, deadline_history, task, task_history, care_plan_revision, care_plan, care_plan_history,
  assessment, assessment_history, note, note_history, contact, contact_history CASCADE;
DROP FUNCTION note_keep_signed, alert_keep_history, deadline_keep_history, task_keep_history, care_plan_keep_history, assessment_keep_history,
  note_keep_history, contact_keep_history;
