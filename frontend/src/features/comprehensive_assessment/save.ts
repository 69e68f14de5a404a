import { isStale } from "@/api/problem";
import type { ComprehensiveView } from "@/api/types";
import type { Draft, SectionCode, SectionDraft } from "./logic";

/** What is known to be on the server. */
export interface Saving {
  /** The newest answer of the server. */
  record: ComprehensiveView;
  /** What was sent last, by section. */
  sent: Draft;
}

export interface SavingApi {
  save: (section: SectionCode, draft: SectionDraft, version: number) => Promise<ComprehensiveView>;
  reload: () => Promise<ComprehensiveView>;
}

/**
 * Saves the sections that changed since they were sent last. Colleagues share one assessment: when somebody saved another
 * section meanwhile, both stay; when it was the same section, nothing is overwritten and the refusal is passed on.
 */
export async function saveSections(draft: Draft, saving: Saving, api: SavingApi): Promise<ComprehensiveView> {
  for (const [code, own] of Object.entries(draft) as [SectionCode, SectionDraft][]) {
    if (saving.sent[code] === own) continue;
    saving.record = await saveOne(code, own, saving, api);
    saving.sent = { ...saving.sent, [code]: own };
  }
  return saving.record;
}

async function saveOne(code: SectionCode, own: SectionDraft, { record }: Saving, api: SavingApi) {
  try {
    return await api.save(code, own, record.version);
  } catch (error) {
    if (!isStale(error)) throw error;
    const theirs = await api.reload();
    if (said(theirs, code) !== said(record, code)) throw error;
    return await api.save(code, own, theirs.version);
  }
}

/** What a section says, to see whether somebody changed it. */
function said({ sections }: ComprehensiveView, code: SectionCode): string {
  const section = sections.find((one) => one.section === code);
  return JSON.stringify([section?.mode, section?.answers]);
}
