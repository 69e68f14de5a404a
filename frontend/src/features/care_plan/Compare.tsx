import { Group, Select, Text } from "@mantine/core";
import { getRouteApi } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useCall } from "@/api/hooks";
import type { CarePlanView } from "@/api/types";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { Row, Rows } from "@/ui/Rows";
import { Section } from "@/ui/Section";
import { Waiting } from "@/ui/Waiting";
import { usePlanChange } from "./change";

const route = getRouteApi("/care-plans/$carePlanId");

/** What changed between two revisions, sentence by sentence. */
export function Compare({ plan }: { plan: CarePlanView }) {
  const { t } = useTranslation();
  const say = usePlanChange();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const from = search.from ?? plan.revision - 1;
  const to = search.to ?? plan.revision;
  const result = useCall("care_plan_compare", { path: { id: plan.id }, query: { from, to } });
  const options = Array.from({ length: plan.revision }, (_, index) => ({
    value: String(index + 1),
    label: t("care_plan.revision", { revision: index + 1 }),
  }));
  const choose = (change: { from?: number; to?: number }) =>
    void navigate({ search: (now) => ({ ...now, ...change }), replace: true, resetScroll: false });
  return (
    <Section
      title={t("care_plan.compare")}
      actions={
        <Group gap="xs">
          <Select
            aria-label={t("care_plan.compare_from")}
            value={String(from)}
            onChange={(value) => choose({ from: Number(value) })}
            data={options}
            w={150}
          />
          <Select
            aria-label={t("care_plan.compare_to")}
            value={String(to)}
            onChange={(value) => choose({ to: Number(value) })}
            data={options}
            w={150}
          />
        </Group>
      }
    >
      {result.error && <ProblemNotice error={result.error} />}
      {result.isPending && <Waiting lines={3} />}
      {result.data?.items.length === 0 && <Text c="dimmed">{t("care_plan.compare_none")}</Text>}
      <Rows>
        {(result.data?.items ?? []).map((change) => {
          const section = t(`plan_says.change.sections.${change.section}`);
          return (
            <Row
              key={change.section + change.item + change.sentence}
              title={change.item || section}
              detail={change.item ? section : undefined}
            >
              <Text>{say(change)}</Text>
            </Row>
          );
        })}
      </Rows>
    </Section>
  );
}
