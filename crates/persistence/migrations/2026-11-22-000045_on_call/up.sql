-- Who is on call for a team, what they heard and did, and how it goes back to the owners of the cases.

CREATE TABLE on_call_shift (
  org_id uuid NOT NULL, id uuid NOT NULL, version int NOT NULL, team_id uuid NOT NULL, staff_id uuid NOT NULL, backup_id uuid,
  starts_at timestamptz NOT NULL, ends_at timestamptz NOT NULL, hours text NOT NULL, status text NOT NULL,
  author_id uuid NOT NULL, created_at timestamptz NOT NULL,
  PRIMARY KEY (org_id, id),
  CONSTRAINT on_call_shift_team_exists FOREIGN KEY (org_id, team_id) REFERENCES team (org_id, id),
  CONSTRAINT on_call_shift_staff_exists FOREIGN KEY (org_id, staff_id) REFERENCES staff (org_id, id),
  CONSTRAINT on_call_shift_backup_exists FOREIGN KEY (org_id, backup_id) REFERENCES staff (org_id, id),
  CONSTRAINT on_call_shift_backup_is_other CHECK (backup_id IS DISTINCT FROM staff_id),
  CONSTRAINT on_call_shift_ends_after_start CHECK (ends_at > starts_at),
  -- A team has one shift at a time.
  CONSTRAINT on_call_shift_no_overlap EXCLUDE USING gist (uuid_range(org_id, org_id, '[]') WITH &&, uuid_range(team_id, team_id, '[]') WITH &&, tstzrange(starts_at, ends_at) WITH &&)
    WHERE (status = 'planned')
);
CREATE INDEX on_call_shift_team ON on_call_shift (org_id, team_id, starts_at);
CREATE INDEX on_call_shift_end ON on_call_shift (org_id, status, ends_at);
SELECT tend_keep_history('on_call_shift');
SELECT tend_protect('on_call_shift', 'SELECT, INSERT, UPDATE');

CREATE TABLE on_call_hand_back (
  org_id uuid NOT NULL, id uuid NOT NULL, version int NOT NULL, case_id uuid NOT NULL, person_id uuid NOT NULL, to_id uuid NOT NULL, task_id uuid,
  status text NOT NULL, created_at timestamptz NOT NULL, acknowledged_by uuid, acknowledged_at timestamptz,
  PRIMARY KEY (org_id, id),
  CONSTRAINT on_call_hand_back_case_exists FOREIGN KEY (org_id, case_id) REFERENCES "case" (org_id, id),
  CONSTRAINT on_call_hand_back_to_exists FOREIGN KEY (org_id, to_id) REFERENCES staff (org_id, id),
  CONSTRAINT on_call_hand_back_acknowledged_has_name CHECK ((status = 'acknowledged') = (acknowledged_by IS NOT NULL AND acknowledged_at IS NOT NULL))
);
CREATE INDEX on_call_hand_back_case ON on_call_hand_back (org_id, case_id, status);
CREATE INDEX on_call_hand_back_to ON on_call_hand_back (org_id, to_id, status);
CREATE INDEX on_call_hand_back_person ON on_call_hand_back (org_id, person_id);
SELECT tend_keep_history('on_call_hand_back');
SELECT tend_protect('on_call_hand_back', 'SELECT, INSERT, UPDATE');

CREATE TABLE on_call_event (
  org_id uuid NOT NULL, id uuid NOT NULL, version int NOT NULL, shift_id uuid NOT NULL, team_id uuid NOT NULL, author_id uuid NOT NULL,
  case_id uuid, person_id uuid, contact_id uuid, caller text, triage text NOT NULL, outcome text NOT NULL, summary text NOT NULL, minutes int NOT NULL,
  happened_at timestamptz NOT NULL, hand_back_at timestamptz, hand_back_id uuid, created_at timestamptz NOT NULL,
  PRIMARY KEY (org_id, id),
  CONSTRAINT on_call_event_shift_exists FOREIGN KEY (org_id, shift_id) REFERENCES on_call_shift (org_id, id),
  CONSTRAINT on_call_event_author_exists FOREIGN KEY (org_id, author_id) REFERENCES staff (org_id, id),
  CONSTRAINT on_call_event_case_exists FOREIGN KEY (org_id, case_id) REFERENCES "case" (org_id, id),
  CONSTRAINT on_call_event_contact_exists FOREIGN KEY (org_id, contact_id) REFERENCES contact (org_id, id),
  CONSTRAINT on_call_event_hand_back_exists FOREIGN KEY (org_id, hand_back_id) REFERENCES on_call_hand_back (org_id, id),
  -- About somebody in care it stands on a contact of theirs; about anybody else it says who called.
  CONSTRAINT on_call_event_has_somebody CHECK (CASE WHEN case_id IS NULL THEN caller IS NOT NULL AND person_id IS NULL AND contact_id IS NULL
    ELSE person_id IS NOT NULL AND contact_id IS NOT NULL END)
);
CREATE INDEX on_call_event_shift ON on_call_event (org_id, shift_id, happened_at);
CREATE INDEX on_call_event_waits ON on_call_event (org_id, hand_back_at);
CREATE INDEX on_call_event_handed ON on_call_event (org_id, hand_back_id);
CREATE INDEX on_call_event_person ON on_call_event (org_id, person_id);
SELECT tend_keep_history('on_call_event');
SELECT tend_protect('on_call_event', 'SELECT, INSERT, UPDATE');
