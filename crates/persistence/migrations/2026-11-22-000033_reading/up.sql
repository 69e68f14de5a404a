-- Readings taken at home, and the ranges of persons outside which somebody is asked to look.

CREATE TABLE reading (
  org_id uuid NOT NULL, id uuid NOT NULL, version int NOT NULL, person_id uuid NOT NULL,
  kind text NOT NULL, value float8 NOT NULL, second float8, taken_at timestamptz NOT NULL, source text NOT NULL, device text, author_id uuid,
  received_at timestamptz NOT NULL, status text NOT NULL, finding text, task_id uuid, corrections jsonb NOT NULL, error_reason text,
  PRIMARY KEY (org_id, id),
  CONSTRAINT reading_person_exists FOREIGN KEY (org_id, person_id) REFERENCES person (org_id, id),
  CONSTRAINT reading_task_exists FOREIGN KEY (org_id, task_id) REFERENCES task (org_id, id),
  CONSTRAINT reading_once_per_device UNIQUE (org_id, device, taken_at, kind),
  CONSTRAINT reading_pressure_has_two_values CHECK ((kind = 'blood_pressure') = (second IS NOT NULL)),
  CONSTRAINT reading_device_or_author CHECK ((source = 'device') = (device IS NOT NULL)),
  CONSTRAINT reading_error_has_reason CHECK (status <> 'entered_in_error' OR error_reason IS NOT NULL)
);
CREATE INDEX reading_person ON reading (org_id, person_id, kind, taken_at);
CREATE INDEX reading_task ON reading (org_id, task_id);
SELECT tend_keep_history('reading');
SELECT tend_protect('reading', 'SELECT, INSERT, UPDATE');

-- The newest one of a kind counts; none is ever changed.
CREATE TABLE reading_threshold (
  org_id uuid NOT NULL, id uuid NOT NULL, version int NOT NULL, person_id uuid NOT NULL,
  kind text NOT NULL, limits jsonb NOT NULL, watch_gain bool NOT NULL, reason text NOT NULL,
  set_by uuid NOT NULL, set_at timestamptz NOT NULL,
  PRIMARY KEY (org_id, id),
  CONSTRAINT reading_threshold_person_exists FOREIGN KEY (org_id, person_id) REFERENCES person (org_id, id)
);
CREATE INDEX reading_threshold_person ON reading_threshold (org_id, person_id, kind, set_at);
SELECT tend_keep_history('reading_threshold');
SELECT tend_protect('reading_threshold', 'SELECT, INSERT, UPDATE');
