export function CaseListScreen() {
  return null;
}
