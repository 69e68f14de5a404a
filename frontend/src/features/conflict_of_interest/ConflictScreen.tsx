import { SegmentedControl, Stack, Text, Title } from "@mantine/core";
import { IconUserShield } from "@tabler/icons-react";
import { useState } from "react";
import { usePages } from "@/api/hooks";
import { useTexts } from "@/lib/texts";
import { EmptyState } from "@/ui/EmptyState";
import { More } from "@/ui/More";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { Rows } from "@/ui/Rows";
import { useTitle } from "@/ui/title";
import { Waiting } from "@/ui/Waiting";
import { ConflictRow } from "./ConflictRow";
import { texts } from "./texts";

/** The log: one's own conflicts of interest, those of colleagues whom one leads, and all for the privacy officer. */
export function ConflictScreen() {
  const say = useTexts(texts);
  useTitle(say.title);
  const [open, setOpen] = useState(true);
  const conflicts = usePages("conflict_of_interest_list", { query: { open } });
  return (
    <Stack gap="md">
      <Title order={1}>{say.title}</Title>
      <Text c="dimmed">{say.confidential}</Text>
      <SegmentedControl
        aria-label={say.filter}
        w="fit-content"
        value={open ? "open" : "all"}
        onChange={(next) => setOpen(next === "open")}
        data={[
          { value: "open", label: say.open_only },
          { value: "all", label: say.all },
        ]}
      />
      {conflicts.error && <ProblemNotice error={conflicts.error} />}
      {conflicts.isPending && <Waiting />}
      {conflicts.data && conflicts.items.length === 0 && (
        <EmptyState
          icon={<IconUserShield size={36} stroke={1.5} aria-hidden />}
          title={say.none}
          text={say.none_text}
        />
      )}
      {conflicts.items.length > 0 && (
        <div className="surface" style={{ padding: "1rem 1.15rem" }}>
          <Rows label={say.title}>
            {conflicts.items.map((one) => (
              <ConflictRow key={one.id} conflict={one} named />
            ))}
          </Rows>
        </div>
      )}
      <More {...conflicts} />
    </Stack>
  );
}
