import type { NoteTemplate, Schemas, TemplateField } from "@/api/types";

type Content = Schemas["NoteTemplateContent"];

export const fieldKinds = ["text", "line", "choice", "number", "date"] as const;
export const recordFacts = [
  "active_needs",
  "medications",
  "stay_place",
  "admitted_on",
  "discharged_on",
  "contact_minutes",
  "latest_scores",
] as const;

/** A field as it is edited: its options are lines of "English | Spanish". */
export interface FieldForm extends Omit<TemplateField, "options"> {
  options: string;
}

export interface EditionForm {
  title: Content["title"];
  sections: { title: Content["title"]; fields: FieldForm[] }[];
}

const codeOf = (text: string) =>
  text
    .toLowerCase()
    .normalize("NFD")
    .replaceAll(/\p{M}/gu, "")
    .replaceAll(/[^a-z0-9]+/g, "_")
    .replace(/^[^a-z]+/, "")
    .slice(0, 32)
    .replace(/_+$/, "");

/** A code that nothing else has: from the words, with a number where they are taken. */
export function freshCode(text: string, taken: ReadonlySet<string>): string {
  const wanted = codeOf(text) || "field";
  for (let number = 1; ; number += 1) {
    const code = number === 1 ? wanted : `${wanted}_${number}`;
    if (!taken.has(code)) return code;
  }
}

export const emptyField = (): FieldForm => ({
  code: "",
  label: { en: "", es: "" },
  kind: "text",
  options: "",
});

/** An edition to begin with. */
export const formOf = ({ content }: NoteTemplate): EditionForm => ({
  title: content.title,
  sections: content.sections.map(({ title, fields }) => ({
    title,
    fields: fields.map((field) => ({
      ...field,
      options: (field.options ?? []).map(({ label }) => `${label.en} | ${label.es}`).join("\n"),
    })),
  })),
});

/** The edition as the API wants it. Fields and options keep their codes where their words in English stayed. */
export function contentOf(form: EditionForm, from: NoteTemplate): Content {
  const old = from.content.sections.flatMap(({ fields }) => fields);
  // A new field never takes the code of one that stands further down.
  const taken = new Set(form.sections.flatMap(({ fields }) => fields.map(({ code }) => code)));
  const field = ({ options, ...own }: FieldForm): TemplateField => {
    const code = own.code || freshCode(own.label.en, taken);
    taken.add(code);
    const known = old.find((one) => one.code === code)?.options ?? [];
    const codes = new Set<string>();
    const lines = own.kind === "choice" ? options.split("\n").filter((line) => line.trim() !== "") : [];
    return {
      ...own,
      code,
      options: lines.map((line) => {
        const [en = "", es = en] = line.split("|").map((part) => part.trim());
        const same = known.find(({ label }) => label.en === en)?.code;
        const option = same && !codes.has(same) ? same : freshCode(en, codes);
        codes.add(option);
        return { code: option, label: { en, es } };
      }),
    };
  };
  const { kind, settings = [] } = from.content;
  const sections = form.sections.map(({ title, fields }) => ({ title, fields: fields.map(field) }));
  return { title: form.title, kind, settings, sections };
}
