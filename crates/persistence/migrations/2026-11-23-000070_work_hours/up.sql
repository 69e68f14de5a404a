-- What somebody did in some days is looked up by who did it.
CREATE INDEX visit_staff ON visit (org_id, staff_id, departed_at);
CREATE INDEX on_call_event_author ON on_call_event (org_id, author_id, happened_at);
CREATE INDEX on_call_shift_staff ON on_call_shift (org_id, staff_id, ends_at);
