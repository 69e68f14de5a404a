-- What a payer's plan pays for and who is in its network (FHIR InsurancePlan), kept by hand; a coverage may name its plan.
CREATE TABLE insurance_plan (
  org_id uuid NOT NULL REFERENCES organization, id uuid NOT NULL, version int NOT NULL,
  payer text NOT NULL, name text NOT NULL, status text NOT NULL, benefits jsonb NOT NULL, network jsonb NOT NULL,
  changed_by uuid NOT NULL, changed_at timestamptz NOT NULL,
  PRIMARY KEY (org_id, id),
  CONSTRAINT insurance_plan_changed_by_exists FOREIGN KEY (org_id, changed_by) REFERENCES staff (org_id, id),
  CONSTRAINT insurance_plan_once UNIQUE (org_id, payer, name)
);
SELECT tend_keep_history('insurance_plan');
SELECT tend_protect('insurance_plan', 'SELECT, INSERT, UPDATE');

ALTER TABLE coverage ADD COLUMN plan_id uuid,
  ADD CONSTRAINT coverage_plan_exists FOREIGN KEY (org_id, plan_id) REFERENCES insurance_plan (org_id, id);
SELECT tend_renew_history('coverage');
