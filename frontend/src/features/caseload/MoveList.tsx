import { Badge, Group } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useAct, usePages } from "@/api/hooks";
import type { CaseloadMove } from "@/api/types";
import { formatInstant } from "@/lib/dates";
import { ActionButton } from "@/ui/ActionButton";
import { More } from "@/ui/More";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { Row, Rows } from "@/ui/Rows";
import { Section } from "@/ui/Section";
import { showDone } from "@/ui/toast";

/** What the reader moved lately, with the way back while there is one. */
export function MoveList() {
  const { t } = useTranslation();
  const moves = usePages("caseload_move_list", { query: { limit: 10 } });
  const undo = useAct("caseload_move_undo", { onSuccess: () => showDone(t("caseload.undone")) });
  if (moves.error) return <ProblemNotice error={moves.error} />;
  if (moves.items.length === 0) return null;
  return (
    <Section title={t("caseload.recent")}>
      {undo.error && <ProblemNotice error={undo.error} />}
      <Rows label={t("caseload.recent")}>
        {moves.items.map((move) => (
          <Row
            key={move.id}
            title={<Heading move={move} />}
            detail={t("caseload.move_line", { when: formatInstant(move.made_at), reason: move.reason })}
            actions={
              move.can.includes("caseload_move_undo") && (
                <ActionButton
                  can={move.can}
                  operation="caseload_move_undo"
                  variant="default"
                  size="compact-md"
                  loading={undo.isPending && undo.variables.path.id === move.id}
                  aria-label={t("caseload.undo_of", { when: formatInstant(move.made_at) })}
                  onClick={() => undo.mutate({ path: { id: move.id }, version: move.version })}
                >
                  {t("caseload.undo")}
                </ActionButton>
              )
            }
          />
        ))}
      </Rows>
      <More {...moves} />
    </Section>
  );
}

function Heading({ move }: { move: CaseloadMove }) {
  const { t } = useTranslation();
  const state = move.status === "undone" ? "undone" : move.mode === "offer" ? "offered" : "made";
  const ways = move.ways.map(({ from, to, cases }) =>
    t("caseload.way", { count: cases, from: from.name, to: to.name }),
  );
  return (
    <Group gap="xs">
      <Badge variant="light" color={state === "undone" ? "gray" : "teal"}>
        {t(`caseload.state.${state}`)}
      </Badge>
      {ways.join("; ")}
    </Group>
  );
}
