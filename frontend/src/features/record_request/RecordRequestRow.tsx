import { Badge, Button, Group, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { lazy, Suspense, useState } from "react";
import type { RecordRequest } from "@/api/types";
import { useCapability } from "@/app/me";
import { Clock } from "@/features/authorization/Clock";
import { formatDate } from "@/lib/dates";
import { saveAnswer } from "@/lib/file";
import { fill, useTexts } from "@/lib/texts";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { Row } from "@/ui/Rows";
import { steps, type Step } from "./codes";
import { texts } from "./texts";

const StepDialog = lazy(() => import("./StepDialogs").then((m) => ({ default: m.StepDialog })));

const colors = {
  received: "blue",
  extended: "blue",
  fulfilled: "teal",
  denied: "red",
  withdrawn: "gray",
} as const;

interface RecordRequestRowProps {
  request: RecordRequest;
  /** Whether it says whose record; not where all are about the same person. */
  named?: boolean;
}

/** What a person asks of the record, until when it is answered and why then, and what the reader can do about it. */
export function RecordRequestRow({ request, named }: RecordRequestRowProps) {
  const say = useTexts(texts);
  const may = useCapability();
  const [step, setStep] = useState<Step | null>(null);
  const { person, kind, status, standing, clock, denial, can } = request;
  const what = `${person.name}, ${say.kinds[kind]}`;
  const line = [
    fill(say.asked_line, { when: formatDate(request.asked_on), way: say.ways[request.way] }),
    request.representative && fill(say.asked_by, { name: request.representative }),
    fill(say.author, { name: request.author.name }),
  ];
  return (
    <Row
      title={say.kinds[kind]}
      detail={
        <>
          {named && (
            <>
              {may("person_read") ? (
                <Link to="/people/$personId" params={{ personId: person.id }} search={{ tab: "sharing" }}>
                  {person.name}
                </Link>
              ) : (
                person.name
              )}{" "}
              ·{" "}
            </>
          )}
          {line.filter(Boolean).join(" · ")}
        </>
      }
      actions={
        <Group gap="xs">
          {request.disclosures && <Disclosures path={request.disclosures} what={what} />}
          {steps
            .filter((one) => can.includes(one))
            .map((one) => (
              <Button
                key={one}
                size="compact-md"
                variant="default"
                aria-label={`${say.steps[one]}: ${what}`}
                onClick={() => setStep(one)}
              >
                {say.steps[one]}
              </Button>
            ))}
        </Group>
      }
    >
      <Text size="sm">{request.asked_for}</Text>
      <Group gap={6} my={6}>
        <Badge variant="light" color={colors[status]}>
          {say.statuses[status]}
        </Badge>
        {standing && <Text size="sm">{fill(say.due, { when: formatDate(request.due_on) })}</Text>}
      </Group>
      {standing && clock && <Clock clock={clock} state={standing} />}
      {request.extended_on && (
        <Text size="sm">
          {fill(say.told, {
            when: formatDate(request.extended_on),
            reason: request.extension_reason ?? "",
          })}
        </Text>
      )}
      {denial && (
        <Text size="sm">
          {fill(say.denied_on, { ground: say.grounds[denial.ground], source: denial.source })}{" "}
          {denial.reviewable && say.reviewable}
        </Text>
      )}
      {request.settled_on && (
        <Text size="sm">
          {fill(status === "withdrawn" ? say.taken_back : say.settled, {
            when: formatDate(request.settled_on),
            name: request.settled_by?.name ?? "",
          })}
          {request.in_time !== null && request.in_time !== undefined && (
            <> · {request.in_time ? say.in_time : say.late}</>
          )}
        </Text>
      )}
      {request.answer && <Text size="sm">{request.answer}</Text>}
      {request.disagreement && (
        <Text size="sm">{fill(say.disagrees, { statement: request.disagreement })}</Text>
      )}
      <Suspense>
        {step && <StepDialog step={step} request={request} onClose={() => setStep(null)} />}
      </Suspense>
    </Row>
  );
}

/** The accounting that the platform keeps, as a file for who asks. */
function Disclosures({ path, what }: { path: string; what: string }) {
  const say = useTexts(texts);
  const save = useMutation({ mutationFn: () => saveAnswer(`${path}/export`, "disclosures.csv") });
  return (
    <>
      {save.error && <ProblemNotice error={save.error} />}
      <Button
        size="compact-md"
        variant="default"
        loading={save.isPending}
        aria-label={`${say.disclosures}: ${what}`}
        onClick={() => save.mutate()}
      >
        {say.disclosures}
      </Button>
    </>
  );
}
