import { readFileSync } from "node:fs";
import { expect, it, vi } from "vitest";
import { send } from "./client";
import { follow, LISTS, readEvents, type LiveEvent } from "./live";

vi.mock("./client", () => ({ call: vi.fn(), send: vi.fn() }));

/** Lists of no person's record: what is set up, what is worked out on request, and what every look adds to. */
const APART = [
  "absence_list",
  "audit_list",
  "authorization_metrics",
  "capacity_list",
  "care_plan_check",
  "care_plan_compare",
  "care_plan_template_editions",
  "care_plan_template_list",
  "case_candidate_list",
  "caseload_policy_list",
  "contact_cadence_list",
  "client_list",
  "digest_subscription_list",
  "draft_list",
  "community_organization_history",
  "community_organization_list",
  "community_service_history",
  "community_service_search",
  "consultant_list",
  "credential_expiring",
  "crisis_plan_compare",
  "education_item_list",
  "import_list",
  "instrument_get",
  "instrument_list",
  "instrument_policy_list",
  "instrument_wording_list",
  "insurance_plan_list",
  "measure_board_list",
  "measure_list",
  "measure_members",
  "measure_strata",
  "mentorship_list",
  "mentorship_meeting_list",
  "measure_target_list",
  "measure_trend",
  "message_recipient_list",
  "note_template_list",
  "on_call_list",
  "on_call_shift_list",
  "person_access_log",
  "person_search",
  "population_without_contact",
  "program_list",
  "program_rule_list",
  "rule_list",
  "saved_report_list",
  "site_list",
  "staff_list",
  "team_list",
  "work_calendar_list",
];

interface Schema {
  $ref?: string;
  properties?: Record<string, unknown>;
}
interface Operation {
  operationId: string;
  responses: Record<string, { content?: Record<string, { schema: Schema }> }>;
}
interface Contract {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema> };
}

/** The operations that answer a list, as the contract says. */
function lists(): string[] {
  const contract = JSON.parse(readFileSync("../openapi/tend.json", "utf8")) as Contract;
  const operations = Object.values(contract.paths).flatMap((path) =>
    Object.entries(path).filter(
      ([method, { operationId }]) => method === "get" || operationId.endsWith("search"),
    ),
  );
  return operations
    .filter(([, { responses }]) => {
      const schema = responses["200"]?.content?.["application/json"]?.schema;
      const known = schema?.$ref ? contract.components.schemas[schema.$ref.split("/").at(-1) ?? ""] : schema;
      return known?.properties?.["items"] !== undefined;
    })
    .map(([, { operationId }]) => operationId);
}

it("every list is read again when a record changes, or stands among those that need not be", () => {
  const all = lists();
  expect(all.length).toBeGreaterThan(50);
  expect(all.filter((id) => !LISTS.has(id) && !APART.includes(id))).toEqual([]);
  expect(APART.filter((id) => LISTS.has(id) || !all.includes(id))).toEqual([]);
});

it("events are read across the pieces in which they arrive", async () => {
  const pieces = [
    'data: {"kind":"task","id":"a","ver',
    'sion":2}\n\n: still here\n\ndata: {"kind":"note",',
    '"id":"b","version":1}\n\n',
  ];
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const piece of pieces) controller.enqueue(new TextEncoder().encode(piece));
      controller.close();
    },
  });
  const seen: LiveEvent[] = [];
  await readEvents(body, (event) => seen.push(event));
  expect(seen).toEqual([
    { kind: "task", id: "a", version: 2 },
    { kind: "note", id: "b", version: 1 },
  ]);
});

it("a stream that ended is opened again, and what was missed is read", async () => {
  vi.useFakeTimers();
  const stop = new AbortController();
  const onBack = vi.fn();
  let times = 0;
  vi.mocked(send).mockImplementation(() => {
    times += 1;
    if (times === 3) stop.abort();
    const body = new ReadableStream<Uint8Array>({ start: (controller) => controller.close() });
    return Promise.resolve({ ok: true, body } as Response);
  });
  const followed = follow(stop.signal, () => undefined, onBack);
  await vi.advanceTimersByTimeAsync(10_000);
  await followed;
  expect([times, onBack.mock.calls.length]).toEqual([3, 2]);
  vi.useRealTimers();
});
