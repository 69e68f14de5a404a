DROP TABLE contact_cadence_history;
DROP TABLE contact_cadence;
DROP FUNCTION contact_cadence_keep_history();
