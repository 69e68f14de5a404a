-- A request may be the next review of what was approved: deciding it settles the task of that review.
ALTER TABLE "authorization" ADD COLUMN continues_id uuid;
ALTER TABLE "authorization" ADD CONSTRAINT authorization_continues_exists FOREIGN KEY (org_id, continues_id) REFERENCES "authorization" (org_id, id);
SELECT tend_renew_history('authorization');
