import { Button, Text } from "@mantine/core";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { useAct, useCall } from "@/api/hooks";
import type { CaseView, Cost } from "@/api/types";
import { formatDate } from "@/lib/dates";
import { ActionButton } from "@/ui/ActionButton";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { ReasonDialog } from "@/ui/ReasonDialog";
import { Row, Rows } from "@/ui/Rows";
import { Section } from "@/ui/Section";
import { Waiting } from "@/ui/Waiting";
import { money } from "./entry";

const CostDialog = lazy(() => import("./CostDialog").then((m) => ({ default: m.CostDialog })));

/** What the care of the person was expected to cost, what it did, and what the program spent. */
export function CostSection({ personId, current }: { personId: string; current: CaseView | undefined }) {
  const { t } = useTranslation();
  const [adding, add] = useState(false);
  const all = useCall("cost_list", { path: { id: personId } });
  return (
    <Section
      title={t("entry.cost.title")}
      actions={
        <ActionButton
          can={current?.can ?? []}
          operation="cost_create"
          variant="default"
          onClick={() => add(true)}
        >
          {t("entry.cost.add")}
        </ActionButton>
      }
    >
      {all.error && <ProblemNotice error={all.error} />}
      {all.isPending && <Waiting lines={2} height={44} />}
      {all.data?.items.length === 0 && <Text c="dimmed">{t("entry.cost.none")}</Text>}
      <Rows label={t("entry.cost.title")}>
        {all.data?.items.map((one) => (
          <Entry key={one.id} one={one} />
        ))}
      </Rows>
      <Suspense>{adding && current && <CostDialog current={current} onClose={() => add(false)} />}</Suspense>
    </Section>
  );
}

function Entry({ one }: { one: Cost }) {
  const { t, i18n } = useTranslation();
  const [asking, ask] = useState(false);
  const close = () => ask(false);
  const withdraw = useAct("cost_withdraw", { onSuccess: close });
  const amount = (cents: number) => money(cents, i18n.language);
  const title = t("entry.cost.line", { from: formatDate(one.starts_on), to: formatDate(one.ends_on) });
  const wrong = one.status === "entered_in_error";
  return (
    <Row
      title={<span style={wrong ? { textDecoration: "line-through" } : undefined}>{title}</span>}
      detail={[
        t("entry.cost.expected_line", {
          expected: amount(one.expected),
          low: amount(one.expected_low),
          high: amount(one.expected_high),
        }),
        t("entry.cost.observed_line", { amount: amount(one.observed) }),
        t("entry.cost.program_line", { amount: amount(one.program_cost) }),
        one.program.name,
        one.author.name,
        one.reason,
      ]
        .filter(Boolean)
        .join(" · ")}
      actions={
        one.can.includes("cost_withdraw") && (
          <Button
            size="compact-md"
            variant="subtle"
            color="red"
            aria-label={`${t("entry.withdraw")}: ${title}`}
            onClick={() => ask(true)}
          >
            {t("entry.withdraw")}
          </Button>
        )
      }
    >
      {asking && (
        <ReasonDialog
          draft={`cost-withdraw:${one.id}`}
          title={t("entry.withdraw")}
          text={t("entry.withdraw_text")}
          label={t("entry.reason")}
          submit={t("entry.withdraw")}
          danger
          busy={withdraw.isPending}
          error={withdraw.error}
          onSubmit={(reason) =>
            withdraw.mutate({ path: { id: one.id }, version: one.version, body: { reason } })
          }
          onClose={close}
        />
      )}
    </Row>
  );
}
