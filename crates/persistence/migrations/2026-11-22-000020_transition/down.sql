DROP INDEX deadline_anchor, stay_status;
DROP TABLE transition, transition_history;
DROP FUNCTION transition_keep_history();
