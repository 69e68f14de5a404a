import { Alert, Badge, Button, Group, List, Stack, Table, Text } from "@mantine/core";
import { IconArrowLeft, IconArrowsExchange, IconCheck } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { useCall } from "@/api/hooks";
import type { CaseloadProposal, CaseloadWorker } from "@/api/types";
import { useRemembered } from "@/lib/drafts";
import { ActionButton } from "@/ui/ActionButton";
import { EmptyState } from "@/ui/EmptyState";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { Row, Rows } from "@/ui/Rows";
import { Section } from "@/ui/Section";
import { Tier } from "@/ui/Tier";
import { Waiting } from "@/ui/Waiting";
import classes from "./Caseload.module.css";
import { LockDialog } from "./LockDialog";
import { usePercent } from "./LoadBar";
import { asked, usual, type Question } from "./question";
import { nothing } from "./selection";
import { WhatIf } from "./WhatIf";

const MoveDialog = lazy(() => import("./MoveDialog").then((m) => ({ default: m.MoveDialog })));
const AT_FIRST = 30;

type Proposed = CaseloadProposal["moves"][number];

interface ProposalProps {
  team: string | undefined;
  workers: CaseloadWorker[];
  /** What the reader may do on the board. */
  can: string[];
  onClose: () => void;
}

/** Who should own which case: worked out, looked at, changed, compared, and made true or not. */
export function Proposal({ team, workers, can, onClose }: ProposalProps) {
  const { t } = useTranslation();
  const draft = useRemembered(`caseload-proposal:${team ?? ""}`, () => usual);
  const left = useRemembered<string[]>(`caseload-proposal-left:${team ?? ""}`, () => []);
  const [question, ask] = useState({ of: draft.value, keep: left.value });
  const proposal = useCall(
    "caseload_move_propose",
    { body: asked(question.of, team, question.keep) },
    // What others do meanwhile is no reason to work it out again under the reader's eyes: a move names the version that was seen.
    // Whoever comes back later gets a new answer.
    { staleTime: Infinity, gcTime: 0, refetchOnWindowFocus: false, meta: { fixed: true } },
  );
  const put = (of: Question, keep: string[]) => {
    const next = { of, keep };
    if (JSON.stringify(next) === JSON.stringify(question)) void proposal.refetch();
    else ask(next);
  };
  // What was left out stays out of the next answer, too.
  const again = () => put(question.of, left.value);
  const takeBack = () => {
    left.change([]);
    put(question.of, []);
  };
  return (
    <Stack gap="md" aria-busy={proposal.isFetching}>
      <Section
        title={t("proposal.title")}
        actions={
          <>
            <Button variant="default" leftSection={<IconArrowLeft size={17} aria-hidden />} onClick={onClose}>
              {t("proposal.back")}
            </Button>
            <Button variant="default" loading={proposal.isFetching} onClick={again}>
              {t("proposal.again")}
            </Button>
          </>
        }
      >
        <Text size="sm" c="dimmed" mb="xs">
          {t("proposal.text")} {t("proposal.not_on_record")}
        </Text>
        <WhatIf
          question={draft.value}
          onChange={draft.change}
          workers={workers}
          busy={proposal.isFetching}
          onAsk={(next) => put(next, left.value)}
        />
      </Section>
      {proposal.error && <ProblemNotice error={proposal.error} />}
      {!proposal.data && !proposal.error && <Waiting lines={5} height={72} />}
      {proposal.data && (
        <>
          {question.keep.length > 0 && <Kept count={question.keep.length} onTakeBack={takeBack} />}
          <Answer
            proposal={proposal.data}
            board={can}
            left={new Set(left.value)}
            onLeave={(next) => left.change([...next])}
            onAgain={again}
          />
        </>
      )}
    </Stack>
  );
}

/** How many cases the reader left out earlier, and the way back. */
function Kept({ count, onTakeBack }: { count: number; onTakeBack: () => void }) {
  const { t } = useTranslation();
  return (
    <Group gap="sm">
      <Text size="sm">{t("proposal.left_out", { count })}</Text>
      <Button variant="default" size="compact-md" mih={44} onClick={onTakeBack}>
        {t("proposal.take_back")}
      </Button>
    </Group>
  );
}

interface AnswerProps {
  proposal: CaseloadProposal;
  board: string[];
  left: ReadonlySet<string>;
  onLeave: (left: ReadonlySet<string>) => void;
  onAgain: () => void;
}

function Answer({ proposal, board, left, onLeave, onAgain }: AnswerProps) {
  const { t } = useTranslation();
  const [locking, lock] = useState<Proposed | null>(null);
  const [moving, move] = useState(false);
  const { moves } = proposal;
  const taken = moves.flatMap(({ case_id, version, from, to }) =>
    to.staff && !left.has(case_id) ? [{ case_id, version, from_id: from.id, to_id: to.staff.id }] : [],
  );
  const blocked = taken.length === 0 ? t("proposal.nothing_left") : undefined;
  return (
    <>
      {proposal.hypothetical && <Alert color="yellow">{t("proposal.hypothetical")}</Alert>}
      <Summary proposal={proposal} />
      <Unplaced proposal={proposal} />
      {moves.length === 0 ? (
        <EmptyState
          icon={<IconCheck size={36} stroke={1.5} aria-hidden />}
          title={t("proposal.none")}
          text={t("proposal.none_text")}
        />
      ) : (
        <Moves moves={moves} left={left} onLeave={onLeave} board={board} onLock={lock} />
      )}
      <Effects proposal={proposal} />
      {moves.length > 0 && !proposal.hypothetical && (
        <div className={classes.picked} role="region" aria-label={t("caseload.move_title")}>
          <Text fw={600} role="status">
            {t("proposal.moves", { count: taken.length })}
          </Text>
          <ActionButton
            can={proposal.can}
            operation="caseload_move_create"
            blocked={blocked}
            leftSection={<IconArrowsExchange size={17} aria-hidden />}
            onClick={() => move(true)}
          >
            {t("proposal.commit", { count: taken.length })}
          </ActionButton>
        </div>
      )}
      {locking && (
        <LockDialog
          move={locking}
          onLocked={() => {
            lock(null);
            onAgain();
          }}
          onClose={() => lock(null)}
        />
      )}
      <Suspense>
        {moving && (
          <MoveDialog
            selection={nothing}
            first={null}
            moves={taken}
            onMoved={onAgain}
            onClose={() => move(false)}
          />
        )}
      </Suspense>
    </>
  );
}

/** How good it is, in three lines. */
function Summary({ proposal }: { proposal: CaseloadProposal }) {
  const { t } = useTranslation();
  const { highest_before, highest_after, fairness_before, fairness_after, proven, gap_percent } = proposal;
  const percent = (value: number | null | undefined) =>
    typeof value === "number" ? t("caseload.percent", { value }) : t("caseload.no_percent");
  return (
    <div role="status">
      <Text fw={600}>
        {t("proposal.highest", { before: percent(highest_before), after: percent(highest_after) })}
      </Text>
      <Text size="sm">
        {typeof fairness_before === "number" &&
          typeof fairness_after === "number" &&
          `${t("caseload.fairness_change", {
            before: fairness_before.toFixed(2),
            after: fairness_after.toFixed(2),
          })} `}
        {t("proposal.looked", { count: proposal.cases, locked: proposal.locked })}{" "}
        {proven ? t("proposal.proven") : t("proposal.gap", { value: gap_percent })}
      </Text>
      {proposal.surges.map(({ program, tier, cases, placed, reason, barriers }) => (
        <Text size="sm" key={`${program.id} ${tier}`}>
          {t("proposal.surge", {
            placed,
            count: cases,
            program: program.name,
            tier: t(`tier.${tier}`).toLowerCase(),
          })}{" "}
          {reason &&
            t("proposal.surge_left", {
              reason: t(`proposal.unplaced_reasons.${reason}`, {
                barriers: barriers.map((barrier) => t(`proposal.barriers.${barrier}`)).join(", "),
              }),
            })}
        </Text>
      ))}
    </div>
  );
}

function Unplaced({ proposal: { unplaced } }: { proposal: CaseloadProposal }) {
  const { t } = useTranslation();
  if (unplaced.length === 0) return null;
  return (
    <Alert color="yellow" title={t("proposal.unplaced", { count: unplaced.length })}>
      <List size="sm">
        {unplaced.slice(0, AT_FIRST).map(({ case_id, person, reason, barriers }) => (
          <List.Item key={case_id}>
            {person.name}:{" "}
            {t(`proposal.unplaced_reasons.${reason}`, {
              barriers: barriers.map((barrier) => t(`proposal.barriers.${barrier}`)).join(", "),
            })}
          </List.Item>
        ))}
        {unplaced.length > AT_FIRST && (
          <List.Item>{t("caseload.more", { count: unplaced.length - AT_FIRST })}</List.Item>
        )}
      </List>
    </Alert>
  );
}

/** The name of a worker on record or of one who is not there yet. */
function useWorkerName() {
  const { t } = useTranslation();
  return ({ staff, hire }: Proposed["to"]) => staff?.name ?? t("proposal.hire", { number: (hire ?? 0) + 1 });
}

function useReasons() {
  const { t } = useTranslation();
  return ({ reasons, barrier, from }: Proposed) =>
    reasons.map((reason) =>
      t(`proposal.reasons.${reason}`, {
        name: from.name,
        barrier: barrier ? t(`proposal.barriers.${barrier}`) : "",
      }),
    );
}

interface MovesProps {
  moves: Proposed[];
  left: ReadonlySet<string>;
  onLeave: (left: ReadonlySet<string>) => void;
  board: string[];
  onLock: (move: Proposed) => void;
}

function Moves({ moves, left, onLeave, board, onLock }: MovesProps) {
  const { t } = useTranslation();
  const name = useWorkerName();
  const reasons = useReasons();
  const [shown, show] = useState(AT_FIRST);
  const toggle = (id: string) => {
    const next = new Set(left);
    if (!next.delete(id)) next.add(id);
    onLeave(next);
  };
  const title = t("proposal.moves", { count: moves.length });
  const none = moves.every(({ case_id }) => left.has(case_id));
  return (
    <Section
      title={title}
      actions={
        <Button
          variant="default"
          size="compact-md"
          mih={44}
          onClick={() => onLeave(new Set(none ? [] : moves.map(({ case_id }) => case_id)))}
        >
          {t(none ? "proposal.all_in" : "proposal.all_out")}
        </Button>
      }
    >
      <Rows label={title}>
        {moves.slice(0, shown).map((move) => {
          const out = left.has(move.case_id);
          return (
            <Row
              key={move.case_id}
              title={
                <Group gap="xs">
                  <Link
                    to="/people/$personId"
                    params={{ personId: move.person.id }}
                    search={{ case: move.case_id }}
                  >
                    {move.person.name}
                  </Link>
                  <Tier tier={move.tier} />
                  {out && (
                    <Badge variant="light" color="gray">
                      {t("proposal.dropped")}
                    </Badge>
                  )}
                </Group>
              }
              detail={`${t("proposal.way", { from: move.from.name, to: name(move.to) })} · ${move.program.name}`}
              actions={
                <Group gap="xs">
                  <Button
                    variant="default"
                    size="compact-md"
                    mih={44}
                    aria-label={t(out ? "proposal.back_in_of" : "proposal.drop_of", {
                      name: move.person.name,
                    })}
                    onClick={() => toggle(move.case_id)}
                  >
                    {t(out ? "proposal.back_in" : "proposal.drop")}
                  </Button>
                  <ActionButton
                    can={board}
                    operation="case_lock_create"
                    variant="default"
                    size="compact-md"
                    mih={44}
                    aria-label={t("proposal.lock_of", { person: move.person.name, owner: move.from.name })}
                    onClick={() => onLock(move)}
                  >
                    {t("proposal.lock")}
                  </ActionButton>
                </Group>
              }
            >
              <Text size="sm">{reasons(move).join(" · ")}</Text>
            </Row>
          );
        })}
      </Rows>
      {moves.length > shown && (
        <Button variant="default" mt="sm" onClick={() => show(shown + AT_FIRST)}>
          {t("caseload.more", { count: moves.length - shown })}
        </Button>
      )}
    </Section>
  );
}

/** What it does to everybody: now and then, side by side. */
function Effects({ proposal: { effects } }: { proposal: CaseloadProposal }) {
  const { t } = useTranslation();
  const percent = usePercent();
  const name = useWorkerName();
  const sorted = effects.toSorted((a, b) => name(a.worker).localeCompare(name(b.worker)));
  return (
    <Section title={t("caseload.effect")}>
      <Table.ScrollContainer minWidth={320}>
        <Table aria-label={t("caseload.effect")} verticalSpacing={4}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t("caseload.effect_who")}</Table.Th>
              <Table.Th>{t("caseload.effect_now")}</Table.Th>
              <Table.Th>{t("caseload.effect_then")}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {sorted.map(({ worker, before, after, away }) => (
              <Table.Tr key={worker.staff?.id ?? worker.hire}>
                <Table.Th scope="row" fw={600}>
                  {name(worker)}
                  {away && (
                    <Text size="sm" fw={400}>
                      {t("caseload.effect_off")}
                    </Text>
                  )}
                </Table.Th>
                {[before, after].map((side, place) => (
                  <Table.Td key={place === 0 ? "before" : "after"}>
                    {side
                      ? `${t("caseload.cases", { count: side.cases })}, ${percent(side)}`
                      : t("proposal.effect_new")}
                    {side && (
                      <Text size="sm" c="dimmed">
                        {t(`caseload.standing.${side.standing}`)}
                      </Text>
                    )}
                  </Table.Td>
                ))}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Section>
  );
}
