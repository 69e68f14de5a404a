DROP TABLE concern, concern_history;
DROP FUNCTION concern_keep_history;
