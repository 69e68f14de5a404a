export function ContactDialog(_: { target: unknown; onClose: () => void }) {
  return null;
}
