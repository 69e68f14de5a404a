DROP TRIGGER measure_mark_heard ON adt_message;
DROP FUNCTION measure_mark_heard();

DROP TABLE cost, cost_history;
DROP FUNCTION cost_keep_history();

CREATE OR REPLACE FUNCTION outbox_told() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO measure_mark (org_id, person_id)
    SELECT DISTINCT org_id, person_id FROM added
    WHERE person_id IS NOT NULL AND kind IN ('person', 'case', 'stay', 'transition', 'contact', 'appointment', 'assessment', 'deadline',
      'occurrence', 'referral', 'authorization', 'milestone', 'survey_answer');
  PERFORM pg_notify('tend_outbox', '');
  RETURN NULL;
END $$;
