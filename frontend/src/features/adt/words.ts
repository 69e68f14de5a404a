/** Given and family name, as far as the hospital sent them. */
export function nameOf({ given_name, family_name }: { given_name: string; family_name: string }): string {
  return [given_name, family_name].filter(Boolean).join(" ");
}
