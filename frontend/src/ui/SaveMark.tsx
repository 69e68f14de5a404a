import { Button, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { SaveState } from "@/lib/autosave";
import { formatTime } from "@/lib/dates";

/** Whether what was typed is safe on the server: "Saved 10:42". */
export function SaveMark({ state, onSave }: { state: SaveState<unknown>; onSave: () => void }) {
  const { t } = useTranslation();
  if (state.status === "failed") {
    return (
      <Text size="sm" c="red" role="status">
        {t("state.not_saved")}{" "}
        <Button size="compact-sm" variant="light" onClick={onSave}>
          {t("state.save_now")}
        </Button>
      </Text>
    );
  }
  const text =
    state.status === "saved"
      ? t("state.saved_at", { time: formatTime(state.at.toISOString()) })
      : state.status === "clean"
        ? ""
        : t(state.status === "saving" ? "state.saving" : "state.unsaved");
  return (
    <Text size="sm" c="dimmed" role="status" miw="7rem">
      {text}
    </Text>
  );
}
