-- What a person wants to happen in a crisis. It belongs to the person: every program that may see them sees it.
CREATE TABLE crisis_plan (
  org_id uuid NOT NULL, id uuid NOT NULL, version int NOT NULL, person_id uuid NOT NULL,
  status text NOT NULL, revision int NOT NULL, content jsonb NOT NULL, draft jsonb NOT NULL, approved_by uuid, approved_at timestamptz,
  reviewed_by uuid, reviewed_at timestamptz, review_on date, task_id uuid, ended_reason text, ended_by uuid, ended_at timestamptz, created_at timestamptz NOT NULL,
  PRIMARY KEY (org_id, id),
  CONSTRAINT crisis_plan_person_exists FOREIGN KEY (org_id, person_id) REFERENCES person (org_id, id),
  CONSTRAINT crisis_plan_in_force_is_signed CHECK (status <> 'in_force' OR (revision > 0 AND approved_by IS NOT NULL AND approved_at IS NOT NULL)),
  CONSTRAINT crisis_plan_ended_has_reason CHECK ((status = 'ended') = (ended_reason IS NOT NULL AND ended_by IS NOT NULL AND ended_at IS NOT NULL))
);
CREATE UNIQUE INDEX crisis_plan_one_open_per_person ON crisis_plan (org_id, person_id) WHERE status IN ('draft', 'in_force');
CREATE INDEX crisis_plan_person ON crisis_plan (org_id, person_id, created_at);
SELECT tend_keep_history('crisis_plan');
SELECT tend_protect('crisis_plan', 'SELECT, INSERT, UPDATE');

CREATE TABLE crisis_plan_revision (
  org_id uuid NOT NULL, id uuid NOT NULL, version int NOT NULL, crisis_plan_id uuid NOT NULL, person_id uuid NOT NULL, revision int NOT NULL,
  content jsonb NOT NULL, reason text, author_id uuid NOT NULL, approved_by uuid NOT NULL, approved_at timestamptz NOT NULL,
  PRIMARY KEY (org_id, id),
  CONSTRAINT crisis_plan_revision_plan_exists FOREIGN KEY (org_id, crisis_plan_id) REFERENCES crisis_plan (org_id, id),
  CONSTRAINT crisis_plan_revision_once UNIQUE (org_id, crisis_plan_id, revision)
);
SELECT tend_protect('crisis_plan_revision', 'SELECT, INSERT');
