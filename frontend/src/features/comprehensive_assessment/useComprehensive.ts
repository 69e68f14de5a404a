import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useRef } from "react";
import { call } from "@/api/client";
import { keyOf, useCall } from "@/api/hooks";
import type { ComprehensiveView } from "@/api/types";
import { useVersionedDraft } from "@/lib/versioned";
import { bodyOf, type Draft } from "./logic";
import { saveSections, type Saving, type SavingApi } from "./save";

/** The questions, in both languages; they do not change while the app is open. */
export const useForm = () =>
  useCall("comprehensive_form_get", {}, { staleTime: Infinity, meta: { fixed: true } });

/** Puts the newest answer of the server where every part of the screen reads it. */
export function useKeep() {
  const cache = useQueryClient();
  return useCallback(
    (next: ComprehensiveView) => {
      cache.setQueryData(keyOf("comprehensive_assessment_get", { path: { id: next.id } }), next);
      return next;
    },
    [cache],
  );
}

/** Edits the sections of an assessment: each is saved by itself a moment after its last change. */
export function useSections(record: ComprehensiveView) {
  const { id } = record;
  const keep = useKeep();
  const saving = useRef<Saving>({ record, sent: {} });
  useEffect(() => {
    if (record.version > saving.current.record.version) saving.current.record = record;
  }, [record]);
  const api = useMemo((): SavingApi => {
    const path = { id };
    return {
      save: async (section, { mode, answers }, version) => {
        const body = { section, mode, answers: bodyOf(answers) };
        return keep(await call("comprehensive_assessment_update", { path, version, body }));
      },
      reload: () => call("comprehensive_assessment_get", { path }),
    };
  }, [keep, id]);
  return useVersionedDraft<ComprehensiveView, Draft>({
    record,
    draftOf: () => ({}),
    save: (draft) => saveSections(draft, saving.current, api),
    reload: async () => (saving.current.record = await api.reload()),
  });
}
