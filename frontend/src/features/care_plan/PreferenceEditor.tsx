import { Select, Textarea, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Preference } from "@/api/types";
import { Entry } from "./Entry";
import classes from "./CarePlan.module.css";

const kinds = ["preference", "value", "culture", "advance_care"] as const;

interface PreferenceEditorProps {
  preference: Preference;
  onChange: (preference: Preference) => void;
  onRemove: () => void;
}

/** What the person said, and what follows from it. */
export function PreferenceEditor({ preference, onChange, onRemove }: PreferenceEditorProps) {
  const { t } = useTranslation();
  const change = (part: Partial<Preference>) => onChange({ ...preference, ...part });
  return (
    <Entry label={preference.text || t("plan.preferences.title")} onRemove={onRemove}>
      <Textarea
        label={t("plan.preferences.text")}
        value={preference.text}
        onChange={(event) => change({ text: event.currentTarget.value })}
        autosize
        minRows={1}
        maxLength={1000}
        pr="2.5rem"
      />
      <div className={classes.fields}>
        <Select
          label={t("plan.preferences.kind")}
          value={preference.kind}
          onChange={(kind) => kind && change({ kind })}
          data={kinds.map((code) => ({ value: code, label: t(`plan.preferences.kinds.${code}`) }))}
        />
        <TextInput
          className={classes.wide}
          label={t("plan.preferences.constraint")}
          value={preference.constraint ?? ""}
          onChange={(event) => change({ constraint: event.currentTarget.value || null })}
          maxLength={1000}
        />
      </div>
    </Entry>
  );
}
