-- How a worker likes the app, saved views among it: seen by nobody else, and the same in every browser.
CREATE TABLE preference (
  org_id uuid NOT NULL, staff_id uuid NOT NULL, content text NOT NULL, saved_at timestamptz NOT NULL,
  PRIMARY KEY (org_id, staff_id),
  CONSTRAINT preference_staff_exists FOREIGN KEY (org_id, staff_id) REFERENCES staff (org_id, id)
);
SELECT tend_protect('preference', 'SELECT, INSERT, UPDATE');

-- Somebody close to a person may stop being so; what was said with them stays.
ALTER TABLE related_person ADD COLUMN ended_on date;
SELECT tend_renew_history('related_person');
