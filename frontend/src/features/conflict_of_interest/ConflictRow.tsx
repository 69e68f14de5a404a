import { Badge, Button, Group, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useAct } from "@/api/hooks";
import type { ConflictOfInterest } from "@/api/types";
import { useCapability } from "@/app/me";
import { formatInstant } from "@/lib/dates";
import { fill, useTexts } from "@/lib/texts";
import { ReasonDialog } from "@/ui/ReasonDialog";
import { Row } from "@/ui/Rows";
import { texts } from "./texts";

interface ConflictRowProps {
  conflict: ConflictOfInterest;
  /** Whether it says whom it is about; not where all are about the same person. */
  named?: boolean;
}

/** What is between a worker and a person, and what the reader can do about it. */
export function ConflictRow({ conflict, named }: ConflictRowProps) {
  const say = useTexts(texts);
  const may = useCapability();
  const [ending, setEnding] = useState(false);
  const end = useAct("conflict_of_interest_end", { onSuccess: () => setEnding(false) });
  const { id, version, person, staff, kind, status, bars, can } = conflict;
  return (
    <Row
      title={`${staff.name}: ${say.kinds[kind]}`}
      detail={
        <>
          {named && (
            <>
              {may("person_read") ? (
                <Link to="/people/$personId" params={{ personId: person.id }} search={{ tab: "team" }}>
                  {person.name}
                </Link>
              ) : (
                person.name
              )}{" "}
              ·{" "}
            </>
          )}
          {fill(say.line, {
            name: conflict.declared_by.name,
            when: formatInstant(conflict.declared_at),
          })}
        </>
      }
      actions={
        can.includes("conflict_of_interest_end") && (
          <Button
            size="compact-md"
            variant="default"
            aria-label={fill(say.end_of, { name: staff.name })}
            onClick={() => setEnding(true)}
          >
            {say.end}
          </Button>
        )
      }
    >
      <Group gap={6} mt={6}>
        <Badge variant="light" color={status === "open" ? "yellow" : "gray"}>
          {say.status[status]}
        </Badge>
        {status === "open" && bars && (
          <Badge variant="light" color="red">
            {say.bars}
          </Badge>
        )}
      </Group>
      {conflict.detail && (
        <Text size="sm" mt={6}>
          {conflict.detail}
        </Text>
      )}
      {conflict.end_reason && (
        <Text size="sm">
          {fill(say.ended, {
            name: conflict.ended_by?.name ?? "",
            when: conflict.ended_at ? formatInstant(conflict.ended_at) : "",
            reason: conflict.end_reason,
          })}
        </Text>
      )}
      {ending && (
        <ReasonDialog
          draft={`conflict-of-interest-end:${id}`}
          title={fill(say.end_of, { name: staff.name })}
          text={say.end_text}
          label={say.reason}
          submit={say.end}
          busy={end.isPending}
          error={end.error}
          onSubmit={(reason) => end.mutate({ path: { id }, version, body: { reason } })}
          onClose={() => setEnding(false)}
        />
      )}
    </Row>
  );
}
