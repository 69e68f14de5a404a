-- What colleagues added to a team's list of the day, and what was marked on it; the rest of the list is worked out.
CREATE TABLE huddle_item (
  org_id uuid NOT NULL, id uuid NOT NULL, version int NOT NULL, team_id uuid NOT NULL, day date NOT NULL, kind text NOT NULL, record_id uuid NOT NULL,
  person_id uuid, case_id uuid, text text, mark text NOT NULL, task_id uuid, author_id uuid NOT NULL, marked_by uuid, created_at timestamptz NOT NULL,
  PRIMARY KEY (org_id, id),
  CONSTRAINT huddle_item_team_exists FOREIGN KEY (org_id, team_id) REFERENCES team (org_id, id),
  CONSTRAINT huddle_item_case_exists FOREIGN KEY (org_id, case_id) REFERENCES "case" (org_id, id),
  CONSTRAINT huddle_item_author_exists FOREIGN KEY (org_id, author_id) REFERENCES staff (org_id, id),
  CONSTRAINT huddle_item_once UNIQUE (org_id, team_id, day, kind, record_id),
  CONSTRAINT huddle_item_added_has_text CHECK (kind <> 'added' OR text IS NOT NULL),
  CONSTRAINT huddle_item_case_has_person CHECK ((case_id IS NULL) = (person_id IS NULL)),
  CONSTRAINT huddle_item_assigned_has_task CHECK ((mark = 'assigned') = (task_id IS NOT NULL))
);
CREATE INDEX huddle_item_person ON huddle_item (org_id, person_id);
SELECT tend_keep_history('huddle_item');
SELECT tend_protect('huddle_item', 'SELECT, INSERT, UPDATE');
