DROP TABLE care_gap, care_gap_history;
DROP FUNCTION care_gap_keep_history();
