DROP TABLE saved_report, saved_report_history;
DROP FUNCTION saved_report_keep_history();
DROP TABLE measure_target;
