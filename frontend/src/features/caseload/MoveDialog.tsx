import {
  Alert,
  Button,
  List,
  MultiSelect,
  SegmentedControl,
  Select,
  Stack,
  Table,
  Text,
  Textarea,
} from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useAct, useCall } from "@/api/hooks";
import { refusalText } from "@/api/problem";
import type { CaseloadMovePreview, Schemas } from "@/api/types";
import { useStaffOptions } from "@/features/staff/StaffSelect";
import { formatInstant } from "@/lib/dates";
import { Dialog } from "@/ui/Dialog";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { showDone, showUndo } from "@/ui/toast";
import { Waiting } from "@/ui/Waiting";
import { usePercent } from "./LoadBar";
import { request, shown, type Selection } from "./selection";

const AT_FIRST = 5;

interface MoveDialogProps {
  selection: Selection;
  /** To whom it was dragged. */
  first: string | null;
  /** Moves that were worked out already, each to somebody of its own. */
  moves?: Schemas["CaseMove"][];
  onMoved: () => void;
  onClose: () => void;
}

/** To whom, how and why; with the effect on everybody before anything happens, and a way back after. */
export function MoveDialog({ selection, first, moves, onMoved, onClose }: MoveDialogProps) {
  const { t } = useTranslation();
  const [to, setTo] = useState<string[]>(first ? [first] : []);
  const [mode, setMode] = useState<"immediate" | "offer">("immediate");
  const [reason, setReason] = useState("");
  const [without, leaveOut] = useState<ReadonlySet<string>>(new Set());
  const body = moves
    ? { moves: moves.filter(({ case_id }) => !without.has(case_id)), whole: [] }
    : request(selection, to, without);
  const asks = body.moves.length + body.whole.length > 0;
  const preview = useCall("caseload_move_preview", { body }, { enabled: asks });
  const undo = useAct("caseload_move_undo", { onSuccess: () => showDone(t("caseload.undone")) });
  const move = useAct("caseload_move_create", {
    // What stood in the way is shown with each case, as it is now.
    onError: () => void preview.refetch(),
    onSuccess: (made) => {
      if (made.mode === "offer") showDone(t("caseload.offered", { count: made.cases }));
      else {
        showUndo(t("caseload.moved", { count: made.cases }), t("caseload.undo"), async () => {
          await undo.mutateAsync({ path: { id: made.id }, version: made.version });
        });
      }
      onMoved();
      onClose();
    },
  });
  const seen = asks ? preview.data : undefined;
  // Of a whole caseload, what can't move stays behind by itself: what moves is what the preview shows.
  const blocked = !seen || seen.moves.length === 0 || (seen.refused.length > 0 && selection.whole === null);
  const count = seen?.moves.length ?? 0;
  return (
    <Dialog
      title={t("caseload.move_title")}
      size="lg"
      submit={t(mode === "offer" ? "caseload.offer_submit" : "caseload.move_submit", { count })}
      busy={move.isPending}
      error={move.error}
      disabled={blocked || preview.isFetching || !reason.trim()}
      onSubmit={() => seen && move.mutate({ body: { ...shown(seen), mode, reason: reason.trim() } })}
      onClose={onClose}
    >
      <Text>
        {selection.whole
          ? t("caseload.selected_whole", { name: selection.whole.name })
          : t("caseload.selected", { count: (moves?.length ?? selection.cases.size) - without.size })}
      </Text>
      {!moves && <Receivers selection={selection} to={to} onChange={setTo} />}
      {asks && (
        <Stack gap="sm" aria-busy={preview.isFetching}>
          {preview.error && <ProblemNotice error={preview.error} />}
          {!seen && !preview.error && <Waiting lines={3} />}
          {seen && (
            <Preview
              preview={seen}
              onLeaveOut={
                selection.whole
                  ? undefined
                  : () => leaveOut(new Set([...without, ...seen.refused.map(({ case_id }) => case_id)]))
              }
            />
          )}
        </Stack>
      )}
      <div>
        <Text size="sm" fw={500} mb={4} id="caseload-mode">
          {t("caseload.mode_label")}
        </Text>
        <SegmentedControl
          aria-labelledby="caseload-mode"
          value={mode}
          onChange={(next) => setMode(next === "offer" ? "offer" : "immediate")}
          data={(["immediate", "offer"] as const).map((value) => ({
            value,
            label: t(`caseload.mode.${value}`),
          }))}
        />
        <Text size="sm" c="dimmed" mt={4}>
          {t(`caseload.mode_text.${mode}`)}
        </Text>
      </div>
      <Textarea
        label={t("caseload.move_reason")}
        description={t("caseload.move_reason_text")}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        maxLength={2000}
        autosize
        minRows={2}
        required
      />
    </Dialog>
  );
}

interface ReceiversProps {
  selection: Selection;
  to: string[];
  onChange: (to: string[]) => void;
}

/** Cases go to one colleague; a whole caseload may be spread over several. */
function Receivers({ selection, to, onChange }: ReceiversProps) {
  const { t } = useTranslation();
  const options = useStaffOptions({
    owners: true,
    ...(selection.whole ? { except: selection.whole.id } : {}),
  });
  const common = {
    label: t("caseload.move_to"),
    data: options,
    searchable: true,
    nothingFoundMessage: t("staff.nobody"),
    required: true,
  };
  if (!selection.whole) {
    return (
      <Select {...common} value={to[0] ?? null} onChange={(id) => onChange(id ? [id] : [])} data-autofocus />
    );
  }
  return (
    <MultiSelect
      {...common}
      description={t("caseload.move_to_text")}
      value={to}
      onChange={onChange}
      hidePickedOptions
      openOnFocus={false}
      data-autofocus
    />
  );
}

interface PreviewProps {
  preview: CaseloadMovePreview;
  onLeaveOut: (() => void) | undefined;
}

/** What a move would do to everybody, what can't move, and appointments that can't follow. */
export function Preview({ preview, onLeaveOut }: PreviewProps) {
  const { t } = useTranslation();
  const percent = usePercent();
  const { effects, refused, conflicts, fairness_before, fairness_after } = preview;
  return (
    <Stack gap="sm">
      {effects.length > 0 && (
        <Table aria-label={t("caseload.effect")} verticalSpacing={4}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t("caseload.effect_who")}</Table.Th>
              <Table.Th>{t("caseload.effect_now")}</Table.Th>
              <Table.Th>{t("caseload.effect_then")}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {effects.map(({ staff, before, after, away }) => (
              <Table.Tr key={staff.id}>
                <Table.Th scope="row" fw={600}>
                  {staff.name}
                  {away && (
                    <Text size="sm" fw={400}>
                      {t("caseload.effect_off")}
                    </Text>
                  )}
                </Table.Th>
                {[before, after].map((side, place) => (
                  <Table.Td key={place === 0 ? "before" : "after"}>
                    {t("caseload.cases", { count: side.cases })}, {percent(side)}
                    <Text size="sm" c="dimmed">
                      {t(`caseload.standing.${side.standing}`)}
                    </Text>
                  </Table.Td>
                ))}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
      {typeof fairness_before === "number" && typeof fairness_after === "number" && (
        <Text size="sm">
          {t("caseload.fairness_change", {
            before: fairness_before.toFixed(2),
            after: fairness_after.toFixed(2),
          })}
        </Text>
      )}
      {preview.appointments > 0 && (
        <Text size="sm">{t("caseload.follows", { count: preview.appointments })}</Text>
      )}
      {conflicts.length > 0 && (
        <Alert color="yellow" title={t("caseload.conflict", { count: conflicts.length })}>
          <Lines
            lines={conflicts.map(({ appointment_id, person, staff, starts_at }) => [
              appointment_id,
              t("caseload.conflict_row", {
                person: person.name,
                when: formatInstant(starts_at),
                staff: staff.name,
              }),
            ])}
          />
        </Alert>
      )}
      {refused.length > 0 && (
        <Alert color="red" title={t("caseload.refused", { count: refused.length })}>
          <Lines
            lines={refused.map(({ case_id, person, code, reason }) => [
              case_id,
              `${person.name}: ${refusalText({ code }) ?? reason}`,
            ])}
          />
          {onLeaveOut && (
            <Button variant="default" size="compact-md" mih={44} mt="xs" onClick={onLeaveOut}>
              {t("caseload.leave_out")}
            </Button>
          )}
        </Alert>
      )}
    </Stack>
  );
}

function Lines({ lines }: { lines: [string, string][] }) {
  const { t } = useTranslation();
  return (
    <List size="sm">
      {lines.slice(0, AT_FIRST).map(([key, line]) => (
        <List.Item key={key}>{line}</List.Item>
      ))}
      {lines.length > AT_FIRST && (
        <List.Item>{t("caseload.more", { count: lines.length - AT_FIRST })}</List.Item>
      )}
    </List>
  );
}
