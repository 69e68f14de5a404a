-- Multiplies one person, made through the API, until there are :people of them: 200 for each care manager.
-- Run by the owner. Triggers and foreign keys are off while it runs; what they keep is written here and compared at the end.
BEGIN;
SET LOCAL session_replication_role = replica;
SET LOCAL synchronous_commit = off;

CREATE FUNCTION pg_temp.copied(id uuid, n bigint) RETURNS uuid LANGUAGE sql IMMUTABLE AS $$ SELECT md5(id::text || ' ' || n)::uuid $$;
CREATE FUNCTION pg_temp.named(n bigint) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT initcap((ARRAY['ma','ri','to','sa','le','no','da','vi','jo','ka','be','lu','fe','ro','pe','mi','an','el','os','ur'])[1 + n % 20]
    || (ARRAY['rin','lo','ders','tin','man','ro','sen','ber','ga','nez','vic','ley','ton','kov','shi','ra','dez','lan','mer','well'])[1 + (n / 20) % 20]
    || (ARRAY['','son','a','ez','ski','berg','o','ini','er','wood'])[1 + (n / 400) % 10]) $$;

-- What is copied how often: staff and team for each care manager, everything else for each person.
CREATE TEMP TABLE manager ON COMMIT DROP AS
  SELECT k, CASE k WHEN 0 THEN :'owner'::uuid ELSE pg_temp.copied(:'owner', k) END AS staff_id,
    CASE k / 10 WHEN 0 THEN :'team'::uuid ELSE pg_temp.copied(:'team', k / 10) END AS team_id
  FROM generate_series(0, :people / 200 - 1) k;
CREATE TEMP TABLE person_copy ON COMMIT DROP AS
  SELECT n, m.k, m.staff_id AS owner_id, m.team_id, pg_temp.named(n * 7919 % 4000) AS family_name, pg_temp.named(n * 104729 % 4000) AS given_name,
    make_interval(hours => (n * 7919 % 720)::int - 240) AS shift
  FROM generate_series(1, :people::bigint - 1) n JOIN manager m ON m.k = n / 200;

INSERT INTO team SELECT t.org_id, pg_temp.copied(t.id, k / 10), t.version, t.program_id, t.name || ' ' || k / 10
  FROM team t, manager m WHERE t.id = :'team' AND m.k > 0 AND m.k % 10 = 0;
INSERT INTO staff (org_id, id, version, name, email, role, title, supervisor_id, time_zone, languages, active, profile)
  SELECT org_id, m.staff_id, version, 'Care manager ' || k, 'manager.' || k || '@example.org', role, title, supervisor_id, time_zone, languages, active, profile
  FROM staff s, manager m WHERE s.id = :'owner' AND m.k > 0;
INSERT INTO password (org_id, staff_id, hash) SELECT org_id, m.staff_id, hash FROM password p, manager m WHERE p.staff_id = :'owner' AND m.k > 0;
INSERT INTO sign_in_directory SELECT s.email, s.org_id, s.id FROM staff s JOIN manager m ON m.staff_id = s.id WHERE m.k > 0;
INSERT INTO team_member SELECT t.org_id, m.team_id, m.staff_id, t.function FROM team_member t, manager m WHERE t.staff_id = :'owner' AND m.k > 0;
INSERT INTO credential (org_id, id, version, staff_id, kind, state, number, status, issued_on, expires_on, renewal_hours, hours_earned)
  SELECT org_id, pg_temp.copied(id, k), version, m.staff_id, kind, state, number || '-' || k, status, issued_on, expires_on, renewal_hours, hours_earned
  FROM credential c, manager m WHERE c.staff_id = :'owner' AND m.k > 0;

SELECT set_config('bench.person', :'person', true) \g /dev/null
DO $$
DECLARE name text; columns text; expressions text;
BEGIN
  FOREACH name IN ARRAY ARRAY['person', 'related_person', 'coverage', 'case', 'need', 'contact', 'note', 'assessment', 'care_plan', 'task', 'deadline'] LOOP
    SELECT string_agg(quote_ident(column_name), ', ' ORDER BY ordinal_position),
      string_agg(CASE
        WHEN column_name IN ('id', 'person_id', 'case_id', 'contact_id', 'anchor_subject_id', 'care_plan_id', 'intervention_id') THEN format('pg_temp.copied(t.%I, c.n)', column_name)
        WHEN column_name IN ('owner_id', 'author_id') THEN format('CASE WHEN t.%I IS NULL THEN NULL ELSE c.owner_id END', column_name)
        WHEN column_name IN ('team_id', 'family_name', 'given_name') THEN format('c.%I', column_name)
        WHEN column_name IN ('due_at', 'rank_at') THEN format('t.%I + c.shift', column_name)
        WHEN column_name = 'birth_date' THEN '(date ''1930-01-01'' + (c.n * 37 % 28000)::int)'
        ELSE format('t.%I', column_name) END, ', ' ORDER BY ordinal_position)
      INTO columns, expressions FROM information_schema.columns WHERE table_schema = 'public' AND table_name = name;
    EXECUTE format('INSERT INTO %I (%s) SELECT %s FROM person_copy c, %I t WHERE t.%I = %L ORDER BY c.n',
      name, columns, expressions, name, CASE name WHEN 'person' THEN 'id' ELSE 'person_id' END, current_setting('bench.person'));
  END LOOP;
END $$;
INSERT INTO person_reach SELECT p.org_id, s.scope, p.id, lower(p.family_name) || ' ' || lower(p.given_name)
  FROM person_copy c JOIN person p ON p.org_id = :'org' AND p.id = pg_temp.copied(:'person', c.n)
  CROSS JOIN LATERAL (VALUES (p.org_id), (c.owner_id), (c.team_id)) s(scope);

-- Where the triggers would have written the same.
CREATE TEMP TABLE reach_before ON COMMIT DROP AS SELECT r.* FROM person_reach r JOIN person_copy c ON r.person_id = pg_temp.copied(:'person', c.n) WHERE c.n % 199 = 1;
SELECT count(person_reach_refresh(:'org', person_id)) FROM (SELECT DISTINCT person_id FROM reach_before) p \g /dev/null
DO $$
BEGIN
  IF EXISTS (SELECT * FROM reach_before EXCEPT SELECT * FROM person_reach)
    OR (SELECT count(*) FROM reach_before) <> (SELECT count(*) FROM person_reach WHERE person_id IN (SELECT person_id FROM reach_before)) THEN
    RAISE EXCEPTION 'the reach of the copied people is not what the triggers keep';
  END IF;
END $$;

-- The people that clients ask about: e-mail of the care manager, person, case, open task, begin of the name.
SELECT s.email, p.id, k.id, (SELECT t.id FROM task t WHERE t.org_id = :'org' AND t.person_id = p.id AND t.status = 'open' ORDER BY t.id LIMIT 1), lower(left(p.family_name, 2))
  FROM generate_series(0, :subjects - 1) i
  JOIN person_copy c ON c.n = (i % least(:people / 200, :owners)) * 200 + 1 + i / least(:people / 200, :owners) * 7 % 199
  JOIN staff s ON s.id = c.owner_id
  JOIN person p ON p.org_id = :'org' AND p.id = pg_temp.copied(:'person', c.n)
  JOIN "case" k ON k.org_id = :'org' AND k.person_id = p.id
  ORDER BY i;
COMMIT;
VACUUM (ANALYZE);
CHECKPOINT;
