import { Checkbox, Textarea, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { instantOf } from "@/lib/dates";

/** An earlier time, and why it is entered only now. */
export interface Moment {
  late: boolean;
  at: string;
  reason: string;
}

export const now: Moment = { late: false, at: "", reason: "" };

/** What a request says of a moment: nothing for now. */
export function momentBody({ late, at, reason }: Moment, zone: string) {
  return late ? { at: instantOf(at, zone), late_reason: reason } : {};
}

export const isWhole = ({ late, at, reason }: Moment) => !late || (at !== "" && reason.trim() !== "");

interface MomentFieldsProps {
  value: Moment;
  onChange: (next: Moment) => void;
  errors: Record<string, string | undefined>;
}

/** Now, or an earlier time with its reason. */
export function MomentFields({ value, onChange, errors }: MomentFieldsProps) {
  const { t } = useTranslation();
  const change = (part: Partial<Moment>) => onChange({ ...value, ...part });
  return (
    <>
      <Checkbox
        label={t("visit.late")}
        checked={value.late}
        onChange={(event) => change({ late: event.currentTarget.checked })}
      />
      {value.late && (
        <>
          <TextInput
            type="datetime-local"
            label={t("visit.late_at")}
            value={value.at}
            onChange={(event) => change({ at: event.currentTarget.value })}
            error={errors["at"]}
            required
          />
          <Textarea
            label={t("visit.late_reason")}
            value={value.reason}
            onChange={(event) => change({ reason: event.currentTarget.value })}
            error={errors["late_reason"]}
            maxLength={1000}
            autosize
            required
          />
        </>
      )}
    </>
  );
}
