DROP TABLE advocacy, advocacy_history;
DROP FUNCTION advocacy_keep_history;
