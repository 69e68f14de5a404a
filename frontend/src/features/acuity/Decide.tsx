import { Button, Group, Stack, Text, Textarea, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useAct } from "@/api/hooks";
import { fieldErrors } from "@/api/problem";
import type { CaseView, Schemas } from "@/api/types";
import { tiers } from "@/features/case/tiers";
import { todayIn } from "@/lib/dates";
import { useDraft } from "@/lib/drafts";
import { ChoiceChips } from "@/ui/ChoiceChips";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { showDone } from "@/ui/toast";
import type { Judgement } from "./judgement";
import { useTierWords } from "./Standing";

const LONGEST_DAYS = 90;

/** The day so many days after another one. */
function plus(day: string, days: number): string {
  const at = new Date(`${day}T12:00:00Z`);
  at.setUTCDate(at.getUTCDate() + days);
  return at.toISOString().slice(0, 10);
}

interface DecideProps {
  acuity: Schemas["AcuityView"];
  current: CaseView;
}

/** Adopts a tier that the model holds possible, or overrides it with a reason and an end. */
export function Decide({ acuity, current }: DecideProps) {
  const { t } = useTranslation();
  const words = useTierWords();
  const { judgement } = acuity;
  const today = todayIn(current.time_zone);
  const blank = (by: Judgement) => ({
    tier: by.possible.includes(by.tier) ? by.tier : (by.possible[0] ?? by.tier),
    reason: "",
    endsOn: plus(today, 30),
  });
  const draft = useDraft(`tier:${current.id}`, () => blank(judgement));
  const { tier, reason, endsOn } = draft.value;
  const adopts = judgement.possible.includes(tier);
  const decide = useAct("tier_decide", {
    onSuccess: (decided) => {
      draft.change(blank(decided.judgement));
      draft.discard();
      showDone(t("acuity.decided", { tier: t(`tier.${tier}`) }));
    },
  });
  const fields = fieldErrors(decide.error);
  const submit = () =>
    decide.mutate({
      path: { id: current.id },
      version: judgement.version,
      body: adopts
        ? { kind: "adopted", tier, reason: reason || null }
        : { kind: "overridden", tier, reason, ends_on: endsOn },
    });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Stack gap="sm">
        {decide.error && <ProblemNotice error={decide.error} />}
        <ChoiceChips
          label={t("case.tier")}
          value={tier}
          onChange={(next) => draft.change({ ...draft.value, tier: next })}
          options={tiers}
          text={(code) => t(`tier.${code}`)}
        />
        <Text size="sm">
          {t(adopts ? "acuity.adopts" : "acuity.overrides", { model: words(judgement.possible) })}
        </Text>
        <Textarea
          label={t(adopts ? "acuity.reason_optional" : "acuity.reason")}
          required={!adopts}
          autosize
          minRows={2}
          maxLength={2000}
          value={reason}
          error={fields["reason"]}
          onChange={(event) => draft.change({ ...draft.value, reason: event.currentTarget.value })}
        />
        {!adopts && (
          <TextInput
            type="date"
            label={t("acuity.ends_on")}
            description={t("acuity.ends_on_text", { days: LONGEST_DAYS })}
            required
            min={plus(today, 1)}
            max={plus(today, LONGEST_DAYS)}
            value={endsOn}
            error={fields["ends_on"]}
            onChange={(event) => draft.change({ ...draft.value, endsOn: event.currentTarget.value })}
          />
        )}
        <Group justify="flex-end">
          <Button type="submit" loading={decide.isPending}>
            {t(adopts ? "acuity.adopt" : "acuity.override")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
