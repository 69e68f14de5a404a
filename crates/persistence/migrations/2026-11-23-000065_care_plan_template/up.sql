-- Templates of care plans that an organization makes; those that ship are in the program. Editions are added, never changed.
CREATE TABLE care_plan_template (
  org_id uuid NOT NULL, id uuid NOT NULL, version int NOT NULL, code text NOT NULL, edition int NOT NULL, content jsonb NOT NULL,
  author_id uuid, created_at timestamptz, withdrawn_at timestamptz,
  PRIMARY KEY (org_id, id),
  CONSTRAINT care_plan_template_author_exists FOREIGN KEY (org_id, author_id) REFERENCES staff (org_id, id),
  CONSTRAINT care_plan_template_edition_once UNIQUE (org_id, code, edition)
);
SELECT tend_keep_history('care_plan_template');
SELECT tend_protect('care_plan_template', 'SELECT, INSERT, UPDATE');
