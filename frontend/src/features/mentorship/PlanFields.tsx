import { Button, Fieldset, Group, Select, TextInput } from "@mantine/core";
import { fill, useTexts } from "@/lib/texts";
import { goalStatuses, newGoal, type Goal, type PlanForm } from "./mentorship";
import { texts } from "./texts";

interface PlanFieldsProps {
  form: PlanForm;
  change: (part: Partial<PlanForm>) => void;
  errors: Record<string, string>;
}

/** The planned last day, the next meeting, and the goals. */
export function PlanFields({ form, change, errors }: PlanFieldsProps) {
  const say = useTexts(texts);
  const { goals } = form;
  const setGoal = (at: number, part: Partial<Goal>) =>
    change({ goals: goals.map((own, index) => (index === at ? { ...own, ...part } : own)) });
  return (
    <>
      <Group grow align="flex-start">
        <TextInput
          type="date"
          label={say.until}
          description={say.until_text}
          inputWrapperOrder={["label", "input", "description", "error"]}
          value={form.until}
          onChange={(event) => change({ until: event.currentTarget.value })}
          error={errors["until_on"]}
        />
        <TextInput
          type="date"
          label={say.next}
          value={form.next}
          onChange={(event) => change({ next: event.currentTarget.value })}
          error={errors["next_meeting_on"]}
        />
      </Group>
      <Fieldset legend={say.goals}>
        {goals.map((goal, at) => {
          const number = String(at + 1);
          return (
            <Group key={at} align="flex-end" mb="md">
              <TextInput
                label={fill(say.goal, { number })}
                value={goal.text}
                onChange={(event) => setGoal(at, { text: event.currentTarget.value })}
                maxLength={500}
                style={{ flex: "1 1 100%" }}
              />
              <Select
                label={fill(say.goal_status, { number })}
                value={goal.status}
                onChange={(next) =>
                  setGoal(at, { status: goalStatuses.find((known) => known === next) ?? goal.status })
                }
                data={goalStatuses.map((value) => ({ value, label: say.status[value] }))}
                allowDeselect={false}
                w={160}
              />
              <Button
                variant="subtle"
                color="red"
                onClick={() => change({ goals: goals.filter((_, index) => index !== at) })}
              >
                {fill(say.remove_goal, { number })}
              </Button>
            </Group>
          );
        })}
        {goals.length < 20 && (
          <Button
            variant="default"
            size="compact-md"
            onClick={() => change({ goals: [...goals, newGoal()] })}
          >
            {say.add_goal}
          </Button>
        )}
      </Fieldset>
    </>
  );
}
