DROP TABLE care_plan_template_history;
DROP TABLE care_plan_template;
DROP FUNCTION care_plan_template_keep_history();
