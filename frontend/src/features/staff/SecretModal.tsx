import { Alert, Button, Code, Group, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Facts } from "@/ui/Facts";
import { Modal } from "@/ui/Modal";

interface SecretModalProps {
  title: string;
  text: string;
  /** What it belongs to, when that is needed together with it. */
  facts?: [label: string, value: string][];
  label: string;
  /** The secret; absent when it was made for a request whose answer was lost. */
  secret: string | null | undefined;
  /** What to do when it is absent. */
  gone: string;
  onClose: () => void;
}

/** Something that is shown once: a password or the secret of a client. */
export function SecretModal({ title, text, facts, label, secret, gone, onClose }: SecretModalProps) {
  const { t } = useTranslation();
  return (
    <Modal
      opened
      onClose={onClose}
      title={title}
      closeButtonProps={{ "aria-label": t("action.close") }}
      closeOnClickOutside={false}
    >
      <Stack gap="md">
        {facts && <Facts items={facts} />}
        {secret ? (
          <>
            <Text>{text}</Text>
            <div>
              <Text size="sm" c="dimmed">
                {label}
              </Text>
              <Code block>{secret}</Code>
            </div>
          </>
        ) : (
          <Alert color="yellow">{gone}</Alert>
        )}
        <Group justify="flex-end">
          <Button onClick={onClose}>{t("action.done")}</Button>
        </Group>
      </Stack>
    </Modal>
  );
}
