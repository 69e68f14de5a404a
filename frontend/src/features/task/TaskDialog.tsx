export function TaskDialog(_: { target: unknown; onClose: () => void }) {
  return null;
}
