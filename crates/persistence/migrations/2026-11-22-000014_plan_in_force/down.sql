ALTER TABLE job NO FORCE ROW LEVEL SECURITY;
DELETE FROM job WHERE kind = 'plan_ahead';
ALTER TABLE job FORCE ROW LEVEL SECURITY;
ALTER TABLE care_plan DROP COLUMN drafted_by, DROP COLUMN drafted_at;
ALTER TABLE care_plan_history DROP COLUMN drafted_by, DROP COLUMN drafted_at;
SELECT tend_renew_history('care_plan');
