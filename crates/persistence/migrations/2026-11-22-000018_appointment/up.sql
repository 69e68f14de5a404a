-- Appointments, and whose time they hold.

-- An exclusion constraint over ids needs an index that compares ids and ranges. The extension that compares ids in such an index
-- is not on every server; a range type over ids is, and [id, id] overlaps [id, id] exactly when both are the same id.
CREATE TYPE uuid_range AS RANGE (subtype = uuid);

CREATE TABLE appointment (
  org_id uuid NOT NULL, id uuid NOT NULL, version int NOT NULL, case_id uuid NOT NULL, person_id uuid NOT NULL, series_id uuid,
  kind text NOT NULL, title text, status text NOT NULL, starts_at timestamptz NOT NULL, ends_at timestamptz NOT NULL, time_zone text NOT NULL,
  place text, link text, phone text, attendee_ids jsonb NOT NULL, reminded_at timestamptz, arrived_at timestamptz,
  cancellation text, reason text, notified_at timestamptz, settled_at timestamptz, settled_by uuid, contact_id uuid,
  author_id uuid NOT NULL, created_at timestamptz NOT NULL,
  PRIMARY KEY (org_id, id),
  CONSTRAINT appointment_case_exists FOREIGN KEY (org_id, case_id) REFERENCES "case" (org_id, id),
  CONSTRAINT appointment_person_exists FOREIGN KEY (org_id, person_id) REFERENCES person (org_id, id),
  CONSTRAINT appointment_contact_exists FOREIGN KEY (org_id, contact_id) REFERENCES contact (org_id, id),
  CONSTRAINT appointment_ends_after_start CHECK (ends_at > starts_at),
  CONSTRAINT appointment_link_is_https CHECK (link LIKE 'https://%'),
  CONSTRAINT appointment_settled_has_date CHECK ((status IN ('fulfilled', 'noshow', 'cancelled')) = (settled_at IS NOT NULL)),
  CONSTRAINT appointment_missed_has_reason CHECK (status NOT IN ('noshow', 'cancelled') OR reason IS NOT NULL),
  CONSTRAINT appointment_cancelled_is_counted CHECK ((status = 'cancelled') = (cancellation IS NOT NULL)),
  CONSTRAINT appointment_person_free EXCLUDE USING gist (uuid_range(org_id, org_id, '[]') WITH &&, uuid_range(person_id, person_id, '[]') WITH &&, tstzrange(starts_at, ends_at) WITH &&)
    WHERE (status IN ('booked', 'arrived', 'fulfilled'))
);
CREATE INDEX appointment_person ON appointment (org_id, person_id, starts_at);
CREATE INDEX appointment_case ON appointment (org_id, case_id, starts_at);
SELECT tend_keep_history('appointment');
SELECT tend_protect('appointment', 'SELECT, INSERT, UPDATE');

-- Who takes part, for calendars. Kept by a trigger, so that no write can forget it.
CREATE TABLE appointment_attendee (
  org_id uuid NOT NULL, appointment_id uuid NOT NULL, staff_id uuid NOT NULL, starts_at timestamptz NOT NULL, ends_at timestamptz NOT NULL, holds_time boolean NOT NULL,
  PRIMARY KEY (org_id, appointment_id, staff_id),
  CONSTRAINT appointment_attendee_appointment_exists FOREIGN KEY (org_id, appointment_id) REFERENCES appointment (org_id, id),
  CONSTRAINT appointment_attendee_staff_exists FOREIGN KEY (org_id, staff_id) REFERENCES staff (org_id, id),
  CONSTRAINT appointment_attendee_free EXCLUDE USING gist (uuid_range(org_id, org_id, '[]') WITH &&, uuid_range(staff_id, staff_id, '[]') WITH &&, tstzrange(starts_at, ends_at) WITH &&)
    WHERE (holds_time)
);
CREATE INDEX appointment_attendee_staff ON appointment_attendee (org_id, staff_id, starts_at);
SELECT tend_protect('appointment_attendee', 'SELECT, INSERT, DELETE');

CREATE FUNCTION appointment_attendee_refresh() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM appointment_attendee a WHERE a.org_id = NEW.org_id AND a.appointment_id = NEW.id;
  INSERT INTO appointment_attendee (org_id, appointment_id, staff_id, starts_at, ends_at, holds_time)
  SELECT NEW.org_id, NEW.id, attendee::uuid, NEW.starts_at, NEW.ends_at, NEW.status IN ('booked', 'arrived', 'fulfilled')
  FROM jsonb_array_elements_text(NEW.attendee_ids) attendee;
  RETURN NULL;
END $$;
CREATE TRIGGER attendees_changed AFTER INSERT OR UPDATE ON appointment FOR EACH ROW EXECUTE FUNCTION appointment_attendee_refresh();
