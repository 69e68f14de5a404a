DROP TABLE on_call_event, on_call_event_history;
DROP TABLE on_call_hand_back, on_call_hand_back_history;
DROP TABLE on_call_shift, on_call_shift_history;
DROP FUNCTION on_call_event_keep_history;
DROP FUNCTION on_call_hand_back_keep_history;
DROP FUNCTION on_call_shift_keep_history;
