-- What happened in a case, as its deadlines heard it: a late entry is judged together with what followed it.
CREATE TABLE case_event (
  org_id uuid NOT NULL, id uuid NOT NULL, case_id uuid NOT NULL, kind text NOT NULL, subject_id uuid NOT NULL, at timestamptz NOT NULL,
  PRIMARY KEY (org_id, id),
  CONSTRAINT case_event_case_exists FOREIGN KEY (org_id, case_id) REFERENCES "case" (org_id, id)
);
CREATE INDEX case_event_at ON case_event (org_id, case_id, at);

-- Cases that are older than this table: what their deadlines are anchored on, and who was reached when. An owner who is
-- no superuser sees the rows of every organization only while row-level security is not forced.
ALTER TABLE deadline NO FORCE ROW LEVEL SECURITY;
ALTER TABLE contact NO FORCE ROW LEVEL SECURITY;
INSERT INTO case_event (org_id, id, case_id, kind, subject_id, at)
SELECT org_id, gen_random_uuid(), case_id, anchor_kind, anchor_subject_id, anchor_at
FROM (SELECT DISTINCT org_id, case_id, anchor_kind, anchor_subject_id, anchor_at FROM deadline) anchor
UNION ALL
SELECT org_id, gen_random_uuid(), case_id, 'contact_reached', id, occurred_at FROM contact
WHERE case_id IS NOT NULL AND outcome = 'reached' AND "with" IN ('person', 'caregiver');
ALTER TABLE deadline FORCE ROW LEVEL SECURITY;
ALTER TABLE contact FORCE ROW LEVEL SECURITY;

SELECT tend_protect('case_event', 'SELECT, INSERT');
