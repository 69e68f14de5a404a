import { Button, Stack, Text } from "@mantine/core";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { usePages } from "@/api/hooks";
import type { CaseView, PersonView } from "@/api/types";
import { useCapability } from "@/app/me";
import { ConferenceSection } from "@/features/conference/ConferenceSection";
import { ConsultationSection } from "@/features/consultation/ConsultationSection";
import { More } from "@/ui/More";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { Section } from "@/ui/Section";
import { Waiting } from "@/ui/Waiting";
import { ThreadRows } from "./ThreadRows";

const ConcernSection = lazy(() =>
  import("@/features/concern/ConcernSection").then((m) => ({ default: m.ConcernSection })),
);
const ConflictSection = lazy(() =>
  import("@/features/conflict_of_interest/ConflictSection").then((m) => ({ default: m.ConflictSection })),
);
const MessageDialog = lazy(() => import("./MessageDialog").then((m) => ({ default: m.MessageDialog })));

interface TeamTabProps {
  person: PersonView;
  current: CaseView | undefined;
}

/** What those who care for a person tell and ask each other about them. */
export function TeamTab({ person, current }: TeamTabProps) {
  const may = useCapability();
  const open = current?.status === "active" ? current : undefined;
  return (
    <Stack gap="md">
      <MessageSection personId={person.id} open={open} />
      {current && may("conference_read") && <ConferenceSection current={current} open={open !== undefined} />}
      {may("consultation_read") && <ConsultationSection personId={person.id} open={open} />}
      <Suspense>
        {may("concern_read") && <ConcernSection personId={person.id} current={current} />}
        {may("conflict_of_interest_read") && <ConflictSection person={person} />}
      </Suspense>
    </Stack>
  );
}

function MessageSection({ personId, open }: { personId: string; open: CaseView | undefined }) {
  const { t } = useTranslation();
  const may = useCapability();
  const [writing, setWriting] = useState(false);
  const threads = usePages("message_thread_list", { query: { person_id: personId } });
  return (
    <Section
      title={t("message.title")}
      actions={
        open &&
        may("message_write") && <Button onClick={() => setWriting(true)}>{t("message.create")}</Button>
      }
    >
      {threads.error && <ProblemNotice error={threads.error} />}
      {threads.isPending && <Waiting lines={2} />}
      {threads.data && threads.items.length === 0 && <Text c="dimmed">{t("message.none_here")}</Text>}
      <ThreadRows threads={threads.items} />
      <More {...threads} />
      <Suspense>
        {writing && open && <MessageDialog current={open} onClose={() => setWriting(false)} />}
      </Suspense>
    </Section>
  );
}
