import { NumberInput, Select, Text, Textarea } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { fieldErrors } from "@/api/problem";
import type { Schemas } from "@/api/types";
import { Dialog } from "@/ui/Dialog";
import { groundsOf, pick } from "./fields";

interface ExtendDialogProps {
  line: Schemas["LineOfBusiness"];
  /** How many days the law allows. */
  most: number;
  busy: boolean;
  error: unknown;
  onSubmit: (body: Schemas["ExtensionGrant"]) => void;
  onClose: () => void;
}

/** Takes the time that the law allows, once, on one of its grounds. */
export function ExtendDialog({ line, most, busy, error, onSubmit, onClose }: ExtendDialogProps) {
  const { t } = useTranslation();
  const grounds: readonly Schemas["ExtensionGround"][] = groundsOf(line);
  const [ground, setGround] = useState(grounds[0] ?? "member_interest");
  const [days, setDays] = useState<number | string>(most);
  const [reason, setReason] = useState("");
  const errors = fieldErrors(error);
  return (
    <Dialog
      title={t("authorization.act.extend")}
      submit={t("authorization.act.extend")}
      busy={busy}
      error={error}
      disabled={!reason.trim() || typeof days !== "number"}
      onSubmit={() => typeof days === "number" && onSubmit({ days, ground, reason: reason.trim() })}
      onClose={onClose}
    >
      <Text c="dimmed">{t("authorization.extend_text", { count: most })}</Text>
      <Select
        label={t("authorization.field.ground")}
        value={ground}
        onChange={(next) => setGround(pick(grounds, next, ground))}
        data={grounds.map((code) => ({ value: code, label: t(`authorization.ground.${code}`) }))}
        error={errors["ground"]}
        allowDeselect={false}
      />
      <NumberInput
        label={t("authorization.field.days")}
        value={days}
        onChange={setDays}
        min={1}
        max={most}
        error={errors["days"]}
        required
      />
      <Textarea
        label={t("authorization.why")}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        error={errors["reason"]}
        autosize
        minRows={2}
        maxLength={2000}
        required
      />
    </Dialog>
  );
}
