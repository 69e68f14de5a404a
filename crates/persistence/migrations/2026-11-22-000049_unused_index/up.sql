-- No query reads them: notes that wait are found by note_waiting, and advocacy by its person.
DROP INDEX note_status, advocacy_need;
