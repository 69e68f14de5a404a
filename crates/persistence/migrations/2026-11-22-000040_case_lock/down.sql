DROP TABLE case_lock_history;
DROP TABLE case_lock;
DROP FUNCTION case_lock_keep_history();
