DROP TABLE appointment_attendee;
DROP TABLE appointment_history;
DROP TABLE appointment;
DROP FUNCTION appointment_attendee_refresh();
DROP FUNCTION appointment_keep_history();
DROP TYPE uuid_range;
