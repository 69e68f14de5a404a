-- What somebody is told of every week or month.
CREATE TABLE digest_subscription (
  org_id uuid NOT NULL REFERENCES organization, id uuid NOT NULL, version int NOT NULL, reader_id uuid NOT NULL,
  name text NOT NULL, kind text NOT NULL, subject text, scope text, program_id uuid, first_on date, last_on date,
  cadence text NOT NULL, next_at timestamptz NOT NULL, created_at timestamptz NOT NULL, ended_at timestamptz,
  PRIMARY KEY (org_id, id),
  CONSTRAINT digest_subscription_program_exists FOREIGN KEY (org_id, program_id) REFERENCES program (org_id, id),
  CONSTRAINT digest_subscription_reader_exists FOREIGN KEY (org_id, reader_id) REFERENCES staff (org_id, id)
);
CREATE UNIQUE INDEX digest_subscription_once ON digest_subscription (org_id, reader_id, cadence, kind, coalesce(subject, ''), coalesce(scope, ''),
  coalesce(program_id, org_id), coalesce(first_on, '1970-01-01'), coalesce(last_on, '1970-01-01')) WHERE ended_at IS NULL;
CREATE INDEX digest_subscription_reader ON digest_subscription (org_id, reader_id) WHERE ended_at IS NULL;
CREATE INDEX digest_subscription_due ON digest_subscription (org_id, next_at) WHERE ended_at IS NULL;
SELECT tend_protect('digest_subscription', 'SELECT, INSERT, UPDATE');

-- The numbers of one morning, with what they rest on: nobody's data, and never counted again.
CREATE TABLE digest (
  org_id uuid NOT NULL, id uuid NOT NULL, version int NOT NULL, subscription_id uuid NOT NULL, reader_id uuid NOT NULL,
  name text NOT NULL, kind text NOT NULL, subject text, cadence text NOT NULL, basis jsonb NOT NULL,
  first_on date, last_on date, lines jsonb NOT NULL, made_at timestamptz NOT NULL, read_at timestamptz,
  PRIMARY KEY (org_id, id),
  CONSTRAINT digest_subscription_known FOREIGN KEY (org_id, subscription_id) REFERENCES digest_subscription (org_id, id)
);
CREATE INDEX digest_reader ON digest (org_id, reader_id, made_at);
SELECT tend_protect('digest', 'SELECT, INSERT, UPDATE');
