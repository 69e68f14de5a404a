DROP TABLE adt_addition, adt_addition_history;
DROP FUNCTION adt_addition_keep_history();
