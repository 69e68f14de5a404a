const DAY_MS = 86_400_000;
/** The longest break that is added at once; a longer one lies between two school years. */
const LONGEST = 62;

const noon = (day: string) => new Date(`${day}T12:00:00Z`).getTime();

/** The weekdays from one day to another, both included; none where they are no days in order, or more than two months. */
export function weekdays(first: string, last: string): string[] {
  const length = Math.round((noon(last) - noon(first)) / DAY_MS);
  if (!(length >= 0 && length < LONGEST)) return [];
  return Array.from({ length: length + 1 }, (_, ahead) => new Date(noon(first) + ahead * DAY_MS))
    .filter((day) => day.getUTCDay() % 6 !== 0)
    .map((day) => day.toISOString().slice(0, 10));
}

/** The day itself and those after it, in order. */
export const ahead = (days: string[], today: string) => days.filter((day) => day >= today).sort();
