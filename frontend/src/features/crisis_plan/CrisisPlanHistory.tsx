import { Group, Select, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useCall } from "@/api/hooks";
import type { CrisisPlanView, Schemas } from "@/api/types";
import { formatInstant } from "@/lib/dates";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { Row, Rows } from "@/ui/Rows";
import { Section } from "@/ui/Section";
import { Waiting } from "@/ui/Waiting";

/** Every revision that was signed off, with its reason, and what changed between two. */
export function CrisisPlanHistory({ plan }: { plan: CrisisPlanView }) {
  const { t } = useTranslation();
  const revisions = useCall("crisis_plan_revisions", { path: { id: plan.id } });
  const last = plan.revision + (plan.draft ? 1 : 0);
  return (
    <>
      <Section title={t("crisis_plan.history")}>
        {revisions.error && <ProblemNotice error={revisions.error} />}
        {revisions.isPending && <Waiting lines={2} />}
        <Rows>
          {(revisions.data?.items ?? []).toReversed().map((one) => (
            <Row
              key={one.revision}
              title={t("crisis_plan.revision", { revision: one.revision })}
              detail={t("crisis_plan.approved", {
                name: one.approved_by.name,
                when: formatInstant(one.approved_at),
              })}
            >
              <Text>{one.reason ?? t("crisis_plan.first_revision")}</Text>
            </Row>
          ))}
        </Rows>
      </Section>
      {last > 1 && <Compare key={last} plan={plan} last={last} />}
    </>
  );
}

function Compare({ plan, last }: { plan: CrisisPlanView; last: number }) {
  const { t } = useTranslation();
  const [from, setFrom] = useState(last - 1);
  const [to, setTo] = useState(last);
  const result = useCall("crisis_plan_compare", { path: { id: plan.id }, query: { from, to } });
  const options = Array.from({ length: last }, (_, index) => ({
    value: String(index + 1),
    label:
      index + 1 > plan.revision
        ? t("crisis_plan.the_draft")
        : t("crisis_plan.revision", { revision: index + 1 }),
  }));
  return (
    <Section
      title={t("care_plan.compare")}
      actions={
        <Group gap="xs">
          <Select
            aria-label={t("care_plan.compare_from")}
            value={String(from)}
            onChange={(value) => setFrom(Number(value))}
            data={options}
            allowDeselect={false}
            w={150}
          />
          <Select
            aria-label={t("care_plan.compare_to")}
            value={String(to)}
            onChange={(value) => setTo(Number(value))}
            data={options}
            allowDeselect={false}
            w={150}
          />
        </Group>
      }
    >
      {result.error && <ProblemNotice error={result.error} />}
      {result.isPending && <Waiting lines={3} />}
      {result.data?.items.length === 0 && <Text c="dimmed">{t("care_plan.compare_none")}</Text>}
      <Rows>
        {(result.data?.items ?? []).map((change) => (
          <Row
            key={change.section + change.kind + change.item}
            title={change.item}
            detail={t(`crisis_plan.section.${change.section}`)}
          >
            <Sentence change={change} />
          </Row>
        ))}
      </Rows>
    </Section>
  );
}

/** What happened to a line, in words. */
function Sentence({ change: { kind, was, is } }: { change: Schemas["CrisisChangeView"] }) {
  const { t } = useTranslation();
  const nothing = t("crisis_plan.change.nothing");
  return (
    <Text>
      {kind === "changed"
        ? t("crisis_plan.change.changed", { was: was ?? nothing, is: is ?? nothing })
        : t(`crisis_plan.change.${kind}`)}
    </Text>
  );
}
