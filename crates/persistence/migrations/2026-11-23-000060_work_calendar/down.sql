DROP TABLE work_calendar_history;
DROP TABLE work_calendar;
DROP FUNCTION work_calendar_keep_history();
