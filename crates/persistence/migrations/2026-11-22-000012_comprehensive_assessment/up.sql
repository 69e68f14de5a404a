-- One record of sections: answers with who gave them when and how, what is carried over to confirm, and decisions about proposed needs.
CREATE TABLE comprehensive_assessment (
  org_id uuid NOT NULL, id uuid NOT NULL, version int NOT NULL, case_id uuid NOT NULL, person_id uuid NOT NULL,
  form_version text NOT NULL, setting text NOT NULL, initial boolean NOT NULL, status text NOT NULL,
  sections jsonb NOT NULL, carried jsonb NOT NULL, decisions jsonb NOT NULL, task_id uuid,
  author_id uuid NOT NULL, submitted_by uuid, reviewer_id uuid, created_at timestamptz NOT NULL, completed_at timestamptz,
  PRIMARY KEY (org_id, id),
  CONSTRAINT comprehensive_assessment_case_exists FOREIGN KEY (org_id, case_id) REFERENCES "case" (org_id, id),
  CONSTRAINT comprehensive_assessment_completed_has_date CHECK ((status = 'completed') = (completed_at IS NOT NULL)),
  CONSTRAINT comprehensive_assessment_submitted_has_name CHECK ((status = 'in_progress') = (submitted_by IS NULL))
);
CREATE UNIQUE INDEX comprehensive_assessment_one_open_per_case ON comprehensive_assessment (org_id, case_id) WHERE status <> 'completed';
CREATE INDEX comprehensive_assessment_person ON comprehensive_assessment (org_id, person_id, created_at);
SELECT tend_keep_history('comprehensive_assessment');
SELECT tend_protect('comprehensive_assessment', 'SELECT, INSERT, UPDATE');
