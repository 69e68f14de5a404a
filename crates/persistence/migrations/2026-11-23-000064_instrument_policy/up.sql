-- The version of an instrument that an organization uses, where there are several, and why another one was asked.
CREATE TABLE instrument_policy (
  org_id uuid NOT NULL, id uuid NOT NULL, version int NOT NULL, instrument text NOT NULL, instrument_version text NOT NULL, set_by uuid NOT NULL, set_at timestamptz NOT NULL,
  PRIMARY KEY (org_id, id),
  CONSTRAINT instrument_policy_once UNIQUE (org_id, instrument)
);
SELECT tend_keep_history('instrument_policy');
SELECT tend_protect('instrument_policy', 'SELECT, INSERT, UPDATE');

ALTER TABLE assessment ADD COLUMN version_reason text;
SELECT tend_renew_history('assessment');
