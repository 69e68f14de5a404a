DROP TABLE conference, conference_history, consultation, consultation_history, message_receipt, message_receipt_history, message, message_thread, message_thread_history;
DROP FUNCTION conference_keep_history, consultation_keep_history, message_receipt_keep_history, message_thread_keep_history;
