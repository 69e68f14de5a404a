import { Badge, Group, Stack, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { IconSunrise } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useAct, usePages } from "@/api/hooks";
import type { HandBack } from "@/api/types";
import { formatInstant } from "@/lib/dates";
import { ActionButton } from "@/ui/ActionButton";
import { EmptyState } from "@/ui/EmptyState";
import { More } from "@/ui/More";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { Rows } from "@/ui/Rows";
import { Section } from "@/ui/Section";
import { showDone } from "@/ui/toast";
import { Waiting } from "@/ui/Waiting";
import { EventRow } from "./EventRow";

/** What happened on call to people of the reader's cases; what waits comes first. */
export function HandBackPanel() {
  const { t } = useTranslation();
  const waiting = usePages("hand_back_list", { query: { status: "waiting" } });
  const backs = usePages("hand_back_list", { query: {} });
  const waits = new Set(waiting.items.map(({ id }) => id));
  const settled = backs.items.filter(({ id, status }) => status !== "waiting" && !waits.has(id));
  const none = waiting.data && backs.data && waiting.items.length + settled.length === 0;
  return (
    <Stack gap="md">
      {(waiting.error ?? backs.error) && <ProblemNotice error={waiting.error ?? backs.error} />}
      {(waiting.isPending || backs.isPending) && <Waiting lines={3} height={120} />}
      {none && (
        <EmptyState
          icon={<IconSunrise size={34} stroke={1.5} aria-hidden />}
          title={t("on_call.back_none")}
          text={t("on_call.back_none_text")}
        />
      )}
      {waiting.items.map((back) => (
        <Back key={back.id} back={back} />
      ))}
      <More {...waiting} />
      {settled.map((back) => (
        <Back key={back.id} back={back} />
      ))}
      <More {...backs} />
    </Stack>
  );
}

const colors = { waiting: "yellow", acknowledged: "teal", lapsed: "gray" } as const;

function Back({ back }: { back: HandBack }) {
  const { t } = useTranslation();
  const acknowledge = useAct("hand_back_acknowledge", {
    onSuccess: () => showDone(t("on_call.acknowledged")),
  });
  const {
    id,
    version,
    case_id,
    can,
    person,
    to,
    status,
    events,
    acknowledged_by: by,
    acknowledged_at: at,
  } = back;
  return (
    <Section
      title={person.name}
      actions={
        <Badge size="lg" variant="light" color={colors[status]} tt="none">
          {t(`on_call.back_states.${status}`)}
        </Badge>
      }
    >
      <Stack gap="sm">
        {acknowledge.error && <ProblemNotice error={acknowledge.error} />}
        <Text size="sm" c="dimmed">
          {t("on_call.back_to", { name: to.name, when: formatInstant(back.created_at) })} ·{" "}
          <Link to="/people/$personId" params={{ personId: person.id }} search={{ case: case_id }}>
            {t("today.open_person")}
          </Link>
        </Text>
        <Rows label={person.name}>
          {events.map((event) => (
            <EventRow key={event.id} event={event} zone={undefined} />
          ))}
        </Rows>
        {by && at && (
          <Text size="sm" c="dimmed">
            {t("on_call.acknowledged_by", { name: by.name, when: formatInstant(at) })}
          </Text>
        )}
        {status === "waiting" && (
          <Group>
            <ActionButton
              can={can}
              operation="hand_back_acknowledge"
              loading={acknowledge.isPending}
              onClick={() => acknowledge.mutate({ path: { id }, version })}
            >
              {t("on_call.acknowledge")}
            </ActionButton>
          </Group>
        )}
      </Stack>
    </Section>
  );
}
