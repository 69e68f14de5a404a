-- Answers in surveys of experience (K-18). Who has one is judged again when it changes.
CREATE TABLE survey_answer (
  org_id uuid NOT NULL, id uuid NOT NULL, version int NOT NULL, case_id uuid NOT NULL, person_id uuid NOT NULL,
  composite text NOT NULL, item int NOT NULL, top_box boolean NOT NULL, answered_on date NOT NULL,
  status text NOT NULL, error_reason text, author_id uuid NOT NULL, created_at timestamptz NOT NULL,
  PRIMARY KEY (org_id, id),
  CONSTRAINT survey_answer_author_exists FOREIGN KEY (org_id, author_id) REFERENCES staff (org_id, id),
  CONSTRAINT survey_answer_case_exists FOREIGN KEY (org_id, case_id) REFERENCES "case" (org_id, id),
  CONSTRAINT survey_answer_person_exists FOREIGN KEY (org_id, person_id) REFERENCES person (org_id, id)
);
CREATE UNIQUE INDEX survey_answer_once ON survey_answer (org_id, case_id, composite, item, answered_on) WHERE status = 'recorded';
CREATE INDEX survey_answer_person ON survey_answer (org_id, person_id, answered_on);
SELECT tend_keep_history('survey_answer');
SELECT tend_protect('survey_answer', 'SELECT, INSERT, UPDATE');

CREATE OR REPLACE FUNCTION outbox_told() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO measure_mark (org_id, person_id)
    SELECT DISTINCT org_id, person_id FROM added
    WHERE person_id IS NOT NULL AND kind IN ('person', 'case', 'stay', 'transition', 'contact', 'appointment', 'assessment', 'deadline',
      'occurrence', 'referral', 'authorization', 'milestone', 'survey_answer');
  PERFORM pg_notify('tend_outbox', '');
  RETURN NULL;
END $$;
