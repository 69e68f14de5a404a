import { Button, Group, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import i18next from "i18next";

export const UNDO_MS = 8_000;
const close = () => ({ "aria-label": i18next.t("action.close") });

/** Says that something is done, with a way back for eight seconds. */
export function showUndo(text: string, label: string, undo: () => Promise<void> | void) {
  const id = notifications.show({
    autoClose: UNDO_MS,
    closeButtonProps: close(),
    message: (
      <Group justify="space-between" wrap="nowrap" gap="sm">
        <Text size="sm">{text}</Text>
        <Button
          size="compact-sm"
          variant="light"
          onClick={() => {
            notifications.hide(id);
            void undo();
          }}
        >
          {label}
        </Button>
      </Group>
    ),
  });
}

/** Says that something is done. */
export function showDone(text: string, title?: string) {
  notifications.show({ title, message: text, closeButtonProps: close() });
}

/** Says what went wrong, and stays until it is closed. */
export function showProblem({ title, detail }: { title: string; detail: string }, lead?: string) {
  notifications.show({
    color: "red",
    title: lead ?? title,
    message: detail,
    autoClose: false,
    closeButtonProps: close(),
    role: "alert",
  });
}
