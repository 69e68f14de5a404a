import { screen } from "@testing-library/react";
import { afterEach, expect, it } from "vitest";
import { startLanguage } from "@/i18n";
import { renderIn } from "@/test/render";
import { useMomentDetail, useMomentTitle, type Moment } from "./moment";
import { texts } from "./timeline";

afterEach(() => startLanguage("en"));

function Said({ moment }: { moment: Moment }) {
  return <p data-testid="said">{[useMomentTitle()(moment), useMomentDetail()(moment)].join(" | ")}</p>;
}

const said = (kind: string, code: string, about: string | null, detail: string | null = null) => {
  const moment = { kind, code, about, detail, title: "Never shown" } as unknown as Moment;
  const { unmount } = renderIn(<Said moment={moment} />);
  const text = screen.getByTestId("said").textContent;
  unmount();
  return text;
};

it("says what happened in the reader's language", async () => {
  expect(said("referral", "referral_sent", "dme", "County desk")).toBe(
    "Referral sent: medical equipment | County desk",
  );
  expect(said("contact", "contact_reached", "phone")).toBe("Phone, reached | ");
  expect(said("authorization", "authorization_denied_on_appeal", null)).toBe(
    "Authorization denied on appeal | ",
  );
  await startLanguage("es");
  expect(said("referral", "referral_sent", "dme")).toBe("Derivación enviada: equipo médico | ");
  expect(said("stay", "stay_began", "inpatient")).toMatch(/^Empezó una estancia: /);
  expect(said("reading", "reading_above", "blood_pressure", "182/95")).toMatch(/ \| 182\/95 mmHg$/);
});

it("leaves alone what somebody typed, also where it looks like a code", () => {
  expect(said("note", "note_late", "iPad given")).toBe("Late entry: iPad given | ");
  expect(said("need", "need_recorded", "housing")).toBe("Need recorded: housing | ");
  expect(said("alert", "alert_opened", "PHQ-9: thoughts of death")).toBe("PHQ-9: thoughts of death | ");
});

it("says every thing in both languages, each with what it was about or without", () => {
  const places = (text: string) => text.split("{{about}}").length;
  for (const [code, english] of Object.entries(texts.en)) {
    expect(texts.es, code).toHaveProperty(code);
    expect(places(texts.es[code as keyof typeof texts.es]), code).toBe(places(english));
  }
});
