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
