import { Button, Group, SegmentedControl, Stack, Text, Title } from "@mantine/core";
import { IconFileSearch } from "@tabler/icons-react";
import { lazy, Suspense, useState } from "react";
import { usePages } from "@/api/hooks";
import { useCapability } from "@/app/me";
import { useTexts } from "@/lib/texts";
import { EmptyState } from "@/ui/EmptyState";
import { More } from "@/ui/More";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { Rows } from "@/ui/Rows";
import { useTitle } from "@/ui/title";
import { Waiting } from "@/ui/Waiting";
import { queryOf, shown, type Shown } from "./codes";
import { RecordRequestRow } from "./RecordRequestRow";
import { texts } from "./texts";

const RecordRequestDialog = lazy(() =>
  import("./RecordRequestDialog").then((m) => ({ default: m.RecordRequestDialog })),
);

/** The desk of the privacy officer: what people asked of their records, what is due first at the top. */
export function RecordRequestScreen() {
  const say = useTexts(texts);
  useTitle(say.title);
  const may = useCapability();
  const [which, setWhich] = useState<Shown>("open");
  const [writing, setWriting] = useState(false);
  const requests = usePages("record_request_list", { query: queryOf(which) });
  return (
    <Stack gap="md">
      <Group justify="space-between">
        <Title order={1}>{say.title}</Title>
        {may("record_request_write") && <Button onClick={() => setWriting(true)}>{say.write}</Button>}
      </Group>
      <Text c="dimmed">{say.text}</Text>
      <SegmentedControl
        aria-label={say.filter}
        w="fit-content"
        maw="100%"
        value={which}
        onChange={(next) => setWhich(shown.find((one) => one === next) ?? "open")}
        data={shown.map((one) => ({ value: one, label: say.shown[one] }))}
      />
      {requests.error && <ProblemNotice error={requests.error} />}
      {requests.isPending && <Waiting />}
      {requests.data && requests.items.length === 0 && (
        <EmptyState
          icon={<IconFileSearch size={36} stroke={1.5} aria-hidden />}
          title={say.none}
          text={say.none_text}
        />
      )}
      {requests.items.length > 0 && (
        <div className="surface" style={{ padding: "1rem 1.15rem" }}>
          <Rows label={say.title}>
            {requests.items.map((one) => (
              <RecordRequestRow key={one.id} request={one} named />
            ))}
          </Rows>
        </div>
      )}
      <More {...requests} />
      <Suspense>{writing && <RecordRequestDialog onClose={() => setWriting(false)} />}</Suspense>
    </Stack>
  );
}
