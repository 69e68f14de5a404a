-- What a lead asks a colleague of a program or a team for on a day, from a day on. Rows are added, never changed.
CREATE TABLE throughput_target (
  org_id uuid NOT NULL REFERENCES organization, id uuid NOT NULL, version int NOT NULL, program_id uuid NOT NULL, team_id uuid,
  kind text NOT NULL, per_day int NOT NULL, valid_from date NOT NULL, reason text NOT NULL, set_by uuid NOT NULL, set_at timestamptz NOT NULL,
  PRIMARY KEY (org_id, id),
  CONSTRAINT throughput_target_program_exists FOREIGN KEY (org_id, program_id) REFERENCES program (org_id, id),
  CONSTRAINT throughput_target_team_exists FOREIGN KEY (org_id, team_id) REFERENCES team (org_id, id),
  CONSTRAINT throughput_target_range CHECK (per_day BETWEEN 0 AND 200)
);
CREATE INDEX throughput_target_program ON throughput_target (org_id, program_id, valid_from);
SELECT tend_protect('throughput_target', 'SELECT, INSERT');
