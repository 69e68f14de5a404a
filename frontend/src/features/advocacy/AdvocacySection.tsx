import { Badge, Button, Group, Text } from "@mantine/core";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { useAct, useCall } from "@/api/hooks";
import type { Advocacy, CaseView, NeedView } from "@/api/types";
import { formatInstant } from "@/lib/dates";
import { useWords } from "@/lib/words";
import { ActionButton } from "@/ui/ActionButton";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { ReasonDialog } from "@/ui/ReasonDialog";
import { Row, Rows } from "@/ui/Rows";
import { Section } from "@/ui/Section";
import { Waiting } from "@/ui/Waiting";

const AdvocacyDialog = lazy(() => import("./AdvocacyDialog").then((m) => ({ default: m.AdvocacyDialog })));
const SettleDialog = lazy(() => import("./SettleDialog").then((m) => ({ default: m.SettleDialog })));

interface AdvocacySectionProps {
  personId: string;
  current: CaseView | undefined;
  needs: NeedView[];
}

/** What was asked for a person, of whom, and what came of it; and what they chose from. */
export function AdvocacySection({ personId, current, needs }: AdvocacySectionProps) {
  const { t } = useTranslation();
  const [adding, add] = useState(false);
  const log = useCall("advocacy_list", { path: { id: personId } });
  return (
    <Section
      title={t("advocacy.title")}
      actions={
        <ActionButton
          can={current?.can ?? []}
          operation="advocacy_create"
          variant="default"
          onClick={() => add(true)}
        >
          {t("advocacy.add")}
        </ActionButton>
      }
    >
      {log.error && <ProblemNotice error={log.error} />}
      {log.isPending && <Waiting lines={2} height={44} />}
      {log.data?.items.length === 0 && <Text c="dimmed">{t("advocacy.none")}</Text>}
      <Rows label={t("advocacy.title")}>
        {log.data?.items.map((own) => (
          <Entry key={own.id} own={own} zone={current?.time_zone} />
        ))}
      </Rows>
      <Suspense>
        {adding && current && <AdvocacyDialog current={current} needs={needs} onClose={() => add(false)} />}
      </Suspense>
    </Section>
  );
}

function Entry({ own, zone }: { own: Advocacy; zone: string | undefined }) {
  const { t } = useTranslation();
  const words = useWords();
  const [act, setAct] = useState<"settle" | "withdraw" | null>(null);
  const close = () => setAct(null);
  const withdraw = useAct("advocacy_withdraw", { onSuccess: close });
  const wrong = own.status === "entered_in_error";
  return (
    <Row
      title={<span style={wrong ? { textDecoration: "line-through" } : undefined}>{own.asked}</span>}
      detail={[
        t(`advocacy.kinds.${own.kind}`),
        own.counterpart,
        formatInstant(own.happened_at, zone),
        own.author.name,
      ]
        .filter(Boolean)
        .join(" · ")}
      actions={
        <Group gap={6}>
          <Badge variant="light" color={own.status === "open" ? "yellow" : wrong ? "gray" : "teal"}>
            {own.result ? t(`advocacy.results.${own.result}`) : t(`advocacy.statuses.${own.status}`)}
          </Badge>
          {own.can.includes("advocacy_settle") && (
            <Button
              size="compact-md"
              variant="default"
              aria-label={t("advocacy.settle_of", { title: own.asked })}
              onClick={() => setAct("settle")}
            >
              {t("advocacy.settle")}
            </Button>
          )}
          {own.can.includes("advocacy_withdraw") && (
            <Button
              size="compact-md"
              variant="subtle"
              color="red"
              aria-label={t("education.withdraw_of", { title: own.asked })}
              onClick={() => setAct("withdraw")}
            >
              {t("education.withdraw")}
            </Button>
          )}
        </Group>
      }
    >
      {own.need && (
        <Text size="sm">
          {t("advocacy.for_need", { title: own.need.title, status: words(own.need.status) })}
        </Text>
      )}
      {own.alternatives.length > 0 && (
        <Text size="sm">{t("advocacy.offered", { list: own.alternatives.join("; ") })}</Text>
      )}
      {own.chosen && <Text size="sm">{t("advocacy.chose", { text: own.chosen })}</Text>}
      {own.result_note && <Text size="sm">{own.result_note}</Text>}
      {own.error_reason && <Text size="sm">{own.error_reason}</Text>}
      <Suspense>{act === "settle" && <SettleDialog entry={own} onClose={close} />}</Suspense>
      {act === "withdraw" && (
        <ReasonDialog
          draft={`advocacy-withdraw:${own.id}`}
          title={t("education.withdraw_of", { title: own.asked })}
          text={t("education.withdraw_text")}
          label={t("education.withdraw_reason")}
          submit={t("education.withdraw")}
          danger
          busy={withdraw.isPending}
          error={withdraw.error}
          onSubmit={(reason) =>
            withdraw.mutate({ path: { id: own.id }, version: own.version, body: { reason } })
          }
          onClose={close}
        />
      )}
    </Row>
  );
}
