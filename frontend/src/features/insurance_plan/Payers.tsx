import { useCall } from "@/api/hooks";
import type { Coverage, Schemas } from "@/api/types";
import { useCapability } from "@/app/me";
import { firstOf } from "@/features/authorization/fields";
import { Lookup } from "./Lookup";

type Category = Schemas["ServiceCategory"];

/** The services that payers pay for, by what is arranged; for everything else only the network counts. */
const categoryOf: Partial<Record<Schemas["ReferralKind"], Category>> = {
  home_health: "home_health",
  dme: "dme",
  transport: "transport",
  therapy: "therapy",
  placement: "skilled_nursing",
};

interface PayersProps {
  caseId: string;
  kind: Schemas["ReferralKind"];
  serviceId: string | null;
}

/** What the first payer of the person says about what is arranged for them, while it is known. */
export function Payers({ caseId, kind, serviceId }: PayersProps) {
  const may = useCapability();
  const reads = may("authorization_read") && may("person_read");
  const category = categoryOf[kind];
  const asks = reads && Boolean(category ?? serviceId);
  const { data: found } = useCall("case_get", { path: { id: caseId } }, { enabled: asks });
  const personId = found?.person.id ?? "";
  const { data } = useCall(
    "person_overview",
    { path: { id: personId } },
    { enabled: asks && personId !== "" },
  );
  const coverage: Coverage | undefined = data && firstOf(data.coverages);
  return coverage && asks ? <Lookup coverage={coverage} category={category} serviceId={serviceId} /> : null;
}
