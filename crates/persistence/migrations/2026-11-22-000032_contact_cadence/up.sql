-- How often the people of a program are to be reached, by tier, from a day on.

CREATE TABLE contact_cadence (
  org_id uuid NOT NULL, id uuid NOT NULL, version int NOT NULL,
  program_id uuid NOT NULL, valid_from date NOT NULL, days jsonb NOT NULL, reason text NOT NULL, set_by uuid NOT NULL, set_at timestamptz NOT NULL,
  PRIMARY KEY (org_id, id),
  CONSTRAINT contact_cadence_program_exists FOREIGN KEY (org_id, program_id) REFERENCES program (org_id, id),
  CONSTRAINT contact_cadence_one_per_day UNIQUE (org_id, program_id, valid_from)
);
SELECT tend_keep_history('contact_cadence');
SELECT tend_protect('contact_cadence', 'SELECT, INSERT, UPDATE');
