import { Button, Group, Stack, Switch, Text } from "@mantine/core";
import { IconUsers } from "@tabler/icons-react";
import { lazy, Suspense, useState } from "react";
import { usePages } from "@/api/hooks";
import { useCapability } from "@/app/me";
import { useTexts } from "@/lib/texts";
import { EmptyState } from "@/ui/EmptyState";
import { More } from "@/ui/More";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { Waiting } from "@/ui/Waiting";
import { MentorshipCard } from "./MentorshipCard";
import { texts } from "./texts";

const BeginDialog = lazy(() => import("./dialogs").then((m) => ({ default: m.BeginDialog })));

/** Who guides whom: the reader's own mentorships, and those of colleagues whom they lead. */
export function MentorshipPanel() {
  const say = useTexts(texts);
  const leads = useCapability()("case_assign");
  const [ended, showEnded] = useState(false);
  const [beginning, begin] = useState(false);
  const list = usePages("mentorship_list", { query: { active: !ended } });
  return (
    <Stack gap="md">
      <Text c="dimmed">{say.text}</Text>
      <Group gap="md">
        {leads && <Button onClick={() => begin(true)}>{say.begin}</Button>}
        <Switch
          label={say.show_ended}
          checked={ended}
          onChange={(event) => showEnded(event.currentTarget.checked)}
        />
      </Group>
      {list.error && <ProblemNotice error={list.error} />}
      {list.isPending && <Waiting lines={3} height={120} />}
      {list.data && list.items.length === 0 && (
        <EmptyState
          icon={<IconUsers size={34} stroke={1.5} aria-hidden />}
          title={say.none}
          text={say.none_text}
        />
      )}
      {list.items.map((own) => (
        <MentorshipCard key={own.id} mentorship={own} />
      ))}
      <More {...list} />
      <Suspense>{beginning && <BeginDialog onClose={() => begin(false)} />}</Suspense>
    </Stack>
  );
}
