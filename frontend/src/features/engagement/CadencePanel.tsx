import { Stack, Text, Title } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useCall } from "@/api/hooks";
import type { Schemas } from "@/api/types";
import { formatDate } from "@/lib/dates";
import { ActionButton } from "@/ui/ActionButton";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { Row, Rows } from "@/ui/Rows";
import { Waiting } from "@/ui/Waiting";
import { CadenceDialog } from "./CadenceDialog";

type Program = Schemas["ProgramCadences"];

/** How often the people of each program are to be reached, since when and why. */
export function CadencePanel() {
  const { t } = useTranslation();
  const [setting, set] = useState<Program | null>(null);
  const cadences = useCall("contact_cadence_list", {});
  if (cadences.error) return <ProblemNotice error={cadences.error} />;
  if (!cadences.data) return <Waiting />;
  return (
    <Stack gap="md" p="md">
      <div>
        <Title order={2} size="h3">
          {t("cadence.title")}
        </Title>
        <Text c="dimmed" maw="75ch">
          {t("cadence.text")}
        </Text>
      </div>
      <Rows label={t("cadence.title")}>
        {cadences.data.items.map((one) => (
          <Row
            key={one.program.id}
            title={one.program.name}
            detail={one.since ? t("cadence.since", { day: formatDate(one.since) }) : t("cadence.standard")}
            actions={
              <ActionButton
                can={one.can}
                operation="contact_cadence_set"
                variant="default"
                size="compact-md"
                aria-label={t("cadence.set_of", { program: one.program.name })}
                onClick={() => set(one)}
              >
                {t("cadence.set")}
              </ActionButton>
            }
          >
            <Text size="sm">{t("cadence.each", one.in_force)}</Text>
            {one.set.map(({ id, valid_from, days, reason }) => (
              <Text key={id} size="sm" c="dimmed">
                {t("cadence.from", { day: formatDate(valid_from) })}: {t("cadence.each", days)}. {reason}
              </Text>
            ))}
          </Row>
        ))}
      </Rows>
      {setting && <CadenceDialog program={setting} onClose={() => set(null)} />}
    </Stack>
  );
}
