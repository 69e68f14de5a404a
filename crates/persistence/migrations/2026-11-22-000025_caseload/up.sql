-- Caseloads: what a program thinks fits, what a worker can carry, and cases that moved together.

CREATE TABLE caseload_policy (
  org_id uuid NOT NULL, id uuid NOT NULL, version int NOT NULL,
  program_id uuid NOT NULL, valid_from date NOT NULL, content jsonb NOT NULL, reason text NOT NULL, set_by uuid NOT NULL, set_at timestamptz NOT NULL,
  PRIMARY KEY (org_id, id),
  CONSTRAINT caseload_policy_program_exists FOREIGN KEY (org_id, program_id) REFERENCES program (org_id, id),
  CONSTRAINT caseload_policy_one_per_day UNIQUE (org_id, program_id, valid_from)
);
SELECT tend_keep_history('caseload_policy');
SELECT tend_protect('caseload_policy', 'SELECT, INSERT, UPDATE');

CREATE TABLE staff_capacity (
  org_id uuid NOT NULL, id uuid NOT NULL, version int NOT NULL,
  staff_id uuid NOT NULL, valid_from date NOT NULL, content jsonb NOT NULL, set_by uuid NOT NULL, set_at timestamptz NOT NULL,
  PRIMARY KEY (org_id, id),
  CONSTRAINT staff_capacity_staff_exists FOREIGN KEY (org_id, staff_id) REFERENCES staff (org_id, id),
  CONSTRAINT staff_capacity_one_per_day UNIQUE (org_id, staff_id, valid_from)
);
SELECT tend_keep_history('staff_capacity');
SELECT tend_protect('staff_capacity', 'SELECT, INSERT, UPDATE');

-- What moved is one value: it is written once, read whole, and undone whole. Names and reasons of the persons are not in it.
CREATE TABLE caseload_move (
  org_id uuid NOT NULL REFERENCES organization, id uuid NOT NULL, version int NOT NULL,
  mode text NOT NULL, status text NOT NULL, reason text NOT NULL, moved jsonb NOT NULL, made_by uuid NOT NULL, made_at timestamptz NOT NULL,
  undone_by uuid, undone_at timestamptz,
  PRIMARY KEY (org_id, id),
  CONSTRAINT caseload_move_undone_has_date CHECK ((status = 'undone') = (undone_at IS NOT NULL))
);
CREATE INDEX caseload_move_made_by ON caseload_move (org_id, made_by, id);
SELECT tend_keep_history('caseload_move');
SELECT tend_protect('caseload_move', 'SELECT, INSERT, UPDATE');
