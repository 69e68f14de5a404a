DROP TABLE record_request, record_request_history;
DROP FUNCTION record_request_keep_history();
