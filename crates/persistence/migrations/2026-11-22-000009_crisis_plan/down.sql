DROP TABLE crisis_plan_revision, crisis_plan, crisis_plan_history CASCADE;
DROP FUNCTION crisis_plan_keep_history;
