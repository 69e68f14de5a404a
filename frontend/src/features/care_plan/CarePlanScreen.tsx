export function CarePlanScreen() {
  return null;
}
