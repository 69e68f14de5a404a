import { useQueryClient, type Query } from "@tanstack/react-query";
import { useEffect } from "react";
import { createStore } from "@/lib/store";
import { send, type OperationId } from "./client";
import { refreshAll } from "./hooks";

/** What changed: never more than kind, id and version. */
export interface LiveEvent {
  kind: string;
  id: string;
  version: number;
}

/** Whether the stream of changes stands at the moment. */
export const live = createStore(false);

const RECONNECT_MS = [1_000, 2_000, 5_000, 15_000];
const CALM_MS = 800;

/** Reads `data:` lines of a server-sent event stream until it ends. */
export async function readEvents(body: ReadableStream<Uint8Array>, onEvent: (event: LiveEvent) => void) {
  const reader = body.pipeThrough(new TextDecoderStream() as TransformStream<Uint8Array, string>).getReader();
  let rest = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    const lines = (rest + value).split(/\r?\n/);
    rest = lines.pop() ?? "";
    for (const line of lines) {
      if (line.startsWith("data:")) onEvent(JSON.parse(line.slice(5)) as LiveEvent);
    }
  }
}

/** Follows the stream of changes and opens it again when it ends; `onBack` says that some may have been missed. */
export async function follow(signal: AbortSignal, onEvent: (event: LiveEvent) => void, onBack: () => void) {
  let opened = false;
  for (let tries = 0; !signal.aborted; tries += 1) {
    try {
      const request = new Request("/api/v1/events", { headers: { Accept: "text/event-stream" }, signal });
      const response = await send(request);
      if (response.ok && response.body) {
        live.set(true);
        tries = 0;
        if (opened) onBack();
        opened = true;
        await readEvents(response.body, onEvent);
      }
    } catch {
      // The connection broke; the next turn opens a new one.
    }
    live.set(false);
    const wait = RECONNECT_MS[Math.min(tries, RECONNECT_MS.length - 1)];
    await new Promise((resolve) => setTimeout(resolve, wait));
  }
}

/**
 * Lists and sums that a change anywhere in a person's record can move: a new record has an id that none of them knows yet.
 */
export const LISTS: ReadonlySet<string> = new Set<OperationId>([
  "acuity_get",
  "acuity_list",
  "adt_match_list",
  "adt_message_list",
  "advocacy_list",
  "alert_list",
  "appeal_list",
  "appointment_calendar",
  "appointment_list",
  "assessment_list",
  "authorization_disclosure",
  "authorization_list",
  "authorization_of_person",
  "billing_month_list",
  "care_gap_evidence",
  "care_gap_list",
  "care_gap_open_list",
  "care_plan_list",
  "care_plan_revisions",
  "care_team_get",
  "case_list",
  "case_lock_list",
  "caseload_case_list",
  "caseload_move_list",
  "comprehensive_assessment_list",
  "concern_list",
  "conference_list",
  "conflict_of_interest_list",
  "consent_list",
  "consultation_list",
  "contact_list",
  "cost_list",
  "crisis_plan_list",
  "crisis_plan_revisions",
  "deadline_list",
  "digest_counts",
  "digest_list",
  "disclosure_list",
  "engagement_figures",
  "engagement_get",
  "engagement_list",
  "education_suggestion_list",
  "hand_back_list",
  "hand_off_list",
  "huddle_get",
  "message_counts",
  "message_thread_list",
  "milestone_list",
  "milestone_preview",
  "need_list",
  "note_list",
  "note_queue",
  "note_turnaround",
  "on_call_event_list",
  "outreach_list",
  "performance_document_list",
  "person_link_list",
  "person_overview",
  "person_received",
  "person_timeline",
  "plan_entry_list",
  "record_request_list",
  "referral_disclosure",
  "referral_document_list",
  "reading_list",
  "reading_overview",
  "referral_history",
  "referral_list",
  "referral_summary",
  "referral_worklist",
  "risk_score_list",
  "stay_list",
  "survey_answer_list",
  "task_list",
  "throughput_today",
  "teaching_list",
  "today_counts",
  "today_list",
  "today_search",
  "transition_disclosure",
  "transition_list",
  "visit_out_list",
  "work_hours_list",
]);

function concerns(query: Query, ids: Set<string>): boolean {
  if (query.meta?.["fixed"] === true) return false;
  if (LISTS.has(String(query.queryKey[0]))) return true;
  const text = JSON.stringify(query.state.data ?? null);
  return [...ids].some((id) => text.includes(id));
}

/** Keeps what is on the screen in step with what others do. Changes that come together are read together. */
export function useLiveUpdates() {
  const cache = useQueryClient();
  useEffect(() => {
    const stop = new AbortController();
    const ids = new Set<string>();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const heard = ({ id }: LiveEvent) => {
      ids.add(id);
      timer ??= setTimeout(() => {
        timer = undefined;
        const changed = new Set(ids);
        ids.clear();
        void cache.invalidateQueries({ predicate: (query) => concerns(query, changed) });
      }, CALM_MS);
    };
    void follow(stop.signal, heard, () => void refreshAll(cache));
    return () => {
      stop.abort();
      clearTimeout(timer);
    };
  }, [cache]);
}
