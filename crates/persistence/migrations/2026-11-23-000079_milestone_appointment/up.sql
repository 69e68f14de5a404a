-- The day of a hearing has one source: where it stands in the calendar, the milestone follows its appointment.
ALTER TABLE milestone ADD COLUMN appointment_id uuid;
ALTER TABLE milestone ADD CONSTRAINT milestone_appointment_exists FOREIGN KEY (org_id, appointment_id) REFERENCES appointment (org_id, id);
SELECT tend_renew_history('milestone');
