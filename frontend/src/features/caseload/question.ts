import type { Schemas } from "@/api/types";

export const licences = ["rn", "lpn", "lcsw", "lmsw", "lpc", "lmhc"] as const;
type Licence = (typeof licences)[number];

/** What a lead asks: what the proposal minds, and what is asked what if. One of each kind is enough for a form. */
export interface Question {
  wishes: Required<Schemas["ProposalWishes"]>;
  hire: { count: number; hours: number; languages: string[]; licence: Licence; state: string };
  leave: { staff: string | null; from: string; until: string };
  surge: { program: string | null; tier: Schemas["Tier"]; count: number };
  closed: string | null;
}

export const usual: Question = {
  wishes: { balance: 100, continuity: 100, language: 100, travel: 100, language_required: false },
  hire: { count: 0, hours: 40, languages: ["en"], licence: "rn", state: "" },
  leave: { staff: null, from: "", until: "" },
  surge: { program: null, tier: "rising", count: 0 },
  closed: null,
};

/** The same question about the record as it is. */
export const asItIs = ({ wishes }: Question): Question => ({ ...usual, wishes });

/** Whether anything is asked that is not so. */
export const asksWhatIf = ({ hire, leave, surge, closed }: Question) =>
  hire.count > 0 || leave.staff !== null || surge.count > 0 || closed !== null;

/** Whether what is filled in is a question already. Who is hired without a licence could own nothing. */
export const isWhole = ({ hire, leave, surge }: Question) =>
  (hire.count === 0 || /^[A-Z]{2}$/.test(hire.state)) &&
  (leave.staff === null || (leave.from !== "" && leave.until !== "")) &&
  (surge.count === 0 || surge.program !== null);

/** The request of a question: only what is filled in is asked. Cases to keep stay where they are. */
export function asked(
  { wishes, hire, leave, surge, closed }: Question,
  team: string | undefined,
  keep: string[],
): Schemas["CaseloadProposalRequest"] {
  const one = {
    weekly_hours: hire.hours,
    languages: hire.languages,
    licences: [{ kind: hire.licence, state: hire.state }],
  };
  return {
    team_id: team ?? null,
    program_id: null,
    keep,
    wishes,
    what_if: {
      hires: Array.from({ length: hire.count }, () => one),
      leaves: leave.staff ? [{ staff_id: leave.staff, from_on: leave.from, until_on: leave.until }] : [],
      surges:
        surge.program && surge.count > 0
          ? [{ program_id: surge.program, tier: surge.tier, cases: surge.count }]
          : [],
      closed_program_ids: closed ? [closed] : [],
    },
  };
}
