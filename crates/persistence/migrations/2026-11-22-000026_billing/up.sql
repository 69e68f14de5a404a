-- What billing needs to know of a case's month beside time: the consent, the conditions, what the practice bills. One for each month.
CREATE TABLE billing_month (
  org_id uuid NOT NULL, id uuid NOT NULL, version int NOT NULL, case_id uuid NOT NULL, person_id uuid NOT NULL,
  month date NOT NULL, families jsonb NOT NULL, facts jsonb NOT NULL, author_id uuid NOT NULL, updated_at timestamptz NOT NULL,
  PRIMARY KEY (org_id, id),
  CONSTRAINT billing_month_case_exists FOREIGN KEY (org_id, case_id) REFERENCES "case" (org_id, id),
  CONSTRAINT billing_month_person_exists FOREIGN KEY (org_id, person_id) REFERENCES person (org_id, id),
  CONSTRAINT billing_month_once_per_case UNIQUE (org_id, case_id, month),
  CONSTRAINT billing_month_is_first_day CHECK (extract(day FROM month) = 1)
);
SELECT tend_keep_history('billing_month');
SELECT tend_protect('billing_month', 'SELECT, INSERT, UPDATE');

-- What a worker did in a month, whoever it was with.
CREATE INDEX contact_author ON contact (org_id, author_id, occurred_at);
