import "@mantine/notifications/styles.layer.css";
import { Button, Group, Text } from "@mantine/core";
import { Notifications, notifications } from "@mantine/notifications";
import i18next from "i18next";
import type { Toast } from "./toast";

const DONE_MS = 5_000;
export const UNDO_MS = 8_000;

/** Where toasts appear. */
export function Toasts() {
  return <Notifications position="bottom-center" containerWidth={460} zIndex={400} />;
}

export function show({ kind, title, text, undo }: Toast) {
  const id = notifications.show({
    title,
    role: kind === "problem" ? "alert" : "status",
    color: kind === "problem" ? "red" : undefined,
    autoClose: kind === "problem" ? false : undo ? UNDO_MS : DONE_MS,
    closeButtonProps: { "aria-label": i18next.t("action.close") },
    message: undo ? (
      <Group justify="space-between" wrap="nowrap" gap="sm">
        <Text size="sm">{text}</Text>
        <Button
          size="compact-sm"
          variant="light"
          onClick={() => {
            notifications.hide(id);
            void undo.run();
          }}
        >
          {undo.label}
        </Button>
      </Group>
    ) : (
      text
    ),
  });
}
