import { Badge, Button, Group, Text } from "@mantine/core";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { useAct } from "@/api/hooks";
import type { CaseView, Concern } from "@/api/types";
import { formatDate, formatInstant, isPast } from "@/lib/dates";
import { fill, useTexts } from "@/lib/texts";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { ReasonDialog } from "@/ui/ReasonDialog";
import { Row } from "@/ui/Rows";
import classes from "@/features/consultation/Consultation.module.css";
import { texts } from "./texts";

const AccountDialog = lazy(() => import("./ConcernDialog").then((m) => ({ default: m.AccountDialog })));
const ResolveDialog = lazy(() => import("./StepDialogs").then((m) => ({ default: m.ResolveDialog })));
const AppointDialog = lazy(() => import("./StepDialogs").then((m) => ({ default: m.AppointDialog })));
const ReopenDialog = lazy(() => import("./StepDialogs").then((m) => ({ default: m.ReopenDialog })));

const colors = { raised: "yellow", in_review: "blue", resolved: "teal", withdrawn: "gray" } as const;

interface ConcernRowProps {
  concern: Concern;
  /** The case that it is about, as far as it is shown. */
  current: CaseView | undefined;
}

/** A dispute or a question of values with its sides, and what the reader can do about it. */
export function ConcernRow({ concern, current }: ConcernRowProps) {
  const { t } = useTranslation();
  const say = useTexts(texts);
  const { kind, status, raised_by, reviewer, due_at, created_at, settled_at } = concern;
  const zone = current?.time_zone;
  const waits = status === "raised" || status === "in_review";
  const late = waits && isPast(due_at);
  return (
    <Row
      title={t(`concern.kinds.${kind}`)}
      detail={
        <>
          {fill(say.line, { from: raised_by.name, when: formatInstant(created_at, zone) })} ·{" "}
          {fill(say.reviews, { name: reviewer.name })} ·{" "}
          <Text span size="sm" c={late ? "var(--tend-overdue)" : undefined} fw={late ? 650 : undefined}>
            {settled_at
              ? fill(say.settled_at, { when: formatInstant(settled_at, zone) })
              : fill(say.due_at, { when: formatInstant(due_at, zone) })}
          </Text>
        </>
      }
    >
      <Group gap={6} mt={6}>
        <Badge variant="light" color={colors[status]}>
          {say.status[status]}
        </Badge>
        {concern.restricted && (
          <Badge variant="light" color="gray">
            {say.restricted_badge}
          </Badge>
        )}
      </Group>
      <dl className={classes.told}>
        <Told label={say.summary} text={concern.summary} />
        {concern.positions.map(({ party, who, says }, index) => (
          <Told key={index} label={`${say.parties[party]}: ${who}`} text={says} />
        ))}
        {concern.tried && <Told label={say.tried} text={concern.tried} />}
        {concern.resolution && <Told label={say.resolution} text={concern.resolution} />}
        {concern.weighed && <Told label={say.weighed} text={concern.weighed} />}
        {concern.follow_up_on && <Told label={say.follow_up} text={formatDate(concern.follow_up_on)} />}
        {concern.reason && <Told label={say.reason} text={concern.reason} />}
      </dl>
      {current && <Steps concern={concern} current={current} />}
      {!current && concern.can.length > 0 && (
        <Text size="sm" c="dimmed">
          {say.other_case}
        </Text>
      )}
    </Row>
  );
}

function Told({ label, text }: { label: string; text: string }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{text}</dd>
    </div>
  );
}

const asked = ["update", "resolve", "appoint", "reopen", "withdraw"] as const;

/** These give somebody a task, which a closed case has none of. */
const tasks: readonly (typeof asked)[number][] = ["appoint", "reopen"];

function Steps({ concern, current }: { concern: Concern; current: CaseView }) {
  const say = useTexts(texts);
  const [asking, setAsking] = useState<(typeof asked)[number] | null>(null);
  const close = () => setAsking(null);
  const review = useAct("concern_review");
  const withdraw = useAct("concern_withdraw", { onSuccess: close });
  const { id, version, can } = concern;
  const step = { concern, current, onClose: close };
  const steps = asked
    .filter((name) => can.includes(`concern_${name}`))
    .filter((name) => current.status === "active" || !tasks.includes(name));
  if (can.length === 0) return null;
  return (
    <>
      {review.error && <ProblemNotice error={review.error} />}
      <Group gap="sm" mt="xs">
        {can.includes("concern_review") && (
          <Button
            size="compact-md"
            loading={review.isPending}
            onClick={() => review.mutate({ path: { id }, version })}
          >
            {say.review}
          </Button>
        )}
        {steps.map((name) => (
          <Button
            key={name}
            size="compact-md"
            variant={name === "resolve" ? "filled" : "default"}
            onClick={() => setAsking(name)}
          >
            {say[name]}
          </Button>
        ))}
      </Group>
      <Suspense>
        {asking === "update" && <AccountDialog concern={concern} onClose={close} />}
        {asking === "resolve" && <ResolveDialog {...step} />}
        {asking === "appoint" && <AppointDialog {...step} />}
        {asking === "reopen" && <ReopenDialog {...step} />}
      </Suspense>
      {asking === "withdraw" && (
        <ReasonDialog
          draft={`concern-withdraw:${id}`}
          title={say.withdraw}
          label={say.reason}
          submit={say.withdraw}
          busy={withdraw.isPending}
          error={withdraw.error}
          onSubmit={(reason) => withdraw.mutate({ path: { id }, version, body: { reason } })}
          onClose={close}
        />
      )}
    </>
  );
}
