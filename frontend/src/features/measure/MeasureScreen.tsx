export function MeasureScreen() {
  return null;
}
