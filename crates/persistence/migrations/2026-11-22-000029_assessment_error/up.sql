-- An assessment may be entered in error or discarded: it is kept with the reason, and counts for nothing.
ALTER TABLE assessment ADD COLUMN error_reason text;
ALTER TABLE assessment DROP CONSTRAINT assessment_completed_has_date;
ALTER TABLE assessment
  ADD CONSTRAINT assessment_completed_has_date CHECK (status = 'entered_in_error' OR (status = 'completed') = (completed_at IS NOT NULL)),
  ADD CONSTRAINT assessment_error_has_reason CHECK ((status = 'entered_in_error') = (error_reason IS NOT NULL));
SELECT tend_renew_history('assessment');

ALTER TABLE comprehensive_assessment ADD COLUMN error_reason text;
ALTER TABLE comprehensive_assessment DROP CONSTRAINT comprehensive_assessment_completed_has_date;
ALTER TABLE comprehensive_assessment DROP CONSTRAINT comprehensive_assessment_submitted_has_name;
ALTER TABLE comprehensive_assessment
  ADD CONSTRAINT comprehensive_assessment_completed_has_date CHECK (status = 'entered_in_error' OR (status = 'completed') = (completed_at IS NOT NULL)),
  ADD CONSTRAINT comprehensive_assessment_submitted_has_name CHECK (status = 'entered_in_error' OR (status = 'in_progress') = (submitted_by IS NULL)),
  ADD CONSTRAINT comprehensive_assessment_error_has_reason CHECK ((status = 'entered_in_error') = (error_reason IS NOT NULL));
DROP INDEX comprehensive_assessment_one_open_per_case;
CREATE UNIQUE INDEX comprehensive_assessment_one_open_per_case ON comprehensive_assessment (org_id, case_id) WHERE status IN ('in_progress', 'awaiting_review');
SELECT tend_renew_history('comprehensive_assessment');
