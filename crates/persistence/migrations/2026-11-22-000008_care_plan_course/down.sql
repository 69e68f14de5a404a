DROP TABLE goal_progress_history, goal_progress;
DROP FUNCTION goal_progress_keep_history;
