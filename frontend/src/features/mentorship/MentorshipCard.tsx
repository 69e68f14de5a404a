import { Badge, Button, Group, List, Stack, Text } from "@mantine/core";
import { lazy, Suspense, useState } from "react";
import { useAct, useCall } from "@/api/hooks";
import type { Mentorship } from "@/api/types";
import { formatDate, formatInstant } from "@/lib/dates";
import { fill, useTexts } from "@/lib/texts";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { ReasonDialog } from "@/ui/ReasonDialog";
import { Row, Rows } from "@/ui/Rows";
import { Section } from "@/ui/Section";
import { showDone } from "@/ui/toast";
import { Waiting } from "@/ui/Waiting";
import { texts } from "./texts";

const PlanDialog = lazy(() => import("./dialogs").then((m) => ({ default: m.PlanDialog })));
const MeetingDialog = lazy(() => import("./dialogs").then((m) => ({ default: m.MeetingDialog })));

const goalColors = { open: "blue", reached: "teal", dropped: "gray" } as const;

const steps = [
  ["mentorship_meeting_create", "meeting"],
  ["mentorship_update", "plan"],
  ["mentorship_end", "end"],
] as const;

/** A mentorship with its goals and meetings, and what the reader can do about it. */
export function MentorshipCard({ mentorship }: { mentorship: Mentorship }) {
  const say = useTexts(texts);
  const [asking, setAsking] = useState<(typeof steps)[number][1] | null>(null);
  const [open, setOpen] = useState(false);
  const close = () => setAsking(null);
  const end = useAct("mentorship_end", {
    onSuccess: () => {
      showDone(say.over);
      close();
    },
  });
  const { id, version, mentor, mentee, status, starts_on, until_on, next_meeting_on, goals, can } =
    mentorship;
  const from = formatDate(starts_on);
  const days = until_on
    ? fill(say.from_until, { from, until: formatDate(until_on) })
    : fill(say.from_on, { from });
  const pair = { mentor: mentor.name, mentee: mentee.name };
  const next = next_meeting_on ? fill(say.next_on, { on: formatDate(next_meeting_on) }) : say.no_next;
  return (
    <Section
      title={
        mentorship.ended_at
          ? fill(say.pair_over, { ...pair, on: formatInstant(mentorship.ended_at) })
          : fill(say.pair, pair)
      }
      actions={
        status === "ended" && (
          <Badge size="lg" variant="light" color="gray" tt="none">
            {say.ended}
          </Badge>
        )
      }
    >
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          {status === "active" ? `${days} · ${next}` : days}
        </Text>
        {mentorship.ended_at && mentorship.end_reason && (
          <Text size="sm">
            {fill(say.over_because, {
              on: formatInstant(mentorship.ended_at),
              reason: mentorship.end_reason,
            })}
          </Text>
        )}
        {goals.length === 0 && <Text>{say.no_goals}</Text>}
        {goals.length > 0 && (
          <List aria-label={say.goals} spacing={6}>
            {goals.map((goal, at) => (
              <List.Item key={at}>
                <Group gap="xs">
                  {goal.text}
                  <Badge variant="light" color={goalColors[goal.status]} tt="none">
                    {say.status[goal.status]}
                  </Badge>
                </Group>
              </List.Item>
            ))}
          </List>
        )}
        <Group gap="sm">
          {steps
            .filter(([operation]) => can.includes(operation))
            .map(([, name]) => (
              <Button
                key={name}
                size="compact-md"
                variant={name === "meeting" ? "filled" : "default"}
                onClick={() => setAsking(name)}
              >
                {say[name]}
              </Button>
            ))}
          <Button size="compact-md" variant="subtle" aria-expanded={open} onClick={() => setOpen(!open)}>
            {open ? say.hide_meetings : say.show_meetings}
          </Button>
        </Group>
        {open && <Meetings id={id} />}
      </Stack>
      <Suspense>
        {asking === "plan" && <PlanDialog mentorship={mentorship} onClose={close} />}
        {asking === "meeting" && <MeetingDialog mentorship={mentorship} onClose={close} />}
      </Suspense>
      {asking === "end" && (
        <ReasonDialog
          draft={`mentorship-end:${id}`}
          title={say.end}
          label={say.reason}
          submit={say.end}
          busy={end.isPending}
          error={end.error}
          onSubmit={(reason) => end.mutate({ path: { id }, version, body: { reason } })}
          onClose={close}
        />
      )}
    </Section>
  );
}

function Meetings({ id }: { id: string }) {
  const say = useTexts(texts);
  const { data, error } = useCall("mentorship_meeting_list", { path: { id } });
  if (error) return <ProblemNotice error={error} />;
  if (!data) return <Waiting />;
  if (data.items.length === 0) return <Text c="dimmed">{say.no_meetings}</Text>;
  return (
    <Rows label={say.meetings}>
      {data.items.map((met) => (
        <Row
          key={met.id}
          title={fill(say.meeting_line, { on: formatDate(met.held_on), minutes: String(met.minutes) })}
          detail={fill(say.logged_by, { name: met.logged_by.name })}
        >
          <Text>{met.agreed}</Text>
        </Row>
      ))}
    </Rows>
  );
}
