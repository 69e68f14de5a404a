import { Badge, Button, Group, Stack, Text } from "@mantine/core";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { useCall } from "@/api/hooks";
import { useCapability } from "@/app/me";
import { MOST_LINES } from "@/features/table/table";
import { fill, useTexts } from "@/lib/texts";
import { ActionButton } from "@/ui/ActionButton";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { Row, Rows } from "@/ui/Rows";
import { Section } from "@/ui/Section";
import { Waiting } from "@/ui/Waiting";
import { columns } from "./plan";
import { texts } from "./texts";

const TableFile = lazy(() => import("@/features/table/TableFile").then((m) => ({ default: m.TableFile })));
const PlanDialog = lazy(() => import("./PlanDialog").then((m) => ({ default: m.PlanDialog })));
const KnownPlanDialog = lazy(() => import("./PlanDialog").then((m) => ({ default: m.KnownPlanDialog })));

/** The plans of payers that the organization knows. */
export function PlanPanel() {
  const { t } = useTranslation();
  const say = useTexts(texts);
  const writes = useCapability()("insurance_plan_write");
  const [open, setOpen] = useState<string | null>(null);
  const [adding, add] = useState(false);
  const [importing, bringIn] = useState(false);
  const { data, error } = useCall("insurance_plan_list", {});
  return (
    <Stack gap="md" p="md">
      <Text c="dimmed" maw="75ch">
        {say.text}
      </Text>
      {writes && (
        <Group>
          <Button onClick={() => add(true)}>{say.add}</Button>
          <Button variant="default" aria-expanded={importing} onClick={() => bringIn(!importing)}>
            {say.import}
          </Button>
        </Group>
      )}
      {importing && (
        <Section title={say.import}>
          <Text size="sm" c="dimmed" mb="sm" maw="75ch">
            {fill(say.import_text, { count: String(MOST_LINES) })}
          </Text>
          <Suspense fallback={<Waiting lines={3} />}>
            <TableFile operation="insurance_plan_import" label={say.file} columns={columns} />
          </Suspense>
        </Section>
      )}
      {error && <ProblemNotice error={error} />}
      {!data && !error && <Waiting lines={3} />}
      {data?.items.length === 0 && <Text c="dimmed">{say.none}</Text>}
      <Rows label={say.title}>
        {data?.items.map((plan) => (
          <Row
            key={plan.id}
            title={
              <>
                {plan.payer}, {plan.name}{" "}
                {plan.status === "retired" && (
                  <Badge variant="light" color="gray">
                    {say.retired}
                  </Badge>
                )}
              </>
            }
            detail={fill(say.counts, { benefits: String(plan.benefits), network: String(plan.network) })}
            actions={
              <ActionButton
                can={plan.can}
                operation="insurance_plan_update"
                variant="default"
                size="compact-md"
                aria-label={fill(say.edit, { name: plan.name })}
                onClick={() => setOpen(plan.id)}
              >
                {t("action.edit")}
              </ActionButton>
            }
          />
        ))}
      </Rows>
      <Suspense>
        {adding && <PlanDialog onClose={() => add(false)} />}
        {open && <KnownPlanDialog key={open} id={open} onClose={() => setOpen(null)} />}
      </Suspense>
    </Stack>
  );
}
