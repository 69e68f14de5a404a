export function NoteQueueScreen() {
  return null;
}
