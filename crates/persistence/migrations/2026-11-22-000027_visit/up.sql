-- Visits outside the office: the way there and back, the safety check before it, how far it was.

CREATE TABLE visit (
  org_id uuid NOT NULL, id uuid NOT NULL, version int NOT NULL, appointment_id uuid NOT NULL, case_id uuid NOT NULL, person_id uuid NOT NULL, staff_id uuid NOT NULL,
  status text NOT NULL, safety jsonb NOT NULL, checked_at timestamptz NOT NULL, asked_id uuid, task_id uuid, decision jsonb NOT NULL,
  set_out_at timestamptz, arrived_at timestamptz, expected_end_at timestamptz, departed_at timestamptz,
  late jsonb NOT NULL, mileage jsonb NOT NULL, alarm_id uuid, created_at timestamptz NOT NULL,
  PRIMARY KEY (org_id, id),
  CONSTRAINT visit_appointment_exists FOREIGN KEY (org_id, appointment_id) REFERENCES appointment (org_id, id),
  CONSTRAINT visit_case_exists FOREIGN KEY (org_id, case_id) REFERENCES "case" (org_id, id),
  CONSTRAINT visit_person_exists FOREIGN KEY (org_id, person_id) REFERENCES person (org_id, id),
  CONSTRAINT visit_staff_exists FOREIGN KEY (org_id, staff_id) REFERENCES staff (org_id, id),
  CONSTRAINT visit_asked_exists FOREIGN KEY (org_id, asked_id) REFERENCES staff (org_id, id),
  CONSTRAINT visit_task_exists FOREIGN KEY (org_id, task_id) REFERENCES task (org_id, id),
  CONSTRAINT visit_alarm_exists FOREIGN KEY (org_id, alarm_id) REFERENCES alert (org_id, id),
  CONSTRAINT visit_once_per_worker UNIQUE (org_id, appointment_id, staff_id),
  CONSTRAINT visit_arrived_has_end CHECK (status <> 'arrived' OR (arrived_at IS NOT NULL AND expected_end_at IS NOT NULL)),
  CONSTRAINT visit_departed_after_arrival CHECK ((status = 'departed') = (departed_at IS NOT NULL) AND departed_at >= arrived_at)
);
CREATE INDEX visit_watch ON visit (org_id, status, expected_end_at);
CREATE INDEX visit_person ON visit (org_id, person_id, checked_at);
CREATE INDEX visit_alarm ON visit (org_id, alarm_id);
SELECT tend_keep_history('visit');
SELECT tend_protect('visit', 'SELECT, INSERT, UPDATE');

-- In which order a worker makes the visits of a day.
CREATE TABLE visit_day (
  org_id uuid NOT NULL, id uuid NOT NULL, version int NOT NULL, staff_id uuid NOT NULL, day date NOT NULL, appointment_ids uuid[] NOT NULL,
  PRIMARY KEY (org_id, id),
  CONSTRAINT visit_day_staff_exists FOREIGN KEY (org_id, staff_id) REFERENCES staff (org_id, id),
  CONSTRAINT visit_day_once UNIQUE (org_id, staff_id, day)
);
SELECT tend_keep_history('visit_day');
SELECT tend_protect('visit_day', 'SELECT, INSERT, UPDATE');

-- A ride that was arranged says which appointment it leads to.
ALTER TABLE referral ADD COLUMN appointment_id uuid;
ALTER TABLE referral ADD CONSTRAINT referral_appointment_exists FOREIGN KEY (org_id, appointment_id) REFERENCES appointment (org_id, id);
SELECT tend_renew_history('referral');
CREATE INDEX referral_appointment ON referral (org_id, appointment_id);
