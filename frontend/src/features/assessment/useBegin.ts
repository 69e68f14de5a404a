import { useNavigate } from "@tanstack/react-router";
import { useAct } from "@/api/hooks";

/** Begins an assessment of a case and goes there. LACE and HOSPITAL begin with what the record says. */
export function useBegin(caseId: string) {
  const navigate = useNavigate();
  const create = useAct("assessment_create", {
    onSuccess: ({ id }) => void navigate({ to: "/assessments/$assessmentId", params: { assessmentId: id } }),
  });
  const begin = (instrument: string, prefill = false) =>
    create.mutate({ path: { id: caseId }, body: { instrument, mode: "phone", prefill } });
  return { begin, error: create.error, isPending: create.isPending };
}
