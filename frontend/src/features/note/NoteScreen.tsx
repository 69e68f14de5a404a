export function NoteScreen() {
  return null;
}
