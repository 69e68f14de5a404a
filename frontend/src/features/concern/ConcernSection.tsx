import { Text } from "@mantine/core";
import { lazy, Suspense, useState } from "react";
import { useCall } from "@/api/hooks";
import type { CaseView } from "@/api/types";
import { useTexts } from "@/lib/texts";
import { ActionButton } from "@/ui/ActionButton";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { Rows } from "@/ui/Rows";
import { Section } from "@/ui/Section";
import { Waiting } from "@/ui/Waiting";
import { ConcernRow } from "./ConcernRow";
import { texts } from "./texts";

const ConcernDialog = lazy(() => import("./ConcernDialog").then((m) => ({ default: m.ConcernDialog })));

interface ConcernSectionProps {
  personId: string;
  current: CaseView | undefined;
}

/** Disputes about the care of a person and questions of values in it, and what was settled. */
export function ConcernSection({ personId, current }: ConcernSectionProps) {
  const say = useTexts(texts);
  const [raising, setRaising] = useState(false);
  const concerns = useCall("concern_list", { path: { id: personId } });
  return (
    <Section
      title={say.title}
      actions={
        <ActionButton
          can={current?.can ?? []}
          operation="concern_create"
          variant="default"
          onClick={() => setRaising(true)}
        >
          {say.raise}
        </ActionButton>
      }
    >
      {concerns.error && <ProblemNotice error={concerns.error} />}
      {concerns.isPending && <Waiting lines={2} />}
      {concerns.data?.items.length === 0 && <Text c="dimmed">{say.none}</Text>}
      <Rows label={say.title}>
        {concerns.data?.items.map((concern) => (
          <ConcernRow
            key={concern.id}
            concern={concern}
            current={current?.id === concern.case_id ? current : undefined}
          />
        ))}
      </Rows>
      <Suspense>
        {raising && current && <ConcernDialog current={current} onClose={() => setRaising(false)} />}
      </Suspense>
    </Section>
  );
}
