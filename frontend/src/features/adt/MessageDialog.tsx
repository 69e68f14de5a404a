import { Code, Group, ScrollArea, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useAct, useCall } from "@/api/hooks";
import { ActionButton } from "@/ui/ActionButton";
import { Modal } from "@/ui/Modal";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { showDone } from "@/ui/toast";
import { Waiting } from "@/ui/Waiting";

/** One message as it came, why it was not taken, and the way to try it again. */
export function MessageDialog({ id, onClose }: { id: string; onClose: () => void }) {
  const { t } = useTranslation();
  const message = useCall("adt_message_get", { path: { id } });
  const replay = useAct("adt_message_replay", {
    onSuccess: ({ state }) => showDone(t(state === "dead" ? "adt.still_dead" : "adt.replayed")),
  });
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={t("adt.message")}
      closeButtonProps={{ "aria-label": t("action.close") }}
    >
      <Stack gap="md">
        {(message.error ?? replay.error) && <ProblemNotice error={message.error ?? replay.error} />}
        {!message.data && !message.error && <Waiting lines={2} />}
        {message.data && (
          <>
            {message.data.refusal && (
              <Text>
                {t(`adt.refusals.${message.data.refusal}`)}
                {message.data.place && ` (${message.data.place})`}.{" "}
                {t(`adt.remedies.${message.data.refusal}`)}
              </Text>
            )}
            <ScrollArea.Autosize mah={320} type="auto" viewportProps={{ tabIndex: 0 }}>
              <Code block>{message.data.text}</Code>
            </ScrollArea.Autosize>
            {message.data.state === "dead" && (
              <Group justify="flex-end">
                <ActionButton
                  can={message.data.can}
                  operation="adt_message_replay"
                  loading={replay.isPending}
                  onClick={() =>
                    message.data && replay.mutate({ path: { id }, version: message.data.version })
                  }
                >
                  {t("adt.replay")}
                </ActionButton>
              </Group>
            )}
          </>
        )}
      </Stack>
    </Modal>
  );
}
