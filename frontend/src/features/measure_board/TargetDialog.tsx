import { Group, NumberInput, Text, Textarea, TextInput, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useAct, useCall } from "@/api/hooks";
import { fieldErrors } from "@/api/problem";
import type { MeasureTile } from "@/api/types";
import { useMe } from "@/app/me";
import { StaffSelect } from "@/features/staff/StaffSelect";
import { formatDate, todayIn } from "@/lib/dates";
import { useDraft } from "@/lib/drafts";
import { Dialog } from "@/ui/Dialog";
import { Row, Rows } from "@/ui/Rows";
import { showDone } from "@/ui/toast";
import { numberOf } from "./boards";

interface TargetDialogProps {
  tile: MeasureTile;
  /** The program it is for; the whole organization when absent. */
  program?: { id: string; name: string } | null | undefined;
  onClose: () => void;
}

interface TargetForm {
  /** In percent for a share. */
  value: number | string;
  owner_id: string | null;
  valid_from: string;
  reason: string;
}

/** Sets a target from a day on, with who answers for it; what held before is shown. */
export function TargetDialog({ tile, program, onClose }: TargetDialogProps) {
  const { t } = useTranslation();
  const me = useMe();
  const unit = tile.share ? 100 : 1;
  const draft = useDraft<TargetForm>(`target:${tile.measure}:${program?.id ?? ""}`, () => ({
    value: tile.target == null ? "" : Math.round(tile.target * unit * 10) / 10,
    owner_id: tile.target_set?.owner.id ?? me.id,
    valid_from: todayIn(me.time_zone),
    reason: "",
  }));
  const form = draft.value;
  const create = useAct("measure_target_create", {
    onSuccess: () => {
      draft.discard();
      showDone(t("target.done"));
      onClose();
    },
  });
  const errors = fieldErrors(create.error);
  const change = (part: Partial<TargetForm>) => draft.change({ ...form, ...part });
  const { value, owner_id, valid_from, reason } = form;
  return (
    <Dialog
      title={t("target.title", { title: tile.title })}
      submit={t("target.set")}
      busy={create.isPending}
      error={create.error}
      disabled={typeof value !== "number" || !owner_id || !valid_from || !reason.trim()}
      onSubmit={() => {
        if (typeof value !== "number" || !owner_id) return;
        const body = {
          measure: tile.measure,
          value: Math.round(value * 1e4) / (1e4 * unit),
          owner_id,
          valid_from,
        };
        create.mutate({
          body: { ...body, reason: reason.trim(), ...(program ? { program_id: program.id } : {}) },
        });
      }}
      onClose={onClose}
    >
      <Text size="sm" c="dimmed">
        {program ? t("target.for_program", { name: program.name }) : t("target.for_all")} {t("target.text")}
      </Text>
      <Group grow align="flex-start">
        <NumberInput
          label={t("target.value")}
          value={value}
          onChange={(next) => change({ value: next })}
          min={0}
          max={tile.share ? 100 : 100_000}
          decimalScale={tile.share ? 1 : 2}
          suffix={tile.share ? "%" : ""}
          error={errors["value"]}
          required
          data-autofocus
        />
        <TextInput
          type="date"
          label={t("target.from")}
          value={valid_from}
          onChange={(event) => change({ valid_from: event.currentTarget.value })}
          error={errors["valid_from"]}
          required
        />
      </Group>
      <StaffSelect
        label={t("target.owner")}
        description={t("target.owner_text")}
        value={owner_id}
        onChange={(next) => change({ owner_id: next })}
        error={errors["owner_id"]}
        owners
        required
      />
      <Textarea
        label={t("target.reason")}
        value={reason}
        onChange={(event) => change({ reason: event.currentTarget.value })}
        error={errors["reason"]}
        autosize
        minRows={2}
        maxLength={2000}
        required
      />
      <History tile={tile} program={program?.id} />
    </Dialog>
  );
}

/** What was to be reached before, and who answered for it. */
function History({ tile, program }: { tile: MeasureTile; program: string | undefined }) {
  const { t } = useTranslation();
  const { data } = useCall("measure_target_list", {
    query: { measure: tile.measure, ...(program ? { program_id: program } : {}) },
  });
  const shown = data?.items.filter((target) => program !== undefined || !target.program) ?? [];
  if (shown.length === 0) return null;
  return (
    <section aria-label={t("target.history")}>
      <Title order={3} size="h5">
        {t("target.history")}
      </Title>
      <Rows>
        {shown.map((target) => (
          <Row
            key={target.id}
            title={t("target.since", {
              value: numberOf(target.value, tile.share),
              on: formatDate(target.valid_from),
            })}
            detail={[target.owner.name, target.program?.name ?? t("target.everywhere"), target.reason].join(
              " · ",
            )}
          />
        ))}
      </Rows>
    </section>
  );
}
