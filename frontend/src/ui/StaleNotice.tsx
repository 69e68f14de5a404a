import { Alert, Button, Group, Text } from "@mantine/core";
import { IconUsers } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

export interface StaleNoticeProps {
  onKeepMine: () => void;
  onTakeTheirs: () => void;
}

/** Someone else saved in the meantime: nothing is lost, the reader decides. */
export function StaleNotice({ onKeepMine, onTakeTheirs }: StaleNoticeProps) {
  const { t } = useTranslation();
  return (
    <Alert role="alert" color="yellow" icon={<IconUsers aria-hidden />} title={t("problem.stale")}>
      <Text size="sm" mb="xs">
        {t("problem.stale_text")}
      </Text>
      <Group gap="xs">
        <Button size="sm" onClick={onKeepMine}>
          {t("problem.keep_mine")}
        </Button>
        <Button size="sm" variant="default" onClick={onTakeTheirs}>
          {t("problem.take_theirs")}
        </Button>
      </Group>
    </Alert>
  );
}
