ALTER TABLE coverage DROP CONSTRAINT coverage_plan_exists, DROP COLUMN plan_id;
ALTER TABLE coverage_history DROP COLUMN plan_id;
SELECT tend_renew_history('coverage');
DROP TABLE insurance_plan, insurance_plan_history;
DROP FUNCTION insurance_plan_keep_history();
