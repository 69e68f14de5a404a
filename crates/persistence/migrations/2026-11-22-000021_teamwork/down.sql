DROP TABLE consultation, consultation_history, message_receipt, message_receipt_history, message, message_thread, message_thread_history;
DROP FUNCTION consultation_keep_history, message_receipt_keep_history, message_thread_keep_history;
