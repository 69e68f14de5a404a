-- Who made a password for somebody else; null once its owner chose one. Whoever made it knew it.
ALTER TABLE password ADD COLUMN made_by uuid;
