-- What people made of the tier that the model of acuity proposes, with what it said then. Rows are added, never changed.
CREATE TABLE tier_decision (
  org_id uuid NOT NULL, id uuid NOT NULL, version int NOT NULL, case_id uuid NOT NULL, person_id uuid NOT NULL,
  kind text NOT NULL, from_tier text NOT NULL, to_tier text NOT NULL, score_min int NOT NULL, score_max int NOT NULL,
  model_low text NOT NULL, model_high text NOT NULL, model text NOT NULL, reason text, ends_at timestamptz, task_id uuid,
  decided_by uuid NOT NULL, decided_at timestamptz NOT NULL,
  PRIMARY KEY (org_id, id),
  CONSTRAINT tier_decision_case_exists FOREIGN KEY (org_id, case_id) REFERENCES "case" (org_id, id),
  CONSTRAINT tier_decision_task_exists FOREIGN KEY (org_id, task_id) REFERENCES task (org_id, id),
  CONSTRAINT tier_decision_override_ends CHECK (
    CASE kind WHEN 'overridden' THEN reason IS NOT NULL AND ends_at IS NOT NULL ELSE ends_at IS NULL AND task_id IS NULL END
  )
);
CREATE INDEX tier_decision_case ON tier_decision (org_id, case_id, decided_at);
SELECT tend_protect('tier_decision', 'SELECT, INSERT');

-- Where an answer comes from that the record gave.
ALTER TABLE assessment ADD COLUMN prefilled jsonb NOT NULL DEFAULT '{}';
SELECT tend_renew_history('assessment');
