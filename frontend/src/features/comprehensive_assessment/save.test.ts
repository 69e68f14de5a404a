import { describe, expect, it, vi } from "vitest";
import { ApiError } from "@/api/problem";
import type { ComprehensiveView } from "@/api/types";
import { bodyOf, type SectionCode, type SectionDraft } from "./logic";
import { record } from "./samples";
import { saveSections, type Saving } from "./save";

const stale = new ApiError({ type: "about:blank", title: "", status: 412, detail: "", code: "stale" });
const said = (text: string): SectionDraft => ({ mode: "phone", answers: { more: { text } } });

/** An assessment on a server that somebody else may change as well. */
function server() {
  const state = { record: record() };
  const write = (section: SectionCode, draft: SectionDraft): ComprehensiveView => {
    const { version, sections } = state.record;
    const changed = sections.map((one) =>
      one.section === section ? { ...one, mode: draft.mode, answers: bodyOf(draft.answers) } : one,
    );
    state.record = { ...state.record, version: version + 1, sections: changed };
    return state.record;
  };
  const save = vi.fn((section: SectionCode, draft: SectionDraft, version: number) =>
    version === state.record.version ? Promise.resolve(write(section, draft)) : Promise.reject(stale),
  );
  const reload = vi.fn(() => Promise.resolve(state.record));
  const saving: Saving = { record: state.record, sent: {} };
  const text = (code: SectionCode) =>
    state.record.sections.find(({ section }) => section === code)?.answers[0]?.text;
  return { write, saving, text, api: { save, reload } };
}

describe("saving sections", () => {
  it("sends what changed and nothing twice", async () => {
    const { saving, text, api } = server();
    const draft = { clinical: said("Legs"), literacy: said("Reads") };
    await saveSections(draft, saving, api);
    await saveSections({ ...draft, literacy: said("Reads well") }, saving, api);
    expect(api.save).toHaveBeenCalledTimes(3);
    expect([text("clinical"), text("literacy")]).toEqual(["Legs", "Reads well"]);
  });

  it("keeps what a colleague saved in another section", async () => {
    const { write, saving, text, api } = server();
    write("literacy", said("Theirs"));
    const next = await saveSections({ clinical: said("Mine") }, saving, api);
    expect([text("clinical"), text("literacy")]).toEqual(["Mine", "Theirs"]);
    expect(next.version).toBe(3);
  });

  it("passes the refusal on when it was the same section", async () => {
    const { write, saving, text, api } = server();
    write("clinical", said("Theirs"));
    await expect(saveSections({ clinical: said("Mine") }, saving, api)).rejects.toBe(stale);
    expect(text("clinical")).toBe("Theirs");
  });

  it("does not send again what was saved before a failure", async () => {
    const { saving, api } = server();
    const refused = new Error("no connection");
    api.save.mockResolvedValueOnce(record(2));
    api.save.mockRejectedValueOnce(refused);
    const draft = { clinical: said("Legs"), literacy: said("Reads") };
    await expect(saveSections(draft, saving, api)).rejects.toBe(refused);
    api.save.mockResolvedValueOnce(record(3));
    await saveSections(draft, saving, api);
    expect(api.save.mock.calls.map(([section]) => section)).toEqual(["clinical", "literacy", "literacy"]);
  });
});
