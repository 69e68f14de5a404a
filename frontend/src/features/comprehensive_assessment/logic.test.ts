import { describe, expect, it } from "vitest";
import { answersOf, asked, bodyOf, openOf, stateOf, toggled, unconfirmed, usualMode } from "./logic";
import { choice, question, record, section } from "./samples";

const doctor = question("doctor", { required: true, choices: [choice("yes"), choice("no")] });
const seen = question("seen", {
  required: true,
  choices: [choice("lately"), choice("long_ago")],
  ask_if: { question: "doctor", any_of: ["yes"] },
});
const who = question("who", { form: "text", ask_if: { question: "seen", any_of: ["long_ago"] } });
const questions = [doctor, seen, who];
const codes = (list: { code: string }[]) => list.map(({ code }) => code);

describe("the questions of a section", () => {
  it("are asked only after the answers that they depend on, over several steps", () => {
    expect(codes(asked(questions, {}))).toEqual(["doctor"]);
    const stale = { doctor: { codes: ["no"] }, seen: { codes: ["long_ago"] } };
    expect(codes(asked(questions, stale))).toEqual(["doctor"]);
    expect(codes(asked(questions, { ...stale, doctor: { codes: ["yes"] } }))).toEqual([
      "doctor",
      "seen",
      "who",
    ]);
  });

  it("stay open while nobody has asked, and are settled by a person who declines", () => {
    expect(codes(openOf(questions, { doctor: { absent: "not_asked" } }))).toEqual(["doctor"]);
    expect(openOf(questions, { doctor: { absent: "declined" } })).toEqual([]);
    expect(codes(openOf(questions, { doctor: { codes: ["yes"] } }))).toEqual(["seen"]);
  });

  it("tell where the section stands", () => {
    const asks = { ...section("clinical"), questions };
    expect(stateOf(asks, {})).toEqual({ kind: "not_begun" });
    expect(stateOf(asks, { doctor: { codes: ["yes"] } })).toEqual({ kind: "open", count: 1 });
    expect(stateOf(asks, { doctor: { codes: ["no"] } })).toEqual({ kind: "complete" });
  });
});

describe("answers", () => {
  it("come and go without their empty members, and blank text is no answer", () => {
    const given = answersOf([
      { question: "doctor", codes: ["yes"], number: null, text: null, absent: null },
      { question: "stays", codes: null, number: 0, text: null, absent: null },
    ]);
    expect(given).toEqual({ doctor: { codes: ["yes"] }, stays: { number: 0 } });
    expect(bodyOf({ ...given, who: { text: "  " }, seen: { codes: [] } })).toEqual([
      { question: "doctor", codes: ["yes"] },
      { question: "stays", number: 0 },
    ]);
  });

  it("hold none of these alone", () => {
    const symptoms = question("symptoms", {
      form: "many",
      choices: [choice("pain"), choice("dizzy"), choice("none", true)],
    });
    expect(toggled(symptoms, ["pain"], "dizzy")).toEqual(["pain", "dizzy"]);
    expect(toggled(symptoms, ["pain", "dizzy"], "none")).toEqual(["none"]);
    expect(toggled(symptoms, ["none"], "pain")).toEqual(["pain"]);
    expect(toggled(symptoms, ["pain"], "pain")).toEqual([]);
  });

  it("of last time are shown while their question is asked and has no answer", () => {
    const answer = { question: "doctor", codes: ["yes"] };
    const view = { ...record().sections[0]!, carried: [{ answer, from: "2026-03-02T14:00:00Z" }] };
    expect(unconfirmed(view, questions, {})).toHaveLength(1);
    expect(unconfirmed(view, questions, { doctor: { codes: ["no"] } })).toHaveLength(0);
    expect(
      unconfirmed(
        { ...view, carried: [{ ...view.carried[0]!, answer: { question: "seen" } }] },
        questions,
        {},
      ),
    ).toEqual([]);
  });
});

it("goes on in the way in which the last section was asked", () => {
  const [first] = record().sections;
  const at = (saved_at: string, mode: "video" | "in_person") => ({ ...first!, saved_at, mode });
  expect(usualMode(record())).toBe("phone");
  const sections = [at("2026-03-02T15:00:00Z", "in_person"), at("2026-03-02T14:00:00Z", "video")];
  expect(usualMode({ ...record(), sections })).toBe("in_person");
});
