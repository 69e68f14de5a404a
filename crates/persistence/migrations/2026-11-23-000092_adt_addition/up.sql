-- What the feed added to a record under a number of another one for which it stands: it goes back when the link is undone.
CREATE TABLE adt_addition (
  org_id uuid NOT NULL, id uuid NOT NULL, version int NOT NULL,
  person_id uuid NOT NULL, own_id uuid NOT NULL, added jsonb NOT NULL, added_at timestamptz NOT NULL, taken_back_at timestamptz,
  PRIMARY KEY (org_id, id),
  CONSTRAINT adt_addition_own_exists FOREIGN KEY (org_id, own_id) REFERENCES person (org_id, id),
  CONSTRAINT adt_addition_person_exists FOREIGN KEY (org_id, person_id) REFERENCES person (org_id, id)
);
CREATE INDEX adt_addition_person ON adt_addition (org_id, person_id) WHERE taken_back_at IS NULL;
CREATE INDEX adt_addition_own ON adt_addition (org_id, own_id);
SELECT tend_keep_history('adt_addition');
SELECT tend_protect('adt_addition', 'SELECT, INSERT, UPDATE');
