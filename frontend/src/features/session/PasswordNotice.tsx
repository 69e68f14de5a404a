import { Alert, Button, Group, Text } from "@mantine/core";
import { IconKey } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/api/types";
import { formatInstant } from "@/lib/dates";

interface PasswordNoticeProps {
  made: Schemas["PasswordMade"];
  onChoose: () => void;
}

/** Says that somebody else made the reader's password, and asks for one that nobody else knows. */
export function PasswordNotice({ made, onChoose }: PasswordNoticeProps) {
  const { t } = useTranslation();
  return (
    <Alert color="yellow" radius={0} icon={<IconKey size={18} aria-hidden />} role="status">
      <Group justify="space-between" gap="sm">
        <Text size="sm">
          {t("account.password_made", { name: made.by.name, when: formatInstant(made.at) })}
        </Text>
        <Button size="compact-md" variant="default" onClick={onChoose}>
          {t("account.password_choose")}
        </Button>
      </Group>
    </Alert>
  );
}
