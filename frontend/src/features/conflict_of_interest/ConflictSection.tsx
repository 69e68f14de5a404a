import { Button, Text } from "@mantine/core";
import { lazy, Suspense, useState } from "react";
import { usePages } from "@/api/hooks";
import type { PersonView } from "@/api/types";
import { useCapability } from "@/app/me";
import { useTexts } from "@/lib/texts";
import { More } from "@/ui/More";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { Rows } from "@/ui/Rows";
import { Section } from "@/ui/Section";
import { Waiting } from "@/ui/Waiting";
import { ConflictRow } from "./ConflictRow";
import { texts } from "./texts";

const ConflictDialog = lazy(() => import("./ConflictDialog").then((m) => ({ default: m.ConflictDialog })));

/** Who knows a person otherwise than through their work, as far as the reader may know. */
export function ConflictSection({ person }: { person: PersonView }) {
  const say = useTexts(texts);
  const may = useCapability();
  const [declaring, setDeclaring] = useState(false);
  const conflicts = usePages("conflict_of_interest_list", { query: { person_id: person.id } });
  return (
    <Section
      title={say.title}
      actions={
        may("conflict_of_interest_write") && (
          <Button variant="default" onClick={() => setDeclaring(true)}>
            {say.declare}
          </Button>
        )
      }
    >
      {conflicts.error && <ProblemNotice error={conflicts.error} />}
      {conflicts.isPending && <Waiting lines={1} />}
      {conflicts.data && conflicts.items.length === 0 && <Text c="dimmed">{say.none_here}</Text>}
      <Rows label={say.title}>
        {conflicts.items.map((one) => (
          <ConflictRow key={one.id} conflict={one} />
        ))}
      </Rows>
      <More {...conflicts} />
      <Suspense>
        {declaring && (
          <ConflictDialog
            personId={person.id}
            personName={`${person.given_name} ${person.family_name}`}
            onClose={() => setDeclaring(false)}
          />
        )}
      </Suspense>
    </Section>
  );
}
