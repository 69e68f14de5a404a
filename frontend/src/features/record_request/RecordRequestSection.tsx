import { Button, Text } from "@mantine/core";
import { lazy, Suspense, useState } from "react";
import { usePages } from "@/api/hooks";
import { useCapability } from "@/app/me";
import { useTexts } from "@/lib/texts";
import { More } from "@/ui/More";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { Rows } from "@/ui/Rows";
import { Section } from "@/ui/Section";
import { Waiting } from "@/ui/Waiting";
import { RecordRequestRow } from "./RecordRequestRow";
import { texts } from "./texts";

const RecordRequestDialog = lazy(() =>
  import("./RecordRequestDialog").then((m) => ({ default: m.RecordRequestDialog })),
);

interface RecordRequestSectionProps {
  person: { id: string; name: string };
  caseId?: string | undefined;
}

/** What a person asked of their record. */
export function RecordRequestSection({ person, caseId }: RecordRequestSectionProps) {
  const say = useTexts(texts);
  const may = useCapability();
  const [writing, setWriting] = useState(false);
  const requests = usePages("record_request_list", { query: { person_id: person.id } });
  return (
    <Section
      title={say.title}
      actions={
        may("record_request_write") && (
          <Button variant="default" onClick={() => setWriting(true)}>
            {say.write}
          </Button>
        )
      }
    >
      <Text c="dimmed" size="sm" mb="sm">
        {say.here_text}
      </Text>
      {requests.error && <ProblemNotice error={requests.error} />}
      {requests.isPending && <Waiting lines={1} />}
      {requests.data && requests.items.length === 0 && <Text c="dimmed">{say.none_here}</Text>}
      <Rows label={say.title}>
        {requests.items.map((one) => (
          <RecordRequestRow key={one.id} request={one} />
        ))}
      </Rows>
      <More {...requests} />
      <Suspense>
        {writing && <RecordRequestDialog person={person} caseId={caseId} onClose={() => setWriting(false)} />}
      </Suspense>
    </Section>
  );
}
