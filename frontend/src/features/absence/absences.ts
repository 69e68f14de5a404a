import type { Absence } from "@/api/types";
import { formatDate } from "@/lib/dates";

/** First and last day of an absence as the reader writes dates. */
export const daysOf = ({ first_on, last_on }: Pick<Absence, "first_on" | "last_on">) => ({
  first: formatDate(first_on),
  last: formatDate(last_on),
});

export interface AbsenceForm {
  first_on: string;
  last_on: string;
  cover_id: string | null;
}

/** A new first day takes the last one with it where that would come before. */
export function withFirst(form: AbsenceForm, first_on: string): AbsenceForm {
  return { ...form, first_on, last_on: form.last_on < first_on ? first_on : form.last_on };
}

/** True when the days make sense; who covers may be nobody. */
export const isWhole = ({ first_on, last_on }: AbsenceForm) => first_on !== "" && last_on >= first_on;
