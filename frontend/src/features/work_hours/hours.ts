/** Minutes as hours and minutes, "7:05"; nothing as a dash, so that tables are quick to read. */
export function clock(minutes: number): string {
  if (minutes === 0) return "–";
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}`;
}
