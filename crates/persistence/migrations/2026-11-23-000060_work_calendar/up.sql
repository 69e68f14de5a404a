-- Days on which an organization, the courts it works with and its schools are closed: once for all of it, and once more for each
-- program that has days of its own.

CREATE TABLE work_calendar (
  org_id uuid NOT NULL, id uuid NOT NULL, version int NOT NULL, program_id uuid, days jsonb NOT NULL, set_by uuid NOT NULL, set_at timestamptz NOT NULL,
  PRIMARY KEY (org_id, id),
  CONSTRAINT work_calendar_program_exists FOREIGN KEY (org_id, program_id) REFERENCES program (org_id, id),
  CONSTRAINT work_calendar_program_once UNIQUE (org_id, program_id)
);
CREATE UNIQUE INDEX work_calendar_organization_once ON work_calendar (org_id) WHERE program_id IS NULL;
SELECT tend_keep_history('work_calendar');
SELECT tend_protect('work_calendar', 'SELECT, INSERT, UPDATE');
