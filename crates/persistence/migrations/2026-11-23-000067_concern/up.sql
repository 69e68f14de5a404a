-- Disputes about the care of a person and questions of values in it: what each side says, who reviews, what was settled.
CREATE TABLE concern (
  org_id uuid NOT NULL, id uuid NOT NULL, version int NOT NULL, case_id uuid NOT NULL, person_id uuid NOT NULL,
  kind text NOT NULL, status text NOT NULL, summary text NOT NULL, restricted boolean NOT NULL, positions jsonb NOT NULL, tried text,
  raised_by uuid NOT NULL, reviewer_id uuid NOT NULL, due_at timestamptz NOT NULL, task_id uuid NOT NULL,
  resolution text, weighed text, follow_up_on date, reason text, settled_at timestamptz, settled_by uuid, created_at timestamptz NOT NULL,
  PRIMARY KEY (org_id, id),
  CONSTRAINT concern_case_exists FOREIGN KEY (org_id, case_id) REFERENCES "case" (org_id, id),
  CONSTRAINT concern_person_exists FOREIGN KEY (org_id, person_id) REFERENCES person (org_id, id),
  CONSTRAINT concern_reviewer_exists FOREIGN KEY (org_id, reviewer_id) REFERENCES staff (org_id, id),
  CONSTRAINT concern_settled_has_date CHECK ((status IN ('resolved', 'withdrawn')) = (settled_at IS NOT NULL))
);
CREATE INDEX concern_person ON concern (org_id, person_id, created_at);
SELECT tend_keep_history('concern');
SELECT tend_protect('concern', 'SELECT, INSERT, UPDATE');
