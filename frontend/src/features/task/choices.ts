/** How pressing a task can be, least first. */
export const priorities = ["routine", "urgent", "asap"] as const;
