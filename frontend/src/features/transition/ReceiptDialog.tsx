import { Select, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { fieldErrors } from "@/api/problem";
import { instantOf, localOf } from "@/lib/dates";
import { Dialog } from "@/ui/Dialog";
import { ZonedTimeInput } from "@/ui/ZonedTimeInput";
import { choices, chosen, receiptKinds, receiptWays, useStepForm, type StepProps } from "./useStep";

/** That word of the hospital came, when, from whom and how. */
export function ReceiptDialog(props: StepProps) {
  const { t } = useTranslation();
  const { transition, onClose } = props;
  const zone = transition.time_zone;
  const { form, change, step } = useStepForm(props, "receipt", () => ({
    what: (transition.phase === "planning"
      ? "admission_notice"
      : "discharge_information") as (typeof receiptKinds)[number],
    at: localOf(new Date(), zone),
    sender: "",
    way: "phone" as (typeof receiptWays)[number],
  }));
  const { what, at, sender, way } = form;
  const errors = fieldErrors(step.error);
  return (
    <Dialog
      title={t("transition.note_receipt")}
      submit={t("transition.note_receipt")}
      busy={step.isPending}
      error={step.error}
      onSubmit={() =>
        step.take({
          note_receipt: {
            what,
            at: instantOf(at, zone),
            way,
            ...(sender.trim() ? { sender } : {}),
          },
        })
      }
      onClose={onClose}
    >
      <Select
        label={t("transition.receipt_what")}
        value={what}
        onChange={(next) => change({ what: chosen(receiptKinds, next) ?? what })}
        data={choices(receiptKinds, (code) => t(`transition.receipt_kinds.${code}`))}
        allowDeselect={false}
      />
      <ZonedTimeInput
        zone={zone}
        label={t("transition.at")}
        value={at}
        onChange={(next) => change({ at: next })}
        error={errors["note_receipt.at"]}
        required
      />
      <Select
        label={t("transition.receipt_way")}
        value={way}
        onChange={(next) => change({ way: chosen(receiptWays, next) ?? way })}
        data={choices(receiptWays, (code) => t(`transition.receipt_ways.${code}`))}
        allowDeselect={false}
      />
      <TextInput
        label={t("transition.receipt_sender")}
        value={sender}
        onChange={(event) => change({ sender: event.currentTarget.value })}
        error={errors["note_receipt.sender"]}
        maxLength={200}
      />
    </Dialog>
  );
}
