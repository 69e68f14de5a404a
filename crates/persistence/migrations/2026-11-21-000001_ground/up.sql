-- Ground floor: tenants, staff, sessions, audit, outbox, idempotency, jobs.
-- Every table with org_id has forced row-level security; `org_id` leads every key.

-- Protects a table: only rows of the organization in `tend.org` exist for the application role.
CREATE FUNCTION tend_protect(relation regclass, privileges text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', relation);
  EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', relation);
  EXECUTE format($policy$CREATE POLICY tenant ON %s
    USING (org_id = nullif(current_setting('tend.org', true), '')::uuid)
    WITH CHECK (org_id = nullif(current_setting('tend.org', true), '')::uuid)$policy$, relation);
  EXECUTE format('GRANT %s ON %s TO tend_app', privileges, relation);
END $$;

-- Keeps every replaced or deleted row of a table, with its period [since, until), in `<table>_history`.
-- The trigger function is generated once per table, so that its statement is planned once per connection.
CREATE FUNCTION tend_keep_history(name text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('ALTER TABLE %I ADD COLUMN since timestamptz NOT NULL DEFAULT now()', name);
  EXECUTE format('CREATE TABLE %I (LIKE %I, until timestamptz NOT NULL)', name || '_history', name);
  EXECUTE format('CREATE INDEX %I ON %I (org_id, id, until)', name || '_history_record', name || '_history');
  PERFORM tend_protect(format('%I', name || '_history')::regclass, 'SELECT, INSERT');
  EXECUTE format($function$
    CREATE FUNCTION %I() RETURNS trigger LANGUAGE plpgsql AS $body$
    BEGIN
      INSERT INTO %I VALUES (OLD.*, now());
      IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
      NEW.since := now();
      RETURN NEW;
    END $body$ $function$, name || '_keep_history', name || '_history');
  EXECUTE format('CREATE TRIGGER keep_history BEFORE UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION %I()', name, name || '_keep_history');
END $$;

CREATE TABLE organization (
  org_id uuid PRIMARY KEY,
  name text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);
SELECT tend_protect('organization', 'SELECT, INSERT, UPDATE');

-- Finds an organization by a staff member's e-mail or a client id before anything else is known.
-- Holds no names, no PHI; the application reads it through exact keys only.
CREATE TABLE sign_in_directory (
  key text NOT NULL,
  org_id uuid NOT NULL,
  principal_id uuid NOT NULL,
  PRIMARY KEY (key, org_id)
);
GRANT SELECT, INSERT, UPDATE, DELETE ON sign_in_directory TO tend_app;

CREATE TABLE site (
  org_id uuid NOT NULL REFERENCES organization, id uuid NOT NULL, version int NOT NULL,
  name text NOT NULL, city text NOT NULL, state text NOT NULL,
  PRIMARY KEY (org_id, id)
);
SELECT tend_protect('site', 'SELECT, INSERT, UPDATE');

CREATE TABLE program (
  org_id uuid NOT NULL, id uuid NOT NULL, version int NOT NULL,
  site_id uuid NOT NULL, name text NOT NULL, setting text NOT NULL, person_label text NOT NULL,
  time_zone text NOT NULL, rulebook text NOT NULL,
  PRIMARY KEY (org_id, id),
  CONSTRAINT program_site_exists FOREIGN KEY (org_id, site_id) REFERENCES site (org_id, id),
  CONSTRAINT program_name_unique UNIQUE (org_id, name)
);
SELECT tend_protect('program', 'SELECT, INSERT, UPDATE');

CREATE TABLE rule (
  org_id uuid NOT NULL REFERENCES organization, id uuid NOT NULL, version int NOT NULL,
  rulebook text NOT NULL, code text NOT NULL, valid_from date NOT NULL, valid_to date, definition jsonb NOT NULL,
  PRIMARY KEY (org_id, id),
  CONSTRAINT rule_one_version_per_day UNIQUE (org_id, rulebook, code, valid_from)
);
SELECT tend_protect('rule', 'SELECT, INSERT, UPDATE');

CREATE TABLE team (
  org_id uuid NOT NULL, id uuid NOT NULL, version int NOT NULL,
  program_id uuid NOT NULL, name text NOT NULL,
  PRIMARY KEY (org_id, id),
  CONSTRAINT team_program_exists FOREIGN KEY (org_id, program_id) REFERENCES program (org_id, id),
  CONSTRAINT team_name_unique UNIQUE (org_id, program_id, name)
);
SELECT tend_protect('team', 'SELECT, INSERT, UPDATE');

CREATE TABLE staff (
  org_id uuid NOT NULL REFERENCES organization, id uuid NOT NULL, version int NOT NULL,
  name text NOT NULL, email text NOT NULL, role text NOT NULL, title text NOT NULL,
  supervisor_id uuid, time_zone text NOT NULL, languages jsonb NOT NULL, active boolean NOT NULL,
  PRIMARY KEY (org_id, id),
  CONSTRAINT staff_supervisor_exists FOREIGN KEY (org_id, supervisor_id) REFERENCES staff (org_id, id),
  CONSTRAINT staff_email_unique UNIQUE (org_id, email),
  CONSTRAINT staff_supervised CHECK (role NOT IN ('assistant', 'coordinator') OR supervisor_id IS NOT NULL),
  CONSTRAINT staff_not_own_supervisor CHECK (supervisor_id IS DISTINCT FROM id)
);
SELECT tend_keep_history('staff');
SELECT tend_protect('staff', 'SELECT, INSERT, UPDATE');

CREATE TABLE team_member (
  org_id uuid NOT NULL, team_id uuid NOT NULL, staff_id uuid NOT NULL,
  function text NOT NULL CONSTRAINT team_member_function CHECK (function IN ('member', 'lead', 'supervisor')),
  PRIMARY KEY (org_id, staff_id, team_id),
  CONSTRAINT team_member_team_exists FOREIGN KEY (org_id, team_id) REFERENCES team (org_id, id),
  CONSTRAINT team_member_staff_exists FOREIGN KEY (org_id, staff_id) REFERENCES staff (org_id, id)
);
CREATE INDEX team_member_team ON team_member (org_id, team_id);
SELECT tend_protect('team_member', 'SELECT, INSERT, UPDATE, DELETE');

CREATE TABLE credential (
  org_id uuid NOT NULL, id uuid NOT NULL, version int NOT NULL,
  staff_id uuid NOT NULL, kind text NOT NULL, state text, number text NOT NULL, status text NOT NULL, expires_on date NOT NULL,
  PRIMARY KEY (org_id, id),
  CONSTRAINT credential_staff_exists FOREIGN KEY (org_id, staff_id) REFERENCES staff (org_id, id),
  CONSTRAINT credential_number_unique UNIQUE (org_id, kind, state, number)
);
CREATE INDEX credential_staff ON credential (org_id, staff_id);
SELECT tend_keep_history('credential');
SELECT tend_protect('credential', 'SELECT, INSERT, UPDATE');

CREATE TABLE password (
  org_id uuid NOT NULL, staff_id uuid NOT NULL, hash text NOT NULL, changed_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (org_id, staff_id),
  CONSTRAINT password_staff_exists FOREIGN KEY (org_id, staff_id) REFERENCES staff (org_id, id)
);
SELECT tend_protect('password', 'SELECT, INSERT, UPDATE, DELETE');

-- Failures per account and network lane; a lane is a hashed network prefix or a device that signed in before.
CREATE TABLE sign_in_throttle (
  account text NOT NULL, lane text NOT NULL, failures int NOT NULL, last_failed_at timestamptz NOT NULL,
  PRIMARY KEY (account, lane)
);
GRANT SELECT, INSERT, UPDATE, DELETE ON sign_in_throttle TO tend_app;

CREATE TABLE session (
  org_id uuid NOT NULL, id uuid NOT NULL, staff_id uuid NOT NULL,
  created_at timestamptz NOT NULL, expires_at timestamptz NOT NULL, last_seen_at timestamptz NOT NULL,
  locked_at timestamptz, revoked_at timestamptz, revoke_reason text,
  PRIMARY KEY (org_id, id),
  CONSTRAINT session_staff_exists FOREIGN KEY (org_id, staff_id) REFERENCES staff (org_id, id)
);
CREATE INDEX session_staff ON session (org_id, staff_id);
SELECT tend_protect('session', 'SELECT, INSERT, UPDATE, DELETE');

CREATE TABLE refresh_token (
  org_id uuid NOT NULL, hash bytea NOT NULL, session_id uuid NOT NULL,
  created_at timestamptz NOT NULL, used_at timestamptz,
  PRIMARY KEY (org_id, hash),
  CONSTRAINT refresh_token_session_exists FOREIGN KEY (org_id, session_id) REFERENCES session (org_id, id) ON DELETE CASCADE
);
CREATE INDEX refresh_token_session ON refresh_token (org_id, session_id);
SELECT tend_protect('refresh_token', 'SELECT, INSERT, UPDATE, DELETE');

CREATE TABLE api_client (
  org_id uuid NOT NULL REFERENCES organization, id uuid NOT NULL, version int NOT NULL,
  name text NOT NULL, secret_hash bytea NOT NULL, scopes jsonb NOT NULL, created_at timestamptz NOT NULL, expires_at timestamptz NOT NULL, revoked_at timestamptz,
  PRIMARY KEY (org_id, id),
  CONSTRAINT api_client_name_unique UNIQUE (org_id, name)
);
SELECT tend_protect('api_client', 'SELECT, INSERT, UPDATE');

-- Audit: append-only for everybody who signs in; `tx` orders entries by finished transaction for sealing.
CREATE TABLE audit_event (
  org_id uuid NOT NULL, id uuid NOT NULL, tx xid8 NOT NULL DEFAULT pg_current_xact_id(), at timestamptz NOT NULL,
  actor_id uuid, session_id uuid, role text, operation text NOT NULL, outcome text NOT NULL, reason text,
  record_id uuid, person_id uuid, person_ids uuid[] NOT NULL DEFAULT '{}', request_id uuid NOT NULL,
  PRIMARY KEY (org_id, id)
);
CREATE INDEX audit_event_tx ON audit_event (org_id, tx);
CREATE INDEX audit_event_person ON audit_event (org_id, person_id, at);
SELECT tend_protect('audit_event', 'SELECT, INSERT');

CREATE FUNCTION audit_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'the audit trail is append-only'; END $$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON audit_event FOR EACH ROW EXECUTE FUNCTION audit_refuse_change();
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON audit_event FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse_change();

-- A seal covers all entries whose transaction lies in [from_tx, to_tx); each carries the hash of the one before.
CREATE TABLE audit_seal (
  org_id uuid NOT NULL, no bigint NOT NULL, from_tx xid8 NOT NULL, to_tx xid8 NOT NULL,
  entries bigint NOT NULL, leaves bytea NOT NULL, root bytea NOT NULL, hash bytea NOT NULL, signature bytea NOT NULL, sealed_at timestamptz NOT NULL,
  PRIMARY KEY (org_id, no)
);
SELECT tend_protect('audit_seal', 'SELECT, INSERT');
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON audit_seal FOR EACH ROW EXECUTE FUNCTION audit_refuse_change();

CREATE TABLE outbox (
  org_id uuid NOT NULL, id bigint GENERATED ALWAYS AS IDENTITY, kind text NOT NULL, record_id uuid NOT NULL, version int NOT NULL,
  person_id uuid, at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (org_id, id)
);
SELECT tend_protect('outbox', 'SELECT, INSERT, DELETE');
CREATE FUNCTION outbox_notify() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN PERFORM pg_notify('tend_outbox', ''); RETURN NULL; END $$;
CREATE TRIGGER wake AFTER INSERT ON outbox FOR EACH STATEMENT EXECUTE FUNCTION outbox_notify();

CREATE TABLE idempotency (
  org_id uuid NOT NULL, actor_id uuid NOT NULL, key text NOT NULL, operation text NOT NULL, fingerprint bytea NOT NULL,
  status int NOT NULL, etag text, body text NOT NULL, at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT idempotency_key_used PRIMARY KEY (org_id, actor_id, key)
);
CREATE INDEX idempotency_at ON idempotency (org_id, at);
SELECT tend_protect('idempotency', 'SELECT, INSERT, DELETE');

CREATE TABLE job (
  org_id uuid NOT NULL, id uuid NOT NULL, kind text NOT NULL, payload jsonb NOT NULL, run_at timestamptz NOT NULL,
  attempts int NOT NULL DEFAULT 0, status text NOT NULL DEFAULT 'ready' CONSTRAINT job_status CHECK (status IN ('ready', 'done', 'parked')), error text,
  PRIMARY KEY (org_id, id)
);
CREATE INDEX job_ready ON job (org_id, status, run_at);
SELECT tend_protect('job', 'SELECT, INSERT, UPDATE, DELETE');
CREATE FUNCTION job_notify() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN PERFORM pg_notify('tend_job', ''); RETURN NULL; END $$;
CREATE TRIGGER wake AFTER INSERT ON job FOR EACH STATEMENT EXECUTE FUNCTION job_notify();

-- Organizations in which background work may be waiting; holds ids only.
CREATE TABLE tenant (org_id uuid PRIMARY KEY);
GRANT SELECT, INSERT ON tenant TO tend_app;
