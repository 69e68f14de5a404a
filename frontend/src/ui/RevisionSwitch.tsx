import { Alert, Group, SegmentedControl } from "@mantine/core";
import { IconPencil } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

export type Shown = "in_force" | "draft";

interface RevisionSwitchProps {
  /** Who writes the next revision, and since when. */
  children: ReactNode;
  shown: Shown;
  onShow: (shown: Shown) => void;
}

/** Says that the next revision is being written, and switches between it and what is in force. */
export function RevisionSwitch({ children, shown, onShow }: RevisionSwitchProps) {
  const { t } = useTranslation();
  return (
    <Alert color="blue" variant="light" icon={<IconPencil aria-hidden />}>
      <Group justify="space-between" gap="sm">
        <span>{children}</span>
        <SegmentedControl
          aria-label={t("plan_says.revision.switch")}
          value={shown}
          onChange={(next) => onShow(next === "draft" ? "draft" : "in_force")}
          data={[
            { value: "in_force", label: t("plan_says.revision.in_force") },
            { value: "draft", label: t("plan_says.revision.draft") },
          ]}
        />
      </Group>
    </Alert>
  );
}
