-- Work: contacts, notes, assessments, plans, and the three kinds of items on a worklist.

CREATE TABLE contact (
  org_id uuid NOT NULL, id uuid NOT NULL, version int NOT NULL, case_id uuid, person_id uuid NOT NULL,
  mode text NOT NULL, direction text NOT NULL, outcome text NOT NULL, "with" text NOT NULL, minutes int NOT NULL, purpose text NOT NULL,
  occurred_at timestamptz NOT NULL, summary text, author_id uuid, created_at timestamptz NOT NULL, source text,
  PRIMARY KEY (org_id, id),
  CONSTRAINT contact_person_exists FOREIGN KEY (org_id, person_id) REFERENCES person (org_id, id),
  CONSTRAINT contact_case_exists FOREIGN KEY (org_id, case_id) REFERENCES "case" (org_id, id),
  CONSTRAINT contact_source_unique UNIQUE (org_id, source),
  CONSTRAINT contact_minutes_in_day CHECK (minutes BETWEEN 0 AND 1440)
);
CREATE INDEX contact_person ON contact (org_id, person_id, occurred_at);
CREATE INDEX contact_case ON contact (org_id, case_id, occurred_at);
SELECT tend_keep_history('contact');
SELECT tend_protect('contact', 'SELECT, INSERT, UPDATE');

CREATE TABLE note (
  org_id uuid NOT NULL, id uuid NOT NULL, version int NOT NULL, case_id uuid NOT NULL, person_id uuid NOT NULL, contact_id uuid,
  kind text NOT NULL, title text NOT NULL, body text NOT NULL, status text NOT NULL, author_id uuid NOT NULL, occurred_at timestamptz NOT NULL,
  signed_at timestamptz, countersigner_id uuid, countersigned_at timestamptz, amendments jsonb NOT NULL, created_at timestamptz NOT NULL, updated_at timestamptz NOT NULL,
  PRIMARY KEY (org_id, id),
  CONSTRAINT note_case_exists FOREIGN KEY (org_id, case_id) REFERENCES "case" (org_id, id),
  CONSTRAINT note_contact_exists FOREIGN KEY (org_id, contact_id) REFERENCES contact (org_id, id),
  CONSTRAINT note_author_exists FOREIGN KEY (org_id, author_id) REFERENCES staff (org_id, id),
  CONSTRAINT note_signed_has_date CHECK (status NOT IN ('signed', 'awaiting_countersignature') OR signed_at IS NOT NULL)
);
CREATE INDEX note_person ON note (org_id, person_id, occurred_at);
CREATE INDEX note_case ON note (org_id, case_id, occurred_at);
CREATE INDEX note_author ON note (org_id, author_id, status);
CREATE INDEX note_status ON note (org_id, status, id);
SELECT tend_keep_history('note');
SELECT tend_protect('note', 'SELECT, INSERT, UPDATE');

-- A signed text never changes, whatever the application tries.
CREATE FUNCTION note_keep_signed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.status IN ('signed', 'awaiting_countersignature') AND (NEW.body, NEW.title, NEW.author_id, NEW.signed_at) IS DISTINCT FROM (OLD.body, OLD.title, OLD.author_id, OLD.signed_at) THEN
    RAISE EXCEPTION 'a signed note is never changed' USING ERRCODE = 'check_violation', CONSTRAINT = 'note_signed_is_final';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER keep_signed BEFORE UPDATE ON note FOR EACH ROW EXECUTE FUNCTION note_keep_signed();

CREATE TABLE assessment (
  org_id uuid NOT NULL, id uuid NOT NULL, version int NOT NULL, case_id uuid NOT NULL, person_id uuid NOT NULL,
  instrument text NOT NULL, instrument_version text NOT NULL, mode text NOT NULL, initial boolean NOT NULL, status text NOT NULL, answers jsonb NOT NULL,
  total int, band text, author_id uuid NOT NULL, reviewer_id uuid, performed_at timestamptz NOT NULL, completed_at timestamptz, created_at timestamptz NOT NULL,
  PRIMARY KEY (org_id, id),
  CONSTRAINT assessment_case_exists FOREIGN KEY (org_id, case_id) REFERENCES "case" (org_id, id),
  CONSTRAINT assessment_completed_has_date CHECK ((status = 'completed') = (completed_at IS NOT NULL))
);
CREATE INDEX assessment_person ON assessment (org_id, person_id, instrument, performed_at);
SELECT tend_keep_history('assessment');
SELECT tend_protect('assessment', 'SELECT, INSERT, UPDATE');

CREATE TABLE care_plan (
  org_id uuid NOT NULL, id uuid NOT NULL, version int NOT NULL, case_id uuid NOT NULL, person_id uuid NOT NULL,
  kind text NOT NULL, status text NOT NULL, revision int NOT NULL, content jsonb NOT NULL, reason text, approved_by uuid, approved_at timestamptz, created_at timestamptz NOT NULL,
  PRIMARY KEY (org_id, id),
  CONSTRAINT care_plan_case_exists FOREIGN KEY (org_id, case_id) REFERENCES "case" (org_id, id)
);
CREATE UNIQUE INDEX care_plan_one_open_per_kind ON care_plan (org_id, case_id, kind) WHERE status IN ('draft', 'active');
CREATE INDEX care_plan_person ON care_plan (org_id, person_id);
SELECT tend_keep_history('care_plan');
SELECT tend_protect('care_plan', 'SELECT, INSERT, UPDATE');

CREATE TABLE care_plan_revision (
  org_id uuid NOT NULL, id uuid NOT NULL, version int NOT NULL, care_plan_id uuid NOT NULL, person_id uuid NOT NULL, revision int NOT NULL,
  content jsonb NOT NULL, reason text, approved_by uuid NOT NULL, approved_at timestamptz NOT NULL,
  PRIMARY KEY (org_id, id),
  CONSTRAINT care_plan_revision_plan_exists FOREIGN KEY (org_id, care_plan_id) REFERENCES care_plan (org_id, id),
  CONSTRAINT care_plan_revision_once UNIQUE (org_id, care_plan_id, revision)
);
SELECT tend_protect('care_plan_revision', 'SELECT, INSERT');

CREATE TABLE task (
  org_id uuid NOT NULL, id uuid NOT NULL, version int NOT NULL, case_id uuid NOT NULL, person_id uuid NOT NULL, owner_id uuid NOT NULL, team_id uuid NOT NULL,
  title text NOT NULL, detail text, kind text NOT NULL, status text NOT NULL, priority text NOT NULL, due_at timestamptz NOT NULL, rank_at timestamptz NOT NULL,
  snoozed_until timestamptz, completed_at timestamptz, result text, care_plan_id uuid, intervention_id uuid, author_id uuid NOT NULL, created_at timestamptz NOT NULL,
  PRIMARY KEY (org_id, id),
  CONSTRAINT task_case_exists FOREIGN KEY (org_id, case_id) REFERENCES "case" (org_id, id),
  CONSTRAINT task_owner_exists FOREIGN KEY (org_id, owner_id) REFERENCES staff (org_id, id),
  CONSTRAINT task_completed_has_date CHECK ((status = 'completed') = (completed_at IS NOT NULL))
);
-- Full, not partial: a bound status with a partial index makes PostgreSQL plan every call anew.
CREATE INDEX task_owner_rank ON task (org_id, owner_id, status, rank_at, id);
CREATE INDEX task_team_rank ON task (org_id, team_id, status, rank_at, id);
CREATE INDEX task_person ON task (org_id, person_id, status);
CREATE INDEX task_case ON task (org_id, case_id, status);
SELECT tend_keep_history('task');
SELECT tend_protect('task', 'SELECT, INSERT, UPDATE');

CREATE TABLE deadline (
  org_id uuid NOT NULL, id uuid NOT NULL, version int NOT NULL, case_id uuid NOT NULL, person_id uuid NOT NULL, owner_id uuid, team_id uuid,
  rule_code text NOT NULL, rule_title text NOT NULL, rule_version text NOT NULL, rule_source text NOT NULL, status text NOT NULL,
  anchor_kind text NOT NULL, anchor_subject_id uuid NOT NULL, anchor_at timestamptz NOT NULL, due_at timestamptz NOT NULL, due_on date NOT NULL,
  window_opens_at timestamptz, met_at timestamptz, met_by_id uuid, closed_at timestamptz, closed_by_id uuid, closed_reason text, explanation jsonb NOT NULL, weight int NOT NULL,
  rank_at timestamptz NOT NULL, snoozed_until timestamptz, next_action text NOT NULL,
  PRIMARY KEY (org_id, id),
  CONSTRAINT deadline_case_exists FOREIGN KEY (org_id, case_id) REFERENCES "case" (org_id, id),
  CONSTRAINT deadline_once_per_anchor UNIQUE (org_id, case_id, rule_code, anchor_subject_id)
);
CREATE INDEX deadline_owner_rank ON deadline (org_id, owner_id, status, rank_at, id);
CREATE INDEX deadline_team_rank ON deadline (org_id, team_id, status, rank_at, id);
CREATE INDEX deadline_person ON deadline (org_id, person_id, status);
CREATE INDEX deadline_rule ON deadline (org_id, rule_code, due_at);
SELECT tend_keep_history('deadline');
SELECT tend_protect('deadline', 'SELECT, INSERT, UPDATE');

CREATE TABLE alert (
  org_id uuid NOT NULL, id uuid NOT NULL, version int NOT NULL, case_id uuid NOT NULL, person_id uuid NOT NULL, owner_id uuid NOT NULL, team_id uuid NOT NULL,
  kind text NOT NULL, trigger text NOT NULL, assessment_id uuid, severity text NOT NULL, status text NOT NULL, opened_at timestamptz NOT NULL, due_at timestamptz NOT NULL,
  rank_at timestamptz NOT NULL, acknowledged_by uuid, outcome text, detail text, closed_by uuid, closed_at timestamptz,
  PRIMARY KEY (org_id, id),
  CONSTRAINT alert_case_exists FOREIGN KEY (org_id, case_id) REFERENCES "case" (org_id, id),
  CONSTRAINT alert_closed_has_outcome CHECK ((status = 'closed') = (outcome IS NOT NULL AND detail IS NOT NULL AND closed_by IS NOT NULL AND closed_at IS NOT NULL))
);
CREATE UNIQUE INDEX alert_once_per_assessment ON alert (org_id, assessment_id, kind);
CREATE INDEX alert_owner_rank ON alert (org_id, owner_id, status, rank_at, id);
CREATE INDEX alert_team_rank ON alert (org_id, team_id, status, rank_at, id);
CREATE INDEX alert_person ON alert (org_id, person_id, status);
SELECT tend_keep_history('alert');
SELECT tend_protect('alert', 'SELECT, INSERT, UPDATE');

CREATE TABLE import (
  org_id uuid NOT NULL, id uuid NOT NULL, version int NOT NULL, status text NOT NULL, dry_run boolean NOT NULL, shift_to date, bundles int NOT NULL,
  report jsonb NOT NULL, author_id uuid NOT NULL, created_at timestamptz NOT NULL, finished_at timestamptz,
  PRIMARY KEY (org_id, id)
);
SELECT tend_protect('import', 'SELECT, INSERT, UPDATE');

-- What an import could not map to a slice, kept as received.
CREATE TABLE import_resource (
  org_id uuid NOT NULL, resource_type text NOT NULL, source text NOT NULL, person_id uuid, import_id uuid NOT NULL, content text NOT NULL,
  CONSTRAINT import_resource_once PRIMARY KEY (org_id, resource_type, source)
);
CREATE INDEX import_resource_person ON import_resource (org_id, person_id);
SELECT tend_protect('import_resource', 'SELECT, INSERT, UPDATE');
