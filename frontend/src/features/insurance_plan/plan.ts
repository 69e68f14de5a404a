import type { InsurancePlan, Schemas } from "@/api/types";
import { centsOf } from "@/features/measure_entry/entry";

type Content = Schemas["InsurancePlanContent"];
type BenefitContent = Schemas["PlanBenefitContent"];
type MemberContent = Schemas["NetworkMemberContent"];

export const periods = ["month", "year", "benefit"] as const;
export const statuses = ["in", "out"] as const;

/** The columns of a file of plans. */
export const columns = [
  "payer",
  "plan",
  "category",
  "code",
  "covered",
  "needs_authorization",
  "units",
  "unit",
  "period",
  "copay",
  "notes",
  "organization",
  "service",
  "status",
  "tier",
  "as_of",
  "from",
  "to",
] as const;

/** The most rows that the server takes. */
export const MOST_BENEFITS = 300;
export const MOST_MEMBERS = 1000;

/** A benefit as it is typed. */
export interface BenefitForm {
  category: BenefitContent["category"];
  code: string;
  covered: boolean;
  asks: boolean;
  units: number | string;
  unit: NonNullable<BenefitContent["limit"]>["unit"];
  period: (typeof periods)[number];
  copay: string;
  notes: string;
  from: string;
  to: string;
}

/** A provider as it is typed. */
export interface MemberForm {
  organization: string | null;
  /** Its name, while it is known. */
  name: string;
  service: string | null;
  status: (typeof statuses)[number];
  tier: string;
  from: string;
  to: string;
  asOf: string;
}

/** A plan as it is typed. */
export interface PlanForm {
  payer: string;
  name: string;
  offered: boolean;
  benefits: BenefitForm[];
  network: MemberForm[];
}

export const newBenefit = (from: string): BenefitForm => ({
  category: "home_health",
  code: "",
  covered: true,
  asks: false,
  units: "",
  unit: "visit",
  period: "year",
  copay: "",
  notes: "",
  from,
  to: "",
});

export const newMember = (today: string): MemberForm => ({
  organization: null,
  name: "",
  service: null,
  status: "in",
  tier: "",
  from: today,
  to: "",
  asOf: today,
});

/** The form of a plan; an empty one without it. */
export const formOf = (plan: InsurancePlan | undefined): PlanForm => ({
  payer: plan?.payer ?? "",
  name: plan?.name ?? "",
  offered: plan?.status !== "retired",
  benefits: (plan?.benefits ?? []).map((row) => ({
    category: row.category,
    code: row.code ?? "",
    covered: row.covered,
    asks: row.needs_authorization,
    units: row.limit?.units ?? "",
    unit: row.limit?.unit ?? "visit",
    period: row.limit?.period ?? "year",
    copay: row.copay_cents == null ? "" : (row.copay_cents / 100).toFixed(2),
    notes: row.notes ?? "",
    from: row.from,
    to: row.to ?? "",
  })),
  network: (plan?.network ?? []).map((row) => ({
    organization: row.organization.id,
    name: row.organization.name,
    service: row.service?.id ?? null,
    status: row.status,
    tier: row.tier ?? "",
    from: row.from,
    to: row.to ?? "",
    asOf: row.as_of,
  })),
});

/** True for a copay that is no amount. */
export const isOdd = ({ copay }: BenefitForm) => copay.trim() !== "" && centsOf(copay) === null;

/** What is not covered has no terms: those that were typed before stay in the form only. */
const benefitOf = (form: BenefitForm): BenefitContent => {
  const { category, covered, unit, period, from } = form;
  const limit = typeof form.units === "number" && form.units > 0 ? { units: form.units, unit, period } : null;
  return {
    category,
    code: form.code.trim() || null,
    covered,
    needs_authorization: covered && form.asks,
    limit: covered ? limit : null,
    copay_cents: covered && form.copay.trim() ? centsOf(form.copay) : null,
    notes: form.notes.trim() || null,
    from,
    to: form.to || null,
  };
};

const memberOf = (form: MemberForm): MemberContent => ({
  community_organization_id: form.organization ?? "",
  community_service_id: form.service,
  status: form.status,
  tier: form.tier.trim() || null,
  from: form.from,
  to: form.to || null,
  as_of: form.asOf,
});

/** What is sent. */
export const contentOf = (form: PlanForm): Content => ({
  payer: form.payer,
  name: form.name,
  status: form.offered ? "active" : "retired",
  benefits: form.benefits.map(benefitOf),
  network: form.network.map(memberOf),
});

/** True when all that is needed was typed. */
export const isWhole = ({ payer, name, benefits, network }: PlanForm) =>
  payer.trim() !== "" &&
  name.trim() !== "" &&
  benefits.every((row) => row.from !== "" && !isOdd(row)) &&
  network.every((row) => row.organization !== null && row.from !== "" && row.asOf !== "");
