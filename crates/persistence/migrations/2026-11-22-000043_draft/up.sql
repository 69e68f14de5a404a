-- What somebody typed into a form and has not saved: seen by nobody else, and gone when it is saved, given up or a month old.
CREATE TABLE draft (
  org_id uuid NOT NULL, staff_id uuid NOT NULL, key text NOT NULL, content text NOT NULL, saved_at timestamptz NOT NULL,
  PRIMARY KEY (org_id, staff_id, key),
  CONSTRAINT draft_staff_exists FOREIGN KEY (org_id, staff_id) REFERENCES staff (org_id, id)
);
SELECT tend_protect('draft', 'SELECT, INSERT, UPDATE, DELETE');
