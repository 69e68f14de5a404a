import { Button, Menu, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useAct } from "@/api/hooks";
import type { CommunityService, ServiceCapacity } from "@/api/types";
import { capacities } from "@/app/search";
import { useDraft } from "@/lib/drafts";
import { ActionButton } from "@/ui/ActionButton";
import { ChoiceChips } from "@/ui/ChoiceChips";
import { Dialog } from "@/ui/Dialog";
import { useProblemText } from "@/ui/ProblemNotice";
import { showDone, showProblem } from "@/ui/toast";

const OPERATION = "community_service_report_capacity";

/** Says whether there is room, in two clicks; who said so is asked for only when it matters. */
export function ReportRoom({ service, compact = false }: { service: CommunityService; compact?: boolean }) {
  const { t } = useTranslation();
  const problem = useProblemText();
  const [telling, setTelling] = useState(false);
  const { id, version, can } = service;
  const { name } = service.content;
  const report = useAct(OPERATION, {
    onSuccess: () => showDone(t("service.reported", { name })),
    onError: (error) => showProblem(problem(error), name),
  });
  const size = compact ? "compact-md" : "sm";
  const variant = compact ? "subtle" : "default";
  if (!can.includes(OPERATION)) {
    return compact ? null : (
      <ActionButton can={can} operation={OPERATION} variant={variant}>
        {t("service.report")}
      </ActionButton>
    );
  }
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button
            size={size}
            variant={variant}
            loading={report.isPending}
            aria-label={t("service.report_of", { name })}
          >
            {t("service.report")}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {capacities.map((status) => (
            <Menu.Item
              key={status}
              onClick={() => report.mutate({ path: { id }, version, body: { status } })}
            >
              {t(`service.capacity.${status}`)}
            </Menu.Item>
          ))}
          <Menu.Divider />
          <Menu.Item onClick={() => setTelling(true)}>{t("service.report_as")}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {telling && <ReportDialog service={service} onClose={() => setTelling(false)} />}
    </>
  );
}

function ReportDialog({ service, onClose }: { service: CommunityService; onClose: () => void }) {
  const { t } = useTranslation();
  const [status, setStatus] = useState<ServiceCapacity | null>(null);
  const { id, version } = service;
  const { value: saidBy, change: setSaidBy, discard } = useDraft(`room:${id}`, () => "");
  const { name } = service.content;
  const report = useAct(OPERATION, {
    onSuccess: () => {
      discard();
      showDone(t("service.reported", { name }));
      onClose();
    },
  });
  return (
    <Dialog
      title={t("service.report_of", { name })}
      submit={t("service.report")}
      busy={report.isPending}
      error={report.error}
      disabled={status === null}
      onSubmit={() =>
        status && report.mutate({ path: { id }, version, body: { status, said_by: saidBy.trim() || null } })
      }
      onClose={onClose}
    >
      <ChoiceChips
        label={t("service.room")}
        value={status}
        onChange={setStatus}
        options={capacities}
        text={(option) => t(`service.capacity.${option}`)}
      />
      <TextInput
        label={t("service.said_by")}
        description={t("service.said_by_text")}
        value={saidBy}
        onChange={(event) => setSaidBy(event.currentTarget.value)}
        maxLength={200}
      />
    </Dialog>
  );
}
