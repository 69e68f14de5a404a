import i18next from "i18next";
import { beforeAll, expect, it } from "vitest";
import { startLanguage } from "@/i18n";
import { sayChange, type PlanChange } from "./change";

const change = (part: Partial<PlanChange>): PlanChange => ({
  section: "goals",
  item: "Walk",
  kind: "changed",
  sentence: "",
  ...part,
});

beforeAll(() => startLanguage("es"));

it("says what changed in the reader's language, codes and days included", () => {
  const say = (part: Partial<PlanChange>) => sayChange(change(part), i18next.t);
  expect(say({ kind: "added" })).toBe("Se añadió.");
  expect(say({ detail: "direction", was: "increase", is: "decrease" })).toBe(
    "Dirección: de “Subir” a “Bajar”.",
  );
  expect(say({ detail: "status", was: "active", is: "on-hold" })).toBe("Estado: de “Activa” a “En pausa”.");
  expect(say({ section: "barriers", detail: "kind", was: "food", is: "other" })).toBe(
    "Tipo: de “Comida” a “Otra”.",
  );
  expect(say({ detail: "target", was: "7", is: null })).toBe("Objetivo: de “7” a “nada”.");
  expect(say({ detail: "focus", was: null, is: "social" })).toBe("Tema: de “nada” a “Social”.");
  expect(say({ detail: "measure_code", was: "other", is: "body_weight" })).toBe(
    "Tipo de medida: de “Otra, dicha con palabras” a “Peso corporal”.",
  );
  expect(say({ detail: "need" })).toBe("Necesidad: ahora es otro.");
  expect(say({ detail: "need", kind: "removed" })).toBe("Necesidad: se quitó.");
});
