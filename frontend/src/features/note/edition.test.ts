import { expect, it } from "vitest";
import type { NoteTemplate } from "@/api/types";
import { contentOf, emptyField, formOf, freshCode } from "./edition";

const template = {
  code: "visit",
  content: {
    title: { en: "Visit", es: "Visita" },
    kind: "contact",
    settings: ["hospice"],
    sections: [
      {
        title: { en: "Home", es: "Hogar" },
        fields: [
          {
            code: "safety",
            label: { en: "The home", es: "El hogar" },
            kind: "choice",
            options: [
              { code: "safe", label: { en: "Safe", es: "Seguro" } },
              { code: "unsafe", label: { en: "Not safe", es: "No es seguro" } },
            ],
          },
        ],
      },
    ],
  },
} as unknown as NoteTemplate;

it("gives back what it read when nothing was changed", () => {
  expect(contentOf(formOf(template), template)).toEqual(template.content);
});

it("keeps the code of an option that stayed and gives a new one its own", () => {
  const form = formOf(template);
  const [section] = form.sections;
  const [field] = section?.fields ?? [];
  if (!section || !field) throw new Error("a field");
  field.options = "Safe | Seguro\n\nStairs | Escaleras\nStairs | Gradas";
  section.fields.push({ ...emptyField(), label: { en: "The home", es: "El hogar" } });
  const content = contentOf(form, template);
  const fields = content.sections[0]?.fields ?? [];
  expect(fields[0]?.options?.map(({ code }) => code)).toEqual(["safe", "stairs", "stairs_2"]);
  expect(fields[1]).toMatchObject({ code: "the_home", options: [] });
});

it("leaves a field its code when a new one of the same words comes before it", () => {
  const form = formOf(template);
  const fields = [{ ...emptyField(), label: { en: "Safety", es: "Seguridad" } }];
  form.sections.unshift({ title: { en: "First", es: "Primero" }, fields });
  const codes = contentOf(form, template).sections.flatMap((own) => own.fields.map(({ code }) => code));
  expect(codes).toEqual(["safety_2", "safety"]);
});

it("makes codes of letters, whatever the words are", () => {
  expect(freshCode("¿Qué día?", new Set())).toBe("que_dia");
  expect(freshCode("123", new Set(["field"]))).toBe("field_2");
});
