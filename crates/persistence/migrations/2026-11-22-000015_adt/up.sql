-- Every message of the hospital's feed as it came, and what became of it.
CREATE TABLE adt_message (
  org_id uuid NOT NULL REFERENCES organization, id uuid NOT NULL, version int NOT NULL,
  state text NOT NULL, sender text NOT NULL, control_id text NOT NULL, event text NOT NULL, recorded_at timestamptz, received_at timestamptz NOT NULL,
  refusal text, place text, attempts int NOT NULL,
  patient_key text, subject_key text, person_id uuid, visit_event jsonb NOT NULL,
  raw bytea NOT NULL, hash bytea NOT NULL,
  PRIMARY KEY (org_id, id),
  CONSTRAINT adt_message_person_exists FOREIGN KEY (org_id, person_id) REFERENCES person (org_id, id),
  CONSTRAINT adt_message_dead_has_reason CHECK (state <> 'dead' OR refusal IS NOT NULL)
);
-- A dead letter may have the control id of a message that was taken: that is what is wrong with it.
CREATE UNIQUE INDEX adt_message_once ON adt_message (org_id, sender, control_id, recorded_at) WHERE state <> 'dead';
CREATE INDEX adt_message_state ON adt_message (org_id, state, id);
CREATE INDEX adt_message_subject ON adt_message (org_id, subject_key);
CREATE INDEX adt_message_patient ON adt_message (org_id, patient_key);
CREATE INDEX adt_message_hash ON adt_message (org_id, hash);
SELECT tend_protect('adt_message', 'SELECT, INSERT, UPDATE');

-- Whom the hospital means by a number.
CREATE TABLE adt_identity (
  org_id uuid NOT NULL, id uuid NOT NULL, version int NOT NULL,
  authority text NOT NULL, value text NOT NULL, person_id uuid NOT NULL, created_at timestamptz NOT NULL,
  PRIMARY KEY (org_id, id),
  CONSTRAINT adt_identity_person_exists FOREIGN KEY (org_id, person_id) REFERENCES person (org_id, id),
  CONSTRAINT adt_identity_once UNIQUE (org_id, authority, value)
);
CREATE INDEX adt_identity_person ON adt_identity (org_id, person_id);
SELECT tend_keep_history('adt_identity');
SELECT tend_protect('adt_identity', 'SELECT, INSERT, UPDATE');

-- People whom the feed names and nobody knows, one entry a number.
CREATE TABLE adt_match (
  org_id uuid NOT NULL REFERENCES organization, id uuid NOT NULL, version int NOT NULL,
  authority text NOT NULL, value text NOT NULL, patient jsonb NOT NULL, status text NOT NULL, person_id uuid, reason text,
  decided_by uuid, decided_at timestamptz, created_at timestamptz NOT NULL,
  PRIMARY KEY (org_id, id),
  CONSTRAINT adt_match_person_exists FOREIGN KEY (org_id, person_id) REFERENCES person (org_id, id),
  CONSTRAINT adt_match_once UNIQUE (org_id, authority, value),
  CONSTRAINT adt_match_settled_has_person CHECK ((status IN ('linked', 'created')) = (person_id IS NOT NULL))
);
CREATE INDEX adt_match_status ON adt_match (org_id, status, id);
SELECT tend_keep_history('adt_match');
SELECT tend_protect('adt_match', 'SELECT, INSERT, UPDATE');

-- Merged records stay; one stands for the other until the link is undone.
CREATE TABLE person_link (
  org_id uuid NOT NULL, id uuid NOT NULL, version int NOT NULL,
  survivor_id uuid NOT NULL, retired_id uuid NOT NULL, message_id uuid NOT NULL, linked_at timestamptz NOT NULL,
  undone_at timestamptz, undone_by uuid, undo_reason text,
  PRIMARY KEY (org_id, id),
  CONSTRAINT person_link_survivor_exists FOREIGN KEY (org_id, survivor_id) REFERENCES person (org_id, id),
  CONSTRAINT person_link_retired_exists FOREIGN KEY (org_id, retired_id) REFERENCES person (org_id, id),
  CONSTRAINT person_link_two_records CHECK (survivor_id <> retired_id),
  CONSTRAINT person_link_undone_has_reason CHECK ((undone_at IS NULL) = (undo_reason IS NULL))
);
CREATE UNIQUE INDEX person_link_one_active ON person_link (org_id, retired_id) WHERE undone_at IS NULL;
CREATE INDEX person_link_survivor ON person_link (org_id, survivor_id);
SELECT tend_keep_history('person_link');
SELECT tend_protect('person_link', 'SELECT, INSERT, UPDATE');
