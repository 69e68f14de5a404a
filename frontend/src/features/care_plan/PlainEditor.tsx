import { Button, Textarea } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { PlainWords } from "@/api/types";
import { plainLanguages } from "./plain";

interface PlainEditorProps {
  plain: PlainWords | undefined;
  onChange: (plain: PlainWords) => void;
}

const noWords: PlainWords = { en: null, es: null };

/** A line in plain words for the person's copy, folded away where there are none. */
export function PlainEditor({ plain = noWords, onChange }: PlainEditorProps) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(Boolean(plain.en || plain.es));
  return (
    <>
      <Button mt="sm" variant="subtle" size="compact-md" aria-expanded={open} onClick={() => setOpen(!open)}>
        {t("plan.plain.title")}
      </Button>
      {open &&
        plainLanguages.map((language) => (
          <Textarea
            key={language}
            mt="sm"
            lang={language}
            label={t(`plan.plain.${language}`)}
            value={plain[language] ?? ""}
            onChange={(event) => onChange({ ...plain, [language]: event.currentTarget.value || null })}
            autosize
            minRows={1}
            maxLength={1000}
          />
        ))}
    </>
  );
}
