import { Radio, Select, Stack } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useAct, useCall } from "@/api/hooks";
import type { CaseView } from "@/api/types";
import { Dialog } from "@/ui/Dialog";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { planKinds } from "./choices";

const EMPTY = "";

/** Starts a plan: from a template of the program's setting, or empty. */
export function StartDialog({ current, onClose }: { current: CaseView; onClose: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [kind, setKind] = useState<(typeof planKinds)[number]>("comprehensive");
  const [code, setCode] = useState(EMPTY);
  const templates = useCall("care_plan_template_list", { path: { id: current.program.id } });
  const items = templates.data?.items ?? [];
  const template = items.find((one) => one.code === code);
  const create = useAct("care_plan_create", {
    onSuccess: ({ id }) => void navigate({ to: "/care-plans/$carePlanId", params: { carePlanId: id } }),
  });
  return (
    <Dialog
      title={t("care_plan.create")}
      submit={t("care_plan.create")}
      busy={create.isPending}
      error={create.error}
      onSubmit={() =>
        create.mutate({
          path: { id: current.id },
          body: template ? { kind: template.kind, template: template.code } : { kind },
        })
      }
      onClose={onClose}
    >
      {templates.error && <ProblemNotice error={templates.error} />}
      <Radio.Group
        label={t("plan.template.from")}
        description={t("plan.template.text")}
        value={code}
        onChange={setCode}
      >
        <Stack gap="xs" mt="xs">
          <Radio value={EMPTY} label={t("plan.template.empty")} />
          {items.map((one) => (
            <Radio key={one.code} value={one.code} label={one.title} description={one.goals.join(" · ")} />
          ))}
        </Stack>
      </Radio.Group>
      {!template && (
        <Select
          label={t("care_plan.kind")}
          value={kind}
          onChange={(next) => setKind(planKinds.find((known) => known === next) ?? kind)}
          data={planKinds.map((one) => ({ value: one, label: t(`care_plan.kinds.${one}`) }))}
        />
      )}
    </Dialog>
  );
}
