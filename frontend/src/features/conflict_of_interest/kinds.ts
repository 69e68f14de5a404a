export const kinds = ["related", "personal", "dual_role", "financial", "boundary", "other"] as const;

/** What is between a worker and a person. */
export type ConflictKind = (typeof kinds)[number];
