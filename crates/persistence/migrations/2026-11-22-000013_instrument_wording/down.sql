DROP TABLE instrument_wording_history;
DROP TABLE instrument_wording;
DROP FUNCTION instrument_wording_keep_history();
