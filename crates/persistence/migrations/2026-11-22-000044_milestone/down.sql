ALTER TABLE rule NO FORCE ROW LEVEL SECURITY;
DELETE FROM rule WHERE definition ->> 'jurisdiction' <> 'US';
ALTER TABLE rule FORCE ROW LEVEL SECURITY;
DROP INDEX rule_one_version_per_day;
ALTER TABLE rule ADD CONSTRAINT rule_one_version_per_day UNIQUE (org_id, rulebook, code, valid_from);
DROP TABLE milestone, milestone_history;
DROP FUNCTION milestone_keep_history;
