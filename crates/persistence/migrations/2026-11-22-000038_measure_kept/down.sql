DROP TRIGGER measure_mark_program ON program;
DROP TRIGGER measure_mark_person ON person;
DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['case', 'stay', 'transition', 'contact', 'appointment', 'assessment', 'deadline', 'occurrence',
    'referral', 'authorization'] LOOP
    EXECUTE format('DROP TRIGGER measure_mark_changed ON %I', name);
    EXECUTE format('DROP TRIGGER measure_mark_added ON %I', name);
  END LOOP;
END $$;
DROP FUNCTION measure_watch(text);
DROP FUNCTION measure_mark_program();
DROP FUNCTION measure_mark_person();
DROP FUNCTION measure_mark_changed();
DROP FUNCTION measure_mark_added();
DROP TABLE measure_mark;
DROP TABLE measure_kept;
