DROP TABLE digest;
DROP TABLE digest_subscription;
