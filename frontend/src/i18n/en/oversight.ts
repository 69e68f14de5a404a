export const oversight = { oversight_placeholder: "" } as const;
