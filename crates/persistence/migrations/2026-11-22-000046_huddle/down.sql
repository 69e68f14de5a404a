DROP TABLE huddle_item, huddle_item_history;
DROP FUNCTION huddle_item_keep_history;
