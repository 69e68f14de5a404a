DROP TABLE reading_threshold_history;
DROP TABLE reading_threshold;
DROP FUNCTION reading_threshold_keep_history();
DROP TABLE reading_history;
DROP TABLE reading;
DROP FUNCTION reading_keep_history();
