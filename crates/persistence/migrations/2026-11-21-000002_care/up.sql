-- People, cases, stays and what is known about them.

CREATE TABLE person (
  org_id uuid NOT NULL REFERENCES organization, id uuid NOT NULL, version int NOT NULL,
  family_name text NOT NULL, given_name text NOT NULL, preferred_name text, pronouns text,
  birth_date date NOT NULL, deceased_on date, sex text NOT NULL, language text NOT NULL, interpreter_needed boolean NOT NULL,
  phone text, email text, address jsonb NOT NULL, identifiers jsonb NOT NULL, contact_point_id uuid, source text, created_at timestamptz NOT NULL,
  PRIMARY KEY (org_id, id),
  CONSTRAINT person_contact_point_exists FOREIGN KEY (org_id, contact_point_id) REFERENCES staff (org_id, id),
  CONSTRAINT person_source_unique UNIQUE (org_id, source)
);
SELECT tend_keep_history('person');
SELECT tend_protect('person', 'SELECT, INSERT, UPDATE');

-- Through which scopes a person is reached: owner, care team, team, organization, or the intake pool (nil) while there is no case.
-- Kept by triggers, so that no write can forget it; search and visibility read it.
CREATE TABLE person_reach (
  org_id uuid NOT NULL, scope_id uuid NOT NULL, person_id uuid NOT NULL, name_key text COLLATE "C" NOT NULL,
  PRIMARY KEY (org_id, person_id, scope_id),
  CONSTRAINT person_reach_person_exists FOREIGN KEY (org_id, person_id) REFERENCES person (org_id, id) ON DELETE CASCADE
);
CREATE INDEX person_reach_name ON person_reach (org_id, scope_id, name_key, person_id);
SELECT tend_protect('person_reach', 'SELECT, INSERT, UPDATE, DELETE');

CREATE TABLE related_person (
  org_id uuid NOT NULL, id uuid NOT NULL, version int NOT NULL, person_id uuid NOT NULL,
  name text NOT NULL, relationship text NOT NULL, phone text, is_caregiver boolean NOT NULL, may_discuss boolean NOT NULL,
  PRIMARY KEY (org_id, id),
  CONSTRAINT related_person_person_exists FOREIGN KEY (org_id, person_id) REFERENCES person (org_id, id)
);
CREATE INDEX related_person_person ON related_person (org_id, person_id);
SELECT tend_keep_history('related_person');
SELECT tend_protect('related_person', 'SELECT, INSERT, UPDATE');

CREATE TABLE coverage (
  org_id uuid NOT NULL, id uuid NOT NULL, version int NOT NULL, person_id uuid NOT NULL,
  payer text NOT NULL, kind text NOT NULL, member_id text, starts_on date, ends_on date, source text,
  PRIMARY KEY (org_id, id),
  CONSTRAINT coverage_person_exists FOREIGN KEY (org_id, person_id) REFERENCES person (org_id, id),
  CONSTRAINT coverage_source_unique UNIQUE (org_id, source),
  CONSTRAINT coverage_ends_after_start CHECK (ends_on >= starts_on)
);
CREATE INDEX coverage_person ON coverage (org_id, person_id);
SELECT tend_keep_history('coverage');
SELECT tend_protect('coverage', 'SELECT, INSERT, UPDATE');

CREATE TABLE observation (
  org_id uuid NOT NULL, id uuid NOT NULL, version int NOT NULL, person_id uuid NOT NULL,
  code text NOT NULL, title text NOT NULL, value double precision, value_text text, unit text, observed_at timestamptz NOT NULL, source text,
  PRIMARY KEY (org_id, id),
  CONSTRAINT observation_person_exists FOREIGN KEY (org_id, person_id) REFERENCES person (org_id, id),
  CONSTRAINT observation_source_unique UNIQUE (org_id, source)
);
CREATE INDEX observation_person ON observation (org_id, person_id, observed_at);
SELECT tend_keep_history('observation');
SELECT tend_protect('observation', 'SELECT, INSERT, UPDATE');

CREATE TABLE medication (
  org_id uuid NOT NULL, id uuid NOT NULL, version int NOT NULL, person_id uuid NOT NULL,
  code text, title text NOT NULL, status text NOT NULL, ordered_at timestamptz NOT NULL, source text,
  PRIMARY KEY (org_id, id),
  CONSTRAINT medication_person_exists FOREIGN KEY (org_id, person_id) REFERENCES person (org_id, id),
  CONSTRAINT medication_source_unique UNIQUE (org_id, source)
);
CREATE INDEX medication_person ON medication (org_id, person_id, ordered_at);
SELECT tend_keep_history('medication');
SELECT tend_protect('medication', 'SELECT, INSERT, UPDATE');

CREATE TABLE "case" (
  org_id uuid NOT NULL, id uuid NOT NULL, version int NOT NULL,
  person_id uuid NOT NULL, program_id uuid NOT NULL, status text NOT NULL, stage text NOT NULL, tier text NOT NULL,
  owner_id uuid NOT NULL, team_id uuid NOT NULL, enrolled_at timestamptz NOT NULL, closed_at timestamptz, outcome text, close_reason text,
  PRIMARY KEY (org_id, id),
  CONSTRAINT case_person_exists FOREIGN KEY (org_id, person_id) REFERENCES person (org_id, id),
  CONSTRAINT case_program_exists FOREIGN KEY (org_id, program_id) REFERENCES program (org_id, id),
  CONSTRAINT case_owner_exists FOREIGN KEY (org_id, owner_id) REFERENCES staff (org_id, id),
  CONSTRAINT case_team_exists FOREIGN KEY (org_id, team_id) REFERENCES team (org_id, id),
  CONSTRAINT case_closed_has_outcome CHECK ((status = 'closed') = (closed_at IS NOT NULL AND outcome IS NOT NULL))
);
CREATE UNIQUE INDEX case_one_active_per_program ON "case" (org_id, person_id, program_id) WHERE status = 'active';
CREATE INDEX case_person ON "case" (org_id, person_id);
CREATE INDEX case_owner ON "case" (org_id, owner_id, status, id);
CREATE INDEX case_team ON "case" (org_id, team_id, status, id);
SELECT tend_keep_history('case');
SELECT tend_protect('"case"', 'SELECT, INSERT, UPDATE');

CREATE TABLE case_member (
  org_id uuid NOT NULL, id uuid NOT NULL, version int NOT NULL, case_id uuid NOT NULL, person_id uuid NOT NULL, staff_id uuid NOT NULL,
  role text NOT NULL, starts_at timestamptz NOT NULL, ends_at timestamptz,
  PRIMARY KEY (org_id, id),
  CONSTRAINT case_member_case_exists FOREIGN KEY (org_id, case_id) REFERENCES "case" (org_id, id),
  CONSTRAINT case_member_staff_exists FOREIGN KEY (org_id, staff_id) REFERENCES staff (org_id, id),
  CONSTRAINT case_member_ends_after_start CHECK (ends_at >= starts_at)
);
CREATE UNIQUE INDEX case_member_once ON case_member (org_id, case_id, staff_id) WHERE ends_at IS NULL;
CREATE INDEX case_member_person ON case_member (org_id, person_id);
SELECT tend_keep_history('case_member');
SELECT tend_protect('case_member', 'SELECT, INSERT, UPDATE');

CREATE TABLE hand_off (
  org_id uuid NOT NULL, id uuid NOT NULL, version int NOT NULL, case_id uuid NOT NULL, person_id uuid NOT NULL,
  from_id uuid NOT NULL, to_id uuid NOT NULL, status text NOT NULL, summary text NOT NULL, risks text NOT NULL, promises text NOT NULL,
  offered_at timestamptz NOT NULL, settled_at timestamptz, reason text,
  PRIMARY KEY (org_id, id),
  CONSTRAINT hand_off_case_exists FOREIGN KEY (org_id, case_id) REFERENCES "case" (org_id, id),
  CONSTRAINT hand_off_from_exists FOREIGN KEY (org_id, from_id) REFERENCES staff (org_id, id),
  CONSTRAINT hand_off_to_exists FOREIGN KEY (org_id, to_id) REFERENCES staff (org_id, id)
);
CREATE UNIQUE INDEX hand_off_one_open_per_case ON hand_off (org_id, case_id) WHERE status = 'offered';
CREATE INDEX hand_off_to ON hand_off (org_id, to_id, status);
CREATE INDEX hand_off_person ON hand_off (org_id, person_id);
SELECT tend_keep_history('hand_off');
SELECT tend_protect('hand_off', 'SELECT, INSERT, UPDATE');

CREATE FUNCTION person_reach_refresh(org uuid, person uuid) RETURNS void LANGUAGE plpgsql AS $$
DECLARE key text;
BEGIN
  SELECT lower(p.family_name) || ' ' || lower(p.given_name) INTO key FROM person p WHERE p.org_id = org AND p.id = person;
  IF key IS NULL THEN RETURN; END IF;
  DELETE FROM person_reach r WHERE r.org_id = org AND r.person_id = person;
  INSERT INTO person_reach (org_id, scope_id, person_id, name_key)
  SELECT org, scope, person, key FROM (
    SELECT org AS scope
    UNION SELECT c.owner_id FROM "case" c WHERE c.org_id = org AND c.person_id = person
    UNION SELECT c.team_id FROM "case" c WHERE c.org_id = org AND c.person_id = person
    UNION SELECT m.staff_id FROM case_member m WHERE m.org_id = org AND m.person_id = person AND (m.ends_at IS NULL OR m.ends_at > now())
    UNION SELECT h.to_id FROM hand_off h WHERE h.org_id = org AND h.person_id = person AND h.status = 'offered'
    UNION SELECT '00000000-0000-0000-0000-000000000000' WHERE NOT EXISTS (SELECT 1 FROM "case" c WHERE c.org_id = org AND c.person_id = person)
  ) scopes;
END $$;

CREATE FUNCTION person_reach_of_person() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN PERFORM person_reach_refresh(NEW.org_id, NEW.id); RETURN NULL; END $$;
CREATE FUNCTION person_reach_of_record() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN PERFORM person_reach_refresh(NEW.org_id, NEW.person_id); RETURN NULL; END $$;
CREATE TRIGGER reach_new AFTER INSERT ON person FOR EACH ROW EXECUTE FUNCTION person_reach_of_person();
CREATE TRIGGER reach_renamed AFTER UPDATE ON person FOR EACH ROW
  WHEN (OLD.family_name IS DISTINCT FROM NEW.family_name OR OLD.given_name IS DISTINCT FROM NEW.given_name) EXECUTE FUNCTION person_reach_of_person();
CREATE TRIGGER reach_new AFTER INSERT ON "case" FOR EACH ROW EXECUTE FUNCTION person_reach_of_record();
CREATE TRIGGER reach_moved AFTER UPDATE ON "case" FOR EACH ROW
  WHEN (OLD.owner_id IS DISTINCT FROM NEW.owner_id OR OLD.team_id IS DISTINCT FROM NEW.team_id) EXECUTE FUNCTION person_reach_of_record();
CREATE TRIGGER reach_changed AFTER INSERT OR UPDATE ON case_member FOR EACH ROW EXECUTE FUNCTION person_reach_of_record();
CREATE TRIGGER reach_changed AFTER INSERT OR UPDATE ON hand_off FOR EACH ROW EXECUTE FUNCTION person_reach_of_record();

CREATE TABLE stay (
  org_id uuid NOT NULL, id uuid NOT NULL, version int NOT NULL, person_id uuid NOT NULL,
  class text NOT NULL, status text NOT NULL, facility text NOT NULL, reason text, admitted_at timestamptz NOT NULL, discharged_at timestamptz,
  destination text, cancel_reason text, source text,
  PRIMARY KEY (org_id, id),
  CONSTRAINT stay_person_exists FOREIGN KEY (org_id, person_id) REFERENCES person (org_id, id),
  CONSTRAINT stay_source_unique UNIQUE (org_id, source),
  CONSTRAINT stay_ends_after_begin CHECK (discharged_at >= admitted_at),
  CONSTRAINT stay_finished_has_end CHECK (status <> 'finished' OR discharged_at IS NOT NULL)
);
CREATE INDEX stay_person ON stay (org_id, person_id, admitted_at);
SELECT tend_keep_history('stay');
SELECT tend_protect('stay', 'SELECT, INSERT, UPDATE');

CREATE TABLE need (
  org_id uuid NOT NULL, id uuid NOT NULL, version int NOT NULL, person_id uuid NOT NULL,
  kind text NOT NULL, title text NOT NULL, code text, code_system text, status text NOT NULL, reason text, onset_on date, created_at timestamptz NOT NULL, source text,
  PRIMARY KEY (org_id, id),
  CONSTRAINT need_person_exists FOREIGN KEY (org_id, person_id) REFERENCES person (org_id, id),
  CONSTRAINT need_source_unique UNIQUE (org_id, source)
);
CREATE INDEX need_person ON need (org_id, person_id, status);
SELECT tend_keep_history('need');
SELECT tend_protect('need', 'SELECT, INSERT, UPDATE');
