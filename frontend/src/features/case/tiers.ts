/** Risk tiers, from least to most. */
export const tiers = ["low", "rising", "high", "complex"] as const;
