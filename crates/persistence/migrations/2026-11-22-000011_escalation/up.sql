-- Safety alerts move up until they are closed, and workers who are off have somebody who covers for them.

CREATE TABLE absence (
  org_id uuid NOT NULL, id uuid NOT NULL, version int NOT NULL,
  staff_id uuid NOT NULL, cover_id uuid, first_on date NOT NULL, last_on date NOT NULL, status text NOT NULL,
  author_id uuid NOT NULL, created_at timestamptz NOT NULL,
  PRIMARY KEY (org_id, id),
  CONSTRAINT absence_staff_exists FOREIGN KEY (org_id, staff_id) REFERENCES staff (org_id, id),
  CONSTRAINT absence_cover_exists FOREIGN KEY (org_id, cover_id) REFERENCES staff (org_id, id),
  CONSTRAINT absence_cover_is_other CHECK (cover_id IS DISTINCT FROM staff_id),
  CONSTRAINT absence_ends_after_start CHECK (last_on >= first_on)
);
CREATE INDEX absence_staff ON absence (org_id, staff_id, last_on);
CREATE INDEX absence_last_day ON absence (org_id, status, last_on);
SELECT tend_keep_history('absence');
SELECT tend_protect('absence', 'SELECT, INSERT, UPDATE');

-- Nobody is off twice on one day. An exclusion constraint would need an extension that not every server has; the lock on the
-- worker makes two who plan at the same time wait for each other.
CREATE FUNCTION absence_refuse_overlap() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM staff s WHERE s.org_id = NEW.org_id AND s.id = NEW.staff_id FOR NO KEY UPDATE;
  IF EXISTS (SELECT 1 FROM absence a WHERE a.org_id = NEW.org_id AND a.staff_id = NEW.staff_id AND a.id <> NEW.id AND a.status = 'planned'
      AND a.first_on <= NEW.last_on AND a.last_on >= NEW.first_on) THEN
    RAISE EXCEPTION 'the worker is off already' USING ERRCODE = 'exclusion_violation', CONSTRAINT = 'absence_no_overlap';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER refuse_overlap BEFORE INSERT OR UPDATE ON absence FOR EACH ROW WHEN (NEW.status = 'planned') EXECUTE FUNCTION absence_refuse_overlap();

ALTER TABLE alert ADD COLUMN escalation text NOT NULL DEFAULT 'owner';
ALTER TABLE alert ADD COLUMN asked jsonb NOT NULL DEFAULT '[]';
ALTER TABLE alert ADD COLUMN escalates_at timestamptz;
-- What is open already goes the same way from its first look on. Filling a new column is no change that history keeps, and an
-- owner who is no superuser sees the rows of every organization only while row-level security is not forced.
ALTER TABLE alert NO FORCE ROW LEVEL SECURITY;
ALTER TABLE alert DISABLE TRIGGER keep_history;
UPDATE alert SET escalates_at = CASE status WHEN 'open' THEN opened_at + (due_at - opened_at) * 0.25 ELSE due_at END WHERE status IN ('open', 'acknowledged');
ALTER TABLE alert ENABLE TRIGGER keep_history;
ALTER TABLE alert FORCE ROW LEVEL SECURITY;
SELECT tend_renew_history('alert');
CREATE INDEX alert_escalates ON alert (org_id, status, escalates_at);

-- Who is asked beside the owner: for their worklist, and for their reach. Kept by a trigger, so that no write can forget it. A
-- row stays for a day after the alert is closed, so that whoever closed it can write down what was done.
CREATE TABLE alert_ask (
  org_id uuid NOT NULL, staff_id uuid NOT NULL, alert_id uuid NOT NULL, person_id uuid NOT NULL, closed_at timestamptz,
  PRIMARY KEY (org_id, staff_id, alert_id),
  CONSTRAINT alert_ask_alert_exists FOREIGN KEY (org_id, alert_id) REFERENCES alert (org_id, id)
);
CREATE INDEX alert_ask_alert ON alert_ask (org_id, alert_id);
CREATE INDEX alert_ask_person ON alert_ask (org_id, person_id);
CREATE INDEX alert_ask_closed ON alert_ask (org_id, closed_at);
SELECT tend_protect('alert_ask', 'SELECT, INSERT, UPDATE, DELETE');

CREATE OR REPLACE FUNCTION person_reach_refresh(org uuid, person uuid) RETURNS void LANGUAGE plpgsql AS $$
DECLARE key text;
BEGIN
  SELECT lower(p.family_name) || ' ' || lower(p.given_name) INTO key FROM person p WHERE p.org_id = org AND p.id = person;
  IF key IS NULL THEN RETURN; END IF;
  DELETE FROM person_reach r WHERE r.org_id = org AND r.person_id = person;
  INSERT INTO person_reach (org_id, scope_id, person_id, name_key)
  SELECT org, scope, person, key FROM (
    SELECT org AS scope
    UNION SELECT c.owner_id FROM "case" c WHERE c.org_id = org AND c.person_id = person
    UNION SELECT c.team_id FROM "case" c WHERE c.org_id = org AND c.person_id = person
    UNION SELECT m.staff_id FROM case_member m WHERE m.org_id = org AND m.person_id = person AND (m.ends_at IS NULL OR m.ends_at > now())
    UNION SELECT h.to_id FROM hand_off h WHERE h.org_id = org AND h.person_id = person AND h.status = 'offered'
    UNION SELECT k.staff_id FROM alert_ask k WHERE k.org_id = org AND k.person_id = person
    UNION SELECT '00000000-0000-0000-0000-000000000000' WHERE NOT EXISTS (SELECT 1 FROM "case" c WHERE c.org_id = org AND c.person_id = person)
  ) scopes;
END $$;

CREATE FUNCTION alert_ask_refresh() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO alert_ask (org_id, staff_id, alert_id, person_id, closed_at)
  SELECT NEW.org_id, (ask ->> 'staff_id')::uuid, NEW.id, NEW.person_id, NEW.closed_at FROM jsonb_array_elements(NEW.asked) ask
  ON CONFLICT (org_id, staff_id, alert_id) DO UPDATE SET closed_at = excluded.closed_at;
  PERFORM person_reach_refresh(NEW.org_id, NEW.person_id);
  RETURN NULL;
END $$;
CREATE TRIGGER asks_changed AFTER INSERT OR UPDATE ON alert FOR EACH ROW WHEN (NEW.asked <> '[]') EXECUTE FUNCTION alert_ask_refresh();

CREATE FUNCTION person_reach_of_gone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN PERFORM person_reach_refresh(OLD.org_id, OLD.person_id); RETURN NULL; END $$;
CREATE TRIGGER reach_ended AFTER DELETE ON alert_ask FOR EACH ROW EXECUTE FUNCTION person_reach_of_gone();
