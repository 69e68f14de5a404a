import { Badge, Button, Group, Text } from "@mantine/core";
import { lazy, Suspense, useState } from "react";
import { useAct, useCall } from "@/api/hooks";
import type { CaseView, Schemas } from "@/api/types";
import { formatDate, todayIn } from "@/lib/dates";
import { useTexts } from "@/lib/texts";
import { ActionButton } from "@/ui/ActionButton";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { ReasonDialog } from "@/ui/ReasonDialog";
import { Row, Rows } from "@/ui/Rows";
import { Section } from "@/ui/Section";
import { texts } from "./texts";

const MilestoneDialog = lazy(() => import("./MilestoneDialog").then((m) => ({ default: m.MilestoneDialog })));

/** Dated facts of a case that its deadlines run on; nothing in a program whose clocks need none. */
export function MilestoneSection({ current }: { current: CaseView }) {
  const say = useTexts(texts);
  const [adding, add] = useState(false);
  const list = useCall("milestone_list", { path: { id: current.id } });
  if (list.error) return <ProblemNotice error={list.error} />;
  if (!list.data || (list.data.kinds.length === 0 && list.data.items.length === 0)) return null;
  const { items, kinds } = list.data;
  return (
    <Section
      title={say.title}
      actions={
        <ActionButton
          can={current.can}
          operation="milestone_create"
          variant="default"
          onClick={() => add(true)}
        >
          {say.add}
        </ActionButton>
      }
    >
      <Text size="sm" c="dimmed" mb="xs">
        {say.text}
      </Text>
      {items.length === 0 && <Text c="dimmed">{say.none}</Text>}
      <Rows label={say.title}>
        {items.map((own) => (
          <Entry key={own.id} own={own} zone={current.time_zone} />
        ))}
      </Rows>
      <Suspense>
        {adding && <MilestoneDialog current={current} kinds={kinds} onClose={() => add(false)} />}
      </Suspense>
    </Section>
  );
}

function Entry({ own, zone }: { own: Schemas["MilestoneView"]; zone: string }) {
  const say = useTexts(texts);
  const [taking, take] = useState(false);
  const close = () => take(false);
  const withdraw = useAct("milestone_withdraw", { onSuccess: close });
  const wrong = own.status === "entered_in_error";
  const title = say.kinds[own.kind];
  return (
    <Row
      title={<span style={wrong ? { textDecoration: "line-through" } : undefined}>{title}</span>}
      detail={[formatDate(own.occurred_on), own.author.name].join(" · ")}
      actions={
        <Group gap={6}>
          {wrong && (
            <Badge variant="light" color="gray">
              {say.wrong}
            </Badge>
          )}
          {!wrong && own.appointment_id && (
            <Badge variant="light" color="blue">
              {say.inCalendar}
            </Badge>
          )}
          {!wrong && own.occurred_on > todayIn(zone) && <Badge variant="light">{say.ahead}</Badge>}
          {own.can.includes("milestone_withdraw") && (
            <Button
              size="compact-md"
              variant="subtle"
              color="red"
              aria-label={say.withdrawOf(title)}
              onClick={() => take(true)}
            >
              {say.withdraw}
            </Button>
          )}
        </Group>
      }
    >
      {own.note && <Text size="sm">{own.note}</Text>}
      {own.error_reason && <Text size="sm">{own.error_reason}</Text>}
      {taking && (
        <ReasonDialog
          draft={`milestone-withdraw:${own.id}`}
          title={say.withdrawOf(title)}
          text={say.withdrawText}
          label={say.withdrawReason}
          submit={say.withdraw}
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
