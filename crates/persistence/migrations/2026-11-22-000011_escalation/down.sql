DROP TRIGGER asks_changed ON alert;
DROP FUNCTION alert_ask_refresh();
DROP TABLE alert_ask;
DROP FUNCTION person_reach_of_gone();

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
    UNION SELECT '00000000-0000-0000-0000-000000000000' WHERE NOT EXISTS (SELECT 1 FROM "case" c WHERE c.org_id = org AND c.person_id = person)
  ) scopes;
END $$;

-- Reach that came from being asked ends with it.
ALTER TABLE person NO FORCE ROW LEVEL SECURITY;
ALTER TABLE person_reach NO FORCE ROW LEVEL SECURITY;
ALTER TABLE "case" NO FORCE ROW LEVEL SECURITY;
ALTER TABLE case_member NO FORCE ROW LEVEL SECURITY;
ALTER TABLE hand_off NO FORCE ROW LEVEL SECURITY;
ALTER TABLE alert NO FORCE ROW LEVEL SECURITY;
SELECT person_reach_refresh(a.org_id, a.person_id) FROM (SELECT DISTINCT org_id, person_id FROM alert WHERE asked <> '[]') a;
ALTER TABLE person FORCE ROW LEVEL SECURITY;
ALTER TABLE person_reach FORCE ROW LEVEL SECURITY;
ALTER TABLE "case" FORCE ROW LEVEL SECURITY;
ALTER TABLE case_member FORCE ROW LEVEL SECURITY;
ALTER TABLE hand_off FORCE ROW LEVEL SECURITY;
ALTER TABLE alert FORCE ROW LEVEL SECURITY;

DROP INDEX alert_escalates;
ALTER TABLE alert DROP COLUMN escalation, DROP COLUMN asked, DROP COLUMN escalates_at;
ALTER TABLE alert_history DROP COLUMN escalation, DROP COLUMN asked, DROP COLUMN escalates_at;
SELECT tend_renew_history('alert');

DROP TABLE absence_history;
DROP TABLE absence;
DROP FUNCTION absence_keep_history();
DROP FUNCTION absence_refuse_overlap();
