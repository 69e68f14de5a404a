import { NumberInput, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { ChoiceChips } from "@/ui/ChoiceChips";
import { purposes, withs } from "./form";

/** What is said of the contact that an appointment was. */
export interface Kept {
  with: (typeof withs)[number];
  purpose: (typeof purposes)[number];
  minutes: number;
  summary: string;
}

interface KeptContactProps {
  form: Kept;
  change: (part: Partial<Kept>) => void;
  /** Refusals, by the member of the contact that they are about. */
  errors: { minutes?: string | undefined; summary?: string | undefined };
}

/** The contact that is logged with an appointment that was kept. */
export function KeptContact({ form, change, errors }: KeptContactProps) {
  const { t } = useTranslation();
  return (
    <>
      <ChoiceChips
        label={t("contact.with")}
        value={form.with}
        onChange={(who) => change({ with: who })}
        options={withs}
        text={(who) => t(`contact.withs.${who}`)}
      />
      <ChoiceChips
        label={t("contact.purpose")}
        value={form.purpose}
        onChange={(purpose) => change({ purpose })}
        options={purposes}
        text={(purpose) => t(`contact.purposes.${purpose}`)}
      />
      <NumberInput
        label={t("contact.minutes")}
        value={form.minutes}
        onChange={(minutes) => change({ minutes: Number(minutes) || 0 })}
        min={0}
        max={1440}
        allowDecimal={false}
        error={errors.minutes}
      />
      <TextInput
        label={t("contact.summary")}
        value={form.summary}
        onChange={(event) => change({ summary: event.currentTarget.value })}
        maxLength={300}
        error={errors.summary}
      />
    </>
  );
}
