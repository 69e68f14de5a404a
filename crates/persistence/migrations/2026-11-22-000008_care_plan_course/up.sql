-- What happens to a plan between its revisions.

-- Looks at a goal: the measured value, the level of its scale, and the achievement that a person set.
CREATE TABLE goal_progress (
  org_id uuid NOT NULL, id uuid NOT NULL, version int NOT NULL, care_plan_id uuid NOT NULL, person_id uuid NOT NULL, goal_id uuid NOT NULL,
  observed_on date NOT NULL, value double precision, attainment int, achievement text, note text,
  author_id uuid NOT NULL, created_at timestamptz NOT NULL, retracted_at timestamptz, retract_reason text,
  PRIMARY KEY (org_id, id),
  CONSTRAINT goal_progress_plan_exists FOREIGN KEY (org_id, care_plan_id) REFERENCES care_plan (org_id, id),
  CONSTRAINT goal_progress_attainment_level CHECK (attainment BETWEEN -2 AND 2)
);
CREATE INDEX goal_progress_plan ON goal_progress (org_id, care_plan_id, observed_on);
CREATE INDEX goal_progress_person ON goal_progress (org_id, person_id);
SELECT tend_keep_history('goal_progress');
SELECT tend_protect('goal_progress', 'SELECT, INSERT, UPDATE');

-- Each time an intervention falls due.
CREATE TABLE occurrence (
  org_id uuid NOT NULL, id uuid NOT NULL, version int NOT NULL, case_id uuid NOT NULL, person_id uuid NOT NULL, care_plan_id uuid NOT NULL,
  intervention_id uuid NOT NULL, task_id uuid, due_on date NOT NULL, due_at timestamptz NOT NULL, status text NOT NULL,
  done_at timestamptz, reason text, settled_by uuid, settled_at timestamptz, created_at timestamptz NOT NULL,
  PRIMARY KEY (org_id, id),
  CONSTRAINT occurrence_case_exists FOREIGN KEY (org_id, case_id) REFERENCES "case" (org_id, id),
  CONSTRAINT occurrence_plan_exists FOREIGN KEY (org_id, care_plan_id) REFERENCES care_plan (org_id, id),
  CONSTRAINT occurrence_done_has_date CHECK ((status = 'done') = (done_at IS NOT NULL))
);
CREATE INDEX occurrence_plan ON occurrence (org_id, care_plan_id, due_on);
CREATE INDEX occurrence_case ON occurrence (org_id, case_id, status);
CREATE INDEX occurrence_due ON occurrence (org_id, due_at);
CREATE INDEX occurrence_person ON occurrence (org_id, person_id);

-- Interventions that were on somebody's list before this table: their tasks say what became of them. An owner who is no
-- superuser sees the rows of every organization only while row-level security is not forced.
ALTER TABLE task NO FORCE ROW LEVEL SECURITY;
ALTER TABLE care_plan NO FORCE ROW LEVEL SECURITY;
ALTER TABLE "case" NO FORCE ROW LEVEL SECURITY;
ALTER TABLE program NO FORCE ROW LEVEL SECURITY;
INSERT INTO occurrence (org_id, id, version, case_id, person_id, care_plan_id, intervention_id, task_id, due_on, due_at, status, done_at, reason, settled_at, created_at)
SELECT t.org_id, gen_random_uuid(), 1, t.case_id, t.person_id, t.care_plan_id, t.intervention_id, t.id, (t.due_at AT TIME ZONE p.time_zone)::date, t.due_at,
  CASE WHEN t.status = 'completed' THEN 'done' WHEN t.status = 'open' THEN 'planned' WHEN btrim(coalesce(t.result, '')) = '' THEN 'missed' ELSE 'excused' END,
  t.completed_at, CASE WHEN t.status = 'cancelled' THEN t.result END, CASE WHEN t.status <> 'open' THEN coalesce(t.completed_at, t.since) END, t.created_at
FROM task t
JOIN care_plan k ON k.org_id = t.org_id AND k.id = t.care_plan_id
JOIN "case" c ON c.org_id = t.org_id AND c.id = t.case_id
JOIN program p ON p.org_id = c.org_id AND p.id = c.program_id
WHERE t.kind = 'intervention' AND t.intervention_id IS NOT NULL;
ALTER TABLE task FORCE ROW LEVEL SECURITY;
ALTER TABLE care_plan FORCE ROW LEVEL SECURITY;
ALTER TABLE "case" FORCE ROW LEVEL SECURITY;
ALTER TABLE program FORCE ROW LEVEL SECURITY;
SELECT tend_keep_history('occurrence');
SELECT tend_protect('occurrence', 'SELECT, INSERT, UPDATE');

-- Who took part and what they said, who understood the plan, its reviews, and why something scarce went where it went.
CREATE TABLE plan_entry (
  org_id uuid NOT NULL, id uuid NOT NULL, version int NOT NULL, care_plan_id uuid NOT NULL, person_id uuid NOT NULL, revision int NOT NULL,
  happened_on date NOT NULL, content jsonb NOT NULL, author_id uuid NOT NULL, created_at timestamptz NOT NULL,
  retracted_at timestamptz, retract_reason text,
  PRIMARY KEY (org_id, id),
  CONSTRAINT plan_entry_plan_exists FOREIGN KEY (org_id, care_plan_id) REFERENCES care_plan (org_id, id)
);
CREATE INDEX plan_entry_plan ON plan_entry (org_id, care_plan_id, happened_on);
CREATE INDEX plan_entry_person ON plan_entry (org_id, person_id);
SELECT tend_keep_history('plan_entry');
SELECT tend_protect('plan_entry', 'SELECT, INSERT, UPDATE');
