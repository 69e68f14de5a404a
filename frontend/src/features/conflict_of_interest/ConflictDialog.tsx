import { Select, Text, Textarea } from "@mantine/core";
import { useAct } from "@/api/hooks";
import { fieldErrors } from "@/api/problem";
import { useCapability, useMe } from "@/app/me";
import { StaffSelect } from "@/features/staff/StaffSelect";
import { useKeptForm } from "@/lib/drafts";
import { fill, useTexts } from "@/lib/texts";
import { Dialog } from "@/ui/Dialog";
import { showDone } from "@/ui/toast";
import { kinds, type ConflictKind } from "./kinds";
import { texts } from "./texts";

interface ConflictDialogProps {
  personId: string;
  personName: string;
  onClose: () => void;
}

/** Declares that one knows a person otherwise than through one's work, or that a colleague does whom one leads. */
export function ConflictDialog({ personId, personName, onClose }: ConflictDialogProps) {
  const say = useTexts(texts);
  const me = useMe();
  const leads = useCapability()("case_assign");
  const { form, change, discard } = useKeptForm(`conflict-of-interest:${personId}`, () => ({
    staff: me.id as string | null,
    kind: null as ConflictKind | null,
    detail: "",
  }));
  const create = useAct("conflict_of_interest_create", {
    onSuccess: () => {
      discard();
      showDone(say.declared);
      onClose();
    },
  });
  const errors = fieldErrors(create.error);
  const { staff, kind } = form;
  const detail = form.detail.trim() || null;
  const submit = () => {
    if (!kind || !staff) return;
    create.mutate({ path: { id: personId }, body: { staff_id: staff, kind, detail } });
  };
  return (
    <Dialog
      title={fill(say.declare_of, { name: personName })}
      submit={say.declare}
      busy={create.isPending}
      error={create.error}
      disabled={!kind || !staff || (kind === "other" && !detail)}
      onSubmit={submit}
      onClose={onClose}
    >
      <Text c="dimmed">{say.text}</Text>
      {leads && (
        <StaffSelect
          label={say.who}
          value={staff}
          onChange={(next) => change({ staff: next })}
          error={errors["staff_id"]}
          required
        />
      )}
      <Select
        label={say.kind}
        value={kind}
        onChange={(next) => change({ kind: kinds.find((one) => one === next) ?? null })}
        data={kinds.map((one) => ({ value: one, label: say.kinds[one] }))}
        error={errors["kind"]}
        required
        data-autofocus
      />
      {kind && (
        <Text size="sm" c="dimmed">
          {kind === "boundary" ? say.follows_boundary : say.follows}
        </Text>
      )}
      <Textarea
        label={say.detail}
        value={form.detail}
        onChange={(event) => change({ detail: event.currentTarget.value })}
        error={errors["detail"]}
        autosize
        minRows={2}
        maxLength={2000}
        required={kind === "other"}
      />
    </Dialog>
  );
}
