ALTER TABLE comprehensive_assessment DROP CONSTRAINT comprehensive_assessment_error_has_reason,
  DROP CONSTRAINT comprehensive_assessment_completed_has_date, DROP CONSTRAINT comprehensive_assessment_submitted_has_name;
UPDATE comprehensive_assessment SET status = CASE WHEN submitted_by IS NULL THEN 'in_progress' WHEN completed_at IS NULL THEN 'awaiting_review' ELSE 'completed' END
  WHERE status = 'entered_in_error';
ALTER TABLE comprehensive_assessment DROP COLUMN error_reason,
  ADD CONSTRAINT comprehensive_assessment_completed_has_date CHECK ((status = 'completed') = (completed_at IS NOT NULL)),
  ADD CONSTRAINT comprehensive_assessment_submitted_has_name CHECK ((status = 'in_progress') = (submitted_by IS NULL));
DROP INDEX comprehensive_assessment_one_open_per_case;
CREATE UNIQUE INDEX comprehensive_assessment_one_open_per_case ON comprehensive_assessment (org_id, case_id) WHERE status <> 'completed';
ALTER TABLE comprehensive_assessment_history DROP COLUMN error_reason;
SELECT tend_renew_history('comprehensive_assessment');

ALTER TABLE assessment DROP CONSTRAINT assessment_error_has_reason, DROP CONSTRAINT assessment_completed_has_date;
UPDATE assessment SET status = CASE WHEN completed_at IS NULL THEN 'in_progress' ELSE 'completed' END WHERE status = 'entered_in_error';
ALTER TABLE assessment DROP COLUMN error_reason,
  ADD CONSTRAINT assessment_completed_has_date CHECK ((status = 'completed') = (completed_at IS NOT NULL));
ALTER TABLE assessment_history DROP COLUMN error_reason;
SELECT tend_renew_history('assessment');
