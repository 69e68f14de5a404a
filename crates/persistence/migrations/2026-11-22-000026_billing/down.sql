DROP INDEX contact_author;
DROP TABLE billing_month, billing_month_history;
DROP FUNCTION billing_month_keep_history();
