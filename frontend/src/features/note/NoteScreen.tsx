import { Stack } from "@mantine/core";
import { getRouteApi } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useCall } from "@/api/hooks";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { useTitle } from "@/ui/title";
import { Waiting } from "@/ui/Waiting";
import { NoteDraft } from "./NoteDraft";
import { NoteSigned } from "./NoteSigned";

const route = getRouteApi("/notes/$noteId");

/** One note: a draft that saves itself, or a signed text that is never changed. */
export function NoteScreen() {
  const { t } = useTranslation();
  useTitle(t("note.one"));
  const { noteId: id } = route.useParams();
  const note = useCall("note_get", { path: { id } }, { refetchOnWindowFocus: false });
  if (note.error) return <ProblemNotice error={note.error} />;
  if (!note.data) return <Waiting lines={3} height={120} />;
  const editable = note.data.can.includes("note_update");
  return (
    <Stack gap="md" maw={820}>
      {editable ? <NoteDraft key={id} note={note.data} /> : <NoteSigned key={id} note={note.data} />}
    </Stack>
  );
}
