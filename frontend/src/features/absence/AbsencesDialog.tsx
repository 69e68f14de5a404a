import { Badge, Button, Group, Stack, Text, Title } from "@mantine/core";
import { IconBeach } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useAct, useCall } from "@/api/hooks";
import type { Absence } from "@/api/types";
import { useMe } from "@/app/me";
import { ActionButton } from "@/ui/ActionButton";
import { EmptyState } from "@/ui/EmptyState";
import { Modal } from "@/ui/Modal";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { Row, Rows } from "@/ui/Rows";
import { showDone } from "@/ui/toast";
import { Waiting } from "@/ui/Waiting";
import { AbsenceDialog } from "./AbsenceDialog";
import { daysOf } from "./absences";

interface AbsencesDialogProps {
  /** Whose days off; the reader's own when absent. */
  staff?: { id: string; name: string } | undefined;
  onClose: () => void;
}

/** Days off that are not over, who covers, and whom the reader covers. */
export function AbsencesDialog({ staff, onClose }: AbsencesDialogProps) {
  const { t } = useTranslation();
  const me = useMe();
  const [planning, plan] = useState(false);
  const { data, error } = useCall("absence_list", { query: { limit: 200 } });
  const whose = staff ?? me;
  const own = data?.items.filter((absence) => absence.staff.id === whose.id) ?? [];
  const covered = staff ? [] : (data?.items.filter(({ cover }) => cover?.id === me.id) ?? []);
  return (
    <>
      <Modal
        opened={!planning}
        onClose={onClose}
        title={staff ? t("absence.of", { name: staff.name }) : t("absence.mine")}
        closeButtonProps={{ "aria-label": t("action.close") }}
      >
        <Stack gap="md">
          {error && <ProblemNotice error={error} />}
          {!data && !error && <Waiting />}
          {data && own.length === 0 && (
            <EmptyState
              icon={<IconBeach size={34} aria-hidden />}
              title={t("absence.none")}
              text={t("absence.none_text")}
            />
          )}
          {own.length > 0 && <Planned absences={own} />}
          {covered.length > 0 && (
            <section aria-label={t("absence.i_cover")}>
              <Title order={3} size="h5">
                {t("absence.i_cover")}
              </Title>
              <Rows>
                {covered.map((absence) => (
                  <Row
                    key={absence.id}
                    title={<Heading text={absence.staff.name} now={absence.today} />}
                    detail={t("absence.days", daysOf(absence))}
                  />
                ))}
              </Rows>
            </section>
          )}
          <Button w="fit-content" onClick={() => plan(true)} data-autofocus>
            {t("absence.plan")}
          </Button>
        </Stack>
      </Modal>
      {planning && <AbsenceDialog staff={staff} onClose={() => plan(false)} />}
    </>
  );
}

function Heading({ text, now }: { text: string; now: boolean }) {
  const { t } = useTranslation();
  return (
    <Group gap="xs">
      {text}
      {now && (
        <Badge variant="light" tt="none">
          {t("absence.now")}
        </Badge>
      )}
    </Group>
  );
}

function Planned({ absences }: { absences: Absence[] }) {
  const { t } = useTranslation();
  const cancel = useAct("absence_cancel", { onSuccess: () => showDone(t("absence.cancelled")) });
  return (
    <>
      {cancel.error && <ProblemNotice error={cancel.error} />}
      <Rows>
        {absences.map((absence) => (
          <Row
            key={absence.id}
            title={<Heading text={t("absence.days", daysOf(absence))} now={absence.today} />}
            detail={
              absence.cover ? t("absence.covered_by", { name: absence.cover.name }) : t("absence.cover_none")
            }
            actions={
              <ActionButton
                can={absence.can}
                operation="absence_cancel"
                variant="default"
                size="compact-md"
                loading={cancel.isPending && cancel.variables.path.id === absence.id}
                aria-label={t("absence.cancel_of", daysOf(absence))}
                onClick={() => cancel.mutate({ path: { id: absence.id }, version: absence.version })}
              >
                {t("absence.cancel")}
              </ActionButton>
            }
          />
        ))}
      </Rows>
      <Text size="sm" c="dimmed">
        {t("absence.text")}
      </Text>
    </>
  );
}
