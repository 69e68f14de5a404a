export const clinical = { clinical_placeholder: "" } as const;
