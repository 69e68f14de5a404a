DROP INDEX on_call_shift_staff;
DROP INDEX on_call_event_author;
DROP INDEX visit_staff;
