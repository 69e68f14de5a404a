DROP TABLE referral_document;
