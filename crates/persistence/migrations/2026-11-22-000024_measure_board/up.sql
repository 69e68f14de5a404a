-- What is to be reached in a measure from a day on, and who answers for it. Rows are added, never changed.
CREATE TABLE measure_target (
  org_id uuid NOT NULL REFERENCES organization, id uuid NOT NULL, version int NOT NULL, measure text NOT NULL, program_id uuid,
  value double precision NOT NULL, owner_id uuid NOT NULL, valid_from date NOT NULL, reason text NOT NULL,
  set_by uuid NOT NULL, set_at timestamptz NOT NULL,
  PRIMARY KEY (org_id, id),
  CONSTRAINT measure_target_owner_exists FOREIGN KEY (org_id, owner_id) REFERENCES staff (org_id, id),
  CONSTRAINT measure_target_program_exists FOREIGN KEY (org_id, program_id) REFERENCES program (org_id, id),
  CONSTRAINT measure_target_not_negative CHECK (value >= 0)
);
CREATE INDEX measure_target_measure ON measure_target (org_id, measure, valid_from);
SELECT tend_protect('measure_target', 'SELECT, INSERT');

-- A board, a measure or the population with its filters, kept under a name.
CREATE TABLE saved_report (
  org_id uuid NOT NULL, id uuid NOT NULL, version int NOT NULL, owner_id uuid NOT NULL, team_id uuid,
  name text NOT NULL, kind text NOT NULL, subject text, scope text, program_id uuid, first_on date, last_on date,
  created_at timestamptz NOT NULL, removed_at timestamptz,
  PRIMARY KEY (org_id, id),
  CONSTRAINT saved_report_owner_exists FOREIGN KEY (org_id, owner_id) REFERENCES staff (org_id, id),
  CONSTRAINT saved_report_program_exists FOREIGN KEY (org_id, program_id) REFERENCES program (org_id, id),
  CONSTRAINT saved_report_team_exists FOREIGN KEY (org_id, team_id) REFERENCES team (org_id, id)
);
CREATE UNIQUE INDEX saved_report_name_once ON saved_report (org_id, owner_id, name) WHERE removed_at IS NULL;
CREATE INDEX saved_report_team ON saved_report (org_id, team_id);
SELECT tend_keep_history('saved_report');
SELECT tend_protect('saved_report', 'SELECT, INSERT, UPDATE');
