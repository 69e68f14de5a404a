import { Button, Group, Select, Stack, Switch, Text, Textarea, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { errorWithin } from "@/api/problem";
import { fill, useTexts } from "@/lib/texts";
import { isHalf, newSide, parties, type AccountForm, type Side } from "./concern";
import { texts } from "./texts";

/** The most sides that the server takes. */
const MOST = 20;

interface AccountFieldsProps {
  form: AccountForm;
  change: (part: Partial<AccountForm>) => void;
  errors: Record<string, string>;
}

/** What it is about, what each side says, and what was tried. */
export function AccountFields({ form, change, errors }: AccountFieldsProps) {
  const { t } = useTranslation();
  const say = useTexts(texts);
  const { sides } = form;
  // Sides without a word are not sent: the server counts fewer than are shown.
  const wrong = errorWithin(errors, "positions");
  const put = (at: number, part: Partial<Side>) =>
    change({ sides: sides.map((side, index) => (index === at ? { ...side, ...part } : side)) });
  return (
    <>
      <Textarea
        label={say.summary}
        description={say.summary_text}
        value={form.summary}
        onChange={(event) => change({ summary: event.currentTarget.value })}
        error={errors["summary"]}
        autosize
        minRows={2}
        maxLength={4000}
        required
        data-autofocus
      />
      {sides.map((side, index) => (
        <Stack key={index} gap={6} role="group" aria-label={fill(say.side, { number: String(index + 1) })}>
          <Group gap="sm" align="end" wrap="wrap">
            <Select
              label={say.party}
              value={side.party}
              onChange={(next) => put(index, { party: parties.find((one) => one === next) ?? side.party })}
              data={parties.map((one) => ({ value: one, label: say.parties[one] }))}
              allowDeselect={false}
              w={180}
            />
            <TextInput
              label={say.who}
              value={side.who}
              onChange={(event) => put(index, { who: event.currentTarget.value })}
              error={isHalf(side) && !side.who.trim() ? say.half : undefined}
              maxLength={200}
              flex={1}
              miw={180}
            />
            <Button
              variant="subtle"
              color="red"
              aria-label={fill(say.remove_side, { number: String(index + 1) })}
              onClick={() => change({ sides: sides.filter((_, at) => at !== index) })}
            >
              {t("action.remove")}
            </Button>
          </Group>
          <Textarea
            label={say.says}
            value={side.says}
            onChange={(event) => put(index, { says: event.currentTarget.value })}
            error={isHalf(side) && !side.says.trim() ? say.half : undefined}
            autosize
            minRows={2}
            maxLength={2000}
          />
        </Stack>
      ))}
      {sides.length < MOST && (
        <Button
          variant="default"
          w="fit-content"
          onClick={() => change({ sides: [...sides, newSide("other")] })}
        >
          {say.add_side}
        </Button>
      )}
      <Textarea
        label={say.tried}
        value={form.tried}
        onChange={(event) => change({ tried: event.currentTarget.value })}
        error={errors["tried"]}
        autosize
        minRows={2}
        maxLength={4000}
      />
      <Switch
        label={say.restricted}
        description={say.restricted_text}
        checked={form.restricted}
        onChange={(event) => change({ restricted: event.currentTarget.checked })}
      />
      {wrong && <Text c="red">{wrong}</Text>}
    </>
  );
}
