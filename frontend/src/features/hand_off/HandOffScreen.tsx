import { Badge, Group, Stack, Text, Title } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { IconArrowsExchange } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useAct, usePages } from "@/api/hooks";
import type { HandOffView } from "@/api/types";
import { useMe } from "@/app/me";
import { formatInstant } from "@/lib/dates";
import { useWords } from "@/lib/words";
import { ActionButton } from "@/ui/ActionButton";
import { EmptyState } from "@/ui/EmptyState";
import { More } from "@/ui/More";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { ReasonDialog } from "@/ui/ReasonDialog";
import { Section } from "@/ui/Section";
import { Tier } from "@/ui/Tier";
import { useTitle } from "@/ui/title";
import { showDone } from "@/ui/toast";
import { Waiting } from "@/ui/Waiting";
import classes from "./HandOff.module.css";
import { MovingWork } from "./MovingWork";
import { useOfferedWork } from "./work";

/** Cases that change hands: offered to the reader, offered by the reader, and the settled ones. */
export function HandOffScreen() {
  const { t } = useTranslation();
  useTitle(t("nav.hand_offs"));
  const handOffs = usePages("hand_off_list", { query: {} });
  const open = handOffs.items.filter(({ status }) => status === "offered");
  const settled = handOffs.items.filter(({ status }) => status !== "offered");
  return (
    <Stack gap="md" maw={900}>
      <Title order={1}>{t("nav.hand_offs")}</Title>
      {handOffs.error && <ProblemNotice error={handOffs.error} />}
      {handOffs.isPending && <Waiting lines={3} height={140} />}
      {handOffs.data && handOffs.items.length === 0 && (
        <EmptyState
          icon={<IconArrowsExchange size={36} stroke={1.5} aria-hidden />}
          title={t("hand_off.none")}
          text={t("hand_off.none_text")}
        />
      )}
      {[...open, ...settled].map((handOff) => (
        <HandOff key={handOff.id} handOff={handOff} />
      ))}
      <More {...handOffs} />
    </Stack>
  );
}

const colors = { offered: "yellow", accepted: "teal", declined: "red", withdrawn: "gray" } as const;

function HandOff({ handOff }: { handOff: HandOffView }) {
  const { t } = useTranslation();
  const words = useWords();
  const me = useMe();
  const [dialog, setDialog] = useState<"decline" | "withdraw" | null>(null);
  const close = () => setDialog(null);
  const accept = useAct("hand_off_accept", {
    onSuccess: ({ person: { name }, open_work: left }) =>
      showDone(
        left.length > 0
          ? t("hand_off.accepted_left", { name, count: left.length })
          : t("hand_off.accepted", { name }),
      ),
  });
  const decline = useAct("hand_off_decline", { onSuccess: close });
  const withdraw = useAct("hand_off_withdraw", { onSuccess: close });
  const { id, version, can, person, from, to, status } = handOff;
  const settle = dialog === "decline" ? decline : withdraw;

  return (
    <Section
      title={t("hand_off.line", { name: person.name, from: from.name, to: to.name })}
      actions={
        <Badge size="lg" variant="light" color={colors[status]}>
          {words(status)}
        </Badge>
      }
    >
      <Stack gap="sm">
        {accept.error && <ProblemNotice error={accept.error} />}
        <Text size="sm" c="dimmed">
          {formatInstant(handOff.offered_at)} ·{" "}
          <Link to="/people/$personId" params={{ personId: person.id }} search={{ case: handOff.case_id }}>
            {t("today.open_person")}
          </Link>
        </Text>
        <dl className={classes.told}>
          <Told label={t("hand_off.summary")} text={handOff.summary} />
          <Told label={t("hand_off.risks")} text={handOff.risks} />
          <Told label={t("hand_off.promises")} text={handOff.promises} />
          {handOff.reason && <Told label={t("hand_off.reason")} text={handOff.reason} />}
        </dl>
        {status === "offered" && <OfferedWork handOff={handOff} />}
        {status === "offered" && (
          <Group gap="sm">
            {to.id === me.id && (
              <>
                <ActionButton
                  can={can}
                  operation="hand_off_accept"
                  loading={accept.isPending}
                  onClick={() => accept.mutate({ path: { id }, version })}
                >
                  {t("hand_off.accept")}
                </ActionButton>
                <ActionButton
                  can={can}
                  operation="hand_off_decline"
                  variant="default"
                  onClick={() => setDialog("decline")}
                >
                  {t("hand_off.decline")}
                </ActionButton>
              </>
            )}
            {can.includes("hand_off_withdraw") && (
              <ActionButton
                can={can}
                operation="hand_off_withdraw"
                variant="default"
                onClick={() => setDialog("withdraw")}
              >
                {t("hand_off.withdraw")}
              </ActionButton>
            )}
          </Group>
        )}
      </Stack>
      {dialog && (
        <ReasonDialog
          draft={`hand-off-${dialog}:${id}`}
          title={t(`hand_off.${dialog}`)}
          label={t("hand_off.reason")}
          submit={t(`hand_off.${dialog}`)}
          busy={settle.isPending}
          error={settle.error}
          onSubmit={(reason) => settle.mutate({ path: { id }, version, body: { reason } })}
          onClose={close}
        />
      )}
    </Section>
  );
}

/** What a colleague wrote, with the line breaks they made. */
function Told({ label, text }: { label: string; text: string }) {
  const { t } = useTranslation();
  return (
    <div>
      <dt>{label}</dt>
      <dd>{text || t("state.none")}</dd>
    </div>
  );
}

/** The case and the open work that comes with it, to be read before it is accepted. */
function OfferedWork({ handOff }: { handOff: HandOffView }) {
  const { work, current, error, waiting } = useOfferedWork(handOff);
  if (error) return <ProblemNotice error={error} />;
  if (waiting) return <Waiting lines={2} height={44} />;
  return (
    <>
      {current && (
        <Group gap="xs">
          <Tier tier={current.tier} />
          <Text size="sm">{current.program.name}</Text>
        </Group>
      )}
      <MovingWork work={work} zone={current?.time_zone} />
    </>
  );
}
