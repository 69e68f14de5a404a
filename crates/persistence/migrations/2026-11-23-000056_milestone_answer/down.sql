DROP INDEX milestone_once_a_day;
-- Of answers that were served on one day, the first one stays.
ALTER TABLE milestone NO FORCE ROW LEVEL SECURITY;
ALTER TABLE milestone_history NO FORCE ROW LEVEL SECURITY;
UPDATE milestone later SET status = 'entered_in_error', error_reason = 'Recorded for that day already.', version = later.version + 1
FROM milestone first
WHERE first.org_id = later.org_id AND first.case_id = later.case_id AND first.kind = later.kind AND first.occurred_on = later.occurred_on
  AND first.status = 'recorded' AND later.status = 'recorded' AND first.id < later.id;
ALTER TABLE milestone FORCE ROW LEVEL SECURITY;
ALTER TABLE milestone_history FORCE ROW LEVEL SECURITY;
CREATE UNIQUE INDEX milestone_once_a_day ON milestone (org_id, case_id, kind, occurred_on) WHERE status = 'recorded';
ALTER TABLE case_event DROP COLUMN about;
ALTER TABLE milestone DROP CONSTRAINT milestone_answers_exists, DROP COLUMN answers_id;
ALTER TABLE milestone_history DROP COLUMN answers_id;
SELECT tend_renew_history('milestone');
