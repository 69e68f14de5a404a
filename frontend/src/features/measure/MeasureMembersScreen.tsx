export function MeasureMembersScreen() {
  return null;
}
