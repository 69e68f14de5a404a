import { NumberInput, Select, Text, Textarea } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { fieldErrors } from "@/api/problem";
import type { Schemas } from "@/api/types";
import { useHandedDraft } from "@/lib/drafts";
import { Dialog } from "@/ui/Dialog";
import { groundsOf, pick } from "./fields";

interface ExtendDialogProps {
  /** Whose clock it is ("authorization:" or "appeal:" and its id): what is typed is kept under this name. */
  draft: string;
  line: Schemas["LineOfBusiness"];
  /** How many days the law allows. */
  most: number;
  busy: boolean;
  error: unknown;
  onSubmit: (body: Schemas["ExtensionGrant"]) => void;
  onClose: () => void;
}

/** Takes the time that the law allows, once, on one of its grounds. */
export function ExtendDialog({ draft, line, most, busy, error, onSubmit, onClose }: ExtendDialogProps) {
  const { t } = useTranslation();
  const grounds: readonly Schemas["ExtensionGround"][] = groundsOf(line);
  const { value, change, hand } = useHandedDraft(
    `extend:${draft}`,
    () => ({ ground: grounds[0] ?? "member_interest", days: most as number | string, reason: "" }),
    error,
  );
  const { ground, days, reason } = value;
  const errors = fieldErrors(error);
  const submit = () => {
    if (typeof days !== "number") return;
    hand();
    onSubmit({ days, ground, reason: reason.trim() });
  };
  return (
    <Dialog
      title={t("authorization.act.extend")}
      submit={t("authorization.act.extend")}
      busy={busy}
      error={error}
      disabled={!reason.trim() || typeof days !== "number"}
      onSubmit={submit}
      onClose={onClose}
    >
      <Text c="dimmed">{t("authorization.extend_text", { count: most })}</Text>
      <Select
        label={t("authorization.field.ground")}
        value={ground}
        onChange={(next) => change({ ...value, ground: pick(grounds, next, ground) })}
        data={grounds.map((code) => ({ value: code, label: t(`authorization.ground.${code}`) }))}
        error={errors["ground"]}
        allowDeselect={false}
      />
      <NumberInput
        label={t("authorization.field.days")}
        value={days}
        onChange={(next) => change({ ...value, days: next })}
        min={1}
        max={most}
        error={errors["days"]}
        required
      />
      <Textarea
        label={t("authorization.why")}
        value={reason}
        onChange={(event) => change({ ...value, reason: event.currentTarget.value })}
        error={errors["reason"]}
        autosize
        minRows={2}
        maxLength={2000}
        required
      />
    </Dialog>
  );
}
