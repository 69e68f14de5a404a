-- Where several papers wait for an answer, a milestone says which one it answers: it meets nothing about another.
ALTER TABLE milestone ADD COLUMN answers_id uuid;
ALTER TABLE milestone ADD CONSTRAINT milestone_answers_exists FOREIGN KEY (org_id, answers_id) REFERENCES milestone (org_id, id);
SELECT tend_renew_history('milestone');
ALTER TABLE case_event ADD COLUMN about uuid;

-- Answers to two papers may be served on one day.
DROP INDEX milestone_once_a_day;
CREATE UNIQUE INDEX milestone_once_a_day
  ON milestone (org_id, case_id, kind, occurred_on, COALESCE(answers_id, '00000000-0000-0000-0000-000000000000'))
  WHERE status = 'recorded';
