import { useTranslation } from "react-i18next";
import type { Schemas } from "@/api/types";

type Kind = Schemas["CredentialKind"];
type Category = Schemas["CredentialCategory"];

/** Kinds of credentials by what they are; a kind that the contract gains is missed by the compiler here. */
const categoryOf: Record<Kind, Category> = {
  rn: "licence",
  lpn: "licence",
  lcsw: "licence",
  lmsw: "licence",
  lpc: "licence",
  lmhc: "licence",
  md: "licence",
  ccm: "certification",
  acm: "certification",
  cmc: "certification",
  cphq: "certification",
  bls: "certification",
  bsn: "degree",
  bsw: "degree",
  ba: "degree",
  bs: "degree",
  msn: "degree",
  msw: "degree",
  mha: "degree",
  mph: "degree",
  background_check: "check",
  reference_check: "check",
  credential_verification: "check",
  foreign_evaluation: "evaluation",
  driver_license: "transport",
  transport: "transport",
};

export const credentialKinds = Object.keys(categoryOf) as Kind[];
export const credentialCategories = [...new Set(Object.values(categoryOf))];
export const kindsOf = (category: Category) =>
  credentialKinds.filter((kind) => categoryOf[kind] === category);

/** What must be recorded of a kind; the server refuses what is missing. */
export function needsOf(kind: Kind) {
  const category = categoryOf[kind];
  const state = category === "licence" || kind === "driver_license";
  return {
    state,
    number: state || category === "certification",
    expiry: state || category === "certification",
    hours: category === "certification",
    passed: category === "check",
  };
}

/** What a board says about a license, or who checks about a check; ending has a way of its own. */
export const credentialStatuses = ["active", "pending", "encumbered", "suspended", "revoked"] as const;

/** How people write a kind: RN, LCSW, Driver's license. */
export function useKindName(): (kind: Kind) => string {
  const { t, i18n } = useTranslation();
  return (kind) => {
    const key = `credential.kind.${kind}`;
    return i18n.exists(key) ? String(t(key as "credential.kind.transport")) : kind.toUpperCase();
  };
}

const colors: Record<Schemas["Standing"], string> = {
  valid: "teal",
  expiring: "yellow",
  expired: "red",
  pending: "yellow",
  encumbered: "red",
  suspended: "red",
  revoked: "red",
  ended: "gray",
};

/** The color of a standing; the words beside it say the same. */
export const colorOf = (standing: Schemas["Standing"]) => colors[standing];

/** Days until the last day in words: 23 days left, last day today, expired 3 days ago. */
export function useDaysLeft(): (days: number) => string {
  const { t } = useTranslation();
  return (days) => (days < 0 ? t("credential.ago", { count: -days }) : t("credential.left", { count: days }));
}
