DROP TABLE plan_entry, plan_entry_history, occurrence, occurrence_history, goal_progress, goal_progress_history;
DROP FUNCTION plan_entry_keep_history, occurrence_keep_history, goal_progress_keep_history;
